import { medianOf } from '../numeric/index.js';
import type { EventCalendar } from './event-calendar.js';
import type { DayFlags } from './flag-days.js';
import type { Panel } from './panel.js';

/** Rows that may teach each part of the model: 1 = yes. */
export type Teaching = {
  readonly regression: Uint8Array;
  readonly level: Uint8Array;
  readonly shape: Uint8Array;
  /** Scored in the backtest. */
  readonly scored: Uint8Array;
  /** First busy day after one that was closed or nearly so. */
  readonly afterClosure: Uint8Array;
};

/** Log ratio to the usual day (about 40 %) up to which an odd day still moves the level. */
const MODERATE = 0.35;

/** True for keys of an event itself, not of the days around it. */
export function isOwnKey(key: string): boolean {
  return !key.startsWith('before:') && !key.startsWith('after:');
}

/** 1 for weekdays whose median is more than half of the largest. */
export function busyWeekdays(panel: Panel, flags: DayFlags): Uint8Array {
  const medians = Array.from({ length: 7 }, (_, w) => {
    const totals: number[] = [];
    for (let r = 0; r < panel.rows; r += 1) if (panel.rowWeekday[r] === w && panel.missing[r] === 0) totals.push(flags.total[r] as number);
    return totals.length > 0 ? medianOf(totals) : 0;
  });
  const most = Math.max(...medians);
  return Uint8Array.from(medians, (median) => (median > 0.5 * most ? 1 : 0));
}

/** Decides which rows teach what. Odd days teach nothing but the effect of their event; days after a closure only that of the closure. */
export function teachingRows(panel: Panel, flags: DayFlags, calendar: EventCalendar, busy: Uint8Array): Teaching {
  const { rows, rowDay, rowWeekday, missing } = panel;
  const event = new Uint8Array(rows);
  const afterClosure = new Uint8Array(rows);
  let closed = false;
  for (let r = 0; r < rows; r += 1) {
    const day = rowDay[r] as number;
    if (calendar.closed.has(day) || calendar.keys.get(day)?.some(isOwnKey)) event[r] = 1;
    if (busy[rowWeekday[r] as number] === 0) continue;
    if (closed && missing[r] === 0 && event[r] === 0 && flags.low[r] === 0) afterClosure[r] = 1;
    closed = flags.low[r] === 1 || calendar.closed.has(day);
  }
  const rule = (allowed: (r: number) => boolean): Uint8Array => Uint8Array.from({ length: rows }, (_, r) => (missing[r] === 0 && allowed(r) ? 1 : 0));
  const ordinary = rule((r) => flags.odd[r] === 0);
  const count = ordinary.reduce((sum, flag) => sum + flag, 0);
  const present = missing.reduce((sum, flag) => sum + 1 - flag, 0);
  // where nearly everything looks odd, nothing is
  const usable = count < Math.max(Math.min(7, present), 0.3 * present) ? rule(() => true) : ordinary;
  const plain = (r: number): boolean => usable[r] === 1 && event[r] === 0;
  const apart = (r: number): boolean => event[r] === 0 && afterClosure[r] === 0 && !calendar.closed.has(rowDay[r] as number);
  return {
    regression: rule((r) => (usable[r] === 1 || event[r] === 1) && afterClosure[r] === 0 && !calendar.closed.has(rowDay[r] as number)),
    // moderately odd days may be the first of a new level; the steps of the level are clipped
    level: rule((r) => apart(r) && (usable[r] === 1 || Math.abs(flags.logRatio[r] as number) < MODERATE)),
    shape: rule(plain),
    scored: rule(apart),
    afterClosure,
  };
}

/** Rows of which only the day member knows: after a closure, at and around events. */
export function aloneRows(panel: Panel, calendar: EventCalendar, teaching: Teaching): Uint8Array {
  return Uint8Array.from(panel.rowDay, (day, r) => (teaching.afterClosure[r] === 1 || calendar.keys.has(day) ? 1 : 0));
}

/** 1 when the last busy day of the history was closed or as good as closed. */
export function closedAtEnd(panel: Panel, flags: DayFlags, calendar: EventCalendar, busy: Uint8Array): number {
  for (let r = panel.rows - 1; r >= 0; r -= 1) {
    if (busy[panel.rowWeekday[r] as number] === 1) return flags.low[r] === 1 || calendar.closed.has(panel.rowDay[r] as number) ? 1 : 0;
  }
  return 0;
}
