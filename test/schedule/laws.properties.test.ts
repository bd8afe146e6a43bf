import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agent, ContractConfig, PlanConfig } from '../../src/core/index.js';
import { need, person, requirements, solve, tinyPlan } from './tiny.js';

const SHIFTS: NonNullable<PlanConfig['shifts']> = {
  day: {
    start: { from: '08:00', to: '12:00', every: '2h' },
    length: { from: '4h', to: '8h', every: '2h' },
    breaks: [{ name: 'lunch', length: '1h', paid: false, from: '2h', to: '4h', every: '1h', ifLongerThan: '5h' }],
  },
};
const QUEUES = { help: { understaffedPerHour: 60 }, chat: { understaffedPerHour: 45 } };
const BOTH = [
  { skill: 'help', tier: 1, ahtFactor: 1 },
  { skill: 'chat', tier: 1, ahtFactor: 1 },
];
const TEAM: readonly Agent[] = [person('Ann'), person('Bob', { skills: BOTH }), person('Cy', { skills: [BOTH[1] as (typeof BOTH)[0]], costPerHour: 17 })];

/** Rules that forbid and oblige nothing: leaving one out only widens what is allowed. */
const LIMITS = {
  hoursPerWeek: { max: 28 },
  daysPerWeek: { max: 4 },
  consecutiveDays: { max: 3 },
  weekends: { max: 0, inWeeks: 1 },
  hoursPerDay: { max: 6 },
  hours: { 'mon-sat': ['08:00-18:00'] },
  rest: '18h',
} satisfies Partial<ContractConfig>;
const limits = fc.subarray(Object.keys(LIMITS) as (keyof typeof LIMITS)[], { minLength: 2 });
const contractOf = (keys: readonly (keyof typeof LIMITS)[]): Partial<ContractConfig> => Object.fromEntries(keys.map((key) => [key, LIMITS[key]]));
const planOf = (contract: Partial<ContractConfig>): PlanConfig => tinyPlan({ shifts: SHIFTS, queues: QUEUES }, contract);

const column = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 12, maxLength: 12 });
const demands = fc.tuple(column, column).map(([help, chat]) => {
  const of = (hours: readonly number[]) => (hour: number, day: number) =>
    hour >= 8 && hour < 20 ? ((hours[(hour - 8 + day * 5) % 12] as number) * (day < 5 ? 1 : 0.5)) / 5 : 0;
  return requirements(need('help', of(help)), need('chat', of(chat)));
});
const moves = { workBudget: 1500 };

describe('laws of rosters', () => {
  it('the order of people changes the objective by no more than the gap', async () => {
    await fc.assert(
      fc.asyncProperty(demands, limits, async (demand, keys) => {
        const plan = planOf(contractOf(keys));
        const one = await solve(demand, plan, TEAM, moves);
        const other = await solve(demand, plan, TEAM.toReversed(), moves);
        expect(one.objective as number).toBeGreaterThanOrEqual((other.bound as number) - 1e-6);
        expect(other.objective as number).toBeGreaterThanOrEqual((one.bound as number) - 1e-6);
      }),
      { numRuns: 4, seed: 1 },
    );
  }, 60_000);

  it('one person more never costs more, and one rule less neither', async () => {
    await fc.assert(
      fc.asyncProperty(demands, limits, fc.nat(), async (demand, keys, drop) => {
        const strict = await solve(demand, planOf(contractOf(keys)), TEAM, moves);
        const from = { agents: strict.agents };
        const more = await solve(demand, planOf(contractOf(keys)), [...TEAM, person('New', { skills: BOTH })], { ...moves, from });
        const relaxed = await solve(demand, planOf(contractOf(keys.toSpliced(drop % keys.length, 1))), TEAM, { ...moves, from });
        for (const roster of [more, relaxed]) {
          expect(roster.objective as number).toBeLessThanOrEqual((strict.objective as number) + 1e-6);
          expect(roster.bound as number).toBeLessThanOrEqual((strict.objective as number) + 1e-6);
        }
      }),
      { numRuns: 4, seed: 2 },
    );
  }, 60_000);
});
