import { gridClock } from '../time/index.js';

const SECONDS_PER_DAY = 86_400;

/** A grid seen as local days × slots of the day. */
export type DaySlots = {
  readonly count: number;
  readonly slotsPerDay: number;
  /** Day of each interval, counted from the first; slot of the day; weekday (0 = Monday). */
  readonly day: Int32Array;
  readonly slot: Int32Array;
  readonly weekday: Uint8Array;
  readonly dayCount: number;
  /** Weekday of day 0. */
  readonly firstWeekday: number;
};

/**
 * Lays an interval grid out by local day and slot; a slot is the clock reading divided by the interval. A doubled hour has its slots twice.
 *
 * @example
 * [...daySlots('Europe/Berlin', Date.parse('2026-10-25T00:00Z'), 3600, 3).slot]; // [2, 2, 3]
 */
export function daySlots(zone: string, startMs: number, intervalSeconds: number, count: number): DaySlots {
  const clock = gridClock(zone, startMs, intervalSeconds, count);
  const firstDay = count === 0 ? 0 : (clock.dayNumbers[0] as number);
  const day = clock.dayNumbers.map((number) => number - firstDay);
  const slot = clock.minutes.map((minute) => Math.floor((minute * 60) / intervalSeconds));
  return {
    count,
    slotsPerDay: Math.max(1, Math.ceil(SECONDS_PER_DAY / intervalSeconds)),
    day,
    slot,
    weekday: clock.weekdays,
    dayCount: count === 0 ? 0 : (day[count - 1] as number) + 1,
    firstWeekday: (((firstDay + 3) % 7) + 7) % 7,
  };
}
