/**
 * Weights ≥ 0 that add up to 1 and minimise wᵀGw + shrinkage·|w − start|² (convex combination of forecasts, Bates and Granger
 * with the sign constraint), by accelerated projected gradient.
 *
 * @param gram - Symmetric positive semidefinite matrix of error products, row-major, size × size.
 * @param start - Weights to shrink towards, on the simplex; `size` entries.
 * @param shrinkage - 0 or more, in units of `gram`.
 * @param steps - Gradient steps; 300 settle problems of up to about 20 members.
 * @returns The weights.
 * @remarks Sources: [BatesGranger1969], [Duchi2008]; keys in docs/references.md.
 * @example
 * Array.from(simplexLeastSquares(Float64Array.of(1, 0, 0, 3), Float64Array.of(0.5, 0.5), 0), (w) => Math.round(w * 1e6) / 1e6); // [0.75, 0.25]
 */
export function simplexLeastSquares(gram: Float64Array, start: Float64Array, shrinkage: number, steps = 300): Float64Array {
  const size = start.length;
  let bound = 0;
  for (let i = 0; i < size; i += 1) bound += gram[i * size + i] as number;
  bound += shrinkage;
  let current = Float64Array.from(start);
  if (!(bound > 0)) return current;
  let lookAhead = Float64Array.from(start);
  let momentum = 1;
  for (let step = 0; step < steps; step += 1) {
    const moved = new Float64Array(size);
    for (let i = 0; i < size; i += 1) {
      let gradient = shrinkage * ((lookAhead[i] as number) - (start[i] as number));
      for (let j = 0; j < size; j += 1) gradient += (gram[i * size + j] as number) * (lookAhead[j] as number);
      moved[i] = (lookAhead[i] as number) - gradient / bound;
    }
    const next = projectOnSimplex(moved);
    const nextMomentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    lookAhead = next.map((value, i) => value + ((momentum - 1) / nextMomentum) * (value - (current[i] as number)));
    current = next;
    momentum = nextMomentum;
  }
  return current;
}

/**
 * Nearest point with entries ≥ 0 that add up to 1 (Euclidean projection on the probability simplex).
 *
 * @remarks Source: [Duchi2008]; keys in docs/references.md.
 * @example
 * Array.from(projectOnSimplex(Float64Array.of(2, 0))); // [1, 0]
 */
export function projectOnSimplex(point: Float64Array): Float64Array<ArrayBuffer> {
  const sorted = Float64Array.from(point).sort().reverse();
  let sum = 0;
  let shift = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    sum += sorted[i] as number;
    const candidate = (sum - 1) / (i + 1);
    if ((sorted[i] as number) - candidate > 0) shift = candidate;
  }
  return Float64Array.from(point, (value) => Math.max(0, value - shift));
}
