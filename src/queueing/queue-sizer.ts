import { checkNonNegative, type ServiceLevelRule } from '../core/index.js';
import { countsEarlyAbandons, evaluate, levelOf, occupancyOf } from './evaluate.js';
import { blankFigures, type Figures, type LoadMoments, type QueuePoint } from './figures.js';
import { checkedPoint } from './load.js';
import { agentsFor } from './required-agents.js';
import { checkedTarget, type ServiceTarget } from './service-target.js';

/** What a {@link QueueSizer} is prepared with. */
export type QueueSizerOptions = {
  readonly target: ServiceTarget;
  /** Mean patience in seconds, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
  /** Contacts in service and waiting together. Left out: no limit. */
  readonly capacity?: number | undefined;
  /** Never fewer than this; 0 by default. */
  readonly minimumAgents?: number | undefined;
};

/** Where a {@link QueueSizer} writes its answers. −1 stands for "no such figure", Infinity for "unbounded". */
export type SizedQueue = {
  /** Smallest real number of agents. */
  agentsExact: number;
  /** Smallest whole number of agents. */
  agents: number;
  /** By the target's rule; −1 without threshold or without contacts. */
  serviceLevel: number;
  occupancy: number;
  /** −1 without contacts. */
  asaSeconds: number;
  abandonProbability: number;
  /** False where a capacity keeps every head-count below the target; the figures are then the best there are. */
  met: boolean;
};

/** Answers the same question for many loads, into one record and without allocating. */
export type QueueSizer = {
  /** Agents for a load in erlangs, and what the whole number delivers. With `moments` the load is their mean, and targets hold for the mean over them. */
  size(out: SizedQueue, offeredLoad: number, ahtSeconds: number, moments?: LoadMoments): void;
  /** What a number of agents delivers; leaves `agents` and `agentsExact` at that number. */
  deliver(out: SizedQueue, offeredLoad: number, ahtSeconds: number, agents: number, moments?: LoadMoments): void;
  /** The service level of it alone, at less cost. */
  levelAt(offeredLoad: number, ahtSeconds: number, agents: number, moments?: LoadMoments): number;
};

/** A record for {@link QueueSizer}. */
export function sizedQueue(): SizedQueue {
  return { agentsExact: 0.5, agents: 0.5, serviceLevel: 0.5, occupancy: 0.5, asaSeconds: 0.5, abandonProbability: 0.5, met: true };
}

/**
 * Prepares {@link requiredAgents} for loops over many intervals: checks the target once, then answers load by load.
 *
 * @param options.target - As for {@link requiredAgents}.
 * @returns Functions that write into a record made by {@link sizedQueue}, and one for the service level alone.
 * @throws {@link InvalidInputError} for a target or option outside its range. Loads are not checked: finite, 0 or more;
 * handle times above 0.
 * @remarks Both head-counts, fractional and whole, come from one search.
 * @example
 * const out = sizedQueue();
 * queueSizer({ target: { serviceLevel: 0.8, answerWithinSeconds: 20 } }).size(out, 10, 180);
 * out.agents; // 14
 */
export function queueSizer(options: QueueSizerOptions): QueueSizer {
  const where = 'queueSizer';
  const { target: asked, minimumAgents = 0, patienceSeconds, capacity } = options;
  const target = checkedTarget(where, asked);
  checkNonNegative(`${where}: minimumAgents`, minimumAgents);
  const point = checkedPoint(where, { offeredLoad: 0, ahtSeconds: 1, answerWithinSeconds: asked.answerWithinSeconds, patienceSeconds, capacity });
  const figures = blankFigures();
  const least = Math.ceil(minimumAgents);
  const place = (offeredLoad: number, ahtSeconds: number, moments: LoadMoments | undefined): void => {
    point.offeredLoad = offeredLoad;
    point.ahtSeconds = ahtSeconds;
    point.moments = moments;
  };
  return {
    size(out, offeredLoad, ahtSeconds, moments) {
      place(offeredLoad, ahtSeconds, moments);
      const exact = agentsFor(point, target, minimumAgents, true);
      out.met = exact !== null;
      const whole = exact === null ? point.capacity : Math.max(least, Math.ceil(exact));
      out.agentsExact = exact ?? whole;
      write(out, figures, point, whole, target.rule);
    },
    deliver(out, offeredLoad, ahtSeconds, agents, moments) {
      place(offeredLoad, ahtSeconds, moments);
      out.met = true;
      out.agentsExact = agents;
      write(out, figures, point, agents, target.rule);
    },
    levelAt(offeredLoad, ahtSeconds, agents, moments) {
      place(offeredLoad, ahtSeconds, moments);
      evaluate(figures, point, agents, false, countsEarlyAbandons(target.rule));
      return serviceLevelOf(figures, point, target.rule);
    },
  };
}

function write(out: SizedQueue, figures: Figures, point: QueuePoint, agents: number, rule: ServiceLevelRule): void {
  evaluate(figures, point, agents, true, countsEarlyAbandons(rule));
  out.agents = agents;
  out.serviceLevel = serviceLevelOf(figures, point, rule);
  out.occupancy = occupancyOf(figures, point, agents);
  out.asaSeconds = point.offeredLoad > 0 ? figures.asaSeconds : -1;
  out.abandonProbability = figures.abandonProbability;
}

function serviceLevelOf(figures: Figures, point: QueuePoint, rule: ServiceLevelRule): number {
  return point.offeredLoad > 0 && point.answerWithinSeconds >= 0 ? levelOf(figures, rule) : -1;
}
