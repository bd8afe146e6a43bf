import { describe, expect, it } from 'vitest';
import type { QueueForecast, QueueHistory } from '../../src/core/index.js';
import { forecastToCsv } from '../../src/exchange/index.js';
import { backtest, findPeaks, fitForecast, forecast, forecastFrom, scoreForecasts, scoreOverrides } from '../../src/forecast/index.js';
import { readForecast } from '../../src/ingest/index.js';
import { dailyQueueOf, historyOf, noisy } from './make-history.js';

const coarse = (grain: 'week' | 'month', totals: readonly (number | null)[], startDay: string, zone = 'Europe/Berlin'): QueueHistory => ({
  ...dailyQueueOf(totals, zone, startDay),
  grain,
});
const first = (result: { readonly queues: readonly QueueForecast[] }): QueueForecast => result.queues[0] as QueueForecast;
const daysIn = (month: number, year: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** Four years of months: 100 contacts a day, half as many again in December. */
const months = Array.from({ length: 48 }, (_, i) => Math.round(100 * daysIn(i % 12, 2022 + Math.floor(i / 12)) * (i % 12 === 11 ? 1.5 : 1)));

describe('monthly totals', () => {
  it('keep their season and the length of their months', async () => {
    const queue = first(await forecast(historyOf([coarse('month', months, '2022-01-01')]), { untilMs: Date.UTC(2026, 11, 15) }));
    expect(queue).toMatchObject({ grain: 'month', intervalSeconds: 2_629_800, days: [] });
    expect(queue.volume).toHaveLength(12);
    expect(queue.volume[1]).toBeCloseTo(2800, -2);
    expect(queue.volume[2]).toBeCloseTo(3100, -2);
    expect((queue.volume[11] as number) / 3100).toBeGreaterThan(1.35);
  });

  it('are the product of their parts and lie in bands that never cross', async () => {
    const totals = months.map((value, i) => (i === 20 ? null : noisy(value, i, 4)));
    const queue = first(await forecast(historyOf([coarse('month', totals, '2022-01-01')]), { weeks: 30 }));
    queue.volume.forEach((value, i) => {
      expect(Object.values(queue.parts).reduce((product, part) => product * (part[i] as number), 1)).toBeCloseTo(value as number, 9);
      const [narrow, wide] = queue.bands;
      const order = [wide?.volumeLower[i], narrow?.volumeLower[i], value, narrow?.volumeUpper[i], wide?.volumeUpper[i]] as number[];
      expect(order).toEqual([...order].sort((a, b) => a - b));
    });
  });

  it('survive forecast.csv, one row per calendar month at local midnight', async () => {
    const ahead = await forecast(historyOf([coarse('month', months, '2022-01-01')]), { weeks: 26 });
    const csv = forecastToCsv(ahead);
    expect(
      csv
        .split('\n')
        .slice(1, 5)
        .map((line) => line.split(',')[1]),
    ).toEqual(['2026-01-01T00:00:00+01:00', '2026-02-01T00:00:00+01:00', '2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00']);
    const back = first(readForecast(csv, { zone: 'Europe/Berlin' }));
    expect(back).toMatchObject({ grain: 'month', volume: first(ahead).volume });
  });
});

describe('weekly totals', () => {
  const weeks = Array.from({ length: 30 }, (_, i) => noisy(1000, i, 2));

  it('without a year behind them stay at their level, with bands that hold most weeks', async () => {
    const queue = first(await forecast(historyOf([coarse('week', weeks, '2026-01-05')]), { weeks: 8 }));
    expect(queue.volume).toHaveLength(8);
    for (const value of queue.volume) expect(Math.abs((value as number) - 1000)).toBeLessThan(60);
    const inside = weeks.filter(
      (value) => (value as number) >= (queue.bands[1]?.volumeLower[0] as number) && (value as number) <= (queue.bands[1]?.volumeUpper[0] as number),
    );
    expect(inside.length).toBeGreaterThan(25);
    expect(queue.warnings.join(' ')).toContain('too short for the yearly cycle');
  });

  it('come out the same in two steps, the model being stored as JSON in between', async () => {
    const history = historyOf([coarse('week', weeks, '2026-01-05')]);
    const model = JSON.parse(JSON.stringify(fitForecast(history)));
    expect(forecastFrom(model, { weeks: 4 }).queues).toEqual((await forecast(history, { weeks: 4 })).queues);
  });

  it('say that they use no events and no regressors', async () => {
    const history = historyOf([coarse('week', weeks, '2026-01-05')]);
    const regressors = [{ name: 'letters', startDay: '2026-01-05', values: [1, 2, 3] }];
    expect(first(await forecast(history, { weeks: 2, regressors })).warnings.join(' ')).toContain('totals per week are forecast without them');
    const elsewhere = regressors.map((one) => ({ ...one, queue: 'other' }));
    expect(first(await forecast(history, { weeks: 2, regressors: elsewhere })).warnings.join(' ')).not.toContain('without them');
  });

  it('that only scatter have no peaks', async () => {
    const history = historyOf([coarse('week', weeks, '2026-01-05')]);
    expect(findPeaks(history)).toEqual([]);
    expect(findPeaks(await forecast(history, { weeks: 4 }))).toEqual([]);
  });
});

describe('daily totals', () => {
  it('survive forecast.csv over a clock change, one row per local day at midnight', async () => {
    const totals = Array.from({ length: 84 }, (_, d) => noisy([90, 80, 70, 70, 60, 20, 10][d % 7] as number, d));
    const ahead = await forecast(historyOf([dailyQueueOf(totals, 'Europe/Berlin', '2026-01-05')]), { days: 7 });
    const csv = forecastToCsv(ahead);
    expect(
      csv
        .split('\n')
        .slice(1, 4)
        .map((line) => line.split(',')[1]),
    ).toEqual(['2026-03-30T00:00:00+02:00', '2026-03-31T00:00:00+02:00', '2026-04-01T00:00:00+02:00']);
    const early = await forecast(historyOf([dailyQueueOf(totals.slice(0, 80), 'Europe/Berlin', '2026-01-05')]), { days: 7 });
    const text = forecastToCsv(early);
    expect(text).toContain('2026-03-28T00:00:00+01:00');
    expect(text).toContain('2026-03-30T00:00:00+02:00');
    expect(first(readForecast(text, { zone: 'Europe/Berlin' })).volume).toEqual(first(early).volume);
  });
});

describe('the backtest of weekly and monthly totals', () => {
  const weeks = Array.from({ length: 30 }, (_, i) => noisy(1000, i, 2));

  it('scores weeks by weeks ahead, beside the mean of four', async () => {
    const { queues, leftOut } = await backtest(historyOf([coarse('week', weeks, '2026-01-05')]), { weeks: 4, folds: 3 });
    const [queue] = queues;
    expect(leftOut).toEqual([]);
    expect(queue?.grain).toBe('week');
    expect(queue?.folds.map(({ from, to }) => `${from} ${to}`)).toEqual(['2026-05-11 2026-06-07', '2026-06-08 2026-07-05', '2026-07-06 2026-08-02']);
    expect(queue?.leads.map(({ day }) => day)).toEqual([1, 2, 3, 4]);
    expect(queue?.methods.map(({ method }) => method)).toEqual(['forecast', 'fourWeekMean']);
    expect(queue?.days.day.slice(0, 2)).toEqual(['2026-05-11', '2026-05-18']);
    expect(queue?.days.actual).toEqual(weeks.slice(18));
    expect(queue?.methods[0]?.interval.wape).toBeLessThan(0.08);
    expect(queue?.methods[0]?.interval.coverage80).not.toBeNull();
  });

  it('counts a month as four weeks, names months by their first day and compares with a year before', async () => {
    const { queues } = await backtest(historyOf([coarse('month', months, '2022-01-01')]), { weeks: 8, folds: 2 });
    const [queue] = queues;
    expect(queue?.days.day).toEqual(['2025-09-01', '2025-10-01', '2025-11-01', '2025-12-01']);
    expect(queue?.folds.at(-1)).toMatchObject({ from: '2025-11-01', to: '2025-12-31' });
    expect(queue?.methods.map(({ method }) => method)).toEqual(['forecast', 'seasonalNaive', 'fourWeekMean']);
    expect(queue?.methods[1]?.interval.wape).toBe(0);
    expect(queue?.methods[0]?.interval.wape).toBeLessThan(0.1);
  });

  it('looks at nothing after its origins', async () => {
    const early = await backtest(historyOf([coarse('month', months, '2022-01-01')]), { folds: 3 });
    const other = months.map((value, i) => (i === 47 ? 3 * value : value));
    const late = await backtest(historyOf([coarse('month', other, '2022-01-01')]), { folds: 3 });
    expect(late.queues[0]?.days.forecast).toEqual(early.queues[0]?.days.forecast);
  });

  it('leaves out what is too short and scores the rest', async () => {
    const short = { ...coarse('week', weeks.slice(0, 5), '2026-01-05'), queue: 'new' };
    const history = historyOf([coarse('week', weeks, '2026-01-05'), short]);
    const { queues, leftOut } = await backtest(history);
    expect(queues.map(({ queue }) => queue)).toEqual(['sales']);
    expect(leftOut).toEqual([{ queue: 'new', channel: 'voice', why: expect.stringContaining('"new" is too short for a fold of 1 week') }]);
    await expect(backtest(historyOf([short]))).rejects.toMatchObject({ code: 'tooLittleHistory' });
  });
});

describe('peaks of weekly and monthly totals', () => {
  it('name the month of the year, in the history and ahead', async () => {
    const history = historyOf([coarse('month', months, '2022-01-01')]);
    const [past] = findPeaks(history);
    expect(past).toMatchObject({ kind: 'peak', scale: 'month', when: 'December', queue: 'sales' });
    expect(past?.relative).toBeCloseTo(0.5, 2);
    const [ahead] = findPeaks(await forecast(history, { weeks: 52 }));
    expect(ahead).toMatchObject({ kind: 'peak', scale: 'month', when: 'December 2026', startMs: Date.UTC(2026, 10, 30, 23) });
    expect(ahead?.because).toMatch(/^against level and trend: time of year \(3\d % above\)$/);
  });

  it('find the months in weeks too', () => {
    const weeks = Array.from({ length: 160 }, (_, i) => {
      const month = new Date(Date.UTC(2022, 0, 3 + 7 * i + 3)).getUTCMonth();
      return noisy(7000 * (month === 6 ? 0.7 : 1), i);
    });
    const peaks = findPeaks(historyOf([coarse('week', weeks, '2022-01-03')]));
    expect(peaks[0]).toMatchObject({ kind: 'trough', scale: 'month', when: 'July' });
  });
});

describe('a kept forecast of weekly or monthly totals', () => {
  it('is scored as the backtest of its origin', async () => {
    const history = historyOf([coarse('month', months, '2022-01-01')]);
    const past = historyOf([coarse('month', months.slice(0, 46), '2022-01-01')]);
    const kept = await forecast(past, { untilMs: Date.UTC(2025, 11, 2) });
    const { queues, unmatched } = scoreForecasts(kept, history);
    expect(unmatched).toEqual([]);
    expect(queues[0]?.methods).toEqual((await backtest(history, { weeks: 8, folds: 1 })).queues[0]?.methods);
  });

  it('tells what an override did', async () => {
    const kept = await forecast(historyOf([coarse('month', months.slice(0, 46), '2022-01-01')]), { untilMs: Date.UTC(2025, 11, 2) });
    const override = { queue: null, from: '2025-12-01', to: '2025-12-01', weekdays: null, startTime: null, endTime: null, field: 'volume', note: '' } as const;
    const actuals = historyOf([coarse('month', months, '2022-01-01')]);
    const { volume } = scoreOverrides({ forecast: kept, overrides: [{ ...override, operation: 'scale', value: 3 }], actuals });
    expect(volume).toMatchObject({ intervals: 1, contacts: months[47], verdict: 'worse' });
  });

  it('does not meet totals of another grain', async () => {
    const kept = await forecast(historyOf([coarse('month', months.slice(0, 46), '2022-01-01')]), { weeks: 4 });
    const weekly = coarse(
      'week',
      Array.from({ length: 60 }, () => 700),
      '2025-01-06',
    );
    expect(scoreForecasts(kept, historyOf([weekly])).unmatched[0]?.why).toContain('do not fit together');
  });
});
