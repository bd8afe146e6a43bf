import type { CalendarEvent, DayForecast, Peak, QueueForecast } from '../core/index.js';
import { erfcx, medianOf, normalQuantile } from '../numeric/index.js';
import { dayFromNumber, dayNumber, displayDay } from '../time/index.js';
import { forecastClock } from './apply-overrides.js';
import { periodAfter } from './coarse-model.js';
import { eventCalendar, eventsOfQueue } from './event-calendar.js';
import { clockText, type FoundPeak, foundPeak, MONTHS, meanOf, percentText, spanOf, stretchAround, WEEKDAYS } from './peak-words.js';

/** One forecast day, or week or month of such totals, with what makes it differ. */
type Day = {
  readonly number: number;
  readonly weekday: number;
  readonly volume: number;
  /** The same day without month, season and event effects. */
  readonly normal: number;
  readonly month: number;
  readonly season: number;
  readonly event: number;
  readonly name: string | null;
  /** Standard deviation on the root scale, read off the day's first band. */
  readonly deviation: number;
  readonly from: number;
  readonly to: number;
};

/** Dated peaks and troughs of one queue's forecast: days, stretches of a day, weeks. */
export function forecastPeaks(queue: QueueForecast, events: readonly CalendarEvent[]): Peak[] {
  const days = daysOf(queue, events);
  const found =
    queue.grain === undefined
      ? [...standingOut(queue, days), ...extremes(queue, days), ...weeks(queue, days), ...stretches(queue, days)]
      : standingOut(queue, days);
  return found.map((peak) => ({ ...peak, queue: queue.queue }));
}

function daysOf(queue: QueueForecast, events: readonly CalendarEvent[]): Day[] {
  const clock = forecastClock(queue);
  const first = clock.dayNumbers[0] ?? 0;
  const calendar = eventCalendar(eventsOfQueue(events, queue.queue), first, clock.dayNumbers.at(-1) ?? 0, new Uint8Array(7).fill(1));
  const days = new Map<number, { -readonly [K in keyof Day]: Day[K] }>();
  queue.volume.forEach((value, i) => {
    if (value === null) return;
    const number = clock.dayNumbers[i] as number;
    const factor = (name: 'month' | 'season' | 'event'): number => queue.parts[name][i] ?? 1;
    const shared = factor('month') * factor('season') * factor('event');
    const day = days.get(number);
    const statistical = queue.statisticalVolume?.[i] ?? value;
    if (day === undefined) {
      const name = queue.grain === undefined ? (calendar.events.get(number)?.[0]?.name ?? null) : null;
      days.set(number, {
        number,
        weekday: clock.weekdays[i] as number,
        volume: value,
        normal: shared > 0 ? statistical / shared : statistical,
        month: factor('month'),
        season: factor('season'),
        event: factor('event'),
        name,
        deviation:
          queue.grain === undefined
            ? 0
            : deviationOf(queue.bands.map((band) => ({ ...band, volumeLower: band.volumeLower[i] ?? value, volumeUpper: band.volumeUpper[i] ?? value }))),
        from: i,
        to: i + 1,
      });
    } else {
      day.volume += value;
      day.normal += shared > 0 ? statistical / shared : statistical;
      day.to = i + 1;
    }
  });
  for (const total of queue.days) {
    const day = days.get(Date.parse(`${total.day}T00:00Z`) / 86_400_000);
    if (day !== undefined) day.deviation = deviationOf(total.bands);
  }
  return wholeDays([...days.values()], clock.minutes);
}

/** Standard deviation on the root scale that the first band tells; 0 without one. */
function deviationOf([band]: DayForecast['bands']): number {
  return band === undefined ? 0 : (Math.sqrt(band.volumeUpper) - Math.sqrt(band.volumeLower)) / 2 / zOf(band.level);
}

/** Leaves out a first or last day of which the forecast covers a part only: it would stand out for that alone. */
function wholeDays(days: readonly Day[], minutes: Int32Array): Day[] {
  const opens = (day: Day): number => minutes[day.from] as number;
  const shuts = (day: Day): number => minutes[day.to - 1] as number;
  const [starts, ends] = [minutes[0] as number, minutes.at(-1) as number];
  const alike = (day: Day): Day[] => {
    const others = days.filter((other) => other !== day);
    const same = others.filter((other) => other.weekday === day.weekday);
    return same.length > 0 ? same : others;
  };
  return days.filter((day) => {
    if (day === days[0] && day.from === 0 && alike(day).some((other) => opens(other) < starts)) return false;
    return day !== days.at(-1) || day.to < minutes.length || !alike(day).some((other) => shuts(other) > ends);
  });
}

/** Half-width of a central normal band in standard deviations. */
function zOf(level: number): number {
  return normalQuantile(0.5 + level / 2);
}

/** Normal distribution function. */
function normalShare(z: number): number {
  return 1 - (Math.exp((-z * z) / 2) * erfcx(z * Math.SQRT1_2)) / 2;
}

/** How sure it is that the day ends on this side of what it is compared with. */
function sureness(day: Day, against: number): number {
  if (!(day.deviation > 0)) return 1;
  return normalShare(Math.abs(Math.sqrt(day.volume) - Math.sqrt(Math.max(0, against))) / day.deviation);
}

function dated(queue: QueueForecast, day: Day, against: number, because: string): FoundPeak {
  const { grain = 'day' } = queue;
  const date = dayFromNumber(day.number);
  const next = grain === 'day' ? day.number + 1 : dayNumber(periodAfter(date, grain, 1));
  const when = grain === 'month' ? `${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}` : `${grain === 'week' ? 'week of ' : ''}${displayDay(date)}`;
  const size = { relative: day.volume / against - 1, confidence: sureness(day, against) };
  return foundPeak(grain, `${when}${day.name === null ? '' : ` (${day.name})`}`, size, because, spanOf(queue.zone, day.number, next));
}

/** Effects of a day beyond its weekday, largest first, in words. */
function effects(day: Day): string[] {
  const date = Number(dayFromNumber(day.number).slice(8));
  const list: [size: number, text: string][] = [
    [day.event - 1, day.name ?? 'special day'],
    [day.month - 1, `day ${date} of the month`],
    [day.season - 1, 'time of year'],
  ];
  return list
    .filter(([size]) => Math.abs(size) >= 0.02)
    .sort((a, b) => Math.abs(b[0]) - Math.abs(a[0]))
    .map(([size, text]) => `${text} (${percentText(size)})`);
}

/** Days that differ from an ordinary day of their weekday. */
function standingOut(queue: QueueForecast, days: readonly Day[]): FoundPeak[] {
  return days
    .filter((day) => day.normal > 0 && Math.abs(day.volume / day.normal - 1) >= 0.05)
    .map((day) => {
      const why = effects(day);
      if (Math.abs(day.volume / (day.normal * day.month * day.season * day.event) - 1) > 0.005) why.push('override');
      return dated(
        queue,
        day,
        day.normal,
        `against ${queue.grain === undefined ? `an ordinary ${WEEKDAYS[day.weekday]}` : 'level and trend'}: ${why.join(', ')}`,
      );
    });
}

/** The two busiest and the two quietest days against the ordinary open day (the median: quiet weekends must not make every other day a peak). */
function extremes(queue: QueueForecast, days: readonly Day[]): FoundPeak[] {
  const ordinary = medianOf(days.map(({ volume }) => volume));
  if (days.length < 3 || !(ordinary > 0)) return [];
  const order = [...days].sort((a, b) => b.volume - a.volume);
  return [...order.slice(0, 2), ...order.slice(-2)]
    .filter((day) => Math.abs(day.volume / ordinary - 1) >= 0.05)
    .map((day) => dated(queue, day, ordinary, [`against the ordinary day: weekday (${WEEKDAYS[day.weekday]})`, ...effects(day)].join(', ')));
}

/** Whole weeks that differ from the mean week ahead. */
function weeks(queue: QueueForecast, days: readonly Day[]): FoundPeak[] {
  const byWeek = new Map<number, Day[]>();
  for (const day of days) byWeek.set(Math.floor((day.number + 3) / 7), [...(byWeek.get(Math.floor((day.number + 3) / 7)) ?? []), day]);
  const usual = Math.max(...[...byWeek.values()].map((list) => list.length));
  const whole = [...byWeek].filter(([, list]) => list.length === usual);
  if (whole.length < 3) return [];
  const totals = whole.map(([, list]) => list.reduce((sum, day) => sum + day.volume, 0));
  const mean = meanOf(totals);
  return whole.flatMap(([week, list], i): FoundPeak[] => {
    const relative = (totals[i] as number) / mean - 1;
    if (!(Math.abs(relative) >= 0.04)) return [];
    const text = dayFromNumber(week * 7 - 3);
    const most = [...list].sort((a, b) => Math.abs(b.volume - b.normal) - Math.abs(a.volume - a.normal))[0] as Day;
    const because = effects(most).length > 0 ? `${displayDay(dayFromNumber(most.number))}: ${effects(most).join(', ')}` : 'level and trend';
    const confidence = weekSureness(list, Math.abs((totals[i] as number) - mean));
    return [foundPeak('week', `week of ${displayDay(text)}`, { relative, confidence }, because, spanOf(queue.zone, week * 7 - 3, week * 7 + 4))];
  });
}

/** Correlation of the errors of two days of a week. */
const BETWEEN_DAYS = 0.5;

/** How sure it is that a week ends on this side of a total that it misses by so much. */
function weekSureness(days: readonly Day[], distance: number): number {
  const deviations = days.map(({ volume, deviation }) => 2 * Math.sqrt(volume) * deviation);
  const sum = deviations.reduce((all, d) => all + d, 0);
  const squares = deviations.reduce((all, d) => all + d * d, 0);
  const deviation = Math.sqrt((1 - BETWEEN_DAYS) * squares + BETWEEN_DAYS * sum * sum);
  return deviation > 0 ? normalShare(distance / deviation) : 1;
}

/** The busiest stretch of the busiest day, and of the busiest of the first seven days, against the mean open interval. */
function stretches(queue: QueueForecast, days: readonly Day[]): FoundPeak[] {
  if (queue.intervalSeconds >= 86_400) return [];
  const open = queue.volume.filter((value) => value !== null);
  const mean = meanOf(open);
  if (!(mean > 0)) return [];
  const busiest = (list: readonly Day[]): Day => list.reduce((top, day) => (day.volume > top.volume ? day : top));
  const next = days.filter(({ number }) => number < (days[0] as Day).number + 7);
  const tops = [...new Set([busiest(next), busiest(days)])];
  return tops.flatMap((day): FoundPeak[] => {
    let top = day.from;
    for (let i = day.from; i < day.to; i += 1) if ((queue.volume[i] ?? -1) > (queue.volume[top] ?? -1)) top = i;
    const height = queue.volume[top] ?? 0;
    const [from, to] = stretchAround(queue.volume, top, 0.95, day.from, day.to);
    if (height < 1.1 * mean) return [];
    const step = queue.intervalSeconds * 1000;
    const clock = forecastClock(queue);
    const minute = clock.minutes[from] as number;
    const lower = queue.bands[0]?.volumeLower[top] ?? height;
    const spread = (Math.sqrt(height) - Math.sqrt(lower)) / zOf(queue.bands[0]?.level ?? 0.8);
    const until = Math.min(1440, minute + Math.round(((to - from) * queue.intervalSeconds) / 60));
    const when = `${displayDay(dayFromNumber(day.number))} ${clockText(minute)}–${clockText(until)}`;
    const confidence = spread > 0 ? normalShare((Math.sqrt(height) - Math.sqrt(mean)) / spread) : 1;
    const because = ['against the mean open interval: time of day', `weekday (${WEEKDAYS[day.weekday]})`, ...effects(day)].join(', ');
    return [foundPeak('interval', when, { relative: height / mean - 1, confidence }, because, [queue.startMs + from * step, queue.startMs + to * step])];
  });
}
