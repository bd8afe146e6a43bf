import type { QueueHistory } from '../core/index.js';
import { maskOfRanges, rangesWhere } from '../series/index.js';
import { dayFromNumber, dayNumber, dayStartMs, toLocalMs } from '../time/index.js';
import type { GridInput } from './build-queues.js';
import type { ReaderSettings } from './history-options.js';
import type { IssueLog } from './issue-log.js';
import { checkLength, orNull, otherColumns, rowsOf, seriesFields } from './queue-columns.js';
import { instantsOf, type SettledSeries } from './series-store.js';
import { addToColumns, emptyColumns } from './tally.js';

const DAY_MS = 86_400_000;

/** Grains coarser than an interval. */
export type Grain = 'day' | 'week' | 'month';

/** Exports of days often carry midnight UTC whatever the centre's zone: the dates are meant, not the instants. */
export function zoneOfDays(series: readonly SettledSeries[], zone: string): string {
  const keys = series.flatMap(({ bins }) => bins.flatMap((own) => [...own.keys.subarray(0, Math.min(own.size, 50))]));
  return keys.length > 1 && keys.every((ms) => ms % DAY_MS === 0) ? 'UTC' : zone;
}

/** Day, week or month when every row stands at the start of a local day and the steps say so; null for intervals. */
export function coarseGrain({ level, dateOnly, statedSeconds }: GridInput, series: readonly SettledSeries[], zone: string): Grain | null {
  if (level === 'contact') return dateOnly ? 'day' : null;
  if (statedSeconds !== null && statedSeconds < 86_400) return null;
  const isMidnight = (ms: number): boolean => Number.isInteger(toLocalMs(zone, ms) / DAY_MS);
  if (!series.every(({ bins }) => bins.every((own) => own.keys.subarray(0, own.size).every(isMidnight)))) return null;
  const days = series.map((own) => Array.from(instantsOf(own), (ms) => toLocalMs(zone, ms) / DAY_MS));
  const steps = days.flatMap((own) => own.slice(1).map((day, i) => day - (own[i] as number)));
  if (steps.length === 0) return dateOnly ? 'day' : null;
  const share = (test: (step: number) => boolean): number => steps.filter(test).length / steps.length;
  if (
    share((step) => step >= 28 && step % 7 !== 0) > 0.5 ||
    (share((step) => step >= 28) > 0.9 && days.flat().every((day) => dayFromNumber(day).endsWith('-01')))
  )
    return 'month';
  if (share((step) => step % 7 === 0) > 0.9) return 'week';
  return 'day';
}

/** In which zone the dates of the rows are days, and the zone of the history. */
export type DayMeaning = {
  readonly dayZone: string;
  readonly zone: string;
  readonly bookedAt: QueueHistory['bookedAt'];
  /** Rows are single contacts: a day that is open and has none had none. */
  readonly contacts: boolean;
};

/** Lays a settled series on local days, weeks or months. */
export function coarseQueue(
  series: SettledSeries,
  grain: Grain,
  all: readonly SettledSeries[],
  meaning: DayMeaning,
  settings: ReaderSettings,
  log: IssueLog,
): QueueHistory {
  const dayOf = (ms: number): string => dayFromNumber(Math.floor(toLocalMs(meaning.dayZone, ms) / DAY_MS));
  const lastMs = Math.max(...all.map((other) => instantsOf(other).at(-1) as number));
  const startDay = dayOf(instantsOf(series)[0] as number);
  const indexOf = (day: string): number => {
    if (grain === 'month') return (Number(day.slice(0, 4)) - Number(startDay.slice(0, 4))) * 12 + Number(day.slice(5, 7)) - Number(startDay.slice(5, 7));
    return Math.floor((dayNumber(day) - dayNumber(startDay)) / (grain === 'week' ? 7 : 1));
  };
  const count = indexOf(dayOf(lastMs)) + 1;
  checkLength(count, rowsOf(all), settings);
  const columns = emptyColumns(count);
  for (const own of series.bins) {
    for (let k = 0; k < own.size; k += 1) {
      const at = indexOf(dayOf(own.keys[k] as number));
      if (!Number.isNaN(columns[0]?.[at])) log.add('misaligned', `${series.name.queue}: two rows fall into one ${grain}; their counts are added`);
      addToColumns(columns, at, own, k);
    }
  }
  const counted = orNull(columns[0] as Float64Array);
  const closed = grain === 'day' ? closedDays(counted) : [];
  const isClosed = maskOfRanges(closed, count);
  const volume = meaning.contacts ? counted.map((value, i) => (value === null && isClosed[i] === 0 ? 0 : value)) : counted;
  const firstDay = grain === 'month' ? `${startDay.slice(0, 8)}01` : startDay;
  return {
    ...seriesFields(series.name),
    zone: meaning.zone,
    grain,
    startMs: dayStartMs(meaning.zone, firstDay),
    intervalSeconds: null,
    startDay: firstDay,
    volume,
    ...otherColumns(
      columns,
      volume.map((value) => (value === null ? 'missing' : 'known')),
    ),
    closed,
    bookedAt: meaning.bookedAt,
  };
}

/** Days without a row on weekdays that mostly have none are closed. */
function closedDays(volume: readonly (number | null)[]): [number, number][] {
  const known = Array.from({ length: 7 }, (_, k) => volume.filter((value, i) => i % 7 === k && value !== null).length);
  const all = Array.from({ length: 7 }, (_, k) => volume.filter((_value, i) => i % 7 === k).length);
  return rangesWhere(volume.length, (i) => volume[i] === null && (known[i % 7] as number) * 2 <= (all[i % 7] as number));
}
