import fc from 'fast-check';
import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { medianOf, normalQuantile, projectOnSimplex, quantileOf, simplexLeastSquares, solveSymmetric } from '../../src/numeric/index.js';

const numbers = (length: number) => fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: length, maxLength: length });

describe('solveSymmetric', () => {
  it('agrees with an LU solver on positive definite systems', () => {
    fc.assert(
      fc.property(numbers(25), numbers(5), (cells, right) => {
        const half = Matrix.from1DArray(5, 5, cells);
        const matrix = half.mmul(half.transpose()).add(Matrix.eye(5, 5));
        const expected = solve(matrix, Matrix.columnVector(right)).to1DArray();
        solveSymmetric(Float64Array.from(matrix.to1DArray()), Float64Array.from(right)).forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i] as number, 8);
        });
      }),
      { seed: 3 },
    );
  });

  it('gives 0 to a column that repeats another', () => {
    expect(Array.from(solveSymmetric(Float64Array.of(4, 4, 4, 4), Float64Array.of(8, 8)))).toEqual([2, 0]);
  });

  it('leaves its input as it was', () => {
    const matrix = Float64Array.of(4, 2, 2, 3);
    const right = Float64Array.of(1, 2);
    solveSymmetric(matrix, right);
    expect([Array.from(matrix), Array.from(right)]).toEqual([
      [4, 2, 2, 3],
      [1, 2],
    ]);
  });
});

describe('simplexLeastSquares', () => {
  it('beats every point of a fine grid on the simplex', () => {
    fc.assert(
      fc.property(numbers(9), (cells) => {
        const half = Matrix.from1DArray(3, 3, cells);
        const gram = half.mmul(half.transpose());
        const loss = (w: readonly number[]): number =>
          Matrix.rowVector([...w])
            .mmul(gram)
            .mmul(Matrix.columnVector([...w]))
            .get(0, 0);
        const found = Array.from(simplexLeastSquares(Float64Array.from(gram.to1DArray()), Float64Array.of(1 / 3, 1 / 3, 1 / 3), 0, 3000));
        expect(found.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 9);
        expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
        for (let i = 0; i <= 20; i += 1)
          for (let j = 0; i + j <= 20; j += 1) expect(loss(found)).toBeLessThanOrEqual(loss([i / 20, j / 20, (20 - i - j) / 20]) + 1e-3);
      }),
      { numRuns: 50, seed: 3 },
    );
  });

  it('stays at the starting weights under a strong pull', () => {
    const weights = simplexLeastSquares(Float64Array.of(1, 0, 0, 9), Float64Array.of(0.2, 0.8), 1e6);
    expect(weights[0]).toBeCloseTo(0.2, 3);
  });

  it('keeps the starting weights when no member ever erred', () => {
    expect(Array.from(simplexLeastSquares(new Float64Array(4), Float64Array.of(0.3, 0.7), 0))).toEqual([0.3, 0.7]);
  });
});

describe('projectOnSimplex', () => {
  it('leaves points of the simplex alone and lands on it from anywhere', () => {
    fc.assert(
      fc.property(numbers(4), (point) => {
        const landed = projectOnSimplex(Float64Array.from(point));
        expect(landed.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 9);
        projectOnSimplex(landed).forEach((value, i) => {
          expect(value).toBeCloseTo(landed[i] as number, 9);
        });
      }),
      { seed: 3 },
    );
  });
});

describe('quantileOf', () => {
  it('interpolates as type 7 of Hyndman and Fan', () => {
    // place (n − 1)·p among the sorted values 1, 3, 4, 8, 20: 0.4, 1, 2, 3.6
    const sample = [20, 1, 8, 3, 4];
    const expected: [number, number][] = [
      [0.1, 1.8],
      [0.25, 3],
      [0.5, 4],
      [0.9, 15.2],
    ];
    for (const [probability, value] of expected) expect(quantileOf(sample, probability)).toBeCloseTo(value, 12);
    expect(medianOf([5, 1])).toBe(3);
    expect(quantileOf([], 0.5)).toBeNaN();
  });
});

describe('normalQuantile', () => {
  it('agrees with tables to seven digits', () => {
    // standard normal quantiles as printed in tables
    const table: [number, number][] = [
      [0.5, 0],
      [0.9, 1.2815515655],
      [0.975, 1.9599639845],
      [0.999, 3.0902323062],
      [1e-6, -4.7534243088],
      [1e-12, -7.0344838254],
    ];
    for (const [probability, z] of table) expect(Math.abs(normalQuantile(probability) - z)).toBeLessThan(1e-6);
  });

  it('refuses 0 and 1', () => {
    expect(() => normalQuantile(0)).toThrow(/strictly between/);
    expect(() => normalQuantile(1)).toThrow(/strictly between/);
  });
});
