import type { CalendarEvent } from '../core/index.js';
import { addDays, daysBetween, weekdayOf } from '../time/index.js';

/** An event that falls on a day, or on the day before or after. */
export type EventCause = { readonly name: string; readonly kind: CalendarEvent['kind']; readonly when: 'on' | 'dayBefore' | 'dayAfter' };

/**
 * The event that most likely explains an unusual day of a queue: one on the day, else one on the next or the previous day; null without any.
 * `lengthDays`: 7 for weeks, 28 for months, which an event explains when it lies inside.
 */
export function eventCause(day: string, queue: string, events: readonly CalendarEvent[], lengthDays = 1): EventCause | null {
  const own = events.filter((event) => event.queue === null || event.queue === queue);
  const find = (from: number, to: number): CalendarEvent | undefined => own.find((event) => overlaps(event, day, from, to));
  const on = find(0, lengthDays - 1);
  if (on !== undefined) return { name: on.name, kind: on.kind, when: 'on' };
  if (lengthDays > 1) return null;
  const next = find(1, 1);
  if (next !== undefined) return { name: next.name, kind: next.kind, when: 'dayBefore' };
  const previous = find(-1, -1);
  return previous === undefined ? null : { name: previous.name, kind: previous.kind, when: 'dayAfter' };
}

/** True when the event, or one of its repetitions, takes place between `day + from` and `day + to`. */
function overlaps(event: CalendarEvent, day: string, from: number, to: number): boolean {
  const length = daysBetween(event.date, event.endDate);
  if (event.repeats === null) return daysBetween(event.date, day) + to >= 0 && daysBetween(event.endDate, day) + from <= 0;
  for (let shift = from - length; shift <= to; shift += 1) if (beginsOn(event, addDays(day, shift))) return true;
  return false;
}

function beginsOn({ date, repeats }: CalendarEvent, day: string): boolean {
  if (repeats === 'weekly') return weekdayOf(date) === weekdayOf(day);
  if (repeats === 'monthly') return date.slice(8) === day.slice(8);
  return date.slice(5) === day.slice(5);
}
