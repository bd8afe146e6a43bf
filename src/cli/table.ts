import Table from 'cli-table3';

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/**
 * A table for people: a head, rows, columns as wide as they must be; no lines, no colours, so that it reads alike on terminals and in files.
 * Columns are aligned to the right unless listed in `left`.
 */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], left: readonly number[] = [0]): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (left.includes(column) ? 'left' : 'right')),
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}

const TERMINAL_WIDTH = 80;
const LEAST_NAME = 9;

/** The same, no wider than a terminal: names in the columns `cuttable` and long heads give way, down to nine letters. */
export function fittingTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  left: readonly number[] = [0],
  cuttable: readonly number[] = left,
): string {
  const cut = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
  const tableWith = (longest: number): string =>
    textTable(
      head.map((title) => cut(title, longest)),
      rows.map((row) => row.map((cell, column) => (cuttable.includes(column) ? cut(cell, longest) : cell))),
      left,
    );
  const names = [...head, ...rows.flatMap((row) => cuttable.map((column) => row[column] ?? ''))];
  for (let longest = Math.max(LEAST_NAME, ...names.map((name) => name.length)); ; longest -= 1) {
    const table = tableWith(longest);
    if (longest <= LEAST_NAME || table.split('\n').every((line) => line.length <= TERMINAL_WIDTH)) return table;
  }
}
