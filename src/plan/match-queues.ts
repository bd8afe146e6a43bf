import { formatDuration, type History, InvalidInputError, InvalidPlanError, nearestName, type QueueHistory, type ResolvedPlan } from '../core/index.js';
import { aggregate } from '../series/index.js';
import { mergeSeries } from './merge-series.js';

/** A history with exactly the plan's queues, one series each, in the plan's order. */
export type MatchedHistory = { readonly history: History; readonly warnings: readonly string[] };

/**
 * Finds the history of every queue of a plan. Several series of one queue (reasons, sites) are added up; queues that the plan does not name are
 * left out with a warning; intervals shorter than `intervalSeconds` are added up.
 *
 * @param intervalSeconds - Length of interval that the plan asks for; null takes the history's.
 * @throws {@link InvalidPlanError} for a queue that the history does not have; names the nearest one it has.
 * @throws {@link InvalidInputError} for queues on intervals of different length.
 */
export function matchQueues(history: History, rules: ResolvedPlan, intervalSeconds: number | null): MatchedHistory {
  if (rules.queues.length === 0)
    throw new InvalidPlanError('plan.json: queues names no queue. Name at least one of the history, for example "queues": { "billing": {} }.', {
      path: 'queues',
    });
  const known = [...new Set(history.queues.map((queue) => queue.queue))];
  const warnings: string[] = [];
  // A list to call is demand of its own.
  const expected = rules.queues.filter(({ list }) => list === undefined);
  const queues = expected.map(({ queue, channel }) => {
    const all = history.queues.filter((candidate) => candidate.queue === queue);
    if (all.length === 0) throw unknownQueue(queue, known);
    const own = all.filter((candidate) => candidate.channel === channel);
    const series = own.length === 0 ? all.filter((candidate) => candidate.channel === all[0]?.channel) : own;
    const others = new Set(all.filter((candidate) => !series.includes(candidate)).map((candidate) => candidate.channel));
    if (others.size > 0) warnings.push(`Queue ${queue} also has ${[...others].join(', ')} in the history; its plan covers ${series[0]?.channel} only.`);
    return withInterval(mergeSeries(series), intervalSeconds);
  });
  checkIntervals(queues);
  const planned = new Set(rules.queues.map(({ queue }) => queue));
  const left = known.filter((queue) => !planned.has(queue));
  if (left.length > 0)
    warnings.push(`The history also has ${left.join(', ')}; the plan does not name ${left.length === 1 ? 'it, so it is' : 'them, so they are'} left out.`);
  return { history: { ...history, queues }, warnings };
}

function withInterval(queue: QueueHistory, intervalSeconds: number | null): QueueHistory {
  if (intervalSeconds === null || queue.intervalSeconds === null || queue.intervalSeconds === intervalSeconds) return queue;
  if (intervalSeconds % queue.intervalSeconds === 0) return aggregate(queue, intervalSeconds);
  const has = formatDuration(queue.intervalSeconds);
  throw new InvalidPlanError(
    `plan.json: interval is ${formatDuration(intervalSeconds)}, but the history of ${queue.queue} comes in intervals of ${has}. Write "${has}", or leave it out.`,
    {
      path: 'interval',
      queue: queue.queue,
    },
  );
}

function unknownQueue(queue: string, known: readonly string[]): InvalidPlanError {
  const nearest = nearestName(queue, known);
  const wayOut = nearest === null ? `It has ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
  return new InvalidPlanError(`plan.json: queues.${queue} is not a queue of the history. ${wayOut}`, { path: `queues.${queue}`, queue, nearest, known });
}

function checkIntervals(queues: readonly QueueHistory[]): void {
  const [first] = queues;
  const other = queues.find((queue) => queue.intervalSeconds !== first?.intervalSeconds);
  if (first === undefined || other === undefined) return;
  const length = (queue: QueueHistory): string => (queue.intervalSeconds === null ? `a ${queue.grain}` : formatDuration(queue.intervalSeconds));
  throw new InvalidInputError(
    `plan: all queues must have intervals of one length, got ${length(first)} for ${first.queue} and ${length(other)} for ${other.queue}. Read the history with one intervalSeconds.`,
    { queues: [first.queue, other.queue] },
  );
}
