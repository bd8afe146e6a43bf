import { type Doubt, type History, UnusableInputError } from '../core/index.js';
import { sheetNamed, sheetsInOrder, shownSheets } from './choose-sheet.js';
import { counted } from './counted.js';
import type { HeadRecord } from './find-header.js';
import { onlyTheStart, type ReaderSettings } from './history-options.js';
import { startSession } from './history-session.js';
import type { SourceHead } from './open-source.js';
import { type OpenedTable, openTable, PROBED_RECORDS } from './open-table.js';
import { openWorkbook, type Sheet, type Workbook } from './workbook.js';

/** Sheets looked at in search of a table; workbooks with more are read with `sheet`. */
const MOST_SHEETS = 60;

/** Reads a workbook at hand as bytes into a history: the sheet asked for, else the first one that holds a usable table. */
export async function readWorkbook(bytes: Uint8Array, settings: ReaderSettings): Promise<History> {
  const workbook = await openWorkbook(bytes, settings.name, settings.unpackedLimit);
  const { sheet, table, doubts } = await chooseSheet(workbook, settings);
  const counts = { formulasWithoutValue: 0, unpackedBytes: 0 };
  const session = startSession(headOf(table), () => 'xlsx', settings);
  session.fact('sheet', sheet.name);
  for (const doubt of doubts) session.remark(doubt);
  const feed = table.feed(session.row, session.leaveOut);
  let rows = 0;
  let lastReport = performance.now();
  const allowedBytes = settings.firstBytes ?? Number.POSITIVE_INFINITY;
  for await (const batch of workbook.rows(sheet, counts)) {
    if (counts.unpackedBytes > allowedBytes) {
      session.remark(onlyTheStart(allowedBytes));
      break;
    }
    for (const { cells, row } of batch) feed.row(cells, row);
    rows += batch.length;
    if (performance.now() - lastReport < 100) continue;
    settings.onProgress?.({ stage: 'read', done: rows, total: null });
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    settings.signal?.throwIfAborted();
    lastReport = performance.now();
  }
  feed.end();
  if (counts.formulasWithoutValue > 0)
    session.note(
      'formulaWithoutValue',
      `sheet ${JSON.stringify(sheet.name)}: ${counted(counts.formulasWithoutValue, 'formula')} without a stored result, read as empty; open the workbook in a spreadsheet program and save it`,
    );
  return session.finish();
}

/** A workbook's table as a source without delimiter. */
function headOf({ format, found, records }: OpenedTable): SourceHead {
  return { format, found, records, delimiter: null };
}

type Chosen = { readonly sheet: Sheet; readonly table: OpenedTable; readonly doubts: readonly Doubt[] };

async function chooseSheet(workbook: Workbook, settings: ReaderSettings): Promise<Chosen> {
  if (settings.sheet !== undefined) {
    const sheet = sheetNamed(workbook, settings.sheet, settings.name);
    return { sheet, table: await openSheet(workbook, sheet, settings), doubts: [] };
  }
  const ordered = sheetsInOrder(workbook).slice(0, MOST_SHEETS);
  const usable: { readonly sheet: Sheet; readonly table: OpenedTable }[] = [];
  let fault: UnusableInputError | null = null;
  for (const sheet of ordered) {
    try {
      const table = await openSheet(workbook, sheet, settings);
      startSession(headOf(table), () => 'xlsx', settings); // throws where columns are lacking
      usable.push({ sheet, table });
    } catch (found) {
      if (!(found instanceof UnusableInputError) || isFinal(found)) throw found;
      fault ??= found;
    }
  }
  const [first] = usable;
  if (first === undefined) throw noUsableSheet(workbook, settings, fault);
  return { ...first, doubts: sheetDoubts(workbook, first.sheet, usable.length) };
}

/** Faults of the whole workbook: looking at further sheets will not help. */
function isFinal({ facts }: UnusableInputError): boolean {
  return facts.option === '--max-unpacked' || facts.format === 'encrypted zip';
}

/** First records of a sheet, opened as a table. */
async function openSheet(workbook: Workbook, sheet: Sheet, settings: ReaderSettings): Promise<OpenedTable> {
  const records: HeadRecord[] = [];
  for await (const batch of workbook.rows(sheet)) {
    for (const record of batch) if (records.length < PROBED_RECORDS && record.cells.some((cell) => cell.trim() !== '')) records.push(record);
    if (records.length >= PROBED_RECORDS) break;
  }
  const table = openTable(records, 0, settings);
  if (!workbook.date1904) return table;
  return { ...table, found: { ...table.found, context: new Map([...table.found.context, ['date system', '1904']]) } };
}

function sheetDoubts({ sheets }: Workbook, chosen: Sheet, usable: number): Doubt[] {
  const others = sheets.filter((sheet) => sheet !== chosen);
  if (others.length === 0) return [];
  const tables = usable > 1 ? `, ${usable} of which hold tables` : '';
  return [
    {
      what: `the workbook has ${sheets.length} sheets${tables}`,
      chosen: `sheet ${JSON.stringify(chosen.name)}; not read: ${shownSheets(others)}`,
      option: `--sheet ${JSON.stringify(others[0]?.name ?? '')}`,
    },
  ];
}

function noUsableSheet({ sheets }: Workbook, settings: ReaderSettings, fault: UnusableInputError | null): UnusableInputError {
  const [only] = sheets;
  if (sheets.length === 1 && only !== undefined && fault !== null) return fault;
  return new UnusableInputError(
    `${settings.name} has no sheet with a table that can be read (${shownSheets(sheets)}). The first says: ${fault?.message ?? 'it is empty'} Name the sheet with --sheet.`,
    { name: settings.name, sheets: sheets.map((sheet) => sheet.name), option: '--sheet' },
  );
}
