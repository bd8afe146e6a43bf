import type { QueueHistory } from '../core/index.js';
import { addDays, formatInstant } from '../time/index.js';
import { periodTable } from './period-table.js';
import { maskOfRanges, rangesWhere } from './ranges.js';
import { usualVolumes } from './usual-volumes.js';

/** A stretch of a history without contacts, and why. */
export type Gap = {
  /** `missing`: nobody knows; `closed`: closed at a time that is usually open; `zero`: known to be without contacts although many were to be expected. */
  readonly kind: 'missing' | 'closed' | 'zero';
  /** Half-open range from the first to the last of its intervals; regular closing hours may lie between. */
  readonly fromIndex: number;
  readonly toIndex: number;
  /** Local time with offset of its start and end; for days, weeks and months their first day, and the day after the last one. */
  readonly from: string;
  readonly to: string;
  /** Intervals of that kind in it. */
  readonly intervals: number;
  /** Contacts that were to be expected, from like intervals around it; null when there are none. */
  readonly usualVolume: number | null;
};

/** Weeks around a gap that are looked at. */
const REACH = 6;
/** With this many contacts expected, none at all is no chance even where there are thousands of nights (e⁻¹² ≈ 6 in a million for Poisson counts). */
const SURELY_SOME = 12;
/** Like intervals needed before closed hours or zeros are called unusual. */
const ENOUGH = 3;

/**
 * Lists the gaps of a history, with missing, closed and zero told apart.
 *
 * Missing stretches are all listed. Closed ones are listed where like intervals around were open, zeros where at least 12 contacts were to be expected:
 * regular nights and quiet hours are no gaps. Stretches with nothing but regular closing hours between them are joined.
 *
 * @param history - One series of any grain.
 * @returns Gaps in order of their start.
 * @example
 * const days = Array.from({ length: 42 }, (_, i) => (i === 20 ? null : `${new Date(Date.UTC(2026, 0, 5 + i)).toISOString().slice(0, 10)},${i === 30 ? 0 : 90}`));
 * const { queues } = await readHistory(['date,volume', ...days.filter((row) => row !== null)].join('\n'), { zone: 'UTC' });
 * findGaps(queues[0]).map(({ kind, from, usualVolume }) => [kind, from, usualVolume]); // [['missing', '2026-01-25', 90], ['zero', '2026-02-04', 90]]
 */
export function findGaps(history: QueueHistory): Gap[] {
  const { volume } = history;
  const closed = maskOfRanges(history.closed, volume.length);
  const usual = usualVolumes(history, REACH);
  const stateOf = (i: number): Gap['kind'] | 'known' => (volume[i] === null ? (closed[i] === 1 ? 'closed' : 'missing') : volume[i] === 0 ? 'zero' : 'known');
  const gaps = rangesWhere(volume.length, (i) => stateOf(i) !== 'known').flatMap(([from, to]) => gapsWithin(from, to, stateOf, usual));
  const texts = placeTexts(history);
  return gaps.map(({ fromIndex, toIndex, ...rest }) => ({ ...rest, fromIndex, toIndex, from: texts(fromIndex), to: texts(toIndex) }));
}

type Found = Omit<Gap, 'from' | 'to'>;

/** The gaps of one stretch without contacts: runs of one kind, joined over regular closing hours. */
function gapsWithin(from: number, to: number, stateOf: (i: number) => Gap['kind'] | 'known', usual: ReturnType<typeof usualVolumes>): Found[] {
  const runs: { kind: Gap['kind']; fromIndex: number; toIndex: number; intervals: number; sum: number; counted: number }[] = [];
  for (let i = from; i < to; i += 1) {
    const kind = stateOf(i) as Gap['kind'];
    const around = usual(i);
    if (kind === 'closed' && (around === null || around.neighbours < ENOUGH || around.volume === 0)) continue; // regular closing hours
    const last = runs.at(-1);
    const run = last?.kind === kind ? last : { kind, fromIndex: i, toIndex: i, intervals: 0, sum: 0, counted: 0 };
    if (run !== last) runs.push(run);
    run.toIndex = i + 1;
    run.intervals += 1;
    if (around === null || (kind !== 'missing' && around.neighbours < ENOUGH)) continue;
    run.sum += around.volume;
    run.counted += 1;
  }
  return runs
    .filter(({ kind, sum }) => kind === 'missing' || sum >= SURELY_SOME)
    .map(({ sum, counted, ...run }) => ({ ...run, usualVolume: counted === 0 ? null : Number(sum.toPrecision(6)) }));
}

/** Writes where an interval starts: as local time, or as a day for coarser grains. */
function placeTexts(history: QueueHistory): (index: number) => string {
  const { intervalSeconds, volume } = history;
  if (intervalSeconds !== null) return (i) => formatInstant(history.zone, history.startMs + i * intervalSeconds * 1000);
  const days = periodTable(history).map(({ day }) => day);
  const lastDay = days.at(-1) ?? history.startDay ?? '';
  return (i) => days[i] ?? endOf(history, lastDay, i - volume.length + 1);
}

function endOf({ grain }: QueueHistory, lastDay: string, steps: number): string {
  if (grain !== 'month') return addDays(lastDay, steps * (grain === 'week' ? 7 : 1));
  const months = Number(lastDay.slice(0, 4)) * 12 + Number(lastDay.slice(5, 7)) - 1 + steps;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}
