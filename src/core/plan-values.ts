import { parseDuration } from './duration.js';
import { nearestName } from './nearest-name.js';
import { conflict } from './plan-errors.js';

/** Names of weekdays as plan.json writes them; index 0 = Monday, as everywhere in this library. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** A duration as text (`"20s"`, `"30min"`, `"5h30min"`); a bare number is seconds. */
export type DurationInput = string | number;

export const DAY_SECONDS = 86_400;

/** Two times of day. */
export const CLOCK_RANGE: RegExp = /^(([01]?\d|2[0-3]):[0-5]\d|24:00)\s*[-–]\s*(([01]?\d|2[0-3]):[0-5]\d|24:00)$/;

/** Clock times in minutes after local midnight; `toMinute` may pass 1440 when the stretch ends after midnight. */
export type ClockRange = { readonly fromMinute: number; readonly toMinute: number };

/** Opening hours by weekday, 0 = Monday; an empty list = closed. */
export type WeekHours = readonly (readonly ClockRange[])[];

/** Seconds of a duration; null for anything that is none. */
export function durationSeconds(value: string | number): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  return parseDuration(value);
}

/** Whether a text is a date of the calendar, `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text);
}

/** Reads hours by weekday, such as `{ "mon-fri": ["08:00-20:00"] }`. */
export function resolveHours(path: string, hours: Readonly<Record<string, readonly string[]>>): WeekHours {
  const week: ClockRange[][] = WEEKDAYS.map(() => []);
  for (const [days, ranges] of Object.entries(hours)) {
    for (const weekday of parseWeekdays(days, `${path}.${days}`)) {
      for (const range of ranges) {
        const [from, to] = range.split(/[-–]/).map((part) => clockMinute(part.trim())) as [number, number];
        week[weekday]?.push({ fromMinute: from, toMinute: to > from ? to : to + 1440 });
      }
    }
  }
  for (const ranges of week) ranges.sort((a, b) => a.fromMinute - b.fromMinute);
  return week;
}

/** Reads `mon`, `mon-fri`, `sat,sun`, `monday` or `daily` into weekdays, 0 = Monday. */
export function parseWeekdays(text: string, path: string): number[] {
  if (/^(daily|all|every day)$/i.test(text.trim())) return [0, 1, 2, 3, 4, 5, 6];
  const found: number[] = [];
  for (const part of text.split(',')) {
    const words = part.split(/[-–]/).map((word) => word.trim().toLowerCase());
    const [first, last = first] = words.map(weekdayNamed);
    const strange = words.find((word) => weekdayNamed(word) < 0);
    if (words.length > 2 || first === undefined || last === undefined || strange !== undefined) {
      const nearest =
        strange === undefined
          ? null
          : nearestName(
              strange,
              WEEKDAYS.flatMap((day) => [day.slice(0, 3), day]),
            );
      throw conflict(path, `is no weekday or range of weekdays such as "mon-fri" or "sat"${nearest === null ? '' : `: did you mean "${nearest}"?`}`);
    }
    for (let day = first; ; day = (day + 1) % 7) {
      found.push(day);
      if (day === last) break;
    }
  }
  return found;
}

/** Weekday of a name or of one of its usual short forms; −1 for anything else. */
function weekdayNamed(word: string): number {
  return WEEKDAYS.findIndex((day) => word === day || (day.startsWith(word) && (word.length === 2 || word.length === 3 || LONGER_SHORT_FORMS.includes(word))));
}

const LONGER_SHORT_FORMS = ['tues', 'thur', 'thurs'];

/** Minutes after midnight of a clock time. */
export function clockMinute(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** Seconds of a duration that the schema has checked. */
export function seconds(value: string | number): number {
  return durationSeconds(value) ?? 0;
}
