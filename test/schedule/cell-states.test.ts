import { describe, expect, it } from 'vitest';
import { resolvePlan } from '../../src/core/index.js';
import { pathFinder } from '../../src/schedule/best-path.js';
import { statePricing } from '../../src/schedule/cell-states.js';
import { capPrices, mixPrices } from '../../src/schedule/cover-rows.js';
import { dayValuer } from '../../src/schedule/gains.js';
import { pathSpaces } from '../../src/schedule/path-spaces.js';
import { priceResponse } from '../../src/schedule/prices.js';
import { compileProblem } from '../../src/schedule/problem.js';
import { need, person, requirements, solve, tinyPlan } from './tiny.js';

describe('prices of whole people', () => {
  it('prove no more than the only roster there is costs, where breaks leave two thirds of an interval', async () => {
    // both pause for five minutes of the quarter in which four thirds of a person are needed: together they are just enough
    const pause = { name: 'pause', length: '5m', from: '15m', to: '15m', every: '5m' };
    const plan = tinyPlan(
      { interval: '15m', shifts: { day: { start: { from: '08:00', to: '08:00' }, length: { from: '1h', to: '1h' }, breaks: [pause] } } },
      { daysPerWeek: { min: 7, max: 7 } },
    );
    const demand = requirements(need('help', (hour) => (hour === 8.25 ? 4 / 3 : 0), 7, undefined, 900));
    const agents = [person('Ann'), person('Bob')];
    const problem = compileProblem(demand, resolvePlan(plan), agents, []);
    const pricing = statePricing(problem) as NonNullable<ReturnType<typeof statePricing>>;
    const finders = pathSpaces(problem).map((space) => pathFinder(space, problem.options));
    const response = priceResponse(problem, finders, dayValuer(problem));
    const { objective } = await solve(demand, plan, agents, { workBudget: 0 });
    const caps = capPrices(problem, 1, { from: 0, to: problem.cells });
    for (const share of [0, 0.3, 0.6, 0.75, 0.9, 1]) {
      const { gain } = mixPrices(caps, caps, share, 0);
      pricing.shape(gain as Float64Array[]);
      const constant = pricing.price(
        gain,
        gain.map((column) => column.slice()),
      );
      expect(response.bound({ gain, constant })).toBeLessThanOrEqual((objective as number) + 1e-9);
    }
  });
});

describe('intervals longer than shifts', () => {
  it('are covered by people who are there for a part of them', async () => {
    // twelve hours of work a day: two people with seven hours each beat one, and beat none by far
    const demand = requirements(need('help', (_, day) => (day < 5 ? 0.5 : 0), 7, undefined, 86_400));
    const lunch = { name: 'lunch', length: '1h', from: '3h', to: '4h', every: '1h' };
    const shifts = { day: { start: { from: '08:00', to: '10:00', every: '1h' }, length: { from: '8h', to: '8h' }, breaks: [lunch] } };
    const roster = await solve(demand, tinyPlan({ shifts }), [person('Ann'), person('Bob')]);
    expect(roster.objective).toBeCloseTo(5 * (2 * 160 + 2 * 5), 6);
    expect(roster.bound as number).toBeGreaterThan(0.7 * (roster.objective as number));
  });
});
