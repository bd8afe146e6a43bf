import { type CoverFlow, coverFlow } from './cover-flow.js';
import type { PricedQueue, SkillGroup } from './problem.js';

/**
 * Cost of one cell as a function of the people on line, without solving a flow each time.
 *
 * With queues in order of price, the most that can be covered of the first i queues is (max-flow min-cut) the least over sets A of them of
 * demand outside A + people who may serve some queue of A. Only sets closed under "served by the same people" matter, queues that share
 * nobody split into parts, and queues without need in the cell drop out. The cost is then constant + surplus price × people − Σ coefficient × minimum over
 * `terms`, convex in the supply.
 */
export type CoverModel = {
  /** Distinct sets of groups whose people are summed; `neighbours[m]` lists groups. */
  readonly neighbours: readonly (readonly number[])[];
  /** Neighbour sets that each group belongs to. */
  readonly setsOfGroup: readonly Int32Array[];
  /** Cuts of each cell: those of the queues needed there. */
  readonly cutsOf: readonly Cuts[];
  /** Where each cell's demands begin in `termDemand`. */
  readonly demandStart: Int32Array;
  /** Demand outside A in atoms, term by term of the cell's cuts. */
  readonly termDemand: Float64Array;
  /** Cost of a cell with nobody on line. */
  readonly constant: Float64Array;
  /** Price of an atom of surplus. */
  readonly surplusPerAtom: number;
  /** Sets of queues served by the same people, for the bound: all closed ones, or a few when they are too many. */
  readonly closedSets: readonly (readonly number[])[];
  /** True when `closedSets` are all there are, so that they describe the cover exactly. */
  readonly isExact: boolean;
  /** The flow that takes the place of the cuts when these are too many; then each neighbour set is one group and there are no terms. */
  readonly flow: CoverFlow | null;
  /** Need by cell and queue, in atoms: [cell × queues + queue]. */
  readonly needAtoms: Float64Array;
  /** What covering an atom of each queue saves. */
  readonly worthPerAtom: Float64Array;
};

/** Cuts of one set of queues, shared by the cells that need just these. */
export type Cuts = {
  /** Terms of block b are `blockStart[b]` to `blockStart[b + 1]`. */
  readonly blockStart: Int32Array;
  readonly coefficient: Float64Array;
  /** Neighbour set of each term; −1 = nobody (the set A is empty). */
  readonly termSet: Int32Array;
  /** 1 where the group belongs to the term's neighbours: [group × terms + term]. */
  readonly termHas: Uint8Array;
  /** Queues outside A, by term. */
  readonly outside: readonly (readonly number[])[];
};

/** More closed sets than this in one part make a flow cheaper than listing them. */
const MOST_SETS = 64;

/** One cut: demand of `outside` plus the people of `groups`. */
type CutTerm = { readonly outside: readonly number[]; readonly groups: readonly number[] };

/** Builds the cost model of covering `queues` (dearest first) from `groups`. */
export function coverModel(
  queues: readonly PricedQueue[],
  groups: readonly SkillGroup[],
  demand: readonly Float64Array[],
  surplusPerHour: number,
  cellHours: number,
  atomsPerCell: number,
): CoverModel {
  const hoursPerAtom = cellHours / atomsPerCell;
  const all = [...queues.keys()];
  const skills = sharedSkills(queues.length, groups);
  const parts = skills.partsOf(all);
  const isExact = parts.every(({ sets }) => sets !== null);
  const queuesOf = (classes: readonly number[]): number[] => all.filter((q) => classes.includes(skills.classOf[q] as number));
  const neighbours: (readonly number[])[] = isExact ? [] : groups.map((_, g) => [g]);
  const known = new Map<string, Cuts>();
  const cells = demand[0]?.length ?? 0;
  const demandStart = new Int32Array(cells + 1);
  const termDemand: number[] = [];
  const cutsOf = Array.from({ length: cells }, (_, cell): Cuts => {
    const needed = isExact ? all.filter((q) => (demand[q]?.[cell] as number) > 0) : [];
    const key = needed.join();
    const cuts = known.get(key) ?? cutsFor(cutBlocks(needed, queues, skills, surplusPerHour * hoursPerAtom, hoursPerAtom), groups.length, neighbours);
    known.set(key, cuts);
    for (const outside of cuts.outside) termDemand.push(outside.reduce((sum, q) => sum + (demand[q]?.[cell] as number), 0) * atomsPerCell);
    demandStart[cell + 1] = termDemand.length;
    return cuts;
  });
  return {
    neighbours,
    setsOfGroup: groups.map((_, g) => Int32Array.from(neighbours.flatMap((set, m) => (set.includes(g) ? [m] : [])))),
    cutsOf,
    demandStart,
    termDemand: Float64Array.from(termDemand),
    constant: Float64Array.from({ length: cells }, (_, cell) =>
      queues.reduce((sum, queue, q) => sum + Math.max(0, queue.understaffedPerHour) * (demand[q]?.[cell] as number) * cellHours, 0),
    ),
    surplusPerAtom: surplusPerHour * hoursPerAtom,
    closedSets: (isExact ? parts.flatMap(({ sets }) => sets?.map(({ set }) => set) ?? []) : fewSets(parts, groups))
      .map(queuesOf)
      .filter((set) => set.length > 0),
    isExact,
    flow: isExact ? null : coverFlow(groups, queues.length),
    needAtoms: Float64Array.from(
      { length: cells * queues.length },
      (_, i) => (demand[i % queues.length]?.[Math.floor(i / queues.length)] as number) * atomsPerCell,
    ),
    worthPerAtom: Float64Array.from(queues, (queue) => (queue.understaffedPerHour + surplusPerHour) * hoursPerAtom),
  };
}

/** Blocks as columns; sets of neighbours met for the first time join `neighbours`. */
function cutsFor(blocks: readonly Block[], groups: number, neighbours: (readonly number[])[]): Cuts {
  const terms = blocks.flatMap((block) => block.terms);
  const blockStart = new Int32Array(blocks.length + 1);
  blocks.forEach((block, b) => {
    blockStart[b + 1] = (blockStart[b] as number) + block.terms.length;
  });
  const at = new Map(neighbours.map((set, m) => [set.join(), m]));
  const termHas = new Uint8Array(groups * terms.length);
  const termSet = Int32Array.from(terms, (term, k) => {
    for (const g of term.groups) termHas[g * terms.length + k] = 1;
    if (term.groups.length === 0) return -1;
    const key = term.groups.join();
    if (!at.has(key)) at.set(key, neighbours.push(term.groups) - 1);
    return at.get(key) as number;
  });
  return { blockStart, coefficient: Float64Array.from(blocks, (block) => block.coefficient), termSet, termHas, outside: terms.map((term) => term.outside) };
}

type Block = { coefficient: number; readonly terms: readonly CutTerm[] };

/** Cuts of the first i of some queues for each i at which the price falls, by part; equal parts are taken together. */
function cutBlocks(
  needed: readonly number[],
  queues: readonly PricedQueue[],
  { classOf, partsOf }: SharedSkills,
  surplusPerAtom: number,
  hoursPerAtom: number,
): readonly Block[] {
  const blocks = new Map<string, Block>();
  const priceOf = (q: number | undefined): number => (q === undefined ? -surplusPerAtom : (queues[q] as PricedQueue).understaffedPerHour * hoursPerAtom);
  needed.forEach((q, i) => {
    const weight = priceOf(q) - priceOf(needed[i + 1]);
    if (weight <= 0) return;
    const first = needed.slice(0, i + 1);
    // parts of fewer queues have no more closed sets than the whole, which has been counted
    for (const { classes, sets } of partsOf(first)) {
      const own = first.filter((k) => classes.includes(classOf[k] as number));
      const key = own.join();
      const termOf = ({ set, groups }: ClosedSet): CutTerm => ({ outside: own.filter((k) => !set.includes(classOf[k] as number)), groups });
      const block = blocks.get(key) ?? { coefficient: 0, terms: (sets ?? []).map(termOf) };
      block.coefficient += weight;
      blocks.set(key, block);
    }
  });
  return [...blocks.values()];
}

/** A set closed under "served by the same people", by classes, and who serves it. */
type ClosedSet = { readonly set: readonly number[]; readonly groups: readonly number[] };

/** Classes of queues that share people, and their closed sets; null when these are too many. */
type SkillPart = { readonly classes: readonly number[]; readonly sets: readonly ClosedSet[] | null };

/** Who shares people with whom. Queues served by the same groups are one class (layers of one need always are); a class is named after its first queue. */
type SharedSkills = {
  readonly classOf: readonly number[];
  /** The parts of some queues that share nobody. */
  partsOf(some: readonly number[]): readonly SkillPart[];
};

function sharedSkills(count: number, groups: readonly SkillGroup[]): SharedSkills {
  const servers = Array.from({ length: count }, (_, q) => serversOf(q, groups).join());
  const classOf = servers.map((own) => servers.indexOf(own));
  const known = new Map<string, readonly SkillPart[]>();
  return {
    classOf,
    partsOf(some) {
      const classes = [...new Set(some.map((q) => classOf[q] as number))].sort((a, b) => a - b);
      const key = classes.join();
      const parts = known.get(key) ?? connectedParts(classes, groups).map((part) => ({ classes: part, sets: closedSets(part, groups) }));
      known.set(key, parts);
      return parts;
    },
  };
}

/** Sets worth knowing when closed ones are too many: what the people of each queue serve alone, and each part whole. */
function fewSets(parts: readonly SkillPart[], groups: readonly SkillGroup[]): (readonly number[])[] {
  const found = parts.flatMap(({ classes }) => [...classes.map((q) => closureOf([q], classes, groups)), classes]);
  return [...new Map(found.map((set) => [set.join(), set])).values()];
}

/** Splits queues into parts that share no group. */
function connectedParts(some: readonly number[], groups: readonly SkillGroup[]): number[][] {
  const part = new Map(some.map((q) => [q, q]));
  for (const { queues } of groups) {
    const labels = queues.flatMap((q) => part.get(q) ?? []);
    const least = Math.min(...labels);
    for (const [q, label] of part) if (labels.includes(label)) part.set(q, least);
  }
  return [...new Set(part.values())].map((label) => some.filter((q) => part.get(q) === label));
}

function serversOf(queue: number, groups: readonly SkillGroup[]): number[] {
  return groups.flatMap((group, g) => (group.queues.includes(queue) ? [g] : []));
}

/** A set of queues with every further queue of its part that needs nobody else. */
function closureOf(set: readonly number[], part: readonly number[], groups: readonly SkillGroup[]): number[] {
  const people = new Set(set.flatMap((q) => serversOf(q, groups)));
  return part.filter((q) => serversOf(q, groups).every((g) => people.has(g)));
}

/** All closed sets of a part, grown one queue at a time from the empty set; null when they are too many. */
function closedSets(part: readonly number[], groups: readonly SkillGroup[]): ClosedSet[] | null {
  const found = new Map<string, number[]>();
  const open = [closureOf([], part, groups)];
  for (let set = open.pop(); set !== undefined; set = open.pop()) {
    if (found.has(set.join())) continue;
    if (found.size === MOST_SETS) return null;
    found.set(set.join(), set);
    for (const q of part) if (!set.includes(q)) open.push(closureOf([...set, q], part, groups));
  }
  return [...found.values()].map((set) => ({ set, groups: groups.flatMap((group, g) => (group.queues.some((q) => set.includes(q)) ? [g] : [])) }));
}
