import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedAt, instantAfter, latestBefore, toCountedTime } from '../../src/simulate/counted-time.js';

/** Stretches that rise, from lengths of pauses and work. */
const stretches = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 500 })), { maxLength: 8 }).map((lengths) => {
  let at = 0;
  return lengths.map(([pause, work]): [number, number] => {
    const from = at + pause;
    at = from + work;
    return [from, at];
  });
});
const instant = fc.integer({ min: 0, max: 9000 });

describe('a clock that runs only in some stretches', () => {
  it('shows the seconds that lie in them', () => {
    fc.assert(
      fc.property(stretches, instant, (list, at) => {
        const expected = list.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(at, to) - from), 0);
        expect(countedAt(toCountedTime(list), at)).toBe(expected);
      }),
    );
  });

  it('has gone on by so much at the instant after, which lies in a stretch, or never does', () => {
    fc.assert(
      fc.property(stretches, instant, fc.integer({ min: 1, max: 2000 }), (list, at, seconds) => {
        const time = toCountedTime(list);
        const then = instantAfter(time, at, seconds);
        if (then === Number.POSITIVE_INFINITY) expect(countedAt(time, 1e6) - countedAt(time, at)).toBeLessThan(seconds);
        else {
          expect(countedAt(time, then) - countedAt(time, at)).toBe(seconds);
          expect(list.some(([from, to]) => then >= from && then <= to)).toBe(true);
        }
      }),
    );
  });

  it('is left with so much from the latest instant, and with less from any later one', () => {
    fc.assert(
      fc.property(stretches, instant, fc.integer({ min: 1, max: 2000 }), (list, until, seconds) => {
        const time = toCountedTime(list);
        const left = (at: number): number => countedAt(time, until) - countedAt(time, at);
        const latest = latestBefore(time, until, seconds);
        if (latest === Number.NEGATIVE_INFINITY) expect(left(0)).toBeLessThan(seconds);
        else {
          expect(left(latest)).toBe(seconds);
          expect(left(latest + 1)).toBeLessThan(seconds);
        }
      }),
    );
  });
});
