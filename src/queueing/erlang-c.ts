import { checkNonNegative, checkPositive } from '../core/index.js';
import { lnScaledUpperGamma, scaledUpperGamma } from '../numeric/index.js';
import { clampShare, type Figures } from './figures.js';

/** Erlang C for checked inputs: 0 < a < n. */
export function waitProbability(offeredLoad: number, agents: number): number {
  const inverse = scaledUpperGamma(agents, offeredLoad);
  const idle = agents - offeredLoad;
  if (inverse < 1e300) return agents / (idle * inverse + offeredLoad);
  return Math.exp(Math.log(agents / idle) - lnScaledUpperGamma(agents, offeredLoad));
}

/**
 * Chance that an arriving contact has to wait, when nobody gives up (Erlang C, M/M/n).
 *
 * @param input.offeredLoad - Work arriving, in erlangs; finite, 0 or more.
 * @param input.agents - People on line; may be fractional; 0 or more.
 * @returns Probability in [0, 1]; exactly 1 once the load reaches the agents.
 * @throws {@link InvalidInputError} for values outside those ranges.
 * @remarks Constant time for any number of agents. Fractional agents by the integral that extends the formula.
 * Relative error below 1e-13, in tails |ln C| · 2⁻⁵². Source: [Temme1979], [Jagers1986]; keys in docs/references.md.
 * @example
 * erlangC({ offeredLoad: 10, agents: 14 }); // 0.1741…
 */
export function erlangC(input: { readonly offeredLoad: number; readonly agents: number }): number {
  const { offeredLoad, agents } = input;
  checkNonNegative('erlangC: offeredLoad', offeredLoad);
  checkNonNegative('erlangC: agents', agents);
  if (offeredLoad >= agents) return 1;
  if (offeredLoad === 0) return 0;
  return waitProbability(offeredLoad, agents);
}

/**
 * Natural logarithm of {@link erlangC}, for chances too small to be written as one.
 *
 * @param input.offeredLoad - Work arriving, in erlangs; finite, above 0.
 * @param input.agents - People on line; may be fractional; 0 or more.
 * @returns ln P(wait), 0 or less.
 * @throws {@link InvalidInputError} for values outside those ranges.
 * @example
 * lnErlangC({ offeredLoad: 1, agents: 1000 }); // -5913.127…
 */
export function lnErlangC(input: { readonly offeredLoad: number; readonly agents: number }): number {
  const { offeredLoad, agents } = input;
  checkPositive('lnErlangC: offeredLoad', offeredLoad);
  checkNonNegative('lnErlangC: agents', agents);
  if (offeredLoad >= agents) return 0;
  const idle = agents - offeredLoad;
  const inverse = scaledUpperGamma(agents, offeredLoad);
  if (inverse < 1e300) return -Math.log1p((idle * (inverse - 1)) / agents);
  return Math.log(agents / idle) - lnScaledUpperGamma(agents, offeredLoad);
}

/** All figures of M/M/n. Overload: nobody is answered in any bounded time. */
export function evaluateErlangC(out: Figures, offeredLoad: number, agents: number, ahtSeconds: number, answerWithinSeconds: number): void {
  out.abandonProbability = 0;
  out.blockProbability = 0;
  out.abandonedWithin = 0;
  const idle = agents - offeredLoad;
  if (!(idle > 0)) {
    out.waitProbability = 1;
    out.served = 1;
    out.servedWithin = 0;
    out.virtualWithin = 0;
    out.waitsLonger = 1;
    out.asaSeconds = Number.POSITIVE_INFINITY;
    out.meanWaitSeconds = Number.POSITIVE_INFINITY;
    out.meanWaitOfWaitersSeconds = Number.POSITIVE_INFINITY;
    out.meanQueue = Number.POSITIVE_INFINITY;
    return;
  }
  const inverse = scaledUpperGamma(agents, offeredLoad);
  const bounded = inverse < 1e300;
  const bottom = idle * inverse + offeredLoad;
  const wait = bounded ? agents / bottom : waitProbability(offeredLoad, agents);
  // 1/B − 1 by the step in n where it would cancel.
  const more = inverse > 1.5 ? inverse - 1 : (agents * scaledUpperGamma(agents - 1, offeredLoad)) / offeredLoad;
  const atOnce = bounded ? (idle * more) / bottom : 1;
  // 1 − C e^(−x) loses digits near saturation; (1 − C) − C expm1(−x) does not.
  const within = answerWithinSeconds < 0 ? 0 : clampShare(atOnce - wait * Math.expm1((-idle * answerWithinSeconds) / ahtSeconds));
  const ofWaiters = ahtSeconds / idle;
  out.waitProbability = wait;
  out.served = 1;
  out.servedWithin = within;
  out.virtualWithin = within;
  out.waitsLonger = 1 - within;
  out.asaSeconds = wait * ofWaiters;
  out.meanWaitSeconds = wait * ofWaiters;
  out.meanWaitOfWaitersSeconds = ofWaiters;
  out.meanQueue = (offeredLoad / idle) * wait;
}
