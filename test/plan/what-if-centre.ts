import type { QueueForecast } from '../../src/core/index.js';

/** Contacts of a day of half-hours from 8:00 to 14:00, closed before and after; null = closed. */
const DAY: readonly (number | null)[] = Array.from({ length: 48 }, (_, i) => (i < 16 || i >= 28 ? null : 20 + 8 * Math.min(i - 15, 28 - i)));

/** A forecast of one queue over some weekdays from Monday 7 December 2026 on. */
export function dayForecast(
  queue: string,
  more: { readonly volume?: number; readonly aht?: number; readonly days?: number; readonly channel?: QueueForecast['channel'] } = {},
): QueueForecast {
  const { volume: factor = 1, aht = 240, days = 2, channel = 'voice' } = more;
  const volume = Array.from({ length: days * 48 }, (_, i) => {
    const contacts = DAY[i % 48] ?? null;
    return contacts === null ? null : contacts * factor;
  });
  const ahtSeconds = volume.map((contacts) => (contacts === null ? null : aht));
  const empty = volume.map(() => null);
  return {
    ...{
      queue,
      channel,
      zone: 'UTC',
      startMs: Date.parse('2026-12-07T00:00Z'),
      intervalSeconds: 1800,
      volume,
      ahtSeconds,
      bands: [],
      days: [],
      dayFactorCv: 0,
    },
    ...{ parts: { level: empty, weekday: empty, month: empty, season: empty, event: empty, shape: empty }, weights: [], warnings: [] },
  };
}

/** A plan with two queues of calls; people give up. */
export const CALLS = {
  zone: 'UTC',
  queues: {
    billing: { patience: '2min', target: { serviceLevel: 0.8, answerWithin: '20s' } },
    tech: { patience: '3min', target: { serviceLevel: 0.8, answerWithin: '30s' } },
  },
  shrinkage: { absence: 0.1, training: 0.05 },
} as const;

/** The forecast of {@link CALLS}. */
export function callsForecast(): { readonly queues: readonly QueueForecast[] } {
  return { queues: [dayForecast('billing'), dayForecast('tech', { volume: 0.3, aht: 420 })] };
}
