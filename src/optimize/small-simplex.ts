import {
  checkModel,
  hasCrossedBounds,
  type LinearColumn,
  type LinearModel,
  type LinearSolution,
  lowerOf,
  objectiveOf,
  type SolveOptions,
  upperOf,
  worstViolation,
} from './model.js';

const FEASIBLE = 1e-6;

/** How one column is written in variables that are 0 or more: value = base + Σ sign × variable. */
type Written = { readonly base: number; readonly parts: readonly { readonly name: string; readonly sign: 1 | -1 }[] };

type Constraint = { min?: number; max?: number; equal?: number };

/**
 * Solves a small linear or mixed-integer model with javascript-lp-solver: pure JavaScript, no WASM, exact on tiny models only.
 *
 * The answer is never taken on trust: bounds, rows and integrality are checked, and an answer that breaks one is reported as `failed`
 * (on realistic models that solver calls fractional answers feasible and passes its time limit).
 *
 * @param model - The model as data; tens of columns, not thousands.
 * @param options - Only `timeLimitSeconds` is used.
 * @returns A checked solution; `duals` are always null.
 * @throws {@link InvalidInputError} for a malformed model.
 * @example
 * (await solveSmall({ columns: [{ cost: 1, integer: true }], rows: [{ lower: 2.5, coefficients: [[0, 1]] }] })).values; // [3]
 */
export async function solveSmall(model: LinearModel, options: SolveOptions = {}): Promise<LinearSolution> {
  checkModel('solveSmall', model);
  if (hasCrossedBounds(model) || hasHopelessRow(model)) return noSolution('infeasible');
  const solver = await loadSolver();
  const written = model.columns.map(writeColumn);
  const timeLimit = options.timeLimitSeconds === undefined ? {} : { timeout: Math.max(1, options.timeLimitSeconds * 1000) };
  const startMs = performance.now();
  let answer: Readonly<Record<string, unknown>>;
  try {
    answer = solver.Solve({ ...toDictionary(model, written), ...timeLimit }) as Readonly<Record<string, unknown>>;
  } catch {
    return noSolution('failed');
  }
  const late = options.timeLimitSeconds !== undefined && performance.now() - startMs > options.timeLimitSeconds * 1000;
  if (answer.feasible !== true) return noSolution(late ? 'timeLimit' : 'infeasible');
  if (answer.bounded === false) return noSolution('unbounded');
  return checked(model, readValues(model, written, answer), late);
}

type Solver = { readonly Solve: (model: object) => unknown };

/** The package's types describe its CommonJS face, where the solver sits one level deeper than under `import`. */
async function loadSolver(): Promise<Solver> {
  const { default: outer } = (await import('javascript-lp-solver')) as unknown as { readonly default: Solver | { readonly default: Solver } };
  return 'Solve' in outer ? outer : outer.default;
}

function noSolution(status: LinearSolution['status']): LinearSolution {
  return { status, objective: null, bound: null, values: null, duals: null };
}

function checked(model: LinearModel, values: readonly number[], late: boolean): LinearSolution {
  if (worstViolation(model, values) > FEASIBLE) return noSolution(late ? 'timeLimit' : 'failed');
  const objective = objectiveOf(model, values);
  if (late) return { status: 'timeLimit', objective, bound: null, values, duals: null };
  return { status: 'optimal', objective, bound: objective, values, duals: null };
}

/** A row without columns holds only if 0 lies within its bounds; the solver would pass over it. */
function hasHopelessRow(model: LinearModel): boolean {
  return model.rows.some((row) => row.coefficients.every(([, value]) => value === 0) && ((row.lower ?? 0) > 0 || (row.upper ?? 0) < 0));
}

/** Bounds of a column, rounded inwards for whole numbers. */
function boundsOf(column: LinearColumn): [lower: number, upper: number] {
  const [lower, upper] = [lowerOf(column), upperOf(column)];
  return column.integer === true ? [Math.ceil(lower - 1e-9), Math.floor(upper + 1e-9)] : [lower, upper];
}

function writeColumn(column: LinearColumn, j: number): Written {
  const [lower, upper] = boundsOf(column);
  if (Number.isFinite(lower)) return { base: lower, parts: [{ name: `c${j}`, sign: 1 }] };
  if (Number.isFinite(upper)) return { base: upper, parts: [{ name: `c${j}`, sign: -1 }] };
  return {
    base: 0,
    parts: [
      { name: `c${j}`, sign: 1 },
      { name: `d${j}`, sign: -1 },
    ],
  };
}

function toDictionary(model: LinearModel, written: readonly Written[]) {
  const variables: Record<string, Record<string, number>> = {};
  const constraints: Record<string, Constraint> = {};
  const ints: Record<string, 1> = {};
  model.columns.forEach((column, j) => {
    const [lower, upper] = boundsOf(column);
    for (const { name, sign } of (written[j] as Written).parts) {
      // a column that meets no constraint would be left out of the tableau, so each has one
      variables[name] = { cost: column.cost * sign, [`u${name}`]: 1 };
      constraints[`u${name}`] = Number.isFinite(upper - lower) ? { max: upper - lower } : { min: 0 };
      if (column.integer === true) ints[name] = 1;
    }
  });
  for (const [i, row] of model.rows.entries()) addRow(row, `r${i}`, written, variables, constraints);
  return { optimize: 'cost', opType: model.sense === 'maximize' ? ('max' as const) : ('min' as const), constraints, variables, ints };
}

function addRow(
  row: LinearModel['rows'][number],
  name: string,
  written: readonly Written[],
  variables: Readonly<Record<string, Record<string, number>>>,
  constraints: Record<string, Constraint>,
): void {
  const lower = row.lower ?? Number.NEGATIVE_INFINITY;
  const upper = row.upper ?? Number.POSITIVE_INFINITY;
  let base = 0;
  for (const [column, value] of row.coefficients) {
    const { base: shift, parts } = written[column] as Written;
    base += value * shift;
    for (const part of parts) (variables[part.name] as Record<string, number>)[name] = value * part.sign;
  }
  const both = Number.isFinite(lower) && Number.isFinite(upper);
  if (both && upper - lower <= 1e-12) constraints[name] = { equal: lower - base };
  else if (Number.isFinite(lower) || Number.isFinite(upper))
    constraints[name] = { ...(Number.isFinite(lower) ? { min: lower - base } : {}), ...(Number.isFinite(upper) ? { max: upper - base } : {}) };
}

function readValues(model: LinearModel, written: readonly Written[], answer: Readonly<Record<string, unknown>>): number[] {
  return written.map(({ base, parts }, j) => {
    const value = parts.reduce((sum, { name, sign }) => sum + sign * (typeof answer[name] === 'number' ? (answer[name] as number) : 0), base);
    return model.columns[j]?.integer === true && Math.abs(value - Math.round(value)) < FEASIBLE ? Math.round(value) : value;
  });
}
