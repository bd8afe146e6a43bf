import type { QueueHistory } from '../core/index.js';
import { addDays, localDayOf } from '../time/index.js';
import { maskOfRanges } from './ranges.js';

/** One local day of a series. */
export type DayTotal = {
  /** `YYYY-MM-DD` in the series' zone. */
  readonly day: string;
  /** Contacts in its known intervals; null when it has none. */
  readonly volume: number | null;
  /** Intervals that are known, closed and missing. */
  readonly known: number;
  readonly closed: number;
  readonly missing: number;
};

/**
 * Contacts per local day, with what is known about the day. Weekly and monthly grains give an empty list.
 *
 * @example
 * const { queues } = await readHistory('timestamp,volume\n2026-01-05 08:00,22\n2026-01-05 08:30,31', { zone: 'UTC' });
 * dayTotals(queues[0]); // [{ day: '2026-01-05', volume: 53, known: 2, closed: 0, missing: 0 }]
 */
export function dayTotals(history: QueueHistory): DayTotal[] {
  if (history.grain === 'week' || history.grain === 'month') return [];
  const closed = maskOfRanges(history.closed, history.volume.length);
  const totals: { day: string; volume: number | null; known: number; closed: number; missing: number }[] = [];
  history.volume.forEach((value, i) => {
    const day =
      history.intervalSeconds === null ? addDays(history.startDay ?? '', i) : localDayOf(history.zone, history.startMs + i * history.intervalSeconds * 1000);
    let total = totals.at(-1);
    if (total?.day !== day) {
      total = { day, volume: null, known: 0, closed: 0, missing: 0 };
      totals.push(total);
    }
    if (value !== null) {
      total.volume = (total.volume ?? 0) + value;
      total.known += 1;
    } else if (closed[i] === 1) total.closed += 1;
    else total.missing += 1;
  });
  return totals;
}
