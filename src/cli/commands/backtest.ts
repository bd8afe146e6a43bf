import { backtest, type QueueBacktest, seriesLabels } from '../../forecast/index.js';
import { renderBacktest } from '../../report/index.js';
import { accuracyText } from '../accuracy-text.js';
import { chooseQueues } from '../choose-queues.js';
import type { Context, Options } from '../context.js';
import { neededZone, readEventsOption, readHistoryFiles, readRegressorsOption } from '../read-inputs.js';
import { reportHistory } from '../report-history.js';
import { reportStrangers } from '../report-strangers.js';
import { numberOption, seedOption, textOption } from '../values.js';
import { plural } from '../wording.js';
import { writeResultOrPage } from '../write-outputs.js';

/** `shiftcast backtest`: how far off the forecast would have been; a page with charts where --out ends in .html. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const zone = neededZone(options);
  const weeks = numberOption(options, 'weeks', { whole: true, least: 1 });
  const folds = numberOption(options, 'folds', { whole: true, least: 1 });
  const seed = seedOption(options);
  if (textOption(options, 'overrides') !== undefined)
    context.warn('--overrides changes nothing in a backtest, which scores the statistical forecast; shiftcast score tells what overrides did.');
  const events = await readEventsOption(options, context);
  const regressors = await readRegressorsOption(options, context);
  const all = await readHistoryFiles(files, zone, options, context);
  const history = chooseQueues(all, options);
  reportHistory(files, history, context);
  reportStrangers(options, { events, regressors }, all, context);
  const { signal, onProgress } = context;
  const result = await backtest(history, { weeks, folds, events, regressors, seed, signal, onProgress });
  context.endProgress();
  const labels = seriesLabels(result.leftOut);
  for (const [i, { why }] of result.leftOut.entries()) context.warn(`${labels[i]}: left out. ${why}`);
  const text = accuracyText(
    result.queues,
    (queue) => `${queue.folds.length} × ${spanOf(queue, result.weeks)} ahead, ${queue.folds[0]?.from} to ${queue.folds.at(-1)?.to}`,
  );
  await writeResultOrPage(options, context, result, text, () => renderBacktest(result));
  return undefined;
}

/** How far each fold reaches. */
function spanOf({ grain }: QueueBacktest, weeks: number): string {
  return grain === 'month' ? plural(Math.ceil(weeks / 4), 'month') : plural(weeks, 'week');
}
