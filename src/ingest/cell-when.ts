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

const MONTHS: ReadonlyMap<string, number> = wordMap([
  // English, German, French, Spanish, Italian, Dutch, Portuguese, Swedish, Danish, Norwegian, Polish, Czech, Finnish, Turkish, Russian; accents left out.
  'jan january januar janner janvier janv enero ene gennaio gen januari janeiro sty styczen stycznia leden ledna tammikuu ocak янв январь января',
  'feb february februar fevrier fevr fev febrero febbraio februari fevereiro lut luty lutego unor unora helmikuu subat февр фев февраль февраля',
  'mar march marz mrz mars marzo maart mrt marco marca marzec brezen brezna maaliskuu mart март мар марта',
  'apr april avril avr abril abr aprile kwi kwiecien kwietnia duben dubna huhtikuu nisan апр апрель апреля',
  'may mai mayo maggio mag mei maio maj maja kveten kvetna toukokuu mayis маи май мая',
  'jun june juni juin junio giugno giu junho cze czerwiec czerwca cerven cervna kesakuu haziran июн июнь июня',
  'jul july juli juillet juil julio luglio lug julho lip lipiec lipca cervenec cervence heinakuu temmuz июл июль июля',
  'aug august aout agosto ago augustus augusti sie sierpien sierpnia srpen srpna elokuu agustos авг август августа',
  'sep sept september septembre septiembre settembre set setembro wrz wrzesien wrzesnia zari syyskuu eylul сент сен сентябрь сентября',
  'oct october okt oktober octobre octubre ottobre ott outubro out paz pazdziernik pazdziernika rijen rijna lokakuu ekim окт октябрь октября',
  'nov november novembre noviembre novembro lis listopad listopada marraskuu kasim нояб ноя ноябрь ноября',
  'dec december dez dezember decembre diciembre dic dicembre dezembro gru grudzien grudnia prosinec prosince des desember joulukuu aralik дек декабрь декабря',
]);

/** Weekdays by their first three letters, 0 = Monday, in those languages; two letters are too few to tell languages apart. */
const WEEKDAY_STARTS: ReadonlyMap<string, number> = wordMap([
  'mon lun maa seg pon man mal пон',
  'tue mar die din ter wto ute tir tis вто',
  'wed mer mit mie woe qua sro str ons сре',
  'thu jeu don jue gio qui czw ctv tor чет',
  'fri ven fre vie vri sex pia pat пят',
  'sat sam sab zat sob lor суб',
  'sun dim son dom zon nie ned вос',
]);

/** Word → place of its line, from 0. */
function wordMap(lines: readonly string[]): Map<string, number> {
  return new Map(lines.flatMap((line, place) => line.split(' ').map((word) => [word, place] as const)));
}

/** A word of a date in lower case, without accents and the dot of an abbreviation. */
function plainWord(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ø/gi, 'o').replace(/\.$/, '').toLowerCase();
}

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
      const { datePart, clockPart } = splitStamp(startOfRange(text.trim()));
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

/** A cheap look before the expensive one. */
const MAY_BE_RANGE = / (?:-|–|—|\/|to|bis|until|au|à|a|al|tot|till|do) |[–—]|\/\d{4}-/;

/** The start of a range of moments in one cell: `03.02.2025 09:30 - 10:00`, `2025-02-03 09:30 - 2025-02-03 10:00`; other texts as they are. */
export function startOfRange(text: string): string {
  if (text.length > 64 || !MAY_BE_RANGE.test(text)) return text;
  const found = /^(.*\d[:hH.]\d\d.*?)(?:\s+(?:-|–|—|to|bis|until|au|à|a|al|tot|till|do)\s+|–|—|\s\/\s|\/(?=\d{4}-))(.*\d[:hH.]\d\d.*)$/.exec(text);
  if (found === null) return text;
  const [, left = '', right = ''] = found;
  // 1/13/2026 11:30 - 12:00 PM: the half of the day on the far side holds for both, or changes between them
  if (/[ap]\.?m\.?\s*$/i.test(right) && !/[ap]\.?m\.?\s*$/i.test(left)) {
    const { datePart, clockPart } = splitStamp(left);
    const range = parseClockRange(`${clockPart}-${splitStamp(right).clockPart}`);
    if (range !== null) return `${datePart} ${new Date(range.startMs).toISOString().slice(11, 16)}`;
  }
  return left;
}

/** Start and end of `03.02.2025 09:30-10:00`, whose end looks like an offset from UTC; null for other texts. */
export function gluedRange(text: string): (ClockRangeReading & { readonly start: string }) | null {
  const [, start = '', from = '', to = ''] = /^(.*\s(\d{1,2}:\d\d))-(\d{1,2}:\d\d)$/.exec(text.trim()) ?? [];
  const range = from === '' ? null : parseClockRange(`${from}-${to}`);
  return range === null ? null : { ...range, start };
}

/** Cuts `Mon, 05 Jan 2026 08:00:04` or `2026-01-05T08:00Z` where the time begins. */
function splitStamp(text: string): { datePart: string; clockPart: string } {
  const found = /(?:^|[T\s,])(\d{1,2}(?::|[hH](?=\d{2}(?!\d)))\d{2}.*)$/.exec(text) ?? /[T\s,](\d{1,2}\s*[ap]\.?m\.?)$/i.exec(text);
  if (found === null) {
    const digits = /^(\d{8})[T\s_-]?(\d{2})(\d{2})(\d{2})?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(text); // 20250203 0930, 20250203T093000Z
    if (digits === null) return { datePart: text, clockPart: '' };
    return { datePart: digits[1] ?? '', clockPart: `${digits[2]}:${digits[3]}:${digits[4] ?? '00'}${digits[5] ?? ''}` };
  }
  const clockPart = found[1] ?? '';
  return { datePart: text.slice(0, text.length - clockPart.length).replace(/[T\s,]+$/, ''), clockPart };
}

/** A time of day, and its offset from UTC when written. */
export type ClockReading = { readonly ms: number; readonly offsetMs: number | null };

const CLOCK =
  /^(\d{1,2})(?::|[hH])(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp])?(?:\.?[Mm]\.?)?(?:\s*(?:Uhr|hrs?|h))?\s*(Z|UTC|GMT|(?:UTC|GMT)?\s*[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*\[[^\]]*\]|\s*\(?([A-Z]{2,5})\)?)?$/;
/** `8 AM`, `12pm`, `8 Uhr`, `08h`: full hours; `08.30` where nothing else is written. */
const SHORT_CLOCK = /^(\d{1,2})(?:\s*([ap])\.?m\.?|\s*(?:uhr|h|hrs)|\.([0-5]\d)(?:\s*uhr)?)$/i;

/** Names of clocks behind a time, as hours from UTC; those that mean one thing only, the United States' for CST. */
const CLOCK_NAMES: Readonly<Record<string, number>> = {
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, AKST: -9, AKDT: -8, HST: -10 },
  ...{
    WET: 0,
    WEST: 1,
    CET: 1,
    CEST: 2,
    MEZ: 1,
    MESZ: 2,
    EET: 2,
    EEST: 3,
    MSK: 3,
    AEST: 10,
    AEDT: 11,
    ACST: 9.5,
    ACDT: 10.5,
    AWST: 8,
    NZST: 12,
    NZDT: 13,
    JST: 9,
    HKT: 8,
    SGT: 8,
    BST: 1,
  },
};

/** Reads a time of day: `08:00`, `8:00 AM`, `08:00:04.120`, `24:00`, `08h30`, with `Z` or an offset. NaN when unreadable. */
export function parseClock(text: string): ClockReading {
  const unreadable = { ms: Number.NaN, offsetMs: null };
  const found = CLOCK.exec(text);
  if (found === null) return shortClock(text);
  const [, hourText, minuteText, secondText = '0', fraction = '0', meridiem, offset, name] = found;
  let hours = Number(hourText);
  const minutes = Number(minuteText);
  const seconds = Number(secondText);
  if (meridiem !== undefined) {
    if (hours < 1 || hours > 12) return unreadable;
    hours = (hours % 12) + (meridiem.toLowerCase() === 'p' ? 12 : 0);
  }
  const ms = hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + Math.floor(Number(`0.${fraction}`) * 1000);
  if (minutes > 59 || seconds > 60 || ms > DAY_MS) return unreadable;
  const named = name === undefined || offset !== undefined ? undefined : CLOCK_NAMES[name];
  if (named !== undefined) return { ms, offsetMs: named * 3_600_000 };
  return { ms, offsetMs: offset === undefined ? null : parseOffset(offset) };
}

function shortClock(text: string): ClockReading {
  const [, hourText = '', half, minuteText = '0'] = SHORT_CLOCK.exec(text) ?? [];
  let hours = hourText === '' ? Number.NaN : Number(hourText);
  if (half !== undefined) hours = hours >= 1 && hours <= 12 ? (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number.NaN;
  const ms = hours * 3_600_000 + Number(minuteText) * 60_000;
  return { ms: ms <= DAY_MS ? ms : Number.NaN, offsetMs: null };
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
  const [left = '', right = ''] = sides.map((side) => side.trim().replace(/^([01]\d|2[0-4])([0-5]\d)$/, '$1:$2')); // 0800-0830
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

/** Reads `8-9`, `08 - 09`, `23-0`: an hour by its first and last moment, written without minutes. Null for anything else. */
export function parseHourRange(text: string): ClockRangeReading | null {
  const [, left, right] = /^(\d{1,2})\s?(?:-|–|—|to|bis)\s?(\d{1,2})(?:\s?(?:h|uhr))?$/i.exec(text.trim()) ?? [];
  if (left === undefined || right === undefined || Number(left) > 23 || (Number(left) + 1) % 24 !== Number(right) % 24) return null;
  return { startMs: Number(left) * 3_600_000, endMs: (Number(left) + 1) * 3_600_000 };
}

type DateReading = { readonly day: number; readonly swappable: boolean };
const UNREADABLE: DateReading = { day: Number.NaN, swappable: false };

function parseDate(text: string, reader: WhenReader): DateReading {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const beginsWithWord = words.length > 1 && /^\p{L}{2,12}\.?$/u.test(words[0] ?? '');
  // `mar. 4 févr.` and `mar. 04/02`: the first word is a weekday, for a month or a whole date follows
  const isWeekday =
    beginsWithWord &&
    (words.slice(1).some((word) => monthIn(word) !== undefined) || /^\d{1,4}([-/.])(?:\d{1,2}|\p{L}{3,10})\1\d{1,4}\.?$/u.test(words[1] ?? ''));
  const weekday = isWeekday ? weekdayOf(words[0]) : null;
  if (isWeekday) words.shift();
  const joined = words.join(' ');
  const iso = /^(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})\.?$/.exec(joined) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(joined);
  if (iso !== null) return { day: civilDay(Number(iso[1]), Number(iso[3]), Number(iso[4])), swappable: false };
  const month = /^(\d{4})[-/.](\d{1,2})$/.exec(joined) ?? /^((?:19|20)\d\d)(0[1-9]|1[0-2])$/.exec(joined);
  if (month !== null) return { day: civilDay(Number(month[1]), Number(month[2]), 1), swappable: false };
  const monthBefore = /^(0?[1-9]|1[0-2])[-/.]((?:19|20)\d\d)$/.exec(joined);
  if (monthBefore !== null) return { day: civilDay(Number(monthBefore[2]), Number(monthBefore[1]), 1), swappable: false };
  const week = weekIn(joined);
  if (week !== null) return week;
  const numeric = /^(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\.?$/.exec(joined);
  if (numeric !== null) return numericDate(numeric, weekday, reader);
  return worded(words);
}

/** `2025-W06`, `2025W6`, `KW 6/2025`, `W06 2025`, `2025 KW 06`, `Week 6, 2025`: the Monday of an ISO week. */
function weekIn(text: string): DateReading | null {
  const mark = '(?:w|kw|cw|wk|week|woche|semaine|semana|settimana|vecka|uge|tydz|sem|v|s)\\.?';
  const yearFirst = new RegExp(`^(\\d{4})[-/ ]{0,3}${mark}[- ]?(\\d{1,2})$`, 'i').exec(text);
  const weekFirst = new RegExp(`^${mark}[- ]?(\\d{1,2})[-/, ]{1,3}(\\d{4})$`, 'i').exec(text);
  const [year, week] = yearFirst !== null ? [yearFirst[1], yearFirst[2]] : [weekFirst?.[2], weekFirst?.[1]];
  if (year === undefined || week === undefined) return null;
  return Number(week) >= 1 && Number(week) <= 53 ? { day: isoWeekDay(Number(year), Number(week)), swappable: false } : UNREADABLE;
}

function weekdayOf(word: string | undefined): number | null {
  if (word === undefined) return null;
  const plain = plainWord(word);
  return plain.length < 3 ? null : (WEEKDAY_STARTS.get(plain.slice(0, 3)) ?? null);
}

/** Month in a word, 1–12. */
function monthIn(word: string | undefined): number | undefined {
  const place = word === undefined ? undefined : MONTHS.get(plainWord(word));
  return place === undefined ? undefined : place + 1;
}

/**
 * Month that a text names, 1–12: `Feb`, `février`, `2`, `02`; null for anything else.
 *
 * @param numbers - Read bare numbers too.
 */
export function monthOf(text: string, numbers: boolean): number | null {
  const trimmed = text.trim();
  if (numbers && /^(0?[1-9]|1[0-2])$/.test(trimmed)) return Number(trimmed);
  return monthIn(trimmed) ?? null;
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
  const parts = words.flatMap((word) => word.split(/[-/'’]/)).filter((word) => word !== '' && !/^(de|of|den|le|del)$/i.test(word));
  const at = parts.findIndex((word) => monthIn(word) !== undefined);
  const month = monthIn(parts[at]);
  if (month === undefined) return UNREADABLE;
  const numbers = parts.filter((_, i) => i !== at).map((word) => /^(\d{1,4})(?:st|nd|rd|th|\.|º|er)?$/i.exec(word)?.[1]);
  if (numbers.some((word) => word === undefined)) return UNREADABLE;
  const [first = '', second] = numbers as string[];
  if (second === undefined && /^\p{L}+\.?\s?[-/'’]\s?\d\d$/u.test(words.join(' '))) return { day: civilDay(fullYear(first), month, 1), swappable: false }; // Jan-25, Jan '25
  if (second === undefined) return first.length === 4 ? { day: civilDay(Number(first), month, 1), swappable: false } : UNREADABLE;
  if (numbers.length > 2) return UNREADABLE;
  const [dayText, yearText] = first.length === 4 ? [second, first] : [first, second];
  return { day: civilDay(fullYear(yearText), month, Number(dayText)), swappable: false };
}
