import fc from 'fast-check';
import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import type { DayErrors } from '../../src/core/index.js';
import { errorLaw, reconcileDay } from '../../src/forecast/minimum-trace.js';

/** Four series in two groups under one whole; samples of forecast and actual from a repeatable stretch of numbers. */
const SUMS = [
  [0, 1, 2, 3],
  [0, 1],
  [2, 3],
];

function errorsOf(salt: number): DayErrors[] {
  const samples = 40;
  const wave = (n: number, t: number): number => Math.sin(n * 12.9898 + t * 78.233 + salt) * 0.5 + Math.sin(t * 3.1 + salt);
  const bottom = [100, 60, 40, 20].map((mean, n) => Array.from({ length: samples }, (_, t) => ({ forecast: mean, actual: mean + (mean / 8) * wave(n, t) })));
  const upper = SUMS.map((members, g) =>
    Array.from({ length: samples }, (_, t) => {
      const actual = members.reduce((sum, m) => sum + (bottom[m]?.[t]?.actual as number), 0);
      return { actual, forecast: actual - members.length * 2 * wave(g + 9, t * 2) };
    }),
  );
  return [...bottom, ...upper].map((list) => ({
    origin: list.map((_, t) => 7 * Math.floor(t / 7)),
    day: list.map((_, t) => t),
    forecast: list.map(({ forecast }) => forecast),
    actual: list.map(({ actual }) => actual),
  }));
}

describe('reconcileDay', () => {
  // Wickramasuriya, Athanasopoulos, Hyndman (2019), equation 8: b = (SᵀW⁻¹S)⁻¹SᵀW⁻¹ŷ with the shrunk covariance; relative 1e-8
  it('equals the closed form of minimum trace with the same covariance', () => {
    for (const salt of [1, 2, 3]) {
      const law = errorLaw(errorsOf(salt), 4, SUMS);
      if (law === null) throw new Error('no law');
      const base = Float64Array.from([104, 55, 43, 18, 230, 166, 57]);
      const whole = 104 + 55 + 43 + 18;
      const scale = Array.from(base, (value, n) => value / whole / (law.shares[n] as number));
      const samples = law.errors[0]?.length ?? 0;
      const covariance = Matrix.zeros(7, 7);
      for (let i = 0; i < 7; i += 1) {
        for (let j = 0; j < 7; j += 1) {
          let sum = 0;
          for (let t = 0; t < samples; t += 1) sum += (law.errors[i]?.[t] as number) * (law.errors[j]?.[t] as number);
          const own = i === j ? law.shrinkage * (law.variances[i] as number) : 0;
          covariance.set(i, j, (scale[i] as number) * (scale[j] as number) * (((1 - law.shrinkage) * sum) / samples + own));
        }
      }
      const S = new Matrix([
        ...[0, 1, 2, 3].map((n) => [0, 1, 2, 3].map((m) => (m === n ? 1 : 0))),
        ...SUMS.map((members) => [0, 1, 2, 3].map((m) => (members.includes(m) ? 1 : 0))),
      ]);
      const left = S.transpose().mmul(inverse(covariance));
      const expected = inverse(left.mmul(S))
        .mmul(left)
        .mmul(Matrix.columnVector(Array.from(base)));
      reconcileDay(law, base).forEach((value, n) => {
        expect(Math.abs(value / expected.get(n, 0) - 1)).toBeLessThan(1e-8);
      });
    }
  });

  it('changes nothing that adds up already, and never goes below 0', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 0, max: 99 }),
        (bottom, whole, salt) => {
          const law = errorLaw(errorsOf(salt), 4, SUMS);
          if (law === null) throw new Error('no law');
          const added = SUMS.map((members) => members.reduce((sum, m) => sum + (bottom[m] as number), 0));
          const coherent = Float64Array.from([...bottom, ...added]);
          reconcileDay(law, coherent).forEach((value, n) => {
            expect(value).toBeCloseTo(bottom[n] as number, 6);
          });
          const torn = Float64Array.from([...bottom, whole, added[1] as number, added[2] as number]);
          for (const value of reconcileDay(law, torn)) expect(value).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 50, seed: 3 },
    );
  });

  it('needs a backtest of every series', () => {
    const [first, ...others] = errorsOf(1);
    expect(errorLaw([undefined, ...others], 4, SUMS)).toBeNull();
    expect(errorLaw([first, ...others], 4, SUMS)).not.toBeNull();
  });
});
