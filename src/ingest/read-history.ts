import { type Doubt, type History, UnusableInputError } from '../core/index.js';
import { buildQueues } from './build-queues.js';
import { createWhenReader, type WhenReader } from './cell-when.js';
import { createLegFolder } from './contact-legs.js';
import { planContactRows } from './contact-rows.js';
import { decodeInput, type ReadableInput } from './decode.js';
import { dropPartialEnd } from './drop-partial-end.js';
import { checkHistoryOptions, type HistoryOptions, type ReaderSettings } from './history-options.js';
import { planIntervalRows, type RowReader } from './interval-rows.js';
import { createIssueLog, type IssueLog } from './issue-log.js';
import { type OpenedSource, openSource } from './open-source.js';
import { type KnownSystem, recogniseSystem } from './recognise-system.js';
import type { Rejection } from './row-verdict.js';
import { createSeriesNamer } from './series-namer.js';
import { createSeriesStore, type SeriesStore } from './series-store.js';
import { layOutTable, type TableLayout } from './table-layout.js';
import { emptyTally } from './tally.js';
import { shownColumn, shownColumns } from './shown-columns.js';
import { badStamp, setAside, uselessRow } from './useless-rows.js';

/** Characters read before the layout of a file is decided. */
const HEAD_CHARACTERS = 524_288;

/**
 * Reads an export of past contacts, whatever system wrote it, into interval series.
 *
 * Encoding, delimiter, header, column roles, date order, units and the level of the rows (intervals or single contacts) are recognised; what was
 * recognised is in `summary`, what was left out or interpreted in `issues`, and `summary.doubts` names the option that settles each choice made without proof.
 *
 * @param input - Text, bytes, or a web stream of either.
 * @param options - `zone` is needed; the others settle doubts. See {@link HistoryOptions}.
 * @returns Series of equal epoch steps from each queue's first row to the last row of the file. 0 is a known zero; null is closed (inside `closed`)
 *   or missing. Equal queue-intervals are summed, times weighted by contacts. Rows read = rows kept + rows dropped.
 * @throws {@link UnusableInputError} for empty or binary input, no volume or timestamp column, dates whose order nothing proves, no usable row, and
 *   (`code` `tooManyBadRows`) more than `maxBadRows` bad rows; {@link InvalidInputError} for options out of range.
 * @example
 * const history = await readHistory('timestamp,volume\n2026-01-05 08:00,22\n2026-01-05 08:30,31', { zone: 'Europe/Berlin' });
 * history.queues[0].volume; // [22, 31]
 */
export async function readHistory(input: ReadableInput, options: HistoryOptions): Promise<History> {
  const settings = checkHistoryOptions(options);
  settings.signal?.throwIfAborted();
  const { encoding, chunks } = await decodeInput(input, settings.name);
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    const head = await readHead(iterator, settings.name);
    const source = openSource(head.text, head.whole, settings);
    const session = startSession(source, encoding, settings);
    source.start(session.row, session.leaveOut);
    await pump(source, head, iterator, settings);
    return session.finish();
  } finally {
    await iterator.return?.(undefined);
  }
}

type Head = { readonly text: string; readonly whole: boolean };

/** The beginning of the text: enough to decide on. */
async function readHead(iterator: AsyncIterator<string>, name: string): Promise<Head> {
  const parts: string[] = [];
  let size = 0;
  while (size < HEAD_CHARACTERS) {
    const { done, value } = await iterator.next();
    if (done) {
      const text = parts.join('');
      if (text.trim() === '') throw new UnusableInputError(`${name} is empty. Export it again, with its header.`, { name });
      return { text, whole: true };
    }
    parts.push(value);
    size += value.length;
  }
  return { text: parts.join(''), whole: false };
}

/** Pushes all text through the tokenizer, in pieces that let an abort arrive. */
async function pump(source: OpenedSource, head: Head, iterator: AsyncIterator<string>, settings: ReaderSettings): Promise<void> {
  let done = 0;
  let lastReport = performance.now();
  const push = async (text: string): Promise<void> => {
    for (let at = 0; at < text.length; at += 4 * HEAD_CHARACTERS) {
      source.push(text.length <= 4 * HEAD_CHARACTERS ? text : text.slice(at, at + 4 * HEAD_CHARACTERS));
      done += Math.min(4 * HEAD_CHARACTERS, text.length - at);
      if (performance.now() - lastReport < 100) continue;
      settings.onProgress?.({ stage: 'read', done, total: null });
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      settings.signal?.throwIfAborted();
      lastReport = performance.now();
    }
  };
  await push(head.text);
  while (!head.whole) {
    const { done: ended, value } = await iterator.next();
    if (ended) break;
    await push(value);
  }
  source.end();
}

type Session = { row(cells: readonly string[], row: number): void; leaveOut(reason: string): void; finish(): History };

/** Everything that is known and collected while one file is read. */
type Work = {
  readonly settings: ReaderSettings;
  readonly source: OpenedSource;
  readonly layout: TableLayout;
  readonly system: KnownSystem;
  readonly log: IssueLog;
  readonly doubts: Doubt[];
  readonly when: WhenReader;
  readonly store: SeriesStore;
  readonly reader: RowReader;
  readonly sourceZone: string;
};

function startSession(source: OpenedSource, encoding: string, settings: ReaderSettings): Session {
  const log = createIssueLog();
  const layout = layOutTable(source.found, source.records, source.delimiter ?? ',', settings);
  const system = recogniseSystem(layout.header, source.format);
  const doubts = [...layout.doubts];
  const sourceZone = settings.sourceZone ?? layout.when.zone ?? settings.zone;
  const samples = source.records
    .filter(({ row }) => row > layout.headerRow)
    .slice(0, 400)
    .map(({ cells }) => cells);
  const reader = layout.level === 'interval' ? planIntervalRows(layout, samples, system.blankIsZero, log, doubts) : planContactRows(layout, samples, doubts);
  const store = createSeriesStore({
    sourceZone,
    baseMs: layout.level === 'contact' ? contactBase(settings) : 0,
    doubledHour: settings.doubledHour ?? 'split',
    log,
    column: layout.when.name,
  });
  const when = createWhenReader(settings.dateOrder ?? null);
  return sessionOf({ settings, source, layout, system, log, doubts, when, store, reader, sourceZone }, encoding);
}

/** Bins of single contacts: quarters of an hour, which every zone's offset is a multiple of, or finer when the interval asks for it. */
function contactBase(settings: ReaderSettings): number {
  let [a, b] = [settings.intervalSeconds ?? 1800, 900];
  while (b > 0) [a, b] = [b, a % b];
  return a * 1000;
}

function sessionOf(work: Work, encoding: string): Session {
  const { settings, layout, log, when, store, reader } = work;
  const nameOf = createSeriesNamer(layout, settings, (word) =>
    log.add('unknownChannel', `channel ${JSON.stringify(word)} is not known; read as voice`, { value: word }),
  );
  const addLeg = createLegFolder(store, log);
  const tally = emptyTally();
  const dropped: Record<string, number> = {};
  let rowsRead = 0;
  let rowsKept = 0;
  let badRows = 0;
  let firstBad: { readonly row: number; readonly rejection: Rejection } | null = null;
  let ambiguous: { readonly row: number; readonly value: string } | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;

  const reject = (rejection: Rejection, row: number): void => {
    dropped[rejection.reason] = (dropped[rejection.reason] ?? 0) + 1;
    if (rejection.message !== '') log.add(rejection.reason, rejection.message, { row, column: rejection.column, value: rejection.value });
    if (!rejection.bad) return;
    badRows += 1;
    firstBad ??= { row, rejection };
  };

  const row = (cells: readonly string[], number: number): void => {
    rowsRead += 1;
    const ms = layout.when.read(cells, when);
    if (Number.isNaN(ms)) {
      reject(uselessRow(cells, layout) ?? badStamp(cells, layout), number);
      return;
    }
    const { fixed, swappable } = when;
    const name = nameOf(cells);
    const rejection = setAside(cells, layout, name) ?? reader.read(cells, number, tally);
    if (rejection !== null) {
      reject(rejection, number);
      return;
    }
    if (swappable && when.order === null) ambiguous ??= { row: number, value: layout.when.contextDate ?? cells[layout.when.index] ?? '' };
    rowsKept += 1;
    lastMs = Math.max(lastMs, ms);
    if (reader.contactKey === undefined) store.add(name, { ms, fixed, swappable }, number, tally);
    else addLeg(reader.contactKey(cells), name, { ms, fixed, swappable }, number, tally);
  };

  return {
    row,
    leaveOut(reason) {
      rowsRead += 1;
      dropped[reason] = (dropped[reason] ?? 0) + 1;
    },
    finish() {
      checkBadRows(settings, layout, { rowsRead, rowsKept, badRows, firstBad });
      const order = settleDateOrder(work, ambiguous);
      const series = store.settle(order === 'monthFirst');
      const skipped = log.counts.skippedHour ?? 0; // found only now, when the clock changes were settled
      if (skipped > 0) dropped.skippedHour = skipped;
      rowsKept -= skipped;
      const queues = buildQueues(
        { series, level: layout.level, dateOnly: layout.when.dateOnly, statedSeconds: statedLength(work), bookedAt: work.system.bookedAt },
        settings,
        log,
        work.doubts,
      );
      return {
        queues: layout.level === 'contact' ? dropPartialEnd(queues, lastMs, log) : queues,
        issues: log.issues,
        issueCounts: { ...log.counts },
        summary: {
          system: work.system.name,
          confidence: work.system.confidence,
          encoding,
          delimiter: work.source.delimiter,
          dateOrder: order,
          units: { ...reader.units, level: layout.level, zone: work.sourceZone },
          rowsRead,
          rowsKept,
          rowsDropped: dropped,
          doubts: work.doubts,
        },
      };
    },
  };
}

type Counts = {
  readonly rowsRead: number;
  readonly rowsKept: number;
  readonly badRows: number;
  readonly firstBad: { readonly row: number; readonly rejection: Rejection } | null;
};

function checkBadRows(settings: ReaderSettings, layout: TableLayout, { rowsRead, rowsKept, badRows, firstBad }: Counts): void {
  const { name, badShare } = settings;
  const share = badRows / Math.max(1, badRows + rowsKept);
  if (firstBad !== null && (share > badShare || rowsKept === 0)) {
    const { row, rejection } = firstBad;
    throw new UnusableInputError(
      `${name}: ${badRows} of ${badRows + rowsKept} rows are bad, more than ${Number((badShare * 100).toPrecision(3))} %. The first is row ${row}, column ${shownColumn(rejection.column ?? '')}: ${rejection.message}. Repair the file, or allow more with --max-bad-rows.`,
      { name, row, column: rejection.column, value: rejection.value, badRows, share, option: '--max-bad-rows' },
      rowsKept === 0 ? 'unusableInput' : 'tooManyBadRows',
    );
  }
  if (rowsKept === 0)
    throw new UnusableInputError(`${name} has no usable row among ${rowsRead}. Columns read: ${shownColumns(layout.header)}.`, {
      name,
      rowsRead,
    });
}

/** The order of day and month: given, proven by some row, fixed by the vendor's format, or asked for. */
function settleDateOrder({ settings, layout, when, system, doubts }: Work, ambiguous: { readonly row: number; readonly value: string } | null): string | null {
  if (settings.dateOrder !== undefined || ambiguous === null || when.order !== null) return ambiguous === null && when.order === null ? null : when.order;
  if (system.dateOrder !== null) {
    doubts.push({
      what: `order of day and month in "${layout.when.name}" (${ambiguous.value})`,
      chosen: `${system.dateOrder}, as ${system.name} writes it`,
      option: `--date-format ${system.dateOrder === 'dayFirst' ? 'monthFirst' : 'dayFirst'}`,
    });
    return system.dateOrder;
  }
  throw new UnusableInputError(
    `${settings.name}: row ${ambiguous.row}, column ${shownColumn(layout.when.name)}: ${JSON.stringify(ambiguous.value)} may be day or month first, and no row proves which. Say it with --date-format dayFirst or --date-format monthFirst.`,
    { name: settings.name, row: ambiguous.row, column: layout.when.name, value: ambiguous.value, option: '--date-format', dateOrder: null },
  );
}

/** Interval length that a column states (one value in all rows), in seconds. */
function statedLength({ layout }: Work): number | null {
  const column = layout.columns.length;
  if (column === undefined || column.profile.distinct !== 1) return null;
  const value = Number(column.profile.samples[0]);
  const seconds = value * (column.unitSeconds ?? (value >= 300 ? 1 : 60));
  return seconds > 0 && 86_400 % seconds === 0 ? seconds : null;
}
