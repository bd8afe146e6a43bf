import { UnusableInputError } from '../core/index.js';
import type { HeadRecord } from './find-header.js';
import { builtInFormat, type FormatKind, formatKind } from './number-format.js';
import { attributeOf, createXmlScanner, type XmlHandler } from './scan-xml.js';
import { cellText, readSheetRows, type SheetCounts, type SheetPlan } from './sheet-rows.js';
import { damagedArchive, openZip, unpackEntry, type ZipArchive } from './zip-archive.js';

/** One sheet of a workbook. */
export type Sheet = { readonly name: string; readonly hidden: boolean; readonly path: string };

/** An opened Excel workbook (.xlsx, .xlsm). */
export type Workbook = {
  readonly sheets: readonly Sheet[];
  /** Days are counted from 1904 instead of 1900, as old Macintosh versions did. */
  readonly date1904: boolean;
  /** Rows of a sheet with something in them, in batches; numbered as the spreadsheet shows them. */
  rows(sheet: Sheet, counts?: SheetCounts): AsyncGenerator<HeadRecord[]>;
};

/** Share of the limit that parts may take which are held in memory: names, formats, shared texts. */
const HELD_SHARE = 4;

/**
 * Opens a workbook that is at hand as bytes: reads the names of its sheets, its number formats and its shared texts.
 *
 * @param limitBytes - Bytes that it may unpack to in all.
 * @throws {@link UnusableInputError} for archives that are no Excel workbook, for damaged ones, and at the limit.
 */
export async function openWorkbook(bytes: Uint8Array, name: string, limitBytes: number): Promise<Workbook> {
  const archive = openZip(bytes, name, limitBytes);
  const main = await mainPart(archive);
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relations = await readRelations(archive, folder, `${folder}_rels/${main.slice(folder.length)}.rels`);
  const { sheets, date1904 } = await readSheetList(archive, main, relations);
  const partOf = (kind: string): string | undefined => [...relations.values()].find(({ type }) => type.endsWith(`/${kind}`))?.path;
  const styles = partOf('styles');
  const shared = partOf('sharedStrings');
  const formats = styles === undefined || !has(archive, styles) ? [] : await readFormats(archive, styles);
  let strings: readonly string[] | null = null;
  const plan = async (sheet: Sheet): Promise<SheetPlan> => {
    strings ??= shared === undefined || !has(archive, shared) ? [] : await readSharedStrings(archive, shared);
    return { archive, path: sheet.path, strings, formats, date1904 };
  };
  return {
    sheets,
    date1904,
    async *rows(sheet, counts = { formulasWithoutValue: 0, unpackedBytes: 0 }) {
      archive.leftBytes = limitBytes; // each reading of a sheet has the whole allowance
      yield* readSheetRows(await plan(sheet), counts);
    },
  };
}

function has({ entries }: ZipArchive, path: string): boolean {
  return entries.has(path.toLowerCase());
}

/** Other things that are zip archives, by a file inside them. */
const OTHER_FORMATS: readonly (readonly [inside: RegExp, format: string, wayOut: string])[] = [
  [/^xl\/workbook\.bin$/i, 'a binary Excel workbook (.xlsb)', 'Save it as an Excel workbook (.xlsx) or as CSV.'],
  [/^word\//i, 'a Word document', 'Export the table as CSV or Excel workbook.'],
  [/^ppt\//i, 'a PowerPoint presentation', 'Export the table as CSV or Excel workbook.'],
  [/^content\.xml$/i, 'an OpenDocument file (.ods)', 'Save it as an Excel workbook (.xlsx) or as CSV.'],
  [/^index\/.*\.iwa$/i, 'a Numbers or Pages document', 'Export it as an Excel workbook (.xlsx) or as CSV.'],
];

/** Path of the part that lists the sheets. */
async function mainPart(archive: ZipArchive): Promise<string> {
  const names = [...archive.entries.values()].map((entry) => entry.name);
  const other = OTHER_FORMATS.find(([inside]) => names.some((entry) => inside.test(entry)));
  if (other !== undefined)
    throw new UnusableInputError(`${archive.name} is ${other[1]}, which is not read. ${other[2]}`, { name: archive.name, format: other[1] });
  const root = has(archive, '_rels/.rels') ? await readRelations(archive, '', '_rels/.rels') : new Map<string, Relation>();
  const stated = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.path;
  const found = [stated, 'xl/workbook.xml'].find((path) => path !== undefined && has(archive, path));
  if (found !== undefined) return found;
  const shown = names
    .filter((entry) => !entry.endsWith('/'))
    .slice(0, 3)
    .map((entry) => JSON.stringify(entry.slice(0, 60)))
    .join(', ');
  throw new UnusableInputError(`${archive.name} is a zip archive, not a workbook; it holds ${shown}. Unpack it and read the file inside.`, {
    name: archive.name,
    format: 'zip',
  });
}

/** Unpacks a part of XML and scans it. Parts that are kept in memory may take a share of the limit only. */
async function scanPart(archive: ZipArchive, path: string, handler: XmlHandler, limitBytes: number): Promise<void> {
  const scanner = createXmlScanner(handler);
  const decoder = new TextDecoder();
  const allowed = Math.min(archive.leftBytes, limitBytes);
  const part: ZipArchive = { ...archive, leftBytes: allowed, allowedBytes: allowed };
  for await (const chunk of unpackEntry(part, path)) scanner.push(decoder.decode(chunk, { stream: true }));
  scanner.push(decoder.decode());
  scanner.end();
}

type Relation = { readonly type: string; readonly path: string };

async function readRelations(archive: ZipArchive, folder: string, path: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  if (!has(archive, path)) return relations;
  const open = (name: string, attributes: string): void => {
    if (name !== 'Relationship') return;
    const target = attributeOf(attributes, 'Target') ?? '';
    relations.set(attributeOf(attributes, 'Id') ?? '', {
      type: attributeOf(attributes, 'Type') ?? '',
      path: target.startsWith('/') ? target.slice(1) : withoutDots(`${folder}${target}`),
    });
  };
  await scanPart(archive, path, { open, close: () => undefined, text: () => undefined }, archive.limitBytes / HELD_SHARE);
  return relations;
}

/** `xl/../data/a.xml` as `data/a.xml`. */
function withoutDots(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

async function readSheetList(archive: ZipArchive, main: string, relations: ReadonlyMap<string, Relation>): Promise<{ sheets: Sheet[]; date1904: boolean }> {
  const sheets: Sheet[] = [];
  let date1904 = false;
  const open = (name: string, attributes: string): void => {
    if (name === 'workbookPr') date1904 = /^(1|true|on)$/i.test(attributeOf(attributes, 'date1904') ?? '');
    if (name !== 'sheet') return;
    const relation = relations.get(attributeOf(attributes, 'id') ?? '');
    if (relation === undefined || !relation.type.endsWith('/worksheet')) return; // a chart, a macro
    sheets.push({ name: attributeOf(attributes, 'name') ?? '', hidden: /hidden/i.test(attributeOf(attributes, 'state') ?? ''), path: relation.path });
  };
  await scanPart(archive, main, { open, close: () => undefined, text: () => undefined }, archive.limitBytes / HELD_SHARE);
  if (sheets.length === 0) throw damagedArchive(archive.name, 'it lists no sheet with cells');
  return { sheets, date1904 };
}

/** Kind of number format of each cell style. */
async function readFormats(archive: ZipArchive, path: string): Promise<FormatKind[]> {
  const codes = new Map<number, FormatKind>();
  const formats: FormatKind[] = [];
  let inCells = false;
  const handler: XmlHandler = {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributeOf(attributes, 'numFmtId')), formatKind(attributeOf(attributes, 'formatCode') ?? ''));
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = Number(attributeOf(attributes, 'numFmtId') ?? '0');
      formats.push(codes.get(id) ?? builtInFormat(id));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
    text: () => undefined,
  };
  await scanPart(archive, path, handler, archive.limitBytes / HELD_SHARE);
  return formats;
}

/** Texts that cells refer to by number. Pronunciation guides are left out. */
async function readSharedStrings(archive: ZipArchive, path: string): Promise<string[]> {
  const strings: string[] = [];
  let current = '';
  let inText = false;
  let inGuide = false;
  const handler: XmlHandler = {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 't') inText = true;
      else if (name === 'rPh') inGuide = true;
    },
    close(name) {
      if (name === 'si') strings.push(cellText(current));
      else if (name === 't') inText = false;
      else if (name === 'rPh') inGuide = false;
    },
    text(text) {
      if (inText && !inGuide) current += text;
    },
  };
  await scanPart(archive, path, handler, archive.limitBytes / HELD_SHARE);
  return strings;
}
