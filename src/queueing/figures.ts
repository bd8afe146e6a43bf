/**
 * What one evaluation writes: shares are of offered contacts, times in seconds. Infinity = unbounded or no such contact.
 * Mutable on purpose: searches evaluate thousands of points into one record without allocating.
 */
export type Figures = {
  waitProbability: number;
  abandonProbability: number;
  blockProbability: number;
  /** Share of offered contacts that is served in the end. */
  served: number;
  /** Served within the threshold ÷ offered. */
  servedWithin: number;
  abandonedWithin: number;
  /** Share of offered contacts still waiting at the threshold. */
  waitsLonger: number;
  /** Share of offered contacts whose offered wait is within the threshold. */
  virtualWithin: number;
  asaSeconds: number;
  meanWaitSeconds: number;
  meanWaitOfWaitersSeconds: number;
  meanQueue: number;
};

/** A fresh record; every field a double from the start, so that engines keep one shape. */
export function blankFigures(): Figures {
  return {
    waitProbability: 0.5,
    abandonProbability: 0.5,
    blockProbability: 0.5,
    served: 0.5,
    servedWithin: 0.5,
    abandonedWithin: 0.5,
    waitsLonger: 0.5,
    virtualWithin: 0.5,
    asaSeconds: 0.5,
    meanWaitSeconds: 0.5,
    meanWaitOfWaitersSeconds: 0.5,
    meanQueue: 0.5,
  };
}

/** A load that moves inside an interval: erlangs at some moments, how much of the interval each stands for (together 1), and the most of any moment. */
export type LoadMoments = { readonly loads: readonly number[]; readonly weights: readonly number[]; readonly peak: number };

/** One queue at one moment, checked: what all evaluations take. */
export type QueuePoint = {
  offeredLoad: number;
  agents: number;
  ahtSeconds: number;
  /** −1 = no threshold. */
  answerWithinSeconds: number;
  /** Infinity = nobody gives up. */
  patienceSeconds: number;
  /** Infinity = no limit. */
  capacity: number;
  /** Where the load moves; `offeredLoad` is then its mean. */
  moments?: LoadMoments | undefined;
};

/** Figures of a queue without any contact: nothing waits, nothing is lost. */
export function emptyQueue(out: Figures, agents: number): void {
  out.waitProbability = agents > 0 ? 0 : 1;
  out.abandonProbability = 0;
  out.blockProbability = 0;
  out.served = 1;
  out.servedWithin = 1;
  out.abandonedWithin = 0;
  out.waitsLonger = 0;
  out.virtualWithin = 1;
  out.asaSeconds = Number.POSITIVE_INFINITY;
  out.meanWaitSeconds = Number.POSITIVE_INFINITY;
  out.meanWaitOfWaitersSeconds = Number.POSITIVE_INFINITY;
  out.meanQueue = 0;
}

/** Brings rounding noise back into [0, 1]. */
export function clampShare(share: number): number {
  return Math.min(1, Math.max(0, share));
}
