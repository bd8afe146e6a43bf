import { entropyExcess, tailExponent, tailExponential } from './entropy.js';
import { erfcx } from './erfcx.js';
import { ASYMPTOTIC_FROM, gamma, gammaOfNextLessOne, gammaStar } from './gamma.js';
import { fractionLevels, kummerFraction, NEAR, quotientFraction, upperFraction } from './gamma-fractions.js';
import { temmeSum } from './temme.js';

const TWO_PI = 2 * Math.PI;

/**
 * The inverse of Erlang's B as an integral: ∫₀^∞ e⁻ᵗ (1 + t/a)ⁿ dt = eᵃ a⁻ⁿ Γ(n + 1, a).
 *
 * @param n - Above −1; need not be whole.
 * @param a - Above 0.
 * @returns 1 / B(n, a); Infinity where B is below about 1e-308.
 * @remarks Constant time: uniform expansion [Temme1979] near a = n, Legendre's continued fraction above it, the
 * complement below it, the recursion B(n) for n under 40. Relative error about 1e-15, in tails |ln B| · 2⁻⁵².
 * @example
 * 1 / scaledUpperGamma(2, 1); // 0.2
 */
export function scaledUpperGamma(n: number, a: number): number {
  if (n < ASYMPTOTIC_FROM - 1) return steppedUpperGamma(n, a);
  const s = n + 1;
  const mu = (a - n - 1) / s;
  const half = entropyExcess(mu, a / s);
  const square = s * half;
  if (square <= NEAR * NEAR) {
    const z = mu < 0 ? -Math.sqrt(square) : Math.sqrt(square);
    const eta = mu < 0 ? -Math.sqrt(2 * half) : Math.sqrt(2 * half);
    return (a / s) * gammaStar(s) * (Math.sqrt((Math.PI / 2) * s) * erfcx(z) + temmeSum(s, eta));
  }
  if (mu > 0) return upperFraction(n, a, fractionLevels(Math.sqrt(square)));
  const main = (a / s) * Math.sqrt(TWO_PI * s) * gammaStar(s) * (square < 20 ? Math.exp(square) : tailExponential(s, a));
  return square > 45 ? main : main - (a / s) * kummerFraction(s, a, a - s, fractionLevels(Math.sqrt(square)));
}

/**
 * Natural logarithm of {@link scaledUpperGamma}, finite where that overflows.
 *
 * @example
 * lnScaledUpperGamma(1000, 1); // 5913.128…
 */
export function lnScaledUpperGamma(n: number, a: number): number {
  const value = scaledUpperGamma(n, a);
  if (value < 1e300) return Math.log(value);
  const s = n + 1;
  if (s >= ASYMPTOTIC_FROM) {
    const rise = Math.log((a / s) * Math.sqrt(TWO_PI * s) * gammaStar(s));
    return tailExponent(s, a, rise);
  }
  // Here a is tiny beside n: the integral is its last term, Γ(n + 1) a⁻ⁿ, times eᵃ.
  return Math.log(gamma(s)) - n * Math.log(a) + a;
}

/**
 * n below 39: the fractional part first, then X(n) = 1 + (n/a) X(n − 1), two steps in one so that few operations wait for each other; dividing each
 * time keeps the error unbiased.
 */
function steppedUpperGamma(n: number, a: number): number {
  const whole = Math.floor(n);
  const part = n - whole;
  if (whole < 0) return belowZeroUpperGamma(part, a);
  let value = part === 0 ? 1 : fractionalUpperGamma(part, a);
  let k = 1;
  if (whole % 2 === 1) {
    value = 1 + ((1 + part) / a) * value;
    k = 2;
  }
  for (; k <= whole; k += 2) {
    const second = (k + 1 + part) / a;
    value = 1 + second + second * ((k + part) / a) * value;
  }
  return value;
}

/** 0 < f < 1. Near 0 load: Γ(f + 1) less the lower part; else the continued fraction, with more levels as a falls. */
function fractionalUpperGamma(f: number, a: number): number {
  if (a > 2) return (a < 1e6 ? quotientFraction : upperFraction)(f, a, Math.ceil(8 + 120 / a));
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-18 * sum; k += 1) {
    term *= a / (f + 1 + k);
    sum += term;
  }
  return Math.exp(a) * a ** -f * gamma(f + 1) - (a / (f + 1)) * sum;
}

/**
 * n = p − 1 with 0 < p < 1, that is eᵃ a^(1−p) Γ(p, a). Γ(p, a) = (Γ(1 + p) − aᵖ)/p − aᵖ Σ (−a)ᵏ/(k! (p + k)): for small p a
 * difference of numbers near 1, taken from their distances to 1.
 */
function belowZeroUpperGamma(p: number, a: number): number {
  if (a > 1) return (a < 1e6 ? quotientFraction : upperFraction)(p - 1, a, Math.ceil(8 + 120 / a));
  const power = Math.expm1(p * Math.log(a));
  let term = 1;
  let sum = 0;
  for (let k = 1; Math.abs(term) > 1e-18; k += 1) {
    term *= -a / k;
    sum += term / (p + k);
  }
  return Math.exp(a) * a ** (1 - p) * ((gammaOfNextLessOne(p) - power) / p - (1 + power) * sum);
}
