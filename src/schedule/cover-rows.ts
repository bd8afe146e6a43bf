import type { AddedColumn, LinearColumn, LinearRow } from '../optimize/index.js';
import type { PricedQueue, Problem } from './problem.js';

/**
 * What one more person on line is worth, by group: [level × cells + cell], levels as in `problem.levels`; and what the need is worth on its own.
 * In each cell the worth is concave in the time on line, so that a shift that cuts a cell twice, valued cut by cut, is never valued too low.
 */
export type Prices = { readonly gain: readonly Float64Array[]; readonly constant: number };

/** Rows under construction. */
export type Rows = {
  readonly list: LinearRow[];
  readonly columns: LinearColumn[];
  readonly entries: (readonly [row: number, column: number, value: number])[];
};

/** The cover part of the master: which rows a person on line enters, and how row duals become prices. */
export type CoverRows = {
  /** Rows of one person of a group who is on line for so many atoms of a cell. */
  readonly rowsOf: (group: number, cell: number, atoms: number) => readonly CoverEntry[];
  /** Prices from duals, valid for the bound whatever the duals are, and columns of the cover that would improve the master. */
  readonly read: (duals: readonly number[]) => { readonly prices: Prices; readonly columns: readonly AddedColumn[] };
  /** Columns to begin with near a roster's supply, in atoms by group and cell. */
  readonly near: (supply: readonly Int32Array[]) => readonly AddedColumn[];
};

/** A row that a person enters, and how. */
export type CoverEntry = readonly [row: number, value: number];

/** One row that a person in a cell enters: coefficient for the whole cell, and what a part of it adds on top of its share. */
type CellEntry = readonly [row: number, whole: number, part: number];

/** A row over a set of queues in one cell: Σ uncovered of the set + slope × people who may serve it + bonus × those there in part ≥ right side. */
type SetRow = {
  readonly row: number;
  readonly cell: number;
  readonly set: readonly number[];
  readonly groups: readonly number[];
  readonly slope: number;
  readonly bonus: number;
  readonly right: number;
  /** A plain cut (slope 1, right side = need): its dual counts as a price of the queues in the set. */
  readonly isCut: boolean;
};

export function addRow(rows: Rows, lower: number | null, upper: number | null): number {
  rows.list.push({ lower, upper, coefficients: [] });
  return rows.list.length - 1;
}

export function addColumn(rows: Rows, column: LinearColumn, entries: readonly (readonly [row: number, value: number])[]): void {
  const index = rows.columns.length;
  rows.columns.push(column);
  for (const [row, value] of entries) rows.entries.push([row, index, value]);
}

/** Hours of one cell. */
export function cellHours(problem: Problem): number {
  return (problem.atomSeconds * problem.atomsPerCell) / 3600;
}

/** What one uncovered person costs for a cell, by queue, with the surplus that covering would have used up. */
export function priceCaps(problem: Problem): number[] {
  return problem.queues.map((queue) => (queue.understaffedPerHour + problem.plan.surplusPerHour) * cellHours(problem));
}

/**
 * What the cover of cells costs beyond what rows and states tell of it: everybody on line is charged as surplus, and those who cover a need get that back, those beyond
 * it what they do not cost.
 */
export function coverOffset(problem: Problem, from: number, to: number, some: readonly number[] = [...problem.queues.keys()]): number {
  const { queues, plan } = problem;
  const priceOf = (q: number): number => plan.surplusPerHour + Math.min(0, (queues[q] as PricedQueue).understaffedPerHour);
  return some.reduce((sum, q) => sum - priceOf(q) * cellHours(problem) * needWithin(problem, q, from, to), 0);
}

/** Need of a queue, summed over cells. */
export function needWithin({ demand }: Problem, queue: number, from: number, to: number): number {
  return (demand[queue] as Float64Array).subarray(from, to).reduce((sum, people) => sum + people, 0);
}

/** Cells [from, to) and sets of queues to build rows for; `isExact` when the sets alone describe the cover; beyond `mostRows` roundings are left out. */
export type CoverPart = {
  readonly from: number;
  readonly to: number;
  readonly sets: readonly (readonly number[])[];
  readonly isExact: boolean;
  readonly mostRows: number;
};

/**
 * Cover rows of a master. Cuts: need of a set of queues ≤ uncovered + people who may serve it (exact for closed sets of queues; with too many
 * sets, a flow of people to queues instead). Roundings [NemhauserWolsey1988]: people come in whole atoms, so with need D and fraction f of it above a
 * whole number of atoms, uncovered ≥ f × (⌈D⌉ − people). The same holds with whole people in place of atoms unless somebody is there for a part of
 * the cell only; each of those relaxes the row by the most that a part can violate it.
 */
export function coverRows(problem: Problem, rows: Rows, part: CoverPart): CoverRows {
  const isSmall = part.isExact;
  const caps = priceCaps(problem);
  const setRows: SetRow[] = [];
  // roundings sharpen the bound but slow the master down: both kinds, one, or none, by how many rows there are anyway
  const cuts = (isSmall ? part.sets.length : problem.groups.length + problem.queues.length) * busyCells(problem, part);
  const kinds = Math.max(0, Math.min(2, Math.floor((part.mostRows - cuts) / Math.max(1, part.sets.length * busyCells(problem, part)))));
  const needRows = isSmall ? null : problem.queues.map(() => new Int32Array(problem.cells).fill(-1));
  const byGroup = problem.groups.map(() => Array.from({ length: problem.cells }, () => [] as CellEntry[]));
  for (let cell = part.from; cell < part.to; cell += 1) {
    const uncovered = problem.queues.map(() => [] as [number, number][]);
    const addSet = (own: Omit<SetRow, 'row' | 'cell'>): void => {
      const standing = own.groups.reduce((sum, g) => sum + (problem.standing[g]?.[cell] as number) / problem.atomsPerCell, 0);
      // people standing there in part would relax a rounding; such cells go without it
      if (own.bonus > 0 && !Number.isInteger(standing)) return;
      const row = addRow(rows, own.right - own.slope * standing, null);
      setRows.push({ row, cell, ...own });
      for (const q of own.set) uncovered[q]?.push([row, 1]);
      for (const g of own.groups) byGroup[g]?.[cell]?.push([row, own.slope, own.bonus]);
    };
    if (needRows !== null) addFlow(problem, rows, cell, needRows, byGroup, uncovered);
    for (const set of part.sets) {
      const needOf = (some: readonly number[]): number => some.reduce((sum, q) => sum + (problem.demand[q]?.[cell] as number), 0);
      const need = needOf(set);
      if (need <= 0) continue;
      const groups = problem.groups.flatMap((group, g) => (group.queues.some((q) => set.includes(q)) ? [g] : []));
      if (isSmall) addSet({ set, groups, slope: 1, bonus: 0, right: need, isCut: true });
      // the cost turns most where the need is met; other prices change at whole people, where nothing is to be rounded
      const asked = set.filter((q) => (problem.queues[q] as PricedQueue).isNeed);
      for (const rounding of roundings(needOf(asked), problem.atomsPerCell).slice(0, kinds)) addSet({ set: asked, groups, ...rounding, isCut: false });
    }
    uncovered.forEach((entries, q) => {
      if (entries.length > 0) addColumn(rows, { cost: caps[q] as number, upper: problem.demand[q]?.[cell] as number }, entries);
    });
  }
  return {
    rowsOf: (group, cell, atoms) => {
      const share = atoms / problem.atomsPerCell;
      return (byGroup[group]?.[cell] ?? []).map(([row, whole, part]) => [row, whole * share + (share < 1 ? part : 0)]);
    },
    read: (duals) => ({ prices: toPrices(problem, caps, setRows, needRows, duals), columns: [] }),
    near: () => [],
  };
}

/** Cells of a part in which anybody is needed. */
function busyCells(problem: Problem, { from, to }: CoverPart): number {
  let busy = 0;
  for (let cell = from; cell < to; cell += 1) if (problem.demand.some((column) => (column[cell] as number) > 0)) busy += 1;
  return busy;
}

/** Rounding rows of a need: in whole people, and in atoms. */
function roundings(need: number, atomsPerCell: number): Pick<SetRow, 'slope' | 'bonus' | 'right'>[] {
  const found: Pick<SetRow, 'slope' | 'bonus' | 'right'>[] = [];
  const fraction = need - Math.floor(need + 1e-9);
  if (fraction > 1e-6) {
    let bonus = 0;
    for (let k = 1; k < atomsPerCell; k += 1) bonus = Math.max(bonus, fraction * (1 - k / atomsPerCell) - Math.max(0, fraction - k / atomsPerCell));
    found.push({ slope: fraction, bonus, right: fraction * Math.ceil(need) });
  }
  const atoms = need * atomsPerCell;
  const atomFraction = atoms - Math.floor(atoms + 1e-9);
  // with f counted in people: uncovered + f × atoms ≥ f × ⌈atoms⌉, and there are atomsPerCell atoms to a person
  if (atomsPerCell > 1 && atomFraction > 1e-6) found.push({ slope: atomFraction, bonus: 0, right: (atomFraction * Math.ceil(atoms)) / atomsPerCell });
  return found;
}

function addFlow(
  problem: Problem,
  rows: Rows,
  cell: number,
  needRows: readonly Int32Array[],
  byGroup: readonly CellEntry[][][],
  uncovered: readonly [number, number][][],
): void {
  problem.queues.forEach((_, q) => {
    const need = problem.demand[q]?.[cell] as number;
    if (need <= 0) return;
    const row = addRow(rows, need, null);
    (needRows[q] as Int32Array)[cell] = row;
    uncovered[q]?.push([row, 1]);
  });
  problem.groups.forEach((group, g) => {
    const served = group.queues.filter((q) => (needRows[q]?.[cell] as number) >= 0);
    if (served.length === 0) return;
    const row = addRow(rows, -(problem.standing[g]?.[cell] as number) / problem.atomsPerCell, null);
    byGroup[g]?.[cell]?.push([row, 1, 0]);
    for (const q of served) {
      addColumn(rows, { cost: 0 }, [
        [row, -1],
        [needRows[q]?.[cell] as number, 1],
      ]);
    }
  });
}

/** Weighted sum of prices; valid for the bound when the weights of prices for the same stretch of time add up to at most 1. */
export function mixPrices(a: Prices, b: Prices, weightA: number, weightB: number): Prices {
  const gain = a.gain.map((column, g) => column.map((price, i) => weightA * price + weightB * (b.gain[g]?.[i] as number)));
  return { gain, constant: weightA * a.constant + weightB * b.constant };
}

/** Sum of prices of separate stretches of time. */
export function addPrices(parts: readonly Prices[]): Prices {
  return parts.slice(1).reduce((sum, part) => mixPrices(sum, part, 1, 1), parts[0] as Prices);
}

/** A share of the price caps in the cells [from, to): what each person would be worth there if nobody else were, times the share. */
export function capPrices(problem: Problem, share: number, { from, to }: { readonly from: number; readonly to: number }): Prices {
  const caps = priceCaps(problem).map((cap) => cap * share);
  const worth = (q: number, cell: number): number => (cell >= from && cell < to && (problem.demand[q]?.[cell] as number) > 0 ? (caps[q] as number) : 0);
  const value = problem.groups.map((group) =>
    Float64Array.from({ length: problem.cells }, (_, cell) => group.queues.reduce((most, q) => Math.max(most, worth(q, cell)), 0)),
  );
  return { gain: byLevel(problem, value, null), constant: caps.reduce((sum, cap, q) => sum + needWithin(problem, q, from, to) * cap, 0) };
}

/**
 * Duals summed up, negative ones dropped: a queue's own price is worth its dearest server, roundings add slope × dual. Where the rows of a queue's need ask for more than its
 * price cap, leaving it uncovered is the answer, and what that saves is taken off.
 */
function toPrices(
  problem: Problem,
  caps: readonly number[],
  setRows: readonly SetRow[],
  needRows: readonly Int32Array[] | null,
  duals: readonly number[],
): Prices {
  const { cells, queues, groups, demand } = problem;
  const load = queues.map(() => new Float64Array(cells));
  const dualOf = (row: number): number => Math.max(0, duals[row] as number);
  const add = (column: Float64Array, cell: number, amount: number): void => {
    column[cell] = (column[cell] as number) + amount;
  };
  for (const { row, cell, set } of setRows) for (const q of set) add(load[q] as Float64Array, cell, dualOf(row));
  needRows?.forEach((column, q) => {
    column.forEach((row, cell) => {
      if (row >= 0) add(load[q] as Float64Array, cell, dualOf(row));
    });
  });
  const price = queues.map(() => new Float64Array(cells));
  const value = groups.map(() => new Float64Array(cells));
  const bonus = groups.map(() => new Float64Array(cells));
  let constant = 0;
  load.forEach((column, q) => {
    for (let cell = 0; cell < cells; cell += 1) constant -= Math.max(0, (column[cell] as number) - (caps[q] as number)) * (demand[q]?.[cell] as number);
  });
  for (const { row, cell, set, groups: serving, slope, bonus: extra, right, isCut } of setRows) {
    const dual = dualOf(row);
    if (isCut) for (const q of set) add(price[q] as Float64Array, cell, dual);
    else {
      constant += dual * right;
      for (const g of serving) {
        add(value[g] as Float64Array, cell, dual * slope);
        add(bonus[g] as Float64Array, cell, dual * extra);
      }
    }
  }
  needRows?.forEach((column, q) => {
    column.forEach((row, cell) => {
      if (row >= 0) add(price[q] as Float64Array, cell, dualOf(row));
    });
  });
  price.forEach((column, q) => {
    for (let cell = 0; cell < cells; cell += 1) constant += (column[cell] as number) * (demand[q]?.[cell] as number);
  });
  groups.forEach((group, g) => {
    for (let cell = 0; cell < cells; cell += 1) {
      let best = 0;
      for (const q of group.queues) best = Math.max(best, price[q]?.[cell] as number);
      add(value[g] as Float64Array, cell, best);
    }
  });
  return { gain: byLevel(problem, value, bonus), constant };
}

/** Gains by level from the value of whole cells and the bonus of a part. */
function byLevel({ levels, cells, atomsPerCell }: Problem, value: readonly Float64Array[], bonus: readonly Float64Array[] | null): Float64Array[] {
  return value.map((column, g) => {
    const gain = new Float64Array(levels.length * cells);
    levels.forEach((atoms, l) => {
      for (let cell = 0; cell < cells; cell += 1)
        gain[l * cells + cell] = ((column[cell] as number) * atoms) / atomsPerCell + (atoms < atomsPerCell ? (bonus?.[g]?.[cell] ?? 0) : 0);
    });
    return gain;
  });
}
