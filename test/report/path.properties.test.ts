import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepBandPath } from '../../src/report/path.js';
import { ticksAround, ticksFromZero } from '../../src/report/scale.js';

/** Area within a path of absolute M, H, V, Z commands (shoelace formula). */
function area(path: string): number {
  let total = 0;
  let x = 0;
  let y = 0;
  let start: [number, number] = [0, 0];
  const to = (nextX: number, nextY: number): void => {
    total += x * nextY - nextX * y;
    x = nextX;
    y = nextY;
  };
  for (const [, command, first, second] of path.matchAll(/([MHVZ])([\d.-]+)?(?: ([\d.-]+))?/g)) {
    if (command === 'M') {
      x = Number(first);
      y = Number(second);
      start = [x, y];
    } else if (command === 'H') to(Number(first), y);
    else if (command === 'V') to(x, Number(first));
    else to(...start);
  }
  return Math.abs(total) / 2;
}

describe('laws of charts', () => {
  it('the area drawn between two step columns is the sum of their positive differences', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(pairs, (columns) => {
        const lower = columns.map(([value]) => value);
        const upper = columns.map(([, value]) => value);
        const expected = columns.reduce((sum, [low, high]) => sum + Math.max(0, high - low), 0);
        expect(area(stepBandPath(lower, upper, { x: (i) => i, y: (value) => value }))).toBeCloseTo(expected, 6);
      }),
    );
  });

  it('an axis holds every value, with few and evenly spaced ticks', () => {
    const positive = fc.double({ min: 1e-3, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 2, max: 5 }), (a, b, count) => {
        const [least, most] = a < b ? [a, b] : [b, a];
        for (const { from, to, values } of [ticksFromZero(most, count), ticksAround(least, most, count), ticksFromZero(most, count, true)]) {
          expect(to).toBeGreaterThanOrEqual(most * (1 - 1e-9));
          expect(values.length).toBeLessThanOrEqual(count + 3);
          expect(from).toBeLessThanOrEqual(least * (1 + 1e-9));
          expect(Math.abs((values[0] as number) - from)).toBeLessThanOrEqual(1e-9 * Math.max(1, from));
        }
      }),
    );
  });
});
