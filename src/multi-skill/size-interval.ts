import { breathe, type LongWorkOptions } from '../core/index.js';
import { leastAttempts, pooledCuts } from './bounds.js';
import { peakedStart } from './peaked-start.js';
import { cheapestAgents, type GroupLimits } from './programme.js';
import { type IntervalWork, leastHandleTimes, type MultiSkillRouting, servesQueue, systemAt } from './routing.js';
import { type GroupJudge, goalsOf, groupJudge, type Judgement } from './sampling.js';
import { type FoundAgents, searchAgents } from './search.js';

/** How sure an interval's answer is; `closed`: every queue is closed. */
export type GroupStatus = 'met' | 'unclear' | 'unreachable' | 'closed';

/** Work of an interval; `open`: people are there even when nobody calls. */
export type OpenWork = { readonly work: IntervalWork; readonly open: boolean };

/** What one queue gets. */
export type SizedService = {
  readonly serviceLevel: number | null;
  readonly halfWidth: number | null;
  readonly abandonProbability: number | null;
  readonly asaSeconds: number | null;
  readonly status: GroupStatus;
};

/** One interval's answer; plain data. */
export type SizedInterval = {
  readonly agents: readonly number[];
  readonly occupancy: readonly (number | null)[];
  /** Per queue; null without contacts. */
  readonly services: readonly (SizedService | null)[];
  readonly pooledCost: number;
  readonly evaluations: number;
};

/** Precision, seed and where HiGHS is. */
export type SizeLimits = { readonly halfWidth: number; readonly seed: number; readonly wasmUrl?: string | undefined };

/** Input of {@link requiredGroupsTask}; JSON-safe. */
export type RequiredGroupsTask = SizeLimits & { readonly routing: MultiSkillRouting; readonly chain: readonly OpenWork[] };

/**
 * Sizes some intervals, each from where the one before ended: the work of the task `requiredGroups`, for runners with a table of tasks of their own.
 *
 * @param task - Routing, intervals and precision; {@link requiredGroups} makes it.
 * @returns Head-counts and services of these intervals, JSON-safe.
 * @example
 * typeof inProcessRunner({ requiredGroups: requiredGroupsTask }).run; // 'function'
 */
export async function requiredGroupsTask(
  { routing, chain, ...limits }: RequiredGroupsTask,
  { signal, onProgress }: LongWorkOptions = {},
): Promise<SizedInterval[]> {
  const sized: SizedInterval[] = [];
  for (const one of chain) {
    await breathe(signal);
    sized.push(await sizeInterval(routing, one, sized.at(-1) ?? null, limits));
    onProgress?.({ stage: 'requiredGroups', done: sized.length, total: chain.length });
  }
  return sized;
}

/**
 * Sizes one interval; also for the bench.
 *
 * @public
 */
export async function sizeInterval(
  routing: MultiSkillRouting,
  { work, open }: OpenWork,
  near: SizedInterval | null,
  { halfWidth, seed, wasmUrl }: SizeLimits,
): Promise<SizedInterval> {
  const least = routing.groups.map((group) => (open ? (group.minimumAgents ?? 0) : 0));
  const system = systemAt(routing, work, least);
  const rates = leastAttempts(routing, system);
  if (!rates.some((rate) => rate > 0)) return idleInterval(routing, least);
  const goals = goalsOf(
    routing,
    rates.map((rate) => rate > 0),
  );
  const judge = groupJudge(routing, work, { seed, halfWidth, goals });
  const cost = routing.groups.map((group) => group.costPerHour ?? 1);
  const limits: GroupLimits = {
    cost,
    least,
    most: routing.groups.map((group, g) => group.maximumAgents ?? Math.max(least[g] as number, plenty(routing, work, rates, group.name))),
    wasmUrl,
  };
  const cuts = pooledCuts(routing, system);
  const pooled = await cheapestAgents(limits, cuts);
  const pooledCost = pooled === null ? 0 : costOf(cost, pooled);
  const start = startBeside(near, pooledCost, limits) ?? (pooled === null ? null : peakedStart(system, rates, goals, limits, pooled));
  const found = await searchAgents({ judge, limits, cuts, start });
  if (found.missed.length === 0 || found.missed.length === goals.length) return toSized(routing, found, judge, pooledCost);
  // What can be reached is still met at least cost.
  const rest = groupJudge(routing, work, { seed, halfWidth, goals: goals.filter((_, i) => !found.missed.includes(i)) });
  const others = await searchAgents({ judge: rest, limits, cuts: [], start: found.agents });
  return toSized(routing, { agents: others.agents, judgement: judge.refine(others.agents), missed: found.missed }, judge, pooledCost);
}

function idleInterval({ queues, groups }: MultiSkillRouting, agents: readonly number[]): SizedInterval {
  return { agents, occupancy: groups.map(() => null), services: queues.map(() => null), pooledCost: 0, evaluations: 0 };
}

/** Head-counts of an interval of much the same work, scaled; null without one. */
function startBeside(near: SizedInterval | null, pooledCost: number, { least, most }: GroupLimits): number[] | null {
  if (near === null || near.pooledCost === 0) return null;
  const scale = pooledCost / near.pooledCost;
  return near.agents.map((count, g) => Math.min(most[g] as number, Math.max(least[g] as number, Math.floor(count * scale))));
}

/** More agents of a group than can be of use: twice the work it may do, and some. */
function plenty(routing: MultiSkillRouting, work: IntervalWork, rates: readonly number[], name: string): number {
  const system = systemAt(
    routing,
    work,
    routing.groups.map(() => 1),
  );
  const aht = leastHandleTimes(system);
  const group = routing.groups.find((one) => one.name === name) as MultiSkillRouting['groups'][number];
  const load = rates.reduce((sum, rate, k) => sum + (servesQueue(group, routing.queues[k]?.name ?? '') ? (rate / 3600) * (aht[k] as number) : 0), 0);
  return Math.ceil(load * 2 + 6 * Math.sqrt(load) + 10);
}

/** What agents cost per hour. */
export function costOf(cost: readonly number[], agents: readonly number[]): number {
  return agents.reduce((sum, count, g) => sum + count * (cost[g] as number), 0);
}

function toSized({ queues, groups }: MultiSkillRouting, found: FoundAgents, judge: GroupJudge, pooledCost: number): SizedInterval {
  const player = judge.player(found.agents);
  return {
    agents: found.agents,
    occupancy: groups.map((_, g) => player?.occupancy(g) ?? null),
    services: queues.map((_, k) => serviceOf(k, found, judge)),
    pooledCost,
    evaluations: judge.evaluations(),
  };
}

function serviceOf(k: number, found: FoundAgents, judge: GroupJudge): SizedService | null {
  const goals = judge.goals.flatMap((goal, i) => (goal.queue === k ? [{ goal, i }] : []));
  if (goals.length === 0) return null;
  const ratio = goals.find(({ goal }) => goal.ratio.startsWith('level'))?.goal.ratio ?? 'levelOffered';
  const player = judge.player(found.agents);
  const level = player?.figure(k, ratio);
  return {
    serviceLevel: level?.mean ?? null,
    halfWidth: level?.halfWidth ?? null,
    abandonProbability: player?.figure(k, 'abandonProbability').mean ?? null,
    asaSeconds: player?.figure(k, 'asaSeconds').mean ?? null,
    status: statusOf(
      found.judgement,
      goals.map(({ i }) => i),
      found.missed,
    ),
  };
}

function statusOf({ slacks, halfWidths }: Judgement, goals: readonly number[], missed: readonly number[]): GroupStatus {
  if (goals.some((i) => missed.includes(i))) return 'unreachable';
  return goals.every((i) => (slacks[i] as number) - (halfWidths[i] ?? Number.POSITIVE_INFINITY) >= 0) ? 'met' : 'unclear';
}
