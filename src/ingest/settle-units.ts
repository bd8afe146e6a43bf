import type { Doubt } from '../core/index.js';
import { parseDurationCell } from './cell-duration.js';
import { type NumberStyle, parseNumberCell } from './cell-number.js';
import type { Role } from './column-names.js';
import type { PickedColumn } from './table-layout.js';

/** How the cells of a time column become seconds. */
export type TimeUnit = {
  /** Seconds of a bare number. */
  readonly bareSeconds: number;
  /** Two-part clocks are h:mm instead of mm:ss. */
  readonly hours: boolean;
  readonly label: string;
};

/** A sensible mean handle time lies between these; what lies outside was written in another unit. */
export const PLAUSIBLE_SECONDS = { least: 20, most: 3600 } as const;

const UNITS: readonly (readonly [bareSeconds: number, label: string])[] = [
  [1, 'seconds'],
  [0.001, 'milliseconds'],
  [60, 'minutes'],
  [86_400, 'days'],
];

/** Decides the unit of one column: header, else shape of the values, else the unit that makes `typical` plausible. */
export function settleUnit(
  column: PickedColumn,
  style: NumberStyle,
  typical: (values: number[]) => number,
  doubts: Doubt[],
  fallback: TimeUnit | null,
): TimeUnit {
  const cells = column.profile.samples.map((text) => parseDurationCell(text, style));
  const bare = cells.filter(({ shape, value }) => shape === 'number' && value > 0).map(({ value }) => value);
  const clocks = cells.filter(({ shape, value }) => shape === 'twoPart' && value > 0).map(({ value }) => value);
  if (column.unitSeconds !== null) return { bareSeconds: column.unitSeconds, hours: false, label: labelOf(column.unitSeconds) };
  if (clocks.length > bare.length) return settleClock(column, typical(clocks), doubts, fallback);
  if (bare.length === 0) return fallback ?? { bareSeconds: 1, hours: false, label: 'as written' };
  if (fallback !== null) return fallback;
  const value = typical(bare);
  const [bareSeconds, label] = UNITS.find(([size]) => isPlausible(value * size)) ?? [1, 'seconds'];
  const chosen = { bareSeconds, hours: false, label: `${label} (by plausibility)` };
  if (label !== 'seconds')
    doubts.push({
      what: `unit of "${column.name}": typical value ${Number(value.toPrecision(4))}`,
      chosen: label,
      option: 'name the unit in the header, such as "AHT (s)"',
    });
  return chosen;
}

function settleClock(column: PickedColumn, typicalSeconds: number, doubts: Doubt[], fallback: TimeUnit | null): TimeUnit {
  const hours = fallback?.hours ?? (!isPlausible(typicalSeconds) && isPlausible(typicalSeconds * 60));
  if (hours && fallback === null) doubts.push({ what: `"${column.name}" is written with two parts`, chosen: 'hours:minutes', option: 'write hh:mm:ss' });
  return { bareSeconds: 1, hours, label: hours ? 'h:mm' : 'mm:ss' };
}

/** True for a mean handle time that a contact centre can have. */
export function isPlausible(seconds: number): boolean {
  return seconds >= PLAUSIBLE_SECONDS.least && seconds <= PLAUSIBLE_SECONDS.most;
}

function labelOf(seconds: number): string {
  return { 0.001: 'milliseconds', 1: 'seconds', 60: 'minutes', 3600: 'hours' }[seconds] ?? `${seconds} s`;
}

/** Middle value; NaN of an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : (sorted[Math.floor(sorted.length / 2)] as number);
}

/** Reads seconds out of a time cell: NaN for blank and for unreadable cells. */
export function secondsReader(column: PickedColumn, unit: TimeUnit, style: NumberStyle): (cells: readonly string[]) => number {
  const { index } = column;
  const { bareSeconds, hours } = unit;
  return (cells) => {
    const text = cells[index];
    if (text === undefined || text === '') return Number.NaN;
    const simple = parseNumberQuick(text);
    if (!Number.isNaN(simple)) return simple * bareSeconds;
    const { shape, value } = parseDurationCell(text, style);
    if (shape === 'number') return value * bareSeconds;
    return shape === 'twoPart' && hours ? value * 60 : value;
  };
}

/** Plain digits with at most one dot; NaN for anything else. */
function parseNumberQuick(text: string): number {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return Number.NaN;
  }
  return Number(text);
}

/** Reads a count: null for blank, NaN for unreadable. */
export function countReader(column: PickedColumn, style: NumberStyle): (cells: readonly string[]) => number | null {
  const { index } = column;
  return (cells) => parseNumberCell(cells[index] ?? '', style);
}

/** Some rows of a file, to compare columns on. */
export type SampleRows = readonly (readonly string[])[];

/**
 * Tells an average per contact from a total: by the header's words, else by which of the two is a plausible handle time.
 */
export function isTotal(
  role: Role,
  column: PickedColumn,
  seconds: (cells: readonly string[]) => number,
  weight: (cells: readonly string[]) => number,
  rows: SampleRows,
  doubts: Doubt[],
): boolean {
  if (column.statistic !== null) return column.statistic === 'total';
  const values = rows.map((cells) => ({ seconds: seconds(cells), weight: weight(cells) })).filter((pair) => pair.seconds > 0 && pair.weight > 0);
  if (values.length === 0) return false;
  const perContact = median(values.map((pair) => pair.seconds / pair.weight));
  const plain = median(values.map((pair) => pair.seconds));
  const least = role === 'handle' || role === 'talk' ? PLAUSIBLE_SECONDS.least : 1;
  const total = plain > PLAUSIBLE_SECONDS.most ? perContact >= least : perContact >= least && growsWithWeight(values);
  if (plain !== perContact)
    doubts.push({
      what: `"${column.name}" may be an average or a total`,
      chosen: total ? 'total' : 'average',
      option: `rename it to "${total ? 'Avg' : 'Total'} ${column.name}"`,
    });
  return total;
}

/** A total is larger where there are more contacts; an average is not. Compares the quarter with most contacts to the quarter with fewest. */
function growsWithWeight(values: readonly { seconds: number; weight: number }[]): boolean {
  if (values.length < 8) return false;
  const sorted = [...values].sort((a, b) => a.weight - b.weight);
  const quarter = Math.floor(sorted.length / 4);
  const mean = (part: readonly { seconds: number; weight: number }[], field: 'seconds' | 'weight'): number =>
    part.reduce((sum, pair) => sum + pair[field], 0) / part.length;
  const [low, high] = [sorted.slice(0, quarter), sorted.slice(-quarter)];
  const weights = mean(high, 'weight') / mean(low, 'weight');
  return weights > 1.3 && mean(high, 'seconds') / mean(low, 'seconds') > 1 + (weights - 1) / 2;
}
