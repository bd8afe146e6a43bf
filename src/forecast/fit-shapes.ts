import { advanceShapeSums, newShapeSums, readShapes, type ShapeRule } from './intraday-shape.js';
import type { Panel } from './panel.js';
import { inverseErrorWeights } from './stack-errors.js';

/** Memories and pulls of the shapes that are averaged. */
const SHAPE_RULES: readonly ShapeRule[] = [
  { memory: 0.9, pull: 0.5 },
  { memory: 0.97, pull: 1 },
  { memory: 0.97, pull: 4 },
  { memory: 0.995, pull: 1 },
];

export type FittedShapes = {
  /** Weekday × slot, one per origin given, then the one at the end of the history. */
  readonly at: readonly Float64Array[];
  readonly weights: Float64Array;
  readonly names: readonly string[];
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

/** Averages shapes of several memories; each is weighed by how well it spread days of known size. */
export function fitShapes(input: Input): FittedShapes {
  const { panel, origins } = input;
  const errors = new Float64Array(SHAPE_RULES.length);
  const shapes = SHAPE_RULES.map((rule, i) => {
    const sums = newShapeSums(panel, rule);
    return [...origins, panel.rows].map((origin) => {
      advanceShapeSums(sums, panel, input.unit, input.teach, origin);
      const shape = readShapes(sums, panel);
      errors[i] = (errors[i] as number) + shapeError(input, shape, origin);
      return shape;
    });
  });
  const weights = inverseErrorWeights(errors, 8);
  const at = [...origins, panel.rows].map((_, o) => {
    const mixed = new Float64Array(7 * panel.slots);
    shapes.forEach((list, i) => {
      const shape = list[o] as Float64Array;
      for (let j = 0; j < mixed.length; j += 1) mixed[j] = (mixed[j] as number) + (weights[i] as number) * (shape[j] as number);
    });
    return mixed;
  });
  return { at, weights, names: SHAPE_RULES.map(({ memory, pull }) => `shape, memory ${memory} a week, pull ${pull}`) };
}

/** Volume error of spreading each day's own score by a shape. */
function shapeError({ panel, x, scored, horizonRows }: Input, shape: Float64Array, origin: number): number {
  const { slots, rowWeekday } = panel;
  let error = 0;
  for (let r = origin; r < Math.min(panel.rows, origin + horizonRows); r += 1) {
    if (scored[r] === 0) continue;
    const base = (rowWeekday[r] as number) * slots;
    let score = 0;
    for (let s = 0; s < slots; s += 1) score += (x[r * slots + s] as number) * (shape[base + s] as number);
    for (let s = 0; s < slots; s += 1) error += Math.abs((score * (shape[base + s] as number)) ** 2 - (x[r * slots + s] as number) ** 2);
  }
  return error;
}
