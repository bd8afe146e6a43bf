import { describe, expect, it } from 'vitest';
import { InvalidPlanError, type PlanConfig, resolvePlan } from '../../src/core/index.js';
import { dayOf, officeHours, person, requirements, solve, tinyPlan, worked } from './tiny.js';

const day = { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } };
const lunch = { name: 'lunch', length: '1h', from: '2h', to: '3h' };
const meeting = { name: 'meeting', from: `${dayOf(0)}T09:00`, to: `${dayOf(0)}T12:00`, length: '1h', missingEach: 1 };
const fixed = (...rules: { day?: string; days?: string; shift: string }[]): Partial<PlanConfig> => ({ people: { Ann: { fixed: rules } } });

describe('plan.json about people', () => {
  it.each<[string, Partial<PlanConfig>, RegExp]>([
    ['a fixed shift that there is not', fixed({ days: 'mon', shift: 'dya' }), /people\.Ann\.fixed\[0\]\.shift names "dya".*did you mean "day"\?/],
    ['two fixed shifts on one date', fixed({ day: dayOf(1), shift: 'day' }, { day: dayOf(1), shift: 'off' }), /people\.Ann\.fixed\[1\] is about a day/],
    ['two fixed shifts on one weekday', fixed({ days: 'mon-wed', shift: 'day' }, { days: 'wed', shift: 'off' }), /people\.Ann\.fixed\[1\] is about a day/],
    [
      'fairness among a contract that there is not',
      { fairness: [{ count: 'weekends', price: 1, contracts: ['ful'] }] },
      /fairness\[0\].*did you mean "full"\?/,
    ],
    ['a training for a contract that there is not', { activities: [{ ...meeting, contracts: ['ful'] }] }, /activities\[0\]\.contracts.*did you mean "full"\?/],
    [
      'a training named like a break',
      { shifts: { day: { ...day, breaks: [lunch] } }, activities: [{ ...meeting, name: 'lunch' }] },
      /activities\[0\]\.name.*break/,
    ],
    ['two trainings of one name', { activities: [meeting, { ...meeting, from: `${dayOf(0)}T08:00` }] }, /activities\[1\]\.name.*own name/],
    ['a break named absence', { shifts: { day: { ...day, breaks: [{ ...lunch, name: 'absence' }] } } }, /breaks\[0\]\.name.*"absence"/],
    ['a time after midnight at 24', { shifts: { day: { ...day, start: { from: '24:30', to: '24:30' } } } }, /start\.from must be a time of day/],
  ])('refuses %s, naming place and way out', (_, more, message) => {
    expect(() => resolvePlan(tinyPlan(more))).toThrow(InvalidPlanError);
    expect(() => resolvePlan(tinyPlan(more))).toThrow(message);
  });

  it('a date may be fixed differently from its weekday', () => {
    expect(() => resolvePlan(tinyPlan(fixed({ days: 'mon-sun', shift: 'day' }, { day: dayOf(1), shift: 'off' })))).not.toThrow();
  });

  it('names that nobody has, and absences without a shift, are told', async () => {
    const plan = tinyPlan({ people: { Anne: { hours: { mon: ['08:00-16:00'] } } }, breaksAtOnce: { most: 0, extraPerHour: 1, breaks: ['lunch'] } });
    const from = { agents: [worked('Ann', [0])], absent: [{ agent: 'Ann', day: dayOf(1) }], freezeDays: ['2026-01-01'] };
    const { warnings } = await solve(requirements(officeHours(() => 1)), plan, [person('Ann')], { from });
    expect(warnings).toEqual([
      'plan.people has rules for "Anne", who is not among the agents. Did you mean "Ann"?',
      'plan.breaksAtOnce names "lunch", which is no break of any shift.',
      `Ann is said to be absent on ${dayOf(1)}, but has no shift to miss then.`,
      'The day 2026-01-01 is to stand, but is none of this roster’s.',
    ]);
  });
});
