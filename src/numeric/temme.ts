import { TEMME_BANDS, TEMME_COEFFICIENTS, TEMME_COLUMNS, TEMME_PAIRS, TEMME_WIDTH } from './temme-coefficients.js';

function pairsFor(s: number, square: number): Int32Array {
  let band = TEMME_BANDS.length - 1;
  while (band > 0 && s < (TEMME_BANDS[band] as number)) band -= 1;
  let column = 0;
  while (column < TEMME_COLUMNS.length - 1 && square > (TEMME_COLUMNS[column] as number)) column += 1;
  return (TEMME_PAIRS[band] as readonly Int32Array[])[column] as Int32Array;
}

/**
 * Temme's correction S_s(η) = Σ C_k(η) s⁻ᵏ to the normal approximation of the incomplete gamma functions.
 *
 * @param s - 40 or more.
 * @param eta - With η² s/2 at most 12.9.
 */
export function temmeSum(s: number, eta: number): number {
  const q = eta * eta;
  const pairs = pairsFor(s, (q * s) / 2);
  const inverse = 1 / s;
  let sum = 0;
  for (let k = pairs.length - 1; k >= 0; k -= 1) {
    const base = k * TEMME_WIDTH;
    // Even and odd powers apart: two short chains in place of one long one.
    let even = 0;
    let odd = 0;
    for (let m = base + 2 * (pairs[k] as number) - 2; m >= base; m -= 2) {
      even = even * q + (TEMME_COEFFICIENTS[m] as number);
      odd = odd * q + (TEMME_COEFFICIENTS[m + 1] as number);
    }
    sum = sum * inverse + (even + eta * odd);
  }
  return sum;
}

/** S_s(η) and its derivatives, one after another into `out`: S, ∂S/∂η, ∂S/∂s. Same ranges as {@link temmeSum}. */
export function temmeSumWithSlopes(out: Float64Array, s: number, eta: number): void {
  const q = eta * eta;
  const pairs = pairsFor(s, (q * s) / 2);
  const inverse = 1 / s;
  let sum = 0;
  let slope = 0;
  let weighted = 0;
  for (let k = pairs.length - 1; k >= 0; k -= 1) {
    const base = k * TEMME_WIDTH;
    let even = 0;
    let odd = 0;
    let evenSlope = 0;
    let oddSlope = 0;
    for (let m = base + 2 * (pairs[k] as number) - 2; m >= base; m -= 2) {
      evenSlope = evenSlope * q + even;
      oddSlope = oddSlope * q + odd;
      even = even * q + (TEMME_COEFFICIENTS[m] as number);
      odd = odd * q + (TEMME_COEFFICIENTS[m + 1] as number);
    }
    const inner = even + eta * odd;
    sum = sum * inverse + inner;
    slope = slope * inverse + (odd + 2 * eta * (evenSlope + eta * oddSlope));
    weighted = weighted * inverse - k * inner;
  }
  out[0] = sum;
  out[1] = slope;
  out[2] = weighted * inverse;
}
