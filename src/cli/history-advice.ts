import type { QueueHistory } from '../core/index.js';
import { addDays, instantOf, localDayOf } from '../time/index.js';

const DAY_MS = 86_400_000;

/** First and last instant of a queue in which something is known; null for an empty one. */
export function knownSpan(queue: QueueHistory): { readonly fromMs: number; readonly toMs: number } | null {
  const from = queue.volume.findIndex((volume) => volume !== null);
  if (from < 0) return null;
  const to = queue.volume.findLastIndex((volume) => volume !== null) + 1;
  const at = (entry: number): number => instantAt(queue, entry);
  return { fromMs: at(from), toMs: at(to) };
}

/** Start of an entry of a history; days, weeks and months step by the calendar. */
function instantAt({ zone, grain, startDay, startMs, intervalSeconds }: QueueHistory, entry: number): number {
  if (intervalSeconds !== null) return startMs + entry * intervalSeconds * 1000;
  const first = startDay ?? localDayOf(zone, startMs);
  if (grain !== 'month') return instantOf(zone, addDays(first, entry * (grain === 'week' ? 7 : 1)), 0);
  const [year, month] = first.split('-').map(Number) as [number, number];
  return instantOf(zone, new Date(Date.UTC(year, month - 1 + entry, 1)).toISOString().slice(0, 10), 0);
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
