/**
 * Smallest whole number at which a rising condition holds.
 *
 * @param holds - False up to some number, true from there on.
 * @param guess - Where to begin; a good guess costs two calls.
 * @param least - No number below this is tried.
 * @param most - No number above this is tried.
 * @returns The number, or null when the condition fails at `most`.
 * @example
 * smallestWhole((n) => n * n >= 50, 3, 0, 100); // 8
 */
export function smallestWhole(holds: (n: number) => boolean, guess: number, least: number, most: number): number | null {
  let n = Math.min(most, Math.max(least, Math.round(guess)));
  let step = 1;
  let low: number;
  let high: number;
  if (holds(n)) {
    high = n;
    for (;;) {
      if (high <= least) return least;
      n = Math.max(least, high - step);
      if (!holds(n)) break;
      high = n;
      step *= 2;
    }
    low = n;
  } else {
    low = n;
    for (;;) {
      if (low >= most) return null;
      n = Math.min(most, low + step);
      if (holds(n)) break;
      low = n;
      step *= 2;
    }
    high = n;
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Smallest real number, to rounding, at which a rising condition holds.
 *
 * @param holds - False at `low`, true at `high`.
 * @returns The upper end of the last bracket, so that the condition holds there.
 */
export function smallestReal(holds: (x: number) => boolean, low: number, high: number, tolerance = 1e-12): number {
  let below = low;
  let above = high;
  for (let k = 0; k < 200 && above - below > tolerance * above; k += 1) {
    const middle = below + (above - below) / 2;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/**
 * Root of a continuous function by Brent's method.
 *
 * @param f - Has different signs at `low` and `high`.
 * @param tolerance - Width of the bracket at which to stop, relative to the root.
 * @returns A number between `low` and `high`.
 * @remarks Source: [Brent1973], chapter 4.
 * @example
 * findRoot((x) => x * x - 2, 0, 2); // 1.414213562…
 */
export function findRoot(f: (x: number) => number, low: number, high: number, tolerance = 1e-14): number {
  let a = low;
  let b = high;
  let fa = f(a);
  let fb = f(b);
  let c = a;
  let fc = fa;
  let last = b - a;
  let before = last;
  for (let k = 0; k < 200 && fb !== 0; k += 1) {
    if (fb > 0 === fc > 0) {
      c = a;
      fc = fa;
      last = b - a;
      before = last;
    }
    if (Math.abs(fc) < Math.abs(fb)) [a, b, c, fa, fb, fc] = [b, c, b, fb, fc, fb];
    const width = 2 * 2 ** -52 * Math.abs(b) + 0.5 * tolerance * Math.abs(b);
    const half = (c - b) / 2;
    if (Math.abs(half) <= width) break;
    const step = brentStep(a, b, c, fa, fb, fc, half, before, width);
    before = step === half ? half : last;
    last = step;
    a = b;
    fa = fb;
    b += Math.abs(step) > width ? step : Math.sign(half) * width;
    fb = f(b);
  }
  return b;
}

/** The secant or inverse quadratic step where it is safe, else half the bracket. */
function brentStep(a: number, b: number, c: number, fa: number, fb: number, fc: number, half: number, before: number, width: number): number {
  if (Math.abs(before) < width || Math.abs(fa) <= Math.abs(fb)) return half;
  const s = fb / fa;
  let p: number;
  let q: number;
  if (a === c) {
    p = 2 * half * s;
    q = 1 - s;
  } else {
    const t = fa / fc;
    const r = fb / fc;
    p = s * (2 * half * t * (t - r) - (b - a) * (r - 1));
    q = (t - 1) * (r - 1) * (s - 1);
  }
  if (p > 0) q = -q;
  p = Math.abs(p);
  return 2 * p < Math.min(3 * half * q - Math.abs(width * q), Math.abs(before * q)) ? p / q : half;
}
