import { InvalidInputError } from '../core/index.js';
import { toInstantMs, toLocalMs, zoneOffsetMs } from './zone.js';

const DAY_MS = 86_400_000;

/**
 * Days since 1970-01-01 of a local day `YYYY-MM-DD`.
 *
 * @throws {@link InvalidInputError} for anything that is no date of that form.
 * @example
 * dayNumber('1970-01-02'); // 1
 */
export function dayNumber(day: string): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isFinite(ms) || !/^\d{4}-\d{2}-\d{2}$/.test(day))
    throw new InvalidInputError(`day must be a date such as 2026-12-07, got ${JSON.stringify(day)}.`, { day });
  return ms / DAY_MS;
}

/**
 * Local day `YYYY-MM-DD` of a number of days since 1970-01-01.
 *
 * @example
 * dayFromNumber(20794); // '2026-12-07'
 */
export function dayFromNumber(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The day `count` days later.
 *
 * @example
 * addDays('2024-02-28', 2); // '2024-03-01'
 */
export function addDays(day: string, count: number): string {
  return dayFromNumber(dayNumber(day) + count);
}

/**
 * Days from `from` to `to`; negative when `to` is earlier.
 *
 * @example
 * daysBetween('2026-12-07', '2026-12-14'); // 7
 */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/**
 * Weekday of a day, 0 = Monday … 6 = Sunday.
 *
 * @example
 * weekdayOf('2026-12-07'); // 0
 */
export function weekdayOf(day: string): number {
  return (((dayNumber(day) + 3) % 7) + 7) % 7;
}

/**
 * Local day that an instant falls on.
 *
 * @example
 * localDayOf('Asia/Tokyo', Date.parse('2026-12-07T16:00Z')); // '2026-12-08'
 */
export function localDayOf(zone: string, instantMs: number): string {
  return new Date(toLocalMs(zone, instantMs)).toISOString().slice(0, 10);
}

/**
 * Minute of the local day at an instant, 0–1439 (clock reading, not time passed).
 *
 * @example
 * localMinuteOf('Asia/Kathmandu', Date.parse('2026-12-07T00:00Z')); // 345
 */
export function localMinuteOf(zone: string, instantMs: number): number {
  const local = toLocalMs(zone, instantMs);
  return Math.floor((((local % DAY_MS) + DAY_MS) % DAY_MS) / 60_000);
}

/**
 * First instant of a local day. Days last 23, 24, 25 hours or odder: end = start of the next day.
 *
 * @example
 * (dayStartMs('Europe/Berlin', '2026-10-26') - dayStartMs('Europe/Berlin', '2026-10-25')) / 3600000; // 25
 */
export function dayStartMs(zone: string, day: string): number {
  return toInstantMs(zone, dayNumber(day) * DAY_MS, 'earlier') as number;
}

/**
 * Instant of a clock reading on a local day; `minute` may pass 1440. Skipped readings move forward, doubled ones take the earlier.
 *
 * @example
 * formatInstant('Europe/Berlin', instantOf('Europe/Berlin', '2026-12-07', 510)); // '2026-12-07T08:30:00+01:00'
 */
export function instantOf(zone: string, day: string, minute: number): number {
  return toInstantMs(zone, dayNumber(day) * DAY_MS + minute * 60_000, 'earlier') as number;
}

/**
 * Local time with offset, as every file we write carries it.
 *
 * @example
 * formatInstant('Europe/Berlin', 1729992600000); // '2024-10-27T02:30:00+01:00'
 */
export function formatInstant(zone: string, instantMs: number): string {
  const offset = zoneOffsetMs(zone, instantMs);
  const text = new Date(instantMs + offset).toISOString().slice(0, 19);
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${text}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
