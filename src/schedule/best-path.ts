import { InvalidPlanError } from '../core/index.js';
import { type PathSpace, startingWeekends, weekendsAfterOff, weekendsAfterWork, weekendsBefore } from './path-space.js';
import type { Person } from './person.js';
import type { ShiftOptions } from './problem.js';

const DAYS_PER_WEEK = 7;
/** States beyond which they are looked up instead of kept in a table, and beyond which they cannot be numbered. */
const MOST_DENSE = 1 << 21;
const MOST_STATES = 2 ** 31;

/** Finds one person's cheapest schedule again and again; `choice` holds the last answer (option by day, −1 = off). */
export type PathFinder = {
  readonly choice: Int32Array;
  /** Cost of the cheapest schedule, ∞ when no schedule keeps every rule. `workCost` is by option, `offCost` by day. */
  find(person: Person, workCost: Float64Array, offCost: Float64Array): number;
};

/** What can be done from a class of rest on one day, without what is worse in every way. */
type Transitions = {
  count: number;
  readonly start: Int32Array;
  readonly end: Int32Array;
  units: Int32Array;
  next: Int32Array;
  /** Kind as the rules of sequence see it. */
  kind: Int32Array;
  cost: Float64Array;
  option: Int32Array;
};

/** Nodes of the search, day by day. */
type Nodes = { size: number; state: Int32Array; previous: Int32Array; option: Int32Array; value: Float64Array };

/** Prepares the dynamic programme over a contract's days. Every hard rule of a person lives in it. */
export function pathFinder(space: PathSpace, options: ShiftOptions): PathFinder {
  const [classes, runs, weekends, days, units] = space.shape;
  const { sequence, overtime } = space;
  const kinds = sequence === null ? 1 : sequence.kinds;
  const steps = sequence === null ? 1 : sequence.states;
  const states = classes * runs * weekends * days * units * steps;
  if (states > MOST_STATES)
    throw new InvalidPlanError(
      `schedule: the rules of contract "${space.rule.name}" together have ${states} states a day, more than can be searched. Count hours in larger steps (lengths and unpaid breaks), or leave out hoursPerPeriod or hoursPerWeek.`,
      { path: `contracts.${space.rule.name}`, states },
    );
  const isDense = states <= MOST_DENSE;
  const nodeOf = [new Int32Array(isDense ? states : 0).fill(-1), new Int32Array(isDense ? states : 0).fill(-1)] as const;
  /** The same by look-up where tables of all states would be too large. */
  const sparse = new Map<Int32Array, Map<number, number>>(nodeOf.map((map) => [map, new Map()]));
  const nodes: Nodes = { size: 0, state: new Int32Array(1024), previous: new Int32Array(1024), option: new Int32Array(1024), value: new Float64Array(1024) };
  const transitions: Transitions = {
    count: 0,
    start: new Int32Array(classes),
    end: new Int32Array(classes),
    units: new Int32Array(256),
    next: new Int32Array(256),
    kind: new Int32Array(256),
    cost: new Float64Array(256),
    option: new Int32Array(256),
  };
  const best = new Float64Array((space.longestUnits + 1) * classes * kinds);
  const bestOption = new Int32Array(best.length);
  const choice = new Int32Array(space.days).fill(-1);

  const reach = (map: Int32Array, state: number, value: number, previous: number, option: number): void => {
    const known = isDense ? (map[state] as number) : (sparse.get(map)?.get(state) ?? -1);
    if (known >= 0) {
      if (value < (nodes.value[known] as number)) {
        nodes.value[known] = value;
        nodes.previous[known] = previous;
        nodes.option[known] = option;
      }
      return;
    }
    if (nodes.size === nodes.state.length) growNodes(nodes);
    const node = nodes.size;
    nodes.size += 1;
    if (isDense) map[state] = node;
    else sparse.get(map)?.set(state, node);
    nodes.state[node] = state;
    nodes.previous[node] = previous;
    nodes.option[node] = option;
    nodes.value[node] = value;
  };

  const forget = (map: Int32Array, from: number, to: number): void => {
    if (isDense) for (let node = from; node < to; node += 1) map[nodes.state[node] as number] = -1;
    else sparse.get(map)?.clear();
  };

  /** Expands the nodes [from, to) over one day. */
  const expand = (person: Person, day: number, from: number, to: number, offCost: number): void => {
    const map = nodeOf[(day + 1) % 2] as Int32Array;
    const off = space.classAfterOff[day] as Int32Array;
    const follow = sequence === null ? null : (sequence.next[day] as Int32Array);
    const must = person.mustWork;
    const left = DAYS_PER_WEEK - 1 - (day % DAYS_PER_WEEK);
    const weekEnds = left === 0;
    for (let node = from; node < to; node += 1) {
      let rest = nodes.state[node] as number;
      const step = steps === 1 ? 0 : rest % steps;
      if (steps > 1) rest = (rest - step) / steps;
      const u = rest % units;
      rest = (rest - u) / units;
      const d = rest % days;
      rest = (rest - d) / days;
      const weekend = weekendsBefore(space, person.before, day, rest % weekends);
      rest = Math.floor(rest / weekends);
      const run = rest % runs;
      const restClass = Math.floor(rest / runs);
      const value = nodes.value[node] as number;
      const offWeekend = weekendsAfterOff(space, weekend);
      const offStep = follow === null ? 0 : (follow[step * (kinds + 1) + kinds] as number);
      if (offStep >= 0 && (must === undefined || must[day] === 0) && canFinish(space, d, u, left)) {
        const base = (((off[restClass] as number) * runs + 0) * weekends + offWeekend) * days;
        const extra = weekEnds && overtime !== null ? (overtime[u] as number) : 0;
        reach(map, (weekEnds ? base * units : (base + d) * units + u) * steps + offStep, value + offCost + extra, node, -1);
      }
      if (space.maximumRun !== null && run >= space.maximumRun) continue;
      const workDays = days === 1 ? 0 : d + 1;
      if (workDays > space.maximumDays) continue;
      const workWeekend = weekendsAfterWork(space, day, weekend);
      if (workWeekend < 0) continue;
      const workRun = runs === 1 ? 0 : run + 1;
      const end = transitions.end[restClass] as number;
      for (let k = transitions.start[restClass] as number; k < end; k += 1) {
        const workStep = follow === null ? 0 : (follow[step * (kinds + 1) + (transitions.kind[k] as number)] as number);
        if (workStep < 0) continue;
        let workUnits = u + (transitions.units[k] as number);
        if (workUnits > space.unitsCap) {
          if (space.unitsLimited) continue;
          workUnits = space.unitsCap;
        }
        if (!canFinish(space, workDays, workUnits, left)) continue;
        const base = (((transitions.next[k] as number) * runs + workRun) * weekends + workWeekend) * days;
        const extra = weekEnds && overtime !== null ? (overtime[workUnits] as number) : 0;
        reach(
          map,
          (weekEnds ? base * units : (base + workDays) * units + workUnits) * steps + workStep,
          value + (transitions.cost[k] as number) + extra,
          node,
          transitions.option[k] as number,
        );
      }
    }
  };

  return {
    choice,
    find(person, workCost, offCost) {
      nodes.size = 0;
      const startStep = sequence === null ? 0 : sequence.start(person.before);
      if (startStep < 0) return Number.POSITIVE_INFINITY;
      reach(nodeOf[0], startState(space, person) * steps + startStep, 0, -1, -1);
      let from = 0;
      for (let day = 0; day < space.days; day += 1) {
        const to = nodes.size;
        buildTransitions(space, options, person.allowed[day] as Int32Array, day, workCost, transitions, best, bestOption);
        expand(person, day, from, to, offCost[day] as number);
        forget(nodeOf[day % 2] as Int32Array, from, to);
        from = to;
      }
      const end = cheapest(nodes, from);
      forget(nodeOf[space.days % 2] as Int32Array, from, nodes.size);
      if (end < 0) return Number.POSITIVE_INFINITY;
      let node = end;
      for (let day = space.days - 1; day >= 0; day -= 1) {
        choice[day] = nodes.option[node] as number;
        node = nodes.previous[node] as number;
      }
      return nodes.value[end] as number;
    },
  };
}

/** True when the least days and paid time of the week can still be reached in the days left. */
function canFinish(space: PathSpace, days: number, units: number, left: number): boolean {
  if (days + left < space.minimumDays) return false;
  if (units >= space.minimumUnits) return true;
  return units + Math.min(left, space.maximumDays - (space.shape[3] === 1 ? 0 : days)) * space.longestUnits >= space.minimumUnits;
}

function startState(space: PathSpace, person: Person): number {
  const [, runs, weekends, days, units] = space.shape;
  const run = space.maximumRun === null ? 0 : Math.min(space.maximumRun, person.before.run);
  return (run % runs) * weekends * days * units + startingWeekends(space, person.before) * days * units;
}

function cheapest(nodes: Nodes, from: number): number {
  let end = -1;
  for (let node = from; node < nodes.size; node += 1) if (end < 0 || (nodes.value[node] as number) < (nodes.value[end] as number)) end = node;
  return end;
}

function growNodes(nodes: Nodes): void {
  const grow = <T extends Int32Array | Float64Array>(old: T, copy: T): T => {
    copy.set(old);
    return copy;
  };
  const size = nodes.state.length * 2;
  nodes.state = grow(nodes.state, new Int32Array(size));
  nodes.previous = grow(nodes.previous, new Int32Array(size));
  nodes.option = grow(nodes.option, new Int32Array(size));
  nodes.value = grow(nodes.value, new Float64Array(size));
}

/**
 * For each class of rest, the cheapest option by paid units and class after it. From the latest release back, options join as they become
 * possible; an option that leaves no more freedom than another of the same paid time and costs no less is left out.
 */
function buildTransitions(
  space: PathSpace,
  options: ShiftOptions,
  list: Int32Array,
  day: number,
  workCost: Float64Array,
  out: Transitions,
  best: Float64Array,
  bestOption: Int32Array,
): void {
  const releases = space.releases[day] as readonly number[];
  const classesAfter = (space.releases[day + 1] as readonly number[]).length;
  const rows = space.longestUnits + 1;
  const { sequence } = space;
  const kinds = sequence === null ? 1 : sequence.kinds;
  best.fill(Number.POSITIVE_INFINITY);
  let pointer = list.length - 1;
  out.count = 0;
  for (let c = releases.length - 1; c >= 0; c -= 1) {
    const release = releases[c] as number;
    while (pointer >= 0 && (options.startAtom[list[pointer] as number] as number) >= release) {
      const o = list[pointer] as number;
      const row = sequence === null ? (space.units[o] as number) : (sequence.kindOf[o] as number) * rows + (space.units[o] as number);
      const at = row * classesAfter + (space.classAfter[o] as number);
      if ((workCost[o] as number) < (best[at] as number)) {
        best[at] = workCost[o] as number;
        bestOption[at] = o;
      }
      pointer -= 1;
    }
    out.start[c] = out.count;
    for (let kind = 0; kind < kinds; kind += 1) emit(kind, rows, classesAfter, best, bestOption, out);
    out.end[c] = out.count;
  }
}

function emit(kind: number, rows: number, classesAfter: number, best: Float64Array, bestOption: Int32Array, out: Transitions): void {
  for (let units = 0; units < rows; units += 1) {
    let least = Number.POSITIVE_INFINITY;
    for (let next = 0; next < classesAfter; next += 1) {
      const at = (kind * rows + units) * classesAfter + next;
      const cost = best[at] as number;
      if (!(cost < least)) continue;
      least = cost;
      if (out.count === out.units.length) growTransitions(out);
      out.units[out.count] = units;
      out.next[out.count] = next;
      out.cost[out.count] = cost;
      out.kind[out.count] = kind;
      out.option[out.count] = bestOption[at] as number;
      out.count += 1;
    }
  }
}

function growTransitions(out: Transitions): void {
  const size = out.units.length * 2;
  const wider = (old: Int32Array): Int32Array => {
    const copy = new Int32Array(size);
    copy.set(old);
    return copy;
  };
  const cost = new Float64Array(size);
  cost.set(out.cost);
  out.units = wider(out.units);
  out.next = wider(out.next);
  out.kind = wider(out.kind);
  out.option = wider(out.option);
  out.cost = cost;
}
