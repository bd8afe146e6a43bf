import type { ForecastWeight } from '../core/index.js';
import { textTable } from './table.js';
import { percent } from './wording.js';

/** Every method of the combination: its weight and its error in the backtest, by days ahead. Empty where there was none. */
export function methodsTable(weights: readonly ForecastWeight[]): string {
  const own = weights.filter(({ method }) => !method.startsWith('day score:'));
  const leads = [...new Set(own.map(({ lead }) => lead))];
  const best = (method: string): number => Math.max(...own.filter((one) => one.method === method).map(({ weight }) => weight));
  const methods = [...new Set(own.map(({ method }) => method))].sort((a, b) => best(b) - best(a));
  const rows = methods.map((method) => [
    method,
    ...leads.map((lead) => {
      const found = own.find((one) => one.method === method && one.lead === lead);
      return found === undefined ? '–' : `${percent(found.weight)} ${percent(found.wape, 1).padStart(6)}`;
    }),
  ]);
  return rows.length === 0 ? '' : textTable(['weight and error of', ...leads], rows);
}
