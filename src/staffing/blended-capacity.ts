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
 * work take equally long; else the ends of work count at the mean rate of what is in service. Source: [BhulaiKoole2003].
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

/** Rounds until the mean rate at which work ends has settled. */
const MOST_ROUNDS = 60;

function blend(input: BlendInput, reserve: number): BlendedCapacity {
  const { volume, intervalSeconds, ahtSeconds, deferredAhtSeconds, agents } = input;
  const load = (volume * ahtSeconds) / intervalSeconds;
  const least = agents - reserve;
  if (agents === 0 || volume === 0) return idleCalls(input, reserve);
  let callShare = Math.min(1, load / agents);
  let chain = busyChain(input, reserve, meanRate(callShare, ahtSeconds, deferredAhtSeconds));
  for (let k = 0; k < MOST_ROUNDS && chain !== null; k += 1) {
    const next = Math.min(1, (load * (1 - chain.abandonProbability)) / chain.busy);
    const settled = Math.abs(next - callShare) < 1e-10;
    callShare = next;
    chain = busyChain(input, reserve, meanRate(callShare, ahtSeconds, deferredAhtSeconds));
    if (settled) break;
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

function meanRate(callShare: number, ahtSeconds: number, deferredAhtSeconds: number): number {
  return callShare / ahtSeconds + (1 - callShare) / deferredAhtSeconds;
}

type Chain = { readonly busy: number; readonly abandonProbability: number; readonly serviceLevel: number };

/** Steady state of busy agents and waiting calls; null where the line grows without end. */
function busyChain({ volume, intervalSeconds, agents, answerWithinSeconds, patienceSeconds }: BlendInput, reserve: number, rate: number): Chain | null {
  const arrival = volume / intervalSeconds;
  const fullRate = agents * rate;
  if (patienceSeconds === undefined && arrival / fullRate >= 1) return null;
  // From all agents busy down to as many as are never idle.
  let weight = 1;
  let fullWeight = 1;
  let freeWeight = 0;
  let freeBusy = 0;
  for (let busy = agents - 1; busy >= agents - reserve; busy -= 1) {
    weight *= ((busy + 1) * rate) / arrival;
    freeWeight += weight;
    freeBusy += weight * busy;
    if (weight > LARGE) [weight, fullWeight, freeWeight, freeBusy] = [weight / LARGE, fullWeight / LARGE, freeWeight / LARGE, freeBusy / LARGE];
  }
  const { scale, waitProbability, ...figures } = fullHouseLine({ arrival, fullRate, patienceSeconds, answerWithinSeconds, freeWeight, fullWeight });
  return { ...figures, busy: scale * freeBusy + waitProbability * agents };
}

/** Weight from which the sum is scaled down. */
const LARGE = 1e100;
