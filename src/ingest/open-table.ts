import { UnusableInputError } from '../core/index.js';
import { type FoundHeader, findHeader, type HeadRecord } from './find-header.js';
import type { ReaderSettings } from './history-options.js';
import { findRecast, type Recast } from './recast.js';
import type { RecordSink } from './tokenizer.js';

/** Takes the records of a file one by one; `end` gives what was still open. */
export type TableFeed = { readonly row: RecordSink; end(): void };

/** A table whose columns are known, wherever its records come from. */
export type OpenedTable = {
  /** `table`, or the name of a layout that is none. */
  readonly format: string;
  readonly found: FoundHeader;
  /** First records of the table; those up to `found.headerRow` are no data. */
  readonly records: readonly HeadRecord[];
  /** Opens a feed for all records from the first on. `leaveOut` hears of records of the file that never become rows of the table. */
  feed(sink: RecordSink, leaveOut: (reason: string) => void): TableFeed;
};

/** Records looked at before columns are decided. */
export const PROBED_RECORDS = 2000;

/** Decides on layout and columns from the first records of a file. `skip`: rows that are none of them, such as a `sep=` line. */
export function openTable(records: readonly HeadRecord[], skip: number, settings: ReaderSettings): OpenedTable {
  if (records.length === 0) throw new UnusableInputError(`${settings.name} has no rows. Export it again, with its header.`, { name: settings.name });
  const recast = findRecast(records);
  if (recast !== null && hasNamed(recast, settings)) return openRecast(recast, records, skip);
  const found = findHeader(records, settings.named);
  const firstRow = Math.max(skip, found.headerRow);
  return {
    format: 'table',
    found,
    records,
    feed: (sink) => ({
      row: (cells, row) => {
        if (row > firstRow && !isEmptyLine(cells)) sink(cells, row);
      },
      end: () => undefined,
    }),
  };
}

/** A layout stands unless the user names a column that only the plain table has. */
function hasNamed({ header }: Recast, { named }: ReaderSettings): boolean {
  return named.every(([wanted]) => header.some((name) => name.trim().toLowerCase() === wanted));
}

function openRecast(recast: Recast, records: readonly HeadRecord[], skip: number): OpenedTable {
  const { format, header, headerRow } = recast;
  const firstRow = Math.max(skip, headerRow);
  return {
    format,
    found: { header, headerRow, context: recast.context ?? new Map<string, string>(), doubts: recast.doubts ?? [] },
    records: recastRecords(recast, records),
    feed(sink, leaveOut) {
      const recaster = recast.open(leaveOut);
      return {
        row: (cells, row) => {
          if (row > firstRow && !isEmptyLine(cells)) recaster.row(cells, row, sink);
        },
        end: () => recaster.end(sink),
      };
    },
  };
}

/** The head of a recast file, as rows of its table; row 0 stands for its invented header. */
function recastRecords(recast: Recast, records: readonly HeadRecord[]): HeadRecord[] {
  const table: HeadRecord[] = [];
  const recaster = recast.open(() => undefined);
  const keep: RecordSink = (cells, row) => table.push({ cells, row });
  for (const { cells, row } of records) if (row > recast.headerRow) recaster.row(cells, row, keep);
  recaster.end(keep);
  return table;
}

/** A line without any character, such as the one after the last newline, is no row. */
function isEmptyLine(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0] === '';
}
