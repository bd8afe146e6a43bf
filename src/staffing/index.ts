export { type CoverageFigures, evaluateCoverage } from './evaluate-coverage.js';
export { type BudgetInput, type BudgetPlan, serviceLevelForBudget } from './service-level-for-budget.js';
export { type StaffConfig, staff } from './staff.js';
