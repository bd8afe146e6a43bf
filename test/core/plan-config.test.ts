import { describe, expect, it } from 'vitest';
import { combineShrinkage, InvalidPlanError, type PlanConfig, planJsonSchema, resolvePlan } from '../../src/core/index.js';

const small: PlanConfig = {
  zone: 'Europe/Berlin',
  queues: { billing: { openingHours: { 'mon-fri': ['08:00-20:00'], sat: ['09:00-14:00'] }, target: { serviceLevel: 0.8, answerWithin: '20s' } } },
  shifts: {
    day: {
      start: { from: '07:00', to: '12:00', every: '30min' },
      length: { from: '6h', to: '9h' },
      breaks: [{ name: 'lunch', length: '30min', paid: false, from: '3h', to: '5h30min', ifLongerThan: '6h' }],
    },
  },
  contracts: { full: { shifts: ['day'], hoursPerWeek: { min: 36, max: 40 }, daysPerWeek: { min: 4, max: 5 }, rest: '11h' } },
};

const refusal = (config: unknown): string => {
  try {
    resolvePlan(config);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidPlanError);
    return (error as InvalidPlanError).message;
  }
  throw new Error('accepted');
};

describe('resolvePlan', () => {
  it('writes durations in seconds and clock times in minutes', () => {
    const plan = resolvePlan(small);
    expect(plan.intervalSeconds).toBe(1800);
    expect(plan.shifts[0]).toMatchObject({
      startFromMinute: 420,
      startToMinute: 720,
      startEverySeconds: 1800,
      lengthFromSeconds: 21600,
      lengthToSeconds: 32400,
    });
    expect(plan.shifts[0]?.breaks[0]).toEqual({
      name: 'lunch',
      lengthSeconds: 1800,
      paid: false,
      fromSeconds: 10800,
      toSeconds: 19800,
      everySeconds: 900,
      ifLongerThanSeconds: 21600,
    });
    expect(plan.contracts[0]).toMatchObject({ minimumSecondsPerWeek: 129600, maximumSecondsPerWeek: 144000, restSeconds: 39600, maximumConsecutiveDays: null });
  });

  it('reads opening hours by weekday, Monday first', () => {
    const hours = resolvePlan(small).queues[0]?.openingHours;
    expect(hours?.map((ranges) => ranges.length)).toEqual([1, 1, 1, 1, 1, 1, 0]);
    expect(hours?.[5]).toEqual([{ fromMinute: 540, toMinute: 840 }]);
  });

  it('lets opening hours run past midnight', () => {
    const plan = resolvePlan({ zone: 'UTC', queues: { night: { openingHours: { 'sat-sun': ['22:00-06:00'] } } } });
    expect(plan.queues[0]?.openingHours?.[6]).toEqual([{ fromMinute: 1320, toMinute: 1800 }]);
    expect(plan.queues[0]?.openingHours?.[0]).toEqual([]);
  });

  it('fills in what is left out', () => {
    const plan = resolvePlan({ zone: 'UTC', queues: { billing: {} } });
    expect(plan.queues[0]).toMatchObject({
      skill: 'billing',
      lowestTier: 1,
      channel: 'voice',
      patienceSeconds: null,
      minimumAgents: 0,
      understaffedPerHour: 60,
      target: { over: 'interval' },
    });
    expect(plan).toMatchObject({ weekStart: 0, weeks: 1, forecastWeeks: 1, startDay: null, surplusPerHour: 5, cover: 'exact' });
  });

  it('forecasts at least as far as it rosters', () => {
    expect(resolvePlan({ zone: 'UTC', queues: {}, horizon: { weeks: 3, forecastWeeks: 2 } }).forecastWeeks).toBe(3);
  });

  it.each<[string, unknown, string]>([
    ['an unknown key', { zone: 'UTC', queues: { a: { chanel: 'voice' } } }, 'plan.json: queues.a.chanel is not a known key. Did you mean "channel"?'],
    ['an unknown key at the top', { zone: 'UTC', queues: {}, shfts: {} }, 'plan.json: shfts is not a known key. Did you mean "shifts"?'],
    ['a missing zone', { queues: {} }, 'plan.json: zone is missing.'],
    ['a wrong type', { zone: 1, queues: {} }, 'plan.json: zone must be a string, got 1.'],
    [
      'percent for a share',
      { zone: 'UTC', queues: { a: { target: { serviceLevel: 80, answerWithin: '20s' } } } },
      'plan.json: queues.a.target.serviceLevel must be a share between 0 and 1, got 80.',
    ],
    [
      'a duration nobody can read',
      { zone: 'UTC', queues: { a: { patience: 'long' } } },
      'plan.json: queues.a.patience must be a duration such as "20s", "30min" or "5h30min", got "long".',
    ],
    [
      'a channel that does not exist',
      { zone: 'UTC', queues: { a: { channel: 'fax' } } },
      'plan.json: queues.a.channel must be one of "voice", "chat", "email", "case", "callback", "outbound", got "fax".',
    ],
    ['something that is no object', null, 'plan.json: (top level) must be an object, got null.'],
    [
      'a break that ends before it begins',
      { ...small, shifts: { day: { ...small.shifts?.day, breaks: [{ name: 'b', length: '15min', from: '3h', to: '2h' }] } } },
      'plan.json: shifts.day.breaks[0] has its window end (2h) before it begins (3h).',
    ],
    [
      'a contract with an unknown shift',
      { ...small, contracts: { full: { shifts: ['dya'] } } },
      'plan.json: contracts.full.shifts names "dya", which is not in shifts; did you mean "day"?',
    ],
    [
      'a service level without threshold',
      { zone: 'UTC', queues: { a: { target: { serviceLevel: 0.8 } } } },
      'plan.json: queues.a.target.serviceLevel needs answerWithin beside it, for example "answerWithin": "20s".',
    ],
    [
      'hours that contradict',
      { ...small, contracts: { full: { shifts: ['day'], hoursPerWeek: { min: 40, max: 30 } } } },
      'plan.json: contracts.full.hoursPerWeek has max (30) below min (40).',
    ],
    [
      'a weekday nobody knows',
      { zone: 'UTC', queues: { a: { openingHours: { 'mo-xx': ['08:00-20:00'] } } } },
      'plan.json: queues.a.openingHours.mo-xx is no weekday or range of weekdays such as "mon-fri" or "sat".',
    ],
    [
      'a weekday cut short by chance',
      { zone: 'UTC', queues: {}, shrinkage: { meeting: { share: 0.1, days: 'wedn' } } },
      'plan.json: shrinkage.meeting.days is no weekday or range of weekdays such as "mon-fri" or "sat": did you mean "wed"?',
    ],
    [
      'a day that does not exist',
      { zone: 'UTC', queues: {}, horizon: { start: '2026-02-30' } },
      'plan.json: horizon.start must be a date such as "2026-12-07", got "2026-02-30".',
    ],
  ])('refuses %s, names the place and the way out', (_what, config, message) => {
    expect(refusal(config)).toBe(message);
  });

  it('leaves its input as it was', () => {
    const before = JSON.stringify(small);
    resolvePlan(small);
    expect(JSON.stringify(small)).toBe(before);
  });
});

it('kinds of shrinkage combine multiplicatively', () => {
  expect(combineShrinkage({ absence: 0.1, training: 0.2 })).toBeCloseTo(0.28, 12);
  expect(combineShrinkage({})).toBe(0);
});

it('the JSON Schema knows every top-level key', async () => {
  const schema = (await planJsonSchema()) as { properties: Record<string, unknown>; additionalProperties: boolean };
  expect(Object.keys(schema.properties)).toEqual([
    '$schema',
    'zone',
    'sourceZone',
    'weekStart',
    'interval',
    'horizon',
    'queues',
    'surplusPerHour',
    'shrinkage',
    'cover',
    'loadModel',
    'holdsFor',
    'adherence',
    'uncertainty',
    'shifts',
    'contracts',
    'scenarios',
    'night',
    'people',
    'fairness',
    'shiftCover',
    'activities',
    'breaksAtOnce',
    'seniorityWeight',
  ]);
  expect(schema.additionalProperties).toBe(false);
});
