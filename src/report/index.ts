export { type RenderBacktestOptions, renderBacktest } from './render-backtest.js';
export { type RenderReportOptions, renderReport } from './render-report.js';
