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

/** One named agent. `contacts` per replication. */
export type AgentResult = { readonly name: string; readonly group: string; readonly occupancy: Figure; readonly contacts: Figure };

/** Where a figure stands against its target, with 95 % confidence; `unclear`: the interval holds the target. */
export type TargetVerdict = 'met' | 'missed' | 'unclear';

/** What a queue is measured by. Null: no such target. */
export type SimulatedTarget = {
  readonly serviceLevel: number | null;
  readonly answerWithinSeconds: number;
  readonly serviceLevelRule: keyof ContactTypeFigures['serviceLevel'];
  readonly asaSeconds: number | null;
  readonly abandonProbability: number | null;
  readonly over: 'interval' | 'day' | 'week' | 'month';
};

/** A queue on one local day. */
export type SimulatedDay = ContactTypeFigures & { readonly day: string; readonly verdict: TargetVerdict | null };

/** A queue over one week or month of the roster, as far as the roster reaches; `to` is its last local day. */
export type SimulatedPeriod = ContactTypeFigures & { readonly from: string; readonly to: string; readonly verdict: TargetVerdict | null };

/** A stretch of intervals that miss the target with confidence. `serviceLevel` = mean over its intervals, by contacts. */
export type SimulatedMiss = {
  readonly queue: string;
  readonly day: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly serviceLevel: number | null;
};

/** A queue interval by interval, in columns of equal length; null = no contacts. The service level follows the target's rule. */
export type SimulatedIntervals = {
  readonly startMs: readonly number[];
  readonly offered: readonly number[];
  readonly serviceLevel: readonly (number | null)[];
  readonly serviceLevelHalfWidth: readonly (number | null)[];
  readonly abandonProbability: readonly (number | null)[];
  readonly asaSeconds: readonly (number | null)[];
  readonly verdict: readonly (TargetVerdict | null)[];
};

/** One queue of a simulated roster. */
export type SimulatedQueue = ContactTypeFigures & {
  readonly queue: string;
  readonly target: SimulatedTarget;
  /** Over the whole roster; null without a target. */
  readonly verdict: TargetVerdict | null;
  readonly days: readonly SimulatedDay[];
  /** Weeks or months, where the target holds over them; else empty. */
  readonly periods: readonly SimulatedPeriod[];
  readonly intervals: SimulatedIntervals;
};

/** Result of {@link simulateRoster}. */
export type RosterSimulation = {
  readonly zone: string;
  readonly from: string;
  readonly to: string;
  readonly queues: readonly SimulatedQueue[];
  /** Groups of people with equal skills. */
  readonly groups: readonly { readonly name: string; readonly people: number; readonly occupancy: Figure }[];
  readonly agents: readonly AgentResult[];
  /** Where targets are missed with confidence, by queue and time. */
  readonly misses: readonly SimulatedMiss[];
  readonly replications: number;
  readonly seed: number;
  readonly warnings: readonly string[];
  readonly version: string;
};
