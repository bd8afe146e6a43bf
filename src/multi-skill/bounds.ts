import { requiredAgents } from '../queueing/index.js';
import { type AgentGroup, meanOf, type SimulationSystem, toDistribution } from '../simulate/index.js';
import { leastHandleTimes, type MultiSkillRouting, type RoutedQueue, targetOfQueue } from './routing.js';

/** Up to so many queues every subset is looked at; with more, each queue, each pair and all together. */
const MOST_QUEUES = 9;
const ROUNDS = 100;

/** Σ weight × agents of group ≥ least. */
export type AgentCut = { readonly weights: readonly number[]; readonly least: number };

/**
 * Least attempts per hour of each queue: first ones, and what surely follows from those who are answered (at least the target's share;
 * everybody where nobody gives up).
 */
export function leastAttempts(routing: MultiSkillRouting, system: SimulationSystem): number[] {
  const { contactTypes, agentGroups } = system;
  const first = contactTypes.map(({ arrivalsPerHour, selfService }) => (arrivalsPerHour as number) * (1 - (selfService?.solvedProbability ?? 0)));
  const flows = contactTypes.flatMap((type, from) => {
    const answered = type.patienceSeconds === null ? 1 : (targetOfQueue(routing.queues[from] as RoutedQueue).serviceLevel ?? 0);
    return followers(type, agentGroups).map(([to, share]) => ({ from, to: contactTypes.findIndex(({ name }) => name === to), share: share * answered }));
  });
  let rates = first;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = [...first];
    for (const { from, to, share } of flows) next[to] = (next[to] as number) + (rates[from] as number) * share;
    rates = next;
  }
  return rates;
}

/** Where finished contacts go, and the least share over the groups that may finish them. */
function followers({ name, repeat }: SimulationSystem['contactTypes'][number], groups: readonly AgentGroup[]): [to: string, share: number][] {
  const rules = groups.filter((group) => group.ahtSeconds[name] !== undefined).map((group) => group.escalate?.[name]);
  const targets = new Set(rules.flatMap((rule) => (rule === undefined ? [] : [rule.to])));
  const most = Math.max(0, ...rules.map((rule) => rule?.probability ?? 0));
  const escalated = [...targets].map((to): [string, number] => [to, Math.min(...rules.map((rule) => (rule?.to === to ? rule.probability : 0)))]);
  return repeat === undefined ? escalated : [...escalated, [repeat.to, repeat.probability * (1 - most)]];
}

/** Contacts an agent of a group finishes at best per duration of one alone (chats side by side). */
export function speedOf({ concurrency }: Pick<AgentGroup, 'concurrency'>): number {
  if (concurrency === undefined) return 1;
  const alone = concurrency.ahtSecondsAt[0] as number;
  return Math.max(...concurrency.ahtSecondsAt.map((seconds, i) => ((i + 1) * alone) / seconds));
}

/**
 * For subsets of queues: the groups that may serve any of them need, together, at least the agents of one pooled queue (Erlang A, or C
 * where nobody gives up). A flexible agent counts once in the sum over all queues, so that nobody is counted in full for every skill.
 */
export function pooledCuts(routing: MultiSkillRouting, system: SimulationSystem): AgentCut[] {
  const rates = leastAttempts(routing, system);
  const aht = leastHandleTimes(system);
  const active = rates.flatMap((rate, k) => (rate > 0 ? [k] : []));
  const best = new Map<string, AgentCut>();
  for (const subset of subsets(active)) {
    const weights = system.agentGroups.map((group) => (subset.some((k) => isServed(system, k, group)) ? speedOf(group) : 0));
    const least = pooledAgents(routing, system, subset, rates, aht);
    const key = weights.join(' ');
    if (least > (best.get(key)?.least ?? -1)) best.set(key, { weights, least });
  }
  return [...best.values()];
}

function isServed({ contactTypes }: SimulationSystem, k: number, group: AgentGroup): boolean {
  return group.ahtSeconds[(contactTypes[k] as SimulationSystem['contactTypes'][number]).name] !== undefined;
}

/** The same as what no queue without patience can do without: more agents than work. */
export function isOverloaded(system: SimulationSystem, rates: readonly number[], aht: readonly number[]): boolean {
  const patient = system.contactTypes.flatMap((type, k) => {
    const waits = type.patienceSeconds === null && type.capacity === undefined && type.callback === undefined && system.capacity === undefined;
    return waits && (rates[k] as number) > 0 ? [k] : [];
  });
  return subsets(patient).some((subset) => {
    const people = system.agentGroups.reduce(
      (sum, group) => sum + (subset.some((k) => isServed(system, k, group)) ? (group.agents as number) * speedOf(group) : 0),
      0,
    );
    return loadOf(subset, rates, aht) >= people;
  });
}

function loadOf(subset: readonly number[], rates: readonly number[], aht: readonly number[]): number {
  return subset.reduce((sum, k) => sum + ((rates[k] as number) / 3600) * (aht[k] as number), 0);
}

function pooledAgents(
  { queues }: MultiSkillRouting,
  { contactTypes }: SimulationSystem,
  subset: readonly number[],
  rates: readonly number[],
  aht: readonly number[],
): number {
  const total = subset.reduce((sum, k) => sum + (rates[k] as number), 0);
  const mean = (value: (k: number) => number): number => subset.reduce((sum, k) => sum + value(k) * ((rates[k] as number) / total), 0);
  const targets = queues.map(targetOfQueue);
  const leaving = mean((k) => {
    const patience = contactTypes[k]?.patienceSeconds ?? null;
    return patience === null ? 0 : 1 / Math.max(1e-3, meanOf(toDistribution(patience)));
  });
  const level = mean((k) => targets[k]?.serviceLevel ?? 0);
  const everyAsa = subset.every((k) => targets[k]?.asaSeconds !== undefined);
  const abandons = mean((k) => targets[k]?.abandonProbability ?? 1);
  const load = loadOf(subset, rates, aht);
  const sized = requiredAgents({
    offeredLoad: load,
    ahtSeconds: mean((k) => aht[k] as number),
    ...(leaving > 0 ? { patienceSeconds: 1 / leaving } : {}),
    target: {
      maxOccupancy: 1,
      ...(level > 0 ? { serviceLevel: level, answerWithinSeconds: Math.max(...subset.map((k) => contactTypes[k]?.answerWithinSeconds ?? 0)) } : {}),
      ...(everyAsa ? { asaSeconds: Math.max(...subset.map((k) => targets[k]?.asaSeconds ?? 0)) } : {}),
      ...(abandons < 1 && abandons > 0 ? { abandonProbability: abandons } : {}),
    },
  });
  return sized.agents ?? Math.ceil(load);
}

function subsets(items: readonly number[]): number[][] {
  if (items.length <= MOST_QUEUES)
    return Array.from({ length: 2 ** items.length - 1 }, (_, i) => items.filter((__, bit) => Math.floor((i + 1) / 2 ** bit) % 2 === 1));
  return [...items.map((k) => [k]), ...items.flatMap((k, i) => items.slice(i + 1).map((other) => [k, other])), [...items]];
}
