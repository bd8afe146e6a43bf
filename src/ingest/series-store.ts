import type { Channel } from '../core/index.js';
import { localKind, toInstantMs, zoneOffsetMs } from '../time/index.js';
import { swapDayAndMonth } from './cell-when.js';
import type { IssueLog } from './issue-log.js';
import type { RepeatWatch } from './other-clock.js';
import { settleChangeDays } from './settle-change-days.js';
import { addToBins, type Bins, createBins, holdsSame, type Tally } from './tally.js';
import { addWait, createWaitHistogram, type WaitHistogram } from './wait-histogram.js';

const DAY_MS = 86_400_000;

/** What tells one series from another; one object per series, see `createSeriesNamer`. `isTotal`: the name is that of a sum over queues, no queue of its own. */
export type SeriesName = {
  readonly queue: string;
  readonly channel: Channel;
  readonly reason: string | null;
  readonly site: string | null;
  readonly isTotal: boolean;
};

/** A row whose reading occurs twice or never, or whose date is undecided: kept in the order of the file, which settles doubled hours. */
export type ChangeDayRow = { readonly clockMs: number; readonly swappable: boolean; readonly row: number; readonly order: number; readonly tally: Tally };

/** Rows of one series while the file is being read. */
type Series = {
  readonly name: SeriesName;
  /** Keys are clock readings of the source zone. */
  readonly clock: Bins;
  /** The same, read day-first while the order of day and month is open. */
  readonly undecided: Bins;
  /** Keys are instants. */
  readonly fixed: Bins;
  readonly changeDays: ChangeDayRow[];
  readonly direction: Direction;
  /** Rows that say again what an earlier one said, under the same keys as in the bins of the same name. */
  readonly copies: { readonly clock: Bins; readonly undecided: Bins; readonly fixed: Bins };
  /** Key of the row before. */
  lastKey: number;
  /** Waits of single contacts; null until there is one. */
  waits: WaitHistogram | null;
};

/** Which way rows run on days on which the clock changes: backward steps less forward ones. */
export type Direction = { lastMs: number; backward: number };

/** A series with all its keys turned into instants. An instant may be in several of its bins: they add up. */
export type SettledSeries = { readonly name: SeriesName; readonly bins: readonly Bins[]; readonly waits: WaitHistogram | null };

/** Distinct instants of a series, in order. */
export function instantsOf({ bins }: SettledSeries): Float64Array {
  const all = new Float64Array(bins.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const { keys, size } of bins) {
    all.set(keys.subarray(0, size), at);
    at += size;
  }
  if (!isSorted(all)) all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i += 1) {
    if (kept > 0 && all[i] === all[kept - 1]) continue;
    all[kept] = all[i] as number;
    kept += 1;
  }
  return all.subarray(0, kept);
}

function isSorted(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i += 1) if ((values[i] as number) < (values[i - 1] as number)) return false;
  return true;
}

/** Collects tallies by series and time, in memory that grows with the intervals and not with the rows. */
export type SeriesStore = {
  add(name: SeriesName, when: { readonly ms: number; readonly fixed: boolean; readonly swappable: boolean }, row: number, tally: Tally): void;
  settle(monthFirst: boolean): SettledSeries[];
  /** Rows that were left out since the file holds them twice. */
  copiesLeftOut(): number;
};

/** So many rows must be there again, with more than one contact each, before the file is taken to hold a part of itself twice. */
const LEAST_COPIES = 3;
/** Rows of a known time with other figures, per copy: above, rows of one time are parts of one count, alike by chance. */
const MOST_PARTS = 0.05;

/** How a store groups and settles. */
export type StoreOptions = {
  readonly sourceZone: string;
  /** Keys are rounded down to multiples of this; 0 keeps them as they are (interval rows). */
  readonly baseMs: number;
  readonly doubledHour: 'split' | 'first';
  readonly log: IssueLog;
  /** Column that messages about times name. */
  readonly column: string;
  /** Whether rows that repeat an earlier one to the last figure may be copies of it; not where people are told apart. */
  readonly mayHoldCopies: boolean;
  /** Hears of readings that occur twice on days on which the clock of the zone does not change. */
  readonly repeats: RepeatWatch;
};

/** Opens a store. */
export function createSeriesStore(options: StoreOptions): SeriesStore {
  const { sourceZone, baseMs, log, column, repeats } = options;
  const all = new Map<SeriesName, Series>();
  const isOrdinary = ordinaryDays(sourceZone);
  const round = (ms: number): number => (baseMs === 0 ? ms : Math.floor(ms / baseMs) * baseMs);
  let lastName: SeriesName | null = null;
  let lastSeries: Series | null = null;
  let order = 0;
  const repeated = { copies: 0, sure: 0, parts: 0 };
  const leavesOut = (): boolean => repeated.sure >= LEAST_COPIES && repeated.parts <= MOST_PARTS * repeated.copies;
  const overall = startOfRows();

  /** Instant of a reading that occurs once, rounded on the clock. */
  const instantOf = (ms: number): number => {
    const offset = ms - (toInstantMs(sourceZone, ms, 'earlier') as number);
    return round(ms) - offset;
  };

  const seriesOf = (name: SeriesName): Series => {
    if (name === lastName && lastSeries !== null) return lastSeries;
    let series = all.get(name);
    if (series === undefined) {
      const bins = (): Series['copies'] => ({ clock: createBins(), undecided: createBins(), fixed: createBins() });
      series = { name, ...bins(), copies: bins(), lastKey: Number.NaN, changeDays: [], direction: startOfRows(), waits: null };
      all.set(name, series);
    }
    lastName = name;
    lastSeries = series;
    return series;
  };

  return {
    add(name, { ms, fixed, swappable }, row, tally) {
      const series = seriesOf(name);
      order += 1;
      if (baseMs > 0 && tally.volume === 1 && tally.waitWeight === 1 && !Number.isNaN(tally.abandoned)) {
        series.waits ??= createWaitHistogram();
        addWait(series.waits, tally.waitSeconds, tally.abandoned === 1);
      }
      if (!fixed && (!isOrdinary(ms) || (swappable && !isOrdinary(swapDayAndMonth(ms))))) {
        if (!swappable) for (const direction of [series.direction, overall]) follow(direction, ms);
        if (swappable || localKind(sourceZone, ms) !== 'unique') {
          series.changeDays.push({ clockMs: ms, swappable, row, order, tally: { ...tally } });
          return;
        }
      }
      const isChangeDay = !fixed && !isOrdinary(ms);
      const kind = fixed || isChangeDay ? 'fixed' : swappable ? 'undecided' : 'clock';
      const key = isChangeDay ? instantOf(ms) : round(ms);
      if (!fixed && !swappable && baseMs > 0) repeats.follow(ms);
      // parts of one count follow each other; what was pasted twice comes later
      const comesLater = options.mayHoldCopies && baseMs === 0 && key !== series.lastKey;
      series.lastKey = key;
      if (comesLater && holdsSame(series[kind], key, tally)) {
        addToBins(series.copies[kind], key, tally);
        repeated.copies += 1;
        if (tally.volume > 1) repeated.sure += 1;
        if (!fixed && !swappable) repeats.note(ms);
        log.add('repeatedRow', `the row says the same as an earlier one for the same interval of ${name.queue}`, { row, column });
        return;
      }
      if (addToBins(series[kind], key, tally) && baseMs === 0) {
        repeated.parts += 1;
        if (!fixed && !swappable) repeats.note(ms);
        log.add('duplicateInterval', `a second row for the same interval of ${name.queue}: counts are added, times weighted`, { row, column });
      }
    },
    settle(monthFirst) {
      const swap = (ms: number): number => (monthFirst ? swapDayAndMonth(ms) : ms);
      const toInstant = ordinaryInstants(sourceZone);
      const settled = [...all.values()].map(({ name, clock, undecided, fixed, copies, waits }): SettledSeries => {
        const bins = [clock, undecided, fixed];
        const again = leavesOut() ? [] : [copies.clock, copies.undecided, copies.fixed];
        for (const one of [clock, copies.clock]) rekey(one, toInstant);
        for (const one of [undecided, copies.undecided]) rekey(one, (key) => toInstant(swap(key)));
        return { name, waits, bins: [...bins, ...again, createBins()] };
      });
      const rows = [...all.values()].map(({ changeDays }) => changeDays.map((row) => ({ ...row, clockMs: row.swappable ? swap(row.clockMs) : row.clockMs })));
      const directions = [...all.values()].map(({ direction }) => direction);
      settleChangeDays(settled, rows, { ...options, overall, directions }, round);
      return settled;
    },
    copiesLeftOut: () => (leavesOut() ? repeated.copies : 0),
  };
}

function startOfRows(): Direction {
  return { lastMs: Number.NaN, backward: 0 };
}

function follow(direction: Direction, ms: number): void {
  if (ms !== direction.lastMs && !Number.isNaN(direction.lastMs)) direction.backward += ms < direction.lastMs ? 1 : -1;
  direction.lastMs = ms;
}

/** Changes all keys in place, once nothing is to be added any more. */
function rekey({ keys, size }: Bins, change: (key: number) => number): void {
  for (let k = 0; k < size; k += 1) keys[k] = change(keys[k] as number);
}

/** Tells for clock readings whether their day, and the days beside it, keep one offset. */
function ordinaryDays(zone: string): (clockMs: number) => boolean {
  const days = new Map<number, boolean>();
  let lastDay = Number.NaN;
  let last = true;
  return (clockMs) => {
    const day = Math.floor(clockMs / DAY_MS);
    if (day === lastDay) return last;
    let ordinary = days.get(day);
    if (ordinary === undefined) {
      ordinary = zoneOffsetMs(zone, (day - 1) * DAY_MS) === zoneOffsetMs(zone, (day + 2) * DAY_MS);
      days.set(day, ordinary);
    }
    lastDay = day;
    last = ordinary;
    return ordinary;
  };
}

/** Turns clock readings of ordinary days into instants. */
function ordinaryInstants(zone: string): (clockMs: number) => number {
  let lastDay = Number.NaN;
  let offset = 0;
  return (clockMs) => {
    const day = Math.floor(clockMs / DAY_MS);
    if (day !== lastDay) {
      offset = zoneOffsetMs(zone, day * DAY_MS);
      lastDay = day;
    }
    return clockMs - offset;
  };
}
