import { describe, expect, it } from 'vitest';
import type { QueueForecast, QueueHistory } from '../../src/core/index.js';
import { forecastToCsv } from '../../src/exchange/index.js';
import { backtest, findPeaks, fitForecast, forecast, forecastFrom } from '../../src/forecast/index.js';
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

  it('have no peaks within the week and no backtest', async () => {
    const history = historyOf([coarse('week', weeks, '2026-01-05')]);
    expect(findPeaks(history)).toEqual([]);
    expect(findPeaks(await forecast(history, { weeks: 4 }))).toEqual([]);
    await expect(backtest(history)).rejects.toMatchObject({ code: 'invalidInput' });
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
