import type { Compiled, CompiledPerson, ShiftKind } from './compile.js';

/**
 * Where a person stands at the end of a day: days off in a row (counted up to the least) or class of the shift and days worked in a row.
 * Nodes 0 … offNodes − 1 are off; node offNodes + class × runs + run − 1 is on.
 */
export type PersonGraph = {
  readonly person: CompiledPerson;
  readonly days: number;
  readonly weekday: Uint8Array;
  readonly shiftCount: number;
  readonly classOf: Int32Array;
  readonly forbidden: Uint8Array;
  readonly offNodes: number;
  /** Runs told apart; longer ones share the last node when no greatest run binds. */
  readonly runs: number;
  /** True when the last run node stands for all longer runs. */
  readonly openRun: boolean;
  readonly nodes: number;
  readonly startNode: number;
  readonly longestUnits: number;
  /** Kinds of shifts by the shifts whose own limits a path has to count. */
  readonly kindsOf: Map<string, readonly ShiftKind[]>;
};

/** Builds the states of one person. The last class, `classCount`, forbids nothing: it stands for an unknown shift before day 0. */
export function personGraph(compiled: Compiled, person: CompiledPerson): PersonGraph {
  const { days, weekday, shiftCount, classOf, classCount, forbidden } = compiled;
  const openRun = person.mostRun > days + person.border.worked;
  // A run of the previous roster may be longer than any that is allowed now.
  const runs = openRun ? person.leastRun : Math.max(person.mostRun, person.leastRun);
  const offNodes = person.leastOff;
  const graph: PersonGraph = {
    person,
    days,
    weekday,
    shiftCount,
    classOf,
    forbidden,
    offNodes,
    runs,
    openRun,
    nodes: offNodes + (classCount + 1) * runs,
    startNode: 0,
    longestUnits: Math.max(0, ...person.shifts.map((s) => person.unitOf[s] as number)),
    kindsOf: new Map(),
  };
  return { ...graph, startNode: startNodeOf(graph, classCount) };
}

function startNodeOf(graph: PersonGraph, classCount: number): number {
  const { border } = graph.person;
  if (border.worked > 0) return onNode(graph, border.shiftClass < 0 ? classCount : border.shiftClass, Math.min(border.worked, graph.runs));
  return border.off > 0 ? Math.min(border.off, graph.offNodes) - 1 : graph.offNodes - 1;
}

/** Kinds of shifts when those in `counted` have to be told from all others. */
export function kindsFor(graph: PersonGraph, counted: readonly number[]): readonly ShiftKind[] {
  const key = counted.join();
  let kinds = graph.kindsOf.get(key);
  if (kinds === undefined) {
    kinds = shiftKinds(graph, counted);
    graph.kindsOf.set(key, kinds);
  }
  return kinds;
}

function shiftKinds(graph: PersonGraph, countedShifts: readonly number[]): ShiftKind[] {
  const { person, classOf, forbidden, shiftCount } = graph;
  const classes = forbidden.length / Math.max(1, shiftCount);
  const byKey = new Map<string, ShiftKind & { shifts: number[] }>();
  for (const s of person.shifts) {
    const after = Array.from({ length: classes + 1 }, (_, c) => c === classes || forbidden[c * shiftCount + s] === 0);
    const ownClass = classOf[s] as number;
    const units = person.unitOf[s] as number;
    const counted = countedShifts.indexOf(s);
    const key = `${ownClass}/${after.join()}/${units}/${counted}`;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { ownClass, after, units, shifts: [s], counted });
    else known.shifts.push(s);
  }
  return [...byKey.values()];
}

function onNode(graph: PersonGraph, ownClass: number, run: number): number {
  return graph.offNodes + ownClass * graph.runs + run - 1;
}

export function isOn(graph: PersonGraph, node: number): boolean {
  return node >= graph.offNodes;
}

function classOfNode(graph: PersonGraph, node: number): number {
  return Math.floor((node - graph.offNodes) / graph.runs);
}

function runOfNode(graph: PersonGraph, node: number): number {
  return ((node - graph.offNodes) % graph.runs) + 1;
}

/** True when day `day` may be off after `node`. A run that started on day 0 with nothing known before may be short. */
export function mayRest(graph: PersonGraph, node: number, day: number): boolean {
  if (!isOn(graph, node)) return true;
  const run = runOfNode(graph, node);
  return run >= graph.person.leastRun || (!graph.person.border.known && run === day);
}

/** Node after a day off. */
export function restNode(graph: PersonGraph, node: number): number {
  return isOn(graph, node) ? 0 : Math.min(node + 1, graph.offNodes - 1);
}

/** Node after a day of work in `ownClass`, or −1 when the run would be too long or the days off too few. */
export function workNode(graph: PersonGraph, node: number, ownClass: number): number {
  if (!isOn(graph, node)) return node === graph.offNodes - 1 ? onNode(graph, ownClass, 1) : -1;
  const run = runOfNode(graph, node);
  if (graph.openRun) return onNode(graph, ownClass, Math.min(run + 1, graph.runs));
  return run < graph.person.mostRun ? onNode(graph, ownClass, run + 1) : -1;
}

/** Node after shift `shift` (−1 = off) on `day`; −1 when a rule of sequence forbids it. */
export function advance(graph: PersonGraph, node: number, shift: number, day: number): number {
  if (shift < 0) return mayRest(graph, node, day) ? restNode(graph, node) : -1;
  if (graph.person.away[day] === 1 || (graph.person.most[shift] as number) <= 0) return -1;
  if (isOn(graph, node)) {
    const before = classOfNode(graph, node);
    if (before * graph.shiftCount < graph.forbidden.length && graph.forbidden[before * graph.shiftCount + shift] === 1) return -1;
  }
  return workNode(graph, node, graph.classOf[shift] as number);
}

/** True when working on `day` after `node` opens a weekend: Saturday, or Sunday after a Saturday off. */
export function opensWeekend(graph: PersonGraph, node: number, day: number): boolean {
  const weekday = graph.weekday[day];
  return weekday === 5 || (weekday === 6 && (day === 0 || !isOn(graph, node)));
}
