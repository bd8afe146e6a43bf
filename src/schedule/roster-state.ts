import type { BreakLayout } from './break-layout.js';
import type { CoverFlow } from './cover-flow.js';
import { type Extras, openExtras } from './extras.js';
import type { GainTable } from './gains.js';
import { onlineAtoms } from './online-atoms.js';
import { openPauses, type PausePrices } from './pauses.js';
import type { Person } from './person.js';
import type { Problem } from './problem.js';

/** A roster in the making: who works what, and what that costs, kept exact after every change. */
export type RosterState = {
  /** Option by person and day, −1 = off: [person × days + day]. */
  readonly work: Int32Array;
  /** Starts of breaks from the start of the shift: [(person × days + day) × breaks + break]. */
  readonly breaks: Int32Array;
  readonly breaksPerShift: number;
  /** Cost of the cover: uncovered and surplus. */
  coverCost(): number;
  /** Everything, wishes and paid time included. */
  objective(): number;
  /** Cost of one person on one day doing an option (−1 = off), cover apart; on a day that is free now. */
  ownCost(person: Person, day: number, option: number): number;
  /** Costs that are no sums over days; null when the plan has none. */
  readonly extras: Extras | null;
  /** What one more person and their breaks do to the price of breaks at once, as things are; null when that has no price. */
  readonly breakPrice: PausePrices | null;
  /** Takes a person's shift of a day off the roster; does nothing on a day off. */
  clear(person: Person, day: number): void;
  /** Puts a shift with its breaks on a free day; option −1 does nothing. */
  put(person: Person, day: number, option: number, breakStarts: ArrayLike<number>, offset?: number): void;
  /** Exact change of the cover's cost, as a gain, of one more person of a group: fresh for the cells [from, to). */
  gains(group: number, from: number, to: number): GainTable;
  /** Sums every cost anew, so that rounding of millions of changes does not add up. */
  settle(): void;
};

/** An empty roster. */
export function emptyRoster(problem: Problem): RosterState {
  const { people, horizon, options, layouts, cells, atomsPerCell, cover, groups, plan, standing } = problem;
  const days = horizon.days.length;
  const families = plan.shifts.length;
  const breaksPerShift = Math.max(
    1,
    layouts.reduce((most, { due }) => Math.max(most, due.length), 0),
  );
  const work = new Int32Array(people.length * days).fill(-1);
  const breaks = new Int32Array(people.length * days * breaksPerShift);
  const sets = cover.neighbours.length;
  const setSum = new Int32Array(cells * sets);
  const total = new Int32Array(cells);
  const cellCost = new Float64Array(cells);
  const version = new Int32Array(cells).fill(1);
  const levels = problem.levels;
  const tables = groups.map(() => new Float64Array(levels.length * cells));
  const seen = groups.map(() => new Int32Array(cells));
  const online = new Int32Array(cells);
  const terms = cover.termSet.length;
  const blocks = cover.coefficient.length;
  const { blockStart, coefficient, termSet, termHas, termDemand, constant, surplusPerAtom, setsOfGroup, flow, needAtoms, worthPerAtom } = cover;
  const queues = problem.queues.length;
  const base = new Float64Array(terms);
  let ownTotal = people.reduce((sum, person) => sum + person.lostWishes, 0);
  let coverTotal = 0;

  /** What the people of a cell save, when the cover is a flow; `extra` more atoms of one group. */
  const flowWorth = (cell: number, group: number, extra: number): number => {
    const people = setSum.subarray(cell * sets, (cell + 1) * sets);
    if (extra > 0) people[group] = (people[group] as number) + extra;
    const covered = (flow as CoverFlow).cover(needAtoms.subarray(cell * queues, (cell + 1) * queues), people);
    if (extra > 0) people[group] = (people[group] as number) - extra;
    let worth = 0;
    for (let q = 0; q < queues; q += 1) worth += (worthPerAtom[q] as number) * (covered[q] as number);
    return worth;
  };

  const costOf = (cell: number): number => {
    if (flow !== null) return (constant[cell] as number) + surplusPerAtom * (total[cell] as number) - flowWorth(cell, 0, 0);
    let cost = (constant[cell] as number) + surplusPerAtom * (total[cell] as number);
    for (let b = 0; b < blocks; b += 1) {
      let least = Number.POSITIVE_INFINITY;
      for (let k = blockStart[b] as number; k < (blockStart[b + 1] as number); k += 1) {
        const set = termSet[k] as number;
        const value = (termDemand[cell * terms + k] as number) + (set < 0 ? 0 : (setSum[cell * sets + set] as number));
        if (value < least) least = value;
      }
      cost -= (coefficient[b] as number) * least;
    }
    return cost;
  };

  const refreshCell = (group: number, cell: number, table: GainTable): void => {
    if (flow !== null) {
      const before = flowWorth(cell, group, 0);
      for (let row = 0; row < levels.length; row += 1)
        table[row * cells + cell] = flowWorth(cell, group, levels[row] as number) - before - surplusPerAtom * (levels[row] as number);
      return;
    }
    for (let k = 0; k < terms; k += 1) {
      const set = termSet[k] as number;
      base[k] = (termDemand[cell * terms + k] as number) + (set < 0 ? 0 : (setSum[cell * sets + set] as number));
    }
    for (let row = 0; row < levels.length; row += 1) {
      const atoms = levels[row] as number;
      let gain = -surplusPerAtom * atoms;
      for (let b = 0; b < blocks; b += 1) {
        let before = Number.POSITIVE_INFINITY;
        let after = Number.POSITIVE_INFINITY;
        for (let k = blockStart[b] as number; k < (blockStart[b + 1] as number); k += 1) {
          const value = base[k] as number;
          if (value < before) before = value;
          const raised = termHas[group * terms + k] === 1 ? value + atoms : value;
          if (raised < after) after = raised;
        }
        gain += (coefficient[b] as number) * (after - before);
      }
      table[row * cells + cell] = gain;
    }
  };

  /** Adds (+1) or removes (−1) one person's shift from the supply and updates the cost of the cells it touches. */
  const apply = (person: Person, day: number, option: number, sign: 1 | -1): void => {
    if (pauses !== null) bookPauses(person, day, option, sign);
    const first = Math.floor((options.startAtom[option] as number) / atomsPerCell);
    const last = onlineAtoms(problem, option, breaks, (person.index * days + day) * breaksPerShift, online);
    const own = setsOfGroup[person.group] as Int32Array;
    for (let cell = first; cell < last; cell += 1) {
      const atoms = sign * (online[cell] as number);
      if (atoms === 0) continue;
      for (let m = 0; m < own.length; m += 1) setSum[cell * sets + (own[m] as number)] = (setSum[cell * sets + (own[m] as number)] as number) + atoms;
      total[cell] = (total[cell] as number) + atoms;
      version[cell] = (version[cell] as number) + 1;
      const cost = costOf(cell);
      coverTotal += cost - (cellCost[cell] as number);
      cellCost[cell] = cost;
    }
  };

  const extras = openExtras(problem, work);
  const pauses = openPauses(problem);

  /** Books who is there and who is on a break. */
  const bookPauses = (person: Person, day: number, option: number, sign: 1 | -1): void => {
    const { isThere, isCounted } = pauses?.counted[options.layout[option] as number] ?? { isThere: false, isCounted: [] };
    if (pauses === null || !isThere) return;
    const book = (from: number, to: number, isBreak: boolean): void => {
      for (let cell = Math.floor(from / atomsPerCell); cell * atomsPerCell < to; cell += 1) {
        const atoms = sign * (Math.min(to, (cell + 1) * atomsPerCell) - Math.max(from, cell * atomsPerCell));
        pauses.book(cell, isBreak ? 0 : atoms, isBreak ? atoms : 0);
      }
    };
    const start = options.startAtom[option] as number;
    book(start, options.endAtom[option] as number, false);
    (layouts[options.layout[option] as number] as BreakLayout).due.forEach(({ lengthAtoms }, b) => {
      const from = start + (breaks[(person.index * days + day) * breaksPerShift + b] as number);
      if (isCounted[b]) book(from, from + lengthAtoms, true);
    });
  };

  const dayCost = (person: Person, day: number, option: number): number =>
    option < 0
      ? (person.offCost[day] as number)
      : (person.payPerSecond[options.rule[option] as number] as number) * (options.paidSeconds[option] as number) +
        (person.workCost[day * families + (options.rule[option] as number)] as number);

  const ownCost = (person: Person, day: number, option: number): number =>
    extras === null || option < 0 ? dayCost(person, day, option) : dayCost(person, day, option) + extras.marginal(person, day, option);

  groups.forEach((_, g) => {
    (standing[g] as Int32Array).forEach((atoms, cell) => {
      if (atoms === 0) return;
      for (const m of setsOfGroup[g] as Int32Array) setSum[cell * sets + m] = (setSum[cell * sets + m] as number) + atoms;
      total[cell] = (total[cell] as number) + atoms;
    });
  });
  for (let cell = 0; cell < cells; cell += 1) {
    cellCost[cell] = costOf(cell);
    coverTotal += cellCost[cell] as number;
  }
  for (const person of people) for (let day = 0; day < days; day += 1) ownTotal += dayCost(person, day, -1);
  if (extras !== null) ownTotal += extras.total();

  return {
    work,
    breaks,
    breaksPerShift,
    coverCost: () => coverTotal,
    objective: () => (pauses === null ? coverTotal + ownTotal : coverTotal + ownTotal + pauses.total()),
    ownCost,
    extras,
    breakPrice: pauses?.prices ?? null,
    clear(person, day) {
      const at = person.index * days + day;
      const option = work[at] as number;
      if (option < 0) return;
      apply(person, day, option, -1);
      work[at] = -1;
      extras?.note(person, day, option, -1);
      ownTotal += ownCost(person, day, -1) - ownCost(person, day, option);
    },
    put(person, day, option, breakStarts, offset = 0) {
      if (option < 0) return;
      const at = person.index * days + day;
      for (let b = 0; b < breaksPerShift; b += 1) breaks[at * breaksPerShift + b] = breakStarts[offset + b] ?? 0;
      ownTotal += ownCost(person, day, option) - ownCost(person, day, -1);
      extras?.note(person, day, option, 1);
      work[at] = option;
      apply(person, day, option, 1);
    },
    gains(group, from, to) {
      const table = tables[group] as GainTable;
      const known = seen[group] as Int32Array;
      for (let cell = from; cell < to; cell += 1) {
        if (known[cell] === version[cell]) continue;
        refreshCell(group, cell, table);
        known[cell] = version[cell] as number;
      }
      return table;
    },
    settle() {
      pauses?.settle();
      coverTotal = 0;
      for (let cell = 0; cell < cells; cell += 1) {
        cellCost[cell] = costOf(cell);
        coverTotal += cellCost[cell] as number;
      }
      ownTotal = 0;
      for (const person of people) {
        ownTotal += person.lostWishes;
        for (let day = 0; day < days; day += 1) ownTotal += dayCost(person, day, work[person.index * days + day] as number);
      }
      if (extras !== null) ownTotal += extras.total();
    },
  };
}
