import { InvalidInputError, type LoadModel, type QueueRequirement, type QueueRule } from '../core/index.js';
import { sizedQueue } from '../queueing/index.js';
import { loadWalk } from './load-walk.js';
import { startsAfterClosing } from './staff-queues.js';
import { staffingMethod } from './staffing-rule.js';

/** What people on line deliver, per interval (columns as long as the requirement) and over all of them. Null = closed, no contacts or unbounded. */
export type CoverageFigures = {
  readonly serviceLevel: readonly (number | null)[];
  readonly asaSeconds: readonly (number | null)[];
  readonly abandonProbability: readonly (number | null)[];
  readonly occupancy: readonly (number | null)[];
  readonly totals: {
    readonly contacts: number;
    /** Mean handle time over all contacts. */
    readonly ahtSeconds: number | null;
    /** Weighted by contacts. */
    readonly serviceLevel: number | null;
    /** Weighted by contacts answered; null when it is unbounded in some interval. */
    readonly asaSeconds: number | null;
    /** Weighted by contacts. */
    readonly abandonProbability: number | null;
    /** Handling time ÷ time on line, over the open intervals. */
    readonly occupancy: number | null;
  };
};

/**
 * What the people actually on line will deliver against a requirement's volume: service level, ASA, abandonment, occupancy.
 *
 * @param requirement - One queue of `staff`'s result.
 * @param agentsOnline - People on line per interval of the requirement; 0 or more, may be fractional.
 * @param rule - The queue's rule from `resolvePlan`: target, patience, capacity, channel.
 * @param loadModel - As in {@link staff}; by default that of the requirement, or `offeredLoad` where it does not say.
 * @returns Columns and volume-weighted totals. Overload without patience: service level 0, ASA null. E-mail, case and
 * outbound work: occupancy alone.
 * @throws {@link InvalidInputError} when the two lengths differ or a number of people is below 0 or not finite.
 * @example
 * const day = { queue: 'billing', channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume: [100], ahtSeconds: [180] };
 * const needed = staff({ queues: [day] }).queues[0];
 * const rule = resolvePlan({ zone: 'UTC', queues: { billing: {} } }).queues[0];
 * evaluateCoverage(needed, [13], rule).totals.serviceLevel; // 0.7955…
 */
export function evaluateCoverage(
  requirement: QueueRequirement,
  agentsOnline: readonly number[],
  rule: QueueRule,
  loadModel: LoadModel = requirement.sizing?.loadModel ?? 'offeredLoad',
): CoverageFigures {
  const { volume, ahtSeconds, intervalSeconds } = requirement;
  checkAgentsOnline(agentsOnline, volume.length);
  const method = staffingMethod(rule);
  const sized = sizedQueue();
  const sums = coverageSums(volume.length);
  const walk = loadWalk(loadModel, startsAfterClosing(requirement));
  let aht = 1;
  volume.forEach((contacts, i) => {
    const agents = agentsOnline[i] as number;
    aht = ahtSeconds[i] ?? aht;
    const { load, moments } = walk(((contacts ?? 0) * aht) / intervalSeconds, aht, intervalSeconds);
    if (contacts === null) return;
    if (method.kind === 'queue') {
      method.sizer.deliver(sized, load, aht, agents, moments);
      const asaSeconds = sized.asaSeconds === Number.POSITIVE_INFINITY ? null : sized.asaSeconds;
      addInterval(sums, i, { ...sized, contacts, agents, ahtSeconds: aht, serviceLevel: sized.serviceLevel < 0 ? null : sized.serviceLevel, asaSeconds });
    } else {
      const work = (contacts * aht) / intervalSeconds;
      const occupancy = work === 0 ? 0 : agents === 0 ? 1 : Math.min(1, work / agents);
      addInterval(sums, i, { contacts, agents, ahtSeconds: aht, occupancy, serviceLevel: null, asaSeconds: null, abandonProbability: null });
    }
  });
  return totalsOf(sums, method.kind === 'queue');
}

export function checkAgentsOnline(agentsOnline: readonly number[], length: number): void {
  if (agentsOnline.length !== length)
    throw new InvalidInputError(`evaluateCoverage: agentsOnline must have one entry per interval (${length}), got ${agentsOnline.length}.`);
  const bad = agentsOnline.findIndex((agents) => !(agents >= 0 && agents < Number.POSITIVE_INFINITY));
  if (bad >= 0) throw new InvalidInputError(`evaluateCoverage: agentsOnline[${bad}] must be a finite number, 0 or more, got ${agentsOnline[bad]}.`);
}

type Column = (number | null)[];

/** Columns, and running sums over intervals in contacts, contact-seconds and agent-intervals. */
export type CoverageSums = {
  readonly columns: { readonly serviceLevel: Column; readonly asaSeconds: Column; readonly abandonProbability: Column; readonly occupancy: Column };
  contacts: number;
  work: number;
  inTime: number;
  /** False once some interval has no such figure. */
  timed: boolean;
  abandoned: number;
  answered: number;
  waited: number;
  bounded: boolean;
  busy: number;
  online: number;
};

export function coverageSums(length: number): CoverageSums {
  const blank = (): Column => new Array<number | null>(length).fill(null);
  const columns = { serviceLevel: blank(), asaSeconds: blank(), abandonProbability: blank(), occupancy: blank() };
  return { columns, contacts: 0, work: 0, inTime: 0, timed: true, abandoned: 0, answered: 0, waited: 0, bounded: true, busy: 0, online: 0 };
}

/** Adds an open interval with its figures; without contacts only its people count. */
export function addInterval(
  sums: CoverageSums,
  i: number,
  interval: {
    readonly contacts: number;
    readonly agents: number;
    readonly ahtSeconds: number;
    readonly occupancy: number;
    readonly serviceLevel: number | null;
    readonly asaSeconds: number | null;
    readonly abandonProbability: number | null;
  },
): void {
  const { contacts, agents, ahtSeconds, occupancy, serviceLevel, asaSeconds, abandonProbability } = interval;
  const { columns } = sums;
  columns.occupancy[i] = occupancy;
  sums.busy += occupancy * agents;
  sums.online += agents;
  if (contacts === 0) return;
  columns.serviceLevel[i] = serviceLevel;
  columns.asaSeconds[i] = asaSeconds;
  columns.abandonProbability[i] = abandonProbability;
  sums.contacts += contacts;
  sums.work += contacts * ahtSeconds;
  if (serviceLevel === null) sums.timed = false;
  else sums.inTime += contacts * serviceLevel;
  const answered = contacts * (1 - (abandonProbability ?? 0));
  sums.abandoned += contacts * (abandonProbability ?? 0);
  sums.answered += answered;
  if (asaSeconds !== null) sums.waited += answered * asaSeconds;
  else if (answered > 0) sums.bounded = false;
}

/** What the sums come to; `queued`: contacts wait on the line, so that waits and abandons mean something. */
export function totalsOf(sums: CoverageSums, queued: boolean): CoverageFigures {
  const { columns, contacts } = sums;
  return {
    ...columns,
    totals: {
      contacts,
      ahtSeconds: contacts > 0 ? sums.work / contacts : null,
      serviceLevel: contacts > 0 && sums.timed ? sums.inTime / contacts : null,
      asaSeconds: queued && sums.answered > 0 && sums.bounded ? sums.waited / sums.answered : null,
      abandonProbability: queued && contacts > 0 ? sums.abandoned / contacts : null,
      occupancy: sums.online > 0 ? sums.busy / sums.online : null,
    },
  };
}
