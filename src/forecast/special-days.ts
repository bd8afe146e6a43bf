import { medianOf } from '../numeric/index.js';
import { dayFromNumber } from '../time/index.js';

/** A day of the year, found again each year, that was unlike its weekday: log score effect, and whether it was closed. */
export type SpecialDay = { readonly key: string; readonly occurrences: number; readonly effect: number; readonly closed: boolean };

/** Robust deviations a special day needs by number of past occurrences. */
const CLEAR = [Number.POSITIVE_INFINITY, 4.5, 3, 2.3];

/** Easter Sunday of a year as a day number (Gauss, in the form of Meeus, Jones and Butcher). */
export function easterDay(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const date = ((h + l - 7 * m + 114) % 31) + 1;
  return Date.UTC(year, month - 1, date) / 86_400_000;
}

/** Ways in which a day may come back each year: date, distance from Easter, n-th or last weekday of its month. */
function yearlyKeys(day: number): string[] {
  const text = dayFromNumber(day);
  const [year, month, date] = text.split('-').map(Number) as [number, number, number];
  const weekday = (((day + 3) % 7) + 7) % 7;
  const keys = [`date ${text.slice(5)}`, `weekday ${weekday} no. ${Math.ceil(date / 7)} of ${month}`];
  if (date + 7 > new Date(Date.UTC(year, month, 0)).getUTCDate()) keys.push(`last weekday ${weekday} of ${month}`);
  const offset = day - easterDay(year);
  if (offset >= -50 && offset <= 61) keys.push(`Easter ${offset}`);
  return keys;
}

type Rows = {
  readonly rowDay: Int32Array;
  /** Residuals of the day regression, log score. */
  readonly residuals: Float64Array;
  readonly missing: Uint8Array;
  /** 1 for rows that have an explanation already, such as an event. */
  readonly explained: Uint8Array;
};

/** Distances from Easter that are feasts somewhere: Carnival, Good Friday, Easter, Ascension, Whitsun, Corpus Christi. */
const EASTER_FEASTS: readonly number[] = [-48, -47, -3, -2, 0, 1, 39, 49, 50, 60];

/** What was seen once comes back only if it looks like a holiday: low, and on a date or a feast. Anything else may have been an incident. */
function credibleOnce(key: string, effect: number): boolean {
  return effect < Math.log(0.6) / 2 && (key.startsWith('date') || EASTER_FEASTS.some((offset) => key === `Easter ${offset}`));
}

/** Finds days that stand out in the same direction every time they come back; at least 380 days of history. */
export function specialDays({ rowDay, residuals, missing, explained }: Rows): SpecialDay[] {
  const first = rowDay[0] ?? 0;
  if ((rowDay.at(-1) ?? 0) - first < 380) return [];
  const present = residuals.filter((_, r) => missing[r] === 0);
  const deviation = Math.max(1e-6, 1.4826 * medianOf(present.map(Math.abs)));
  const lost = missing.reduce((sum, flag) => sum + flag, 0) / missing.length;
  const groups = new Map<string, number[]>();
  for (let r = 0; r < rowDay.length; r += 1) {
    if (explained[r] === 1) continue;
    for (const key of yearlyKeys(rowDay[r] as number)) groups.set(key, [...(groups.get(key) ?? []), r]);
  }
  const found: Candidate[] = [];
  for (const [key, rows] of groups) {
    const closedRows = rows.filter((r) => missing[r] === 1).length;
    if (closedRows >= 2 && closedRows === rows.length && lost < 0.06) found.push({ key, occurrences: rows.length, effect: 0, closed: true, rows });
    const values = rows.filter((r) => missing[r] === 0).map((r) => (residuals[r] as number) / deviation);
    const side = Math.sign(values[0] ?? 0);
    const middle = values.length > 0 ? medianOf(values) : 0;
    const clear = CLEAR[Math.min(3, values.length)] as number;
    if (
      values.length === 0 ||
      (values.length === 1 && !credibleOnce(key, middle * deviation)) ||
      values.some((z) => Math.sign(z) !== side || Math.abs(z) < 0.6 * clear) ||
      Math.abs(middle) < clear
    )
      continue;
    found.push({ key, occurrences: values.length, effect: shrunkEffect(values.map((z) => z * deviation)), closed: false, rows });
  }
  return withoutCoincidences(found);
}

/** Median effect, shrunk: holidays move the log score by some 0.5, and from year to year by some 0.15 before more is known. */
function shrunkEffect(values: readonly number[]): number {
  const middle = medianOf(values);
  const spread = (values.reduce((sum, value) => sum + (value - middle) ** 2, 0) + 0.15 ** 2) / values.length;
  return (middle * 0.5 ** 2) / (0.5 ** 2 + spread / values.length);
}

type Candidate = SpecialDay & { readonly rows: readonly number[] };

/** More occurrences first, then dates, then feasts, then weekdays of a month. */
function rank({ key, occurrences }: SpecialDay): number {
  return occurrences + (key.startsWith('date') ? 0.5 : key.startsWith('Easter') ? 0.25 : 0);
}

/** Two holidays on neighbouring dates can fall on the same weekday of their month: what better keys explain is taken away from the others. */
function withoutCoincidences(candidates: readonly Candidate[]): SpecialDay[] {
  const explained = new Set<number>();
  return [...candidates]
    .sort((a, b) => rank(b) - rank(a))
    .filter(({ rows }) => {
      const fresh = rows.filter((r) => !explained.has(r)).length;
      if (2 * fresh <= rows.length) return false;
      for (const r of rows) explained.add(r);
      return true;
    })
    .map(({ key, occurrences, effect, closed }) => ({ key, occurrences, effect, closed }));
}

/** The special day that holds on a day: most occurrences first, the date before other ways; null when none. */
export function specialDayOn(list: readonly SpecialDay[], day: number): SpecialDay | null {
  if (list.length === 0) return null;
  const keys = yearlyKeys(day);
  let best: SpecialDay | null = null;
  for (const special of list) if (keys.includes(special.key) && (best === null || rank(special) > rank(best))) best = special;
  return best;
}
