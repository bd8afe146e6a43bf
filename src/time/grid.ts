import type { WeekHours } from '../core/index.js';
import { dayFromNumber, dayNumber, dayStartMs } from './day.js';
import { toLocalMs } from './zone.js';

const DAY_MS = 86_400_000;

/** One local day on an interval grid: instants [startMs, endMs), 23, 24, 25 hours or odder apart. */
export type GridDay = { readonly day: string; readonly weekday: number; readonly startMs: number; readonly endMs: number };

/**
 * Local days from `from` up to, not including, `to`.
 *
 * @example
 * localDays('Europe/Berlin', '2026-03-28', '2026-03-30').map(({ startMs, endMs }) => (endMs - startMs) / 3600000); // [24, 23]
 */
export function localDays(zone: string, from: string, to: string): GridDay[] {
  const days: GridDay[] = [];
  const last = dayNumber(to);
  let startMs = dayStartMs(zone, from);
  for (let number = dayNumber(from); number < last; number += 1) {
    const endMs = dayStartMs(zone, dayFromNumber(number + 1));
    days.push({ day: dayFromNumber(number), weekday: (((number + 3) % 7) + 7) % 7, startMs, endMs });
    startMs = endMs;
  }
  return days;
}

/** Clock reading of each interval start of a grid: local day number, weekday (0 = Monday) and minute of day. */
export type GridClock = { readonly dayNumbers: Int32Array; readonly weekdays: Uint8Array; readonly minutes: Int32Array };

/**
 * Clock readings of `count` intervals of epoch time from `startMs` on.
 *
 * @example
 * [...gridClock('Europe/Berlin', Date.parse('2026-10-25T00:00Z'), 3600, 3).minutes]; // [120, 120, 180]
 */
export function gridClock(zone: string, startMs: number, intervalSeconds: number, count: number): GridClock {
  const dayNumbers = new Int32Array(count);
  const weekdays = new Uint8Array(count);
  const minutes = new Int32Array(count);
  for (let i = 0; i < count; i += 1) {
    const local = toLocalMs(zone, startMs + i * intervalSeconds * 1000);
    const day = Math.floor(local / DAY_MS);
    dayNumbers[i] = day;
    weekdays[i] = (((day + 3) % 7) + 7) % 7;
    minutes[i] = Math.floor((local - day * DAY_MS) / 60_000);
  }
  return { dayNumbers, weekdays, minutes };
}

/**
 * True where an interval's start lies within the opening hours (stretches past midnight count for the day they begin on).
 *
 * @example
 * const nine = [{ fromMinute: 540, toMinute: 570 }];
 * openMask([nine, nine, nine, nine, nine, [], []], 'UTC', Date.parse('2026-12-07T08:30Z'), 1800, 3); // [false, true, false]
 */
export function openMask(hours: WeekHours, zone: string, startMs: number, intervalSeconds: number, count: number): boolean[] {
  const { weekdays, minutes } = gridClock(zone, startMs, intervalSeconds, count);
  return Array.from({ length: count }, (_, i) => {
    const weekday = weekdays[i] as number;
    const minute = minutes[i] as number;
    const today = hours[weekday] ?? [];
    const yesterday = hours[(weekday + 6) % 7] ?? [];
    return (
      today.some((range) => minute >= range.fromMinute && minute < range.toMinute) ||
      yesterday.some((range) => minute + 1440 >= range.fromMinute && minute + 1440 < range.toMinute)
    );
  });
}
