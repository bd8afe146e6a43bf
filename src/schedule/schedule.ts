import {
  type Agent,
  type AgentRoster,
  checkInteger,
  checkPositive,
  type LongWorkOptions,
  type PlanConfig,
  type Requirements,
  type Roster,
  type RuleConflict,
  resolvePlan,
  ShiftcastError,
  type TaskRunner,
} from '../core/index.js';
import { coverResult, paidCost, supplyOf, toRosters, totalCost, unmetWishes } from './build-result.js';
import { checkRoster } from './check-roster.js';
import { workClock } from './clock.js';
import { findConflicts } from './conflicts.js';
import { extraCosts } from './extras.js';
import { closeTo, gapOf, PROVED } from './gap.js';
import type { GivenRoster } from './given-roster.js';
import { pausesCost } from './pauses.js';
import { wishFactor } from './person.js';
import { placeActivities, TRAINED_SHARE } from './place-activities.js';
import { checkPlanForRoster, compileProblem, type Problem } from './problem.js';
import type { Snapshot } from './search.js';
import { searchRoster } from './search-roster.js';

/** Options of {@link schedule}. */
export type ScheduleOptions = LongWorkOptions & {
  /** The people to roster. */
  readonly agents: readonly Agent[];
  /** The roster before this one: its rest, days in a row, weekends and shifts past midnight carry over. */
  readonly previous?: readonly AgentRoster[] | undefined;
  /** A roster to start from: what of it stands, who is absent, and what a change costs. */
  readonly from?: GivenRoster | undefined;
  /** Wall-clock limit; 60 by default. The best roster so far is returned. */
  readonly timeLimitSeconds?: number | undefined;
  /** Moves of each search; by default they grow with people, weeks and the time limit. The same seed, moves and searches give the same roster, if time suffices. */
  readonly workBudget?: number | undefined;
  /** 1 by default. */
  readonly seed?: number | undefined;
  /** Address of `highs.wasm`, for browsers. */
  readonly wasmUrl?: string | undefined;
  /** Where further searches run, beside the bound; its tasks must hold {@link searchRosterTask} as `searchRoster`. */
  readonly runner?: TaskRunner | undefined;
  /** Searches from different seeds, with a runner: 1 or more; by default 2 where there are moves enough for another thread. The best roster counts. */
  readonly searches?: number | undefined;
};

const MOVES_PER_PERSON_WEEK = 25_000;
/** Time limits above this many seconds raise the moves with them. */
const USUAL_SECONDS = 60;
/** Moves for each second of a limit that was asked for: few people get more moves than their number would give. */
const MOVES_PER_SECOND_ASKED = 60_000;
/** The thread that proves the bound has less time for moves than those beside it. */
const MORE_BESIDE = 1.6;
/** Searches side by side when there is a runner for them. */
const SEARCHES_BESIDE = 2;
/** Below these a thread costs more time than it brings. */
const LEAST_SECONDS_BESIDE = 5;
const LEAST_MOVES_BESIDE = 200_000;

/**
 * Builds a roster of named people that costs as little as can be found, with a proved bound on how much less any roster could cost.
 *
 * @param requirements - People needed per queue and interval, from `staff`.
 * @param config - plan.json: shifts, contracts, prices, horizon.
 * @param options - The people, the roster before, limits and seed.
 * @returns The roster with its costs, coverage, shortfalls, wishes not granted, and `gap` = (objective − bound) / objective. `infeasible` names
 * the person and a smallest set of rules that clash, and carries no shifts.
 * @throws {@link InvalidPlanError} for a plan that cannot be rostered, {@link InvalidInputError} for people it does not know.
 * @remarks Every roster is checked by {@link checkRoster} before it is returned. Column generation with Lagrangean bounds [Geoffrion1974, DantzigWolfe1960], annealing [Kirkpatrick1983] and
 * a dynamic programme per person; see docs/scheduling.md. Blocks its thread for tens of milliseconds at a time.
 * @example
 * const work = Array.from({ length: 168 }, (_, hour) => (hour % 24 >= 8 && hour % 24 < 16 ? 1 : 0));
 * const none = work.map(() => null);
 * const need = { agents: work, agentsExact: work, agentsWithShrinkage: work, volume: none, ahtSeconds: none, status: work.map(() => 'met') };
 * const figures = { serviceLevel: none, occupancy: none, asaSeconds: none, abandonProbability: none };
 * const queue = { queue: 'help', channel: 'voice', zone: 'UTC', startMs: Date.parse('2026-12-07T00:00Z'), intervalSeconds: 3600, ...need, ...figures };
 * const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } } };
 * const contracts = { full: { shifts: ['day'], daysPerWeek: { max: 5 }, costPerHour: 20 } };
 * const plan = { zone: 'UTC', horizon: { start: '2026-12-07' }, queues: { help: { understaffedPerHour: 60 } }, shifts, contracts };
 * const ann = { agent: 'Ann', skills: [{ skill: 'help', tier: 1, ahtFactor: 1 }], contract: 'full', zone: null, costPerHour: null, seniority: null };
 * const agents = [{ ...ann, unavailable: [], wishes: [] }];
 * (await schedule({ queues: [queue], totals: [], warnings: [] }, plan, { agents })).costs; // { paid: 800, uncovered: 960, surplus: 0, wishes: 0 }
 */
export async function schedule(requirements: Requirements, config: PlanConfig, options: ScheduleOptions): Promise<Roster> {
  const timeLimitSeconds = options.timeLimitSeconds ?? 60;
  const seed = options.seed ?? 1;
  checkPositive('schedule: timeLimitSeconds', timeLimitSeconds);
  if (options.workBudget !== undefined) checkInteger('schedule: workBudget', options.workBudget);
  if (options.searches !== undefined) checkInteger('schedule: searches', options.searches, 1);
  options.signal?.throwIfAborted();
  const plan = resolvePlan(config);
  checkPlanForRoster(plan);
  const clock = workClock(timeLimitSeconds, options.signal, options.onProgress);
  const problem = compileProblem(requirements, plan, options.agents, options.previous ?? [], options.from);
  const conflicts = findConflicts(problem, options.agents, options.previous ?? []);
  if (conflicts.length > 0) return noRoster(problem, conflicts);
  const budget = options.workBudget ?? defaultMoves(problem, options.timeLimitSeconds);
  const { agents, previous, from, runner, wasmUrl, signal } = options;
  const isWorthThreads = options.searches !== undefined || (timeLimitSeconds >= LEAST_SECONDS_BESIDE && budget >= LEAST_MOVES_BESIDE);
  // with trainings, the rest is for the search that knows them
  const share = (plan.roster?.activities ?? []).length > 0 ? 1 - TRAINED_SHARE : 1;
  const firstMoves = Math.ceil(budget * share);
  const first = share === 1 ? clock : { ...clock, left: () => Math.max(0, clock.left() - TRAINED_SHARE * timeLimitSeconds) };
  const movesBeside = options.workBudget === undefined && options.timeLimitSeconds !== undefined ? Math.ceil(firstMoves * MORE_BESIDE) : firstMoves;
  const input = { requirements, config, agents, previous, from };
  const beside = runner === undefined || !isWorthThreads ? null : { runner, searches: options.searches ?? SEARCHES_BESIDE, budget: movesBeside, input };
  const found = await searchRoster(problem, { seed, budget: firstMoves, wasmUrl, signal, beside }, first);
  options.signal?.throwIfAborted();
  const placing = { requirements, config, plan, agents, previous: previous ?? [], from, seed, budget: Math.floor(budget * TRAINED_SHARE) };
  const finish = (own: Problem, best: Snapshot, bound: number | null, cutShort: boolean): Roster => toRoster(own, agents, best, bound, cutShort);
  const roster = await placeActivities(placing, problem, finish(problem, found.best, found.bound, found.cutShort), clock, finish);
  gate(roster, { requirements, config, agents: options.agents, previous: options.previous, from: options.from });
  return roster;
}

/** Moves by people and weeks, more of them when more time is given: a matter of the options alone, so that any machine counts the same. */
function defaultMoves({ people, plan }: Problem, askedSeconds: number | undefined): number {
  const usual = MOVES_PER_PERSON_WEEK * people.length * plan.weeks;
  if (askedSeconds === undefined) return usual;
  return Math.ceil(Math.max(usual * Math.max(1, askedSeconds / USUAL_SECONDS), MOVES_PER_SECOND_ASKED * askedSeconds));
}

function noRoster(problem: Problem, conflicts: readonly RuleConflict[]): Roster {
  return {
    status: 'infeasible',
    objective: null,
    bound: null,
    gap: null,
    costs: null,
    agents: [],
    coverage: [],
    surplus: [],
    shortfalls: [],
    unmetWishes: [],
    conflicts,
    warnings: problem.warnings,
  };
}

/** The result of a search as users see it. */
export function toRoster(problem: Problem, agents: readonly Agent[], best: Snapshot, bound: number | null, cutShort: boolean): Roster {
  const days = problem.horizon.days.length;
  const breaksPerShift = best.breaks.length / Math.max(1, problem.people.length * days);
  const rosters = toRosters(problem, best.work, best.breaks, breaksPerShift);
  const { uncovered, surplusCost, ...cover } = coverResult(problem, supplyOf(problem, rosters));
  const unmet = unmetWishes(agents, rosters);
  const factors = new Map(agents.map((agent) => [agent.agent, wishFactor(problem.plan, agent)]));
  const wishes = unmet.reduce((sum, { agent, wish }) => sum + wish.weight * (factors.get(agent) ?? 1), 0);
  const costs = {
    paid: paidCost(problem, rosters),
    uncovered,
    surplus: surplusCost,
    wishes,
    ...extraCosts(problem, best.work),
    ...pausesCost(problem, rosters),
  };
  const objective = totalCost(costs);
  if (!closeTo(objective, best.objective))
    throw new ShiftcastError('internal', `schedule: the search counted ${best.objective}, the roster costs ${objective}. Please report this.`, {
      counted: best.objective,
      objective,
    });
  const gap = bound === null ? null : gapOf(objective, bound);
  return {
    status: gap !== null && gap <= PROVED ? 'optimal' : cutShort ? 'timeLimit' : 'feasible',
    objective,
    bound: bound === null ? null : Math.min(bound, objective),
    gap,
    costs,
    agents: rosters,
    ...cover,
    unmetWishes: unmet,
    conflicts: [],
    warnings: problem.warnings,
  };
}

/** Nothing leaves without the independent checker's word. */
function gate(roster: Roster, input: Parameters<typeof checkRoster>[1]): void {
  const check = checkRoster(roster.agents, input);
  const objective = roster.objective as number;
  if (check.violations.length === 0 && closeTo(check.objective, objective)) return;
  throw new ShiftcastError(
    'internal',
    `schedule: the roster does not pass its own check (${check.violations[0]?.message ?? `objective ${objective}, recomputed ${check.objective}`}). Please report this.`,
    { violations: check.violations.slice(0, 20), objective, recomputed: check.objective },
  );
}
