import { type DayRegressor, type Issue, UnusableInputError } from '../core/index.js';
import { addDays, daysBetween } from '../time/index.js';
import { cellError, dayCell, numberCell, type PlainRow, type PlainTable, readPlainTable, type TextReaderOptions } from './plain-table.js';
import { mistakenFor } from './table-kind.js';

/** Days that a file may span: beyond that, a year was mistyped. */
const LONGEST_SPAN = 36_525;

/**
 * Reads regressors.csv: `date[,queue]` and one column of numbers per regressor, such as `date,letters,temperature`; past and future days in any order.
 *
 * @param text - The file; empty cells and days that are not there are unknown; an empty queue means every queue.
 * @returns One {@link DayRegressor} per column (and queue), named like the column in small letters, and issues.
 * @throws {@link UnusableInputError} naming row, column, value and need for anything that cannot be read, a day given twice, or a file without numbers.
 * @example
 * readRegressors('date,letters\n2026-12-07,500\n2026-12-09,800').regressors[0]?.values; // [500, null, 800]
 */
export function readRegressors(
  text: string,
  options: TextReaderOptions = {},
): { readonly regressors: readonly DayRegressor[]; readonly issues: readonly Issue[] } {
  const table = readPlainTable(text, ['date'], ['queue'], options, /./);
  const mistaken = mistakenFor(table.columns, ['date', 'letters']);
  if (mistaken !== null)
    throw new UnusableInputError(`${table.name}: ${mistaken.replace(/\.$/, ' or other columns of numbers by day.')}`, { name: table.name, row: 1 });
  const names = table.columns.filter((column) => column !== 'date' && column !== 'queue' && column !== '');
  if (names.length === 0)
    throw new UnusableInputError(`${table.name}: row 1 names no regressor. Give a column of numbers beside date, such as date,letters.`, {
      name: table.name,
      row: 1,
    });
  const byQueue = new Map<string, Map<string, PlainRow>>();
  for (const row of table.rows) {
    const date = dayCell(table, row, 'date');
    if (date === null) throw cellError(table, row.row, 'date', '', 'a date such as 2026-12-07');
    const queue = row.cell('queue');
    const days = byQueue.get(queue) ?? new Map<string, PlainRow>();
    if (days.has(date)) throw cellError(table, row.row, 'date', date, `given once${queue === '' ? '' : ` per queue`}; row ${days.get(date)?.row} has it too`);
    byQueue.set(queue, days.set(date, row));
  }
  return { regressors: [...byQueue].flatMap(([queue, days]) => regressorsOf(table, names, queue, days)), issues: table.log.issues };
}

function regressorsOf(table: PlainTable, names: readonly string[], queue: string, days: ReadonlyMap<string, PlainRow>): DayRegressor[] {
  const dates = [...days.keys()].sort();
  const [startDay = '', lastDay = startDay] = [dates[0], dates.at(-1)];
  const span = daysBetween(startDay, lastDay);
  if (span > LONGEST_SPAN) throw cellError(table, days.get(lastDay)?.row ?? 1, 'date', lastDay, `within 100 years of the first, ${startDay}`);
  return names.map((name) => {
    const values = Array.from({ length: span + 1 }, (_, d) => {
      const row = days.get(addDays(startDay, d));
      return row === undefined ? null : numberCell(table, row, name, 'a number, or empty where unknown', Number.NEGATIVE_INFINITY);
    });
    return { name, ...(queue === '' ? {} : { queue }), startDay, values };
  });
}
