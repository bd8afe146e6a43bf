import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRoot, smallestReal, smallestWhole } from '../../src/numeric/index.js';

describe('root search', () => {
  it('findRoot finds the root of smooth and of kinked functions', () => {
    expect(findRoot((x) => Math.cos(x) - x, 0, 1)).toBeCloseTo(0.7390851332151607, 14);
    expect(findRoot((x) => Math.sign(x - 0.3) * Math.sqrt(Math.abs(x - 0.3)), -5, 9)).toBeCloseTo(0.3, 12);
    expect(findRoot((x) => x ** 9, -1, 3, 1e-14)).toBeCloseTo(0, 6);
  });

  it('findRoot stays in its bracket and hits the sign change', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), fc.double({ min: 0.1, max: 20, noNaN: true }), (root, slope) => {
        const found = findRoot((x) => Math.expm1(slope * 0.1 * (x - root)), -60, 70);
        expect(Math.abs(found - root)).toBeLessThan(1e-9);
      }),
    );
  });

  it('smallestWhole finds the step from any guess and says null beyond the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: -100, max: 9000 }), (step, guess) => {
        expect(smallestWhole((n) => n >= step, guess, 0, 6000)).toBe(step);
      }),
    );
    expect(smallestWhole((n) => n > 10, 3, 0, 10)).toBeNull();
  });

  it('smallestReal ends on the side where the condition holds', () => {
    const found = smallestReal((x) => x * x >= 2, 0, 2);
    expect(found * found).toBeGreaterThanOrEqual(2);
    expect(found).toBeCloseTo(Math.SQRT2, 11);
  });
});
