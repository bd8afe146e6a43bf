import { type Forecast, InvalidInputError, type QueueForecast } from '../core/index.js';
import { addDays, dayFromNumber, dayNumber } from '../time/index.js';
import { forecastClock } from './apply-overrides.js';
import { periodAfter } from './coarse-model.js';
import { scoreOf } from './day-share.js';
import { DAY_MEMORY, dayTies } from './day-ties.js';
import { type SeriesName, seriesName } from './series-groups.js';

/** Totals of one series per day, week or month; columns of equal length. */
export type PeriodTotals = SeriesName & {
  readonly zone: string;
  readonly per: 'day' | 'week' | 'month';
  /** First and last local day of each period as far as the forecast reaches. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** False for a first or last period of which the forecast covers a part. */
  readonly whole: readonly boolean[];
  readonly volume: readonly number[];
  /** Mean handle time, weighted by volume; null where unknown. */
  readonly ahtSeconds: readonly (number | null)[];
  /** Empty for forecasts whose days have no bands. */
  readonly bands: readonly { readonly level: number; readonly volumeLower: readonly number[]; readonly volumeUpper: readonly number[] }[];
};

/** Options of {@link aggregateForecast}. */
export type AggregateOptions = {
  readonly per: PeriodTotals['per'];
  /** First day of a week, 0 = Monday (default) to 6. */
  readonly weekStart?: number | undefined;
};

/**
 * Totals of a forecast per local day, week or month, with bands: half-widths of days are added by the correlation that the backtest found between days of
 * one horizon (a level error runs through all of them), each side for itself.
 *
 * @param options.per - `day`, `week` or `month`.
 * @param options.weekStart - First day of a week, 0 = Monday (default) to 6.
 * @returns By queue, in the order of the forecast. For totals over queues apply {@link sumForecasts} first.
 * @throws {@link InvalidInputError} for an unknown `per`, a `weekStart` out of range, or weekly or monthly totals asked for another period than their own.
 * @example
 * const csv = 'queue,start,interval_seconds,volume,aht_seconds\na,2026-12-07T08:00:00Z,1800,12,300\na,2026-12-08T08:00:00Z,1800,8,300\n';
 * aggregateForecast(readForecast(csv, { zone: 'UTC' }), { per: 'week' })[0].volume; // [20]
 */
export function aggregateForecast(forecast: Forecast, options: AggregateOptions): PeriodTotals[] {
  const { per, weekStart = 0 } = options;
  if (!['day', 'week', 'month'].includes(per))
    throw new InvalidInputError(`aggregateForecast: per must be day, week or month, got ${JSON.stringify(per)}.`, { per });
  if (!Number.isInteger(weekStart) || weekStart < 0 || weekStart > 6)
    throw new InvalidInputError(`aggregateForecast: weekStart must be a whole number from 0 (Monday) to 6, got ${weekStart}.`, { weekStart });
  return forecast.queues.map((queue) => (queue.grain === undefined ? totalsOf(queue, per, weekStart) : ownTotals(queue, queue.grain, per)));
}

/** Weekly or monthly totals, which are their own periods. */
function ownTotals(queue: QueueForecast, grain: 'week' | 'month', per: PeriodTotals['per']): PeriodTotals {
  if (per !== grain)
    throw new InvalidInputError(`aggregateForecast: queue ${JSON.stringify(queue.queue)} has totals per ${grain}, which cannot be given per ${per}.`, {
      queue: queue.queue,
      per,
    });
  const known = queue.volume.flatMap((value, i) => (value === null ? [] : [i]));
  const days = [...forecastClock(queue).dayNumbers].map(dayFromNumber);
  const at = (column: readonly (number | null)[]): number[] => known.map((i) => column[i] ?? 0);
  return {
    ...seriesName(queue),
    zone: queue.zone,
    per,
    from: known.map((i) => days[i] as string),
    to: known.map((i) => addDays(periodAfter(days[i] as string, grain, 1), -1)),
    whole: known.map(() => true),
    volume: at(queue.volume),
    ahtSeconds: known.map((i) => queue.ahtSeconds[i] ?? null),
    bands: queue.bands.map(({ level, volumeLower, volumeUpper }) => ({ level, volumeLower: at(volumeLower), volumeUpper: at(volumeUpper) })),
  };
}

/** First day of the period that a day falls into. */
function periodStart(day: number, per: PeriodTotals['per'], weekStart: number): number {
  if (per === 'day') return day;
  if (per === 'month') return dayNumber(`${dayFromNumber(day).slice(0, 7)}-01`);
  return day - ((((day + 3 - weekStart) % 7) + 7) % 7);
}

function nextPeriod(start: number, per: PeriodTotals['per']): number {
  if (per === 'month') return dayNumber(`${dayFromNumber(start + 32).slice(0, 7)}-01`);
  return start + (per === 'week' ? 7 : 1);
}

function totalsOf(queue: QueueForecast, per: PeriodTotals['per'], weekStart: number): PeriodTotals {
  const { dayNumbers, minutes } = forecastClock(queue);
  const first = dayNumbers[0] ?? 0;
  const last = dayNumbers.at(-1) ?? -1;
  // a day that the forecast enters after midnight, or leaves before, is not whole
  const fromWhole = (minutes[0] ?? 0) === 0 ? first : first + 1;
  const daily = queue.intervalSeconds >= 86_400;
  const toWhole = daily || (minutes.at(-1) ?? 0) * 60 + queue.intervalSeconds >= 86_400 ? last : last - 1;
  const starts: number[] = [];
  for (let start = periodStart(first, per, weekStart); start <= last; start = nextPeriod(start, per)) starts.push(start);
  const ties = dayTies([queue]);
  const [between] = ties.between as [number];
  const [stretches] = ties.stretches as [number];
  const periods = starts.map((start) => {
    const end = nextPeriod(start, per) - 1;
    return { start, end, days: queue.days.filter(({ day }) => dayNumber(day) >= start && dayNumber(day) <= end) };
  });
  const levels = (queue.days[0]?.bands ?? []).map(({ level }) => level);
  return {
    ...seriesName(queue),
    zone: queue.zone,
    per,
    from: periods.map(({ start }) => dayFromNumber(Math.max(first, start))),
    to: periods.map(({ end }) => dayFromNumber(Math.min(last, end))),
    whole: periods.map(({ start, end }) => start >= fromWhole && end <= toWhole),
    volume: periods.map(({ days }) => days.reduce((sum, day) => sum + day.volume, 0)),
    ahtSeconds: periods.map(({ start, end }) => meanTime(queue, dayNumbers, start, end)),
    bands: levels.map((level) => ({
      level,
      volumeLower: periods.map(({ days }) => bound(days, level, 'volumeLower', between * tailFactor(level, stretches))),
      volumeUpper: periods.map(({ days }) => bound(days, level, 'volumeUpper', between * tailFactor(level, stretches))),
    })),
  };
}

/**
 * What an error of the level is worth beyond the bands of days: it was seen in few stretches, and far quantiles of Student's t lie further out than what
 * widens those bands, which is right at 80 %. First term of the expansion of t in 1 ÷ degrees of freedom, squared, since ties act on variances.
 */
function tailFactor(level: number, stretches: number): number {
  const z = scoreOf(level);
  return Math.max(1, (1 + (z * z + 1) / 4 / stretches) / (1 + 0.75 / stretches)) ** 2;
}

/** Half-widths of days added by their ties: Σ w² + 2 r Σ wᵢ wⱼ memory^gap. */
function bound(days: QueueForecast['days'], level: number, side: 'volumeLower' | 'volumeUpper', between: number): number {
  let volume = 0;
  let squares = 0;
  let tied = 0;
  let reach = 0;
  let before: number | null = null;
  for (const { day, volume: expected, bands } of days) {
    const number = dayNumber(day);
    const size = Math.abs((bands.find((band) => band.level === level)?.[side] ?? expected) - expected);
    if (before !== null) reach *= DAY_MEMORY ** (number - before);
    volume += expected;
    squares += size * size;
    tied += size * reach;
    reach += size;
    before = number;
  }
  const width = Math.sqrt(squares + 2 * between * tied);
  return side === 'volumeLower' ? Math.max(0, volume - width) : volume + width;
}

function meanTime({ volume, ahtSeconds }: QueueForecast, dayNumbers: Int32Array, start: number, end: number): number | null {
  let work = 0;
  let contacts = 0;
  volume.forEach((value, i) => {
    const seconds = ahtSeconds[i] ?? null;
    const day = dayNumbers[i] as number;
    if (value === null || seconds === null || day < start || day > end) return;
    work += value * seconds;
    contacts += value;
  });
  return contacts > 0 ? work / contacts : null;
}
