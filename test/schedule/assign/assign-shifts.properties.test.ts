import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AssignedPerson, type AssignmentProblem, assignShifts, checkAssignment } from '../../../src/schedule/index.js';
import { leastObjective } from './small.js';

const SHIFTS = [
  { shift: 'early', lengthSeconds: 28_800 },
  { shift: 'night', lengthSeconds: 36_000, notFollowedBy: ['early'] },
];

const maybe = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<number | undefined> => fc.option(arbitrary, { nil: undefined });

const rules = fc.record({
  mostOfShift: fc.option(fc.record({ night: fc.integer({ min: 0, max: 2 }) }), { nil: undefined }),
  leastSeconds: maybe(fc.integer({ min: 0, max: 3 }).map((count) => count * 28_800)),
  mostSeconds: maybe(fc.integer({ min: 2, max: 6 }).map((count) => count * 28_800)),
  leastDaysInRow: maybe(fc.integer({ min: 1, max: 3 })),
  mostDaysInRow: maybe(fc.integer({ min: 1, max: 4 })),
  leastDaysOffInRow: maybe(fc.integer({ min: 1, max: 3 })),
  mostWeekends: maybe(fc.integer({ min: 0, max: 1 })),
  daysOff: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 1 }),
  before: fc.option(
    fc.oneof(
      fc.record({ daysInRow: fc.integer({ min: 1, max: 3 }), shift: fc.constantFrom('early', 'night') }),
      fc.record({ daysOffInRow: fc.integer({ min: 1, max: 2 }) }),
    ),
    { nil: undefined },
  ),
});

const problem = fc
  .record({
    firstWeekday: fc.integer({ min: 0, max: 6 }),
    people: fc.array(rules, { minLength: 1, maxLength: 2 }).map((list) => list.map((own, i): AssignedPerson => ({ person: `p${i + 1}`, ...own }))),
    needs: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 10, maxLength: 10 }),
    under: fc.integer({ min: 1, max: 20 }),
    over: fc.integer({ min: 0, max: 5 }),
    requests: fc.array(
      fc.record({
        day: fc.integer({ min: 0, max: 4 }),
        shift: fc.constantFrom('early', 'night'),
        kind: fc.constantFrom('on' as const, 'off' as const),
        weight: fc.integer({ min: 0, max: 9 }),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ firstWeekday, people, needs, under, over, requests }): AssignmentProblem => {
    const cover = needs.map((need, i) => ({
      day: i >> 1,
      shift: (SHIFTS[i % 2] as (typeof SHIFTS)[number]).shift,
      need,
      understaffedWeight: under,
      surplusWeight: over,
    }));
    return {
      days: 5,
      firstWeekday,
      shifts: SHIFTS,
      people,
      cover,
      requests: requests.map((request, i) => ({ person: `p${(i % people.length) + 1}`, ...request })),
    };
  });

describe('assignShifts, on random small problems', () => {
  it('finds the least objective of all rosters and proves it', async () => {
    await fc.assert(
      fc.asyncProperty(problem, async (given) => {
        const least = leastObjective(given);
        const roster = await assignShifts(given, { moveBudget: 200 });
        expect(roster.objective).toBe(least);
        if (least === null) {
          expect(roster.status).toBe('infeasible');
          expect(roster.conflicts.length).toBeGreaterThan(0);
          return;
        }
        expect(roster.status).toBe('optimal');
        expect(checkAssignment(roster.people, given)).toMatchObject({ objective: least, violations: [] });
      }),
      { numRuns: 60 },
    );
  });

  it('keeps bound ≤ objective and leaves its input as it was, whatever the budget', async () => {
    await fc.assert(
      fc.asyncProperty(problem, fc.integer({ min: 0, max: 3 }), async (given, moveBudget) => {
        const copy = structuredClone(given);
        const roster = await assignShifts(given, { moveBudget });
        expect(given).toEqual(copy);
        if (roster.status === 'infeasible') return;
        expect(roster.bound as number).toBeLessThanOrEqual(roster.objective as number);
        expect(roster.gap as number).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });

  it('costs the same in any order of people, and no more with a rule or a limit less', async () => {
    await fc.assert(
      fc.asyncProperty(problem, async (given) => {
        const full = await assignShifts(given, { moveBudget: 200 });
        if (full.objective === null) return;
        expect((await assignShifts({ ...given, people: given.people.toReversed() }, { moveBudget: 200 })).objective).toBe(full.objective);
        const free = given.people.map(({ mostDaysInRow: _, mostWeekends: __, ...rest }) => rest);
        expect((await assignShifts({ ...given, people: free }, { moveBudget: 200 })).objective as number).toBeLessThanOrEqual(full.objective);
        const more = [...given.people, { person: 'extra' }];
        expect((await assignShifts({ ...given, people: more }, { moveBudget: 200 })).objective as number).toBeLessThanOrEqual(full.objective);
      }),
      { numRuns: 30 },
    );
  });
});
