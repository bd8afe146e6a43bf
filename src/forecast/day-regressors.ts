import { type DayRegressor, InvalidInputError } from '../core/index.js';
import { dayNumber } from '../time/index.js';
import type { DayFlags } from './flag-days.js';
import type { Panel } from './panel.js';

/** A regressor in deviations from its mean over the history; null = unknown, the mean stands in. */
export type RegressorColumn = { readonly name: string; readonly firstDay: number; readonly values: readonly (number | null)[] };

/** Deviations from which a day that looks odd is taken to be explained. */
const EXPLAINS = 2;

/** Columns of the regressors of a queue, and a warning for each that can teach nothing. */
export type RegressorColumns = { readonly columns: readonly RegressorColumn[]; readonly idle: readonly string[] };

/** Standardises the regressors of a queue over its open days with data. A regressor that never changes there has no column. */
export function regressorColumns(regressors: readonly DayRegressor[], queue: string, panel: Panel): RegressorColumns {
  const idle: string[] = [];
  const columns = regressors.flatMap((regressor): RegressorColumn[] => {
    checkRegressor(regressor);
    if (regressor.queue != null && regressor.queue !== queue) return [];
    const firstDay = dayNumber(regressor.startDay);
    const past: number[] = [];
    panel.rowDay.forEach((day, r) => {
      const value = regressor.values[day - firstDay];
      if (value != null && panel.missing[r] === 0) past.push(value);
    });
    const mean = past.reduce((sum, value) => sum + value, 0) / past.length;
    const deviation = Math.sqrt(past.reduce((sum, value) => sum + (value - mean) ** 2, 0) / past.length);
    if (!(deviation > 1e-9 * Math.abs(mean))) {
      const why = past.length === 0 ? 'has no value on any open day of the history' : `is ${past[0]} on every open day of the history that has a value`;
      idle.push(`Regressor ${JSON.stringify(regressor.name)} ${why}: nothing can be learnt from it, and it is left out.`);
      return [];
    }
    // half the range seen beyond either end: further out a straight line is a guess
    const low = past.reduce((a, b) => Math.min(a, b));
    const high = past.reduce((a, b) => Math.max(a, b));
    const within = (value: number): number => Math.max(1.5 * low - 0.5 * high, Math.min(1.5 * high - 0.5 * low, value));
    return [{ name: regressor.name, firstDay, values: regressor.values.map((value) => (value === null ? null : (within(value) - mean) / deviation)) }];
  });
  return { columns, idle };
}

function checkRegressor({ name, startDay, values }: DayRegressor): void {
  const at = values.findIndex((value) => value !== null && !Number.isFinite(value));
  if (at >= 0)
    throw new InvalidInputError(
      `forecast: values[${at}] of regressor ${JSON.stringify(name)} must be a number or null (unknown), got ${String(values[at])}. Write null where it is not known.`,
      { regressor: name, index: at },
    );
  if (!/^\d{4}-\d{2}-\d{2}$/.test(startDay))
    throw new InvalidInputError(
      `forecast: startDay of regressor ${JSON.stringify(name)} must be a day such as 2026-12-07, got ${JSON.stringify(startDay)}. Give the local day of its first value.`,
      { regressor: name, startDay },
    );
}

/** Value on a day, in deviations; 0, the mean, where unknown. */
export function regressorAt({ firstDay, values }: RegressorColumn, day: number): number {
  return values[day - firstDay] ?? 0;
}

/** Days on which a regressor is far from usual are no outliers: they teach what it does. */
export function withoutExplained(panel: Panel, flags: DayFlags, columns: readonly RegressorColumn[]): DayFlags {
  if (columns.length === 0) return flags;
  return {
    ...flags,
    odd: flags.odd.map((odd, r) => (columns.some((column) => Math.abs(regressorAt(column, panel.rowDay[r] as number)) > EXPLAINS) ? 0 : odd)),
  };
}

/** Says where the future of a regressor is not known. */
export function regressorWarnings(columns: readonly RegressorColumn[], days: readonly number[]): string[] {
  return columns.flatMap((column) => {
    const unknown = days.filter((day) => column.values[day - column.firstDay] == null).length;
    return unknown === 0
      ? []
      : [`Regressor ${JSON.stringify(column.name)} has no value on ${unknown} of ${days.length} open days ahead: its mean is used there.`];
  });
}
