import { checkNonNegative, type Forecast, InvalidInputError, type QueueForecast } from '../core/index.js';
import { addDays, dayFromNumber, dayNumber } from '../time/index.js';
import { forecastClock, withVolume } from './apply-overrides.js';
import { periodAfter } from './coarse-model.js';

/** A planner's total for a month or a stretch of days. */
export type TotalRule = {
  /** Absent: the queue of a forecast that has just one. Its reasons, channels and sites share the total. */
  readonly queue?: string | undefined;
  /** Calendar month, for example `2026-12`; or give `from` and `to`. */
  readonly month?: string | undefined;
  /** First and last local day, inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Contacts over the whole stretch. */
  readonly total: number;
};

/**
 * Spreads a total given for a month, or any stretch of days, over its intervals: the forecast there is scaled so that it adds up to the
 * total (top-down disaggregation by forecast proportions). The statistical forecast stays in `statisticalVolume`.
 *
 * @param rule.total - Contacts, 0 or more.
 * @returns A new forecast; bands and day totals move with the volume. Where the forecast is 0 throughout, open intervals share the total equally.
 * @throws {@link InvalidInputError} for an unknown queue, a stretch that the forecast does not cover whole, or one without open intervals.
 * @example
 * const counts = [90, 80, 70, 70, 60];
 * const lines = Array.from({ length: 84 }, (_, d) => `${addDays('2026-01-05', d)},${counts[d % 7] ?? 0}`);
 * const history = await readHistory(['timestamp,volume', ...lines].join('\n'), { zone: 'Europe/Berlin' });
 * const ahead = spreadTotal(await forecast(history, { weeks: 5 }), { month: '2026-04', total: 2000 });
 * Math.round(ahead.queues[0].days.filter(({ day }) => day.startsWith('2026-04')).reduce((sum, { volume }) => sum + volume, 0)); // 2000
 */
export function spreadTotal(forecast: Forecast, rule: TotalRule): Forecast {
  checkNonNegative('spreadTotal: total', rule.total);
  const [from, to] = stretchOf(rule);
  const named = forecast.queues.filter((queue) => rule.queue === undefined || queue.queue === rule.queue);
  if (new Set(named.map(({ queue }) => queue)).size !== 1) {
    const names = forecast.queues.map((queue) => queue.queue).join(', ');
    throw new InvalidInputError(`spreadTotal: queue must name one queue of the forecast (${names}), got ${JSON.stringify(rule.queue ?? null)}.`, {
      queue: rule.queue ?? null,
    });
  }
  // reasons, channels and sites of one queue share its total as the forecast does
  const inside = new Map(named.map((queue) => [queue, insideOf(queue, from, to)]));
  const before = named.map((queue) => contactsIn(queue, inside.get(queue) ?? []));
  const all = before.reduce((sum, contacts) => sum + contacts, 0);
  const open = named.map((queue) => (inside.get(queue) ?? []).filter(Boolean).length);
  const allOpen = open.reduce((sum, count) => sum + count, 0);
  if (allOpen === 0)
    throw new InvalidInputError(`spreadTotal: queue ${JSON.stringify(named[0]?.queue)} is closed from ${from} to ${to}; a total cannot be spread there.`, {
      from,
      to,
    });
  const shareOf = (at: number): number => (all > 0 ? (before[at] as number) / all : (open[at] as number) / allOpen);
  return {
    ...forecast,
    queues: forecast.queues.map((queue) => {
      const at = named.indexOf(queue);
      return at < 0 ? queue : spreadQueue(queue, inside.get(queue) ?? [], rule.total * shareOf(at));
    }),
  };
}

function stretchOf({ month, from, to }: TotalRule): [from: string, to: string] {
  if (month !== undefined && from === undefined && to === undefined) {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
      throw new InvalidInputError(`spreadTotal: month must be written like 2026-12, got ${JSON.stringify(month)}.`, { month });
    const [year, number] = month.split('-').map(Number) as [number, number];
    return [`${month}-01`, addDays(dayFromNumber(Date.UTC(year, number, 1) / 86_400_000), -1)];
  }
  if (month === undefined && from !== undefined && to !== undefined && dayNumber(from) <= dayNumber(to)) return [from, to];
  throw new InvalidInputError('spreadTotal: give either month, or from and to with from not after to.', {
    month: month ?? null,
    from: from ?? null,
    to: to ?? null,
  });
}

/** Which intervals are open and in the stretch, all of which the forecast must cover. */
function insideOf(queue: QueueForecast, from: string, to: string): boolean[] {
  const { grain } = queue;
  const { dayNumbers } = forecastClock(queue);
  const ends = grain === undefined ? dayNumbers : dayNumbers.map((day) => dayNumber(periodAfter(dayFromNumber(day), grain, 1)) - 1);
  const first = dayNumbers[0];
  const last = ends.at(-1);
  if (first === undefined || last === undefined || dayNumber(from) < first || dayNumber(to) > last) {
    const covered = first === undefined || last === undefined ? 'nothing' : `${dayFromNumber(first)} to ${dayFromNumber(last)}`;
    throw new InvalidInputError(
      `spreadTotal: the forecast covers ${covered}, not ${from} to ${to}. Forecast further ahead, or give the total of the part that is ahead with from and to.`,
      { from, to },
    );
  }
  const inside = (day: number): boolean => day >= dayNumber(from) && day <= dayNumber(to);
  if (![from, to].every((day, k) => (k === 0 ? dayNumbers : ends).includes(dayNumber(day))) && grain !== undefined)
    throw new InvalidInputError(`spreadTotal: queue ${JSON.stringify(queue.queue)} has totals per ${grain}; ${from} to ${to} is no whole ${grain}.`, {
      from,
      to,
    });
  return queue.volume.map((value, i) => value !== null && inside(dayNumbers[i] as number));
}

function contactsIn({ volume }: QueueForecast, inside: readonly boolean[]): number {
  return volume.reduce<number>((sum, value, i) => sum + (inside[i] ? (value ?? 0) : 0), 0);
}

function spreadQueue(queue: QueueForecast, inside: readonly boolean[], total: number): QueueForecast {
  const before = contactsIn(queue, inside);
  const count = inside.filter(Boolean).length;
  return withVolume(
    queue,
    queue.volume.map((value, i) => (value === null || !inside[i] ? value : before > 0 ? (value * total) / before : total / count)),
  );
}
