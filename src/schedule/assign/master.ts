import { type AddedColumn, type LinearColumn, type LinearModel, type LinearRow, openHighs } from '../../optimize/index.js';
import { type Allowed, allAllowed, type Context, type FreePart, pricePerson } from './free-part.js';
import { roundBound, rowCost } from './roster.js';
import type { Row } from './stretch.js';

/** One way for one free person to spend the part's days. */
type PartColumn = { readonly person: number; readonly shifts: Row; readonly cost: number };

/**
 * Column generation over a free part: a linear master over paths, priced by one dynamic programme a person, with smoothed prices (Wentges) and
 * the Lagrangean bound of every round. Days may be fixed on the way (diving); bounds then hold for the part with its fixed days.
 */
export type PartMaster = {
  readonly columns: readonly PartColumn[];
  /** Linear value of each column. */
  values(): readonly number[];
  /** No way to fill the part makes the whole roster cost less; rounded up to what an objective can be. */
  bound(): number;
  /** Adds columns until none improves, the rounds are spent or the bound, rounded up, reaches the target; says whether it converged. */
  converge(options: ConvergeOptions): Promise<boolean>;
  /** Allows only some shifts from now on (more or fewer than before); false when somebody is left without any path. */
  restrict(allowed: Allowed): boolean;
  /** What is allowed now. */
  allowed(): Allowed;
  dispose(): void;
};

export type ConvergeOptions = {
  readonly rounds: number;
  /** Objective of the whole roster that has to be beaten. */
  readonly target: number;
  /** Called between rounds; true ends the work. */
  readonly pause: () => Promise<boolean>;
};

export type MasterOptions = {
  readonly start?: readonly PartColumn[] | undefined;
  readonly startPrice?: Float64Array | undefined;
  readonly wasmUrl?: string | undefined;
};

const EPSILON = 1e-6;
/** Paths of different length per person and round. */
const WANTED = 3;

function partColumn(context: Context, part: FreePart, person: number, shifts: Row): PartColumn {
  return { person, shifts, cost: rowCost(context.compiled, part.people[person] as number, shifts, part.first) };
}

/** Rows: one a cell, then one a person. Columns: under and over of each cell first. */
function coverModel(context: Context, part: FreePart): LinearModel {
  const { need, under, over, shiftCount } = context.compiled;
  const offset = part.first * shiftCount;
  const columns: LinearColumn[] = [];
  const rows: LinearRow[] = [];
  part.fixedCounts.forEach((fixed, cell) => {
    const left = (need[offset + cell] as number) - fixed;
    const at = columns.length;
    columns.push({ cost: under[offset + cell] as number }, { cost: over[offset + cell] as number });
    rows.push({
      lower: left,
      upper: left,
      coefficients: [
        [at, 1],
        [at + 1, -1],
      ],
    });
  });
  part.people.forEach(() => {
    rows.push({ lower: 1, upper: 1, coefficients: [] });
  });
  return { columns, rows };
}

function addedColumn(context: Context, part: FreePart, column: PartColumn): AddedColumn {
  const { shiftCount } = context.compiled;
  const coefficients: [number, number][] = [];
  column.shifts.forEach((shift, d) => {
    if (shift >= 0) coefficients.push([d * shiftCount + shift, 1]);
  });
  coefficients.push([part.fixedCounts.length + column.person, 1]);
  return { cost: column.cost, coefficients };
}

/** Prices out of cells that are neither missed nor too full are any number between −over and under; those of the solver may leave it by rounding. */
function clipPrices(context: Context, part: FreePart, price: Float64Array): void {
  const { under, over, shiftCount } = context.compiled;
  const offset = part.first * shiftCount;
  for (let cell = 0; cell < price.length; cell += 1)
    price[cell] = Math.max(-(over[offset + cell] as number), Math.min(under[offset + cell] as number, price[cell] as number));
}

/** Σ price × people still wanted: the part of the Lagrangean that does not depend on paths. */
function priceOfNeed(context: Context, part: FreePart, price: Float64Array): number {
  const { need, shiftCount } = context.compiled;
  const offset = part.first * shiftCount;
  let sum = 0;
  for (let cell = 0; cell < price.length; cell += 1) sum += (price[cell] as number) * ((need[offset + cell] as number) - (part.fixedCounts[cell] as number));
  return sum;
}

/** Opens the master of a part; the roster as it is gives the first columns. */
export async function openMaster(context: Context, part: FreePart, options: MasterOptions = {}): Promise<PartMaster> {
  const cells = part.fixedCounts.length;
  const columns: PartColumn[] = [];
  const out: boolean[] = [];
  const seen = new Set<string>();
  const fresh: PartColumn[] = [];
  const offer = (column: PartColumn): void => {
    const key = `${column.person}/${column.shifts.join()}`;
    if (seen.has(key)) return;
    seen.add(key);
    fresh.push(column);
  };
  part.current.forEach((shifts, i) => {
    offer(partColumn(context, part, i, shifts));
  });
  for (const column of options.start ?? []) offer(column);
  const session = await openHighs(coverModel(context, part), { primal: true, wasmUrl: options.wasmUrl });
  let allowed: Allowed = allAllowed(context, part);
  let restricted = false;
  let center: Float64Array | null = options.startPrice ?? null;
  let pull = center === null ? 0 : 0.8;
  let bound = Number.NEGATIVE_INFINITY;
  let values: readonly number[] = [];

  const wholeBound = (): number => roundBound(context.compiled, bound + part.fixedCost);

  const flush = (): void => {
    const added = fresh.splice(0);
    session.addColumns(added.map((column) => addedColumn(context, part, column)));
    columns.push(...added);
    out.push(...added.map(() => false));
  };

  /** Prices between the centre and the master's own, moving to its own when they find nothing. */
  const priceRound = (own: Float64Array, ofPerson: readonly number[]): boolean => {
    for (let attempt = 0; ; attempt += 1) {
      const alpha = attempt > 1 || center === null ? 0 : pull;
      const middle = center;
      const price = middle === null || alpha === 0 ? own : own.map((value, cell) => alpha * (middle[cell] as number) + (1 - alpha) * value);
      const result = priceAll(context, part, price, own, ofPerson, restricted ? allowed : null);
      for (const column of result.columns) offer(column);
      const found = fresh.length > 0;
      if (result.bound > bound + EPSILON) {
        bound = result.bound;
        center = price;
        pull = Math.min(0.9, pull + 0.1);
      } else if (!found) pull = Math.max(0, pull - 0.2);
      center ??= price;
      if (found || alpha === 0) return found;
    }
  };

  return {
    columns,
    values: () => values,
    bound: wholeBound,
    allowed: () => allowed,
    async converge({ rounds, target, pause }) {
      for (let round = 0; round < rounds; round += 1) {
        flush();
        const solution = session.solve();
        if (solution.status !== 'optimal' || solution.duals === null || solution.values === null) return false;
        const relaxed = solution.objective as number;
        values = solution.values.slice(2 * cells);
        const own = Float64Array.from(solution.duals.slice(0, cells));
        clipPrices(context, part, own);
        const found = priceRound(own, solution.duals.slice(cells));
        if (!found || relaxed - bound < 1e-5 * Math.max(1, Math.abs(relaxed))) return true;
        if (wholeBound() >= target - EPSILON) return false;
        if (await pause()) return false;
      }
      return false;
    },
    restrict(next) {
      flush();
      const touched = next.map((own, i) => own.some((value, k) => value !== allowed[i]?.[k]));
      restricted = true;
      allowed = next;
      const [leaving, returning]: [number[], number[]] = [[], []];
      columns.forEach(({ person, shifts }, j) => {
        if (touched[person] === false) return;
        const keep = keeps(shifts, allowed[person] as Uint8Array, context.compiled.shiftCount + 1);
        if (keep === (out[j] === false)) return;
        out[j] = !keep;
        (keep ? returning : leaving).push(2 * cells + j);
      });
      session.limitColumns(leaving, 0);
      session.limitColumns(returning, null);
      bound = Number.NEGATIVE_INFINITY;
      const price = center ?? new Float64Array(cells);
      let possible = true;
      touched.forEach((changed, i) => {
        if (!changed) return;
        const [path] = pricePerson(context, part, i, price, 1, allowed[i]);
        if (path === undefined) possible = false;
        else offer(partColumn(context, part, i, path.shifts)); // everybody keeps a column, so that the next node starts from a sound master
      });
      return possible;
    },
    dispose: () => session.dispose(),
  };
}

function keeps(shifts: Row, allowed: Uint8Array, width: number): boolean {
  return shifts.every((shift, d) => allowed[d * width + shift + 1] === 1);
}

/** Prices all people; columns that improve the master at its own prices, and the Lagrangean bound at the asked ones. */
function priceAll(
  context: Context,
  part: FreePart,
  price: Float64Array,
  own: Float64Array,
  ofPerson: readonly number[],
  allowed: Allowed | null,
): { columns: PartColumn[]; bound: number } {
  const { shiftCount } = context.compiled;
  const columns: PartColumn[] = [];
  let bound = priceOfNeed(context, part, price);
  part.people.forEach((_, i) => {
    const paths = pricePerson(context, part, i, price, WANTED, allowed?.[i]);
    bound += paths[0]?.value ?? 0;
    for (const { shifts } of paths) {
      const column = partColumn(context, part, i, shifts);
      let reduced = column.cost - (ofPerson[i] as number);
      shifts.forEach((shift, d) => {
        if (shift >= 0) reduced -= own[d * shiftCount + shift] as number;
      });
      if (reduced < -EPSILON) columns.push(column);
    }
  });
  return { columns, bound };
}
