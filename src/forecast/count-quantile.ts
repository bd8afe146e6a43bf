import { normalQuantile } from '../numeric/index.js';

/**
 * Quantile of a count with a given mean and variance: negative binomial, Poisson where the variance does not exceed the mean.
 *
 * @returns The smallest whole number whose distribution function reaches `probability`; from a mean of 200 on the normal approximation.
 */
export function countQuantile(mean: number, variance: number, probability: number): number {
  if (!(mean > 0)) return 0;
  if (mean > 200) return Math.max(0, Math.round(mean + normalQuantile(probability) * Math.sqrt(Math.max(mean, variance))));
  const excess = variance - mean;
  const size = excess > 1e-9 * mean ? (mean * mean) / excess : Number.POSITIVE_INFINITY;
  const success = Number.isFinite(size) ? mean / (mean + size) : 0;
  let mass = Number.isFinite(size) ? Math.exp(size * Math.log1p(-success)) : Math.exp(-mean);
  let sum = mass;
  let n = 0;
  while (sum < probability && n < 20_000) {
    n += 1;
    mass *= Number.isFinite(size) ? (success * (size + n - 1)) / n : mean / n;
    sum += mass;
    if (mass < 1e-300 && n > mean) break;
  }
  return n;
}
