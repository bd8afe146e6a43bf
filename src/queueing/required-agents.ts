import {
  checkNonNegative,
  checkOpenShare,
  checkPositive,
  describeValue,
  InvalidInputError,
  nearestName,
  SERVICE_LEVEL_RULES,
  type ServiceLevelRule,
} from '../core/index.js';
import { erfcx } from '../numeric/index.js';
import { lastSearch, searchReal, searchWhole } from './agents-search.js';
import { countsEarlyAbandons, evaluate, levelOf, occupancyOf } from './evaluate.js';
import { blankFigures, type Figures, type QueuePoint } from './figures.js';
import { checkedPoint, type Load } from './load.js';
import { metricsAt, type QueueMetrics } from './queue-metrics.js';

/** What a queue is to reach; everything given holds together. */
export type ServiceTarget = {
  /** Share served within `answerWithinSeconds`, in (0, 1). */
  readonly serviceLevel?: number | undefined;
  /** Threshold of the service level, 0 or more. */
  readonly answerWithinSeconds?: number | undefined;
  /** How abandons count; `offered` by default. */
  readonly serviceLevelRule?: ServiceLevelRule | undefined;
  /** Largest mean wait of the answered, above 0. */
  readonly asaSeconds?: number | undefined;
  /** Largest share that gives up, in (0, 1). */
  readonly abandonProbability?: number | undefined;
  /** Largest occupancy, in (0, 1]. */
  readonly maxOccupancy?: number | undefined;
};

/** Name of one part of a {@link ServiceTarget}. */
export type TargetKind = 'serviceLevel' | 'asaSeconds' | 'abandonProbability' | 'maxOccupancy';

/** Input of {@link requiredAgents}. */
export type RequiredAgentsInput = Load & {
  readonly patienceSeconds?: number | undefined;
  readonly capacity?: number | undefined;
  /** Never fewer than this; 0 by default. */
  readonly minimumAgents?: number | undefined;
  /** Whether the answer may be fractional; false by default. */
  readonly fractional?: boolean | undefined;
  readonly target: ServiceTarget;
};

/** Answer of {@link requiredAgents}. */
export type RequiredAgents =
  | ({ readonly status: 'met'; readonly agents: number } & QueueMetrics)
  | {
      readonly status: 'unreachable';
      readonly agents: null;
      /** The part of the target that no head-count meets. */
      readonly limitedBy: TargetKind;
      /** The best any head-count does on it, and the smallest that does so. */
      readonly best: { readonly agents: number } & QueueMetrics;
    };

/** A target with every default and no gaps: limits that were not asked for are ones that always hold. */
export type CheckedTarget = {
  serviceLevel: number;
  rule: ServiceLevelRule;
  asaSeconds: number;
  abandonProbability: number;
  maxOccupancy: number;
};

const figures: Figures = blankFigures();

/**
 * Smallest number of agents that meets all targets together.
 *
 * @param input - The load (volume per interval and AHT, or erlangs and AHT) and:
 * @param input.target - Service level with its threshold, ASA, abandonment, occupancy cap: at least one.
 * @param input.patienceSeconds - Mean patience, above 0; left out: nobody gives up (Erlang C).
 * @param input.capacity - Contacts in service and waiting together; left out: no limit.
 * @param input.minimumAgents - Never fewer than this; 0 by default.
 * @param input.fractional - True: the smallest real number (to 1e-12), by the continuation of the formulas.
 * @returns `met` with the agents and all figures there; `unreachable` with what limits it, when a capacity turns away so
 * many that no head-count meets the target.
 * @throws {@link InvalidInputError} for values outside their ranges, a service level without threshold, no target at all.
 * @remarks Constant time for any number of agents: an approximation, then exact evaluation on both sides of the answer.
 * Every figure moves one way with the agents, so the answer is the smallest. Without contacts `minimumAgents` suffice.
 * Source: [Zeltyn2005], [Garnett2002] for the first guess.
 * @example
 * requiredAgents({ volume: 100, intervalSeconds: 1800, ahtSeconds: 180, target: { serviceLevel: 0.8, answerWithinSeconds: 20 } }).agents; // 14
 */
export function requiredAgents(input: RequiredAgentsInput): RequiredAgents {
  const where = 'requiredAgents';
  const point = checkedPoint(where, input);
  const target = checkedTarget(where, input.target);
  point.answerWithinSeconds = input.target.answerWithinSeconds ?? -1;
  const { minimumAgents = 0, fractional = false } = input;
  checkNonNegative(`${where}: minimumAgents`, minimumAgents);
  const least = fractional ? minimumAgents : Math.ceil(minimumAgents);
  const agents = agentsFor(point, target, least, fractional);
  if (agents !== null) return metAt(point, agents);
  return { status: 'unreachable', agents: null, limitedBy: 'serviceLevel', best: { agents: point.capacity, ...metricsAt(point, point.capacity) } };
}

/** The answer `met`, written out: spreading the metrics would cost as much as computing them. */
function metAt(point: QueuePoint, agents: number): RequiredAgents {
  const metrics = metricsAt(point, agents);
  return {
    status: 'met',
    agents,
    offeredLoad: metrics.offeredLoad,
    occupancy: metrics.occupancy,
    waitProbability: metrics.waitProbability,
    abandonProbability: metrics.abandonProbability,
    blockProbability: metrics.blockProbability,
    serviceLevel: metrics.serviceLevel,
    asaSeconds: metrics.asaSeconds,
    meanWaitSeconds: metrics.meanWaitSeconds,
    meanWaitOfWaitersSeconds: metrics.meanWaitOfWaitersSeconds,
    meanQueue: metrics.meanQueue,
    abandonedWithinThreshold: metrics.abandonedWithinThreshold,
  };
}

/** Checks a target and fills its gaps. */
export function checkedTarget(where: string, target: ServiceTarget): CheckedTarget {
  if (typeof target !== 'object' || target === null)
    throw new InvalidInputError(`${where}: target must be an object such as { serviceLevel: 0.8, answerWithinSeconds: 20 }, got ${describeValue(target)}.`);
  const { serviceLevel, answerWithinSeconds, serviceLevelRule, asaSeconds, abandonProbability, maxOccupancy } = target;
  const at = `${where}: target`;
  if (serviceLevel === undefined && asaSeconds === undefined && abandonProbability === undefined && maxOccupancy === undefined)
    throw new InvalidInputError(`${at} must hold at least one of serviceLevel, asaSeconds, abandonProbability, maxOccupancy, got none of them.`);
  if (serviceLevel !== undefined) {
    checkOpenShare(`${at}.serviceLevel`, serviceLevel);
    checkNonNegative(`${at}.answerWithinSeconds`, answerWithinSeconds, 'A service level needs its threshold, for example 20.');
  } else if (answerWithinSeconds !== undefined) checkNonNegative(`${at}.answerWithinSeconds`, answerWithinSeconds);
  if (asaSeconds !== undefined) checkPositive(`${at}.asaSeconds`, asaSeconds);
  if (abandonProbability !== undefined) checkOpenShare(`${at}.abandonProbability`, abandonProbability);
  if (maxOccupancy !== undefined && maxOccupancy !== 1) checkOpenShare(`${at}.maxOccupancy`, maxOccupancy);
  if (serviceLevelRule !== undefined && !SERVICE_LEVEL_RULES.includes(serviceLevelRule)) {
    const nearest = nearestName(String(serviceLevelRule), SERVICE_LEVEL_RULES);
    throw new InvalidInputError(
      `${at}.serviceLevelRule must be one of ${SERVICE_LEVEL_RULES.join(', ')}, got ${describeValue(serviceLevelRule)}.${nearest === null ? '' : ` Did you mean ${nearest}?`}`,
    );
  }
  return {
    serviceLevel: serviceLevel ?? 0,
    rule: serviceLevelRule ?? 'offered',
    asaSeconds: asaSeconds ?? Number.POSITIVE_INFINITY,
    abandonProbability: abandonProbability ?? 1,
    maxOccupancy: maxOccupancy ?? Number.POSITIVE_INFINITY,
  };
}

/**
 * Smallest agents for a checked point and target, or null where a capacity forbids it. With a load, somebody has to be
 * there: at least 1 agent. Fractional: as little as the target leaves, 0 where it holds without anybody (`includingShortAbandons`).
 */
export function agentsFor(point: QueuePoint, target: CheckedTarget, minimumAgents: number, fractional: boolean): number | null {
  if (point.offeredLoad === 0) return minimumAgents;
  const slack = (n: number): number => slackAt(point, target, n);
  const most = point.capacity === Number.POSITIVE_INFINITY || target.maxOccupancy < 1 ? Number.MAX_SAFE_INTEGER : Math.max(point.capacity, minimumAgents);
  const least = Math.max(1, Math.ceil(minimumAgents));
  const { agents, slope } = firstGuess(point, target);
  const whole = searchWhole(slack, agents, slope, least, most);
  if (whole === null || !fractional) return whole;
  const { slack: wholeSlack, belowSlack } = lastSearch;
  if (minimumAgents <= whole - 1 && whole > least) return searchReal(slack, whole - 1, whole, belowSlack, wholeSlack);
  const leastSlack = slack(minimumAgents);
  return leastSlack >= 0 ? minimumAgents : searchReal(slack, minimumAgents, whole, leastSlack, wholeSlack);
}

/**
 * How far n agents are beyond the tightest target: 0 or more where all hold. Each part is on a scale on which it is nearly
 * straight in n: log-odds for the service level, logarithms for the others. Work that nobody drops has to fit at all.
 */
export function slackAt(point: QueuePoint, target: CheckedTarget, n: number): number {
  const endless = point.patienceSeconds === Number.POSITIVE_INFINITY && point.capacity === Number.POSITIVE_INFINITY;
  if (endless && n < point.offeredLoad) return Number.NEGATIVE_INFINITY;
  const { rule, serviceLevel, asaSeconds, abandonProbability, maxOccupancy } = target;
  const wantsAsa = asaSeconds !== Number.POSITIVE_INFINITY;
  evaluate(figures, point, n, wantsAsa, countsEarlyAbandons(rule));
  let slack = Number.POSITIVE_INFINITY;
  if (serviceLevel > 0) slack = excess(levelOf(figures, rule), serviceLevel, 1);
  if (abandonProbability < 1) slack = Math.min(slack, -excess(figures.abandonProbability, abandonProbability, 0));
  if (wantsAsa) slack = Math.min(slack, -excess(figures.asaSeconds, asaSeconds, 0));
  if (maxOccupancy < Number.POSITIVE_INFINITY) slack = Math.min(slack, -excess(occupancyOf(figures, point, n), maxOccupancy, 0));
  return slack;
}

/** ln of value over limit, plus `odds` × ln of (1 − limit) over (1 − value); its sign is exactly that of value − limit. */
function excess(value: number, limit: number, odds: 0 | 1): number {
  const difference = value - limit;
  if (difference === 0) return 0;
  const size = Math.log(value / limit) - (odds === 0 ? 0 : Math.log((1 - value) / (1 - limit)));
  return difference > 0 ? Math.max(size, Number.MIN_VALUE) : Math.min(size, -Number.MIN_VALUE);
}

const guess = { agents: 0.5, slope: 0.5 };

/** Where to begin the search, and how fast {@link slackAt} rises there. The tightest part of the target decides. */
function firstGuess(point: QueuePoint, target: CheckedTarget): { readonly agents: number; readonly slope: number } {
  const { offeredLoad } = point;
  const { serviceLevel, asaSeconds, maxOccupancy } = target;
  guess.agents = 0;
  guess.slope = 1 / offeredLoad;
  if (point.patienceSeconds === Number.POSITIVE_INFINITY) guessPatient(point, serviceLevel, asaSeconds);
  else guessImpatient(point, target);
  if (maxOccupancy < Number.POSITIVE_INFINITY && offeredLoad / maxOccupancy > guess.agents && point.patienceSeconds === Number.POSITIVE_INFINITY) {
    guess.agents = offeredLoad / maxOccupancy;
    guess.slope = maxOccupancy / offeredLoad;
  }
  return guess;
}

function offer(agents: number, slope: number): void {
  if (agents <= guess.agents) return;
  guess.agents = agents;
  guess.slope = slope;
}

/**
 * Halfin–Whitt [Halfin1981]: P(wait) ≈ 1/(1 + β Φ(β)/φ(β)) at n = a + β √a; Newton steps on the logarithm of the miss
 * (or of the mean wait), which is concave in β.
 */
function guessPatient({ offeredLoad, ahtSeconds, answerWithinSeconds }: QueuePoint, serviceLevel: number, asaSeconds: number): void {
  const root = Math.sqrt(offeredLoad);
  if (serviceLevel > 0) {
    const rate = (root * answerWithinSeconds) / ahtSeconds;
    const goal = Math.log1p(-serviceLevel);
    let beta = Math.max(0.05, (0.506 + 0.41 * (Math.log(serviceLevel) - goal)) / (1 + 0.6 * rate));
    let slope = 1;
    for (let k = 0; k < 2; k += 1) {
      const ratio = 1.2533141373155003 * erfcx(-beta * Math.SQRT1_2);
      const lift = 1 + beta * ratio;
      slope = ratio / lift + beta + rate;
      beta = Math.max(1e-3, beta + (-Math.log(lift) - rate * beta - goal) / slope);
    }
    offer(offeredLoad + beta * root, slope / (root * serviceLevel));
  }
  if (asaSeconds < Number.POSITIVE_INFINITY) {
    const goal = Math.log((asaSeconds * root) / ahtSeconds);
    let beta = 0.5;
    let slope = 1;
    for (let k = 0; k < 4; k += 1) {
      const ratio = 1.2533141373155003 * erfcx(-beta * Math.SQRT1_2);
      const lift = 1 + beta * ratio;
      slope = ratio / lift + beta + 1 / beta;
      beta = Math.max(beta / 4, beta + (-Math.log(lift * beta) - goal) / slope);
    }
    offer(offeredLoad + beta * root, slope / root);
  }
}

/**
 * With patience g, two limits and a weight between them. Short thresholds: P(wait) as in [Garnett2002], β reduced by the
 * handle time per patience. Long ones: the wait offered is within T when n g/h is enough standard normals √(n g/h) above
 * a g/h e^(−T/g) [Zeltyn2005]; those who would be served after nearly T have then lost a share 1 − e^(−T/g) of their number.
 */
function guessImpatient(point: QueuePoint, { rule, serviceLevel, asaSeconds, abandonProbability }: CheckedTarget): void {
  const { offeredLoad, ahtSeconds, patienceSeconds, answerWithinSeconds } = point;
  const root = Math.sqrt(offeredLoad);
  const hazard = ahtSeconds / patienceSeconds;
  if (serviceLevel > 0) {
    const left = Math.exp(-answerWithinSeconds / patienceSeconds);
    const blur = ((answerWithinSeconds / patienceSeconds) * root) / Math.sqrt(hazard);
    const weight = 1 / (1 + blur * blur);
    const odds = Math.log(serviceLevel / (1 - serviceLevel));
    const reach = root / (1 + hazard / 4);
    const short = offeredLoad + (0.506 + 0.41 * odds) * reach;
    const virtual = rule === 'offered' ? serviceLevel / left : rule === 'includingShortAbandons' ? 1 - (1 - serviceLevel) / left : serviceLevel;
    const level = Math.min(0.97, Math.max(0.03, virtual));
    const sigma = Math.sqrt(left * hazard) * root;
    const fluid = rule === 'offered' ? offeredLoad * serviceLevel : 0;
    const long = Math.max(offeredLoad * left + 0.6 * Math.log(level / (1 - level)) * sigma, fluid);
    offer(weight * short + (1 - weight) * long, 1 / (weight * 0.41 * reach + (1 - weight) * 0.6 * sigma));
  }
  const spread = Math.sqrt(Math.max(1, hazard) * offeredLoad);
  if (abandonProbability < 1) offer(offeredLoad * (1 - abandonProbability), 1 / (abandonProbability * offeredLoad + spread));
  if (asaSeconds < Number.POSITIVE_INFINITY) {
    const share = Math.exp(-asaSeconds / patienceSeconds);
    offer(offeredLoad * share, 1 / ((1 - share) * offeredLoad + spread));
  }
}
