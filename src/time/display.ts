import { dayNumber } from './day.js';
import { toLocalMs } from './zone.js';

const WEEKDAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A day for people.
 *
 * @param day - Local day `YYYY-MM-DD`.
 * @param pattern - Of `yyyy`, `MMM`, `MM`, `EEE`, `dd`, `d`, `HH`, `mm` and `ss` (`EEE` and `MMM` are English short names), and anything else but letters;
 *   `EEE d MMM yyyy` by default.
 * @throws {@link InvalidInputError} for anything that is no such day.
 * @example
 * displayDay('2026-12-07'); // 'Mon 7 Dec 2026'
 */
export function displayDay(day: string, pattern = 'EEE d MMM yyyy'): string {
  return displayInstant('UTC', dayNumber(day) * 86_400_000, pattern);
}

/**
 * An instant for people, in a zone's clock.
 *
 * @example
 * displayInstant('Europe/Berlin', 1729992600000, 'EEE HH:mm'); // 'Sun 02:30'
 */
export function displayInstant(zone: string, instantMs: number, pattern = 'EEE d MMM HH:mm'): string {
  const local = new Date(toLocalMs(zone, instantMs));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [year, month, date] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  // a page loads these few lines in place of date-fns' formatter and the zoned dates that it would need: 2 kB compressed
  const fields: Readonly<Record<string, string | number | undefined>> = {
    yyyy: String(year).padStart(4, '0'),
    MMM: MONTH_NAMES[month],
    MM: two(month + 1),
    EEE: WEEKDAY_NAMES[(local.getUTCDay() + 6) % 7],
    dd: two(date),
    d: date,
    HH: two(local.getUTCHours()),
    mm: two(local.getUTCMinutes()),
    ss: two(local.getUTCSeconds()),
  };
  return pattern.replace(/[a-z]+/gi, (word) => String(fields[word] ?? word));
}
