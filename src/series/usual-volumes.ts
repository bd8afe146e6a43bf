import type { QueueHistory } from '../core/index.js';
import { gridClock } from '../time/index.js';
import { periodTable } from './period-table.js';

/** Like intervals looked at on either side. */
const NEIGHBOURS = 4;

/** What was usual around an interval: trimmed mean of its neighbours, and how many there were. */
export type Usual = { readonly volume: number; readonly neighbours: number };

/**
 * Opens a look-up of what was usual: the mean of the four like intervals before and the four after (same weekday and clock reading; for days the same
 * weekday; for weeks and months those next to it), without the largest and the smallest where there are five or more.
 *
 * @param reach - Weeks looked at on either side (months for months); intervals further away say nothing.
 */
export function usualVolumes(history: QueueHistory, reach: number): (index: number) => Usual | null {
  const { cells, ranks } = placesOf(history);
  const known = new Map<number, number[]>();
  history.volume.forEach((value, i) => {
    if (value === null) return;
    const list = known.get(cells[i] as number);
    if (list === undefined) known.set(cells[i] as number, [i]);
    else list.push(i);
  });
  return (index) => {
    const list = known.get(cells[index] as number) ?? [];
    const at = firstNotBelow(list, index);
    const isNear = (i: number): boolean => Math.abs((ranks[i] as number) - (ranks[index] as number)) <= reach;
    const before = list.slice(Math.max(0, at - NEIGHBOURS), at);
    const after = list.slice(list[at] === index ? at + 1 : at).slice(0, NEIGHBOURS);
    const values = [...before, ...after].filter(isNear).map((i) => history.volume[i] as number);
    return values.length === 0 ? null : { volume: trimmedMean(values), neighbours: values.length };
  };
}

/** Which intervals are alike (equal cells), and how far apart they lie (ranks, in weeks or months). */
function placesOf(history: QueueHistory): { cells: Int32Array; ranks: Int32Array } {
  if (history.intervalSeconds === null) {
    const periods = periodTable(history);
    const perRank = history.grain === 'day' ? 7 : 1;
    return { cells: Int32Array.from(periods, ({ group }) => group), ranks: Int32Array.from(periods, (_, i) => Math.floor(i / perRank)) };
  }
  const { dayNumbers, weekdays, minutes } = gridClock(history.zone, history.startMs, history.intervalSeconds, history.volume.length);
  return {
    cells: weekdays.length === 0 ? new Int32Array(0) : Int32Array.from(weekdays, (weekday, i) => weekday * 1440 + (minutes[i] as number)),
    ranks: dayNumbers.map((day) => Math.floor(day / 7)),
  };
}

/** Position of the first entry that is not below `value`. */
function firstNotBelow(sorted: readonly number[], value: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] as number) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

function trimmedMean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const kept = sorted.length >= 5 ? sorted.slice(1, -1) : sorted;
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}
