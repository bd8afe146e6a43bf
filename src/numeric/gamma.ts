const SQRT_TWO_PI = 2.5066282746310002;

/** From here on the asymptotic series below are exact to rounding. */
export const ASYMPTOTIC_FROM = 40;

/** Γ*(y) = Γ(y + 1) / (√(2πy) yʸ e⁻ʸ) for y ≥ 40, by Stirling's series. */
export function gammaStar(y: number): number {
  const v = 1 / y;
  let sum = -5.171790908260592e-5;
  sum = sum * v - 5.921664373536939e-4;
  sum = sum * v + 6.972813758365857e-5;
  sum = sum * v + 7.840392217200666e-4;
  sum = sum * v - 2.2947209362139917e-4;
  sum = sum * v - 0.0026813271604938273;
  sum = sum * v + 0.003472222222222222;
  sum = sum * v + 0.08333333333333333;
  return 1 + sum * v;
}

/** Derivative of ln Γ*(y) for y ≥ 40. */
export function lnGammaStarSlope(y: number): number {
  const q = 1 / (y * y);
  return q * (-1 / 12 + q * (1 / 120 + q * (-1 / 252 + q / 240)));
}

/**
 * Gamma function of a positive number.
 *
 * @param x - Above 0; up to 170 the result is finite.
 * @returns Γ(x), relative error below about 4e-15, for large results |ln Γ| · 2⁻⁵¹.
 * @example
 * gamma(5); // 24
 */
export function gamma(x: number): number {
  if (x > ASYMPTOTIC_FROM) return gammaStar(x - 1) * SQRT_TWO_PI * Math.sqrt(x - 1) * Math.exp((x - 1) * (Math.log(x - 1) - 1));
  if (x < 1) return gamma(x + 1) / x;
  let product = 1;
  let rest = x;
  while (rest > 2) {
    rest -= 1;
    product *= rest;
  }
  return product / inverseGamma(rest);
}

/** 1/Γ on [1, 2], a Chebyshev fit written in powers of x − 3/2. */
function inverseGamma(x: number): number {
  const u = x - 1.5;
  let sum = 0;
  for (let k = INVERSE_GAMMA.length - 1; k >= 0; k -= 1) sum = sum * u + (INVERSE_GAMMA[k] as number);
  return sum;
}

const INVERSE_GAMMA: readonly number[] = [
  1.1283791670955126, -0.0411745264452831, -0.5266544355255447, 0.17510202604393435, 0.0509668602477232, -0.04215516936852383, 0.00661289782627482,
  0.002120731442277257, -0.0011107302459330316, 0.00015235762470520615, 2.5355130626661337e-5, -1.389683544823172e-5, 2.1565575284250995e-6,
  5.80703265961005e-8, -9.002232748879092e-8, 1.681337201347965e-8,
];

/**
 * Natural logarithm of the gamma function.
 *
 * @param x - Above 0.
 * @returns ln Γ(x).
 * @example
 * lnGamma(1); // 0
 */
export function lnGamma(x: number): number {
  if (x <= ASYMPTOTIC_FROM) return Math.log(gamma(x));
  const y = x - 1;
  return Math.log(gammaStar(y)) + Math.log(SQRT_TWO_PI) + 0.5 * Math.log(y) + y * (Math.log(y) - 1);
}

/** Digamma ψ(y + 1) for y above −1. */
export function digammaOfNext(y: number): number {
  let shifted = y;
  let sum = 0;
  while (shifted < ASYMPTOTIC_FROM) {
    shifted += 1;
    sum -= 1 / shifted;
  }
  return sum + Math.log(shifted) + 0.5 / shifted + lnGammaStarSlope(shifted);
}

/** ζ(k) − 1 for k = 2, 3, … */
const ZETA_LESS_ONE: readonly number[] = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914, 0.008349277381922827, 0.00407735619794434,
  0.0020083928260822143, 9.945751278180853e-4, 4.941886041194645e-4, 2.460865533080483e-4, 1.2271334757848915e-4, 6.124813505870483e-5, 3.058823630702049e-5,
  1.528225940865187e-5, 7.637197637899763e-6,
];

/** 1 − Euler's constant. */
const EULER_REST = 0.42278433509846713;

/** Γ(1 + p) − 1 for 0 < p < 1, without cancellation for small p [DLMF], 5.7.3. */
export function gammaOfNextLessOne(p: number): number {
  if (p > 0.25) return gamma(1 + p) - 1;
  let sum = 0;
  for (let k = ZETA_LESS_ONE.length + 1; k >= 2; k -= 1) sum = (ZETA_LESS_ONE[k - 2] as number) / k - p * sum;
  return Math.expm1(p * (EULER_REST + p * sum) - Math.log1p(p));
}
