import type { AddedColumn } from '../optimize/index.js';
import type { Cuts } from './cover-model.js';
import { addColumn, addRow, type CoverEntry, type CoverPart, type CoverRows, type Rows } from './cover-rows.js';
import { priceShape } from './price-shape.js';
import { rowsUpTo } from './prices.js';
import type { Problem } from './problem.js';

/** Rows beyond which a master of states takes more time than steps of prices, which prove as much. */
const MOST_ROWS = 800;
/** Combinations that pricing may look at, all cells together; the group with the longest range is not counted. */
const MOST_COMBINATIONS = 6e6;
/** States that one cell may add at a time. */
const STATES_AT_A_TIME = 4;
const IMPROVES = 1e-7;

/** What is fixed about the states of a problem: ranges of supply, and which group can stand in for which. */
type Ranges = {
  /** Groups whose people can do all that the group's can, but more; only the closest. */
  readonly downgrades: readonly (readonly [from: number, to: number])[];
  /** Group of the innermost loop. */
  readonly inner: number;
  readonly outer: readonly number[];
  /** Most atoms of a group that a state of a cell needs: [group][cell]. */
  readonly most: readonly Int32Array[];
};

/** Rows of one cell: the convexity row, and for each group one row a level ("people there for at least so many atoms"). */
type CellRows = { readonly cell: number; readonly convexity: number; readonly rows: readonly (readonly number[])[] };

/**
 * The cover part of the master, exact for whole people: each cell is in a state (people of each group by time on line, whole numbers), the master mixes
 * states, and what people supply must carry the mix. The cost of a state is the exact cost of its cover, so that a mix never costs less than the convex
 * hull of what whole people can reach; for few people that is far above the linear relaxation. States are generated: under given
 * prices the cheapest state of each cell is found by trying every supply [DantzigWolfe1960]. Null when there would be too many to try.
 */
export function cellStates(problem: Problem, rows: Rows, part: Pick<CoverPart, 'from' | 'to'>): CoverRows | null {
  const { cells, groups, levels } = problem;
  const space = openStates(problem, part);
  if (space === null || space.busy.length * (1 + groups.length * levels.length) > MOST_ROWS) return null;
  const { busy, ranges, solver } = space;
  const own = busy.map((cell): CellRows => {
    const convexity = addRow(rows, 1, 1);
    return { cell, convexity, rows: groups.map(() => levels.map(() => addRow(rows, 0, null))) };
  });
  const at = new Int32Array(cells).fill(-1);
  busy.forEach((cell, k) => {
    at[cell] = k;
  });
  for (const cell of own) {
    for (const column of firstStates(problem, solver, cell, ranges)) addColumn(rows, column, column.coefficients);
    addExchanges(problem, rows, cell, ranges);
  }
  const rowsAt = rowsUpTo(problem);
  const entries = own.map((cell) => groups.map((_, g) => levels.map((_, l) => (cell.rows[g] as number[]).slice(0, l + 1).map((row): CoverEntry => [row, 1]))));
  const none: CoverEntry[] = [];
  return {
    rowsOf: (group, cell, atoms) => (at[cell] === -1 ? none : (entries[at[cell] as number]?.[group]?.[rowsAt[atoms] as number] ?? none)),
    read(duals) {
      const prices = stateGains(problem, own, ranges, duals);
      const columns: AddedColumn[] = [];
      let constant = 0;
      for (const cell of own) {
        const found = solver.solve(cell.cell, prices, duals[cell.convexity] as number);
        constant += found.least + standingWorth(problem, prices, cell.cell);
        for (const state of found.states) columns.push(stateColumn(problem, solver, cell, state));
      }
      return { prices: { gain: prices, constant }, columns };
    },
    near: (supply) => own.flatMap((cell) => statesNear(problem, supply, cell.cell, ranges).map((state) => stateColumn(problem, solver, cell, state))),
  };
}

/** Cells in which somebody is needed, in states of whole people. */
type StateSpace = { readonly busy: readonly number[]; readonly ranges: Ranges; readonly solver: StateSolver };

/** The states of a stretch of cells; null when there are too many to try, or when the cover is a flow. */
function openStates(problem: Problem, { from, to }: Pick<CoverPart, 'from' | 'to'>): StateSpace | null {
  if (problem.cover.flow !== null || problem.groups.length === 0) return null;
  const busy: number[] = [];
  for (let cell = from; cell < to; cell += 1) if (problem.demand.some((column) => (column[cell] as number) > 0)) busy.push(cell);
  const ranges = stateRanges(problem);
  return combinations(problem, ranges, busy) > MOST_COMBINATIONS ? null : { busy, ranges, solver: stateSolver(problem, ranges) };
}

/** The cover's side of prices: each cell in its cheapest state of whole people. */
export type StatePricing = {
  readonly busy: readonly number[];
  /** Moves gains, in place, to the nearest ones of the shape they must have. */
  shape(gain: readonly Float64Array[]): void;
  /** What the need is worth under gains; `wanted` takes the people of each group there for so many atoms: [level × cells + cell]. */
  price(gain: readonly Float64Array[], wanted: readonly Float64Array[]): number;
};

/** Pricing of all cells by whole people; null when there are too many states to try again and again. */
export function statePricing(problem: Problem): StatePricing | null {
  const space = openStates(problem, { from: 0, to: problem.cells });
  if (space === null) return null;
  const { busy, ranges, solver } = space;
  const { cells, levels, groups, atomsPerCell } = problem;
  const moveNear = priceShape(problem, busy, ranges.downgrades);
  const full = (levels.length - 1) * cells;
  const parts = partsOfPeople(problem);
  return {
    busy,
    shape(gain) {
      moveNear(gain);
      // what rounding left over is lifted, so that the bound holds to the last digit
      for (const column of gain)
        for (const cell of busy)
          for (let i = cells + cell; i < column.length; i += cells) column[i] = Math.max(column[i] as number, column[i - cells] as number);
      shapeGains(problem, busy, ranges, gain);
    },
    price(gain, wanted) {
      let constant = 0;
      for (const cell of busy) {
        const { least, best } = solver.solve(cell, gain, Number.NEGATIVE_INFINITY);
        constant += least + standingWorth(problem, gain, cell);
        for (let g = 0; g < groups.length; g += 1) {
          const [out, atoms] = [wanted[g] as Float64Array, best[g] as number];
          const rest = atoms % atomsPerCell;
          for (let i = cell; i < out.length; i += cells) out[i] = 0;
          const { row, share } = parts[rest] as PartOfPerson;
          if (rest > 0) out[row * cells + cell] = share;
          if (rest > 0 && row > 0) out[(row - 1) * cells + cell] = 1 - share;
          out[full + cell] = (out[full + cell] as number) + (atoms - rest) / atomsPerCell;
        }
      }
      return constant;
    },
  };
}

/** A person for a part of a cell: there up to a level with a share, up to the level before with the rest of it. */
type PartOfPerson = { readonly row: number; readonly share: number };

/**
 * The part of a person that stands for so many atoms beyond whole people. It lies between two levels, since several people who are each there for a part may together
 * supply what no person does alone, at less than the next level; but all they supply comes in steps of what the levels have in common.
 */
function partsOfPeople({ levels, atomsPerCell }: Problem): PartOfPerson[] {
  let step = atomsPerCell;
  for (const level of levels) for (let rest = level; rest > 0; ) [step, rest] = [rest, step % rest];
  return Array.from({ length: atomsPerCell }, (_, rest) => {
    const atoms = Math.ceil(rest / step) * step;
    const row = levels.findIndex((level) => level >= atoms);
    const before = row === 0 ? 0 : (levels[row - 1] as number);
    return { row, share: (atoms - before) / ((levels[row] as number) - before) };
  });
}

/** People who supply so many atoms of a cell, of those who are there for at least a level. */
function peopleThere({ atomsPerCell }: Problem, parts: readonly PartOfPerson[], atoms: number, l: number): number {
  const rest = atoms % atomsPerCell;
  const { row, share } = parts[rest] as PartOfPerson;
  const part = rest === 0 || l > row ? 0 : l < row ? 1 : share;
  return (atoms - rest) / atomsPerCell + part;
}

/**
 * Columns that keep the duals in the shape that gains must have: people who can do more stand in for others at the same time on line; time on line
 * is worth most at its beginning, so that longer parts may be cut into shorter ones.
 */
function addExchanges({ levels }: Problem, rows: Rows, cell: CellRows, { downgrades }: Ranges): void {
  for (const [from, to] of downgrades) {
    levels.forEach((_, l) => {
      const less = (cell.rows[from] as number[]).slice(0, l + 1).map((row): [number, number] => [row, -1]);
      const more = (cell.rows[to] as number[]).slice(0, l + 1).map((row): [number, number] => [row, 1]);
      addColumn(rows, { cost: 0 }, [...less, ...more]);
    });
  }
  for (const list of cell.rows) {
    for (let l = 1; l < levels.length; l += 1) {
      const step = (levels[l] as number) - (levels[l - 1] as number);
      const stepBefore = (levels[l - 1] as number) - (l > 1 ? (levels[l - 2] as number) : 0);
      addColumn(rows, { cost: 0 }, [
        [list[l - 1] as number, -1 / stepBefore],
        [list[l] as number, 1 / step],
      ]);
    }
  }
}

/** Prices count the people who stand there anyway as if they were rostered; the states know them, so their worth is added back. */
function standingWorth(problem: Problem, gain: readonly Float64Array[], cell: number): number {
  const { standing, cells, levels, atomsPerCell } = problem;
  const full = (levels.length - 1) * cells;
  return standing.reduce((sum, column, g) => sum + ((gain[g]?.[full + cell] as number) * (column[cell] as number)) / atomsPerCell, 0);
}

function isWithin(small: readonly number[], big: readonly number[]): boolean {
  return small.every((queue) => big.includes(queue));
}

/**
 * People who can do more may stand in for people who can do less. So where everything else a group can do is what one lesser group does, no state needs more of the group
 * than the need of the queues that only it serves.
 */
function stateRanges(problem: Problem): Ranges {
  const { groups, demand, cells, atomsPerCell } = problem;
  const lesser = groups.map((group, g) => groups.flatMap((other, h) => (h !== g && isWithin(other.queues, group.queues) ? [h] : [])));
  const downgrades = lesser
    .flatMap((list, g) => list.filter((h) => !list.some((k) => k !== h && lesser[k]?.includes(h))).map((h) => [g, h] as const))
    // smaller sets of queues first, so that a rise is handed on
    .sort(([a], [b]) => (groups[a]?.queues.length as number) - (groups[b]?.queues.length as number));
  const most = groups.map((group, g) => {
    const next = downgrades.filter(([from]) => from === g).map(([, to]) => to);
    const handed = next.length === 1 ? (groups[next[0] as number]?.queues ?? []) : [];
    const queues = group.queues.filter((queue) => !handed.includes(queue));
    return Int32Array.from({ length: cells }, (_, cell) => {
      // whole people, since what is more than that must be able to leave one by one
      const need = queues.reduce((sum, queue) => sum + (demand[queue]?.[cell] as number), 0);
      return Math.ceil(need - 1e-9) * atomsPerCell;
    });
  });
  const size = most.map((column) => column.reduce((sum, count) => sum + count, 0));
  const inner = size.indexOf(Math.max(...size));
  return { downgrades, inner, outer: groups.map((_, g) => g).filter((g) => g !== inner), most };
}

function combinations(problem: Problem, { outer, most }: Ranges, busy: readonly number[]): number {
  return busy.reduce((sum, cell) => sum + outer.reduce((product, g) => product * ((most[g]?.[cell] as number) + 1), 1), 0) * problem.atomsPerCell;
}

/**
 * Gain of one person by group, level and cell from row duals. Made to fall off with time on line (so that a cell cut twice is never valued too low) and to
 * rise with what a group can do; both only raise gains, and the bound is exact for whatever gains there are.
 */
function stateGains(problem: Problem, own: readonly CellRows[], ranges: Ranges, duals: readonly number[]): Float64Array[] {
  const { cells, levels, groups } = problem;
  const gain = groups.map(() => new Float64Array(levels.length * cells));
  for (const { cell, rows } of own) {
    rows.forEach((list, g) => {
      const column = gain[g] as Float64Array;
      let sum = 0;
      list.forEach((row, l) => {
        sum += Math.max(0, duals[row] as number);
        column[l * cells + cell] = sum;
      });
    });
  }
  shapeGains(
    problem,
    own.map(({ cell }) => cell),
    ranges,
    gain,
  );
  return gain;
}

/** Gains rise with what a group can do and fall off with time on line. */
function shapeGains(problem: Problem, busy: readonly number[], { downgrades }: Ranges, gain: readonly Float64Array[]): void {
  for (const [from, to] of downgrades) {
    const [upper, lower] = [gain[from] as Float64Array, gain[to] as Float64Array];
    for (let i = 0; i < upper.length; i += 1) upper[i] = Math.max(upper[i] as number, lower[i] as number);
  }
  for (const column of gain) for (const cell of busy) makeConcave(problem, column, cell);
}

/** Lifts the gains of a cell's parts to their least concave cover, from nothing at no time. */
function makeConcave({ cells, levels }: Problem, column: Float64Array, cell: number): void {
  const gainOf = (l: number): number => (l < 0 ? 0 : (column[l * cells + cell] as number));
  const atomsOf = (l: number): number => (l < 0 ? 0 : (levels[l] as number));
  for (let from = -1; from < levels.length - 1; ) {
    let steepest = from + 1;
    let slope = Number.NEGATIVE_INFINITY;
    for (let l = from + 1; l < levels.length; l += 1) {
      const own = (gainOf(l) - gainOf(from)) / (atomsOf(l) - atomsOf(from));
      if (own > slope) [slope, steepest] = [own, l];
    }
    for (let l = from + 1; l < steepest; l += 1) column[l * cells + cell] = gainOf(from) + slope * (atomsOf(l) - atomsOf(from));
    from = steepest;
  }
}

/** Supplies of a cell in atoms, by group. */
type State = Int32Array;

type StateSolver = {
  /** Least cost of a cell's state under gains, the state that has it (valid until the next call), and a few states that cost less than `dual`. */
  solve(cell: number, gain: readonly Float64Array[], dual: number): { readonly least: number; readonly best: State; readonly states: readonly State[] };
  /** Cost of the need that a supply leaves uncovered, with the surplus that covering would have used up. */
  costOf(cell: number, state: ArrayLike<number>): number;
};

/** Gain that people who together supply so many atoms have at least: whole people, and a part of one for the rest. */
function supplyCost(
  { cells, levels, atomsPerCell }: Problem,
  parts: readonly PartOfPerson[],
  gain: Float64Array,
  cell: number,
  out: Float64Array,
  most: number,
): void {
  const whole = gain[(levels.length - 1) * cells + cell] as number;
  out[0] = 0;
  for (let rest = 1; rest < atomsPerCell; rest += 1) {
    const { row, share } = parts[rest] as PartOfPerson;
    const before = row === 0 ? 0 : (gain[(row - 1) * cells + cell] as number);
    out[rest] = before + share * ((gain[row * cells + cell] as number) - before);
  }
  for (let atoms = atomsPerCell; atoms <= most; atoms += 1) out[atoms] = (out[atoms - atomsPerCell] as number) + whole;
}

/** Tries every supply of a cell. Of the innermost group the best number is searched by halves. */
function stateSolver(problem: Problem, { inner, outer, most }: Ranges): StateSolver {
  const { cover, groups, standing, atomsPerCell, queues } = problem;
  const { cutsOf, demandStart, termDemand, needAtoms, worthPerAtom, neighbours } = cover;
  const mostTerms = cutsOf.reduce((count, { termSet }) => Math.max(count, termSet.length), 0);
  const mostBlocks = cutsOf.reduce((count, { coefficient }) => Math.max(count, coefficient.length), 0);
  const parts = partsOfPeople(problem);
  const value = Array.from({ length: outer.length + 1 }, () => new Float64Array(mostTerms));
  const longest = most.map((column) => column.reduce((a, b) => Math.max(a, b), 0) + 1);
  const price = longest.map((length) => new Float64Array(Math.max(length, atomsPerCell)));
  const cheapest = new Int32Array(groups.length);
  const withInner = new Float64Array(mostBlocks);
  const without = new Float64Array(mostBlocks);

  const offsetOf = (cell: number): number =>
    queues.reduce((sum, _, q) => sum + (worthPerAtom[q] as number) * (needAtoms[cell * queues.length + q] as number), 0);

  const begin = (cell: number): Cuts => {
    const cuts = cutsOf[cell] as Cuts;
    const first = value[0] as Float64Array;
    cuts.termSet.forEach((set, k) => {
      let sum = termDemand[(demandStart[cell] as number) + k] as number;
      if (set >= 0) for (const g of neighbours[set] as readonly number[]) sum += standing[g]?.[cell] as number;
      first[k] = sum;
    });
    return cuts;
  };

  /** Cover that `s` atoms of the innermost group save. */
  const saved = (coefficient: Float64Array, s: number): number => {
    let sum = 0;
    for (let b = 0; b < coefficient.length; b += 1) sum += (coefficient[b] as number) * Math.min((withInner[b] as number) + s, without[b] as number);
    return sum;
  };

  const split = ({ blockStart, coefficient, termSet, termHas }: Cuts, last: Float64Array): void => {
    for (let b = 0; b < coefficient.length; b += 1) {
      let [has, not] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let k = blockStart[b] as number; k < (blockStart[b + 1] as number); k += 1) {
        if (termHas[inner * termSet.length + k] === 1) has = Math.min(has, last[k] as number);
        else not = Math.min(not, last[k] as number);
      }
      withInner[b] = has === Number.POSITIVE_INFINITY ? not : has;
      without[b] = not;
    }
  };

  return {
    costOf(cell, state) {
      const { blockStart, coefficient, termSet, termHas } = begin(cell);
      const first = value[0] as Float64Array;
      let cost = offsetOf(cell);
      for (let b = 0; b < coefficient.length; b += 1) {
        let least = Number.POSITIVE_INFINITY;
        for (let k = blockStart[b] as number; k < (blockStart[b + 1] as number); k += 1) {
          let sum = first[k] as number;
          for (let g = 0; g < groups.length; g += 1) if (termHas[g * termSet.length + k] === 1) sum += state[g] as number;
          least = Math.min(least, sum);
        }
        cost -= (coefficient[b] as number) * least;
      }
      return cost;
    },
    solve(cell, gain, dual) {
      for (let g = 0; g < groups.length; g += 1) supplyCost(problem, parts, gain[g] as Float64Array, cell, price[g] as Float64Array, most[g]?.[cell] as number);
      const cuts = begin(cell);
      const { coefficient, termSet, termHas } = cuts;
      const terms = termSet.length;
      const offset = offsetOf(cell);
      const innerPrice = price[inner] as Float64Array;
      const innerMost = most[inner]?.[cell] as number;
      const state = new Int32Array(groups.length);
      const found: { cost: number; state: State }[] = [];
      let least = Number.POSITIVE_INFINITY;
      let worst = dual - IMPROVES;
      let [best, bestAt] = [0, 0];
      const costAt = (s: number): number => (innerPrice[s] as number) - saved(coefficient, s);
      const closeUp = (sum: number): void => {
        split(cuts, value[outer.length] as Float64Array);
        best = Number.POSITIVE_INFINITY;
        // whole people more cost the same each and save less and less: convex, for each part of a person beyond
        for (let part = 0; part < atomsPerCell && part <= innerMost; part += 1) {
          let [low, high] = [0, Math.floor((innerMost - part) / atomsPerCell)];
          while (low < high) {
            const middle = (low + high) >> 1;
            if (costAt(part + (middle + 1) * atomsPerCell) < costAt(part + middle * atomsPerCell)) low = middle + 1;
            else high = middle;
          }
          const cost = costAt(part + low * atomsPerCell);
          if (cost < best) [best, bestAt] = [cost, part + low * atomsPerCell];
        }
        const cost = offset + sum + best;
        state[inner] = bestAt;
        if (cost < least) {
          least = cost;
          cheapest.set(state);
        }
        if (cost >= worst) return;
        keep(found, cost, state);
        if (found.length === STATES_AT_A_TIME) worst = (found[STATES_AT_A_TIME - 1] as (typeof found)[number]).cost;
      };
      const extend = (depth: number, sum: number): void => {
        if (depth === outer.length) {
          closeUp(sum);
          return;
        }
        const g = outer[depth] as number;
        const own = price[g] as Float64Array;
        const [before, after] = [value[depth] as Float64Array, value[depth + 1] as Float64Array];
        for (let s = 0; s <= (most[g]?.[cell] as number); s += 1) {
          for (let k = 0; k < terms; k += 1) after[k] = (before[k] as number) + (termHas[g * terms + k] === 1 ? s : 0);
          state[g] = s;
          extend(depth + 1, sum + (own[s] as number));
        }
      };
      extend(0, 0);
      return { least, best: cheapest, states: found.map((own) => own.state) };
    },
  };
}

function keep(found: { cost: number; state: State }[], cost: number, state: State): void {
  if (found.length === STATES_AT_A_TIME) found.pop();
  let at = found.length;
  while (at > 0 && (found[at - 1] as (typeof found)[number]).cost > cost) at -= 1;
  found.splice(at, 0, { cost, state: state.slice() });
}

/** A state as a column: its people, whole ones and one more for the rest, must be there. */
function stateColumn(problem: Problem, solver: StateSolver, { cell, convexity, rows }: CellRows, state: ArrayLike<number>): AddedColumn {
  const coefficients: [number, number][] = [[convexity, 1]];
  const parts = partsOfPeople(problem);
  rows.forEach((list, g) => {
    list.forEach((row, l) => {
      const there = peopleThere(problem, parts, state[g] as number, l);
      if (there > 0) coefficients.push([row, -there]);
    });
  });
  return { cost: solver.costOf(cell, state), coefficients };
}

/** States to begin with: nobody, and each group at its need rounded down or up. */
function firstStates(problem: Problem, solver: StateSolver, own: CellRows, { most }: Ranges): AddedColumn[] {
  const { groups, atomsPerCell } = problem;
  const states = new Map<string, number[]>([['', groups.map(() => 0)]]);
  for (let mask = 0; mask < 1 << Math.min(groups.length, 6); mask += 1) {
    const state = groups.map((_, g) => Math.max(0, (most[g]?.[own.cell] as number) - ((mask >> g) & 1) * atomsPerCell));
    states.set(state.join(), state);
  }
  return [...states.values()].map((state) => stateColumn(problem, solver, own, state));
}

/** The state of a roster's supply, and what it would be with a person more or less, or with half of one. */
function statesNear({ groups, atomsPerCell, levels }: Problem, supply: readonly Int32Array[], cell: number, { downgrades, most }: Ranges): number[][] {
  const state = groups.map((_, g) => supply[g]?.[cell] as number);
  const order = groups.map((_, g) => g).sort((a, b) => (groups[b]?.queues.length as number) - (groups[a]?.queues.length as number));
  for (const g of order) {
    const excess = (state[g] as number) - (most[g]?.[cell] as number);
    if (excess <= 0) continue;
    state[g] = most[g]?.[cell] as number;
    const next = downgrades.find(([from]) => from === g);
    if (next !== undefined) state[next[1]] = (state[next[1]] as number) + excess;
  }
  const steps = levels.length > 1 ? [atomsPerCell, levels[levels.length >> 1] as number] : [atomsPerCell];
  const near = [state];
  for (const step of steps) {
    for (let g = 0; g < groups.length; g += 1) {
      for (const change of [step, -step]) {
        const other = (state[g] as number) + change;
        if (other >= 0 && other <= (most[g]?.[cell] as number)) near.push(state.with(g, other));
      }
    }
  }
  return near;
}
