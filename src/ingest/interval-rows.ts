import type { Doubt } from '../core/index.js';
import { isBlankCell, type NumberStyle } from './cell-number.js';
import type { Role } from './column-names.js';
import { directionFilter, hasPlainOutbound } from './direction-filter.js';
import type { IssueLog } from './issue-log.js';
import { badCell, leftOut, type Rejection } from './row-verdict.js';
import { countReader, isTotal, median, type SampleRows, secondsReader, settleUnit, type TimeUnit } from './settle-units.js';
import { shownColumn } from './shown-columns.js';
import type { PickedColumn, TableLayout } from './table-layout.js';
import type { Tally } from './tally.js';

/** Reads what a row says into `tally`; tells why when it cannot be used. `contactKey`: rows with equal keys are legs of one contact. */
export type RowReader = {
  readonly read: (cells: readonly string[], row: number, tally: Tally) => Rejection | null;
  readonly units: Record<string, string>;
  readonly contactKey?: (cells: readonly string[]) => string;
};

type Seconds = (cells: readonly string[]) => number;
type Count = (cells: readonly string[]) => number | null;

/** Plans the reading of rows that stand for an interval each. */
export function planIntervalRows(layout: TableLayout, rows: SampleRows, blankIsZero: boolean, log: IssueLog, doubts: Doubt[]): RowReader {
  const { columns, numberStyle } = layout;
  const volume = columns.volume;
  const handled = optionalCount(columns.handled, numberStyle, blankIsZero, log);
  // what a person missed rang at the next one: no contact was lost
  const lost =
    columns.agent !== undefined && /miss|unanswer|no answer|verpasst|declin|reject/i.test(columns.abandoned?.name ?? '') ? undefined : columns.abandoned;
  const abandoned = optionalCount(lost, numberStyle, blankIsZero, log);
  const shortAbandoned = optionalCount(columns.shortAbandoned, numberStyle, blankIsZero, log);
  const units: Record<string, string> = {};
  const weightOf = (cells: readonly string[]): number => {
    const count = handled(cells, 0);
    if (!Number.isNaN(count)) return count;
    return (volume === undefined ? null : countReader(volume, numberStyle)(cells)) ?? Number.NaN;
  };
  const { addHandle, writesTotals } = planHandle(layout, rows, weightOf, units, doubts);
  const addWait = planWait(layout, writesTotals, units, doubts);
  const source = volume ?? columns.handled;
  if (volume === undefined && lost === undefined && source !== undefined)
    doubts.push({ what: 'no column for contacts offered', chosen: `"${source.name}" alone`, option: '--column volume="…"' });
  const readVolume = volume === undefined ? null : countReader(volume, numberStyle);

  const { direction } = columns;
  const keeps = directionFilter(direction !== undefined && hasPlainOutbound(direction) ? direction : undefined);

  const read: RowReader['read'] = (cells, row, tally) => {
    if (!keeps(cells)) return leftOut('notInbound');
    tally.handled = handled(cells, row);
    tally.abandoned = abandoned(cells, row);
    tally.shortAbandoned = shortAbandoned(cells, row);
    const count =
      readVolume === null ? sumKnown(tally.handled, tally.abandoned) : (readVolume(cells) ?? (blankIsZero ? 0 : sumKnown(tally.handled, tally.abandoned)));
    if (count === null) return leftOut('noVolume', `"${source?.name ?? 'volume'}" is empty; the row says nothing`);
    if (!(count >= 0)) return badVolume(source as PickedColumn, cells, count);
    tally.volume = count;
    const weight = !Number.isNaN(tally.handled) ? tally.handled : count;
    addHandle(cells, weight, tally);
    addWait(cells, tally);
    return null;
  };
  return { read, units };
}

function sumKnown(a: number, b: number): number | null {
  return !Number.isNaN(a) ? (!Number.isNaN(b) ? a + b : a) : null;
}

function badVolume(column: PickedColumn, cells: readonly string[], count: number): Rejection {
  const value = cells[column.index] ?? '';
  if (count < 0)
    return badCell(
      'negativeVolume',
      column.name,
      value,
      `${shownColumn(column.name)} is negative (${JSON.stringify(value.trim().slice(0, 40))}); the row is left out`,
    );
  return badCell(
    'badVolume',
    column.name,
    value,
    `${shownColumn(column.name)} is no number (${JSON.stringify(value.trim().slice(0, 40))}); the row is left out`,
  );
}

/** A count that a file may lack: NaN for blank, and for what is no count (reported). */
function optionalCount(
  column: PickedColumn | undefined,
  style: NumberStyle,
  blankIsZero: boolean,
  log: IssueLog,
): (cells: readonly string[], row: number) => number {
  if (column === undefined) return () => Number.NaN;
  const read: Count = countReader(column, style);
  return (cells, row) => {
    const count = read(cells);
    if (count === null) return blankIsZero ? 0 : Number.NaN;
    if (count >= 0) return count;
    if (row > 0)
      log.add('badValue', `${shownColumn(column.name)} is no count; the value is left out, the row kept`, {
        row,
        column: column.name,
        value: cells[column.index] ?? '',
      });
    return Number.NaN;
  };
}

/** Numbers as they stand, before their unit is known. */
const AS_WRITTEN: TimeUnit = { bareSeconds: 1, hours: false, label: '' };

type TimeColumn = { readonly seconds: Seconds; readonly total: boolean };

/** How handle time is read; `writesTotals` when times without "avg" or "total" in their header turned out to be totals. */
type HandlePlan = { readonly addHandle: (cells: readonly string[], contacts: number, tally: Tally) => void; readonly writesTotals: boolean };

/** Reads handle time: from one column, or from talk, hold and wrap-up. */
function planHandle(layout: TableLayout, rows: SampleRows, weight: Seconds, units: Record<string, string>, doubts: Doubt[]): HandlePlan {
  const parts = handleParts(layout, doubts);
  let unit: TimeUnit | null = null;
  let guessed: boolean | null = null; // hold and wrap-up are written as talk is
  const planned = parts.flatMap((role): TimeColumn[] => {
    const column = layout.columns[role];
    if (column === undefined) return [];
    const bare = secondsReader(column, AS_WRITTEN, layout.numberStyle);
    const total = guessed === null || column.statistic !== null ? isTotal(column, bare, weight, rows, doubts) : guessed;
    if (column.statistic === null) guessed ??= total;
    const typical = (values: number[]): number =>
      total ? median(rows.map((cells) => bare(cells) / weight(cells)).filter((value) => value > 0 && value < Number.POSITIVE_INFINITY)) : median(values);
    const own = settleUnit(column, layout.numberStyle, typical, doubts, unit);
    if (unit === null && column.unitSeconds === null) unit = own;
    const seconds = secondsReader(column, own, layout.numberStyle);
    units[role] = `${own.label}${total ? ', total' : ''}`;
    return [{ seconds, total }];
  });
  const writesTotals = parts.some((role) => layout.columns[role]?.statistic === null) && planned.some(({ total }) => total);
  const addHandle: HandlePlan['addHandle'] = (cells, contacts, tally) => {
    if (planned.length === 0) return;
    let sum = Number.NaN;
    for (const { seconds, total } of planned) {
      const value = seconds(cells);
      if (!Number.isNaN(value)) sum = (!Number.isNaN(sum) ? sum : 0) + (total ? value : value * contacts);
    }
    const known = sum > 0 && contacts > 0; // an AHT of 0 beside contacts means "unknown" in every export seen
    tally.handleSeconds = known ? sum : Number.NaN;
    tally.handleWeight = known ? contacts : Number.NaN;
  };
  return { addHandle, writesTotals };
}

/** Columns that make up handle time; a mean duration serves where nothing better is there. */
function handleParts({ columns }: TableLayout, doubts: Doubt[]): readonly Role[] {
  if (columns.handle !== undefined) return ['handle'];
  if (columns.talk !== undefined) return ['talk', 'hold', 'acw'];
  if (columns.duration?.statistic !== 'average') return [];
  doubts.push({
    what: `no column for handle time; "${shownColumn(columns.duration.name)}" may hold waits too`,
    chosen: 'it is taken for handle time',
    option: `--column handle="${columns.duration.name}"`,
  });
  return ['duration'];
}

/** Reads mean wait: of all contacts where the file has it, else of answered (and abandoned) ones. */
function planWait(
  layout: TableLayout,
  writesTotals: boolean,
  units: Record<string, string>,
  doubts: Doubt[],
): (cells: readonly string[], tally: Tally) => void {
  const { wait, answerWait, abandonWait, handle, talk } = layout.columns;
  const reference = handle ?? talk;
  const bare = reference === undefined || reference.unitSeconds !== null ? null : settleUnit(reference, layout.numberStyle, median, [], null);
  const plan = (
    column: PickedColumn | undefined,
    weightOf: (tally: Tally) => number,
  ): ((cells: readonly string[], tally: Tally) => [sum: number, weight: number] | null) | null => {
    if (column === undefined) return null;
    const unit = settleUnit(column, layout.numberStyle, () => 60, doubts, column.unitSeconds === null ? waitFallback(column, bare) : null);
    const seconds = secondsReader(column, unit, layout.numberStyle);
    const total = column.statistic === 'total' || (column.statistic === null && writesTotals);
    units[column === wait ? 'wait' : column === answerWait ? 'answerWait' : 'abandonWait'] = `${unit.label}${total ? ', total' : ''}`;
    return (cells, tally) => {
      const value = seconds(cells);
      const weight = weightOf(tally);
      return !Number.isNaN(value) && weight > 0 ? [total ? value : value * weight, weight] : null;
    };
  };
  const all = plan(wait, (tally) => tally.volume);
  const answered = plan(answerWait, (tally) => (!Number.isNaN(tally.handled) ? tally.handled : tally.volume));
  const abandoned = answered === null ? null : plan(abandonWait, (tally) => tally.abandoned);
  return (cells, tally) => {
    const parts = [all?.(cells, tally) ?? null, ...(all === null ? [answered?.(cells, tally) ?? null, abandoned?.(cells, tally) ?? null] : [])].filter(
      (part) => part !== null,
    );
    tally.waitSeconds = parts.length === 0 ? Number.NaN : parts.reduce((sum, part) => sum + part[0], 0);
    tally.waitWeight = parts.length === 0 ? Number.NaN : parts.reduce((sum, part) => sum + part[1], 0);
  };
}

/** Waits share the unit of handle times written the same way. */
function waitFallback(column: PickedColumn, bare: TimeUnit | null): TimeUnit | null {
  const plain = column.profile.samples.every((text) => isBlankCell(text) || /^[\d.,]+$/.test(text));
  if (plain) return bare === null ? { bareSeconds: 1, hours: false, label: 'seconds' } : bare;
  return { bareSeconds: 1, hours: false, label: 'mm:ss' };
}
