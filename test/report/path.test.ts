import { describe, expect, it } from 'vitest';
import { bandPath, linePath, runs, stepBandPath, stepPath } from '../../src/report/path.js';

const unit = { x: (i: number) => i * 10, y: (value: number) => value };

describe('paths', () => {
  it('break where a value is missing', () => {
    expect(runs(5, [1, null, 2, 3, null])).toEqual([
      [0, 1],
      [2, 4],
    ]);
    expect(linePath([1, null, 2, 3], unit)).toBe('M0 1h.1M20 2L30 3');
  });

  it('bands go out along the upper and home along the lower column', () => {
    expect(bandPath([1, 2], [5, 6], unit)).toBe('M0 5L10 6L10 2L0 1Z');
  });

  it('steps hold each value over its interval and draw no needless corner', () => {
    expect(stepPath([2, 2, 3], unit)).toBe('M0 2H20V3H30');
  });

  it('step bands are drawn only where the upper column lies above the lower', () => {
    expect(stepBandPath([0, 4, 4], [2, 3, 6], unit)).toBe('M0 2H10V0H0ZM20 6H30V4H20Z');
    expect(stepBandPath([1, 2], [1, 2], unit)).toBe('');
  });
});
