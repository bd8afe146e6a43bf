import { breathe, checkInteger, type History, InvalidInputError, type LongWorkOptions, type QueueHistory, UnusableInputError } from '../core/index.js';
import { addDays, dayFromNumber, gridClock, instantOf, localDayOf } from '../time/index.js';
import { type Accuracy, accuracyOf, poissonFloor, type Scored } from './accuracy.js';
import { fitForecast, forecastFrom } from './forecast.js';
import type { FitOptions } from './options.js';
import { historyEndMs } from './panel.js';

/** Options of {@link backtest}. */
export type BacktestOptions = LongWorkOptions &
  Omit<FitOptions, 'horizonDays'> & {
    /** Weeks ahead in each fold; 1 by default. */
    readonly weeks?: number | undefined;
    /** Folds, one after another up to the end of the history; 4 by default. */
    readonly folds?: number | undefined;
  };

/** One method, by interval and by day. */
export type MethodAccuracy = {
  readonly method: 'forecast' | 'seasonalNaive' | 'fourWeekMean';
  readonly interval: Accuracy;
  readonly day: Accuracy;
};

/** Backtest of one queue. */
export type QueueBacktest = {
  readonly queue: string;
  readonly methods: readonly MethodAccuracy[];
  /** WAPE that would be left if the true mean of every interval were known. */
  readonly poissonFloor: number | null;
  readonly folds: readonly { readonly from: string; readonly to: string; readonly wape: number | null; readonly bias: number | null }[];
  /** WAPE of the forecast by local days ahead, 1 = the first. */
  readonly leads: readonly { readonly day: number; readonly wape: number | null }[];
};

/** Result of {@link backtest}. */
export type Backtest = { readonly weeks: number; readonly queues: readonly QueueBacktest[] };

/**
 * Forecasts the last weeks of a history as if they were still ahead, and scores them beside two plain methods: the same slot a week before
 * the origin (seasonal naive) and its mean over four weeks (rolling-origin evaluation with non-overlapping folds).
 *
 * @param options - `weeks`, the horizon of each fold, 1 by default; `folds`, back from the end of the history, 4 by default (those that leave
 *   fewer than 5 weeks to learn from are left out); events and opening hours as in {@link fitForecast}.
 * @returns Accuracy by queue, by interval and by local day; MASE uses a lag of 7 days. Nothing after a fold's origin reaches its forecast.
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
  const queues: QueueBacktest[] = [];
  const total = history.queues.length * folds;
  for (const [q, queue] of history.queues.entries()) {
    const collected: Fold[] = [];
    for (let fold = folds; fold >= 1; fold -= 1) {
      options.onProgress?.({ stage: 'backtest', done: q * folds + folds - fold, total });
      await breathe(options.signal);
      const scored = scoreFold(queue, weeks, fold, options);
      if (scored !== null) collected.push(scored);
    }
    queues.push(summarise(queue, collected, weeks));
  }
  options.onProgress?.({ stage: 'backtest', done: total, total });
  return { weeks, queues };
}

type Sample = {
  readonly day: number;
  readonly actual: number;
  readonly forecast: number;
  readonly bounds: readonly number[];
  readonly weekBefore: number;
  readonly fourWeeks: number;
};

type Fold = {
  readonly from: string;
  readonly to: string;
  readonly firstDay: number;
  readonly naiveError: number;
  readonly naiveDayError: number;
  readonly samples: readonly Sample[];
};

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

/** Local day number and minute of every entry of a history; daily ones step by calendar days. */
function historyClock(queue: QueueHistory): { dayNumbers: Int32Array; minutes: Int32Array } {
  const clock = gridClock(queue.zone, queue.startMs, queue.intervalSeconds ?? 86_400, queue.volume.length);
  if (queue.grain === 'day') {
    const first = Date.parse(`${queue.startDay ?? localDayOf(queue.zone, queue.startMs)}T00:00Z`) / 86_400_000;
    for (let i = 0; i < queue.volume.length; i += 1) {
      clock.dayNumbers[i] = first + i;
      clock.minutes[i] = 0;
    }
  }
  return clock;
}

function scoreFold(queue: QueueHistory, weeks: number, fold: number, options: BacktestOptions): Fold | null {
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
  const { seed, events, openingHours } = options;
  const model = fitForecast(past, { seed, events, openingHours, horizonDays: 7 * weeks });
  const ahead = forecastFrom(model, { weeks, levels: [0.8, 0.95] }).queues[0];
  if (ahead === undefined) return null;
  const at = new Map<number, number>();
  for (let i = 0; i < cut; i += 1) {
    const value = queue.volume[i];
    if (value != null) at.set((clock.dayNumbers[i] as number) * 1440 + (clock.minutes[i] as number), value);
  }
  const samples: Sample[] = [];
  for (let i = 0; i < ahead.volume.length && cut + i < queue.volume.length; i += 1) {
    const actual = queue.volume[cut + i];
    if (actual == null) continue;
    const day = clock.dayNumbers[cut + i] as number;
    const before = weeksBefore(at, day, clock.minutes[cut + i] as number, originDay);
    const forecast = ahead.volume[i] ?? 0;
    const [band80, band95] = ahead.bands;
    const bounds = [band95?.volumeLower[i], band80?.volumeLower[i], band80?.volumeUpper[i], band95?.volumeUpper[i]].map((bound) => bound ?? forecast);
    samples.push({
      day,
      actual,
      forecast,
      bounds,
      weekBefore: before[0] ?? forecast,
      fourWeeks: before.length > 0 ? before.reduce((sum, value) => sum + value, 0) / before.length : forecast,
    });
  }
  const naive = naiveErrors(queue, clock, cut, at);
  const from = dayFromNumber(originDay + (minute >= 1440 ? 1 : 0));
  return { from, to: addDays(from, 7 * weeks - 1), firstDay: originDay + (minute >= 1440 ? 1 : 0), ...naive, samples };
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

/** Known values of the same slot, up to four, whole weeks back from the origin. */
function weeksBefore(at: ReadonlyMap<number, number>, day: number, minute: number, originDay: number): number[] {
  const found: number[] = [];
  let back = day - 7 * Math.ceil((day - originDay) / 7);
  for (let tries = 0; tries < 8 && found.length < 4; tries += 1, back -= 7) {
    const value = at.get(back * 1440 + minute);
    if (value !== undefined) found.push(value);
  }
  return found;
}

/** Mean absolute change against a week before, within the history: of intervals and of day totals. */
function naiveErrors(queue: QueueHistory, clock: { dayNumbers: Int32Array; minutes: Int32Array }, cut: number, at: ReadonlyMap<number, number>) {
  let sum = 0;
  let count = 0;
  const totals = new Map<number, number>();
  for (let i = 0; i < cut; i += 1) {
    const value = queue.volume[i];
    if (value == null) continue;
    const day = clock.dayNumbers[i] as number;
    totals.set(day, (totals.get(day) ?? 0) + value);
    const before = at.get((day - 7) * 1440 + (clock.minutes[i] as number));
    if (before === undefined) continue;
    sum += Math.abs(value - before);
    count += 1;
  }
  let daySum = 0;
  let dayCount = 0;
  for (const [day, total] of totals) {
    const before = totals.get(day - 7);
    if (before === undefined) continue;
    daySum += Math.abs(total - before);
    dayCount += 1;
  }
  return { naiveError: count > 0 ? sum / count : 0, naiveDayError: dayCount > 0 ? daySum / dayCount : 0 };
}

type Reader = (sample: Sample) => number;
const METHODS: readonly { readonly method: MethodAccuracy['method']; readonly read: Reader }[] = [
  { method: 'forecast', read: (sample) => sample.forecast },
  { method: 'seasonalNaive', read: (sample) => sample.weekBefore },
  { method: 'fourWeekMean', read: (sample) => sample.fourWeeks },
];

function summarise(queue: QueueHistory, folds: readonly Fold[], weeks: number): QueueBacktest {
  if (folds.length === 0)
    throw new UnusableInputError(
      `backtest: queue ${JSON.stringify(queue.queue)} is too short for a fold of ${weeks} week${weeks === 1 ? '' : 's'} after 5 weeks to learn from. Ask for fewer weeks, or give more history.`,
      { queue: queue.queue, weeks },
      'tooLittleHistory',
    );
  const samples = folds.flatMap((fold) => fold.samples);
  const naive = folds.reduce((sum, fold) => sum + fold.naiveError, 0) / folds.length;
  const naiveDay = folds.reduce((sum, fold) => sum + fold.naiveDayError, 0) / folds.length;
  const ahead = new Map<number, Sample[]>();
  for (const fold of folds) {
    for (const sample of fold.samples) ahead.set(sample.day - fold.firstDay + 1, [...(ahead.get(sample.day - fold.firstDay + 1) ?? []), sample]);
  }
  return {
    queue: queue.queue,
    methods: METHODS.map(({ method, read }) => ({
      method,
      interval: accuracyOf(scoredBy(samples, read, method === 'forecast'), naive),
      day: accuracyOf(scoredDays(samples, read), naiveDay),
    })),
    poissonFloor: poissonFloor(samples.map((sample) => sample.forecast)),
    folds: folds.map((fold) => {
      const { wape, bias } = accuracyOf(
        scoredBy(fold.samples, (sample) => sample.forecast, false),
        0,
      );
      return { from: fold.from, to: fold.to, wape, bias };
    }),
    leads: [...ahead]
      .sort((a, b) => a[0] - b[0])
      .map(([day, list]) => ({
        day,
        wape: accuracyOf(
          scoredBy(list, (sample) => sample.forecast, false),
          0,
        ).wape,
      })),
  };
}

function scoredBy(samples: readonly Sample[], read: Reader, banded: boolean): Scored {
  return {
    actual: samples.map((sample) => sample.actual),
    forecast: samples.map(read),
    bounds: banded ? [0, 1, 2, 3].map((b) => samples.map((sample) => sample.bounds[b] as number)) : [],
  };
}

function scoredDays(samples: readonly Sample[], read: Reader): Scored {
  const days = new Map<number, [actual: number, forecast: number]>();
  for (const sample of samples) {
    const [actual, forecast] = days.get(sample.day) ?? [0, 0];
    days.set(sample.day, [actual + sample.actual, forecast + read(sample)]);
  }
  return { actual: [...days.values()].map(([actual]) => actual), forecast: [...days.values()].map(([, forecast]) => forecast), bounds: [] };
}
