import type { CalendarEvent } from '../core/index.js';
import { minuteOf } from './apply-overrides.js';
import { eventDays } from './event-calendar.js';

/** What an event does to one local day: from and to are minutes of the day. */
type DayEffect = { readonly event: CalendarEvent; readonly fromMinute: number; readonly toMinute: number };

/** Events that act on intervals rather than on whole days' learnt effects, by day number. */
export type IntervalEffects = ReadonlyMap<number, readonly DayEffect[]>;

/** True for events that close, act on part of a day, or come with a known effect. */
function actsOnIntervals(event: CalendarEvent): boolean {
  return event.kind === 'closure' || event.effect !== null || event.startTime !== null || event.endTime !== null;
}

/** Spreads those events, or the ones that `acts` chooses, over days. The start time counts on each day, as does the end time. */
export function intervalEffects(
  events: readonly CalendarEvent[],
  fromDay: number,
  toDay: number,
  acts: (event: CalendarEvent) => boolean = actsOnIntervals,
): IntervalEffects {
  const effects = new Map<number, DayEffect[]>();
  for (const event of events) {
    if (!acts(event)) continue;
    const fromMinute = event.startTime === null ? 0 : minuteOf(event.startTime);
    const toMinute = event.endTime === null ? 1440 : minuteOf(event.endTime);
    for (const day of eventDays(event, fromDay, toDay)) effects.set(day, [...(effects.get(day) ?? []), { event, fromMinute, toMinute }]);
  }
  return effects;
}

/** Effects that hold at a clock minute of a day. */
export function effectsAt(effects: IntervalEffects, day: number, minute: number): readonly CalendarEvent[] {
  const list = effects.get(day);
  if (list === undefined) return [];
  return list.filter(({ fromMinute, toMinute }) => minute >= fromMinute && minute < toMinute).map(({ event }) => event);
}

/** Key under which the effect of an event by that name is learnt. */
export function partDayKey(event: CalendarEvent): string {
  return `${event.kind}/${event.name}`;
}
