import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverFlow } from '../../src/schedule/cover-flow.js';
import { type Cuts, coverModel } from '../../src/schedule/cover-model.js';
import type { PricedQueue } from '../../src/schedule/problem.js';

const SURPLUS = 5;

/** Queues of a price each; below 0 they stand for people beyond the need. */
function pricedQueues(prices: readonly number[]): PricedQueue[] {
  return prices.map((understaffedPerHour, q) => ({ queue: `q${q}`, skill: 'x', lowestTier: 1, understaffedPerHour, isNeed: understaffedPerHour >= 0 }));
}

const cases = fc.integer({ min: 1, max: 5 }).chain((count) =>
  fc.record({
    prices: fc.array(fc.constantFrom(-4, -1, 0, 20, 60, 60, 80), { minLength: count, maxLength: count }).map((prices) => prices.sort((a, b) => b - a)),
    need: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: count, maxLength: count }),
    groups: fc.array(fc.record({ queues: fc.subarray(Array.from({ length: count }, (_, q) => q)), people: fc.integer({ min: 0, max: 9 }) }), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
);

describe('cost of an interval', () => {
  it('is the same by cuts and by a flow, for any skills and prices', () => {
    fc.assert(
      fc.property(cases, ({ prices, need, groups }) => {
        const queues = pricedQueues(prices);
        const demand = need.map((people) => Float64Array.of(people));
        const model = coverModel(queues, groups, demand, SURPLUS, 1, 1);
        const covered = coverFlow(groups, queues.length).cover(
          need,
          groups.map((group) => group.people),
        );
        const total = groups.reduce((sum, group) => sum + group.people, 0);
        const used = covered.reduce((sum, people) => sum + people, 0);
        const byFlow = queues.reduce(
          // a person beyond the need costs where they are there, a missing one where they are not
          (sum, { understaffedPerHour, isNeed }, q) =>
            sum + understaffedPerHour * (isNeed ? (need[q] as number) - (covered[q] as number) : -(covered[q] as number)),
          SURPLUS * (total - used),
        );
        const sums = model.neighbours.map((set) => set.reduce((sum, g) => sum + (groups[g]?.people as number), 0));
        let byCuts = (model.constant[0] as number) + model.surplusPerAtom * total;
        const { blockStart, coefficient, termSet } = model.cutsOf[0] as Cuts;
        coefficient.forEach((worth, b) => {
          const terms = Array.from(termSet.subarray(blockStart[b], blockStart[b + 1]), (set, k) => {
            const people = set < 0 ? 0 : (sums[set] as number);
            return (model.termDemand[(blockStart[b] as number) + k] as number) + people;
          });
          byCuts -= worth * Math.min(...terms);
        });
        expect(byCuts).toBeCloseTo(byFlow, 9);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('more people never leave more uncovered, and nobody is used twice', () => {
    fc.assert(
      fc.property(cases, fc.nat(4), ({ need, groups, prices }, at) => {
        const flow = coverFlow(groups, prices.length);
        const people = groups.map((group) => group.people);
        const before = Array.from(flow.cover(need, people));
        const more = people.map((count, g) => (g === at % groups.length ? count + 1 : count));
        const after = Array.from(flow.cover(need, more));
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
        expect(sum(after)).toBeGreaterThanOrEqual(sum(before) - 1e-9);
        expect(sum(before)).toBeLessThanOrEqual(sum(people) + 1e-9);
        before.forEach((covered, q) => {
          expect(covered).toBeLessThanOrEqual((need[q] as number) + 1e-9);
        });
      }),
      { numRuns: 100, seed: 2 },
    );
  });
});
