import { describe, expect, it } from 'vitest';
import { resolvePlan } from '../../src/core/index.js';
import { anneal } from '../../src/schedule/anneal.js';
import { workClock } from '../../src/schedule/clock.js';
import { dayCells, dayValuer } from '../../src/schedule/gains.js';
import { pathSpaces } from '../../src/schedule/path-spaces.js';
import { compileProblem, type Problem } from '../../src/schedule/problem.js';
import { openSearch, type Search } from '../../src/schedule/search.js';
import { need, person, requirements, tinyPlan } from './tiny.js';

/** Four people on two tiers; shifts of 4 to 8 hours that start and end within intervals, with breaks that may overlap. */
function prepare(): Problem {
  const breaks = [
    { name: 'pause', length: '15min', paid: true, from: '1h', to: '2h30min' },
    { name: 'lunch', length: '30min', paid: false, from: '2h', to: '4h', ifLongerThan: '5h' },
  ];
  const plan = tinyPlan(
    {
      queues: { help: { understaffedPerHour: 60 }, expert: { skill: 'help', lowestTier: 2, understaffedPerHour: 90 } },
      surplusPerHour: 5,
      shifts: { day: { start: { from: '08:00', to: '12:00', every: '30min' }, length: { from: '4h', to: '8h', every: '1h' }, breaks } },
    },
    { hoursPerWeek: { min: 12, max: 30 }, daysPerWeek: { min: 2, max: 5 } },
  );
  const demand = requirements(
    need('help', (hour, day) => (hour < 8 || hour >= 20 ? 0 : 0.5 + 0.1 * ((hour * 5 + day * 3) % 12))),
    need('expert', (hour, day) => (hour < 8 || hour >= 20 ? 0 : 0.1 * ((hour * 7 + day * 5) % 9))),
  );
  const team = ['Ann', 'Bob', 'Cem', 'Dana'].map((name, i) => person(name, { skills: [{ skill: 'help', tier: 1 + (i % 2), ahtFactor: 1 }] }));
  return compileProblem(demand, resolvePlan(plan), team, []);
}

function built(problem: Problem, mix?: Parameters<typeof openSearch>[3]): Search {
  const search = openSearch(problem, pathSpaces(problem), 1, mix);
  for (const own of problem.people) search.rebuild(own, 0);
  return search;
}

describe('the value of a shift', () => {
  it('is what the objective falls by when it is worked with the breaks proposed, where no two of them share an interval', () => {
    const problem = prepare();
    const { state } = built(problem);
    const valuer = dayValuer(problem);
    const { from, to } = dayCells(problem);
    let compared = 0;
    for (const own of problem.people) {
      for (const day of [0, 3, 6]) {
        state.clear(own, day);
        const before = state.objective();
        valuer.prepare(state.gains(own.group, from[day] as number, to[day] as number), day);
        for (const option of own.allowed[day] as Int32Array) {
          const value = valuer.value(option);
          const at = Array.from(valuer.placed, (start) => Math.floor(((problem.options.startAtom[option] as number) + start) / problem.atomsPerCell));
          const price = state.ownCost(own, day, option) - state.ownCost(own, day, -1);
          state.put(own, day, option, valuer.placed.slice());
          const after = state.objective();
          state.clear(own, day);
          if (at[0] === at[1] && (problem.layouts[problem.options.layout[option] as number]?.due.length ?? 0) > 1) continue;
          expect(before - after + price).toBeCloseTo(value, 6);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(300);
  });
});

describe('moves', () => {
  it.each(['swapGroups', 'swap', 'together', 'breaks', 'twoDays', 'day', 'rebuild'])(
    'of the kind %s keep hours and days, and the running objective is the true one',
    (kind) => {
      const problem = prepare();
      const none = { swapGroups: 0, swap: 0, together: 0, breaks: 0, twoDays: 0, day: 0, rebuild: 0 };
      const search = built(problem, { ...none, [kind]: 900 });
      const seen = new Set<string>();
      for (let move = 0; move < 600; move += 1) {
        search.move(20);
        for (const own of problem.people) {
          const week = search.state.work.subarray(own.index * 7, own.index * 7 + 7).filter((option) => option >= 0);
          const hours = week.reduce((sum, option) => sum + (problem.options.paidSeconds[option] as number) / 3600, 0);
          expect(hours >= 12 && hours <= 30 && week.length >= 2 && week.length <= 5).toBe(true);
        }
        seen.add(search.state.work.join());
      }
      expect(seen.size).toBeGreaterThan(20);
      const running = search.state.objective();
      search.state.settle();
      expect(search.state.objective()).toBeCloseTo(running, 6);
    },
  );

  it('end with the cheapest roster seen on the way, never a dearer one than the first', async () => {
    const problem = prepare();
    const search = built(problem);
    for (let move = 0; move < 4000; move += 1) search.move(3);
    const first = search.state.objective();
    // too few moves to cool down: the last roster alone would be a poor one
    await anneal(problem, search, { budget: 64, seconds: 60 }, workClock(60, undefined, undefined));
    search.state.settle();
    expect(search.state.objective()).toBeLessThanOrEqual(first + 1e-6);
  });
});
