import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SERVICE_LEVEL_RULES } from '/work/main/src/core/index.js';
import {
  erlangB,
  erlangC,
  type QueueMetrics,
  queueMetrics,
  requiredAgents,
  requiredTrunks,
  type ServiceTarget,
  waitQuantile,
} from '/work/main/src/queueing/index.js';

// Rounding allowance of comparisons between two nearly equal figures.
const ROUNDING = 1e-12;

const load = fc.oneof(
  fc.double({ min: 0.01, max: 5, noNaN: true }),
  fc.double({ min: 5, max: 300, noNaN: true }),
  fc.double({ min: 300, max: 2e4, noNaN: true }),
);
/** Agents around the load, from far under to far over. */
const staffing = fc.double({ min: 0.3, max: 2.5, noNaN: true });
const aht = fc.double({ min: 5, max: 3600, noNaN: true });
const patience = fc.double({ min: 1, max: 1e5, noNaN: true });
const threshold = fc.double({ min: 0, max: 900, noNaN: true });
const rule = fc.constantFrom(...SERVICE_LEVEL_RULES);

const call = fc.record({ offeredLoad: load, ahtSeconds: aht, patienceSeconds: patience, answerWithinSeconds: threshold });

function levels(metrics: QueueMetrics): number[] {
  return SERVICE_LEVEL_RULES.map((key) => metrics.serviceLevel?.[key] ?? Number.NaN);
}

/** No figure of `better` is worse than in `worse`, to rounding. */
function expectNoWorse(better: QueueMetrics, worse: QueueMetrics): void {
  const from = levels(worse);
  for (const [i, level] of levels(better).entries()) expect(level).toBeGreaterThanOrEqual((from[i] as number) - ROUNDING);
  expect(better.abandonProbability).toBeLessThanOrEqual(worse.abandonProbability + ROUNDING);
  expect(better.waitProbability).toBeLessThanOrEqual(worse.waitProbability + ROUNDING);
  expect(better.asaSeconds as number).toBeLessThanOrEqual((worse.asaSeconds as number) * (1 + 1e-10));
}

describe('laws of one queue', () => {
  it('more agents, whole or fractional, never make anything worse', () => {
    fc.assert(
      fc.property(call, staffing, fc.double({ min: 0.001, max: 2, noNaN: true }), (input, ratio, more) => {
        const agents = Math.max(0.2, input.offeredLoad * ratio);
        expectNoWorse(queueMetrics({ ...input, agents: agents + more }), queueMetrics({ ...input, agents }));
      }),
      { numRuns: 400 },
    );
  });

  it('more work never makes anything better', () => {
    fc.assert(
      fc.property(call, staffing, fc.double({ min: 1.0001, max: 1.5, noNaN: true }), (input, ratio, factor) => {
        const agents = Math.ceil(input.offeredLoad * ratio);
        expectNoWorse(queueMetrics({ ...input, agents }), queueMetrics({ ...input, agents, offeredLoad: input.offeredLoad * factor }));
      }),
      { numRuns: 60000 },
    );
  });

  it('more patience means fewer abandons, longer waits and more who wait', () => {
    fc.assert(
      fc.property(call, staffing, fc.double({ min: 1.01, max: 20, noNaN: true }), (input, ratio, factor) => {
        const agents = Math.ceil(input.offeredLoad * ratio);
        const short = queueMetrics({ ...input, agents });
        const long = queueMetrics({ ...input, agents, patienceSeconds: input.patienceSeconds * factor });
        expect(long.abandonProbability).toBeLessThanOrEqual(short.abandonProbability + ROUNDING);
        expect(long.waitProbability).toBeGreaterThanOrEqual(short.waitProbability - ROUNDING);
        expect(long.serviceLevel?.virtual as number).toBeLessThanOrEqual((short.serviceLevel?.virtual as number) + ROUNDING);
      }),
      { numRuns: 60000 },
    );
  });

  it('a longer threshold never lowers a service level', () => {
    fc.assert(
      fc.property(call, staffing, fc.double({ min: 0, max: 300, noNaN: true }), (input, ratio, more) => {
        const agents = Math.ceil(input.offeredLoad * ratio);
        const from = levels(queueMetrics({ ...input, agents }));
        const to = levels(queueMetrics({ ...input, agents, answerWithinSeconds: input.answerWithinSeconds + more }));
        for (const [i, level] of to.entries()) expect(level).toBeGreaterThanOrEqual((from[i] as number) - ROUNDING);
      }),
      { numRuns: 60000 },
    );
  });

  it('answered within T + given up within T + still waiting at T = 1', () => {
    fc.assert(
      fc.property(call, staffing, (input, ratio) => {
        const metrics = queueMetrics({ ...input, agents: input.offeredLoad * ratio });
        const waiting = (1 - (metrics.serviceLevel?.virtual as number)) * Math.exp(-input.answerWithinSeconds / input.patienceSeconds);
        expect((metrics.serviceLevel?.offered as number) + (metrics.abandonedWithinThreshold as number) + waiting).toBeCloseTo(1, 12);
      }),
      { numRuns: 60000 },
    );
  });

  it('Erlang A tends to Erlang C as patience grows', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 2000, noNaN: true }),
        aht,
        threshold,
        fc.double({ min: 1.02, max: 2, noNaN: true }),
        (offeredLoad, ahtSeconds, answerWithinSeconds, ratio) => {
          const input = { offeredLoad, ahtSeconds, answerWithinSeconds, agents: offeredLoad * ratio };
          const patient = queueMetrics(input);
          const nearly = queueMetrics({ ...input, patienceSeconds: 1e12 });
          expect(nearly.waitProbability).toBeCloseTo(patient.waitProbability, 5);
          expect(nearly.serviceLevel?.offered as number).toBeCloseTo(patient.serviceLevel?.offered as number, 5);
          if (patient.waitProbability > 1e-250) expect(Math.abs((nearly.asaSeconds as number) / (patient.asaSeconds as number) - 1) || 0).toBeLessThan(1e-4);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('Erlang A tends to Erlang B as patience shrinks: who cannot start at once leaves', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 500, noNaN: true }), staffing, (offeredLoad, ratio) => {
        const agents = Math.ceil(offeredLoad * ratio);
        const metrics = queueMetrics({ offeredLoad, ahtSeconds: 300, agents, patienceSeconds: 1e-9 });
        expect(metrics.abandonProbability).toBeCloseTo(erlangB({ offeredLoad, agents }), 7);
      }),
      { numRuns: 200 },
    );
  });

  it('patience equal to handle time makes the number present Poisson: P(wait) = P(Poisson(a) ≥ n)', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 60, noNaN: true }), fc.integer({ min: 1, max: 90 }), (offeredLoad, agents) => {
        let term = Math.exp(-offeredLoad);
        let below = 0;
        for (let k = 0; k < agents; k += 1) {
          below += term;
          term *= offeredLoad / (k + 1);
        }
        const { waitProbability } = queueMetrics({ offeredLoad, ahtSeconds: 240, patienceSeconds: 240, agents });
        expect(waitProbability).toBeCloseTo(1 - below, 12);
      }),
    );
  });

  it('the unit of time is free: minutes for seconds change no share', () => {
    fc.assert(
      fc.property(call, staffing, (input, ratio) => {
        const agents = input.offeredLoad * ratio;
        const seconds = queueMetrics({ ...input, agents });
        const minutes = queueMetrics({
          offeredLoad: input.offeredLoad,
          ahtSeconds: input.ahtSeconds / 60,
          patienceSeconds: input.patienceSeconds / 60,
          answerWithinSeconds: input.answerWithinSeconds / 60,
          agents,
        });
        for (const [i, level] of levels(minutes).entries()) expect(level).toBeCloseTo(levels(seconds)[i] as number, 10);
        expect(minutes.abandonProbability).toBeCloseTo(seconds.abandonProbability, 12);
        expect((minutes.asaSeconds as number) * 60).toBeCloseTo(seconds.asaSeconds as number, 8);
      }),
      { numRuns: 200 },
    );
  });

  it('a capacity that is never reached changes nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 60, noNaN: true }), fc.integer({ min: 1, max: 90 }), threshold, (offeredLoad, agents, answerWithinSeconds) => {
        const input = { offeredLoad, ahtSeconds: 200, patienceSeconds: 150, agents, answerWithinSeconds };
        const open = queueMetrics(input);
        const limited = queueMetrics({ ...input, capacity: agents + 600 });
        for (const [i, level] of levels(limited).entries()) expect(level).toBeCloseTo(levels(open)[i] as number, 11);
        expect(limited.asaSeconds as number).toBeCloseTo(open.asaSeconds as number, 8);
        expect(limited.waitProbability).toBeCloseTo(open.waitProbability, 11);
      }),
      { numRuns: 150 },
    );
  });

  it('every result is JSON-safe and every share lies in [0, 1], however odd the input', () => {
    const wild = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(
        wild,
        wild,
        wild,
        wild,
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.option(fc.integer({ min: 1, max: 300 })),
        (a, h, g, n, T, capacity) => {
          for (const options of [{}, { patienceSeconds: g }, { patienceSeconds: g, ...(capacity === null ? {} : { capacity }) }]) {
            const metrics = queueMetrics({ offeredLoad: a, ahtSeconds: h, agents: n, answerWithinSeconds: T, ...options });
            expect(JSON.parse(JSON.stringify(metrics))).toEqual(metrics);
            const shares = [
              metrics.occupancy,
              metrics.waitProbability,
              metrics.abandonProbability,
              metrics.blockProbability,
              metrics.abandonedWithinThreshold ?? 0,
            ];
            for (const share of [...shares, ...levels(metrics)]) expect(share >= 0 && share <= 1, `${share}`).toBe(true);
            for (const time of [metrics.asaSeconds, metrics.meanWaitSeconds, metrics.meanQueue]) expect(time === null || time >= 0).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('laws of the smallest head-count', () => {
  const target: fc.Arbitrary<ServiceTarget> = fc.oneof(
    fc.record({ serviceLevel: fc.double({ min: 0.05, max: 0.995, noNaN: true }), answerWithinSeconds: threshold, serviceLevelRule: rule }),
    fc.record({ asaSeconds: fc.double({ min: 0.5, max: 300, noNaN: true }) }),
    fc.record({ abandonProbability: fc.double({ min: 0.001, max: 0.6, noNaN: true }) }),
    fc.record({
      serviceLevel: fc.double({ min: 0.3, max: 0.95, noNaN: true }),
      answerWithinSeconds: threshold,
      serviceLevelRule: rule,
      asaSeconds: fc.double({ min: 1, max: 100, noNaN: true }),
      maxOccupancy: fc.double({ min: 0.3, max: 0.99, noNaN: true }),
    }),
  );

  function meets(metrics: QueueMetrics, asked: ServiceTarget): boolean {
    const level = metrics.serviceLevel?.[asked.serviceLevelRule ?? 'offered'] ?? 1;
    return (
      level >= (asked.serviceLevel ?? 0) &&
      metrics.abandonProbability <= (asked.abandonProbability ?? 1) &&
      (asked.asaSeconds === undefined || (metrics.asaSeconds !== null && metrics.asaSeconds <= asked.asaSeconds)) &&
      metrics.occupancy <= (asked.maxOccupancy ?? 1)
    );
  }

  it('n meets and n − 1 misses, with and without patience', () => {
    fc.assert(
      fc.property(load, aht, fc.option(patience), target, (offeredLoad, ahtSeconds, patienceSeconds, asked) => {
        const input = { offeredLoad, ahtSeconds, ...(patienceSeconds === null ? {} : { patienceSeconds }) };
        const result = requiredAgents({ ...input, target: asked });
        if (result.status !== 'met') throw new Error('a queue without capacity can always be staffed');
        const at = (agents: number): QueueMetrics =>
          queueMetrics({ ...input, agents, ...(asked.answerWithinSeconds === undefined ? {} : { answerWithinSeconds: asked.answerWithinSeconds }) });
        expect(meets(at(result.agents), asked)).toBe(true);
        const fewer = result.agents - 1;
        // Without patience the work has to fit as well.
        if (fewer >= 1) expect(meets(at(fewer), asked) && (patienceSeconds !== null || fewer >= offeredLoad)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('the whole number is the fractional one rounded up, and the fractional one is tight', () => {
    fc.assert(
      fc.property(load, aht, fc.option(patience), target, (offeredLoad, ahtSeconds, patienceSeconds, asked) => {
        const input = { offeredLoad, ahtSeconds, target: asked, ...(patienceSeconds === null ? {} : { patienceSeconds }) };
        const whole = requiredAgents(input).agents as number;
        const exact = requiredAgents({ ...input, fractional: true }).agents as number;
        expect(whole).toBe(Math.max(1, Math.ceil(exact)));
        const line = { offeredLoad, ahtSeconds, ...(patienceSeconds === null ? {} : { patienceSeconds }) };
        const timed = asked.answerWithinSeconds === undefined ? {} : { answerWithinSeconds: asked.answerWithinSeconds };
        expect(meets(queueMetrics({ ...line, ...timed, agents: exact }), asked)).toBe(true);
        // A mild `answered` target can hold however few are there: then the smallest number is next to nothing.
        fc.pre(exact > 1e-6);
        const below = exact * (1 - 1e-7);
        if (patienceSeconds !== null || below > offeredLoad) expect(meets(queueMetrics({ ...line, ...timed, agents: below }), asked)).toBe(false);
      }),
      { numRuns: 60000 },
    );
  });

  it('requiredTrunks holds the blocking and one line fewer does not', () => {
    fc.assert(
      fc.property(load, fc.double({ min: 1e-9, max: 0.9, noNaN: true }), (offeredLoad, blocking) => {
        const lines = requiredTrunks({ offeredLoad, blocking });
        expect(erlangB({ offeredLoad, agents: lines })).toBeLessThanOrEqual(blocking);
        expect(erlangB({ offeredLoad, agents: lines - 1 })).toBeGreaterThan(blocking);
      }),
    );
  });
});

describe('laws of B, C and quantiles', () => {
  it('B and C satisfy their recursions for fractional agents', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 3000, noNaN: true }), staffing, (offeredLoad, ratio) => {
        const agents = Math.max(0.05, offeredLoad * ratio);
        const before = erlangB({ offeredLoad, agents });
        const after = erlangB({ offeredLoad, agents: agents + 1 });
        fc.pre(before > 1e-290);
        expect(Math.abs((offeredLoad * before) / (agents + 1 + offeredLoad * before) / after - 1)).toBeLessThan(1e-12);
        if (agents > offeredLoad) {
          const waits = (agents * before) / (agents - offeredLoad * (1 - before));
          expect(Math.abs(erlangC({ offeredLoad, agents }) / waits - 1)).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 60000 },
    );
  });

  it('the virtual wait is within its quantile exactly as often as asked', () => {
    fc.assert(
      fc.property(call, staffing, fc.double({ min: 0.05, max: 0.999, noNaN: true }), (input, ratio, probability) => {
        const agents = Math.max(0.5, input.offeredLoad * ratio);
        const wait = waitQuantile({ ...input, agents, probability, of: 'virtual' }) as number;
        const reached = queueMetrics({ ...input, agents, answerWithinSeconds: wait }).serviceLevel?.virtual as number;
        if (wait === 0) expect(reached).toBeGreaterThanOrEqual(probability - ROUNDING);
        else expect(reached).toBeCloseTo(probability, 9);
      }),
      { numRuns: 200 },
    );
  });

  it('quantiles are finite, 0 or more, or null, however odd the input', () => {
    const wild = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(wild, wild, wild, wild, fc.constantFrom('answered', 'all', 'virtual'), (offeredLoad, ahtSeconds, patienceSeconds, agents, of) => {
        for (const line of [{ patienceSeconds }, {}]) {
          const wait = waitQuantile({ offeredLoad, ahtSeconds, agents, probability: 0.9, of, ...line });
          expect(wait === null || (wait >= 0 && wait < Number.POSITIVE_INFINITY)).toBe(true);
        }
      }),
      { numRuns: 60000 },
    );
  });

  it('quantiles of limited lines agree with unlimited ones when the limit is far', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 40, noNaN: true }), fc.constantFrom('answered', 'all', 'virtual'), (offeredLoad, of) => {
        const input = { offeredLoad, ahtSeconds: 240, patienceSeconds: 90, agents: Math.ceil(offeredLoad), probability: 0.9, of } as const;
        expect(waitQuantile({ ...input, capacity: input.agents + 500 }) as number).toBeCloseTo(waitQuantile(input) as number, 6);
      }),
      { numRuns: 60 },
    );
  });
});
