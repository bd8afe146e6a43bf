import { quantileOf } from '../numeric/index.js';
import { isPlainMember, LAG_MEMBER } from './slot-members.js';
import { inverseErrorWeights, stackErrors } from './stack-errors.js';

/** Members other than the two day models and the regression on intervals have to be clearly better to matter: their errors count so many times when the starting weights are set. */
const HANDICAP = 1.5;
const PULL = 0.04;
/** A member takes part while its error is at most so many times that of the best; the regression on intervals has more to lose than recent days as they were. */
const CLOSE = 1.5;
const CLOSE_LAGS = 1.15;
/** What a plain method has to take off the error of backtest days that its weight was not chosen on. */
const LEAST_GAIN = 0.01;
/** Standard errors, over some ten origins, by which that gain has to stand out (5 % for nine tests, three methods and three leads): neighbouring slots and days share their error. */
const LEAST_ERRORS = 3;

/** Volume errors of a backtest, rows × members, and how many origins ago each row was forecast. */
export type MemberErrors = { readonly errors: Float64Array; readonly ages: readonly number[]; readonly size: number };

/**
 * Convex weights of the slot members. Plain methods take part only where the backtest, each half weighed by the other, is better with them by 1 % and by three
 * standard errors over its origins; then the weights go half the way.
 *
 * @param mean - Mean absolute error of each member.
 */
export function weighSlotMembers(backtest: MemberErrors, mean: readonly number[]): Float64Array {
  const { errors, ages, size } = backtest;
  const base = mean.map((_, m) => m).filter((m) => !isPlainMember(m));
  const bestMember = base.filter((m) => m !== LAG_MEMBER).reduce((a, b) => ((mean[b] as number) < (mean[a] as number) ? b : a));
  const close = mean.map((_, m) => m).filter((m) => (mean[m] as number) <= (m === LAG_MEMBER ? CLOSE_LAGS : CLOSE) * (mean[bestMember] as number));
  const sizes = Float64Array.from(ages, (_, r) => Math.abs(errors[r * size + bestMember] as number));
  const limit = 4 * quantileOf(sizes, 0.9);
  const every = ages.map((_, r) => r);
  const known = close.filter((m) => !isPlainMember(m));
  const weights = solve(backtest, known, every, limit);
  const kept = [...known, ...earning(backtest, known, close.filter(isPlainMember), limit)];
  return kept.length === known.length ? weights : solve(backtest, kept, every, limit).map((weight, m) => (weight + (weights[m] as number)) / 2);
}

/** Plain methods that pay on the half of the backtest that did not weigh them. */
function earning(backtest: MemberErrors, known: readonly number[], plain: readonly number[], limit: number): number[] {
  const { ages } = backtest;
  const middle = quantileOf(ages, 0.5);
  const rows = ages.map((_, r) => r);
  const halves = [rows.filter((r) => (ages[r] as number) < middle), rows.filter((r) => (ages[r] as number) >= middle)];
  if (plain.length === 0 || halves.some((half) => half.length < 4)) return [];
  const errorsWith = (members: readonly number[]): Map<number, number> =>
    new Map(halves.flatMap((half, i) => errorsByAge(backtest, solve(backtest, members, halves[1 - i] as number[], limit), half)));
  const without = errorsWith(known);
  const total = [...without.values()].reduce((sum, size) => sum + size, 0);
  return plain.filter((m) => {
    const gains = Array.from(errorsWith([...known, m]), ([age, size]) => (without.get(age) as number) - size);
    const gain = gains.reduce((sum, value) => sum + value, 0);
    const mean = gain / gains.length;
    const error = Math.sqrt(gains.reduce((sum, value) => sum + (value - mean) ** 2, 0) * (gains.length / (gains.length - 1)));
    return gain > LEAST_GAIN * total && gain > LEAST_ERRORS * error;
  });
}

/** Absolute errors of the weighted sum, added up by origin. */
function errorsByAge({ errors, ages, size }: MemberErrors, weights: Float64Array, rows: readonly number[]): [age: number, error: number][] {
  const sums = new Map<number, number>();
  for (const r of rows) {
    let error = 0;
    for (let m = 0; m < size; m += 1) error += (weights[m] as number) * (errors[r * size + m] as number);
    const age = ages[r] as number;
    sums.set(age, (sums.get(age) ?? 0) + Math.abs(error));
  }
  return [...sums];
}

/** Weights over all members, 0 for those not named, from some rows. */
function solve({ errors, ages, size }: MemberErrors, members: readonly number[], rows: readonly number[], limit: number): Float64Array {
  const clipped = new Float64Array(rows.length * members.length);
  const sizes = new Float64Array(members.length);
  rows.forEach((r, i) => {
    members.forEach((m, k) => {
      const error = errors[r * size + m] as number;
      sizes[k] = (sizes[k] as number) + Math.abs(error);
      clipped[i * members.length + k] = Math.max(-limit, Math.min(limit, error));
    });
  });
  const start = inverseErrorWeights(
    sizes.map((sum, k) => sum * ((members[k] as number) <= 1 || members[k] === LAG_MEMBER ? 1 : HANDICAP)),
    10,
  );
  const rowWeights = Float64Array.from(rows, (r) => 0.97 ** (ages[r] as number));
  const stacked = stackErrors(clipped, rowWeights, start, PULL);
  const weights = new Float64Array(size);
  members.forEach((m, k) => {
    weights[m] = stacked[k] as number;
  });
  return weights;
}
