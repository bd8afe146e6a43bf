import { breathe, checkPositive, type Forecast, type LongWorkOptions, VERSION } from '../core/index.js';
import { leastAttempts, pooledCuts } from './bounds.js';
import { cheapestAgents, type GroupLimits } from './programme.js';
import { checkRouting, type IntervalWork, leastHandleTimes, type MultiSkillRouting, servesQueue, systemAt } from './routing.js';
import { type GroupJudge, goalsOf, groupJudge, type Judgement } from './sampling.js';
import { type FoundAgents, searchAgents } from './search.js';
import { type CommonGrid, commonGrid } from './work.js';

/** Options of {@link requiredGroups}. */
export type RequiredGroupsOptions = LongWorkOptions & {
  /** Every service level is known to ± this (95 %); 0.005 by default. */
  readonly halfWidth?: number | undefined;
  /** True: days are as uncertain as the forecast says (its `dayFactorCv`), and targets hold over many of them; false by default, as in `staff`. */
  readonly dayFactor?: boolean | undefined;
  /** Seed of the simulation; 1 by default. */
  readonly seed?: number | undefined;
};

/** How sure an interval's answer is; `closed`: every queue is closed. */
export type GroupStatus = 'met' | 'unclear' | 'unreachable' | 'closed';

/** Head-count of one group. */
export type GroupAgents = {
  readonly group: string;
  readonly agents: readonly number[];
  /** Share of time on line with a contact; null without agents. */
  readonly occupancy: readonly (number | null)[];
};

/** What one queue gets; null where it has no contacts. */
export type QueueService = {
  readonly queue: string;
  readonly volume: readonly (number | null)[];
  /** By the target's rule. */
  readonly serviceLevel: readonly (number | null)[];
  readonly serviceLevelHalfWidth: readonly (number | null)[];
  readonly abandonProbability: readonly (number | null)[];
  readonly asaSeconds: readonly (number | null)[];
  readonly status: readonly GroupStatus[];
};

/** Result of {@link requiredGroups}. Columns of equal length, one entry per interval. */
export type GroupRequirements = {
  readonly zone: string;
  readonly startMs: number;
  readonly intervalSeconds: number;
  readonly groups: readonly GroupAgents[];
  readonly queues: readonly QueueService[];
  /** The least sure of the queues. */
  readonly status: readonly GroupStatus[];
  /** Agents × their cost. */
  readonly costPerHour: readonly number[];
  /** The same if whoever may serve a queue were one pool with the others who may: how cheap it could be at best. */
  readonly pooledCostPerHour: readonly number[];
  /** Over all intervals. */
  readonly cost: number;
  /** Head-counts that were simulated. */
  readonly evaluations: number;
  readonly seed: number;
  readonly warnings: readonly string[];
  readonly version: string;
};

/** Handle times above this share of an interval carry much of their work into the next one. */
const LONG_CONTACTS = 0.4;

/** One interval's answer. */
type Solved = { readonly found: FoundAgents | null; readonly judge: GroupJudge | null; readonly pooledCost: number };

/**
 * Cheapest head-count per agent group and interval with which every queue meets its target, when groups share queues (multi-skill staffing
 * by simulation and cutting planes).
 *
 * @param forecast - Result of `forecast`, or any object of its shape: contacts and handle times per queue and interval.
 * @param routing - Queues (routes, patience, targets) and groups (priorities, cost per hour, limits), as for `simulate`. Queues that only
 * get escalated or repeated contacts need no forecast, but handle times in their groups.
 * @param options - `halfWidth`: precision of each service level; 0.005 by default.
 * @returns Head-counts, cost, and what each queue gets with its 95 % half-width. `met`: with confidence; `unclear`: on average, but the
 * interval reaches below the target; `unreachable`: no head-count within `maximumAgents` does it, the others are met as far as possible.
 * @throws {@link InvalidInputError} for a queue without a group, a route to nowhere, a queue of the forecast that the routing does not know.
 * @remarks Each interval is sized in its own steady state, as `staff` does. The start is an integer programme with one cut per subset of
 * queues: the groups that may serve any of them need at least the agents of one pooled Erlang A queue, a flexible agent counted once. Then
 * sub-gradients by finite differences under common random numbers add cuts until the simulated service meets the targets, and moves of a
 * few agents lower the cost, each played only until it is clear. Intervals with equal work are solved once. The answer is the best found, not a proved optimum.
 * Sources: [CezikLEcuyer2008], [Atlason2004]; keys in docs/references.md.
 * @example
 * const queue = (name, volume) => ({ queue: name, channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume: [volume], ahtSeconds: [240] });
 * const routing = {
 *   queues: [
 *     { name: 'sales', patienceSeconds: 120, route: [{ group: 'sellers' }, { group: 'both' }] },
 *     { name: 'help', patienceSeconds: 120, route: [{ group: 'both' }] },
 *   ],
 *   groups: [
 *     { name: 'sellers', serves: [[{ contactType: 'sales' }]], costPerHour: 20 },
 *     { name: 'both', serves: [[{ contactType: 'help' }], [{ contactType: 'sales' }]], costPerHour: 24 },
 *   ],
 * };
 * const { groups, costPerHour } = await requiredGroups({ queues: [queue('sales', 40), queue('help', 20)] }, routing, { halfWidth: 0.02 });
 * groups[0].agents[0] + groups[1].agents[0] >= 8; // true
 */
export async function requiredGroups(
  forecast: Pick<Forecast, 'queues'>,
  routing: MultiSkillRouting,
  options: RequiredGroupsOptions = {},
): Promise<GroupRequirements> {
  const where = 'requiredGroups';
  const { halfWidth = 0.005, seed = 1, signal, onProgress } = options;
  checkPositive(`${where}: halfWidth`, halfWidth);
  const grid = withDayFactor(commonGrid(where, forecast, routing), forecast, routing, options.dayFactor === true);
  const solved: Solved[] = new Array(grid.intervals.length);
  const busiest = grid.intervals.find((work) => work.perHour.some((rate) => rate > 0));
  if (busiest !== undefined) checkRouting(where, routing, busiest);
  const known = new Map<string, Solved>();
  let near: Solved | null = null;
  let done = 0;
  for (const i of byLoad(grid)) {
    await breathe(signal);
    const key = JSON.stringify(grid.intervals[i]);
    const answer: Solved = known.get(key) ?? (await solveInterval(routing, grid.intervals[i] as IntervalWork, isOpen(grid, i), near, { halfWidth, seed }));
    known.set(key, answer);
    solved[i] = answer;
    if (answer.found !== null) near = answer;
    done += 1;
    onProgress?.({ stage: 'requiredGroups', done, total: solved.length });
  }
  return toResult(routing, grid, solved, [...known.values()], seed);
}

/** The work with each queue's uncertainty of whole days; several series of one queue count by their largest. */
function withDayFactor(grid: CommonGrid, forecast: Pick<Forecast, 'queues'>, { queues }: MultiSkillRouting, isWanted: boolean): CommonGrid {
  if (!isWanted) return grid;
  const dayFactorCv = queues.map(({ name }) => Math.max(0, ...forecast.queues.filter(({ queue }) => queue === name).map((one) => one.dayFactorCv ?? 0)));
  return { ...grid, intervals: grid.intervals.map((work) => ({ ...work, dayFactorCv })) };
}

/**
 * Sizes one interval; also for the bench.
 *
 * @public
 */
export async function solveInterval(
  routing: MultiSkillRouting,
  work: IntervalWork,
  open: boolean,
  near: Solved | null,
  { halfWidth, seed }: { readonly halfWidth: number; readonly seed: number },
): Promise<Solved> {
  const least = routing.groups.map((group) => (open ? (group.minimumAgents ?? 0) : 0));
  const system = systemAt(routing, work, least);
  const rates = leastAttempts(routing, system);
  const goals = goalsOf(
    routing,
    rates.map((rate) => rate > 0),
  );
  const judge = groupJudge(routing, work, { seed, halfWidth, goals });
  const cost = routing.groups.map((group) => group.costPerHour ?? 1);
  if (!rates.some((rate) => rate > 0))
    return { found: { agents: least, judgement: { good: true, slacks: [], halfWidths: [] }, missed: [] }, judge: null, pooledCost: 0 };
  const limits: GroupLimits = { cost, least, most: routing.groups.map((group) => group.maximumAgents ?? plenty(routing, work, rates, group.name)) };
  const cuts = pooledCuts(routing, system);
  const pooled = await cheapestAgents(limits, cuts);
  const pooledCost = pooled === null ? 0 : costOf(cost, pooled);
  const scale = near?.found === undefined || near.found === null || near.pooledCost === 0 ? null : pooledCost / near.pooledCost;
  const start =
    scale === null
      ? null
      : (near?.found?.agents ?? []).map((count, g) => Math.min(limits.most[g] as number, Math.max(least[g] as number, Math.floor(count * scale))));
  const found = await searchAgents({ judge, limits, cuts, start });
  if (found.missed.length === 0 || found.missed.length === goals.length) return { found, judge, pooledCost };
  // What can be reached is still met at least cost.
  const rest = groupJudge(routing, work, { seed, halfWidth, goals: goals.filter((_, i) => !found.missed.includes(i)) });
  const others = await searchAgents({ judge: rest, limits, cuts: [], start: found.agents });
  return { found: { agents: others.agents, judgement: judge.refine(others.agents), missed: found.missed }, judge, pooledCost };
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

function isOpen({ volume }: CommonGrid, i: number): boolean {
  return volume.some((column) => (column[i] ?? null) !== null);
}

/** Intervals by rising load, so that each starts near the one before. */
function byLoad({ intervals }: CommonGrid): number[] {
  const load = intervals.map(({ perHour, ahtSeconds }) => perHour.reduce((sum, rate, k) => sum + rate * (ahtSeconds[k] ?? 1), 0));
  return intervals.map((_, i) => i).sort((a, b) => (load[a] as number) - (load[b] as number) || a - b);
}

function costOf(cost: readonly number[], agents: readonly number[]): number {
  return agents.reduce((sum, count, g) => sum + count * (cost[g] as number), 0);
}

function toResult(routing: MultiSkillRouting, grid: CommonGrid, solved: readonly Solved[], distinct: readonly Solved[], seed: number): GroupRequirements {
  const cost = routing.groups.map((group) => group.costPerHour ?? 1);
  const agentsAt = (i: number): readonly number[] => (solved[i] as Solved).found?.agents ?? [];
  const costPerHour = solved.map((_, i) => costOf(cost, agentsAt(i)));
  const queues = routing.queues.map((queue, k) => queueColumns(queue.name, k, grid, solved));
  const status = solved.map((_, i) => worstOf(queues.map((queue) => queue.status[i] as GroupStatus)));
  return {
    zone: grid.zone,
    startMs: grid.startMs,
    intervalSeconds: grid.intervalSeconds,
    groups: routing.groups.map((group, g) => ({
      group: group.name,
      agents: solved.map((_, i) => agentsAt(i)[g] as number),
      occupancy: solved.map(({ judge }, i) => (judge === null ? null : (judge.player(agentsAt(i))?.occupancy(g) ?? null))),
    })),
    queues,
    status,
    costPerHour,
    pooledCostPerHour: solved.map(({ pooledCost }) => pooledCost),
    cost: costPerHour.reduce((sum, value) => sum + value, 0) * (grid.intervalSeconds / 3600),
    evaluations: distinct.reduce((sum, { judge }) => sum + (judge?.evaluations() ?? 0), 0),
    seed,
    warnings: warningsOf(routing, grid, queues),
    version: VERSION,
  };
}

function queueColumns(queue: string, k: number, grid: CommonGrid, solved: readonly Solved[]): QueueService {
  const figures = solved.map(({ found, judge }) => {
    const goals = judge?.goals.flatMap((goal, i) => (goal.queue === k ? [{ goal, i }] : [])) ?? [];
    if (found === null || judge === null || goals.length === 0) return null;
    const ratio = goals.find(({ goal }) => goal.ratio.startsWith('level'))?.goal.ratio ?? 'levelOffered';
    const player = judge.player(found.agents);
    return {
      level: player?.figure(k, ratio) ?? { mean: null, halfWidth: null },
      abandon: player?.figure(k, 'abandonProbability').mean ?? null,
      asa: player?.figure(k, 'asaSeconds').mean ?? null,
      status: statusOf(
        found.judgement,
        goals.map(({ i }) => i),
        found.missed,
      ),
    };
  });
  return {
    queue,
    volume: grid.volume[k] as readonly (number | null)[],
    serviceLevel: figures.map((one) => one?.level.mean ?? null),
    serviceLevelHalfWidth: figures.map((one) => one?.level.halfWidth ?? null),
    abandonProbability: figures.map((one) => one?.abandon ?? null),
    asaSeconds: figures.map((one) => one?.asa ?? null),
    status: figures.map((one, i) => one?.status ?? (isOpen(grid, i) ? 'met' : 'closed')),
  };
}

function statusOf({ slacks, halfWidths }: Judgement, goals: readonly number[], missed: readonly number[]): GroupStatus {
  if (goals.some((i) => missed.includes(i))) return 'unreachable';
  return goals.every((i) => (slacks[i] as number) - (halfWidths[i] ?? Number.POSITIVE_INFINITY) >= 0) ? 'met' : 'unclear';
}

const ORDER: readonly GroupStatus[] = ['unreachable', 'unclear', 'met', 'closed'];

function worstOf(statuses: readonly GroupStatus[]): GroupStatus {
  return ORDER.find((status) => statuses.includes(status)) ?? 'closed';
}

function warningsOf({ queues }: MultiSkillRouting, grid: CommonGrid, services: readonly QueueService[]): string[] {
  const ofQueues = queues.flatMap(({ name, patienceSeconds }, k) => {
    const unreachable = services[k]?.status.filter((status) => status === 'unreachable').length ?? 0;
    const silent =
      (grid.volume[k] as readonly (number | null)[]).every((count) => count === null) && services[k]?.serviceLevel.every((level) => level === null);
    const why = patienceSeconds === null ? ' Nobody gives up there: with too few people its line grows without end.' : '';
    return [
      ...(unreachable > 0
        ? [
            `Queue "${name}": no head-count within the limits of its groups meets the target in ${unreachable} ${unreachable === 1 ? 'interval' : 'intervals'}.${why}`,
          ]
        : []),
      ...(silent ? [`Queue "${name}" of the routing has no forecast, and no other queue passes contacts on to it.`] : []),
    ];
  });
  return [...ofQueues, ...carryOver(grid, queues)];
}

/** Each interval is sized in a steady state of its own; long contacts reach into the next one. */
function carryOver({ intervals, intervalSeconds }: CommonGrid, queues: MultiSkillRouting['queues']): string[] {
  if (intervals.length < 2) return [];
  return queues.flatMap(({ name }, k) => {
    const longest = Math.max(0, ...intervals.map(({ ahtSeconds, perHour }) => ((perHour[k] as number) > 0 ? (ahtSeconds[k] ?? 0) : 0)));
    if (longest <= LONG_CONTACTS * intervalSeconds) return [];
    return [
      `Queue "${name}": contacts of ${Math.round(longest)} s are long beside intervals of ${intervalSeconds} s. What one interval leaves to the next is not seen here; play the whole day with simulate.`,
    ];
  });
}
