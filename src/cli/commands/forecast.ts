import type { Forecast } from '../../core/index.js';
import { InvalidInputError } from '../../core/index.js';
import { forecastToCsv } from '../../exchange/index.js';
import { forecast, forecastWarnings, spreadTotal } from '../../forecast/index.js';
import { displayDay, localDayOf } from '../../time/index.js';
import { chooseQueues } from '../choose-queues.js';
import type { Context, Options } from '../context.js';
import { neededZone, readEventsOption, readHistoryFiles, readOverridesOption } from '../read-inputs.js';
import { reportHistory } from '../report-history.js';
import { reportIdleOverrides, reportStrangers } from '../report-strangers.js';
import { levelsOption, listOption, misused, numberOption, parseLocalTime, seedOption, textOption } from '../values.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast forecast`: volume and handle time per interval, as forecast.csv. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const zone = neededZone(options);
  const horizon = horizonOption(options, zone);
  const levels = levelsOption(options);
  const seed = seedOption(options);
  const totals = listOption(options, 'total').map(parseTotal);
  const events = await readEventsOption(options, context);
  const overrides = await readOverridesOption(options, context);
  const all = await readHistoryFiles(files, zone, options, context);
  const history = chooseQueues(all, options);
  reportHistory(files, history, context);
  reportStrangers(options, { events, overrides }, all, context);
  const { signal, onProgress } = context;
  const plain = await forecast(history, { ...horizon, levels, events, overrides, seed, signal, onProgress });
  const result = totals.reduce<Forecast>(spreadTotal, checkTotals(totals, plain));
  for (const warning of forecastWarnings(result)) context.warn(warning);
  reportIdleOverrides(options, overrides, result, context);
  if (result.queues.every((queue) => queue.volume.every((volume) => volume === null))) context.warn(nothingOpen(result));
  await writeResult(options, context, result, forecastToCsv(result));
  return undefined;
}

function nothingOpen({ queues }: Forecast): string {
  const fromMs = Math.min(...queues.map((queue) => queue.startMs));
  const toMs = Math.max(...queues.map((queue) => queue.startMs + queue.volume.length * queue.intervalSeconds * 1000 - 1));
  const day = (ms: number): string => displayDay(localDayOf(queues[0]?.zone ?? 'UTC', ms));
  return `Nothing is open from ${day(fromMs)} to ${day(toMs)}, so the forecast has no rows; ask for more days.`;
}

/** The horizon as asked, 4 weeks when not. */
function horizonOption(options: Options, zone: string): { readonly untilMs: number } | { readonly days: number } | { readonly weeks: number } {
  const until = textOption(options, 'until');
  const days = numberOption(options, 'days', { whole: true, least: 1 });
  const weeks = numberOption(options, 'weeks', { whole: true, least: 1 });
  if ([until, days, weeks].filter((value) => value !== undefined).length > 1)
    throw new InvalidInputError('--until, --days and --weeks exclude each other; give one of them.');
  if (until !== undefined) return { untilMs: parseLocalTime('--until', until, zone) };
  return days !== undefined ? { days } : { weeks: weeks ?? 4 };
}

type MonthTotal = { readonly queue?: string; readonly month: string; readonly total: number };

/** Reads `2026-12=50000` or, where there are several queues, `billing:2026-12=50000`. */
function parseTotal(text: string): MonthTotal {
  const match = /^(?:(.+):)?(\d{4}-(?:0[1-9]|1[0-2]))\s*=\s*(\d+(?:\.\d+)?)$/.exec(text.trim());
  if (match === null) throw misused('total', 'a month and its contacts, such as 2026-12=50000 or billing:2026-12=50000', text);
  const [, queue, month = '', total = ''] = match;
  return { ...(queue === undefined ? {} : { queue }), month, total: Number(total) };
}

function checkTotals(totals: readonly MonthTotal[], forecasted: Forecast): Forecast {
  const names = forecasted.queues.map((queue) => queue.queue);
  const open = totals.find((total) => total.queue === undefined);
  if (names.length > 1 && open !== undefined)
    throw new InvalidInputError(
      `--total ${open.month}=${open.total} must name its queue, since there are several (${names.join(', ')}). Write ${names[0]}:${open.month}=${open.total}.`,
    );
  return forecasted;
}
