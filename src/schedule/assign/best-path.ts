import { InvalidInputError } from '../../core/index.js';
import type { ShiftKind } from './compile.js';
import { isOn, kindsFor, mayRest, opensWeekend, type PersonGraph, restNode, workNode } from './person-graph.js';

/** A stretch of days in which one person's shifts are free; what lies before and after it is fixed. */
export type Stretch = {
  readonly first: number;
  /** First day after the stretch. */
  readonly end: number;
  readonly startNode: number;
  readonly leastUnits: number;
  readonly mostUnits: number;
  readonly mostWeekends: number;
  /** What is left of each shift's limit. */
  readonly mostOf: Int32Array;
  /** Per node: may the stretch end here? */
  readonly endAllowed: Uint8Array;
  /** Per node: weekends that the days after open because the stretch ends here. */
  readonly endWeekends: Uint8Array;
};

/** A sequence of shifts over a stretch: −1 = off. */
export type Path = { readonly value: number; readonly shifts: Int8Array };

type Sizes = {
  readonly kinds: readonly ShiftKind[];
  readonly weekends: number;
  readonly countsWeekends: boolean;
  readonly units: number;
  readonly openUnits: boolean;
  readonly counts: number;
  readonly strides: Int32Array;
  readonly limits: Int32Array;
  readonly rows: number;
};

/** Memory for paths, shared by all people. */
export type PathMemory = { values: Float64Array; alive: Uint8Array };

/** Most numbers that the search for one path may keep: 1.2 GB. */
const MOST_NUMBERS = 1.5e8;

export function pathMemory(): PathMemory {
  return { values: new Float64Array(1 << 16), alive: new Uint8Array(1 << 12) };
}

/**
 * Cheapest sequences of shifts of one person over a stretch: dynamic programme over node, weekends, units of time and counted shifts.
 * `price[(d − first) × shifts + s]` is what shift s costs on day d; a day off costs nothing. Limits of single shifts are counted only once a path
 * has broken them (decremental state space relaxation), so that the usual person stays small.
 * Returns up to `wanted` paths with different totals, cheapest first; none when the rules contradict each other.
 */
export function bestPaths(graph: PersonGraph, stretch: Stretch, price: Float64Array, memory: PathMemory, wanted = 1): Path[] {
  const counted: number[] = [];
  for (;;) {
    const sizes = sizesOf(graph, stretch, counted);
    const paths = solve(graph, stretch, sizes, price, memory, wanted);
    const [best] = paths;
    if (best === undefined) return [];
    const broken = brokenLimit(graph, stretch, best.shifts);
    if (broken < 0) return paths.filter((path) => brokenLimit(graph, stretch, path.shifts) < 0);
    counted.push(broken);
  }
}

function brokenLimit(graph: PersonGraph, stretch: Stretch, shifts: Int8Array): number {
  const used = new Int32Array(graph.shiftCount);
  for (const s of shifts) if (s >= 0) used[s] = (used[s] as number) + 1;
  for (const s of graph.person.shifts) if ((used[s] as number) > (stretch.mostOf[s] as number)) return s;
  return -1;
}

function sizesOf(graph: PersonGraph, stretch: Stretch, counted: readonly number[]): Sizes {
  const length = stretch.end - stretch.first;
  const countsWeekends = stretch.mostWeekends < Math.ceil(length / 7) + 1;
  const weekends = countsWeekends ? Math.max(0, stretch.mostWeekends) + 1 : 1;
  const openUnits = stretch.mostUnits >= length * graph.longestUnits;
  const units = (openUnits ? Math.max(0, stretch.leastUnits) : Math.max(0, stretch.mostUnits)) + 1;
  const limits = Int32Array.from(counted, (s) => Math.max(0, Math.min(stretch.mostOf[s] as number, length)));
  const strides = new Int32Array(limits.length);
  let counts = 1;
  limits.forEach((limit, i) => {
    strides[i] = counts;
    counts *= limit + 1;
  });
  return { kinds: kindsFor(graph, counted), weekends, countsWeekends, units, openUnits, counts, strides, limits, rows: graph.nodes * weekends * counts };
}

function solve(graph: PersonGraph, stretch: Stretch, sizes: Sizes, price: Float64Array, memory: PathMemory, wanted: number): Path[] {
  const length = stretch.end - stretch.first;
  const layer = sizes.rows * sizes.units;
  if (stretch.mostWeekends < 0 || stretch.mostUnits < 0) return [];
  reserve(graph, layer * (length + 1), memory);
  if (memory.alive.length < sizes.rows * (length + 1)) memory.alive = new Uint8Array(Math.ceil(sizes.rows * (length + 1) * 1.2));
  memory.values.fill(Number.POSITIVE_INFINITY, 0, layer * (length + 1));
  memory.alive.fill(0, 0, sizes.rows * (length + 1));
  const startRow = stretch.startNode * sizes.weekends * sizes.counts;
  memory.values[startRow * sizes.units] = 0;
  memory.alive[startRow] = 1;
  const kindPrice = new Float64Array(sizes.kinds.length);
  for (let d = 0; d < length; d += 1) {
    priceKinds(graph, sizes, price, d, stretch.first + d, kindPrice);
    forward(graph, stretch, sizes, kindPrice, memory, d);
  }
  return endsOf(graph, stretch, sizes, memory, wanted).map(({ row, unit, value }) => ({
    value,
    shifts: traceBack(graph, stretch, sizes, price, memory, row, unit),
  }));
}

function reserve(graph: PersonGraph, numbers: number, memory: PathMemory): void {
  if (numbers > MOST_NUMBERS)
    throw new InvalidInputError(
      `assignShifts: days must be fewer for ${graph.person.name}, whose rules need ${numbers} states over ${graph.days} days. Plan part of the horizon.`,
      {
        person: graph.person.name,
        states: numbers,
      },
    );
  if (memory.values.length < numbers) memory.values = new Float64Array(Math.min(MOST_NUMBERS, Math.ceil(numbers * 1.2)));
}

/** Cheapest shift of each kind on one day. */
function priceKinds(graph: PersonGraph, sizes: Sizes, price: Float64Array, d: number, day: number, kindPrice: Float64Array): void {
  const away = graph.person.away[day] === 1;
  sizes.kinds.forEach(({ shifts }, q) => {
    let least = Number.POSITIVE_INFINITY;
    if (!away) for (const s of shifts) least = Math.min(least, price[d * graph.shiftCount + s] as number);
    kindPrice[q] = least;
  });
}

function forward(graph: PersonGraph, stretch: Stretch, sizes: Sizes, kindPrice: Float64Array, memory: PathMemory, d: number): void {
  const { weekends, counts, rows } = sizes;
  const { alive } = memory;
  const day = stretch.first + d;
  const perNode = weekends * counts;
  for (let node = 0; node < graph.nodes; node += 1) {
    const from = d * rows + node * perNode;
    let living = false;
    for (let i = from; i < from + perNode; i += 1) if (alive[i] === 1) living = true;
    if (!living) continue;
    if (mayRest(graph, node, day)) spread(stretch, graph, sizes, memory, d, node, restNode(graph, node), 0, 0, 0, -1);
    const inc = sizes.countsWeekends && opensWeekend(graph, node, day) ? 1 : 0;
    const before = isOn(graph, node) ? Math.floor((node - graph.offNodes) / graph.runs) : -1;
    for (let q = 0; q < sizes.kinds.length; q += 1) {
      const kind = sizes.kinds[q] as ShiftKind;
      const cost = kindPrice[q] as number;
      if (cost === Number.POSITIVE_INFINITY || (before >= 0 && kind.after[before] === false)) continue;
      const target = workNode(graph, node, kind.ownClass);
      if (target >= 0) spread(stretch, graph, sizes, memory, d, node, target, cost, inc, kind.units, kind.counted);
    }
  }
}

/** Relaxes all transitions from one node to another on one day. */
function spread(
  stretch: Stretch,
  graph: PersonGraph,
  sizes: Sizes,
  memory: PathMemory,
  d: number,
  node: number,
  target: number,
  cost: number,
  inc: number,
  length: number,
  counted: number,
): void {
  const { weekends, counts, rows, units, openUnits } = sizes;
  const { values, alive } = memory;
  const step = counted < 0 ? 0 : (sizes.strides[counted] as number);
  const limit = counted < 0 ? 0 : (sizes.limits[counted] as number);
  const add = sizes.openUnits && units === 1 ? 0 : length;
  const left = stretch.end - stretch.first - d - 1;
  const least = Math.max(0, stretch.leastUnits - left * graph.longestUnits);
  const low = Math.max(0, least - add);
  const high = Math.min(units - 1 - add, (d + 1) * graph.longestUnits);
  for (let w = 0; w + inc < weekends; w += 1) {
    for (let k = 0; k < counts; k += 1) {
      const row = (node * weekends + w) * counts + k;
      if (alive[d * rows + row] !== 1) continue;
      if (step > 0 && Math.floor(k / step) % (limit + 1) >= limit) continue;
      const to = (target * weekends + w + inc) * counts + k + step;
      const source = (d * rows + row) * units;
      const sink = ((d + 1) * rows + to) * units + add;
      alive[(d + 1) * rows + to] = 1;
      for (let u = low; u <= high; u += 1) {
        const value = (values[source + u] as number) + cost;
        if (value < (values[sink + u] as number)) values[sink + u] = value;
      }
      if (!openUnits) continue;
      const cap = sink - add + units - 1;
      for (let u = Math.max(0, high + 1); u < units; u += 1) {
        const value = (values[source + u] as number) + cost;
        if (value < (values[cap] as number)) values[cap] = value;
      }
    }
  }
}

type End = { readonly row: number; readonly unit: number; readonly value: number };

/** Cheapest end for each total of units; up to `wanted`, cheapest first. */
function endsOf(graph: PersonGraph, stretch: Stretch, sizes: Sizes, memory: PathMemory, wanted: number): End[] {
  const { weekends, counts, rows, units } = sizes;
  const length = stretch.end - stretch.first;
  const best: End[] = [];
  for (let u = Math.max(0, Math.min(stretch.leastUnits, units - 1)); u < units; u += 1) {
    if (u < stretch.leastUnits) continue;
    let [least, at] = [Number.POSITIVE_INFINITY, -1];
    for (let node = 0; node < graph.nodes; node += 1) {
      if (stretch.endAllowed[node] === 0) continue;
      const extra = sizes.countsWeekends ? (stretch.endWeekends[node] as number) : 0;
      for (let w = 0; w + extra < weekends; w += 1) {
        for (let k = 0; k < counts; k += 1) {
          const row = (node * weekends + w) * counts + k;
          const value = memory.values[(length * rows + row) * units + u] as number;
          if (value < least) [least, at] = [value, row];
        }
      }
    }
    if (at >= 0) best.push({ row: at, unit: u, value: least });
  }
  return best.sort((a, b) => a.value - b.value).slice(0, wanted);
}

/** Reads the path that led to an end by looking for the predecessor whose value plus price is the value found. */
function traceBack(graph: PersonGraph, stretch: Stretch, sizes: Sizes, price: Float64Array, memory: PathMemory, endRow: number, endUnit: number): Int8Array {
  const length = stretch.end - stretch.first;
  const shifts = new Int8Array(length);
  const kindPrice = new Float64Array(sizes.kinds.length);
  const perNode = sizes.weekends * sizes.counts;
  let at = { node: Math.floor(endRow / perNode), rest: endRow % perNode, unit: endUnit };
  for (let d = length - 1; d >= 0; d -= 1) {
    priceKinds(graph, sizes, price, d, stretch.first + d, kindPrice);
    const step = predecessor(graph, stretch, sizes, kindPrice, memory, d, at);
    shifts[d] = step.kind < 0 ? -1 : cheapestShift(graph, sizes, price, d, step.kind);
    at = step;
  }
  return shifts;
}

function cheapestShift(graph: PersonGraph, sizes: Sizes, price: Float64Array, d: number, kind: number): number {
  const { shifts } = sizes.kinds[kind] as ShiftKind;
  let best = shifts[0] as number;
  for (const s of shifts) if ((price[d * graph.shiftCount + s] as number) < (price[d * graph.shiftCount + best] as number)) best = s;
  return best;
}

type Place = { readonly node: number; readonly rest: number; readonly unit: number };

function predecessor(
  graph: PersonGraph,
  stretch: Stretch,
  sizes: Sizes,
  kindPrice: Float64Array,
  memory: PathMemory,
  d: number,
  at: Place,
): Place & { kind: number } {
  const { weekends, counts, rows, units } = sizes;
  const day = stretch.first + d;
  const valueAt = (node: number, rest: number, unit: number, base: number): number =>
    memory.values[((d + base) * rows + node * weekends * counts + rest) * units + unit] as number;
  const wantedValue = valueAt(at.node, at.rest, at.unit, 1);
  const w = Math.floor(at.rest / counts);
  const k = at.rest % counts;
  for (let node = 0; node < graph.nodes; node += 1) {
    if (mayRest(graph, node, day) && restNode(graph, node) === at.node && valueAt(node, at.rest, at.unit, 0) === wantedValue)
      return { node, rest: at.rest, unit: at.unit, kind: -1 };
    const before = isOn(graph, node) ? Math.floor((node - graph.offNodes) / graph.runs) : -1;
    const inc = sizes.countsWeekends && opensWeekend(graph, node, day) ? 1 : 0;
    if (w - inc < 0) continue;
    for (let q = 0; q < sizes.kinds.length; q += 1) {
      const kind = sizes.kinds[q] as ShiftKind;
      const cost = kindPrice[q] as number;
      if (cost === Number.POSITIVE_INFINITY || (before >= 0 && kind.after[before] === false) || workNode(graph, node, kind.ownClass) !== at.node) continue;
      const step = kind.counted < 0 ? 0 : (sizes.strides[kind.counted] as number);
      if (step > 0 && Math.floor(k / step) % ((sizes.limits[kind.counted] as number) + 1) === 0) continue;
      const rest = (w - inc) * counts + k - step;
      const isCap = sizes.openUnits && at.unit === units - 1;
      const lowest = isCap ? Math.max(0, units - 1 - kind.units) : at.unit - kind.units;
      const highest = isCap ? units - 1 : lowest;
      for (let unit = lowest; unit >= 0 && unit <= highest; unit += 1) {
        if (valueAt(node, rest, unit, 0) + cost === wantedValue) return { node, rest, unit, kind: q };
      }
    }
  }
  throw new Error('a path of the dynamic programme could not be read back'); // unreachable: every value has the predecessor that set it
}
