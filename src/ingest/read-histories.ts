import type { History } from '../core/index.js';
import type { ReadableInput } from './decode.js';
import { checkHistoryOptions, type HistoryOptions } from './history-options.js';
import { mergeHistories } from './merge-histories.js';
import { readHistory } from './read-history.js';

/** One of several files of a history. */
export type NamedInput = { readonly name: string; readonly input: ReadableInput };

/**
 * Reads several files of one history, such as one export per month or per queue, and merges them.
 *
 * @param inputs - Files in order of precedence: where two of them know the same interval of a queue, the later one wins as a whole.
 * @param options - As for {@link readHistory}; they hold for every file. With `intervalSeconds` left out, finer files are summed to the longest interval among them.
 * @returns One history. Issues name their file; counts of rows are sums.
 * @throws As `readHistory`; {@link UnusableInputError} when files of different grains (intervals, days, weeks, months) come together.
 * @example
 * const files = [{ name: 'jan.csv', input: 'timestamp,volume\n2026-01-05 08:00,22' }, { name: 'fix.csv', input: 'timestamp,volume\n2026-01-05 08:00,23' }];
 * (await readHistories(files, { zone: 'UTC' })).queues[0].volume; // [23]
 */
export async function readHistories(inputs: readonly NamedInput[], options: HistoryOptions): Promise<History> {
  checkHistoryOptions(options, 'readHistories');
  const parts: { name: string; history: History }[] = [];
  for (const { name, input } of inputs) parts.push({ name, history: await readHistory(input, { ...options, sourceName: name }) });
  return mergeHistories(parts, options);
}
