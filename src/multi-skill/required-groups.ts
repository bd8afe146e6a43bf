import { checkPositive, type Forecast, type LongWorkOptions, type TaskRunner, VERSION } from '../core/index.js';
import { checkRouting, checkShape, type MultiSkillRouting } from './routing.js';
import { costOf, type GroupStatus, type OpenWork, type RequiredGroupsTask, requiredGroupsTask, type SizedInterval } from './size-interval.js';
import { type CommonGrid, commonGrid } from './work.js';

/** Options of {@link requiredGroups}. */
export type RequiredGroupsOptions = LongWorkOptions & {
  /** Every service level is known to ± this (95 %); 0.005 by default. */
  readonly halfWidth?: number | undefined;
  /** True: days are as uncertain as the forecast says (its `dayFactorCv`), and targets hold over many of them; false by default, as in `staff`. */
  readonly dayFactor?: boolean | undefined;
  /** Seed of the simulation; 1 by default. */
  readonly seed?: number | undefined;
  /** Where intervals are sized side by side: worker threads, Web Workers; by default here. The answer does not depend on it. */
  readonly runner?: TaskRunner | undefined;
  /** Where HiGHS's `highs.wasm` is served, in browsers. */
  readonly wasmUrl?: string | undefined;
};

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

/** Intervals that are sized one after the other, each from where the one before ended. The answer must not depend on how many run side by side. */
const MOST_IN_CHAIN = 12;
const LEAST_CHAINS = 2;
/** Name under which a runner must know {@link requiredGroupsTask}. */
const TASK_NAME = 'requiredGroups';

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
 * few agents lower the cost, each played only until it is clear. Intervals with equal work are solved once; others in rows of rising load, each from where the one before ended, side by side with a `runner`. The answer is the best found, not a proved optimum.
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
  const { halfWidth = 0.005, seed = 1, wasmUrl } = options;
  checkPositive(`${where}: halfWidth`, halfWidth);
  checkShape(where, routing);
  const grid = withDayFactor(commonGrid(where, forecast, routing), forecast, routing, options.dayFactor === true);
  const busiest = grid.intervals.find((work) => work.perHour.some((rate) => rate > 0));
  if (busiest !== undefined) checkRouting(where, routing, busiest);
  const works = grid.intervals.map((work, i): OpenWork => ({ work, open: isOpen(grid, i) }));
  const distinct = byLoad(new Map(works.map((one) => [JSON.stringify(one), one])));
  const length = Math.min(MOST_IN_CHAIN, Math.ceil(distinct.length / LEAST_CHAINS));
  const chains = Array.from({ length: Math.ceil(distinct.length / length) }, (_, i) => distinct.slice(i * length, (i + 1) * length));
  const sized = await sizeAll(chains, { routing, halfWidth, seed, wasmUrl }, options);
  return toResult(
    routing,
    grid,
    works.map((one) => sized.get(JSON.stringify(one)) as SizedInterval),
    [...sized.values()],
    seed,
  );
}

/** Sizes chains of intervals side by side, the busiest first: they take longest. */
async function sizeAll(
  chains: readonly (readonly [key: string, one: OpenWork][])[],
  shared: Omit<RequiredGroupsTask, 'chain'>,
  { runner, signal, onProgress }: RequiredGroupsOptions,
): Promise<Map<string, SizedInterval>> {
  const sized = new Map<string, SizedInterval>();
  const waiting = [...chains];
  const total = chains.reduce((sum, { length }) => sum + length, 0);
  const lane = async (): Promise<void> => {
    for (let chain = waiting.pop(); chain !== undefined; chain = waiting.pop()) {
      const task: RequiredGroupsTask = { ...shared, chain: chain.map(([, one]) => one) };
      const answers = runner === undefined ? await requiredGroupsTask(task, { signal }) : ((await runner.run(TASK_NAME, task, { signal })) as SizedInterval[]);
      chain.forEach(([key], i) => {
        sized.set(key, answers[i] as SizedInterval);
      });
      onProgress?.({ stage: 'requiredGroups', done: sized.size, total });
    }
  };
  await Promise.all(Array.from({ length: Math.min(chains.length, runner?.concurrency ?? 1) }, lane));
  return sized;
}

/** The work with each queue's uncertainty of whole days; several series of one queue count by their largest. */
function withDayFactor(grid: CommonGrid, forecast: Pick<Forecast, 'queues'>, { queues }: MultiSkillRouting, isWanted: boolean): CommonGrid {
  if (!isWanted) return grid;
  const dayFactorCv = queues.map(({ name }) => Math.max(0, ...forecast.queues.filter(({ queue }) => queue === name).map((one) => one.dayFactorCv ?? 0)));
  return { ...grid, intervals: grid.intervals.map((work) => ({ ...work, dayFactorCv })) };
}

function isOpen({ volume }: CommonGrid, i: number): boolean {
  return volume.some((column) => (column[i] ?? null) !== null);
}

/** Work by rising load, so that each starts near the one before. */
function byLoad(works: ReadonlyMap<string, OpenWork>): [key: string, one: OpenWork][] {
  const load = ({ work }: OpenWork): number => work.perHour.reduce((sum, rate, k) => sum + rate * (work.ahtSeconds[k] ?? 1), 0);
  return [...works].sort((a, b) => load(a[1]) - load(b[1]));
}

function toResult(
  routing: MultiSkillRouting,
  grid: CommonGrid,
  sized: readonly SizedInterval[],
  distinct: readonly SizedInterval[],
  seed: number,
): GroupRequirements {
  const cost = routing.groups.map((group) => group.costPerHour ?? 1);
  const costPerHour = sized.map(({ agents }) => costOf(cost, agents));
  const queues = routing.queues.map((queue, k) => queueColumns(queue.name, k, grid, sized));
  const status = sized.map((_, i) => worstOf(queues.map((queue) => queue.status[i] as GroupStatus)));
  return {
    zone: grid.zone,
    startMs: grid.startMs,
    intervalSeconds: grid.intervalSeconds,
    groups: routing.groups.map((group, g) => ({
      group: group.name,
      agents: sized.map(({ agents }) => agents[g] as number),
      occupancy: sized.map(({ occupancy }) => occupancy[g] ?? null),
    })),
    queues,
    status,
    costPerHour,
    pooledCostPerHour: sized.map(({ pooledCost }) => pooledCost),
    cost: costPerHour.reduce((sum, value) => sum + value, 0) * (grid.intervalSeconds / 3600),
    evaluations: distinct.reduce((sum, { evaluations }) => sum + evaluations, 0),
    seed,
    warnings: warningsOf(routing, grid, queues),
    version: VERSION,
  };
}

function queueColumns(queue: string, k: number, grid: CommonGrid, sized: readonly SizedInterval[]): QueueService {
  const services = sized.map((one) => one.services[k] ?? null);
  return {
    queue,
    volume: grid.volume[k] as readonly (number | null)[],
    serviceLevel: services.map((one) => one?.serviceLevel ?? null),
    serviceLevelHalfWidth: services.map((one) => one?.halfWidth ?? null),
    abandonProbability: services.map((one) => one?.abandonProbability ?? null),
    asaSeconds: services.map((one) => one?.asaSeconds ?? null),
    status: services.map((one, i) => one?.status ?? (isOpen(grid, i) ? 'met' : 'closed')),
  };
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
