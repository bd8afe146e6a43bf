import type { History, QueueHistory } from '../../src/core/index.js';
import { gridClock } from '../../src/time/index.js';
import { EMPTY_SUMMARY } from '../tools/empty-summary.js';

export type Clock = { readonly day: number; readonly weekday: number; readonly minute: number; readonly index: number };

type Shape = {
  readonly zone?: string;
  /** First local midnight as an instant. */
  readonly startMs?: number;
  readonly intervalSeconds?: number;
  readonly days: number;
  readonly queue?: string;
  readonly aht?: (at: Clock) => number | null;
};

const DAY_MS = 86_400_000;

/** Monday 5 January 2026, midnight in UTC. */
export const MONDAY = Date.UTC(2026, 0, 5);

export function historyOf(queues: readonly QueueHistory[]): History {
  return { queues, issues: [], issueCounts: {}, summary: EMPTY_SUMMARY };
}

/** A queue whose volume is a function of the local clock; null = nothing recorded. */
export function queueOf(volumeAt: (at: Clock) => number | null, shape: Shape): QueueHistory {
  const zone = shape.zone ?? 'UTC';
  const startMs = shape.startMs ?? MONDAY;
  const intervalSeconds = shape.intervalSeconds ?? 1800;
  const count = Math.round((shape.days * 86_400) / intervalSeconds);
  const clock = gridClock(zone, startMs, intervalSeconds, count);
  const first = clock.dayNumbers[0] as number;
  const at = (i: number): Clock => ({
    day: (clock.dayNumbers[i] as number) - first,
    weekday: clock.weekdays[i] as number,
    minute: clock.minutes[i] as number,
    index: i,
  });
  const volume = Array.from({ length: count }, (_, i) => volumeAt(at(i)));
  const none = volume.map(() => null);
  return {
    queue: shape.queue ?? 'sales',
    channel: 'voice',
    zone,
    grain: 'interval',
    startMs,
    intervalSeconds,
    volume,
    handled: none,
    abandoned: none,
    shortAbandoned: none,
    ahtSeconds: shape.aht === undefined ? none : volume.map((value, i) => (value === null ? null : (shape.aht as (at: Clock) => number | null)(at(i)))),
    meanWaitSeconds: none,
    closed: [],
    bookedAt: 'arrival',
  };
}

/** A queue of day totals. */
export function dailyQueueOf(totals: readonly (number | null)[], zone = 'UTC', startDay = '2026-01-05'): QueueHistory {
  const none = totals.map(() => null);
  const startMs = Date.parse(`${startDay}T00:00Z`);
  return {
    ...queueOf(() => 0, { days: 1 }),
    zone,
    grain: 'day',
    startMs,
    startDay,
    intervalSeconds: null,
    volume: totals,
    handled: none,
    abandoned: none,
    shortAbandoned: none,
    ahtSeconds: none,
    meanWaitSeconds: none,
  };
}

/** Office hours 08:00–18:00, Monday to Friday, a morning and an afternoon peak, Mondays busier. */
export function officePattern({ weekday, minute }: Clock): number | null {
  if (weekday > 4 || minute < 480 || minute >= 1080) return null;
  const hour = minute / 60;
  const curve = 40 + 35 * Math.exp(-((hour - 10.5) ** 2) / 2) + 20 * Math.exp(-((hour - 15) ** 2) / 3);
  return curve * (weekday === 0 ? 1.3 : weekday === 4 ? 0.85 : 1);
}

/** A whole-number Poisson-like count, from a hash of the index: the same numbers in every run. */
export function noisy(mean: number | null, index: number, spread = 1): number | null {
  if (mean === null) return null;
  let hash = Math.imul(index + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash ^= hash >>> 13;
  let second = Math.imul(hash, 0xc2b2ae35);
  second ^= second >>> 16;
  const u = ((hash >>> 0) + 0.5) / 4_294_967_296;
  const v = ((second >>> 0) + 0.5) / 4_294_967_296;
  const z = Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
  return Math.max(0, Math.round(mean + spread * z * Math.sqrt(mean)));
}

/** Local day of a day count since {@link MONDAY}. */
export function dayText(day: number): string {
  return new Date(MONDAY + day * DAY_MS).toISOString().slice(0, 10);
}
