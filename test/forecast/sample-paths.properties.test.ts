import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Forecast, QueueForecast } from '../../src/core/index.js';
import { forecast, samplePaths } from '../../src/forecast/index.js';
import { historyOf, noisy, officePattern, queueOf } from './make-history.js';

const RUNS = { numRuns: 8, seed: 11 };
const levels = fc.constantFrom(0.1, 1, 6);

function office(scale: number, salt: number, queue: string) {
  const busy = (day: number): number => 1 + 0.1 * Math.sin(day * 1.3);
  return queueOf(
    (at) => {
      const mean = officePattern(at);
      return noisy(mean === null ? null : mean * scale * busy(at.day), at.index + salt);
    },
    { days: 98, queue },
  );
}

const ahead = (scale: number, salt: number): Promise<Forecast> =>
  forecast(historyOf([office(scale, salt, 'a'), office(scale, salt + 70_000, 'b')]), { weeks: 1 });
const share = (values: readonly number[], lower: number, upper: number): number => values.filter((v) => v >= lower && v <= upper).length / values.length;

describe('sampled paths', () => {
  it('are the same for the same seed, closed where the forecast is, whole and never negative', async () => {
    await fc.assert(
      fc.asyncProperty(levels, fc.integer({ min: 0, max: 9999 }), async (scale, seed) => {
        const given = await ahead(scale, seed);
        const drawn = samplePaths(given, { count: 5, seed });
        expect(samplePaths(given, { count: 5, seed })).toEqual(drawn);
        expect(JSON.parse(JSON.stringify(drawn))).toEqual(drawn);
        drawn.queues.forEach(({ paths }, q) => {
          for (const path of paths)
            for (const [i, value] of path.entries())
              expect(value === null ? given.queues[q]?.volume[i] === null : Number.isInteger(value) && value >= 0).toBe(true);
        });
      }),
      RUNS,
    );
  });

  it('keep means, the bands of intervals and the bands of days', async () => {
    await fc.assert(
      fc.asyncProperty(levels, fc.integer({ min: 0, max: 9999 }), async (scale, salt) => {
        const given = await ahead(scale, salt);
        const { queues } = samplePaths(given, { count: 400, seed: salt });
        const { volume, bands, days } = given.queues[0] as QueueForecast;
        const paths = queues[0]?.paths as (number | null)[][];
        let [inside, open, drawn, expected] = [0, 0, 0, 0];
        volume.forEach((value, i) => {
          if (value === null) return;
          const values = paths.map((path) => path[i] as number);
          inside += share(values, Math.floor(bands[0]?.volumeLower[i] as number), Math.ceil(bands[0]?.volumeUpper[i] as number));
          open += 1;
          drawn += values.reduce((sum, v) => sum + v, 0) / values.length;
          expected += value;
        });
        expect(drawn / expected).toBeGreaterThan(0.97);
        expect(drawn / expected).toBeLessThan(1.03);
        expect(inside / open).toBeGreaterThan(0.76);
        const day = paths.map((path) => path.slice(0, 48).reduce<number>((sum, value) => sum + (value ?? 0), 0));
        const band = days[0]?.bands[0];
        const covered = share(day, band?.volumeLower as number, band?.volumeUpper as number);
        expect(covered).toBeGreaterThan(0.68);
        expect(covered).toBeLessThan(0.92);
      }),
      RUNS,
    );
  });

  it('let queues move together that did so in the past', async () => {
    const { queues } = samplePaths(await ahead(6, 5), { count: 400 });
    const totals = queues.map(({ paths }) => paths.map((path) => path.slice(0, 48).reduce<number>((sum, value) => sum + (value ?? 0), 0)));
    const [a, b] = totals as [number[], number[]];
    const mean = (list: readonly number[]): number => list.reduce((sum, v) => sum + v, 0) / list.length;
    const [ma, mb] = [mean(a), mean(b)];
    const spread = (list: readonly number[], m: number): number => Math.sqrt(mean(list.map((v) => (v - m) ** 2)));
    const tie = mean(a.map((v, i) => (v - ma) * ((b[i] as number) - mb))) / spread(a, ma) / spread(b, mb);
    expect(tie).toBeGreaterThan(0.3);
  });

  it('of rates vary less than counts and have the same mean', async () => {
    const given = await ahead(1, 3);
    const spreadOf = (of: 'counts' | 'rates'): [mean: number, deviation: number] => {
      const values = (samplePaths(given, { count: 600, of }).queues[0]?.paths ?? []).map((path) => path[20] as number);
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      return [mean, Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)];
    };
    const [counts, rates] = [spreadOf('counts'), spreadOf('rates')];
    expect(rates[1]).toBeLessThan(0.9 * counts[1]);
    expect(Math.abs(rates[0] / counts[0] - 1)).toBeLessThan(0.05);
  });

  it('need bands', () => {
    const bare = { queues: [{ queue: 'a', bands: [] }], provenance: {} } as unknown as Forecast;
    expect(() => samplePaths(bare)).toThrow(/queue "a" has no bands/);
  });
});
