import { isBlankCell, parseNumberCell } from './cell-number.js';
import { plainWords, readColumnName } from './column-names.js';
import { findHeader, type HeadRecord } from './find-header.js';
import type { Recast, Recaster } from './recast.js';
import { isTotalsRow } from './row-verdict.js';
import type { RecordSink } from './tokenizer.js';

/** Rows looked at when columns are told apart. */
const SAMPLE = 200;
const MOST = 0.8;
/** Rows that wait for their other measures; a file in the order of measures opens many. */
const MOST_OPEN = 200_000;

const COUNTS: ReadonlySet<string> = new Set(['volume', 'handled']);
const MEASURES: ReadonlySet<string> = new Set([...COUNTS, 'abandoned', 'shortAbandoned', 'handle', 'talk', 'hold', 'acw', 'wait', 'answerWait', 'abandonWait']);

const PLACES: ReadonlySet<string> = new Set(['direction', 'queue', 'channel', 'reason', 'site', 'status', 'agent', 'id']);

/** True for the name of a measure, such as `Offered` or `AHT`; bare words such as `Total` are none. */
const isMeasure = (text: string): boolean => readColumnName(text).some(({ role, rank }) => MEASURES.has(role) && rank < 2);
const isCount = (text: string): boolean => readColumnName(text).some(({ role, rank }) => COUNTS.has(role) && rank < 2);

/** Long tables, as databases and BI tools give them: one row per time and measure, `… , Metric, Value`. Each measure becomes a column. */
export function recastLongTable(records: readonly HeadRecord[]): Recast | null {
  const found = findHeader(records, []);
  if (found.headerRow === 0) return null;
  const rows = records
    .filter(({ row, cells }) => row > found.headerRow && cells.some((cell) => cell.trim() !== '') && !isTotalsRow(cells))
    .slice(0, SAMPLE)
    .map(({ cells }) => cells);
  const values = (i: number): string[] => rows.map((cells) => (cells[i] ?? '').trim()).filter((cell) => cell !== '');
  const isNumber = (cell: string): boolean => isBlankCell(cell) || /^\d[\d:.,]*\s?(?:%|s|ms)?$/.test(cell) || Number.isFinite(parseNumberCell(cell, 'comma'));
  const measured = (i: number): boolean => {
    const list = values(i);
    const names = new Set(list);
    return names.size >= 2 && names.size * 2 <= list.length && [...names].some(isCount) && list.filter(isMeasure).length >= list.length / 2;
  };
  // `Direction: Inbound, Outbound` holds words for counts, too
  const metric = found.header.findIndex((name, i) => !readColumnName(name).some(({ role }) => PLACES.has(role)) && measured(i));
  if (metric < 0) return null;
  const value = found.header.findIndex((name, i) => i !== metric && VALUE.test(plainWords(name)) && values(i).filter(isNumber).length >= MOST * rows.length);
  return value < 0 ? null : longTable(found.header, metric, value, [...new Set(values(metric))], found.headerRow, found.context);
}

const VALUE =
  /^(value|values|wert|werte|valeur|valor|valore|waarde|figure|amount|count|number|anzahl|metric value|measure values?|sum of value|result|quantity|n)$/;

function longTable(
  header: readonly string[],
  metric: number,
  value: number,
  measures: readonly string[],
  headerRow: number,
  context: ReadonlyMap<string, string>,
): Recast {
  const keys = header.map((_, i) => i).filter((i) => i !== metric && i !== value);
  return {
    format: 'long table of measures',
    header: [...keys.map((i) => header[i] ?? ''), ...measures],
    headerRow,
    context,
    open: (leaveOut) => openLongTable(keys, metric, value, measures, leaveOut),
  };
}

function openLongTable(keys: readonly number[], metric: number, value: number, measures: readonly string[], leaveOut: (reason: string) => void): Recaster {
  const open = new Map<string, { readonly row: number; readonly cells: string[] }>();
  const place = new Map(measures.map((measure, i) => [measure, keys.length + i]));
  /** Gives all but the last `kept` rows: those that opened first have had their time. */
  const flush = (sink: RecordSink, kept: number): void => {
    for (const [key, { cells, row }] of open) {
      if (open.size <= kept) return;
      open.delete(key);
      sink(cells, row);
    }
  };
  return {
    row(cells, row, sink) {
      const at = place.get((cells[metric] ?? '').trim());
      if (at === undefined) return leaveOut(cells.every((cell) => cell.trim() === '') ? 'blank' : isTotalsRow(cells) ? 'total' : 'otherMeasure');
      const own = keys.map((i) => cells[i] ?? '');
      const key = JSON.stringify(own);
      let held = open.get(key);
      if (held === undefined || held.cells[at] !== '') {
        // the same measure again for the same time: another row, which is summed with the first
        if (held !== undefined) sink(held.cells, held.row);
        if (open.size >= MOST_OPEN) flush(sink, MOST_OPEN / 2);
        held = { row, cells: [...own, ...measures.map(() => '')] };
        open.set(key, held);
      }
      held.cells[at] = cells[value] ?? '';
    },
    end: (sink) => flush(sink, 0),
  };
}
