import { TEMME_BANDS, TEMME_ROWS } from './temme-coefficients.js';

const WIDTH = (TEMME_ROWS[0] as readonly number[]).length;
const COEFFICIENTS = Float64Array.from(TEMME_ROWS.flatMap((row) => Array.from({ length: WIDTH }, (_, m) => row[m] ?? 0)));
const BANDS = TEMME_BANDS.map((band) => ({ from: band.from, degrees: Int32Array.from(band.degrees) }));

function degreesFor(s: number): Int32Array {
  let band = 0;
  while (band + 1 < BANDS.length && s >= (BANDS[band + 1] as (typeof BANDS)[number]).from) band += 1;
  return (BANDS[band] as (typeof BANDS)[number]).degrees;
}

/**
 * Temme's correction S_s(η) = Σ C_k(η) s⁻ᵏ to the normal approximation of the incomplete gamma functions.
 *
 * @param s - 40 or more.
 * @param eta - With |η| √(s/2) at most 3.6.
 */
export function temmeSum(s: number, eta: number): number {
  const degrees = degreesFor(s);
  let sum = 0;
  for (let k = degrees.length - 1; k >= 0; k -= 1) {
    const base = k * WIDTH;
    let inner = 0;
    for (let m = base + (degrees[k] as number); m >= base; m -= 1) inner = inner * eta + (COEFFICIENTS[m] as number);
    sum = sum / s + inner;
  }
  return sum;
}

/** S_s(η) and its derivatives, one after another into `out`: S, ∂S/∂η, ∂S/∂s. Same ranges as {@link temmeSum}. */
export function temmeSumWithSlopes(out: Float64Array, s: number, eta: number): void {
  const degrees = degreesFor(s);
  let sum = 0;
  let slope = 0;
  let weighted = 0;
  for (let k = degrees.length - 1; k >= 0; k -= 1) {
    const base = k * WIDTH;
    let inner = 0;
    let innerSlope = 0;
    for (let m = base + (degrees[k] as number); m >= base; m -= 1) {
      innerSlope = innerSlope * eta + inner;
      inner = inner * eta + (COEFFICIENTS[m] as number);
    }
    sum = sum / s + inner;
    slope = slope / s + innerSlope;
    weighted = weighted / s - k * inner;
  }
  out[0] = sum;
  out[1] = slope;
  out[2] = weighted / s;
}
