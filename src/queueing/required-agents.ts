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
import { smallestReal, smallestWhole } from '../numeric/index.js';
import { evaluate, levelOf, occupancyOf } from './evaluate.js';
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
  if (agents !== null) return { status: 'met', agents, ...metricsAt(point, agents) };
  return { status: 'unreachable', agents: null, limitedBy: 'serviceLevel', best: { agents: point.capacity, ...metricsAt(point, point.capacity) } };
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
 * there: at least 1 agent (fractional: more than 0).
 */
export function agentsFor(point: QueuePoint, target: CheckedTarget, minimumAgents: number, fractional: boolean): number | null {
  if (point.offeredLoad === 0) return minimumAgents;
  const meets = (n: number): boolean => meetsAt(point, target, n);
  const most = point.capacity === Number.POSITIVE_INFINITY || target.maxOccupancy < 1 ? Number.MAX_SAFE_INTEGER : Math.max(point.capacity, minimumAgents);
  const guess = guessAgents(point, target);
  const whole = smallestWhole(meets, guess, Math.max(1, Math.ceil(minimumAgents)), most);
  if (whole === null || !fractional) return whole;
  const below = whole - 1;
  if (minimumAgents > below) return minimumAgents > 0 && meets(minimumAgents) ? minimumAgents : smallestReal(meets, minimumAgents, whole);
  return smallestReal(meets, below, whole);
}

/** Whether all targets hold with n agents. Work without patience or capacity has to fit, whatever the targets say. */
export function meetsAt(point: QueuePoint, target: CheckedTarget, n: number): boolean {
  if (point.patienceSeconds === Number.POSITIVE_INFINITY && point.capacity === Number.POSITIVE_INFINITY && n < point.offeredLoad) return false;
  const wantsAsa = target.asaSeconds !== Number.POSITIVE_INFINITY;
  evaluate(figures, point, n, wantsAsa);
  return (
    (target.serviceLevel === 0 || levelOf(figures, target.rule) >= target.serviceLevel) &&
    figures.abandonProbability <= target.abandonProbability &&
    (!wantsAsa || figures.asaSeconds <= target.asaSeconds) &&
    occupancyOf(figures, point, n) <= target.maxOccupancy
  );
}

/** Where to begin the search. */
function guessAgents(point: QueuePoint, target: CheckedTarget): number {
  const load = point.offeredLoad;
  return Math.max(load + 0.5 * Math.sqrt(load), load / Math.min(1, target.maxOccupancy));
}
