import { InvalidInputError } from '../core/index.js';
import { meanOf, toDistribution } from './distribution.js';
import type { AgentGroup, ContactType, SimulationSystem } from './system.js';

/** Types of which all subsets are looked at; with more, single types and all together. */
const MOST_TYPES = 12;

/**
 * Throws when contacts that never give up bring more work than their groups can ever do, so that their queue grows without end. Looks at
 * constant rates and staff only, and counts the least possible work: what it refuses is surely unstable.
 */
export function checkStability(where: string, system: SimulationSystem): void {
  if (system.capacity !== undefined) return;
  const patient = system.contactTypes.filter((type) => neverLost(type) && type.capacity === undefined && type.callback === undefined);
  const rates = leastRates(system, patient);
  for (const subset of subsets(patient)) {
    const groups = system.agentGroups.filter((group) => subset.some((type) => serves(group, type)));
    const agents = groups.map(constantAgents);
    if (agents.includes(null)) continue;
    const people = agents.reduce<number>((sum, count, i) => sum + (count ?? 0) * speedOf(groups[i] as AgentGroup), 0);
    const work = subset.reduce((sum, type) => sum + ((rates.get(type.name) ?? 0) / 3600) * leastAht(type, groups), 0);
    if (work < people || work === 0) continue;
    const names = subset.map((type) => `"${type.name}"`).join(', ');
    const few = `${Number(work.toPrecision(4))} erlangs for ${Number(people.toPrecision(4))} agents`;
    const why = subset.some((type) => type.patienceSeconds !== null) ? 'nobody gives up for good' : 'nobody gives up';
    const or = why === 'nobody gives up' ? 'patienceSeconds' : 'a redial probability below 1';
    throw new InvalidInputError(
      `${where}: ${subset.length > 1 ? 'queues' : 'queue'} ${names} would grow without end: ${few}, and ${why}. Add agents, ${or} or a capacity.`,
      { queues: subset.map((type) => type.name), offeredLoad: work, agents: people },
    );
  }
}

/** Nobody gives up, or everybody who does tries again for ever. */
function neverLost({ patienceSeconds, redial, selfService }: ContactType): boolean {
  return patienceSeconds === null || (redial?.probability === 1 && (selfService?.solvedProbability ?? 0) === 0);
}

function serves(group: AgentGroup, type: ContactType): boolean {
  return group.serves.flat().some((entry) => entry.contactType === type.name) || type.route.some((step) => step.group === group.name);
}

function constantAgents({ agents }: AgentGroup): number | null {
  if (typeof agents === 'number') return agents;
  const [first] = agents;
  return agents.length === 1 && Array.isArray(first) && first[0] === 0 ? (first[1] as number) : null;
}

/** Chats an agent finishes at best per duration of one alone. */
function speedOf({ concurrency }: AgentGroup): number {
  if (concurrency === undefined) return 1;
  const alone = concurrency.ahtSecondsAt[0] as number;
  return Math.max(...concurrency.ahtSecondsAt.map((seconds, i) => ((i + 1) * alone) / seconds));
}

function leastAht(type: ContactType, groups: readonly AgentGroup[]): number {
  const factor = type.ahtFactor === undefined ? 1 : Math.min(...type.ahtFactor.map(([, value]) => value));
  return (
    Math.min(...groups.flatMap((group) => (group.ahtSeconds[type.name] === undefined ? [] : [meanOf(toDistribution(group.ahtSeconds[type.name] as number))]))) *
    factor
  );
}

/** Least attempts per hour: first ones where their rate is constant, and what surely follows from contacts that never give up. */
function leastRates(system: SimulationSystem, patient: readonly ContactType[]): Map<string, number> {
  const first = new Map(
    system.contactTypes.map((type) => {
      const perHour = type.arrivalPaths === undefined && typeof type.arrivalsPerHour === 'number' ? type.arrivalsPerHour : 0;
      return [type.name, perHour * (1 - (type.selfService?.solvedProbability ?? 0))];
    }),
  );
  let rates = new Map(first);
  for (let round = 0; round < 200; round += 1) {
    const next = new Map(first);
    for (const type of patient) {
      const rate = rates.get(type.name) as number;
      const flows = followers(system, type).map(([to, share]) => [to, (next.get(to) as number) + rate * share] as const);
      for (const [to, value] of flows) next.set(to, value);
    }
    rates = next;
  }
  return rates;
}

/** Where finished contacts go, and the least share that does. */
function followers(system: SimulationSystem, type: ContactType): [string, number][] {
  const groups = system.agentGroups.filter((group) => serves(group, type));
  const shares = groups.map((group) => group.escalate?.[type.name]?.probability ?? 0);
  const targets = new Set(groups.map((group) => group.escalate?.[type.name]?.to));
  const [target] = targets;
  const escalated: [string, number][] = targets.size === 1 && target !== undefined ? [[target, Math.min(...shares)]] : [];
  const { repeat } = type;
  const again = system.contactTypes.find(({ name }) => name === repeat?.to)?.selfService?.solvedProbability ?? 0;
  const repeats: [string, number][] = repeat === undefined ? [] : [[repeat.to, repeat.probability * (1 - Math.max(...shares)) * (1 - again)]];
  if (escalated[0]?.[0] === repeats[0]?.[0] && escalated.length > 0 && repeats.length > 0)
    return [[target as string, (escalated[0]?.[1] ?? 0) + (repeats[0]?.[1] ?? 0)]];
  return [...escalated, ...repeats];
}

function subsets(types: readonly ContactType[]): ContactType[][] {
  if (types.length > MOST_TYPES) return [...types.map((type) => [type]), [...types]];
  return Array.from({ length: 2 ** types.length - 1 }, (_, i) => types.filter((__, k) => ((i + 1) >> k) & 1)).sort((a, b) => a.length - b.length);
}
