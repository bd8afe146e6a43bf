import { chooseDelimiter } from './choose-delimiter.js';
import type { HeadRecord } from './find-header.js';
import type { ReaderSettings } from './history-options.js';
import { looksLikeJson, openJson } from './open-json.js';
import { type OpenedTable, openTable, PROBED_RECORDS, type TableFeed } from './open-table.js';
import { createTokenizer, newlineOf, type RecordSink, type Tokenizer } from './tokenizer.js';

/** What is known of a file once it is opened. */
export type SourceHead = Pick<OpenedTable, 'format' | 'found' | 'records'> & { readonly delimiter: string | null };

/** A text opened far enough to know its columns; `start`, then `push` all text again, then `end`. */
export type OpenedSource = SourceHead & {
  /** `leaveOut` hears of records of the file that never become rows of the table. */
  start(sink: RecordSink, leaveOut: (reason: string) => void): void;
  push(text: string): void;
  /** `isCut`: the text stops in the middle of the file, and what follows the last line end is no row. */
  end(isCut: boolean): void;
};

const SEPARATOR_LINE = /^\s*"?sep=(.)"?[^\S\r\n]*(?:\r\n?|\n)/i;
/** Characters looked at before columns are decided. */
const PROBED_CHARACTERS = 262_144;

/** Decides on format and columns from the head of a file. */
export function openSource(head: string, whole: boolean, settings: ReaderSettings): OpenedSource {
  if (looksLikeJson(head)) return openJson(head.slice(0, 4 * PROBED_CHARACTERS), whole && head.length <= 4 * PROBED_CHARACTERS, settings);
  const separator = SEPARATOR_LINE.exec(head);
  const newline = newlineOf(head);
  const delimiter = settings.delimiter ?? separator?.[1] ?? chooseDelimiter(head);
  const skip = separator === null ? 0 : 1;
  const table = openTable(
    probeRecords(head, whole, delimiter, newline).filter(({ row }) => row > skip),
    skip,
    settings,
  );
  let tokenizer: Tokenizer | null = null;
  let feed: TableFeed | null = null;
  return {
    format: table.format,
    found: table.found,
    records: table.records,
    delimiter,
    start(sink, leaveOut) {
      feed = table.feed(sink, leaveOut);
      tokenizer = createTokenizer(delimiter, feed.row, newline);
    },
    push: (text) => tokenizer?.push(text),
    end(isCut) {
      if (!isCut) tokenizer?.end();
      feed?.end();
    },
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
