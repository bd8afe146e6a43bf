import type { DayErrors, QueueForecast } from '../core/index.js';
import { medianOf } from '../numeric/index.js';

/** How the day factors of several series hang together, learnt from their backtests. */
export type DayTies = {
  /** Standardised day errors: series × samples; 0 where a series has none. */
  readonly scores: readonly Float64Array[];
  /** Share of the correlation between series that is taken as chance (Schäfer and Strimmer's shrinkage), 0–1. */
  readonly shrinkage: number;
  /** Correlation of two days of one horizon, by series; times `DAY_MEMORY` for every day that they lie apart. */
  readonly between: readonly number[];
  /** Stretches of the horizon's length, without overlap, that the backtest of each series held; the level error was seen that often. */
  readonly stretches: readonly number[];
};

/** What is left of the tie of two days when they lie one day further apart: half after two weeks. A level is off for a while, not for good. */
export const DAY_MEMORY = 0.95;

/** Tie of the days of one horizon where nothing else is known, and the origins that this prior is worth. */
const PRIOR_BETWEEN = 0.7;
const PRIOR_ORIGINS = 20;
/** Days that lie further apart than this say little about the tie of neighbours. */
const NEAR_DAYS = 7;

/** Learns the ties of some series. A series without a backtest is tied to no other, and its days by the prior. */
export function dayTies(queues: readonly Pick<QueueForecast, 'dayErrors'>[]): DayTies {
  const columns = new Map<string, number>();
  for (const { dayErrors } of queues) {
    if (dayErrors === undefined) continue;
    for (let i = 0; i < dayErrors.day.length; i += 1) {
      const key = sampleKey(dayErrors, i);
      if (!columns.has(key)) columns.set(key, columns.size);
    }
  }
  const scores = queues.map(({ dayErrors }) => standardised(dayErrors, columns));
  return {
    scores,
    shrinkage: shrinkageOf(scores),
    between: queues.map(({ dayErrors }) => betweenDays(dayErrors)),
    stretches: queues.map(({ dayErrors }) => stretchesOf(dayErrors)),
  };
}

/** Without a backtest as many as bands of short histories reckon with. */
function stretchesOf(errors: DayErrors | undefined): number {
  if (errors === undefined) return 2;
  const last = errors.day.reduce((most, day) => Math.max(most, day), 0);
  const first = errors.origin.reduce((least, day) => Math.min(least, day), last);
  const horizon = errors.day.reduce((most, day, i) => Math.max(most, day - (errors.origin[i] as number) + 1), 1);
  return Math.max(1, (last - first + 1) / horizon);
}

/** Samples of different series belong together when they are of the same day, forecast as many weeks ahead. */
export function sampleKey({ day, origin }: DayErrors, i: number): string {
  return `${day[i]}/${Math.floor(((day[i] as number) - (origin[i] as number)) / 7)}`;
}

/** Relative error of a day on the log scale; one contact of grace keeps quiet days finite. */
function logError({ forecast, actual }: DayErrors, i: number): number {
  return Math.log(((actual[i] as number) + 1) / ((forecast[i] as number) + 1));
}

function standardised(errors: DayErrors | undefined, columns: ReadonlyMap<string, number>): Float64Array {
  const scores = new Float64Array(columns.size);
  if (errors === undefined) return scores;
  const logs = errors.day.map((_, i) => logError(errors, i));
  const size = Math.sqrt(logs.reduce((sum, e) => sum + e * e, 0) / logs.length);
  if (!(size > 0)) return scores;
  // one wild day must not tie two series together for good
  logs.forEach((e, i) => {
    scores[columns.get(sampleKey(errors, i)) as number] = Math.max(-3, Math.min(3, e / size));
  });
  const after = Math.sqrt(scores.reduce((sum, e) => sum + e * e, 0) / scores.length);
  return scores.map((score) => score / after);
}

/** Least mean square error of the correlations when they are pulled to 0: Σ Var(r) ÷ Σ r² [SchaeferStrimmer2005]. */
export function shrinkageOf(scores: readonly Float64Array[]): number {
  const samples = scores[0]?.length ?? 0;
  if (samples < 3 || scores.length < 2) return 1;
  // sums over all pairs of series without visiting the pairs: ‖ZᵀZ‖ and the fourth powers are enough
  let products = 0;
  let selfProducts = 0;
  for (let a = 0; a < samples; a += 1) {
    for (let b = a; b < samples; b += 1) {
      let dot = 0;
      for (const row of scores) dot += (row[a] as number) * (row[b] as number);
      products += (a === b ? 1 : 2) * dot * dot;
    }
  }
  let squares = 0;
  for (let t = 0; t < samples; t += 1) {
    let sum = 0;
    let own = 0;
    for (const row of scores) {
      const square = (row[t] as number) ** 2;
      sum += square;
      own += square * square;
    }
    squares += sum * sum - own;
  }
  for (const row of scores) selfProducts += row.reduce((sum, z) => sum + z * z, 0) ** 2;
  const correlations = (products - selfProducts) / samples ** 2;
  const variance = Math.max(0, squares / samples - correlations) / (samples - 1);
  return correlations > 0 ? Math.min(1, variance / correlations) : 1;
}

/** How far a level error runs through a horizon: least squares of r · memory^gap on the products of the errors of near days. */
function betweenDays(errors: DayErrors | undefined): number {
  if (errors === undefined) return PRIOR_BETWEEN;
  const logs = errors.day.map((_, i) => logError(errors, i));
  // a wild day is wild alone: unclipped, it would hide how the others hang together
  const limit = 4 * medianOf(logs.map(Math.abs));
  const clipped = logs.map((e) => Math.max(-limit, Math.min(limit, e)));
  let products = 0;
  let squares = 0;
  for (let i = 0; i < clipped.length; i += 1) {
    for (let j = i - 1; j >= 0 && errors.origin[j] === errors.origin[i]; j -= 1) {
      const gap = (errors.day[i] as number) - (errors.day[j] as number);
      if (gap > NEAR_DAYS) break;
      const weight = DAY_MEMORY ** gap;
      products += weight * (clipped[i] as number) * (clipped[j] as number);
      squares += weight * weight;
    }
  }
  const variance = clipped.reduce((sum, e) => sum + e * e, 0) / clipped.length;
  const origins = new Set(errors.origin).size;
  const own = squares > 0 && variance > 0 ? products / squares / variance : PRIOR_BETWEEN;
  const weight = origins / (origins + PRIOR_ORIGINS);
  return Math.max(0, Math.min(1, weight * own + (1 - weight) * PRIOR_BETWEEN));
}
