import { queueMetrics } from '../queueing/index.js';

/** A service whose states with a place free have weights; with all places taken contacts end at one rate. */
export type FullHouse = {
  /** Contacts per second, above 0. */
  readonly arrival: number;
  /** Contacts ended per second while all places are taken; without patience above `arrival`. */
  readonly fullRate: number;
  readonly patienceSeconds?: number | undefined;
  readonly answerWithinSeconds: number;
  /** Weight of all states with a place free, and of all places taken with nobody waiting. */
  readonly freeWeight: number;
  readonly fullWeight: number;
};

/** Figures of such a service, and the number that turns its weights into probabilities. */
export type FullHouseFigures = {
  readonly scale: number;
  readonly waitProbability: number;
  readonly serviceLevel: number;
  readonly abandonProbability: number;
  /** Mean wait of all. */
  readonly meanWaitSeconds: number;
  /** Mean over all of the wait of those who are answered, 0 for the others. */
  readonly answeredWaitSeconds: number;
};

/** With all places taken the line is that of one server who ends contacts at the full rate (M/M/1, with patience M/M/1+M). */
export function fullHouseLine({ arrival, fullRate, patienceSeconds, answerWithinSeconds, freeWeight, fullWeight }: FullHouse): FullHouseFigures {
  const line = queueMetrics({ offeredLoad: arrival / fullRate, ahtSeconds: 1 / fullRate, agents: 1, patienceSeconds, answerWithinSeconds });
  const waits = line.waitProbability;
  // The one server taken and nobody in line is the state with all places taken and nobody in line.
  const serverFree = 1 - waits;
  const full = (fullWeight * waits * fullRate) / arrival;
  const sum = serverFree * freeWeight + full;
  const scale = serverFree / sum;
  const waitProbability = full / sum;
  /** A figure of those who wait, out of one over all. */
  const ofWaiters = waitProbability / waits;
  const inTime = (line.serviceLevel?.offered ?? 0) - serverFree;
  return {
    scale,
    waitProbability,
    serviceLevel: Math.min(1, Math.max(0, scale * freeWeight + inTime * ofWaiters)),
    abandonProbability: line.abandonProbability * ofWaiters,
    meanWaitSeconds: (line.meanWaitSeconds ?? 0) * ofWaiters,
    // The one server answers fullRate × waits a second.
    answeredWaitSeconds: (line.asaSeconds ?? 0) * (fullRate / arrival) * waitProbability,
  };
}
