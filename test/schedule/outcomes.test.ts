import { describe, expect, it } from 'vitest';
import { type Agent, type AgentRoster, InvalidInputError, InvalidPlanError, type Progress, type Shift } from '../../src/core/index.js';
import { schedule } from '../../src/schedule/index.js';
import { dayOf, need, officeHours, person, requirements, solve, tinyPlan, worked } from './tiny.js';

const everyDay = requirements(officeHours(() => 1));
const week = Array.from({ length: 7 }, (_, d) => ({ day: dayOf(d) }));

describe('schedule names what cannot hold together', () => {
  it('least hours and a week of absence', async () => {
    const roster = await solve(everyDay, tinyPlan({}, { hoursPerWeek: { min: 8 } }), [person('Ann'), person('Bob', { unavailable: week })]);
    expect(roster.status).toBe('infeasible');
    expect(roster).toMatchObject({ objective: null, bound: null, agents: [] });
    expect(roster.conflicts).toHaveLength(1);
    expect(roster.conflicts[0]).toMatchObject({ agent: 'Bob', rules: ['unavailable', 'contracts.full.hoursPerWeek.min'] });
    expect(roster.conflicts[0]?.message).toContain('Bob');
  });

  it('a contract that nobody can keep: more hours than days and shifts allow', async () => {
    const roster = await solve(everyDay, tinyPlan({}, { hoursPerWeek: { min: 40 }, daysPerWeek: { max: 4 } }), [person('Ann'), person('Bob')]);
    expect(roster.conflicts).toEqual([expect.objectContaining({ agent: null, rules: ['contracts.full.hoursPerWeek.min', 'contracts.full.daysPerWeek.max'] })]);
  });

  it('hours between which no number of shifts fits', async () => {
    const roster = await solve(everyDay, tinyPlan({}, { hoursPerWeek: { min: 36, max: 38 } }), [person('Ann')]);
    expect(roster.conflicts[0]?.rules).toEqual(['contracts.full.hoursPerWeek.min', 'contracts.full.hoursPerWeek.max']);
  });

  it('least days, and the run that the roster before leaves behind', async () => {
    const plan = tinyPlan({}, { daysPerWeek: { min: 6 }, consecutiveDays: { max: 5 } });
    const fine = await solve(everyDay, plan, [person('Ann')]);
    expect(fine.status).not.toBe('infeasible');
    const roster = await solve(everyDay, plan, [person('Ann')], { previous: [worked('Ann', [-5, -4, -3, -2, -1])] });
    expect(roster.conflicts[0]).toMatchObject({ agent: 'Ann', rules: ['contracts.full.daysPerWeek.min', 'contracts.full.consecutiveDays'] });
  });

  it('breaks that fit nowhere', async () => {
    const breaks = [
      { name: 'a', length: '1h', from: '2h', to: '2h' },
      { name: 'b', length: '1h', from: '2h30min', to: '2h30min' },
    ];
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks } };
    const roster = await solve(everyDay, tinyPlan({ shifts }, { daysPerWeek: { min: 1 } }), [person('Ann')]);
    expect(roster.status).toBe('infeasible');
    expect(roster.conflicts[0]?.message).toContain('"day"');
    expect(roster.warnings.join()).toContain('overlap');
  });
});

describe('schedule refuses', () => {
  it('an agent with an unknown contract, naming the known ones', async () => {
    await expect(solve(everyDay, tinyPlan(), [person('Ann', { contract: 'fulltime' })])).rejects.toThrow(/"fulltime".*full/);
  });

  it('two agents of one name', async () => {
    await expect(solve(everyDay, tinyPlan(), [person('Ann'), person('Ann')])).rejects.toThrow(InvalidInputError);
  });

  it('a horizon beyond the requirements', async () => {
    await expect(solve(everyDay, tinyPlan({ horizon: { start: dayOf(0), weeks: 3 } }), [person('Ann')])).rejects.toThrow(InvalidPlanError);
    await expect(solve(everyDay, tinyPlan({ horizon: { start: dayOf(70), weeks: 1 } }), [person('Ann')])).rejects.toThrow(/requirements are given/);
  });

  it('a plan without shifts', async () => {
    await expect(solve(everyDay, tinyPlan({ shifts: {}, contracts: {} }), [person('Ann')])).rejects.toThrow(/shifts is missing/);
  });

  it('an absence that is no time, a wish that weighs nothing sensible, a need that is no number', async () => {
    await expect(solve(everyDay, tinyPlan(), [person('Ann', { unavailable: [{ from: 'noon', to: 'one' }] })])).rejects.toThrow(/unavailable/);
    await expect(solve(everyDay, tinyPlan(), [person('Ann', { wishes: [{ kind: 'off', day: dayOf(0), weight: -1 }] })])).rejects.toThrow(/wish/);
    await expect(solve(requirements(officeHours(() => Number.NaN)), tinyPlan(), [person('Ann')])).rejects.toThrow(/finite/);
  });

  it.each([
    ['a cost that is no number', { costPerHour: Number.NaN }, /costPerHour of agent "Ann"/],
    ['a cost below nothing', { costPerHour: -1 }, /costPerHour of agent "Ann"/],
    ['a seniority that is no number', { seniority: Number.POSITIVE_INFINITY }, /seniority of agent "Ann"/],
    ['a wish for no day of the calendar', { wishes: [{ kind: 'off', day: '2026-13-01', weight: 1 }] }, /2026-13-01/],
    ['a wish of no kind', { wishes: [{ kind: 'late', day: dayOf(0), weight: 1 }] }, /"late"/],
    ['no list of skills', { skills: undefined }, /skills of agent "Ann" must be a list/],
  ])('%s', async (_, what, text) => {
    const asked = solve(everyDay, tinyPlan(), [{ ...person('Ann'), ...what } as Agent]);
    await expect(asked).rejects.toThrow(InvalidInputError);
    await expect(asked).rejects.toThrow(text);
  });

  it('requirements without a step or a start, and people that are no list', async () => {
    const broken = (more: object) => solve(requirements({ ...officeHours(() => 1), ...more }), tinyPlan(), [person('Ann')]);
    await expect(broken({ intervalSeconds: 0 })).rejects.toThrow(/intervalSeconds/);
    await expect(broken({ startMs: Number.NaN })).rejects.toThrow(/startMs/);
    await expect(broken({ agentsWithShrinkage: [1] })).rejects.toThrow(/agentsWithShrinkage/);
    await expect(schedule(everyDay, tinyPlan(), { agents: null as unknown as Agent[] })).rejects.toThrow(/list of people/);
  });

  it('a roster to start from with two shifts of one person on a day, or a shift without times', async () => {
    const from = (agents: AgentRoster[]) => solve(everyDay, tinyPlan(), [person('Ann')], { from: { agents } });
    const [shift] = worked('Ann', [0]).shifts as [Shift];
    await expect(from([worked('Ann', [0]), worked('Ann', [0], 17, 4)])).rejects.toThrow(/two shifts/);
    await expect(from([{ agent: 'Ann', shifts: [{ ...shift, startMs: Number.NaN }] }])).rejects.toThrow(/does not end/);
    const gap = [{ agent: 'Ann', shifts: [{ ...shift, activities: [{ activity: 'online', startMs: shift.startMs, endMs: shift.endMs - 3_600_000 }] }] }];
    const standing = solve(everyDay, tinyPlan(), [person('Ann')], { from: { agents: gap, freezeDays: [dayOf(0)] } });
    await expect(standing).rejects.toThrow(/do not join/);
  });

  it('a time limit of nothing', async () => {
    await expect(schedule(everyDay, tinyPlan(), { agents: [person('Ann')], timeLimitSeconds: 0 })).rejects.toThrow(/timeLimitSeconds/);
  });
});

describe('schedule at the edges', () => {
  it('without people everything is uncovered, and that is optimal', async () => {
    const roster = await solve(everyDay, tinyPlan(), []);
    expect(roster).toMatchObject({ status: 'optimal', objective: 7 * 480, gap: 0, agents: [] });
  });

  it('without need nobody works', async () => {
    const roster = await solve(requirements(officeHours(() => 0)), tinyPlan(), [person('Ann')]);
    expect(roster).toMatchObject({ status: 'optimal', objective: 0, bound: 0, gap: 0 });
  });

  it('takes the first week start in the requirements when the plan names no day', async () => {
    const roster = await solve(
      requirements(need('help', (hour) => (hour >= 8 && hour < 16 ? 1 : 0), 11, Date.parse(`${dayOf(-4)}T00:00Z`))),
      tinyPlan({ horizon: { weeks: 1 } }),
      [person('Ann')],
    );
    expect(roster.agents[0]?.shifts.map((shift) => shift.day)).toEqual(week.map(({ day }) => day));
  });

  it('counts weeks from the first day of the roster, and says so where the centre’s weeks start on another', async () => {
    const start = dayOf(2);
    const demand = requirements(need('help', (hour) => (hour >= 8 && hour < 16 ? 1 : 0), 14));
    const plan = tinyPlan({ horizon: { start, weeks: 1 } }, { daysPerWeek: { max: 3 } });
    const roster = await solve(demand, plan, [person('Ann')]);
    expect(roster.agents[0]?.shifts).toHaveLength(3);
    expect(roster.warnings).toEqual([expect.stringContaining('starts on Wednesday, 2026-12-09, and weeks on Monday (weekStart)')]);
    expect((await solve(demand, { ...plan, weekStart: 'wednesday' }, [person('Ann')])).warnings).toEqual([]);
    expect((await solve(demand, tinyPlan({ horizon: { start, weeks: 1 } }), [person('Ann')])).warnings).toEqual([]);
  });

  it('ignores requirements outside the horizon, and shifts of the roster before that lie inside it', async () => {
    const demand = requirements(need('help', (hour) => (hour >= 8 && hour < 16 ? 1 : 0), 21, Date.parse(`${dayOf(-7)}T00:00Z`)));
    const roster = await solve(demand, tinyPlan(), [person('Ann')], { previous: [worked('Ann', [0, 1, 2])] });
    expect(roster.objective).toBeCloseTo(7 * 160, 9);
  });

  it('the same seed and budget give the same roster; inputs stay as they were', async () => {
    const demand = requirements(need('help', (hour, day) => 1 + Math.abs(Math.sin(hour + 3 * day)) * 2));
    const shifts = {
      day: {
        start: { from: '00:00', to: '16:00', every: '1h' },
        length: { from: '4h', to: '8h', every: '1h' },
        breaks: [{ name: 'lunch', length: '30min', from: '1h', to: '3h' }],
      },
    };
    const plan = tinyPlan({ shifts }, { hoursPerWeek: { min: 20, max: 36 }, daysPerWeek: { max: 5 } });
    const agents = ['Ann', 'Bob', 'Cid', 'Dan'].map((name) => person(name));
    const before = JSON.stringify([demand, plan, agents]);
    const first = await solve(demand, plan, agents, { seed: 5, timeLimitSeconds: 600 });
    const second = await solve(demand, plan, agents, { seed: 5, timeLimitSeconds: 600 });
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(['feasible', 'optimal']).toContain(first.status);
    expect(JSON.stringify([demand, plan, agents])).toBe(before);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  });

  // uneven need that nobody's shifts can match, so that the bound is not met
  const uneven = requirements(need('help', (hour, day) => 0.4 + ((hour * 7 + day * 13) % 11) / 3));
  const pause = { name: 'pause', length: '20min', from: '1h', to: '3h', every: '20min' };
  const hourly = { day: { start: { from: '00:00', to: '16:00', every: '1h' }, length: { from: '4h', to: '8h', every: '1h' }, breaks: [pause] } };
  const hourlyPlan = tinyPlan({ shifts: hourly }, { hoursPerWeek: { min: 20, max: 36 }, daysPerWeek: { max: 5 } });

  it('returns what it has when time runs out, and says so', async () => {
    const roster = await schedule(uneven, hourlyPlan, {
      agents: ['Ann', 'Bob', 'Cid', 'Dan', 'Eve'].map((name) => person(name)),
      workBudget: 50_000_000,
      timeLimitSeconds: 0.5,
    });
    expect(roster.status).toBe('timeLimit');
    expect(roster.bound as number).toBeLessThanOrEqual(roster.objective as number);
    expect(roster.gap).toBeGreaterThan(0);
  });

  it('reports progress with incumbent, bound and gap, and stops on abort with the given reason', async () => {
    const seen: Progress[] = [];
    const control = new AbortController();
    const job = schedule(uneven, hourlyPlan, {
      agents: ['Ann', 'Bob', 'Cid', 'Dan', 'Eve'].map((name) => person(name)),
      workBudget: 50_000_000,
      signal: control.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (progress.stage === 'improve') control.abort(new Error('enough'));
      },
    });
    await expect(job).rejects.toThrow('enough');
    expect(seen.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['construct', 'improve']));
    const last = seen.at(-1) as Progress;
    expect(last.incumbent as number).toBeGreaterThanOrEqual(last.bound as number);
    expect(last.gap).toBeGreaterThanOrEqual(0);
  });

  it('does not begin when already aborted', async () => {
    await expect(solve(everyDay, tinyPlan(), [person('Ann')], { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
  });
});
