import { quantileOf } from '../numeric/index.js';
import { columnsOf, type FeatureRule, featureTable } from './day-features.js';
import { type DayLevel, type LevelRule, smoothLevel } from './day-level.js';
import { dotRow, fitDayRegression, newRegression, type RegressionState } from './day-regression.js';
import type { EventCalendar } from './event-calendar.js';
import { advanceShapeSums, dayScores, newShapeSums, readShapes, type UnitDays } from './intraday-shape.js';
import { fillGroups, LEAD_GROUPS, leadGroup } from './lead-groups.js';
import type { Panel } from './panel.js';
import type { NamedRule } from './regression-rules.js';
import { inverseErrorWeights, stackErrors } from './stack-errors.js';
import type { Teaching } from './teaching-rows.js';

/** Levels that are tried: one member each. In the last, weekdays drift apart. */
export const LEVELS: readonly LevelRule[] = [
  { share: 0, weekday: 0 },
  { share: 0.03, weekday: 0 },
  { share: 0.1, weekday: 0 },
  { share: 0.25, weekday: 0 },
  { share: 0.5, weekday: 0 },
  { share: 0.1, weekday: 0.1 },
];

/** Shape that turns days into scores. */
const SCORE_SHAPE = { memory: 0.985, pull: 1 };

/** One day regression at the end of the history; plain data. */
export type RegressionModel = {
  readonly name: string;
  readonly rule: FeatureRule;
  readonly coefficients: readonly number[];
  readonly centre: number;
  /** By rule of `LEVELS`. */
  readonly levels: readonly DayLevel[];
  /** Extra log score of the day after a closure; 0 when not proved. */
  readonly afterClosure: number;
};

/** Day-level result: log scores are weighted sums over regressions × level shares, weights by lead group. */
export type DayFitResult = {
  readonly regressions: readonly RegressionModel[];
  readonly weights: readonly Float64Array[];
  /** Volume error of each member and group over the backtest; null without a backtest. */
  readonly wapes: readonly (readonly (number | null)[])[];
  /** Predicted log score by origin and lead (after stacking). */
  readonly stacked: readonly Float64Array[];
  /** Residuals of the last regression, and day scores, at the end of the history. */
  readonly residuals: Float64Array;
  readonly scores: Float64Array;
};

type Input = {
  readonly panel: Panel;
  readonly x: Float64Array;
  readonly units: UnitDays;
  readonly calendar: EventCalendar;
  readonly teaching: Teaching;
  readonly origins: readonly number[];
  readonly horizonRows: number;
  readonly rules: readonly NamedRule[];
};

type OriginFit = {
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
  readonly leads: number;
  readonly regressions: readonly RegressionModel[];
  readonly residuals: Float64Array;
  readonly scores: Float64Array;
};

/** Fits the day members at every origin and at the end, and weighs them by what they scored. */
export function fitDays(input: Input): DayFitResult {
  const { panel, origins, rules } = input;
  const shapeSums = newShapeSums(panel, SCORE_SHAPE);
  const states = rules.map(({ rule, memory }) => {
    const columns = columnsOf(rule);
    return newRegression(
      featureTable(rule, panel.rowDay, input.calendar, input.teaching.afterClosure),
      columns,
      panel.rowWeekday,
      memory ** (1 / panel.openWeekdays.length),
    );
  });
  const fits = [...origins, panel.rows].map((origin) => {
    advanceShapeSums(shapeSums, panel, input.units.unit, input.teaching.shape, origin);
    return fitOrigin(input, states, readShapes(shapeSums, panel), origin);
  });
  const last = fits.pop() as OriginFit;
  const { weights, wapes } = weighMembers(input, fits);
  const stacked = fits.map((fit) => stackedScores(fit, weights));
  return { regressions: last.regressions, weights, wapes, stacked, residuals: last.residuals, scores: last.scores };
}

function fitOrigin(input: Input, states: readonly RegressionState[], shapes: Float64Array, origin: number): OriginFit {
  const { panel, x, teaching, rules } = input;
  const leads = Math.min(input.horizonRows, panel.rows - origin);
  const scores = dayScores(x, panel, shapes, origin + leads);
  const logScore = scores.map((score) => Math.log(Math.max(score, 1e-6)));
  const members = rules.length * LEVELS.length;
  const predicted = new Float64Array(leads * members);
  let residuals: Float64Array = new Float64Array(0);
  const regressions = states.map((state, k) => {
    const fit = fitDayRegression(state, logScore, teaching.regression, origin);
    residuals = fit.residuals;
    const levels = LEVELS.map((level) => smoothLevel(fit.residuals, teaching.level, panel.rowWeekday, level));
    const afterClosure = afterClosureEffect(fit.residuals, teaching.afterClosure, teaching.level);
    const width = state.columns.length;
    for (let h = 0; h < leads; h += 1) {
      const base = fit.centre + dotRow(state.table, (origin + h) * width, fit.coefficients) + (teaching.afterClosure[origin + h] === 1 ? afterClosure : 0);
      levels.forEach(({ level, weekdays }, i) => {
        predicted[h * members + k * LEVELS.length + i] = base + level + (weekdays[panel.rowWeekday[origin + h] as number] as number);
      });
    }
    const { name, rule } = rules[k] as NamedRule;
    return { name, rule, coefficients: Array.from(fit.coefficients), centre: fit.centre, levels, afterClosure };
  });
  return { predicted, actual: logScore.subarray(origin), leads, regressions, residuals, scores };
}

/** Mean surprise of the last twelve days after a closure, shrunk by how sure it is; 0 within one standard error. */
function afterClosureEffect(residuals: Float64Array, after: Uint8Array, ordinary: Uint8Array): number {
  const found: number[] = [];
  const sizes: number[] = [];
  for (let r = residuals.length - 1; r >= 0; r -= 1) {
    if (after[r] === 1 && found.length < 12) found.push(residuals[r] as number);
    if (ordinary[r] === 1) sizes.push(Math.abs(residuals[r] as number));
  }
  const n = found.length;
  if (n < 2 || sizes.length === 0) return 0;
  const mean = found.reduce((sum, value) => sum + value, 0) / n;
  // the spread of ordinary days counts as two more observations, so that two days that happen to agree prove nothing
  const ordinarySpread = 1.4826 * quantileOf(sizes, 0.5);
  const spread = Math.sqrt((found.reduce((sum, value) => sum + (value - mean) ** 2, 0) + 2 * ordinarySpread ** 2) / (n + 1));
  const error = spread / Math.sqrt(n);
  // posterior mean under a prior of 8 % of the score (16 % of volume); nothing at all while the sign itself is in doubt
  return Math.abs(mean) > error ? (mean * 0.08 ** 2) / (0.08 ** 2 + error ** 2) : 0;
}

function stackedScores(fit: OriginFit, weights: readonly Float64Array[]): Float64Array {
  const members = weights[0]?.length ?? 0;
  const scores = new Float64Array(fit.leads);
  for (let h = 0; h < fit.leads; h += 1) {
    const group = weights[leadGroup(h + 1)] as Float64Array;
    for (let m = 0; m < members; m += 1) scores[h] = (scores[h] as number) + (group[m] as number) * (fit.predicted[h * members + m] as number);
  }
  return scores;
}

type Weighed = { readonly weights: Float64Array[]; readonly wapes: (number | null)[][] };

function weighMembers(input: Input, fits: readonly OriginFit[]): Weighed {
  const members = input.rules.length * LEVELS.length;
  const found = LEAD_GROUPS.map((group) => weighGroup(input, fits, group.from - 1, group.to));
  // without a backtest: the first regression with a gentle level
  const fallback = Float64Array.from({ length: members }, (_, m) => (m === 2 ? 1 : 0));
  return {
    weights: fillGroups(
      found.map((g) => g?.weights ?? null),
      fallback,
    ),
    wapes: found.map((g) => (g === null ? new Array<number | null>(members).fill(null) : g.wapes)),
  };
}

/** Convex weights of one lead group; null when fewer than 8 days were scored. */
function weighGroup(input: Input, fits: readonly OriginFit[], from: number, to: number): { weights: Float64Array; wapes: number[] } | null {
  const members = input.rules.length * LEVELS.length;
  const picked: { readonly fit: OriginFit; readonly h: number; readonly age: number }[] = [];
  fits.forEach((fit, o) => {
    for (let h = from; h < Math.min(to, fit.leads); h += 1) {
      if (input.teaching.scored[(input.origins[o] as number) + h] === 1) picked.push({ fit, h, age: fits.length - 1 - o });
    }
  });
  if (picked.length < 8) return null;
  const errors = new Float64Array(picked.length * members);
  const rowWeights = new Float64Array(picked.length);
  const volumeErrors = new Float64Array(members);
  let volume = 0;
  let meanScore = 0;
  for (const { fit, h } of picked) meanScore += Math.exp(fit.actual[h] as number) / picked.length;
  picked.forEach(({ fit, h, age }, r) => {
    const actual = fit.actual[h] as number;
    rowWeights[r] = 0.97 ** age * (Math.exp(actual) / meanScore) ** 4;
    volume += Math.exp(2 * actual);
    for (let m = 0; m < members; m += 1) {
      const predicted = fit.predicted[h * members + m] as number;
      errors[r * members + m] = predicted - actual;
      volumeErrors[m] = (volumeErrors[m] as number) + Math.abs(Math.exp(2 * predicted) - Math.exp(2 * actual));
    }
  });
  const limit = 5 * quantileOf(errors.map(Math.abs), 0.75);
  const clipped = errors.map((error) => Math.max(-limit, Math.min(limit, error)));
  const weights = stackErrors(clipped, rowWeights, inverseErrorWeights(volumeErrors, 10), 0.03);
  return { weights, wapes: Array.from(volumeErrors, (error) => error / volume) };
}
