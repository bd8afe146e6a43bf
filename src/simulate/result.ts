import type { RecordColumns } from './tally.js';

/** A figure with its 95 % confidence half-width. Mean null: no such contact; half-width null: fewer than two replications. */
export type Figure = { readonly mean: number | null; readonly halfWidth: number | null };

/** Figures of one contact type. Shares are of the contacts offered, every attempt counted. */
export type ContactTypeFigures = {
  /** Attempts per replication. */
  readonly offered: Figure;
  /** The readings of docs/service-level.md that can be observed; call-backs accepted leave the offered. */
  readonly serviceLevel: Readonly<Record<'offered' | 'answered' | 'excludingShortAbandons' | 'includingShortAbandons', Figure>>;
  readonly abandonProbability: Figure;
  readonly abandonedWithinThreshold: Figure;
  /** Accepted and not answered at once. */
  readonly waitProbability: Figure;
  readonly blockProbability: Figure;
  readonly callbackProbability: Figure;
  /** Mean wait of the answered. */
  readonly asaSeconds: Figure;
  /** Mean wait of the answered and the abandoned. */
  readonly meanWaitSeconds: Figure;
  readonly meanQueue: Figure;
  /** Mean handle time of the answered. */
  readonly ahtSeconds: Figure;
  /** Per replication: still waiting when the run was cut, long after the horizon. */
  readonly unfinished: Figure;
  /** Per replication: solved by self-service, not offered. */
  readonly selfServed: Figure;
};

/** A stretch between two report boundaries: contacts that arrive in it, the queue and occupancy while it lasts. */
export type SimulatedStretch<Figures> = { readonly startSeconds: number } & Figures;

/** Wait that a share of contacts does not exceed: of the answered, and of the answered and abandoned. */
export type WaitPercentile = { readonly probability: number; readonly answered: Figure; readonly all: Figure };

/** One contact type. */
export type ContactTypeResult = ContactTypeFigures & {
  readonly name: string;
  readonly waitPercentiles: readonly WaitPercentile[];
  readonly stretches?: readonly SimulatedStretch<ContactTypeFigures>[];
};

/** Figures of one group. */
export type AgentGroupFigures = {
  /** Time with at least one contact ÷ scheduled time on line; above 1 when people finish after their time. */
  readonly occupancy: Figure;
  /** Mean contacts of an agent who has any. */
  readonly meanConcurrency: Figure;
};

/** One group. */
export type AgentGroupResult = AgentGroupFigures & { readonly name: string; readonly stretches?: readonly SimulatedStretch<AgentGroupFigures>[] };

/** One named agent. `contacts` per replication. */
export type AgentResult = { readonly name: string; readonly group: string; readonly occupancy: Figure; readonly contacts: Figure };

/** Result of `simulate`. */
export type SimulationResult = {
  readonly contactTypes: readonly ContactTypeResult[];
  readonly agentGroups: readonly AgentGroupResult[];
  /** People given by name. */
  readonly agents: readonly AgentResult[];
  readonly replications: number;
  readonly seed: number;
  readonly horizonSeconds: number;
  readonly warmUpSeconds: number;
  /** With `untilHalfWidth`: whether every service level became that narrow; else null. */
  readonly narrowEnough: boolean | null;
  /** Contacts one by one, in columns; with `records`. */
  readonly records?: Readonly<{ [Column in keyof RecordColumns]: readonly RecordColumns[Column][number][] }>;
  readonly warnings: readonly string[];
  readonly version: string;
};
