import { type Issue, type Override, WEEKDAYS } from '../core/index.js';
import { cellError, clockCell, dayCell, numberCell, type PlainRow, type PlainTable, readPlainTable, type TextReaderOptions } from './plain-table.js';

/**
 * Reads overrides.csv: `queue,from,to,weekdays,start_time,end_time,field,operation,value,note`.
 *
 * @param text - The file; empty queue = every queue; weekdays `mon-fri` or `mon,wed` (empty = all); field volume or aht; operation set, scale or add.
 * @returns Overrides in the order of the file (later ones apply on top of earlier ones), and issues such as columns that are not used.
 * @throws {@link UnusableInputError} naming row, column, value and need for anything that cannot be read.
 * @example
 * readOverrides('queue,from,to,field,operation,value\nbilling,2026-12-07,2026-12-08,volume,scale,1.2').overrides[0]?.weekdays; // null
 */
export function readOverrides(text: string, options: TextReaderOptions = {}): { readonly overrides: readonly Override[]; readonly issues: readonly Issue[] } {
  const table = readPlainTable(text, ['from', 'field', 'operation', 'value'], ['queue', 'to', 'weekdays', 'start_time', 'end_time', 'note'], options);
  return { overrides: table.rows.map((row) => readOverride(table, row)), issues: table.log.issues };
}

function readOverride(table: PlainTable, row: PlainRow): Override {
  const from = dayCell(table, row, 'from');
  if (from === null) throw cellError(table, row.row, 'from', '', 'a date such as 2026-12-07');
  const to = dayCell(table, row, 'to') ?? from;
  if (to < from) throw cellError(table, row.row, 'to', to, `${from} or later`);
  const operation = oneOf(table, row, 'operation', ['set', 'scale', 'add']);
  const value = numberCell(table, row, 'value', 'a number (0 or more unless the operation is add)', operation === 'add' ? Number.NEGATIVE_INFINITY : 0);
  if (value === null) throw cellError(table, row.row, 'value', '', 'a number');
  const queue = row.cell('queue');
  return {
    queue: queue === '' ? null : queue,
    from,
    to,
    weekdays: readWeekdays(table, row),
    startTime: clockCell(table, row, 'start_time'),
    endTime: clockCell(table, row, 'end_time'),
    field: oneOf(table, row, 'field', ['volume', 'aht']),
    operation,
    value,
    note: row.cell('note'),
  };
}

function oneOf<T extends string>(table: PlainTable, row: PlainRow, column: string, allowed: readonly T[]): T {
  const text = row.cell(column).toLowerCase();
  const found = allowed.find((word) => word === text);
  if (found === undefined) throw cellError(table, row.row, column, text, `one of ${allowed.join(', ')}`);
  return found;
}

/** Weekdays 0 (Monday) to 6 of `mon-fri`, `sat;sun`, `mon wed`; null for every day. */
function readWeekdays(table: PlainTable, row: PlainRow): number[] | null {
  const text = row.cell('weekdays').toLowerCase();
  if (text === '' || text === 'all' || text === 'daily') return null;
  const days = new Set<number>();
  for (const part of text.split(/[,;\s]+/).filter((word) => word !== '')) {
    const ends = part.split(/[-–]/).map((word) => (word.length < 2 ? -1 : WEEKDAYS.findIndex((day) => day.startsWith(word))));
    const [first = -1, last = first] = ends;
    if (first < 0 || last < 0 || ends.length > 2) throw cellError(table, row.row, 'weekdays', text, 'weekdays such as mon-fri or "sat,sun"');
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === last) break;
    }
  }
  return [...days].sort((a, b) => a - b);
}
