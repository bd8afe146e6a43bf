import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/index.js';
import { estimatePatience, queueMetrics, reachableServiceLevel, requiredAgents, waitQuantile } from '../../src/queueing/index.js';
import { randomStream } from '../../src/random/index.js';

const RULES = ['offered', 'answered', 'excludingShortAbandons', 'includingShortAbandons', 'virtual'] as const;

describe('very long lines', () => {
  it('a capacity far beyond the queue changes nothing, with patience or without', () => {
    for (const patienceSeconds of [undefined, 60, 1e9]) {
      const input = { offeredLoad: 10, ahtSeconds: 200, agents: 12, answerWithinSeconds: 20, patienceSeconds };
      const free = queueMetrics(input);
      const limited = queueMetrics({ ...input, capacity: 1e9 });
      expect(limited.serviceLevel?.offered).toBeCloseTo(free.serviceLevel?.offered as number, 12);
      expect(limited.asaSeconds as number).toBeCloseTo(free.asaSeconds as number, 8);
      expect(limited.meanQueue as number).toBeCloseTo(free.meanQueue as number, 9);
    }
  });

  it('load = agents fills a line of a thousand million places evenly', () => {
    const metrics = queueMetrics({ offeredLoad: 12, ahtSeconds: 200, agents: 12, answerWithinSeconds: 20, capacity: 1e9 });
    expect(metrics.meanQueue as number).toBeCloseTo(5e8, -2);
    expect(metrics.blockProbability).toBeCloseTo(1e-9, 15);
  });

  it('overload blocks 1 − n/a of a long line, and with patience 1 − n/a gives up', () => {
    const input = { offeredLoad: 20, ahtSeconds: 200, agents: 12, answerWithinSeconds: 20 };
    expect(queueMetrics({ ...input, capacity: 1e9 }).blockProbability).toBeCloseTo(0.4, 12);
    expect(queueMetrics({ ...input, capacity: 1e9, patienceSeconds: 1e6 }).abandonProbability).toBeCloseTo(0.4, 10);
  });

  it('an impatient line agrees with the recursion over every state', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 3000 }), fc.double({ min: 0.5, max: 4, noNaN: true }), (agents, places, ratio) => {
        const [ahtSeconds, patienceSeconds] = [200, 20_000];
        const offeredLoad = agents * ratio;
        let [weight, total, queue] = [1, 1, 0];
        for (let k = 1; k <= agents + places; k += 1) {
          weight *= offeredLoad / (Math.min(k, agents) + (Math.max(0, k - agents) * ahtSeconds) / patienceSeconds);
          total += weight;
          queue += weight * Math.max(0, k - agents);
          if (total > 1e200) [weight, total, queue] = [weight / total, 1, queue / total];
        }
        const metrics = queueMetrics({ offeredLoad, ahtSeconds, patienceSeconds, agents, capacity: agents + places });
        expect(metrics.blockProbability).toBeCloseTo(weight / total, 11);
        expect((metrics.meanQueue as number) / (queue / total)).toBeCloseTo(1, 10);
      }),
      { numRuns: 60 },
    );
  });
});

describe('fewest agents with patience and a capacity', () => {
  it('is the fewest under every rule, also where fewer agents read better', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 40, noNaN: true }),
        fc.double({ min: 1, max: 900, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.constantFrom(...RULES),
        (offeredLoad, patienceSeconds, capacity, serviceLevel, serviceLevelRule) => {
          const line = { offeredLoad, ahtSeconds: 240, patienceSeconds, capacity };
          const answer = requiredAgents({ ...line, target: { serviceLevel, answerWithinSeconds: 20, serviceLevelRule } });
          const holds = (agents: number): boolean =>
            (queueMetrics({ ...line, agents, answerWithinSeconds: 20 }).serviceLevel?.[serviceLevelRule] ?? 0) >= serviceLevel;
          const fewest = Array.from({ length: capacity }, (_, i) => i + 1).find(holds) ?? null;
          expect(answer.agents).toBe(fewest);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('fractions of an agent and the edges of waits', () => {
  it('a hundredth of an agent at a tiny load keeps its digits', () => {
    // 200-digit value of M/M/n+M at n = 0.0587498777911047.
    const metrics = queueMetrics({
      offeredLoad: 2.0447817630714864e-8,
      agents: 0.0587498777911047,
      ahtSeconds: 746.3319164430411,
      patienceSeconds: 0.002890174263180166,
      answerWithinSeconds: 8.670522789540499,
    });
    expect(metrics.serviceLevel?.offered).toBeCloseTo(0.6354308341901598, 14);
    expect((metrics.asaSeconds as number) / 3.7725461609352874e-10).toBeCloseTo(1, 13);
  });

  it('a quantile just where the waiting begins is next to 0', () => {
    expect(waitQuantile({ offeredLoad: 0.1, agents: 1, ahtSeconds: 420, probability: 0.9, of: 'all' }) as number).toBeLessThan(2e-13);
  });
});

describe('reachableServiceLevel', () => {
  const queue = { volume: 100, intervalSeconds: 1800, ahtSeconds: 180, agents: 13 } as const;

  it('says the level at each threshold and the threshold of each level', () => {
    const { byThreshold, byServiceLevel } = reachableServiceLevel({ ...queue, thresholds: [20, 60], serviceLevels: [0.8, 0.5] });
    expect(byThreshold[0]?.serviceLevel).toBeCloseTo(0.7955948, 7);
    expect(byServiceLevel[1]?.answerWithinSeconds).toBe(0);
    for (const { serviceLevel, answerWithinSeconds } of byServiceLevel) {
      const reached = queueMetrics({ ...queue, answerWithinSeconds: answerWithinSeconds as number }).serviceLevel?.offered as number;
      expect(reached).toBeGreaterThanOrEqual(serviceLevel as number);
    }
  });

  it('the threshold found is the shortest, under every rule', () => {
    for (const serviceLevelRule of RULES) {
      const input = { ...queue, agents: 10, patienceSeconds: 120 };
      const [target] = reachableServiceLevel({ ...input, serviceLevelRule, serviceLevels: [0.85] }).byServiceLevel;
      const seconds = target?.answerWithinSeconds as number;
      const level = (t: number): number => queueMetrics({ ...input, answerWithinSeconds: t }).serviceLevel?.[serviceLevelRule] as number;
      expect(level(seconds)).toBeGreaterThanOrEqual(0.85);
      expect(level(seconds * (1 - 1e-9))).toBeLessThan(0.85);
    }
  });

  it('no threshold is long enough in overload, or beyond the share that is answered', () => {
    expect(reachableServiceLevel({ ...queue, agents: 9 }).byServiceLevel.every(({ answerWithinSeconds }) => answerWithinSeconds === null)).toBe(true);
    expect(reachableServiceLevel({ ...queue, agents: 5, patienceSeconds: 60, serviceLevels: [0.9] }).byServiceLevel[0]?.answerWithinSeconds).toBeNull();
    expect(reachableServiceLevel({ ...queue, volume: 0 }).byThreshold[0]?.serviceLevel).toBeNull();
    expect(() => reachableServiceLevel({ ...queue, serviceLevels: [80] })).toThrow(InvalidInputError);
    expect(() => reachableServiceLevel({ ...queue, serviceLevelRule: 'anwered' as never })).toThrow(/serviceLevelRule/);
  });
});

describe('estimatePatience from the ASA of the answered', () => {
  it('finds the patience of Erlang A back, given the wait of those who gave up; a little low without it', () => {
    const metrics = queueMetrics({ offeredLoad: 30, ahtSeconds: 240, patienceSeconds: 95, agents: 29 });
    const [gone, asa] = [metrics.abandonProbability, metrics.asaSeconds as number];
    const columns = { volume: [1000], abandoned: [1000 * gone], asaSeconds: [asa] };
    const abandonedWaitSeconds = [((metrics.meanWaitSeconds as number) - (1 - gone) * asa) / gone];
    expect(estimatePatience({ ...columns, abandonedWaitSeconds }).patienceSeconds).toBeCloseTo(95, 8);
    const low = estimatePatience(columns).patienceSeconds as number;
    expect(low).toBeLessThan(95);
    expect(low).toBeGreaterThan(85);
  });

  it('covers the true patience about as often as it says, interval by interval', () => {
    const random = randomStream(11, 'patience by interval');
    let covered = 0;
    for (let run = 0; run < 300; run += 1) {
      const columns = { volume: [] as number[], abandoned: [] as number[], asaSeconds: [] as number[], abandonedWaitSeconds: [] as (number | null)[] };
      for (let i = 0; i < 40; i += 1) {
        let [gone, answeredTime, goneTime] = [0, 0, 0];
        for (let k = 0; k < 30; k += 1) {
          const offered = random.uniform() < 0.5 ? 0 : -40 * Math.log(random.uniform());
          const patience = -100 * Math.log(random.uniform());
          if (patience < offered) {
            gone += 1;
            goneTime += patience;
          } else answeredTime += offered;
        }
        columns.volume.push(30);
        columns.abandoned.push(gone);
        columns.asaSeconds.push(answeredTime / (30 - gone));
        columns.abandonedWaitSeconds.push(gone > 0 ? goneTime / gone : null);
      }
      const { lowerSeconds, upperSeconds } = estimatePatience(columns, { level: 0.9 });
      if ((lowerSeconds as number) <= 100 && (upperSeconds as number) >= 100) covered += 1;
    }
    expect(covered / 300).toBeGreaterThan(0.86);
    expect(covered / 300).toBeLessThan(0.98);
  });

  it('refuses more who gave up than there were', () => {
    expect(() => estimatePatience({ volume: [5], abandoned: [6], asaSeconds: [10] })).toThrow(/at most the volume/);
  });
});
