import { beforeAll, describe, expect, it } from 'vitest';
import type { Forecast, Override, QueueForecast } from '../../src/core/index.js';
import { aggregateForecast, applyOverrides, fitForecast, forecastFrom, spreadTotal, sumForecasts } from '../../src/forecast/index.js';
import { dailyQueueOf, dayText, historyOf, noisy, officePattern, queueOf } from './make-history.js';

const override = (fields: Partial<Override>): Override => ({
  queue: null,
  from: dayText(0),
  to: dayText(400),
  weekdays: null,
  startTime: null,
  endTime: null,
  field: 'volume',
  operation: 'set',
  value: 5,
  note: '',
  ...fields,
});
const first = ({ queues }: Forecast): QueueForecast => queues[0] as QueueForecast;

let office: Forecast;
beforeAll(() => {
  office = forecastFrom(fitForecast(historyOf([queueOf((at) => noisy(officePattern(at), at.index), { days: 70, aht: () => 240 })])), { weeks: 1 });
});

describe('overrides', () => {
  it('of handle times move their bands along', () => {
    const changed = first(applyOverrides(office, [override({ field: 'aht', operation: 'set', value: 480 })]));
    changed.bands.forEach((band, b) => {
      const before = first(office).bands[b];
      expect(band.ahtLower?.[20]).toBeCloseTo(2 * (before?.ahtLower?.[20] as number), 3);
      expect(band.ahtUpper?.[20]).toBeCloseTo(2 * (before?.ahtUpper?.[20] as number), 3);
    });
    expect(changed.volume).toEqual(first(office).volume);
  });

  it('that bring contacts to a day without any take its bands along', () => {
    const nothing = forecastFrom(fitForecast(historyOf([dailyQueueOf(new Array<number>(60).fill(0))])), { weeks: 1 });
    for (const changed of [applyOverrides(nothing, [override({})]), spreadTotal(nothing, { from: dayText(60), to: dayText(66), total: 35 })]) {
      for (const { volume, bands } of first(changed).days) {
        expect(volume).toBeCloseTo(5, 9);
        for (const band of bands) expect([band.volumeLower, band.volumeUpper]).toEqual([volume, volume]);
      }
    }
  });
});

describe('totals of weeks and months', () => {
  const months = {
    ...dailyQueueOf(
      Array.from({ length: 30 }, (_, i) => noisy(3000, i)),
      'Europe/Berlin',
      '2023-07-01',
    ),
    grain: 'month' as const,
  };
  const ahead = forecastFrom(fitForecast(historyOf([months, { ...months, queue: 'other' }])), { untilMs: Date.UTC(2026, 2, 2) });

  it('stay months when they are added up', () => {
    const sum = first(sumForecasts(ahead));
    expect(sum.grain).toBe('month');
    expect(sum.volume[0]).toBeCloseTo((ahead.queues[0]?.volume[0] as number) + (ahead.queues[1]?.volume[0] as number), 6);
    expect(sum.dayFactorCv).toBeGreaterThan(0);
  });

  it('are given per month, and refused per day', () => {
    const [totals] = aggregateForecast(ahead, { per: 'month' });
    expect(totals).toMatchObject({
      from: ['2026-01-01', '2026-02-01', '2026-03-01'],
      to: ['2026-01-31', '2026-02-28', '2026-03-31'],
      whole: [true, true, true],
    });
    expect(totals?.volume).toEqual(first(ahead).volume);
    expect(() => aggregateForecast(ahead, { per: 'day' })).toThrow(/totals per month, which cannot be given per day/);
  });

  it('take a total for a whole month, the last one included, and for nothing less', () => {
    expect(first(spreadTotal(ahead, { queue: 'sales', month: '2026-03', total: 100 })).volume[2]).toBeCloseTo(100, 9);
    expect(() => spreadTotal(ahead, { queue: 'sales', from: '2026-01-05', to: '2026-01-11', total: 100 })).toThrow(/is no whole month/);
  });
});

describe('handle times that are 0 throughout', () => {
  it('count as unknown', () => {
    const queue = first(forecastFrom(fitForecast(historyOf([queueOf(() => 10, { days: 30, aht: () => 0 })])), { days: 2 }));
    expect(queue.ahtSeconds.every((seconds) => seconds === null)).toBe(true);
  });
});
