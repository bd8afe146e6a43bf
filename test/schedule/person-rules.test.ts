import { describe, expect, it } from 'vitest';
import type { PlanConfig } from '../../src/core/index.js';
import { dayOf, daysWorked, need, officeHours, person, requirements, solve, tinyPlan, worked } from './tiny.js';

const everyDay = requirements(officeHours(() => 1));
const allDay = requirements(need('help', () => 1));
const families: NonNullable<PlanConfig['shifts']> = {
  early: { start: { from: '06:00', to: '06:00' }, length: { from: '8h', to: '8h' } },
  late: { start: { from: '14:00', to: '14:00' }, length: { from: '8h', to: '8h' } },
  night: { start: { from: '22:00', to: '22:00' }, length: { from: '8h', to: '8h' } },
};
const allFamilies = { shifts: ['early', 'late', 'night'], rest: '8h' };

function shiftsOf(roster: Awaited<ReturnType<typeof solve>>, agent = 'Ann'): string[] {
  const own = roster.agents.find((candidate) => candidate.agent === agent)?.shifts ?? [];
  return Array.from({ length: 7 }, (_, d) => own.find((shift) => shift.day === dayOf(d))?.shift ?? '-');
}

describe('schedule keeps rules about which shifts there are', () => {
  it('days: a family bound to weekdays is worked on no other', async () => {
    const shifts = { day: { days: 'mon-wed,sat', start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } } };
    expect(daysWorked(await solve(everyDay, tinyPlan({ shifts }), [person('Ann')]))).toEqual([0, 1, 2, 5]);
  });

  it('end: shifts end between two clock times, past midnight too', async () => {
    const shifts = {
      day: { start: { from: '16:00', to: '20:00', every: '1h' }, length: { from: '6h', to: '8h', every: '1h' }, end: { from: '23:00', to: '01:00' } },
    };
    const demand = requirements(need('help', (hour) => (hour >= 16 || hour < 4 ? 1 : 0)));
    const roster = await solve(demand, tinyPlan({ shifts }), [person('Ann')]);
    for (const shift of roster.agents[0]?.shifts ?? []) {
      const end = new Date(shift.endMs).getUTCHours();
      expect([23, 0, 1]).toContain(end);
    }
    expect(daysWorked(roster)).toHaveLength(7);
  });

  it('minimumWork: breaks keep their distance from both ends and from each other', async () => {
    const breaks = [
      { name: 'one', length: '15min', from: '0min', to: '8h', every: '15min' },
      { name: 'two', length: '15min', from: '0min', to: '8h', every: '15min' },
    ];
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '4h', to: '4h' }, minimumWork: '1h', breaks } };
    // nobody is needed from 8 to 9 and from 11 to 12, where the breaks would go otherwise
    const demand = requirements(need('help', (hour) => (hour === 9 || hour === 10 ? 1 : 0)));
    const roster = await solve(demand, tinyPlan({ shifts }, { daysPerWeek: { min: 1, max: 1 } }), [person('Ann')]);
    const parts = roster.agents[0]?.shifts[0]?.activities ?? [];
    expect(parts.filter((part) => part.activity === 'online').map((part) => (part.endMs - part.startMs) / 3_600_000)).toSatisfy(
      (hours: number[]) => hours.length === 3 && hours.every((h) => h >= 1),
    );
  });

  it('a split shift is one with a long unpaid break: two stretches, one paid sum', async () => {
    const breaks = [{ name: 'split', length: '4h', paid: false, from: '3h', to: '5h', every: '1h' }];
    const shifts = { split: { start: { from: '08:00', to: '08:00' }, length: { from: '12h', to: '12h' }, breaks } };
    const demand = requirements(need('help', (hour) => ((hour >= 8 && hour < 12) || (hour >= 16 && hour < 20) ? 1 : 0)));
    const roster = await solve(demand, tinyPlan({ shifts }, { shifts: ['split'] }), [person('Ann')]);
    expect(roster.costs).toEqual({ paid: 7 * 8 * 20, uncovered: 0, surplus: 0, wishes: 0 });
  });

  it('hoursPerDay: shifts outside are not worked', async () => {
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '4h', to: '8h', every: '1h' } } };
    const roster = await solve(everyDay, tinyPlan({ shifts }, { hoursPerDay: { max: 6 } }), [person('Ann')]);
    expect(roster.agents[0]?.shifts.map((shift) => shift.paidSeconds / 3600)).toEqual(Array(7).fill(6));
  });
});

describe('schedule keeps rules about days in a row', () => {
  it('consecutiveDays.min: two days a week apart become two in a row', async () => {
    const demand = requirements(officeHours((day) => (day === 1 || day === 4 ? 1 : 0)));
    const free = await solve(demand, tinyPlan(), [person('Ann')]);
    expect(daysWorked(free)).toEqual([1, 4]);
    const bound = await solve(demand, tinyPlan({}, { consecutiveDays: { min: 2 } }), [person('Ann')]);
    // 8 h uncovered cost 480; a second day costs 160 + 40 for idle hours
    expect(bound.objective).toBeCloseTo(2 * 160 + 2 * 200, 9);
    expect(bound.status).toBe('optimal');
  });

  it('consecutiveDays.min: a run that the roster before began counts as a whole', async () => {
    const demand = requirements(officeHours((day) => (day === 0 ? 1 : 0)));
    const plan = tinyPlan({}, { consecutiveDays: { min: 2 } });
    expect(daysWorked(await solve(demand, plan, [person('Ann')], { previous: [worked('Ann', [-9, -1])] }))).toEqual([0]);
    expect(daysWorked(await solve(demand, plan, [person('Ann')], { previous: [worked('Ann', [-9, -8])] }))).toHaveLength(2);
  });

  it('consecutiveDaysOff.min: no single days off between shifts', async () => {
    const plan = tinyPlan({}, { consecutiveDaysOff: { min: 2 }, consecutiveDays: { max: 2 } });
    const roster = await solve(everyDay, plan, [person('Ann')]);
    expect(roster.objective).toBeCloseTo(4 * 160 + 3 * 480, 9); // two on, two off, two on, one off
  });

  it('consecutiveDaysOff.max: people come in at least every third day', async () => {
    const roster = await solve(requirements(officeHours(() => 0)), tinyPlan({}, { consecutiveDaysOff: { max: 2 } }), [person('Ann')]);
    expect(daysWorked(roster)).toEqual([2, 5]);
  });

  it('weekends: at most one in two weeks, those of the roster before included', async () => {
    const plan = tinyPlan({ horizon: { start: dayOf(0), weeks: 3 } }, { weekends: { max: 1, inWeeks: 2 } });
    const demand = requirements(need('help', (hour, day) => (hour >= 8 && hour < 16 && day % 7 >= 5 ? 1 : 0), 21));
    expect(daysWorked(await solve(demand, plan, [person('Ann')]))).toEqual([5, 6, 19, 20]);
    expect(daysWorked(await solve(demand, plan, [person('Ann')], { previous: [worked('Ann', [-1])] }))).not.toContain(5);
  });

  it('wholeWeekends: a Saturday brings its Sunday', async () => {
    const demand = requirements(officeHours((day) => (day === 5 ? 1 : 0)));
    expect(daysWorked(await solve(demand, tinyPlan({}, { wholeWeekends: true }), [person('Ann')]))).toEqual([5, 6]);
    const dear = tinyPlan({ surplusPerHour: 50 }, { wholeWeekends: true });
    expect(daysWorked(await solve(demand, dear, [person('Ann')]))).toEqual([]);
  });

  it('hoursPerPeriod: 48 paid hours in two weeks are six shifts, however they fall', async () => {
    const plan = tinyPlan({ horizon: { start: dayOf(0), weeks: 2 } }, { hoursPerPeriod: { max: 48 } });
    const demand = requirements(need('help', (hour, day) => (hour >= 8 && hour < 16 && day < 10 ? 1 : 0), 14));
    expect(daysWorked(await solve(demand, plan, [person('Ann')]))).toHaveLength(6);
    const least = tinyPlan({ horizon: { start: dayOf(0), weeks: 2 } }, { hoursPerPeriod: { min: 30 } });
    expect(daysWorked(await solve(requirements(need('help', () => 0, 14)), least, [person('Ann')]))).toHaveLength(4);
  });
});

describe('schedule keeps rules about nights and successions', () => {
  const nights = requirements(need('help', (hour) => (hour >= 22 || hour < 6 ? 1 : 0)));

  it('nights.inARow: at most two, and those of the roster before count', async () => {
    const plan = tinyPlan({ shifts: families }, { ...allFamilies, shifts: ['night'], nights: { inARow: 2 } });
    // the night of Sunday is needed for two hours only
    expect(daysWorked(await solve(nights, plan, [person('Ann')]))).toHaveLength(4);
    const before = { agent: 'Ann', shifts: worked('Ann', [-2, -1], 22).shifts.map((shift) => ({ ...shift, shift: 'night' })) };
    expect(daysWorked(await solve(nights, plan, [person('Ann')], { previous: [before] }))).toEqual([1, 2, 4, 5]);
  });

  it('nights.perPeriod: at most three in the roster', async () => {
    const plan = tinyPlan({ shifts: families }, { ...allFamilies, nights: { perPeriod: 3 } });
    expect(daysWorked(await solve(nights, plan, [person('Ann')]))).toHaveLength(3);
  });

  it('nights.restAfter: two days free after the last night', async () => {
    const demand = requirements(
      need('help', (hour, day) => ((day === 0 && hour >= 22) || (day === 1 && hour < 6) || (day > 1 && hour >= 14 && hour < 22) ? 1 : 0)),
    );
    const plan = (restAfter: string) => tinyPlan({ shifts: families }, { ...allFamilies, nights: { restAfter } });
    expect(daysWorked(await solve(demand, plan('8h'), [person('Ann')]))).toEqual([0, 2, 3, 4, 5, 6]);
    // Tuesday 06:00 plus 48 h is Thursday 06:00: the late shift of Wednesday is too early
    const rested = await solve(demand, plan('48h'), [person('Ann')]);
    expect([
      [0, 3, 4, 5, 6],
      [2, 3, 4, 5, 6],
    ]).toContainEqual(daysWorked(rested));
  });

  it('night: what counts as one is for the plan to say', async () => {
    const plan = tinyPlan({ shifts: families, night: { from: '20:00', to: '22:00', atLeast: '2h' } }, { ...allFamilies, nights: { perPeriod: 1 } });
    const roster = await solve(allDay, plan, [person('Ann')]);
    expect(shiftsOf(roster).filter((shift) => shift === 'late').length).toBeLessThanOrEqual(1);
    expect(daysWorked(roster)).toHaveLength(7);
  });

  it('forbiddenSuccessions: no early on the day after a late', async () => {
    const demand = requirements(need('help', (hour, day) => ((day % 2 === 0 ? hour >= 14 && hour < 22 : hour >= 6 && hour < 14) ? 1 : 0)));
    const free = await solve(demand, tinyPlan({ shifts: families }, allFamilies), [person('Ann')]);
    expect(shiftsOf(free)).toEqual(['late', 'early', 'late', 'early', 'late', 'early', 'late']);
    const plan = tinyPlan({ shifts: families }, { ...allFamilies, forbiddenSuccessions: [['late', 'early']] });
    const kept = await solve(demand, plan, [person('Ann')]);
    expect(shiftsOf(kept).join()).not.toContain('late,early');
    // each of three early shifts costs itself or its late before: four shifts are left
    expect(daysWorked(kept)).toHaveLength(4);
    const after = { agent: 'Ann', shifts: worked('Ann', [-1], 14).shifts.map((shift) => ({ ...shift, shift: 'late' })) };
    const early = requirements(need('help', (hour) => (hour >= 6 && hour < 14 ? 1 : 0)));
    expect(daysWorked(await solve(early, plan, [person('Ann')], { previous: [after] }))).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('schedule keeps rules about single people', () => {
  it('hours of a contract and of a person: shifts lie within both, in the person’s zone', async () => {
    const early = tinyPlan({ shifts: families }, { ...allFamilies, hours: { 'mon-fri': ['05:00-15:00'], sat: ['13:00-23:00'] } });
    expect(shiftsOf(await solve(allDay, early, [person('Ann')]))).toEqual(['early', 'early', 'early', 'early', 'early', 'late', '-']);
    const own = tinyPlan({ shifts: families, people: { Ann: { hours: { 'mon-sun': ['14:00-22:00'] } } } }, allFamilies);
    const roster = await solve(allDay, own, [person('Ann'), person('Bob')]);
    expect(shiftsOf(roster).every((shift) => shift === 'late')).toBe(true);
    // 14:00–22:00 in Berlin is 13:00–21:00 UTC: no shift fits
    expect(daysWorked(await solve(allDay, own, [person('Ann', { zone: 'Europe/Berlin' })]))).toEqual([]);
  });

  it('hours past midnight join with those of the next day', async () => {
    const plan = tinyPlan({ shifts: families }, { ...allFamilies, hours: { 'mon-sun': ['00:00-24:00'] } });
    const nights = requirements(need('help', (hour) => (hour >= 22 || hour < 6 ? 1 : 0)));
    expect(daysWorked(await solve(nights, plan, [person('Ann')]))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('pattern: families take turns by week, each person in their own place of the cycle', async () => {
    const pattern = { weeks: [['early'], { 'mon-thu': 'late', 'fri-sun': 'off' }] };
    const plan = tinyPlan({ shifts: families, people: { Bob: { patternOffset: 1 } } }, { ...allFamilies, pattern });
    const roster = await solve(requirements(need('help', () => 2)), plan, [person('Ann'), person('Bob')]);
    expect(shiftsOf(roster)).toEqual(Array(7).fill('early'));
    expect(shiftsOf(roster, 'Bob')).toEqual(['late', 'late', 'late', 'late', '-', '-', '-']);
    // a cycle that began three weeks ago is in its second week now
    const later = tinyPlan({ shifts: families }, { ...allFamilies, pattern: { ...pattern, start: dayOf(-21) } });
    expect(shiftsOf(await solve(allDay, later, [person('Ann')]))).toEqual(['late', 'late', 'late', 'late', '-', '-', '-']);
  });

  it('fixed: a dated shift is worked though nobody needs it, a fixed day off is kept', async () => {
    const people = {
      Ann: {
        fixed: [
          { day: dayOf(2), shift: 'late' },
          { day: dayOf(3), shift: 'off' },
          { days: 'sat-sun', shift: 'early' },
        ],
      },
    };
    const demand = requirements(need('help', (hour, day) => (day === 3 && hour >= 6 && hour < 14 ? 1 : 0)));
    const roster = await solve(demand, tinyPlan({ shifts: families, people }, allFamilies), [person('Ann')]);
    expect(shiftsOf(roster)).toEqual(['-', '-', 'late', '-', '-', 'early', 'early']);
  });

  it('fixed: a start at midnight may be written 24:00', async () => {
    const shifts = { day: { start: { from: '22:00', to: '24:00', every: '2h' }, length: { from: '6h', to: '6h' } } };
    const people = { Ann: { fixed: [{ days: 'mon', shift: 'day', start: '24:00' }] } };
    const roster = await solve(requirements(officeHours(() => 0)), tinyPlan({ shifts, people }), [person('Ann')]);
    expect(roster.agents[0]?.shifts.map(({ startMs }) => new Date(startMs).toISOString())).toEqual([`${dayOf(0)}T00:00:00.000Z`]);
  });

  it('fixed: a weekday rule gives way to leave, a start can be given', async () => {
    const shifts = { day: { start: { from: '06:00', to: '10:00', every: '1h' }, length: { from: '8h', to: '8h' } } };
    const people = { Ann: { fixed: [{ days: 'mon,tue', shift: 'day', start: '07:00' }] } };
    const roster = await solve(requirements(officeHours(() => 0)), tinyPlan({ shifts, people }), [person('Ann', { unavailable: [{ day: dayOf(0) }] })]);
    expect(daysWorked(roster)).toEqual([1]);
    expect(new Date(roster.agents[0]?.shifts[0]?.startMs ?? 0).getUTCHours()).toBe(7);
  });

  it('overtime: worth it up to its cap, priced on top of the pay', async () => {
    const plan = (extraPerHour: number) => tinyPlan({}, { hoursPerWeek: { max: 24 }, overtime: { hoursPerWeek: 16, extraPerHour } });
    const cheap = await solve(everyDay, plan(15), [person('Ann')]);
    expect(daysWorked(cheap)).toHaveLength(5);
    expect(cheap.costs).toEqual({ paid: 5 * 160, uncovered: 2 * 480, surplus: 0, wishes: 0, overtime: 16 * 15 });
    expect(cheap.status).toBe('optimal');
    const dear = await solve(everyDay, plan(45), [person('Ann')]);
    expect(daysWorked(dear)).toHaveLength(3);
    expect(dear.costs?.overtime).toBe(0);
  });

  it('overtime: a contract whose every hour is overtime is worked where that pays, without a single move', async () => {
    const plan = tinyPlan({}, { hoursPerWeek: { max: 0 }, overtime: { hoursPerWeek: 16, extraPerHour: 30 } });
    const roster = await solve(everyDay, plan, [person('Ann')], { workBudget: 0 });
    expect(roster.status).toBe('optimal');
    expect(roster.costs).toEqual({ paid: 2 * 160, uncovered: 5 * 480, surplus: 0, wishes: 0, overtime: 16 * 30 });
  });

  it('seniority makes wishes weigh more', async () => {
    const wishes = [{ kind: 'off' as const, day: dayOf(0), weight: 10 }];
    const demand = requirements(officeHours((day) => (day === 0 ? 1 : 0)));
    const people = [person('Ann', { wishes, seniority: 1 }), person('Bob', { wishes, seniority: 5 })];
    const roster = await solve(demand, tinyPlan({ seniorityWeight: 0.5 }), people);
    expect(daysWorked(roster, 'Ann')).toEqual([0]);
    expect(roster.costs?.wishes).toBeCloseTo(15, 9);
  });
});

describe('schedule spreads burdens and keeps people on families of shifts', () => {
  it('fairness: late shifts are shared, and those of the roster before count', async () => {
    const demand = requirements(need('help', (hour, day) => (day < 4 && hour >= 14 && hour < 22 ? 1 : 0)));
    const plan = tinyPlan({ shifts: families, fairness: [{ count: ['late'], price: 10 }] }, allFamilies);
    const even = await solve(demand, plan, [person('Ann'), person('Bob')]);
    expect([daysWorked(even).length, daysWorked(even, 'Bob').length]).toEqual([2, 2]);
    expect(even.costs?.fairness).toBe(0);
    const before = { agent: 'Ann', shifts: worked('Ann', [-6, -5], 14).shifts.map((shift) => ({ ...shift, shift: 'late' })) };
    const evened = await solve(demand, plan, [person('Ann'), person('Bob')], { previous: [before] });
    expect([daysWorked(evened).length, daysWorked(evened, 'Bob').length]).toEqual([1, 3]);
  });

  it('fairness: weekends and nights, priced by the square of the distance from the mean', async () => {
    const weekend = requirements(officeHours((day) => (day >= 5 ? 1 : 0)));
    const plan = tinyPlan({ fairness: [{ count: 'weekends', price: 4 }] });
    const one = await solve(weekend, plan, [person('Ann'), person('Bob', { unavailable: [{ day: dayOf(5) }, { day: dayOf(6) }] })]);
    expect(one.costs?.fairness).toBeCloseTo(4 * (0.5 ** 2 + 0.5 ** 2), 9);
    const nightPlan = tinyPlan({ shifts: families, fairness: [{ count: 'nights', price: 10 }] }, allFamilies);
    const nights = requirements(need('help', (hour, day) => ((day < 4 && hour >= 22) || (day > 0 && day < 5 && hour < 6) ? 1 : 0)));
    const roster = await solve(nights, nightPlan, [person('Ann'), person('Bob')]);
    expect([daysWorked(roster).length, daysWorked(roster, 'Bob').length]).toEqual([2, 2]);
  });

  it('fairness: shifts of any age count, those of half a year ago too', async () => {
    const plan = tinyPlan({ fairness: [{ count: ['day'], price: 10 }] });
    const monday = requirements(officeHours((day) => (day === 0 ? 1 : 0)));
    const roster = await solve(monday, plan, [person('Ann'), person('Bob')], { previous: [worked('Ann', [-180, -90])] });
    expect(daysWorked(roster, 'Bob')).toEqual([0]);
    expect(roster.costs?.fairness).toBeCloseTo(10 * 2 * 0.5 ** 2, 9);
  });

  it('shiftCover: somebody works the late shift each weekday though no queue asks', async () => {
    const plan = tinyPlan(
      { shifts: families, shiftCover: [{ shift: 'late', days: 'mon-fri', agents: 1, missingPerShift: 500 }] },
      { ...allFamilies, daysPerWeek: { max: 4 } },
    );
    const roster = await solve(requirements(officeHours(() => 0)), plan, [person('Ann')]);
    expect(shiftsOf(roster).filter((shift) => shift === 'late')).toHaveLength(4);
    expect(roster.costs?.shiftCover).toBe(500);
  });

  it('atOpening and atClosing: people are there around the edges of the opening hours', async () => {
    const queues = {
      help: {
        understaffedPerHour: 60,
        openingHours: { 'mon-fri': ['08:00-16:00'] },
        atOpening: { agents: 2, before: '1h', after: '0s' },
        atClosing: { agents: 1, before: '0s', after: '1h' },
      },
    };
    const shifts = { day: { start: { from: '07:00', to: '08:00', every: '1h' }, length: { from: '8h', to: '10h', every: '1h' } } };
    const roster = await solve(requirements(officeHours((day) => (day < 5 ? 1 : 0))), tinyPlan({ queues, shifts }), [person('Ann'), person('Bob')]);
    const required = roster.coverage[0];
    const at = (hour: number): number => required?.required[(Date.parse(`${dayOf(0)}T00:00Z`) + hour * 3_600_000 - (required?.startMs ?? 0)) / 3_600_000] ?? 0;
    expect([at(6), at(7), at(8), at(15), at(16), at(17)]).toEqual([0, 2, 1, 1, 1, 0]);
  });
});
