import { checkNonNegative, InvalidInputError } from '../core/index.js';
import { scaledUpperGamma } from '../numeric/index.js';
import type { QueuePoint } from './figures.js';
import { checkedPoint, type Load } from './load.js';

/** Input of {@link callbackMetrics}. */
export type CallbackInput = Load & {
  readonly agents: number;
  /** Threshold of the service level, 0 or more. */
  readonly answerWithinSeconds?: number | undefined;
  /** Mean patience on the line, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
  /** The offer is made to those whose expected wait, (contacts ahead + 1) × AHT ÷ agents, is at least this. */
  readonly offerFromSeconds: number;
  /** Share of those who accept, 0 to 1. */
  readonly acceptProbability: number;
};

/** Result of {@link callbackMetrics}. Shares are of offered contacts unless said otherwise; null = unbounded or no such contact. */
export type CallbackMetrics = {
  readonly offeredLoad: number;
  readonly occupancy: number;
  /** Share that finds nobody free. */
  readonly waitProbability: number;
  /** Share that accepts a call-back. */
  readonly callbackProbability: number;
  /** Share that gives up on the line. */
  readonly abandonProbability: number;
  /** Answered within the threshold, of those who stay on the line. */
  readonly serviceLevel: number | null;
  /** Mean wait of those answered on the line. */
  readonly asaSeconds: number | null;
  /** Mean number waiting on the line. */
  readonly meanQueue: number | null;
  /** Mean number of call-backs not yet made; null when they pile up without end. */
  readonly callbacksWaiting: number | null;
  /** Mean time until a call-back is made. */
  readonly callbackWaitSeconds: number | null;
};

/** The line while everybody is busy: one entry per number waiting, weights relative to an empty line. */
type BusyLine = { readonly weights: readonly number[]; readonly accepted: readonly number[]; readonly from: number; readonly busyPile: boolean };

/**
 * A queue that offers a call-back to those who would wait long, calls made when nobody waits on the line (virtual hold).
 *
 * @param input - The load, agents, patience, and the offer; see {@link CallbackInput}.
 * @returns Service of those who stay on the line, and the wait for a call-back.
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @remarks Exact, for exponential handle times equal on the line and in call-backs. The line and the pile of call-backs form a chain in two dimensions whose
 * line alone moves like a birth-death process, so that its steady state is a product, and the pile's mean follows from balances of its first two moments:
 * time grows with the length of the line. Who accepts leaves the offered contacts of the service level, as in `simulate`. Model: [ArmonyMaglaras2004].
 * @example
 * const peak = { volume: 110, intervalSeconds: 1800, ahtSeconds: 300, agents: 19, patienceSeconds: 120, answerWithinSeconds: 20 };
 * const offer = callbackMetrics({ ...peak, offerFromSeconds: 30, acceptProbability: 0.37 });
 * offer.serviceLevel - queueMetrics(peak).serviceLevel.offered; // 0.0288…
 */
export function callbackMetrics(input: CallbackInput): CallbackMetrics {
  const where = 'callbackMetrics';
  const point = checkedPoint(where, input);
  const { agents, acceptProbability, offerFromSeconds } = input;
  checkNonNegative(`${where}: agents`, agents);
  checkNonNegative(`${where}: offerFromSeconds`, offerFromSeconds);
  checkNonNegative(`${where}: acceptProbability`, acceptProbability);
  if (acceptProbability > 1)
    throw new InvalidInputError(`${where}: acceptProbability must be a share from 0 to 1, got ${acceptProbability}.`, { value: acceptProbability });
  point.agents = agents;
  if (point.offeredLoad === 0) return nobodyCalls(agents);
  const from = Math.max(0, Math.ceil((offerFromSeconds * agents) / point.ahtSeconds - 1 - 1e-9));
  const line = busyLine(point, from, acceptProbability);
  return line === null ? overflowing(point, acceptProbability, from) : figuresOf(point, line, acceptProbability);
}

/** Weights of 0, 1, 2 … on the line while all are busy; null where the line itself grows without end. */
function busyLine(point: QueuePoint, from: number, accept: number): BusyLine | null {
  const { arrival, pace, leaving } = ratesOf(point);
  const most = arrival * (1 - accept);
  if (leaving === 0 && most >= pace && !(accept === 1)) return null;
  if (leaving === 0 && from === Number.POSITIVE_INFINITY) return null;
  let weights = [1];
  let sum = 1;
  for (let q = 1; ; q += 1) {
    const joins = q - 1 < from ? arrival : most;
    const weight = ((weights[q - 1] as number) * joins) / (pace + q * leaving);
    if (weight === 0 || (weight < 1e-17 * sum && q > from && joins < pace + q * leaving)) break;
    weights.push(weight);
    sum += weight;
    if (sum > 1e200) {
      weights = weights.map((one) => one / sum);
      sum = 1;
    }
  }
  const accepted = weights.map((weight, q) => (q >= from ? weight * accept : 0));
  const pileUp = arrival * accepted.reduce((total, one) => total + one, 0) >= pace * (weights[0] as number);
  return { weights, accepted, from, busyPile: pileUp };
}

function ratesOf({ offeredLoad, ahtSeconds, agents, patienceSeconds }: QueuePoint): { arrival: number; pace: number; leaving: number } {
  return { arrival: offeredLoad / ahtSeconds, pace: agents / ahtSeconds, leaving: 1 / patienceSeconds };
}

function figuresOf(point: QueuePoint, line: BusyLine, accept: number): CallbackMetrics {
  const { offeredLoad, agents } = point;
  const { weights, accepted, busyPile } = line;
  const { arrival, pace } = ratesOf(point);
  const busy = total(weights);
  // All busy, nobody on the line and no call-back waiting: from here, and only from here, an agent becomes free.
  const atRest = busyPile ? 0 : (weights[0] as number) - (arrival / pace) * total(accepted);
  const free = busyPile ? 0 : atRest * (agents / offeredLoad) * scaledUpperGamma(agents - 1, offeredLoad);
  const waitProbability = free === Number.POSITIVE_INFINITY ? 0 : busy / (busy + free);
  const ofBusy = onTheLine(point, line, accept);
  const callbackProbability = (waitProbability * total(accepted)) / busy;
  const answered = 1 - waitProbability + waitProbability * ofBusy.served;
  const abandonProbability = waitProbability * ofBusy.lost;
  const stayed = 1 - callbackProbability;
  const pile = busyPile ? null : (waitProbability / busy) * waitingCallbacks(point, line, atRest);
  const timed = point.answerWithinSeconds >= 0 && stayed > 0;
  return {
    offeredLoad,
    occupancy: agents === 0 ? 1 : busyPile ? 1 : Math.min(1, (offeredLoad * (1 - abandonProbability)) / agents),
    waitProbability,
    callbackProbability,
    abandonProbability,
    serviceLevel: timed ? Math.min(1, (1 - waitProbability + waitProbability * ofBusy.servedWithin) / stayed) : null,
    asaSeconds: answered > 0 ? (waitProbability * ofBusy.servedWait) / answered : null,
    meanQueue: (waitProbability * weights.reduce((sum, weight, q) => sum + q * weight, 0)) / busy,
    callbacksWaiting: pile,
    callbackWaitSeconds: pile === null || callbackProbability === 0 ? null : pile / (arrival * callbackProbability),
  };
}

/**
 * Shares of those who find everybody busy. Behind q others a contact is served at the end of q + 1 stretches with rates pace + j θ, unless it gives up:
 * chance pace ÷ (pace + (q + 1) θ), in time t that times an incomplete beta function (θ = 0: gamma), which falls by one term per place in the line.
 */
function onTheLine(
  point: QueuePoint,
  { weights, accepted }: BusyLine,
  accept: number,
): { served: number; servedWithin: number; servedWait: number; lost: number } {
  const { pace, leaving } = ratesOf(point);
  const t = point.answerWithinSeconds;
  const sums = { served: 0, servedWithin: 0, servedWait: 0, lost: 0 };
  const growth = (q: number): number => (leaving > 0 ? -Math.expm1(-leaving * t) * (q + 1 + pace / leaving) : pace * t);
  let within = -Math.expm1(-(pace + leaving) * t);
  let lnTerm = Math.log(growth(0)) - (pace + leaving) * t;
  let meanWait = 0;
  const busy = total(weights);
  weights.forEach((weight, q) => {
    const joins = accept === 0 ? weight : weight - (accepted[q] as number);
    const bottom = pace + (q + 1) * leaving;
    const served = pace / bottom;
    meanWait += 1 / bottom;
    sums.served += (joins / busy) * served;
    sums.servedWait += (joins / busy) * served * meanWait;
    sums.lost += ((joins / busy) * (q + 1) * leaving) / bottom;
    if (t > 0) sums.servedWithin += (joins / busy) * served * within;
    within = Math.max(0, within - Math.exp(lnTerm));
    lnTerm += Math.log(growth(q + 1) / (q + 2));
  });
  return sums;
}

/**
 * Mean number of call-backs, in the units of the weights. Y(q) = Σ b P(b, q) obeys the balances of the line with the accepted as source, which fixes it up to a
 * multiple of the weights; the balance of b² fixes that.
 */
function waitingCallbacks(point: QueuePoint, { weights, accepted, from }: BusyLine, atRest: number): number {
  const { arrival, pace, leaving } = ratesOf(point);
  let above = total(accepted);
  const allAccepted = above;
  const first: number[] = [0];
  for (let q = 0; q + 1 < weights.length; q += 1) {
    above -= accepted[q] as number;
    const staying = 1 - (weights[q] === 0 ? 0 : (accepted[q] as number) / (weights[q] as number));
    first.push((arrival * staying * (first[q] as number) + arrival * above) / (pace + (q + 1) * leaving));
  }
  const share = (accepted.at(-1) as number) / (weights.at(-1) as number);
  const late = first.reduce((sum, one, q) => sum + (q >= from ? one * share : 0), 0);
  const multiple = (arrival * (late + allAccepted) - pace * (first[0] as number)) / (pace * atRest);
  return total(first) + multiple * total(weights);
}

/** Without patience and with more who stay than can be served: the line grows without end. */
function overflowing({ offeredLoad, answerWithinSeconds }: QueuePoint, accept: number, from: number): CallbackMetrics {
  return {
    offeredLoad,
    occupancy: 1,
    waitProbability: 1,
    callbackProbability: from === Number.POSITIVE_INFINITY ? 0 : accept,
    abandonProbability: 0,
    serviceLevel: answerWithinSeconds >= 0 ? 0 : null,
    asaSeconds: null,
    meanQueue: null,
    callbacksWaiting: null,
    callbackWaitSeconds: null,
  };
}

function nobodyCalls(agents: number): CallbackMetrics {
  const none = { serviceLevel: null, asaSeconds: null, callbackWaitSeconds: null };
  return {
    ...none,
    offeredLoad: 0,
    occupancy: 0,
    waitProbability: agents > 0 ? 0 : 1,
    callbackProbability: 0,
    abandonProbability: 0,
    meanQueue: 0,
    callbacksWaiting: 0,
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
