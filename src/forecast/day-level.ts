import { medianOf } from '../numeric/index.js';

const LEVEL_ROWS = 200;

/** Shares of a day's surprise that the level, and the level of its weekday beside that, keep, 0–1. */
export type LevelRule = { readonly share: number; readonly weekday: number };

/** Where log scores stand against the regression: all days, and each weekday (0 = Monday) beside that; plain data. */
export type DayLevel = { readonly level: number; readonly weekdays: readonly number[] };

/**
 * Slow level: simple exponential smoothing of the last 200 residuals, changes clipped at four robust deviations.
 *
 * @param use - 1 for rows that may move the level.
 */
export function smoothLevel(residuals: Float64Array, use: Uint8Array, rowWeekday: ArrayLike<number>, { share, weekday }: LevelRule): DayLevel {
  const weekdays = new Array<number>(7).fill(0);
  const from = Math.max(0, residuals.length - LEVEL_ROWS);
  const sizes: number[] = [];
  for (let r = from; r < residuals.length; r += 1) if (use[r] === 1) sizes.push(Math.abs(residuals[r] as number));
  let level = 0;
  if (sizes.length === 0 || share + weekday === 0) return { level, weekdays };
  const limit = 4 * 1.4826 * medianOf(sizes);
  for (let r = from; r < residuals.length; r += 1) {
    if (use[r] === 0) continue;
    const w = rowWeekday[r] as number;
    const surprise = Math.max(-limit, Math.min(limit, (residuals[r] as number) - level - (weekdays[w] as number)));
    level += share * surprise;
    weekdays[w] = (weekdays[w] as number) + weekday * surprise;
  }
  return { level, weekdays };
}
