import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentRoster, ContractConfig, PlanConfig, Shift } from '../../src/core/index.js';
import { checkRoster } from '../../src/schedule/index.js';
import { dayOf, need, person, requirements, solve, tinyPlan } from './tiny.js';

// Two people and a weekend: every roster there is goes through the independent checker, with prices that tie people and days together.
const HOUR_MS = 3_600_000;
const LUNCH = { name: 'lunch', length: '1h', from: '1h', to: '2h', every: '1h' };
const SHIFTS: NonNullable<PlanConfig['shifts']> = {
  early: { start: { from: '08:00', to: '08:00' }, length: { from: '4h', to: '4h' }, breaks: [LUNCH], days: 'sat-sun' },
  late: { start: { from: '10:00', to: '10:00' }, length: { from: '4h', to: '4h' }, breaks: [LUNCH], days: 'sat-sun' },
};
const STARTS = { early: 8, late: 10 } as const;

/** One way to work: a family, and when each thing that is not work begins, in hours after the start. */
type Way = { readonly family: 'early' | 'late'; readonly parts: readonly (readonly [name: string, after: number])[] };

function shiftOf(day: number, { family, parts }: Way): Shift {
  const startMs = Date.parse(`${dayOf(day)}T00:00Z`) + STARTS[family] * HOUR_MS;
  const at = (hours: number): number => startMs + hours * HOUR_MS;
  const activities: { activity: string; startMs: number; endMs: number }[] = [];
  let reached = 0;
  for (const [activity, after] of [...parts].sort((a, b) => a[1] - b[1])) {
    if (after > reached) activities.push({ activity: 'online', startMs: at(reached), endMs: at(after) });
    activities.push({ activity, startMs: at(after), endMs: at(after + 1) });
    reached = after + 1;
  }
  if (reached < 4) activities.push({ activity: 'online', startMs: at(reached), endMs: at(4) });
  return { day: dayOf(day), shift: family, startMs, endMs: at(4), paidSeconds: 4 * 3600, activities };
}

const families = ['early', 'late'] as const;
const WAYS: readonly (Way | null)[] = [null, ...families.flatMap((family) => [1, 2].map((after): Way => ({ family, parts: [['lunch', after]] })))];

/** All lists of one item from each of several lists. */
function product<Item>(lists: readonly (readonly Item[])[]): Item[][] {
  return lists.reduce<Item[][]>((all, list) => all.flatMap((own) => list.map((item) => [...own, item])), [[]]);
}

/** Rosters of Ann and Bob for given ways to work on given days. */
function rostersOf(days: readonly number[], ways: readonly (Way | null)[]): AgentRoster[][] {
  const one = product(days.map(() => ways)).map((list) => list.flatMap((way, d) => (way === null ? [] : [shiftOf(days[d] as number, way)])));
  return one.flatMap((ann) =>
    one.map((bob) => [
      { agent: 'Ann', shifts: ann },
      { agent: 'Bob', shifts: bob },
    ]),
  );
}

const option = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const count = option(fc.constantFrom<'weekends' | readonly string[]>('weekends', ['late'], ['early']));

/** Rules and prices of a plan, and of the contract of both. */
const cases = fc.record({
  fairness: count.map((own) => (own === undefined ? undefined : [{ count: own, price: 25 }])),
  shiftCover: option(fc.record({ shift: fc.constantFrom(...families), agents: fc.integer({ min: 1, max: 2 }), missingPerShift: fc.constantFrom(30, 90) })),
  breaksAtOnce: option(fc.constantFrom({ most: 0, extraPerHour: 15 }, { most: 0.5, extraPerHour: 40 })),
  overtime: fc.boolean(),
  wholeWeekends: fc.boolean(),
  pattern: option(fc.constantFrom<readonly string[]>(['early'], ['late'])),
  fixed: option(fc.constantFrom('early', 'late', 'off')),
  hours: fc.boolean(),
  edge: fc.boolean(),
  cheapBob: fc.boolean(),
});
const demands = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 12, maxLength: 12 });

/** Need from 8 to 14 on Saturday and Sunday, in quarters of a person. */
const demandOf = (quarters: readonly number[]) =>
  requirements(need('help', (hour, d) => (d < 5 || hour < 8 || hour >= 14 ? 0 : (quarters[(d - 5) * 6 + hour - 8] as number) / 4)));

describe('prices that tie people together, against every roster there is', () => {
  it('the roster found is within 5 % of the cheapest, and the bound is never above it', async () => {
    const all = rostersOf([5, 6], WAYS);
    await fc.assert(
      fc.asyncProperty(cases, demands, async (rules, quarters) => {
        const contract: Partial<ContractConfig> = {
          shifts: ['early', 'late'],
          ...(rules.overtime ? { hoursPerWeek: { max: 4 }, overtime: { hoursPerWeek: 4, extraPerHour: 11 } } : {}),
          ...(rules.wholeWeekends ? { wholeWeekends: true } : {}),
          ...(rules.hours ? { hours: { sat: ['08:00-14:00'], sun: ['10:00-14:00'] } } : {}),
          ...(rules.pattern === undefined ? {} : { pattern: { weeks: [{ sat: rules.pattern }] } }),
        };
        const edges = rules.edge ? { openingHours: { 'sat-sun': ['08:00-14:00'] }, atClosing: { agents: 1, before: '1h' } } : {};
        const config = tinyPlan(
          {
            shifts: SHIFTS,
            queues: { help: { understaffedPerHour: 60, ...edges } },
            ...(rules.fairness === undefined ? {} : { fairness: rules.fairness }),
            ...(rules.shiftCover === undefined ? {} : { shiftCover: [rules.shiftCover] }),
            ...(rules.breaksAtOnce === undefined ? {} : { breaksAtOnce: rules.breaksAtOnce }),
            ...(rules.fixed === undefined ? {} : { people: { Ann: { fixed: [{ days: 'sun', shift: rules.fixed }] } } }),
          },
          contract,
        );
        const agents = [person('Ann'), person('Bob', { costPerHour: rules.cheapBob ? 12 : null })];
        const input = { requirements: demandOf(quarters), config, agents };
        let least = Number.POSITIVE_INFINITY;
        for (const roster of all) {
          const check = checkRoster(roster, input);
          if (check.violations.length === 0) least = Math.min(least, check.objective);
        }
        const roster = await solve(input.requirements, config, agents, { workBudget: 3000 });
        if (least === Number.POSITIVE_INFINITY) expect(roster.status).toBe('infeasible');
        else {
          expect(roster.bound as number).toBeLessThanOrEqual(least + 1e-6);
          expect(roster.objective as number).toBeGreaterThanOrEqual(least - 1e-6);
          expect(roster.objective as number).toBeLessThanOrEqual(least * 1.05 + 1e-6);
        }
      }),
      { numRuns: 4, seed: 21 },
    );
  }, 120_000);

  it('trainings: no roster is cheaper than the bound, and the one found is within 1 % of the cheapest', async () => {
    const trained: readonly (Way | null)[] = [
      ...WAYS,
      ...families.flatMap((family) =>
        product<number>([
          [1, 2],
          [0, 1, 2, 3],
        ]).flatMap(([lunch, coaching]): Way[] =>
          lunch === coaching
            ? []
            : [
                {
                  family,
                  parts: [
                    ['lunch', lunch as number],
                    ['coaching', coaching as number],
                  ],
                },
              ],
        ),
      ),
    ];
    const all = rostersOf([5], trained);
    const activities = fc.record({
      window: fc.constantFrom(['08:00', '14:00'], ['10:00', '11:00'], ['09:00', '12:00']),
      together: fc.boolean(),
      missingEach: fc.constantFrom(10, 60, 300),
      people: option(fc.constantFrom(['Ann'], ['Ann', 'Bob'])),
    });
    await fc.assert(
      fc.asyncProperty(activities, demands, async ({ window, ...activity }, quarters) => {
        const [from, to] = window.map((clock) => `${dayOf(5)}T${clock}`) as [string, string];
        const shifts = Object.fromEntries(Object.entries(SHIFTS).map(([name, rule]) => [name, { ...rule, days: 'sat' }]));
        const config = tinyPlan(
          { shifts, activities: [{ ...activity, name: 'coaching', from, to, length: '1h', every: '1h' }] },
          { shifts: ['early', 'late'] },
        );
        const input = { requirements: demandOf(quarters), config, agents: [person('Ann'), person('Bob')] };
        let least = Number.POSITIVE_INFINITY;
        for (const roster of all) {
          const check = checkRoster(roster, input);
          if (check.violations.length === 0) least = Math.min(least, check.objective);
        }
        const roster = await solve(input.requirements, config, input.agents, { workBudget: 3000 });
        expect(roster.bound as number).toBeLessThanOrEqual(least + 1e-6);
        expect(roster.objective as number).toBeGreaterThanOrEqual(least - 1e-6);
        expect(roster.objective as number).toBeLessThanOrEqual(least * 1.01 + 1e-6);
      }),
      { numRuns: 10, seed: 4 },
    );
  }, 120_000);
});
