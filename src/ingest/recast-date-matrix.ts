import { createWhenReader, monthOf, parseClock, parseClockRange, parseHourRange } from './cell-when.js';
import { plainWords, readColumnName } from './column-names.js';
import type { HeadRecord } from './find-header.js';
import type { Recast, Recaster } from './recast.js';
import { isTotalsRow } from './row-verdict.js';
import type { RecordSink } from './tokenizer.js';

/** Share of header cells that must be dates (or times). */
const MOST = 0.6;
/** Columns of words before the first date. */
const MOST_LABELS = 4;

const isDate = (text: string): boolean =>
  /\d/.test(text) && !/:/.test(text) && !/^\d+([.,]\d+)?$/.test(text) && Number.isFinite(createWhenReader(null).date(text));
const isClock = (text: string): boolean => Number.isFinite(parseClock(text).ms) || parseClockRange(text) !== null;
const isYear = (text: string): boolean => /^(19|20)\d\d$/.test(text);
const isMonth = (text: string): boolean => monthOf(text, false) !== null;
const isDayOfMonth = (text: string): boolean => /^(0?[1-9]|[12]\d|3[01])$/.test(text);
const isMeasure = (text: string): boolean => readColumnName(text).some(({ role }) => MEASURES.has(role));
const MEASURES: ReadonlySet<string> = new Set(['volume', 'handled', 'abandoned', 'shortAbandoned', 'handle', 'talk', 'hold', 'acw', 'wait', 'answerWait']);

/** What stands in the head of the columns, and what beside the rows, so that both give a date (and a time). */
type Axes = {
  readonly format: string;
  readonly top: (text: string) => boolean;
  readonly side: (text: string) => boolean;
  /** Date and time of a cell. */
  readonly when: (top: string, side: string) => readonly [date: string, time: string];
};

const pad = (value: number | null): string => String(value ?? 0).padStart(2, '0');

/** `8`, `08`, `8-9`: hours, where the head of the columns is whole dates. */
const isHour = (text: string): boolean => /^([01]?\d|2[0-3])$/.test(text) || parseHourRange(text) !== null;
const isFullDate = (text: string): boolean => isDate(text) && (/\d\D+\d.*\D\d/.test(text) || /\d.*\p{L}{3}.*\d/u.test(text));

const AXES: readonly Axes[] = [
  { format: 'matrix of times and dates', top: isDate, side: isClock, when: (top, side) => [top, side] },
  { format: 'matrix of dates and times', top: isClock, side: isDate, when: (top, side) => [side, top] },
  { format: 'matrix of hours and dates', top: isFullDate, side: isHour, when: (top, side) => [top, `${/\d+/.exec(side)?.[0]}:00`] },
  { format: 'matrix of dates and hours', top: (text) => /^([01]?\d|2[0-4])$/.test(text), side: isDate, when: (top, side) => [side, `${top}:00`] },
  { format: 'matrix of months and years', top: isYear, side: isMonth, when: (top, side) => [`${top}-${pad(monthOf(side, false))}`, ''] },
  { format: 'matrix of years and months', top: isMonth, side: isYear, when: (top, side) => [`${side}-${pad(monthOf(top, false))}`, ''] },
  {
    format: 'matrix of days and months',
    top: (text) => isDate(text) && !/\d.*\d.*[-/. ].*\d.*[-/. ]\d/.test(text),
    side: isDayOfMonth,
    when: (top, side) => [dayOfMonth(top, side), ''],
  },
  { format: 'matrix of queues and dates', top: isDate, side: () => true, when: (top) => [top, ''] },
];

/** A day in the month that a header names; an impossible one (31 April) stays a text that is no date. */
function dayOfMonth(month: string, day: string): string {
  const first = createWhenReader(null).date(month);
  if (!Number.isFinite(first)) return '';
  return `${new Date(first * 86_400_000).toISOString().slice(0, 8)}${day.padStart(2, '0')}`;
}

/** Planning sheets: times, months, queues or measures down the side and dates across the top, or the other way round. Each cell becomes (part of) a row. */
export function recastDateMatrix(records: readonly HeadRecord[]): Recast | null {
  for (const [index, { cells, row }] of records.slice(0, 30).entries()) {
    const top = cells.map((cell) => cell.trim());
    const below = records.slice(index + 1, index + 41).map((record) => record.cells.map((cell) => cell.trim()));
    if (below.length === 0) continue;
    for (const axes of AXES) {
      const first = top.findIndex(axes.top);
      const heads = top.slice(first);
      if (first < 1 || first > MOST_LABELS || heads.length < 2 || heads.filter(axes.top).length < MOST * heads.filter((text) => text !== '').length) continue;
      if (top.slice(0, first).some((text) => isDate(text) || isClock(text))) continue;
      if (axes.format === 'matrix of dates and hours' && !inSteps(heads.filter(axes.top))) continue;
      const labels = readLabels(top.slice(0, first), below, axes);
      if (labels !== null) return matrix(axes, labels, top, first, row);
    }
  }
  return null;
}

/** 8, 9, 10 …: numbers that go up by one are hours, others are anything. */
function inSteps(texts: readonly string[]): boolean {
  return texts.length >= 3 && texts.every((text, i) => i === 0 || Number(text) === Number(texts[i - 1]) + 1);
}

/** The columns before the first date: which one goes with the head of the columns, which holds measures, which names. */
type Labels = {
  readonly side: number;
  readonly measure: number;
  readonly names: readonly number[];
  readonly header: readonly string[];
  readonly measures: readonly string[];
};

function readLabels(names: readonly string[], below: readonly (readonly string[])[], axes: Axes): Labels | null {
  const columns = names.map((_, i) => below.map((cells) => cells[i] ?? '').filter((text) => text !== '' && !isTotalsRow([text])));
  const share = (i: number, test: (text: string) => boolean): number => {
    const list = columns[i] ?? [];
    return list.length === 0 ? 0 : list.filter(test).length / list.length;
  };
  const indices = names.map((_, i) => i);
  const byQueue = axes.format === 'matrix of queues and dates';
  const side = byQueue ? -1 : indices.find((i) => share(i, axes.side) >= MOST);
  if (side === undefined) return null;
  const measure = indices.find((i) => i !== side && share(i, isMeasure) >= 0.4 && share(i, (text) => /\d/.test(text) && !/\p{L}/u.test(text)) === 0) ?? -1;
  const rest = indices.filter((i) => i !== side && i !== measure && (columns[i] ?? []).length > 0);
  if (byQueue && !rest.every((i) => share(i, (text) => /\p{L}/u.test(text)) >= MOST)) return null;
  if (byQueue && rest.length === 0 && measure < 0) return null;
  const isPlace = (name: string): boolean =>
    readColumnName(name).some(({ role }) => role === 'queue' || role === 'channel' || role === 'site' || role === 'reason');
  const header = rest.map((i, k) => (isPlace(names[i] ?? '') ? (names[i] ?? '') : k === 0 ? 'Queue' : names[i] || `Label ${k + 1}`));
  const measures = measure < 0 ? ['Volume'] : [...new Set(columns[measure] ?? [])].filter(isMeasure);
  return { side, measure, names: rest, header, measures };
}

function matrix(axes: Axes, labels: Labels, top: readonly string[], first: number, headerRow: number): Recast {
  const belongs = top.map((text, i) => i >= first && axes.top(text));
  const timed = top.some((text, i) => belongs[i] === true && axes.when(text, '08:00')[1] !== '');
  return {
    format: axes.format,
    header: ['Date', ...(timed ? ['Time'] : []), ...labels.header, ...labels.measures],
    headerRow,
    open: (leaveOut) => openMatrix(axes, labels, top, belongs, timed, leaveOut),
  };
}

function openMatrix(
  axes: Axes,
  labels: Labels,
  top: readonly string[],
  belongs: readonly boolean[],
  timed: boolean,
  leaveOut: (reason: string) => void,
): Recaster {
  let above = labels.names.map(() => '');
  let group: { key: string; row: number; side: string; names: readonly string[]; figures: Map<string, readonly string[]> } | null = null;
  const flush = (sink: RecordSink): void => {
    if (group === null) return;
    const { side, names, figures, row } = group;
    group = null;
    top.forEach((text, i) => {
      if (!belongs[i]) return;
      const [date, time] = axes.when(text, side);
      sink([date, ...(timed ? [time] : []), ...names, ...labels.measures.map((measure) => figures.get(measure)?.[i] ?? '')], row);
    });
  };
  return {
    row(cells, row, sink) {
      const text = (i: number): string => (cells[i] ?? '').trim();
      const reason = reasonToSkip(labels, axes, text, cells.length);
      if (reason !== null) return leaveOut(reason);
      const names = labels.names.map((i, k) => text(i) || above[k] || '');
      above = names;
      const side = labels.side < 0 ? '' : text(labels.side);
      const key = JSON.stringify([side, ...names]);
      if (group !== null && group.key !== key) flush(sink);
      group ??= { key, row, side, names, figures: new Map() };
      group.figures.set(labels.measure < 0 ? 'Volume' : text(labels.measure), cells);
      if (labels.measure < 0) flush(sink);
    },
    end: flush,
  };
}

/** Why a line of the sheet is none of the matrix. */
function reasonToSkip(labels: Labels, axes: Axes, text: (i: number) => string, width: number): string | null {
  const own = [...labels.names, labels.side, labels.measure].filter((i) => i >= 0);
  if (isTotalsRow(own.map(text))) return 'total';
  if (Array.from({ length: width }, (_, i) => text(i)).every((cell) => cell === '')) return 'blank';
  if (labels.side >= 0 && !axes.side(text(labels.side))) return text(labels.side) === '' ? 'blank' : 'note';
  if (labels.measure >= 0 && !labels.measures.includes(text(labels.measure))) return plainWords(text(labels.measure)) === '' ? 'note' : 'otherMeasure';
  return labels.side < 0 && labels.measure < 0 && labels.names.every((i) => text(i) === '') ? 'note' : null;
}
