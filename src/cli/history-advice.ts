import type { QueueHistory } from '../core/index.js';
import { plural } from './wording.js';

const DAY_MS = 86_400_000;

/** First and last instant of a queue in which something is known; null for an empty one. */
export function knownSpan(queue: QueueHistory): { readonly fromMs: number; readonly toMs: number } | null {
  const from = queue.volume.findIndex((volume) => volume !== null);
  if (from < 0) return null;
  const to = queue.volume.findLastIndex((volume) => volume !== null) + 1;
  const stepMs = queue.intervalSeconds === null ? { interval: 0, day: 1, week: 7, month: 30.4375 }[queue.grain] * DAY_MS : queue.intervalSeconds * 1000;
  return { fromMs: queue.startMs + from * stepMs, toMs: queue.startMs + to * stepMs };
}

/** What longer or richer history would allow, one sentence each; empty when nothing is lacking. */
export function historyAdvice(queues: readonly QueueHistory[]): string[] {
  const weeks = Math.min(...queues.map((queue) => weeksOf(queue)));
  const advice: string[] = [];
  const have = `${plural(Math.floor(weeks), 'week')} known`;
  if (weeks < 1) advice.push(`${have}: at least 1 week is needed for a forecast.`);
  else if (weeks < 8) advice.push(`${have}: from 8 weeks on, weekdays and the level are told apart from chance.`);
  if (weeks < 26) advice.push(`${have}: from half a year on, days of the month and most kinds of special days show.`);
  if (weeks < 78) advice.push(`${have}: from 18 months on, the yearly season is learnt.`);
  const lacks = (known: (queue: QueueHistory) => readonly (number | null)[]): boolean => queues.some((queue) => known(queue).every((value) => value === null));
  if (lacks((queue) => queue.ahtSeconds))
    advice.push('No handle times: they have to be given as "aht" in plan.json; with them, they are forecast by time of day.');
  if (lacks((queue) => queue.abandoned)) advice.push('No abandons: patience has to be given in plan.json, or nobody gives up.');
  else if (lacks((queue) => queue.meanWaitSeconds)) advice.push('No waits: with them beside the abandons, patience is found in the data.');
  return advice;
}

function weeksOf(queue: QueueHistory): number {
  const span = knownSpan(queue);
  return span === null ? 0 : (span.toMs - span.fromMs) / (7 * DAY_MS);
}
