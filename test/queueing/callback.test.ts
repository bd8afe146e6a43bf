import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callbackMetrics, queueMetrics } from '../../src/queueing/index.js';
import { simulate } from '../../src/simulate/index.js';

const peak = { volume: 110, intervalSeconds: 1800, ahtSeconds: 300, answerWithinSeconds: 20 };

/** The chain of (contacts in service or on the line, call-backs) solved by sweeps over a cut-out of its states: independent of the product form. */
function solvedChain(
  agents: number,
  load: number,
  offerFromSeconds: number,
  accept: number,
  leaving: number,
): { accepted: number; lost: number; pile: number; free: number } {
  const arrival = load / 300;
  const [most, deepest] = [agents + 40, 120];
  const p = Array.from({ length: most + 2 }, (_, i) => new Float64Array(deepest + 2).map((_, b) => (i <= most && b <= (i < agents ? 0 : deepest) ? 1 : 0)));
  const at = (i: number, b: number): number => (i < 0 || b < 0 ? 0 : ((p[i] as Float64Array)[b] as number));
  const accepts = (i: number): number => (i >= agents && ((i - agents + 1) * 300) / agents >= offerFromSeconds - 1e-9 ? accept : 0);
  const down = (i: number): number => Math.min(i, agents) / 300 + Math.max(0, i - agents) * leaving;
  for (let sweep = 0; sweep < 3000; sweep += 1) {
    for (let b = 0; b <= deepest; b += 1)
      for (let i = b === 0 ? 0 : agents; i <= most; i += 1) {
        // With all busy and nobody on the line, the end of a service starts a call-back.
        const into = at(i - 1, b) * arrival * (1 - accepts(i - 1)) + at(i, b - 1) * arrival * accepts(i) + at(i + 1, b) * down(i + 1);
        const called = i === agents ? at(i, b + 1) * down(agents) : 0;
        const out = (i === most ? 0 : arrival * (1 - accepts(i))) + (b === deepest ? 0 : arrival * accepts(i)) + down(i);
        (p[i] as Float64Array)[b] = (into + called) / out;
      }
  }
  const sum = p.reduce((all, row) => all + row.reduce((part, value) => part + value, 0), 0);
  const found = { accepted: 0, lost: 0, pile: 0, free: 0 };
  p.forEach((row, i) => {
    row.forEach((value, b) => {
      found.accepted += (value / sum) * accepts(i);
      found.lost += ((value / sum) * Math.max(0, i - agents) * leaving) / arrival;
      found.pile += (value / sum) * b;
      if (i < agents) found.free += value / sum;
    });
  });
  return found;
}

describe('call-backs', () => {
  it('bring service, spare abandonment, and keep agents busy with those who would have given up', () => {
    const plain = queueMetrics({ ...peak, agents: 19, patienceSeconds: 120 });
    const offer = callbackMetrics({ ...peak, agents: 19, patienceSeconds: 120, offerFromSeconds: 30, acceptProbability: 0.37 });
    expect(offer.serviceLevel).toBeGreaterThan((plain.serviceLevel?.offered as number) + 0.02);
    expect(offer.abandonProbability).toBeLessThan(plain.abandonProbability - 0.02);
    expect(offer.occupancy).toBeGreaterThan(plain.occupancy);
  });

  it('pile up where all work together is more than the agents can do', () => {
    const hopeless = callbackMetrics({ ...peak, agents: 16, patienceSeconds: 120, offerFromSeconds: 10, acceptProbability: 0.9 });
    expect(hopeless).toMatchObject({ occupancy: 1, waitProbability: 1, callbacksWaiting: null, callbackWaitSeconds: null });
    expect(hopeless.serviceLevel).toBeGreaterThan(0);
  });

  it('cannot save a line that grows without end', () => {
    expect(callbackMetrics({ ...peak, agents: 12, offerFromSeconds: 60, acceptProbability: 0.1 })).toMatchObject({
      serviceLevel: 0,
      asaSeconds: null,
      meanQueue: null,
    });
  });

  it('of nobody are none', () => {
    expect(callbackMetrics({ ...peak, volume: 0, agents: 3, offerFromSeconds: 60, acceptProbability: 0.5 })).toMatchObject({
      callbackProbability: 0,
      serviceLevel: null,
    });
  });

  it('are refused with a share above 1', () => {
    expect(() => callbackMetrics({ ...peak, agents: 19, offerFromSeconds: 30, acceptProbability: 37 })).toThrow('share from 0 to 1');
  });

  it.each([
    [4, 3.4, 60, 0.37, 120],
    [3, 2.8, 0, 0.6, 60],
    [5, 3.9, 100, 0.5, undefined],
  ])(
    'agree with the chain solved state by state (%i agents, %d erlangs, from %i s, %d accept, patience %s)',
    (agents, offeredLoad, offerFromSeconds, acceptProbability, patienceSeconds) => {
      const exact = callbackMetrics({ offeredLoad, ahtSeconds: 300, agents, offerFromSeconds, acceptProbability, patienceSeconds });
      const solved = solvedChain(agents, offeredLoad, offerFromSeconds, acceptProbability, patienceSeconds === undefined ? 0 : 1 / patienceSeconds);
      expect(exact.waitProbability).toBeCloseTo(1 - solved.free, 6);
      expect(exact.callbackProbability).toBeCloseTo(solved.accepted, 6);
      expect(exact.abandonProbability).toBeCloseTo(solved.lost, 6);
      expect(exact.callbacksWaiting).toBeCloseTo(solved.pile, 4);
    },
  );

  it('agree with the simulator', async () => {
    const exact = callbackMetrics({ ...peak, agents: 19, patienceSeconds: 120, offerFromSeconds: 30, acceptProbability: 0.37 });
    const offer = { fromSeconds: 30, estimate: 'queueLength' as const, acceptProbability: 0.37, to: 'later' };
    const system = {
      contactTypes: [
        { name: 'calls', arrivalsPerHour: 220, patienceSeconds: 120, answerWithinSeconds: 20, route: [{ group: 'team' }], callback: offer },
        { name: 'later', arrivalsPerHour: 0, patienceSeconds: null, answerWithinSeconds: 600, route: [{ group: 'team' }] },
      ],
      agentGroups: [{ name: 'team', agents: 19, serves: [[{ contactType: 'calls' }], [{ contactType: 'later' }]], ahtSeconds: { calls: 300, later: 300 } }],
    };
    const { contactTypes } = await simulate(system, { horizonSeconds: 200_000, warmUpSeconds: 10_000, replications: 24, seed: 3 });
    const [calls, later] = contactTypes;
    for (const [figure, value] of [
      [calls?.serviceLevel.offered, exact.serviceLevel],
      [calls?.abandonProbability, exact.abandonProbability],
      [calls?.callbackProbability, exact.callbackProbability],
      [calls?.asaSeconds, exact.asaSeconds],
      [later?.meanWaitSeconds, exact.callbackWaitSeconds],
    ] as const)
      expect(Math.abs((figure?.mean as number) - (value as number))).toBeLessThanOrEqual(2 * (figure?.halfWidth as number));
  });
});

describe('laws of call-backs', () => {
  const line = fc.record({
    offeredLoad: fc.double({ min: 0.5, max: 80, noNaN: true }),
    spare: fc.double({ min: 0.8, max: 1.5, noNaN: true }),
    patienceSeconds: fc.double({ min: 10, max: 2000, noNaN: true }),
    answerWithinSeconds: fc.double({ min: 0, max: 200, noNaN: true }),
    offerFromSeconds: fc.double({ min: 0, max: 200, noNaN: true }),
  });
  const inputOf = ({
    spare,
    ...rest
  }: {
    readonly offeredLoad: number;
    readonly spare: number;
    readonly patienceSeconds: number;
    readonly answerWithinSeconds: number;
    readonly offerFromSeconds: number;
  }) => ({
    ...rest,
    ahtSeconds: 240,
    agents: Math.max(1, Math.round(rest.offeredLoad * spare)),
  });

  it('that nobody accepts change nothing', () =>
    fc.assert(
      fc.property(line, (given) => {
        const input = inputOf(given);
        const none = callbackMetrics({ ...input, acceptProbability: 0 });
        const plain = queueMetrics(input);
        expect(none.callbackProbability).toBe(0);
        expect(none.serviceLevel).toBeCloseTo(plain.serviceLevel?.offered as number, 9);
        expect(none.abandonProbability).toBeCloseTo(plain.abandonProbability, 9);
        expect(none.meanQueue).toBeCloseTo(plain.meanQueue as number, 6);
        if (plain.asaSeconds !== null) expect(none.asaSeconds).toBeCloseTo(plain.asaSeconds, 6);
      }),
      { numRuns: 80 },
    ));

  it('accepted more often lose fewer', () =>
    fc.assert(
      fc.property(line, fc.double({ min: 0, max: 0.5, noNaN: true }), fc.double({ min: 0, max: 0.5, noNaN: true }), (given, some, more) => {
        const input = inputOf(given);
        const less = callbackMetrics({ ...input, acceptProbability: some });
        const often = callbackMetrics({ ...input, acceptProbability: some + more });
        expect(often.abandonProbability).toBeLessThanOrEqual(less.abandonProbability + 1e-9);
        expect(often.occupancy).toBeGreaterThanOrEqual(less.occupancy - 1e-9);
      }),
      { numRuns: 80 },
    ));
});
