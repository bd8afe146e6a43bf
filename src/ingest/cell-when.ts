/** Which of two small numbers in a date comes first. */
export type DateOrder = 'dayFirst' | 'monthFirst';

const DAY_MS = 86_400_000;

/**
 * Reads dates and times of one file. State: the order of day and month once something proves it, and the last reading's qualities
 * (returned through fields, because a year of rows would otherwise allocate millions of objects).
 */
export type WhenReader = {
  /** Null until a row proves it; readings until then are made day-first and marked `swappable`. */
  order: DateOrder | null;
  /** The last stamp carried an offset or was epoch time: it is an instant, not a clock reading. */
  fixed: boolean;
  /** The last date could be read in both orders. */
  swappable: boolean;
  /** Date and time in one cell, as epoch ms of the instant (`fixed`) or of the same clock reading in UTC. NaN when unreadable. */
  stamp(text: string): number;
  /** A date alone, as days since 1970-01-01. NaN when unreadable. */
  date(text: string): number;
};

const MONTHS: Readonly<Record<string, number>> = monthNames();

function monthNames(): Record<string, number> {
  // One string per month: English, German, French, Spanish, Italian, Dutch, Portuguese, Swedish and Danish, Polish.
  const words = [
    'jan january januar jänner janvier janv enero ene gennaio gen januari janeiro sty stycznia',
    'feb february februar février févr fév febrero febbraio februari fevereiro fev lut lutego',
    'mar march märz mrz mär mars marzo maart mrt março marca marzec',
    'apr april avril avr abril abr aprile kwi kwietnia',
    'may mai mayo maggio mag mei maio maj maja',
    'jun june juni juin junio giugno giu junho cze czerwca',
    'jul july juli juillet juil julio luglio lug julho lip lipca',
    'aug august août aout agosto ago augustus augusti sie sierpnia',
    'sep sept september septembre septiembre settembre set setembro wrz września',
    'oct october okt oktober octobre octubre ottobre ott outubro out paź października',
    'nov november novembre noviembre novembro lis listopada',
    'dec december dez dezember décembre déc diciembre dic dicembre dezembro gru grudnia',
  ];
  return Object.fromEntries(words.flatMap((line, month) => line.split(' ').map((word) => [word, month + 1])));
}

const WEEKDAY_WORDS = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*$/i;
const WEEKDAY_STARTS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Days since 1970-01-01 of a calendar date; NaN when there is no such day. */
function civilDay(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || day > 31 || !(year >= 1900 && year <= 2200)) return Number.NaN;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? ms / DAY_MS : Number.NaN;
}

/** The same date with day and month exchanged; both are at most 12 for swappable readings. Keeps the time of day. */
export function swapDayAndMonth(clockMs: number): number {
  const day = Math.floor(clockMs / DAY_MS);
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCDate() - 1, date.getUTCMonth() + 1) + (clockMs - day * DAY_MS);
}

/** Opens a reader; `order` settles day-first or month-first beforehand. */
export function createWhenReader(order: DateOrder | null): WhenReader {
  const dates = new Map<string, { readonly day: number; readonly swappable: boolean }>();
  const clocks = new Map<string, ClockReading>();
  const given = order;

  const readDate = (text: string): number => {
    let found = dates.get(text);
    if (found === undefined) {
      const before = reader.order;
      found = parseDate(text, reader);
      if (dates.size > 20_000 || before !== reader.order) dates.clear();
      dates.set(text, found);
    }
    reader.swappable = found.swappable && reader.order === null;
    return found.day;
  };

  const reader: WhenReader = {
    order: given,
    fixed: false,
    swappable: false,
    date(text) {
      reader.fixed = false;
      return readDate(text.trim());
    },
    stamp(text) {
      const fast = isoStamp(text);
      if (!Number.isNaN(fast)) {
        reader.fixed = false;
        reader.swappable = false;
        return fast;
      }
      const { datePart, clockPart } = splitStamp(text.trim());
      let clock = clocks.get(clockPart);
      if (clock === undefined) {
        clock = clockPart === '' ? { ms: 0, offsetMs: null } : parseClock(clockPart);
        if (clocks.size > 100_000) clocks.clear();
        clocks.set(clockPart, clock);
      }
      reader.fixed = clock.offsetMs !== null;
      return readDate(datePart) * DAY_MS + clock.ms - (clock.offsetMs ?? 0);
    },
  };
  return reader;
}

let lastIsoDate = 0;
let lastIsoMs = Number.NaN;

/** `2026-01-05 08:00`, `2026-01-05T08:00:00`: by far the most common stamps, read without regular expressions. NaN for anything else. */
function isoStamp(text: string): number {
  const { length } = text;
  if (length !== 16 && length !== 19) return Number.NaN;
  const separator = text.charCodeAt(10);
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || (separator !== 84 && separator !== 32) || text.charCodeAt(13) !== 58) return Number.NaN;
  const date = pair(text, 0) * 1_000_000 + pair(text, 2) * 10_000 + pair(text, 5) * 100 + pair(text, 8);
  const hours = pair(text, 11);
  const minutes = pair(text, 14);
  const seconds = length === 19 ? (text.charCodeAt(16) === 58 ? pair(text, 17) : Number.NaN) : 0;
  if (!(date >= 0) || !(hours < 24) || !(minutes < 60) || !(seconds < 60)) return Number.NaN;
  if (date !== lastIsoDate) {
    lastIsoMs = civilDay(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100) * DAY_MS;
    lastIsoDate = date;
  }
  return lastIsoMs + hours * 3_600_000 + minutes * 60_000 + seconds * 1000;
}

function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Cuts `Mon, 05 Jan 2026 08:00:04` or `2026-01-05T08:00Z` where the time begins. */
function splitStamp(text: string): { datePart: string; clockPart: string } {
  const found = /(?:^|[T\s,])(\d{1,2}(?::|[hH](?=\d{2}(?!\d)))\d{2}.*)$/.exec(text);
  if (found === null) return { datePart: text, clockPart: '' };
  const clockPart = found[1] ?? '';
  return { datePart: text.slice(0, text.length - clockPart.length).replace(/[T\s,]+$/, ''), clockPart };
}

/** A time of day, and its offset from UTC when written. */
export type ClockReading = { readonly ms: number; readonly offsetMs: number | null };

const CLOCK =
  /^(\d{1,2})(?::|[hH])(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp])?(?:\.?[Mm]\.?)?(?:\s*(?:Uhr|hrs?|h))?\s*(Z|UTC|GMT|(?:UTC|GMT)?\s*[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*\[[^\]]*\]|\s*\(?[A-Z]{2,5}\)?)?$/;

/** Reads a time of day: `08:00`, `8:00 AM`, `08:00:04.120`, `24:00`, `08h30`, with `Z` or an offset. NaN when unreadable. */
export function parseClock(text: string): ClockReading {
  const unreadable = { ms: Number.NaN, offsetMs: null };
  const found = CLOCK.exec(text);
  if (found === null) return unreadable;
  const [, hourText, minuteText, secondText = '0', fraction = '0', meridiem, offset] = found;
  let hours = Number(hourText);
  const minutes = Number(minuteText);
  const seconds = Number(secondText);
  if (meridiem !== undefined) {
    if (hours < 1 || hours > 12) return unreadable;
    hours = (hours % 12) + (meridiem.toLowerCase() === 'p' ? 12 : 0);
  }
  const ms = hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + Math.floor(Number(`0.${fraction}`) * 1000);
  if (minutes > 59 || seconds > 60 || ms > DAY_MS) return unreadable;
  return { ms, offsetMs: offset === undefined ? null : parseOffset(offset) };
}

function parseOffset(text: string): number {
  const found = /([+-])(\d{2}):?(\d{2})?/.exec(text);
  if (found === null) return 0;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3] ?? '0')) * 60_000;
}

/** Start and end of a range of clock times within a day. */
export type ClockRangeReading = { readonly startMs: number; readonly endMs: number };

/**
 * Reads `23:30-24:00`, `9:00 - 9:30AM`, `11:30-12:00PM` (the half of the day that is missing on one side is the one that makes the range short and positive).
 */
export function parseClockRange(text: string): ClockRangeReading | null {
  const sides = text.split(/\s*(?:-|–|—|\bto\b|\bbis\b|\/)\s*/);
  if (sides.length !== 2) return null;
  const [left = '', right = ''] = sides.map((side) => side.trim());
  const end = parseClock(right).ms;
  if (!Number.isFinite(end)) return null;
  const hasHalf = (side: string): boolean => /[ap]\.?m/i.test(side);
  const candidates = hasHalf(right) && !hasHalf(left) ? [parseClock(`${left}AM`).ms, parseClock(`${left}PM`).ms] : [parseClock(left).ms];
  const closingMs = end === 0 ? DAY_MS : end;
  const start = candidates.filter((ms) => Number.isFinite(ms) && ms < closingMs).sort((a, b) => b - a)[0];
  if (start !== undefined) return { startMs: start, endMs: closingMs };
  const over = candidates.find((ms) => Number.isFinite(ms)); // 23:45-00:15
  return over === undefined ? null : { startMs: over, endMs: closingMs + DAY_MS };
}

type DateReading = { readonly day: number; readonly swappable: boolean };
const UNREADABLE: DateReading = { day: Number.NaN, swappable: false };

function parseDate(text: string, reader: WhenReader): DateReading {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const weekday = weekdayOf(words[0]);
  const foreignWeekday = words.length === 2 && /^\p{L}{2,12}\.?$/u.test(words[0] ?? '') && monthIn(words[0]) === undefined;
  if (weekday !== null || foreignWeekday) words.shift();
  const joined = words.join(' ');
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(joined) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(joined);
  if (iso !== null) return { day: civilDay(Number(iso[1]), Number(iso[3]), Number(iso[4])), swappable: false };
  const month = /^(\d{4})-(\d{2})$/.exec(joined);
  if (month !== null) return { day: civilDay(Number(month[1]), Number(month[2]), 1), swappable: false };
  const week = /^(\d{4})-?W(\d{2})$/i.exec(joined);
  if (week !== null) return { day: isoWeekDay(Number(week[1]), Number(week[2])), swappable: false };
  const numeric = /^(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\.?$/.exec(joined);
  if (numeric !== null) return numericDate(numeric, weekday, reader);
  return worded(words);
}

function weekdayOf(word: string | undefined): number | null {
  if (word === undefined || !WEEKDAY_WORDS.test(word.replace(/\.$/, ''))) return null;
  return WEEKDAY_STARTS.indexOf(word.slice(0, 3).toLowerCase());
}

function monthIn(word: string | undefined): number | undefined {
  return word === undefined ? undefined : MONTHS[word.toLowerCase().replace(/\.$/, '')];
}

function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 70 ? 2000 : 1900);
}

function numericDate([, first, separator, second, yearText = '']: RegExpExecArray, weekday: number | null, reader: WhenReader): DateReading {
  const [a, b, year] = [Number(first), Number(second), fullYear(yearText)];
  const dayFirst = civilDay(year, b, a);
  const monthFirst = civilDay(year, a, b);
  const proven = provenOrder(dayFirst, monthFirst, reader.order === null ? (separator ?? '') : '', weekday);
  if (proven === 'neither') return UNREADABLE;
  if (proven !== null) {
    if (reader.order !== null && reader.order !== proven) return UNREADABLE; // 13/25: contradicts what the column has shown before
    reader.order = proven;
    return { day: proven === 'dayFirst' ? dayFirst : monthFirst, swappable: false };
  }
  if (reader.order !== null) return { day: reader.order === 'dayFirst' ? dayFirst : monthFirst, swappable: false };
  return { day: dayFirst, swappable: a !== b };
}

/** What one date proves about the order; null when both orders are possible. */
function provenOrder(dayFirst: number, monthFirst: number, separator: string, weekday: number | null): DateOrder | 'neither' | null {
  const fits = (day: number): boolean => Number.isFinite(day) && (weekday === null || (((day + 3) % 7) + 7) % 7 === weekday);
  if (separator === '.') return fits(dayFirst) ? 'dayFirst' : 'neither'; // nobody writes mm.dd.yyyy
  if (dayFirst === monthFirst) return fits(dayFirst) ? null : 'neither';
  if (fits(dayFirst) && fits(monthFirst)) return null;
  if (fits(dayFirst)) return 'dayFirst';
  return fits(monthFirst) ? 'monthFirst' : 'neither';
}

function isoWeekDay(year: number, week: number): number {
  const fourth = civilDay(year, 1, 4);
  return fourth - ((((fourth + 3) % 7) + 7) % 7) + (week - 1) * 7;
}

/** `05 Jan 2026`, `January 5 2026`, `5. März 26`, `05-Jan-2026`, `Jan 2026`. */
function worded(words: readonly string[]): DateReading {
  const parts = words.flatMap((word) => word.split(/[-/]/)).filter((word) => word !== '' && !/^(de|of|den|le|del)$/i.test(word));
  const at = parts.findIndex((word) => monthIn(word) !== undefined);
  const month = monthIn(parts[at]);
  if (month === undefined) return UNREADABLE;
  const numbers = parts.filter((_, i) => i !== at).map((word) => /^(\d{1,4})(?:st|nd|rd|th|\.|º|er)?$/i.exec(word)?.[1]);
  if (numbers.some((word) => word === undefined)) return UNREADABLE;
  const [first = '', second] = numbers as string[];
  if (second === undefined) return first.length === 4 ? { day: civilDay(Number(first), month, 1), swappable: false } : UNREADABLE;
  if (numbers.length > 2) return UNREADABLE;
  const [dayText, yearText] = first.length === 4 ? [second, first] : [first, second];
  return { day: civilDay(fullYear(yearText), month, Number(dayText)), swappable: false };
}
