/** What the number format of a spreadsheet cell makes of its number. */
export type FormatKind = 'number' | 'percent' | 'date' | 'time' | 'stamp' | 'elapsed';

/** Formats that a workbook need not spell out, by their numbers: dates, times and percentages; the rest are numbers. */
const BUILT_IN: readonly (readonly [from: number, to: number, kind: FormatKind])[] = [
  [9, 10, 'percent'],
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'stamp'],
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 45, 'time'],
  [46, 46, 'elapsed'],
  [47, 47, 'time'],
  [50, 54, 'date'],
  [55, 56, 'time'],
  [57, 58, 'date'],
];

/** Kind of a format by its number alone. */
export function builtInFormat(id: number): FormatKind {
  return BUILT_IN.find(([from, to]) => id >= from && id <= to)?.[2] ?? 'number';
}

/**
 * Kind of a format by its code: `dd.mm.yyyy hh:mm`, `[h]:mm:ss`, `[$-409]h:mm AM/PM;@`, `0.0%`. Quoted and escaped text, colours, conditions and
 * locales say nothing; the first section counts.
 */
export function formatKind(code: string): FormatKind {
  const bare = code
    .replace(/"[^"]*"?/g, '')
    .replace(/\\.|_.|\*./g, '')
    .split(';', 1)[0] as string;
  if (/\[(h+|m+|s+)\]/i.test(bare)) return 'elapsed';
  const letters = bare.replace(/\[[^\]]*\]/g, '').toLowerCase();
  if (/^\s*general\s*$/.test(letters) || letters === '@') return 'number';
  const marks = letters.replaceAll(/am\/pm|a\/p/g, 'h').replaceAll(/e[+-]/g, '');
  if (/[0#?]/.test(marks.replaceAll(/s[.,]?0+/g, 's'))) return marks.includes('%') ? 'percent' : 'number';
  const hasTime = /[hs]/.test(marks);
  const hasDate = /[yde]/.test(marks) || (marks.includes('m') && !hasTime);
  if (hasDate) return hasTime ? 'stamp' : 'date';
  return hasTime ? 'time' : marks.includes('%') ? 'percent' : 'number';
}

const DAY_SECONDS = 86_400;
/** Last day that Excel can write, 9999-12-31. */
const LAST_SERIAL = 2_958_466;
/** Below this a serial with a format of a time is a time of day or a duration, above it a date whose format shows only the time. */
const YEAR_OF_DAYS = 366;

/**
 * A number of a cell as text that exports would hold: dates in ISO form, times and durations as h:mm:ss, everything rounded to what a spreadsheet keeps.
 *
 * @param raw - The number as the file spells it; other text is given back unchanged.
 */
export function numberText(raw: string, kind: FormatKind, date1904: boolean): string {
  if (kind === 'number' && raw.length < 15 && !/[eE]/.test(raw)) return raw;
  const value = raw.trim() === '' ? Number.NaN : Number(raw);
  if (!Number.isFinite(value)) return raw;
  if (kind === 'number') return String(kept(value));
  if (kind === 'percent') return `${kept(100 * value)}%`;
  if (value < 0 || value >= LAST_SERIAL) return String(kept(value)); // a spreadsheet shows such a date as ####
  if (kind === 'elapsed' || (kind === 'time' && value < YEAR_OF_DAYS)) return clockText(value);
  return stampText(value, kind, date1904);
}

/** Fifteen digits: what a spreadsheet shows of a number; 0.1 + 0.2 is 0.3 there. */
function kept(value: number): number {
  return Number(value.toPrecision(15));
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Days as h:mm:ss with hours over 24, to the millisecond. */
function clockText(days: number): string {
  const milliseconds = Math.round(days * DAY_SECONDS * 1000);
  const seconds = Math.floor(milliseconds / 1000);
  const fraction = milliseconds % 1000 === 0 ? '' : `.${String(milliseconds % 1000).padStart(3, '0')}`;
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`;
}

/** A serial as ISO date, with its time where the format or the number has one. Rounded to the second: a day has no exact binary fraction for 08:10. */
function stampText(serial: number, kind: FormatKind, date1904: boolean): string {
  const seconds = Math.round((serial + daysBefore(serial, date1904)) * DAY_SECONDS);
  const text = new Date(seconds * 1000).toISOString();
  return kind === 'date' && seconds % DAY_SECONDS === 0 ? text.slice(0, 10) : text.slice(0, 19);
}

/** Days from 1970-01-01 to serial 0. The 1900 system counts a 29 February 1900 that never was: earlier serials lie a day later than the later ones say. */
function daysBefore(serial: number, date1904: boolean): number {
  if (date1904) return -24_107;
  return serial < 60 ? -25_568 : -25_569;
}
