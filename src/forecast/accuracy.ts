import { lnGamma } from '../numeric/index.js';

/** Errors of one method against what came. Shares are fractions: 0.08 = 8 %. */
export type Accuracy = {
  /** Σ|forecast − actual| ÷ Σ actual; null without contacts. */
  readonly wape: number | null;
  /** Σ(forecast − actual) ÷ Σ actual. */
  readonly bias: number | null;
  /** Mean absolute error ÷ that of the same slot a week before within the history (MASE, lag 7 days); null where that never erred. */
  readonly mase: number | null;
  /** Mean pinball loss over the shares 0.025, 0.1, 0.5, 0.9, 0.975 ÷ mean volume; null for methods without bands. */
  readonly pinball: number | null;
  /** Share of actuals inside the 80 % and 95 % band; null for methods without bands. */
  readonly coverage80: number | null;
  readonly coverage95: number | null;
};

/** Actual and forecast of matching intervals. */
export type Scored = { readonly actual: readonly number[]; readonly forecast: readonly number[] };

/** The same with bounds at 0.025, 0.1, 0.9, 0.975. */
export type Banded = Scored & { readonly bounds: readonly (readonly number[])[] };

const SHARES = [0.025, 0.1, 0.5, 0.9, 0.975];

/** Errors of a method, and how its bands did on the intervals that have some. */
export function accuracyOf({ actual, forecast }: Scored, naiveError: number, banded: Banded): Accuracy {
  const n = actual.length;
  let size = 0;
  let signed = 0;
  let volume = 0;
  for (let i = 0; i < n; i += 1) {
    const error = (forecast[i] as number) - (actual[i] as number);
    size += Math.abs(error);
    signed += error;
    volume += actual[i] as number;
  }
  const bandedVolume = banded.actual.reduce((sum, y) => sum + y, 0);
  const covered = (lower: number, upper: number): number | null =>
    banded.actual.length > 0 ? coverage(banded.actual, banded.bounds[lower] as readonly number[], banded.bounds[upper] as readonly number[]) : null;
  return {
    wape: volume > 0 ? size / volume : null,
    bias: volume > 0 ? signed / volume : null,
    mase: n > 0 && naiveError > 0 ? size / n / naiveError : null,
    pinball: bandedVolume > 0 ? pinballSum(banded) / bandedVolume : null,
    coverage80: covered(1, 2),
    coverage95: covered(0, 3),
  };
}

function coverage(actual: readonly number[], lower: readonly number[], upper: readonly number[]): number {
  // where every week is the same, bands shrink to a point that rounding misses
  const inside = actual.filter((y, i) => {
    const rounding = 1e-9 * Math.max(1, y);
    return y >= (lower[i] as number) - rounding && y <= (upper[i] as number) + rounding;
  });
  return inside.length / actual.length;
}

function pinballSum({ actual, forecast, bounds }: Banded): number {
  const quantiles = [bounds[0], bounds[1], forecast, bounds[2], bounds[3]] as (readonly number[])[];
  let sum = 0;
  quantiles.forEach((quantile, k) => {
    const share = SHARES[k] as number;
    actual.forEach((y, i) => {
      const error = y - (quantile[i] as number);
      sum += Math.max(share * error, (share - 1) * error);
    });
  });
  return sum / SHARES.length;
}

/**
 * WAPE that is left when the true means are known and counts are Poisson: Σ E|N − μ| ÷ Σ μ.
 *
 * @remarks E|N − μ| = 2 e^−μ μ^(⌊μ⌋+1) / ⌊μ⌋! [Crow1958]; keys in docs/references.md.
 */
export function poissonFloor(means: readonly number[]): number | null {
  let error = 0;
  let total = 0;
  for (const mean of means) {
    if (!(mean > 0)) continue;
    total += mean;
    const whole = Math.floor(mean);
    error += 2 * Math.exp(-mean + (whole + 1) * Math.log(mean) - lnGamma(whole + 1));
  }
  return total > 0 ? error / total : null;
}
