import fc from 'fast-check';
import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { medianOf } from '../../src/numeric/index.js';

describe('medianOf', () => {
  it('is the median of simple-statistics, for odd and even counts', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }), (values) => {
        expect(medianOf(values)).toBeCloseTo(median(values), 6);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('of nothing is not a number', () => {
    expect(medianOf([])).toBeNaN();
  });
});
