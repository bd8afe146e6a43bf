import { describe, expect, it } from 'vitest';
import type { AgentRoster, PlanConfig, Shift } from '../../src/core/index.js';
import { checkRoster, type RosterCheckInput } from '../../src/schedule/index.js';
import { dayOf, officeHours, person, requirements, tinyPlan, worked } from './tiny.js';

const HOUR_MS = 3_600_000;
const demand = requirements(officeHours(() => 1));

function check(roster: readonly AgentRoster[], plan: PlanConfig = tinyPlan(), more: Partial<RosterCheckInput> = {}) {
  return checkRoster(roster, { requirements: demand, config: plan, agents: [person('Ann')], ...more });
}

function rulesBroken(...args: Parameters<typeof check>): string[] {
  return [...new Set(check(...args).violations.map((violation) => violation.rule))];
}

function altered(change: (shift: Shift) => Shift): AgentRoster[] {
  const { agent, shifts } = worked('Ann', [0]);
  return [{ agent, shifts: shifts.map(change) }];
}

describe('checkRoster', () => {
  it('passes a good roster and prices it', () => {
    expect(check([worked('Ann', [0, 1])])).toMatchObject({
      violations: [],
      objective: 2 * 160 + 5 * 480,
      costs: { paid: 320, uncovered: 2400 },
      uncoveredHours: 40,
    });
  });

  it.each<[string, () => string[]]>([
    ['agent', () => rulesBroken([worked('Zoe', [0])])],
    ['contract', () => rulesBroken([], tinyPlan(), { agents: [person('Ann', { contract: 'none' })] })],
    ['shifts', () => rulesBroken(altered((shift) => ({ ...shift, shift: 'night' })))],
    ['horizon', () => rulesBroken([worked('Ann', [7])])],
    ['day', () => rulesBroken(altered((shift) => ({ ...shift, day: dayOf(1) })))],
    ['start', () => rulesBroken([worked('Ann', [0], 9)])],
    ['length', () => rulesBroken([worked('Ann', [0], 8, 7)])],
    ['paid', () => rulesBroken(altered((shift) => ({ ...shift, paidSeconds: 3600 })))],
    [
      'activities',
      () => rulesBroken(altered((shift) => ({ ...shift, activities: [{ activity: 'online', startMs: shift.startMs, endMs: shift.endMs - HOUR_MS }] }))),
    ],
    ['hoursPerWeek.max', () => rulesBroken([worked('Ann', [0, 1])], tinyPlan({}, { hoursPerWeek: { max: 15 } }))],
    ['hoursPerWeek.min', () => rulesBroken([worked('Ann', [0])], tinyPlan({}, { hoursPerWeek: { min: 9 } }))],
    ['daysPerWeek.max', () => rulesBroken([worked('Ann', [0, 1])], tinyPlan({}, { daysPerWeek: { max: 1 } }))],
    ['daysPerWeek.min', () => rulesBroken([worked('Ann', [0])], tinyPlan({}, { daysPerWeek: { min: 2 } }))],
    ['rest', () => rulesBroken([worked('Ann', [0, 1])], tinyPlan({}, { rest: '17h' }))],
    ['rest', () => rulesBroken([worked('Ann', [0])], tinyPlan({}, { rest: '17h' }), { previous: [worked('Ann', [-1])] })],
    ['consecutiveDays', () => rulesBroken([worked('Ann', [0, 1])], tinyPlan({}, { consecutiveDays: { max: 2 } }), { previous: [worked('Ann', [-1])] })],
    ['weekendsPerMonth', () => rulesBroken([worked('Ann', [5])], tinyPlan({}, { weekendsPerMonth: { max: 1 } }), { previous: [worked('Ann', [-1])] })],
    ['unavailable', () => rulesBroken([worked('Ann', [0])], tinyPlan(), { agents: [person('Ann', { unavailable: [{ day: dayOf(0) }] })] })],
    [
      'unavailable',
      () =>
        rulesBroken([worked('Ann', [0])], tinyPlan(), { agents: [person('Ann', { unavailable: [{ from: `${dayOf(0)}T15:00`, to: `${dayOf(0)}T17:00` }] })] }),
    ],
  ])('finds a broken %s', (rule, find) => {
    expect(find()).toContain(rule);
  });

  it('finds two shifts on a day', () => {
    const { agent, shifts } = worked('Ann', [0]);
    expect(rulesBroken([{ agent, shifts: [...shifts, ...shifts] }])).toEqual(expect.arrayContaining(['day', 'rest']));
  });

  it('finds breaks that are missing, too long, off their grid or outside their window', () => {
    const shifts = {
      day: {
        start: { from: '08:00', to: '08:00' },
        length: { from: '8h', to: '8h' },
        breaks: [{ name: 'lunch', length: '30min', from: '3h', to: '4h', every: '30min' }],
      },
    };
    const plan = tinyPlan({ shifts });
    const withLunch = (afterHours: number, minutes: number): AgentRoster[] =>
      altered((shift) => {
        const from = shift.startMs + afterHours * HOUR_MS;
        const to = from + minutes * 60_000;
        const online = (startMs: number, endMs: number) => ({ activity: 'online', startMs, endMs });
        return { ...shift, activities: [online(shift.startMs, from), { activity: 'lunch', startMs: from, endMs: to }, online(to, shift.endMs)] };
      });
    expect(rulesBroken(withLunch(3.5, 30), plan)).toEqual([]);
    expect(rulesBroken(withLunch(3.25, 30), plan)).toEqual(['breaks']);
    expect(rulesBroken(withLunch(4.5, 30), plan)).toEqual(['breaks']);
    expect(rulesBroken(withLunch(3.5, 45), plan)).toEqual(['breaks']);
    expect(
      rulesBroken(
        altered((shift) => shift),
        plan,
      ),
    ).toEqual(['breaks']);
  });

  it('weekends of the roster before are no fault of this one', () => {
    expect(rulesBroken([worked('Ann', [0])], tinyPlan({}, { weekendsPerMonth: { max: 0 } }), { previous: [worked('Ann', [-1])] })).toEqual([]);
  });

  it('says who, when and what', () => {
    expect(check([worked('Ann', [0, 1])], tinyPlan({}, { rest: '17h' })).violations[0]).toEqual({
      agent: 'Ann',
      day: dayOf(1),
      rule: 'rest',
      message: `Ann ${dayOf(1)}: 16 h rest, 17 h due`,
    });
  });
});
