import { describe, expect, it } from 'vitest';
import { InvalidPlanError, resolvePlan, resolveQueues } from '../../src/core/index.js';

/** What a call throws: its text and facts; null when it throws nothing. */
function errorOf(call: () => unknown): { readonly message: string; readonly facts: unknown } | null {
  try {
    call();
    return null;
  } catch (error) {
    if (!(error instanceof InvalidPlanError)) throw error;
    return { message: error.message, facts: error.facts };
  }
}

const queue = (rule: unknown) => ({ zone: 'UTC', queues: { a: rule } });
const top = (more: object) => ({ zone: 'UTC', queues: {}, ...more });
const target = (rule: unknown) => queue({ target: rule });

const WRONG: readonly unknown[] = [
  ...[null, 5, 'x', {}, { zone: 'UTC' }, { queues: {} }, top({ zone: 7 }), top({ zone: '' }), top({ queues: 'all' }), top({ queues: null })],
  ...[top({ $schema: 1 }), top({ sourceZone: 1 }), top({ weekStart: 'mon' }), top({ interval: '7min' }), top({ interval: 0 }), top({ interval: -1 })],
  ...[top({ horizon: 3 }), top({ horizon: { weeks: 0 } }), top({ horizon: { start: '2026-02-30' } }), top({ horizon: { forecastWeeks: 1.5 } })],
  ...[top({ horizon: { end: '2026-02-03' } }), top({ surplusPerHour: -1 }), top({ surplusPerHour: Number.POSITIVE_INFINITY }), top({ cover: 'some' })],
  ...[top({ shrinkage: null }), top({ loadModel: 'exact' }), top({ holdsFor: 'best' }), top({ shfts: {} }), top({ loadmodel: 'transient', weekstart: 1 })],
  ...[queue(null), queue(undefined), queue(3), queue({ chanel: 'voice' }), queue({ zzzzzzzzzzzz: 1 }), queue({ channel: 'fax' }), queue({ skill: '' })],
  ...[queue({ skill: 4 }), queue({ lowestTier: 0 }), queue({ lowestTier: '1' }), queue({ patience: 'long' }), queue({ patience: 0 }), queue({ aht: null })],
  ...[queue({ aht: '0s' }), queue({ capacity: 1.5 }), queue({ minimumAgents: -1 }), queue({ minimumAgents: Number.NaN }), queue({ understaffedPerHour: '60' })],
  ...[queue({ openingHours: 'always' }), queue({ openingHours: { mon: ['8 to 5'] } }), queue({ openingHours: { mox: ['08:00-12:00'] } })],
  ...[queue({ atOpening: { agents: 2 } }), queue({ openingHours: {}, atOpening: {} }), queue({ openingHours: {}, atClosing: { agents: 0 } })],
  ...[queue({ openingHours: {}, atClosing: { agents: 2, befor: '5min' } }), queue({ openingHours: {}, atClosing: { agents: 2, before: 'soon' } })],
  ...[target(7), target({ serviceLevel: 80 }), target({ serviceLevel: 0.8 }), target({ answerWithin: '20s' }), target({ answerWithin: -3 })],
  ...[target({ serviceLevelRule: 'all' }), target({ asa: 'x' }), target({ abandonProbability: 0 }), target({ maxOccupancy: 1.01 }), target({ over: 'year' })],
  ...[target({ counts: 'always' }), target({ servicelevel: 0.8 }), target({ serviceLevel: null }), target({ over: null })],
];

const RIGHT: readonly unknown[] = [
  top({}),
  top({
    $schema: 'x',
    sourceZone: 'UTC',
    weekStart: 'sunday',
    interval: '15min',
    horizon: { start: '2026-12-07', weeks: 2 },
    cover: 'exact',
    shifts: {},
    people: {},
  }),
  top({ shrinkage: { absence: 0.1, training: 0 }, loadModel: 'stationary', holdsFor: 'worst', surplusPerHour: 0 }),
  top({ weekStart: undefined, shrinkage: undefined, queues: { a: { channel: undefined, target: undefined, understaffedPerHour: undefined } } }),
  top({
    queues: { a: {}, b: { channel: 'chat', skill: 'x', lowestTier: 2, patience: null, aht: 240, capacity: 30, minimumAgents: 2, understaffedPerHour: 0 } },
  }),
  queue({ openingHours: { 'mon-fri': ['08:00-20:00'] }, atOpening: { agents: 3 }, atClosing: { agents: 1, before: '1h', after: 0 } }),
  target({
    serviceLevel: 0.8,
    answerWithin: '20s',
    serviceLevelRule: 'offered',
    asa: 30,
    abandonProbability: 0.05,
    maxOccupancy: 1,
    over: 'week',
    counts: 'open',
  }),
];

describe('resolveQueues', () => {
  it.each(WRONG.map((config) => [JSON.stringify(config), config]))('says what is wrong as the whole plan would: %s', (_, config) => {
    const error = errorOf(() => resolveQueues(config));
    expect(error?.message).toMatch(/^plan\.json: /);
    expect(error).toEqual(errorOf(() => resolvePlan(config)));
  });

  it.each(RIGHT.map((config) => [JSON.stringify(config), config]))('reads queues as the whole plan does: %s', (_, config) => {
    const { weekStart, loadModel, holdsFor, shrinkage, queues } = resolvePlan(config);
    expect(resolveQueues(config)).toEqual({ weekStart, loadModel, holdsFor, shrinkage, queues });
  });

  it('lets through what only a roster or a channel needs, unread', () => {
    const { queues } = resolveQueues({ zone: 'UTC', shifts: 5, people: null, adherence: 'x', queues: { a: { channel: 'email', backlog: 'many', list: 1 } } });
    expect(queues.map(({ queue, channel }) => [queue, channel])).toEqual([['a', 'email']]);
  });

  it('shows a wrong value as the other functions do', () => {
    expect(errorOf(() => resolveQueues(target({ serviceLevel: [0.8] })))?.message).toBe(
      'plan.json: queues.a.target.serviceLevel must be a share between 0 and 1, got a list of 1.',
    );
    expect(errorOf(() => resolveQueues(queue({ aht: true })))?.message).toBe(
      'plan.json: queues.a.aht must be a duration such as "20s", "30min" or "5h30min", got true.',
    );
  });
});
