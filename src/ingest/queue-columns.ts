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
  const values: (number | null)[] = [];
  for (let i = 0; i < column.length; i += 1) values.push(Number.isNaN(column[i]) ? null : (column[i] as number));
  return values;
}

/** The columns beside volume. Intervals known to be without contacts have 0 handled and abandoned where the file has such columns. */
export function otherColumns(
  columns: readonly Float64Array[],
  states: readonly IntervalState[],
): Pick<QueueHistory, 'handled' | 'abandoned' | 'shortAbandoned' | 'ahtSeconds' | 'meanWaitSeconds'> {
  const [, handled, abandoned, shortAbandoned, handleSeconds, handleWeight, waitSeconds, waitWeight] = columns;
  return {
    handled: countColumn(handled as Float64Array, states),
    abandoned: countColumn(abandoned as Float64Array, states),
    shortAbandoned: countColumn(shortAbandoned as Float64Array, states),
    ahtSeconds: meanColumn(handleSeconds as Float64Array, handleWeight as Float64Array, states),
    meanWaitSeconds: meanColumn(waitSeconds as Float64Array, waitWeight as Float64Array, states),
  };
}

function countColumn(column: Float64Array, states: readonly IntervalState[]): (number | null)[] {
  const inZero = column.some((value) => !Number.isNaN(value)) ? 0 : null;
  const values: (number | null)[] = [];
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i] as number;
    values.push(states[i] === 'closed' ? null : !Number.isNaN(value) ? value : states[i] === 'zero' ? inZero : null);
  }
  return values;
}

function meanColumn(sums: Float64Array, weights: Float64Array, states: readonly IntervalState[]): (number | null)[] {
  const values: (number | null)[] = [];
  for (let i = 0; i < sums.length; i += 1) {
    const [sum, weight] = [sums[i] as number, weights[i] as number];
    values.push(states[i] !== 'closed' && weight > 0 && !Number.isNaN(sum) ? twelveDigits(sum / weight) : null);
  }
  return values;
}

/** Rounds off what summing has left behind the twelfth digit. Most means are whole seconds, which are told without spelling them out. */
function twelveDigits(mean: number): number {
  const whole = Math.round(mean);
  return Math.abs(mean - whole) <= 1e-13 * Math.abs(mean) ? whole : Number(mean.toPrecision(12));
}
