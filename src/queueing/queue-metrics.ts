import { checkNonNegative, type ServiceLevelRule } from '../core/index.js';
import { evaluate, levelOf, occupancyOf } from './evaluate.js';
import { blankFigures, type Figures, type QueuePoint } from './figures.js';
import { checkedPoint, type LineOptions, type Load } from './load.js';

/** Figures of one queue in steady state. Shares are of offered contacts; null = unbounded or no such contact. */
export type QueueMetrics = {
  /** Work arriving, in erlangs. */
  readonly offeredLoad: number;
  /** Share of their time on line that agents handle contacts. */
  readonly occupancy: number;
  /** Share that is accepted and finds nobody free. */
  readonly waitProbability: number;
  /** Share that gives up. */
  readonly abandonProbability: number;
  /** Share turned away because the line is full. */
  readonly blockProbability: number;
  /** The five readings of one service level; null without threshold or without contacts. See docs/service-level.md. */
  readonly serviceLevel: Readonly<Record<ServiceLevelRule, number>> | null;
  /** Mean wait of the answered (those who never wait count as 0). */
  readonly asaSeconds: number | null;
  /** Mean time in queue of all that are not turned away, whether answered or given up. */
  readonly meanWaitSeconds: number | null;
  /** The same over those who wait at all. */
  readonly meanWaitOfWaitersSeconds: number | null;
  /** Mean number waiting. */
  readonly meanQueue: number | null;
  /** Share that gives up within the threshold; null without threshold or without contacts. */
  readonly abandonedWithinThreshold: number | null;
};

const figures: Figures = blankFigures();

/**
 * Waiting, abandonment and the five service levels of one queue with a given number of agents (Erlang C: M/M/n; with
 * patience Erlang A: M/M/n+M; with capacity M/M/n/K and M/M/n/K+M).
 *
 * @param input - The load (volume per interval and AHT, or erlangs and AHT) and:
 * @param input.agents - People on line; may be fractional; 0 or more.
 * @param input.answerWithinSeconds - Threshold of the service levels, 0 or more; left out: no service levels.
 * @param input.patienceSeconds - Mean patience, above 0; left out: nobody gives up.
 * @param input.capacity - Contacts in service and waiting together; left out: no limit.
 * @returns Figures of the steady state. Overload without patience: service level 0, occupancy 1, waits null.
 * @throws {@link InvalidInputError} for values outside those ranges, or a load given both ways.
 * @remarks Constant time for any number of agents; with a capacity and patience, time grows with the waiting places
 * in use, at most about 80 √(patience ÷ AHT × load). Fractional agents:
 * the analytic continuation of the formulas, falling or rising steadily between whole numbers; with a capacity the straight
 * line between them. Sources: [Zeltyn2005], [Temme1979], [Riordan1962].
 * @example
 * queueMetrics({ volume: 100, intervalSeconds: 1800, ahtSeconds: 180, agents: 14, answerWithinSeconds: 20 }).serviceLevel.offered; // 0.8883…
 */
export function queueMetrics(input: Load & LineOptions & { readonly agents: number }): QueueMetrics {
  const point = checkedPoint('queueMetrics', input);
  checkNonNegative('queueMetrics: agents', input.agents);
  return metricsAt(point, input.agents);
}

/** {@link queueMetrics} of a checked point. */
export function metricsAt(point: QueuePoint, agents: number): QueueMetrics {
  evaluate(figures, point, agents, true, true);
  return metricsFrom(figures, point, agents);
}

/** Writes figures out as a result. */
export function metricsFrom(figures: Figures, point: QueuePoint, agents: number): QueueMetrics {
  const timed = point.answerWithinSeconds >= 0 && point.offeredLoad > 0;
  return {
    offeredLoad: point.offeredLoad,
    occupancy: occupancyOf(figures, point, agents),
    waitProbability: figures.waitProbability,
    abandonProbability: figures.abandonProbability,
    blockProbability: figures.blockProbability,
    serviceLevel: timed
      ? {
          offered: levelOf(figures, 'offered'),
          answered: levelOf(figures, 'answered'),
          excludingShortAbandons: levelOf(figures, 'excludingShortAbandons'),
          includingShortAbandons: levelOf(figures, 'includingShortAbandons'),
          virtual: levelOf(figures, 'virtual'),
        }
      : null,
    asaSeconds: finiteOrNull(figures.asaSeconds),
    meanWaitSeconds: finiteOrNull(figures.meanWaitSeconds),
    meanWaitOfWaitersSeconds: finiteOrNull(figures.meanWaitOfWaitersSeconds),
    meanQueue: finiteOrNull(figures.meanQueue),
    abandonedWithinThreshold: timed ? figures.abandonedWithin : null,
  };
}

function finiteOrNull(value: number): number | null {
  return value < Number.POSITIVE_INFINITY ? value : null;
}
