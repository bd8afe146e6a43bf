import { type Forecast, InvalidInputError, type Override, type QueueForecast } from '../core/index.js';
import { dayFromNumber, dayNumber, gridClock } from '../time/index.js';
import { periodAfter } from './coarse-model.js';

/** Minutes of a local `HH:MM`. */
export function minuteOf(time: string): number {
  const match = /^(\d{1,2}):(\d{2})$/.exec(time);
  const minute = match === null ? Number.NaN : Number(match[1]) * 60 + Number(match[2]);
  if (!(minute <= 1440)) throw new InvalidInputError(`time of day must be written HH:MM, got ${JSON.stringify(time)}.`, { time });
  return minute;
}

/**
 * Clock readings of a forecast's intervals: local day (days since 1970), weekday, minute of the day. Daily entries count local days, weekly and
 * monthly ones read their first day.
 *
 * @param queue - One series of a forecast.
 * @example
 * const csv = 'queue,start,interval_seconds,volume,aht_seconds\na,2026-12-07T08:00:00Z,1800,12,300\na,2026-12-07T08:30:00Z,1800,14,300\n';
 * [...forecastClock(readForecast(csv, { zone: 'UTC' }).queues[0]).minutes]; // [480, 510]
 */
export function forecastClock(queue: QueueForecast): ReturnType<typeof gridClock> {
  const count = queue.volume.length;
  const clock = gridClock(queue.zone, queue.startMs, queue.intervalSeconds, count);
  if (queue.intervalSeconds < 86_400) return clock;
  const first = dayFromNumber(clock.dayNumbers[0] ?? 0);
  for (let i = 1; i < count; i += 1) {
    const day = queue.grain === undefined ? (clock.dayNumbers[0] as number) + i : dayNumber(periodAfter(first, queue.grain, i));
    clock.dayNumbers[i] = day;
    clock.weekdays[i] = (((day + 3) % 7) + 7) % 7;
  }
  return clock;
}

function applies(override: Override, day: number, weekday: number, minute: number): boolean {
  if (day < dayNumber(override.from) || day > dayNumber(override.to)) return false;
  if (override.weekdays !== null && !override.weekdays.includes(weekday)) return false;
  const from = override.startTime === null ? 0 : minuteOf(override.startTime);
  const to = override.endTime === null ? 1440 : minuteOf(override.endTime);
  return minute >= from && minute < to;
}

function changed(value: number, { operation, value: by }: Override): number {
  return Math.max(0, operation === 'set' ? by : operation === 'scale' ? value * by : value + by);
}

/**
 * Applies a planner's changes to a forecast, in the order given (judgemental adjustment). The statistical forecast stays in
 * `statisticalVolume`; bands and day totals move with the volume, and closed intervals stay closed.
 *
 * @param overrides - Local days, weekdays and clock times on which to set, scale or add; null means all. Values below 0 become 0.
 * @returns A new forecast; the input is unchanged. An `aht` override sets handle times where the history carried none.
 * @throws {@link InvalidInputError} for a time of day that is not `HH:MM`, or a day that is no date.
 * @example
 * const counts = [90, 80, 70, 70, 60];
 * const lines = Array.from({ length: 84 }, (_, d) => `${addDays('2026-01-05', d)},${counts[d % 7] ?? 0}`);
 * const history = await readHistory(['timestamp,volume', ...lines].join('\n'), { zone: 'Europe/Berlin' });
 * const double = { queue: null, from: '2026-03-30', to: '2026-03-30', weekdays: null, startTime: null, endTime: null, field: 'volume', operation: 'scale', value: 2, note: 'mailing' };
 * const ahead = applyOverrides(await forecast(history, { weeks: 1 }), [double]);
 * ahead.queues[0].days.slice(0, 2).map(({ volume }) => Math.round(volume)); // [180, 80]
 */
export function applyOverrides(forecast: Forecast, overrides: readonly Override[]): Forecast {
  return {
    ...forecast,
    queues: forecast.queues.map((queue) =>
      overrideQueue(
        queue,
        overrides.filter((o) => o.queue === null || o.queue === queue.queue),
      ),
    ),
  };
}

function overrideQueue(queue: QueueForecast, overrides: readonly Override[]): QueueForecast {
  if (overrides.length === 0) return queue;
  const clock = forecastClock(queue);
  const volume = [...queue.volume];
  const aht = [...queue.ahtSeconds];
  for (const override of overrides) {
    const column = override.field === 'volume' ? volume : aht;
    for (let i = 0; i < column.length; i += 1) {
      // a handle time that the history does not carry can be set, but not scaled
      const settable = override.field === 'aht' && override.operation === 'set' && volume[i] !== null;
      const value = column[i] ?? (settable ? 0 : null);
      if (value === null || !applies(override, clock.dayNumbers[i] as number, clock.weekdays[i] as number, clock.minutes[i] as number)) continue;
      column[i] = changed(value, override);
    }
  }
  const timed = withTimes(queue, aht);
  return volume.some((value, i) => value !== queue.volume[i]) ? withVolume(timed, volume) : timed;
}

type Column = readonly (number | null)[];

/** A bound that moves in proportion with what it is a bound of; without proportion it closes up on the new value. */
function moved(column: Column, from: Column, to: Column): (number | null)[] {
  return column.map((value, i) => {
    const before = from[i] ?? null;
    const after = to[i] ?? null;
    if (value === null || before === null || after === null || before === after) return value;
    return before > 0 ? (value * after) / before : after;
  });
}

/** The forecast with other handle times: their bands are moved in proportion. */
export function withTimes(queue: QueueForecast, ahtSeconds: Column): QueueForecast {
  const bounds = (column: Column | undefined): Column => moved(column ?? [], queue.ahtSeconds, ahtSeconds);
  return {
    ...queue,
    ahtSeconds,
    bands: queue.bands.map((band) => (band.ahtLower === undefined ? band : { ...band, ahtLower: bounds(band.ahtLower), ahtUpper: bounds(band.ahtUpper) })),
  };
}

/** The forecast with another volume: bands and day totals are moved in proportion. */
export function withVolume(queue: QueueForecast, volume: Column): QueueForecast {
  const clock = forecastClock(queue);
  const bounds = (column: Column): Column => moved(column, queue.volume, volume);
  const totals = new Map<string, number>();
  volume.forEach((value, i) => {
    if (value === null) return;
    const day = dayFromNumber(clock.dayNumbers[i] as number);
    totals.set(day, (totals.get(day) ?? 0) + value);
  });
  return {
    ...queue,
    volume,
    statisticalVolume: queue.statisticalVolume ?? queue.volume,
    bands: queue.bands.map((band) => ({ ...band, volumeLower: bounds(band.volumeLower), volumeUpper: bounds(band.volumeUpper) })),
    days: queue.days.map((day) => {
      const total = totals.get(day.day) ?? 0;
      const bound = (value: number): number => (day.volume > 0 ? (value * total) / day.volume : total);
      return {
        ...day,
        volume: total,
        bands: day.bands.map((band) => ({ ...band, volumeLower: bound(band.volumeLower), volumeUpper: bound(band.volumeUpper) })),
      };
    }),
  };
}
