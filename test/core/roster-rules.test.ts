import { describe, expect, it } from 'vitest';
import { InvalidPlanError, type PlanConfig, planJsonSchema, resolvePlan } from '../../src/core/index.js';
import { writeOutConfig } from '../../src/plan/write-out-config.js';

const base: PlanConfig = {
  zone: 'UTC',
  queues: { help: { openingHours: { 'mon-fri': ['08:00-20:00'] }, atOpening: { agents: 2 }, atClosing: { agents: 1, before: '1h' } } },
  shifts: {
    early: { days: 'mon-fri', start: { from: '06:00', to: '08:00' }, length: { from: '8h', to: '8h' }, end: { to: '16:00' }, minimumWork: '1h' },
    late: { start: { from: '14:00', to: '18:00' }, length: { from: '8h', to: '8h' }, end: { from: '23:00', to: '01:00' } },
  },
  contracts: {
    full: {
      shifts: ['early', 'late'],
      hoursPerWeek: { max: 40 },
      hoursPerDay: { min: 4, max: 9 },
      hoursPerPeriod: { max: 150 },
      consecutiveDays: { min: 2, max: 5 },
      consecutiveDaysOff: { min: 2, max: 4 },
      weekends: { max: 2, inWeeks: 4 },
      wholeWeekends: true,
      nights: { inARow: 3, perPeriod: 6, restAfter: '48h' },
      forbiddenSuccessions: [['late', 'early']],
      hours: { 'mon-fri': ['06:00-24:00'], sat: ['22:00-06:00'] },
      pattern: { start: '2026-01-05', weeks: [['early'], { 'mon-wed': 'late', sun: 'off', thu: ['early', 'late'] }] },
      overtime: { hoursPerWeek: 5, extraPerHour: 10 },
    },
  },
  night: { from: '22:00' },
  people: {
    Ann: {
      hours: { mon: ['08:00-12:00'] },
      patternOffset: 1,
      fixed: [
        { day: '2026-12-07', shift: 'off' },
        { days: 'tue', shift: 'late', start: '15:00' },
      ],
    },
  },
  fairness: [
    { count: 'weekends', price: 3 },
    { count: ['late'], price: 1, contracts: ['full'] },
  ],
  shiftCover: [{ shift: 'late', days: 'sat', agents: 1, missingPerShift: 50 }],
  activities: [{ name: 'coaching', people: ['Ann'], from: '2026-12-08T09:00', to: '2026-12-10T17:00', length: '1h', together: true, missingEach: 50 }],
  breaksAtOnce: { most: 0.3, extraPerHour: 20, breaks: ['lunch'] },
  seniorityWeight: 0.1,
};

const refusal = (change: object): string => {
  try {
    resolvePlan({ ...base, ...change });
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidPlanError);
    return (error as InvalidPlanError).message;
  }
  throw new Error('accepted');
};
const contract = (change: object) => ({ contracts: { full: { ...base.contracts?.full, ...change } } });

describe('resolvePlan reads rules of rosters', () => {
  it('in seconds, minutes and weekdays', () => {
    const plan = resolvePlan(base);
    expect(plan.shifts[0]).toMatchObject({ weekdays: [0, 1, 2, 3, 4], endToMinute: 960, minimumWorkSeconds: 3600 });
    expect(plan.shifts[1]).toMatchObject({ endFromMinute: 1380, endToMinute: 1500 });
    expect(plan.contracts[0]?.limits).toMatchObject({
      minimumSecondsPerDay: 14400,
      maximumSecondsPerPeriod: 540000,
      minimumConsecutiveDays: 2,
      maximumConsecutiveDaysOff: 4,
      restAfterNightsSeconds: 172800,
      overtime: { maximumSecondsPerWeek: 162000, extraPerHour: 10 },
      pattern: { startDay: '2026-01-05', weeks: [Array(7).fill(['early']), [['late'], ['late'], ['late'], ['early', 'late'], null, null, []]] },
    });
    expect(plan.roster?.night).toEqual({ fromMinute: 1320, toMinute: 360, atLeastSeconds: 10800 });
    expect(plan.roster?.people[0]?.fixed[1]).toEqual({ day: null, weekdays: [1], shift: 'late', startMinute: 900 });
    expect(plan.roster?.activities[0]).toMatchObject({ contracts: null, lengthSeconds: 3600, everySeconds: 900, together: true });
    expect(plan.queues[0]?.atClosing).toEqual({ agents: 1, beforeSeconds: 3600, afterSeconds: 0 });
  });

  it('writes them out so that reading them again gives the same', () => {
    const plan = resolvePlan(base);
    expect(resolvePlan(JSON.parse(JSON.stringify(writeOutConfig(plan))))).toEqual(plan);
  });

  it('a plan without them has none', () => {
    const plan = resolvePlan({ zone: 'UTC', queues: { help: {} }, shifts: base.shifts, contracts: { full: { shifts: ['early'] } } });
    expect(plan).not.toHaveProperty('roster');
    expect(plan.contracts[0]).not.toHaveProperty('limits');
  });

  it('the JSON Schema describes every one of them', async () => {
    const text = JSON.stringify(await planJsonSchema());
    for (const key of [
      'hoursPerDay',
      'hoursPerPeriod',
      'consecutiveDaysOff',
      'inWeeks',
      'wholeWeekends',
      'inARow',
      'restAfter',
      'forbiddenSuccessions',
      'pattern',
      'overtime',
      'fixed',
      'patternOffset',
      'missingPerShift',
      'atOpening',
      'minimumWork',
    ])
      expect(text).toContain(`"${key}"`);
  });

  it.each<[string, object, string]>([
    ['overtime without a maximum', contract({ hoursPerWeek: {} }), 'hoursPerWeek.max'],
    ['a succession of an unknown shift', contract({ forbiddenSuccessions: [['late', 'erly']] }), 'did you mean "early"?'],
    ['a pattern of an unknown shift', contract({ pattern: { weeks: [['day']] } }), 'pattern.weeks[0]'],
    ['days off that contradict', contract({ consecutiveDaysOff: { min: 3, max: 2 } }), 'max (2) below min (3)'],
    ['an unknown key in a rule', contract({ nights: { inRow: 3 } }), '"inARow"'],
    ['a fixed shift without a day', { people: { Ann: { fixed: [{ shift: 'late' }] } } }, 'either "day"'],
    ['a fixed day off with a start', { people: { Ann: { fixed: [{ day: '2026-12-07', shift: 'off', start: '08:00' }] } } }, 'day off'],
    ['fairness among unknown contracts', { fairness: [{ count: 'nights', price: 1, contracts: ['half'] }] }, '"half"'],
    ['cover of an unknown shift', { shiftCover: [{ shift: 'x', agents: 1, missingPerShift: 1 }] }, 'shiftCover[0].shift'],
    ['an edge without opening hours', { queues: { help: { atOpening: { agents: 1 } } } }, 'needs openingHours'],
    [
      'an activity longer than its window',
      { activities: [{ name: 'x', from: '2026-12-08T09:00', to: '2026-12-08T09:30', length: '1h', missingEach: 1 }] },
      'longer than',
    ],
    [
      'an end before its start',
      {
        shifts: {
          early: { start: { from: '06:00', to: '06:00' }, length: { from: '8h', to: '8h' }, end: { from: '15:00', to: '14:00' } },
          late: base.shifts?.late,
        },
      },
      'before "from"',
    ],
  ])('refuses %s', (_, change, text) => {
    expect(refusal(change)).toContain(text);
  });
});
