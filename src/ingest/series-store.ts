import type { Channel } from '../core/index.js';
import { localKind, toInstantMs, zoneOffsetMs } from '../time/index.js';
import { swapDayAndMonth } from './cell-when.js';
import type { IssueLog } from './issue-log.js';
import type { RepeatWatch } from './other-clock.js';
import { settleChangeDays } from './settle-change-days.js';
import { addToBins, type Bins, createBins, type Tally } from './tally.js';
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
};

/** How a store groups and settles. */
export type StoreOptions = {
  readonly sourceZone: string;
  /** Keys are rounded down to multiples of this; 0 keeps them as they are (interval rows). */
  readonly baseMs: number;
  readonly doubledHour: 'split' | 'first';
  readonly log: IssueLog;
  /** Column that messages about times name. */
  readonly column: string;
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
      series = { name, clock: createBins(), undecided: createBins(), fixed: createBins(), changeDays: [], direction: startOfRows(), waits: null };
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
      const bins = fixed || isChangeDay ? series.fixed : swappable ? series.undecided : series.clock;
      const key = isChangeDay ? instantOf(ms) : round(ms);
      if (!fixed && !swappable && baseMs > 0) repeats.follow(ms);
      if (addToBins(bins, key, tally) && baseMs === 0) {
        if (!fixed && !swappable) repeats.note(ms);
        log.add('duplicateInterval', `a second row for the same interval of ${name.queue}: counts are added, times weighted`, { row, column });
      }
    },
    settle(monthFirst) {
      const swap = (ms: number): number => (monthFirst ? swapDayAndMonth(ms) : ms);
      const toInstant = ordinaryInstants(sourceZone);
      const settled = [...all.values()].map(({ name, clock, undecided, fixed, waits }): SettledSeries => {
        rekey(clock, toInstant);
        rekey(undecided, (key) => toInstant(swap(key)));
        return { name, waits, bins: [clock, undecided, fixed, createBins()] };
      });
      const rows = [...all.values()].map(({ changeDays }) => changeDays.map((row) => ({ ...row, clockMs: row.swappable ? swap(row.clockMs) : row.clockMs })));
      const directions = [...all.values()].map(({ direction }) => direction);
      settleChangeDays(settled, rows, { ...options, overall, directions }, round);
      return settled;
    },
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
