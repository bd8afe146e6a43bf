import { describe, expect, it } from 'vitest';
import type { Shift } from '../../src/core/index.js';
import { checkRoster } from '../../src/schedule/index.js';
import { formatInstant } from '../../src/time/index.js';
import { dayOf, daysWorked, need, officeHours, person, requirements, solve, tinyPlan, worked } from './tiny.js';

describe('schedule generates shifts', () => {
  it('picks start and length from their grids to meet the need', async () => {
    const shifts = { day: { start: { from: '06:00', to: '12:00', every: '1h' }, length: { from: '4h', to: '10h', every: '1h' } } };
    const demand = requirements(need('help', (hour, day) => (day === 2 && hour >= 9 && hour < 16 ? 1 : 0)));
    const roster = await solve(demand, tinyPlan({ shifts }), [person('Ann')]);
    expect(roster.agents[0]?.shifts.map((shift) => [formatInstant('UTC', shift.startMs), (shift.endMs - shift.startMs) / 3_600_000])).toEqual([
      [`${dayOf(2)}T09:00:00+00:00`, 7],
    ]);
  });

  it('staggers lunches so that never both are away', async () => {
    const lunch = { name: 'lunch', length: '1h', paid: false, from: '3h', to: '4h', every: '1h' };
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks: [lunch] } };
    const demand = requirements(need('help', (hour, day) => (day > 0 || hour < 8 || hour >= 16 ? 0 : hour === 11 || hour === 12 ? 1 : 2)));
    const roster = await solve(demand, tinyPlan({ shifts }), [person('Ann'), person('Bob')]);
    expect(roster.costs).toMatchObject({ uncovered: 0, surplus: 0 });
    const starts = roster.agents.flatMap((own) =>
      own.shifts.flatMap((shift) => shift.activities.filter((part) => part.activity === 'lunch').map((part) => part.startMs)),
    );
    expect(new Set(starts).size).toBe(2);
  });

  it('never lets two breaks of one shift overlap, in whatever order they fit', async () => {
    const breaks = [
      { name: 'meal', length: '1h', from: '2h', to: '5h', every: '30min' },
      { name: 'rest', length: '30min', from: '2h', to: '5h', every: '30min' },
    ];
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks } };
    // the only cheap moments are 10:00–11:30: one must follow the other
    const demand = requirements(need('help', (hour) => (hour < 8 || hour >= 16 ? 0 : hour >= 10 && hour < 11.5 ? 0 : 1), 7, undefined, 1800));
    const roster = await solve(demand, tinyPlan({ interval: '30min', shifts }), [person('Ann')]);
    expect(roster.objective).toBeCloseTo(7 * 8 * 20, 9);
    for (const shift of roster.agents[0]?.shifts ?? [])
      expect(shift.activities.map((part) => part.activity)).toEqual(expect.arrayContaining(['meal', 'rest', 'online']));
  });

  it('counts a quarter of an hour within an hour as a quarter of a person', async () => {
    const breaks = [{ name: 'pause', length: '15min', from: '1h', to: '1h' }];
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks } };
    const roster = await solve(requirements(officeHours((day) => (day === 0 ? 1 : 0))), tinyPlan({ shifts }), [person('Ann')]);
    expect(roster.costs).toEqual({ paid: 160, uncovered: 15, surplus: 0, wishes: 0 });
    expect(roster.coverage[0]?.covered.slice(8, 12)).toEqual([1, 0.75, 1, 1]);
  });

  it('breaks are due only in shifts longer than their limit', async () => {
    const breaks = [{ name: 'lunch', length: '1h', from: '2h', to: '3h', every: '1h', ifLongerThan: '6h' }];
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '6h', to: '8h', every: '2h' }, breaks } };
    const demand = requirements(
      need('help', (hour, day) => (hour >= 8 && hour < 14 && day === 0 ? 1 : hour >= 8 && hour < 16 && day === 1 && hour !== 10 ? 1 : 0)),
    );
    const roster = await solve(demand, tinyPlan({ shifts }), [person('Ann')]);
    expect(roster.agents[0]?.shifts.map((shift) => shift.activities.map((part) => part.activity).join())).toEqual(['online', 'online,lunch,online']);
  });

  it('works through the night and counts the hours after midnight', async () => {
    const shifts = { night: { start: { from: '22:00', to: '22:00' }, length: { from: '8h', to: '8h' } } };
    const demand = requirements(need('help', (hour, day) => ((day === 1 && hour >= 22) || (day === 2 && hour < 6) ? 1 : 0)));
    const roster = await solve(demand, tinyPlan({ shifts }, { shifts: ['night'] }), [person('Ann')]);
    expect(daysWorked(roster)).toEqual([1]);
    expect(roster.costs).toEqual({ paid: 160, uncovered: 0, surplus: 0, wishes: 0 });
  });

  it('a start window past midnight belongs to the local day on which the shift starts', async () => {
    const shifts = { night: { start: { from: '23:00', to: '01:00', every: '1h' }, length: { from: '6h', to: '6h' } } };
    const demand = requirements(need('help', (hour, day) => (day === 3 && hour >= 1 && hour < 7 ? 1 : 0)));
    const roster = await solve(demand, tinyPlan({ shifts }, { shifts: ['night'] }), [person('Ann')]);
    expect(daysWorked(roster)).toEqual([3]);
    expect(roster.costs?.uncovered).toBe(0);
  });

  it('people still on line from the roster before cover the first hours', async () => {
    const shifts = { night: { start: { from: '22:00', to: '22:00' }, length: { from: '8h', to: '8h' } } };
    const demand = requirements(need('help', (hour, day) => (day === 0 && hour < 6 ? 2 : 0)));
    const roster = await solve(demand, tinyPlan({ shifts }, { shifts: ['night'] }), [person('Ann')], { previous: [worked('Ann', [-1], 22)] });
    expect(roster.costs).toEqual({ paid: 0, uncovered: 6 * 60, surplus: 0, wishes: 0 });
  });

  it.each([
    ['05:45', 6 * 60 + 15],
    ['05:47:10', 6 * 60 + 15],
    ['05:50', 6 * 60 + 10],
  ])('people on line from the roster before until %s count to the nearest five minutes', async (until, uncovered) => {
    const shifts = { night: { start: { from: '22:00', to: '22:00' }, length: { from: '8h', to: '8h' } } };
    const demand = requirements(need('help', (hour, day) => (day === 0 && hour < 6 ? 2 : 0)));
    const [night] = worked('Ann', [-1], 22).shifts as [Shift];
    const left = { ...night, activities: [{ activity: 'online', startMs: night.startMs, endMs: Date.parse(`2026-12-07T${until}Z`) }] };
    const roster = await solve(demand, tinyPlan({ shifts }, { shifts: ['night'] }), [person('Ann')], {
      previous: [{ ...worked('Ann', [-1], 22), shifts: [left] }],
    });
    expect(roster.costs?.uncovered).toBeCloseTo(uncovered, 9);
  });

  it('starts by the clock and lasts real time on the night the clocks go back', async () => {
    const zone = 'Europe/Berlin';
    const shifts = { night: { start: { from: '22:00', to: '22:00' }, length: { from: '8h', to: '8h' } } };
    const startMs = Date.parse('2026-10-19T00:00+02:00');
    const plan = tinyPlan({ zone, shifts, horizon: { start: '2026-10-19', weeks: 1 } }, { shifts: ['night'] });
    const saturdayNight = [Date.parse('2026-10-24T22:00+02:00'), Date.parse('2026-10-25T05:00+01:00')] as const;
    const demand = requirements(
      need(
        'help',
        (hour, day) => (startMs + (day * 24 + hour) * 3_600_000 >= saturdayNight[0] && startMs + (day * 24 + hour) * 3_600_000 < saturdayNight[1] ? 1 : 0),
        8,
        startMs,
      ),
    );
    const roster = await solve(demand, plan, [person('Ann')]);
    expect(roster.agents[0]?.shifts.map((shift) => [formatInstant(zone, shift.startMs), formatInstant(zone, shift.endMs)])).toEqual([
      ['2026-10-24T22:00:00+02:00', '2026-10-25T05:00:00+01:00'],
    ]);
    expect(roster.costs).toEqual({ paid: 160, uncovered: 0, surplus: 0, wishes: 0 });
  });

  it('leaves out starts that the clock skips', async () => {
    const zone = 'Europe/Berlin';
    const shifts = { early: { start: { from: '02:30', to: '02:30' }, length: { from: '4h', to: '4h' } } };
    const startMs = Date.parse('2026-03-23T00:00+01:00');
    const plan = tinyPlan({ zone, shifts, horizon: { start: '2026-03-23', weeks: 1 } }, { shifts: ['early'] });
    const roster = await solve(requirements(need('help', () => 1, 7, startMs)), plan, [person('Ann')]);
    expect(roster.agents[0]?.shifts.map((shift) => shift.day)).not.toContain('2026-03-29');
    expect(roster.agents[0]?.shifts).toHaveLength(6);
  });

  it('queues with different intervals and starts meet on a common grid', async () => {
    const plan = tinyPlan({ queues: { help: {}, chat: { skill: 'help' } } });
    const chat = need('chat', (hour, day) => (day === 0 && hour >= 8 && hour < 16 ? 1 : 0), 6, Date.parse(`${dayOf(0)}T04:00Z`), 1800);
    const shifted = { ...chat, agentsExact: chat.agentsExact.slice(8).concat(new Array(8).fill(0)) };
    const roster = await solve(
      requirements(
        officeHours((day) => (day === 0 ? 1 : 0)),
        shifted,
      ),
      plan,
      [person('Ann'), person('Bob')],
    );
    expect(roster.costs).toEqual({ paid: 320, uncovered: 0, surplus: 0, wishes: 0 });
    expect(roster.coverage.map((own) => own.intervalSeconds)).toEqual([1800, 1800]);
  });

  it('covers the requirement with shrinkage when the plan says so', async () => {
    const roster = await solve(requirements(officeHours(() => 1)), tinyPlan({ cover: 'withShrinkage' }), [person('Ann')]);
    expect(roster.costs?.uncovered).toBe(7 * 8 * 60);
  });

  it('a checked roster recomputes to the same objective', async () => {
    const demand = requirements(officeHours(() => 1));
    const plan = tinyPlan({}, { daysPerWeek: { max: 5 } });
    const agents = [person('Ann')];
    const roster = await solve(demand, plan, agents);
    const check = checkRoster(roster.agents, { requirements: demand, config: plan, agents });
    expect(check.violations).toEqual([]);
    expect(check.objective).toBeCloseTo(roster.objective as number, 9);
    expect(check.uncoveredHours).toBe(16);
  });
});
