import { solveSymmetric } from '../numeric/index.js';
import type { Panel } from './panel.js';

/** Observations that the prior, half of yesterday and half of a week ago, is worth. */
const PRIOR_WEIGHT = 2;
/** Equations for each coefficient below which nothing is said. */
const LEAST_EQUATIONS = 5;
/** Highest root ever said, against the highest seen: what feeds on itself must not run away. */
const HIGHEST = 1.5;

/** Normal equations of the regression while rows are added. */
type Equations = { readonly gram: Float64Array; readonly right: Float64Array; readonly row: Float64Array; count: number };

/**
 * Autoregression of intervals (roots): on those just before, around the same time of the days before and of the week before; least squares over all that was seen,
 * pulled to half of yesterday and half of a week ago. Says `days` open days at each origin (ascending) and at the end, days × slots; NaN where too little was seen.
 * What the begun day at the end has brought is known.
 */
export function lagRegression(panel: Panel, x: Float64Array, teach: Uint8Array, origins: readonly number[], days: number): Float64Array[] {
  const { rows, slots, openWeekdays, seen } = panel;
  const week = slots * openWeekdays.length;
  const lags = [...new Set([1, 2, slots - 1, slots, slots + 1, 2 * slots, 3 * slots, week - slots, week - 1, week, week + 1])].filter((lag) => lag > 0);
  const prior = [0, ...lags.map((lag) => (lag === slots ? 0.5 : 0) + (lag === week ? 0.5 : 0))];
  const z = regularRoots(panel, x, teach);
  const width = prior.length;
  const equations: Equations = { gram: new Float64Array(width * width), right: new Float64Array(width), row: new Float64Array(width), count: 0 };
  let from = Math.ceil(Math.max(...lags) / slots);
  return [...origins, rows].map((origin) => {
    for (; from < origin; from += 1) {
      for (let i = from * slots; i < (from + 1) * slots; i += 1) if (teach[from] === 1 && seen[i] === 1) addEquation(equations, z, i, lags);
    }
    const known = z.subarray(0, origin * slots);
    const coefficients = equations.count < LEAST_EQUATIONS * width ? null : coefficientsOf(equations, prior);
    return coefficients === null
      ? new Float64Array(days * slots).fill(Number.NaN)
      : runAhead(known, lags, coefficients, days * slots, origin === rows ? panel.tail : null);
  });
}

/** Roots in which days that teach nothing repeat their weekday of the week before, and closed slots those of the day before. */
function regularRoots({ rows, slots, openWeekdays, rowWeekday, open }: Panel, x: Float64Array, teach: Uint8Array): Float64Array {
  const z = Float64Array.from(x);
  for (let r = 1; r < rows; r += 1) {
    const odd = teach[r] === 0 && r >= openWeekdays.length;
    for (let s = 0; s < slots; s += 1) {
      if (odd || open[(rowWeekday[r] as number) * slots + s] === 0) z[r * slots + s] = z[(r - (odd ? openWeekdays.length : 1)) * slots + s] as number;
    }
  }
  return z;
}

/** Writes 1 and the values that many places before. */
function readLags(z: Float64Array, i: number, lags: readonly number[], row: Float64Array): void {
  row[0] = 1;
  for (let a = 0; a < lags.length; a += 1) row[a + 1] = z[i - (lags[a] as number)] as number;
}

function addEquation(equations: Equations, z: Float64Array, i: number, lags: readonly number[]): void {
  const { gram, right, row } = equations;
  const width = row.length;
  equations.count += 1;
  readLags(z, i, lags, row);
  for (let a = 0; a < width; a += 1) {
    right[a] = (right[a] as number) + (row[a] as number) * (z[i] as number);
    for (let b = 0; b <= a; b += 1) gram[a * width + b] = (gram[a * width + b] as number) + (row[a] as number) * (row[b] as number);
  }
}

function coefficientsOf({ gram, right, count }: Equations, prior: readonly number[]): Float64Array {
  const width = prior.length;
  const variance = (gram[width + 1] as number) / count - ((gram[width] as number) / count) ** 2;
  const penalty = PRIOR_WEIGHT * Math.max(variance, 1e-9);
  return solveSymmetric(
    gram.map((value, i) => (i > 0 && i % (width + 1) === 0 ? value + penalty : value)),
    right.map((value, a) => value + penalty * (prior[a] as number)),
  );
}

function runAhead(known: Float64Array, lags: readonly number[], coefficients: Float64Array, count: number, tail: Float64Array | null): Float64Array {
  const most = HIGHEST * known.reduce((a, b) => Math.max(a, b), 0);
  const z = new Float64Array(known.length + count);
  z.set(known);
  const row = new Float64Array(coefficients.length);
  for (let i = known.length; i < z.length; i += 1) {
    const came = tail?.[i - known.length] ?? Number.NaN;
    readLags(z, i, lags, row);
    const sum = row.reduce((total, value, a) => total + value * (coefficients[a] as number), 0);
    z[i] = came >= 0 ? Math.sqrt(came + 0.25) : Math.max(0, Math.min(most, sum));
  }
  return z.slice(known.length);
}
