import { breathe, type Forecast, type History, InvalidInputError, type QueueForecast, type QueueHistory, VERSION } from '../core/index.js';
import { applyOverrides } from './apply-overrides.js';
import { type CoarseModel, fitCoarse, forecastCoarse } from './coarse-model.js';
import { type FitContext, fitQueue } from './fit-queue.js';
import { forecastQueue } from './forecast-queue.js';
import { checkHorizon, horizonEndMs } from './horizon.js';
import type { FitOptions, ForecastFromOptions, ForecastOptions } from './options.js';
import { historyEndMs } from './panel.js';
import type { QueueModel } from './queue-model.js';

/** Fitted models of all queues of a history: plain data that can be stored and read back. */
export type ForecastModel = {
  readonly version: string;
  readonly seed: number;
  readonly horizonDays: number;
  readonly queues: readonly (QueueModel | CoarseModel)[];
};

const DEFAULT_LEVELS: readonly number[] = [0.8, 0.95];

/** First instant after the last interval of the latest queue. */
function commonEndMs(where: string, history: History): number {
  if (history.queues.length === 0) throw new InvalidInputError(`${where}: history has no queue. Read it with readHistory.`, {});
  return Math.max(...history.queues.map(historyEndMs));
}

function contextOf(where: string, history: History, options: FitOptions): Omit<FitContext, 'hours'> {
  return { endMs: commonEndMs(where, history), events: options.events ?? [], horizonDays: options.horizonDays ?? 28, regressors: options.regressors ?? [] };
}

/** Fits one series, whatever its grain. */
export function fitSeries(history: QueueHistory, context: FitContext): QueueModel | CoarseModel {
  const { grain } = history;
  if (grain !== 'week' && grain !== 'month') return fitQueue(history, context);
  const model = fitCoarse(history, grain, context.endMs);
  const given = [...context.events, ...(context.regressors ?? [])].some(({ queue }) => queue == null || queue === history.queue);
  return given ? { ...model, warnings: [...model.warnings, `Events and regressors act on days; totals per ${grain} are forecast without them.`] } : model;
}

/** Forecasts one series up to an instant. */
export function aheadOf(model: QueueModel | CoarseModel, endMs: number, levels: readonly number[]): QueueForecast {
  return 'grain' in model ? forecastCoarse(model, endMs, levels) : forecastQueue(model, endMs, levels);
}

/** What the fits of one forecast share: its origin, its horizon, its events. */
export function forecastContext(where: string, history: History, options: ForecastOptions): Omit<FitContext, 'hours'> {
  checkHorizon(where, options);
  const endMs = commonEndMs(where, history);
  const ends = history.queues.map((queue) => horizonEndMs(where, options, queue.zone, endMs));
  return { ...contextOf(where, history, options), horizonDays: ends.reduce((most, end) => Math.max(most, Math.ceil((end - endMs) / 86_400_000)), 1) };
}

/**
 * Fits every queue of a history: day score × intraday shape on the root scale, members weighed by a rolling-origin backtest.
 *
 * @param history - As {@link readHistory} returns it: intervals of any length or local days, null where closed or missing.
 * @param options.horizonDays - Days ahead at which members are weighed and errors measured; the model can forecast further. Default 28.
 * @param options.events - Past occurrences teach effects (by name within kind, shrunk); events with an `effect` are taken out of the history.
 * @param options.openingHours - By queue name; in place of the hours that the history fills regularly.
 * @param options.regressors - Numbers by local day ({@link DayRegressor}): ridge columns of the day regression, standardised over the history.
 * @returns Plain data: store it as JSON, read it back, and pass it to {@link forecastFrom}.
 * @throws {@link UnusableInputError} (`tooLittleHistory`) below about one week (three periods of weekly or monthly totals).
 * @remarks Cost is linear in the length of the history; a year of half-hours takes about 0.1 s. Method and sources: docs/forecasting.md.
 * @example
 * const counts = [90, 80, 70, 70, 60];
 * const lines = Array.from({ length: 84 }, (_, d) => `${addDays('2026-01-05', d)},${counts[d % 7] ?? 0}`);
 * const history = await readHistory(['timestamp,volume', ...lines].join('\n'), { zone: 'Europe/Berlin' });
 * const model = JSON.parse(JSON.stringify(fitForecast(history)));
 * Math.round(forecastFrom(model, { days: 1 }).queues[0].volume[0]); // 90
 */
export function fitForecast(history: History, options: FitOptions = {}): ForecastModel {
  const context = contextOf('fitForecast', history, options);
  const queues = history.queues.map((queue) => fitSeries(queue, { ...context, hours: options.openingHours?.[queue.queue] ?? null }));
  return { version: VERSION, seed: options.seed ?? 1, horizonDays: context.horizonDays, queues };
}

/**
 * Forecasts from fitted models.
 *
 * @param options - How far: `untilMs` (start of the last interval wanted), `days` or `weeks` (local, from the end of the history); `levels`, the
 *   nominal coverages of the bands, each in (0, 1), 0.8 and 0.95 by default; `overrides`.
 * @returns As {@link forecast}.
 * @throws {@link InvalidInputError} for a horizon that is missing, given twice, or in the past.
 * @example
 * const counts = [90, 80, 70, 70, 60];
 * const lines = Array.from({ length: 84 }, (_, d) => `${addDays('2026-01-05', d)},${counts[d % 7] ?? 0}`);
 * const history = await readHistory(['timestamp,volume', ...lines].join('\n'), { zone: 'Europe/Berlin' });
 * forecastFrom(fitForecast(history), { weeks: 1 }).queues[0].days.length; // 7
 */
export function forecastFrom(model: ForecastModel, options: ForecastFromOptions): Forecast {
  checkHorizon('forecastFrom', options);
  const levels = checkLevels(options.levels);
  const queues = model.queues.map((queue) => aheadOf(queue, horizonEndMs('forecastFrom', options, queue.zone, queue.endMs), levels));
  const plain: Forecast = {
    queues,
    provenance: {
      version: model.version,
      seed: model.seed,
      method: 'day score × intraday shape',
      options: { levels, untilMs: options.untilMs ?? null, days: options.days ?? null, weeks: options.weeks ?? null },
    },
  };
  return options.overrides === undefined || options.overrides.length === 0 ? plain : applyOverrides(plain, options.overrides);
}

/** Levels of the bands, checked and in order. */
export function checkLevels(levels: readonly number[] = DEFAULT_LEVELS): readonly number[] {
  for (const level of levels) {
    if (!(level > 0 && level < 1)) throw new InvalidInputError(`forecast: levels must be fractions in (0, 1), got ${level}. Write 80 % as 0.8.`, { level });
  }
  return [...levels].sort((a, b) => a - b);
}

/**
 * Forecasts volume and mean handle time of every queue of a history, with bands, right after its last interval.
 *
 * @param history - As {@link readHistory} returns it. All queues are forecast from the same instant: the end of the latest one.
 * @param options - How far ({@link ForecastHorizon}); levels, events, regressors, overrides, opening hours; signal and progress.
 * @returns By queue: `volume` (expected contacts per interval; null = closed), `ahtSeconds`, `bands` (split conformal quantiles), `days` (totals
 *   with bands of their own), `dayFactorCv`, `parts` (level = contacts of an ordinary day, shape = share of the day; they multiply to the
 *   statistical forecast), `weights` (members, their weight and backtest WAPE by days ahead), `warnings`. Histories of local days give one entry
 *   per local day: entry i is the i-th day, whatever its length in hours, and `intervalSeconds` is 86,400. Weekly and monthly totals are forecast as such
 *   (`grain`; level, damped trend, season), one entry per calendar week or month that begins before the horizon ends, without `days`.
 * @throws {@link InvalidInputError} for a horizon in the past or options out of range; {@link UnusableInputError} (`tooLittleHistory`) below
 *   about one week of data.
 * @remarks Nothing is drawn at random; `seed` is recorded for what follows. Method and sources: docs/forecasting.md.
 * @example
 * const counts = [90, 80, 70, 70, 60];
 * const lines = Array.from({ length: 84 }, (_, d) => `${addDays('2026-01-05', d)},${counts[d % 7] ?? 0}`);
 * const history = await readHistory(['timestamp,volume', ...lines].join('\n'), { zone: 'Europe/Berlin' });
 * const { queues } = await forecast(history, { weeks: 1 });
 * queues[0].volume.map((contacts) => Math.round(contacts)); // [90, 80, 70, 70, 60, 0, 0]
 */
export async function forecast(history: History, options: ForecastOptions): Promise<Forecast> {
  const context = forecastContext('forecast', history, options);
  const queues: (QueueModel | CoarseModel)[] = [];
  for (const [done, queue] of history.queues.entries()) {
    options.onProgress?.({ stage: 'forecast', done, total: history.queues.length });
    await breathe(options.signal);
    queues.push(fitSeries(queue, { ...context, hours: options.openingHours?.[queue.queue] ?? null }));
  }
  options.onProgress?.({ stage: 'forecast', done: history.queues.length, total: history.queues.length });
  return forecastFrom({ version: VERSION, seed: options.seed ?? 1, horizonDays: context.horizonDays, queues }, options);
}
