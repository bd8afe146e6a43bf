import { type DayErrors, type Forecast, type ForecastBand, InvalidInputError, type QueueForecast } from '../core/index.js';
import { type ForecastDay, forecastDays } from './day-share.js';
import { type DayTies, dayTies, sampleKey } from './day-ties.js';
import { DIMENSIONS, type Dimension, groupSeries, sharedName } from './series-groups.js';

/** Options of {@link sumForecasts}. */
export type SumOptions = {
  /** Series that agree in all of these are added; by default everything is one sum. */
  readonly by?: Dimension | readonly Dimension[] | undefined;
};

/**
 * Adds up the forecasts of queues, reasons, channels or sites, with bands that know how far queues move together: half-widths are added by the
 * correlation of their backtest days, `√(Σ rⱼₖ wⱼ wₖ)`, each side for itself.
 *
 * @param options.by - `queue`, `channel`, `reason`, `site` or a list of them: series that agree there are added. Default: one sum of all.
 * @returns A forecast with one entry per sum, in the order of first members: volumes, bands, day totals, and handle times weighted by volume. A sum is
 *   closed where all its members are. `parts` are empty, since a sum of products is no product. `queue` is `all` where members differ in it, and ends
 *   in `, all channels` where one queue has several (`channel` is then that of the first).
 * @throws {@link InvalidInputError} for series of different interval lengths or zones in one sum, or an unknown dimension.
 * @remarks Correlations are shrunk [SchaeferStrimmer2005]; forecasts without a backtest count as independent. Keys in docs/references.md.
 * @example
 * const csv = 'queue,start,interval_seconds,volume,aht_seconds\na,2026-12-07T08:00:00Z,1800,12,300\nb,2026-12-07T08:00:00Z,1800,4,100\n';
 * const [sum] = sumForecasts(readForecast(csv, { zone: 'UTC' })).queues;
 * [sum.volume[0], sum.ahtSeconds[0]]; // [16, 250]
 */
export function sumForecasts(forecast: Forecast, options: SumOptions = {}): Forecast {
  const by = options.by === undefined ? [] : typeof options.by === 'string' ? [options.by] : options.by;
  for (const dimension of by) {
    if (!DIMENSIONS.includes(dimension))
      throw new InvalidInputError(`sumForecasts: by must be of ${DIMENSIONS.join(', ')}, got ${JSON.stringify(dimension)}.`, { by: dimension });
  }
  const groups = groupSeries(forecast.queues, by);
  return { ...forecast, queues: groups.map(({ members }) => sumQueues(members.map((m) => forecast.queues[m] as QueueForecast))) };
}

/** One series on the common grid of a sum. */
type Placed = { readonly queue: QueueForecast; readonly shift: number; readonly days: ReadonlyMap<number, ForecastDay>; readonly sharedAt: Float64Array };

/** The sum of some series. */
export function sumQueues(queues: readonly QueueForecast[]): QueueForecast {
  const [first] = queues as [QueueForecast];
  if (queues.length === 1) return first;
  const stepMs = first.intervalSeconds * 1000;
  const startMs = Math.min(...queues.map((queue) => queue.startMs));
  checkGrids(queues, startMs);
  const count = Math.max(...queues.map((queue) => Math.round((queue.startMs - startMs) / stepMs) + queue.volume.length));
  const placed = queues.map((queue) => place(queue, Math.round((queue.startMs - startMs) / stepMs)));
  const ties = dayTies(queues);
  const volume = Array.from({ length: count }, (_, i) => addUp(placed.map(({ queue, shift }) => queue.volume[i - shift] ?? null)));
  const dayErrors = sumErrors(queues);
  return {
    ...sharedName(queues),
    zone: first.zone,
    ...(first.grain === undefined ? {} : { grain: first.grain }),
    startMs,
    intervalSeconds: first.intervalSeconds,
    volume,
    ahtSeconds: volume.map((_, i) => meanTime(placed, i, (queue) => queue.ahtSeconds)),
    bands: commonLevels(queues).map((level) => sumBand(placed, ties, volume, level)),
    days: sumDays(queues, ties),
    dayFactorCv: sharedCv(queues, ties),
    ...(dayErrors === null ? {} : { dayErrors }),
    parts: emptyParts(count),
    weights: [],
    warnings: [...new Set(queues.flatMap((queue) => queue.warnings))],
  };
}

function checkGrids(queues: readonly QueueForecast[], startMs: number): void {
  const [first] = queues as [QueueForecast];
  const odd = queues.find(
    (queue) => queue.intervalSeconds !== first.intervalSeconds || queue.zone !== first.zone || (queue.startMs - startMs) % (first.intervalSeconds * 1000) !== 0,
  );
  if (odd === undefined) return;
  throw new InvalidInputError(
    `sumForecasts: ${JSON.stringify(odd.queue)} and ${JSON.stringify(first.queue)} must share zone and interval grid. Read the history with one interval.`,
    { queue: odd.queue },
  );
}

function place(queue: QueueForecast, shift: number): Placed {
  const days = new Map(forecastDays(queue).map((day) => [day.number, day]));
  const sharedAt = new Float64Array(queue.volume.length);
  for (const { intervals, shared } of days.values()) for (const i of intervals) sharedAt[i] = shared ?? 0;
  return { queue, shift, days, sharedAt };
}

function addUp(values: readonly (number | null)[]): number | null {
  let sum: number | null = null;
  for (const value of values) if (value !== null) sum = (sum ?? 0) + value;
  return sum;
}

function commonLevels(queues: readonly QueueForecast[]): number[] {
  const [first] = queues as [QueueForecast];
  return first.bands.map(({ level }) => level).filter((level) => queues.every((queue) => queue.bands.some((band) => band.level === level)));
}

/** Length of a sum of deviations whose parts are tied by shrunk correlations, series by series. */
function tiedLength(ties: DayTies, sizes: ArrayLike<number>): number {
  let own = 0;
  let seen = 0;
  const samples = ties.scores[0]?.length ?? 0;
  const along = new Float64Array(samples);
  ties.scores.forEach((scores, j) => {
    const size = sizes[j] as number;
    own += size * size;
    if (size === 0) return;
    let known = 0;
    for (let t = 0; t < samples; t += 1) {
      along[t] = (along[t] as number) + size * (scores[t] as number);
      known += (scores[t] as number) ** 2;
    }
    seen += samples > 0 ? (size * size * known) / samples : 0;
  });
  const joint = samples > 0 ? along.reduce((sum, v) => sum + v * v, 0) / samples : 0;
  return Math.sqrt(Math.max(0, own + (1 - ties.shrinkage) * (joint - seen)));
}

function sumBand(placed: readonly Placed[], ties: DayTies, volume: readonly (number | null)[], level: number): ForecastBand {
  const bands = placed.map(({ queue }) => queue.bands.find((band) => band.level === level) as ForecastBand);
  const width = (i: number, side: 'volumeLower' | 'volumeUpper'): number => {
    let apart = 0;
    const together = placed.map(({ queue, shift, sharedAt }, j) => {
      const value = queue.volume[i - shift] ?? null;
      if (value === null) return 0;
      const size = Math.abs((bands[j]?.[side][i - shift] ?? value) - value);
      const shared = sharedAt[i - shift] as number;
      apart += size * size * (1 - shared);
      return size * Math.sqrt(shared);
    });
    return Math.sqrt(apart + tiedLength(ties, together) ** 2);
  };
  const aht = placed.some((_, j) => bands[j]?.ahtLower !== undefined);
  const ahtColumn = (side: 'ahtLower' | 'ahtUpper'): (number | null)[] => volume.map((_, i) => timeBound(placed, bands, i, side));
  return {
    level,
    volumeLower: volume.map((value, i) => (value === null ? null : Math.max(0, value - width(i, 'volumeLower')))),
    volumeUpper: volume.map((value, i) => (value === null ? null : value + width(i, 'volumeUpper'))),
    ...(aht ? { ahtLower: ahtColumn('ahtLower'), ahtUpper: ahtColumn('ahtUpper') } : {}),
  };
}

function meanTime(placed: readonly Placed[], i: number, pick: (queue: QueueForecast) => readonly (number | null)[]): number | null {
  let sum = 0;
  let weight = 0;
  for (const { queue, shift } of placed) {
    const value = pick(queue)[i - shift] ?? null;
    const contacts = queue.volume[i - shift] ?? null;
    if (value === null || contacts === null) continue;
    sum += value * contacts;
    weight += contacts;
  }
  return weight > 0 ? sum / weight : null;
}

/** Bound of the mean handle time: deviations of different series are independent. */
function timeBound(placed: readonly Placed[], bands: readonly ForecastBand[], i: number, side: 'ahtLower' | 'ahtUpper'): number | null {
  const mean = meanTime(placed, i, (queue) => queue.ahtSeconds);
  if (mean === null) return null;
  let squares = 0;
  let weight = 0;
  placed.forEach(({ queue, shift }, j) => {
    const value = queue.ahtSeconds[i - shift] ?? null;
    const contacts = queue.volume[i - shift] ?? null;
    if (value === null || contacts === null) return;
    squares += (contacts * ((bands[j]?.[side]?.[i - shift] ?? value) - value)) ** 2;
    weight += contacts;
  });
  const width = Math.sqrt(squares) / weight;
  return side === 'ahtLower' ? Math.max(0, mean - width) : mean + width;
}

function sumDays(queues: readonly QueueForecast[], ties: DayTies): QueueForecast['days'] {
  const days = new Map<string, (QueueForecast['days'][number] | null)[]>();
  queues.forEach((queue, j) => {
    for (const day of queue.days) {
      const row = days.get(day.day) ?? queues.map(() => null);
      row[j] = day;
      days.set(day.day, row);
    }
  });
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, row]) => {
      const volume = row.reduce((sum, one) => sum + (one?.volume ?? 0), 0);
      const present = row.filter((one) => one !== null);
      const levels = (present[0]?.bands ?? []).map(({ level }) => level).filter((level) => present.every((one) => one.bands.some((b) => b.level === level)));
      return {
        day,
        volume,
        bands: levels.map((level) => {
          const sizes = (side: 'volumeLower' | 'volumeUpper'): number[] =>
            row.map((one) => Math.abs((one?.bands.find((band) => band.level === level)?.[side] ?? one?.volume ?? 0) - (one?.volume ?? 0)));
          return {
            level,
            volumeLower: Math.max(0, volume - tiedLength(ties, sizes('volumeLower'))),
            volumeUpper: volume + tiedLength(ties, sizes('volumeUpper')),
          };
        }),
      };
    });
}

function sharedCv(queues: readonly QueueForecast[], ties: DayTies): number {
  const totals = queues.map((queue) => queue.volume.reduce<number>((sum, value) => sum + (value ?? 0), 0));
  const all = totals.reduce((sum, total) => sum + total, 0);
  return all > 0
    ? tiedLength(
        ties,
        totals.map((total, j) => total * (queues[j] as QueueForecast).dayFactorCv),
      ) / all
    : 0;
}

/** Backtest days that all members know, added up. */
function sumErrors(queues: readonly QueueForecast[]): DayErrors | null {
  const sums = new Map<string, { origin: number; day: number; forecast: number; actual: number; count: number }>();
  for (const { dayErrors } of queues) {
    if (dayErrors === undefined) return null;
    dayErrors.day.forEach((day, i) => {
      const key = sampleKey(dayErrors, i);
      const entry = sums.get(key) ?? { origin: dayErrors.origin[i] as number, day, forecast: 0, actual: 0, count: 0 };
      entry.forecast += dayErrors.forecast[i] as number;
      entry.actual += dayErrors.actual[i] as number;
      entry.count += 1;
      sums.set(key, entry);
    });
  }
  const rows = [...sums.values()].filter(({ count }) => count === queues.length);
  if (rows.length < 5) return null;
  return {
    origin: rows.map(({ origin }) => origin),
    day: rows.map(({ day }) => day),
    forecast: rows.map(({ forecast }) => forecast),
    actual: rows.map(({ actual }) => actual),
  };
}

/** Parts of a forecast that has none. */
function emptyParts(count: number): QueueForecast['parts'] {
  const none = new Array<number | null>(count).fill(null);
  return { level: none, weekday: none, month: none, season: none, event: none, shape: none };
}
