import type { History, QueueHistory } from '../../src/core/index.js';
import { EMPTY_SUMMARY } from '../tools/empty-summary.js';

/** A one-series history for tests; columns not given are unknown. */
export function seriesOf(part: Partial<QueueHistory> & { readonly volume: readonly (number | null)[] }): QueueHistory {
  const unknown = part.volume.map(() => null);
  return {
    queue: 'billing',
    channel: 'voice',
    zone: 'UTC',
    grain: 'interval',
    startMs: Date.UTC(2026, 10, 2),
    intervalSeconds: 3600,
    handled: unknown,
    abandoned: unknown,
    shortAbandoned: unknown,
    ahtSeconds: unknown,
    meanWaitSeconds: unknown,
    closed: [],
    bookedAt: 'arrival',
    ...part,
  };
}

/** A history of these series, as a reader would hand it over. */
export function historyOf(...queues: readonly QueueHistory[]): History {
  return {
    queues,
    issues: [],
    issueCounts: {},
    summary: EMPTY_SUMMARY,
  };
}
