import type { Panel } from './panel.js';

/** Members in the order of the weights. */
export const SLOT_MEMBERS: readonly string[] = [
  'day score × shape',
  'day total × shares',
  'recent weeks (seasonal moving average)',
  'theta × shares',
  'harmonic regression × shares',
  'double-seasonal smoothing',
  'mean of four weeks',
  'last week (seasonal naive)',
  'last day',
  'autoregression of intervals',
];

/** The regression on earlier intervals, which knows the pattern of recent days as well as the two day models do. */
export const LAG_MEMBER = 9;
/** Days ahead that the near members say, beside a day that has begun. */
export const NEAR_DAYS = 2;

/** Members that compete beyond two days ahead; the rest are good for tomorrow only. */
export const FAR_MEMBERS = 6;

/** True for the textbook methods, which get weight only where they prove themselves. */
export function isPlainMember(member: number): boolean {
  return member >= 3 && member < FAR_MEMBERS;
}

/**
 * The near members of one open day ahead: mean of four weeks, last week, last day.
 * Where a member has nothing to say the value is NaN.
 */
export function nearMembers(panel: Panel, x: Float64Array, teach: Uint8Array, origin: number, lead: number): Float64Array[] {
  const { slots, rowWeekday, open } = panel;
  const weekday = weekdayOfRow(panel, origin + lead);
  const same: number[] = [];
  for (let r = origin - 1; r >= 0 && same.length < 4; r -= 1) if (rowWeekday[r] === weekday && teach[r] === 1) same.push(r);
  let yesterday = origin - 1;
  while (yesterday >= 0 && teach[yesterday] === 0) yesterday -= 1;
  const at = (row: number | undefined, s: number): number => {
    if (row === undefined || row < 0 || open[(rowWeekday[row] as number) * slots + s] === 0) return Number.NaN;
    return x[row * slots + s] as number;
  };
  const fourWeeks = Float64Array.from({ length: slots }, (_, s) => same.reduce((sum, row) => sum + at(row, s), 0) / same.length);
  const lastWeek = Float64Array.from({ length: slots }, (_, s) => at(same[0], s));
  const lastDay = Float64Array.from({ length: slots }, (_, s) => at(yesterday, s));
  return [fourWeeks, lastWeek, lastDay];
}

/** Weekday of a row, also of rows after the last. */
export function weekdayOfRow(panel: Panel, row: number): number {
  if (row < panel.rows) return panel.rowWeekday[row] as number;
  const first = (((panel.originDay + 3) % 7) + 7) % 7;
  const { openWeekdays } = panel;
  const at = Math.max(
    0,
    openWeekdays.findIndex((w) => w >= first),
  );
  return openWeekdays[(at + row - panel.rows) % openWeekdays.length] as number;
}
