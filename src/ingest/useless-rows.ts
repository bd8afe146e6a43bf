import { badCell, isTotalsRow, isUnitsRow, leftOut, type Rejection } from './row-verdict.js';
import { shownColumn } from './shown-columns.js';
import type { TableLayout } from './table-layout.js';

/** Rows without a readable time that are none of the table: blank, totals, repeated headers, notes. Null for others. */
export function uselessRow(cells: readonly string[], layout: TableLayout): Rejection | null {
  if (cells.every((cell) => cell.trim() === '')) return leftOut('blank');
  if (isTotalsRow(cells)) return leftOut('total');
  if (layout.when.name !== '' && (cells[layout.when.index] ?? '').trim() === layout.when.name) return leftOut('header');
  if (isUnitsRow(cells)) return leftOut('header');
  if (layout.header.length > 1 && cells.filter((cell) => cell.trim() !== '').length === 1) return leftOut('note', 'a line of text, no row of the table');
  return null;
}

/** Rows with a time that are still none to count: intervals that were not complete. Null for others. */
export function partialRow(cells: readonly string[], { columns }: TableLayout): Rejection | null {
  const { complete } = columns;
  if (complete === undefined || !/^(false|no|0|n)$/i.test((cells[complete.index] ?? '').trim())) return null;
  return leftOut('partial', 'the interval was not complete when the file was written');
}

/** A row whose time cannot be read. */
export function badStamp(cells: readonly string[], layout: TableLayout): Rejection {
  const { name, index } = layout.when;
  const value = cells[index] ?? '';
  const message =
    value.trim() === ''
      ? `${shownColumn(name)} is empty; the row is left out`
      : `${shownColumn(name)} is no date and time that fits the column (${JSON.stringify(value.trim().slice(0, 40))}); the row is left out`;
  return badCell('badTimestamp', name, value, message);
}
