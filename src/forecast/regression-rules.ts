import type { FeatureRule } from './day-features.js';
import type { RegressorColumn } from './day-regressors.js';
import type { EventCalendar } from './event-calendar.js';
import type { Panel } from './panel.js';

/** Shortest spans, in days, from which a monthly and a yearly cycle are estimated. */
export const MONTHLY_SPAN = 80;
export const YEARLY_SPAN = 380;

export type NamedRule = { readonly name: string; readonly rule: FeatureRule; readonly memory: number };

/** Day regressions that the length of the history allows. */
export function regressionRules(
  panel: Panel,
  calendar: EventCalendar,
  monthDays: readonly string[],
  busy: readonly number[],
  regressors: readonly RegressorColumn[],
): NamedRule[] {
  const firstDay = panel.rowDay[0] as number;
  const span = panel.originDay - firstDay;
  const keys = new Set<string>();
  for (const day of panel.rowDay) for (const key of calendar.keys.get(day) ?? []) keys.add(key);
  const base = {
    monthWaves: span >= MONTHLY_SPAN ? 6 : 0,
    firstDay,
    events: [...keys].sort(),
    monthDays,
    busy,
    ...(regressors.length === 0 ? {} : { regressors }),
  };
  const plain: NamedRule = {
    name: base.monthWaves > 0 ? 'weekday and day of month' : 'weekday',
    memory: 0.999,
    rule: { ...base, yearWaves: 0, trend: false, bends: [] },
  };
  if (span < YEARLY_SPAN) return [plain];
  const bends: number[] = [];
  for (let at = 0.15; at <= span / 365.25 - 0.15; at += 0.15) bends.push(at);
  const yearly = (yearWaves: number): NamedRule => ({
    name: `${plain.name}, time of year (${yearWaves} waves) and trend`,
    memory: 0.995,
    rule: { ...base, yearWaves, trend: true, bends },
  });
  return [plain, yearly(4), yearly(10)];
}
