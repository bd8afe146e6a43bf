import { describe, expect, it } from 'vitest';
import type { AgentRoster, ContractConfig, PlanConfig } from '../../src/core/index.js';
import { checkRoster, type RosterCheckInput } from '../../src/schedule/index.js';
import { dayOf, officeHours, person, requirements, tinyPlan, worked } from './tiny.js';

const demand = requirements(officeHours(() => 1));
const families: NonNullable<PlanConfig['shifts']> = {
  day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } },
  night: { start: { from: '22:00', to: '22:00' }, length: { from: '8h', to: '8h' } },
};

/** Rules that a roster of Ann breaks: day shifts and night shifts on days from Monday. */
function broken(
  days: readonly number[],
  nights: readonly number[],
  contract: Partial<ContractConfig>,
  plan: Partial<PlanConfig> = {},
  more: Partial<RosterCheckInput> = {},
): string[] {
  const late = worked('Ann', nights, 22).shifts.map((shift) => ({ ...shift, shift: 'night' }));
  const roster: AgentRoster[] = [{ agent: 'Ann', shifts: [...worked('Ann', days).shifts, ...late] }];
  const config = tinyPlan({ shifts: families, ...plan }, { shifts: ['day', 'night'], rest: '1h', ...contract });
  const { violations } = checkRoster(roster, { requirements: demand, config, agents: [person('Ann')], ...more });
  return [...new Set(violations.map((violation) => violation.rule))];
}

describe('checkRoster, further rules', () => {
  it.each<[string, () => string[], () => string[]]>([
    ['hoursPerDay.max', () => broken([0], [], { hoursPerDay: { max: 7 } }), () => broken([0], [], { hoursPerDay: { max: 8 } })],
    ['hoursPerDay.min', () => broken([0], [], { hoursPerDay: { min: 9 } }), () => broken([0], [], { hoursPerDay: { min: 8 } })],
    ['hoursPerPeriod.max', () => broken([0, 1], [], { hoursPerPeriod: { max: 15 } }), () => broken([0, 1], [], { hoursPerPeriod: { max: 16 } })],
    ['hoursPerPeriod.min', () => broken([0], [], { hoursPerPeriod: { min: 9 } }), () => broken([0], [], { hoursPerPeriod: { min: 8 } })],
    ['consecutiveDays.min', () => broken([1, 3, 4], [], { consecutiveDays: { min: 2 } }), () => broken([0, 2, 3, 6], [], { consecutiveDays: { min: 2 } })],
    ['consecutiveDaysOff.min', () => broken([0, 2], [], { consecutiveDaysOff: { min: 2 } }), () => broken([1, 4], [], { consecutiveDaysOff: { min: 2 } })],
    ['consecutiveDaysOff.max', () => broken([0, 4], [], { consecutiveDaysOff: { max: 2 } }), () => broken([1, 4], [], { consecutiveDaysOff: { max: 2 } })],
    [
      'weekends',
      () => broken([5], [], { weekends: { max: 1, inWeeks: 2 } }, {}, { previous: [worked('Ann', [-1])] }),
      () => broken([5], [], { weekends: { max: 1, inWeeks: 2 } }, {}, { previous: [worked('Ann', [-8])] }),
    ],
    ['wholeWeekends', () => broken([5], [], { wholeWeekends: true }), () => broken([5, 6], [], { wholeWeekends: true })],
    ['nights.inARow', () => broken([], [0, 1, 2], { nights: { inARow: 2 } }), () => broken([], [0, 1, 3, 4], { nights: { inARow: 2 } })],
    ['nights.perPeriod', () => broken([], [0, 2], { nights: { perPeriod: 1 } }), () => broken([2], [0], { nights: { perPeriod: 1 } })],
    ['nights.restAfter', () => broken([2], [0], { nights: { restAfter: '27h' } }), () => broken([2], [0], { nights: { restAfter: '26h' } })],
    [
      'forbiddenSuccessions',
      () => broken([1], [0], { forbiddenSuccessions: [['night', 'day']] }),
      () => broken([2], [0], { forbiddenSuccessions: [['night', 'day']] }),
    ],
    ['hours', () => broken([0], [], { hours: { mon: ['08:00-15:59'] } }), () => broken([0], [], { hours: { mon: ['08:00-16:00'] } })],
    [
      'pattern',
      () => broken([0], [], { pattern: { weeks: [['night']] } }),
      () => broken([0], [], { pattern: { weeks: [['night'], ['day']], start: dayOf(-7) } }),
    ],
    [
      'fixed',
      () => broken([1], [], {}, { people: { Ann: { fixed: [{ day: dayOf(0), shift: 'day' }] } } }),
      () => broken([0], [], {}, { people: { Ann: { fixed: [{ day: dayOf(0), shift: 'day', start: '08:00' }] } } }),
    ],
    [
      'hoursPerWeek.max',
      () => broken([0, 1, 2], [], { hoursPerWeek: { max: 16 }, overtime: { hoursPerWeek: 7, extraPerHour: 1 } }),
      () => broken([0, 1, 2], [], { hoursPerWeek: { max: 16 }, overtime: { hoursPerWeek: 8, extraPerHour: 1 } }),
    ],
    [
      'days',
      () => broken([5], [], {}, { shifts: { ...families, day: { ...families.day, days: 'mon-fri' } as never } }),
      () => broken([4], [], {}, { shifts: { ...families, day: { ...families.day, days: 'mon-fri' } as never } }),
    ],
    [
      'end',
      () => broken([], [0], {}, { shifts: { ...families, night: { ...families.night, end: { to: '05:00' } } as never } }),
      () => broken([], [0], {}, { shifts: { ...families, night: { ...families.night, end: { from: '05:00', to: '06:00' } } as never } }),
    ],
  ])('finds a broken %s, and none where it is kept', (rule, wrong, right) => {
    expect(wrong()).toEqual([rule]);
    expect(right()).toEqual([]);
  });

  it('recomputes every further price', () => {
    const config = tinyPlan(
      {
        shifts: families,
        fairness: [{ count: ['night'], price: 3 }],
        shiftCover: [{ shift: 'night', days: 'mon,tue', agents: 2, missingPerShift: 40 }],
        seniorityWeight: 0.5,
      },
      { shifts: ['day', 'night'], hoursPerWeek: { max: 8 }, overtime: { hoursPerWeek: 8, extraPerHour: 6 } },
    );
    const nights = { agent: 'Ann', shifts: worked('Ann', [0, 1], 22).shifts.map((shift) => ({ ...shift, shift: 'night' })) };
    const agents = [person('Ann', { seniority: 2, wishes: [{ kind: 'off', day: dayOf(0), weight: 5 }] }), person('Bob')];
    // two nights against none; one person missing on each of two nights; eight hours of overtime
    expect(checkRoster([nights], { requirements: demand, config, agents }).costs).toMatchObject({ overtime: 48, fairness: 3 * 2, shiftCover: 80, wishes: 10 });
  });
});
