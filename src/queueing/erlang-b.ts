import { checkNonNegative, checkOpenShare, checkPositive } from '../core/index.js';
import { lnScaledUpperGamma, scaledUpperGamma, smallestWhole } from '../numeric/index.js';

/** Erlang B for checked inputs: a > 0, n ≥ 0. */
export function blocking(offeredLoad: number, agents: number): number {
  const inverse = scaledUpperGamma(agents, offeredLoad);
  return inverse < 1e300 ? 1 / inverse : Math.exp(-lnScaledUpperGamma(agents, offeredLoad));
}

/**
 * Chance that an arriving contact finds every line taken and is lost (Erlang B, M/M/n/n).
 *
 * @param input.offeredLoad - Work arriving, in erlangs; finite, 0 or more.
 * @param input.agents - Lines or people; may be fractional; 0 or more.
 * @returns Probability in [0, 1]; 1 with no line at all.
 * @throws {@link InvalidInputError} for values outside those ranges.
 * @remarks Constant time for any number of lines. Relative error below 1e-13, in tails |ln B| · 2⁻⁵².
 * Source: [Jagerman1974], [Temme1979].
 * @example
 * erlangB({ offeredLoad: 10, agents: 17 }); // 0.01294…
 */
export function erlangB(input: { readonly offeredLoad: number; readonly agents: number }): number {
  const { offeredLoad, agents } = input;
  checkNonNegative('erlangB: offeredLoad', offeredLoad);
  checkNonNegative('erlangB: agents', agents);
  if (agents === 0) return 1;
  return offeredLoad === 0 ? 0 : blocking(offeredLoad, agents);
}

/**
 * Natural logarithm of {@link erlangB}, for chances too small to be written as one.
 *
 * @param input.offeredLoad - Work arriving, in erlangs; finite, above 0.
 * @param input.agents - Lines or people; may be fractional; 0 or more.
 * @returns ln B, 0 or less.
 * @throws {@link InvalidInputError} for values outside those ranges.
 * @example
 * lnErlangB({ offeredLoad: 1, agents: 1000 }); // -5913.1…
 */
export function lnErlangB(input: { readonly offeredLoad: number; readonly agents: number }): number {
  const { offeredLoad, agents } = input;
  checkPositive('lnErlangB: offeredLoad', offeredLoad);
  checkNonNegative('lnErlangB: agents', agents);
  return -lnScaledUpperGamma(agents, offeredLoad);
}

/**
 * Smallest number of lines that loses at most a given share of contacts (Erlang B solved for n).
 *
 * @param input.offeredLoad - Work arriving, in erlangs; finite, 0 or more.
 * @param input.blocking - Largest share lost, in (0, 1).
 * @returns Whole number of lines, 0 or more.
 * @throws {@link InvalidInputError} for values outside those ranges.
 * @example
 * requiredTrunks({ offeredLoad: 10, blocking: 0.02 }); // 17
 */
export function requiredTrunks(input: { readonly offeredLoad: number; readonly blocking: number }): number {
  const { offeredLoad, blocking: share } = input;
  checkNonNegative('requiredTrunks: offeredLoad', offeredLoad);
  checkOpenShare('requiredTrunks: blocking', share);
  if (offeredLoad === 0) return 1;
  const guess = offeredLoad * (1 - share) + Math.sqrt(offeredLoad);
  return smallestWhole((n) => blocking(offeredLoad, n) <= share, guess, 0, Number.MAX_SAFE_INTEGER) as number;
}
