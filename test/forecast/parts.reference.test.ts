import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { poissonFloor } from '../../src/forecast/accuracy.js';
import { countQuantile } from '../../src/forecast/count-quantile.js';
import { columnsOf, type FeatureRule, featureTable } from '../../src/forecast/day-features.js';
import { smoothLevel } from '../../src/forecast/day-level.js';
import { fitDayRegression, newRegression } from '../../src/forecast/day-regression.js';
import { eventCalendar } from '../../src/forecast/event-calendar.js';
import { monthKeys } from '../../src/forecast/month-days.js';
import { poissonRootVariance } from '../../src/forecast/poisson-root.js';
import { easterDay } from '../../src/forecast/special-days.js';
import { medianOf } from '../../src/numeric/index.js';
import { MONDAY, noisy } from './make-history.js';

const FIRST_DAY = MONDAY / 86_400_000;
const BUSY = [1, 1, 1, 1, 1, 0, 0];

function poissonMass(mean: number, n: number): number {
  let mass = Math.exp(-mean);
  for (let i = 1; i <= n; i += 1) mass *= mean / i;
  return mass;
}

describe('easterDay', () => {
  it('gives the Sundays of the almanac', () => {
    const dates = ['1999-04-04', '2000-04-23', '2008-03-23', '2011-04-24', '2014-04-20', '2024-03-31', '2025-04-20', '2026-04-05', '2038-04-25'];
    for (const date of dates) expect(easterDay(Number(date.slice(0, 4)))).toBe(Date.parse(`${date}T00:00Z`) / 86_400_000);
  });
});

describe('poissonFloor', () => {
  it('is the mean absolute deviation of Poisson counts, summed by hand', () => {
    const means = [0.3, 2, 11, 60.5];
    const direct = means.map((mean) => Array.from({ length: 200 }, (_, n) => Math.abs(n - mean) * poissonMass(mean, n)).reduce((a, b) => a + b, 0));
    const expected = direct.reduce((a, b) => a + b, 0) / means.reduce((a, b) => a + b, 0);
    expect(poissonFloor(means)).toBeCloseTo(expected, 10);
  });

  it('is unknown without contacts', () => expect(poissonFloor([0, 0])).toBeNull());
});

describe('countQuantile', () => {
  it('agrees with the Poisson table', () => {
    // cumulative Poisson tables for means 10 and 0.2
    expect([0.025, 0.1, 0.5, 0.9, 0.975].map((p) => countQuantile(10, 10, p))).toEqual([4, 6, 10, 14, 17]);
    expect([0.1, 0.5, 0.9, 0.975].map((p) => countQuantile(0.2, 0.2, p))).toEqual([0, 0, 1, 1]);
  });

  it('is the inverse of a negative binomial distribution function summed as a Gamma mixture', () => {
    const mean = 6;
    const size = 3;
    // weights of a Gamma(size, mean/size) rate on a fine grid
    const rates = Array.from({ length: 6000 }, (_, i) => (i + 0.5) * 0.01);
    const density = rates.map((rate) => rate ** (size - 1) * Math.exp((-rate * size) / mean));
    const total = density.reduce((a, b) => a + b, 0);
    const below = (n: number): number =>
      rates.reduce(
        (sum, rate, i) => sum + ((density[i] as number) / total) * Array.from({ length: n + 1 }, (_, k) => poissonMass(rate, k)).reduce((a, b) => a + b, 0),
        0,
      );
    for (const probability of [0.1, 0.5, 0.9]) {
      const q = countQuantile(mean, mean + (mean * mean) / size, probability);
      expect(below(q)).toBeGreaterThanOrEqual(probability - 1e-3);
      if (q > 0) expect(below(q - 1)).toBeLessThan(probability + 1e-3);
    }
  });
});

describe('poissonRootVariance', () => {
  it('brings the mean root of a Poisson count back to its mean', () => {
    for (const mean of [0.01, 0.2, 1, 3.3, 9, 14]) {
      const root = Array.from({ length: 80 }, (_, n) => Math.sqrt(n + 0.25) * poissonMass(mean, n)).reduce((a, b) => a + b, 0);
      expect(root * root - 0.25 + poissonRootVariance(root)).toBeCloseTo(mean, 3);
    }
    expect(poissonRootVariance(30)).toBe(0.25);
    expect(poissonRootVariance(0.5)).toBe(0);
  });
});

describe('smoothLevel', () => {
  const all = new Uint8Array(50).fill(1);
  const mondays = new Uint8Array(50);
  const rule = (share: number, weekday = 0) => ({ share, weekday });

  it('is simple exponential smoothing while no surprise is clipped', () => {
    const residuals = Float64Array.of(0.1, -0.05, 0.2, 0.12, -0.1);
    let level = 0;
    for (const value of residuals) level = 0.3 * value + 0.7 * level;
    expect(smoothLevel(residuals, all, mondays, rule(0.3)).level).toBeCloseTo(level, 12);
    expect(smoothLevel(residuals, all, mondays, rule(0)).level).toBe(0);
  });

  it('lets a single wild day move it by four deviations at most', () => {
    const wild = Float64Array.from({ length: 50 }, (_, i) => (i === 49 ? 5 : i % 2 === 0 ? 0.01 : -0.01));
    expect(smoothLevel(wild, all, mondays, rule(0.5)).level).toBeLessThan(0.5 * 4 * 1.4826 * 0.012);
  });

  it('lets one weekday drift away from the others', () => {
    const rowWeekday = Uint8Array.from({ length: 140 }, (_, r) => r % 7);
    const residuals = Float64Array.from(rowWeekday, (w) => (w === 2 ? -0.12 : 0.02));
    const { level, weekdays } = smoothLevel(residuals, new Uint8Array(140).fill(1), rowWeekday, rule(0.1, 0.2));
    rowWeekday.slice(0, 7).forEach((w) => {
      expect(level + (weekdays[w] as number)).toBeCloseTo(w === 2 ? -0.12 : 0.02, 1);
    });
    expect((weekdays[2] as number) - (weekdays[3] as number)).toBeCloseTo(-0.14, 1);
  });
});

describe('fitDayRegression', () => {
  const rule: FeatureRule = { monthWaves: 2, yearWaves: 0, trend: false, bends: [], firstDay: FIRST_DAY, events: [], monthDays: [], busy: BUSY };
  const days = Array.from({ length: 150 }, (_, i) => FIRST_DAY + i);
  const calendar = eventCalendar([], FIRST_DAY, FIRST_DAY + 150, BUSY);
  const weekday = Uint8Array.from(days, (day) => (((day + 3) % 7) + 7) % 7);
  const table = featureTable(rule, days, calendar, new Uint8Array(150));
  const logScore = Float64Array.from(days, (_, i) => 3 + 0.1 * (weekday[i] as number) + ((noisy(100, i) as number) - 100) / 1000);
  const memory = 0.99;

  it('solves the weighted ridge equations, the origin being reached in steps', () => {
    const columns = columnsOf(rule);
    const state = newRegression(table, columns, weekday, memory);
    const use = new Uint8Array(150).fill(1);
    for (const origin of [60, 67, 100]) fitDayRegression(state, logScore, use, origin);
    const fit = fitDayRegression(state, logScore, use, 150);
    // the same problem with a general solver, Huber weights taken from the residuals of the first pass
    const weights = days.map((_, i) => memory ** (149 - i));
    const mean = weights.reduce((sum, w, i) => sum + w * (logScore[i] as number), 0) / weights.reduce((a, b) => a + b, 0);
    const design = Matrix.from1DArray(150, columns.length, Array.from(table));
    const medians = Array.from({ length: 7 }, (_, w) => medianOf(Array.from(logScore).filter((_, i) => weekday[i] === w)));
    const levels = days.map((_, i) => (logScore[i] as number) - (medians[weekday[i] as number] as number));
    const change = 1.4826 * medianOf(levels.slice(1).map((value, i) => Math.abs(value - (levels[i] as number))));
    const noise = (142 * change ** 2 + 7 * 0.05 ** 2) / 149 / 2;
    const solveWith = (w: readonly number[]): number[] => {
      const normal = design
        .transpose()
        .mmul(Matrix.diag([...w]))
        .mmul(design);
      for (const [j, column] of columns.entries()) normal.set(j, j, normal.get(j, j) + noise / column.spread ** 2);
      const right = design.transpose().mmul(Matrix.columnVector(w.map((v, i) => v * ((logScore[i] as number) - mean))));
      return solve(normal, right).to1DArray();
    };
    const firstPass = solveWith(weights);
    const residuals = days.map((_, i) => (logScore[i] as number) - mean - firstPass.reduce((sum, b, j) => sum + b * design.get(i, j), 0));
    const limit = 2.5 * 1.4826 * medianOf(residuals.map(Math.abs));
    const expected = solveWith(weights.map((w, i) => w * Math.min(1, limit / Math.abs(residuals[i] as number))));
    fit.coefficients.forEach((value, j) => {
      expect(value).toBeCloseTo(expected[j] as number, 8);
    });
    expect(fit.centre).toBeCloseTo(mean, 12);
  });
});

describe('monthKeys', () => {
  it('name a day by date, from the end, and by open days', () => {
    const day = (date: string): number => Date.parse(`${date}T00:00Z`) / 86_400_000;
    expect(monthKeys(day('2026-06-01'), BUSY)).toEqual(['day 1', 'open day 1']);
    expect(monthKeys(day('2026-07-31'), BUSY)).toEqual(['day 31', 'last day 1', 'last open day 1']);
    expect(monthKeys(day('2026-05-29'), BUSY)).toEqual(['day 29', 'last day 3', 'last open day 1']);
    expect(monthKeys(day('2026-08-03'), BUSY)).toEqual(['day 3', 'open day 1']);
    expect(monthKeys(day('2026-08-02'), BUSY)).toEqual(['day 2']);
  });
});
