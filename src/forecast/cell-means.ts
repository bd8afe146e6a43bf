import type { Panel } from './panel.js';

/** Memory per week of the cell means, and share of each day's surprise that their level keeps. */
const CELL_RULES: readonly { readonly memory: number; readonly share: number }[] = [
  { memory: 0.75, share: 0.05 },
  { memory: 0.9, share: 0.1 },
];
const LEVEL_ROWS = 60;

/** Root-scale mean of each weekday and slot over recent weeks, times a slow level: seasonal moving average. Mean of two memories. */
export function cellMeans(panel: Panel, x: Float64Array, teach: Uint8Array, origin: number): Float64Array {
  const result = new Float64Array(7 * panel.slots);
  for (const { memory, share } of CELL_RULES) {
    const means = weightedMeans(panel, x, teach, origin, memory);
    const level = ratioLevel(panel, x, teach, origin, means, share);
    for (let i = 0; i < result.length; i += 1) result[i] = (result[i] as number) + (level * (means[i] as number)) / CELL_RULES.length;
  }
  return result;
}

function weightedMeans(panel: Panel, x: Float64Array, teach: Uint8Array, origin: number, memory: number): Float64Array {
  const { slots, rowWeekday, openWeekdays } = panel;
  const sums = new Float64Array(7 * slots);
  const weights = new Float64Array(7);
  const perRow = memory ** (1 / openWeekdays.length);
  // weights below 1e-6 teach nothing
  const from = Math.max(0, origin - Math.ceil(Math.log(1e-6) / Math.log(perRow)));
  for (let r = from; r < origin; r += 1) {
    if (teach[r] === 0) continue;
    const weight = perRow ** (origin - r);
    const base = (rowWeekday[r] as number) * slots;
    weights[rowWeekday[r] as number] = (weights[rowWeekday[r] as number] as number) + weight;
    for (let s = 0; s < slots; s += 1) sums[base + s] = (sums[base + s] as number) + weight * (x[r * slots + s] as number);
  }
  return sums.map((sum, i) => {
    const weight = weights[Math.floor(i / slots)] as number;
    return weight > 0 ? sum / weight : 0;
  });
}

function ratioLevel(panel: Panel, x: Float64Array, teach: Uint8Array, origin: number, means: Float64Array, share: number): number {
  const { slots, rowWeekday } = panel;
  let level = 1;
  for (let r = Math.max(0, origin - LEVEL_ROWS); r < origin; r += 1) {
    if (teach[r] === 0) continue;
    const base = (rowWeekday[r] as number) * slots;
    let product = 0;
    let squares = 0;
    for (let s = 0; s < slots; s += 1) {
      product += (x[r * slots + s] as number) * (means[base + s] as number);
      squares += (means[base + s] as number) ** 2;
    }
    if (squares > 0) level += share * (product / squares - level);
  }
  return level;
}
