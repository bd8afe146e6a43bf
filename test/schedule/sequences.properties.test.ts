import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentRoster, ContractConfig, PlanConfig, Shift } from '../../src/core/index.js';
import { checkRoster } from '../../src/schedule/index.js';
import { dayOf, need, person, requirements, solve, tinyPlan, worked } from './tiny.js';

// One person, two families, seven days: every roster there is goes through the independent checker.
const FAMILIES = ['late', 'night'] as const;
const START = { late: 14, night: 22 } as const;
const HOURS = 8;
const SHIFTS: NonNullable<PlanConfig['shifts']> = {
  late: { start: { from: '14:00', to: '14:00' }, length: { from: '8h', to: '8h' } },
  night: { start: { from: '22:00', to: '22:00' }, length: { from: '8h', to: '8h' } },
};

function shiftOn(d: number, family: (typeof FAMILIES)[number]): Shift {
  const [shift] = worked('Ann', [d], START[family], HOURS).shifts as [Shift];
  return { ...shift, shift: family };
}

/** All 3⁷ ways to work a week. */
const WEEKS: readonly (readonly Shift[])[] = Array.from({ length: 3 ** 7 }, (_, code) =>
  Array.from({ length: 7 }, (_day, d) => Math.floor(code / 3 ** d) % 3).flatMap((choice, d) =>
    choice === 0 ? [] : [shiftOn(d, FAMILIES[choice - 1] as 'late')],
  ),
);

const limit = (least: number, most: number) => fc.option(fc.integer({ min: least, max: most }), { nil: undefined });

/** A contract with some of the rules about what may follow what. */
const contracts: fc.Arbitrary<Partial<ContractConfig>> = fc
  .record({
    minimumOn: limit(2, 3),
    maximumOn: limit(3, 5),
    minimumOff: limit(2, 3),
    maximumOff: limit(3, 4),
    weekends: fc.option(fc.constantFrom({ max: 0, inWeeks: 1 }, { max: 1, inWeeks: 2 }, { max: 1, inWeeks: 3 }), { nil: undefined }),
    wholeWeekends: fc.boolean(),
    inARow: limit(1, 3),
    perPeriod: limit(1, 3),
    restAfter: fc.option(fc.constantFrom('24h', '40h', '60h'), { nil: undefined }),
    succession: fc.boolean(),
    hours: fc.option(fc.constantFrom({ max: 24 }, { min: 16 }, { min: 16, max: 32 }), { nil: undefined }),
    overtime: fc.boolean(),
  })
  .map((rules) => ({
    shifts: ['late', 'night'],
    rest: '8h',
    consecutiveDays: { min: rules.minimumOn, max: rules.maximumOn },
    consecutiveDaysOff: { min: rules.minimumOff, max: rules.maximumOff },
    weekends: rules.weekends,
    wholeWeekends: rules.wholeWeekends,
    nights: { inARow: rules.inARow, perPeriod: rules.perPeriod, restAfter: rules.restAfter },
    forbiddenSuccessions: rules.succession ? ([['night', 'late']] as const) : undefined,
    hoursPerPeriod: rules.hours,
    ...(rules.overtime ? { hoursPerWeek: { max: 16 }, overtime: { hoursPerWeek: 16, extraPerHour: 12 } } : {}),
  }));

/** What the roster before had on its last nine days: 0 off, 1 late, 2 night. */
const pasts = fc.option(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 9, maxLength: 9 }), { nil: null });

function rosterBefore(past: readonly number[] | null): AgentRoster[] {
  const shifts = (past ?? []).flatMap((choice, k) => (choice === 0 ? [] : [shiftOn(k - 9, FAMILIES[choice - 1] as 'late')]));
  // a rest of 8 h lets a late shift follow a night, never two on a day
  return shifts.length === 0 ? [] : [{ agent: 'Ann', shifts }];
}

describe('rules about what may follow what, against every roster there is', () => {
  it('the engine and the independent checker agree on what is allowed, on the cheapest roster, and on the bound', async () => {
    const demands = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 2 }), { minLength: 7, maxLength: 7 });
    const ann = [person('Ann')];
    await fc.assert(
      fc.asyncProperty(contracts, pasts, demands, async (contract, past, wanted) => {
        const demand = requirements(
          need(
            'help',
            (hour, day) =>
              (hour >= 14 && hour < 22 ? (wanted[day]?.[0] ?? 0) : hour >= 22 ? (wanted[day]?.[1] ?? 0) : hour < 6 ? (wanted[day - 1]?.[1] ?? 0) : 0) / 4,
            8,
          ),
        );
        const config = tinyPlan({ shifts: SHIFTS, horizon: { start: dayOf(0), weeks: 1 } }, contract);
        const previous = rosterBefore(past);
        const input = { requirements: demand, config, agents: ann, previous };
        let least = Number.POSITIVE_INFINITY;
        for (const shifts of WEEKS) {
          const check = checkRoster([{ agent: 'Ann', shifts }], input);
          if (check.violations.length === 0) least = Math.min(least, check.objective);
        }
        const roster = await solve(demand, config, ann, { previous, workBudget: 300 });
        if (least === Number.POSITIVE_INFINITY) expect(roster.status).toBe('infeasible');
        else {
          expect(roster.objective).toBeCloseTo(least, 6);
          expect(roster.bound as number).toBeLessThanOrEqual(least + 1e-6);
        }
      }),
      { numRuns: 3, seed: 5 },
    );
  }, 240_000);

  it('starting from a roster, with days that stand and a price for changes', async () => {
    const weeks = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 7, maxLength: 7 });
    const demand = requirements(need('help', (hour, day) => (hour >= 14 && hour < 22 ? (day % 2 === 0 ? 1 : 0.25) : 0)));
    const config = tinyPlan({ shifts: SHIFTS }, { shifts: ['late', 'night'], rest: '8h', consecutiveDaysOff: { min: 2 } });
    const ann = [person('Ann')];
    await fc.assert(
      fc.asyncProperty(weeks, fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 30, 200), async (week, frozen, pricePerChange) => {
        const given = week.flatMap((choice, d) => (choice === 0 ? [] : [shiftOn(d, FAMILIES[choice - 1] as 'late')]));
        const from = { agents: [{ agent: 'Ann', shifts: given }], freezeUntil: dayOf(frozen), pricePerChange };
        let least = Number.POSITIVE_INFINITY;
        for (const shifts of WEEKS) {
          const check = checkRoster([{ agent: 'Ann', shifts }], { requirements: demand, config, agents: ann, from });
          if (check.violations.length === 0) least = Math.min(least, check.objective);
        }
        const roster = await solve(demand, config, ann, { from, workBudget: 300 });
        if (least === Number.POSITIVE_INFINITY) expect(roster.status).toBe('infeasible');
        else {
          expect(roster.objective).toBeCloseTo(least, 6);
          expect(roster.bound as number).toBeLessThanOrEqual(least + 1e-6);
        }
      }),
      { numRuns: 3, seed: 8 },
    );
  }, 240_000);
});
