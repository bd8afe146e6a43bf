import { InvalidInputError, type QueueHistory } from '../core/index.js';
import { maskOfRanges, rangesWhere } from '../series/index.js';

/**
 * Adds up the series of one queue (its reasons, its sites) into one. Counts are added, times are averaged by the contacts they belong to; an
 * interval is closed where all series are closed or end, and missing where any open series misses it.
 */
export function mergeSeries(series: readonly QueueHistory[]): QueueHistory {
  const [first, ...rest] = series;
  if (first === undefined) throw new RangeError('No series to merge.');
  if (rest.length === 0) return first;
  const { intervalSeconds } = first;
  const odd = rest.find((one) => one.intervalSeconds !== intervalSeconds);
  if (intervalSeconds === null || odd !== undefined)
    throw new InvalidInputError(`plan: the series of queue ${first.queue} must share one interval length. Read the history with one intervalSeconds.`, {
      queue: first.queue,
    });
  const stepMs = intervalSeconds * 1000;
  const startMs = Math.min(...series.map((one) => one.startMs));
  const endMs = Math.max(...series.map((one) => one.startMs + one.volume.length * stepMs));
  const count = Math.round((endMs - startMs) / stepMs);
  const shifts = series.map((one) => Math.round((one.startMs - startMs) / stepMs));
  const isClosed = series.map((one) => maskOfRanges(one.closed, one.volume.length));
  const cells = Array.from({ length: count }, (_, i) => series.flatMap((one, s) => openCell(one, i - (shifts[s] as number), isClosed[s] as Uint8Array)));
  const sum = (pick: (cell: Cell) => number | null): (number | null)[] =>
    cells.map((cell) => (cell.length === 0 ? null : cell.reduce<number | null>((total, one) => addKnown(total, pick(one)), 0)));
  const mean = (pick: (cell: Cell) => number | null, weigh: (cell: Cell) => number): (number | null)[] => cells.map((cell) => weightedMean(cell, pick, weigh));
  const { reason: _reason, site: _site, ...plain } = first;
  return {
    ...plain,
    startMs,
    volume: sum((cell) => cell.volume),
    handled: sum((cell) => cell.handled),
    abandoned: sum((cell) => cell.abandoned),
    shortAbandoned: sum((cell) => cell.shortAbandoned),
    ahtSeconds: mean(
      (cell) => cell.ahtSeconds,
      (cell) => cell.handled ?? cell.volume ?? 0,
    ),
    meanWaitSeconds: mean(
      (cell) => cell.meanWaitSeconds,
      (cell) => cell.volume ?? 0,
    ),
    closed: rangesWhere(cells.length, (i) => cells[i]?.length === 0),
  };
}

type Cell = Readonly<Record<'volume' | 'handled' | 'abandoned' | 'shortAbandoned' | 'ahtSeconds' | 'meanWaitSeconds', number | null>>;

function openCell(one: QueueHistory, index: number, closed: Uint8Array): Cell[] {
  if (index < 0 || index >= one.volume.length || closed[index] === 1) return [];
  const at = (column: readonly (number | null)[]): number | null => column[index] ?? null;
  return [
    {
      volume: at(one.volume),
      handled: at(one.handled),
      abandoned: at(one.abandoned),
      shortAbandoned: at(one.shortAbandoned),
      ahtSeconds: at(one.ahtSeconds),
      meanWaitSeconds: at(one.meanWaitSeconds),
    },
  ];
}

function addKnown(total: number | null, value: number | null): number | null {
  return total === null || value === null ? null : total + value;
}

function weightedMean(cells: readonly Cell[], pick: (cell: Cell) => number | null, weigh: (cell: Cell) => number): number | null {
  let sum = 0;
  let weight = 0;
  for (const cell of cells) {
    const value = pick(cell);
    if (value === null) continue;
    sum += value * weigh(cell);
    weight += weigh(cell);
  }
  return weight > 0 ? sum / weight : null;
}
