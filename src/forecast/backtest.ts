import { breathe, checkInteger, type History, InvalidInputError, type LongWorkOptions, type QueueHistory, UnusableInputError } from '../core/index.js';
import { addDays, dayFromNumber, instantOf } from '../time/index.js';
import { fitForecast, forecastFrom } from './forecast.js';
import type { FitOptions } from './options.js';
import { historyEndMs } from './panel.js';
import { type Fold, historyClock, scoreFold } from './score-fold.js';
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
export type Backtest = { readonly weeks: number; readonly queues: readonly QueueBacktest[] };

/**
 * Forecasts the last weeks of a history as if they were still ahead, and scores them beside two plain methods: the same slot a week before
 * the origin (seasonal naive) and its mean over four weeks (rolling-origin evaluation with non-overlapping folds).
 *
 * @param options - `weeks`, the horizon of each fold, 1 by default; `folds`, back from the end of the history, 4 by default (those that leave
 *   fewer than 5 weeks to learn from are left out); events and opening hours as in {@link fitForecast}.
 * @returns Accuracy by queue, by interval and by local day, by days ahead and by time of day, with the day totals behind it; MASE uses a lag of 7 days.
 *   Nothing after a fold's origin reaches its forecast.
 * @throws {@link InvalidInputError} for wrong options; UnusableInputError (`tooLittleHistory`) when no fold is left.
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
  const coarse = history.queues.find(({ grain }) => grain === 'week' || grain === 'month');
  if (coarse !== undefined)
    throw new InvalidInputError(`backtest: queue ${JSON.stringify(coarse.queue)} has totals per ${coarse.grain}; give intervals or days.`, {
      queue: coarse.queue,
    });
  const queues: QueueBacktest[] = [];
  const total = history.queues.length * folds;
  for (const [q, queue] of history.queues.entries()) {
    const collected: Fold[] = [];
    for (let fold = folds; fold >= 1; fold -= 1) {
      options.onProgress?.({ stage: 'backtest', done: q * folds + folds - fold, total });
      await breathe(options.signal);
      const scored = foldOf(queue, weeks, fold, options);
      if (scored !== null) collected.push(scored);
    }
    if (collected.length === 0) throw tooShort(queue, weeks);
    queues.push(summariseFolds(queue, collected));
  }
  options.onProgress?.({ stage: 'backtest', done: total, total });
  return { weeks, queues };
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
  const endMs = historyEndMs(queue);
  const minute = (clock.minutes.at(-1) as number) + (queue.intervalSeconds ?? 86_400) / 60;
  const originDay = (clock.dayNumbers.at(-1) as number) - 7 * weeks * fold;
  const originMs = instantOf(queue.zone, dayFromNumber(originDay), minute);
  if (originMs >= endMs) return null;
  const cut = clock.dayNumbers.findIndex((day, i) => day > originDay || (day === originDay && (clock.minutes[i] as number) >= minute));
  const firstSeen = queue.volume.findIndex((value) => value !== null);
  if (cut < 0 || firstSeen < 0 || originDay - (clock.dayNumbers[firstSeen] as number) < 35) return null;
  const past: History = { queues: [cutQueue(queue, cut)], issues: [], issueCounts: {}, summary: EMPTY_SUMMARY };
  const { seed, events, openingHours, regressors } = options;
  const model = fitForecast(past, { seed, events, openingHours, regressors, horizonDays: 7 * weeks });
  const ahead = forecastFrom(model, { weeks, levels: [0.8, 0.95] }).queues[0];
  if (ahead === undefined) return null;
  const firstDay = originDay + (minute >= 1440 ? 1 : 0);
  const from = dayFromNumber(firstDay);
  const scored = scoreFold({ history: queue, clock, cut, originDay, firstDay, ahead, shift: cut });
  // a history that ends at closing time leaves nothing of its last day ahead: the next one is the first
  const first = firstDay === originDay && !scored.intervals.some(({ day }) => day === originDay) ? originDay + 1 : firstDay;
  return { ...scored, firstDay: first, from, to: addDays(from, 7 * weeks - 1) };
}

const EMPTY_SUMMARY: History['summary'] = {
  system: 'backtest',
  confidence: 1,
  encoding: 'utf-8',
  delimiter: null,
  dateOrder: null,
  units: {},
  rowsRead: 0,
  rowsKept: 0,
  rowsDropped: {},
  doubts: [],
};

function tooShort(queue: QueueHistory, weeks: number): UnusableInputError {
  return new UnusableInputError(
    `backtest: queue ${JSON.stringify(queue.queue)} is too short for a fold of ${weeks} week${weeks === 1 ? '' : 's'} after 5 weeks to learn from. Ask for fewer weeks, or give more history.`,
    { queue: queue.queue, weeks },
    'tooLittleHistory',
  );
}
