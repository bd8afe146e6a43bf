import { describe, expect, it } from 'vitest';
import { type LinearModel, openHighs, solveSmall, solveWithHighs, worstViolation } from '../../src/optimize/index.js';

/** A multi-dimensional knapsack that takes branch and bound more than a moment. */
function hardModel(size: number): LinearModel {
  const columns = Array.from({ length: size }, (_, j) => ({ cost: -(50 + ((j * 7919) % 53)), upper: 1, integer: true }));
  const rows = Array.from({ length: 8 }, (_, i) => ({
    upper: size * 8,
    coefficients: columns.map((_, j): [number, number] => [j, 10 + ((j * (31 + 17 * i) + i * 13) % 41)]),
  }));
  return { columns, rows };
}

describe('openHighs', () => {
  it('keeps a model between solves and starts each from the last one', async () => {
    const session = await openHighs(
      {
        columns: [{ cost: 5 }],
        rows: [
          { lower: 4, coefficients: [[0, 1]] },
          { upper: 3, coefficients: [] },
        ],
      },
      { primal: true },
    );
    expect(session.solve().objective).toBe(20);
    session.addColumns([
      {
        cost: 2,
        coefficients: [
          [0, 1],
          [1, 1],
        ],
      },
    ]);
    const second = session.solve();
    expect(second.objective).toBe(11);
    expect(second.values).toEqual([1, 3]);
    session.dispose();
    session.dispose();
  });

  it('gives shadow prices: what one more unit of a row would cost', async () => {
    const { duals } = await solveWithHighs({
      columns: [{ cost: 5 }, { cost: 2, upper: 3 }],
      rows: [
        {
          lower: 4,
          coefficients: [
            [0, 1],
            [1, 1],
          ],
        },
      ],
    });
    expect(duals?.[0]).toBeCloseTo(5, 9);
  });

  it('takes columns out of a model and lets them in again', async () => {
    const columns = [{ cost: 5 }, { cost: 2 }];
    const rows = [
      {
        lower: 4,
        coefficients: [
          [0, 1],
          [1, 1],
        ] as const,
      },
    ];
    const session = await openHighs({ columns, rows }, { primal: true });
    expect(session.solve().values).toEqual([0, 4]);
    session.limitColumns([1], 0);
    expect(session.solve().values).toEqual([4, 0]);
    session.limitColumns([1], 3);
    expect(session.solve().values).toEqual([1, 3]);
    session.limitColumns([1], null);
    expect(session.solve().values).toEqual([0, 4]);
    session.dispose();
  });

  it('adds whole-number columns', async () => {
    const session = await openHighs({ columns: [{ cost: 10 }], rows: [{ lower: 2.5, coefficients: [[0, 1]] }] });
    session.addColumns([{ cost: 1, integer: true, coefficients: [[0, 1]] }]);
    expect(session.solve().values).toEqual([0, 3]);
    session.dispose();
  });

  it('stops at its time limit with a bound and never calls a fraction whole', async () => {
    const model = hardModel(120);
    const solution = await solveWithHighs(model, { timeLimitSeconds: 0.05 });
    expect(['timeLimit', 'optimal']).toContain(solution.status);
    if (solution.values !== null) expect(worstViolation(model, solution.values)).toBeLessThan(1e-6);
    if (solution.bound !== null && solution.objective !== null) expect(solution.bound).toBeLessThanOrEqual(solution.objective + 1e-6);
  });

  it('says how to load the solver when it cannot be loaded', async () => {
    await expect(solveWithHighs({ columns: [{ cost: 1 }], rows: [] }, { wasmUrl: 'file:///nowhere/highs.wasm' })).rejects.toThrow(/wasmUrl/);
  });
});

describe('solveSmall', () => {
  it('never hands out an answer that breaks the model, even when the solver gives up on time', async () => {
    const model = hardModel(40);
    const solution = await solveSmall(model, { timeLimitSeconds: 0.01 });
    expect(['timeLimit', 'failed', 'optimal']).toContain(solution.status);
    if (solution.values !== null) expect(worstViolation(model, solution.values)).toBeLessThan(1e-6);
  });
});

describe('worstViolation', () => {
  it('measures bounds, rows and whole numbers', () => {
    const model: LinearModel = {
      columns: [{ cost: 1, upper: 2, integer: true }, { cost: 1 }],
      rows: [
        {
          lower: 3,
          coefficients: [
            [0, 1],
            [1, 1],
          ],
        },
      ],
    };
    expect(worstViolation(model, [2, 1])).toBe(0);
    expect(worstViolation(model, [2.25, 1])).toBeCloseTo(0.25);
    expect(worstViolation(model, [1, 1])).toBe(1);
    expect(worstViolation(model, [Number.NaN, 1])).toBe(1e300);
  });
});
