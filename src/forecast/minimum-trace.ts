import type { DayErrors } from '../core/index.js';
import { solveSymmetric } from '../numeric/index.js';
import { sampleKey, shrinkageOf } from './day-ties.js';

/** What the backtests say about the errors of all series of a hierarchy: bottom series first, then sums. */
export type ErrorLaw = {
  readonly bottomCount: number;
  /** Members of each sum. */
  readonly sums: readonly (readonly number[])[];
  /** Errors as shares of the whole, node × sample. */
  readonly errors: readonly Float64Array[];
  readonly variances: Float64Array;
  /** Mean forecast of each node, as a share of the whole. */
  readonly shares: Float64Array;
  readonly shrinkage: number;
};

/** Multiples of its own deviation beyond which one error counts no more. */
const CLIP = 4;
const FEWEST_SAMPLES = 8;
/** Standard deviations of its gap in the backtests beyond which a sum pulls no harder. */
const FAR = 3;

/** Gathers backtest errors on common days; null where there are too few, or a series has none. */
export function errorLaw(nodes: readonly (DayErrors | undefined)[], bottomCount: number, sums: readonly (readonly number[])[]): ErrorLaw | null {
  const seen = new Map<string, { count: number; whole: number }>();
  nodes.forEach((errors, n) => {
    errors?.day.forEach((_, i) => {
      const key = sampleKey(errors, i);
      const entry = seen.get(key) ?? { count: 0, whole: 0 };
      entry.count += 1;
      if (n < bottomCount) entry.whole += errors.forecast[i] as number;
      seen.set(key, entry);
    });
  });
  // samples that most series know; others are 0 there, which only takes them as less certain to be tied
  const most = Math.max(0, ...[...seen.values()].map(({ count }) => count));
  const columns = new Map([...seen].filter(([, { count, whole }]) => count >= most / 2 && whole > 0).map(([key, { whole }], t) => [key, { t, whole }]));
  if (columns.size < FEWEST_SAMPLES || nodes.some((errors) => errors === undefined)) return null;
  const variances = new Float64Array(nodes.length);
  const shares = new Float64Array(nodes.length);
  const errors = nodes.map((own, n) => {
    const row = new Float64Array(columns.size);
    if (own === undefined) return row;
    let known = 0;
    own.day.forEach((_, i) => {
      const column = columns.get(sampleKey(own, i));
      if (column === undefined) return;
      row[column.t] = ((own.actual[i] as number) - (own.forecast[i] as number)) / column.whole;
      shares[n] = (shares[n] as number) + (own.forecast[i] as number) / column.whole;
      known += 1;
    });
    const deviation = Math.sqrt(row.reduce((sum, e) => sum + e * e, 0) / Math.max(1, known));
    for (let t = 0; t < row.length; t += 1) row[t] = Math.max(-CLIP * deviation, Math.min(CLIP * deviation, row[t] as number));
    variances[n] = row.reduce((sum, e) => sum + e * e, 0) / Math.max(1, known);
    shares[n] = (shares[n] as number) / Math.max(1, known);
    return row;
  });
  const scores = errors.map((row, n) => row.map((e) => ((variances[n] as number) > 0 ? e / Math.sqrt(variances[n] as number) : 0)));
  return { bottomCount, sums, errors, variances, shares, shrinkage: shrinkageOf(scores) };
}

/**
 * Forecasts of bottom series and sums of one day, made to add up: ỹ = ŷ − W Cᵀ (C W Cᵀ)⁻¹ C ŷ with the shrunk covariance W of the backtest errors,
 * each node's scaled to its part of this day [WickramasuriyaEtAl2019]. Negative results become 0 [DiFonzoGirolimetto2023].
 *
 * @param base - Forecast of every node; bottom series first.
 * @returns Reconciled contacts of the bottom series.
 */
export function reconcileDay(law: ErrorLaw, base: Float64Array): Float64Array {
  const { bottomCount, sums, errors, variances, shrinkage } = law;
  const k = sums.length;
  const samples = (errors[0] as Float64Array).length;
  const whole = base.subarray(0, bottomCount).reduce((sum, value) => sum + value, 0);
  const scale = dayScales(law, base);
  const gap = Float64Array.from(sums, (members, g) => (base[bottomCount + g] as number) - members.reduce((sum, j) => sum + (base[j] as number), 0));
  const incoherent = sums.map((members, g) => {
    const own = errors[bottomCount + g] as Float64Array;
    const by = scale[bottomCount + g] as number;
    const row = own.map((e) => e * by);
    for (const j of members) {
      const part = errors[j] as Float64Array;
      const size = scale[j] as number;
      for (let t = 0; t < samples; t += 1) row[t] = (row[t] as number) - size * (part[t] as number);
    }
    return row;
  });
  // a gap far beyond all that the backtests saw is no chance error: the sum does not know what its members know
  incoherent.forEach((row, g) => {
    const most = FAR * whole * Math.sqrt(row.reduce((sum, e) => sum + e * e, 0) / samples);
    gap[g] = Math.max(-most, Math.min(most, gap[g] as number));
  });
  const own = variances.map((v, n) => v * (scale[n] as number) ** 2);
  const weight = (1 - shrinkage) / samples;
  const matrix = new Float64Array(k * k);
  for (let g = 0; g < k; g += 1) {
    const first = incoherent[g] as Float64Array;
    for (let h = 0; h <= g; h += 1) {
      const second = incoherent[h] as Float64Array;
      let sum = 0;
      for (let t = 0; t < samples; t += 1) sum += (first[t] as number) * (second[t] as number);
      matrix[g * k + h] = weight * sum;
    }
    matrix[g * k + g] = (matrix[g * k + g] as number) + shrinkage * (own[bottomCount + g] as number);
  }
  addOverlaps(matrix, sums, own, shrinkage, bottomCount);
  const x = solveSymmetric(matrix, gap);
  const along = new Float64Array(samples);
  const pull = new Float64Array(bottomCount);
  sums.forEach((members, g) => {
    const row = incoherent[g] as Float64Array;
    for (let t = 0; t < samples; t += 1) along[t] = (along[t] as number) + (x[g] as number) * (row[t] as number);
    for (const j of members) pull[j] = (pull[j] as number) - (x[g] as number);
  });
  return pull.map((v, j) => {
    const row = errors[j] as Float64Array;
    let shared = 0;
    for (let t = 0; t < samples; t += 1) shared += (row[t] as number) * (along[t] as number);
    return Math.max(0, (base[j] as number) - shrinkage * (own[j] as number) * v - weight * (scale[j] as number) * shared);
  });
}

/** Adds what sums share: for every bottom series, its variance in each pair of sums that hold it. */
function addOverlaps(matrix: Float64Array, sums: readonly (readonly number[])[], own: Float64Array, shrinkage: number, bottomCount: number): void {
  const k = sums.length;
  const holders: number[][] = Array.from({ length: bottomCount }, () => []);
  sums.forEach((members, g) => {
    for (const j of members) (holders[j] as number[]).push(g);
  });
  holders.forEach((list, j) => {
    const variance = shrinkage * (own[j] as number);
    for (const g of list) for (const h of list) if (h <= g) matrix[g * k + h] = (matrix[g * k + h] as number) + variance;
  });
}

/** How much of this day each node is, against its usual part: errors grow with it. */
function dayScales({ bottomCount, shares }: ErrorLaw, base: Float64Array): Float64Array {
  let whole = 0;
  for (let j = 0; j < bottomCount; j += 1) whole += base[j] as number;
  return base.map((value, n) => {
    const usual = shares[n] as number;
    return whole > 0 && usual > 0 ? Math.min(10, value / whole / usual) : 0;
  });
}
