import { describe, expect, it } from 'vitest';
import { resolvePlan } from '../../src/core/index.js';
import { ascend } from '../../src/schedule/ascend.js';
import { pathFinder } from '../../src/schedule/best-path.js';
import { type BoundResult, proveBound } from '../../src/schedule/bound.js';
import { workClock } from '../../src/schedule/clock.js';
import { capPrices } from '../../src/schedule/cover-rows.js';
import { dayValuer } from '../../src/schedule/gains.js';
import { pathSpaces } from '../../src/schedule/path-spaces.js';
import { priceResponse } from '../../src/schedule/prices.js';
import { compileProblem, type Problem } from '../../src/schedule/problem.js';
import { openSearch } from '../../src/schedule/search.js';
import { need, person, requirements, solve, tinyPlan } from './tiny.js';

/** Two people, 4 to 8 hours a day, exactly 16 hours a week on 3 days; 0.5 to 1.6 people are needed. */
const plan = tinyPlan(
  { shifts: { day: { start: { from: '08:00', to: '12:00', every: '2h' }, length: { from: '4h', to: '8h', every: '2h' } } } },
  { hoursPerWeek: { min: 16, max: 16 }, daysPerWeek: { min: 3, max: 3 } },
);
const demand = requirements(need('help', (hour, day) => (hour < 8 || hour >= 20 ? 0 : 0.5 + 0.1 * ((hour * 5 + day * 3) % 12))));
const agents = [person('Ann'), person('Bob')];

function prepare(): { readonly problem: Problem; readonly follow: () => ReturnType<typeof ascend> } {
  const problem = compileProblem(demand, resolvePlan(plan), agents, []);
  const finders = pathSpaces(problem).map((space) => pathFinder(space, problem.options));
  const response = priceResponse(problem, finders, dayValuer(problem));
  const start = capPrices(problem, 0.35, { from: 0, to: problem.cells });
  return {
    problem,
    follow: () => ascend(problem, response, { start, aim: 2500, steps: 60, seconds: 60 }, workClock(60, undefined, undefined), () => undefined),
  };
}

describe('prices that follow whole people', () => {
  it('prove a bound between that of their first prices and the cheapest roster', async () => {
    const { problem, follow } = prepare();
    const finders = pathSpaces(problem).map((space) => pathFinder(space, problem.options));
    const first = priceResponse(problem, finders, dayValuer(problem)).bound(capPrices(problem, 0.35, { from: 0, to: problem.cells }));
    const found = await follow();
    const roster = await solve(demand, plan, agents, { workBudget: 40_000 });
    expect(found?.bound as number).toBeGreaterThan(first);
    expect(found?.bound as number).toBeLessThanOrEqual((roster.objective as number) + 1e-6);
  });

  it('are the same each time, and prove the same again', async () => {
    const { problem, follow } = prepare();
    const [first, second] = [await follow(), await follow()];
    expect(second).toEqual(first);
    const finders = pathSpaces(problem).map((space) => pathFinder(space, problem.options));
    const { prices, bound } = first as NonNullable<typeof first>;
    expect(priceResponse(problem, finders, dayValuer(problem)).bound(prices)).toBeCloseTo(bound, 6);
  });
});

describe('the bound on a fast and a slow machine', () => {
  /** The bound by a clock that runs so many times as fast as ours, with an hour to spare. */
  async function proveBy(speed: number, people: number): Promise<BoundResult> {
    const column = need('help', (hour, day) => (hour < 8 || hour >= 20 ? 0 : people * (0.6 + 0.05 * ((hour * 5 + day * 3) % 12))));
    const team = Array.from({ length: 2 * people }, (_, i) => person(`p${i}`));
    const problem = compileProblem(requirements(column), resolvePlan(plan), team, []);
    const spaces = pathSpaces(problem);
    const search = openSearch(problem, spaces, 1);
    for (const own of problem.people) search.rebuild(own, 0);
    const clock = workClock(3600, undefined, undefined);
    const fast = { ...clock, elapsed: () => speed * clock.elapsed() };
    return proveBound(problem, spaces, search.snapshot(), { steps: 60, seconds: 3600 }, undefined, fast, () => undefined);
  }

  it.each([2, 12, 30])('is the same, and so are its prices: about %d people at a time', async (people) => {
    expect(await proveBy(50, people)).toEqual(await proveBy(1, people));
  });
});

describe('a move of two days at once', () => {
  it('carries hours from day to day where the week has none to spare, and keeps the rules', () => {
    const { problem } = prepare();
    const mix = { swapGroups: 0, swap: 0, together: 0, breaks: 0, twoDays: 1000, day: 0, rebuild: 0 };
    const search = openSearch(problem, pathSpaces(problem), 1, mix);
    for (const own of problem.people) search.rebuild(own, 0);
    const lengths = new Set<string>();
    for (let move = 0; move < 400; move += 1) {
      search.move(50);
      for (const own of problem.people) {
        const week = Array.from(search.state.work.subarray(own.index * 7, own.index * 7 + 7), (option) =>
          option < 0 ? 0 : (problem.options.paidSeconds[option] as number) / 3600,
        );
        expect(week.reduce((sum, hours) => sum + hours, 0)).toBe(16);
        expect(week.filter((hours) => hours > 0)).toHaveLength(3);
        lengths.add(week.join());
      }
    }
    expect(lengths.size).toBeGreaterThan(20);
    const before = search.state.objective();
    search.state.settle();
    expect(search.state.objective()).toBeCloseTo(before, 6);
  });
});
