import type { DaySlots } from './day-slots.js';

/** Rows needed in a weekday slot before "always 0" says anything. */
const LEAST_ROWS = 4;
/** A closed stretch lasts at least this long. */
const LEAST_SECONDS = 7200;
/** Volume at both ends of a closed stretch, as a share of the usual slot: hours of a centre begin and end abruptly, a quiet night does not. */
const ABRUPT_SHARE = 0.15;

/**
 * Finds weekday slots whose rows are all 0 because the queue is closed, in files that write a row for every interval of the day.
 *
 * @returns A test for intervals, or null when there are no such slots.
 */
export function silentSlots(slots: DaySlots, volume: readonly (number | null)[], intervalSeconds: number): ((index: number) => boolean) | null {
  const size = 7 * slots.slotsPerDay;
  const rows = new Float64Array(size);
  const sums = new Float64Array(size);
  const cellOf = (i: number): number => (slots.weekday[i] as number) * slots.slotsPerDay + (slots.slot[i] as number);
  volume.forEach((value, i) => {
    if (value === null) return;
    const cell = cellOf(i);
    rows[cell] = (rows[cell] as number) + 1;
    sums[cell] = (sums[cell] as number) + value;
  });
  const silent = markSilent(rows, sums, Math.ceil(LEAST_SECONDS / intervalSeconds));
  return silent === null ? null : (i) => silent[cellOf(i)] === 1;
}

function markSilent(rows: Float64Array, sums: Float64Array, leastSlots: number): Uint8Array | null {
  const size = rows.length;
  const mean = (cell: number): number => ((sums[cell] as number) === 0 ? 0 : (sums[cell] as number) / (rows[cell] as number));
  const busy = Array.from({ length: size }, (_, cell) => mean(cell)).filter((value) => value > 0);
  if (busy.length === 0 || busy.length === size) return null;
  const usual = busy.reduce((sum, value) => sum + value, 0) / busy.length;
  const start = Array.from({ length: size }, (_, cell) => cell).find((cell) => mean(cell) > 0) ?? 0;
  const silent = new Uint8Array(size);
  let found = false;
  for (let step = 1; step < size; step += 1) {
    const from = step;
    let proven = false;
    let doubtful = false;
    while (step < size && mean((start + step) % size) === 0) {
      const count = rows[(start + step) % size] as number;
      if (count >= LEAST_ROWS) proven = true;
      else if (count > 0) doubtful = true;
      step += 1;
    }
    const before = mean((start + from - 1) % size);
    const after = mean((start + step) % size);
    if (!proven || doubtful || step - from < leastSlots || Math.min(before, after) < ABRUPT_SHARE * usual) continue;
    for (let k = from; k < step; k += 1) silent[(start + k) % size] = 1;
    found = true;
  }
  return found ? silent : null;
}
