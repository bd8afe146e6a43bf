import { checkNonNegative } from '../core/index.js';
import { polishReal, scanWhole, searchReal, searchWhole } from './agents-search.js';
import type { QueuePoint } from './figures.js';
import { firstGuess } from './first-guess.js';
import { checkedPoint, type Load } from './load.js';
import { metricsAt, type QueueMetrics } from './queue-metrics.js';
import { type CheckedTarget, checkedTarget, type ServiceTarget, type TargetKind } from './service-target.js';
import { slackAt } from './slack.js';

/** Input of {@link requiredAgents}. */
export type RequiredAgentsInput = Load & {
  /** Mean patience in seconds, above 0. Left out: nobody gives up (Erlang C). */
  readonly patienceSeconds?: number | undefined;
  /** Contacts in service and waiting together, a whole number from 1. Left out: no limit. */
  readonly capacity?: number | undefined;
  /** Never fewer than this; 0 by default. */
  readonly minimumAgents?: number | undefined;
  /** True: the smallest real number (to 1e-12), by the continuation of the formulas; false by default. */
  readonly fractional?: boolean | undefined;
  /** Service level with its threshold, ASA, abandonment, occupancy cap: at least one. */
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

/**
 * Smallest number of agents that meets all targets together.
 *
 * @param input - The load (volume per interval and AHT, or erlangs and AHT), the target, and what {@link RequiredAgentsInput} names.
 * @returns `met` with the agents and all figures there; `unreachable` with what limits it, when a capacity turns away so
 * many that no head-count meets the target.
 * @throws {@link InvalidInputError} for values outside their ranges, a service level without threshold, no target at all.
 * @remarks Constant time for any number of agents: an approximation, then exact evaluation on both sides of the answer.
 * Every figure moves one way with the agents, so the answer is the smallest. Not so with patience and capacity together under
 * `virtual`, `excludingShortAbandons` or `includingShortAbandons`, where fewer agents can read better (who gives up makes room
 * on the line): there head-counts are tried from below, one by one up to 512, more in 512 steps. Without contacts
 * `minimumAgents` suffice.
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
  const best = { agents: point.capacity };
  if (mayFallAgain(point, target)) scanWhole((n) => Math.min(slackAt(point, target, n), -Number.MIN_VALUE), Math.max(1, least), point.capacity, best);
  return { status: 'unreachable', agents: null, limitedBy: 'serviceLevel', best: { ...best, ...metricsAt(point, best.agents) } };
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

/**
 * Smallest agents for a checked point and target, or null where a capacity forbids it. With a load, somebody has to be
 * there: at least 1 agent. Fractional: as little as the target leaves, 0 where it holds without anybody (`includingShortAbandons`).
 */
export function agentsFor(point: QueuePoint, target: CheckedTarget, minimumAgents: number, fractional: boolean): number | null {
  if (point.offeredLoad === 0) return minimumAgents;
  const slack = (n: number): number => slackAt(point, target, n);
  // A load that moves is itself an approximation.
  const tolerance = point.moments === undefined ? 1e-12 : 1e-6;
  const mayFall = mayFallAgain(point, target);
  const { agents: guess, slope } = firstGuess(point, target);
  if (fractional && !mayFall && point.capacity === Number.POSITIVE_INFINITY) {
    const exact = polishReal(slack, guess, slope, tolerance);
    if (exact > 0) return Math.max(minimumAgents, exact);
  }
  const most = point.capacity === Number.POSITIVE_INFINITY || target.maxOccupancy < 1 ? Number.MAX_SAFE_INTEGER : Math.max(point.capacity, minimumAgents);
  const least = Math.max(1, Math.ceil(minimumAgents));
  const whole = mayFall ? scannedAgents(point, slack, least, most) : searchWhole(slack, guess, slope, least, most);
  if (whole === null || !fractional) return whole;
  const below = minimumAgents <= whole - 1 && whole > least ? whole - 1 : minimumAgents;
  return slack(below) >= 0 ? below : searchReal(slack, below, whole, tolerance);
}

/**
 * Whether more agents can make a service level worse: with patience and a capacity, callers who would have given up can hold
 * the line until it is full, so that under rules which forgive abandons (or look past them) fewer agents may read better.
 */
function mayFallAgain(point: QueuePoint, { serviceLevel, rule }: CheckedTarget): boolean {
  return (
    serviceLevel > 0 &&
    point.capacity < Number.POSITIVE_INFINITY &&
    point.patienceSeconds < Number.POSITIVE_INFINITY &&
    rule !== 'offered' &&
    rule !== 'answered'
  );
}

/** Up to the capacity one by one; above it only an occupancy cap still asks for more. */
function scannedAgents(point: QueuePoint, slack: (n: number) => number, least: number, most: number): number | null {
  const { offeredLoad, capacity } = point;
  // From here on nobody waits: the figures do not change any more.
  const calm = Math.ceil(offeredLoad + 40 * Math.sqrt(offeredLoad) + 800);
  const last = Math.max(least, Math.min(capacity, calm));
  const found = scanWhole(slack, least, last, { agents: least });
  return found ?? (last < most ? searchWhole(slack, last, 1 / offeredLoad, last, most) : null);
}
