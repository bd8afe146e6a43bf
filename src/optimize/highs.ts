import type { Highs, InitOptions, Model, ModelData } from 'highs';
import { ShiftcastError } from '../core/index.js';
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
} from './model.js';

/** Where the solver's WASM file lives; needed only where a bundler cannot find it. */
export type HighsOptions = {
  /** Address of `highs.wasm`. */
  readonly wasmUrl?: string | undefined;
};

/** A column that joins an open model: its coefficients name rows. */
export type AddedColumn = LinearColumn & { readonly coefficients: readonly (readonly [row: number, value: number])[] };

/** A model that stays in the solver between solves, so that each solve starts from the last basis. Call `dispose` when done. */
export type HighsSession = {
  /** Appends columns; the next solve starts warm. */
  addColumns(columns: readonly AddedColumn[]): void;
  /** Gives columns (by index, in order of joining) a new upper bound: 0 takes them out, null is no bound. */
  limitColumns(columns: readonly number[], upper: number | null): void;
  /** Solves the model as it is now. Blocks until done. */
  solve(options?: SolveOptions): LinearSolution;
  /** Frees the solver's memory; calling it twice does no harm. */
  dispose(): void;
};

const FEASIBLE = 1e-5;
const LONGEST = 1e9; // seconds; the solver takes no infinite limit
const NO_LIMIT = 2 ** 31 - 1;
const loaded = new Map<string, Promise<Highs>>();

type Loader = (options?: InitOptions) => Promise<Highs>;

/** The package's types describe its CommonJS face, where the loader sits one level deeper than under `import`. */
function loaderOf(module: unknown): Loader {
  const outer = (module as { readonly default: Loader | { readonly default: Loader } }).default;
  return typeof outer === 'function' ? outer : outer.default;
}

/** Loads the WASM build once per address. */
async function loadHighs(wasmUrl: string | undefined): Promise<Highs> {
  const key = wasmUrl ?? '';
  let promise = loaded.get(key);
  if (promise === undefined) {
    promise = import('highs').then((module) => loaderOf(module)(wasmUrl === undefined ? {} : { locateFile: () => wasmUrl }));
    loaded.set(key, promise);
  }
  try {
    return await promise;
  } catch (cause) {
    loaded.delete(key);
    throw new ShiftcastError('solverFailed', `HiGHS could not be loaded (${String(cause)}). In a browser, serve highs.wasm and pass its address as wasmUrl.`, {
      wasmUrl: wasmUrl ?? null,
    });
  }
}

/**
 * Solves a linear or mixed-integer model with HiGHS (dual simplex, branch and cut; in WASM, single-threaded).
 *
 * @param model - The model as data.
 * @param options - Limits, a known start, and `wasmUrl` for browsers.
 * @returns A solution whose objective is recomputed from the model; duals for models without integers.
 * @throws {@link InvalidInputError} for a malformed model; code `solverFailed` when the solver cannot be loaded.
 * @remarks Blocks its thread while it solves. Source: [Huangfu2018]; keys in docs/references.md.
 * @example
 * (await solveWithHighs({ columns: [{ cost: 1, integer: true }], rows: [{ lower: 2.5, coefficients: [[0, 1]] }] })).values; // [3]
 */
export async function solveWithHighs(model: LinearModel, options: SolveOptions & HighsOptions = {}): Promise<LinearSolution> {
  const session = await openHighs(model, options);
  try {
    return session.solve(options);
  } finally {
    session.dispose();
  }
}

/**
 * Opens a model that stays in HiGHS between solves, for column generation: columns are added, each solve starts from the last basis.
 *
 * @param model - The model as data.
 * @param options - `wasmUrl` for browsers; `primal` for primal simplex without presolve, which suits added columns.
 * @returns A session; call its `dispose` when done, garbage collection does not free the solver's memory.
 * @throws {@link InvalidInputError} for a malformed model; code `solverFailed` when the solver cannot be loaded.
 * @example
 * const session = await openHighs({ columns: [{ cost: 3 }], rows: [{ lower: 2, coefficients: [[0, 1]] }] });
 * session.addColumns([{ cost: 1, coefficients: [[0, 1]] }]);
 * session.solve().objective; // 2
 * session.dispose();
 */
export async function openHighs(model: LinearModel, options: HighsOptions & { readonly primal?: boolean } = {}): Promise<HighsSession> {
  checkModel('openHighs', model);
  const highs = await loadHighs(options.wasmUrl);
  const crossed = hasCrossedBounds(model);
  const columns = [...model.columns];
  const rows = model.rows.map((row) => ({ ...row, coefficients: [...row.coefficients] }));
  const current: LinearModel = { ...model, columns, rows };
  const native = highs.createModel(toNative(highs, crossed ? { columns: [], rows: [] } : current));
  native.options.set({ output_flag: false });
  if (options.primal === true) native.options.set({ presolve: 'off', simplex_strategy: 4 });
  return {
    addColumns(added) {
      if (added.length === 0) return;
      if (!crossed) addNativeColumns(highs, native, added, rows.length);
      for (const { coefficients, ...column } of added) {
        for (const [row, value] of coefficients) rows[row]?.coefficients.push([columns.length, value]);
        columns.push(column);
      }
    },
    limitColumns(indices, upper) {
      for (const j of indices) {
        const column = columns[j];
        if (column === undefined) continue;
        columns[j] = { ...column, upper };
        if (!crossed) native.changeColBounds(j, lowerOf(column), upper ?? Number.POSITIVE_INFINITY);
      }
    },
    solve: (solveOptions = {}) => (crossed ? noSolution('infeasible') : run(highs, native, current, solveOptions)),
    dispose: () => native.dispose(),
  };
}

function toNative(highs: Highs, model: LinearModel): ModelData {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of model.rows) {
    for (const [column, value] of row.coefficients) {
      indices.push(column);
      values.push(value);
    }
    starts.push(indices.length);
  }
  const { minimize, maximize } = highs.constants.objectiveSense;
  const { continuous, integer } = highs.constants.variableType;
  return {
    numCols: model.columns.length,
    numRows: model.rows.length,
    sense: model.sense === 'maximize' ? maximize : minimize,
    offset: model.offset ?? 0,
    colCost: Float64Array.from(model.columns, (column) => column.cost),
    colLower: Float64Array.from(model.columns, lowerOf),
    colUpper: Float64Array.from(model.columns, upperOf),
    rowLower: Float64Array.from(model.rows, (row) => row.lower ?? Number.NEGATIVE_INFINITY),
    rowUpper: Float64Array.from(model.rows, (row) => row.upper ?? Number.POSITIVE_INFINITY),
    matrix: { format: 'csr', numRows: model.rows.length, numCols: model.columns.length, starts, indices, values },
    ...(isInteger(model) ? { integrality: model.columns.map((column) => (column.integer === true ? integer : continuous)) } : {}),
  };
}

function addNativeColumns(highs: Highs, native: Model, added: readonly AddedColumn[], numRows: number): void {
  const starts = new Int32Array(added.length + 1);
  added.forEach((column, k) => {
    starts[k + 1] = (starts[k] as number) + column.coefficients.length;
  });
  const entries = added.flatMap((column) => column.coefficients);
  native.addCols({
    cost: Float64Array.from(added, (column) => column.cost),
    lower: Float64Array.from(added, lowerOf),
    upper: Float64Array.from(added, upperOf),
    matrix: {
      format: 'csc',
      numRows,
      numCols: added.length,
      starts,
      indices: Int32Array.from(entries, ([row]) => row),
      values: Float64Array.from(entries, ([, value]) => value),
    },
  });
  const first = native.getDimensions().numCols - added.length;
  added.forEach((column, k) => {
    if (column.integer === true) native.changeColIntegrality(first + k, highs.constants.variableType.integer);
  });
}

function isInteger(model: LinearModel): boolean {
  return model.columns.some((column) => column.integer === true);
}

function noSolution(status: LinearSolution['status'], bound: number | null = null): LinearSolution {
  return { status, objective: null, bound, values: null, duals: null };
}

function run(highs: Highs, native: Model, model: LinearModel, options: SolveOptions): LinearSolution {
  const codes = highs.constants.modelStatus;
  native.zeroAllClocks();
  native.options.set({
    time_limit: Math.min(options.timeLimitSeconds ?? LONGEST, LONGEST),
    simplex_iteration_limit: options.mostIterations ?? NO_LIMIT,
    mip_rel_gap: options.relativeGap ?? 1e-6,
  });
  if (options.start !== undefined) native.setSolution({ colValue: options.start });
  native.run();
  const status = native.getModelStatus();
  if (status === codes.optimal) return proved(native, model);
  if (status === codes.empty) return emptySolution(model);
  if (status === codes.infeasible) return noSolution('infeasible');
  if (status === codes.unbounded || status === codes.unboundedOrInfeasible) return noSolution(isFeasible(highs, model) ? 'unbounded' : 'infeasible');
  const limits: readonly number[] = [codes.timeLimit, codes.iterationLimit, codes.interrupted, codes.solutionLimit];
  return limits.includes(status) ? stopped(native, model) : noSolution('failed');
}

function proved(native: Model, model: LinearModel): LinearSolution {
  const { colValue, rowDual } = native.getSolution();
  const values = roundIntegers(model, colValue);
  const objective = objectiveOf(model, values);
  if (!isInteger(model)) return { status: 'optimal', objective, bound: objective, values, duals: Array.from(rowDual) };
  return { status: 'optimal', objective, bound: dualBound(native) ?? objective, values, duals: null };
}

/** Values near whole numbers are made whole where the model asks for it. */
function roundIntegers(model: LinearModel, values: ArrayLike<number>): number[] {
  return Array.from(values, (value, j) => (model.columns[j]?.integer === true && Math.abs(value - Math.round(value)) < FEASIBLE ? Math.round(value) : value));
}

function dualBound(native: Model): number | null {
  const bound = Number(native.info.get('mip_dual_bound'));
  return Number.isFinite(bound) && Math.abs(bound) < 1e20 ? bound : null;
}

function stopped(native: Model, model: LinearModel): LinearSolution {
  const found = Number(native.info.get('primal_solution_status')) === 2;
  const bound = isInteger(model) ? dualBound(native) : null;
  if (!found) return noSolution('timeLimit', bound);
  const values = roundIntegers(model, native.getSolution().colValue);
  return { status: 'timeLimit', objective: objectiveOf(model, values), bound, values, duals: null };
}

/** Model without rows: each column goes to its cheap end. */
function emptySolution(model: LinearModel): LinearSolution {
  const sign = model.sense === 'maximize' ? -1 : 1;
  const values = model.columns.map((column) => {
    const [lower, upper] = [lowerOf(column), upperOf(column)];
    if (column.cost === 0) return Number.isFinite(lower) ? lower : Number.isFinite(upper) ? upper : 0;
    return column.cost * sign > 0 ? lower : upper;
  });
  if (values.some((value) => !Number.isFinite(value))) return noSolution('unbounded');
  const objective = objectiveOf(model, values);
  return { status: 'optimal', objective, bound: objective, values, duals: [] };
}

/** Tells unbounded from infeasible by solving again without an objective. */
function isFeasible(highs: Highs, model: LinearModel): boolean {
  const probe = highs.createModel(toNative(highs, { columns: model.columns.map((column) => ({ ...column, cost: 0 })), rows: model.rows }));
  try {
    probe.options.set({ output_flag: false });
    probe.run();
    return probe.getModelStatus() === highs.constants.modelStatus.optimal;
  } finally {
    probe.dispose();
  }
}
