import { parseDurationCell } from './cell-duration.js';
import { isBlankCell, type NumberStyle, parseNumberCell } from './cell-number.js';
import { createWhenReader, gluedRange, parseClock, parseClockRange, parseHourRange, startOfRange } from './cell-when.js';

/** How the cells of a time-like column are to be read. */
export type WhenKind =
  | 'stamp'
  | 'date'
  | 'clock'
  | 'clockRange'
  | 'stampRange'
  | 'epochSeconds'
  | 'epochMilliseconds'
  | 'epochMicroseconds'
  | 'excel'
  | 'hhmm'
  | 'hour'
  | 'dayFraction'
  | 'gluedRange';

/** What the values of a column look like, over sample rows. Shares are of the cells that are not blank. */
export type ColumnProfile = {
  readonly filled: number;
  readonly numericShare: number;
  readonly durationShare: number;
  readonly flagShare: number;
  /** Percentages, or fractions of 1 throughout: no counts, whatever the name says. */
  readonly isShare: boolean;
  readonly when: WhenKind | null;
  readonly distinct: number;
  readonly samples: readonly string[];
};

/** Share of the values that must fit before a column is taken for what its name says: a few bad rows must not change the reading. */
const MOST = 0.6;

/** Looks at the values of a column. */
export function profileColumn(cells: readonly string[], style: NumberStyle): ColumnProfile {
  const samples = cells.filter((cell) => !isBlankCell(cell)).map((cell) => cell.trim());
  const share = (test: (cell: string) => boolean): number => (samples.length === 0 ? 0 : samples.filter(test).length / samples.length);
  return {
    filled: samples.length,
    numericShare: share((cell) => Number.isFinite(parseNumberCell(cell, style))),
    durationShare: share((cell) => parseDurationCell(cell, style).shape !== 'unreadable'),
    flagShare: share((cell) => /^(y|n|j|yes|no|ja|nein|true|false|t|f|0|1|x|oui|non|si|sí)$/i.test(cell)),
    isShare: share((cell) => /\d\s?%$/.test(cell)) >= MOST || isFractionOfOne(samples, style),
    when: whenKind(samples),
    distinct: new Set(samples).size,
    samples,
  };
}

/** Nothing beyond 1, and at least half of it strictly between 0 and 1. */
function isFractionOfOne(samples: readonly string[], style: NumberStyle): boolean {
  const values = samples.map((cell) => parseNumberCell(cell, style) ?? Number.NaN).filter((value) => Number.isFinite(value));
  return values.length > 0 && values.every((value) => value >= 0 && value <= 1) && values.filter((value) => value > 0 && value < 1).length * 2 >= values.length;
}

function whenKind(samples: readonly string[]): WhenKind | null {
  if (samples.length === 0) return null;
  const most = (test: (cell: string) => boolean): boolean => samples.filter(test).length >= MOST * samples.length;
  const numbers = samples.map(Number);
  const between = (low: number, high: number): boolean => numbers.filter((value) => value >= low && value < high).length >= MOST * numbers.length;
  if (most((cell) => /^\d{13}$/.test(cell)) && between(5e11, 5e12)) return 'epochMilliseconds';
  if (most((cell) => /^\d{16}$/.test(cell)) && between(5e14, 5e15)) return 'epochMicroseconds';
  if (most((cell) => /^\d{9,10}(\.\d+)?$/.test(cell)) && between(5e8, 5e9)) return 'epochSeconds';
  if (most((cell) => /^(19|20)\d{6}$/.test(cell)) || most((cell) => /^(19|20)\d\d(0[1-9]|1[0-2])$/.test(cell))) return 'date';
  if (most((cell) => /^(0|1|0?[.,]\d+)$/.test(cell)) && samples.some((cell) => /[.,]\d/.test(cell)) && new Set(samples).size > 1) return 'dayFraction';
  if (most((cell) => /^\d{5}([.,]\d+)?$/.test(cell)) && between(20_000, 80_000)) return 'excel';
  if (most((cell) => /^\d{1,2}$/.test(cell)) && between(0, 25) && new Set(samples).size > 1) return numbers.some((value) => value > 24) ? 'hhmm' : 'hour';
  if (most((cell) => /^\d{1,4}$/.test(cell) && Number(cell) <= 2400 && Number(cell) % 100 < 60) && new Set(samples).size > 1) return 'hhmm';
  if (most((cell) => Number.isFinite(parseClock(cell).ms) && parseClock(cell).offsetMs === null)) return 'clock';
  if (
    (most((cell) => parseClockRange(cell) !== null) && !samples.every(isSpanOfYears)) ||
    (samples.length > 1 && most((cell) => parseHourRange(cell) !== null))
  )
    return 'clockRange';
  const reader = createWhenReader(null);
  if (most((cell) => startOfRange(cell) !== cell && Number.isFinite(reader.stamp(startOfRange(cell))))) return 'stampRange';
  if (isGluedRange(samples)) return 'gluedRange';
  if (most((cell) => Number.isFinite(reader.date(cell)))) return areDaysWithoutYear(samples) ? null : 'date';
  return most((cell) => Number.isFinite(reader.stamp(cell))) ? 'stamp' : null;
}

/** `2024-2025`: no times of day, although `2000-2030` may be half an hour. */
function isSpanOfYears(text: string): boolean {
  const [, from, to] = /^((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)\d\d)$/.exec(text) ?? [];
  return from !== undefined && Number(to) - Number(from) >= 0;
}

/** `Jan-13, Jan-14, Jan-15`: days of a year that nothing names, not Januaries of three years. */
function areDaysWithoutYear(samples: readonly string[]): boolean {
  const parts = samples.map((text) => /^(\p{L}+)\.?\s?[-/'’]\s?(\d\d)$/u.exec(text)).filter((found) => found !== null);
  if (parts.length < MOST * samples.length) return false;
  const numbers = new Set(parts.map(([, , number]) => number)).size;
  return numbers > Math.ceil(new Set(samples).size / 12) + 1;
}

/** `03.02.2025 09:30-10:00`: what looks like an offset is the end of a range when it runs along with the start, always as far away. */
function isGluedRange(samples: readonly string[]): boolean {
  const ranges = samples.map(gluedRange).filter((range) => range !== null);
  if (ranges.length < Math.max(2, MOST * samples.length)) return false;
  const lengths = ranges.map(({ startMs, endMs }) => endMs - startMs);
  return lengths.every((ms) => ms === lengths[0] && ms > 0 && ms <= 4 * 3_600_000) && new Set(ranges.map(({ startMs }) => startMs)).size > 1;
}
