import { type History, InvalidInputError, nearestName } from '../core/index.js';
import type { Options } from './context.js';
import { listOption } from './values.js';

/** The part of a history that --queue asks for; all of it without. */
export function chooseQueues(history: History, options: Options): History {
  const wanted = listOption(options, 'queue');
  if (wanted.length === 0) return history;
  const known = [...new Set(history.queues.map((queue) => queue.queue))];
  for (const queue of wanted) {
    if (known.includes(queue)) continue;
    const nearest = nearestName(queue, known);
    throw new InvalidInputError(`--queue ${queue} is not in the history. ${nearest === null ? `It has ${known.join(', ')}.` : `Did you mean ${nearest}?`}`, {
      queue,
      known,
    });
  }
  return { ...history, queues: history.queues.filter((queue) => wanted.includes(queue.queue)) };
}
