import * as v from 'valibot';
import { parseDuration } from './duration.js';
import { InvalidPlanError } from './errors.js';

/** Names of weekdays as plan.json writes them; index 0 = Monday, as everywhere in this library. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** A duration as text (`"20s"`, `"30min"`, `"5h30min"`); a bare number is seconds. */
export type DurationInput = string | number;

const DAY_SECONDS = 86_400;

export const durationText: v.GenericSchema<string | number> = v.pipe(
  v.union([v.string(), v.number()]),
  v.check((value) => durationSeconds(value) !== null, 'a duration such as "20s", "30min" or "5h30min"'),
);
export const positiveDuration: v.GenericSchema<string | number> = v.pipe(
  durationText,
  v.check((value) => (durationSeconds(value) ?? 0) > 0, 'a duration above 0'),
);
export const gridStep: v.GenericSchema<string | number> = v.pipe(
  positiveDuration,
  v.check((value) => DAY_SECONDS % (durationSeconds(value) ?? 0) === 0, 'a length that divides a day, such as "15min", "30min" or "1h"'),
);
export const clockTime: v.GenericSchema<string> = v.pipe(v.string(), v.regex(/^([01]?\d|2[0-4]):[0-5]\d$/, 'a time of day such as "08:30"'));
export const clockRange: v.GenericSchema<string> = v.pipe(
  v.string(),
  v.regex(/^([01]?\d|2[0-4]):[0-5]\d\s*[-–]\s*([01]?\d|2[0-4]):[0-5]\d$/, 'opening hours such as "08:00-20:00"'),
);
export const localDay: v.GenericSchema<string> = v.pipe(v.string(), v.check(isCalendarDay, 'a date such as "2026-12-07"'));
export const money: v.GenericSchema<number> = v.pipe(v.number('a number, 0 or more'), v.finite('a number, 0 or more'), v.minValue(0, 'a number, 0 or more'));
export const openShare: v.GenericSchema<number> = v.pipe(
  v.number('a share between 0 and 1'),
  v.gtValue(0, 'a share between 0 and 1'),
  v.ltValue(1, 'a share between 0 and 1'),
);
export const lossShare: v.GenericSchema<number> = v.pipe(
  v.number('a share, 0 or more and below 1'),
  v.minValue(0, 'a share, 0 or more and below 1'),
  v.ltValue(1, 'a share, 0 or more and below 1'),
);
export const count: v.GenericSchema<number> = v.pipe(
  v.number('a whole number, 0 or more'),
  v.integer('a whole number, 0 or more'),
  v.minValue(0, 'a whole number, 0 or more'),
);
export const positiveCount: v.GenericSchema<number> = v.pipe(
  v.number('a whole number, 1 or more'),
  v.integer('a whole number, 1 or more'),
  v.minValue(1, 'a whole number, 1 or more'),
);

/** Clock times in minutes after local midnight; `toMinute` may pass 1440 when the stretch ends after midnight. */
export type ClockRange = { readonly fromMinute: number; readonly toMinute: number };

/** Opening hours by weekday, 0 = Monday; an empty list = closed. */
export type WeekHours = readonly (readonly ClockRange[])[];

/** Seconds of a duration; null for anything that is none. */
function durationSeconds(value: string | number): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  return parseDuration(value);
}

function isCalendarDay(text: string): boolean {
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
    const ends = part.split(/[-–]/).map((word) => WEEKDAYS.findIndex((day) => word.trim().length >= 2 && day.startsWith(word.trim().toLowerCase())));
    const [first, last = first] = ends;
    if (ends.length > 2 || first === undefined || last === undefined || first < 0 || last < 0)
      throw conflict(path, `is no weekday or range of weekdays such as "mon-fri" or "sat"`);
    for (let day = first; ; day = (day + 1) % 7) {
      found.push(day);
      if (day === last) break;
    }
  }
  return found;
}

/** Minutes after midnight of a clock time. */
export function clockMinute(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** Seconds of a duration that the schema has checked. */
export function seconds(value: string | number): number {
  return durationSeconds(value) ?? 0;
}

/** Error about a value that does not go with another. */
export function conflict(path: string, message: string): InvalidPlanError {
  return new InvalidPlanError(`plan.json: ${path} ${message}${message.endsWith('?') ? '' : '.'}`, { path });
}
