import { medianOf } from '../numeric/index.js';

type Holes = {
  readonly rows: number;
  readonly slots: number;
  readonly rowWeekday: Uint8Array;
  readonly open: Uint8Array;
  /** Changed in place: holes get a value. */
  readonly y: Float64Array;
  readonly seen: Uint8Array;
};

/**
 * Fills open cells that were not observed, so that arrays are full, and tells which days are missing (under half of the usual share observed).
 * A hole takes the usual value of its weekday and slot, times how the observed part of its day compares with its own usual values.
 */
export function fillHoles(table: Holes): Uint8Array {
  const { rows, slots, rowWeekday, open, y, seen } = table;
  const share = new Float64Array(rows);
  for (let r = 0; r < rows; r += 1) {
    let of = 0;
    let have = 0;
    for (let s = 0; s < slots; s += 1) {
      of += open[(rowWeekday[r] as number) * slots + s] as number;
      have += seen[r * slots + s] as number;
    }
    share[r] = of > 0 ? have / of : 0;
  }
  const filled = share.filter((part) => part > 0);
  const least = filled.length > 0 ? 0.5 * Math.min(1, medianOf(filled)) : 1;
  const missing = Uint8Array.from(share, (part) => (part < least || part === 0 ? 1 : 0));
  const usual = usualCells(table);
  for (let r = 0; r < rows; r += 1) {
    if ((share[r] as number) >= 1) continue;
    const base = (rowWeekday[r] as number) * slots;
    let have = 0;
    let expected = 0;
    let whole = 0;
    for (let s = 0; s < slots; s += 1) {
      if ((open[base + s] as number) === 0) continue;
      whole += usual[base + s] as number;
      if ((seen[r * slots + s] as number) === 0) continue;
      have += y[r * slots + s] as number;
      expected += usual[base + s] as number;
    }
    const prior = 0.1 * whole + 1e-9;
    const factor = (have + prior) / (expected + prior);
    for (let s = 0; s < slots; s += 1) {
      if ((open[base + s] as number) === 1 && (seen[r * slots + s] as number) === 0) y[r * slots + s] = (usual[base + s] as number) * factor;
    }
  }
  return missing;
}

/** Mean of each weekday and slot over the observed cells; the mean of the slot over all weekdays where a weekday has none. */
function usualCells({ rows, slots, rowWeekday, y, seen }: Holes): Float64Array {
  const sum = new Float64Array(7 * slots);
  const count = new Float64Array(7 * slots);
  for (let r = 0; r < rows; r += 1) {
    const base = (rowWeekday[r] as number) * slots;
    for (let s = 0; s < slots; s += 1) {
      if ((seen[r * slots + s] as number) === 0) continue;
      sum[base + s] = (sum[base + s] as number) + (y[r * slots + s] as number);
      count[base + s] = (count[base + s] as number) + 1;
    }
  }
  let total = 0;
  let cells = 0;
  for (let i = 0; i < sum.length; i += 1) {
    total += sum[i] as number;
    cells += count[i] as number;
  }
  const overall = cells > 0 ? total / cells : 0;
  return sum.map((value, i) => {
    if ((count[i] as number) > 0) return value / (count[i] as number);
    let slotSum = 0;
    let slotCount = 0;
    for (let w = 0; w < 7; w += 1) {
      slotSum += sum[w * slots + (i % slots)] as number;
      slotCount += count[w * slots + (i % slots)] as number;
    }
    return slotCount > 0 ? slotSum / slotCount : overall;
  });
}
