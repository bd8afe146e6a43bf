import type { QueueForecast, QueueHistory } from '../core/index.js';
import { addDays, daysBetween, gridClock, instantOf, localDayOf } from '../time/index.js';
import { daySlices } from './day-window.js';

/** One recorded local day. */
export type RecordedDay = {
  readonly day: string;
  readonly volume: number | null;
  readonly ahtSeconds: number | null;
  /** Some of its open intervals are missing. */
  readonly partial: boolean;
};

/** The history behind a forecast, if it is there. */
export function historyOf(histories: readonly QueueHistory[], forecast: QueueForecast): QueueHistory | null {
  const same = (a: QueueHistory): boolean =>
    a.queue === forecast.queue && a.channel === forecast.channel && a.reason === forecast.reason && a.site === forecast.site;
  return histories.find(same) ?? histories.find(({ queue }) => queue === forecast.queue) ?? null;
}

/** The last `count` recorded local days of a series; empty for histories by week or month. */
export function recentDays(history: QueueHistory, count: number): RecordedDay[] {
  if (history.grain === 'day') return recentOfDailyHistory(history, count);
  if (history.grain !== 'interval' || history.intervalSeconds === null) return [];
  const { zone, startMs, intervalSeconds, volume } = history;
  const last = lastRecorded(volume);
  if (last < 0) return [];
  const first = Math.max(0, Math.floor(last - ((count + 1) * 86_400) / intervalSeconds));
  const closed = closedMask(history, first, last + 1);
  const slices = daySlices(zone, startMs + first * intervalSeconds * 1000, intervalSeconds, last + 1 - first);
  return slices.slice(-count).map(({ day, from, to }) => recordedDay(history, closed, first, day, from, to));
}

function recordedDay(history: QueueHistory, closed: readonly boolean[], first: number, day: string, from: number, to: number): RecordedDay {
  let total: number | null = null;
  let missing = 0;
  let work = 0;
  let counted = 0;
  for (let i = from; i < to; i += 1) {
    const volume = history.volume[first + i];
    if (volume === null || volume === undefined) {
      if (closed[i] !== true) missing += 1;
      continue;
    }
    total = (total ?? 0) + volume;
    const aht = history.ahtSeconds[first + i];
    const handled = history.handled[first + i] ?? volume;
    if (aht !== null && aht !== undefined) {
      work += aht * handled;
      counted += handled;
    }
  }
  return { day, volume: total, ahtSeconds: counted > 0 ? work / counted : null, partial: missing > 0 };
}

function closedMask(history: QueueHistory, first: number, end: number): boolean[] {
  const mask = new Array<boolean>(end - first).fill(false);
  for (const [from, to] of history.closed) for (let i = Math.max(from, first); i < Math.min(to, end); i += 1) mask[i - first] = true;
  return mask;
}

function recentOfDailyHistory(history: QueueHistory, count: number): RecordedDay[] {
  const last = lastRecorded(history.volume);
  const startDay = history.startDay ?? localDayOf(history.zone, history.startMs);
  const first = Math.max(0, last + 1 - count);
  return history.volume.slice(first, last + 1).map((volume, i) => ({
    day: addDays(startDay, first + i),
    volume,
    ahtSeconds: history.ahtSeconds[first + i] ?? null,
    partial: false,
  }));
}

function lastRecorded(column: readonly (number | null)[]): number {
  let last = column.length - 1;
  while (last >= 0 && column[last] === null) last -= 1;
  return last;
}

/**
 * The most recent recorded week, moved onto the same weekdays and clock times as a stretch of the forecast, for comparison by eye.
 *
 * @returns One entry per forecast interval in [from, to), and the days it was taken from; null when the history has no such week.
 */
export function weekBefore(
  history: QueueHistory,
  forecast: QueueForecast,
  from: number,
  to: number,
): { readonly volume: (number | null)[]; readonly fromDay: string; readonly toDay: string } | null {
  if (history.grain !== 'interval' || history.intervalSeconds !== forecast.intervalSeconds) return null;
  const step = forecast.intervalSeconds * 1000;
  const last = lastRecorded(history.volume);
  if (last < 0 || to <= from) return null;
  const { dayNumbers, minutes } = gridClock(forecast.zone, forecast.startMs + from * step, forecast.intervalSeconds, to - from);
  const firstDay = localDayOf(forecast.zone, forecast.startMs + from * step);
  const lastDay = localDayOf(forecast.zone, forecast.startMs + (to - 1) * step);
  const at = (weeksBack: number): (number | null)[] =>
    Array.from(dayNumbers, (number, i) => {
      const day = addDays(firstDay, number - (dayNumbers[0] as number) - weeksBack * 7);
      const index = Math.round((instantOf(history.zone, day, minutes[i] as number) - history.startMs) / step);
      return history.volume[index] ?? null;
    });
  // A week counts as recorded once it holds the hours in which most contacts come; the last one may be cut short.
  const expected = forecast.volume.slice(from, to).map((value) => value ?? 0);
  const total = expected.reduce((sum, value) => sum + value, 0);
  const recorded = (volume: readonly (number | null)[]): number =>
    volume.reduce<number>((sum, value, i) => sum + (value === null ? 0 : (expected[i] as number)), 0);
  const nearest = Math.max(1, Math.floor(daysBetween(localDayOf(history.zone, history.startMs + last * step), lastDay) / 7));
  const weeksBack = [0, 1, 2, 3].map((more) => nearest + more).find((weeks) => recorded(at(weeks)) >= 0.8 * total);
  if (weeksBack === undefined || total === 0) return null;
  const volume = at(weeksBack);
  return { volume, fromDay: addDays(firstDay, -weeksBack * 7), toDay: addDays(lastDay, -weeksBack * 7) };
}
