import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/index.js';
import {
  erlangB,
  estimatePatience,
  largestVolume,
  type Patience,
  type QueueMetrics,
  queueMetrics,
  queueMetricsWithPatience,
  queueMetricsWithRepeats,
  requiredAgents,
  sensitivity,
} from '../../src/queueing/index.js';
import { randomStream } from '../../src/random/index.js';

const target = { serviceLevel: 0.8, answerWithinSeconds: 20 } as const;

describe('largestVolume', () => {
  it('is the other side of requiredAgents: fractional agents for that volume are the agents given', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 500, noNaN: true }), fc.option(fc.double({ min: 5, max: 2000, noNaN: true })), (agents, patienceSeconds) => {
        const line = { intervalSeconds: 1800, ahtSeconds: 240, target, ...(patienceSeconds === null ? {} : { patienceSeconds }) };
        const volume = largestVolume({ ...line, agents }) as number;
        expect(requiredAgents({ ...line, volume, fractional: true }).agents as number).toBeCloseTo(agents, 7);
      }),
      { numRuns: 100 },
    );
  });

  it('is 0 with nobody on line, and null when a rule lets any volume pass', () => {
    const line = { intervalSeconds: 1800, ahtSeconds: 240 };
    expect(largestVolume({ ...line, agents: 0, target })).toBe(0);
    const leavesInTime = { serviceLevel: 0.5, answerWithinSeconds: 60, serviceLevelRule: 'includingShortAbandons' } as const;
    expect(largestVolume({ ...line, agents: 3, patienceSeconds: 30, target: leavesInTime })).toBeNull();
  });

  it('an occupancy cap alone allows cap × agents erlangs', () => {
    expect(largestVolume({ agents: 20, intervalSeconds: 1800, ahtSeconds: 180, target: { maxOccupancy: 0.8 } })).toBeCloseTo(160, 8);
  });
});

describe('sensitivity', () => {
  it('shows two agents to each side, and none below 0', () => {
    const input = { volume: 100, intervalSeconds: 1800, ahtSeconds: 180, answerWithinSeconds: 20 };
    const rows = sensitivity({ ...input, agents: 14 });
    expect(rows.map(({ agents }) => agents)).toEqual([12, 13, 14, 15, 16]);
    for (const { agents, ...figures } of rows) expect(figures).toEqual(queueMetrics({ ...input, agents }));
    expect(sensitivity({ ...input, agents: 1, span: 3 }).map(({ agents }) => agents)).toEqual([0, 1, 2, 3, 4]);
    expect(() => sensitivity({ ...input, agents: 1, span: 0 })).toThrow(InvalidInputError);
  });
});

describe('redials and repeats', () => {
  const queue = { volume: 360, intervalSeconds: 3600, ahtSeconds: 200, patienceSeconds: 120, agents: 20, answerWithinSeconds: 20 } as const;

  it('half of the abandoners redial: 385.8 attempts an hour, service level 0.611 (simulated with redials after an hour: 385.9, 0.609)', () => {
    const metrics = queueMetricsWithRepeats({ ...queue, redialProbability: 0.5 });
    expect(metrics.attemptsPerContact * 360).toBeCloseTo(385.8, 1);
    expect(metrics.serviceLevel?.offered).toBeCloseTo(0.6106, 4);
    expect(metrics.abandonProbability).toBeCloseTo(0.13375, 5);
    // Simulated intervals: attempts 107,193 per million seconds, abandoned 0.1345 ± 0.0003, level 0.6091 ± 0.0008.
    expect(Math.abs((metrics.attemptsPerContact * 360) / ((107_193 / 1_000_000) * 3600) - 1)).toBeLessThan(0.001);
  });

  it('closes the balance: attempts = first + redials + repeats', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        fc.double({ min: 1, max: 60, noNaN: true }),
        (redialProbability, repeatProbability, load) => {
          const metrics = queueMetricsWithRepeats({
            offeredLoad: load,
            ahtSeconds: 240,
            patienceSeconds: 90,
            agents: 20,
            redialProbability,
            repeatProbability,
          });
          const lost = metrics.abandonProbability;
          const balance = load + metrics.offeredLoad * (redialProbability * lost + repeatProbability * (1 - lost));
          expect(Math.abs(balance / metrics.offeredLoad - 1)).toBeLessThan(1e-9);
          expect(metrics.freshLoad).toBe(load);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('without either it is the plain queue', () => {
    const { freshLoad, attemptsPerContact, ...rest } = queueMetricsWithRepeats(queue);
    expect(rest).toEqual(queueMetrics(queue));
    expect([freshLoad, attemptsPerContact]).toEqual([20, 1]);
  });
});

describe('general patience', () => {
  const levelsOf = (metrics: QueueMetrics): number[] => Object.values(metrics.serviceLevel ?? {});

  it('exponential patience gives Erlang A', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 300, noNaN: true }),
        fc.double({ min: 0.6, max: 1.6, noNaN: true }),
        fc.double({ min: 5, max: 3000, noNaN: true }),
        fc.double({ min: 0, max: 200, noNaN: true }),
        (offeredLoad, ratio, patienceSeconds, answerWithinSeconds) => {
          const input = { offeredLoad, ahtSeconds: 200, agents: offeredLoad * ratio, answerWithinSeconds };
          const want = queueMetrics({ ...input, patienceSeconds });
          const got = queueMetricsWithPatience({ ...input, patience: { kind: 'exponential', meanSeconds: patienceSeconds } });
          for (const [i, level] of levelsOf(got).entries()) expect(level).toBeCloseTo(levelsOf(want)[i] as number, 10);
          expect(got.abandonProbability).toBeCloseTo(want.abandonProbability, 11);
          expect(got.asaSeconds as number).toBeCloseTo(want.asaSeconds as number, 7);
          expect(got.meanWaitSeconds as number).toBeCloseTo(want.meanWaitSeconds as number, 7);
        },
      ),
      { numRuns: 120 },
    );
  });

  it('no patience at all is Erlang B, a mixture of equals is no mixture', () => {
    const input = { offeredLoad: 30, ahtSeconds: 200, agents: 28, answerWithinSeconds: 10 };
    const none = queueMetricsWithPatience({ ...input, patience: { kind: 'deterministic', meanSeconds: 0 } });
    expect(none.abandonProbability).toBeCloseTo(erlangB({ offeredLoad: 30, agents: 28 }), 12);
    const one: Patience = { kind: 'exponential', meanSeconds: 90 };
    const two: Patience = { kind: 'mixture', parts: [0.3, 0.7].map((share) => ({ share, distribution: one })) };
    expect(queueMetricsWithPatience({ ...input, patience: two }).serviceLevel?.offered).toBeCloseTo(
      queueMetricsWithPatience({ ...input, patience: one }).serviceLevel?.offered ?? 0,
      13,
    );
  });

  it('fixed patience at load = agents: waits spread evenly, so a share ρ/(X + ρ τ) leaves', () => {
    // With a = n the density of the wait is flat up to the patience d: J = d, then falls as e^(−n t).
    const [load, patience] = [10, 1 / 3];
    const inverse = 1 / erlangB({ offeredLoad: load, agents: load - 1 });
    const whole = inverse + load * (patience + 1 / load);
    const metrics = queueMetricsWithPatience({ offeredLoad: load, ahtSeconds: 180, agents: load, patience: { kind: 'deterministic', meanSeconds: 60 } });
    expect(metrics.abandonProbability).toBeCloseTo(1 / whole, 13);
    expect(metrics.waitProbability).toBeCloseTo((whole - inverse) / whole, 13);
  });

  it.each<[string, Patience]>([
    ['fixed', { kind: 'deterministic', meanSeconds: 45 }],
    [
      'hyper-exponential',
      {
        kind: 'mixture',
        parts: [
          { share: 0.4, distribution: { kind: 'exponential', meanSeconds: 10 } },
          { share: 0.6, distribution: { kind: 'exponential', meanSeconds: 300 } },
        ],
      },
    ],
    [
      'zero or exponential',
      {
        kind: 'mixture',
        parts: [
          { share: 0.25, distribution: { kind: 'deterministic', meanSeconds: 0 } },
          { share: 0.75, distribution: { kind: 'exponential', meanSeconds: 120 } },
        ],
      },
    ],
  ])('%s patience agrees with a simulated queue', (_, patience) => {
    const input = { offeredLoad: 8, ahtSeconds: 100, agents: 8, answerWithinSeconds: 15 };
    const metrics = queueMetricsWithPatience({ ...input, patience });
    const simulated = simulateQueue(8 / 100, 100, 8, patience, 15, 400_000);
    // Half-widths of about four standard errors of correlated waits.
    expect(simulated.abandoned).toBeCloseTo(metrics.abandonProbability, 2);
    expect(Math.abs(simulated.level - (metrics.serviceLevel?.offered ?? 0))).toBeLessThan(0.008);
    expect(Math.abs(simulated.asa / (metrics.asaSeconds ?? 0) - 1)).toBeLessThan(0.05);
  });

  it('refuses shares that do not add up and unknown kinds', () => {
    const input = { offeredLoad: 8, ahtSeconds: 100, agents: 8 };
    const half: Patience = { kind: 'mixture', parts: [{ share: 0.5, distribution: { kind: 'exponential', meanSeconds: 10 } }] };
    expect(() => queueMetricsWithPatience({ ...input, patience: half })).toThrow(/add up to 1/);
    expect(() => queueMetricsWithPatience({ ...input, patience: { kind: 'weibull' } as never })).toThrow(/kind must be/);
  });
});

/** Waits of first-come-first-served arrivals by Kiefer–Wolfowitz, where whoever would wait past its patience leaves. */
function simulateQueue(rate: number, ahtSeconds: number, agents: number, patience: Patience, threshold: number, contacts: number) {
  const random = randomStream(1, 'general patience');
  const draw = (mean: number): number => -mean * Math.log(random.uniform());
  const drawPatience = (law: Patience): number => {
    if (law.kind === 'exponential') return draw(law.meanSeconds);
    if (law.kind === 'deterministic') return law.meanSeconds;
    let at = random.uniform();
    for (const { share, distribution } of law.parts) {
      if (at < share) return drawPatience(distribution);
      at -= share;
    }
    throw new Error('shares add up to 1');
  };
  const freeAt = new Float64Array(agents);
  let now = 0;
  let abandoned = 0;
  let inTime = 0;
  let waited = 0;
  for (let i = 0; i < contacts; i += 1) {
    now += draw(1 / rate);
    let first = 0;
    for (let k = 1; k < agents; k += 1) if ((freeAt[k] as number) < (freeAt[first] as number)) first = k;
    const wait = Math.max(0, (freeAt[first] as number) - now);
    if (wait > 0 && drawPatience(patience) <= wait) abandoned += 1;
    else {
      freeAt[first] = now + wait + draw(ahtSeconds);
      waited += wait;
      if (wait <= threshold) inTime += 1;
    }
  }
  return { abandoned: abandoned / contacts, level: inTime / contacts, asa: waited / (contacts - abandoned) };
}

describe('estimatePatience', () => {
  it('counts the waiting of the answered too', () => {
    expect(estimatePatience({ waitSeconds: [10, 50, 0, 120, 60], abandoned: [false, true, false, true, false] })).toMatchObject({
      patienceSeconds: 120,
      abandoned: 2,
      waitedSeconds: 240,
    });
  });

  it('finds the patience of Erlang A back from its own figures', () => {
    const metrics = queueMetrics({ offeredLoad: 30, ahtSeconds: 240, patienceSeconds: 95, agents: 29 });
    const columns = { volume: [1000], abandoned: [1000 * metrics.abandonProbability], meanWaitSeconds: [metrics.meanWaitSeconds] };
    expect(estimatePatience(columns).patienceSeconds).toBeCloseTo(95, 8);
  });

  it('covers the true patience about as often as it says', () => {
    const random = randomStream(7, 'patience');
    let covered = 0;
    for (let run = 0; run < 400; run += 1) {
      const waitSeconds: number[] = [];
      const abandoned: boolean[] = [];
      for (let i = 0; i < 120; i += 1) {
        const offered = -40 * Math.log(random.uniform());
        const patience = -100 * Math.log(random.uniform());
        waitSeconds.push(Math.min(offered, patience));
        abandoned.push(patience < offered);
      }
      const { lowerSeconds, upperSeconds } = estimatePatience({ waitSeconds, abandoned }, { level: 0.9 });
      if ((lowerSeconds as number) <= 100 && (upperSeconds as number) >= 100) covered += 1;
    }
    expect(covered / 400).toBeGreaterThan(0.86);
    expect(covered / 400).toBeLessThan(0.97);
  });

  it('scattered intervals widen the interval; unknown ones are left out', () => {
    const even = estimatePatience({ volume: [100, 100, null, 100, 100], abandoned: [10, 10, 3, 10, 10], meanWaitSeconds: [12, 12, 12, 12, 12] });
    const uneven = estimatePatience({ volume: [100, 100, 100, 100], abandoned: [0, 30, 2, 8], meanWaitSeconds: [12, 12, 12, 12] });
    expect(even.patienceSeconds).toBeCloseTo(120, 10);
    expect(uneven.patienceSeconds).toBeCloseTo(120, 10);
    expect(uneven.upperSeconds as number).toBeGreaterThan(even.upperSeconds as number);
  });

  it('nobody gave up: only a lower end; nobody waited: nothing to say', () => {
    const loyal = estimatePatience({ waitSeconds: [60, 30], abandoned: [false, false] });
    expect(loyal.patienceSeconds).toBeNull();
    expect(loyal.lowerSeconds).toBeCloseTo(90 / -Math.log(0.05), 6);
    expect(estimatePatience({ waitSeconds: [0, 0], abandoned: [false, false] })).toMatchObject({ patienceSeconds: null, lowerSeconds: null });
  });

  it('refuses columns of different lengths and negative waits', () => {
    expect(() => estimatePatience({ waitSeconds: [1], abandoned: [] })).toThrow(InvalidInputError);
    expect(() => estimatePatience({ waitSeconds: [-1], abandoned: [false] })).toThrow(/waitSeconds\[0\]/);
    expect(() => estimatePatience({ volume: [1], abandoned: [-1], meanWaitSeconds: [2] })).toThrow(/abandoned\[0\]/);
  });
});
