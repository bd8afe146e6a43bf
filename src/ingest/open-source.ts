import { UnusableInputError } from '../core/index.js';
import { chooseDelimiter } from './choose-delimiter.js';
import { type FoundHeader, findHeader, type HeadRecord } from './find-header.js';
import type { ReaderSettings } from './history-options.js';
import { looksLikeJsonLines, openJsonLines } from './open-json-lines.js';
import { findRecast, type Recast } from './recast.js';
import { createTokenizer, newlineOf, type RecordSink, type Tokenizer } from './tokenizer.js';

/** A file opened far enough to know its columns; `start`, then `push` all text again, then `end`. */
export type OpenedSource = {
  /** `table`, or the name of a layout that is none. */
  readonly format: string;
  readonly delimiter: string | null;
  readonly found: FoundHeader;
  /** First records of the table; those up to `found.headerRow` are no data. */
  readonly records: readonly HeadRecord[];
  /** `leaveOut` hears of records of the file that never become rows of the table. */
  start(sink: RecordSink, leaveOut: (reason: string) => void): void;
  push(text: string): void;
  end(): void;
};

const SEPARATOR_LINE = /^\s*"?sep=(.)"?[^\S\r\n]*(?:\r\n?|\n)/i;
/** Characters and records looked at before columns are decided. */
const PROBED_CHARACTERS = 262_144;
const PROBED_RECORDS = 2000;

/** Decides on format and columns from the head of a file. */
export function openSource(head: string, whole: boolean, settings: ReaderSettings): OpenedSource {
  if (looksLikeJsonLines(head)) return openJsonLines(head.slice(0, 4 * PROBED_CHARACTERS), whole && head.length <= 4 * PROBED_CHARACTERS, settings);
  const separator = SEPARATOR_LINE.exec(head);
  const newline = newlineOf(head);
  const delimiter = settings.delimiter ?? separator?.[1] ?? chooseDelimiter(head);
  const skip = separator === null ? 0 : 1;
  const records = probeRecords(head, whole, delimiter, newline).filter(({ row }) => row > skip);
  if (records.length === 0) throw new UnusableInputError(`${settings.name} has no rows. Export it again, with its header.`, { name: settings.name });
  const recast = settings.named.length > 0 ? null : findRecast(records);
  const found =
    recast === null ? findHeader(records, settings.named) : { header: recast.header, headerRow: recast.headerRow, context: new Map<string, string>() };
  const firstRow = Math.max(skip, found.headerRow);
  let reader: Tokenizer | null = null;
  return {
    format: recast?.format ?? 'table',
    delimiter,
    found,
    records: recast === null ? records : recastRecords(recast, records),
    start(sink, leaveOut) {
      reader = recast === null ? tableReader(delimiter, newline, firstRow, sink) : recastReader(recast, delimiter, newline, firstRow, sink, leaveOut);
    },
    push: (text) => reader?.push(text),
    end: () => reader?.end(),
  };
}

function probeRecords(head: string, whole: boolean, delimiter: string, newline: string): HeadRecord[] {
  const records: HeadRecord[] = [];
  const keep: RecordSink = (cells, row) => {
    if (records.length < PROBED_RECORDS && cells.some((cell) => cell.trim() !== '')) records.push({ cells, row });
  };
  const probe = createTokenizer(delimiter, keep, newline);
  probe.push(head.slice(0, PROBED_CHARACTERS));
  if ((whole && head.length <= PROBED_CHARACTERS) || records.length === 0) probe.end();
  return records;
}

/** The head of a recast file, as rows of its table; row 0 stands for its invented header. */
function recastRecords(recast: Recast, records: readonly HeadRecord[]): HeadRecord[] {
  const table: HeadRecord[] = [];
  const recaster = recast.open(() => undefined);
  for (const { cells, row } of records) if (row > recast.headerRow) recaster.row(cells, row, (made, from) => table.push({ cells: made, row: from }));
  return table;
}

function tableReader(delimiter: string, newline: string, firstRow: number, sink: RecordSink): Tokenizer {
  const take: RecordSink = (cells, row) => {
    if (row > firstRow && !isEmptyLine(cells)) sink(cells, row);
  };
  return createTokenizer(delimiter, take, newline);
}

function recastReader(recast: Recast, delimiter: string, newline: string, firstRow: number, sink: RecordSink, leaveOut: (reason: string) => void): Tokenizer {
  const recaster = recast.open(leaveOut);
  const take: RecordSink = (cells, row) => {
    if (row > firstRow && !isEmptyLine(cells)) recaster.row(cells, row, sink);
  };
  const tokenizer = createTokenizer(delimiter, take, newline);
  return {
    push: tokenizer.push,
    end() {
      tokenizer.end();
      recaster.end(sink);
    },
  };
}

/** A line without any character, such as the one after the last newline, is no row. */
function isEmptyLine(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0] === '';
}
