import { checkNonNegative, checkOpenShare, describeValue, InvalidInputError, SERVICE_LEVEL_RULES, type ServiceLevelRule } from '../core/index.js';
import { smallestReal } from '../numeric/index.js';
import { countsEarlyAbandons, evaluate, levelOf } from './evaluate.js';
import { blankFigures, type QueuePoint } from './figures.js';
import { checkedPoint, type Load } from './load.js';

/** Input of {@link reachableServiceLevel}. */
export type ReachableInput = Load & {
  readonly agents: number;
  /** Mean patience in seconds, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
  /** Contacts in service and waiting together. Left out: no limit. */
  readonly capacity?: number | undefined;
  /** `offered` by default. */
  readonly serviceLevelRule?: ServiceLevelRule | undefined;
  /** Thresholds to ask about, in seconds; 10, 20, 30, 60, 120 by default. */
  readonly thresholds?: readonly number[] | undefined;
  /** Service levels to ask about, in (0, 1); 0.7, 0.8, 0.9, 0.95 by default. */
  readonly serviceLevels?: readonly number[] | undefined;
};

/** A target that is just met. */
export type ReachableTarget = {
  /** Null without contacts. */
  readonly serviceLevel: number | null;
  /** Null where no threshold is long enough (too many give up, are turned away, or wait for ever). */
  readonly answerWithinSeconds: number | null;
};

const figures = blankFigures();

/** Longer thresholds than this are none. */
const LONGEST = 1e12;

/**
 * The targets that a given number of agents just meets: the service level at each threshold, and the shortest threshold of
 * each service level.
 *
 * @param input - The load and the agents; see {@link ReachableInput}.
 * @returns `byThreshold` and `byServiceLevel`, in the order asked.
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @remarks Thresholds to a relative 1e-12, rounded up, so that the level holds there. Source: [Zeltyn2005].
 * @example
 * reachableServiceLevel({ volume: 100, intervalSeconds: 1800, ahtSeconds: 180, agents: 13, serviceLevels: [0.8] }).byServiceLevel[0].answerWithinSeconds; // 21.3…
 */
export function reachableServiceLevel(input: ReachableInput): {
  readonly byThreshold: readonly ReachableTarget[];
  readonly byServiceLevel: readonly ReachableTarget[];
} {
  const where = 'reachableServiceLevel';
  const point = checkedPoint(where, input);
  const { agents, serviceLevelRule: rule = 'offered', thresholds = [10, 20, 30, 60, 120], serviceLevels = [0.7, 0.8, 0.9, 0.95] } = input;
  checkNonNegative(`${where}: agents`, agents);
  if (!SERVICE_LEVEL_RULES.includes(rule))
    throw new InvalidInputError(`${where}: serviceLevelRule must be one of ${SERVICE_LEVEL_RULES.join(', ')}, got ${describeValue(rule)}.`);
  for (const seconds of thresholds) checkNonNegative(`${where}: thresholds`, seconds);
  for (const level of serviceLevels) checkOpenShare(`${where}: serviceLevels`, level);
  const contacts = point.offeredLoad > 0;
  const level = (seconds: number): number => levelWithin(point, agents, rule, seconds);
  return {
    byThreshold: thresholds.map((answerWithinSeconds) => ({ serviceLevel: contacts ? level(answerWithinSeconds) : null, answerWithinSeconds })),
    byServiceLevel: serviceLevels.map((serviceLevel) => ({
      serviceLevel,
      answerWithinSeconds: contacts ? shortest(level, serviceLevel, point.ahtSeconds) : 0,
    })),
  };
}

function levelWithin(point: QueuePoint, agents: number, rule: ServiceLevelRule, seconds: number): number {
  point.answerWithinSeconds = seconds;
  evaluate(figures, point, agents, false, countsEarlyAbandons(rule));
  return levelOf(figures, rule);
}

/** A service level never falls with the threshold. */
function shortest(level: (seconds: number) => number, goal: number, firstSeconds: number): number | null {
  if (level(0) >= goal) return 0;
  let high = firstSeconds;
  while (level(high) < goal) {
    if (high > LONGEST) return null;
    high *= 4;
  }
  return smallestReal((seconds) => level(seconds) >= goal, 0, high);
}
