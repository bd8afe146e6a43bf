import { describeValue } from './checks.js';
import { CHANNELS } from './history.js';
import { unknownKey, wrongValue } from './plan-errors.js';
import type { LoadModel } from './plan-queues.js';
import { CLOCK_RANGE, DAY_SECONDS, type DurationInput, durationSeconds, isCalendarDay, seconds, WEEKDAYS } from './plan-values.js';
import { SERVICE_LEVEL_RULES } from './requirement.js';

/** Throws what is wrong with a value at a place of a plan. */
type Check = (value: unknown, path: string) => void;

type Fields = Readonly<Record<string, Check>>;

/** All ways to see the load of an interval. */
export const LOAD_MODELS: readonly LoadModel[] = ['stationary', 'offeredLoad', 'transient'];

/** Keys of a queue that only some channels have, and those about the way of its contacts; `staff` by formula leaves them aside. */
export const CHANNEL_KEYS = [
  'concurrency',
  'workingHours',
  'backlog',
  'buffer',
  'blend',
  'list',
  'handleTimes',
  'overflowAfter',
  'escalate',
  'repeat',
  'redial',
] as const;

/** Parts of a plan that only a roster needs. */
export const ROSTER_KEYS: readonly string[] = [
  ...['shifts', 'contracts', 'night', 'people', 'fairness', 'shiftCover', 'activities', 'breaksAtOnce', 'seniorityWeight', 'scenarios'],
];

const is =
  (need: string, holds: (value: unknown) => boolean): Check =>
  (value, path) => {
    if (!holds(value)) throw wrongValue(path, need, describeValue(value));
  };

const number = (need: string, holds: (value: number) => boolean): Check => is(need, (value) => typeof value === 'number' && holds(value));

const whole = (least: number): Check => number(`a whole number, ${least} or more`, (value) => Number.isInteger(value) && value >= least);

const oneOf = (known: readonly unknown[]): Check => is(`one of ${known.map((value) => JSON.stringify(value)).join(', ')}`, (value) => known.includes(value));

const all =
  (...checks: readonly Check[]): Check =>
  (value, path) => {
    for (const check of checks) check(value, path);
  };

const object = is('an object', (value) => typeof value === 'object' && value !== null);
const text = is('a string', (value) => typeof value === 'string');

/** Every value of an object, or of a list. */
const each = (check: Check): Check =>
  all(object, (value, path) => {
    for (const [key, one] of Object.entries(value as object)) check(one, place(path, key));
  });

/** An object with these fields, which may be left out unless `required`, and no others but those `unchecked`. */
const shape = (fields: Fields, unchecked: readonly string[] = [], required: readonly string[] = []): Check =>
  all(object, (value, path) => {
    const given = value as Readonly<Record<string, unknown>>;
    for (const [key, check] of Object.entries(fields)) if (given[key] !== undefined || required.includes(key)) check(given[key], place(path, key));
    const known = [...Object.keys(fields), ...unchecked];
    for (const key of Object.keys(given)) if (!known.includes(key)) throw unknownKey(place(path, key), key, known);
  });

const place = (path: string, key: string): string => (path === TOP ? key : `${path}.${key}`);

const TOP = '(top level)';

const duration = is(
  'a duration such as "20s", "30min" or "5h30min"',
  (value) => (typeof value === 'string' || typeof value === 'number') && durationSeconds(value) !== null,
);
const positiveDuration = all(
  duration,
  is('a duration above 0', (value) => seconds(value as DurationInput) > 0),
);
const money = number('a number, 0 or more', (value) => value >= 0 && value < Number.POSITIVE_INFINITY);
const openShare = number('a share between 0 and 1', (value) => value > 0 && value < 1);
const edge = shape({ agents: whole(1), before: duration, after: duration }, [], ['agents']);
const hours = each(
  all(is('an array', Array.isArray), each(is('opening hours such as "08:00-20:00"', (value) => typeof value === 'string' && CLOCK_RANGE.test(value)))),
);

const queue = shape(
  {
    channel: oneOf(CHANNELS),
    skill: all(
      text,
      is('a name', (value) => value !== ''),
    ),
    lowestTier: whole(1),
    patience: (value, path) => {
      if (value !== null) positiveDuration(value, path);
    },
    aht: positiveDuration,
    capacity: whole(1),
    minimumAgents: whole(0),
    openingHours: hours,
    atOpening: edge,
    atClosing: edge,
    target: shape({
      serviceLevel: openShare,
      answerWithin: duration,
      serviceLevelRule: oneOf(SERVICE_LEVEL_RULES),
      asa: duration,
      abandonProbability: openShare,
      maxOccupancy: number('a share above 0, at most 1', (value) => value > 0 && value <= 1),
      over: oneOf(['interval', 'day', 'week', 'month']),
      counts: oneOf(['clock', 'open']),
    }),
    understaffedPerHour: money,
    coverPrice: oneOf(['flat', 'service']),
  },
  CHANNEL_KEYS,
);

const plan = shape(
  {
    $schema: text,
    zone: all(
      text,
      is('a zone name such as "Europe/Berlin"', (value) => value !== ''),
    ),
    sourceZone: text,
    weekStart: oneOf(WEEKDAYS),
    interval: all(
      positiveDuration,
      is('a length that divides a day, such as "15min", "30min" or "1h"', (value) => DAY_SECONDS % seconds(value as DurationInput) === 0),
    ),
    horizon: shape({
      start: is('a date such as "2026-12-07"', (value) => typeof value === 'string' && isCalendarDay(value)),
      weeks: whole(1),
      forecastWeeks: whole(1),
    }),
    queues: each(queue),
    surplusPerHour: money,
    shrinkage: each(number('a share, 0 or more and below 1', (value) => value >= 0 && value < 1)),
    cover: oneOf(['exact', 'withShrinkage']),
    loadModel: oneOf(LOAD_MODELS),
    holdsFor: oneOf(['mean', 'worst']),
  },
  [...ROSTER_KEYS, 'adherence', 'uncertainty'],
  ['zone', 'queues'],
);

/**
 * Throws unless a plan is right in what it says about queues and shrinkage. By hand and not by schema, so that `staff` alone carries no schema library
 * into a browser; a test holds it to the schema of the whole plan.
 */
export function checkQueues(config: unknown): void {
  plan(config, TOP);
}
