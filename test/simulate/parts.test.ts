// Quantiles of Student's t: tables of any textbook, five digits. Moments of distributions: their formulas, within five standard errors.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Distribution, meanOf } from '../../src/simulate/distribution.js';
import { EventHeap } from '../../src/simulate/event-heap.js';
import { portableExp, portableLog } from '../../src/simulate/portable-math.js';
import { studentHalfWidth } from '../../src/simulate/student-quantile.js';
import { VariateStream } from '../../src/simulate/variates.js';
import { histogramQuantile, packHistogram, WaitHistogram } from '../../src/simulate/wait-histogram.js';

describe('EventHeap', () => {
  it('gives events in order of time, whatever is put in between', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.nat(2))), (steps) => {
        const heap = new EventHeap();
        const kept: number[] = [];
        steps.forEach(([time, takes], item) => {
          heap.push(time, item);
          kept.push(time);
          for (let i = 0; i < takes && kept.length > 0; i += 1) {
            const least = Math.min(...kept);
            expect(heap.nextTime()).toBe(least);
            expect(steps[heap.take()]?.[0]).toBe(least);
            kept.splice(kept.indexOf(least), 1);
          }
        });
        for (const time of kept.sort((a, b) => a - b)) {
          expect(heap.nextTime()).toBe(time);
          heap.take();
        }
        expect(heap.nextTime()).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });
});

describe('VariateStream', () => {
  const COUNT = 200_000;
  const draw = (distribution: Distribution | 'uniform', label = 'test'): number[] => {
    const stream = new VariateStream(distribution);
    stream.restart(1, label);
    return Array.from({ length: COUNT }, () => stream.next());
  };
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('has the mean and the variance of each distribution', () => {
    const cases: readonly (readonly [Distribution, number])[] = [
      [{ kind: 'exponential', meanSeconds: 30 }, 30],
      [{ kind: 'lognormal', meanSeconds: 200, cv: 0.7 }, 140],
      [{ kind: 'gamma', meanSeconds: 200, cv: 0.7 }, 140],
      [{ kind: 'gamma', meanSeconds: 50, cv: 1.6 }, 80],
      [{ kind: 'empirical', valuesSeconds: [10, 20, 60] }, Math.sqrt(1400 / 3)],
      [{ kind: 'deterministic', meanSeconds: 7 }, 0],
      [
        {
          kind: 'mixture',
          parts: [
            { share: 0.25, distribution: { kind: 'deterministic', meanSeconds: 0 } },
            { share: 0.75, distribution: { kind: 'exponential', meanSeconds: 40 } },
          ],
        },
        Math.sqrt(0.75 * 2 * 1600 - 900),
      ],
    ];
    for (const [distribution, deviation] of cases) {
      const values = draw(distribution);
      const average = mean(values);
      expect(Math.abs(average - meanOf(distribution)), distribution.kind).toBeLessThanOrEqual((5 * deviation) / Math.sqrt(COUNT) + 1e-9);
      const spread = Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
      expect(Math.abs(spread - deviation), distribution.kind).toBeLessThanOrEqual(0.03 * deviation + 1e-9);
      expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    }
  });

  it('draws exponential numbers with the right share in every tenth and in the tail', () => {
    const values = draw({ kind: 'exponential', meanSeconds: 1 });
    const allowed = (share: number): number => 5 * Math.sqrt((share * (1 - share)) / COUNT);
    for (const share of [0.9, 0.7, 0.5, 0.3, 0.1, 0.01, Math.exp(-7.7), 1e-4]) {
      const above = values.filter((value) => value > -Math.log(share)).length / COUNT;
      expect(Math.abs(above - share), String(share)).toBeLessThan(allowed(share));
    }
  });

  it('comes again with the same label, and differs with another one', () => {
    expect(draw('uniform').slice(0, 50)).toEqual(draw('uniform').slice(0, 50));
    expect(draw('uniform').slice(0, 50)).not.toEqual(draw('uniform', 'other').slice(0, 50));
  });
});

describe('WaitHistogram', () => {
  it('gives quantiles within a bin of the sorted waits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (waits, probability) => {
          const histogram = new WaitHistogram();
          for (const wait of waits) histogram.add(wait);
          const sorted = [...waits].sort((a, b) => a - b);
          const exact = sorted[Math.max(0, Math.ceil(probability * waits.length - 1e-9) - 1)] as number;
          const got = histogramQuantile([packHistogram(histogram)], probability) as number;
          expect(Math.abs(got - exact)).toBeLessThanOrEqual(0.008 * exact + 0.009);
        },
      ),
    );
  });

  it('knows no quantile without waits', () => {
    expect(histogramQuantile([packHistogram(new WaitHistogram())], 0.5)).toBeNull();
  });
});

describe('studentHalfWidth', () => {
  it.each([
    [1, 12.7062],
    [2, 4.30265],
    [5, 2.57058],
    [10, 2.22814],
    [11, 2.20099],
    [15, 2.13145],
    [30, 2.04227],
    [60, 2.0003],
    [120, 1.97993],
    [1000, 1.96234],
  ])('%i degrees of freedom: %f', (freedom, want) => {
    expect(studentHalfWidth(freedom)).toBeCloseTo(want, 4);
  });
});

describe('portable exp and log', () => {
  it('agree with Math to two units in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: -600, max: 600, noNaN: true }), (x) => {
        expect(Math.abs(portableExp(x) / Math.exp(x) - 1)).toBeLessThan(5e-16);
        const y = Math.exp(x);
        expect(Math.abs(portableLog(y) - Math.log(y))).toBeLessThanOrEqual(5e-16 * Math.max(Math.abs(Math.log(y)), 1e-300));
      }),
    );
    expect([portableExp(0), portableExp(-800), portableExp(800), portableLog(1)]).toEqual([1, 0, Number.POSITIVE_INFINITY, 0]);
  });
});
