import { medianOf, solveSymmetric } from '../numeric/index.js';
import type { Column } from './day-features.js';

/** Day-to-day deviation of the log score expected before any is seen, and the days it is worth. */
const PRIOR_DEVIATION = 0.05;
const PRIOR_DAYS = 7;

/** Growing weighted cross products of the feature rows: memory^age is a common scale, so each origin only adds its new rows. */
export type RegressionState = {
  readonly table: Float64Array;
  readonly columns: readonly Column[];
  readonly weekday: Uint8Array;
  /** Forgetting per row. */
  readonly memory: number;
  readonly gram: Float64Array;
  upTo: number;
};

export type DayFit = { readonly coefficients: Float64Array; readonly centre: number; readonly residuals: Float64Array };

export function newRegression(table: Float64Array, columns: readonly Column[], weekday: Uint8Array, memory: number): RegressionState {
  return { table, columns, weekday, memory, gram: new Float64Array(columns.length * columns.length), upTo: 0 };
}

/**
 * Ridge regression of the log day scores on the calendar, weights memory^age, one Huber pass at 2.5 robust deviations.
 * Penalties are prior variances: noise variance / spread² per column.
 *
 * @param use - 1 for rows that may teach.
 */
export function fitDayRegression(state: RegressionState, logScore: Float64Array, use: Uint8Array, origin: number): DayFit {
  const width = state.columns.length;
  advanceGram(state, use, origin);
  const weights = new Float64Array(origin);
  let centre = 0;
  let total = 0;
  for (let r = 0; r < origin; r += 1) {
    if (use[r] === 0) continue;
    weights[r] = state.memory ** (origin - 1 - r);
    centre += (weights[r] as number) * (logScore[r] as number);
    total += weights[r] as number;
  }
  centre = total > 0 ? centre / total : 0;
  const noise = noiseVariance(logScore, state.weekday, use, origin);
  const right = new Float64Array(width);
  for (let r = 0; r < origin; r += 1) addScaled(right, state.table, r * width, (weights[r] as number) * ((logScore[r] as number) - centre));
  const normal = Float64Array.from(state.gram);
  for (let j = 0; j < width; j += 1) normal[j * width + j] = (normal[j * width + j] as number) + noise / (state.columns[j] as Column).spread ** 2;
  const first = solveSymmetric(normal, right);
  const residuals = residualsOf(state.table, first, logScore, centre, origin);
  if (!downweight(state, normal, right, residuals, weights, logScore, centre)) return { coefficients: first, centre, residuals };
  const coefficients = solveSymmetric(normal, right);
  return { coefficients, centre, residuals: residualsOf(state.table, coefficients, logScore, centre, origin) };
}

/** Score of a feature row on the log scale, without the centre. */
export function dotRow(table: Float64Array, offset: number, coefficients: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < coefficients.length; j += 1) sum += (table[offset + j] as number) * (coefficients[j] as number);
  return sum;
}

function addScaled(target: Float64Array, table: Float64Array, offset: number, factor: number): void {
  if (factor === 0) return;
  for (let j = 0; j < target.length; j += 1) target[j] = (target[j] as number) + factor * (table[offset + j] as number);
}

/** Adds factor · row · rowᵀ to the lower triangle. */
function addOuter(gram: Float64Array, table: Float64Array, offset: number, width: number, factor: number): void {
  for (let i = 0; i < width; i += 1) {
    const a = factor * (table[offset + i] as number);
    if (a === 0) continue;
    for (let j = 0; j <= i; j += 1) gram[i * width + j] = (gram[i * width + j] as number) + a * (table[offset + j] as number);
  }
}

function advanceGram(state: RegressionState, use: Uint8Array, origin: number): void {
  const width = state.columns.length;
  const decay = state.memory ** (origin - state.upTo);
  if (state.upTo > 0) for (let i = 0; i < state.gram.length; i += 1) state.gram[i] = (state.gram[i] as number) * decay;
  for (let r = state.upTo; r < origin; r += 1) if (use[r] === 1) addOuter(state.gram, state.table, r * width, width, state.memory ** (origin - 1 - r));
  state.upTo = origin;
}

/** Half the squared robust deviation of day-to-day changes after the weekday medians: level and season cancel. */
function noiseVariance(logScore: Float64Array, weekday: Uint8Array, use: Uint8Array, origin: number): number {
  const byWeekday: number[][] = Array.from({ length: 7 }, () => []);
  for (let r = 0; r < origin; r += 1) if (use[r] === 1) (byWeekday[weekday[r] as number] as number[]).push(logScore[r] as number);
  const medians = byWeekday.map((values) => (values.length > 0 ? medianOf(values) : 0));
  const changes: number[] = [];
  let before: number | null = null;
  for (let r = 0; r < origin; r += 1) {
    if (use[r] === 0) continue;
    const value = (logScore[r] as number) - (medians[weekday[r] as number] as number);
    if (before !== null) changes.push(Math.abs(value - before));
    before = value;
  }
  const deviation = changes.length > 0 ? 1.4826 * medianOf(changes) : 0;
  // the weekday medians used up one day each; what is left speaks against a usual 10 % of volume worth seven days
  const free = Math.max(0, changes.length - medians.length);
  return Math.max((free * deviation * deviation + PRIOR_DAYS * PRIOR_DEVIATION ** 2) / (free + PRIOR_DAYS), 1e-8) / 2;
}

function residualsOf(table: Float64Array, coefficients: Float64Array, logScore: Float64Array, centre: number, origin: number): Float64Array {
  const width = coefficients.length;
  const residuals = new Float64Array(origin);
  for (let r = 0; r < origin; r += 1) residuals[r] = (logScore[r] as number) - centre - dotRow(table, r * width, coefficients);
  return residuals;
}

/** Huber weights as row down-dates of the normal equations; false when no row exceeds the limit. */
function downweight(
  state: RegressionState,
  normal: Float64Array,
  right: Float64Array,
  residuals: Float64Array,
  weights: Float64Array,
  logScore: Float64Array,
  centre: number,
): boolean {
  const width = state.columns.length;
  const used = residuals.filter((_, r) => (weights[r] as number) > 0).map(Math.abs);
  if (used.length === 0) return false;
  const limit = 2.5 * 1.4826 * medianOf(used);
  let any = false;
  for (let r = 0; r < residuals.length; r += 1) {
    const size = Math.abs(residuals[r] as number);
    if ((weights[r] as number) === 0 || size <= limit) continue;
    const change = (weights[r] as number) * (limit / size - 1);
    addOuter(normal, state.table, r * width, width, change);
    addScaled(right, state.table, r * width, change * ((logScore[r] as number) - centre));
    any = true;
  }
  return any;
}
