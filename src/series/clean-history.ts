import { type CalendarEvent, type Channel, type History, InvalidInputError, type QueueHistory } from '../core/index.js';
import { findLevelShifts, type LevelShift } from './find-level-shifts.js';
import { findOutlierDays, type OutlierDay } from './find-outlier-days.js';
import { type Period, periodTable } from './period-table.js';
import { maskOfRanges } from './ranges.js';
import { type Usual, usualVolumes } from './usual-volumes.js';

/** Steps of cleaning, in the order in which they are taken. */
export type CleaningStep = 'outliers' | 'gaps';

/** All steps of {@link cleanHistory}. */
export const CLEANING_STEPS: readonly CleaningStep[] = ['outliers', 'gaps'];

/** The columns of a history that cleaning may change. */
export type CleanedColumn = 'volume' | 'handled' | 'abandoned' | 'shortAbandoned' | 'ahtSeconds' | 'meanWaitSeconds';

const COLUMNS: readonly CleanedColumn[] = ['volume', 'handled', 'abandoned', 'shortAbandoned', 'ahtSeconds', 'meanWaitSeconds'];

/** What tells one series of a history from another. */
export type SeriesKey = { readonly queue: string; readonly channel: Channel; readonly reason?: string; readonly site?: string };

/** One change that cleaning made, with all that is needed to take it back. */
export type CleaningChange = {
  readonly step: CleaningStep;
  readonly series: SeriesKey;
  /** First local day of the day, week or month that was changed. */
  readonly day: string;
  readonly fromIndex: number;
  readonly toIndex: number;
  /** Values of the range as they were, for each column that was changed. */
  readonly before: Readonly<Partial<Record<CleanedColumn, readonly (number | null)[]>>>;
  /** Contacts of the range before and after; null when unknown. */
  readonly volumeBefore: number | null;
  readonly volumeAfter: number | null;
  readonly because: string;
};

/** Options of {@link cleanHistory}. */
export type CleaningOptions = {
  /** Steps to take; all of {@link CLEANING_STEPS} by default. Their order here does not matter. */
  readonly steps?: readonly CleaningStep[] | undefined;
  /** Known special days. An outlier that one of them explains is left alone: a forecast learns its effect. */
  readonly events?: readonly CalendarEvent[] | undefined;
  /** Clean days that an event explains as well; false by default. */
  readonly cleanEventDays?: boolean | undefined;
  /** Robust deviations of an outlier; 3.5 by default. */
  readonly threshold?: number | undefined;
};

/** A cleaned history, what was changed, and what was only found. */
export type CleanedHistory = {
  readonly history: History;
  /** In the order in which they were made. */
  readonly changes: readonly CleaningChange[];
  /** Lasting changes of level: reported, never repaired. */
  readonly levelShifts: readonly (LevelShift & { readonly series: SeriesKey })[];
  /** Missing intervals that stay missing: nothing alike around them is known. */
  readonly unfilled: number;
};

/**
 * Cleans a history in optional steps, each reported and reversible.
 *
 * `outliers`: the values of days that {@link findOutlierDays} names become unknown, except those that an event explains. `gaps`: missing intervals get the
 * volume that was usual around them (trimmed mean of the four like intervals before and after), at the level that the rest of their day shows; closed
 * intervals and zeros stay. Both together put the usual day in the place of the outlier. Level shifts are reported and left as they are.
 *
 * @param history - As `readHistory` returns it; any grain.
 * @param options - Which steps, and the special days known. See {@link CleaningOptions}.
 * @returns The cleaned history; {@link undoCleaning} with `changes` gives the input back exactly. Handle times, waits, handled and abandoned of filled
 *   intervals stay unknown.
 * @throws {@link InvalidInputError} for an unknown step or a threshold that is not above 0.
 * @example
 * const rows = Array.from({ length: 70 }, (_, i) => `${new Date(Date.UTC(2026, 0, 5 + i)).toISOString().slice(0, 10)},${i === 30 ? 9000 : 400}`);
 * const { changes } = cleanHistory(await readHistory(['date,volume', ...rows].join('\n'), { zone: 'UTC' }));
 * changes.map(({ step, day, volumeAfter }) => [step, day, volumeAfter]); // [['outliers', '2026-02-04', null], ['gaps', '2026-02-04', 400]]
 */
export function cleanHistory(history: History, options: CleaningOptions = {}): CleanedHistory {
  const steps = options.steps ?? CLEANING_STEPS;
  for (const step of steps) {
    if (CLEANING_STEPS.includes(step)) continue;
    throw new InvalidInputError(`cleanHistory: steps must be among ${CLEANING_STEPS.join(', ')}, got ${JSON.stringify(step)}.`, { step });
  }
  const changes: CleaningChange[] = [];
  let unfilled = 0;
  const queues = history.queues.map((queue) => {
    const cleaned = steps.includes('outliers') ? withoutOutliers(queue, options, changes) : queue;
    if (!steps.includes('gaps')) return cleaned;
    const filled = withoutGaps(cleaned, changes);
    unfilled += filled.unfilled;
    return filled.queue;
  });
  const levelShifts = history.queues.flatMap((queue) => findLevelShifts(queue).map((shift) => ({ ...shift, series: keyOf(queue) })));
  return { history: { ...history, queues }, changes, levelShifts, unfilled };
}

function keyOf({ queue, channel, reason, site }: QueueHistory): SeriesKey {
  return { queue, channel, ...(reason === undefined ? {} : { reason }), ...(site === undefined ? {} : { site }) };
}

type Values = Record<CleanedColumn, (number | null)[]>;

function copyOf(queue: QueueHistory): Values {
  return Object.fromEntries(COLUMNS.map((column) => [column, [...queue[column]]])) as Values;
}

function withoutOutliers(queue: QueueHistory, { events, threshold, cleanEventDays = false }: CleaningOptions, changes: CleaningChange[]): QueueHistory {
  const found = findOutlierDays(queue, { events, threshold }).filter(({ cause }) => cause === null || cleanEventDays);
  if (found.length === 0) return queue;
  const values = copyOf(queue);
  for (const outlier of found) {
    const { day, fromIndex, toIndex } = outlier;
    const touched = COLUMNS.filter((column) => values[column].slice(fromIndex, toIndex).some((value) => value !== null));
    const before = Object.fromEntries(touched.map((column) => [column, values[column].slice(fromIndex, toIndex)]));
    const volumeBefore = sumOf(values.volume, fromIndex, toIndex);
    for (const column of touched) values[column].fill(null, fromIndex, toIndex);
    changes.push({ step: 'outliers', series: keyOf(queue), day, fromIndex, toIndex, before, volumeBefore, volumeAfter: null, because: outlierText(outlier) });
  }
  return { ...queue, ...values };
}

function outlierText({ volume, usualVolume, z, cause }: OutlierDay): string {
  const event = cause === null ? '' : `, ${cause.when === 'on' ? '' : `${cause.when === 'dayBefore' ? 'the day before' : 'the day after'} `}${cause.name}`;
  return `${Math.round(volume)} contacts where ${Math.round(usualVolume)} are usual (${z > 0 ? '+' : ''}${z} robust deviations${event})`;
}

function sumOf(column: readonly (number | null)[], from: number, to: number): number | null {
  let sum: number | null = null;
  for (let i = from; i < to; i += 1) if (column[i] !== null) sum = (sum ?? 0) + (column[i] ?? 0);
  return sum;
}

/** Like intervals needed before a missing one is filled, and how many weeks (or months) away they may lie. */
const ENOUGH = 2;
const REACH = { interval: 9, day: 9, week: 5, month: 3 } as const;

function withoutGaps(queue: QueueHistory, changes: CleaningChange[]): { readonly queue: QueueHistory; readonly unfilled: number } {
  const closed = maskOfRanges(queue.closed, queue.volume.length);
  const usual = usualVolumes(queue, REACH[queue.grain]);
  const volume = [...queue.volume];
  let unfilled = 0;
  for (const period of periodTable(queue)) {
    if (period.missing === 0) continue;
    const { fromIndex, toIndex, day } = period;
    const level = dayLevel(queue, period, usual);
    const before = volume.slice(fromIndex, toIndex);
    let filled = 0;
    for (let i = fromIndex; i < toIndex; i += 1) {
      if (queue.volume[i] !== null || closed[i] === 1) continue;
      const around = usual(i);
      if (around === null || around.neighbours < ENOUGH) {
        unfilled += 1;
        continue;
      }
      volume[i] = Number((around.volume * level).toPrecision(6));
      filled += 1;
    }
    if (filled === 0) continue;
    const because = `${filled} missing ${filled === 1 ? queue.grain : `${queue.grain}s`} filled with what was usual around${level === 1 ? '' : `, at ${Math.round(level * 100)} % as the rest of the day`}`;
    const sums = { volumeBefore: sumOf(before, 0, before.length), volumeAfter: sumOf(volume, fromIndex, toIndex) };
    changes.push({ step: 'gaps', series: keyOf(queue), day, fromIndex, toIndex, before: { volume: before }, ...sums, because });
  }
  return { queue: { ...queue, volume }, unfilled };
}

/** Contacts that count for "as usual" when the level of a partly known day is judged: a few known intervals prove little. */
const DOUBT = 20;

/** Level of a partly known day against what is usual for its known intervals. */
function dayLevel({ volume }: QueueHistory, { fromIndex, toIndex, known }: Period, usual: (index: number) => Usual | null): number {
  if (known === 0) return 1;
  let seen = 0;
  let expected = 0;
  for (let i = fromIndex; i < toIndex; i += 1) {
    const value = volume[i] ?? null;
    const around = value === null ? null : usual(i);
    if (value === null || around === null) continue;
    seen += value;
    expected += around.volume;
  }
  return (seen + DOUBT) / (expected + DOUBT);
}

/**
 * Takes back what {@link cleanHistory} changed.
 *
 * @param history - The cleaned history.
 * @param changes - Its changes, all or the last ones, in the order in which they were made.
 * @returns The history before these changes, exactly.
 * @throws {@link InvalidInputError} when a change belongs to a series or a range that the history does not have.
 * @example
 * const rows = Array.from({ length: 70 }, (_, i) => `${new Date(Date.UTC(2026, 0, 5 + i)).toISOString().slice(0, 10)},${i === 30 ? 9000 : 400}`);
 * const cleaned = cleanHistory(await readHistory(['date,volume', ...rows].join('\n'), { zone: 'UTC' }));
 * undoCleaning(cleaned.history, cleaned.changes).queues[0].volume[30]; // 9000
 */
export function undoCleaning(history: History, changes: readonly CleaningChange[]): History {
  const queues = history.queues.map((queue) => ({ key: JSON.stringify(keyOf(queue)), queue, values: null as Values | null }));
  for (const change of [...changes].reverse()) {
    const key = JSON.stringify(change.series);
    const entry = queues.find((other) => other.key === key);
    if (entry === undefined || change.toIndex > entry.queue.volume.length)
      throw new InvalidInputError(
        `undoCleaning: changes must belong to the history, got one of queue ${JSON.stringify(change.series.queue)} on ${change.day}.`,
        {
          series: change.series,
          day: change.day,
        },
      );
    entry.values ??= copyOf(entry.queue);
    for (const column of COLUMNS)
      change.before[column]?.forEach((value, k) => {
        (entry.values as Values)[column][change.fromIndex + k] = value;
      });
  }
  return { ...history, queues: queues.map(({ queue, values }) => (values === null ? queue : { ...queue, ...values })) };
}
