import type { QueueHistory } from '../core/index.js';
import type { IssueLog } from './issue-log.js';

/** Below this chance that nothing more would have come, the last interval was cut off by the export. */
const SURELY_CUT = 0.05;
/** Files shorter than this are taken as they are: excerpts and tests. */
const LEAST_SPAN_MS = 2 * 86_400_000;

/** Leaves out the last interval of contact records when the records stop before it ends. */
export function dropPartialEnd(queues: readonly QueueHistory[], lastMs: number, log: IssueLog): QueueHistory[] {
  const [any] = queues;
  if (any === undefined || any.intervalSeconds === null) return [...queues];
  const stepMs = any.intervalSeconds * 1000;
  const endMs = Math.max(...queues.map(({ startMs, volume }) => startMs + volume.length * stepMs));
  const contacts = queues.reduce((sum, { volume }) => sum + (volume.at(-1) ?? 0), 0);
  const elapsed = ((((lastMs % stepMs) + stepMs) % stepMs) + 1) / stepMs;
  const chance = Math.exp((-contacts * (1 - elapsed)) / elapsed);
  const spans = queues.some(({ volume }) => volume.length * stepMs >= LEAST_SPAN_MS);
  if (!spans || chance >= SURELY_CUT) return [...queues];
  log.add('partialEnd', `the records stop within the interval that ends ${new Date(endMs).toISOString()}; it is left out`);
  return queues.map((queue) => cutLast(queue)).filter(({ volume }) => volume.length > 0);
}

function cutLast(queue: QueueHistory): QueueHistory {
  const count = queue.volume.length - 1;
  const cut = (column: readonly (number | null)[]): (number | null)[] => column.slice(0, count);
  return {
    ...queue,
    volume: cut(queue.volume),
    handled: cut(queue.handled),
    abandoned: cut(queue.abandoned),
    shortAbandoned: cut(queue.shortAbandoned),
    ahtSeconds: cut(queue.ahtSeconds),
    meanWaitSeconds: cut(queue.meanWaitSeconds),
    closed: queue.closed.filter(([from]) => from < count).map(([from, to]) => [from, Math.min(to, count)] as const),
  };
}
