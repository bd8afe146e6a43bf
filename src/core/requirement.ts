import type { Channel } from './history.js';

/** Which treatment of abandons a service level follows; see docs/service-level.md. */
export type ServiceLevelRule = 'offered' | 'answered' | 'excludingShortAbandons' | 'includingShortAbandons' | 'virtual';

/** All service level rules; the first is the default. */
export const SERVICE_LEVEL_RULES: readonly ServiceLevelRule[] = ['offered', 'answered', 'excludingShortAbandons', 'includingShortAbandons', 'virtual'];

/** Agents needed by one queue, per interval. All arrays have equal length; closed intervals carry 0 agents and null figures. */
export type QueueRequirement = {
  readonly queue: string;
  readonly channel: Channel;
  readonly zone: string;
  readonly startMs: number;
  readonly intervalSeconds: number;
  readonly volume: readonly (number | null)[];
  readonly ahtSeconds: readonly (number | null)[];
  /** Whole people on line. */
  readonly agents: readonly number[];
  /** The same requirement, unrounded. */
  readonly agentsExact: readonly number[];
  /** People to schedule: `agentsExact / (1 − shrinkage)`. */
  readonly agentsWithShrinkage: readonly number[];
  /** What `agents` deliver. */
  readonly serviceLevel: readonly (number | null)[];
  readonly occupancy: readonly (number | null)[];
  readonly asaSeconds: readonly (number | null)[];
  readonly abandonProbability: readonly (number | null)[];
  readonly status: readonly ('met' | 'unreachable' | 'closed')[];
};

/** Result of `staff`. */
export type Requirements = {
  readonly queues: readonly QueueRequirement[];
  /** Sum over queues per local day. `fte` = paid hours ÷ 8. */
  readonly totals: readonly { readonly day: string; readonly paidHours: number; readonly fte: number }[];
  readonly warnings: readonly string[];
};
