import type { QueueHistory } from '../core/index.js';
import { addDays, dayFromNumber, type GridClock, gridClock, weekdayOf } from '../time/index.js';
import { maskOfRanges } from './ranges.js';

/** One local day of a series, or one week or month where its grain is coarser. */
export type Period = {
  /** First local day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly fromIndex: number;
  readonly toIndex: number;
  /** Contacts in the intervals that are known; null when none is. */
  readonly counted: number | null;
  /** The same, scaled up to the whole day where some intervals are missing; null when too little of it is known. */
  readonly volume: number | null;
  readonly known: number;
  readonly closed: number;
  readonly missing: number;
  /** Periods of equal groups are alike: the weekday of days, 0 for weeks and months. */
  readonly group: number;
};

/** A day of which less than this share of the usual volume is known tells nothing about its level. */
const LEAST_KNOWN_SHARE = 0.5;

/** Cuts a series into local days, or takes its weeks or months as they are. */
export function periodTable(history: QueueHistory): Period[] {
  return history.intervalSeconds === null ? coarsePeriods(history) : dayPeriods(history, history.intervalSeconds);
}

function coarsePeriods(history: QueueHistory): Period[] {
  const closed = maskOfRanges(history.closed, history.volume.length);
  const first = history.startDay ?? '1970-01-01';
  return history.volume.map((volume, i): Period => {
    const day = history.grain === 'month' ? addMonths(first, i) : addDays(first, i * (history.grain === 'week' ? 7 : 1));
    const state = volume !== null ? 'known' : closed[i] === 1 ? 'closed' : 'missing';
    const is = (word: string): number => (state === word ? 1 : 0);
    const group = history.grain === 'day' ? weekdayOf(day) : 0;
    return { day, fromIndex: i, toIndex: i + 1, counted: volume, volume, known: is('known'), closed: is('closed'), missing: is('missing'), group };
  });
}

function addMonths(day: string, count: number): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}

function dayPeriods(history: QueueHistory, intervalSeconds: number): Period[] {
  const { volume } = history;
  const clock = gridClock(history.zone, history.startMs, intervalSeconds, volume.length);
  const closed = maskOfRanges(history.closed, volume.length);
  const usual = slotMeans(history);
  const periods: Period[] = [];
  for (let from = 0; from < volume.length; ) {
    let to = from;
    while (to < volume.length && clock.dayNumbers[to] === clock.dayNumbers[from]) to += 1;
    const day = dayFromNumber(clock.dayNumbers[from] as number);
    periods.push({ day, fromIndex: from, toIndex: to, group: clock.weekdays[from] as number, ...sumDay(volume, closed, usual, from, to) });
    from = to;
  }
  return periods;
}

type DaySum = Pick<Period, 'counted' | 'volume' | 'known' | 'closed' | 'missing'>;

function sumDay(volume: QueueHistory['volume'], closed: Uint8Array, usual: Float64Array, from: number, to: number): DaySum {
  const sum = { counted: 0, known: 0, closed: 0, missing: 0 };
  let expected = 0;
  let seen = 0;
  for (let i = from; i < to; i += 1) {
    const value = volume[i] ?? null;
    if (value === null && closed[i] === 1) {
      sum.closed += 1;
      continue;
    }
    expected += usual[i] as number;
    if (value === null) {
      sum.missing += 1;
      continue;
    }
    seen += usual[i] as number;
    sum.counted += value;
    sum.known += 1;
  }
  if (sum.known === 0) return { ...sum, counted: null, volume: null };
  if (sum.missing === 0) return { ...sum, volume: sum.counted };
  return { ...sum, volume: seen >= LEAST_KNOWN_SHARE * expected && seen > 0 ? (sum.counted * expected) / seen : null };
}

/** Mean of the known contacts of the same weekday and clock reading, for each interval; 0 where there are none. */
function slotMeans(history: QueueHistory): Float64Array {
  const { volume } = history;
  const clock = gridClock(history.zone, history.startMs, history.intervalSeconds ?? 86_400, volume.length);
  const sums = new Map<number, { sum: number; count: number }>();
  volume.forEach((value, i) => {
    if (value === null) return;
    const cell = cellOf(clock, i);
    const entry = sums.get(cell);
    if (entry === undefined) sums.set(cell, { sum: value, count: 1 });
    else {
      entry.sum += value;
      entry.count += 1;
    }
  });
  return Float64Array.from(volume, (_, i) => {
    const entry = sums.get(cellOf(clock, i));
    return entry === undefined ? 0 : entry.sum / entry.count;
  });
}

function cellOf({ weekdays, minutes }: GridClock, i: number): number {
  return (weekdays[i] as number) * 1440 + (minutes[i] as number);
}
