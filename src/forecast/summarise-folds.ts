import type { ForecastWeight, QueueHistory } from '../core/index.js';
import { type Accuracy, accuracyOf, poissonFloor } from './accuracy.js';
import { clockDay, type Fold, type Sample } from './score-fold.js';
import { type SeriesName, seriesName } from './series-groups.js';

/** One method, by interval and by day. */
export type MethodAccuracy = {
  /** `statistical`: the forecast before a planner's overrides, where a scored forecast has some. */
  readonly method: 'forecast' | 'statistical' | 'seasonalNaive' | 'fourWeekMean';
  readonly interval: Accuracy;
  readonly day: Accuracy;
};

/** Accuracy of the forecast by local days ahead, beside the WAPE of the plain methods. */
export type LeadAccuracy = Accuracy & {
  /** 1 = the first; weeks or months ahead where there is a `grain`. */
  readonly day: number;
  readonly seasonalNaive: number | null;
  readonly fourWeekMean: number | null;
  readonly poissonFloor: number | null;
};

/** Backtest, or score, of one series. */
export type QueueBacktest = SeriesName & {
  /** Present for weekly and monthly totals, which are scored by week or month instead of interval and day; seasonal naive is then the one a year before. */
  readonly grain?: 'week' | 'month';
  readonly methods: readonly MethodAccuracy[];
  /** WAPE that would be left if the true mean of every interval were known. */
  readonly poissonFloor: number | null;
  /** Error of the handle time, weighted by contacts: Σ n|forecast − actual| ÷ Σ n·actual; null where unknown. */
  readonly ahtWape: number | null;
  /** Methods of the last fold's forecast, their weights and what they had scored; empty where it has none. */
  readonly weights: readonly ForecastWeight[];
  readonly folds: readonly { readonly from: string; readonly to: string; readonly wape: number | null; readonly bias: number | null }[];
  readonly leads: readonly LeadAccuracy[];
  /** Error by minute of the local day at which intervals start; columns. */
  readonly times: {
    readonly minute: readonly number[];
    readonly wape: readonly (number | null)[];
    readonly bias: readonly (number | null)[];
    readonly poissonFloor: readonly (number | null)[];
  };
  /** Day totals of all folds (weekly or monthly ones by their first day), in order; columns. Bounds are those of the 80 % band. */
  readonly days: {
    readonly day: readonly string[];
    readonly actual: readonly number[];
    readonly forecast: readonly number[];
    readonly volumeLower: readonly (number | null)[];
    readonly volumeUpper: readonly (number | null)[];
  };
};

type Reader = (sample: Sample) => number | null;
const METHODS: readonly { readonly method: MethodAccuracy['method']; readonly read: Reader }[] = [
  { method: 'forecast', read: (sample) => sample.forecast },
  { method: 'statistical', read: (sample) => sample.statistical },
  { method: 'seasonalNaive', read: (sample) => sample.weekBefore },
  { method: 'fourWeekMean', read: (sample) => sample.fourWeeks },
];

/** Puts the folds of one series together. */
export function summariseFolds(queue: QueueHistory, folds: readonly Fold[]): QueueBacktest {
  const intervals = folds.flatMap((fold) => fold.intervals);
  const days = folds.flatMap((fold) => fold.days);
  const mean = (pick: (fold: Fold) => number): number => folds.reduce((sum, fold) => sum + pick(fold), 0) / folds.length;
  const naive = mean((fold) => fold.naiveError);
  const naiveDay = mean((fold) => fold.naiveDayError);
  const judged = intervals.some((sample) => sample.statistical !== sample.forecast);
  const coarse = queue.grain === 'week' || queue.grain === 'month';
  const came = folds.reduce((sum, fold) => sum + fold.ahtCame, 0);
  return {
    ...seriesName(queue),
    ...(coarse ? { grain: queue.grain } : {}),
    methods: METHODS.filter(({ method, read }) => (method === 'statistical' ? judged : intervals.some((sample) => read(sample) !== null))).map(
      ({ method, read }) => ({ method, interval: accuracyBy(intervals, read, naive, method), day: accuracyBy(days, read, naiveDay, method) }),
    ),
    poissonFloor: floorOf(intervals),
    ahtWape: came > 0 ? folds.reduce((sum, fold) => sum + fold.ahtMissed, 0) / came : null,
    weights: folds.at(-1)?.weights ?? [],
    folds: folds.map(({ from, to, intervals: own }) => {
      const { wape, bias } = accuracyBy(own, (sample) => sample.forecast, 0, 'forecast');
      return { from, to, wape, bias };
    }),
    leads: leadsOf(folds, naive, coarse ? 7 : 1),
    times: timesOf(intervals),
    days: {
      day: days.map(({ day }) => clockDay(queue, day)),
      actual: days.map(({ actual }) => actual),
      forecast: days.map(({ forecast }) => forecast),
      volumeLower: days.map(({ bounds }) => bounds[1] ?? null),
      volumeUpper: days.map(({ bounds }) => bounds[2] ?? null),
    },
  };
}

function accuracyBy(samples: readonly Sample[], read: Reader, naiveError: number, method: MethodAccuracy['method']): Accuracy {
  const banded = method === 'forecast' ? samples.filter(({ bounds }) => bounds.every((bound) => bound !== null)) : [];
  return accuracyOf(
    // a plain method without a past is not scored there: it takes the forecast's own value
    { actual: samples.map(({ actual }) => actual), forecast: samples.map((sample) => read(sample) ?? sample.forecast) },
    naiveError,
    {
      actual: banded.map(({ actual }) => actual),
      forecast: banded.map(({ forecast }) => forecast),
      bounds: [0, 1, 2, 3].map((b) => banded.map(({ bounds }) => bounds[b] as number)),
    },
  );
}

function groupBy(samples: readonly Sample[], keyOf: (sample: Sample) => number): [key: number, samples: Sample[]][] {
  const groups = new Map<number, Sample[]>();
  for (const sample of samples) {
    const key = keyOf(sample);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [sample]);
    else list.push(sample);
  }
  return [...groups].sort((a, b) => a[0] - b[0]);
}

function leadsOf(folds: readonly Fold[], naive: number, step: number): LeadAccuracy[] {
  const leads = new Map<Sample, number>(folds.flatMap((fold) => fold.intervals.map((sample) => [sample, (sample.day - fold.firstDay) / step + 1] as const)));
  return groupBy([...leads.keys()], (sample) => leads.get(sample) as number).map(([day, list]) => ({
    day,
    ...accuracyBy(list, (sample) => sample.forecast, naive, 'forecast'),
    seasonalNaive: plainWape(list, (sample) => sample.weekBefore),
    fourWeekMean: plainWape(list, (sample) => sample.fourWeeks),
    poissonFloor: floorOf(list),
  }));
}

function floorOf(samples: readonly Sample[]): number | null {
  return poissonFloor(samples.map((sample) => sample.forecast));
}

function plainWape(samples: readonly Sample[], read: Reader): number | null {
  return samples.some((sample) => read(sample) !== null) ? accuracyBy(samples, read, 0, 'seasonalNaive').wape : null;
}

function timesOf(intervals: readonly Sample[]): QueueBacktest['times'] {
  const groups = groupBy(intervals, ({ minute }) => minute);
  const scores = groups.map(([, list]) => accuracyBy(list, (sample) => sample.forecast, 0, 'forecast'));
  return {
    minute: groups.map(([minute]) => minute),
    wape: scores.map(({ wape }) => wape),
    bias: scores.map(({ bias }) => bias),
    poissonFloor: groups.map(([, list]) => floorOf(list)),
  };
}
