import { type Forecast, type History, InvalidInputError, type QueueForecast, type QueueHistory } from '../core/index.js';
import { aggregate } from '../series/index.js';
import { dayNumber, localDayOf } from '../time/index.js';
import type { Backtest } from './backtest.js';
import { CLOCK_STEP, type Fold, historyClock, scoreFold } from './score-fold.js';
import { type SeriesName, seriesName } from './series-groups.js';
import { summariseFolds } from './summarise-folds.js';

/** Result of {@link scoreForecasts}. */
export type ForecastScores = Pick<Backtest, 'queues'> & {
  /** Series of the forecasts that no actual value met, and why. */
  readonly unmatched: readonly (SeriesName & { readonly why: string })[];
};

/**
 * Scores forecasts that were made and kept earlier against what came: snapshots from forecast.csv or JSON, ours or anybody's.
 *
 * @param forecasts - One or several, each counted from its own start: lead times are local days from there.
 * @param actuals - History that reaches into the forecasts; what it holds before the start of a forecast serves the plain methods and MASE.
 * @returns By series of the actuals, as {@link backtest}; where a forecast carries overrides (`statisticalVolume`), the method `statistical` stands beside it. Intervals of the
 *   actuals are added up to those of the forecast.
 * @throws {@link InvalidInputError} when there is no forecast.
 * @example
 * const csv = 'queue,start,interval_seconds,volume,aht_seconds\nall,2026-01-05T08:00:00Z,3600,50,300\n';
 * const history = await readHistory('timestamp,volume\n2026-01-05 08:00,40', { zone: 'UTC', intervalSeconds: 3600 });
 * scoreForecasts(readForecast(csv, { zone: 'UTC' }), history).queues[0].methods[0].interval.wape; // 0.25
 */
export function scoreForecasts(forecasts: Forecast | readonly Forecast[], actuals: History): ForecastScores {
  const list = 'queues' in forecasts ? [forecasts] : forecasts;
  if (list.length === 0) throw new InvalidInputError('scoreForecasts: forecasts is empty. Give at least one.', {});
  const folds = new Map<QueueHistory, Fold[]>();
  const unmatched: ForecastScores['unmatched'][number][] = [];
  for (const forecast of list) {
    for (const queue of forecast.queues) {
      const history = matchSeries(queue, actuals.queues);
      const fold = history === null ? 'the actuals have no such series' : foldOf(queue, history);
      if (history === null || typeof fold === 'string') unmatched.push({ ...seriesName(queue), why: String(fold) });
      else folds.set(history, [...(folds.get(history) ?? []), fold]);
    }
  }
  return { queues: [...folds].map(([history, own]) => summariseFolds(history, own)), unmatched };
}

/** The series of the same name; where a forecast names the queue alone, the only one of that queue. */
export function matchSeries<Series extends SeriesName>(name: SeriesName, series: readonly Series[]): Series | null {
  const ofQueue = series.filter((one) => one.queue === name.queue);
  const same = ofQueue.filter((one) => one.channel === name.channel && one.reason === name.reason && one.site === name.site);
  return same[0] ?? (ofQueue.length === 1 ? (ofQueue[0] ?? null) : null);
}

function foldOf(ahead: QueueForecast, actuals: QueueHistory): Fold | string {
  const history = onGridOf(ahead, actuals);
  if (history === null) return `its intervals of ${ahead.intervalSeconds} s and those of the actuals do not fit together`;
  const day = localDayOf(ahead.zone, ahead.startMs);
  const shift = history.grain === 'interval' ? (ahead.startMs - history.startMs) / ((history.intervalSeconds ?? 0) * 1000) : entryOf(history, day);
  if (!Number.isInteger(shift)) return 'its intervals start at other minutes than those of the actuals';
  const cut = Math.max(0, Math.min(history.volume.length, shift));
  const clock = historyClock(history);
  // on the clock of folds, where a month counts as a week
  const firstDay = history.grain === 'interval' ? dayNumber(day) : (clock.dayNumbers[0] as number) + CLOCK_STEP[history.grain] * shift;
  const originDay = firstDay - Math.max(1, CLOCK_STEP[history.grain]);
  const fold = scoreFold({ history, clock, cut, originDay, firstDay, ahead, shift });
  return fold.intervals.length > 0 ? fold : 'the actuals do not reach into it';
}

/** Which entry of a history of days, weeks or months begins on a day; a fraction where none does. */
export function entryOf({ grain, zone, startMs, startDay = localDayOf(zone, startMs) }: QueueHistory, day: string): number {
  const days = dayNumber(day) - dayNumber(startDay);
  if (grain !== 'month') return days / (grain === 'week' ? 7 : 1);
  const months = 12 * (Number(day.slice(0, 4)) - Number(startDay.slice(0, 4))) + Number(day.slice(5, 7)) - Number(startDay.slice(5, 7));
  return day.slice(8) === startDay.slice(8) ? months : months + 0.5;
}

function onGridOf(ahead: QueueForecast, actuals: QueueHistory): QueueHistory | null {
  const { grain, intervalSeconds } = actuals;
  if (grain === 'week' || grain === 'month') return ahead.grain === grain ? actuals : null;
  if (grain === 'day') return ahead.intervalSeconds === 86_400 ? actuals : null;
  if (ahead.grain !== undefined || intervalSeconds === null || ahead.intervalSeconds % intervalSeconds !== 0) return null;
  return aggregate(actuals, ahead.intervalSeconds);
}
