/** Beyond this many standard deviations the continued fractions are shorter than Temme's series. */
export const NEAR = 3.5;

/** Levels that bring the continued fractions to rounding error at `z` ≥ 3.5 standard deviations (over √2). */
export function fractionLevels(z: number): number {
  return Math.ceil(4 + 60 / z);
}

/** Legendre's continued fraction for eᵃ a⁻ⁿ Γ(n + 1, a), the tail closed by its own fixed point. */
export function upperFraction(n: number, a: number, levels: number): number {
  const last = a - n + 2 * levels;
  const after = (levels + 1) * (n - levels);
  let tail = (last + Math.sqrt(Math.max(0, last * last + 4 * after))) / 2;
  for (let k = levels; k >= 1; k -= 1) tail = a - n + 2 * (k - 1) + (k * (n + 1 - k)) / tail;
  return a / tail;
}

/** {@link upperFraction} without a division per level: each tail as a quotient, whose parts stay below 1e308 for a below 1e6 and up to 128 levels. */
export function quotientFraction(n: number, a: number, levels: number): number {
  const last = a - n + 2 * levels;
  const after = (levels + 1) * (n - levels);
  let top = (last + Math.sqrt(Math.max(0, last * last + 4 * after))) / 2;
  let bottom = 1;
  for (let k = levels; k >= 1; k -= 1) {
    const next = (a - n + 2 * (k - 1)) * top + k * (n + 1 - k) * bottom;
    bottom = top;
    top = next;
  }
  return (a * bottom) / top;
}

/** M(y, x) for x well below y; `difference` = x − y. */
export function kummerFraction(y: number, x: number, difference: number, levels: number): number {
  const last = levels - difference;
  let tail = (last + Math.sqrt(last * last + 4 * (levels + 1) * x)) / 2;
  for (let j = levels; j >= 1; j -= 1) tail = j - 1 - difference + (j * x) / tail;
  return y / tail;
}
