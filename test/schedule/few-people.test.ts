import { describe, expect, it } from 'vitest';
import { inProcessRunner, type PlanConfig, type TaskRunner } from '../../src/core/index.js';
import { searchRosterTask } from '../../src/schedule/index.js';
import { need, person, requirements, solve, tinyPlan } from './tiny.js';

const plan: PlanConfig = tinyPlan(
  {
    queues: {
      simple: { skill: 'help', understaffedPerHour: 60 },
      standard: { skill: 'help', lowestTier: 2, understaffedPerHour: 80 },
      expert: { skill: 'help', lowestTier: 3, understaffedPerHour: 100 },
    },
    shifts: { day: { start: { from: '08:00', to: '12:00', every: '2h' }, length: { from: '4h', to: '8h', every: '2h' } } },
  },
  { hoursPerWeek: { max: 20 }, daysPerWeek: { max: 3 } },
);
const tier = (level: number) => ({ skills: [{ skill: 'help', tier: level, ahtFactor: 1 }] });
const agents = [person('Ann', tier(1)), person('Bob', tier(2)), person('Cleo', tier(3)), person('Dan', tier(2))];
const wave = (queue: string, scale: number) => need(queue, (hour, day) => (hour < 8 || hour >= 18 ? 0 : scale * (0.6 + 0.4 * Math.sin(hour + day))));
const demand = requirements(wave('simple', 1), wave('standard', 0.7), wave('expert', 0.4));

describe('the bound where few people are needed', () => {
  it('counts whole people: four people for parts of three queues are within 1.5 % of the best there could be', async () => {
    const roster = await solve(demand, plan, agents, { workBudget: 40_000 });
    expect(roster.bound as number).toBeLessThanOrEqual(roster.objective as number);
    expect(roster.gap as number).toBeLessThan(0.015); // with fractions of people in the cells the bound is 6.7 % lower
  });

  it('proves the best roster of one person whose hour is worth more than it costs only where half of it is needed', async () => {
    // 8 h at 20 for 0.5 people: covering saves 8 × 0.5 × 60 = 240 for 160 + 8 × 0.5 × 5 surplus; 0.3 people save 144 and are left
    const half = requirements(need('help', (hour, day) => (hour >= 8 && hour < 16 ? (day < 2 ? 0.5 : 0.3) : 0)));
    const roster = await solve(half, tinyPlan({ surplusPerHour: 5 }), [person('Ann')]);
    expect(roster.status).toBe('optimal');
    expect(roster.costs).toEqual({ paid: 320, uncovered: expect.closeTo(5 * 8 * 0.3 * 60, 6), surplus: expect.closeTo(40, 6), wishes: 0 });
  });
});

describe('searches side by side', () => {
  const runner: TaskRunner = { ...inProcessRunner({ searchRoster: searchRosterTask }), concurrency: 2 };

  it('give the same roster each time, never a dearer one than the first search alone', async () => {
    const alone = await solve(demand, plan, agents);
    const first = await solve(demand, plan, agents, { runner, searches: 3 });
    const second = await solve(demand, plan, agents, { runner, searches: 3 });
    expect(first.objective as number).toBeLessThanOrEqual(alone.objective as number);
    expect(second.agents).toEqual(first.agents);
  });

  it('a thread that dies takes only its own search along', async () => {
    const dying: TaskRunner = { concurrency: 2, run: () => Promise.reject(new Error('gone')) };
    const alone = await solve(demand, plan, agents);
    const roster = await solve(demand, plan, agents, { runner: dying, searches: 2 });
    expect(roster.agents).toEqual(alone.agents);
  });

  it('an abort reaches them', async () => {
    const controller = new AbortController();
    const waiting: TaskRunner = {
      concurrency: 2,
      run: (_task, _input, options) => new Promise((_resolve, reject) => options?.signal?.addEventListener('abort', () => reject(new Error('stopped')))),
    };
    const call = solve(demand, plan, agents, { runner: waiting, searches: 2, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 50);
    await expect(call).rejects.toThrow('enough');
  });
});
