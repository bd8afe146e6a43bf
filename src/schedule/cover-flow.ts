import type { SkillGroup } from './problem.js';

const TINY = 1e-9;

/** Gives people to queues in the order of the queues' prices; for skill sets whose unions are too many to list as cuts. */
export type CoverFlow = {
  /** Covers `need` (by queue, dearest first) from `supply` (by group), both in one unit; the result is overwritten by the next call. */
  cover(need: ArrayLike<number>, supply: ArrayLike<number>): Float64Array;
};

/** Prepares flows between given groups and `count` queues. Each queue in turn is filled along shortest augmenting paths. */
export function coverFlow(groups: readonly SkillGroup[], count: number): CoverFlow {
  const servers = Array.from({ length: count }, (_, q) => Int32Array.from(groups.flatMap((group, g) => (group.queues.includes(q) ? [g] : []))));
  const serves = groups.map((group) => Int32Array.from(group.queues));
  const covered = new Float64Array(count);
  const free = new Float64Array(groups.length);
  const given = new Float64Array(groups.length * count);
  /** Queue through which a group was reached, and group through which a queue was; −1 = not reached. */
  const takes = new Int32Array(groups.length);
  const reachedBy = new Int32Array(count);
  const line = new Int32Array(count);

  /** Group with free people at the end of a shortest path from a queue; −1 without. */
  const search = (queue: number): number => {
    takes.fill(-1);
    reachedBy.fill(-1);
    line[0] = queue;
    let [head, tail] = [0, 1];
    while (head < tail) {
      const wanted = line[head] as number;
      head += 1;
      const able = servers[wanted] as Int32Array;
      for (let k = 0; k < able.length; k += 1) {
        const g = able[k] as number;
        if ((takes[g] as number) >= 0) continue;
        takes[g] = wanted;
        if ((free[g] as number) > TINY) return g;
        const others = serves[g] as Int32Array;
        for (let j = 0; j < others.length; j += 1) {
          const other = others[j] as number;
          if (other === queue || (reachedBy[other] as number) >= 0 || (given[g * count + other] as number) <= TINY) continue;
          reachedBy[other] = g;
          line[tail] = other;
          tail += 1;
        }
      }
    }
    return -1;
  };

  /** Moves people along the path that ends at a group; returns how many. */
  const augment = (queue: number, end: number, most: number): number => {
    let amount = Math.min(most, free[end] as number);
    for (let g = end; takes[g] !== queue; ) {
      const handed = takes[g] as number;
      g = reachedBy[handed] as number;
      amount = Math.min(amount, given[g * count + handed] as number);
    }
    free[end] = (free[end] as number) - amount;
    for (let g = end; ; ) {
      const taken = takes[g] as number;
      given[g * count + taken] = (given[g * count + taken] as number) + amount;
      if (taken === queue) return amount;
      g = reachedBy[taken] as number;
      given[g * count + taken] = (given[g * count + taken] as number) - amount;
    }
  };

  return {
    cover(need, supply) {
      for (let g = 0; g < groups.length; g += 1) free[g] = supply[g] as number;
      given.fill(0);
      for (let queue = 0; queue < count; queue += 1) {
        let missing = need[queue] as number;
        while (missing > TINY) {
          const end = search(queue);
          if (end < 0) break;
          missing -= augment(queue, end, missing);
        }
        covered[queue] = (need[queue] as number) - missing;
      }
      return covered;
    },
  };
}
