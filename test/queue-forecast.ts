import type { QueueForecast } from '../src/core/index.js';

/** A forecast of one queue with nothing known but its contacts: half-hours of calls of five minutes in UTC, unless told otherwise. */
export function queueForecast(volume: readonly (number | null)[], more: Partial<QueueForecast> = {}): QueueForecast {
  return {
    queue: 'one',
    channel: 'voice',
    zone: 'UTC',
    startMs: Date.UTC(2026, 0, 5),
    intervalSeconds: 1800,
    volume,
    ahtSeconds: volume.map((contacts) => (contacts === null ? null : 300)),
    bands: [],
    days: [],
    dayFactorCv: 0,
    parts: { level: [], weekday: [], month: [], season: [], event: [], shape: [] },
    weights: [],
    warnings: [],
    ...more,
  };
}
