export { type RenderReportOptions, renderReport } from './render-report.js';
