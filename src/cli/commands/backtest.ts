import { backtest } from '../../forecast/index.js';
import { renderBacktest } from '../../report/index.js';
import { accuracyText } from '../accuracy-text.js';
import { chooseQueues } from '../choose-queues.js';
import type { Context, Options } from '../context.js';
import { neededZone, readEventsOption, readHistoryFiles } from '../read-inputs.js';
import { reportHistory } from '../report-history.js';
import { reportStrangers } from '../report-strangers.js';
import { numberOption, seedOption, textOption } from '../values.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast backtest`: how far off the forecast would have been; a page with charts where --out ends in .html. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const zone = neededZone(options);
  const weeks = numberOption(options, 'weeks', { whole: true, least: 1 });
  const folds = numberOption(options, 'folds', { whole: true, least: 1 });
  const seed = seedOption(options);
  const events = await readEventsOption(options, context);
  const all = await readHistoryFiles(files, zone, options, context);
  const history = chooseQueues(all, options);
  reportHistory(files, history, context);
  reportStrangers(options, { events, overrides: [] }, all, context);
  const { signal, onProgress } = context;
  const result = await backtest(history, { weeks, folds, events, seed, signal, onProgress });
  context.endProgress();
  const span = `${result.weeks} ${result.weeks === 1 ? 'week' : 'weeks'} ahead`;
  const text = accuracyText(result.queues, (queue) => `${queue.folds.length} × ${span}, ${queue.folds[0]?.from} to ${queue.folds.at(-1)?.to}`);
  const drawn = /\.html?$/i.test(textOption(options, 'out') ?? '');
  await writeResult(options, context, result, drawn ? await renderBacktest(result) : text);
  if (drawn && options.json !== true) context.print(text);
  return undefined;
}
