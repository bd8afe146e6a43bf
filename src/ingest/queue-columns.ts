import { type QueueHistory, UnusableInputError } from '../core/index.js';
import type { IntervalState } from '../series/index.js';
import type { ReaderSettings } from './history-options.js';
import type { SettledSeries } from './series-store.js';

/** A grid of more intervals than this, or of a hundred times the rows, is a slip in a date. */
const LONGEST_GRID = 250_000;
const MOST_PER_ROW = 100;

/** Rows (or bins of contacts) that series were made of. */
export function rowsOf(series: readonly SettledSeries[]): number {
  return series.reduce((sum, { bins }) => bins.reduce((all, { size }) => all + size, sum), 0);
}

/** Refuses a grid that only a slip in a date can ask for. */
export function checkLength(count: number, rows: number, settings: ReaderSettings): void {
  if (count <= Math.max(LONGEST_GRID, MOST_PER_ROW * rows)) return;
  throw new UnusableInputError(`${settings.name} spans ${Math.round(count)} intervals from its first to its last row. A date is probably mistyped.`, {
    name: settings.name,
  });
}

/** The fields that name a series. */
export function seriesFields({ queue, channel, reason, site }: SettledSeries['name']): Pick<QueueHistory, 'queue' | 'channel' | 'reason' | 'site'> {
  return { queue, channel, ...(reason === null ? {} : { reason }), ...(site === null ? {} : { site }) };
}

/** A column of tallies as histories hold it: unknown is null. */
export function orNull(column: Float64Array): (number | null)[] {
  return Array.from(column, (value) => (!Number.isNaN(value) ? value : null));
}

/** The columns beside volume. Intervals known to be without contacts have 0 handled and abandoned where the file has such columns. */
export function otherColumns(
  columns: readonly Float64Array[],
  states: readonly IntervalState[],
): Pick<QueueHistory, 'handled' | 'abandoned' | 'shortAbandoned' | 'ahtSeconds' | 'meanWaitSeconds'> {
  const count = (f: number): (number | null)[] => {
    const column = columns[f] as Float64Array;
    const present = column.some((value) => !Number.isNaN(value));
    return Array.from(column, (value, i) => (states[i] === 'closed' ? null : !Number.isNaN(value) ? value : states[i] === 'zero' && present ? 0 : null));
  };
  const mean = (sums: number, weights: number): (number | null)[] =>
    Array.from(columns[sums] as Float64Array, (sum, i) => {
      const weight = columns[weights]?.[i] as number;
      return states[i] !== 'closed' && weight > 0 && !Number.isNaN(sum) ? Number((sum / weight).toPrecision(12)) : null;
    });
  return { handled: count(1), abandoned: count(2), shortAbandoned: count(3), ahtSeconds: mean(4, 5), meanWaitSeconds: mean(6, 7) };
}
