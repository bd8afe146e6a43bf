import {
  type Agent,
  type AgentRoster,
  type AnonymousShift,
  type ContractRule,
  checkInteger,
  checkPositive,
  type LongWorkOptions,
  type PlanConfig,
  type QueueRule,
  type Requirements,
  type ResolvedPlan,
  type RuleConflict,
  resolvePlan,
  type Shift,
  ShiftcastError,
  type ShiftDesign,
  type ShiftRule,
} from '../core/index.js';
import { anneal, cheaper, polish } from './anneal.js';
import { coverResult, supplyOf, toShift, totalCost } from './build-result.js';
import { checkRoster } from './check-roster.js';
import { type WorkClock, workClock } from './clock.js';
import { coverModel } from './cover-model.js';
import { designBound } from './design-bound.js';
import { closeTo, gapOf, PROVED } from './gap.js';
import { pathSpaces } from './path-spaces.js';
import type { Person } from './person.js';
import { liesWithin } from './person-rules.js';
import { checkPlanForRoster, compileDemand, type Demand, optionsOfContract, type Problem } from './problem.js';
import { NAMELESS_MIX, openSearch, type Snapshot } from './search.js';

/** Options of {@link designShifts}. */
export type DesignOptions = LongWorkOptions & {
  /** Wall-clock limit; 30 by default. */
  readonly timeLimitSeconds?: number | undefined;
  /** Moves of the search; by default it grows with the people needed. */
  readonly workBudget?: number | undefined;
  /** 1 by default. */
  readonly seed?: number | undefined;
  /** Address of `highs.wasm`, for browsers. */
  readonly wasmUrl?: string | undefined;
};

const MOVES_PER_SHIFT = 2_500;
const BOUND_SHARE = 0.35;
const FULL_TIME_HOURS = 40;
const DAYS_PER_WEEK = 7;

/**
 * Finds which shifts without names cover the need at least cost (shift design, set covering): what to hire for and to offer for bidding.
 *
 * Each shift is worked by somebody hired for one queue, at the lowest cost per hour of the contracts that have its family, and keeps the hours of one day
 * (`hoursPerDay`, `hours`) of at least one of them. Hours and days per week, rest and days off are a matter of names; `peopleAtLeast` tells how many
 * people they take by count.
 *
 * @param requirements - People needed per queue and interval, from `staff`.
 * @param config - plan.json: shifts, contracts (for cost and hours), prices, horizon.
 * @param options - Limits and seed.
 * @returns Shifts with counts, their cost, coverage, FTE = paid hours per week ÷ the longest contract's weekly maximum (40 h when none has one), `peopleAtLeast`
 * (one shift a day each, and no more days or hours a week than the most generous contract allows), bound and gap.
 * @throws {@link InvalidPlanError} for a plan without shifts or contracts.
 * @remarks Column generation with integer rounding cuts for the bound, annealing over shifts and breaks for the answer. Source: [Dantzig1954].
 * @example
 * const work = Array.from({ length: 168 }, (_, hour) => (hour % 24 >= 8 && hour % 24 < 16 ? 1 : 0));
 * const none = work.map(() => null);
 * const need = { agents: work, agentsExact: work, agentsWithShrinkage: work, volume: none, ahtSeconds: none, status: work.map(() => 'met') };
 * const figures = { serviceLevel: none, occupancy: none, asaSeconds: none, abandonProbability: none };
 * const queue = { queue: 'help', channel: 'voice', zone: 'UTC', startMs: Date.parse('2026-12-07T00:00Z'), intervalSeconds: 3600, ...need, ...figures };
 * const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } } };
 * const contracts = { full: { shifts: ['day'], daysPerWeek: { max: 5 }, costPerHour: 20 } };
 * const plan = { zone: 'UTC', horizon: { start: '2026-12-07' }, queues: { help: { understaffedPerHour: 60 } }, shifts, contracts };
 * (await designShifts({ queues: [queue], totals: [], warnings: [] }, plan)).fte; // 1.4
 */
export async function designShifts(requirements: Requirements, config: PlanConfig, options: DesignOptions = {}): Promise<ShiftDesign> {
  const timeLimitSeconds = options.timeLimitSeconds ?? 30;
  checkPositive('designShifts: timeLimitSeconds', timeLimitSeconds);
  if (options.workBudget !== undefined) checkInteger('designShifts: workBudget', options.workBudget);
  options.signal?.throwIfAborted();
  const plan = resolvePlan(config);
  checkPlanForRoster(plan);
  const clock = workClock(timeLimitSeconds, options.signal, options.onProgress);
  const base = compileDemand(requirements, plan);
  if (base.options.day.length === 0) return noDesign(base);
  const pay = payByFamily(plan);
  const { bound, peopleADay } = await designBound(slotProblem(base, pay, []), pay, timeLimitSeconds * BOUND_SHARE, options.wasmUrl, clock);
  // a tenth more than the relaxation wants leaves room for whole numbers; slots left empty cost nothing
  const slots = peopleADay.map((people) => (people > 0 ? Math.ceil(people * 1.1) + 2 : 0));
  const problem = slotProblem(base, pay, slots);
  const shifts = peopleADay.reduce((sum, people) => sum + people, 0) * plan.weeks * DAYS_PER_WEEK;
  const budget = options.workBudget ?? Math.ceil(MOVES_PER_SHIFT * shifts);
  const found = await searchDesign(problem, options.seed ?? 1, budget, bound, clock);
  options.signal?.throwIfAborted();
  const design = toDesign(problem, found.best, bound, found.cutShort, plan.contracts);
  gate(design, requirements, config);
  return design;
}

/** Lowest pay per second at which each family of shifts can be worked. Families of no contract are not used. */
function payByFamily(plan: ResolvedPlan): Float64Array {
  return Float64Array.from(plan.shifts, (rule) => cheapestContract(plan, rule)?.costPerHour ?? Number.NaN).map((perHour) => perHour / 3600);
}

function cheapestContract(plan: ResolvedPlan, rule: ShiftRule): ContractRule | null {
  const able = plan.contracts.filter((contract) => contract.shifts.includes(rule.name));
  return able.reduce<ContractRule | null>((best, contract) => (best === null || contract.costPerHour < best.costPerHour ? contract : best), null);
}

/** Longest weekly maximum of the contracts; 40 when none has one. */
function fullTimeHours(contracts: readonly ContractRule[]): number {
  const most = Math.max(0, ...contracts.map((contract) => contract.maximumSecondsPerWeek ?? 0)) / 3600;
  return most > 0 ? most : FULL_TIME_HOURS;
}

/** By count: nobody works two shifts on a day, nor more days or paid hours a week than the most generous contract allows. */
function peopleAtLeast(shifts: readonly AnonymousShift[], days: readonly string[], contracts: readonly ContractRule[]): number {
  const mostDays = Math.max(...contracts.map((contract) => contract.maximumDaysPerWeek));
  const secondsOf = ({ limits, maximumSecondsPerWeek }: ContractRule): number =>
    limits?.overtime?.maximumSecondsPerWeek ?? maximumSecondsPerWeek ?? Number.POSITIVE_INFINITY;
  const mostSeconds = Math.max(...contracts.map(secondsOf));
  let people = 0;
  for (let first = 0; first < days.length; first += DAYS_PER_WEEK) {
    const week = days.slice(first, first + DAYS_PER_WEEK);
    const own = shifts.filter((shift) => week.includes(shift.day));
    const onDay = week.map((day) => own.reduce((sum, shift) => sum + (shift.day === day ? shift.count : 0), 0));
    const worked = onDay.reduce((sum, count) => sum + count, 0);
    const seconds = own.reduce((sum, shift) => sum + shift.count * shift.paidSeconds, 0);
    people = Math.max(people, ...onDay, mostDays > 0 ? Math.ceil(worked / mostDays) : 0, mostSeconds > 0 ? Math.ceil(seconds / mostSeconds - 1e-9) : 0);
  }
  return people;
}

/** A problem whose people are slots without any rule of their own, `slots[g]` for each group, which is the people of one queue. */
function slotProblem(base: Demand, pay: Float64Array, slots: readonly number[]): Problem {
  const { queues, demand, horizon, options } = base;
  const { roster: _, ...plan } = base.plan; // rules about people wait until the shifts have names
  const anything: ContractRule = {
    name: 'anybody',
    shifts: plan.shifts.filter((_, r) => Number.isFinite(pay[r])).map((rule) => rule.name),
    minimumSecondsPerWeek: 0,
    maximumSecondsPerWeek: null,
    minimumDaysPerWeek: 0,
    maximumDaysPerWeek: DAYS_PER_WEEK,
    restSeconds: -2 * 86_400, // the shifts of one slot are worked by different people
    maximumConsecutiveDays: null,
    maximumWeekendsPerMonth: null,
    costPerHour: 0,
  };
  const names = [...new Set(queues.map(({ queue }) => queue))];
  const groups = names.map((name) => ({ queues: queues.flatMap(({ queue }, q) => (queue === name ? [q] : [])) }));
  const byContract = [optionsOfContract(plan, anything.shifts, horizon, options).map((list) => list.filter((o) => mayBeWorked(base, o)))];
  const people: Person[] = slots
    .flatMap((count, group) => Array.from({ length: count }, (_, k) => ({ group, name: `${names[group]} ${k + 1}` })))
    .map(({ group, name }, index) => ({
      index,
      name,
      contract: 0,
      group,
      payPerSecond: pay,
      allowed: byContract[0] as Int32Array[],
      offCost: new Float64Array(horizon.days.length),
      workCost: new Float64Array(horizon.days.length * plan.shifts.length),
      lostWishes: 0,
      before: { run: 0, weekends: {}, saturdayWorked: false, lastEndMs: null },
      profile: '',
    }));
  const cellHours = (base.atomSeconds * base.atomsPerCell) / 3600;
  return {
    ...base,
    plan: { ...plan, contracts: [anything] },
    groups,
    cover: coverModel(queues, groups, demand, plan.surplusPerHour, cellHours, base.atomsPerCell),
    standing: groups.map(() => new Int32Array(base.cells)),
    byContract,
    people,
  };
}

/** True when some contract that has the family lets a shift be worked that long and at that time of day. */
function mayBeWorked({ plan, options, originMs, atomSeconds }: Demand, option: number): boolean {
  const family = plan.shifts[options.rule[option] as number]?.name as string;
  const paid = options.paidSeconds[option] as number;
  const atMs = (atom: number): number => originMs + atom * atomSeconds * 1000;
  const [startMs, endMs] = [atMs(options.startAtom[option] as number), atMs(options.endAtom[option] as number)];
  return plan.contracts.some(({ shifts, limits = {} }) => {
    if (!shifts.includes(family) || paid < (limits.minimumSecondsPerDay ?? 0) || paid > (limits.maximumSecondsPerDay ?? paid)) return false;
    return limits.hours === undefined || liesWithin(limits.hours, plan.zone, startMs, endMs);
  });
}

async function searchDesign(
  problem: Problem,
  seed: number,
  budget: number,
  bound: number,
  clock: WorkClock,
): Promise<{ readonly best: Snapshot; readonly cutShort: boolean }> {
  const search = openSearch(problem, pathSpaces(problem), seed, NAMELESS_MIX);
  await polish(search, 2, clock);
  let best = search.snapshot();
  const report = (share: number): void =>
    clock.report({
      stage: 'improve',
      done: Math.floor(Math.min(1, share) * budget),
      total: budget,
      incumbent: best.objective,
      bound,
      gap: gapOf(best.objective, bound),
    });
  report(0);
  if (problem.people.length === 0 || budget === 0 || clock.left() <= 0) return { best, cutShort: clock.left() <= 0 };
  const { cutShort } = await anneal(problem, search, { budget, seconds: clock.left() * 0.9, target: bound + PROVED * Math.abs(bound) }, clock, report);
  await polish(search, 4, clock);
  search.state.settle();
  best = cheaper(best, search.snapshot());
  return { best, cutShort };
}

function noDesign(base: Demand): ShiftDesign {
  const conflicts: RuleConflict[] = [
    { agent: null, rules: ['shifts'], message: 'No shift can be worked: check start windows, lengths and breaks of plan.shifts.' },
  ];
  return {
    status: 'infeasible',
    objective: null,
    bound: null,
    gap: null,
    costs: null,
    shifts: [],
    fte: 0,
    peopleAtLeast: 0,
    coverage: [],
    surplus: [],
    shortfalls: [],
    conflicts,
    warnings: base.warnings,
  };
}

function toDesign(problem: Problem, best: Snapshot, bound: number, cutShort: boolean, contracts: readonly ContractRule[]): ShiftDesign {
  const { plan, horizon, people, options } = problem;
  const days = horizon.days.length;
  const perShift = best.breaks.length / Math.max(1, people.length * days);
  const worked: Shift[][] = people.map(() => []);
  const merged = new Map<string, AnonymousShift>();
  let paid = 0;
  let paidSeconds = 0;
  best.work.forEach((option, at) => {
    if (option < 0) return;
    const person = people[Math.floor(at / days)] as Person;
    const queue = problem.queues[problem.groups[person.group]?.queues[0] as number]?.queue as string;
    const { activities, ...shift } = toShift(problem, option, best.breaks.subarray(at * perShift, (at + 1) * perShift), queue);
    worked[person.index]?.push({ ...shift, activities });
    paid += shift.paidSeconds * (person.payPerSecond[options.rule[option] as number] as number);
    paidSeconds += shift.paidSeconds;
    const key = JSON.stringify([queue, shift, activities]);
    merged.set(key, { ...shift, queues: [queue], activities, count: (merged.get(key)?.count ?? 0) + 1 });
  });
  const rosters = people.map((person) => ({ agent: person.name, shifts: worked[person.index] as Shift[] }));
  const { uncovered, surplusCost, ...cover } = coverResult(problem, supplyOf(problem, rosters));
  const costs = { paid, uncovered, surplus: surplusCost, wishes: 0 };
  const objective = totalCost(costs);
  const gap = gapOf(objective, bound);
  const shifts = [...merged.values()].sort(
    (a, b) => a.startMs - b.startMs || a.endMs - b.endMs || ((a.queues[0] as string) < (b.queues[0] as string) ? -1 : 1),
  );
  return {
    status: gap <= PROVED ? 'optimal' : cutShort ? 'timeLimit' : 'feasible',
    objective,
    bound: Math.min(bound, objective),
    gap,
    costs,
    shifts,
    fte: paidSeconds / 3600 / plan.weeks / fullTimeHours(contracts),
    peopleAtLeast: peopleAtLeast(shifts, horizon.days, contracts),
    ...cover,
    conflicts: [],
    warnings: problem.warnings,
  };
}

/** The roster checker's word on a design: each shift is given to a person of its own with the skill of its queue. */
function gate(design: ShiftDesign, requirements: Requirements, config: PlanConfig): void {
  const plan = resolvePlan(config);
  const contracts = Object.fromEntries(
    plan.shifts.map((rule) => [rule.name, { shifts: [rule.name], rest: 0, costPerHour: cheapestContract(plan, rule)?.costPerHour ?? 0 }]),
  );
  const lines = design.shifts.flatMap((line) => Array.from({ length: line.count }, () => line));
  const agents = lines.map((line, i): Agent => {
    const queue = plan.queues.find((rule) => rule.queue === line.queues[0]) as QueueRule;
    return {
      agent: String(i),
      skills: [{ skill: queue.queue, tier: 1, ahtFactor: 1 }],
      contract: line.shift,
      zone: null,
      unavailable: [],
      wishes: [],
      costPerHour: null,
      seniority: null,
    };
  });
  const roster = lines.map((line, i): AgentRoster => ({ agent: String(i), shifts: [line] }));
  // one queue each: skills are named after queues so that nobody serves two
  const queues = Object.fromEntries(Object.entries(config.queues).map(([name, rule]) => [name, { ...rule, skill: name, lowestTier: 1 }]));
  // what waits for names costs nothing here
  const { people: _people, fairness: _fairness, shiftCover: _shiftCover, activities: _activities, breaksAtOnce: _breaksAtOnce, ...rules } = config;
  const check = checkRoster(roster, { requirements, config: { ...rules, queues, contracts }, agents });
  if (check.violations.length === 0 && closeTo(check.objective, design.objective as number)) return;
  throw new ShiftcastError(
    'internal',
    `designShifts: the shifts do not pass their own check (${check.violations[0]?.message ?? `${design.objective}, recomputed ${check.objective}`}). Please report this.`,
    {
      violations: check.violations.slice(0, 20),
      objective: design.objective,
      recomputed: check.objective,
    },
  );
}
