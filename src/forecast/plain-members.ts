import { type DayMethod, dayMethodAt, harmonicDays, type LogDays, thetaDays } from './day-methods.js';
import { doubleSeasonal } from './double-seasonal.js';
import type { Panel } from './panel.js';

/** Plain methods at the end of what they saw; plain data. */
export type PlainMembers = {
  /** Methods of day totals, spread by the usual shares of the day. */
  readonly days: readonly DayMethod[];
  /** Double-seasonal smoothing, weekday × slot, root scale. */
  readonly doubleSeasonal: readonly number[];
};

/** Plain methods at each origin, then at the end of the history. */
export function plainMembers(panel: Panel, x: Float64Array, teach: Uint8Array, origins: readonly number[]): PlainMembers[] {
  const { rows, slots, rowWeekday, rowDay, y } = panel;
  const z = Float64Array.from({ length: rows }, (_, r) => Math.log(y.subarray(r * slots, (r + 1) * slots).reduce((sum, value) => sum + value, 0.25)) / 2);
  const days: LogDays = { z, rowWeekday, rowDay, use: teach };
  const smoothed = doubleSeasonal(panel, x, teach, origins);
  return [...origins, rows].map((origin, o) => ({
    days: [thetaDays(days, origin), harmonicDays(days, origin)],
    doubleSeasonal: Array.from(smoothed[o] as Float64Array),
  }));
}

/** What each plain method says about a day: roots by slot. `shares` are those of its weekday. */
export function plainRoots(members: PlainMembers, shares: readonly number[], weekday: number, lead: number, day: number): Float64Array[] {
  const base = weekday * shares.length;
  return [
    ...members.days.map((method) => spreadRoot(dayMethodAt(method, weekday, lead, day), shares)),
    Float64Array.from(members.doubleSeasonal.slice(base, base + shares.length)),
  ];
}

/** Roots of a day total spread by shares. */
export function spreadRoot(logRoot: number, shares: readonly number[]): Float64Array {
  const total = Math.max(0, Math.exp(2 * logRoot) - 0.25);
  return Float64Array.from(shares, (share) => Math.sqrt(total * share));
}
