/**
 * Quantile of a sample by linear interpolation (type 7 of Hyndman and Fan, the default of R).
 *
 * @param values - At least one finite number; left unchanged.
 * @param probability - In [0, 1].
 * @returns The quantile; NaN for an empty sample.
 * @remarks Source: [HyndmanFan1996]; keys in docs/references.md. simple-statistics has another type, which jumps between values, and tables that a page would load for one median.
 * @example
 * quantileOf([1, 2, 3, 10], 0.5); // 2.5
 */
export function quantileOf(values: ArrayLike<number>, probability: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), probability);
}

/**
 * The same for values that are sorted already, lowest first.
 *
 * @example
 * quantileOfSorted([1, 2, 4], 0.75); // 3
 */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = (sorted.length - 1) * probability;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (place - below) * (high - low);
}

/**
 * Median of a sample.
 *
 * @returns NaN for an empty sample.
 * @example
 * medianOf([3, 1, 2]); // 2
 */
export function medianOf(values: ArrayLike<number>): number {
  return quantileOf(values, 0.5);
}
