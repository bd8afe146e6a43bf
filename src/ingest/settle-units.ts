import type { Doubt } from '../core/index.js';
import { parseDurationCell } from './cell-duration.js';
import { type NumberStyle, parseNumberCell } from './cell-number.js';
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
const PLAUSIBLE_SECONDS = { least: 20, most: 3600 } as const;

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
  if (column.unitSeconds !== null) return { bareSeconds: column.unitSeconds, hours: column.unitSeconds === 3600, label: labelOf(column.unitSeconds) };
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
      option: `--column ${column.role}:${label === 'minutes' ? 'seconds' : 'minutes'}="${column.name}"`,
    });
  return chosen;
}

function settleClock(column: PickedColumn, typicalSeconds: number, doubts: Doubt[], fallback: TimeUnit | null): TimeUnit {
  const hours = fallback?.hours ?? (!isPlausible(typicalSeconds) && isPlausible(typicalSeconds * 60));
  if (hours && fallback === null)
    doubts.push({ what: `"${column.name}" is written with two parts`, chosen: 'hours:minutes', option: `--column ${column.role}:minutes="${column.name}"` });
  return { bareSeconds: 1, hours, label: hours ? 'h:mm' : 'mm:ss' };
}

/** True for a mean handle time that a contact centre can have. */
function isPlausible(seconds: number): boolean {
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

/** Plain digits, up to twelve; NaN for anything else. */
function parseNumberQuick(text: string): number {
  if (text.length > 12) return Number.NaN;
  let value = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = 10 * value + digit;
  }
  return value;
}

/** Reads a count: null for blank, NaN for unreadable. */
export function countReader(column: PickedColumn, style: NumberStyle): (cells: readonly string[]) => number | null {
  const { index } = column;
  return (cells) => parseNumberCell(cells[index] ?? '', style);
}

/** Some rows of a file, to compare columns on. */
export type SampleRows = readonly (readonly string[])[];

/** Rows in which both figures are there and above 0. */
type Pair = { readonly value: number; readonly weight: number };

/**
 * Tells an average per contact from a total: by the header's words; else the reading under which the figure varies least over rows with few and many
 * contacts; else the one that is a plausible handle time in seconds.
 *
 * @param bare - The figure as written, in whatever unit.
 */
export function isTotal(
  column: PickedColumn,
  bare: (cells: readonly string[]) => number,
  weight: (cells: readonly string[]) => number,
  rows: SampleRows,
  doubts: Doubt[],
): boolean {
  if (column.statistic !== null) return column.statistic === 'total';
  const pairs = rows.map((cells) => ({ value: bare(cells), weight: weight(cells) })).filter((pair) => pair.value > 0 && pair.weight > 0);
  if (pairs.length === 0) return false;
  const byRow = pairs.map((pair) => pair.value);
  const byContact = pairs.map((pair) => pair.value / pair.weight);
  const size = column.profile.samples.every((text) => /^[\d.,\s]+$/.test(text)) ? (column.unitSeconds ?? 1) : 1;
  const total = steadier(pairs) ?? (!isPlausible(size * median(byRow)) && isPlausible(size * median(byContact)));
  if (median(byRow) !== median(byContact))
    doubts.push({
      what: `"${column.name}" may be an average or a total`,
      chosen: total ? 'total' : 'average',
      option: `--column ${column.role}:${total ? 'average' : 'total'}="${column.name}"`,
    });
  return total;
}

/** True when the figure per contact is much steadier than the figure itself, false the other way round, null when the rows do not show it. */
function steadier(pairs: readonly Pair[]): boolean | null {
  if (pairs.length < 3) return null;
  const plain = spread(pairs.map(({ value }) => Math.log(value)));
  const perContact = spread(pairs.map(({ value, weight }) => Math.log(value / weight)));
  if (perContact < 0.6 * plain) return true;
  return plain < 0.6 * perContact ? false : null;
}

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
