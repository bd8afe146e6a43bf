import { InvalidInputError } from '../core/index.js';

/** One decision variable. */
export type LinearColumn = {
  /** Its share of the objective per unit. */
  readonly cost: number;
  /** Least value; 0 when left out, null = unbounded below. */
  readonly lower?: number | null;
  /** Greatest value; null or left out = unbounded above. */
  readonly upper?: number | null;
  /** Whole numbers only. */
  readonly integer?: boolean;
};

/** One constraint: lower ≤ Σ value × column ≤ upper. */
export type LinearRow = {
  /** Null or left out = unbounded below. */
  readonly lower?: number | null;
  /** Null or left out = unbounded above. */
  readonly upper?: number | null;
  /** Pairs of column index and value; each column at most once. */
  readonly coefficients: readonly (readonly [column: number, value: number])[];
};

/** A linear or mixed-integer model as plain data, for any solver. */
export type LinearModel = {
  /** `minimize` by default. */
  readonly sense?: 'minimize' | 'maximize';
  /** Constant part of the objective. */
  readonly offset?: number;
  readonly columns: readonly LinearColumn[];
  readonly rows: readonly LinearRow[];
};

/** What every solver answers. */
export type LinearSolution = {
  /**
   * `optimal`: proved within the tolerances. `feasible`: a checked solution without proof. `timeLimit`: stopped, `values` is null or the best
   * so far. `failed`: the solver gave no answer that stands a check.
   */
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'unbounded' | 'timeLimit' | 'failed';
  /** Objective of `values`, recomputed from the model; null without values. */
  readonly objective: number | null;
  /** Proved: no solution is better. Null when nothing was proved. */
  readonly bound: number | null;
  /** One value a column. */
  readonly values: readonly number[] | null;
  /** One shadow price a row (change of the objective per unit of the binding bound); null for integer models and solvers without duals. */
  readonly duals: readonly number[] | null;
};

/** Options of one solve. */
export type SolveOptions = {
  /** Wall-clock limit; none by default. */
  readonly timeLimitSeconds?: number | undefined;
  /** Steps of the simplex method after which a solve stops as if by time, so that the next one goes on from there; no limit by default. Solvers may ignore it. */
  readonly mostIterations?: number | undefined;
  /** Relative gap at which an integer solve counts as optimal; 1e-6 by default. */
  readonly relativeGap?: number | undefined;
  /** Values of a known solution to start from; solvers may ignore it. */
  readonly start?: readonly number[] | undefined;
};

/** Lower bound of a column as a number; −∞ when unbounded. */
export function lowerOf(column: LinearColumn): number {
  return column.lower === undefined ? 0 : (column.lower ?? Number.NEGATIVE_INFINITY);
}

/** Upper bound of a column as a number; ∞ when unbounded. */
export function upperOf(column: LinearColumn): number {
  return column.upper ?? Number.POSITIVE_INFINITY;
}

/** Throws {@link InvalidInputError} unless the model is well formed. `where` opens the message. */
export function checkModel(where: string, model: LinearModel): void {
  model.columns.forEach((column, j) => {
    if (!Number.isFinite(column.cost)) throw malformed(where, `columns[${j}].cost must be a finite number, got ${column.cost}`);
    const [lower, upper] = [lowerOf(column), upperOf(column)];
    if (Number.isNaN(lower) || Number.isNaN(upper)) throw malformed(where, `columns[${j}] has a bound that is no number`);
  });
  model.rows.forEach((row, i) => {
    if (Number.isNaN(row.lower ?? 0) || Number.isNaN(row.upper ?? 0)) throw malformed(where, `rows[${i}] has a bound that is no number`);
    const seen = new Set<number>();
    for (const [column, value] of row.coefficients) {
      if (!Number.isInteger(column) || column < 0 || column >= model.columns.length)
        throw malformed(where, `rows[${i}] names column ${column}, known are 0 to ${model.columns.length - 1}`);
      if (!Number.isFinite(value)) throw malformed(where, `rows[${i}] has the coefficient ${value} at column ${column}; it must be finite`);
      if (seen.has(column)) throw malformed(where, `rows[${i}] names column ${column} twice; add the two coefficients up`);
      seen.add(column);
    }
  });
}

/** True when some column or row can hold no value at all: its lower bound is above its upper. */
export function hasCrossedBounds(model: LinearModel): boolean {
  const crossed = (lower: number, upper: number): boolean => lower > upper + 1e-12;
  return (
    model.columns.some((column) => crossed(lowerOf(column), upperOf(column))) ||
    model.rows.some((row) => crossed(row.lower ?? Number.NEGATIVE_INFINITY, row.upper ?? Number.POSITIVE_INFINITY))
  );
}

/** Objective of given values. */
export function objectiveOf(model: LinearModel, values: readonly number[]): number {
  return model.columns.reduce((sum, column, j) => sum + column.cost * (values[j] as number), model.offset ?? 0);
}

/**
 * Largest violation of any bound, row or integrality by given values; 0 for a perfect solution.
 * Rows are measured relative to the size of their terms, so that big coefficients do not count as faults.
 *
 * @param model - The model that the values claim to solve.
 * @param values - One value a column.
 * @returns The worst violation, 0 or more; Infinity is never returned, a value that is no number counts as 1e300.
 * @example
 * worstViolation({ columns: [{ cost: 1, integer: true }], rows: [{ lower: 2, coefficients: [[0, 1]] }] }, [2.5]); // 0.5
 */
export function worstViolation(model: LinearModel, values: readonly number[]): number {
  let worst = 0;
  model.columns.forEach((column, j) => {
    const value = values[j] ?? Number.NaN;
    worst = Math.max(worst, lowerOf(column) - value, value - upperOf(column), column.integer === true ? Math.abs(value - Math.round(value)) : 0);
    if (!Number.isFinite(value)) worst = 1e300;
  });
  if (worst === 1e300) return worst;
  for (const row of model.rows) {
    let activity = 0;
    let size = 1;
    for (const [column, value] of row.coefficients) {
      const term = value * (values[column] as number);
      activity += term;
      size = Math.max(size, Math.abs(term));
    }
    worst = Math.max(worst, ((row.lower ?? Number.NEGATIVE_INFINITY) - activity) / size, (activity - (row.upper ?? Number.POSITIVE_INFINITY)) / size);
  }
  return worst;
}

function malformed(where: string, what: string): InvalidInputError {
  return new InvalidInputError(`${where}: ${what}.`, { where });
}
