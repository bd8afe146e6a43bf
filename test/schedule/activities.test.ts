import { describe, expect, it } from 'vitest';
import type { ActivityConfig, AgentRoster, Roster } from '../../src/core/index.js';
import { checkRoster } from '../../src/schedule/index.js';
import { dayOf, daysWorked, need, officeHours, person, requirements, solve, tinyPlan, worked } from './tiny.js';

const two = [person('Ann'), person('Bob')];
const coaching: ActivityConfig = { name: 'coaching', from: `${dayOf(0)}T08:00`, to: `${dayOf(1)}T16:00`, length: '1h', every: '1h', missingEach: 500 };

function startsOf(roster: Pick<Roster, 'agents'>, name: string): (string | null)[] {
  return roster.agents.map(({ shifts }) => {
    const part = shifts.flatMap((shift) => shift.activities).find((own) => own.activity === name);
    return part === undefined ? null : new Date(part.startMs).toISOString().slice(0, 13);
  });
}

describe('trainings and meetings', () => {
  it('to be placed: each person once, where nobody misses them', async () => {
    // two people are there, one is needed but from 10 to 11 on Tuesday
    const demand = requirements(need('help', (hour, day) => (day < 2 && hour >= 8 && hour < 16 ? (day === 1 && hour === 10 ? 0 : 1.6) : 0)));
    const roster = await solve(demand, tinyPlan({ activities: [{ ...coaching, people: ['Ann'] }] }), two);
    expect(startsOf(roster, 'coaching')).toEqual([`${dayOf(1)}T10`, null]);
    expect(roster.costs?.activities).toBe(0);
    expect(roster.bound as number).toBeLessThanOrEqual(roster.objective as number);
  });

  it('breaks make room for them', async () => {
    const breaks = [{ name: 'lunch', length: '1h', from: '3h', to: '4h', every: '1h' }];
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks } };
    // the meeting takes 11 to 12: lunch can only be from 12 on, though somebody is needed then
    const demand = requirements(need('help', (hour, day) => (day === 0 && hour >= 8 && hour < 16 ? (hour === 12 ? 1 : 0.5) : 0)));
    const meeting: ActivityConfig = { name: 'meeting', from: `${dayOf(0)}T11:00`, to: `${dayOf(0)}T12:00`, length: '1h', missingEach: 500 };
    const roster = await solve(demand, tinyPlan({ shifts, activities: [meeting] }), [person('Ann')]);
    expect(startsOf(roster, 'meeting')).toEqual([`${dayOf(0)}T11`]);
    expect(startsOf(roster, 'lunch')).toEqual([`${dayOf(0)}T12`]);
  });

  it('leave the least stretch of work before and after them, or none', async () => {
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '4h', to: '4h' }, minimumWork: '1h' } };
    const only = { name: 'coaching', length: '1h30min', missingEach: 100, from: `${dayOf(0)}T08:00`, to: `${dayOf(0)}T12:00` };
    // the hour from 08:00 to 09:00 is dear: without the rule the training would begin at 09:45 and leave a quarter of an hour
    const demand = requirements(
      need('help', (hour, day) => (day > 0 ? 0 : hour === 8 || hour === 9.5 ? 1 : hour >= 8 && hour < 12 ? 0.4 : 0), 7, undefined, 1800),
    );
    for (const [from, to] of [
      ['08:15', '10:15'],
      ['09:45', '11:45'],
    ] as const) {
      const plan = tinyPlan({ shifts, activities: [{ ...only, from: `${dayOf(0)}T${from}`, to: `${dayOf(0)}T${to}` }] });
      const roster = await solve(demand, plan, [person('Ann')]);
      for (const part of roster.agents[0]?.shifts[0]?.activities ?? [])
        if (part.activity === 'online') expect(part.endMs - part.startMs).toBeGreaterThanOrEqual(3_600_000);
    }
    const late = tinyPlan({ shifts, activities: [{ ...only, from: `${dayOf(0)}T10:15`, to: `${dayOf(0)}T11:45` }] });
    expect((await solve(demand, late, [person('Ann')])).costs?.activities).toBe(100);
  });

  it('at a fixed time: people come in for it when missing it is dearer, and only then', async () => {
    const meeting = (missingEach: number): ActivityConfig => ({
      name: 'meeting',
      from: `${dayOf(2)}T09:00`,
      to: `${dayOf(2)}T10:00`,
      length: '1h',
      missingEach,
    });
    const nobodyNeeded = requirements(officeHours(() => 0));
    const dear = await solve(nobodyNeeded, tinyPlan({ activities: [meeting(500)] }), two);
    expect([daysWorked(dear), daysWorked(dear, 'Bob')]).toEqual([[2], [2]]);
    // 160 pay and 7 idle hours each
    expect(dear.objective).toBeCloseTo(2 * (160 + 35), 6);
    const cheap = await solve(nobodyNeeded, tinyPlan({ activities: [meeting(50)] }), two);
    expect(daysWorked(cheap)).toEqual([]);
    expect(cheap.costs?.activities).toBe(100);
  });

  it('together: all at one time', async () => {
    const demand = requirements(officeHours((day) => (day < 2 ? 2 : 0)));
    const roster = await solve(demand, tinyPlan({ activities: [{ ...coaching, together: true }] }), two);
    const [ann, bob] = startsOf(roster, 'coaching');
    expect(ann).not.toBeNull();
    expect(ann).toBe(bob);
  });

  it('of nobody cost nothing', async () => {
    const { status, costs } = await solve(requirements(officeHours(() => 1)), tinyPlan({ activities: [coaching] }), []);
    expect([status, costs?.activities, costs?.uncovered]).toEqual(['optimal', 0, 7 * 8 * 60]);
  });

  it('are missed where the clock skips the only hour they could be in', async () => {
    const zone = 'Europe/Berlin';
    const shifts = { night: { start: { from: '22:00', to: '22:00' }, length: { from: '8h', to: '8h' } } };
    const demand = requirements({ ...need('help', (hour) => (hour >= 22 || hour < 6 ? 1 : 0), 7, Date.parse('2026-03-22T23:00Z')), zone });
    const meeting: ActivityConfig = { name: 'meeting', from: '2026-03-29T02:00', to: '2026-03-29T03:00', length: '1h', together: true, missingEach: 50 };
    const plan = tinyPlan({ zone, horizon: { start: '2026-03-23', weeks: 1 }, shifts, activities: [meeting] }, { shifts: ['night'] });
    expect((await solve(demand, plan, two)).costs?.activities).toBe(100);
  });

  it('together: who has it already at a time that stands sets the time for all', async () => {
    const plan = tinyPlan({ activities: [{ ...coaching, to: `${dayOf(0)}T16:00`, together: true }] });
    // alone, ten o'clock would be best
    const demand = requirements(need('help', (hour, day) => (day === 0 && hour >= 8 && hour < 16 ? (hour === 10 ? 0 : 2) : 0)));
    const ann = worked('Ann', [0]);
    const part = (activity: string, from: number, to: number) => {
      const at = (hour: number): number => Date.parse(`${dayOf(0)}T00:00Z`) + hour * 3_600_000;
      return { activity, startMs: at(from), endMs: at(to) };
    };
    const given = {
      ...ann,
      shifts: ann.shifts.map((shift) => ({ ...shift, activities: [part('online', 8, 13), part('coaching', 13, 14), part('online', 14, 16)] })),
    };
    const roster = await solve(demand, plan, two, { from: { agents: [given, worked('Bob', [0])], freezeAgents: ['Ann'] } });
    expect(startsOf(roster, 'coaching')).toEqual([`${dayOf(0)}T13`, `${dayOf(0)}T13`]);
  });

  it('those of another roster’s time are none of this one’s business', async () => {
    const later: ActivityConfig = { ...coaching, from: `${dayOf(10)}T08:00`, to: `${dayOf(11)}T16:00` };
    const roster = await solve(requirements(officeHours(() => 1)), tinyPlan({ activities: [later] }), two);
    expect(startsOf(roster, 'coaching')).toEqual([null, null]);
    expect(roster.objective).toBeCloseTo(7 * 160, 6);
  });

  it('the checker finds a wrong time, length, person or second one, and people apart', () => {
    const withCoaching = (agent: string, day: number, hour: number, hours = 1): AgentRoster => {
      const [shift] = worked(agent, [day]).shifts;
      const at = (h: number): number => Date.parse(`${dayOf(day)}T00:00Z`) + h * 3_600_000;
      const parts = [
        { activity: 'online', startMs: at(8), endMs: at(hour) },
        { activity: 'coaching', startMs: at(hour), endMs: at(hour + hours) },
        { activity: 'online', startMs: at(hour + hours), endMs: at(16) },
      ];
      return { agent, shifts: shift === undefined ? [] : [{ ...shift, activities: parts }] };
    };
    const broken = (roster: readonly AgentRoster[], activity: Partial<ActivityConfig> = {}): string[] =>
      checkRoster(roster, {
        requirements: requirements(officeHours(() => 1)),
        config: tinyPlan({ activities: [{ ...coaching, ...activity }] }),
        agents: two,
      }).violations.map(({ message }) => message);
    expect(broken([withCoaching('Ann', 0, 10)])).toEqual([]);
    expect(broken([withCoaching('Ann', 2, 10)]).join()).toContain('outside its window');
    expect(broken([withCoaching('Ann', 0, 10.5)]).join()).toContain('off its grid');
    expect(broken([withCoaching('Ann', 0, 10, 2)]).join()).toContain('lasts 120 min');
    expect(broken([withCoaching('Ann', 0, 10)], { people: ['Bob'] }).join()).toContain('not meant');
    expect(broken([{ agent: 'Ann', shifts: [...withCoaching('Ann', 0, 10).shifts, ...withCoaching('Ann', 1, 10).shifts] }]).join()).toContain('twice');
    expect(broken([withCoaching('Ann', 0, 10), withCoaching('Bob', 0, 11)], { together: true })).toEqual(['coaching is at different times']);
  });
});
