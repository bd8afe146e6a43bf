import { type LinearRow, solveWithHighs } from '../optimize/index.js';
import type { AgentCut } from './bounds.js';

/** Costs and limits of the groups, and where HiGHS is. */
export type GroupLimits = {
  readonly cost: readonly number[];
  readonly least: readonly number[];
  readonly most: readonly (number | null)[];
  readonly wasmUrl: string | undefined;
};

/** Cheapest whole head-counts that satisfy the cuts; null where there are none. */
export async function cheapestAgents({ cost, least, most, wasmUrl }: GroupLimits, cuts: readonly AgentCut[]): Promise<number[] | null> {
  const rows: LinearRow[] = cuts.map((cut) => ({
    lower: cut.least,
    coefficients: cut.weights.flatMap((weight, g): [number, number][] => (weight === 0 ? [] : [[g, weight]])),
  }));
  const columns = cost.map((value, g) => ({ cost: value, lower: least[g] as number, upper: most[g] ?? null, integer: true }));
  const { values } = await solveWithHighs({ columns, rows: rows.filter(({ coefficients }) => coefficients.length > 0) }, { wasmUrl });
  return values === null ? null : values.map((value) => Math.max(0, Math.round(value)));
}
