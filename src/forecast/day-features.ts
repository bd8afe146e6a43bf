import { dayFromNumber } from '../time/index.js';
import { type RegressorColumn, regressorAt } from './day-regressors.js';
import { AFTER_HOLIDAY, type EventCalendar, eventSpread } from './event-calendar.js';
import { monthKeys } from './month-days.js';

/** Which part of the explanation a column belongs to. */
type ColumnPart = 'weekday' | 'month' | 'season' | 'level' | 'event';

/** One column of the day regression: `spread` is the prior standard deviation of its coefficient on the log score. */
export type Column = { readonly part: ColumnPart; readonly spread: number };

/** How a day regression looks at the calendar. */
export type FeatureRule = {
  readonly monthWaves: number;
  readonly yearWaves: number;
  /** Change points of the trend, in years from the first row; empty = no trend. */
  readonly bends: readonly number[];
  readonly trend: boolean;
  readonly firstDay: number;
  /** Days of the month that stand out, as `monthKeys` writes them, and the weekdays that count as busy there. */
  readonly monthDays: readonly string[];
  readonly busy: readonly number[];
  /** Keys of the learnt event effects, one column each. */
  readonly events: readonly string[];
  /** The user's own numbers by day, standardised, one column each. */
  readonly regressors?: readonly RegressorColumn[];
};

const YEAR_DAYS = 365.25;

export function columnsOf(rule: FeatureRule): Column[] {
  const columns: Column[] = Array.from({ length: 7 }, () => ({ part: 'weekday', spread: 3 }));
  for (let k = 1; k <= rule.monthWaves; k += 1) columns.push({ part: 'month', spread: 0.018 / k }, { part: 'month', spread: 0.018 / k });
  for (let i = 0; i < rule.monthDays.length; i += 1) columns.push({ part: 'month', spread: 0.3 });
  for (let k = 1; k <= rule.yearWaves; k += 1) columns.push({ part: 'season', spread: 0.15 / k }, { part: 'season', spread: 0.15 / k });
  if (rule.trend) columns.push({ part: 'level', spread: 0.2 });
  for (let i = 0; i < rule.bends.length; i += 1) columns.push({ part: 'level', spread: 0.08 });
  for (const key of rule.events) columns.push({ part: 'event', spread: eventSpread(key) });
  for (const _ of rule.regressors ?? []) columns.push({ part: 'event', spread: 0.1 });
  return columns;
}

/** Writes the features of one day into `row` at `offset`. */
export function writeFeatures(rule: FeatureRule, day: number, calendar: EventCalendar, afterClosure: boolean, row: Float64Array, offset: number): void {
  const weekday = (((day + 3) % 7) + 7) % 7;
  for (let w = 0; w < 7; w += 1) row[offset + w] = w === weekday ? 1 : 0;
  let at = offset + 7;
  if (rule.monthWaves > 0) {
    const [year, month, date] = dayFromNumber(day).split('-').map(Number) as [number, number, number];
    const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const phase = (2 * Math.PI * (date - 1)) / length;
    for (let k = 1; k <= rule.monthWaves; k += 1) {
      row[at++] = Math.cos(k * phase);
      row[at++] = Math.sin(k * phase);
    }
  }
  if (rule.monthDays.length > 0) {
    const month = monthKeys(day, rule.busy);
    for (const key of rule.monthDays) row[at++] = month.includes(key) ? 1 : 0;
  }
  const years = day / YEAR_DAYS;
  for (let k = 1; k <= rule.yearWaves; k += 1) {
    row[at++] = Math.cos(2 * Math.PI * k * years);
    row[at++] = Math.sin(2 * Math.PI * k * years);
  }
  const age = (day - rule.firstDay) / YEAR_DAYS;
  if (rule.trend) row[at++] = age;
  for (const bend of rule.bends) row[at++] = Math.max(0, age - bend);
  const keys = calendar.keys.get(day);
  for (const key of rule.events) row[at++] = keys?.includes(key) && !(afterClosure && key === AFTER_HOLIDAY) ? 1 : 0;
  for (const column of rule.regressors ?? []) row[at++] = regressorAt(column, day);
}

/** Feature table of many days, row-major. */
export function featureTable(rule: FeatureRule, days: ArrayLike<number>, calendar: EventCalendar, afterClosure: Uint8Array): Float64Array {
  const width = columnsOf(rule).length;
  const table = new Float64Array(days.length * width);
  for (let r = 0; r < days.length; r += 1) writeFeatures(rule, days[r] as number, calendar, afterClosure[r] === 1, table, r * width);
  return table;
}
