import { describe, expect, it } from 'vitest';
import type { AgentRoster } from '../../src/core/index.js';
import { checkRoster, checkSwap, replaceBreaks } from '../../src/schedule/index.js';
import { dayOf, daysWorked, need, officeHours, person, requirements, solve, tinyPlan, worked } from './tiny.js';

const everyDay = requirements(officeHours(() => 1));
const two = [person('Ann'), person('Bob')];
const sharedWeek: AgentRoster[] = [worked('Ann', [0, 1, 2]), worked('Bob', [3, 4, 5, 6])];

describe('schedule from a roster', () => {
  it('changes nothing when a change costs more than it saves', async () => {
    const plan = tinyPlan();
    const cheaperBob = [person('Ann'), person('Bob', { costPerHour: 15 })];
    const kept = await solve(everyDay, plan, cheaperBob, { from: { agents: sharedWeek, pricePerChange: 21 } });
    // Bob in Ann's place saves 40 a day and changes two days of people: 42
    expect(daysWorked(kept)).toEqual([0, 1, 2]);
    expect(kept.costs?.changes).toBe(0);
    const moved = await solve(everyDay, plan, cheaperBob, { from: { agents: sharedWeek, pricePerChange: 19 } });
    expect(daysWorked(moved)).toEqual([]);
    expect(moved.costs?.changes).toBe(6 * 19);
    expect(moved.bound as number).toBeLessThanOrEqual(moved.objective as number);
  });

  it('what stands stays: past days, people, days', async () => {
    const cheaperBob = [person('Ann'), person('Bob', { costPerHour: 15 })];
    const frozen = (from: object) => solve(everyDay, tinyPlan(), cheaperBob, { from: { agents: sharedWeek, ...from } });
    expect(daysWorked(await frozen({ freezeUntil: dayOf(2) }))).toEqual([0, 1]);
    expect(daysWorked(await frozen({ freezeUntil: `${dayOf(0)}T12:00` }))).toEqual([0]);
    expect(daysWorked(await frozen({ freezeDays: [dayOf(1)] }))).toEqual([1]);
    const person2 = await frozen({ freezeAgents: ['Ann'] });
    expect(daysWorked(person2)).toEqual([0, 1, 2]);
    expect(daysWorked(person2, 'Bob')).toEqual([3, 4, 5, 6]);
  });

  it('a missed shift is paid and counts as work, and somebody else covers it', async () => {
    const plan = tinyPlan({}, { daysPerWeek: { min: 3, max: 5 } });
    const roster = await solve(everyDay, plan, two, { from: { agents: sharedWeek, absent: [{ agent: 'Ann', day: dayOf(1) }], pricePerChange: 1 } });
    const tuesday = roster.agents[0]?.shifts.find((shift) => shift.day === dayOf(1));
    expect(tuesday?.activities).toEqual([{ activity: 'absence', startMs: tuesday?.startMs, endMs: tuesday?.endMs }]);
    expect(daysWorked(roster, 'Bob')).toEqual([1, 3, 4, 5, 6]);
    expect(roster.costs).toMatchObject({ paid: 8 * 160, uncovered: 0, changes: 1 });
  });

  it('a missed shift is paid without the unpaid lunch that it would have had', async () => {
    const breaks = [{ name: 'lunch', length: '1h', paid: false, from: '3h', to: '4h', every: '1h' }];
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks } };
    const plan = tinyPlan({ shifts }, { hoursPerWeek: { max: 14 } });
    const full = await solve(everyDay, plan, two);
    const missed = full.agents.flatMap(({ agent, shifts: own }) => own.map((shift) => ({ agent, day: shift.day }))).slice(0, 1);
    const from = { agents: full.agents, absent: missed };
    const roster = await solve(everyDay, plan, two, { from });
    expect(roster.conflicts).toEqual([]);
    const shift = roster.agents.flatMap((own) => own.shifts).find((own) => own.activities[0]?.activity === 'absence');
    expect(shift?.paidSeconds).toBe(7 * 3600);
    expect(checkRoster(roster.agents, { requirements: everyDay, config: plan, agents: two, from }).violations).toEqual([]);
    // and it stays so in the roster after that one
    const again = await solve(everyDay, plan, two, { from: { agents: roster.agents, freezeDays: [shift?.day ?? ''] } });
    expect(again.agents.flatMap((own) => own.shifts).find((own) => own.day === shift?.day && own.activities[0]?.activity === 'absence')?.paidSeconds).toBe(
      7 * 3600,
    );
  });

  it('a shift that stands may be off the plan’s grid, with breaks where they are', async () => {
    const breaks = [{ name: 'lunch', length: '30min', paid: false, from: '3h', to: '4h' }];
    const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks } };
    const startMs = Date.parse(`${dayOf(0)}T07:10:00Z`);
    const at = (minutes: number): number => startMs + minutes * 60_000;
    const activities = [
      { activity: 'online', startMs, endMs: at(100) },
      { activity: 'lunch', startMs: at(100), endMs: at(145) },
      { activity: 'online', startMs: at(145), endMs: at(500) },
    ];
    const given = [{ agent: 'Ann', shifts: [{ day: dayOf(0), shift: 'day', startMs, endMs: at(500), paidSeconds: 455 * 60, activities }] }];
    const roster = await solve(everyDay, tinyPlan({ shifts }), [person('Ann')], { from: { agents: given, freezeUntil: dayOf(1) } });
    expect(roster.agents[0]?.shifts[0]).toMatchObject({ startMs, endMs: at(500), paidSeconds: 455 * 60 });
    expect(roster.agents[0]?.shifts[0]?.activities.map((part) => [part.activity, part.startMs, part.endMs])).toEqual(
      activities.map((part) => [part.activity, part.startMs, part.endMs]),
    );
    expect(daysWorked(roster)).toHaveLength(7);
  });

  it('days that stand and a rule that they break are a contradiction with a name', async () => {
    const plan = tinyPlan({}, { consecutiveDays: { max: 2 } });
    const roster = await solve(everyDay, plan, two, { from: { agents: sharedWeek, freezeUntil: dayOf(3) } });
    expect(roster.status).toBe('infeasible');
    expect(roster.conflicts[0]).toMatchObject({ agent: 'Ann', rules: ['from', 'contracts.full.consecutiveDays'] });
  });

  it('the checker finds a day that should stand and a change that was not priced', () => {
    const input = { requirements: everyDay, config: tinyPlan(), agents: two };
    const other: AgentRoster[] = [worked('Ann', [0, 1]), worked('Bob', [2, 3, 4, 5, 6])];
    const check = checkRoster(other, { ...input, from: { agents: sharedWeek, freezeDays: [dayOf(2)], pricePerChange: 3 } });
    expect(check.violations.map(({ agent, day, rule }) => [agent, day, rule])).toEqual([
      ['Ann', dayOf(2), 'from'],
      ['Bob', dayOf(2), 'from'],
    ]);
    expect(check.costs.changes).toBe(6);
  });
});

describe('a roster to start from', () => {
  const pauses = [
    { name: 'lunch', length: '1h', paid: false, from: '2h', to: '5h', every: '1h' },
    { name: 'tea', length: '1h', paid: true, from: '1h', to: '6h', every: '1h' },
  ];
  const shifts = { day: { start: { from: '06:00', to: '10:00', every: '1h' }, length: { from: '7h', to: '9h', every: '1h' }, breaks: pauses } };
  const crowd = Array.from({ length: 8 }, (_, i) => person(`p${i}`));
  const wavy = requirements(need('help', (hour, day) => (hour >= 6 && hour < 19 ? 2 + ((hour * 7 + day * 3) % 5) / 2 : 0)));

  it('is never made worse, even with no moves to improve it', async () => {
    const plan = tinyPlan({ shifts, surplusPerHour: 5 }, { daysPerWeek: { max: 5 } });
    const full = await solve(wavy, plan, crowd);
    const again = await solve(wavy, plan, crowd, { from: { agents: full.agents, pricePerChange: 3 }, workBudget: 0 });
    expect(again.objective).toBeLessThanOrEqual((full.objective as number) + 1e-6);
  });

  it('must be of these days, and days and people that are named must exist', async () => {
    const from = (more: object) => solve(everyDay, tinyPlan(), two, { from: { agents: sharedWeek, ...more } });
    const shifted = sharedWeek.map((own) => ({ ...own, shifts: own.shifts.map((shift) => ({ ...shift, day: shift.day.replace('2026', '2027') })) }));
    await expect(from({ agents: shifted })).rejects.toThrow(/no shift from 2026-12-07 to 2026-12-13.* from 2027-12-07 to 2027-12-13/);
    await expect(from({ freezeUntil: '2026-02-30' })).rejects.toThrow('2026-02-30');
    for (const pricePerChange of [-5, Number.NaN, Number.POSITIVE_INFINITY])
      await expect(from({ pricePerChange })).rejects.toThrow(/pricePerChange must be a finite number, 0 or more/);
    await expect(from({ freezeDays: ['monday'] })).rejects.toThrow('calendar');
    await expect(from({ absent: [{ agent: 'Ann', day: '2026-12-32' }] })).rejects.toThrow('2026-12-32');
    await expect(from({ freezeAgents: ['Anne'] })).rejects.toThrow('Did you mean "Ann"?');
  });

  it('people who left, other days, and a time before or after everything are told', async () => {
    const warnings = async (more: object) => (await solve(everyDay, tinyPlan(), two, { from: { agents: sharedWeek, ...more } })).warnings.join(' ');
    expect(await warnings({ agents: [...sharedWeek, worked('Zoe', [5])] })).toContain('shifts of Zoe, not among the agents');
    expect(await warnings({ agents: [worked('Ann', [0, 8])] })).toContain('1 shifts outside 2026-12-07 to 2026-12-13');
    expect(await warnings({ freezeUntil: '2027-12-09' })).toContain('the whole roster');
    expect(await warnings({ freezeUntil: '2026-11-09' })).toContain('begins on 2026-12-07');
    expect(await warnings({})).toBe('');
  });

  it('a roster before that carries nothing over is told, with the day to start from', async () => {
    const warnings = async (previous: AgentRoster[]) => (await solve(everyDay, tinyPlan(), two, { previous })).warnings.join(' ');
    expect(await warnings(sharedWeek)).toContain('set horizon.start to 2026-12-14');
    expect(await warnings([worked('Zoe', [-2])])).toContain('Nobody of the roster before');
    expect(await warnings([worked('Ann', [-20])])).toContain('of the 19 days until 2026-12-07 nothing is known');
    expect(await warnings([worked('Ann', [-3, -2])])).toBe('');
  });
});

describe('schedule from a roster with shifts wanted and trainings', () => {
  it('who is absent does not count for the people wanted on a shift: somebody else comes', async () => {
    const plan = tinyPlan({ shiftCover: [{ shift: 'day', days: 'mon', agents: 1, missingPerShift: 500 }] });
    const from = { agents: [worked('Ann', [0])], absent: [{ agent: 'Ann', day: dayOf(0) }] };
    const roster = await solve(requirements(officeHours(() => 0)), plan, two, { from });
    expect(daysWorked(roster, 'Bob')).toEqual([0]);
    expect(roster.costs?.shiftCover).toBe(0);
  });

  it.each([
    ['stands', { freezeDays: [dayOf(0)] }],
    ['is missed', { absent: [{ agent: 'Ann', day: dayOf(0) }] }],
  ])('a shift that %s takes up no training: another day is worked for it', async (_, what) => {
    const coaching = { name: 'coaching', from: `${dayOf(0)}T08:00`, to: `${dayOf(1)}T18:00`, length: '1h', missingEach: 500 };
    const from = { agents: [worked('Ann', [0])], ...what };
    const roster = await solve(requirements(officeHours(() => 0)), tinyPlan({ activities: [coaching] }), [person('Ann')], { from });
    expect(daysWorked(roster)).toEqual([0, 1]);
    expect(roster.costs?.activities).toBe(0);
  });
});

describe('schedule from a roster with trainings', () => {
  const meal = { name: 'meal', length: '1h', from: '2h', to: '3h', every: '1h' };
  const early = { days: 'mon-tue', start: { from: '06:00', to: '06:00' }, length: { from: '6h', to: '6h' }, breaks: [meal] };
  const talk = { name: 'talk', from: `${dayOf(0)}T06:00`, to: `${dayOf(1)}T08:00`, length: '1h', every: '1h', missingEach: 100 };
  const monday: Readonly<Record<number, number>> = { 6: 1.75, 7: 1.75, 10: 1.25 };
  const tuesday: Readonly<Record<number, number>> = { 6: 0.75, 7: 1, 9: 0.5 };
  const demand = requirements(need('help', (hour, day) => [monday, tuesday][day]?.[hour] ?? 0));
  const plan = tinyPlan({ shifts: { early }, queues: { help: { understaffedPerHour: 30 } }, activities: [talk] }, { shifts: ['early'], costPerHour: 15 });

  it.each([0, 30])('is never made worse where it may stand, at %d a change', async (pricePerChange) => {
    const best = await solve(demand, plan, two, { workBudget: 8000 });
    const again = await solve(demand, plan, two, { from: { agents: best.agents, pricePerChange }, workBudget: 500 });
    expect(again.objective as number).toBeLessThanOrEqual((best.objective as number) + 1e-9);
  });
});

describe('checkSwap', () => {
  it('refuses days that no calendar has, and a day that is traded twice', () => {
    const roster = [worked('Ann', [0, 1]), worked('Bob', [3, 4])];
    const swap = (more: object) => () => checkSwap(roster, tinyPlan(), two, { a: 'Ann', b: 'Bob', ...more });
    expect(swap({ day: '2026-13-01' })).toThrow('calendar');
    expect(swap({ day: dayOf(0), gives: [dayOf(0)] })).toThrow('Name it once');
  });

  it('allows a trade that keeps every rule, and names the rule that it would break', () => {
    const roster = [worked('Ann', [0, 1]), worked('Bob', [3, 4])];
    expect(checkSwap(roster, tinyPlan(), two, { a: 'Ann', b: 'Bob', day: dayOf(0) })).toEqual({ allowed: true, violations: [], queuesLost: [] });
    const tight = tinyPlan({}, { daysPerWeek: { max: 2 } });
    const refused = checkSwap(roster, tight, two, { a: 'Ann', b: 'Bob', day: dayOf(0) });
    expect(refused.allowed).toBe(false);
    expect(refused.violations.map(({ agent, rule }) => [agent, rule])).toEqual([['Bob', 'daysPerWeek.max']]);
  });

  it('rest after the roster before counts, rules broken already do not', () => {
    const roster = [worked('Ann', [0], 14), worked('Bob', [0], 6)];
    const shifts = { day: { start: { from: '06:00', to: '14:00', every: '8h' }, length: { from: '8h', to: '8h' } } };
    const previous = [worked('Ann', [-1], 14)];
    const swap = checkSwap(roster, tinyPlan({ shifts }), two, { a: 'Ann', b: 'Bob', day: dayOf(0), previous });
    expect(swap.violations.map(({ agent, rule }) => [agent, rule])).toEqual([['Ann', 'rest']]);
    const broken = tinyPlan({ shifts }, { daysPerWeek: { min: 3 } });
    expect(checkSwap(roster, broken, two, { a: 'Ann', b: 'Bob', day: dayOf(0) }).allowed).toBe(true);
  });

  it('tells which queues lose their person', () => {
    const bob = person('Bob', { skills: [{ skill: 'other', tier: 1, ahtFactor: 1 }] });
    expect(checkSwap([worked('Ann', [0])], tinyPlan(), [person('Ann'), bob], { a: 'Ann', b: 'Bob', day: dayOf(0) }).queuesLost).toEqual(['help']);
  });

  it('different days: Ann’s Monday for Bob’s Thursday, taken as a whole', () => {
    const roster = [worked('Ann', [0, 1]), worked('Bob', [3, 4])];
    const tight = tinyPlan({}, { daysPerWeek: { min: 2, max: 2 }, consecutiveDays: { max: 2 } });
    const whole = { a: 'Ann', b: 'Bob', gives: [dayOf(0)], takes: [dayOf(3)] };
    expect(checkSwap(roster, tight, two, whole)).toEqual({ allowed: true, violations: [], queuesLost: [] });
    // half of it would leave one day too few and one too many
    const half = checkSwap(roster, tight, two, { ...whole, takes: [] });
    expect(half.violations.map(({ agent, rule }) => [agent, rule])).toEqual([
      ['Ann', 'daysPerWeek.min'],
      ['Bob', 'daysPerWeek.max'],
    ]);
    const off = checkSwap(roster, tinyPlan(), [person('Ann', { unavailable: [{ day: dayOf(3) }] }), person('Bob')], whole);
    expect(off.violations.map(({ agent, day, rule }) => [agent, day, rule])).toEqual([['Ann', dayOf(3), 'unavailable']]);
  });

  it('several days at once, and a shift given away', () => {
    const roster = [worked('Ann', [0, 1]), worked('Bob', [1, 4])];
    const tight = tinyPlan({}, { daysPerWeek: { max: 2 } });
    expect(checkSwap(roster, tight, two, { a: 'Ann', b: 'Bob', days: [dayOf(0), dayOf(4)] }).allowed).toBe(true);
    expect(checkSwap(roster, tight, two, { a: 'Ann', b: 'Bob', day: dayOf(0) }).allowed).toBe(false);
    expect(checkSwap(roster, tinyPlan(), two, { a: 'Ann', b: 'Bob', gives: [dayOf(0)] }).allowed).toBe(true);
    // who works already cannot take a second shift of the day
    expect(checkSwap(roster, tinyPlan(), two, { a: 'Ann', b: 'Bob', gives: [dayOf(1)] }).violations.map(({ rule }) => rule)).toContain('day');
  });

  it('a plan without a first day: weeks are those of the whole roster', () => {
    const { horizon: _, ...open } = tinyPlan({}, { daysPerWeek: { max: 2 } });
    const roster = [worked('Ann', [7, 8]), worked('Bob', [10]), worked('Cy', [0])];
    const plan = { ...open, horizon: { weeks: 2 } };
    expect(checkSwap(roster, plan, [...two, person('Cy')], { a: 'Ann', b: 'Bob', gives: [dayOf(7)] }).allowed).toBe(true);
  });

  it('a roster of more weeks than the plan has is judged in all of them', () => {
    const roster = [worked('Ann', [0, 8, 9]), worked('Bob', [1, 10])];
    const tight = tinyPlan({}, { daysPerWeek: { max: 2 } });
    expect(checkSwap(roster, tight, two, { a: 'Ann', b: 'Bob', gives: [dayOf(8)], takes: [dayOf(10)] }).allowed).toBe(true);
    const three = checkSwap(roster, tight, two, { a: 'Ann', b: 'Bob', takes: [dayOf(10)] });
    expect(three.violations.map(({ agent, day, rule }) => [agent, day, rule])).toEqual([['Ann', dayOf(7), 'daysPerWeek.max']]);
  });

  it('tells which queues lose their person on one of the days', () => {
    const chat = person('Bob', { skills: [{ skill: 'chat', tier: 1, ahtFactor: 1 }] });
    const plan = tinyPlan({ queues: { help: {}, chat: {} } });
    const roster = [worked('Ann', [0]), worked('Bob', [3])];
    expect(checkSwap(roster, plan, [person('Ann'), chat], { a: 'Ann', b: 'Bob', gives: [dayOf(0)], takes: [dayOf(3)] }).queuesLost).toEqual(['help', 'chat']);
  });

  it('refuses people it does not know and days without work', () => {
    expect(() => checkSwap([], tinyPlan(), two, { a: 'Ann', b: 'Zoe', day: dayOf(0) })).toThrow(/Zoe/);
    expect(() => checkSwap([worked('Ann', [1])], tinyPlan(), two, { a: 'Ann', b: 'Bob', day: dayOf(0) })).toThrow(/nothing to trade/);
    expect(() => checkSwap([worked('Ann', [1])], tinyPlan(), two, { a: 'Ann', b: 'Bob' })).toThrow(/nothing to trade/);
    expect(() => checkSwap([worked('Ann', [1])], tinyPlan(), two, { a: 'Ann', b: 'Bob', gives: [dayOf(1)], takes: [dayOf(2)] })).toThrow(/Bob has no shift/);
  });
});

describe('replaceBreaks', () => {
  const breaks = [{ name: 'lunch', length: '1h', from: '2h', to: '5h', every: '1h' }];
  const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' }, breaks } };
  const plan = tinyPlan({ shifts });
  const lunchAt = (agent: string, hour: number): AgentRoster => {
    const [shift] = worked(agent, [0]).shifts;
    const at = (h: number): number => Date.parse(`${dayOf(0)}T00:00Z`) + h * 3_600_000;
    const activities = [
      { activity: 'online', startMs: at(8), endMs: at(hour) },
      { activity: 'lunch', startMs: at(hour), endMs: at(hour + 1) },
      { activity: 'online', startMs: at(hour + 1), endMs: at(16) },
    ];
    return { agent, shifts: shift === undefined ? [] : [{ ...shift, activities }] };
  };
  const lunches = (roster: readonly AgentRoster[]): number[] =>
    roster.map((own) => new Date(own.shifts[0]?.activities.find((part) => part.activity === 'lunch')?.startMs ?? 0).getUTCHours());
  const demand = requirements(need('help', (hour, day) => (day === 0 && hour >= 8 && hour < 16 ? (hour === 12 ? 2 : 1) : 0)));

  it('keeps shifts of other days as they are, and refuses a roster of other days or of strangers', async () => {
    const week = (agent: string): AgentRoster => ({ agent, shifts: [...lunchAt(agent, 12).shifts, ...worked(agent, [8]).shifts] });
    const found = await replaceBreaks([week('Ann')], everyDay, plan, { agents: [person('Ann')] });
    expect(found.agents[0]?.shifts.map((shift) => shift.day)).toEqual([dayOf(0), dayOf(8)]);
    expect(found.agents[0]?.shifts[1]).toEqual(worked('Ann', [8]).shifts[0]);
    expect(found.warnings.join(' ')).toContain('1 shifts outside 2026-12-07 to 2026-12-13');
    await expect(replaceBreaks([worked('Ann', [8])], everyDay, plan, { agents: [person('Ann')] })).rejects.toThrow('no shift from 2026-12-07 to 2026-12-13');
    await expect(replaceBreaks([week('Zoe')], everyDay, plan, { agents: [person('Ann')] })).rejects.toThrow('"Zoe"');
    await expect(replaceBreaks([week('Ann')], everyDay, plan, { agents: [person('Ann')], after: '2026-02-30' })).rejects.toThrow('2026-02-30');
  });

  it('two lunches at the worst hour go elsewhere, one after the other', async () => {
    const before = [lunchAt('Ann', 12), lunchAt('Bob', 12)];
    const roster = await replaceBreaks(before, demand, plan, { agents: two });
    const hours = lunches(roster.agents);
    expect(hours).not.toContain(12);
    expect(new Set(hours).size).toBe(2);
    expect(roster.costs?.uncovered).toBe(0);
    expect(before).toEqual([lunchAt('Ann', 12), lunchAt('Bob', 12)]);
  });

  it('breaks before a time stay', async () => {
    const roster = await replaceBreaks([lunchAt('Ann', 10), lunchAt('Bob', 12)], demand, plan, { agents: two, after: `${dayOf(0)}T11:00` });
    expect(lunches(roster.agents)[0]).toBe(10);
    expect([11, 13]).toContain(lunches(roster.agents)[1]);
  });

  it('no break moves into the past', async () => {
    // only at ten is one person enough
    const busy = requirements(need('help', (hour, day) => (day === 0 && hour >= 8 && hour < 16 ? (hour === 10 ? 1 : 2) : 0)));
    const lunch = async (after?: string) => lunches((await replaceBreaks([lunchAt('Ann', 12), lunchAt('Bob', 13)], busy, plan, { agents: two, after })).agents);
    expect((await lunch()).toSorted()).toContain(10);
    for (const hour of await lunch(`${dayOf(0)}T12:00`)) expect(hour).toBeGreaterThanOrEqual(12);
  });

  it('trainings stay where they are, and missed ones are still priced', async () => {
    const coaching = { name: 'coaching', from: `${dayOf(0)}T08:00`, to: `${dayOf(0)}T16:00`, length: '1h', missingEach: 7 };
    const activities = [
      { activity: 'online', startMs: 8, endMs: 12 },
      { activity: 'lunch', startMs: 12, endMs: 13 },
      { activity: 'coaching', startMs: 13, endMs: 14 },
      { activity: 'online', startMs: 14, endMs: 16 },
    ].map((part) => ({
      ...part,
      startMs: Date.parse(`${dayOf(0)}T00:00Z`) + part.startMs * 3_600_000,
      endMs: Date.parse(`${dayOf(0)}T00:00Z`) + part.endMs * 3_600_000,
    }));
    const ann = { agent: 'Ann', shifts: worked('Ann', [0]).shifts.map((shift) => ({ ...shift, activities })) };
    const roster = await replaceBreaks([ann, lunchAt('Bob', 12)], demand, tinyPlan({ shifts, activities: [coaching] }), { agents: two });
    expect(roster.costs?.activities).toBe(7);
    expect(roster.agents[0]?.shifts[0]?.activities.find((part) => part.activity === 'coaching')?.startMs).toBe(activities[2]?.startMs);
    expect(lunches(roster.agents)).not.toContain(12);
  });
});
