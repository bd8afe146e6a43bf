import { type CalendarEvent, InvalidInputError } from '../core/index.js';
import { dayFromNumber, dayNumber } from '../time/index.js';

/** Key of the day after a holiday; it gives way where the day opens again after a closure, which has an effect of its own. */
export const AFTER_HOLIDAY = 'after:holiday';

/** Events of one queue, spread over days. */
export type EventCalendar = {
  /** Learnt effects that hold on a day, by key. */
  readonly keys: ReadonlyMap<number, readonly string[]>;
  /** Events on each day, as given. */
  readonly events: ReadonlyMap<number, readonly CalendarEvent[]>;
  /** Days closed as a whole. */
  readonly closed: ReadonlySet<number>;
};

/** Prior standard deviation of an effect on the log day score, by how its key begins. */
export function eventSpread(key: string): number {
  if (key.startsWith('before:') || key.startsWith('after:')) return 0.1;
  return key.includes('/') ? 0.7 : 1;
}

/** Events that concern a queue. */
export function eventsOfQueue(events: readonly CalendarEvent[], queue: string): CalendarEvent[] {
  return events.filter((event) => event.queue === null || event.queue === queue);
}

/**
 * Spreads events over the days from `fromDay` to `toDay`, repeats included.
 *
 * @param busy - 1 for weekdays that carry real volume. A holiday on a quiet weekday is another thing than one on a busy day: it has a key of its own, and its neighbours
 * stay as they are.
 */
export function eventCalendar(events: readonly CalendarEvent[], fromDay: number, toDay: number, busy: ArrayLike<number>): EventCalendar {
  const keys = new Map<number, string[]>();
  const byDay = new Map<number, CalendarEvent[]>();
  const closed = new Set<number>();
  const addKey = (day: number, key: string): void => {
    const list = keys.get(day) ?? [];
    if (!list.includes(key)) keys.set(day, [...list, key]);
  };
  for (const event of events) {
    for (const day of eventDays(event, fromDay - 1, toDay + 1)) {
      byDay.set(day, [...(byDay.get(day) ?? []), event]);
      const whole = event.startTime === null && event.endTime === null;
      if (event.kind === 'closure') {
        if (whole) closed.add(day);
        continue;
      }
      if (!whole || event.effect !== null) continue;
      const quiet = busy[(((day + 3) % 7) + 7) % 7] !== 1;
      const key = quiet ? `quiet:${event.kind}` : event.kind;
      addKey(day, key);
      addKey(day, `${key}/${event.name}`);
      if (quiet || event.kind !== 'holiday') continue;
      addKey(day - 1, 'before:holiday');
      addKey(day + 1, AFTER_HOLIDAY);
    }
  }
  return { keys, events: byDay, closed };
}

/** Every day number in the range on which an event holds. */
export function eventDays(event: CalendarEvent, fromDay: number, toDay: number): number[] {
  const first = dayNumber(event.date);
  const length = dayNumber(event.endDate) - first;
  if (length < 0)
    throw new InvalidInputError(`events: ${JSON.stringify(event.name)} ends on ${event.endDate}, before it begins on ${event.date}.`, { event: event.name });
  const days: number[] = [];
  for (const start of occurrences(event, first, fromDay - length, toDay)) {
    for (let day = Math.max(start, fromDay); day <= Math.min(start + length, toDay); day += 1) days.push(day);
  }
  return days;
}

/** Starts of an event in a range. A date that a month or year lacks (31st, 29 February) is left out there. */
function occurrences(event: CalendarEvent, first: number, fromDay: number, toDay: number): number[] {
  if (event.repeats === null) return first >= fromDay && first <= toDay ? [first] : [];
  const starts: number[] = [];
  if (event.repeats === 'weekly') {
    const skip = Math.max(0, Math.ceil((fromDay - first) / 7));
    for (let day = first + 7 * skip; day <= toDay; day += 7) starts.push(day);
    return starts;
  }
  const [year, month, date] = event.date.split('-').map(Number) as [number, number, number];
  const months = event.repeats === 'yearly' ? 12 : 1;
  for (let k = 0; ; k += 1) {
    const at = new Date(Date.UTC(year, month - 1 + k * months, 1));
    const start = at.getTime() / 86_400_000 + date - 1;
    if (at.getTime() / 86_400_000 > toDay) return starts;
    if (start >= fromDay && start <= toDay && Number(dayFromNumber(start).slice(8)) === date) starts.push(start);
  }
}
