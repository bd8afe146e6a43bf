import { describe, expect, it } from 'vitest';
import { dayMethodAt, harmonicDays, thetaDays } from '../../src/forecast/day-methods.js';
import { doubleSeasonal } from '../../src/forecast/double-seasonal.js';
import { lagRegression } from '../../src/forecast/lag-regression.js';
import type { Panel } from '../../src/forecast/panel.js';
import { isPlainMember, LAG_MEMBER, SLOT_MEMBERS } from '../../src/forecast/slot-members.js';
import { weighSlotMembers } from '../../src/forecast/weigh-members.js';
import { noisy } from './make-history.js';

const FIRST_DAY = 20_458;

function days(count: number, at: (r: number) => number) {
  return {
    z: Float64Array.from({ length: count }, (_, r) => at(r)),
    rowWeekday: Array.from({ length: count }, (_, r) => r % 7),
    rowDay: Array.from({ length: count }, (_, r) => FIRST_DAY + r),
    use: new Uint8Array(count).fill(1),
  };
}

describe('theta', () => {
  it('is the mean of the fitted line and of smoothing the line of doubled curvature (two theta lines, written out)', () => {
    const z = Array.from({ length: 60 }, (_, r) => 3 + 0.01 * r + 0.05 * Math.sin(r * r));
    // one weekday alone: no season to take out, as in the paper
    const method = thetaDays({ ...days(60, (r) => z[r] as number), rowWeekday: z.map(() => 2) }, 60);
    const n = z.length;
    const meanRow = (n - 1) / 2;
    const meanValue = z.reduce((a, b) => a + b, 0) / n;
    const slope = z.reduce((sum, v, r) => sum + (r - meanRow) * (v - meanValue), 0) / z.reduce((sum, _, r) => sum + (r - meanRow) ** 2, 0);
    const line = (r: number): number => meanValue + slope * (r - meanRow);
    const losses = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5].map((share) => {
      let level = z[0] as number;
      let loss = 0;
      for (const v of z.slice(1)) {
        loss += (v - level) ** 2;
        level += share * (v - level);
      }
      return { share, loss };
    });
    const { share } = losses.reduce((a, b) => (b.loss < a.loss ? b : a));
    const doubled = z.map((v, r) => 2 * v - line(r));
    let level = doubled[0] as number;
    for (const v of doubled.slice(1)) level += share * (v - level);
    // smoothing starts at the first value of each series; the two starts differ by what is left of line(0) − z(0)
    const start = (1 - share) ** (n - 1) * ((z[0] as number) - line(0));
    const drift = (1 - share) ** n * slope;
    for (const lead of [1, 5, 20]) {
      const twoLines = (line(n - 1 + lead) + level) / 2;
      const own = dayMethodAt(method, 2, lead, 0);
      expect(own - dayMethodAt(method, 2, 1, 0)).toBeCloseTo((slope / 2) * (lead - 1), 10);
      // weekday means count recent days a little more: within a tenth of the day-to-day noise
      expect(Math.abs(own - twoLines)).toBeLessThan(0.005 + Math.abs(start) + Math.abs(drift));
    }
  });

  it('repeats a week that repeats', () => {
    const week = [5, 4.8, 4.7, 4.7, 4.6, 3, 2.5];
    const method = thetaDays(
      days(70, (r) => week[r % 7] as number),
      70,
    );
    for (let lead = 1; lead <= 28; lead += 1) expect(dayMethodAt(method, (69 + lead) % 7, lead, 0)).toBeCloseTo(week[(69 + lead) % 7] as number, 6);
  });
});

describe('dynamic harmonic regression', () => {
  it('carries an error on as its first autocorrelation says', () => {
    let error = 0;
    const series = Array.from({ length: 364 }, (_, r) => {
      error = 0.6 * error + ((noisy(400, r) as number) - 400) / 400;
      return 5 + error;
    });
    const method = harmonicDays({ ...days(364, (r) => series[r] as number), rowWeekday: series.map(() => 0) }, 364);
    expect(method.fade).toBeGreaterThan(0.45);
    expect(method.fade).toBeLessThan(0.75);
    const base = dayMethodAt(method, 0, 500, 0);
    expect(dayMethodAt(method, 0, 1, 0) - base).toBeCloseTo(method.fade * method.error, 8);
    expect(dayMethodAt(method, 0, 3, 0) - base).toBeCloseTo(method.fade ** 3 * method.error, 8);
  });

  it('finds a yearly wave that two years show, and sees nothing after its origin', () => {
    const wave = (r: number): number => 5 + 0.3 * Math.cos((2 * Math.PI * (FIRST_DAY + r)) / 365.25);
    const method = harmonicDays(
      days(800, (r) => (r < 730 ? wave(r) : 99)),
      730,
    );
    for (const lead of [30, 120, 200])
      expect(Math.abs(dayMethodAt(method, (729 + lead) % 7, lead, FIRST_DAY + 729 + lead) - wave(729 + lead))).toBeLessThan(0.03);
  });
});

/** Double-seasonal smoothing as the textbook writes it: one long series, indices by modulo. */
function textbook(series: readonly number[], slots: number, [alpha, delta, omega]: readonly [number, number, number]): { week: number[]; loss: number } {
  const period = 7 * slots;
  const day = Array.from({ length: slots }, (_, s) => {
    const start = series.slice(0, 2 * period).filter((_, i) => i % slots === s);
    return start.reduce((a, b) => a + b, 0) / start.length;
  });
  const week = Array.from({ length: period }, (_, i) => 0.7 * (((series[i] as number) + (series[i + period] as number)) / 2 - (day[i % slots] as number)));
  let level = 0;
  let last = 0;
  let loss = 0;
  let dawn = 0;
  series.forEach((value, t) => {
    if (t % slots === 0) {
      dawn = level;
      loss *= 0.995;
    }
    const season = (day[t % slots] as number) + (week[t % period] as number);
    loss += (value - season - dawn) ** 2;
    const plain = value - season - level;
    const error = plain - 0.5 * last;
    last = plain;
    level += alpha * error;
    day[t % slots] = (day[t % slots] as number) + delta * error;
    week[t % period] = (week[t % period] as number) + omega * error;
  });
  return { week: week.map((w, i) => Math.max(0, level + (day[i % slots] as number) + w)), loss };
}

describe('double-seasonal smoothing', () => {
  const slots = 4;
  const rows = 84;
  const panel = {
    rows,
    slots,
    rowWeekday: Uint8Array.from({ length: rows }, (_, r) => r % 7),
    openWeekdays: [0, 1, 2, 3, 4, 5, 6],
    open: new Uint8Array(7 * slots).fill(1),
  } as unknown as Panel;
  const x = Float64Array.from({ length: rows * slots }, (_, i) =>
    Math.sqrt((noisy(60 + 20 * (i % slots) + 15 * (Math.floor(i / slots) % 7), i) as number) + 0.25),
  );

  it('is the recursion of Taylor (2003), additive, with a first-order error, at the triple that lost least', () => {
    const rules = [0.002, 0.01].flatMap((level) =>
      [
        [0.01, 0.05],
        [0.03, 0.1],
        [0.02, 0.25],
      ].map(([day, week]) => textbook(Array.from(x), slots, [Math.min(0.5, (level * 48) / slots), day as number, week as number])),
    );
    const best = rules.reduce((a, b) => (b.loss < a.loss ? b : a));
    const [found] = doubleSeasonal(panel, x, new Uint8Array(rows).fill(1), []).map((list) => Array.from(list));
    expect(found).toHaveLength(7 * slots);
    for (const [i, value] of (found ?? []).entries()) expect(value).toBeCloseTo(best.week[i] as number, 10);
  });

  it('knows nothing of what comes after an origin', () => {
    const teach = new Uint8Array(rows).fill(1);
    const changed = x.map((value, i) => (i < 42 * slots ? value : 3 * value));
    expect(doubleSeasonal(panel, changed, teach, [42])[0]).toEqual(doubleSeasonal(panel, x, teach, [42])[0]);
  });
});

/** Gauss-Jordan elimination, for small systems. */
function solved(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  rows.forEach((_, c) => {
    const pivot = rows.slice(c).reduce((a, b) => (Math.abs(b[c] as number) > Math.abs(a[c] as number) ? b : a));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(
      c,
      0,
      pivot.map((v) => v / (pivot[c] as number)),
    );
    rows.forEach((row, i) => {
      const factor = row[c] as number;
      if (i === c) return;
      row.forEach((v, j) => {
        row[j] = v - factor * ((rows[c] as number[])[j] as number);
      });
    });
  });
  return rows.map((row) => row.at(-1) as number);
}

describe('regression on earlier intervals', () => {
  const slots = 6;
  const rows = 56;
  const panel = {
    rows,
    slots,
    rowWeekday: Uint8Array.from({ length: rows }, (_, r) => r % 7),
    openWeekdays: [0, 1, 2, 3, 4, 5, 6],
    open: new Uint8Array(7 * slots).fill(1),
    seen: new Uint8Array(rows * slots).fill(1),
    tail: null,
  } as unknown as Panel;
  const teach = new Uint8Array(rows).fill(1);
  const x = Float64Array.from({ length: rows * slots }, (_, i) =>
    Math.sqrt((noisy(200 + 90 * Math.sin(i) + 4 * (Math.floor(i / slots) % 7), i) as number) + 0.25),
  );

  it('is ridge regression towards half of yesterday and half of a week ago, run ahead by itself', () => {
    const lags = [1, 2, 5, 6, 7, 12, 18, 36, 41, 42, 43];
    const targets = Array.from({ length: x.length - 48 }, (_, k) => k + 48);
    const row = (z: ArrayLike<number>, i: number): number[] => [1, ...lags.map((lag) => z[i - lag] as number)];
    const prior = [0, ...lags.map((lag) => (lag === 6 || lag === 42 ? 0.5 : 0))];
    const first = targets.map((i) => x[i - 1] as number);
    const mean = first.reduce((a, b) => a + b, 0) / first.length;
    const penalty = 2 * (first.reduce((a, b) => a + b * b, 0) / first.length - mean ** 2);
    const normal = prior.map((_, a) =>
      prior.map((_, b) => targets.reduce((sum, i) => sum + (row(x, i)[a] as number) * (row(x, i)[b] as number), 0) + (a === b && a > 0 ? penalty : 0)),
    );
    const right = prior.map((p, a) => targets.reduce((sum, i) => sum + (row(x, i)[a] as number) * (x[i] as number), 0) + (a > 0 ? penalty * p : 0));
    const coefficients = solved(normal, right);
    const ahead = Array.from(x);
    for (let h = 0; h < 2 * slots; h += 1) ahead.push(row(ahead, ahead.length).reduce((sum, v, a) => sum + v * (coefficients[a] as number), 0));
    const [found] = lagRegression(panel, x, teach, [], 2);
    found?.forEach((value, h) => {
      expect(value).toBeCloseTo(ahead[x.length + h] as number, 6);
    });
  });

  it('follows a trend from day to day that a mean of past days misses', () => {
    const rising = x.map((_, i) => 10 + Math.sin(i % slots) + 0.05 * Math.floor(i / slots));
    const [found] = lagRegression(panel, rising, teach, [], 2);
    found?.forEach((value, h) => {
      expect(value).toBeCloseTo(10 + Math.sin(h % slots) + 0.05 * (rows + Math.floor(h / slots)), 1);
    });
  });

  it('takes what a begun day has brought as known, and says nothing after too few days', () => {
    const tail = Float64Array.from({ length: slots }, (_, s) => (s < 3 ? 400 : Number.NaN));
    const [begun] = lagRegression({ ...panel, tail }, x, teach, [], 2);
    const [before] = lagRegression(panel, x, teach, [], 2);
    expect(Array.from(begun?.slice(0, 3) ?? [])).toEqual([Math.sqrt(400.25), Math.sqrt(400.25), Math.sqrt(400.25)]);
    expect(begun?.[3]).not.toBeCloseTo(before?.[3] as number, 3);
    expect(lagRegression(panel, x, teach, [9], 2)[0]?.every(Number.isNaN)).toBe(true);
  });

  it('knows nothing of what comes after an origin', () => {
    const changed = x.map((value, i) => (i < 42 * slots ? value : 3 * value));
    expect(lagRegression(panel, changed, teach, [42], 2)[0]).toEqual(lagRegression(panel, x, teach, [42], 2)[0]);
  });
});

describe('weights of plain methods', () => {
  const size = SLOT_MEMBERS.length;
  const plainOne = SLOT_MEMBERS.findIndex((_, m) => isPlainMember(m));

  function backtest(errorOf: (row: number, member: number) => number) {
    const ages = Array.from({ length: 400 }, (_, r) => 9 - Math.floor(r / 40));
    const errors = Float64Array.from({ length: 400 * size }, (_, i) => errorOf(Math.floor(i / size), i % size));
    const mean = Array.from({ length: size }, (_, m) => errors.reduce((sum, e, i) => sum + (i % size === m ? Math.abs(e) : 0), 0) / 400);
    return weighSlotMembers({ errors, ages, size }, mean);
  }
  const noise = (r: number, m: number): number => ((noisy(100, 1000 * m + r) as number) - 100) / 10;

  it('are 0 for a method whose errors are those of the others', () => {
    const weights = backtest((r) => noise(r, 1));
    expect(weights[plainOne]).toBe(0);
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  });

  it('are real for a method that errs the other way throughout', () => {
    const weights = backtest((r, m) => (m === plainOne ? -1 : 1) * noise(r, 1));
    expect(weights[plainOne]).toBeGreaterThan(0.2);
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  });

  it('leave out the regression on intervals where it alone is a fifth worse than the best', () => {
    const with20 = backtest((r, m) => (m === LAG_MEMBER ? -1.2 : 1) * noise(r, 1));
    const with10 = backtest((r, m) => (m === LAG_MEMBER ? -1.1 : 1) * noise(r, 1));
    expect(with20[LAG_MEMBER]).toBe(0);
    expect(with10[LAG_MEMBER]).toBeGreaterThan(0.2);
  });
});
