import type { HistoryOptions } from '../../../src/ingest/index.js';

/** A layout that the reader was not built on, with what a careful person reads from it. */
export type Shape = {
  /** System and report, or what is peculiar about a hand-made file. */
  readonly title: string;
  readonly text?: string;
  /** In place of a text: a workbook, or another encoding. */
  readonly bytes?: Uint8Array;
  readonly options?: Partial<HistoryOptions>;
  readonly queues?: readonly ReadQueue[];
  readonly kept?: number;
  readonly dropped?: Readonly<Record<string, number>>;
  /** Words that must occur among the doubts. */
  readonly doubts?: readonly RegExp[];
  /** No doubts at all are left. */
  readonly sure?: true;
  /** The file is refused, with words of the way out. */
  readonly refused?: RegExp;
};

/** One series as a careful person reads it. `step`: minutes of an interval, or a coarser grain with its first day. */
export type ReadQueue = {
  readonly queue: string;
  readonly channel?: string;
  readonly reason?: string;
  readonly site?: string;
  readonly start: string;
  readonly step: number | 'day' | 'week' | 'month';
  readonly volume: readonly (number | null)[];
  readonly handled?: readonly (number | null)[];
  readonly abandoned?: readonly (number | null)[];
  readonly shortAbandoned?: readonly (number | null)[];
  readonly ahtSeconds?: readonly (number | null)[];
  readonly meanWaitSeconds?: readonly (number | null)[];
};
