/**
 * μ − ln(1 + μ) without cancellation: half of η² in Temme's expansion, the rate at which Poisson tails fall.
 *
 * @param mu - Above −1.
 * @param ratio - 1 + μ, where the caller has it more exactly than the sum (μ near −1).
 * @returns 0 or more; about μ²/2 near 0. Relative error about 2e-16.
 * @example
 * entropyExcess(1e-9) / 1e-18; // 0.49999999966…
 */
export function entropyExcess(mu: number, ratio: number = 1 + mu): number {
  if (mu > 0.5 || mu < -0.35) return mu - Math.log(ratio);
  // With r = μ/(2 + μ): ln(1 + μ) = 2 atanh r and μ = 2r/(1 − r), so the leading terms cancel by hand.
  const r = mu / (2 + mu);
  const q = r * r;
  let sum = 1 / 27;
  sum = sum * q + 1 / 25;
  sum = sum * q + 1 / 23;
  sum = sum * q + 1 / 21;
  sum = sum * q + 1 / 19;
  sum = sum * q + 1 / 17;
  sum = sum * q + 1 / 15;
  sum = sum * q + 1 / 13;
  sum = sum * q + 1 / 11;
  sum = sum * q + 1 / 9;
  sum = sum * q + 1 / 7;
  sum = sum * q + 1 / 5;
  sum = sum * q + 1 / 3;
  return r * (mu - 2 * q * sum);
}

/**
 * t − 1 + e^(−t) without cancellation.
 *
 * @param t - 0 or more.
 * @returns About t²/2 near 0. Relative error about 3e-16.
 */
export function exponentialExcess(t: number): number {
  if (t > 0.5) return t + Math.expm1(-t);
  let sum = 1 / 14;
  for (let k = 13; k >= 3; k -= 1) sum = (1 - t * sum) / k;
  return (t * t * (1 - t * sum)) / 2;
}
