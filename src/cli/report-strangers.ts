import { type Forecast, type History, nearestName, type Override } from '../core/index.js';
import { localDayOf } from '../time/index.js';
import type { Context, Options } from './context.js';
import type { DayTables } from './read-inputs.js';
import { textOption } from './values.js';

/** Warns of events, regressors and overrides whose queue the history does not have: a slip there would change nothing, and nobody would notice. */
export function reportStrangers(
  options: Options,
  { events = [], regressors = [], overrides = [] }: Partial<DayTables>,
  history: History,
  context: Context,
): void {
  const known = [...new Set(history.queues.map(({ queue }) => queue))];
  const warn = (option: string, what: string, queue: string | null): void => {
    if (queue === null || known.includes(queue)) return;
    const nearest = nearestName(queue, known);
    const wayOut = nearest === null ? `It has ${known.join(', ')}.` : `Did you mean ${nearest}?`;
    context.warn(`${textOption(options, option)}: ${what} is for queue "${queue}", which the history does not have. ${wayOut}`);
  };
  for (const { name, queue } of events) warn('events', `event "${name}"`, queue);
  for (const { name, queue } of regressors) warn('regressors', `regressor "${name}"`, queue ?? null);
  for (const { queue } of overrides) warn('overrides', 'an override', queue);
}

/** Warns of overrides whose days the forecast does not reach. */
export function reportIdleOverrides(options: Options, overrides: readonly Override[], { queues }: Forecast, context: Context): void {
  const ends = queues.map((queue) => {
    const day = (index: number): string => localDayOf(queue.zone, queue.startMs + index * queue.intervalSeconds * 1000);
    return [day(0), day(Math.max(0, queue.volume.length - 1))] as const;
  });
  for (const { from, to } of overrides) {
    if (ends.some(([first, last]) => from <= last && to >= first)) continue;
    context.warn(`${textOption(options, 'overrides')}: the override from ${from} to ${to} lies outside the forecast and changes nothing.`);
  }
}
