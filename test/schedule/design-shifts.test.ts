import { describe, expect, it } from 'vitest';
import { InvalidPlanError } from '../../src/core/index.js';
import { designShifts } from '../../src/schedule/index.js';
import { dayOf, need, officeHours, requirements, tinyPlan } from './tiny.js';

describe('designShifts', () => {
  it('hires one person a day for a need of one, and counts FTE by a week of 40 hours', async () => {
    const design = await designShifts(requirements(officeHours(() => 1)), tinyPlan());
    expect(design).toMatchObject({ status: 'optimal', objective: 7 * 160, gap: 0, fte: 56 / 40, shortfalls: [], conflicts: [] });
    expect(design.shifts.map((line) => [line.day, line.shift, line.count, line.queues])).toEqual(
      Array.from({ length: 7 }, (_, d) => [dayOf(d), 'day', 1, ['help']]),
    );
  });

  it('gives equal shifts one line with a count', async () => {
    const design = await designShifts(requirements(officeHours((day) => (day === 0 ? 3 : 0))), tinyPlan({}, { hoursPerWeek: { max: 24 } }));
    expect(design.shifts).toHaveLength(1);
    expect(design.shifts[0]).toMatchObject({ day: dayOf(0), count: 3, paidSeconds: 8 * 3600 });
    expect(design.fte).toBe(1);
  });

  it('hires for each queue on its own', async () => {
    const queues = { help: {}, chat: {} };
    const chat = need('chat', (hour, day) => (day === 0 && hour >= 8 && hour < 16 ? 1 : 0));
    const design = await designShifts(
      requirements(
        officeHours((day) => (day === 0 ? 1 : 0)),
        chat,
      ),
      tinyPlan({ queues }),
    );
    expect(design.shifts.map((line) => line.queues)).toEqual([['chat'], ['help']]);
    expect(design.costs?.uncovered).toBe(0);
  });

  it.each(['mon', 'wed', 'mon-fri', 'mon,wed,sun'])('covers the days on which shifts start, whatever days without any follow: %s', async (days) => {
    const shifts = { day: { days, start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } } } as const;
    const worked = { mon: 1, wed: 1, 'mon-fri': 5, 'mon,wed,sun': 3 }[days] as number;
    const design = await designShifts(requirements(officeHours(() => 1)), tinyPlan({ shifts }));
    expect(design).toMatchObject({ status: 'optimal', gap: 0, costs: { paid: worked * 160, uncovered: (7 - worked) * 480 } });
  });

  it('a night that ends after the next day’s shift is over is bounded with it', async () => {
    const shifts = {
      night: { days: 'mon', start: { from: '20:00', to: '20:00' }, length: { from: '12h', to: '12h' } },
      dawn: { days: 'tue', start: { from: '05:00', to: '05:00' }, length: { from: '2h', to: '2h' } },
      noon: { days: 'wed', start: { from: '12:00', to: '12:00' }, length: { from: '2h', to: '2h' } },
    } as const;
    const demand = requirements(need('help', (hour, day) => ((day === 0 && hour >= 20) || (day === 1 && hour < 8) ? 1 : 0)));
    const design = await designShifts(demand, tinyPlan({ shifts }, { shifts: ['night', 'dawn', 'noon'] }));
    expect(design).toMatchObject({ status: 'optimal', objective: 240, gap: 0 });
  });

  it('pays each family of shifts at the cheapest contract that has it', async () => {
    const plan = tinyPlan({ contracts: { dear: { shifts: ['day'], costPerHour: 30 }, cheap: { shifts: ['day'], costPerHour: 18 } } });
    const design = await designShifts(requirements(officeHours(() => 1)), plan);
    expect(design.costs?.paid).toBe(7 * 8 * 18);
  });

  it('leaves need uncovered where a shift would cost more', async () => {
    const demand = requirements(need('help', (hour, day) => (day === 0 && hour === 8 ? 1 : 0)));
    const design = await designShifts(demand, tinyPlan());
    expect(design).toMatchObject({ objective: 60, shifts: [], fte: 0 });
    expect(design.shortfalls).toHaveLength(1);
  });

  it('covers nights over midnight, and its bound holds', async () => {
    const shifts = {
      night: {
        start: { from: '18:00', to: '23:00', every: '1h' },
        length: { from: '6h', to: '9h', every: '1h' },
        breaks: [{ name: 'meal', length: '30min', from: '2h', to: '4h' }],
      },
    };
    const demand = requirements(need('help', (hour) => (hour >= 20 ? 3 : hour < 5 ? 2.5 : 0)));
    const design = await designShifts(demand, tinyPlan({ shifts }, { shifts: ['night'] }), { workBudget: 20_000 });
    expect(design.bound as number).toBeLessThanOrEqual(design.objective as number);
    expect(design.gap as number).toBeLessThan(0.1);
    expect(design.gap as number).toBeGreaterThanOrEqual(0);
  });

  it('the same seed and budget give the same shifts', async () => {
    const demand = requirements(need('help', (hour, day) => ((hour * 7 + day * 13) % 10) / 2));
    const shifts = { day: { start: { from: '00:00', to: '16:00', every: '1h' }, length: { from: '4h', to: '8h', every: '1h' } } };
    const options = { workBudget: 5000, seed: 3, timeLimitSeconds: 600 };
    const first = await designShifts(demand, tinyPlan({ shifts }), options);
    expect(JSON.stringify(await designShifts(demand, tinyPlan({ shifts }), options))).toBe(JSON.stringify(first));
  });

  it('says so when no shift can be worked', async () => {
    const shifts = {
      day: { start: { from: '08:00', to: '08:00' }, length: { from: '2h', to: '2h' }, breaks: [{ name: 'a', length: '1h', from: '3h', to: '4h' }] },
    };
    const design = await designShifts(requirements(officeHours(() => 1)), tinyPlan({ shifts }));
    expect(design).toMatchObject({ status: 'infeasible', objective: null, shifts: [] });
    expect(design.conflicts).toHaveLength(1);
  });

  it('refuses a plan without contracts, and stops on abort', async () => {
    await expect(designShifts(requirements(officeHours(() => 1)), tinyPlan({ contracts: {} }))).rejects.toThrow(InvalidPlanError);
    await expect(designShifts(requirements(officeHours(() => 1)), tinyPlan(), { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
  });

  it('leaves what waits for names aside: fairness, people, trainings, shifts wanted, breaks at once', async () => {
    const plan = tinyPlan({
      people: { Ann: { fixed: [{ days: 'mon', shift: 'day' }] } },
      fairness: [{ count: ['day'], price: 5, contracts: ['full'] }],
      shiftCover: [{ shift: 'day', agents: 3, missingPerShift: 100 }],
      activities: [{ name: 'coaching', from: `${dayOf(0)}T09:00`, to: `${dayOf(0)}T12:00`, length: '1h', missingEach: 10 }],
      breaksAtOnce: { most: 0, extraPerHour: 10 },
    });
    expect(await designShifts(requirements(officeHours(() => 1)), plan)).toMatchObject({ status: 'optimal', objective: 7 * 160 });
  });

  it('tells how many people these shifts take by count: one shift a day, days and hours a week', async () => {
    const people = async (perDay: (day: number) => number, contract: object) =>
      (await designShifts(requirements(officeHours(perDay)), tinyPlan({}, contract))).peopleAtLeast;
    expect(await people((day) => (day === 2 ? 4 : 1), {})).toBe(4);
    expect(await people(() => 1, { daysPerWeek: { max: 5 } })).toBe(2);
    expect(await people(() => 1, { hoursPerWeek: { max: 20 } })).toBe(3);
    expect(await people(() => 1, { hoursPerWeek: { max: 20 }, overtime: { hoursPerWeek: 8, extraPerHour: 5 } })).toBe(2);
    expect(await people(() => 0, {})).toBe(0);
  });

  it('uses no shift that every contract forbids: hours of a day, and hours in which it may be worked', async () => {
    const shifts = { day: { start: { from: '06:00', to: '10:00', every: '2h' }, length: { from: '4h', to: '8h', every: '2h' } } };
    const demand = requirements(need('help', (hour, day) => (day === 0 && hour >= 6 && hour < 18 ? 1 : 0)));
    const design = await designShifts(demand, tinyPlan({ shifts }, { hoursPerDay: { max: 6 }, hours: { 'mon-sun': ['08:00-20:00'] } }));
    expect(design.shifts.map((line) => line.paidSeconds / 3600).every((hours) => hours <= 6)).toBe(true);
    expect(design.shifts.map((line) => new Date(line.startMs).getUTCHours()).every((hour) => hour >= 8)).toBe(true);
    expect(design.costs?.uncovered).toBeGreaterThanOrEqual(2 * 60);
  });
});
