import type { Channel } from './history.js';
import type { LoadModel } from './plan-queues.js';

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
  /** How the queue was sized; absent in requirements read from a file. */
  readonly sizing?: QueueSizing;
};

/** How a queue was sized. What is absent does not apply. */
export type QueueSizing = {
  /** `formula`: Erlang C or A; `transient`: the solver; `chat`: several at a time; `deferred`: by deadline; `list`: records to call; `workload`: spread over the interval. */
  readonly model: 'formula' | 'transient' | 'chat' | 'deferred' | 'list' | 'workload';
  readonly loadModel?: LoadModel;
  readonly holdsFor?: 'mean' | 'worst';
  /** Largest error to expect of an interval's service level (of the whole, by deadline); null = not known. */
  readonly expectedError: number | null;
  /** The same error as a mean over contacts, and the interval of the largest with its contacts. */
  readonly errorByContacts?: { readonly mean: number; readonly worstStartMs: number; readonly worstContacts: number };
  /** Chats that an agent may hold at most: the level that needs the fewest agents. */
  readonly concurrency?: number;
  /** Work by deadline. */
  readonly deferred?: DeferredSizing;
  readonly list?: ListSizing;
  readonly uncertainty?: UncertaintySizing;
};

/** What people deliver on work by deadline. */
export type DeferredSizing = {
  /** Share begun in time, over all. */
  readonly shareInTime: number | null;
  /** Capacity beyond the work itself, as a share of it. */
  readonly buffer: number;
  /** Why no staffing meets the target. */
  readonly limitedBy: 'deadline' | 'openingHours' | null;
  /** Share of contacts whose whole time until the deadline is closed. */
  readonly hopelessShare: number;
  /** Expected number waiting at the start of the first interval, and at the end of each. */
  readonly waitingAtStart: number;
  readonly waitingAtEnd: readonly number[];
  /** Work done in the idle time of another queue, in agents per interval: not counted in `agents`. `reserve` is the largest of `reserves`, per interval. */
  readonly blended?: { readonly with: string; readonly reserve: number; readonly agents: readonly number[]; readonly reserves?: readonly number[] };
};

/** What people deliver on a list of records. */
export type ListSizing = {
  readonly attempts: number;
  /** Records whose right person was reached. */
  readonly reached: number;
  /** Records given up after their last attempt, and those left over at the end. */
  readonly exhausted: number;
  readonly left: number;
  /** Lowest connect rate of the hours used. */
  readonly lowestRate: number | null;
};

/** What the uncertainty of the forecast costs. */
export type UncertaintySizing = {
  readonly criterion: 'average' | 'shareOfDays' | 'cost';
  readonly dayFactorCv: number;
  /** Agent-hours on line beyond those of a certain forecast, by the same criterion. */
  readonly agentHours: number;
  /** The most agents more in any interval. */
  readonly mostAgents: number;
};

/** Result of `staff`. */
export type Requirements = {
  readonly queues: readonly QueueRequirement[];
  /** Sum over queues per local day. `fte` = paid hours ÷ 8. */
  readonly totals: readonly { readonly day: string; readonly paidHours: number; readonly fte: number }[];
  readonly warnings: readonly string[];
};
