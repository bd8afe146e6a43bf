import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanConfig } from '../../src/core/index.js';
import { checkRoster } from '../../src/schedule/index.js';
import { need, person, requirements, solve, tinyPlan } from './tiny.js';

// Two people, two tiers, four shifts a day: small enough to try every roster there is.
type Rules = { readonly hours: number; readonly days: number; readonly run: number; readonly restHours: number };

/** Options of a day: start hour and length; the first is a day off. */
const OPTIONS = [
  [0, 0],
  [8, 4],
  [12, 4],
  [8, 8],
  [12, 8],
] as const;
const STRICT: Rules = { hours: 16, days: 3, run: 2, restHours: 14 };

function plan(rules: Rules): PlanConfig {
  return tinyPlan(
    {
      interval: '4h',
      queues: { first: { skill: 'help', understaffedPerHour: 60 }, second: { skill: 'help', lowestTier: 2, understaffedPerHour: 80 } },
      shifts: { day: { start: { from: '08:00', to: '12:00', every: '4h' }, length: { from: '4h', to: '8h', every: '4h' } } },
    },
    { hoursPerWeek: { max: rules.hours }, daysPerWeek: { max: rules.days }, consecutiveDays: { max: rules.run }, rest: `${rules.restHours}h` },
  );
}

/** Every week one person may work, as options by day. */
function weeks(rules: Rules): number[][] {
  const found: number[][] = [];
  const extend = (week: number[], hours: number, days: number, run: number): void => {
    if (week.length === 7) {
      found.push(week);
      return;
    }
    OPTIONS.forEach(([start, length], option) => {
      if (option === 0) {
        extend([...week, 0], hours, days, 0);
        return;
      }
      const [lastStart, lastLength] = OPTIONS[week.at(-1) ?? 0] as readonly [number, number];
      const isRested = lastLength === 0 || start + 24 - lastStart - lastLength >= rules.restHours;
      if (hours + length <= rules.hours && days < rules.days && run < rules.run && isRested) extend([...week, option], hours + length, days + 1, run + 1);
    });
  };
  extend([], 0, 0, 0);
  return found;
}

/** Cost of one day: blocks 08–12, 12–16, 16–20; `high` may serve both queues, `low` the first only. */
function dayCost(first: readonly number[], second: readonly number[], low: number, high: number): number {
  const isOn = (option: number, block: number): number => {
    const [start, length] = OPTIONS[option] as readonly [number, number];
    return start <= 8 + 4 * block && 12 + 4 * block <= start + length ? 1 : 0;
  };
  let cost = 20 * ((OPTIONS[low]?.[1] ?? 0) + (OPTIONS[high]?.[1] ?? 0));
  for (let block = 0; block < 3; block += 1) {
    const [a, b] = [first[block] as number, second[block] as number];
    const inSecond = Math.min(b, isOn(high, block));
    const left = isOn(low, block) + isOn(high, block) - inSecond;
    const inFirst = Math.min(a, left);
    cost += 4 * (80 * (b - inSecond) + 60 * (a - inFirst) + 5 * (left - inFirst));
  }
  return cost;
}

function cheapest(first: readonly (readonly number[])[], second: readonly (readonly number[])[], rules: Rules): number {
  const own = weeks(rules);
  const table = Array.from({ length: 7 }, (_, d) =>
    OPTIONS.map((_, low) => OPTIONS.map((_, high) => dayCost(first[d] as number[], second[d] as number[], low, high))),
  );
  let least = Number.POSITIVE_INFINITY;
  for (const low of own) {
    for (const high of own) {
      let cost = 0;
      for (let d = 0; d < 7; d += 1) cost += table[d]?.[low[d] as number]?.[high[d] as number] as number;
      least = Math.min(least, cost);
    }
  }
  return least;
}

const blocks = fc
  .array(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 3, maxLength: 3 }), { minLength: 7, maxLength: 7 })
  .map((days) => days.map((day) => day.map((quarters) => quarters / 4)));

const agents = [person('Low'), person('High', { skills: [{ skill: 'help', tier: 2, ahtFactor: 1 }] })];

function demandOf(first: readonly (readonly number[])[], second: readonly (readonly number[])[]) {
  const of = (name: string, people: readonly (readonly number[])[]) => need(name, (hour, day) => people[day]?.[hour / 4 - 2] ?? 0, 7, undefined, 4 * 3600);
  return requirements(of('first', first), of('second', second));
}

describe('schedule against every roster there is', () => {
  it('finds the cheapest one, and its bound is never above it', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, blocks, async (first, second) => {
        const roster = await solve(demandOf(first, second), plan(STRICT), agents, { workBudget: 20_000 });
        const least = cheapest(first, second, STRICT);
        expect(roster.bound as number).toBeLessThanOrEqual(least + 1e-6);
        expect(roster.objective).toBeCloseTo(least, 6);
      }),
      { numRuns: 6, seed: 7 },
    );
  }, 60_000);

  it('a relaxed rule never makes the cheapest roster dearer', async () => {
    const relaxed: Partial<Rules>[] = [{ hours: 24 }, { days: 4 }, { run: 3 }, { restHours: 11 }];
    await fc.assert(
      fc.asyncProperty(blocks, blocks, fc.constantFrom(...relaxed), async (first, second, relax) => {
        const rules = { ...STRICT, ...relax };
        const roster = await solve(demandOf(first, second), plan(rules), agents, { workBudget: 20_000 });
        expect(roster.objective as number).toBeLessThanOrEqual(cheapest(first, second, STRICT) + 1e-6);
      }),
      { numRuns: 5, seed: 11 },
    );
  }, 60_000);

  it('every roster passes the checker with the objective it claims, for any seed', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, blocks, fc.integer({ min: 0, max: 1000 }), async (first, second, seed) => {
        const demand = demandOf(first, second);
        const roster = await solve(demand, plan(STRICT), agents, { workBudget: 500, seed });
        const check = checkRoster(roster.agents, { requirements: demand, config: plan(STRICT), agents });
        expect(check.violations).toEqual([]);
        expect(check.objective).toBeCloseTo(roster.objective as number, 6);
        expect(roster.bound as number).toBeLessThanOrEqual((roster.objective as number) + 1e-9);
      }),
      { numRuns: 10, seed: 3 },
    );
  }, 60_000);

  it('with breaks that cut hours in half, no roster is cheaper than the bound', async () => {
    const pause = { name: 'pause', length: '30min', from: '1h', to: '2h', every: '30min' };
    const shifts = { day: { start: { from: '08:00', to: '10:00', every: '2h' }, length: { from: '4h', to: '4h' }, breaks: [pause] } };
    const cutPlan = tinyPlan({ shifts, queues: plan(STRICT).queues }, { daysPerWeek: { max: 4 } });
    const hours = fc
      .array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 6, maxLength: 6 }), { minLength: 7, maxLength: 7 })
      .map((days) => days.map((day) => day.map((sixths) => sixths / 6)));
    await fc.assert(
      fc.asyncProperty(hours, hours, async (first, second) => {
        const of = (name: string, people: readonly (readonly number[])[]) => need(name, (hour, day) => people[day]?.[hour - 8] ?? 0);
        const roster = await solve(requirements(of('first', first), of('second', second)), cutPlan, agents, { workBudget: 20_000 });
        const least = cheapestWithBreaks(first, second, 4);
        expect(roster.bound as number).toBeLessThanOrEqual(least + 1e-6);
        expect(roster.objective as number).toBeGreaterThanOrEqual(least - 1e-6);
        expect(roster.objective as number).toBeLessThanOrEqual(least * 1.003);
      }),
      { numRuns: 8, seed: 5 },
    );
  }, 60_000);
});

/** People on line by hour from 08:00 for each way to work a day: off, or a start (08:00, 10:00) and a break (1, 1.5 or 2 hours later). */
const CUT_DAYS = [
  [0, 0, 0, 0, 0, 0],
  ...[0, 2].flatMap((start) =>
    [1, 1.5, 2].map((after) => Array.from({ length: 6 }, (_, hour) => (hour < start || hour >= start + 4 ? 0 : Math.floor(after) === hour - start ? 0.5 : 1))),
  ),
];

/** Cheapest week of two people who each work at most `most` days: day by day over how many days each has worked. */
function cheapestWithBreaks(first: readonly (readonly number[])[], second: readonly (readonly number[])[], most: number): number {
  let cost = new Map([['0/0', 0]]);
  for (let day = 0; day < 7; day += 1) {
    const next = new Map<string, number>();
    for (const [key, value] of cost) {
      const [low, high] = key.split('/').map(Number) as [number, number];
      CUT_DAYS.forEach((lowHours, l) => {
        CUT_DAYS.forEach((highHours, h) => {
          const [lowDays, highDays] = [low + Math.min(1, l), high + Math.min(1, h)];
          if (lowDays > most || highDays > most) return;
          let total = value + 80 * (Math.min(1, l) + Math.min(1, h));
          for (let hour = 0; hour < 6; hour += 1) {
            const [a, b] = [first[day]?.[hour] as number, second[day]?.[hour] as number];
            const inSecond = Math.min(b, highHours[hour] as number);
            const left = (lowHours[hour] as number) + (highHours[hour] as number) - inSecond;
            const inFirst = Math.min(a, left);
            total += 80 * (b - inSecond) + 60 * (a - inFirst) + 5 * (left - inFirst);
          }
          const to = `${lowDays}/${highDays}`;
          next.set(to, Math.min(next.get(to) ?? Number.POSITIVE_INFINITY, total));
        });
      });
    }
    cost = next;
  }
  return Math.min(...cost.values());
}
