import { parseDurationCell } from './cell-duration.js';
import { isBlankCell, type NumberStyle, parseNumberCell } from './cell-number.js';
import { createWhenReader, parseClock, parseClockRange } from './cell-when.js';

/** How the cells of a time-like column are to be read. */
export type WhenKind = 'stamp' | 'date' | 'clock' | 'clockRange' | 'stampRange' | 'epochSeconds' | 'epochMilliseconds' | 'excel' | 'hhmm' | 'hour';

/** What the values of a column look like, over sample rows. Shares are of the cells that are not blank. */
export type ColumnProfile = {
  readonly filled: number;
  readonly numericShare: number;
  readonly durationShare: number;
  readonly flagShare: number;
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
    when: whenKind(samples),
    distinct: new Set(samples).size,
    samples,
  };
}

function whenKind(samples: readonly string[]): WhenKind | null {
  if (samples.length === 0) return null;
  const most = (test: (cell: string) => boolean): boolean => samples.filter(test).length >= MOST * samples.length;
  const numbers = samples.map(Number);
  const between = (low: number, high: number): boolean => numbers.filter((value) => value >= low && value < high).length >= MOST * numbers.length;
  if (most((cell) => /^\d{13}$/.test(cell)) && between(5e11, 5e12)) return 'epochMilliseconds';
  if (most((cell) => /^\d{9,10}(\.\d+)?$/.test(cell)) && between(5e8, 5e9)) return 'epochSeconds';
  if (most((cell) => /^(19|20)\d{6}$/.test(cell))) return 'date';
  if (most((cell) => /^\d{5}([.,]\d+)?$/.test(cell)) && between(20_000, 80_000)) return 'excel';
  if (most((cell) => /^\d{1,2}$/.test(cell)) && between(0, 25) && new Set(samples).size > 1) return numbers.some((value) => value > 24) ? 'hhmm' : 'hour';
  if (most((cell) => /^\d{1,4}$/.test(cell) && Number(cell) <= 2400 && Number(cell) % 100 < 60) && new Set(samples).size > 1) return 'hhmm';
  if (most((cell) => Number.isFinite(parseClock(cell).ms) && parseClock(cell).offsetMs === null)) return 'clock';
  if (most((cell) => parseClockRange(cell) !== null)) return 'clockRange';
  const reader = createWhenReader(null);
  if (most((cell) => /:\d\d.*\/.*:\d\d/.test(cell) && Number.isFinite(reader.stamp(cell.split('/')[0] ?? '')))) return 'stampRange';
  if (most((cell) => Number.isFinite(reader.date(cell)))) return 'date';
  return most((cell) => Number.isFinite(reader.stamp(cell))) ? 'stamp' : null;
}
