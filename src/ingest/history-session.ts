import type { Doubt, History } from '../core/index.js';
import { zoneOffsetMs } from '../time/index.js';
import { createWhenReader, type WhenReader } from './cell-when.js';
import { createLegFolder } from './contact-legs.js';
import { planContactRows } from './contact-rows.js';
import { finishHistory, type RowCounts } from './finish-history.js';
import type { ReaderSettings } from './history-options.js';
import { planIntervalRows, type RowReader } from './interval-rows.js';
import { createIssueLog, type IssueLog } from './issue-log.js';
import type { SourceHead } from './open-source.js';
import { createRepeatWatch, type RepeatWatch } from './other-clock.js';
import { type KnownSystem, recogniseSystem } from './recognise-system.js';
import type { Rejection } from './row-verdict.js';
import { createSeriesNamer } from './series-namer.js';
import { createSeriesStore, type SeriesStore } from './series-store.js';
import { layOutTable, type TableLayout } from './table-layout.js';
import { emptyTally } from './tally.js';
import { badStamp, partialRow, uselessRow } from './useless-rows.js';

/** Takes the rows of one file and makes a history of them. */
export type Session = {
  row(cells: readonly string[], row: number): void;
  leaveOut(reason: string): void;
  /** Adds an issue about the file as a whole. */
  note(code: string, message: string): void;
  /** Adds a choice about the source to the doubts of the summary. */
  remark(doubt: Doubt): void;
  /** Adds a fact about the source to the units of the summary. */
  fact(name: string, value: string): void;
  finish(): History;
};

/** Everything that is known and collected while one file is read. */
export type Work = {
  readonly settings: ReaderSettings;
  readonly source: SourceHead;
  readonly layout: TableLayout;
  readonly system: KnownSystem;
  readonly log: IssueLog;
  readonly doubts: Doubt[];
  readonly when: WhenReader;
  readonly store: SeriesStore;
  readonly reader: RowReader;
  readonly sourceZone: string;
  /** Asked at the end: the encoding may show late. */
  readonly encoding: () => string;
  readonly repeats: RepeatWatch;
  /** Choices about the source as a whole, such as the sheet of a workbook: they say nothing about how sure the columns are. */
  readonly remarks: Doubt[];
  /** Facts about the source that join the units in the summary. */
  readonly facts: Record<string, string>;
};

/** Decides how the rows of an opened file are read. */
export function startSession(source: SourceHead, encoding: () => string, settings: ReaderSettings): Session {
  const log = createIssueLog();
  const layout = layOutTable(source.found, source.records, source.delimiter ?? ',', settings);
  const system = recogniseSystem(layout.header, source.format);
  const doubts = [...layout.doubts];
  const sourceZone = settings.sourceZone ?? layout.when.zone ?? settings.zone;
  const samples = source.records
    .filter(({ row }) => row > layout.headerRow)
    .slice(0, 400)
    .map(({ cells }) => cells);
  const reader =
    layout.level === 'interval'
      ? planIntervalRows(layout, samples, system.blankIsZero, log, doubts)
      : planContactRows(layout, samples, doubts, settings.shortAbandonSeconds);
  const repeats = createRepeatWatch();
  const store = createSeriesStore({
    sourceZone,
    baseMs: layout.level === 'contact' ? contactBase(settings.intervalSeconds ?? 1800, [sourceZone, settings.zone]) : 0,
    doubledHour: settings.doubledHour ?? 'split',
    log,
    column: layout.when.name,
    mayHoldCopies: layout.columns.agent === undefined,
    repeats,
  });
  const when = createWhenReader(settings.dateOrder ?? null);
  return sessionOf({ settings, source, layout, system, log, doubts, when, store, reader, sourceZone, encoding, repeats, remarks: [], facts: {} });
}

/** Bins of single contacts: the interval itself where all offsets of the zones are multiples of it, else the finer step that both fit. */
function contactBase(intervalSeconds: number, zones: readonly string[]): number {
  const intervalMs = intervalSeconds * 1000;
  if (zones.every((zone) => offsetsFit(zone, intervalMs))) return intervalMs;
  let [a, b] = [intervalMs, QUARTER_HOUR_MS];
  while (b > 0) [a, b] = [b, a % b];
  return a;
}

/** Every zone's offset has been a multiple of this for decades. */
const QUARTER_HOUR_MS = 900_000;
const FIRST_MONTH_MS = Date.UTC(1985, 0, 1);
const MONTH_MS = 30 * 86_400_000;
const MONTHS_CHECKED = 70 * 12;

function offsetsFit(zone: string, intervalMs: number): boolean {
  for (let month = 0; month < MONTHS_CHECKED; month += 1) if (zoneOffsetMs(zone, FIRST_MONTH_MS + month * MONTH_MS) % intervalMs !== 0) return false;
  return true;
}

/** Counters of a session that has read nothing yet. */
function noRows(): RowCounts {
  return { rowsRead: 0, rowsKept: 0, totalRows: 0, badRows: 0, dropped: {}, firstBad: null, ambiguous: null, lastMs: Number.NEGATIVE_INFINITY };
}

function reject(counts: RowCounts, log: IssueLog, rejection: Rejection, row: number): void {
  counts.dropped[rejection.reason] = (counts.dropped[rejection.reason] ?? 0) + 1;
  if (rejection.message !== '') log.add(rejection.reason, rejection.message, { row, column: rejection.column, value: rejection.value });
  if (!rejection.bad) return;
  counts.badRows += 1;
  counts.firstBad ??= { row, rejection };
}

function sessionOf(work: Work): Session {
  const { settings, layout, log, when, store, reader } = work;
  const nameOf = createSeriesNamer(layout, settings, (word) =>
    log.add('unknownChannel', `channel ${JSON.stringify(word)} is not known; read as voice`, { value: word }),
  );
  const addLeg = createLegFolder(store, log, settings.transfers);
  const tally = emptyTally();
  const at = { ms: 0, fixed: false, swappable: false }; // one for all rows: nobody keeps it
  const counts = noRows();

  const row = (cells: readonly string[], number: number): void => {
    counts.rowsRead += 1;
    at.ms = layout.when.read(cells, when);
    at.fixed = when.fixed;
    at.swappable = when.swappable;
    if (Number.isNaN(at.ms)) {
      reject(counts, log, uselessRow(cells, layout) ?? badStamp(cells, layout), number);
      return;
    }
    const name = nameOf(cells);
    const rejection = partialRow(cells, layout) ?? reader.read(cells, number, tally);
    if (rejection !== null) {
      reject(counts, log, rejection, number);
      return;
    }
    if (at.swappable) counts.ambiguous ??= { row: number, value: layout.when.contextDate ?? cells[layout.when.index] ?? '' };
    counts.rowsKept += 1;
    if (name.isTotal) counts.totalRows += 1;
    counts.lastMs = Math.max(counts.lastMs, at.ms);
    if (reader.contactKey === undefined) store.add(name, at, number, tally);
    else addLeg(reader.contactKey(cells), name, at, number, tally);
  };

  return {
    row,
    leaveOut(reason) {
      counts.rowsRead += 1;
      counts.dropped[reason] = (counts.dropped[reason] ?? 0) + 1;
    },
    note: (code, message) => log.add(code, message),
    remark: (doubt) => work.remarks.push(doubt),
    fact(name, value) {
      work.facts[name] = value;
    },
    finish: () => finishHistory(work, counts),
  };
}
