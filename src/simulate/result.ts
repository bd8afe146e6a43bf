import type { AgentResult, ContactTypeFigures, Figure } from '../core/index.js';
import type { RecordColumns } from './tally.js';

export type { AgentResult, ContactTypeFigures, Figure };

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
