import type { QueueRequirement, QueueRule } from '../core/index.js';
import { InvalidInputError } from '../core/index.js';
import { sizedQueue } from '../queueing/index.js';
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
 * @returns Columns and volume-weighted totals. Overload without patience: service level 0, ASA null. E-mail, case and
 * outbound work: occupancy alone.
 * @throws {@link InvalidInputError} when the two lengths differ or a number of people is below 0 or not finite.
 * @example
 * const day = { queue: 'billing', channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume: [100], ahtSeconds: [180] };
 * const needed = staff({ queues: [day] }).queues[0];
 * const rule = resolvePlan({ zone: 'UTC', queues: { billing: {} } }).queues[0];
 * evaluateCoverage(needed, [13], rule).totals.serviceLevel; // 0.7955…
 */
export function evaluateCoverage(requirement: QueueRequirement, agentsOnline: readonly number[], rule: QueueRule): CoverageFigures {
  const { volume, ahtSeconds, intervalSeconds } = requirement;
  checkAgents(agentsOnline, volume.length);
  const method = staffingMethod(rule);
  const sized = sizedQueue();
  const blank = (): (number | null)[] => new Array<number | null>(volume.length).fill(null);
  const columns = { serviceLevel: blank(), asaSeconds: blank(), abandonProbability: blank(), occupancy: blank() };
  const sums: Sums = { contacts: 0, work: 0, inTime: 0, abandoned: 0, answered: 0, waited: 0, busy: 0, online: 0, timed: true, bounded: true };
  volume.forEach((contacts, i) => {
    if (contacts === null) return;
    const agents = agentsOnline[i] as number;
    const aht = ahtSeconds[i] ?? 1;
    const load = (contacts * aht) / intervalSeconds;
    if (method.kind === 'queue') {
      method.sizer.deliver(sized, load, aht, agents);
      columns.occupancy[i] = sized.occupancy;
      if (contacts > 0) {
        columns.serviceLevel[i] = sized.serviceLevel < 0 ? null : sized.serviceLevel;
        columns.asaSeconds[i] = sized.asaSeconds === Number.POSITIVE_INFINITY ? null : sized.asaSeconds;
        columns.abandonProbability[i] = sized.abandonProbability;
      }
    } else columns.occupancy[i] = load === 0 ? 0 : agents === 0 ? 1 : Math.min(1, load / agents);
    sums.contacts += contacts;
    sums.work += contacts * aht;
    sums.busy += (columns.occupancy[i] as number) * agents;
    sums.online += agents;
    if (contacts > 0) addContacts(sums, contacts, columns.serviceLevel[i] ?? null, columns.asaSeconds[i] ?? null, columns.abandonProbability[i] ?? null);
  });
  return { ...columns, totals: totalsOf(sums, method.kind === 'queue') };
}

function checkAgents(agentsOnline: readonly number[], length: number): void {
  if (agentsOnline.length !== length)
    throw new InvalidInputError(`evaluateCoverage: agentsOnline must have one entry per interval (${length}), got ${agentsOnline.length}.`);
  const bad = agentsOnline.findIndex((agents) => !(agents >= 0 && agents < Number.POSITIVE_INFINITY));
  if (bad >= 0) throw new InvalidInputError(`evaluateCoverage: agentsOnline[${bad}] must be a finite number, 0 or more, got ${agentsOnline[bad]}.`);
}

/** Running sums over intervals, in contacts, contact-seconds and agent-intervals. */
type Sums = {
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

function addContacts(sums: Sums, contacts: number, level: number | null, asaSeconds: number | null, abandon: number | null): void {
  if (level === null) sums.timed = false;
  else sums.inTime += contacts * level;
  const answered = contacts * (1 - (abandon ?? 0));
  sums.abandoned += contacts * (abandon ?? 0);
  sums.answered += answered;
  if (asaSeconds !== null) sums.waited += answered * asaSeconds;
  else if (answered > 0) sums.bounded = false;
}

function totalsOf(sums: Sums, queued: boolean): CoverageFigures['totals'] {
  const { contacts } = sums;
  return {
    contacts,
    ahtSeconds: contacts > 0 ? sums.work / contacts : null,
    serviceLevel: contacts > 0 && sums.timed ? sums.inTime / contacts : null,
    asaSeconds: queued && sums.answered > 0 && sums.bounded ? sums.waited / sums.answered : null,
    abandonProbability: queued && contacts > 0 ? sums.abandoned / contacts : null,
    occupancy: sums.online > 0 ? sums.busy / sums.online : null,
  };
}
