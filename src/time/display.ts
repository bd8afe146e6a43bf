import { tz } from '@date-fns/tz';
import { lightFormat } from 'date-fns';

const WEEKDAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A day for people.
 *
 * @param day - Local day `YYYY-MM-DD`.
 * @param pattern - Pattern of date-fns `lightFormat`, and `EEE`, `MMM` for English short names; `EEE d MMM yyyy` by default.
 * @example
 * displayDay('2026-12-07'); // 'Mon 7 Dec 2026'
 */
export function displayDay(day: string, pattern = 'EEE d MMM yyyy'): string {
  return displayInstant('UTC', Date.parse(`${day}T00:00:00Z`), pattern);
}

/**
 * An instant for people, in a zone's clock.
 *
 * @example
 * displayInstant('Europe/Berlin', 1729992600000, 'EEE HH:mm'); // 'Sun 02:30'
 */
export function displayInstant(zone: string, instantMs: number, pattern = 'EEE d MMM HH:mm'): string {
  const local = tz(zone)(instantMs);
  // Names are put in here: date-fns `format` would bring its whole locale along, a tenth of what a page has to load.
  const [year, month, date] = lightFormat(local, 'yyyy-MM-dd').split('-').map(Number) as [number, number, number];
  const weekday = (Math.floor(Date.UTC(year, month - 1, date) / 86_400_000) + 3) % 7;
  const named = pattern.replace('EEE', `'${WEEKDAY_NAMES[(weekday + 7) % 7]}'`).replace('MMM', `'${MONTH_NAMES[month - 1]}'`);
  return lightFormat(local, named);
}
