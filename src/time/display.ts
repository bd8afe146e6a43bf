import { tz } from '@date-fns/tz';
import { format } from 'date-fns';

/**
 * A day for people.
 *
 * @param day - Local day `YYYY-MM-DD`.
 * @param pattern - date-fns pattern; `EEE d MMM yyyy` by default.
 * @example
 * displayDay('2026-12-07'); // 'Mon 7 Dec 2026'
 */
export function displayDay(day: string, pattern = 'EEE d MMM yyyy'): string {
  return format(Date.parse(`${day}T00:00:00Z`), pattern, { in: tz('UTC') });
}

/**
 * An instant for people, in a zone's clock.
 *
 * @example
 * displayInstant('Europe/Berlin', 1729992600000, 'EEE HH:mm'); // 'Sun 02:30'
 */
export function displayInstant(zone: string, instantMs: number, pattern = 'EEE d MMM HH:mm'): string {
  return format(instantMs, pattern, { in: tz(zone) });
}
