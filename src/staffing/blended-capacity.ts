import { checkInteger, checkNonNegative, checkOpenShare, checkPositive, InvalidInputError } from '../core/index.js';
import { smallestWhole } from '../numeric/index.js';
import { fullHouseLine } from './full-house-line.js';

/** Calls, and deferred work that the same people do while no calls wait. */
export type BlendInput = {
  /** Calls offered per interval. */
  readonly volume: number;
  readonly intervalSeconds: number;
  readonly ahtSeconds: number;
  /** People on line for the calls, a whole number. */
  readonly agents: number;
  /** Mean handle time of the deferred work. */
  readonly deferredAhtSeconds: number;
  readonly answerWithinSeconds: number;
  /** Mean patience of callers, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
  /** Deferred work starts only while more than this many are idle. Give it, or `serviceLevel`. */
  readonly reserve?: number | undefined;
  /** Service level that the calls keep, in (0, 1): the smallest reserve is found that keeps it. */
  readonly serviceLevel?: number | undefined;
};

/** Answer of {@link blendedCapacity}. */
export type BlendedCapacity = {
  /** `unreachable`: the calls miss their level even without any deferred work. */
  readonly status: 'met' | 'unreachable';
  readonly reserve: number;
  /** Deferred work done, in agents busy with it on average. */
  readonly deferredAgents: number;
  readonly deferredPerInterval: number;
  /** What the calls get; null without calls. */
  readonly serviceLevel: number | null;
  readonly abandonProbability: number;
  /** Share of time that agents are busy, with either. */
  readonly occupancy: number;
};

/**
 * Deferred work (e-mail, cases) that people on calls can do in their idle time without hurting the calls: it is started only while more than a
 * reserve of them is idle, and never broken off (threshold policy of call blending).
 *
 * @param input - Calls, people, handle times, and a reserve or the service level to keep; see {@link BlendInput}.
 * @returns Capacity and what the calls get, with deferred work always at hand.
 * @throws {@link InvalidInputError} for values outside their ranges, or neither reserve nor service level.
 * @remarks Birth–death process in the number of busy agents and waiting calls, which never falls below agents − reserve. Exact where both kinds of
 * work take equally long; else work ends at the rate of the mean deferred work in service at each number busy, from the balance of its first moment.
 * Source: [BhulaiKoole2003].
 * @example
 * const calls = { volume: 100, intervalSeconds: 1800, ahtSeconds: 180, agents: 16, deferredAhtSeconds: 300, answerWithinSeconds: 20, patienceSeconds: 180 };
 * blendedCapacity({ ...calls, serviceLevel: 0.8 }).reserve; // 3
 */
export function blendedCapacity(input: BlendInput): BlendedCapacity {
  const where = 'blendedCapacity';
  checkNonNegative(`${where}: volume`, input.volume);
  checkPositive(`${where}: intervalSeconds`, input.intervalSeconds);
  checkPositive(`${where}: ahtSeconds`, input.ahtSeconds);
  checkPositive(`${where}: deferredAhtSeconds`, input.deferredAhtSeconds);
  checkInteger(`${where}: agents`, input.agents, 0);
  checkNonNegative(`${where}: answerWithinSeconds`, input.answerWithinSeconds);
  if (input.patienceSeconds !== undefined) checkPositive(`${where}: patienceSeconds`, input.patienceSeconds, 'Leave it out when nobody gives up.');
  const { reserve, serviceLevel, agents } = input;
  if (reserve !== undefined) {
    checkInteger(`${where}: reserve`, reserve, 0);
    return blend(input, Math.min(reserve, agents));
  }
  if (serviceLevel === undefined) throw new InvalidInputError(`${where}: give reserve, or the serviceLevel that the calls are to keep.`);
  checkOpenShare(`${where}: serviceLevel`, serviceLevel);
  const kept = (idle: number): boolean => (blend(input, idle).serviceLevel ?? 1) >= serviceLevel;
  const found = smallestWhole(kept, Math.sqrt(agents), 0, agents);
  return found === null ? { ...blend(input, agents), status: 'unreachable' } : blend(input, found);
}

/** Rounds until the rates at which work ends have settled. */
const MOST_ROUNDS = 200;

function blend(input: BlendInput, reserve: number): BlendedCapacity {
  const { volume, intervalSeconds, ahtSeconds, deferredAhtSeconds, agents } = input;
  const load = (volume * ahtSeconds) / intervalSeconds;
  if (agents === 0 || volume === 0) return idleCalls(input, reserve);
  const least = agents - reserve;
  const callsAlone = Math.min(1, load / agents) / ahtSeconds + Math.max(0, 1 - load / agents) / deferredAhtSeconds;
  const rates = Float64Array.from({ length: reserve + 1 }, (_, k) => (least + k) * callsAlone);
  const counts = new Float64Array(reserve + 1);
  let chain = busyChain(input, rates);
  let step = 0.5;
  let last = Infinity;
  for (let k = 0; k < MOST_ROUNDS && chain !== null; k += 1) {
    deferredInService(counts, input, rates, chain.lineEmpty);
    // Without patience full house must end more than arrives on the way, too.
    const fullLeast = input.patienceSeconds === undefined ? (volume / intervalSeconds + (rates[reserve] as number)) / 2 : 0;
    const moved = farthestMove(input, rates, counts);
    if (moved * Math.min(ahtSeconds, deferredAhtSeconds) < 1e-9 * agents) break;
    // Whole steps overshoot where the two kinds of work differ much.
    if (moved > 0.9 * last) step = Math.max(0.02, step * 0.7);
    last = moved;
    for (let n = 0; n <= reserve; n += 1) rates[n] = (rates[n] as number) + step * (endRate(input, least + n, counts[n] as number) - (rates[n] as number));
    rates[reserve] = Math.max(rates[reserve] as number, fullLeast);
    chain = busyChain(input, rates);
  }
  if (chain === null) return { status: 'met', reserve, deferredAgents: 0, deferredPerInterval: 0, serviceLevel: 0, abandonProbability: 0, occupancy: 1 };
  const deferredAgents = least === 0 ? 0 : Math.max(0, chain.busy - load * (1 - chain.abandonProbability));
  return {
    status: 'met',
    reserve,
    deferredAgents,
    deferredPerInterval: (deferredAgents * intervalSeconds) / deferredAhtSeconds,
    serviceLevel: chain.serviceLevel,
    abandonProbability: chain.abandonProbability,
    occupancy: Math.min(1, chain.busy / agents),
  };
}

/** Without calls all beyond the reserve do deferred work. */
function idleCalls({ volume, agents, deferredAhtSeconds, intervalSeconds, patienceSeconds }: BlendInput, reserve: number): BlendedCapacity {
  const deferredAgents = agents - reserve;
  const lost = agents === 0 && volume > 0;
  return {
    status: 'met',
    reserve,
    deferredAgents,
    deferredPerInterval: (deferredAgents * intervalSeconds) / deferredAhtSeconds,
    serviceLevel: volume === 0 ? null : 0,
    abandonProbability: lost && patienceSeconds !== undefined ? 1 : 0,
    occupancy: agents === 0 ? 0 : deferredAgents / agents,
  };
}

/** Work ended per second by so many busy agents, given the deferred work in service then. */
function endRate({ ahtSeconds, deferredAhtSeconds }: BlendInput, busy: number, deferred: number): number {
  return (busy - deferred) / ahtSeconds + deferred / deferredAhtSeconds;
}

/** Largest difference of the rates to those that the deferred work in service gives. */
function farthestMove(input: BlendInput, rates: Float64Array, deferred: Float64Array): number {
  const least = input.agents + 1 - rates.length;
  let most = 0;
  for (let k = 0; k < rates.length; k += 1) most = Math.max(most, Math.abs(endRate(input, least + k, deferred[k] as number) - (rates[k] as number)));
  return most;
}

/**
 * Mean deferred work in service with 0, 1, … of the reserve busy: the balance of its first moment, by elimination from full house down, as if what
 * the busy agents do were independent. The lowest number busy gains deferred work, as calls end there; while callers wait, full house loses it, as
 * calls take its places.
 */
function deferredInService(
  out: Float64Array,
  { volume, intervalSeconds, agents, ahtSeconds, deferredAhtSeconds }: BlendInput,
  rates: Float64Array,
  lineEmpty: number,
): void {
  const arrival = volume / intervalSeconds;
  const end = 1 / deferredAhtSeconds;
  const top = rates.length - 1;
  const least = agents - top;
  const begun = least / ahtSeconds;
  const fullRate = rates[top] as number;
  if (top === 0) {
    out[0] = (lineEmpty * begun) / (lineEmpty / ahtSeconds + (1 - lineEmpty) * end);
    return;
  }
  /** Deferred work at k is `slope` of that at k − 1; the slopes wait in `out`. */
  let slope = (lineEmpty * fullRate) / (end + lineEmpty * fullRate * (1 - 1 / agents));
  out[top] = slope;
  for (let k = top - 1; k > 0; k -= 1) {
    const rate = rates[k] as number;
    slope = rate / (arrival + end + rate * (1 - 1 / (least + k)) - arrival * slope * (1 - 1 / (least + k + 1)));
    out[k] = slope;
  }
  out[0] = begun / (arrival + 1 / ahtSeconds - arrival * slope * (1 - 1 / (least + 1)));
  for (let k = 1; k <= top; k += 1) out[k] = (out[k] as number) * (out[k - 1] as number);
}

type Chain = {
  readonly busy: number;
  readonly abandonProbability: number;
  readonly serviceLevel: number;
  /** Probability that nobody waits, given that all agents are busy. */
  readonly lineEmpty: number;
};

/** Steady state of busy agents and waiting calls, by the rates at which work ends; null where the line grows without end. */
function busyChain({ volume, intervalSeconds, agents, answerWithinSeconds, patienceSeconds }: BlendInput, rates: Float64Array): Chain | null {
  const arrival = volume / intervalSeconds;
  const fullRate = rates[rates.length - 1] as number;
  if (patienceSeconds === undefined && arrival / fullRate >= 1) return null;
  // From all agents busy down to as many as are never idle.
  let weight = 1;
  let fullWeight = 1;
  let freeWeight = 0;
  let freeBusy = 0;
  for (let idle = 1; idle < rates.length; idle += 1) {
    weight *= (rates[rates.length - idle] as number) / arrival;
    freeWeight += weight;
    freeBusy += weight * (agents - idle);
    if (weight > LARGE) [weight, fullWeight, freeWeight, freeBusy] = [weight / LARGE, fullWeight / LARGE, freeWeight / LARGE, freeBusy / LARGE];
  }
  const { scale, waitProbability, ...figures } = fullHouseLine({ arrival, fullRate, patienceSeconds, answerWithinSeconds, freeWeight, fullWeight });
  return {
    ...figures,
    busy: scale * freeBusy + waitProbability * agents,
    lineEmpty: waitProbability > 0 ? Math.min(1, (scale * fullWeight) / waitProbability) : 1,
  };
}

/** Weight from which the sum is scaled down. */
const LARGE = 1e100;
