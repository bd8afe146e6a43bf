import { type Doubt, type QueueHistory, UnusableInputError, type WeekHours } from '../core/index.js';
import { classifyGaps, type IntervalState, rangesWhere } from '../series/index.js';
import { openMask, toLocalMs } from '../time/index.js';
import { coarseGrain, coarseQueue, zoneOfDays } from './coarse-queue.js';
import { counted } from './counted.js';
import { type FoundInterval, findInterval } from './find-interval.js';
import type { ReaderSettings } from './history-options.js';
import type { IssueLog } from './issue-log.js';
import { omitsZeros } from './omits-zeros.js';
import { checkLength, orNull, otherColumns, rowsOf, seriesFields } from './queue-columns.js';
import { instantsOf, type SettledSeries } from './series-store.js';
import { addToColumns, emptyColumns } from './tally.js';

const DAY_MS = 86_400_000;

/** What a table is, for the laying of its grid. */
export type GridInput = {
  readonly series: readonly SettledSeries[];
  readonly level: 'interval' | 'contact';
  readonly dateOnly: boolean;
  /** Interval length that a column of the file states, else null. */
  readonly statedSeconds: number | null;
  readonly bookedAt: QueueHistory['bookedAt'];
};

/** Lays settled series on grids and tells closed, missing and zero apart. */
export function buildQueues(input: GridInput, settings: ReaderSettings, log: IssueLog, doubts: Doubt[]): QueueHistory[] {
  const filled = input.series.filter(({ bins }) => bins.some(({ size }) => size > 0));
  const dayZone = zoneOfDays(filled, settings.zone);
  const grain = coarseGrain(input, filled, dayZone);
  if (grain !== null && dayZone !== settings.zone)
    doubts.push({ what: 'the rows stand at midnight UTC', chosen: 'each is the day of that date', option: '--source-zone' });
  const queues =
    grain === null
      ? intervalQueues(input, filled, settings, log, doubts)
      : filled.map((series) =>
          coarseQueue(series, grain, filled, { dayZone, zone: settings.zone, bookedAt: input.bookedAt, contacts: input.level === 'contact' }, settings, log),
        );
  return queues.sort(
    (a, b) => compare(a.queue, b.queue) || compare(a.channel, b.channel) || compare(a.reason ?? '', b.reason ?? '') || compare(a.site ?? '', b.site ?? ''),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function intervalQueues(input: GridInput, series: readonly SettledSeries[], settings: ReaderSettings, log: IssueLog, doubts: Doubt[]): QueueHistory[] {
  const keys = series.map(instantsOf);
  const step = chooseStep(input, keys, settings, doubts);
  let lastMs = Number.NEGATIVE_INFINITY;
  let firstMs = Number.POSITIVE_INFINITY;
  for (const own of keys) {
    firstMs = Math.min(firstMs, own[0] as number);
    lastMs = Math.max(lastMs, own.at(-1) as number);
  }
  checkLength((lastMs - firstMs) / step.intervalMs, rowsOf(series), settings);
  const grids = series.map((own, i) => layOnGrid(own, keys[i] as Float64Array, step, lastMs, input.level, log));
  const sparse = input.level === 'contact' || isSparse(grids, settings, step.intervalMs / 1000, doubts);
  return grids.map((grid) => toQueue(grid, { sparse, bookedAt: input.bookedAt }, settings, log));
}

type Step = { readonly intervalMs: number; readonly phaseMs: number };

/** Length and phase of the grid: as asked, as a column states, or as the times of the rows show. */
function chooseStep({ level, statedSeconds }: GridInput, keys: readonly Float64Array[], settings: ReaderSettings, doubts: Doubt[]): Step {
  const anyMs = keys[0]?.[0] ?? 0;
  const clockPhase = (intervalMs: number): number => {
    const phase = (((anyMs - toLocalMs(settings.zone, anyMs)) % intervalMs) + intervalMs) % intervalMs;
    return phase;
  };
  if (level === 'contact') {
    const intervalMs = (settings.intervalSeconds ?? 1800) * 1000;
    return { intervalMs, phaseMs: clockPhase(intervalMs) };
  }
  const found = notLonger(findInterval(keys), keys);
  const ownMs = statedSeconds === null ? found.intervalMs : statedSeconds * 1000;
  const wantedMs = settings.intervalSeconds === undefined ? ownMs : settings.intervalSeconds * 1000;
  if (!found.proven && statedSeconds === null && settings.intervalSeconds === undefined)
    doubts.push({ what: 'the rows do not show how long an interval is', chosen: `${wantedMs / 60_000} min`, option: '--interval 30min' });
  if (wantedMs < ownMs && (found.proven || statedSeconds !== null))
    throw new UnusableInputError(
      `${settings.name} has intervals of ${ownMs / 60_000} min; shorter ones of ${wantedMs / 60_000} min cannot be had from it. Leave --interval out or ask for a longer one.`,
      { name: settings.name, intervalSeconds: ownMs / 1000 },
    );
  return { intervalMs: wantedMs, phaseMs: wantedMs === found.intervalMs ? found.phaseMs : clockPhase(wantedMs) };
}

/** Rows at one time of each day that is not midnight show when an interval starts, not how long it lasts. */
function notLonger(found: FoundInterval, keys: readonly Float64Array[]): FoundInterval {
  if (found.intervalMs < DAY_MS) return found;
  const intervalMs = 1_800_000;
  return { intervalMs, phaseMs: (((keys[0]?.[0] ?? 0) % intervalMs) + intervalMs) % intervalMs, proven: false };
}

/** One series on its grid; NaN = no row or unknown. */
type Grid = {
  readonly name: SettledSeries['name'];
  readonly startMs: number;
  readonly intervalMs: number;
  readonly count: number;
  readonly columns: readonly Float64Array[];
};

function layOnGrid(
  { name, bins }: SettledSeries,
  keys: Float64Array,
  { intervalMs, phaseMs }: Step,
  lastMs: number,
  level: 'interval' | 'contact',
  log: IssueLog,
): Grid {
  const floor = (ms: number): number => Math.floor((ms - phaseMs) / intervalMs) * intervalMs + phaseMs;
  const startMs = floor(keys[0] as number);
  const count = Math.round((floor(lastMs) - startMs) / intervalMs) + 1;
  const columns = emptyColumns(count);
  let off = 0;
  for (const own of bins) {
    for (let k = 0; k < own.size; k += 1) {
      const ms = own.keys[k] as number;
      const flat = floor(ms);
      if (level === 'interval' && flat !== ms) off += 1;
      addToColumns(columns, (flat - startMs) / intervalMs, own, k);
    }
  }
  if (off > 0 && off < 0.5 * keys.length)
    log.add('misaligned', `${name.queue}: ${counted(off, 'row')} off the grid of ${intervalMs / 60_000} min, counted for the interval of the start`);
  return { name, startMs, intervalMs, count, columns };
}

function isSparse(grids: readonly Grid[], settings: ReaderSettings, intervalSeconds: number, doubts: Doubt[]): boolean {
  if (settings.absentRows === 'zero') return true;
  if (settings.absentRows === 'missing') return false;
  const sparse =
    grids.length > 0 &&
    omitsZeros(
      grids.map(({ startMs, columns }) => ({ startMs, volume: columns[0] as Float64Array })),
      settings.zone,
      intervalSeconds,
    );
  if (sparse)
    doubts.push({
      what: 'the file has no rows of 0, although some must have been',
      chosen: 'intervals without a row inside opening hours are 0',
      option: '--absent-rows missing',
    });
  return sparse;
}

function toQueue(
  grid: Grid,
  { sparse, bookedAt }: { sparse: boolean; bookedAt: QueueHistory['bookedAt'] },
  settings: ReaderSettings,
  log: IssueLog,
): QueueHistory {
  const { name, startMs, count } = grid;
  const intervalSeconds = grid.intervalMs / 1000;
  const raw = orNull(grid.columns[0] as Float64Array);
  const hours = settings.openingHours?.[name.queue];
  const states =
    hours === undefined
      ? classifyGaps({ zone: settings.zone, startMs, intervalSeconds, volume: raw, sparse })
      : statesOfHours(raw, openMask(hours, settings.zone, startMs, intervalSeconds, count), sparse);
  if (hours !== undefined) reportOutside(raw, hours, grid, settings, log);
  const volume = raw.map((value, i) => (states[i] === 'zero' ? 0 : states[i] === 'closed' ? null : value));
  const missing = states.filter((state) => state === 'missing').length;
  if (missing > 0) log.add('missingIntervals', `${name.queue}: no row for ${counted(missing, 'interval')} within its hours; unknown, not 0`);
  const zeroed = states.filter((state, i) => state === 'closed' && raw[i] === 0).length;
  if (zeroed > 0 && hours === undefined)
    log.add('closedZeros', `${name.queue}: ${counted(zeroed, 'row')} of 0 outside its hours of activity, counted as closed`);
  return {
    ...seriesFields(name),
    zone: settings.zone,
    grain: 'interval',
    startMs,
    intervalSeconds,
    volume,
    ...otherColumns(grid.columns, states),
    closed: rangesWhere(count, (i) => states[i] === 'closed'),
    bookedAt,
  };
}

/** States under opening hours that the user gave. Contacts outside them are kept. */
function statesOfHours(volume: readonly (number | null)[], open: readonly boolean[], sparse: boolean): IntervalState[] {
  return volume.map((value, i) => {
    if (!open[i]) return value === null || value === 0 ? 'closed' : 'known';
    if (value !== null) return 'known';
    return sparse ? 'zero' : 'missing';
  });
}

function reportOutside(volume: readonly (number | null)[], hours: WeekHours, grid: Grid, settings: ReaderSettings, log: IssueLog): void {
  const open = openMask(hours, settings.zone, grid.startMs, grid.intervalMs / 1000, grid.count);
  const outside = volume.filter((value, i) => !open[i] && value !== null && value > 0).length;
  if (outside > 0) log.add('outsideHours', `${grid.name.queue}: ${counted(outside, 'interval')} with contacts outside the opening hours given, kept`);
}
