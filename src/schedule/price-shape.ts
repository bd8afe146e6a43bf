import type { Problem } from './problem.js';

/** Sweeps over the rules of a cell; later ones change next to nothing. */
const MOST_SWEEPS = 30;
const STILL = 1e-6;

/** Σ weight × gain at `at` must not be negative; `at` = group × levels + level. */
type ShapeRule = { readonly at: readonly number[]; readonly weights: readonly number[]; readonly square: number };

/**
 * Moves gains, in place, to the nearest ones of the shape they must have: rising with time on line and with what a group can do, and falling off with time on line. Lifting them there instead would push
 * prices up against their slope. The distance is least over each cell by Hildreth's method of corrections that can be taken back [Hildreth1957], up to rounding.
 */
export function priceShape(
  problem: Problem,
  busy: readonly number[],
  downgrades: readonly (readonly [from: number, to: number])[],
): (gain: readonly Float64Array[]) => void {
  const { levels, cells, groups } = problem;
  const rules = shapeRules(problem, downgrades);
  const own = new Float64Array(groups.length * levels.length);
  const pushed = new Float64Array(rules.length);
  const sweep = (): number => {
    let moved = 0;
    rules.forEach(({ at, weights, square }, r) => {
      let sum = 0;
      for (let k = 0; k < at.length; k += 1) sum += (weights[k] as number) * (own[at[k] as number] as number);
      const push = Math.max(-sum / square, -(pushed[r] as number));
      if (push === 0) return;
      pushed[r] = (pushed[r] as number) + push;
      for (let k = 0; k < at.length; k += 1) own[at[k] as number] = (own[at[k] as number] as number) + push * (weights[k] as number);
      moved = Math.max(moved, Math.abs(push));
    });
    return moved;
  };
  return (gain: readonly Float64Array[]): void => {
    for (const cell of busy) {
      for (let i = 0; i < own.length; i += 1) own[i] = gain[Math.floor(i / levels.length)]?.[(i % levels.length) * cells + cell] as number;
      pushed.fill(0);
      for (let k = 0; k < MOST_SWEEPS && sweep() > STILL; k += 1);
      for (let i = 0; i < own.length; i += 1)
        (gain[Math.floor(i / levels.length)] as Float64Array)[(i % levels.length) * cells + cell] = Math.max(0, own[i] as number);
    }
  };
}

function shapeRules({ levels, groups }: Problem, downgrades: readonly (readonly [from: number, to: number])[]): ShapeRule[] {
  const rules: ShapeRule[] = [];
  const add = (entries: readonly (readonly [at: number, weight: number])[]): void => {
    rules.push({
      at: entries.map(([at]) => at),
      weights: entries.map(([, weight]) => weight),
      square: entries.reduce((sum, [, weight]) => sum + weight ** 2, 0),
    });
  };
  const size = levels.length;
  for (const [from, to] of downgrades)
    for (let l = 0; l < size; l += 1) {
      add([
        [from * size + l, 1],
        [to * size + l, -1],
      ]);
    }
  groups.forEach((_, g) => {
    // what the last part adds is not negative, and each part adds no more for its time than the one before
    for (let l = 0; l < size; l += 1) {
      const before = l === 0 ? [] : ([[g * size + l - 1, -1]] as const);
      if (l === size - 1) {
        add([[g * size + l, 1], ...before]);
        continue;
      }
      const step = (levels[l] as number) - (l === 0 ? 0 : (levels[l - 1] as number));
      const next = (levels[l + 1] as number) - (levels[l] as number);
      add([[g * size + l, 1 + step / next], [g * size + l + 1, -step / next], ...before]);
    }
  });
  return rules;
}
