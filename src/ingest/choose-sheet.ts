import { UnusableInputError } from '../core/index.js';
import type { Sheet, Workbook } from './workbook.js';

/** The sheet asked for: by name in any case, else by position from 1. */
export function sheetNamed({ sheets }: Workbook, wanted: string | number, name: string): Sheet {
  const text = String(wanted).trim().toLowerCase();
  const found = sheets.find((sheet) => sheet.name.trim().toLowerCase() === text) ?? (/^\d+$/.test(text) ? sheets[Number(text) - 1] : undefined);
  if (found !== undefined) return found;
  throw new UnusableInputError(`${name} has no sheet ${JSON.stringify(wanted)}. Its sheets: ${shownSheets(sheets)}. Name one of them, or count from 1.`, {
    name,
    sheet: wanted,
    sheets: sheets.map((sheet) => sheet.name),
    option: '--sheet',
  });
}

/** Visible sheets first. */
export function sheetsInOrder({ sheets }: Workbook): Sheet[] {
  return [...sheets.filter(({ hidden }) => !hidden), ...sheets.filter(({ hidden }) => hidden)];
}

/** Names of sheets as messages show them. */
export function shownSheets(sheets: readonly Sheet[]): string {
  const names = sheets.slice(0, 12).map((sheet) => JSON.stringify(sheet.name));
  return sheets.length > names.length ? `${names.join(', ')} and ${sheets.length - names.length} more` : names.join(', ');
}
