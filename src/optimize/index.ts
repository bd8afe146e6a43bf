export { type AddedColumn, type HighsOptions, type HighsSession, openHighs, solveWithHighs } from './highs.js';
export { type LinearColumn, type LinearModel, type LinearRow, type LinearSolution, type SolveOptions, worstViolation } from './model.js';
export { solveSmall } from './small-simplex.js';
