import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/index.js';
import { type LinearModel, type LinearSolution, solveSmall, solveWithHighs, worstViolation } from '../../src/optimize/index.js';

type Case = {
  readonly title: string;
  readonly model: LinearModel;
  readonly status: LinearSolution['status'];
  readonly objective?: number;
  readonly values?: readonly number[];
};

const CASES: readonly Case[] = [
  {
    title: 'a linear programme with two binding rows',
    model: {
      sense: 'maximize',
      columns: [{ cost: 3 }, { cost: 5 }],
      rows: [
        { upper: 4, coefficients: [[0, 1]] },
        { upper: 12, coefficients: [[1, 2]] },
        {
          upper: 18,
          coefficients: [
            [0, 3],
            [1, 2],
          ],
        },
      ],
    },
    status: 'optimal',
    objective: 36,
    values: [2, 6],
  },
  {
    title: 'a knapsack whose relaxation is fractional',
    model: {
      sense: 'maximize',
      columns: [8, 11, 6, 4].map((cost) => ({ cost, upper: 1, integer: true })),
      rows: [
        {
          upper: 14,
          coefficients: [
            [0, 5],
            [1, 7],
            [2, 4],
            [3, 3],
          ],
        },
      ],
    },
    status: 'optimal',
    objective: 21,
    values: [0, 1, 1, 1],
  },
  {
    title: 'a cover whose relaxation is half everywhere',
    model: {
      columns: [1, 1, 1].map((cost) => ({ cost, integer: true, upper: 1 })),
      rows: [
        {
          lower: 1,
          coefficients: [
            [0, 1],
            [1, 1],
          ],
        },
        {
          lower: 1,
          coefficients: [
            [1, 1],
            [2, 1],
          ],
        },
        {
          lower: 1,
          coefficients: [
            [0, 1],
            [2, 1],
          ],
        },
      ],
    },
    status: 'optimal',
    objective: 2,
  },
  {
    title: 'a fixed charge that must not be paid in part',
    model: {
      columns: [{ cost: 10, integer: true, upper: 1 }, { cost: 1 }],
      rows: [
        {
          upper: 0,
          coefficients: [
            [1, 1],
            [0, -100],
          ],
        },
        { lower: 3, coefficients: [[1, 1]] },
      ],
    },
    status: 'optimal',
    objective: 13,
    values: [1, 3],
  },
  {
    title: 'rows that contradict each other',
    model: {
      columns: [{ cost: 1 }],
      rows: [
        { lower: 5, coefficients: [[0, 1]] },
        { upper: 4, coefficients: [[0, 1]] },
      ],
    },
    status: 'infeasible',
  },
  {
    title: 'whole numbers that no point between the bounds has',
    model: { columns: [{ cost: 1, integer: true }], rows: [{ lower: 0.4, upper: 0.6, coefficients: [[0, 1]] }] },
    status: 'infeasible',
  },
  {
    title: 'a column whose bounds cross',
    model: { columns: [{ cost: 1, lower: 3, upper: 2 }], rows: [] },
    status: 'infeasible',
  },
  {
    title: 'a row without columns that cannot hold',
    model: { columns: [{ cost: 1 }], rows: [{ lower: 1, coefficients: [] }] },
    status: 'infeasible',
  },
  {
    title: 'an objective without end',
    model: {
      sense: 'maximize',
      columns: [{ cost: 1 }, { cost: 0 }],
      rows: [
        {
          upper: 1,
          coefficients: [
            [0, 1],
            [1, -1],
          ],
        },
      ],
    },
    status: 'unbounded',
  },
  {
    title: 'an equality',
    model: {
      columns: [{ cost: 2 }, { cost: 3 }],
      rows: [
        {
          lower: 10,
          upper: 10,
          coefficients: [
            [0, 1],
            [1, 1],
          ],
        },
        { upper: 6, coefficients: [[0, 1]] },
      ],
    },
    status: 'optimal',
    objective: 24,
    values: [6, 4],
  },
  {
    title: 'a row with a lower and an upper bound',
    model: {
      sense: 'maximize',
      columns: [{ cost: 1 }, { cost: -1 }],
      rows: [
        {
          lower: 2,
          upper: 7,
          coefficients: [
            [0, 1],
            [1, 1],
          ],
        },
      ],
    },
    status: 'optimal',
    objective: 7,
    values: [7, 0],
  },
  {
    title: 'free columns that end below zero',
    model: {
      columns: [
        { cost: 1, lower: null },
        { cost: 1, lower: null },
      ],
      rows: [
        {
          lower: -7,
          coefficients: [
            [0, 1],
            [1, 2],
          ],
        },
        {
          lower: -5,
          coefficients: [
            [0, 1],
            [1, -1],
          ],
        },
      ],
    },
    status: 'optimal',
    objective: -19 / 3,
  },
  {
    title: 'bounds away from zero, one of them above only',
    model: {
      columns: [
        { cost: 1, lower: 2.5, upper: 9, integer: true },
        { cost: -1, lower: null, upper: 4 },
      ],
      rows: [
        {
          upper: 6.5,
          coefficients: [
            [0, 1],
            [1, 1],
          ],
        },
      ],
    },
    status: 'optimal',
    objective: -0.5,
    values: [3, 3.5],
  },
  {
    title: 'a degenerate corner',
    model: {
      columns: [{ cost: -0.75 }, { cost: 150 }, { cost: -0.02 }, { cost: 6 }],
      rows: [
        {
          upper: 0,
          coefficients: [
            [0, 0.25],
            [1, -60],
            [2, -0.04],
            [3, 9],
          ],
        },
        {
          upper: 0,
          coefficients: [
            [0, 0.5],
            [1, -90],
            [2, -0.02],
            [3, 3],
          ],
        },
        { upper: 1, coefficients: [[2, 1]] },
      ],
    },
    status: 'optimal',
    objective: -0.05,
  },
  {
    title: 'a constant in the objective and columns that meet no row',
    model: {
      offset: 100,
      columns: [
        { cost: 1, lower: 2 },
        { cost: -1, upper: 3 },
      ],
      rows: [],
    },
    status: 'optimal',
    objective: 99,
    values: [2, 3],
  },
];

describe.each([
  ['HiGHS', solveWithHighs],
  ['javascript-lp-solver', solveSmall],
] as const)('%s', (_, solve) => {
  it.each(CASES)('answers $title', async ({ model, status, objective, values }) => {
    const before = JSON.stringify(model);
    const solution = await solve(model);
    expect(solution.status).toBe(status);
    expect(JSON.stringify(model)).toBe(before);
    if (objective === undefined) {
      expect(solution.values).toBeNull();
      return;
    }
    expect(solution.objective).toBeCloseTo(objective, 6);
    expect(solution.bound).toBeCloseTo(objective, 4);
    expect(worstViolation(model, solution.values as number[])).toBeLessThan(1e-6);
    values?.forEach((value, j) => {
      expect(solution.values?.[j]).toBeCloseTo(value, 6);
    });
  });

  it('refuses a model that names a column it does not have', async () => {
    await expect(solve({ columns: [{ cost: 1 }], rows: [{ coefficients: [[1, 1]] }] })).rejects.toThrow(InvalidInputError);
  });

  it('refuses a column that a row names twice', async () => {
    await expect(
      solve({
        columns: [{ cost: 1 }],
        rows: [
          {
            coefficients: [
              [0, 1],
              [0, 2],
            ],
          },
        ],
      }),
    ).rejects.toThrow(/twice/);
  });
});
