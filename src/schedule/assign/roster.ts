import type { Compiled } from './compile.js';
import type { Row } from './stretch.js';

/** People on each shift of each day, at [day × shifts + shift]. */
export function countRows(compiled: Compiled, rows: readonly Row[]): Int32Array {
  const counts = new Int32Array(compiled.days * compiled.shiftCount);
  for (const row of rows) addRow(compiled, counts, row, 1);
  return counts;
}

/** Adds a row to the counts, or takes it away (`sign` −1). */
export function addRow(compiled: Compiled, counts: Int32Array, row: Row, sign: 1 | -1): void {
  for (let day = 0; day < row.length; day += 1) {
    const shift = row[day] as number;
    if (shift < 0) continue;
    const cell = day * compiled.shiftCount + shift;
    counts[cell] = (counts[cell] as number) + sign;
  }
}

/** What a cell costs with `count` people. */
export function cellCost(compiled: Compiled, cell: number, count: number): number {
  const miss = (compiled.need[cell] as number) - count;
  return miss > 0 ? miss * (compiled.under[cell] as number) : -miss * (compiled.over[cell] as number);
}

/** What one more person in a cell costs, given the count without. */
export function addedCost(compiled: Compiled, cell: number, count: number): number {
  return cellCost(compiled, cell, count + 1) - cellCost(compiled, cell, count);
}

/** What a row costs in wishes, against all days off. */
export function rowCost(compiled: Compiled, person: number, row: Row, first = 0): number {
  const cost = compiled.people[person]?.cost as Float64Array;
  let sum = 0;
  for (let d = 0; d < row.length; d += 1) {
    const shift = row[d] as number;
    if (shift >= 0) sum += cost[(first + d) * compiled.shiftCount + shift] as number;
  }
  return sum;
}

/** Objective of a whole roster. */
export function objectiveOf(compiled: Compiled, rows: readonly Row[]): number {
  const counts = countRows(compiled, rows);
  let sum = compiled.constant;
  rows.forEach((row, p) => {
    sum += rowCost(compiled, p, row);
  });
  for (let cell = 0; cell < counts.length; cell += 1) sum += cellCost(compiled, cell, counts[cell] as number);
  return sum;
}

/** Rounds a bound up to the next value that an objective can take. */
export function roundBound(compiled: Compiled, bound: number): number {
  const { grain } = compiled;
  return grain > 0 ? Math.ceil(bound / grain - 1e-6) * grain : bound;
}
