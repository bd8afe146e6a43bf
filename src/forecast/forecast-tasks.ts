import type { QueueForecast, QueueHistory, TaskTable } from '../core/index.js';
import type { FitContext } from './fit-queue.js';
import { aheadOf, fitSeries } from './forecast.js';
import { horizonEndMs } from './horizon.js';
import type { ForecastHorizon } from './options.js';

/** One series to forecast, as it is sent to a worker. */
export type SeriesTask = {
  readonly history: QueueHistory;
  readonly context: FitContext;
  readonly horizon: ForecastHorizon;
  readonly levels: readonly number[];
};

/**
 * Forecasts one series: the work of {@link reconcileForecasts} that may run in another thread.
 *
 * @param task - JSON-safe: the series, what its fit must know, how far, and the levels of the bands.
 * @throws As {@link forecast}.
 * @example
 * typeof forecastSeries; // 'function'
 */
export function forecastSeries({ history, context, horizon, levels }: SeriesTask): QueueForecast {
  const model = fitSeries(history, context);
  return aheadOf(model, horizonEndMs('forecast', horizon, model.zone, model.endMs), levels);
}

/**
 * Work of {@link reconcileForecasts} by name, for task runners that have other threads: `forecastSeries` forecasts one series.
 *
 * @example
 * Object.keys(forecastTasks); // ['forecastSeries']
 */
export const forecastTasks: TaskTable = { forecastSeries };
