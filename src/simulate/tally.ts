import { WaitHistogram } from './wait-histogram.js';

/** What is counted per contact type and stretch of arrival; `queueTime` per stretch of time. */
export const COUNTERS = {
  offered: 0,
  answered: 1,
  answeredWithin: 2,
  abandoned: 3,
  abandonedWithin: 4,
  waited: 5,
  blocked: 6,
  waitAnswered: 7,
  waitAll: 8,
  calledBack: 9,
  queueTime: 10,
  handleTime: 11,
  unfinished: 12,
  solved: 13,
  /** Controls with known expectations: first attempts; above their mean, the work of all attempts and what other types passed on. */
  first: 14,
  excessWork: 15,
  excessPassedOn: 16,
} as const;
export const COUNTER_COUNT = 17;

/** What is counted per group and stretch of time: agents with a contact, contacts in service. */
export const GROUP_COUNTERS = { busy: 0, contacts: 1 } as const;
export const GROUP_COUNTER_COUNT = 2;

/** What is counted per named agent. */
export const AGENT_COUNTERS = { busy: 0, contacts: 1 } as const;
export const AGENT_COUNTER_COUNT = 2;

/** One line per contact, in columns. */
export type RecordColumns = {
  readonly replication: number[];
  readonly contactType: string[];
  readonly arrivalSeconds: number[];
  readonly waitSeconds: (number | null)[];
  readonly handleSeconds: (number | null)[];
  readonly outcome: ContactOutcome[];
  readonly group: (string | null)[];
  readonly agent: (string | null)[];
};

/** How an attempt ends; `unfinished`: still waiting when the run was cut. */
export type ContactOutcome = 'answered' | 'abandoned' | 'blocked' | 'calledBack' | 'unfinished';

/** Window of the statistics and its stretches. */
export type Window = {
  readonly warmUpSeconds: number;
  readonly horizonSeconds: number;
  /** Ends of the reported stretches; empty: the whole window is one. */
  readonly boundaries: Float64Array;
  /** Cells per contact type: the reported stretches, and one more for what lies outside them. */
  readonly cells: number;
};

/** Counts of one replication. Cells are stretches; see {@link Window}. */
export class Tally {
  readonly types: Float64Array;
  readonly groups: Float64Array;
  readonly agents: Float64Array;
  readonly answeredWaits: WaitHistogram[];
  readonly allWaits: WaitHistogram[];
  records: RecordColumns | null = null;

  constructor(
    readonly window: Window,
    typeCount: number,
    groupCount: number,
    agentCount: number,
    readonly keepsWaits: boolean,
  ) {
    this.types = new Float64Array(typeCount * window.cells * COUNTER_COUNT);
    this.groups = new Float64Array(groupCount * window.cells * GROUP_COUNTER_COUNT);
    this.agents = new Float64Array(agentCount * AGENT_COUNTER_COUNT);
    this.answeredWaits = Array.from({ length: keepsWaits ? typeCount : 0 }, () => new WaitHistogram());
    this.allWaits = Array.from({ length: keepsWaits ? typeCount : 0 }, () => new WaitHistogram());
  }

  /** A wait for the percentiles. */
  addWait(type: number, seconds: number, isAnswered: boolean): void {
    if (!this.keepsWaits) return;
    (this.allWaits[type] as WaitHistogram).add(seconds);
    if (isAnswered) (this.answeredWaits[type] as WaitHistogram).add(seconds);
  }

  clear(): void {
    this.types.fill(0);
    this.groups.fill(0);
    this.agents.fill(0);
  }

  /** Reported stretch of an instant: −1 before the first, the number of stretches after the last. */
  cellAt(seconds: number): number {
    const { boundaries } = this.window;
    let low = 0;
    let high = boundaries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((boundaries[middle] as number) <= seconds) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Adds a stretch of time, cut at the window and at the stretches' ends, to `values[offset + cell × stride]`. `cell`: no later than that of `from`. */
  addSpan(values: Float64Array, offset: number, stride: number, from: number, to: number, cell: number): void {
    const { warmUpSeconds, horizonSeconds, cells, boundaries } = this.window;
    let at = Math.max(from, warmUpSeconds);
    const end = Math.min(to, horizonSeconds);
    if (end <= at) return;
    if (cells === 1) {
      values[offset] = (values[offset] as number) + end - at;
      return;
    }
    const last = cells - 1;
    let i = cell;
    while (i < last && (boundaries[i + 1] as number) <= at) i += 1;
    while (at < end) {
      const until = i < last ? Math.min(end, boundaries[i + 1] as number) : end;
      const index = offset + (i < 0 ? last : i) * stride;
      values[index] = (values[index] as number) + until - at;
      at = until;
      i += 1;
    }
  }
}
