import { UnusableInputError } from '../core/index.js';
import { sheetNamed, sheetsInOrder } from './choose-sheet.js';
import { openWorkbook, type Sheet, type Workbook } from './workbook.js';

/** How a sheet is chosen. */
type SheetWish = { readonly sheet?: string | number | undefined; readonly usualSheet?: string | undefined };

/** A sheet of a workbook as comma-separated text: the one asked for, else the one of the usual name, else the first one with something in it. */
export async function sheetText(bytes: Uint8Array, name: string, limitBytes: number, wish: SheetWish): Promise<string> {
  const workbook = await openWorkbook(bytes, name, limitBytes);
  for (const sheet of wantedSheets(workbook, name, wish)) {
    const text = await textOf(workbook, sheet);
    if (text !== '') return text;
  }
  throw new UnusableInputError(`${name} has no sheet with anything in it.`, { name });
}

function wantedSheets(workbook: Workbook, name: string, { sheet, usualSheet }: SheetWish): Sheet[] {
  if (sheet !== undefined) return [sheetNamed(workbook, sheet, name)];
  const usual = workbook.sheets.find((one) => one.name.trim().toLowerCase() === usualSheet);
  return usual === undefined ? sheetsInOrder(workbook) : [usual];
}

async function textOf(workbook: Workbook, sheet: Sheet): Promise<string> {
  const lines: string[] = [];
  let last = 0;
  for await (const batch of workbook.rows(sheet)) {
    for (const { cells, row } of batch) {
      for (; last < row - 1; last += 1) lines.push('');
      lines.push(cells.map(quoted).join(','));
      last = row;
    }
  }
  return lines.join('\n');
}

/** Line breaks inside a cell become spaces, so that lines keep the numbers of their rows. */
function quoted(cell: string): string {
  const line = cell.replaceAll(/[\r\n]+/g, ' ');
  return /[",]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
}
