import type { Activity, Agent, AgentRoster, QueueCoverage, Roster, RosterCosts, Shift, ShiftRule, Shortfall, UnmetWish, Wish } from '../core/index.js';
import type { BreakLayout } from './break-layout.js';
import { coverFlow } from './cover-flow.js';
import { namesOf, type PricedQueue, type Problem } from './problem.js';

const SMALLEST_SHORTFALL = 1e-6;

/** Shift of an option as users see it. `breaks` are starts from the start of the shift, in atoms, by due break. */
export function toShift(problem: Problem, option: number, breaks: ArrayLike<number>, queue: string | null): Shift {
  const { options, layouts, originMs, atomSeconds, plan, horizon } = problem;
  const atMs = (atom: number): number => originMs + atom * atomSeconds * 1000;
  const start = options.startAtom[option] as number;
  const end = options.endAtom[option] as number;
  const { due } = layouts[options.layout[option] as number] as BreakLayout;
  const pauses = due
    .map((pause, b) => ({ name: pause.name, from: start + (breaks[b] as number), to: start + (breaks[b] as number) + pause.lengthAtoms }))
    .sort((x, y) => x.from - y.from);
  const activities: Activity[] = [];
  const online = (from: number, to: number): void => {
    if (to > from) activities.push({ activity: 'online', startMs: atMs(from), endMs: atMs(to), ...(queue === null ? {} : { queue }) });
  };
  let at = start;
  for (const pause of pauses) {
    online(at, pause.from);
    activities.push({ activity: pause.name, startMs: atMs(pause.from), endMs: atMs(pause.to) });
    at = pause.to;
  }
  online(at, end);
  return {
    day: horizon.days[options.day[option] as number] as string,
    shift: (plan.shifts[options.rule[option] as number] as ShiftRule).name,
    startMs: atMs(start),
    endMs: atMs(end),
    paidSeconds: options.paidSeconds[option] as number,
    activities,
  };
}

/** Rosters of all people from the engine's arrays. An online stretch names its queue where the person serves only one. */
export function toRosters(problem: Problem, work: Int32Array, breaks: Int32Array, breaksPerShift: number): AgentRoster[] {
  const days = problem.horizon.days.length;
  return problem.people.map((person) => {
    const serves = problem.groups[person.group]?.queues ?? [];
    const names = namesOf(problem, serves);
    const queue = names.length === 1 ? (names[0] as string) : null;
    const shifts: Shift[] = [];
    for (let day = 0; day < days; day += 1) {
      const at = person.index * days + day;
      const option = work[at] as number;
      if (option >= 0) shifts.push(toShift(problem, option, breaks.subarray(at * breaksPerShift, (at + 1) * breaksPerShift), queue));
    }
    return { agent: person.name, shifts };
  });
}

/** Who covers what, what is left over and what is short, with its price. */
export type CoverResult = Pick<Roster, 'coverage' | 'surplus' | 'shortfalls'> & { readonly uncovered: number; readonly surplusCost: number };

/** Works out the cover from people on line by group and cell (in people, not atoms). */
export function coverResult(problem: Problem, supply: readonly Float64Array[]): CoverResult {
  const { queues, groups, demand, originMs, atomSeconds, atomsPerCell, horizon, plan } = problem;
  const cellMs = atomSeconds * atomsPerCell * 1000;
  const hours = cellMs / 3_600_000;
  const flow = coverFlow(groups, queues.length);
  const rules = plan.queues.map(({ queue }) => ({ queue, required: new Float64Array(problem.cells), covered: new Float64Array(problem.cells) }));
  const ruleOf = queues.map(({ queue }) => rules.find((rule) => rule.queue === queue) as (typeof rules)[number]);
  const surplus = new Float64Array(problem.cells);
  let uncovered = 0;
  let surplusCost = 0;
  let last = Math.ceil((horizon.endMs - originMs) / cellMs) - 1;
  for (let cell = 0; cell < problem.cells; cell += 1) {
    const need = demand.map((column) => column[cell] as number);
    const people = supply.map((column) => column[cell] as number);
    const total = people.reduce((sum, count) => sum + count, 0);
    let free = total;
    let idle = total;
    flow.cover(need, people).forEach((count, q) => {
      const { understaffedPerHour, isNeed } = queues[q] as PricedQueue;
      idle -= count;
      if (!isNeed) {
        surplusCost -= count * hours * understaffedPerHour;
        return;
      }
      const { required, covered } = ruleOf[q] as (typeof rules)[number];
      required[cell] = (required[cell] as number) + (need[q] as number);
      covered[cell] = (covered[cell] as number) + count;
      uncovered += Math.max(0, (need[q] as number) - count) * hours * understaffedPerHour;
      free -= count;
    });
    surplus[cell] = Math.max(0, free);
    surplusCost += Math.max(0, idle) * hours * plan.surplusPerHour;
    if (total > 0) last = Math.max(last, cell);
  }
  const coverage: QueueCoverage[] = rules.map(({ queue, required, covered }) => ({
    queue,
    startMs: originMs,
    intervalSeconds: cellMs / 1000,
    required: Array.from(required.subarray(0, last + 1)),
    covered: Array.from(covered.subarray(0, last + 1)),
  }));
  return {
    coverage,
    surplus: Array.from(surplus.subarray(0, last + 1)),
    shortfalls: coverage.flatMap(mergeShortfalls),
    uncovered,
    surplusCost,
  };
}

function mergeShortfalls(queue: QueueCoverage): Shortfall[] {
  const found: Shortfall[] = [];
  let from = -1;
  let missing = 0;
  const cellMs = queue.intervalSeconds * 1000;
  for (let i = 0; i <= queue.required.length; i += 1) {
    const short = i < queue.required.length ? (queue.required[i] as number) - (queue.covered[i] as number) : 0;
    if (short > SMALLEST_SHORTFALL) {
      if (from < 0) from = i;
      missing += short;
    } else if (from >= 0) {
      found.push({ queue: queue.queue, startMs: queue.startMs + from * cellMs, endMs: queue.startMs + i * cellMs, agents: missing / (i - from) });
      from = -1;
      missing = 0;
    }
  }
  return found;
}

/** People on line by group and cell, read from rosters; people still on line from before the horizon included. */
export function supplyOf(problem: Problem, rosters: readonly AgentRoster[]): Float64Array[] {
  const { atomsPerCell, atomSeconds, originMs, standing, people } = problem;
  const cellMs = atomsPerCell * atomSeconds * 1000;
  const supply = standing.map((column) => Float64Array.from(column, (atoms) => atoms / atomsPerCell));
  rosters.forEach((roster, i) => {
    const column = supply[people[i]?.group as number] as Float64Array;
    for (const shift of roster.shifts)
      for (const activity of shift.activities) if (activity.activity === 'online') addStretch(column, activity, originMs, cellMs);
  });
  return supply;
}

function addStretch(column: Float64Array, { startMs, endMs }: Activity, originMs: number, cellMs: number): void {
  for (let cell = Math.floor((startMs - originMs) / cellMs); originMs + cell * cellMs < endMs; cell += 1) {
    const held = Math.min(endMs, originMs + (cell + 1) * cellMs) - Math.max(startMs, originMs + cell * cellMs);
    column[cell] = (column[cell] as number) + held / cellMs;
  }
}

/** Wishes that a roster does not grant. */
export function unmetWishes(agents: readonly Agent[], rosters: readonly AgentRoster[]): UnmetWish[] {
  return agents.flatMap((agent, i) => {
    const shifts = rosters[i]?.shifts ?? [];
    const isUnmet = (wish: Wish): boolean =>
      wish.kind === 'off' ? shifts.some((shift) => shift.day === wish.day) : !shifts.some((shift) => shift.day === wish.day && shift.shift === wish.shift);
    return agent.wishes.filter(isUnmet).map((wish) => ({ agent: agent.agent, wish }));
  });
}

/** Paid hours × cost of all people. */
export function paidCost(problem: Problem, rosters: readonly AgentRoster[]): number {
  const families = problem.plan.shifts.map((rule) => rule.name);
  let paid = 0;
  rosters.forEach((roster, i) => {
    for (const shift of roster.shifts) paid += shift.paidSeconds * (problem.people[i]?.payPerSecond[families.indexOf(shift.shift)] as number);
  });
  return paid;
}

/** Sum of a roster's costs. */
export function totalCost(costs: RosterCosts): number {
  return Object.values(costs).reduce((sum, part) => sum + part, 0);
}
