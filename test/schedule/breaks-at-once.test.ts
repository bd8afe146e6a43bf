import { describe, expect, it } from 'vitest';
import type { PlanConfig } from '../../src/core/index.js';
import { replaceBreaks } from '../../src/schedule/index.js';
import { officeHours, person, requirements, solve, tinyPlan } from './tiny.js';

const breaks = [{ name: 'lunch', length: '1h', from: '2h', to: '5h', every: '1h' }];
const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks } };
const four = ['Ann', 'Bob', 'Cyd', 'Dan'].map((name) => person(name));
// more people than anybody needs, so that cover says nothing about lunches
const demand = requirements(officeHours((day) => (day === 0 ? 1 : 0)));

function plan(more: Partial<PlanConfig> = {}): PlanConfig {
  const people = Object.fromEntries(four.map(({ agent }) => [agent, { fixed: [{ day: '2026-12-07', shift: 'day' }] }]));
  return tinyPlan({ shifts, people, surplusPerHour: 0, ...more });
}

describe('breaksAtOnce', () => {
  it('spreads breaks: four people, four hours for lunch, a quarter at a time', async () => {
    const roster = await solve(demand, plan({ breaksAtOnce: { most: 0.25, extraPerHour: 10 } }), four);
    const starts = roster.agents.map(({ shifts: own }) => own[0]?.activities.find((part) => part.activity === 'lunch')?.startMs);
    expect(new Set(starts).size).toBe(4);
    expect(roster.costs?.breaksAtOnce).toBe(0);
  });

  it('prices each person-hour beyond the share of those on shift', async () => {
    const narrow = { day: { ...shifts.day, breaks: [{ ...breaks[0], name: 'lunch', length: '1h', from: '2h', to: '3h', every: '1h' }] } };
    const roster = await solve(demand, plan({ shifts: narrow, breaksAtOnce: { most: 0.25, extraPerHour: 10 } }), four);
    // two and two: one each beyond a quarter of four
    expect(roster.costs?.breaksAtOnce).toBeCloseTo(20, 9);
    const other = await solve(demand, plan({ shifts: narrow, breaksAtOnce: { most: 0.25, extraPerHour: 10, breaks: ['pause'] } }), four);
    expect(other.costs?.breaksAtOnce).toBe(0);
  });

  it('replaceBreaks keeps to it', async () => {
    const before = await solve(demand, plan(), four);
    const roster = await replaceBreaks(before.agents, demand, plan({ breaksAtOnce: { most: 0.25, extraPerHour: 10 } }), { agents: four });
    expect(roster.costs?.breaksAtOnce).toBe(0);
  });
});
