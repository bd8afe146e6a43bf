import type { TargetRule } from './plan-queues.js';

/** What one queue is to have and gets from a roster, as simulated. */
export type TargetOutcome = {
  readonly queue: string;
  /** Over the whole roster, by the target's rule; null without contacts. */
  readonly serviceLevel: number | null;
  readonly serviceLevelHalfWidth: number | null;
  /** Of the roster that covers the requirements as they are. */
  readonly plainServiceLevel: number | null;
  readonly target: number | null;
  readonly over: TargetRule['over'];
  /** Stretches of time (intervals, days, weeks or months, as the target says) that meet it with 95 % confidence, miss it, or neither. */
  readonly met: number;
  readonly unclear: number;
  readonly missed: number;
};

/** A stretch of time that misses its target with 95 % confidence, and what would be needed to meet it. */
export type MissingCover = {
  readonly queue: string;
  /** Local day on which it starts. */
  readonly day: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly serviceLevel: number | null;
  readonly target: number | null;
  /** Hours on line, by the queueing formula from where the simulation stands. */
  readonly agentHours: number;
  /** The same at the lowest cost per hour of anybody who may serve the queue. */
  readonly cost: number;
};

/** The service of a roster that was repaired until its simulation met the targets. */
export type RosterService = {
  /** `met`: every stretch, with 95 % confidence; `unclear`: none is missed with confidence; `missed`: `missing` says where and what it would cost; `infeasible`: there is no roster. */
  readonly status: 'met' | 'unclear' | 'missed' | 'infeasible';
  /** Costs of the roster without the prices of uncovered and surplus hours; null without one. */
  readonly spent: number | null;
  /** Those of the roster that covers the requirements as they are. */
  readonly plainSpent: number | null;
  readonly queues: readonly TargetOutcome[];
  readonly missing: readonly MissingCover[];
  /** Rosters that were simulated. */
  readonly rosters: number;
  /** Weeks played of the answer. */
  readonly replications: number;
};
