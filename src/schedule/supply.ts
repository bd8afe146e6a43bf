import type { BreakLayout, DueBreak } from './break-layout.js';
import type { CoverFlow } from './cover-flow.js';
import type { Cuts } from './cover-model.js';
import type { GainTable } from './gains.js';
import type { Problem } from './problem.js';

/** The people on line in every cell, what that costs, and what one more would bring. Costs and gains are worked out when asked for. */
export type Supply = {
  /** Adds (+1) or removes (−1) a shift of somebody of a group, its breaks at `breaks[offset…]`. */
  book(group: number, option: number, breaks: ArrayLike<number>, offset: number, sign: 1 | -1): void;
  /** Cost of the cover: uncovered and surplus. */
  cost(): number;
  /** Exact change of the cost, as a gain, of one more person of a group: fresh for the cells [from, to). */
  gains(group: number, from: number, to: number): GainTable;
  /** Sums the cost of all cells anew. */
  settle(): void;
};

/** How one cell's cost follows from its people. */
type CellPricing = {
  cost(cell: number): number;
  /** Fills the rows of a group's gain table for one cell. */
  fill(group: number, cell: number, table: GainTable): void;
};

/** Supply of an empty roster: only those still at work from the roster before. */
export function openSupply(problem: Problem): Supply {
  const { options, layouts, cells, atomsPerCell, cover, groups, levels, standing } = problem;
  const sets = cover.neighbours.length;
  /** Atoms on line by neighbour set, and of everybody in the last row: [set × cells + cell]. */
  const people = new Int32Array((sets + 1) * cells);
  const rowsOf = cover.setsOfGroup.map((own) => Int32Array.from([...own, sets], (set) => set * cells));
  const pricing = cover.flow === null ? pricedByCuts(problem, people) : pricedByFlow(problem, people, cover.flow);
  const cellCost = new Float64Array(cells);
  const version = new Int32Array(cells).fill(1);
  const tables = groups.map(() => new Float64Array(levels.length * cells));
  const seen = groups.map(() => new Int32Array(cells));
  /** Cells whose cost is not known any more. */
  const stale = new Int32Array(cells);
  const isStale = new Uint8Array(cells);
  let staleCount = 0;
  let total = 0;

  const add = (rows: Int32Array, cell: number, atoms: number): void => {
    for (let m = 0; m < rows.length; m += 1) people[(rows[m] as number) + cell] = (people[(rows[m] as number) + cell] as number) + atoms;
  };

  const settle = (): void => {
    staleCount = 0;
    isStale.fill(0);
    total = 0;
    for (let cell = 0; cell < cells; cell += 1) {
      cellCost[cell] = pricing.cost(cell);
      total += cellCost[cell] as number;
    }
  };

  groups.forEach((_, g) => {
    (standing[g] as Int32Array).forEach((atoms, cell) => {
      if (atoms !== 0) add(rowsOf[g] as Int32Array, cell, atoms);
    });
  });
  settle();

  return {
    settle,
    book(group, option, breaks, offset, sign) {
      const rows = rowsOf[group] as Int32Array;
      const start = options.startAtom[option] as number;
      const end = options.endAtom[option] as number;
      const first = Math.floor(start / atomsPerCell);
      const last = Math.ceil(end / atomsPerCell);
      for (let m = 0; m < rows.length; m += 1) {
        const row = rows[m] as number;
        for (let at = row + first; at < row + last; at += 1) people[at] = (people[at] as number) + sign * atomsPerCell;
      }
      if (start > first * atomsPerCell) add(rows, first, -sign * (start - first * atomsPerCell));
      if (end < last * atomsPerCell) add(rows, last - 1, -sign * (last * atomsPerCell - end));
      const { due } = layouts[options.layout[option] as number] as BreakLayout;
      for (let b = 0; b < due.length; b += 1) {
        let atom = start + (breaks[offset + b] as number);
        const until = atom + (due[b] as DueBreak).lengthAtoms;
        while (atom < until) {
          const cell = Math.floor(atom / atomsPerCell);
          const next = Math.min(until, (cell + 1) * atomsPerCell);
          add(rows, cell, -sign * (next - atom));
          atom = next;
        }
      }
      for (let cell = first; cell < last; cell += 1) {
        version[cell] = (version[cell] as number) + 1;
        if (isStale[cell] === 1) continue;
        isStale[cell] = 1;
        stale[staleCount] = cell;
        staleCount += 1;
      }
    },
    cost() {
      for (let i = 0; i < staleCount; i += 1) {
        const cell = stale[i] as number;
        const cost = pricing.cost(cell);
        total += cost - (cellCost[cell] as number);
        cellCost[cell] = cost;
        isStale[cell] = 0;
      }
      staleCount = 0;
      return total;
    },
    gains(group, from, to) {
      const table = tables[group] as GainTable;
      const known = seen[group] as Int32Array;
      for (let cell = from; cell < to; cell += 1) {
        if (known[cell] === version[cell]) continue;
        pricing.fill(group, cell, table);
        known[cell] = version[cell] as number;
      }
      return table;
    },
  };
}

/** Price of a cell by the cuts of the cover model. */
function pricedByCuts({ cells, cover, groups, levels }: Problem, people: Int32Array): CellPricing {
  const { cutsOf, demandStart, termDemand, constant, surplusPerAtom } = cover;
  const everybody = cover.neighbours.length * cells;
  const sidesOf = new Map([...new Set(cutsOf)].map((cuts) => [cuts, groups.map((_, g) => cutSides(cuts, g))]));
  const sidesAt = cutsOf.map((cuts) => sidesOf.get(cuts) as CutSides[]);
  const slack = new Float64Array(Math.max(1, ...[...sidesOf.keys()].map(({ coefficient }) => coefficient.length)));

  const termAt = (cell: number, termSet: Int32Array, term: number): number => {
    const set = termSet[term] as number;
    const need = termDemand[(demandStart[cell] as number) + term] as number;
    return set < 0 ? need : need + (people[set * cells + cell] as number);
  };

  return {
    cost(cell) {
      const { blockStart, coefficient, termSet } = cutsOf[cell] as Cuts;
      let cost = (constant[cell] as number) + surplusPerAtom * (people[everybody + cell] as number);
      for (let b = 0; b < coefficient.length; b += 1) {
        let least = Number.POSITIVE_INFINITY;
        for (let k = blockStart[b] as number; k < (blockStart[b + 1] as number); k += 1) {
          const value = termAt(cell, termSet, k);
          if (value < least) least = value;
        }
        cost -= (coefficient[b] as number) * least;
      }
      return cost;
    },
    // one more person raises the terms that count them; the least term follows until one that does not count them is reached
    fill(group, cell, table) {
      const { blockStart, coefficient, termSet } = cutsOf[cell] as Cuts;
      const { order, split } = (sidesAt[cell] as CutSides[])[group] as CutSides;
      for (let b = 0; b < coefficient.length; b += 1) {
        let without = Number.POSITIVE_INFINITY;
        let counted = Number.POSITIVE_INFINITY;
        const middle = split[b] as number;
        for (let i = blockStart[b] as number; i < middle; i += 1) {
          const value = termAt(cell, termSet, order[i] as number);
          if (value < without) without = value;
        }
        for (let i = middle; i < (blockStart[b + 1] as number); i += 1) {
          const value = termAt(cell, termSet, order[i] as number);
          if (value < counted) counted = value;
        }
        slack[b] = counted === Number.POSITIVE_INFINITY ? 0 : without - counted;
      }
      for (let row = 0; row < levels.length; row += 1) {
        const atoms = levels[row] as number;
        let gain = -surplusPerAtom * atoms;
        for (let b = 0; b < coefficient.length; b += 1) {
          const room = slack[b] as number;
          if (room > 0) gain += (coefficient[b] as number) * Math.min(room, atoms);
        }
        table[row * cells + cell] = gain;
      }
    },
  };
}

/** The terms of each block, those that do not count a group first; the others begin at `split`. */
type CutSides = { readonly order: Int32Array; readonly split: Int32Array };

function cutSides({ blockStart, coefficient, termSet, termHas }: Cuts, group: number): CutSides {
  const terms = termSet.length;
  const has = (term: number): number => termHas[group * terms + term] as number;
  const split = new Int32Array(coefficient.length);
  const order = [...coefficient].flatMap((_, b) => {
    const own = [...termSet.keys()].slice(blockStart[b], blockStart[b + 1]);
    split[b] = (blockStart[b] as number) + own.filter((term) => has(term) === 0).length;
    return own.sort((one, other) => has(one) - has(other) || one - other);
  });
  return { order: Int32Array.from(order), split };
}

/** Price of a cell by a flow, where the cuts are too many; each neighbour set is then one group. */
function pricedByFlow({ cells, cover, groups, levels, queues }: Problem, people: Int32Array, flow: CoverFlow): CellPricing {
  const { constant, surplusPerAtom, needAtoms, worthPerAtom } = cover;
  const there = new Int32Array(groups.length);

  /** What the people of a cell save; `extra` more atoms of one group. */
  const worthOf = (cell: number, group: number, extra: number): number => {
    for (let g = 0; g < groups.length; g += 1) there[g] = (people[g * cells + cell] as number) + (g === group ? extra : 0);
    const covered = flow.cover(needAtoms.subarray(cell * queues.length, (cell + 1) * queues.length), there);
    let worth = 0;
    for (let q = 0; q < queues.length; q += 1) worth += (worthPerAtom[q] as number) * (covered[q] as number);
    return worth;
  };

  return {
    cost: (cell) => (constant[cell] as number) + surplusPerAtom * (people[groups.length * cells + cell] as number) - worthOf(cell, 0, 0),
    fill(group, cell, table) {
      const before = worthOf(cell, group, 0);
      for (let row = 0; row < levels.length; row += 1) {
        const atoms = levels[row] as number;
        table[row * cells + cell] = worthOf(cell, group, atoms) - before - surplusPerAtom * atoms;
      }
    },
  };
}
