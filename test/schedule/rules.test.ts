import { describe, expect, it } from 'vitest';
import { dayOf, daysWorked, need, officeHours, person, requirements, solve, tinyPlan, worked } from './tiny.js';

const everyDay = requirements(officeHours(() => 1));
const lateThenEarly = {
  early: { start: { from: '06:00', to: '06:00' }, length: { from: '8h', to: '8h' } },
  late: { start: { from: '14:00', to: '14:00' }, length: { from: '8h', to: '8h' } },
};

describe('schedule keeps each rule', () => {
  it('works every needed day when nothing forbids it, at 20 an hour', async () => {
    const roster = await solve(everyDay, tinyPlan(), [person('Ann')]);
    expect(roster.status).toBe('optimal');
    expect(roster.objective).toBeCloseTo(7 * 8 * 20, 9);
    expect(roster.shortfalls).toEqual([]);
  });

  it('days per week: five of seven, the other two uncovered at 60 an hour', async () => {
    const roster = await solve(everyDay, tinyPlan({}, { daysPerWeek: { max: 5 } }), [person('Ann')]);
    expect(daysWorked(roster)).toHaveLength(5);
    expect(roster.costs).toEqual({ paid: 5 * 8 * 20, uncovered: 2 * 8 * 60, surplus: 0, wishes: 0 });
    expect(roster.shortfalls).toHaveLength(2);
    expect(roster.shortfalls[0]).toMatchObject({ queue: 'help', agents: 1 });
  });

  it('hours per week: 24 hours are three shifts', async () => {
    const roster = await solve(everyDay, tinyPlan({}, { hoursPerWeek: { max: 24 } }), [person('Ann')]);
    expect(daysWorked(roster)).toHaveLength(3);
  });

  it('least hours are paid even when nobody is needed', async () => {
    const roster = await solve(requirements(officeHours(() => 0)), tinyPlan({}, { hoursPerWeek: { min: 16 } }), [person('Ann')]);
    expect(roster.costs).toEqual({ paid: 320, uncovered: 0, surplus: 80, wishes: 0 });
  });

  it('least days are worked even when nobody is needed', async () => {
    const roster = await solve(requirements(officeHours(() => 0)), tinyPlan({}, { daysPerWeek: { min: 3 } }), [person('Ann')]);
    expect(daysWorked(roster)).toHaveLength(3);
  });

  it('hours count paid time: an unpaid lunch is not in them', async () => {
    const shifts = {
      day: {
        start: { from: '08:00', to: '08:00' },
        length: { from: '8h', to: '8h' },
        breaks: [{ name: 'lunch', length: '1h', paid: false, from: '3h', to: '4h', every: '1h' }],
      },
    };
    const roster = await solve(everyDay, tinyPlan({ shifts }, { hoursPerWeek: { max: 21 } }), [person('Ann')]);
    expect(daysWorked(roster)).toHaveLength(3);
    expect(roster.agents[0]?.shifts[0]?.paidSeconds).toBe(7 * 3600);
  });

  it('rest: no early shift eight hours after a late one', async () => {
    const demand = requirements(need('help', (hour, day) => ((day === 0 && hour >= 14 && hour < 22) || (day === 1 && hour >= 6 && hour < 14) ? 1 : 0)));
    const both = await solve(demand, tinyPlan({ shifts: lateThenEarly }, { shifts: ['early', 'late'], rest: '8h' }), [person('Ann')]);
    expect(daysWorked(both)).toEqual([0, 1]);
    const one = await solve(demand, tinyPlan({ shifts: lateThenEarly }, { shifts: ['early', 'late'], rest: '11h' }), [person('Ann')]);
    expect(daysWorked(one)).toHaveLength(1);
    expect(one.objective).toBeCloseTo(8 * 20 + 8 * 60, 9);
  });

  it('rest longer than a day reaches past a day off', async () => {
    const plan = tinyPlan({}, { rest: '50h' });
    const roster = await solve(everyDay, plan, [person('Ann')]);
    expect(daysWorked(roster)).toEqual([0, 3, 6]);
  });

  it('rest holds over the border of two rosters', async () => {
    const roster = await solve(everyDay, tinyPlan(), [person('Ann')], { previous: [worked('Ann', [-1], 14)] });
    expect(daysWorked(roster)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('days in a row: at most three', async () => {
    const roster = await solve(everyDay, tinyPlan({}, { consecutiveDays: { max: 3 } }), [person('Ann')]);
    expect(daysWorked(roster)).toHaveLength(6);
    expect(daysWorked(roster)).not.toContain(3);
  });

  it('days in a row count from the roster before', async () => {
    const roster = await solve(everyDay, tinyPlan({}, { consecutiveDays: { max: 3 } }), [person('Ann')], { previous: [worked('Ann', [-2, -1])] });
    expect(daysWorked(roster)).toEqual([0, 2, 3, 4, 6]);
  });

  it('weekends per month: a weekend counts once for both days, in the month of its Saturday', async () => {
    const plan = tinyPlan({ horizon: { start: dayOf(0), weeks: 4 } }, { weekendsPerMonth: { max: 1 } });
    const weekends = requirements(need('help', (hour, day) => (hour >= 8 && hour < 16 && day % 7 >= 5 ? 1 : 0), 28));
    const roster = await solve(weekends, plan, [person('Ann')]);
    // Saturdays 12, 19, 26 December, and 2 January, which is another month
    const days = daysWorked(roster);
    expect(days).toHaveLength(4);
    expect(days.slice(2)).toEqual([26, 27]);
  });

  it('weekends worked in the roster before count for the month', async () => {
    const plan = tinyPlan({}, { weekendsPerMonth: { max: 1 } });
    const roster = await solve(everyDay, plan, [person('Ann')], { previous: [worked('Ann', [-2])] });
    expect(daysWorked(roster)).toEqual([0, 1, 2, 3, 4]);
  });

  it('a roster that starts on a Sunday finishes the weekend that the one before began', async () => {
    const start = dayOf(6);
    const plan = tinyPlan({ horizon: { start, weeks: 1 } }, { weekendsPerMonth: { max: 1 } });
    const demand = requirements(need('help', (hour) => (hour >= 8 && hour < 16 ? 1 : 0), 14));
    const roster = await solve(demand, plan, [person('Ann')], { previous: [worked('Ann', [5])] });
    expect(daysWorked(roster)).toEqual([6, 7, 8, 9, 10, 11]);
  });

  it('the Sunday of a weekend that has begun adds none, even where the roster before had too many', async () => {
    const start = dayOf(6);
    const demand = requirements(need('help', (hour) => (hour >= 8 && hour < 16 ? 1 : 0), 14));
    const plan = tinyPlan({ horizon: { start, weeks: 1 } }, { weekendsPerMonth: { max: 1 } });
    const roster = await solve(demand, plan, [person('Ann')], { previous: [worked('Ann', [-2, 5])] });
    expect(daysWorked(roster)).toEqual([6, 7, 8, 9, 10, 11]);
  });

  it('absence: a whole day, a stretch of it, and a stretch in the person’s own zone', async () => {
    const roster = await solve(everyDay, tinyPlan(), [
      person('Ann', {
        unavailable: [{ day: dayOf(0) }, { from: `${dayOf(2)}T12:00`, to: `${dayOf(2)}T13:00` }, { from: `${dayOf(4)}T16:00`, to: `${dayOf(4)}T18:00` }],
      }),
    ]);
    expect(daysWorked(roster)).toEqual([1, 3, 4, 5, 6]);
    // 08:00–16:00 UTC is 17:00–01:00 in Tokyo
    const tokyo = await solve(everyDay, tinyPlan(), [
      person('Ann', { zone: 'Asia/Tokyo', unavailable: [{ from: `${dayOf(4)}T16:00`, to: `${dayOf(4)}T18:00` }] }),
    ]);
    expect(daysWorked(tokyo)).toEqual([0, 1, 2, 3, 5, 6]);
  });

  it('wishes are granted when they weigh more than they cost, and priced when not', async () => {
    const shifts = { ...lateThenEarly };
    const plan = tinyPlan({ shifts }, { shifts: ['early', 'late'], daysPerWeek: { max: 5 } });
    const demand = requirements(need('help', (hour) => (hour >= 6 && hour < 22 ? 1 : 0)));
    const ann = person('Ann', {
      wishes: [
        { kind: 'off', day: dayOf(1), weight: 3 },
        { kind: 'off', day: dayOf(2), weight: 3 },
        { kind: 'off', day: dayOf(3), weight: 1 },
        { kind: 'shift', shift: 'late', day: dayOf(5), weight: 2 },
      ],
    });
    const roster = await solve(demand, plan, [ann]);
    expect(daysWorked(roster)).toEqual([0, 3, 4, 5, 6]);
    expect(roster.agents[0]?.shifts.find((shift) => shift.day === dayOf(5))?.shift).toBe('late');
    expect(roster.unmetWishes).toEqual([{ agent: 'Ann', wish: { kind: 'off', day: dayOf(3), weight: 1 } }]);
    expect(roster.costs?.wishes).toBe(1);
  });

  it('the cheaper of two people works, by their own cost or the contract’s', async () => {
    const plan = tinyPlan({}, { daysPerWeek: { max: 7 } });
    const roster = await solve(everyDay, plan, [person('Ann'), person('Bob', { costPerHour: 15 })]);
    expect(daysWorked(roster, 'Bob')).toHaveLength(7);
    expect(daysWorked(roster, 'Ann')).toHaveLength(0);
    expect(roster.objective).toBeCloseTo(7 * 8 * 15, 9);
  });
});
