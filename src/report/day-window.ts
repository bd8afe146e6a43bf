import { addDays, dayNumber, displayDay, displayInstant, gridClock, instantOf, localDayOf } from '../time/index.js';

const HOUR_MS = 3_600_000;

/** Intervals [from, to) of a grid that start on one local day. */
export type DaySlice = { readonly day: string; readonly from: number; readonly to: number };

/** A stretch of the day, measured from local noon: clock changes happen at night, so office hours line up on every day. */
export type DayWindow = { readonly fromMs: number; readonly toMs: number };

/** Cuts an interval grid into local days. */
export function daySlices(zone: string, startMs: number, intervalSeconds: number, length: number): DaySlice[] {
  const { dayNumbers } = gridClock(zone, startMs, intervalSeconds, length);
  const slices: DaySlice[] = [];
  let from = 0;
  for (let i = 1; i <= length; i += 1) {
    if (i < length && dayNumbers[i] === dayNumbers[from]) continue;
    slices.push({ day: localDayOf(zone, startMs + from * intervalSeconds * 1000), from, to: i });
    from = i;
  }
  return slices;
}

/** Noon of a local day. */
export function noonMs(zone: string, day: string): number {
  return instantOf(zone, day, 720);
}

/** Smallest window that holds all stretches, in whole hours; null without any. */
export function windowOf(stretches: readonly DayWindow[]): DayWindow | null {
  if (stretches.length === 0) return null;
  const fromMs = stretches.reduce((least, stretch) => Math.min(least, stretch.fromMs), Number.POSITIVE_INFINITY);
  const toMs = stretches.reduce((most, stretch) => Math.max(most, stretch.toMs), Number.NEGATIVE_INFINITY);
  return { fromMs: Math.floor(fromMs / HOUR_MS) * HOUR_MS, toMs: Math.max(Math.ceil(toMs / HOUR_MS), Math.floor(fromMs / HOUR_MS) + 1) * HOUR_MS };
}

/** A place on an axis: `at` from 0 to 1; `level` 0 is always shown, 1 only where there is room. */
export type AxisTick = { readonly at: number; readonly label: string; readonly level: 0 | 1 };

/** Round hours of a day window, in steps that give at most `most` of them; written `08:00`, or `08` where room is short. */
export function hourTicks(zone: string, day: string, window: DayWindow, most: number, pattern: 'HH:mm' | 'HH' = 'HH:mm'): AxisTick[] {
  const hours = (window.toMs - window.fromMs) / HOUR_MS;
  const step = [1, 2, 3, 4, 6, 8, 12].find((candidate) => hours / candidate + 1 <= most) ?? 24;
  const noon = noonMs(zone, day);
  const ticks: AxisTick[] = [];
  const first = Math.ceil((window.fromMs / HOUR_MS + 12) / step) * step;
  for (let hour = first; hour - 12 <= window.toMs / HOUR_MS; hour += step) {
    const instant = instantOf(zone, day, hour * 60);
    const at = (instant - noon - window.fromMs) / (window.toMs - window.fromMs);
    if (at >= -1e-9 && at <= 1 + 1e-9) ticks.push({ at, label: displayInstant(zone, instant, pattern), level: 0 });
  }
  return ticks;
}

/** One label per week (or every few weeks) below a daily chart; those beyond what a phone holds have level 1. */
export function weekTicks(firstDay: string, count: number): AxisTick[] {
  const mondays: number[] = [];
  const offset = (7 - ((dayNumber(firstDay) + 3) % 7)) % 7;
  for (let i = offset; i < count; i += 7) mondays.push(i);
  const wide = Math.max(1, Math.ceil(mondays.length / 14));
  const phone = wide * Math.max(1, Math.ceil(mondays.length / wide / 4));
  return mondays
    .map((index, order) => ({ index, order }))
    .filter(({ order }) => order % wide === 0)
    .map(({ index, order }) => ({ at: (index + 0.5) / count, label: displayDay(addDays(firstDay, index), 'd MMM'), level: order % phone === 0 ? 0 : 1 }));
}
