import type { Forecast, History } from '../../core/index.js';
import { InvalidInputError } from '../../core/index.js';
import { forecastToCsv, totalsToCsv } from '../../exchange/index.js';
import {
  adoptForecast,
  aggregateForecast,
  applyOverrides,
  type ForecastOptions,
  type ForecastSum,
  forecast,
  forecastWarnings,
  type Reconciliation,
  reconcileForecasts,
  spreadTotal,
  sumForecasts,
} from '../../forecast/index.js';
import { createNodeRunner } from '../../node/index.js';
import { addDays, displayDay, localDayOf, weekdayOf } from '../../time/index.js';
import { chooseQueues } from '../choose-queues.js';
import type { Context, Options } from '../context.js';
import { explainText } from '../explain-text.js';
import { neededZone, readDayTables, readForecastFile, readHistoryFiles } from '../read-inputs.js';
import { reportHistory } from '../report-history.js';
import { reportIdleOverrides, reportStrangers } from '../report-strangers.js';
import { choiceOption, levelsOption, listOption, misused, numberOption, parseLocalTime, seedOption, textOption } from '../values.js';
import { percent } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast forecast`: volume and handle time per interval, as forecast.csv. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const zone = neededZone(options);
  const horizon = horizonOption(options, zone);
  const levels = levelsOption(options);
  const seed = seedOption(options);
  const sum = choiceOption(options, 'sum', ['all', 'queue', 'channel', 'reason', 'site'] as const);
  const per = choiceOption(options, 'per', ['day', 'week', 'month'] as const);
  const totals = listOption(options, 'total').map(parseTotal);
  const known = await readDayTables(options, context);
  const { events, regressors, overrides } = known;
  const all = await readHistoryFiles(files, zone, options, context);
  const history = chooseQueues(all, options);
  reportHistory(files, history, context);
  reportStrangers(options, known, all, context);
  const { signal, onProgress } = context;
  const wanted = { ...horizon, levels, events, regressors, seed, signal, onProgress };
  const plain = history.queues.length > 1 ? await forecastMany(history, wanted, options, context) : await forecast(history, wanted);
  const file = textOption(options, 'adopt');
  const given = file === undefined ? plain : adoptForecast(plain, await readForecastFile(file, zone));
  const changed = overrides.length === 0 ? given : applyOverrides(given, overrides);
  const result = totals.reduce<Forecast>(spreadTotal, checkTotals(totals, changed));
  for (const warning of forecastWarnings(result)) context.warn(warning);
  reportIdleOverrides(options, overrides, result, context);
  if (result.queues.every((queue) => queue.volume.every((volume) => volume === null))) context.warn(nothingOpen(result));
  const summed = sum === undefined ? result : sumForecasts(result, sum === 'all' ? {} : { by: sum });
  const periods = per === undefined ? null : aggregateForecast(summed, { per });
  const explain = options.explain === true;
  const toFile = textOption(options, 'out') !== undefined;
  const table = periods === null ? forecastToCsv(summed, { parts: options.parts === true }) : totalsToCsv(periods);
  await writeResult(options, context, periods ?? summed, explain && !toFile ? explainText(result) : table);
  if (explain && toFile && options.json !== true) context.print(explainText(result));
  return undefined;
}

/** From so many series on, threads are worth their start. */
const MANY = 8;

/** Several series: new ones borrow, parts add up, many are forecast side by side. */
async function forecastMany(history: History, wanted: ForecastOptions, options: Options, context: Context): Promise<Forecast> {
  const similar = Object.fromEntries(listOption(options, 'similar').map(parseSimilar));
  const runner = history.queues.length >= MANY ? createNodeRunner() : undefined;
  try {
    const { sums, reconciliation, leftOut, ...result } = await reconcileForecasts(history, {
      ...wanted,
      similar,
      runner,
      reconcile: options.reconcile !== false,
    });
    for (const { queue, why } of leftOut) context.warn(`${queue}: left out. ${why}`);
    if (reconciliation !== null && sums.length > 0) context.note(reconciledText(sums, reconciliation));
    return { ...result, ...(reconciliation === null ? {} : { reconciliation }) };
  } finally {
    runner?.close();
  }
}

function reconciledText(sums: readonly ForecastSum[], { changes }: Reconciliation): string {
  const before = changes.reduce((sum, change) => sum + change.before, 0);
  const moved = changes.reduce((sum, change) => sum + change.meanChange * change.before, 0);
  const names = [...new Set(sums.map(({ by }) => (by.length === 0 ? 'all together' : `by ${by.join(' and ')}`)))];
  return `${changes.length} series made to add up (${names.join('; ')}): days moved by ${percent(before > 0 ? moved / before : 0, 1)} on average. --no-reconcile leaves them.`;
}

function parseSimilar(text: string): [string, string] {
  const [fresh = '', known = '', ...more] = text.split('=').map((word) => word.trim());
  if (fresh === '' || known === '' || more.length > 0) throw misused('similar', 'a new queue and a known one, such as chat=voice', text);
  return [fresh, known];
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

/** Total of a month or a week, as typed. */
type PeriodTotal = { readonly queue?: string; readonly month?: string; readonly from?: string; readonly to?: string; readonly total: number };

/** Reads `2026-12=50000`, `2026-W50=12000` or, where there are several queues, `billing:2026-12=50000`. */
function parseTotal(text: string): PeriodTotal {
  const match = /^(?:(.+):)?(\d{4}-(?:0[1-9]|1[0-2])|\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3]))\s*=\s*(\d+(?:\.\d+)?)$/i.exec(text.trim());
  if (match === null) throw misused('total', 'a month or week and its contacts, such as 2026-12=50000, 2026-W50=12000 or billing:2026-12=50000', text);
  const [, queue, period = '', total = ''] = match;
  return { ...(queue === undefined ? {} : { queue }), ...(/w/i.test(period) ? weekOf(period, text) : { month: period }), total: Number(total) };
}

/** Monday to Sunday of an ISO week: week 1 is the one with 4 January. */
function weekOf(period: string, text: string): { readonly from: string; readonly to: string } {
  const fourth = `${period.slice(0, 4)}-01-04`;
  const from = addDays(fourth, 7 * (Number(period.slice(6)) - 1) - weekdayOf(fourth));
  if (addDays(from, 3).slice(0, 4) !== period.slice(0, 4)) throw misused('total', `a week that ${period.slice(0, 4)} has, which is one of 52`, text);
  return { from, to: addDays(from, 6) };
}

function checkTotals(totals: readonly PeriodTotal[], forecasted: Forecast): Forecast {
  const names = [...new Set(forecasted.queues.map((queue) => queue.queue))];
  const open = totals.find((total) => total.queue === undefined);
  if (names.length > 1 && open !== undefined)
    throw new InvalidInputError(
      `--total ${open.month ?? open.from}=${open.total} must name its queue, since there are several (${names.join(', ')}). Write ${names[0]}:${open.month ?? 'WEEK'}=${open.total}.`,
    );
  return forecasted;
}
