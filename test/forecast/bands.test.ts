import { describe, expect, it } from 'vitest';
import { backtestOrigins } from '../../src/forecast/backtest-origins.js';
import { type BandModel, fitBands, rootBand } from '../../src/forecast/fit-bands.js';
import { buildPanel, type Panel } from '../../src/forecast/panel.js';
import { weightedQuantiles } from '../../src/forecast/weighted-quantiles.js';
import { MONDAY, noisy, queueOf } from './make-history.js';

const DAYS = 70;

/** A table of days with one value of 100 every half hour. */
function flatPanel(): Panel {
  return buildPanel(
    queueOf(() => 100, { days: DAYS }),
    MONDAY + DAYS * 86_400_000,
    null,
  ) as Panel;
}

/** Bands after ten weeks whose forecasts were right but for noise, except on some days that all missed by a factor. */
function bandsWith(missed: (day: number) => boolean, size = 1): BandModel {
  const panel = flatPanel();
  const { rows, slots } = panel;
  const x = Float64Array.from(
    { length: rows * slots },
    (_, i) => 10 * (missed(Math.floor(i / slots)) ? 0.6 : 1) + (size * ((noisy(100, i) as number) - 100)) / 20,
  );
  const forecasts = new Float64Array(rows * slots).fill(10);
  return fitBands(panel, x, { rows: Array.from({ length: rows }, (_, r) => r), leads: new Array(rows).fill(1), forecasts, inflation: 1, stretches: 10 });
}

function widthOf(model: BandModel, level: number): number {
  const [lower, upper] = rootBand(model, 10, 2, { lead: 1, doubt: 0 }, level);
  return upper - lower;
}

describe('bands', () => {
  it('are wider after a bad last week than after a bad first one', () => {
    const recent = bandsWith((day) => day >= DAYS - 5);
    const old = bandsWith((day) => day < 5);
    expect(widthOf(recent, 0.8)).toBeGreaterThan(1.5 * widthOf(old, 0.8));
  });

  it('grow with the errors and with the level, whatever the level', () => {
    const model = bandsWith(() => false);
    const widths = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999].map((level) => widthOf(model, level));
    widths.slice(1).forEach((width, i) => {
      expect(width).toBeGreaterThanOrEqual(widths[i] as number);
    });
    expect(
      widthOf(
        bandsWith(() => false, 2),
        0.8,
      ),
    ).toBeGreaterThan(1.8 * widthOf(model, 0.8));
  });

  it('are those of their own days ahead, and go on growing beyond what was tried', () => {
    const panel = flatPanel();
    const { rows, slots } = panel;
    const leads = Array.from({ length: rows }, (_, r) => 1 + (r % 7));
    // the first two days ahead miss by 2 % either way, the others by 10 %
    const x = Float64Array.from({ length: rows * slots }, (_, i) => {
      const r = Math.floor(i / slots);
      return 10 * (1 + ((leads[r] as number) <= 2 ? 0.02 : 0.1) * (Math.floor(r / 7) % 2 === 0 ? 1 : -1)) + ((noisy(100, i) as number) - 100) / 100;
    });
    const model = fitBands(panel, x, {
      rows: Array.from({ length: rows }, (_, r) => r),
      leads,
      forecasts: new Float64Array(rows * slots).fill(10),
      inflation: 1,
      stretches: 10,
    });
    const width = (lead: number): number => {
      const [lower, upper] = rootBand(model, 10, 2, { lead, doubt: 0 }, 0.8);
      return upper - lower;
    };
    expect(width(3)).toBeGreaterThan(1.8 * width(1));
    expect(width(7)).toBe(width(3));
    expect(width(8)).toBeGreaterThan(1.02 * width(7));
    expect(width(15)).toBeGreaterThan(1.02 * width(8));
    expect(width(16)).toBe(width(15));
  });

  it('count days that weigh less as fewer days', () => {
    const { days } = bandsWith(() => false);
    // weights w = 0.8^(age in weeks): (Σw)² / Σw², a day at a time
    const weights = Array.from({ length: DAYS }, (_, age) => 0.8 ** (age / 7));
    const sum = (power: number): number => weights.reduce((total, weight) => total + weight ** power, 0);
    expect(days).toBeCloseTo(sum(1) ** 2 / sum(2), 8);
  });
});

describe('weightedQuantiles', () => {
  it('are those of type 5 for equal weights', () => {
    // R: quantile(c(1, 2, 4, 8), c(0, .25, .5, .75, 1), type = 5) gives 1, 1.5, 3, 6, 8
    expect(weightedQuantiles([8, 1, 4, 2], [3, 3, 3, 3], 4)).toEqual([1, 1.5, 3, 6, 8]);
  });

  it('take a value of weight 3 like three equal values, up to the lines between', () => {
    const weighted = weightedQuantiles([0, 5, 10], [1, 3, 1], 200);
    const repeated = weightedQuantiles([0, 5, 5, 5, 10], [1, 1, 1, 1, 1], 200);
    expect(weighted[100]).toBe(repeated[100]);
    weighted.forEach((value, i) => {
      expect(Math.abs(value - (repeated[i] as number))).toBeLessThan(2.5 + 1e-9);
    });
  });

  it('never decrease, and are 0 without a value', () => {
    const values = weightedQuantiles([3, 3, -1, 7, 2.5], [0.2, 1, 0.01, 0.3, 4], 50);
    values.slice(1).forEach((value, i) => {
      expect(value).toBeGreaterThanOrEqual(values[i] as number);
    });
    expect(weightedQuantiles([], [], 2)).toEqual([0, 0, 0]);
  });
});

describe('backtestOrigins', () => {
  it('step by weeks back from the end, over the last third of a long history', () => {
    expect(backtestOrigins(100, 5, 5)).toEqual([35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95]);
    expect([40, 100, 120, 300].map((weeks) => backtestOrigins(7 * weeks, 7, 7).length)).toEqual([26, 33, 40, 52]);
  });

  it('are none before there is enough to learn from', () => {
    expect(backtestOrigins(20, 7, 7)).toEqual([]);
  });
});
