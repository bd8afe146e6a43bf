import { type CalendarEvent, EVENT_KINDS, type EventEffect, type EventKind, type Issue } from '../core/index.js';
import { cellError, clockCell, dayCell, type PlainRow, type PlainTable, readPlainTable, type TextReaderOptions } from './plain-table.js';

/**
 * Reads events.csv: `date,name,kind[,end_date,start_time,end_time,queue,effect,aht_effect,repeats]`.
 *
 * @param text - The file; kind is holiday, closure, campaign, billing or other; effect `x1.3` (factor) or `+250` (contacts over the whole event);
 *   aht_effect `x1.2` (factor on the mean handle time); repeats yearly, monthly or weekly.
 * @returns Events in the order of the file, and issues such as columns that are not used.
 * @throws {@link UnusableInputError} naming row, column, value and need for anything that cannot be read.
 * @example
 * readEvents('date,name,kind\n2026-12-25,Christmas,holiday').events[0]?.endDate; // '2026-12-25'
 */
export function readEvents(text: string, options: TextReaderOptions = {}): { readonly events: readonly CalendarEvent[]; readonly issues: readonly Issue[] } {
  const table = readPlainTable(text, ['date', 'name', 'kind'], ['end_date', 'start_time', 'end_time', 'queue', 'effect', 'aht_effect', 'repeats'], options);
  return { events: table.rows.map((row) => readEvent(table, row)), issues: table.log.issues };
}

function readEvent(table: PlainTable, row: PlainRow): CalendarEvent {
  const date = dayCell(table, row, 'date');
  if (date === null) throw cellError(table, row.row, 'date', '', 'a date such as 2026-12-07');
  const endDate = dayCell(table, row, 'end_date') ?? date;
  if (endDate < date) throw cellError(table, row.row, 'end_date', endDate, `${date} or later`);
  const kind = row.cell('kind').toLowerCase();
  if (!EVENT_KINDS.includes(kind as EventKind)) throw cellError(table, row.row, 'kind', kind, `one of ${EVENT_KINDS.join(', ')}`);
  const repeats = row.cell('repeats').toLowerCase();
  if (!['', 'yearly', 'monthly', 'weekly'].includes(repeats)) throw cellError(table, row.row, 'repeats', repeats, 'yearly, monthly, weekly or empty');
  const queue = row.cell('queue');
  const ahtFactor = readAhtFactor(table, row);
  return {
    date,
    endDate,
    name: row.cell('name'),
    kind: kind as EventKind,
    startTime: clockCell(table, row, 'start_time'),
    endTime: clockCell(table, row, 'end_time'),
    queue: queue === '' ? null : queue,
    effect: readEffect(table, row),
    ...(ahtFactor === null ? {} : { ahtFactor }),
    repeats: repeats === '' ? null : (repeats as 'yearly' | 'monthly' | 'weekly'),
  };
}

function readEffect(table: PlainTable, row: PlainRow): EventEffect | null {
  const text = row.cell('effect');
  if (text === '') return null;
  const factor = factorOf(text);
  if (factor !== null) return { operation: 'scale', factor };
  if (/^[+-]\d+(\.\d+)?$/.test(text)) return { operation: 'add', contacts: Number(text) };
  throw cellError(table, row.row, 'effect', text, 'a factor such as x1.3 or contacts such as +250');
}

function readAhtFactor(table: PlainTable, row: PlainRow): number | null {
  const text = row.cell('aht_effect');
  if (text === '') return null;
  const factor = factorOf(text);
  if (factor === null || factor === 0) throw cellError(table, row.row, 'aht_effect', text, 'a factor above 0 such as x1.2');
  return factor;
}

/** The number in `x1.3`; null for other text. */
function factorOf(text: string): number | null {
  const match = /^[x×*]\s*(\d+(?:\.\d+)?)$/i.exec(text);
  return match === null ? null : Number(match[1]);
}
