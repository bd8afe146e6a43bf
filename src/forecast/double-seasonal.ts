import type { Panel } from './panel.js';

/** Shares of a surprise that level (per half-hour of a day), slot of the day and slot of the week keep; the past chooses one triple. */
const RULES: readonly (readonly [level: number, day: number, week: number])[] = [
  [0.002, 0.01, 0.05],
  [0.002, 0.03, 0.1],
  [0.002, 0.02, 0.25],
  [0.01, 0.01, 0.05],
  [0.01, 0.03, 0.1],
  [0.01, 0.02, 0.25],
];
/** Autoregressive part of the error: gone a few intervals later, so that forecasts of other days leave it out. */
const CARRY = 0.5;
/** Fading, per day, of what each triple lost. */
const FADING = 0.995;

type State = {
  readonly shares: readonly [number, number, number];
  readonly day: Float64Array;
  readonly week: Float64Array;
  level: number;
  error: number;
  loss: number;
};

/**
 * Double-seasonal Holt–Winters smoothing [Taylor2003] of roots, additive, in one pass: the smoothing that forecast whole days best so far, as weekday × slot,
 * at each origin (ascending) and at the end.
 */
export function doubleSeasonal(panel: Panel, x: Float64Array, teach: Uint8Array, origins: readonly number[]): Float64Array[] {
  const { rows, slots, rowWeekday, open } = panel;
  const states = firstStates(panel, x, teach);
  const at = new Set([...origins, rows]);
  const results: Float64Array[] = [];
  for (let r = 0; r <= rows; r += 1) {
    if (at.has(r)) {
      const best = states.reduce((a, b) => (b.loss < a.loss ? b : a));
      results.push(best.week.map((week, i) => (open[i] === 1 ? Math.max(0, best.level + (best.day[i % slots] as number) + week) : 0)));
    }
    if (r < rows && teach[r] === 1)
      for (const state of states) learnDay(state, panel, x.subarray(r * slots, (r + 1) * slots), (rowWeekday[r] as number) * slots);
  }
  return results;
}

function learnDay(state: State, { slots, open }: Panel, values: Float64Array, base: number): void {
  const { day, week } = state;
  const [levelShare, dayShare, weekShare] = state.shares;
  const before = state.level;
  state.loss *= FADING;
  for (let s = 0; s < slots; s += 1) {
    if (open[base + s] === 0) continue;
    const rest = (values[s] as number) - (day[s] as number) - (week[base + s] as number);
    const raw = rest - state.level;
    const error = raw - CARRY * state.error;
    state.loss += (rest - before) ** 2;
    state.error = raw;
    state.level += levelShare * error;
    day[s] = (day[s] as number) + dayShare * error;
    week[base + s] = (week[base + s] as number) + weekShare * error;
  }
}

/** Means of the first two weeks; what a slot of the week adds is pulled to none. */
function firstStates({ rows, slots, rowWeekday, openWeekdays }: Panel, x: Float64Array, teach: Uint8Array): State[] {
  const sums = new Float64Array(7 * slots);
  const counts = new Float64Array(7 * slots);
  for (let r = 0; r < Math.min(rows, 2 * openWeekdays.length); r += 1) {
    if (teach[r] === 0) continue;
    for (let s = 0; s < slots; s += 1) {
      const cell = (rowWeekday[r] as number) * slots + s;
      sums[cell] = (sums[cell] as number) + (x[r * slots + s] as number);
      counts[cell] = (counts[cell] as number) + ((x[r * slots + s] as number) > 0 ? 1 : 0);
    }
  }
  const day = Float64Array.from({ length: slots }, (_, s) => {
    const own = (list: Float64Array): number => list.reduce((sum, value, i) => sum + (i % slots === s ? value : 0), 0);
    return own(sums) / Math.max(1, own(counts));
  });
  const week = sums.map((sum, i) => ((counts[i] as number) > 0 ? 0.7 * (sum / (counts[i] as number) - (day[i % slots] as number)) : 0));
  return RULES.map(([level, ...shares]) => ({
    shares: [Math.min(0.5, (level * 48) / slots), ...shares],
    day: day.slice(),
    week: week.slice(),
    level: 0,
    error: 0,
    loss: 0,
  }));
}
