import {
  breathe,
  checkInteger,
  type History,
  InvalidInputError,
  type LongWorkOptions,
  type QueueForecast,
  type QueueHistory,
  UnusableInputError,
} from '../core/index.js';
import { addDays, instantOf } from '../time/index.js';
import { periodAfter } from './coarse-model.js';
import { aheadOf, fitSeries } from './forecast.js';
import { horizonEndMs } from './horizon.js';
import type { FitOptions } from './options.js';
import { historyEndMs } from './panel.js';
import { clockDay, type Fold, historyClock, scoreFold } from './score-fold.js';
import { type SeriesName, seriesName } from './series-groups.js';
import { type QueueBacktest, summariseFolds } from './summarise-folds.js';

/** Options of {@link backtest}. */
export type BacktestOptions = LongWorkOptions &
  Omit<FitOptions, 'horizonDays'> & {
    /** Weeks ahead in each fold; 1 by default. */
    readonly weeks?: number | undefined;
    /** Folds, one after another up to the end of the history; 4 by default. */
    readonly folds?: number | undefined;
  };

/** Result of {@link backtest}. */
export type Backtest = {
  readonly weeks: number;
  readonly queues: readonly QueueBacktest[];
  /** Series that are too short for a fold, and why. */
  readonly leftOut: readonly (SeriesName & { readonly why: string })[];
};

/**
 * Forecasts the last weeks of a history as if they were still ahead, and scores them beside two plain methods: the same slot a week before
 * the origin (seasonal naive) and its mean over four weeks (rolling-origin evaluation with non-overlapping folds).
 *
 * @param options - `weeks`, the horizon of each fold, 1 by default; `folds`, back from the end of the history, 4 by default (those that leave
 *   fewer than 5 weeks to learn from are left out); events, regressors and opening hours as in {@link fitForecast}.
 * @returns Accuracy by queue, by interval and by local day, by days ahead and by time of day, with the day totals behind it; MASE uses a lag of 7 days.
 *   Weekly and monthly totals (`grain`) are scored by period, a month counting as a fold of four weeks: seasonal naive is then the period a year before,
 *   and MASE uses a lag of one period. Nothing after a fold's origin reaches its forecast. Series without a fold stand in `leftOut`.
 * @throws {@link InvalidInputError} for wrong options; UnusableInputError (`tooLittleHistory`) when no series has a fold.
 * @remarks Source: [Tashman2000], [HyndmanKoehler2006]; keys in docs/references.md.
 * @example
 * const counts = [90, 80, 70, 70, 60];
 * const lines = Array.from({ length: 84 }, (_, d) => `${addDays('2026-01-05', d)},${counts[d % 7] ?? 0}`);
 * const history = await readHistory(['timestamp,volume', ...lines].join('\n'), { zone: 'Europe/Berlin' });
 * (await backtest(history, { folds: 2 })).queues[0].methods[1].interval.wape; // 0
 */
export async function backtest(history: History, options: BacktestOptions = {}): Promise<Backtest> {
  const weeks = options.weeks ?? 1;
  const folds = options.folds ?? 4;
  checkInteger('backtest: weeks', weeks, 1);
  checkInteger('backtest: folds', folds, 1);
  if (history.queues.length === 0) throw new InvalidInputError('backtest: history has no queue. Read it with readHistory.', {});
  const queues: QueueBacktest[] = [];
  const leftOut: Backtest['leftOut'][number][] = [];
  const total = history.queues.length * folds;
  for (const [q, queue] of history.queues.entries()) {
    const collected: Fold[] = [];
    for (let fold = folds; fold >= 1; fold -= 1) {
      options.onProgress?.({ stage: 'backtest', done: q * folds + folds - fold, total });
      await breathe(options.signal);
      const scored = foldOf(queue, weeks, fold, options);
      if (scored !== null) collected.push(scored);
    }
    if (collected.length > 0) queues.push(summariseFolds(queue, collected));
    else leftOut.push({ ...seriesName(queue), why: tooShort(queue, weeks) });
  }
  options.onProgress?.({ stage: 'backtest', done: total, total });
  const [first] = leftOut;
  if (queues.length === 0 && first !== undefined) throw new UnusableInputError(first.why, { queue: first.queue, weeks }, 'tooLittleHistory');
  return { weeks, queues, leftOut };
}

/** A history as it stood at a grain-aligned index. */
function cutQueue(queue: QueueHistory, end: number): QueueHistory {
  return {
    ...queue,
    volume: queue.volume.slice(0, end),
    handled: queue.handled.slice(0, end),
    abandoned: queue.abandoned.slice(0, end),
    shortAbandoned: queue.shortAbandoned.slice(0, end),
    ahtSeconds: queue.ahtSeconds.slice(0, end),
    meanWaitSeconds: queue.meanWaitSeconds.slice(0, end),
    closed: queue.closed.filter(([from]) => from < end).map(([from, to]) => [from, Math.min(to, end)] as const),
  };
}

function foldOf(queue: QueueHistory, weeks: number, fold: number, options: BacktestOptions): Fold | null {
  const clock = historyClock(queue);
  // a month counts as four weeks; on the clock of folds every period takes seven days
  const ahead = queue.grain === 'month' ? Math.ceil(weeks / 4) : weeks;
  const minute = (clock.minutes.at(-1) as number) + (queue.intervalSeconds ?? 86_400) / 60;
  const originDay = (clock.dayNumbers.at(-1) as number) - 7 * ahead * fold;
  const cut = clock.dayNumbers.findIndex((day, i) => day > originDay || (day === originDay && (clock.minutes[i] as number) >= minute));
  const firstSeen = queue.volume.findIndex((value) => value !== null);
  if (cut < 0 || firstSeen < 0 || originDay - (clock.dayNumbers[firstSeen] as number) < 35) return null;
  const forecasted = forecastOf(queue, cut, ahead, options);
  if (forecasted === null) return null;
  const firstDay = queue.grain === 'week' || queue.grain === 'month' ? originDay + 7 : originDay + (minute >= 1440 ? 1 : 0);
  const scored = scoreFold({ history: queue, clock, cut, originDay, firstDay, ahead: forecasted, shift: cut });
  // a history that ends at closing time leaves nothing of its last day ahead: the next one is the first
  const first = firstDay === originDay && !scored.intervals.some(({ day }) => day === originDay) ? originDay + 1 : firstDay;
  return { ...scored, firstDay: first, from: clockDay(queue, firstDay), to: addDays(clockDay(queue, firstDay + 7 * ahead), -1) };
}

/** Forecast of a history cut off at an index; null where that leaves too little to learn from. */
function forecastOf(queue: QueueHistory, cut: number, weeks: number, options: BacktestOptions): QueueForecast | null {
  const past = cutQueue(queue, cut);
  const { events = [], regressors = [], openingHours } = options;
  try {
    const model = fitSeries(past, { endMs: historyEndMs(past), events, regressors, hours: openingHours?.[queue.queue] ?? null, horizonDays: 7 * weeks });
    const endMs = queue.grain === 'month' ? instantOf(queue.zone, periodAfter(queue.startDay ?? '', 'month', cut + weeks), 0) : null;
    return aheadOf(model, endMs ?? horizonEndMs('backtest', { weeks }, queue.zone, model.endMs), [0.8, 0.95]);
  } catch (fault) {
    if (fault instanceof UnusableInputError && fault.code === 'tooLittleHistory') return null;
    throw fault;
  }
}

function tooShort({ queue }: QueueHistory, weeks: number): string {
  return `backtest: queue ${JSON.stringify(queue)} is too short for a fold of ${weeks} week${weeks === 1 ? '' : 's'} after 5 weeks (or months, of monthly totals) to learn from. Ask for fewer weeks, or give more history.`;
}
