import { describe, expect, it } from 'vitest';
import type { Agent, PlanConfig } from '../../src/core/index.js';
import { need, officeHours, person, requirements, solve, tinyPlan } from './tiny.js';

const skilled = (agent: string, ...skills: [string, number][]): Agent =>
  person(agent, { skills: skills.map(([skill, tier]) => ({ skill, tier, ahtFactor: 1 })) });
const monday = (queue: string, people: number) => need(queue, (hour, day) => (day === 0 && hour >= 8 && hour < 16 ? people : 0));

describe('schedule covers queues by skill', () => {
  const tiers: PlanConfig['queues'] = {
    first: { skill: 'support', lowestTier: 1, understaffedPerHour: 60 },
    second: { skill: 'support', lowestTier: 2, understaffedPerHour: 80 },
  };

  it('higher tiers take lower work, and nobody counts twice', async () => {
    const roster = await solve(requirements(monday('first', 1), monday('second', 1)), tinyPlan({ queues: tiers }), [
      skilled('Ann', ['support', 2]),
      skilled('Bob', ['support', 2]),
    ]);
    expect(roster.costs).toEqual({ paid: 320, uncovered: 0, surplus: 0, wishes: 0 });
    expect(roster.coverage.map((own) => own.covered[9])).toEqual([1, 1]);
  });

  it('lower tiers never take higher work', async () => {
    const roster = await solve(requirements(monday('second', 1), monday('first', 0)), tinyPlan({ queues: tiers }), [skilled('Ann', ['support', 1])]);
    expect(roster.costs).toEqual({ paid: 0, uncovered: 640, surplus: 0, wishes: 0 });
  });

  it('one person who can do both does the dearer work', async () => {
    const roster = await solve(requirements(monday('first', 1), monday('second', 1)), tinyPlan({ queues: tiers }), [skilled('Ann', ['support', 3])]);
    expect(roster.coverage.map((own) => own.covered[9])).toEqual([0, 1]);
    expect(roster.costs?.uncovered).toBe(480);
  });

  it('skills need not be nested: each of three people links two queues', async () => {
    const queues = { a: {}, b: {}, c: {} };
    const people = [skilled('Ann', ['a', 1], ['b', 1]), skilled('Bob', ['b', 1], ['c', 1]), skilled('Cid', ['c', 1], ['a', 1])];
    const roster = await solve(requirements(monday('a', 1), monday('b', 1), monday('c', 1)), tinyPlan({ queues }), people);
    expect(roster.costs).toEqual({ paid: 480, uncovered: 0, surplus: 0, wishes: 0 });
    expect(roster.status).toBe('optimal');
  });

  it('moves a person over when that frees another for work only he can do', async () => {
    const queues = { a: { understaffedPerHour: 90 }, b: { understaffedPerHour: 60 } };
    const people = [skilled('Ann', ['a', 1], ['b', 1]), skilled('Bob', ['a', 1])];
    const roster = await solve(requirements(monday('a', 1), monday('b', 1)), tinyPlan({ queues }), people);
    expect(roster.costs?.uncovered).toBe(0);
  });

  it('twelve queues that everybody shares in pairs are covered by a flow', async () => {
    const names = Array.from({ length: 12 }, (_, q) => `q${q}`);
    const queues = Object.fromEntries(names.map((name, q) => [name, { understaffedPerHour: 50 + q }]));
    const people = names.map((name, q) => skilled(`p${q}`, [name, 1], [names[(q + 1) % 12] as string, 1]));
    const roster = await solve(requirements(...names.map((name) => monday(name, 1))), tinyPlan({ queues }), people, { workBudget: 3000 });
    expect(roster.costs?.uncovered).toBe(0);
    expect(roster.bound as number).toBeLessThanOrEqual(roster.objective as number);
  });

  it('a queue that nobody can take is priced, and named in a warning', async () => {
    const roster = await solve(
      requirements(
        officeHours(() => 0),
        monday('tech', 1),
      ),
      tinyPlan({ queues: { help: {}, tech: {} } }),
      [person('Ann')],
    );
    expect(roster.costs?.uncovered).toBe(480);
    expect(roster.warnings.join()).toContain('"tech"');
  });

  it('people beyond every need are surplus at its price, also where nothing is needed at all', async () => {
    const roster = await solve(requirements(officeHours((day) => (day === 0 ? 0.5 : 0))), tinyPlan({}, { daysPerWeek: { min: 2 } }), [person('Ann')]);
    expect(roster.costs).toEqual({ paid: 320, uncovered: 0, surplus: (4 + 8) * 5, wishes: 0 });
    expect(roster.surplus.reduce((sum, people) => sum + people, 0)).toBeCloseTo(12, 9);
  });

  it('somebody without any skill is surplus, and named in a warning', async () => {
    const roster = await solve(requirements(officeHours(() => 1)), tinyPlan({}, { daysPerWeek: { min: 1 } }), [skilled('Ann')]);
    expect(roster.costs).toEqual({ paid: 160, uncovered: 7 * 480, surplus: 40, wishes: 0 });
    expect(roster.warnings.join()).toContain('Ann');
  });
});
