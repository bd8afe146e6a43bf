import { describe, expect, it } from 'vitest';
import type { DayErrors, QueueForecast } from '../../src/core/index.js';
import { dayTies } from '../../src/forecast/day-ties.js';
import { aggregateForecast, forecast, samplePaths } from '../../src/forecast/index.js';
import { randomStream } from '../../src/random/index.js';
import { historyOf, noisy, officePattern, queueOf } from './make-history.js';

/** Errors of four-week forecasts from weekly origins: a level that is off by `level` at the origin, and days of their own. */
function errorsOf(level: number, own: number, wild: (sample: number) => boolean = () => false): DayErrors {
  const stream = randomStream(7, 'errors');
  const rows: { origin: number; day: number; forecast: number; actual: number }[] = [];
  for (let o = 0; o < 26; o += 1) {
    const off = level * stream.normal();
    for (let d = 0; d < 28; d += 1) {
      const log = off + own * stream.normal() + (wild(rows.length) ? -1.5 : 0);
      rows.push({ origin: 7 * o, day: 7 * o + d, forecast: 1000, actual: 1000 * Math.exp(log) });
    }
  }
  return {
    origin: rows.map(({ origin }) => origin),
    day: rows.map(({ day }) => day),
    forecast: rows.map(({ forecast: f }) => f),
    actual: rows.map(({ actual }) => actual),
  };
}

const tie = (errors: DayErrors): number => dayTies([{ dayErrors: errors }]).between[0] as number;

describe('ties of the days of one horizon', () => {
  it('are strong where a level runs through, weak where every day stands alone', () => {
    expect(tie(errorsOf(0.1, 0.02))).toBeGreaterThan(0.8);
    expect(tie(errorsOf(0, 0.1))).toBeLessThan(0.4);
  });

  it('are not hidden by a few wild days', () => {
    const calm = tie(errorsOf(0.05, 0.05));
    expect(tie(errorsOf(0.05, 0.05, (sample) => sample % 60 === 0))).toBeGreaterThan(calm - 0.15);
  });

  it('are those of the prior without a backtest', () => {
    expect(dayTies([{}]).between).toEqual([0.7]);
  });
});

describe('bands of weeks and months', () => {
  const errors = { strong: errorsOf(0.1, 0.02), weak: errorsOf(0, 0.1) };
  /** 28 days of 1,000 contacts with bands of ±100. */
  const flat = (dayErrors: DayErrors): QueueForecast =>
    ({
      queue: 'a',
      channel: 'voice',
      zone: 'UTC',
      startMs: Date.UTC(2026, 5, 1),
      intervalSeconds: 86_400,
      volume: new Array<number>(28).fill(1000),
      ahtSeconds: new Array<null>(28).fill(null),
      bands: [],
      days: Array.from({ length: 28 }, (_, d) => ({
        day: `2026-06-${String(d + 1).padStart(2, '0')}`,
        volume: 1000,
        bands: [{ level: 0.8, volumeLower: 900, volumeUpper: 1100 }],
      })),
      dayFactorCv: 0.1,
      dayErrors,
      parts: { level: [], weekday: [], month: [], season: [], event: [], shape: [] },
      weights: [],
      warnings: [],
    }) as QueueForecast;
  const width = (dayErrors: DayErrors, per: 'day' | 'week' | 'month'): number => {
    const [totals] = aggregateForecast({ queues: [flat(dayErrors)], provenance: { version: '', seed: 1, method: '', options: {} } }, { per });
    return (totals?.bands[0]?.volumeUpper[0] ?? 0) - (totals?.volume[0] ?? 0);
  };

  it('lie between those of independent days and those of days that err as one', () => {
    for (const one of [errors.strong, errors.weak]) {
      expect(width(one, 'day')).toBeCloseTo(100, 6);
      expect(width(one, 'week')).toBeGreaterThan(100 * Math.sqrt(7));
      expect(width(one, 'week')).toBeLessThan(700);
      expect(width(one, 'month')).toBeGreaterThan(100 * Math.sqrt(28));
    }
    expect(width(errors.strong, 'week')).toBeGreaterThan(1.5 * width(errors.weak, 'week'));
  });

  it('grow slower than the time they cover, since an error of the level does not last', () => {
    expect(width(errors.strong, 'month')).toBeLessThan(3.6 * width(errors.strong, 'week'));
  });

  it('are kept by sampled paths', async () => {
    const busy = (day: number): number => 1 + 0.15 * Math.sin(day / 9);
    const office = queueOf(
      (at) => {
        const mean = officePattern(at);
        return noisy(mean === null ? null : 4 * mean * busy(at.day), at.index);
      },
      { days: 140 },
    );
    const ahead = await forecast(historyOf([office]), { weeks: 4 });
    const [weeks] = aggregateForecast(ahead, { per: 'week' });
    const paths = samplePaths(ahead, { count: 500 }).queues[0]?.paths ?? [];
    const inside = [0, 1, 2, 3].map((w) => {
      const totals = paths.map((path) => path.slice(w * 336, (w + 1) * 336).reduce<number>((sum, value) => sum + (value ?? 0), 0));
      const [lower, upper] = [weeks?.bands[0]?.volumeLower[w] ?? 0, weeks?.bands[0]?.volumeUpper[w] ?? 0];
      return totals.filter((total) => total >= lower && total <= upper).length / totals.length;
    });
    for (const share of inside) {
      expect(share).toBeGreaterThan(0.68);
      expect(share).toBeLessThan(0.92);
    }
  });
});
