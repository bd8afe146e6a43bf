import type { QueueForecast } from '../core/index.js';
import { normalQuantile } from '../numeric/index.js';
import { dayNumber } from '../time/index.js';
import { forecastClock } from './apply-overrides.js';

/** One open day of a forecast: which intervals it has and how they move together. */
export type ForecastDay = {
  /** Days since 1970. */
  readonly number: number;
  /** Open intervals, and the standard deviation of each. */
  readonly intervals: readonly number[];
  readonly deviations: readonly number[];
  /** Share of an interval's variance that is the day's own factor, 0–1; null where the forecast has no band of the day. */
  readonly shared: number | null;
  /** Deviation of the day ÷ that of independent intervals where even those vary more than the day; else 1. */
  readonly calm: number;
};

/** What varies: contacts as they come, or the expected contacts behind them (less the variance of a Poisson count). */
export type Variation = 'counts' | 'rates';

/**
 * Splits the bands of every day into what moves its intervals together and what is each interval's own, so that the variance of the sum
 * is that of the day's band: V = ρ (Σa)² + (1 − ρ) Σa².
 */
export function forecastDays(queue: QueueForecast, of: Variation = 'counts'): ForecastDay[] {
  const { dayNumbers } = forecastClock(queue);
  const days = new Map<number, number[]>();
  queue.volume.forEach((value, i) => {
    if (value === null) return;
    const day = dayNumbers[i] as number;
    const list = days.get(day);
    if (list === undefined) days.set(day, [i]);
    else list.push(i);
  });
  const totals = new Map(queue.days.map((day) => [dayNumber(day.day), day]));
  return [...days].map(([number, intervals]) => {
    const deviations = intervals.map((i) => deviationAt(queue, i, of));
    const total = totals.get(number);
    const band = total?.bands[0];
    if (total === undefined || band === undefined) return { number, intervals, deviations, shared: null, calm: 1 };
    const apart = deviations.reduce((sum, a) => sum + a * a, 0);
    const together = deviations.reduce((sum, a) => sum + a, 0) ** 2;
    const day = (band.volumeUpper - band.volumeLower) / 2 / scoreOf(band.level);
    const variance = Math.max(0, day * day - (of === 'rates' ? total.volume : 0));
    if (!(together > apart * (1 + 1e-9))) return { number, intervals, deviations, shared: 1, calm: 1 };
    const shared = Math.max(0, Math.min(1, (variance - apart) / (together - apart)));
    return { number, intervals, deviations, shared, calm: variance < apart ? Math.sqrt(variance / apart) : 1 };
  });
}

/** Standard score of the upper bound of a central band. */
export function scoreOf(level: number): number {
  return normalQuantile(0.5 + level / 2);
}

/** Standard deviation of an interval as its narrowest band has it. */
export function deviationAt({ bands, volume }: QueueForecast, i: number, of: Variation): number {
  const [band] = bands;
  if (band === undefined) return 0;
  const size = ((band.volumeUpper[i] ?? 0) - (band.volumeLower[i] ?? 0)) / 2 / scoreOf(band.level);
  return of === 'counts' ? size : Math.sqrt(Math.max(0, size * size - (volume[i] ?? 0)));
}
