import { describe, expect, it } from 'vitest';
import type { Agent, PlanConfig, Requirements } from '../../src/core/index.js';
import { type ExplainOptions, explainRoster, type RosterExplanation } from '../../src/schedule/index.js';
import { dayOf, need, officeHours, person, requirements, solve, tinyPlan, worked } from './tiny.js';

const everyDay = requirements(officeHours(() => 1));

async function explain(demand: Requirements, plan: PlanConfig, agents: readonly Agent[], more: Partial<ExplainOptions> = {}): Promise<RosterExplanation> {
  const roster = await solve(demand, plan, agents, { previous: more.previous });
  return explainRoster(roster, demand, plan, { agents, ...more });
}

describe('explainRoster tells why people are missing', () => {
  it('a rule: the sixth day', async () => {
    const found = await explain(everyDay, tinyPlan({}, { daysPerWeek: { max: 6 } }), [person('Ann')]);
    expect(found.shortfalls).toHaveLength(1);
    expect(found.shortfalls[0]).toMatchObject({
      because: 'rules',
      cost: 480,
      rules: [{ rule: 'contracts.full.daysPerWeek.max', people: 1 }],
      possible: { people: 1, extraCost: 0 },
      severalRules: 0,
    });
  });

  it('absence, rest after the roster before, and breaks', async () => {
    const away = await explain(everyDay, tinyPlan(), [person('Ann', { unavailable: [{ day: dayOf(2) }] })]);
    expect(away.shortfalls[0]?.rules).toEqual([{ rule: 'unavailable', people: 1 }]);
    const tired = await explain(everyDay, tinyPlan(), [person('Ann')], { previous: [worked('Ann', [-1], 14)] });
    expect(tired.shortfalls[0]?.rules).toEqual([{ rule: 'contracts.full.rest', people: 1 }]);
    const shifts = {
      day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks: [{ name: 'lunch', length: '1h', from: '3h', to: '3h' }] },
    };
    const lunch = await explain(everyDay, tinyPlan({ shifts }), [person('Ann')]);
    expect(lunch.shortfalls[0]?.rules).toEqual([{ rule: 'breaks', people: 1 }]);
  });

  it('somebody who is ill, and that they cannot be asked in', async () => {
    const agents = [person('Ann')];
    const from = { agents: [worked('Ann', [0, 1, 2])], absent: [{ agent: 'Ann', day: dayOf(1) }], freezeDays: [dayOf(3)] };
    const roster = await solve(everyDay, tinyPlan(), agents, { from });
    const found = await explainRoster(roster, everyDay, tinyPlan(), { agents, from });
    expect(found.shortfalls.find(({ startMs }) => startMs === Date.parse(`${dayOf(1)}T08:00Z`))?.rules).toEqual([{ rule: 'absence', people: 1 }]);
    // lifting what stands frees the fourth day, not the one that is missed
    expect(found.relief.find((one) => one.kind === 'rule' && one.rule === 'from')?.saving).toBeCloseTo(480 - 160);
    const ill = { agents: from.agents, absent: from.absent };
    const only = await explainRoster(await solve(everyDay, tinyPlan(), agents, { from: ill }), everyDay, tinyPlan(), { agents, from: ill });
    expect(only.relief.filter((one) => one.kind === 'rule' && one.rule === 'from')).toEqual([]);
  });

  it('the skill that nobody has, people who are all there already, and a price not worth it', async () => {
    const nobody = await explain(everyDay, tinyPlan(), [person('Ann', { skills: [{ skill: 'other', tier: 1, ahtFactor: 1 }] })]);
    expect(nobody.shortfalls[0]?.because).toBe('skill');
    const all = await explain(requirements(officeHours(() => 2)), tinyPlan(), [person('Ann')]);
    expect(all.shortfalls[0]?.because).toBe('people');
    const dear = await explain(requirements(officeHours((day) => (day === 0 ? 0.3 : 0))), tinyPlan(), [person('Ann')]);
    // 8 × 0.3 × 60 uncovered against 160 pay and 8 × 0.7 × 5 idle
    expect(dear.shortfalls[0]).toMatchObject({ because: 'price', possible: { people: 1 } });
    expect(dear.shortfalls[0]?.possible?.extraCost).toBeCloseTo(160 + 28 - 144, 6);
  });
});

describe('explainRoster tells what would help', () => {
  it('every stretch that is short has a reason and what would bring somebody there, also beyond the dearest ten', async () => {
    const demand = requirements(need('help', (hour, day) => (hour >= 8 && hour < 16 && day % 7 !== 6 ? 1 : 0), 21));
    const plan = tinyPlan({ horizon: { start: dayOf(0), weeks: 3 } }, { daysPerWeek: { max: 2 } });
    const found = await explain(demand, plan, [person('Ann')]);
    expect(found).toMatchObject({ cutShort: false });
    expect(found.shortfalls).toHaveLength(12);
    for (const shortfall of found.shortfalls) {
      expect(shortfall).toMatchObject({ because: 'rules', rules: [{ rule: 'contracts.full.daysPerWeek.max', people: 1 }] });
      // an agent more may work two days a week, Ann without the rule all of them: 8 h at 60 less 8 h at 20 each
      expect(shortfall.relief).toEqual([
        { kind: 'rule', agent: 'Ann', rule: 'contracts.full.daysPerWeek.max', saving: expect.closeTo(12 * 320, 6) },
        { kind: 'hire', contract: 'full', queues: ['help'], saving: expect.closeTo(6 * 320, 6) },
      ]);
    }
    expect((await explain(demand, plan, [person('Ann')], { most: 3 })).shortfalls).toHaveLength(3);
  });

  it('no change saves less than told: rosters made anew, with a person hired, trained, an hour more, a rule less', async () => {
    const queues = { help: { understaffedPerHour: 60 }, chat: { understaffedPerHour: 40 } };
    const shifts = { day: { start: { from: '08:00', to: '12:00', every: '2h' }, length: { from: '4h', to: '8h', every: '1h' } } };
    const wanted = (level: number) => (hour: number, day: number) => (hour >= 8 && hour < 20 ? level + ((hour * 7 + day * 5) % 4) / 3 : 0);
    const demand = requirements(need('help', wanted(0.6)), need('chat', wanted(0.2)));
    const contract = { hoursPerWeek: { max: 27 }, daysPerWeek: { max: 4 }, consecutiveDays: { max: 3 } };
    const team = [person('Ann'), person('Bob', { skills: [{ skill: 'chat', tier: 1, ahtFactor: 1 }] })];
    const plan = tinyPlan({ queues, shifts }, contract);
    const full = plan.contracts?.full as NonNullable<PlanConfig['contracts']>[string];
    const before = await solve(demand, plan, team, { workBudget: 20_000 });
    const { relief, shortfalls } = await explainRoster(before, demand, plan, { agents: team });
    const all = [...relief, ...shortfalls.slice(0, 1).flatMap((shortfall) => shortfall.relief)];
    expect([...new Set(all.map(({ kind }) => kind))].sort()).toEqual(['hire', 'hour', 'rule', 'train']);
    for (const change of all) {
      const own = structuredClone(full) as { hoursPerWeek?: { max: number }; daysPerWeek?: object; consecutiveDays?: object; rest?: string };
      if (change.kind === 'hour' && own.hoursPerWeek) own.hoursPerWeek.max += 1;
      if (change.kind === 'rule' && change.rule.endsWith('hoursPerWeek.max')) delete own.hoursPerWeek;
      if (change.kind === 'rule' && change.rule.endsWith('daysPerWeek.max')) delete own.daysPerWeek;
      if (change.kind === 'rule' && change.rule.endsWith('consecutiveDays')) delete own.consecutiveDays;
      if (change.kind === 'rule' && change.rule.endsWith('rest')) own.rest = '0s';
      const agents = team.map((agent) => {
        if (change.kind === 'hire' || agent.agent !== change.agent) return agent;
        if (change.kind === 'train') return { ...agent, skills: [...agent.skills, { skill: change.queue, tier: 1, ahtFactor: 1 }] };
        return { ...agent, contract: 'changed' };
      });
      const skills = change.kind === 'hire' ? change.queues.map((skill) => ({ skill, tier: 1, ahtFactor: 1 })) : [];
      const after = await solve(
        demand,
        {
          ...plan,
          contracts: { full, changed: { ...full, ...own, hoursPerWeek: own.hoursPerWeek, daysPerWeek: own.daysPerWeek, consecutiveDays: own.consecutiveDays } },
        },
        change.kind === 'hire' ? [...agents, person('New', { skills })] : agents,
        { workBudget: 3000, from: { agents: before.agents } },
      );
      expect((before.objective as number) - (after.objective as number)).toBeGreaterThanOrEqual(change.saving - 1e-6);
    }
  });

  it('one rule less, one more agent: at the saving that a new roster would bring', async () => {
    const plan = tinyPlan({}, { daysPerWeek: { max: 5 } });
    const found = await explain(everyDay, plan, [person('Ann')]);
    expect(found.relief).toEqual([
      { kind: 'hire', contract: 'full', queues: ['help'], saving: expect.closeTo(2 * 320, 6) },
      { kind: 'rule', agent: 'Ann', rule: 'contracts.full.daysPerWeek.max', saving: expect.closeTo(2 * 320, 6) },
    ]);
    const before = await solve(everyDay, plan, [person('Ann')]);
    const after = await solve(everyDay, tinyPlan(), [person('Ann')]);
    expect((before.objective as number) - (after.objective as number)).toBeCloseTo(640, 6);
  });

  it('one more hour a week', async () => {
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '7h', to: '8h', every: '1h' } } };
    const found = await explain(everyDay, tinyPlan({ shifts }, { hoursPerWeek: { max: 55 } }), [person('Ann')]);
    expect(found.relief.find((relief) => relief.kind === 'hour')).toEqual({ kind: 'hour', agent: 'Ann', saving: expect.closeTo(40, 6) });
  });

  it('a newcomer saves nothing by coming to a training, and a trainee still comes to it', async () => {
    const talk = { name: 'talk', from: `${dayOf(0)}T08:00`, to: `${dayOf(0)}T10:00`, length: '2h', missingEach: 1000 };
    const alone = await explain(everyDay, tinyPlan({ activities: [talk] }), [person('Ann')]);
    expect(alone.relief).toEqual([]);
    const queues = { help: { understaffedPerHour: 60 }, tech: { understaffedPerHour: 50 } };
    const of = (queue: string, isOn: (day: number) => boolean) => need(queue, (hour, day) => (isOn(day) && hour >= 8 && hour < 16 ? 1 : 0));
    const demand = requirements(
      of('help', (day) => day < 3),
      of('tech', (day) => day >= 3),
    );
    const plan = tinyPlan({ queues, activities: [{ ...talk, people: ['Ann'] }] }, { daysPerWeek: { max: 5 } });
    // three days of help; with tech two more, each 400 less 160 of pay
    const { relief } = await explain(demand, plan, [person('Ann')]);
    expect(relief).toEqual([{ kind: 'train', agent: 'Ann', queue: 'tech', saving: expect.closeTo(480, 6) }]);
  });

  it('the hour more and the rule less where there is overtime: both make it cheaper', async () => {
    const plan = tinyPlan({}, { hoursPerWeek: { max: 16 }, overtime: { hoursPerWeek: 8, extraPerHour: 5 } });
    const { relief } = await explain(everyDay, plan, [person('Ann')]);
    // three days, eight hours of them overtime: with an hour more there are seven; without a limit all days are worked and none is
    expect(relief.find(({ kind }) => kind === 'hour')?.saving).toBeCloseTo(5, 6);
    expect(relief.find((own) => own.kind === 'rule' && own.rule === 'contracts.full.hoursPerWeek.max')?.saving).toBeCloseTo(4 * (480 - 160) + 40, 6);
  });

  it('one more trained agent', async () => {
    const queues = { help: { understaffedPerHour: 60 }, other: { understaffedPerHour: 60 } };
    const demand = requirements(
      need('help', (hour, day) => (day === 0 && hour >= 8 && hour < 16 ? 1 : 0)),
      need('other', (hour, day) => (day === 1 && hour >= 8 && hour < 16 ? 1 : 0)),
    );
    const found = await explain(demand, tinyPlan({ queues }), [person('Ann')]);
    expect(found.shortfalls[0]?.because).toBe('skill');
    expect(found.relief[0]).toEqual({ kind: 'train', agent: 'Ann', queue: 'other', saving: expect.closeTo(320, 6) });
  });
});

describe('explainRoster tells why wishes are not granted', () => {
  it('the price of granting, or the rule that forbids it', async () => {
    const off = { kind: 'off' as const, day: dayOf(0), weight: 5 };
    const late = { kind: 'shift' as const, shift: 'late', day: dayOf(1), weight: 5 };
    const shifts = {
      day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } },
      late: { start: { from: '14:00', to: '14:00' }, length: { from: '8h', to: '8h' } },
    };
    const plan = tinyPlan({ shifts }, { shifts: ['day', 'late'], hours: { 'mon-sun': ['06:00-18:00'] } });
    const found = await explain(everyDay, plan, [person('Ann', { wishes: [off, late] })]);
    expect(found.wishes).toEqual([
      { agent: 'Ann', wish: off, extraCost: expect.closeTo(480 - 160 - 5, 6), rules: [] },
      { agent: 'Ann', wish: late, extraCost: null, rules: ['contracts.full.hours'] },
    ]);
  });

  it('refuses a roster that is none', async () => {
    const plan = tinyPlan({}, { daysPerWeek: { min: 6 }, consecutiveDays: { max: 2 } });
    const roster = await solve(everyDay, plan, [person('Ann')]);
    await expect(explainRoster(roster, everyDay, plan, { agents: [person('Ann')] })).rejects.toThrow(/conflicts/);
  });
});

describe('schedule names a smallest set of rules that clash', () => {
  it('two of many rules, in contract and person', async () => {
    const people = { Ann: { fixed: [{ days: 'sat-sun', shift: 'day' }] } };
    const plan = tinyPlan(
      { people },
      { daysPerWeek: { min: 1, max: 5 }, hoursPerWeek: { min: 8, max: 40 }, consecutiveDays: { max: 4 }, weekends: { max: 0, inWeeks: 2 } },
    );
    const roster = await solve(everyDay, plan, [person('Ann'), person('Bob')]);
    expect(roster.conflicts).toHaveLength(1);
    expect(roster.conflicts[0]).toMatchObject({ agent: 'Ann', rules: ['people.Ann.fixed', 'contracts.full.weekends'] });
  });

  it('the smaller of two sets that clash', async () => {
    // six days are too many for two in a row; with the least hours, rest and most days the clash would have more rules
    const plan = tinyPlan({}, { daysPerWeek: { min: 6, max: 6 }, hoursPerWeek: { min: 41, max: 48 }, consecutiveDays: { max: 2 }, rest: '11h' });
    const roster = await solve(everyDay, plan, [person('Ann')]);
    expect(roster.conflicts[0]?.rules).toHaveLength(2);
    expect(roster.conflicts[0]?.rules).toContain('contracts.full.consecutiveDays');
  });
});
