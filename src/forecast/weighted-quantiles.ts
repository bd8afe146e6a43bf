/**
 * Quantiles of weighted values at shares 0, 1/steps … 1: straight lines between the middles of each value's stretch of the total weight (Hazen's rule; type 5
 * for equal weights). Empty input gives zeros.
 */
export function weightedQuantiles(values: ArrayLike<number>, weights: ArrayLike<number>, steps: number): number[] {
  const order = Array.from(values, (_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  if (order.length === 0) return new Array<number>(steps + 1).fill(0);
  const middles = middleShares(order, weights);
  let next = 0;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const share = step / steps;
    while (next < order.length - 1 && (middles[next] as number) < share) next += 1;
    const high = values[order[next] as number] as number;
    if (next === 0 || (middles[next] as number) <= share) return high;
    const low = values[order[next - 1] as number] as number;
    const from = middles[next - 1] as number;
    return low + ((share - from) / ((middles[next] as number) - from)) * (high - low);
  });
}

/** Share of the total weight that lies below the middle of each value, in order. */
function middleShares(order: readonly number[], weights: ArrayLike<number>): Float64Array {
  const middles = new Float64Array(order.length);
  let sum = 0;
  order.forEach((i, at) => {
    middles[at] = sum + (weights[i] as number) / 2;
    sum += weights[i] as number;
  });
  return middles.map((middle) => middle / sum);
}
