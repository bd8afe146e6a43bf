import { daySlots } from '../series/index.js';

/** Zeros that must have happened before their absence says anything (chance of none: e⁻⁷ ≈ 0.1 %). */
const SURELY_SOME = 7;

/**
 * True for interval exports that write no row when nothing happened: not one 0 among the rows, although slots as quiet as these must have had some
 * (contacts of a slot are taken as Poisson counts of which the file shows only the positive ones).
 */
export function omitsZeros(series: readonly { readonly startMs: number; readonly volume: Float64Array }[], zone: string, intervalSeconds: number): boolean {
  let expected = 0;
  let absent = 0;
  for (const { startMs, volume } of series) {
    const slots = daySlots(zone, startMs, intervalSeconds, volume.length);
    const rows = new Float64Array(7 * slots.slotsPerDay);
    const sums = new Float64Array(7 * slots.slotsPerDay);
    for (let i = 0; i < volume.length; i += 1) {
      const value = volume[i] as number;
      if (value === 0) return false;
      const cell = (slots.weekday[i] as number) * slots.slotsPerDay + (slots.slot[i] as number);
      if (Number.isNaN(value)) absent += 1;
      else {
        rows[cell] = (rows[cell] as number) + 1;
        sums[cell] = (sums[cell] as number) + value;
      }
    }
    for (let cell = 0; cell < rows.length; cell += 1) {
      const count = rows[cell] as number;
      if (count >= 3) expected += count * zerosPerPositive((sums[cell] as number) / count);
    }
  }
  return absent > 0 && expected >= SURELY_SOME;
}

/** Zeros per positive Poisson count, from the mean of the positive ones: e^−λ / (1 − e^−λ) with λ / (1 − e^−λ) = mean. */
function zerosPerPositive(mean: number): number {
  if (mean > 20) return 0;
  let rate = Math.max(1e-6, mean - 1);
  for (let i = 0; i < 60; i += 1) rate = Math.max(1e-6, mean * (1 - Math.exp(-rate)));
  return Math.exp(-rate) / (1 - Math.exp(-rate));
}
