import { InvalidInputError, type QueueHistory } from '../core/index.js';
import { toLocalMs } from '../time/index.js';
import { maskOfRanges, rangesWhere } from './ranges.js';

type Column = readonly (number | null)[];

/**
 * Sums a history into longer intervals. Handle times are weighted by handled contacts (by volume where handled is unknown), waits by volume.
 *
 * @param history - One series on an interval grid.
 * @param intervalSeconds - A multiple of the history's own interval.
 * @returns The series on the longer grid, which starts at a multiple of the new interval of local time at the start. A long interval with a missing
 *   part is missing as a whole, one with only closed and known parts carries the known sum, one without known parts is closed.
 * @throws {@link InvalidInputError} for coarser grains and for lengths that are no multiple.
 * @example
 * const { queues } = await readHistory('timestamp,volume\n2026-01-05 08:00,22\n2026-01-05 08:30,31', { zone: 'UTC' });
 * aggregate(queues[0], 3600).volume; // [53]
 */
export function aggregate(history: QueueHistory, intervalSeconds: number): QueueHistory {
  const own = history.intervalSeconds;
  if (own === null) throw new InvalidInputError(`aggregate: history must be on an interval grid, got grain ${history.grain}.`);
  const factor = intervalSeconds / own;
  if (!Number.isInteger(factor) || factor < 1)
    throw new InvalidInputError(`aggregate: intervalSeconds must be a multiple of the history's ${own} s, got ${intervalSeconds}.`, { intervalSeconds });
  if (factor === 1) return history;
  const skipped = Math.floor(leadSeconds(history, intervalSeconds) / own);
  const count = Math.ceil((skipped + history.volume.length) / factor);
  const closed = maskOfRanges(history.closed, history.volume.length);
  const parts = partsOf(skipped, factor, history.volume.length);
  const volume = columnOf(count, (k) => sumKnown(history.volume, closed, parts(k)));
  const weights = history.handled.map((value, i) => value ?? history.volume[i] ?? null);
  return {
    ...history,
    startMs: history.startMs - skipped * own * 1000,
    intervalSeconds,
    volume,
    handled: columnOf(count, (k) => sumKnown(history.handled, closed, parts(k))),
    abandoned: columnOf(count, (k) => sumKnown(history.abandoned, closed, parts(k))),
    shortAbandoned: columnOf(count, (k) => sumKnown(history.shortAbandoned, closed, parts(k))),
    ahtSeconds: columnOf(count, (k) => weightedMean(history.ahtSeconds, weights, parts(k))),
    meanWaitSeconds: columnOf(count, (k) => weightedMean(history.meanWaitSeconds, history.volume, parts(k))),
    closed: rangesWhere(count, (k) => volume[k] === null && parts(k).every((i) => closed[i] === 1)),
  };
}

/** Seconds from the last multiple of the interval on the local clock to the start of the history. */
function leadSeconds({ zone, startMs }: QueueHistory, intervalSeconds: number): number {
  const clockSeconds = toLocalMs(zone, startMs) / 1000;
  return ((clockSeconds % intervalSeconds) + intervalSeconds) % intervalSeconds;
}

/** Indices of the short intervals inside each long one. */
function partsOf(skipped: number, factor: number, count: number): (k: number) => number[] {
  return (k) => {
    const from = Math.max(0, k * factor - skipped);
    const to = Math.min(count, (k + 1) * factor - skipped);
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  };
}

function columnOf(count: number, value: (k: number) => number | null): (number | null)[] {
  return Array.from({ length: count }, (_, k) => value(k));
}

/** Sum over the parts that are not closed; null when one of them is missing or all are closed. */
function sumKnown(column: Column, closed: Uint8Array, parts: readonly number[]): number | null {
  let sum: number | null = null;
  for (const i of parts) {
    const value = column[i] ?? null;
    if (value === null && closed[i] !== 1) return null;
    if (value !== null) sum = (sum ?? 0) + value;
  }
  return sum;
}

/** Mean over the parts that have a value, weighted; null without any weight. */
function weightedMean(column: Column, weights: Column, parts: readonly number[]): number | null {
  let sum = 0;
  let weight = 0;
  for (const i of parts) {
    const value = column[i] ?? null;
    if (value === null) continue;
    sum += value * (weights[i] ?? 0);
    weight += weights[i] ?? 0;
  }
  return weight > 0 ? sum / weight : null;
}
