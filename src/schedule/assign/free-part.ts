import { bestPaths, type Path, type PathMemory, type Stretch } from './best-path.js';
import type { Compiled } from './compile.js';
import type { PersonGraph } from './person-graph.js';
import { addRow, cellCost, countRows, rowCost } from './roster.js';
import { freeStretch, type Row } from './stretch.js';

/** Everything about the problem that searches share. */
export type Context = { readonly compiled: Compiled; readonly graphs: readonly PersonGraph[]; readonly memory: PathMemory };

/** A part of the roster that is set free: some people over some days; all else stays as in the roster it was cut from. */
export type FreePart = {
  readonly people: readonly number[];
  readonly first: number;
  readonly end: number;
  readonly stretches: readonly Stretch[];
  /** People in each cell of the part without those who are free. */
  readonly fixedCounts: Int32Array;
  /** Cost of everything that stays: cells outside the part, wishes of fixed people and days. */
  readonly fixedCost: number;
  /** Cost of the part as it is in the roster. */
  readonly cost: number;
  /** The free people's shifts as they are in the roster. */
  readonly current: readonly Row[];
};

/** Cuts a part out of a roster; null when the roster breaks a rule there. */
export function freePart(context: Context, rows: readonly Row[], people: readonly number[], first: number, end: number): FreePart | null {
  const { compiled, graphs } = context;
  const stretches: Stretch[] = [];
  for (const p of people) {
    const stretch = freeStretch(graphs[p] as PersonGraph, rows[p] as Row, first, end);
    if (stretch === null) return null;
    stretches.push(stretch);
  }
  const all = countRows(compiled, rows);
  const [from, to] = [first * compiled.shiftCount, end * compiled.shiftCount];
  let total = compiled.constant;
  rows.forEach((row, p) => {
    total += rowCost(compiled, p, row);
  });
  let cost = 0;
  for (let cell = 0; cell < all.length; cell += 1) {
    const value = cellCost(compiled, cell, all[cell] as number);
    total += value;
    if (cell >= from && cell < to) cost += value;
  }
  const current = people.map((p) => (rows[p] as Row).slice(first, end));
  people.forEach((p, i) => {
    cost += rowCost(compiled, p, current[i] as Row, first);
    addRow(compiled, all, rows[p] as Row, -1);
  });
  return { people, first, end, stretches, fixedCounts: all.slice(from, to), fixedCost: total - cost, cost, current };
}

/** The roster with new shifts in the free part. */
export function placePart(rows: readonly Row[], part: FreePart, shifts: readonly Row[]): Row[] {
  const next = rows.slice();
  part.people.forEach((p, i) => {
    const row = (rows[p] as Row).slice();
    row.set(shifts[i] as Row, part.first);
    next[p] = row;
  });
  return next;
}

/** What free people may still do: per person, 1 at [day × (shifts + 1) + shift + 1] when allowed; index 0 of a day is off. */
export type Allowed = readonly Uint8Array[];

/** Everything allowed. */
export function allAllowed(context: Context, part: FreePart): Uint8Array[] {
  return part.people.map(() => new Uint8Array((part.end - part.first) * (context.compiled.shiftCount + 1)).fill(1));
}

/** Reward for working on a day that must be worked; far above any weight a path may collect. */
const FORCE = 1e7;

/** Cheapest paths of one free person against prices of cells, within what is allowed. */
export function pricePerson(context: Context, part: FreePart, i: number, cellPrice: Float64Array, wanted: number, allowed?: Uint8Array): Path[] {
  const { shiftCount, people } = context.compiled;
  const p = part.people[i] as number;
  const offset = part.first * shiftCount;
  const cost = people[p]?.cost as Float64Array;
  const price = new Float64Array(cellPrice.length);
  for (let cell = 0; cell < price.length; cell += 1) price[cell] = (cost[offset + cell] as number) - (cellPrice[cell] as number);
  const forced = allowed === undefined ? 0 : bendPrices(price, allowed, shiftCount);
  const paths = bestPaths(context.graphs[p] as PersonGraph, part.stretches[i] as Stretch, price, context.memory, wanted);
  if (forced === 0) return paths;
  return paths.map(({ value, shifts }) => ({ value: value + forced * FORCE, shifts })).filter(({ value }) => value < FORCE / 2);
}

/** Bends prices so that only allowed shifts are worked and days that must be worked pay; returns how many those are. */
function bendPrices(price: Float64Array, allowed: Uint8Array, shiftCount: number): number {
  let forced = 0;
  const width = shiftCount + 1;
  for (let d = 0; d * width < allowed.length; d += 1) {
    const mustWork = allowed[d * width] === 0;
    if (mustWork) forced += 1;
    for (let s = 0; s < shiftCount; s += 1) {
      const cell = d * shiftCount + s;
      if (allowed[d * width + s + 1] === 0) price[cell] = Number.POSITIVE_INFINITY;
      else if (mustWork) price[cell] = (price[cell] as number) - FORCE;
    }
  }
  return forced;
}
