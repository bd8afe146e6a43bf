import { type History, UnusableInputError } from '../core/index.js';
import type { ReadableInput } from './decode.js';
import { checkHistoryOptions, type HistoryOptions } from './history-options.js';
import { mergeHistories, type Part } from './merge-histories.js';
import { readHistory } from './read-history.js';

/** One of several files of a history. A function opens it afresh, which lets a stream be read a second time where another file proves the order of dates. */
export type NamedInput = { readonly name: string; readonly input: ReadableInput | (() => ReadableInput | Promise<ReadableInput>) };

/**
 * Reads several files of one history, such as one export per month or per queue, and merges them.
 *
 * @param inputs - Files in order of precedence: where two of them know the same interval of a queue, the later one wins as a whole.
 * @param options - As for {@link readHistory}; they hold for every file. With `intervalSeconds` left out, finer files are summed to the longest interval among them.
 *   Where dates of one file prove no order of day and month, the order that the other files prove is taken.
 * @returns One history. Issues name their file; counts of rows are sums.
 * @throws As `readHistory`; {@link UnusableInputError} when files of different grains (intervals, days, weeks, months) come together.
 * @example
 * const files = [{ name: 'jan.csv', input: 'timestamp,volume\n2026-01-05 08:00,22' }, { name: 'fix.csv', input: 'timestamp,volume\n2026-01-05 08:00,23' }];
 * (await readHistories(files, { zone: 'UTC' })).queues[0].volume; // [23]
 */
export async function readHistories(inputs: readonly NamedInput[], options: HistoryOptions): Promise<History> {
  checkHistoryOptions(options, 'readHistories');
  const parts: (Part | null)[] = [];
  const undecided: { readonly at: number; readonly fault: UnusableInputError }[] = [];
  for (const [at, { name, input }] of inputs.entries()) {
    try {
      parts.push({ name, history: await readHistory(await opened(input), { ...options, sourceName: name }) });
    } catch (fault) {
      if (!isUndecided(fault) || input instanceof ReadableStream) throw fault;
      parts.push(null);
      undecided.push({ at, fault });
    }
  }
  const orders = new Set(parts.map((part) => part?.history.summary.dateOrder).filter((order) => order === 'dayFirst' || order === 'monthFirst'));
  const [dateOrder] = orders;
  for (const { at, fault } of undecided) {
    if (orders.size !== 1 || dateOrder === undefined) throw fault;
    const { name, input } = inputs[at] as NamedInput; // files of one history are written alike: what one proves holds for the others
    parts[at] = { name, history: await readHistory(await opened(input), { ...options, dateOrder, sourceName: name }) };
  }
  return mergeHistories(
    parts.filter((part) => part !== null),
    options,
  );
}

function opened(input: NamedInput['input']): ReadableInput | Promise<ReadableInput> {
  return typeof input === 'function' ? input() : input;
}

function isUndecided(fault: unknown): fault is UnusableInputError {
  return fault instanceof UnusableInputError && fault.facts.option === '--date-format';
}
