const STEP = 0.05;
const MOST = 15;

/** E√(N + 1/4) of a Poisson count by its mean, in steps of 0.05. */
let table: Float64Array | null = null;

function meanRoot(mean: number): number {
  let probability = Math.exp(-mean);
  let sum = probability * 0.5;
  for (let n = 1; n < 60; n += 1) {
    probability *= mean / n;
    sum += probability * Math.sqrt(n + 0.25);
  }
  return sum;
}

/**
 * Variance of √(N + 1/4) for the Poisson count whose mean root is `root`: what to add to root² − 1/4 to get back to the mean.
 * About 1/4 for large counts, less for small ones, 0 where no contact is expected.
 */
export function poissonRootVariance(root: number): number {
  table ??= Float64Array.from({ length: MOST / STEP + 1 }, (_, i) => meanRoot(i * STEP));
  if (root <= 0.5) return 0;
  if (root >= (table.at(-1) as number)) return 0.25;
  let low = 0;
  let high = table.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((table[middle] as number) <= root) low = middle;
    else high = middle;
  }
  const a = table[low] as number;
  const mean = (low + (root - a) / ((table[high] as number) - a)) * STEP;
  return Math.max(0, mean + 0.25 - root * root);
}
