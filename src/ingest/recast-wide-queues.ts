import type { Doubt } from '../core/index.js';
import { decideNumberStyle, isBlankCell, parseNumberCell } from './cell-number.js';
import { type ColumnGroup, groupColumns, isChannelWord, joinTwoHeaders } from './column-groups.js';
import { plainWords, readColumnName } from './column-names.js';
import { profileColumn, type WhenKind } from './column-profile.js';
import { findHeader, type HeadRecord } from './find-header.js';
import type { Recast } from './recast.js';
import { isTotalName, isTotalsRow } from './row-verdict.js';

/** Rows looked at when columns are told apart. */
const SAMPLE = 200;

/**
 * Tables in which queues lie side by side: `Sales Offered`, `Sales AHT`, `Support Offered` …; queues in merged cells above measures; one column of counts
 * per queue. Each row becomes one per queue. A header over two rows without queues becomes one of whole names.
 */
export function recastWideQueues(records: readonly HeadRecord[]): Recast | null {
  const found = findHeader(records, []);
  const at = records.findIndex(({ row }) => row === found.headerRow);
  const header = records[at];
  if (found.headerRow === 0 || header === undefined) return null;
  const rows = records.slice(at + 1, at + 1 + SAMPLE).map(({ cells }) => cells);
  const above = records[at - 1];
  const names = found.header.map((_, i) => (header.cells[i] ?? '').trim());
  const upper = above !== undefined && above.cells.filter((cell) => cell.trim() !== '').length >= 2 ? names.map((_, i) => (above.cells[i] ?? '').trim()) : null;
  const groups = groupColumns(names, upper);
  if (groups !== null) return wide('table with queues side by side', names, groups, found.headerRow, found.context, []);
  const joined = upper === null ? null : joinTwoHeaders(names, upper);
  if (joined !== null) return passThrough(joined, names, found.headerRow, found.context);
  const counts = countColumns(names, rows);
  if (counts === null) return null;
  const doubt: Doubt = {
    what: `no column for volume; ${counts.map(({ name }) => `"${name}"`).join(', ')} hold whole numbers`,
    chosen: 'one queue each',
    option: '--column volume="…"',
  };
  return wide('table with one column per queue', names, counts, found.headerRow, found.context, [doubt]);
}

/** Names of figures that are counts of something else, or parts of the calendar. */
const NO_QUEUE =
  /\b(agents?|agenten|mitarbeiter|staff|fte|year|jahr|annee|ano|anno|week|woche|kw|semaine|month|monat|day|weekday|wochentag|holiday|feiertag|id|no|number|index|row|percent|rate|target|price|temperature|min|max|avg|average|mean|median|sum|outbound|outgoing|open|backlog|closed|hour|stunde|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo)\b/;

/** Columns of whole numbers with unknown names beside a time, where nothing else could be the volume: each is a queue. */
function countColumns(names: readonly string[], rows: readonly (readonly string[])[]): ColumnGroup[] | null {
  const known = names.map((name) => readColumnName(name));
  if (known.some((list) => list.some(({ role }) => MEASURES.has(role)))) return null;
  const data = rows.filter((cells) => !isTotalsRow(cells) && cells.some((cell) => cell.trim() !== ''));
  const style = decideNumberStyle(
    data.flatMap((cells) => cells.filter((cell) => !cell.includes(':'))),
    ';',
  );
  const values = names.map((_, i) => data.map((cells) => cells[i] ?? ''));
  const isTime = (i: number): boolean => (known[i] ?? []).some(({ role }) => role === 'start' || role === 'end' || role === 'length');
  if (!names.some((_, i) => isTime(i) && DATED.has(profileColumn(values[i] ?? [], style).when))) return null;
  const isCount = (i: number): boolean => {
    const filled = (values[i] ?? []).filter((cell) => !isBlankCell(cell)).map((cell) => parseNumberCell(cell, style));
    return (
      filled.length > 0 &&
      filled.every((value) => value !== null && Number.isInteger(value) && value >= 0) &&
      new Set(filled).size > Math.min(2, filled.length - 1)
    );
  };
  const others = names.map((_, i) => i).filter((i) => !isTime(i) && names[i] !== '');
  const counts = others.filter((i) => isCount(i) && !NO_QUEUE.test(plainWords(names[i] ?? '')));
  const texts = others.filter((i) => (values[i] ?? []).some((cell) => !isBlankCell(cell) && Number.isNaN(parseNumberCell(cell, style))));
  if (texts.some((i) => (known[i] ?? []).length > 0)) return null; // a queue, an agent …: the numbers belong to it
  const sums = counts.filter((i) => isTotalName(names[i] ?? '') || (counts.length > 2 && isSumOfOthers(i, counts, values, style)));
  const queues = counts.filter((i) => !sums.includes(i));
  return queues.length < 2 ? null : queues.map((i) => ({ name: names[i] ?? '', columns: [{ index: i, measure: 'Volume' }] }));
}

/** Kinds of times that name a day. */
const DATED: ReadonlySet<WhenKind | null> = new Set<WhenKind>([
  'stamp',
  'date',
  'stampRange',
  'gluedRange',
  'epochSeconds',
  'epochMilliseconds',
  'epochMicroseconds',
  'excel',
]);

const MEASURES: ReadonlySet<string> = new Set([
  ...[
    'volume',
    'handled',
    'abandoned',
    'shortAbandoned',
    'handle',
    'talk',
    'hold',
    'acw',
    'wait',
    'answerWait',
    'abandonWait',
    'duration',
    'id',
    'direction',
    'answeredAt',
  ],
]);

function isSumOfOthers(i: number, counts: readonly number[], values: readonly (readonly string[])[], style: 'dot' | 'comma'): boolean {
  const value = (column: number, row: number): number => parseNumberCell(values[column]?.[row] ?? '', style) ?? 0;
  const rows = (values[i] ?? []).map((_, row) => row);
  return (
    rows.every((row) => value(i, row) === counts.filter((other) => other !== i).reduce((sum, other) => sum + value(other, row), 0)) &&
    rows.some((row) => value(i, row) > 0)
  );
}

function wide(
  format: string,
  names: readonly string[],
  groups: readonly ColumnGroup[],
  headerRow: number,
  context: ReadonlyMap<string, string>,
  doubts: readonly Doubt[],
): Recast {
  const grouped = new Set(groups.flatMap(({ columns }) => columns.map(({ index }) => index)));
  const own = names.map((_, i) => i).filter((i) => !grouped.has(i) && names[i] !== '' && !isTotalName(names[i] ?? ''));
  const byChannel = groups.every(({ name }) => isChannelWord(name));
  const measures = [...new Set(groups.flatMap(({ columns }) => columns.map(({ measure }) => measure)))];
  return {
    format,
    header: [...own.map((i) => names[i] ?? ''), 'Queue', ...(byChannel ? ['Channel'] : []), ...measures],
    headerRow,
    context,
    doubts,
    open: (leaveOut) => ({
      row(cells, row, sink) {
        const useless = uselessRow(cells, names);
        if (useless !== null) return leaveOut(useless);
        const ownCells = own.map((i) => cells[i] ?? '');
        for (const { name, columns } of groups) {
          const figures = measures.map((measure) => cells[columns.find((column) => column.measure === measure)?.index ?? -1] ?? '');
          sink([...ownCells, name, ...(byChannel ? [name] : []), ...figures], row);
        }
      },
      end: () => undefined,
    }),
  };
}

function uselessRow(cells: readonly string[], names: readonly string[]): string | null {
  if (cells.every((cell) => cell.trim() === '')) return 'blank';
  if (isTotalsRow(cells)) return 'total';
  if (names.every((name, i) => (cells[i] ?? '').trim() === name)) return 'header';
  return names.length > 1 && cells.filter((cell) => cell.trim() !== '').length === 1 ? 'note' : null;
}

function passThrough(header: readonly string[], lower: readonly string[], headerRow: number, context: ReadonlyMap<string, string>): Recast {
  return {
    format: 'table',
    header,
    headerRow,
    context,
    open: (leaveOut) => ({
      row(cells, row, sink) {
        if (lower.every((name, i) => (cells[i] ?? '').trim() === name)) leaveOut('header');
        else sink([...cells], row);
      },
      end: () => undefined,
    }),
  };
}
