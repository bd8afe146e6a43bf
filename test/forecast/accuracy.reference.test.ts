import { describe, expect, it } from 'vitest';
import type { CalendarEvent } from '../../src/core/index.js';
import { accuracyOf } from '../../src/forecast/accuracy.js';
import { learnAhtEffects } from '../../src/forecast/aht-events.js';
import { fitCoarse } from '../../src/forecast/coarse-model.js';
import { dailyQueueOf } from './make-history.js';

// Measures of Hyndman and Koehler (2006) worked out by hand on four intervals; exact up to rounding.
describe('accuracy', () => {
  const actual = [10, 20, 30, 40];
  const forecast = [12, 18, 33, 40];
  const bounds = [
    [8, 10, 20, 45],
    [9, 15, 25, 42],
    [13, 19, 36, 46],
    [15, 25, 40, 50],
  ];
  const scored = accuracyOf({ actual, forecast }, 3.5, { actual, forecast, bounds });

  it('is the sum of absolute errors over contacts, signed for the bias, and the mean error over that of the plain method', () => {
    expect(scored.wape).toBeCloseTo((2 + 2 + 3 + 0) / 100, 12);
    expect(scored.bias).toBeCloseTo((2 - 2 + 3 + 0) / 100, 12);
    expect(scored.mase).toBeCloseTo(7 / 4 / 3.5, 12);
  });

  it('counts what lies inside the bands, bounds included', () => {
    // 80 %: 10 in 9–13; 20 above 19; 30 in 25–36; 40 below 42. 95 %: the last lies below 45
    expect(scored.coverage80).toBe(0.5);
    expect(scored.coverage95).toBe(0.75);
  });

  it('means the pinball loss over five quantiles', () => {
    const loss = (y: number, q: number, p: number): number => (y >= q ? p * (y - q) : (1 - p) * (q - y));
    const quantiles = [bounds[0], bounds[1], forecast, bounds[2], bounds[3]] as number[][];
    const shares = [0.025, 0.1, 0.5, 0.9, 0.975];
    let sum = 0;
    quantiles.forEach((quantile, k) => {
      actual.forEach((y, i) => {
        sum += loss(y, quantile[i] as number, shares[k] as number);
      });
    });
    expect(scored.pinball).toBeCloseTo(sum / 5 / 100, 12);
  });

  it('is unknown where nothing came, and without bands', () => {
    const none = accuracyOf({ actual: [0, 0], forecast: [1, 0] }, 0, { actual: [], forecast: [], bounds: [[], [], [], []] });
    expect(none).toEqual({ wape: null, bias: null, mase: null, pinball: null, coverage80: null, coverage95: null });
  });
});

// Normal prior and normal data have a posterior in closed form (Gaussian shrinkage): kind and name each have a prior variance of 0.005.
describe('effects of events on handle times', () => {
  const event = (name: string, kind: CalendarEvent['kind'] = 'campaign'): CalendarEvent => ({
    date: '2026-01-05',
    endDate: '2026-01-05',
    name,
    kind,
    startTime: null,
    endTime: null,
    queue: null,
    effect: null,
    repeats: null,
  });

  it('are posterior means: occasions pulled to none by how sure they are', () => {
    const occasions = [0.2, 0.3, 0.1].map((log) => ({ events: [event('offer')], log, variance: 0.01 }));
    const effects = learnAhtEffects(occasions);
    const both = (0.2 * 0.01) / (0.01 + 0.01 / 3);
    expect(Math.log(effects['campaign/offer']?.ratio as number)).toBeCloseTo(both, 12);
    // kind and name share what is seen of both; a new name of the kind gets the half that is the kind's
    expect(Math.log(effects.campaign?.ratio as number)).toBeCloseTo(both / 2, 12);
  });

  it('tell two names of a kind apart, and their kind lies between', () => {
    const of = (name: string, log: number) => ({ events: [event(name)], log, variance: 0.0001 });
    const effects = learnAhtEffects([of('a', 0.3), of('a', 0.3), of('b', 0.1), of('b', 0.1)]);
    const logOf = (key: string): number => Math.log(effects[key]?.ratio as number);
    expect(logOf('campaign/a')).toBeCloseTo(0.3, 2);
    expect(logOf('campaign/b')).toBeCloseTo(0.1, 2);
    // two names seen exactly: kind = sum of logs ÷ (names + prior ratio of 1)
    expect(logOf('campaign')).toBeCloseTo(0.4 / 3, 2);
  });

  it('share what happened when they always met', () => {
    const occasions = [1, 2, 3].map(() => ({ events: [event('offer'), event('bills', 'billing')], log: 0.2, variance: 0.0001 }));
    const effects = learnAhtEffects(occasions);
    expect(Math.log(effects['campaign/offer']?.ratio as number)).toBeCloseTo(0.1, 3);
    expect(Math.log(effects['billing/bills']?.ratio as number)).toBeCloseTo(0.1, 3);
  });
});

// Season by ratio to a centred year: the monthly means of a series without noise, up to the pull by half a year's worth.
describe('the season of monthly totals', () => {
  it('is that of a series that is level × season, pulled to none by half a count', () => {
    const season = Array.from({ length: 12 }, (_, m) => 0.2 * Math.sin((2 * Math.PI * m) / 12));
    const days = (i: number): number => new Date(Date.UTC(2022, i + 1, 0)).getUTCDate();
    const totals = Array.from({ length: 48 }, (_, i) => 1e6 * days(i) * Math.exp(season[i % 12] as number));
    const model = fitCoarse({ ...dailyQueueOf(totals, 'UTC', '2022-01-01'), grain: 'month' }, 'month', 0);
    // three of the four years have a whole year around them
    model.season.forEach((value, m) => {
      expect(value).toBeCloseTo((season[m] as number) * (3 / 3.5), 2);
    });
    expect(model.trend).toBeCloseTo(0, 4);
  });
});
