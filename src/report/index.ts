export { type RenderBacktestOptions, renderBacktest } from './render-backtest.js';
export { type RenderReportOptions, renderReport } from './render-report.js';
export { type RenderSimulationOptions, renderSimulation } from './render-simulation.js';
export { type RenderWhatIfOptions, renderWhatIf, type WhatIfPage } from './render-what-if.js';
