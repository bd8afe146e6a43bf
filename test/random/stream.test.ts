import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from '../../src/random/index.js';

const draw = (stream: RandomStream, count: number): number[] => Array.from({ length: count }, () => stream.uniform());
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('randomStream', () => {
  it('gives the same numbers for the same seed and label, others for others', () => {
    expect(draw(randomStream(1, 'a'), 5)).toEqual(draw(randomStream(1, 'a'), 5));
    const first = new Set(
      [randomStream(1), randomStream(2), randomStream(1, 'a'), randomStream(-1), randomStream(1.5), randomStream(1).fork('a').fork('b')].map((stream) =>
        stream.uniform(),
      ),
    );
    expect(first.size).toBe(6);
  });

  it('is frozen: a seed gives these numbers in every version (frozen, not proven)', () => {
    expect(draw(randomStream(1, 'arrivals'), 3)).toMatchInlineSnapshot(`
      [
        0.8915121779956279,
        0.8631833605130803,
        0.6515748376321908,
      ]
    `);
  });

  it('forks streams that do not depend on how far the parent has run, and leaves the parent alone', () => {
    const parent = randomStream(7);
    const early = draw(parent.fork('x'), 3);
    const own = draw(parent, 3);
    expect(draw(parent.fork('x'), 3)).toEqual(early);
    expect(draw(randomStream(7), 3)).toEqual(own);
  });

  it('is uniform: moments and a chi-square over 100 bins lie within 5 sigma', () => {
    const count = 200_000;
    const values = draw(randomStream(3), count);
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(5 / Math.sqrt(12 * count));
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThan(0);
    expect(Math.max(...values.slice(0, 50_000))).toBeLessThan(1);
    const bins = new Array<number>(100).fill(0);
    for (const value of values) bins[Math.floor(value * 100)] = (bins[Math.floor(value * 100)] as number) + 1;
    const chiSquare = bins.reduce((sum, hits) => sum + (hits - count / 100) ** 2 / (count / 100), 0);
    expect(Math.abs(chiSquare - 99)).toBeLessThan(5 * Math.sqrt(2 * 99));
  });

  it('has no bias in the first draw of neighbouring seeds', () => {
    const firsts = Array.from({ length: 20_000 }, (_, seed) => randomStream(seed).uniform());
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(5 / Math.sqrt(12 * 20_000));
    const products = firsts.slice(1).map((value, i) => (value - 0.5) * ((firsts[i] as number) - 0.5));
    expect(Math.abs(mean(products))).toBeLessThan(5 / (12 * Math.sqrt(20_000)));
  });

  it('forked streams are uncorrelated', () => {
    const parent = randomStream(11);
    const [a, b] = [parent.fork('arrivals'), parent.fork('patience')];
    const products = Array.from({ length: 50_000 }, () => (a.uniform() - 0.5) * (b.uniform() - 0.5));
    expect(Math.abs(mean(products))).toBeLessThan(5 / (12 * Math.sqrt(50_000)));
  });

  it('draws normal numbers of mean 0 and variance 1, skewness 0, kurtosis 3', () => {
    const stream = randomStream(5);
    const values = Array.from({ length: 200_000 }, () => stream.normal());
    const moment = (power: number): number => mean(values.map((value) => value ** power));
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(200_000));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / 200_000));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / 200_000));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / 200_000));
  });

  it('draws whole numbers below a bound, each as often', () => {
    const stream = randomStream(9);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i += 1) {
      const face = stream.integer(6);
      expect(face >= 0 && face < 6 && Number.isInteger(face)).toBe(true);
      counts[face] = (counts[face] as number) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(60_000 * (1 / 6) * (5 / 6)));
  });
});
