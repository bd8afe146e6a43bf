import type { Doubt } from '../core/index.js';
import { isBlankCell, parseNumberCell } from './cell-number.js';
import { createWhenReader, parseClock } from './cell-when.js';
import { knownNames } from './choose-delimiter.js';

/** One record of the beginning of a file. */
export type HeadRecord = { readonly cells: readonly string[]; readonly row: number };

/** Where the table begins, and what stands above it. */
export type FoundHeader = {
  /** Names of the columns; invented ones (`column 1`, …) for files without a header. */
  readonly header: readonly string[];
  /** Records up to and including this row are no data; 0 when the data begin at once. */
  readonly headerRow: number;
  /** `key: value` lines above the header. */
  readonly context: ReadonlyMap<string, string>;
  /** Choices that were made without proof when the table was found. */
  readonly doubts?: readonly Doubt[];
};

/** Records among which the header is looked for. */
const REACH = 60;

/** Finds the header: the first record that holds nearly as many known names as any other, or else names that are no values. */
export function findHeader(records: readonly HeadRecord[], named: readonly (readonly [header: string, ...rest: unknown[]])[]): FoundHeader {
  const wanted = new Set(named.map(([header]) => header));
  const scores = records
    .slice(0, REACH)
    .map(({ cells }) =>
      cells.some(isValue) && cells.filter(isValue).length * 2 > cells.length
        ? 0
        : knownNames(cells) + 5 * cells.filter((cell) => wanted.has(cell.trim().toLowerCase())).length,
    );
  const best = Math.max(0, ...scores);
  const index = best >= 1 ? scores.findIndex((score) => score >= 0.75 * best) : firstTextRecord(records);
  const found = records[index];
  const width = records.slice(0, REACH).reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const header = Array.from({ length: width }, (_, i) => found?.cells[i]?.trim() ?? '');
  if (found === undefined) return { header: header.map((_, i) => `column ${i + 1}`), headerRow: 0, context: new Map() };
  return { header: unique(header), headerRow: found.row, context: readContext(records.slice(0, index)) };
}

/** Index of a first record of words above records of values; −1 when the data begin at once. */
function firstTextRecord(records: readonly HeadRecord[]): number {
  const [first, second] = records;
  if (first === undefined || first.cells.some(isValue)) return -1;
  return second === undefined || second.cells.some(isValue) || first.cells.length > 1 ? 0 : -1;
}

/** True for numbers, dates and times: what a header does not consist of. */
function isValue(cell: string): boolean {
  const text = cell.trim();
  if (isBlankCell(text)) return false;
  if (/^\d/.test(text) === false && !/^[-+.:('"]/.test(text) && !/\d/.test(text)) return false;
  return Number.isFinite(parseNumberCell(text, 'dot')) || Number.isFinite(parseClock(text).ms) || Number.isFinite(createWhenReader(null).stamp(text));
}

/** Makes repeated headers distinct: `Time`, `Time (2)`. */
function unique(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 || name === '' ? name : `${name} (${times})`;
  });
}

/** `Date: 1/5/2026`, or a key and its value in two cells. */
function readContext(records: readonly HeadRecord[]): Map<string, string> {
  const context = new Map<string, string>();
  for (const { cells } of records) {
    const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const [, key = '', value = ''] = /^([^:]{2,40}):\s*(\S.*)$/.exec(filled.length === 1 ? (filled[0] ?? '') : '') ?? [];
    if (value !== '') context.set(key.trim().toLowerCase(), value.trim());
    else if (filled.length === 2) context.set((filled[0] ?? '').replace(/:$/, '').toLowerCase(), filled[1] ?? '');
  }
  return context;
}
