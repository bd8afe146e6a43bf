export { type CoverageFigures, evaluateCoverage } from './evaluate-coverage.js';
export { type StaffConfig, staff } from './staff.js';
