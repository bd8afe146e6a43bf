import { findRoot, smallestWhole } from '../numeric/index.js';

/** Stands in for ±Infinity, so that interpolation stays finite. */
const FAR = 1e3;

/** Bracketing steps before plain halving takes over: never reached by functions that are near straight lines. */
const PATIENCE = 24;

/**
 * Smallest whole number at which a rising function reaches 0, for functions close to straight lines.
 *
 * @param slack - Rising; 0 or more where the number suffices.
 * @param guess - Where to begin.
 * @param slope - How fast `slack` rises there, roughly.
 * @returns The number in [least, most], or null when `most` does not suffice.
 *
 * Secant steps on whole numbers: with a fair slope three calls, the last two on both sides of the answer.
 */
export function searchWhole(slack: (n: number) => number, guess: number, slope: number, least: number, most: number): number | null {
  let low = least - 1;
  let high = Number.POSITIVE_INFINITY;
  let n = Math.min(most, Math.max(least, Math.ceil(guess)));
  let reach = 1;
  let rise = slope;
  let last = Number.NaN;
  let lastValue = Number.NaN;
  for (let k = 0; ; k += 1) {
    const value = bounded(slack(n));
    if (value >= 0) high = n;
    else if (n >= most) return null;
    else low = n;
    if (high - low <= 1) return high;
    const secant = (value - lastValue) / (n - last);
    if (secant > 0) rise = secant;
    last = n;
    lastValue = value;
    const rootAt = Math.ceil(n - value / rise);
    if (k > PATIENCE && high < Number.POSITIVE_INFINITY) n = low + Math.floor((high - low) / 2);
    else {
      // Aim at the answer from below, one short of it from above: two hits, and both sides are known.
      const aim = value >= 0 ? Math.min(n, rootAt) - 1 : Math.max(n + 1, rootAt);
      const free = high < Number.POSITIVE_INFINITY ? aim : Math.max(aim, Math.min(most, n + reach));
      reach *= 2;
      n = Math.min(high - 1, most, Math.max(low + 1, free));
    }
  }
}

function bounded(value: number): number {
  return Math.min(FAR, Math.max(-FAR, value));
}

/** Smallest real number, to about `tolerance` of itself, at which the rising function is 0 or more: below 0 at `low`, not so at `high`. */
export function searchReal(slack: (n: number) => number, low: number, high: number, tolerance: number): number {
  let x = findRoot((n) => bounded(slack(n)), low, high, tolerance);
  for (let pad = tolerance; slack(x) < 0; pad *= 2) x = Math.min(high, x * (1 + pad));
  return x;
}

/** Steps of {@link polishReal} at most. */
const MOST_POLISHED = 6;

/**
 * Smallest real number, to about `tolerance` of itself, at which the rising function reaches 0, from a guess that is near it: secant steps, the last
 * of them on the safe side. The answer itself has been tried, and so has the number below it where it lies just above a whole one.
 *
 * @returns NaN where the function is not as straight as the guess promises.
 */
export function polishReal(slack: (n: number) => number, guess: number, slope: number, tolerance: number): number {
  let x = guess;
  let value = slack(x);
  let rise = slope;
  let isConfirmed = false;
  for (let k = 0; k < MOST_POLISHED; k += 1) {
    const pad = tolerance * x;
    const next = x - value / rise + pad / 2;
    if (!(next > x / 2 && next < 1.5 * x + 0.1)) return Number.NaN;
    const nextValue = slack(next);
    const secant = (nextValue - value) / (next - x);
    // Of steps as small as rounding the slope says nothing.
    if (Math.abs(next - x) > 1e3 * pad) {
      if (!(secant > rise / 3 && secant < rise * 3)) return Number.NaN;
      rise = secant;
      isConfirmed = true;
    }
    x = next;
    value = nextValue;
    if (value >= 0 && value <= 1.5 * pad * rise) {
      if (!isConfirmed && slack(x - 3 * pad) >= 0) return Number.NaN;
      const whole = Math.floor(x);
      return whole > 0 && x - whole <= 3 * pad && slack(whole) >= 0 ? whole : x;
    }
  }
  return Number.NaN;
}

/** How many head-counts {@link scanWhole} tries at most before it halves. */
const MOST_TRIED = 512;

/**
 * Smallest whole number at which a function that may rise and fall again is 0 or more; null when there is none. Tries every
 * number of a range of up to 512; of a longer one 512 evenly spread, then halves before the first that suffices.
 *
 * @param best - Receives the number with the largest value, for want of a better answer.
 */
export function scanWhole(slack: (n: number) => number, least: number, most: number, best: { agents: number }): number | null {
  const step = Math.max(1, Math.ceil((most - least) / MOST_TRIED));
  let largest = Number.NEGATIVE_INFINITY;
  for (let n = least; ; n = Math.min(most, n + step)) {
    const value = slack(n);
    if (value > largest) {
      largest = value;
      best.agents = n;
    }
    if (value >= 0) return smallestWhole((k) => slack(k) >= 0, n, Math.max(least, n - step + 1), n);
    if (n >= most) return null;
  }
}
