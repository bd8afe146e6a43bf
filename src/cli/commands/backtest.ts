import { backtest, type QueueBacktest } from '../../forecast/index.js';
import { chooseQueues } from '../choose-queues.js';
import type { Context, Options } from '../context.js';
import { neededZone, readEventsOption, readHistoryFiles } from '../read-inputs.js';
import { reportHistory } from '../report-history.js';
import { reportStrangers } from '../report-strangers.js';
import { textTable } from '../table.js';
import { numberOption, seedOption } from '../values.js';
import { percent } from '../wording.js';
import { writeResult } from '../write-outputs.js';

const METHOD_NAMES: Readonly<Record<string, string>> = { forecast: 'shiftcast', seasonalNaive: 'last week again', fourWeekMean: 'mean of four weeks' };

/** `shiftcast backtest`: how far off the forecast would have been. */
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
  await writeResult(options, context, result, result.queues.map((queue) => queueText(queue, result.weeks)).join('\n\n'));
  return undefined;
}

function queueText(queue: QueueBacktest, weeks: number): string {
  const [first] = queue.folds;
  const last = queue.folds.at(-1);
  const rows = queue.methods.map(({ method, interval, day }) => [
    METHOD_NAMES[method] ?? method,
    percent(interval.wape, 1),
    percent(interval.bias, 1),
    percent(day.wape, 1),
    percent(interval.coverage80),
    percent(interval.coverage95),
  ]);
  return [
    `${queue.queue}: ${queue.folds.length} × ${weeks} ${weeks === 1 ? 'week' : 'weeks'} ahead, ${first?.from} to ${last?.to}`,
    textTable(['method', 'error', 'bias', 'error by day', 'in 80 % band', 'in 95 % band'], rows),
    `Error = sum of absolute errors ÷ contacts. Chance alone makes ${percent(queue.poissonFloor, 1)}.`,
  ].join('\n');
}
