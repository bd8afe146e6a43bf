import { simplexLeastSquares } from '../numeric/index.js';

/**
 * Convex weights from backtest errors: least weighted square error on the simplex, pulled to weights by inverse error.
 *
 * @param errors - rows × members.
 * @param rowWeights - Importance of each row.
 * @param start - Weights to pull to.
 * @param pull - Strength of the pull, relative to the best member's error.
 */
export function stackErrors(errors: Float64Array, rowWeights: Float64Array, start: Float64Array, pull: number): Float64Array {
  const size = start.length;
  const gram = new Float64Array(size * size);
  let total = 0;
  for (let r = 0; r < rowWeights.length; r += 1) {
    const weight = rowWeights[r] as number;
    total += weight;
    for (let i = 0; i < size; i += 1) {
      const a = weight * (errors[r * size + i] as number);
      for (let j = 0; j <= i; j += 1) gram[i * size + j] = (gram[i * size + j] as number) + a * (errors[r * size + j] as number);
    }
  }
  if (!(total > 0)) return start;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      gram[i * size + j] = (gram[i * size + j] as number) / total;
      gram[j * size + i] = gram[i * size + j] as number;
    }
    least = Math.min(least, gram[i * size + i] as number);
  }
  return simplexLeastSquares(gram, start, pull * least);
}

/** Weights ∝ error^−power; equal where all errors vanish. */
export function inverseErrorWeights(errors: ArrayLike<number>, power: number): Float64Array {
  const list = Array.from(errors);
  const best = Math.min(...list);
  const raw = list.map((error) => (error > 0 ? (Math.max(best, 1e-12) / error) ** power : 1));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return Float64Array.from(raw, (value) => value / total);
}
