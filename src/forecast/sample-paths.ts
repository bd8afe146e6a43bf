import { checkInteger, type Forecast, type ForecastBand, InvalidInputError, type QueueForecast } from '../core/index.js';
import { normalQuantile } from '../numeric/index.js';
import { type RandomStream, randomStream } from '../random/index.js';
import { countQuantile } from './count-quantile.js';
import { deviationAt, type ForecastDay, forecastDays, scoreOf, type Variation } from './day-share.js';
import { DAY_MEMORY, type DayTies, dayTies } from './day-ties.js';
import type { SeriesName } from './series-groups.js';

/** Options of {@link samplePaths}. */
export type PathOptions = {
  /** How many paths, 1 or more; 100 by default. */
  readonly count?: number | undefined;
  /** Default 1. */
  readonly seed?: number | undefined;
  /** `counts` (default): contacts that may come, whole numbers. `rates`: expected contacts behind them, without the noise of counting. */
  readonly of?: 'counts' | 'rates' | undefined;
};

/** Sampled futures of one series. */
export type QueuePaths = SeriesName & {
  readonly zone: string;
  readonly startMs: number;
  readonly intervalSeconds: number;
  /** Path × interval; null = closed. */
  readonly paths: readonly (readonly (number | null)[])[];
};

/** Result of {@link samplePaths}. */
export type ForecastPaths = { readonly queues: readonly QueuePaths[]; readonly count: number; readonly seed: number; readonly of: 'counts' | 'rates' };

/** Below this mean, counts are drawn as negative binomials. */
const FEW = 20;

/**
 * Draws futures from a forecast (Monte Carlo): every interval follows its own bands, the intervals of a day move together as far as the bands of day
 * totals say, days of one horizon and queues as far as their backtest errors did (Gaussian copula with a day factor).
 *
 * @param options.count - Paths, 1 or more; 100 by default.
 * @param options.of - `counts` are contacts as they may come, whole numbers. `rates` leave out the noise of counting (Poisson): what a simulation takes that
 *   draws its own arrivals.
 * @returns By queue, path × interval, null = closed; the mean over paths tends to the forecast. Path k of all queues is one future.
 * @throws {@link InvalidInputError} for a count below 1 or a forecast without bands.
 * @remarks Where day totals have no bands, intervals are drawn apart. Same seed, same paths. Source: [AvramidisEtAl2004]; keys in docs/references.md.
 * @example
 * const csv = 'queue,start,interval_seconds,volume,volume_lo80,volume_hi80,aht_seconds\na,2026-12-07T08:00:00Z,1800,100,87,113,300\n';
 * const { queues } = samplePaths(readForecast(csv, { zone: 'UTC' }), { count: 500 });
 * const inside = queues[0].paths.filter(([contacts]) => contacts >= 87 && contacts <= 113).length / 500;
 * inside > 0.75 && inside < 0.86; // true
 */
export function samplePaths(forecast: Forecast, options: PathOptions = {}): ForecastPaths {
  const { count = 100, seed = 1, of = 'counts' } = options;
  checkInteger('samplePaths: count', count, 1);
  const bare = forecast.queues.find((queue) => queue.bands.length === 0);
  if (bare !== undefined)
    throw new InvalidInputError(`samplePaths: queue ${JSON.stringify(bare.queue)} has no bands to draw from. Forecast with levels such as [0.8, 0.95].`, {
      queue: bare.queue,
    });
  const ties = dayTies(forecast.queues);
  const stream = randomStream(seed, 'paths');
  const laws = forecast.queues.map((queue): Law => ({ days: forecastDays(queue, of), curves: queue.volume.map((_, i) => curveAt(queue, i, of)) }));
  const dayList = [...new Set(laws.flatMap(({ days }) => days.map(({ number }) => number)))].sort((a, b) => a - b);
  const paths = forecast.queues.map((): (number | null)[][] => []);
  for (let k = 0; k < count; k += 1) {
    const factors = dayFactors(ties, dayList, stream.fork(`days/${k}`));
    laws.forEach((law, j) => {
      const noise = stream.fork(`noise/${k}/${j}`);
      (paths[j] as (number | null)[][]).push(drawPath(law, (day) => factors.get(day)?.[j] ?? 0, noise, of));
    });
  }
  return { queues: forecast.queues.map((queue, j) => ({ ...nameOf(queue), paths: paths[j] as (number | null)[][] })), count, seed, of };
}

function nameOf({ queue, channel, reason, site, zone, startMs, intervalSeconds }: QueueForecast): Omit<QueuePaths, 'paths'> {
  return { queue, channel, ...(reason === undefined ? {} : { reason }), ...(site === undefined ? {} : { site }), zone, startMs, intervalSeconds };
}

/** Standard normal day factors by day and series: part of each is a level that wanders through the horizon (autoregressive), and both parts are tied across series. */
function dayFactors({ scores, shrinkage, between }: DayTies, days: readonly number[], stream: RandomStream): Map<number, Float64Array> {
  const samples = scores[0]?.length ?? 0;
  const known = scores.map((row) => (samples > 0 ? row.reduce((sum, z) => sum + z * z, 0) / samples : 0));
  const tied = (): Float64Array => {
    // a random mix of past days has their correlations; what shrinkage takes off is each series' own
    const mix = Float64Array.from({ length: samples }, () => stream.normal());
    return Float64Array.from(scores, (row, j) => {
      let along = 0;
      for (let t = 0; t < samples; t += 1) along += (row[t] as number) * (mix[t] as number);
      const share = (1 - shrinkage) * (known[j] as number);
      return (samples > 0 ? Math.sqrt(1 - shrinkage) * (along / Math.sqrt(samples)) : 0) + Math.sqrt(Math.max(0, 1 - share)) * stream.normal();
    });
  };
  let level = tied();
  let before = days[0] ?? 0;
  return new Map(
    days.map((day) => {
      const kept = DAY_MEMORY ** (day - before);
      if (kept < 1) {
        const fresh = tied();
        level = level.map((z, j) => kept * z + Math.sqrt(1 - kept * kept) * (fresh[j] as number));
      }
      before = day;
      const own = tied();
      return [day, own.map((z, j) => Math.sqrt(between[j] as number) * (level[j] as number) + Math.sqrt(1 - (between[j] as number)) * z)];
    }),
  );
}

/** Contacts of an interval by their standard normal score. */
type Curve = (score: number) => number;

function curveAt(queue: QueueForecast, i: number, of: Variation): Curve | null {
  const mean = queue.volume[i] ?? null;
  if (mean === null) return null;
  if (mean === 0) return () => 0;
  const deviation = deviationAt(queue, i, of);
  if (of === 'rates') return rateCurve(mean, deviation);
  if (mean < FEW) return (score) => countQuantile(mean, Math.max(mean, deviation * deviation), shareBelow(score));
  return rootCurve(mean, knotsAt(queue.bands, i, mean));
}

/** A point of the quantile function on the root scale, on both sides. */
type Knot = { readonly score: number; readonly lower: number; readonly upper: number };

function knotsAt(bands: readonly ForecastBand[], i: number, mean: number): [Knot, ...Knot[]] {
  const knots = [...bands]
    .sort((a, b) => a.level - b.level)
    .map((band) => ({
      score: scoreOf(band.level),
      lower: Math.sqrt(Math.max(0, band.volumeLower[i] ?? mean)),
      upper: Math.sqrt(Math.max(0, band.volumeUpper[i] ?? mean)),
    }));
  return knots as [Knot, ...Knot[]];
}

/** Value on the root scale: straight between the bounds of the bands, and on beyond the widest. */
function rootAt(knots: readonly Knot[], middle: number, score: number): number {
  const size = Math.abs(score);
  let fromScore = 0;
  let from = middle;
  let slope = 0;
  for (const knot of knots) {
    const value = score < 0 ? knot.lower : knot.upper;
    slope = (value - from) / (knot.score - fromScore);
    if (size <= knot.score) break;
    fromScore = knot.score;
    from = value;
  }
  return Math.max(0, from + slope * (size - fromScore));
}

const POINTS = 40;
let scores: readonly number[] | null = null;

/** Mean of a curve of scores, on equally likely points. */
function meanOf(curve: Curve): number {
  scores ??= Array.from({ length: POINTS }, (_, n) => normalQuantile((n + 0.5) / POINTS));
  return scores.reduce((sum, score) => sum + curve(score), 0) / POINTS;
}

/** Quantiles through the bounds of all bands; the median lies where it makes the mean that of the forecast (two secant steps). */
function rootCurve(mean: number, knots: readonly [Knot, ...Knot[]]): Curve {
  const [narrow] = knots;
  const from =
    (middle: number): Curve =>
    (score) =>
      rootAt(knots, middle, score) ** 2;
  const inside = (middle: number): number => Math.max(narrow.lower, Math.min(narrow.upper, middle));
  let middle = inside(Math.sqrt(mean));
  const step = (narrow.upper - narrow.lower) / 20;
  for (let pass = 0; pass < 2 && step > 0; pass += 1) {
    const miss = meanOf(from(middle)) - mean;
    const slope = (meanOf(from(middle + step)) - mean - miss) / step;
    if (slope > 0) middle = inside(middle - miss / slope);
  }
  return from(middle);
}

/** Rates scatter evenly on the root scale. */
function rateCurve(mean: number, deviation: number): Curve {
  const spread = deviation / (2 * Math.sqrt(mean));
  const middle = Math.sqrt(Math.max(0, mean - spread * spread));
  return (score) => Math.max(0, middle + spread * score) ** 2;
}

/** Normal distribution function (Abramowitz and Stegun 26.2.17, absolute error 7.5e-8). */
function shareBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail = Math.exp((-z * z) / 2) * 0.3989422804 * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}

/** How one series scatters. */
type Law = { readonly days: readonly ForecastDay[]; readonly curves: readonly (Curve | null)[] };

function drawPath({ days, curves }: Law, factorOf: (day: number) => number, noise: RandomStream, of: Variation): (number | null)[] {
  const path = curves.map((): number | null => null);
  for (const day of days) {
    const scores = dayScores(day, factorOf(day.number), noise);
    day.intervals.forEach((i, n) => {
      const drawn = (curves[i] as Curve)(scores[n] as number);
      path[i] = of === 'counts' ? Math.round(drawn) : drawn;
    });
  }
  return path;
}

/** Standard normal scores of the intervals of a day. */
function dayScores({ intervals, deviations, shared, calm }: ForecastDay, factor: number, noise: RandomStream): number[] {
  const own = Math.sqrt(shared ?? 0);
  const apart = Math.sqrt(1 - (shared ?? 0));
  const draws = intervals.map(() => noise.normal());
  // a day that varies less than independent intervals would: take the common part out of their noise
  const size = deviations.reduce((sum, a) => sum + a * a, 0);
  const common = calm < 1 ? ((1 - calm) * deviations.reduce((sum, a, n) => sum + a * (draws[n] as number), 0)) / size : 0;
  return draws.map((z, n) => own * factor + apart * (z - common * (deviations[n] as number)));
}
