import { isCalendarDay, nearestName, UnusableInputError } from '../core/index.js';
import { isZone, toInstantMs } from '../time/index.js';
import { createIssueLog, type IssueLog } from './issue-log.js';
import { shownColumn, shownColumns } from './shown-columns.js';
import { mistakenFor, otherFormat } from './table-kind.js';
import { tokenize } from './tokenizer.js';

/** Options of the readers of our own files. */
export type TextReaderOptions = {
  /** Name of the file in messages; `input` by default. */
  readonly sourceName?: string | undefined;
};

/** One row of a file of ours. `cell` gives the trimmed text of a column, '' when the column or cell is not there. */
export type PlainRow = { readonly row: number; cell(column: string): string };

/** A file of ours, split and checked against its columns. */
export type PlainTable = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly PlainRow[];
  readonly log: IssueLog;
  /** True where cells are not split by commas, so that a comma in a number is a decimal one. */
  readonly commaDecimals: boolean;
  /** Rows with something in a cell beyond the header. */
  readonly overlong: ReadonlySet<number>;
};

/**
 * Splits one of our own files (agents, events, roster …) and finds its columns by name, in any order and case. `otherNames`: names that people give to a
 * column → its own; they count where the column itself is not there.
 *
 * @throws {@link UnusableInputError} for an empty text or a required column that is not there.
 */
export function readPlainTable(
  text: string,
  required: readonly string[],
  optional: readonly string[],
  options: TextReaderOptions,
  extra?: RegExp,
  otherNames: Readonly<Record<string, string>> = {},
): PlainTable {
  const name = options.sourceName ?? 'input';
  const log = createIssueLog();
  const plain = text.replace(/^\uFEFF?(?:sep=.(?=[\r\n]))?/i, ''); // a first line sep=; stays as an empty one, so that rows keep their numbers
  const other = otherFormat(plain);
  if (other !== null) throw new UnusableInputError(`${name} is ${other}, not a table. Needed: a CSV file with the columns ${required.join(', ')}.`, { name });
  const delimiter = delimiterOf(plain);
  const records = tokenize(plain, delimiter).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const header = records[0];
  if (header === undefined) throw new UnusableInputError(`${name} is empty. Its first line must name the columns: ${required.join(', ')}.`, { name });
  const found = header.cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
  const columns = found.map((column) => {
    const meant = Object.hasOwn(otherNames, column) ? otherNames[column] : undefined;
    return meant === undefined || found.includes(meant) ? column : meant;
  });
  checkColumns(name, columns, required, optional, log, extra);
  const at = new Map(columns.map((column, index) => [column, index]));
  const rows = records.slice(1).map(({ cells, row }) => ({
    row,
    cell: (column: string): string => {
      const index = at.get(column);
      return index === undefined ? '' : restoreText((cells[index] ?? '').trim());
    },
  }));
  const overlong = new Set(records.filter(({ cells }) => cells.slice(columns.length).some((cell) => cell.trim() !== '')).map(({ row }) => row));
  return { name, columns, rows, log, commaDecimals: delimiter !== ',', overlong };
}

function delimiterOf(text: string): string {
  const line = /.*\w.*/.exec(text)?.[0] ?? '';
  const count = (delimiter: string): number => line.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best), ',');
}

function checkColumns(
  name: string,
  columns: readonly string[],
  required: readonly string[],
  optional: readonly string[],
  log: IssueLog,
  extra: RegExp | undefined,
): void {
  for (const column of required) {
    if (columns.includes(column)) continue;
    const mistaken = mistakenFor(columns, required);
    const found = `Found: ${shownColumns(columns)}. Needed: ${required.join(', ')}; also read: ${optional.join(', ') || 'none'}.`;
    throw new UnusableInputError(`${name}: row 1 has no column "${column}"${mistaken === null ? `. ${found}` : `; ${mistaken}`}`, { name, row: 1, column });
  }
  const known = [...required, ...optional];
  columns.forEach((column, index) => {
    if (columns.indexOf(column) !== index)
      throw new UnusableInputError(`${name}: row 1 names the column "${shownColumn(column)}" twice. Rename or remove one.`, { name, row: 1, column });
    if (known.includes(column) || column === '' || extra?.test(column)) return;
    const nearest = nearestName(column, known);
    log.add('unknownColumn', `column "${shownColumn(column)}" is not used.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`, { row: 1, column });
  });
}

/** Takes off the apostrophe that keeps a spreadsheet from running a cell as a formula. */
export function restoreText(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

/** Refuses one cell: names file, row, column, value, need and way out. */
export function cellError(table: PlainTable, row: number, column: string, value: string, need: string): UnusableInputError {
  const hint = table.overlong.has(row) ? ' It has more cells than the header: quote those that hold a separator.' : '';
  return new UnusableInputError(`${table.name}: row ${row}, column ${column} must be ${need}, got ${JSON.stringify(value.slice(0, 80))}.${hint}`, {
    name: table.name,
    row,
    column,
    value,
    need,
  });
}

/** A number in a cell; null when the cell is empty. */
export function numberCell(table: PlainTable, { row, cell }: PlainRow, column: string, need = 'a number, 0 or more', least = 0): number | null {
  const text = cell(column);
  if (text === '') return null;
  const plain = table.commaDecimals && /^[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+$/.test(text) ? text.replaceAll('.', '').replace(',', '.') : text;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isFinite(value) || value < least) throw cellError(table, row, column, text, need);
  return value;
}

/** A local clock time `HH:MM`, up to 24:00; spreadsheets add seconds of 00. */
function isClockTime(text: string): boolean {
  return /^(([01]?\d|2[0-3]):[0-5]\d|24:00)(:00)?$/.test(text);
}

/** A date with dots, `7.12.2026`, which is day first wherever it is written, as `2026-12-07`; anything else as it is. Spreadsheets save dates so. */
export function undotted(text: string): string {
  return text.replace(
    /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/,
    (_, day: string, month: string, year: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  );
}

/** A day cell; '' gives null. */
export function dayCell(table: PlainTable, { row, cell }: PlainRow, column: string): string | null {
  const text = undotted(cell(column));
  if (text === '') return null;
  if (!isCalendarDay(text)) throw cellError(table, row, column, cell(column), 'a date such as 2026-12-07');
  return text;
}

/** A clock cell as `HH:MM`; '' gives null. */
export function clockCell(table: PlainTable, { row, cell }: PlainRow, column: string): string | null {
  const text = cell(column);
  if (text === '') return null;
  if (!isClockTime(text)) throw cellError(table, row, column, text, 'a time of day such as 08:30');
  return text.replace(/^(\d+:\d\d):00$/, '$1').padStart(5, '0');
}

const STAMP = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;

/** An instant from `2024-10-27T01:30:00+01:00`; a time without offset is read in `zone`. */
export function instantCell(table: PlainTable, { row, cell }: PlainRow, column: string, zone: string | null): number {
  const text = cell(column);
  const [, day, hours, minutes, seconds = '0', offset] = STAMP.exec(undotted(text)) ?? [];
  const need = `a local time with offset such as 2026-12-07T08:30:00+01:00${zone === null ? '' : ', or without it such as 2026-12-07 08:30'}`;
  if (day === undefined || !isCalendarDay(day) || Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 59)
    throw cellError(table, row, column, text, need);
  const localMs = Date.parse(`${day}T00:00:00Z`) + (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  if (offset === 'Z') return localMs;
  if (offset !== undefined) return localMs - offsetMs(offset);
  if (zone === null || !isZone(zone)) throw cellError(table, row, column, text, need);
  return toInstantMs(zone, localMs, 'earlier') as number;
}

function offsetMs(text: string): number {
  const digits = text.slice(1).replace(':', '');
  return (text.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}
