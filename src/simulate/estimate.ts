import { solveSymmetric } from '../numeric/index.js';
import { type FigureTable, MOMENTS } from './figures.js';
import type { Figure } from './result.js';
import { studentHalfWidth } from './student-quantile.js';

/** A control further from its expectation is taken to be no draw around it. */
const MOST_STANDARD_ERRORS = 4;
const UNKNOWN: Figure = { mean: null, halfWidth: null };

/**
 * A ratio of expectations from sums over replications: Σx / Σy, its interval by the delta method (not a mean of ratios, which small
 * samples bias) [Law2015].
 */
export function ratioFigure(table: FigureTable, figure: number, replications: number): Figure {
  const at = figure * MOMENTS;
  const [x, y, xx, yy, xy] = table.values.subarray(at, at + MOMENTS) as unknown as [number, number, number, number, number];
  if (!(y > 0)) return UNKNOWN;
  const mean = x / y;
  if (replications < 2) return { mean, halfWidth: null };
  const spread = Math.max(0, xx - 2 * mean * xy + mean * mean * yy);
  const variance = spread / (replications - 1) / replications;
  return { mean, halfWidth: (studentHalfWidth(replications - 1) * Math.sqrt(variance) * replications) / y };
}

/** One replication's numerator and denominator of a figure. */
export type Pair = readonly [x: number, y: number];

/**
 * The same with control variates: what the figure has in common with sums whose expectation is known exactly (0) is taken out by linear
 * regression [Lavenberg1981].
 *
 * @param controls - Per replication, values with expectation 0.
 * @param doubt - Variance with which the expectation of the first control is known; 0: exactly.
 */
export function controlledFigure(pairs: readonly Pair[], controls: readonly (readonly number[])[], doubt = 0): Figure {
  const n = pairs.length;
  const x = pairs.reduce((sum, pair) => sum + pair[0], 0) / n;
  const y = pairs.reduce((sum, pair) => sum + pair[1], 0) / n;
  if (!(y > 0)) return UNKNOWN;
  const mean = x / y;
  const residuals = pairs.map((pair) => pair[0] - mean * pair[1]);
  const used = usable(controls, n);
  const means = used.map(({ column }) => column.reduce((sum, value) => sum + value, 0) / n);
  const centred = used.map(({ column }, i) => column.map((value) => value - (means[i] as number)));
  const products = centred.map((column) => dot(column, residuals));
  const slopes = centred.length === 0 ? [] : solve(centred, products);
  const shift = slopes.reduce((sum, slope, i) => sum + slope * (means[i] as number), 0);
  const spread = Math.max(0, dot(residuals, residuals) - slopes.reduce((sum, slope, i) => sum + slope * (products[i] as number), 0));
  const freedom = n - 1 - used.length;
  const inherited = used[0]?.place === 0 ? (slopes[0] as number) ** 2 * doubt : 0;
  return { mean: mean - shift / y, halfWidth: (studentHalfWidth(freedom) * Math.sqrt(spread / freedom / n + inherited)) / y };
}

/** Columns of controls that vary, and whose mean is no contradiction to 0 (rare events that did not happen make one). */
function usable(controls: readonly (readonly number[])[], n: number): { readonly place: number; readonly column: readonly number[] }[] {
  const columns = (controls[0] ?? []).map((_, place) => ({ place, column: controls.map((row) => row[place] as number) }));
  return columns.filter(({ column }) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
    return deviation > 0 && Math.abs(mean) * Math.sqrt(n) < MOST_STANDARD_ERRORS * deviation;
  });
}

/** Slopes of the regression. */
function solve(columns: readonly (readonly number[])[], products: readonly number[]): number[] {
  const scales = columns.map((column) => Math.sqrt(dot(column, column)));
  const matrix = columns.flatMap((a, i) => columns.map((b, j) => dot(a, b) / ((scales[i] as number) * (scales[j] as number))));
  const right = products.map((value, i) => value / (scales[i] as number));
  const slopes = solveSymmetric(Float64Array.from(matrix), Float64Array.from(right));
  return Array.from(slopes, (slope, i) => slope / (scales[i] as number));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
