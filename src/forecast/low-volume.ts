import type { Panel } from './panel.js';

/** Contacts per open slot below which a queue is forecast by day and split by shares: roots of tiny counts carry no shape. */
export const LOW_VOLUME = 6;
/** Memory per week of the shares; contacts that the shape of all weekdays is worth; contacts under one smoothing window. */
const MEMORY = 0.985;
const PULL = 60;
const WINDOW_CONTACTS = 60;

/** Mean contacts per open slot on days that teach. */
export function meanPerSlot(panel: Panel, teach: Uint8Array): number {
  let sum = 0;
  let cells = 0;
  for (let r = 0; r < panel.rows; r += 1) {
    if (teach[r] === 0) continue;
    for (let s = 0; s < panel.slots; s += 1) {
      if (panel.open[(panel.rowWeekday[r] as number) * panel.slots + s] === 0) continue;
      sum += panel.y[r * panel.slots + s] as number;
      cells += 1;
    }
  }
  return cells > 0 ? sum / cells : 0;
}

/** The same days with one column: their totals. */
export function wholeDays(panel: Panel): Panel {
  const { rows, slots } = panel;
  const y = new Float64Array(rows);
  const seen = new Uint8Array(rows);
  for (let r = 0; r < rows; r += 1) {
    for (let s = 0; s < slots; s += 1) y[r] = (y[r] as number) + (panel.y[r * slots + s] as number);
    seen[r] = panel.missing[r] === 0 ? 1 : 0;
  }
  const open = Uint8Array.from({ length: 7 }, (_, w) => (panel.openWeekdays.includes(w) ? 1 : 0));
  return { ...panel, slots: 1, firstSlot: 0, open, y, seen, tail: null };
}

/** How a day's contacts fall on its slots, weekday × slot, each weekday adding up to 1, at a row: exponentially weighted counts, smoothed over neighbouring slots until enough contacts are under the window, weekdays shrunk to all. */
export function dayShares(panel: Panel, teach: Uint8Array, origin: number): number[] {
  const { slots, open, rowWeekday, openWeekdays } = panel;
  const counts = new Float64Array(7 * slots);
  const perRow = MEMORY ** (1 / openWeekdays.length);
  for (let r = 0; r < origin; r += 1) {
    if (teach[r] === 0) continue;
    const weight = perRow ** (origin - 1 - r);
    const base = (rowWeekday[r] as number) * slots;
    for (let s = 0; s < slots; s += 1) counts[base + s] = (counts[base + s] as number) + weight * (panel.y[r * slots + s] as number);
  }
  const pool = smoothPool(pooledCounts(counts, slots), panel);
  const shares = new Array<number>(7 * slots).fill(0);
  for (const w of openWeekdays) {
    let total = 0;
    let poolTotal = 0;
    for (let s = 0; s < slots; s += 1) {
      if (open[w * slots + s] === 0) continue;
      total += counts[w * slots + s] as number;
      poolTotal += pool[s] as number;
    }
    for (let s = 0; s < slots; s += 1) {
      if (open[w * slots + s] === 0) continue;
      const prior = poolTotal > 0 ? (pool[s] as number) / poolTotal : 0;
      shares[w * slots + s] = ((counts[w * slots + s] as number) + PULL * prior) / (total + PULL);
    }
    const sum = shares.slice(w * slots, (w + 1) * slots).reduce((a, b) => a + b, 0);
    for (let s = 0; s < slots; s += 1) if (sum > 0) shares[w * slots + s] = (shares[w * slots + s] as number) / sum;
  }
  return shares;
}

function pooledCounts(counts: Float64Array, slots: number): Float64Array {
  const pool = new Float64Array(slots);
  for (let i = 0; i < counts.length; i += 1) pool[i % slots] = (pool[i % slots] as number) + (counts[i] as number);
  return pool;
}

/** Moving mean whose window grows, to two hours each way at most, until it holds enough contacts; every open slot keeps a trace. */
function smoothPool(pool: Float64Array, { slots, intervalSeconds }: Panel): Float64Array {
  const widest = Math.max(1, Math.floor(7200 / intervalSeconds));
  const trace = 0.01 * Math.max(1e-9, pool.reduce((sum, n) => sum + n, 0) / slots);
  return pool.map((_, s) => {
    let width = 0;
    let sum = pool[s] as number;
    let from = s;
    let to = s;
    while (sum < WINDOW_CONTACTS && width < widest) {
      width += 1;
      from = Math.max(0, s - width);
      to = Math.min(slots - 1, s + width);
      sum = 0;
      for (let i = from; i <= to; i += 1) sum += pool[i] as number;
    }
    return sum / (to - from + 1) + trace;
  });
}

/** Variance of slot counts around total × share, in multiples of a Poisson count's; at least 1. */
export function dispersionOf(panel: Panel, teach: Uint8Array, shares: readonly number[]): number {
  const { rows, slots, rowWeekday, y } = panel;
  let sum = 0;
  let expectedSum = 0;
  for (let r = 0; r < rows; r += 1) {
    if (teach[r] === 0) continue;
    const base = (rowWeekday[r] as number) * slots;
    let total = 0;
    for (let s = 0; s < slots; s += 1) total += y[r * slots + s] as number;
    for (let s = 0; s < slots; s += 1) {
      const expected = total * (shares[base + s] as number);
      sum += ((y[r * slots + s] as number) - expected) ** 2;
      expectedSum += expected;
    }
  }
  return expectedSum > 0 ? Math.max(1, sum / expectedSum) : 1;
}
