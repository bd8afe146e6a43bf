import { describe, expect, it } from 'vitest';
import { resolvePlan } from '../../src/core/index.js';
import { polish } from '../../src/schedule/anneal.js';
import { type BoundResult, proveBound } from '../../src/schedule/bound.js';
import { workClock } from '../../src/schedule/clock.js';
import { followShares } from '../../src/schedule/follow-shares.js';
import { pathSpaces } from '../../src/schedule/path-spaces.js';
import { compileProblem, type Problem } from '../../src/schedule/problem.js';
import { openSearch, type Search } from '../../src/schedule/search.js';
import { need, person, requirements, solve, tinyPlan } from './tiny.js';

/** Seventy people of 24 to 32 hours a week on 3 to 5 days, two of them with a day of leave; 25 to 45 are needed by day. */
const plan = tinyPlan(
  {
    shifts: {
      day: {
        start: { from: '08:00', to: '14:00', every: '1h' },
        length: { from: '4h', to: '8h', every: '1h' },
        breaks: [{ name: 'lunch', length: '1h', paid: false, from: '2h', to: '5h', ifLongerThan: '6h' }],
      },
    },
  },
  { hoursPerWeek: { min: 24, max: 32 }, daysPerWeek: { min: 3, max: 5 } },
);
const demand = requirements(need('help', (hour, day) => (hour < 8 || hour >= 20 ? 0 : (25 + 1.7 * ((hour * 5 + day * 3) % 12)) / 1.7)));
const leave = [{ from: '2026-12-08', to: '2026-12-08' }];
const agents = Array.from({ length: 70 }, (_, i) => ({ ...person(`p${i}`), ...(i < 2 ? { unavailable: leave } : {}) }));

async function prepare(): Promise<{ problem: Problem; search: Search; proved: BoundResult; greedy: number }> {
  const problem = compileProblem(demand, resolvePlan(plan), agents, []);
  const spaces = pathSpaces(problem);
  const search = openSearch(problem, spaces, 1);
  const clock = workClock(60, undefined, undefined);
  for (const own of search.shuffled()) search.rebuild(own, 0);
  await polish(search, 3, clock);
  const first = search.snapshot();
  const proved = await proveBound(problem, spaces, first, { steps: 60, seconds: 60 }, undefined, clock, () => undefined);
  return { problem, search, proved, greedy: first.objective };
}

describe('a roster that follows what the bound gives everybody together', () => {
  it('has people on line as the shares have them, and costs less than one built person by person', async () => {
    const { problem, search, proved, greedy } = await prepare();
    await followShares(problem, search, proved.prices, proved.shares, 1, workClock(60, undefined, undefined));
    const wanted = proved.shares.reduce((sum, { online }) => sum + online.reduce((all, people) => all + people, 0), 0);
    const { startAtom, endAtom, layout } = problem.options;
    const away = (option: number): number => (problem.layouts[layout[option] as number]?.due ?? []).reduce((sum, { lengthAtoms }) => sum + lengthAtoms, 0);
    const hours = search.state.work.reduce(
      (sum, o) => (o < 0 ? sum : sum + (((endAtom[o] as number) - (startAtom[o] as number) - away(o)) * problem.atomSeconds) / 3600),
      0,
    );
    expect(Math.abs(hours - wanted) / wanted).toBeLessThan(0.02);
    await polish(search, 3, workClock(60, undefined, undefined));
    expect(search.state.objective() - proved.bound).toBeLessThan(0.3 * (greedy - proved.bound));
    expect(search.state.objective()).toBeGreaterThanOrEqual(proved.bound);
  });

  it('the shares have no more people on line than there are with that day free', async () => {
    const { problem, proved } = await prepare();
    expect(proved.shares.length).toBeGreaterThan(0);
    for (const { members, online } of proved.shares)
      online.forEach((people, cell) => {
        const day = Math.floor((cell * problem.atomsPerCell * problem.atomSeconds) / 86_400);
        expect(people).toBeLessThanOrEqual(members.filter((own) => own.allowed[day]?.length !== 0).length + 1e-6);
      });
  });

  it('is the same each time', async () => {
    const make = async (): Promise<readonly number[]> => {
      const { problem, search, proved } = await prepare();
      await followShares(problem, search, proved.prices, proved.shares, 3, workClock(60, undefined, undefined));
      return [...search.state.work];
    };
    expect(await make()).toEqual(await make());
  });

  it('leaves the search able to keep the rules: nobody falls below the hours of the week in moves that follow', async () => {
    const { problem, search, proved } = await prepare();
    await followShares(problem, search, proved.prices, proved.shares, 1, workClock(60, undefined, undefined));
    for (let k = 0; k < 3000; k += 1) search.move(3);
    const days = problem.horizon.days.length;
    for (const own of problem.people.slice(2)) {
      const week = [...search.state.work.subarray(own.index * days, (own.index + 1) * days)].filter((option) => option >= 0);
      const hours = week.reduce((sum, option) => sum + (problem.options.paidSeconds[option] as number) / 3600, 0);
      expect(hours).toBeGreaterThanOrEqual(24);
      expect(hours).toBeLessThanOrEqual(32);
      expect(week.length).toBeGreaterThanOrEqual(3);
    }
  });

  it('is where the search begins: few moves end near the bound, checked', async () => {
    const roster = await solve(demand, plan, agents, { workBudget: 5000 });
    expect(roster.gap as number).toBeLessThan(0.01);
  });
});
