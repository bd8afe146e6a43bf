import { advanceShapeSums, newShapeSums, readShapes, type ShapeRule } from './intraday-shape.js';
import type { Panel } from './panel.js';
import { inverseErrorWeights, stackErrors } from './stack-errors.js';

/** Memories and pulls of the shapes that are averaged. */
const SHAPE_RULES: readonly ShapeRule[] = [
  { memory: 0.9, pull: 0.5 },
  { memory: 0.9, pull: 5 },
  { memory: 0.97, pull: 1 },
  { memory: 0.97, pull: 4 },
  { memory: 0.995, pull: 1 },
  { memory: 0.995, pull: 10 },
];
const PULL = 0.01;
/** Backtest slots below which shapes are weighed by the size of their errors alone. */
const LEAST_SLOTS = 8 * SHAPE_RULES.length;

export type FittedShapes = {
  /** Weekday × slot, one per origin given, then the one at the end of the history. */
  readonly at: readonly Float64Array[];
};

type Input = {
  readonly panel: Panel;
  readonly x: Float64Array;
  readonly unit: Float64Array;
  readonly teach: Uint8Array;
  readonly scored: Uint8Array;
  readonly origins: readonly number[];
  readonly horizonRows: number;
};

/** Averages shapes of several memories, with weights that spread days of known size best (convex stacking). */
export function fitShapes(input: Input): FittedShapes {
  const { panel, origins } = input;
  const shapes = SHAPE_RULES.map((rule) => {
    const sums = newShapeSums(panel, rule);
    return [...origins, panel.rows].map((origin) => {
      advanceShapeSums(sums, panel, input.unit, input.teach, origin);
      return readShapes(sums, panel);
    });
  });
  const weights = weighShapes(input, shapes);
  const at = [...origins, panel.rows].map((_, o) => {
    const mixed = new Float64Array(7 * panel.slots);
    shapes.forEach((list, i) => {
      const shape = list[o] as Float64Array;
      for (let j = 0; j < mixed.length; j += 1) mixed[j] = (mixed[j] as number) + (weights[i] as number) * (shape[j] as number);
    });
    return mixed;
  });
  return { at };
}

/** Convex weights from the errors of the backtest, on the root scale, of days whose score is the mean of what the shapes make of it. */
function weighShapes(input: Input, shapes: readonly (readonly Float64Array[])[]): Float64Array {
  const { panel, x, scored, origins, horizonRows } = input;
  const errors: number[] = [];
  const sizes = new Float64Array(SHAPE_RULES.length);
  origins.forEach((origin, o) => {
    const at = shapes.map((list) => list[o] as Float64Array);
    for (let r = origin; r < Math.min(panel.rows, origin + horizonRows); r += 1) if (scored[r] === 1) addErrors(panel, x, r, at, errors, sizes);
  });
  const start = inverseErrorWeights(sizes, 8);
  const slots = errors.length / SHAPE_RULES.length;
  return slots < LEAST_SLOTS ? start : stackErrors(Float64Array.from(errors), new Float64Array(slots).fill(1), start, PULL);
}

/** Adds what every shape makes of the slots of one day: errors on the root scale to `errors`, their size in contacts to `sizes`. */
function addErrors(panel: Panel, x: Float64Array, r: number, shapes: readonly Float64Array[], errors: number[], sizes: Float64Array): void {
  const { slots } = panel;
  const base = (panel.rowWeekday[r] as number) * slots;
  const scores = shapes.map((shape) => {
    let score = 0;
    for (let s = 0; s < slots; s += 1) score += (x[r * slots + s] as number) * (shape[base + s] as number);
    return score;
  });
  const score = scores.reduce((sum, value) => sum + value, 0) / scores.length;
  for (let s = 0; s < slots; s += 1) {
    const actual = x[r * slots + s] as number;
    if (panel.seen[r * slots + s] === 0) continue;
    shapes.forEach((shape, i) => {
      const share = shape[base + s] as number;
      errors.push(score * share - actual);
      sizes[i] = (sizes[i] as number) + Math.abs(((scores[i] as number) * share) ** 2 - actual ** 2);
    });
  }
}
