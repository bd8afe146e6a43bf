import type { QueueRule } from '../core/index.js';
import { type AgentGroup, type ContactType, type SimulationSystem, simulate } from '../simulate/index.js';

/** One interval of queues that share people: contacts and people of each. */
export type SharedMoment = readonly {
  readonly queue: string;
  readonly arrivalsPerHour: number;
  readonly ahtSeconds: number;
  readonly agents: number;
  readonly rule: QueueRule;
  readonly thresholdSeconds: number;
}[];

/** Contacts to be played in each variant of a moment. */
const CONTACTS = 40_000;
const REPLICATIONS = 10;

/**
 * How much of what one pool of all queues would gain a few flexible people bring, between 0 and 1: contacts answered in time, simulated with the same
 * callers for separate teams, for a share of people who may take everything, and for one pool.
 */
export async function gainOfFlexible(
  moments: readonly SharedMoment[],
  share: number,
  options: { readonly seed: number; readonly signal?: AbortSignal | undefined },
): Promise<number> {
  let won = 0;
  let possible = 0;
  for (const moment of moments) {
    const [separate, some, all] = [await answered(moment, 0, options), await answered(moment, share, options), await answered(moment, 1, options)];
    won += some - separate;
    possible += all - separate;
  }
  return possible > 0 ? Math.min(1, Math.max(0, won / possible)) : 0;
}

/** Contacts answered in time, over all queues, per hour. */
async function answered(
  moment: SharedMoment,
  share: number,
  { seed, signal }: { readonly seed: number; readonly signal?: AbortSignal | undefined },
): Promise<number> {
  const perHour = moment.reduce((sum, { arrivalsPerHour }) => sum + arrivalsPerHour, 0);
  const longest = Math.max(...moment.map(({ ahtSeconds }) => ahtSeconds));
  const warmUpSeconds = 10 * longest;
  const horizonSeconds = warmUpSeconds + (CONTACTS / REPLICATIONS / perHour) * 3600;
  const { contactTypes } = await simulate(systemOf(moment, share), { seed, signal, replications: REPLICATIONS, warmUpSeconds, horizonSeconds });
  return contactTypes.reduce((sum, { serviceLevel }, k) => sum + (serviceLevel.offered.mean ?? 0) * (moment[k] as SharedMoment[number]).arrivalsPerHour, 0);
}

function systemOf(moment: SharedMoment, share: number): SimulationSystem {
  const trained = flexiblePeople(
    moment.map(({ agents }) => agents),
    share,
  );
  const flexible = trained.reduce((sum, people) => sum + people, 0);
  const teams = moment.flatMap(({ queue, agents, ahtSeconds }, k): AgentGroup[] => {
    const rest = agents - (trained[k] as number);
    return rest > 0 ? [{ name: `team ${k}`, agents: rest, serves: [[{ contactType: queue }]], ahtSeconds: { [queue]: ahtSeconds } }] : [];
  });
  const everything: AgentGroup = {
    name: 'flexible',
    agents: flexible,
    serves: [moment.map(({ queue }) => ({ contactType: queue }))],
    ahtSeconds: Object.fromEntries(moment.map(({ queue, ahtSeconds }) => [queue, ahtSeconds])),
  };
  const agentGroups = flexible > 0 ? [...teams, everything] : teams;
  const contactTypes = moment.map(
    ({ queue, arrivalsPerHour, rule, thresholdSeconds }, k): ContactType => ({
      name: queue,
      arrivalsPerHour,
      patienceSeconds: rule.patienceSeconds,
      answerWithinSeconds: thresholdSeconds,
      route: [`team ${k}`, 'flexible'].filter((name) => agentGroups.some((group) => group.name === name)).map((group) => ({ group })),
    }),
  );
  return { contactTypes, agentGroups };
}

/** Flexible people per team: the share of all, to the nearest whole number but at least one, from the teams in proportion (largest remainders). */
function flexiblePeople(teams: readonly number[], share: number): number[] {
  const people = teams.reduce((sum, agents) => sum + agents, 0);
  const wanted = share === 0 ? 0 : Math.max(1, Math.round(share * people));
  const quotas = teams.map((agents) => (people === 0 ? 0 : (wanted * agents) / people));
  const taken = quotas.map(Math.floor);
  const order = quotas.map((quota, k) => ({ k, rest: quota - Math.floor(quota) })).sort((a, b) => b.rest - a.rest || a.k - b.k);
  let left = wanted - taken.reduce((sum, one) => sum + one, 0);
  for (const { k } of order) {
    if (left === 0) break;
    taken[k] = (taken[k] as number) + 1;
    left -= 1;
  }
  return taken;
}
