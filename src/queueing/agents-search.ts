import { smallestWhole } from '../numeric/index.js';

/** Stands in for ±Infinity, so that interpolation stays finite. */
const FAR = 1e3;

/** Bracketing steps before plain halving takes over: never reached by functions that are near straight lines. */
const PATIENCE = 24;

/** Slack one below the last answer of {@link searchWhole} (NaN when it was never tried) and at it. */
export const lastSearch: { belowSlack: number; slack: number } = { belowSlack: Number.NaN, slack: Number.NaN };

/**
 * Smallest whole number at which a rising function reaches 0, for functions close to straight lines.
 *
 * @param slack - Rising; 0 or more where the number suffices.
 * @param guess - Where to begin.
 * @param slope - How fast `slack` rises there, roughly.
 * @returns The number in [least, most], or null when `most` does not suffice.
 *
 * The slack on both sides of the answer is left in {@link lastSearch}.
 * Secant steps on whole numbers: with a fair slope three calls, the last two on both sides of the answer.
 */
export function searchWhole(slack: (n: number) => number, guess: number, slope: number, least: number, most: number): number | null {
  let low = least - 1;
  let high = Number.POSITIVE_INFINITY;
  lastSearch.belowSlack = Number.NaN;
  let n = Math.min(most, Math.max(least, Math.ceil(guess)));
  let reach = 1;
  let rise = slope;
  let last = Number.NaN;
  let lastValue = Number.NaN;
  for (let k = 0; ; k += 1) {
    const value = bounded(slack(n));
    if (value >= 0) {
      high = n;
      lastSearch.slack = value;
    } else {
      if (n >= most) return null;
      low = n;
      lastSearch.belowSlack = value;
    }
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

/**
 * Smallest real number, to about `tolerance` of itself, at which the rising function reaches 0: below 0 at `low`, 0 or more at
 * `high`. Inverse quadratic steps inside the bracket, halving where they do not help; the answer itself has been tried.
 */
export function searchReal(slack: (n: number) => number, low: number, high: number, lowSlack: number, highSlack: number, tolerance = 1e-12): number {
  let a = low;
  let fa = bounded(lowSlack);
  let b = high;
  let fb = bounded(highSlack);
  let next = a + (b - a) * (fa / (fa - fb));
  let last = a;
  let width = b - a;
  const near = 0.1 * Math.sqrt(tolerance);
  for (let k = 0; k < 200; k += 1) {
    const pad = tolerance * b;
    if (b - a <= 2 * pad) return b;
    const x = Math.min(b - pad / 2, next + pad);
    const fx = bounded(slack(x));
    if (fx >= 0 && Math.abs(x - last) <= near * x && x - 1.5 * pad > a) {
      // Small steps are no proof: next to saturation the function is as steep as it gets.
      const below = bounded(slack(x - 1.5 * pad));
      if (below < 0) return x;
      b = x - 1.5 * pad;
      fb = below;
      last = x;
      next = a + (b - a) / 2;
      continue;
    }
    last = x;
    const c = fx >= 0 ? b : a;
    const fc = fx >= 0 ? fb : fa;
    if (fx >= 0) {
      b = x;
      fb = fx;
    } else {
      a = x;
      fa = fx;
    }
    const inverse = a + (b - a) * ((fa / (fb - fa)) * (fc / (fb - fc))) + (c - a) * ((fa / (fc - fa)) * (fb / (fc - fb)));
    // Every third step has to have halved the bracket.
    const slow = k % 3 === 2 && b - a > width / 2;
    if (k % 3 === 2) width = b - a;
    next = !slow && inverse > a && inverse < b ? inverse : a + (b - a) / 2;
  }
  return b;
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
