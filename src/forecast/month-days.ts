import { medianOf } from '../numeric/index.js';
import { dayFromNumber } from '../time/index.js';
import type { DayFlags } from './flag-days.js';
import { type Panel, weekdayOfNumber } from './panel.js';

/** Ways in which a day may come back every month: date, days before the end, number of the busy day from either end. */
export function monthKeys(day: number, busy: ArrayLike<number>): string[] {
  const [year, month, date] = dayFromNumber(day).split('-').map(Number) as [number, number, number];
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const keys = [`day ${date}`];
  if (length - date < 3) keys.push(`last day ${length - date + 1}`);
  if (busy[weekdayOfNumber(day)] !== 1) return keys;
  const busyDays = (from: number, to: number): number => {
    let count = 0;
    for (let d = from; d <= to; d += 1) if (busy[weekdayOfNumber(d)] === 1) count += 1;
    return count;
  };
  const fromStart = date <= 14 ? busyDays(day - date + 1, day) : 0;
  const fromEnd = length - date < 7 ? busyDays(day, day + length - date) : 0;
  if (fromStart >= 1 && fromStart <= 5) keys.push(`open day ${fromStart}`);
  if (fromEnd >= 1 && fromEnd <= 3) keys.push(`last open day ${fromEnd}`);
  return keys;
}

/** Months of one key that have to stand out, and the share of all its months. */
const LEAST_MONTHS = 3;
const LEAST_SHARE = 0.6;

/**
 * Finds days of the month that stand out again and again, such as a bill run: their days are no outliers but a pattern that waves over the
 * month are too smooth for.
 *
 * @returns Keys as {@link monthKeys} writes them, most days explained first; each flagged day is explained once.
 */
export function recurringMonthDays(panel: Panel, { odd, logRatio }: DayFlags, busy: ArrayLike<number>): string[] {
  const groups = new Map<string, number[]>();
  for (let r = 0; r < panel.rows; r += 1) {
    if (panel.missing[r] === 1) continue;
    for (const key of monthKeys(panel.rowDay[r] as number, busy)) groups.set(key, [...(groups.get(key) ?? []), r]);
  }
  const open = new Set<number>();
  for (let r = 0; r < panel.rows; r += 1) if (odd[r] === 1) open.add(r);
  const keys: string[] = [];
  for (;;) {
    let best: { readonly key: string; readonly rows: number[]; readonly share: number } | null = null;
    for (const [key, rows] of groups) {
      const side = Math.sign(medianOf(rows.map((r) => logRatio[r] as number)));
      const hits = rows.filter((r) => open.has(r) && Math.sign(logRatio[r] as number) === side);
      const share = hits.length / rows.length;
      if (hits.length < LEAST_MONTHS || share < LEAST_SHARE) continue;
      if (best === null || hits.length > best.rows.length || (hits.length === best.rows.length && share > best.share)) best = { key, rows: hits, share };
    }
    if (best === null) return keys;
    keys.push(best.key);
    for (const r of best.rows) open.delete(r);
  }
}

/** Flags without the days that recurring keys explain. */
export function withoutRecurring(panel: Panel, flags: DayFlags, keys: readonly string[], busy: ArrayLike<number>): DayFlags {
  if (keys.length === 0) return flags;
  const explained = Uint8Array.from(panel.rowDay, (day) => (monthKeys(day, busy).some((key) => keys.includes(key)) ? 1 : 0));
  const clear = (flag: number, r: number): number => (explained[r] === 1 && panel.missing[r] === 0 ? 0 : flag);
  return { ...flags, odd: flags.odd.map(clear), low: flags.low.map(clear) };
}
