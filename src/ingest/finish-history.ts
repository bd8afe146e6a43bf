import { type Doubt, type History, UnusableInputError } from '../core/index.js';
import { buildQueues } from './build-queues.js';
import { createWhenReader } from './cell-when.js';
import { dropPartialEnd } from './drop-partial-end.js';
import type { ReaderSettings } from './history-options.js';
import type { Work } from './history-session.js';
import type { Rejection } from './row-verdict.js';
import type { SettledSeries } from './series-store.js';
import { shownColumn, shownColumns } from './shown-columns.js';
import type { TableLayout } from './table-layout.js';
import { COUNTS_ADDED } from './unnamed-columns.js';
import { patienceStatistics } from './wait-histogram.js';

/** What a session has counted, row by row. */
export type RowCounts = {
  rowsRead: number;
  rowsKept: number;
  /** Of those kept, rows whose queue is named like a sum. */
  totalRows: number;
  badRows: number;
  /** Reason → rows. */
  readonly dropped: Record<string, number>;
  firstBad: { readonly row: number; readonly rejection: Rejection } | null;
  /** The first row whose date could be read in both orders. */
  ambiguous: { readonly row: number; readonly value: string } | null;
  lastMs: number;
};

/** Makes the history of all rows read, or says why there is none. */
export function finishHistory(work: Work, counts: RowCounts): History {
  const { settings, layout, log, doubts, system, source } = work;
  checkBadRows(settings, layout, counts);
  const order = settleDateOrder(work, counts.ambiguous);
  const series = withoutTotals(work.store.settle(order === 'monthFirst'), counts);
  const otherClock = work.repeats.doubt(work.sourceZone);
  if (otherClock !== null) doubts.push(otherClock);
  const skipped = log.counts.skippedHour ?? 0; // found only now, when the clock changes were settled
  if (skipped > 0) counts.dropped.skippedHour = skipped;
  const copies = work.store.copiesLeftOut();
  if (copies > 0) {
    counts.dropped.copy = copies;
    doubts.splice(0, doubts.length, ...doubts.filter(({ chosen }) => chosen !== COUNTS_ADDED), {
      what: `${copies} ${copies === 1 ? 'row says' : 'rows say'} the same as an earlier one: part of the file is there twice`,
      chosen: 'counted once',
      option: '--column queue="…", where these are different queues',
    });
  }
  const input = { series, level: layout.level, dateOnly: layout.when.dateOnly, statedSeconds: statedLength(work), bookedAt: system.bookedAt };
  const queues = buildQueues(input, settings, log, doubts);
  doubts.push(...transferDoubts(log.counts.transfer ?? 0, settings));
  doubts.push(...unnamedDoubts(work, new Set(series.map(({ name }) => name.queue))));
  const patience = series.flatMap(({ name, waits }) => (waits === null ? [] : [patienceStatistics(name, waits)]));
  return {
    queues: layout.level === 'contact' ? dropPartialEnd(queues, counts.lastMs, log) : queues,
    issues: log.issues,
    issueCounts: { ...log.counts },
    summary: {
      system: system.name,
      confidence: system.name === 'generic' ? Math.max(0.3, 0.95 - 0.15 * doubts.length) : system.confidence,
      encoding: work.encoding(),
      delimiter: source.delimiter,
      dateOrder: order,
      units: { ...work.reader.units, level: layout.level, zone: work.sourceZone, ...work.facts },
      rowsRead: counts.rowsRead,
      rowsKept: counts.rowsKept - skipped - copies,
      rowsDropped: counts.dropped,
      doubts: [...work.remarks, ...doubts],
      ...(patience.length === 0 ? {} : { patience }),
    },
  };
}

/** Series named like a sum are the sums of the others; where there are no others, that is the name of the only queue. */
function withoutTotals(series: readonly SettledSeries[], counts: RowCounts): SettledSeries[] {
  const parts = series.filter(({ name }) => !name.isTotal);
  if (parts.length === 0 || parts.length === series.length) return [...series];
  counts.dropped.total = (counts.dropped.total ?? 0) + counts.totalRows;
  counts.rowsKept -= counts.totalRows;
  return parts;
}

/** Says how contacts that passed through several queues were counted. */
function transferDoubts(passed: number, { transfers }: ReaderSettings): Doubt[] {
  if (passed === 0) return [];
  const what = `${passed} ${passed === 1 ? 'contact' : 'contacts'} passed on to another queue`;
  if (transfers === 'first') return [{ what, chosen: 'counted once, in their first queue', option: '--transfers each' }];
  return [{ what, chosen: 'counted in each of their queues', option: '--transfers first' }];
}

/** Says that rows name no queue although a column is there for it: sums over queues look like that, and calls that never reached one. */
function unnamedDoubts({ settings, layout: { columns } }: Work, queues: ReadonlySet<string>): Doubt[] {
  if (columns.queue === undefined || settings.queue !== undefined || queues.size < 2 || !queues.has('all')) return []; // a name such as "all" is a sum
  return [
    {
      what: `rows without a name in "${shownColumn(columns.queue.name)}"`,
      chosen: 'a queue "all" beside the others',
      option: 'filling those cells, or taking single queues with --queue',
    },
  ];
}

function checkBadRows(settings: ReaderSettings, layout: TableLayout, { rowsRead, rowsKept, badRows, firstBad }: RowCounts): void {
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

/** Interval length that the file states, in seconds: a column with one value in all rows, or the end of each row. */
function statedLength({ layout, source }: Work): number | null {
  const column = layout.columns.length;
  if (column !== undefined && column.profile.distinct === 1) {
    const value = Number(column.profile.samples[0]);
    return wholePartOfDay(value * (column.unitSeconds ?? (value >= 300 ? 1 : 60)));
  }
  const { end } = layout.columns;
  if (layout.level === 'contact' || end === undefined || end.profile.when !== 'stamp') return null;
  const reader = createWhenReader(null); // a difference of two stamps written alike
  const lengths = source.records.slice(0, 200).map(({ cells }) => (reader.stamp(cells[end.index] ?? '') - layout.when.read(cells, reader)) / 1000);
  const known = lengths.filter((seconds) => seconds > 0 && seconds <= 86_400);
  return known.length > 0 && known.every((seconds) => seconds === known[0]) ? wholePartOfDay(known[0] as number) : null;
}

function wholePartOfDay(seconds: number): number | null {
  return seconds > 0 && 86_400 % seconds === 0 ? seconds : null;
}
