import type { QueueRule } from '../core/index.js';
import type { SkillGroup } from './problem.js';

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
  /** Queues that are served by exactly these closed sets, for the bound: each lists queues. */
  readonly closedSets: readonly (readonly number[])[];
  /** Cuts of the first i + 1 queues, by part: the most that can be covered of them is the sum over parts of the least cut. */
  readonly ranks: readonly (readonly (readonly CutTerm[])[])[];
};

/** One cut: demand of `outside` plus the people of `groups`. */
export type CutTerm = { readonly outside: readonly number[]; readonly groups: readonly number[] };

/** Builds the cost model of covering `queues` (dearest first) from `groups`. */
export function coverModel(
  queues: readonly QueueRule[],
  groups: readonly SkillGroup[],
  demand: readonly Float64Array[],
  surplusPerHour: number,
  cellHours: number,
  atomsPerCell: number,
): CoverModel {
  const hoursPerAtom = cellHours / atomsPerCell;
  const blocks = new Map<string, { coefficient: number; terms: CutTerm[] }>();
  queues.forEach((queue, i) => {
    const weight = (queue.understaffedPerHour - (queues[i + 1]?.understaffedPerHour ?? -surplusPerHour)) * hoursPerAtom;
    if (weight <= 0) return;
    for (const part of connectedParts(i + 1, groups)) {
      const key = part.join();
      const block = blocks.get(key) ?? { coefficient: 0, terms: cutTerms(part, groups) };
      block.coefficient += weight;
      blocks.set(key, block);
    }
  });
  const list = [...blocks.values()];
  const terms = list.flatMap((block) => block.terms);
  const setIds = new Map<string, number>();
  const neighbours: (readonly number[])[] = [];
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
    constant[cell] = queues.reduce((sum, queue, q) => sum + queue.understaffedPerHour * (demand[q]?.[cell] as number) * cellHours, 0);
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
    ranks: queues.map((_, i) => connectedParts(i + 1, groups).map((part) => cutTerms(part, groups))),
    closedSets: connectedParts(queues.length, groups).flatMap((part) => closedSets(part, groups).filter((set) => set.length > 0)),
  };
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

/** Sets A of the part with no further queue that the same people could serve; grown one queue at a time from the empty set. */
function closedSets(part: readonly number[], groups: readonly SkillGroup[]): number[][] {
  const serving = new Map(part.map((q) => [q, groups.flatMap((group, g) => (group.queues.includes(q) ? [g] : []))]));
  const close = (set: readonly number[]): number[] => {
    const people = new Set(set.flatMap((q) => serving.get(q) as number[]));
    return part.filter((q) => (serving.get(q) as number[]).every((g) => people.has(g)));
  };
  const found = new Map<string, number[]>();
  const grow = (set: number[]): void => {
    if (found.has(set.join())) return;
    found.set(set.join(), set);
    for (const q of part) if (!set.includes(q)) grow(close([...set, q]));
  };
  grow(close([]));
  return [...found.values()];
}

function cutTerms(part: readonly number[], groups: readonly SkillGroup[]): CutTerm[] {
  return closedSets(part, groups).map((set) => ({
    outside: part.filter((q) => !set.includes(q)),
    groups: groups.flatMap((group, g) => (group.queues.some((q) => set.includes(q)) ? [g] : [])),
  }));
}

/** People covering each queue when what is uncovered costs least: dearest queues first, as far as people reach. */
export function coveredPeople(cover: CoverModel, need: readonly number[], supply: readonly number[]): number[] {
  let before = 0;
  return cover.ranks.map((parts) => {
    const most = parts.reduce((sum, terms) => sum + Math.min(...terms.map((term) => cutValue(term, need, supply))), 0);
    const covered = most - before;
    before = most;
    return Math.max(0, covered);
  });
}

function cutValue(term: CutTerm, need: readonly number[], supply: readonly number[]): number {
  return term.outside.reduce((sum, q) => sum + (need[q] as number), 0) + term.groups.reduce((sum, g) => sum + (supply[g] as number), 0);
}
