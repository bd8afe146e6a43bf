import { CHANNELS, type Channel, type DayForecast, type Forecast, type ForecastBand, type QueueForecast, UnusableInputError, VERSION } from '../core/index.js';
import { addDays, checkZone, daysBetween, localDayOf, localMinuteOf } from '../time/index.js';
import { cellError, instantCell, numberCell, type PlainRow, type PlainTable, readPlainTable, type TextReaderOptions } from './plain-table.js';

/** Columns of `forecast --parts`, which explain the volume and are not read back. */
const PART = /^part_[a-z]+$/;
const BAND = /^(volume|aht)_(lo|hi)(\d{1,2}(?:\.\d+)?)$/;

/** Options of readers of files that carry local times. */
export type ZonedReaderOptions = TextReaderOptions & {
  /** Zone of the centre: days are counted in it, and times without offset are read in it. */
  readonly zone: string;
};

/**
 * Reads forecast.csv: `queue,start,interval_seconds,volume[,volume_lo80,volume_hi80,…],aht_seconds[,channel,reason,site]`.
 *
 * @param text - The file; `start` is local time with offset.
 * @returns A forecast whose intervals that the file leaves out are closed (null). Columns the file cannot hold are empty: parts are null,
 *   weights empty, day totals without bands, `dayFactorCv` 0.
 * @throws {@link UnusableInputError} naming row, column, value and need; also for intervals that overlap or lie off their queue's grid.
 * @example
 * const csv = 'queue,start,interval_seconds,volume,aht_seconds\nbilling,2026-12-07T08:00:00+01:00,1800,12,300';
 * readForecast(csv, { zone: 'Europe/Berlin' }).queues[0]?.volume; // [12]
 */
export function readForecast(text: string, options: ZonedReaderOptions): Forecast {
  checkZone('readForecast: zone', options.zone);
  const table = readPlainTable(
    text,
    ['queue', 'start', 'interval_seconds', 'volume'],
    ['aht_seconds', 'channel', 'reason', 'site'],
    options,
    new RegExp(`${BAND.source}|${PART.source}`),
  );
  const bands = bandColumns(table);
  const queues = groupOnGrids(table, options.zone, seriesKey).map((grid) => toQueueForecast(table, grid, bands, options.zone));
  return { queues, provenance: { version: VERSION, seed: 1, method: 'read from a file', options: {} } };
}

function seriesKey({ cell }: PlainRow): string {
  return JSON.stringify(['queue', 'channel', 'reason', 'site'].map(cell));
}

/** Rows of one series at their places on its grid; undefined where the file has no row. */
export type RowGrid = { readonly startMs: number; readonly intervalSeconds: number; readonly rows: readonly (PlainRow | undefined)[] };

/** Longest grid a file may span; a slip in one date would otherwise ask for gigabytes. */
const LONGEST_GRID = 5_000_000;

/** Groups rows by series and lays each series on its own grid of equal steps. */
export function groupOnGrids(table: PlainTable, zone: string, keyOf: (row: PlainRow) => string): RowGrid[] {
  if (table.rows.length === 0) throw new UnusableInputError(`${table.name} has no rows below its header.`, { name: table.name });
  const groups = new Map<string, { row: PlainRow; startMs: number }[]>();
  for (const row of table.rows) {
    if (row.cell('queue') === '') throw cellError(table, row.row, 'queue', '', 'the name of a queue');
    const entry = { row, startMs: instantCell(table, row, 'start', zone) };
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [entry]);
    else group.push(entry);
  }
  return [...groups.values()].map((group) => layOnGrid(table, group, zone));
}

/** Mean length of a calendar month, as monthly forecasts carry it. */
const MONTH_SECONDS = 2_629_800;

/** Position of an instant on a grid: by equal steps of time, or by local days, weeks and months, which differ in length. */
function gridIndex(startMs: number, length: number, zone: string): (at: number) => number {
  if (length === MONTH_SECONDS) {
    const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
    const first = localDayOf(zone, startMs);
    return (at) => {
      const day = localDayOf(zone, at);
      return day.slice(8) === first.slice(8) ? monthOf(day) - monthOf(first) : Number.NaN;
    };
  }
  if (length % 86_400 !== 0 || localMinuteOf(zone, startMs) !== 0) return (at) => (at - startMs) / (length * 1000);
  return (at) => (localMinuteOf(zone, at) === 0 ? daysBetween(localDayOf(zone, startMs), localDayOf(zone, at)) / (length / 86_400) : Number.NaN);
}

function layOnGrid(table: PlainTable, group: readonly { row: PlainRow; startMs: number }[], zone: string): RowGrid {
  const first = group[0] as { row: PlainRow; startMs: number };
  const length = numberCell(table, first.row, 'interval_seconds') ?? 0;
  if (length <= 0 || !Number.isInteger(length))
    throw cellError(table, first.row.row, 'interval_seconds', first.row.cell('interval_seconds'), 'a whole number of seconds above 0');
  let startMs = first.startMs;
  let endMs = first.startMs;
  for (const entry of group) {
    startMs = Math.min(startMs, entry.startMs);
    endMs = Math.max(endMs, entry.startMs);
  }
  const indexOf = gridIndex(startMs, length, zone);
  const steps = indexOf(endMs);
  const count = (Number.isFinite(steps) ? steps : (endMs - startMs) / (length * 1000)) + 1;
  if (count > LONGEST_GRID)
    throw new UnusableInputError(`${table.name}: queue ${first.row.cell('queue')} spans ${Math.round(count)} intervals. Check its dates.`, {
      name: table.name,
    });
  const rows: (PlainRow | undefined)[] = new Array(Math.floor(count)).fill(undefined);
  for (const { row, startMs: at } of group) {
    if (numberCell(table, row, 'interval_seconds') !== length)
      throw cellError(table, row.row, 'interval_seconds', row.cell('interval_seconds'), `${length}, as in the queue's first row`);
    const index = indexOf(at);
    if (!Number.isInteger(index))
      throw cellError(table, row.row, 'start', row.cell('start'), `a whole number of intervals of ${length} s after the queue's first start`);
    const other = rows[index];
    if (other !== undefined)
      throw cellError(table, row.row, 'start', row.cell('start'), `an interval that no other row of the queue holds (row ${other.row} does)`);
    rows[index] = row;
  }
  return { startMs, intervalSeconds: length, rows };
}

/** One column of numbers along a grid; null where there is no row or no value. */
export function gridColumn(table: PlainTable, grid: RowGrid, column: string): (number | null)[] {
  return grid.rows.map((row) => (row === undefined ? null : numberCell(table, row, column)));
}

type BandColumns = { readonly level: number; readonly text: string; readonly aht: boolean };

function bandColumns(table: PlainTable): BandColumns[] {
  const found = new Map<string, BandColumns>();
  for (const column of table.columns) {
    const [, field, side, text = ''] = BAND.exec(column) ?? [];
    if (field === undefined || text === '') continue;
    for (const end of ['lo', 'hi'])
      if (!table.columns.includes(`${field}_${end}${text}`))
        throw new UnusableInputError(`${table.name}: row 1 has ${field}_${side}${text} but not ${field}_${end}${text}. A band needs both.`, {
          name: table.name,
          row: 1,
        });
    const aht = found.get(text)?.aht === true || field === 'aht';
    found.set(text, { level: Number((Number(text) / 100).toPrecision(12)), text, aht });
  }
  return [...found.values()].filter(({ text }) => table.columns.includes(`volume_lo${text}`)).sort((a, b) => a.level - b.level);
}

function toQueueForecast(table: PlainTable, grid: RowGrid, bands: readonly BandColumns[], zone: string): QueueForecast {
  const first = grid.rows.find((row) => row !== undefined) as PlainRow;
  const volume = gridColumn(table, grid, 'volume');
  const nulls = volume.map(() => null);
  const dimension = (name: 'reason' | 'site'): object => (first.cell(name) === '' ? {} : { [name]: first.cell(name) });
  return {
    queue: first.cell('queue'),
    channel: channelCell(table, first),
    ...dimension('reason'),
    ...dimension('site'),
    zone,
    ...grainOf(grid.intervalSeconds),
    startMs: grid.startMs,
    intervalSeconds: grid.intervalSeconds,
    volume,
    ahtSeconds: gridColumn(table, grid, 'aht_seconds'),
    bands: bands.map((band) => toBand(table, grid, band)),
    days: grid.intervalSeconds > 86_400 ? [] : dayTotals(zone, grid, volume),
    dayFactorCv: 0,
    parts: { level: nulls, weekday: nulls, month: nulls, season: nulls, event: nulls, shape: nulls },
    weights: [],
    warnings: [],
  };
}

function grainOf(intervalSeconds: number): { readonly grain?: 'week' | 'month' } {
  if (intervalSeconds === MONTH_SECONDS) return { grain: 'month' };
  return intervalSeconds === 7 * 86_400 ? { grain: 'week' } : {};
}

/** Channel of a row; voice when the file does not say. */
export function channelCell(table: PlainTable, row: PlainRow): Channel {
  const text = row.cell('channel').toLowerCase();
  if (text === '') return 'voice';
  const channel = CHANNELS.find((known) => known === text);
  if (channel === undefined) throw cellError(table, row.row, 'channel', text, `one of ${CHANNELS.join(', ')}`);
  return channel;
}

function toBand(table: PlainTable, grid: RowGrid, { level, text, aht }: BandColumns): ForecastBand {
  const column = (name: string): (number | null)[] => gridColumn(table, grid, name);
  return {
    level,
    volumeLower: column(`volume_lo${text}`),
    volumeUpper: column(`volume_hi${text}`),
    ...(aht ? { ahtLower: column(`aht_lo${text}`), ahtUpper: column(`aht_hi${text}`) } : {}),
  };
}

function dayTotals(zone: string, grid: RowGrid, volume: readonly (number | null)[]): DayForecast[] {
  const totals = new Map<string, number>();
  volume.forEach((value, i) => {
    if (value === null) return;
    const daily = grid.intervalSeconds === 86_400;
    const day = daily ? addDays(localDayOf(zone, grid.startMs), i) : localDayOf(zone, grid.startMs + i * grid.intervalSeconds * 1000);
    totals.set(day, (totals.get(day) ?? 0) + value);
  });
  return [...totals].map(([day, total]) => ({ day, volume: total, bands: [] }));
}
