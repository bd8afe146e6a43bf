import { findHeader, type HeadRecord } from './find-header.js';
import type { Recast } from './recast.js';
import { isTotalName } from './row-verdict.js';

const QUEUE_KEY =
  /^(split ?\/ ?skill|split|skill|skill ?set|queue|queue name|call queue|vdn|csq|csq name|contact service queue|agent group|ring group|hunt group|service|campaign|warteschlange|file d.attente|cola|coda|wachtrij|fila|kolejka|kö|очередь)$/i;
const DATE_KEY = /^(date|datum|day|fecha|data|report date|tag|dato|jour|дата)$/i;

/** A line such as `Queue: Sales`, in one cell or two. */
function sectionLine(cells: readonly string[]): { readonly key: 'queue' | 'date'; readonly value: string } | null {
  if (cells.length > 2 && cells[0] !== '' && cells[1] !== '' && cells[2] !== '') return null; // the common case: a row of the table
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const [first = '', second = ''] = filled;
  const whole = filled.length === 1 ? /^([^:]{2,40}):\s*(\S.*)$/.exec(first) : null;
  const pair = filled.length === 2 && /:$/.test(first) ? [first, first.replace(/:$/, ''), second] : null;
  const [, key = '', value = ''] = whole ?? pair ?? [];
  if (QUEUE_KEY.test(key.trim())) return { key: 'queue', value: value.trim().replace(/\s*\(\d+\)$/, '') };
  return DATE_KEY.test(key.trim()) ? { key: 'date', value: value.trim() } : null;
}

/** Reports that name a queue (or a day) on a line of its own, then its table, then the next queue: the name becomes a column. */
export function recastSections(records: readonly HeadRecord[]): Recast | null {
  const lines = records.flatMap(({ cells, row }) => {
    const line = sectionLine(cells);
    return line === null ? [] : [{ ...line, row }];
  });
  const found = findHeader(records, []);
  const repeats = (key: 'queue' | 'date'): boolean => new Set(lines.filter((line) => line.key === key).map(({ value }) => value)).size > 1;
  const keys = (['queue', 'date'] as const).filter(repeats);
  const header = records.find(({ row }) => row === found.headerRow);
  if (keys.length === 0 || found.headerRow === 0 || header === undefined || !lines.some(({ row }) => row > found.headerRow)) return null;
  const first = { queue: '', date: '' };
  for (const { key, value, row } of lines) if (row < found.headerRow) first[key] = value;
  const width = found.header.length;
  const isHeader = (cells: readonly string[]): boolean => header.cells.every((name, i) => (cells[i] ?? '').trim() === name.trim());
  return {
    format: 'report in sections',
    header: [...found.header, ...keys.map((key) => (key === 'queue' ? 'Queue' : 'Date'))],
    headerRow: found.headerRow,
    context: found.context,
    open: (leaveOut) => {
      const now = { ...first };
      return {
        row(cells, row, sink) {
          const line = sectionLine(cells);
          if (line !== null) now[line.key] = line.value;
          if (line !== null || isHeader(cells)) return leaveOut(line === null ? 'header' : 'note');
          // the day or queue that is added below would make rows of the table of them
          const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
          if (filled.length === 0) return leaveOut('blank');
          if (isTotalName(filled[0] as string)) return leaveOut('total');
          if (width > 1 && (filled.length === 1 || filled.every((cell) => !/^[\W_]*\d/.test(cell)))) return leaveOut('note');
          sink([...Array.from({ length: width }, (_, i) => cells[i] ?? ''), ...keys.map((key) => now[key])], row);
        },
        end: () => undefined,
      };
    },
  };
}
