/**
 * How long something takes, at random. A bare number stands for `exponential` with that mean; seconds throughout.
 * `empirical` draws one of the values, each alike; `mixture` first draws a part by its share.
 */
export type Distribution =
  | { readonly kind: 'exponential' | 'deterministic'; readonly meanSeconds: number }
  | { readonly kind: 'lognormal' | 'gamma'; readonly meanSeconds: number; readonly cv: number }
  | { readonly kind: 'empirical'; readonly valuesSeconds: readonly number[] }
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly share: number; readonly distribution: Distribution }[] };

/**
 * Written out: a bare number becomes an exponential distribution.
 *
 * @example
 * toDistribution(60); // { kind: 'exponential', meanSeconds: 60 }
 */
export function toDistribution(value: number | Distribution): Distribution {
  return typeof value === 'number' ? { kind: 'exponential', meanSeconds: value } : value;
}

/**
 * Mean in seconds.
 *
 * @example
 * meanOf({ kind: 'empirical', valuesSeconds: [10, 20] }); // 15
 */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'empirical':
      return distribution.valuesSeconds.reduce((sum, value) => sum + value, 0) / distribution.valuesSeconds.length;
    case 'mixture':
      return distribution.parts.reduce((sum, part) => sum + part.share * meanOf(part.distribution), 0);
    default:
      return distribution.meanSeconds;
  }
}

/** The same distribution in units of its mean, so that its mean is 1; of mean 0: always 0. */
export function shapeOf(distribution: Distribution): Distribution {
  const mean = meanOf(distribution);
  return mean > 0 ? unit(distribution, mean) : { kind: 'deterministic', meanSeconds: 0 };
}

/** Exactly 1 where the mean is a number of its own: shapes are compared. */
function unit(distribution: Distribution, mean: number): Distribution {
  return 'meanSeconds' in distribution ? { ...distribution, meanSeconds: 1 } : scaled(distribution, 1 / mean);
}

/** The same distribution with every time × a factor. */
export function scaled(distribution: Distribution, factor: number): Distribution {
  switch (distribution.kind) {
    case 'empirical':
      return { kind: 'empirical', valuesSeconds: distribution.valuesSeconds.map((value) => value * factor) };
    case 'mixture':
      return { kind: 'mixture', parts: distribution.parts.map((part) => ({ share: part.share, distribution: scaled(part.distribution, factor) })) };
    default:
      return { ...distribution, meanSeconds: distribution.meanSeconds * factor };
  }
}
