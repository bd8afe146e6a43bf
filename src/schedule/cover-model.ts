import { type CoverFlow, coverFlow } from './cover-flow.js';
import type { PricedQueue, SkillGroup } from './problem.js';

/**
 * Cost of one cell as a function of the people on line, without solving a flow each time.
 *
 * With queues in order of price, the most that can be covered of the first i queues is (max-flow min-cut) the least over sets A of them of
 * demand outside A + people who may serve some queue of A. Only sets closed under "served by the same people" matter, and queues that share
 * nobody split into parts. The cost is then constant + surplus price × people − Σ coefficient × minimum over `terms`, convex in the supply.
 */
export type CoverModel = {
  /** Distinct sets of groups whose people are summed; `neighbours[m]` lists groups. */
  readonly neighbours: readonly (readonly number[])[];
  /** Neighbour sets that each group belongs to. */
  readonly setsOfGroup: readonly Int32Array[];
  /** Terms of block b are `blockStart[b]` to `blockStart[b + 1]`. */
  readonly blockStart: Int32Array;
  readonly coefficient: Float64Array;
  /** Neighbour set of each term; −1 = nobody (the set A is empty). */
  readonly termSet: Int32Array;
  /** 1 where the group belongs to the term's neighbours: [group × terms + term]. */
  readonly termHas: Uint8Array;
  /** Demand outside A in atoms: [cell × terms + term]. */
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
  const parts = connectedParts(queues.length, groups);
  const sets = parts.map((part) => closedSets(part, groups));
  const isExact = sets.every((found) => found !== null);
  const blocks = isExact ? cutBlocks(queues, groups, surplusPerHour * hoursPerAtom, hoursPerAtom) : new Map<string, Block>();
  const list = [...blocks.values()];
  const terms = list.flatMap((block) => block.terms);
  const setIds = new Map<string, number>();
  const neighbours: (readonly number[])[] = isExact ? [] : groups.map((_, g) => [g]);
  const termSet = Int32Array.from(terms, (term) => {
    if (term.groups.length === 0) return -1;
    const key = term.groups.join();
    if (!setIds.has(key)) {
      setIds.set(key, neighbours.length);
      neighbours.push(term.groups);
    }
    return setIds.get(key) as number;
  });
  const cells = demand[0]?.length ?? 0;
  const termDemand = new Float64Array(cells * terms.length);
  const constant = new Float64Array(cells);
  for (let cell = 0; cell < cells; cell += 1) {
    terms.forEach((term, k) => {
      termDemand[cell * terms.length + k] = term.outside.reduce((sum, q) => sum + (demand[q]?.[cell] as number), 0) * atomsPerCell;
    });
    constant[cell] = queues.reduce((sum, queue, q) => sum + Math.max(0, queue.understaffedPerHour) * (demand[q]?.[cell] as number) * cellHours, 0);
  }
  const blockStart = new Int32Array(list.length + 1);
  list.forEach((block, b) => {
    blockStart[b + 1] = (blockStart[b] as number) + block.terms.length;
  });
  const termHas = new Uint8Array(groups.length * terms.length);
  terms.forEach((term, k) => {
    for (const g of term.groups) termHas[g * terms.length + k] = 1;
  });
  return {
    neighbours,
    setsOfGroup: groups.map((_, g) => Int32Array.from(neighbours.flatMap((set, m) => (set.includes(g) ? [m] : [])))),
    blockStart,
    coefficient: Float64Array.from(list, (block) => block.coefficient),
    termSet,
    termHas,
    termDemand,
    constant,
    surplusPerAtom: surplusPerHour * hoursPerAtom,
    closedSets: isExact ? sets.flatMap((found) => (found as number[][]).filter((set) => set.length > 0)) : fewSets(parts, groups),
    isExact,
    flow: isExact ? null : coverFlow(groups, queues.length),
    needAtoms: Float64Array.from(
      { length: cells * queues.length },
      (_, i) => (demand[i % queues.length]?.[Math.floor(i / queues.length)] as number) * atomsPerCell,
    ),
    worthPerAtom: Float64Array.from(queues, (queue) => (queue.understaffedPerHour + surplusPerHour) * hoursPerAtom),
  };
}

type Block = { coefficient: number; readonly terms: readonly CutTerm[] };

/** Cuts of the first i queues for each i at which the price falls, by part; equal parts are taken together. */
function cutBlocks(queues: readonly PricedQueue[], groups: readonly SkillGroup[], surplusPerAtom: number, hoursPerAtom: number): Map<string, Block> {
  const blocks = new Map<string, Block>();
  queues.forEach((queue, i) => {
    const next = queues[i + 1];
    const weight = queue.understaffedPerHour * hoursPerAtom - (next === undefined ? -surplusPerAtom : next.understaffedPerHour * hoursPerAtom);
    if (weight <= 0) return;
    for (const part of connectedParts(i + 1, groups)) {
      const key = part.join();
      const block = blocks.get(key) ?? { coefficient: 0, terms: cutTerms(part, groups) };
      block.coefficient += weight;
      blocks.set(key, block);
    }
  });
  return blocks;
}

/** Sets worth knowing when closed ones are too many: what the people of each queue serve alone, and each part whole. */
function fewSets(parts: readonly (readonly number[])[], groups: readonly SkillGroup[]): (readonly number[])[] {
  const found = parts.flatMap((part) => [...part.map((q) => closureOf([q], part, groups)), part]);
  return [...new Map(found.map((set) => [set.join(), set])).values()];
}

/** Splits the first `count` queues into parts that share no group. */
function connectedParts(count: number, groups: readonly SkillGroup[]): number[][] {
  const part = Array.from({ length: count }, (_, q) => q);
  for (const { queues } of groups) {
    const inside = queues.filter((q) => q < count);
    const least = Math.min(...inside.map((q) => part[q] as number));
    const merged = new Set(inside.map((q) => part[q] as number));
    part.forEach((label, q) => {
      if (merged.has(label)) part[q] = least;
    });
  }
  return [...new Set(part)].map((label) => part.flatMap((own, q) => (own === label ? [q] : [])));
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
function closedSets(part: readonly number[], groups: readonly SkillGroup[]): number[][] | null {
  const found = new Map<string, number[]>();
  const open = [closureOf([], part, groups)];
  for (let set = open.pop(); set !== undefined; set = open.pop()) {
    if (found.has(set.join())) continue;
    if (found.size === MOST_SETS) return null;
    found.set(set.join(), set);
    for (const q of part) if (!set.includes(q)) open.push(closureOf([...set, q], part, groups));
  }
  return [...found.values()];
}

function cutTerms(part: readonly number[], groups: readonly SkillGroup[]): CutTerm[] {
  // parts of fewer queues have no more closed sets than the whole, which has been counted
  return (closedSets(part, groups) ?? []).map((set) => ({
    outside: part.filter((q) => !set.includes(q)),
    groups: groups.flatMap((group, g) => (group.queues.some((q) => set.includes(q)) ? [g] : [])),
  }));
}
