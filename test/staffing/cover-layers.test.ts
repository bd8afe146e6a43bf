import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type QueueConfig, resolvePlan } from '../../src/core/index.js';
import { queueMetrics } from '../../src/queueing/index.js';
import { type CoverLayer, coverLayers, staffChannels } from '../../src/staffing/index.js';
import { queueForecast } from '../queue-forecast.js';

const SURPLUS = 6;
/** Quiet, middling and busy half-hours of calls of four minutes. */
const VOLUMES = [3, 12, 40, 90, 160];

function layersOf(rule: QueueConfig, volume: readonly (number | null)[] = VOLUMES, cover: 'exact' | 'withShrinkage' = 'exact') {
  const config = {
    zone: 'UTC',
    shrinkage: { absence: 0.2 },
    queues: { help: { patience: '2min', understaffedPerHour: 60, coverPrice: 'service', ...rule } },
  } as const;
  const day = queueForecast(volume, { queue: 'help', channel: config.queues.help.channel ?? 'voice', ahtSeconds: volume.map(() => 240) });
  const need = staffChannels({ queues: [day] }, config).queues[0] as ReturnType<typeof staffChannels>['queues'][number];
  const wanted = cover === 'exact' ? need.agentsExact : need.agentsWithShrinkage;
  const queue = resolvePlan(config).queues[0] as ReturnType<typeof resolvePlan>['queues'][number];
  return { wanted, layers: coverLayers(need, queue, wanted, SURPLUS) };
}

const nearestOf = (steps: readonly number[], value: number): number =>
  steps.reduce((best, step) => (Math.abs(step - value) < Math.abs(best - value) ? step : best));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const needAt = (layers: readonly CoverLayer[], i: number): number => sum(layers.filter((own) => own.isNeed).map((own) => own.agents[i] as number));
/** Price of the person whom the need misses least. */
const firstPrice = (layers: readonly CoverLayer[], i: number): number =>
  Math.min(...layers.filter((own) => own.isNeed && (own.agents[i] as number) > 0).map((own) => own.pricePerHour));
/** Price of the first person beyond the need; what idle people cost where there is no layer. */
const beyondPrice = (layers: readonly CoverLayer[], i: number): number =>
  Math.min(SURPLUS, ...layers.filter((own) => !own.isNeed && (own.agents[i] as number) > 0).map((own) => own.pricePerHour));

describe('coverLayers', () => {
  it('a flat price is one layer', () => {
    const { wanted, layers } = layersOf({ coverPrice: 'flat' });
    expect(layers).toEqual([{ isNeed: true, pricePerHour: 60, agents: wanted }]);
  });

  it('people missing cost more where more contacts are lost, 60 as a mean, and people beyond the need less', () => {
    const { layers } = layersOf({});
    const prices = VOLUMES.map((_, i) => firstPrice(layers, i));
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(prices[0]).toBeLessThan(prices[4] as number);
    // each is the nearest of five steps, so that the mean is met to about a step
    expect(sum(prices) / prices.length).toBeGreaterThan(45);
    expect(sum(prices) / prices.length).toBeLessThan(80);
    expect(beyondPrice(layers, 0)).toBeGreaterThan(beyondPrice(layers, 4));
  });

  it('follows the contacts that the Erlang A formula loses', () => {
    const { layers, wanted } = layersOf({}, [160, 160]);
    const lost = (agents: number): number => {
      const { serviceLevel, abandonProbability } = queueMetrics({
        offeredLoad: (160 * 240) / 1800,
        ahtSeconds: 240,
        patienceSeconds: 120,
        answerWithinSeconds: 20,
        agents,
      });
      return 1 - (serviceLevel?.offered as number) + abandonProbability;
    };
    const step = 2; // head-counts a third of √people apart
    const top = Math.floor(wanted[0] as number);
    const first = (lost(top) - lost(top + step)) / step;
    // from the need downwards; where the curve flattens out the steepest price stays
    const shares = [0, 1, 2, 3, 4, 5].map((k) => (lost(top - step * (k + 1)) - lost(top - step * k)) / step / first);
    const prices = shares.map((_, k) => 60 * nearestOf([1 / 3, 0.6, 1, 1.7, 3], Math.max(1, ...shares.slice(0, k + 1))));
    expect(Math.max(...prices)).toBeGreaterThan(60);
    const people = layers
      .filter((own) => own.isNeed)
      .flatMap(({ pricePerHour, agents }) => [{ pricePerHour, upTo: agents[0] as number }])
      .reverse();
    prices.forEach((price, k) => {
      // the price of the person so far below the need
      let below = (wanted[0] as number) - (top - step * k) + step / 2;
      const own = people.find(({ upTo }) => {
        below -= upTo;
        return below <= 0;
      });
      expect(own?.pricePerHour).toBeCloseTo(price, 9);
    });
  });

  it('people asked for by a minimum keep the plain price', () => {
    const { layers } = layersOf({ minimumAgents: 4 }, [1, 1, 90, 160]);
    expect(firstPrice(layers, 0)).toBe(60);
    expect(firstPrice(layersOf({}, [1, 1, 90, 160]).layers, 0)).toBeLessThan(60);
  });

  it('counts people to schedule where the plan covers the need with shrinkage', () => {
    const [exact, more] = [layersOf({}), layersOf({}, VOLUMES, 'withShrinkage')];
    VOLUMES.forEach((_, i) => {
      expect(needAt(exact.layers, i)).toBeCloseTo(exact.wanted[i] as number, 9);
      expect(needAt(more.layers, i)).toBeCloseTo((exact.wanted[i] as number) / 0.8, 9);
    });
  });

  it.each<[string, QueueConfig]>([
    ['waits', { target: { asa: '15s' } }],
    ['abandons', { target: { abandonProbability: 0.03 } }],
    ['nobody gives up', { patience: null }],
    ['chats, several at a time', { channel: 'chat', concurrency: { ahtAt: ['4min', '5min', '7min'] } }],
  ])('measures what the target measures: %s', (_, rule) => {
    const { layers, wanted } = layersOf(rule);
    expect(layers.length).toBeGreaterThan(2);
    VOLUMES.forEach((_, i) => {
      expect(needAt(layers, i)).toBeCloseTo(wanted[i] as number, 9);
    });
    expect(firstPrice(layers, 0)).toBeLessThan(firstPrice(layers, 4));
  });

  it.each<[string, QueueConfig, readonly (number | null)[]]>([
    ['work by deadline', { channel: 'email', target: { serviceLevel: 0.9, answerWithin: '8h' } }, VOLUMES],
    ['no contacts', {}, [null, null, null]],
  ])('stays flat where no service follows from the people of an interval: %s', (_, rule, volume) => {
    const { layers, wanted } = layersOf(rule, volume);
    expect(layers).toEqual([{ isNeed: true, pricePerHour: 60, agents: wanted }]);
  });

  it('always adds up to the need, at prices within their steps', () => {
    const volumes = fc.array(fc.oneof(fc.constant(null), fc.double({ min: 0, max: 600, noNaN: true })), { minLength: 1, maxLength: 12 });
    const rules = fc.record({
      patience: fc.constantFrom('30s', '5min', null),
      minimumAgents: fc.constantFrom(0, 3),
      target: fc.constantFrom({ serviceLevel: 0.8, answerWithin: '20s' }, { serviceLevel: 0.95, answerWithin: '0s', maxOccupancy: 0.7 }, { asa: '30s' }),
    });
    fc.assert(
      fc.property(volumes, rules, (volume, rule) => {
        const { layers, wanted } = layersOf(rule, volume);
        wanted.forEach((people, i) => {
          expect(needAt(layers, i)).toBeCloseTo(people, 6);
        });
        for (const { isNeed, pricePerHour, agents } of layers) {
          expect(Math.min(...agents)).toBeGreaterThanOrEqual(0);
          expect(pricePerHour).toBeGreaterThanOrEqual(isNeed ? 19.99 : 0);
          expect(pricePerHour).toBeLessThanOrEqual(isNeed ? 180 : SURPLUS);
        }
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});
