export type { Accuracy } from './accuracy.js';
export { applyOverrides } from './apply-overrides.js';
export { type Backtest, type BacktestOptions, backtest, type MethodAccuracy, type QueueBacktest } from './backtest.js';
export { findPeaks, type PeakOptions } from './find-peaks.js';
export { type ForecastModel, fitForecast, forecast, forecastFrom } from './forecast.js';
export type { FitOptions, ForecastFromOptions, ForecastHorizon, ForecastOptions } from './options.js';
export { spreadTotal, type TotalRule } from './spread-total.js';
