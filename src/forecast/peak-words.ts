import type { Peak } from '../core/index.js';
import { dayFromNumber, dayStartMs } from '../time/index.js';

/** Names of the weekdays, 0 = Monday. */
export const WEEKDAYS: readonly string[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Names of the months. */
export const MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Clock text of a minute of the day; 1440 is 24:00. */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** A ratio − 1 in words: `18 % above`. */
export function percentText(relative: number): string {
  const percent = Math.abs(relative) * 100;
  return `${percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} % ${relative < 0 ? 'below' : 'above'}`;
}

/** A peak or trough of a queue that its caller names. */
export type FoundPeak = Omit<Peak, 'queue'>;

/** A peak where `relative` lies above 0, else a trough. `span`: first and last instant of dated ones. */
export function foundPeak(
  scale: Peak['scale'],
  when: string,
  { relative, confidence }: Pick<Peak, 'relative' | 'confidence'>,
  because: string,
  span: readonly number[] = [],
): FoundPeak {
  const [startMs, endMs] = span;
  const dated = startMs === undefined || endMs === undefined ? {} : { startMs, endMs };
  return { kind: relative > 0 ? 'peak' : 'trough', scale, ...dated, when, relative, confidence, because };
}

/** First and last instant of local days. */
export function spanOf(zone: string, ...days: readonly number[]): number[] {
  return days.map((day) => dayStartMs(zone, dayFromNumber(day)));
}

/** The stretch around `top`, within a range, whose values reach this share of the one there. */
export function stretchAround(values: readonly (number | null)[], top: number, share: number, first: number, end: number): [from: number, to: number] {
  const least = share * (values[top] ?? 0);
  let from = top;
  let to = top + 1;
  while (from > first && (values[from - 1] ?? 0) >= least) from -= 1;
  while (to < end && (values[to] ?? 0) >= least) to += 1;
  return [from, to];
}

/** Mean of values; NaN of none. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
