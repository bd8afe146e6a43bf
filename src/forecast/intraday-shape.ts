import type { Panel } from './panel.js';

/** Memory per week and pull towards the shape of all weekdays, in days. */
export type ShapeRule = { readonly memory: number; readonly pull: number };

/** Root-scale days of length 1 (x / ‖x‖) and their lengths. */
export type UnitDays = { readonly unit: Float64Array; readonly length: Float64Array };

/** Brings every row of root-scale counts to length 1. */
export function unitDays(x: Float64Array, rows: number, slots: number): UnitDays {
  const unit = new Float64Array(rows * slots);
  const length = new Float64Array(rows);
  for (let r = 0; r < rows; r += 1) {
    let squares = 0;
    for (let s = 0; s < slots; s += 1) squares += (x[r * slots + s] as number) ** 2;
    const norm = Math.sqrt(squares);
    length[r] = norm;
    if (norm > 0) for (let s = 0; s < slots; s += 1) unit[r * slots + s] = (x[r * slots + s] as number) / norm;
  }
  return { unit, length };
}

/** Running exponentially weighted sums of unit days by weekday; grows by row, read at any origin. */
export type ShapeSums = { readonly rule: ShapeRule; readonly sums: Float64Array; readonly weights: Float64Array; upTo: number };

export function newShapeSums(panel: Panel, rule: ShapeRule): ShapeSums {
  return { rule, sums: new Float64Array(7 * panel.slots), weights: new Float64Array(7), upTo: 0 };
}

/** Adds the rows up to, not including, `origin`; `use` is 1 for days that may teach. */
export function advanceShapeSums(state: ShapeSums, panel: Panel, unit: Float64Array, use: Uint8Array, origin: number): void {
  const { slots } = panel;
  const perRow = state.rule.memory ** (-1 / panel.openWeekdays.length);
  for (let r = state.upTo; r < origin; r += 1) {
    if (use[r] === 0) continue;
    const w = panel.rowWeekday[r] as number;
    const weight = perRow ** (r - panel.rows);
    state.weights[w] = (state.weights[w] as number) + weight;
    for (let s = 0; s < slots; s += 1) state.sums[w * slots + s] = (state.sums[w * slots + s] as number) + weight * (unit[r * slots + s] as number);
  }
  state.upTo = Math.max(state.upTo, origin);
}

/** Shape of each weekday at the rows added so far: shrunk to the pooled one, length 1, 0 where closed. */
export function readShapes(state: ShapeSums, panel: Panel): Float64Array {
  const { slots, open } = panel;
  const pool = pooledShape(state, panel);
  // a day seen today weighs memory^0 = 1; the sums are scaled by memory^((upTo - rows) / days per week)
  const scale = state.rule.memory ** (-(state.upTo - panel.rows) / panel.openWeekdays.length);
  const pull = state.rule.pull * scale;
  const shapes = new Float64Array(7 * slots);
  for (let w = 0; w < 7; w += 1) {
    const total = (state.weights[w] as number) + pull;
    let squares = 0;
    for (let s = 0; s < slots; s += 1) {
      if (open[w * slots + s] === 0) continue;
      const value = ((state.sums[w * slots + s] as number) + pull * (pool[s] as number)) / total;
      shapes[w * slots + s] = value;
      squares += value * value;
    }
    const norm = Math.sqrt(squares);
    if (norm > 0) for (let s = 0; s < slots; s += 1) shapes[w * slots + s] = (shapes[w * slots + s] as number) / norm;
  }
  return shapes;
}

function pooledShape(state: ShapeSums, panel: Panel): Float64Array {
  const { slots, open } = panel;
  const pool = new Float64Array(slots);
  for (let s = 0; s < slots; s += 1) {
    let sum = 0;
    let weight = 0;
    for (let w = 0; w < 7; w += 1) {
      if (open[w * slots + s] === 0) continue;
      sum += state.sums[w * slots + s] as number;
      weight += state.weights[w] as number;
    }
    pool[s] = weight > 0 ? sum / weight : 0;
  }
  return pool;
}

/** Day scores aₐ = xₐ · shape of the day's weekday. */
export function dayScores(x: Float64Array, panel: Panel, shapes: Float64Array, rows: number): Float64Array {
  const { slots, rowWeekday } = panel;
  const scores = new Float64Array(rows);
  for (let r = 0; r < rows; r += 1) {
    const base = (rowWeekday[r] as number) * slots;
    let sum = 0;
    for (let s = 0; s < slots; s += 1) sum += (x[r * slots + s] as number) * (shapes[base + s] as number);
    scores[r] = sum;
  }
  return scores;
}
