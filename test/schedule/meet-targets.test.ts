import { describe, expect, it } from 'vitest';
import type { Agent, Forecast, PlanConfig, QueueConfig, QueueForecast } from '../../src/core/index.js';
import { checkRoster, scheduleToTargets, type TargetRoster } from '../../src/schedule/index.js';
import { staff } from '../../src/staffing/index.js';
import { queueForecast } from '../queue-forecast.js';

const START_MS = Date.parse('2026-12-07T00:00Z');
const DAYS = 2;

/** Contacts per half-hour from 08:00 to 14:00 on two days. */
function series(queue: string, perInterval: number, ahtSeconds: number): QueueForecast {
  const volume = Array.from({ length: 7 * 48 }, (_, i) => (i < DAYS * 48 && i % 48 >= 16 && i % 48 < 28 ? perInterval : null));
  const none = volume.map(() => null);
  return queueForecast(volume, {
    queue,
    startMs: START_MS,
    ahtSeconds: volume.map((count) => (count === null ? null : ahtSeconds)),
    dayFactorCv: 0.05,
    parts: { level: none, weekday: none, month: none, season: none, event: none, shape: none },
  });
}

const forecast: Forecast = { queues: [series('simple', 30, 240), series('hard', 8, 360)], provenance: { version: '', seed: 1, method: '', options: {} } };

function planFor(over: 'interval' | 'day' | 'week', more: Partial<PlanConfig> = {}): PlanConfig {
  const target = { serviceLevel: 0.8, answerWithin: '30s', over } as const;
  return {
    zone: 'UTC',
    horizon: { start: '2026-12-07' },
    queues: {
      simple: { skill: 'help', lowestTier: 1, patience: '3min', target },
      hard: { skill: 'help', lowestTier: 2, patience: '4min', target, understaffedPerHour: 80 },
    },
    shifts: { part: { start: { from: '08:00', to: '11:00' }, length: { from: '3h', to: '6h' } } },
    contracts: { part: { shifts: ['part'], daysPerWeek: { max: 5 }, costPerHour: 20 } },
    ...more,
  };
}

function people(first: number, second: number): Agent[] {
  const one = (agent: string, tier: number): Agent => ({
    agent,
    skills: [{ skill: 'help', tier, ahtFactor: 1 }],
    contract: 'part',
    zone: null,
    unavailable: [],
    wishes: [],
    costPerHour: tier === 1 ? 20 : 24,
    seniority: null,
  });
  return [...Array.from({ length: first }, (_, i) => one(`f${i}`, 1)), ...Array.from({ length: second }, (_, i) => one(`s${i}`, 2))];
}

const quick = { workBudget: 2000, replications: 60, rounds: 4 };
const build = (plan: PlanConfig, agents: readonly Agent[], more: object = {}): Promise<TargetRoster> =>
  scheduleToTargets(staff(forecast, plan), forecast, plan, { agents, ...quick, ...more });

describe('scheduleToTargets', () => {
  it('saves what queues that help each other do not need, and meets the targets all the same', async () => {
    // Everybody may serve both: one pool needs fewer people than two queues each on its own.
    const plan = planFor('week');
    const pooled = { ...plan, queues: { simple: plan.queues.simple as QueueConfig, hard: { ...plan.queues.hard, lowestTier: 1 } } };
    const result = await build(pooled, people(14, 0));
    expect(result.status).toBe('met');
    expect(result.spent as number).toBeLessThan((result.plainSpent as number) * 0.98);
    for (const { serviceLevel, serviceLevelHalfWidth, missed } of result.queues) {
      expect((serviceLevel as number) - (serviceLevelHalfWidth as number)).toBeGreaterThanOrEqual(0.8);
      expect(missed).toBe(0);
    }
    // The answer was played before other callers than the rounds.
    expect(result.service).toMatchObject({ replications: 120, seed: 1 + 104_729 });
    expect(result.rounds[0]).toMatchObject({ spent: result.plainSpent });
  });

  it('prices the roster by the requirements as they were given, and keeps every rule', async () => {
    const plan = planFor('day');
    const agents = people(9, 6);
    const requirements = staff(forecast, plan);
    const copy = structuredClone({ requirements, forecast, plan, agents });
    const { roster, need, spent } = await scheduleToTargets(requirements, forecast, plan, { agents, ...quick });
    const check = checkRoster(roster.agents, { requirements, config: plan, agents });
    expect(check.violations).toEqual([]);
    expect(roster.objective).toBeCloseTo(check.objective, 6);
    expect(roster.bound as number).toBeLessThanOrEqual(roster.objective as number);
    expect(spent).toBeCloseTo((roster.objective as number) - check.costs.uncovered - check.costs.surplus, 6);
    expect(need.map(({ queue, agents: column }) => [queue, column.length])).toEqual([
      ['simple', 7 * 48],
      ['hard', 7 * 48],
    ]);
    expect({ requirements, forecast, plan, agents }).toEqual(copy);
  });

  it('raises the need where formulas promise too much', async () => {
    // Breaks for everybody at once, and a tenth away every day.
    const shifts = { part: { start: { from: '08:00', to: '08:00' }, length: { from: '6h', to: '6h' } } };
    const result = await build(planFor('day', { shifts }), people(14, 8), { absenceProbability: 0.15 });
    expect(result.rounds[0]?.missed).toBeGreaterThan(0);
    expect(result.status).not.toBe('missed');
    expect(result.spent as number).toBeGreaterThan(result.plainSpent as number);
  });

  it('says by how much targets are missed when there are too few people, and what the missing hours would cost', async () => {
    const result = await build(planFor('day'), people(8, 2), { rounds: 3 });
    expect(result.status).toBe('missed');
    const [first] = result.missing;
    expect(result.missing.every(({ queue }) => queue === 'hard' || queue === 'simple')).toBe(true);
    expect(first).toMatchObject({ queue: 'hard', day: '2026-12-07', target: 0.8 });
    expect(first?.serviceLevel as number).toBeLessThan(0.8);
    expect(first?.cost).toBeCloseTo((first?.agentHours as number) * 24, 6);
    expect(first?.agentHours as number).toBeGreaterThan(1);
  });

  it('comes again with the same seed and moves, and is plain data', async () => {
    const plan = planFor('week');
    const once = await build(plan, people(9, 6), { rounds: 2 });
    expect(await build(plan, people(9, 6), { rounds: 2 })).toEqual(once);
    expect(JSON.parse(JSON.stringify(once))).toEqual(once);
  });

  it('leaves days that stand as they are', async () => {
    const plan = planFor('week');
    const agents = people(9, 6);
    const before = await build(plan, agents, { rounds: 1 });
    const standing = before.roster.agents.find(({ shifts }) => shifts.length > 0) as TargetRoster['roster']['agents'][number];
    const from = { agents: before.roster.agents, freezeAgents: [standing.agent] };
    const { roster } = await build(plan, agents, { rounds: 2, from });
    expect(roster.agents.find(({ agent }) => agent === standing.agent)).toEqual(standing);
  });

  it('names rules that contradict each other, without a roster', async () => {
    const contracts = { part: { shifts: ['part'], daysPerWeek: { min: 5, max: 7 }, consecutiveDays: { max: 2 }, rest: '40h', costPerHour: 20 } };
    const result = await build(planFor('week', { contracts }), people(2, 2));
    expect(result).toMatchObject({ status: 'infeasible', service: null, rounds: [], spent: null });
    expect(result.roster.conflicts.length).toBeGreaterThan(0);
  });

  it('holds a queue without target to 80 % within 20 s, as staff does', async () => {
    const plan: PlanConfig = { ...planFor('week'), queues: { simple: { skill: 'help', patience: '3min' }, hard: { skill: 'help', patience: '4min' } } };
    const { queues } = await build(plan, people(12, 0), { rounds: 1 });
    expect(queues.map(({ target, over }) => [target, over])).toEqual([
      [0.8, 'interval'],
      [0.8, 'interval'],
    ]);
  });

  it('says that time ran out where targets are still open, and only then', async () => {
    const plan = planFor('week');
    const short = await build(plan, people(2, 1), { timeLimitSeconds: 0.01 });
    expect(short.status).toBe('missed');
    expect(short.warnings.join()).toMatch(/time limit ended the repairs/);
    expect((await build(plan, people(2, 1), { rounds: 1 })).warnings.join()).not.toMatch(/time limit/);
  });

  it('stops with the reason of an abort, and refuses options that are none', async () => {
    const plan = planFor('week');
    await expect(build(plan, people(9, 6), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    await expect(build(plan, people(9, 6), { replications: 1 })).rejects.toThrow('replications must be a whole number, 2 or more');
    await expect(build(plan, people(9, 6), { timeLimitSeconds: 0 })).rejects.toThrow('timeLimitSeconds');
  });
});
