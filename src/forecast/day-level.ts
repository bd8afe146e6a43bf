import { medianOf } from '../numeric/index.js';

const LEVEL_ROWS = 200;

/**
 * Slow level: simple exponential smoothing of the last 200 residuals, changes clipped at four robust deviations.
 *
 * @param use - 1 for rows that may move the level.
 * @param alpha - Share of each day's surprise that stays, 0–1.
 */
export function smoothLevel(residuals: Float64Array, use: Uint8Array, alpha: number): number {
  if (alpha === 0) return 0;
  const from = Math.max(0, residuals.length - LEVEL_ROWS);
  const sizes: number[] = [];
  for (let r = from; r < residuals.length; r += 1) if (use[r] === 1) sizes.push(Math.abs(residuals[r] as number));
  if (sizes.length === 0) return 0;
  const limit = 4 * 1.4826 * medianOf(sizes);
  let level = 0;
  for (let r = from; r < residuals.length; r += 1) {
    if (use[r] === 0) continue;
    const surprise = (residuals[r] as number) - level;
    level += alpha * Math.max(-limit, Math.min(limit, surprise));
  }
  return level;
}
