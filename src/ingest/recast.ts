import type { Doubt } from '../core/index.js';
import type { HeadRecord } from './find-header.js';
import { recastDateMatrix } from './recast-date-matrix.js';
import { recastHeaderless } from './recast-headerless.js';
import { recastLongTable } from './recast-long-table.js';
import { recastQueueLog } from './recast-queue-log.js';
import { recastSections } from './recast-sections.js';
import { recastWideQueues } from './recast-wide-queues.js';
import type { RecordSink } from './tokenizer.js';

/** Rewrites the records of a layout without usable header into a table with one. */
export type Recaster = {
  /** Takes one record of the file and gives none, one or several of the table. */
  row(cells: readonly string[], row: number, sink: RecordSink): void;
  /** Gives what was still open when the file ended. */
  end(sink: RecordSink): void;
};

/** A layout that was recognised by the shape of its records. */
export type Recast = {
  readonly format: string;
  readonly header: readonly string[];
  /** Rows of the file up to this one are no data. */
  readonly headerRow: number;
  readonly context?: ReadonlyMap<string, string>;
  /** Choices that were made without proof. */
  readonly doubts?: readonly Doubt[];
  /** Opens a fresh recaster; `leaveOut` hears of records that hold no contact. */
  readonly open: (leaveOut: (reason: string) => void) => Recaster;
};

/** Recognises layouts that are no plain table: queue_log, known records without header, dates across the columns, sections, measures one below the other, queues side by side. */
export function findRecast(records: readonly HeadRecord[]): Recast | null {
  return (
    recastQueueLog(records) ??
    recastHeaderless(records) ??
    recastDateMatrix(records) ??
    recastSections(records) ??
    recastLongTable(records) ??
    recastWideQueues(records)
  );
}
