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
} from '../core/index.js';
import { anneal, cheaper, polish } from './anneal.js';
import { proveBound } from './bound.js';
import { coverResult, paidCost, supplyOf, toRosters, totalCost, unmetWishes } from './build-result.js';
import { checkRoster } from './check-roster.js';
import { type WorkClock, workClock } from './clock.js';
import { findConflicts } from './conflicts.js';
import { type PathSpace, pathSpace } from './path-space.js';
import { checkPlanForRoster, compileProblem, type Problem } from './problem.js';
import { openSearch, type Search, type Snapshot } from './search.js';

/** Options of {@link schedule}. */
export type ScheduleOptions = LongWorkOptions & {
  /** The people to roster. */
  readonly agents: readonly Agent[];
  /** The roster before this one: its rest, days in a row, weekends and shifts past midnight carry over. */
  readonly previous?: readonly AgentRoster[] | undefined;
  /** Wall-clock limit; 60 by default. The best roster so far is returned. */
  readonly timeLimitSeconds?: number | undefined;
  /** Moves of the search; by default it grows with people and weeks. The same seed and budget give the same roster, if time suffices. */
  readonly workBudget?: number | undefined;
  /** 1 by default. */
  readonly seed?: number | undefined;
  /** Address of `highs.wasm`, for browsers. */
  readonly wasmUrl?: string | undefined;
};

const MOVES_PER_PERSON_WEEK = 40_000;
/** Share of the time that the bound may take. */
const BOUND_SHARE = 0.3;
const ROUNDING = 1e-6;
export const PROVED = 1e-6;

/**
 * Builds a roster of named people that costs as little as can be found, with a proved bound on how much less any roster could cost.
 *
 * @param requirements - People needed per queue and interval, from `staff`.
 * @param config - plan.json: shifts, contracts, prices, horizon.
 * @param options - The people, the roster before, limits and seed.
 * @returns The roster with its costs, coverage, shortfalls, wishes not granted, and `gap` = (objective − bound) / objective. `infeasible` names
 * the person and a smallest set of rules that clash, and carries no shifts.
 * @throws {@link InvalidPlanError} for a plan that cannot be rostered, {@link InvalidInputError} for people it does not know.
 * @remarks Every roster is checked by {@link checkRoster} before it is returned. Column generation with Lagrangean bounds [Geoffrion1974], annealing [Kirkpatrick1983] and
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
  options.signal?.throwIfAborted();
  const plan = resolvePlan(config);
  checkPlanForRoster(plan);
  const clock = workClock(timeLimitSeconds, options.signal, options.onProgress);
  const problem = compileProblem(requirements, plan, options.agents, options.previous ?? []);
  const conflicts = findConflicts(problem);
  if (conflicts.length > 0) return noRoster(problem, conflicts);
  const spaces = pathSpaces(problem);
  const budget = options.workBudget ?? MOVES_PER_PERSON_WEEK * problem.people.length * plan.weeks;
  const found = await searchRoster(problem, spaces, seed, budget, clock, options.wasmUrl);
  options.signal?.throwIfAborted();
  const roster = toRoster(problem, options.agents, found.best, found.bound, found.cutShort);
  gate(roster, { requirements, config, agents: options.agents, previous: options.previous });
  return roster;
}

/** One space of schedules per contract; it covers the longest run that any of its people brings along. */
export function pathSpaces(problem: Problem): PathSpace[] {
  return problem.plan.contracts.map((rule, c) => {
    const run = problem.people.reduce((most, person) => (person.contract === c ? Math.max(most, person.before.run) : most), 0);
    return pathSpace(rule, problem.horizon.days, problem.byContract[c] as readonly Int32Array[], problem.options, problem.atomSeconds, run);
  });
}

async function searchRoster(
  problem: Problem,
  spaces: readonly PathSpace[],
  seed: number,
  budget: number,
  clock: WorkClock,
  wasmUrl: string | undefined,
): Promise<{ readonly best: Snapshot; readonly bound: number; readonly cutShort: boolean }> {
  const search = openSearch(problem, spaces, seed);
  await construct(problem, search, clock);
  let best = search.snapshot();
  let bound: number | null = null;
  const report = (stage: string, done: number, total: number | null): void =>
    clock.report({ stage, done, total, incumbent: best.objective, bound, gap: bound === null ? null : gapOf(best.objective, bound) }, done === total);
  report('construct', problem.people.length, problem.people.length);
  await polish(search, 2, clock);
  best = cheaper(best, search.snapshot());
  const proved = await proveBound(problem, spaces, best, clock.left() * BOUND_SHARE, wasmUrl, clock, (round, value) => {
    bound = value;
    report('bound', round, null);
  });
  bound = proved.bound;
  let cutShort = clock.left() <= 0;
  if (budget > 0 && problem.people.length > 0 && !cutShort && gapOf(best.objective, bound) > 0) {
    const end = await anneal(problem, search, budget, clock.left() * 0.95, bound + PROVED * Math.abs(bound), clock, (share) =>
      report('improve', Math.floor(Math.min(1, share) * budget), budget),
    );
    cutShort = end.cutShort;
    search.state.settle();
    best = cheaper(best, search.snapshot());
    await polish(search, 6, clock);
    search.state.settle();
    best = cheaper(best, search.snapshot());
  }
  return { best, bound, cutShort };
}

/** Gives everybody, in random order, the cheapest schedule against those placed before. */
async function construct(problem: Problem, search: Search, clock: WorkClock): Promise<void> {
  let done = 0;
  for (const person of search.shuffled()) {
    search.rebuild(person, 0);
    done += 1;
    clock.report({ stage: 'construct', done, total: problem.people.length });
    if (clock.isDue()) await clock.turn();
  }
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

function toRoster(problem: Problem, agents: readonly Agent[], best: Snapshot, bound: number | null, cutShort: boolean): Roster {
  const days = problem.horizon.days.length;
  const breaksPerShift = best.breaks.length / Math.max(1, problem.people.length * days);
  const rosters = toRosters(problem, best.work, best.breaks, breaksPerShift);
  const { uncovered, surplusCost, ...cover } = coverResult(problem, supplyOf(problem, rosters));
  const unmet = unmetWishes(agents, rosters);
  const costs = { paid: paidCost(problem, rosters), uncovered, surplus: surplusCost, wishes: unmet.reduce((sum, { wish }) => sum + wish.weight, 0) };
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

/** Equal but for rounding. */
export function closeTo(a: number, b: number): boolean {
  return Math.abs(a - b) <= ROUNDING * Math.max(1, Math.abs(a));
}

/** (objective − bound) / objective, 0 when they meet. */
export function gapOf(objective: number, bound: number): number {
  return objective - bound <= PROVED * Math.abs(objective) ? 0 : (objective - bound) / objective;
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
