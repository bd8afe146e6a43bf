import { breathe, type Forecast, type History, InvalidInputError, VERSION } from '../core/index.js';
import { applyOverrides } from './apply-overrides.js';
import { type FitContext, fitQueue, type QueueModel } from './fit-queue.js';
import { forecastQueue } from './forecast-queue.js';
import { checkHorizon, horizonEndMs } from './horizon.js';
import type { FitOptions, ForecastFromOptions, ForecastOptions } from './options.js';
import { historyEndMs } from './panel.js';

/** Fitted models of all queues of a history: plain data that can be stored and read back. */
export type ForecastModel = { readonly version: string; readonly seed: number; readonly horizonDays: number; readonly queues: readonly QueueModel[] };

const DEFAULT_LEVELS: readonly number[] = [0.8, 0.95];

/** First instant after the last interval of the latest queue. */
function commonEndMs(where: string, history: History): number {
  if (history.queues.length === 0) throw new InvalidInputError(`${where}: history has no queue. Read it with readHistory.`, {});
  return Math.max(...history.queues.map(historyEndMs));
}

function contextOf(where: string, history: History, options: FitOptions): Omit<FitContext, 'hours'> {
  return { endMs: commonEndMs(where, history), events: options.events ?? [], horizonDays: options.horizonDays ?? 28 };
}

/** Fits every queue of a history. */
export function fitForecast(history: History, options: FitOptions = {}): ForecastModel {
  const context = contextOf('fitForecast', history, options);
  const queues = history.queues.map((queue) => fitQueue(queue, { ...context, hours: options.openingHours?.[queue.queue] ?? null }));
  return { version: VERSION, seed: options.seed ?? 1, horizonDays: context.horizonDays, queues };
}

/** Forecasts from fitted models. */
export function forecastFrom(model: ForecastModel, options: ForecastFromOptions): Forecast {
  checkHorizon('forecastFrom', options);
  const levels = checkLevels(options.levels ?? DEFAULT_LEVELS);
  const queues = model.queues.map((queue) => forecastQueue(queue, horizonEndMs('forecastFrom', options, queue.zone, queue.endMs), levels));
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

function checkLevels(levels: readonly number[]): readonly number[] {
  for (const level of levels) {
    if (!(level > 0 && level < 1)) throw new InvalidInputError(`forecast: levels must be fractions in (0, 1), got ${level}. Write 80 % as 0.8.`, { level });
  }
  return [...levels].sort((a, b) => a - b);
}

/** Forecasts volume and handle time of every queue of a history, with bands. */
export async function forecast(history: History, options: ForecastOptions): Promise<Forecast> {
  checkHorizon('forecast', options);
  const endMs = commonEndMs('forecast', history);
  const horizonDays = Math.max(
    ...history.queues.map((queue) => Math.ceil((horizonEndMs('forecast', options, queue.zone, endMs) - endMs) / 86_400_000)),
    1,
  );
  const context = { ...contextOf('forecast', history, options), horizonDays };
  const queues: QueueModel[] = [];
  for (const [done, queue] of history.queues.entries()) {
    options.onProgress?.({ stage: 'forecast', done, total: history.queues.length });
    await breathe(options.signal);
    queues.push(fitQueue(queue, { ...context, hours: options.openingHours?.[queue.queue] ?? null }));
  }
  options.onProgress?.({ stage: 'forecast', done: history.queues.length, total: history.queues.length });
  return forecastFrom({ version: VERSION, seed: options.seed ?? 1, horizonDays, queues }, options);
}
