import type { Channel, QueueForecast, QueueHistory } from '../core/index.js';
import { UnusableInputError } from '../core/index.js';
import { medianOf, normalQuantile } from '../numeric/index.js';
import { addDays, dayFromNumber, dayNumber, instantOf } from '../time/index.js';
import { seriesName } from './series-groups.js';

/** Fitted model of weekly or monthly totals: level, damped trend and season of contacts per day, on the log scale. */
export type CoarseModel = {
  readonly queue: string;
  readonly channel: Channel;
  readonly reason?: string;
  readonly site?: string;
  readonly zone: string;
  readonly grain: 'week' | 'month';
  /** First local day of the first period after the history. */
  readonly startDay: string;
  readonly endMs: number;
  /** Contacts per day, log; its change per period; share that smoothing takes of each surprise. */
  readonly level: number;
  readonly trend: number;
  readonly alpha: number;
  /** Log factor by month of the year, or by week of the year; empty where the history is too short. */
  readonly season: readonly number[];
  /** Standard deviation one period ahead, log. */
  readonly deviation: number;
  readonly ahtSeconds: number | null;
  readonly warnings: readonly string[];
};

/** Each period takes the trend on by so much less. */
const DAMPING = 0.95;
const ALPHAS: readonly number[] = [0.1, 0.2, 0.3, 0.5, 0.7, 0.9];
/** Nominal lengths. Entry i of such a forecast is the i-th calendar week or month. */
const SECONDS = { week: 604_800, month: 2_629_800 } as const;

/** First day of the period `count` after one that starts on `day`. */
export function periodAfter(day: string, grain: 'week' | 'month', count: number): string {
  if (grain === 'week') return addDays(day, 7 * count);
  return dayFromNumber(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + count, 1) / 86_400_000);
}

/** Season of a period by its first day, a season index. */
function seasonOf(day: string, grain: 'week' | 'month'): number {
  if (grain === 'month') return Number(day.slice(5, 7)) - 1;
  return Math.min(51, Math.floor((dayNumber(addDays(day, 3)) - dayNumber(`${addDays(day, 3).slice(0, 4)}-01-01`)) / 7));
}

/** Fits weekly or monthly totals: season by ratio to the mean of a year around, then the theta method with a damped trend [AssimakopoulosNikolopoulos2000]. */
export function fitCoarse(history: QueueHistory, grain: 'week' | 'month', commonEndMs: number): CoarseModel {
  const { zone, volume } = history;
  const first = history.startDay ?? '';
  const starts = volume.map((_, i) => periodAfter(first, grain, i));
  const logs = volume.map((value, i) => {
    const days = dayNumber(periodAfter(starts[i] as string, grain, 1)) - dayNumber(starts[i] as string);
    return value === null ? null : Math.log((value + 0.5) / days);
  });
  const known = logs.filter((value) => value !== null);
  if (known.length < 3)
    throw new UnusableInputError(
      `forecast: queue ${JSON.stringify(history.queue)} has ${known.length} ${grain}s with data; 3 are needed at least, two years show the season. Give more history.`,
      { queue: history.queue, known: known.length },
      'tooLittleHistory',
    );
  const season = seasonFactors(logs, starts, grain);
  const plain = logs.map((value, i) => (value === null ? null : value - (season[seasonOf(starts[i] as string, grain)] ?? 0)));
  const smooth = ALPHAS.map((alpha) => smoothed(plain, alpha)).reduce((best, one) => (one.error < best.error ? one : best));
  let count = volume.length;
  while (instantOf(zone, periodAfter(first, grain, count), 0) < commonEndMs) count += 1;
  const startDay = periodAfter(first, grain, count);
  const contacts = volume.map((value, i) => (history.ahtSeconds[i] === null ? 0 : (value ?? 0) * 0.9 ** (volume.length - i)));
  const weight = contacts.reduce((sum, n) => sum + n, 0);
  const counting = 1 / Math.max(1, Math.exp(smooth.level) * (SECONDS[grain] / 86_400));
  return {
    ...seriesName(history),
    zone,
    grain,
    startDay,
    endMs: instantOf(zone, startDay, 0),
    level: smooth.level,
    // below two years growth cannot be told from the season
    trend: season.length === 0 ? 0 : trendOf(plain),
    alpha: smooth.alpha,
    season,
    deviation: Math.sqrt(Math.max(smooth.error, counting)) * (1 + 2 / known.length),
    ahtSeconds: weight > 0 ? contacts.reduce((sum, n, i) => sum + n * (history.ahtSeconds[i] ?? 0), 0) / weight : null,
    warnings: [
      `Totals per ${grain}: the forecast cannot tell weekdays or hours apart. Give intervals or days for staffing.`,
      ...(season.length === 0 ? [`${known.length} ${grain}s of history are too short for the yearly cycle, which needs two years.`] : []),
    ],
  };
}

/** Log factor of each season against the year around it, smoothed for weeks, pulled to none by one more year without; empty below two years. */
function seasonFactors(logs: readonly (number | null)[], starts: readonly string[], grain: 'week' | 'month'): number[] {
  const year = grain === 'month' ? 12 : 52;
  if (logs.length < 2 * year) return [];
  const sums = new Float64Array(year);
  const counts = new Float64Array(year);
  for (let i = year / 2; i < logs.length - year / 2; i += 1) {
    const around = logs.slice(i - year / 2, i + year / 2 + 1).map((value, k) => (value === null ? null : { value, weight: k % year === 0 ? 0.5 : 1 }));
    const present = around.filter((one) => one !== null);
    const total = present.reduce((sum, { weight }) => sum + weight, 0);
    const own = logs[i] ?? null;
    if (own === null || total < 0.8 * year) continue;
    const ratio = own - present.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
    // a week borrows from its neighbours
    for (let near = grain === 'week' ? -2 : 0; near <= (grain === 'week' ? 2 : 0); near += 1) {
      const at = (seasonOf(starts[i] as string, grain) + near + year) % year;
      const weight = 1 / (1 + near * near);
      sums[at] = (sums[at] as number) + weight * ratio;
      counts[at] = (counts[at] as number) + weight;
    }
  }
  const raw = Array.from(sums, (sum, s) => sum / ((counts[s] as number) + 0.5));
  const mean = raw.reduce((sum, value) => sum + value, 0) / year;
  return raw.map((value) => value - mean);
}

/** Periods ahead over which a smoothing is judged: one step alone would prefer those that chase noise. */
const JUDGED = 4;

/** Exponential smoothing: last level, and mean square error one to four steps ahead. */
function smoothed(values: readonly (number | null)[], alpha: number): { readonly alpha: number; readonly level: number; readonly error: number } {
  const known = values.filter((value) => value !== null);
  const usual = medianOf(known.slice(1).map((value, i) => Math.abs(value - (known[i] as number))));
  const most = 2 * Math.max(usual, 1e-6);
  let level = medianOf(known.slice(0, 5));
  let squares = 0;
  let count = 0;
  known.forEach((value, i) => {
    if (i > 0) level += Math.max(alpha, 1 / (i + 1)) * Math.max(-most, Math.min(most, value - level)); // holidays and slips move it a little only
    for (const next of known.slice(i + 1, i + 1 + JUDGED)) {
      squares += (next - level) ** 2;
      count += 1;
    }
  });
  return { alpha, level, error: squares / Math.max(1, count) };
}

/** Half the slope of the line through the values, as far as it stands out from its noise. */
function trendOf(values: readonly (number | null)[]): number {
  const points = values.flatMap((value, i) => (value === null ? [] : [[i, value] as const]));
  const n = points.length;
  const [meanX, meanY] = [0, 1].map((k) => points.reduce((sum, point) => sum + (point[k] as number), 0) / n) as [number, number];
  const squares = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / squares;
  const noise = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0) / Math.max(1, n - 2) / squares;
  return noise > 0 || slope !== 0 ? (slope / 2) * Math.max(0, 1 - (9 * noise) / (slope * slope)) : 0;
}

/** Forecast of all periods that begin before an instant. */
export function forecastCoarse(model: CoarseModel, endMs: number, levels: readonly number[]): QueueForecast {
  const { zone, grain, startDay, trend, alpha, deviation } = model;
  const starts: string[] = [];
  for (let day = startDay; instantOf(zone, day, 0) < endMs; day = periodAfter(day, grain, 1)) starts.push(day);
  const level = starts.map((day, i) => {
    const days = dayNumber(periodAfter(day, grain, 1)) - dayNumber(day);
    return days * Math.exp(model.level + trend * DAMPING * ((1 - DAMPING ** (i + 1)) / (1 - DAMPING)));
  });
  const season = starts.map((day) => Math.exp(model.season[seasonOf(day, grain)] ?? 0));
  const volume = level.map((value, i) => value * (season[i] as number));
  const one = volume.map(() => 1);
  const spread = (i: number, level_: number): number => normalQuantile(0.5 + level_ / 2) * deviation * Math.sqrt(1 + i * alpha * alpha);
  return {
    ...seriesName(model),
    zone,
    grain,
    startMs: model.endMs,
    intervalSeconds: SECONDS[grain],
    volume,
    ahtSeconds: volume.map(() => model.ahtSeconds),
    bands: levels.map((share) => ({
      level: share,
      volumeLower: volume.map((value, i) => value * Math.exp(-spread(i, share))),
      volumeUpper: volume.map((value, i) => value * Math.exp(spread(i, share))),
    })),
    days: [],
    dayFactorCv: deviation,
    parts: { level, weekday: one, month: one, season, event: one, shape: one },
    weights: [],
    warnings: model.warnings,
  };
}
