import type { HeadRecord } from './find-header.js';
import { type FormatKind, numberText } from './number-format.js';
import { attributeOf, createXmlScanner, type XmlHandler } from './scan-xml.js';
import { unpackEntry, type ZipArchive } from './zip-archive.js';

/** What is needed to read the rows of one sheet. */
export type SheetPlan = {
  readonly archive: ZipArchive;
  readonly path: string;
  readonly strings: readonly string[];
  readonly formats: readonly FormatKind[];
  readonly date1904: boolean;
};

/** What was met on the way through a sheet. */
export type SheetCounts = { formulasWithoutValue: number; unpackedBytes: number };

/** Empty columns between two cells of a row; what stands further right is no part of the table, and a few such cells must not cost memory. */
const WIDEST_GAP = 1024;
const MOST_COLUMNS = 16_384;
const LAST_ROW = 1_048_576;
/** Longest text of a cell that a spreadsheet keeps, with room. */
const LONGEST_CELL = 65_536;

/** Rows of a sheet with something in them, batch by batch as the sheet is unpacked. */
export async function* readSheetRows(plan: SheetPlan, counts: SheetCounts): AsyncGenerator<HeadRecord[]> {
  let batch: HeadRecord[] = [];
  const scanner = createXmlScanner(sheetHandler(plan, counts, (record) => batch.push(record)));
  const decoder = new TextDecoder();
  for await (const chunk of unpackEntry(plan.archive, plan.path)) {
    counts.unpackedBytes += chunk.length;
    scanner.push(decoder.decode(chunk, { stream: true }));
    if (batch.length === 0) continue;
    const full = batch;
    batch = [];
    yield full;
  }
  scanner.push(decoder.decode());
  scanner.end();
  if (batch.length > 0) yield batch;
}

/** Attributes of a cell as nearly all programs write them. */
const USUAL_CELL = /^ r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?$/;

/** A cell while it is read. */
type Cell = { column: number; style: number; type: string; value: string; inline: string; hasFormula: boolean };

/** Builds records out of the elements of a sheet. */
function sheetHandler(plan: SheetPlan, counts: SheetCounts, take: (record: HeadRecord) => void): XmlHandler {
  let row = 0;
  let cells: string[] = [];
  let isFilled = false;
  let into: 'value' | 'inline' | null = null;
  const cell: Cell = { column: 0, style: 0, type: '', value: '', inline: '', hasFormula: false };

  const openCell = (attributes: string): void => {
    const usual = USUAL_CELL.exec(attributes);
    const place = usual === null ? attributeOf(attributes, 'r') : (usual[1] as string);
    cell.column = place === null ? cells.length : columnIndex(place);
    cell.style = Number((usual === null ? attributeOf(attributes, 's') : usual[2]) ?? '0');
    cell.type = (usual === null ? attributeOf(attributes, 't') : usual[3]) ?? 'n';
    cell.value = '';
    cell.inline = '';
    cell.hasFormula = false;
  };

  const closeCell = (): void => {
    if (cell.hasFormula && cell.value === '' && cell.inline === '' && cell.type !== 'str') counts.formulasWithoutValue += 1;
    const text = shownText(cell, plan);
    if (text === '' || cell.column < 0 || cell.column >= MOST_COLUMNS || cell.column > cells.length + WIDEST_GAP) return;
    while (cells.length < cell.column) cells.push('');
    cells[cell.column] = text;
    isFilled = true;
  };

  return {
    open(name, attributes) {
      if (name === 'v') into = 'value';
      else if (name === 'c') openCell(attributes);
      else if (name === 't') into = 'inline';
      else if (name === 'f') cell.hasFormula = true;
      else if (name === 'row') {
        const stated = Number(attributeOf(attributes, 'r') ?? Number.NaN);
        row = stated >= 1 && stated <= LAST_ROW ? stated : row + 1;
        cells = [];
        isFilled = false;
      }
    },
    close(name) {
      if (name === 'v' || name === 't') into = null;
      else if (name === 'c') closeCell();
      else if (name === 'row' && isFilled) {
        take({ cells, row });
        cells = [];
        isFilled = false;
      }
    },
    text(text) {
      if (into === 'value' && cell.value.length < LONGEST_CELL) cell.value += text;
      else if (into === 'inline' && cell.inline.length < LONGEST_CELL) cell.inline += text;
    },
  };
}

/** Index of the column of a place such as `AB12`; −1 for what is none. */
function columnIndex(place: string): number {
  let index = 0;
  for (let at = 0; at < place.length; at += 1) {
    const letter = place.charCodeAt(at) & 0xdf;
    if (letter < 65 || letter > 90) return at === 0 || at > 3 ? -1 : index - 1;
    index = index * 26 + letter - 64;
  }
  return place.length > 3 ? -1 : index - 1;
}

/** A cell as an export would spell it. */
function shownText(cell: Cell, { strings, formats, date1904 }: SheetPlan): string {
  switch (cell.type) {
    case 's':
      return strings[Number(cell.value)] ?? '';
    case 'inlineStr':
      return cellText(cell.inline);
    case 'str':
      return cellText(cell.value);
    case 'b':
      return cell.value === '' ? '' : /^(1|true)$/i.test(cell.value.trim()) ? 'TRUE' : 'FALSE';
    case 'e':
    case 'd':
      return cell.value;
    default:
      return numberText(cell.value, formats[cell.style] ?? 'number', date1904);
  }
}

/** Text of a cell: characters that XML cannot hold are written `_x000D_` in workbooks. */
export function cellText(text: string): string {
  return text.includes('_x') ? text.replace(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}
