import type { QueueHistory } from '../core/index.js';

const DAY_MS = 86_400_000;

/** First and last instant of a queue in which something is known; null for an empty one. */
export function knownSpan(queue: QueueHistory): { readonly fromMs: number; readonly toMs: number } | null {
  const from = queue.volume.findIndex((volume) => volume !== null);
  if (from < 0) return null;
  const to = queue.volume.findLastIndex((volume) => volume !== null) + 1;
  const stepMs = queue.intervalSeconds === null ? { interval: 0, day: 1, week: 7, month: 30.4375 }[queue.grain] * DAY_MS : queue.intervalSeconds * 1000;
  return { fromMs: queue.startMs + from * stepMs, toMs: queue.startMs + to * stepMs };
}

/** What longer or richer history would allow, one line each; empty when nothing is lacking. */
export function historyAdvice(queues: readonly QueueHistory[]): string[] {
  const weeks = Math.min(...queues.map((queue) => weeksOf(queue)));
  const advice: string[] = [];
  if (weeks < 1) advice.push('from 1 week on, a forecast at all;');
  if (weeks < 8) advice.push('from 8 weeks on, weekdays and the level told apart from chance;');
  if (weeks < 26) advice.push('from half a year on, days of the month and most kinds of special days;');
  if (weeks < 78) advice.push('from 18 months on, the season of the year.');
  const lacks = (known: (queue: QueueHistory) => readonly (number | null)[]): boolean => queues.some((queue) => known(queue).every((value) => value === null));
  if (lacks((queue) => queue.ahtSeconds)) advice.push('handle times in the file: a forecast of them by time of day; without, give "aht" in plan.json.');
  if (lacks((queue) => queue.abandoned)) advice.push('abandons and waits in the file: patience found in the data; without, give it in plan.json.');
  else if (lacks((queue) => queue.meanWaitSeconds)) advice.push('waits beside the abandons: patience found in the data; without, give it in plan.json.');
  return advice;
}

function weeksOf(queue: QueueHistory): number {
  const span = knownSpan(queue);
  return span === null ? 0 : (span.toMs - span.fromMs) / (7 * DAY_MS);
}
