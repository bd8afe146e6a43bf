import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangC, priorityMetrics, queueMetrics } from '../../src/queueing/index.js';
import { simulate } from '../../src/simulate/index.js';

const line = { ahtSeconds: 180, intervalSeconds: 1800, agents: 12, answerWithinSeconds: 20 };
const classes = [
  { name: 'gold', volume: 20 },
  { name: 'others', volume: 80 },
];

/**
 * P(W > t | W > 0) of a class without patience, by an integral over the branch cut of its transform (independent of the code: [Davis1966],
 * [KellaYechiali1985]). `ahead`, `joining`: rates of better classes, and of those with the class itself; `pace` = agents ÷ AHT.
 */
function tailByIntegral(ahead: number, joining: number, pace: number, t: number): number {
  const busy = joining / pace;
  if (ahead === 0) return Math.exp(-(pace - joining) * t);
  const r = Math.sqrt(pace / ahead);
  const points = 20_000;
  let cut = 0;
  for (let k = 0; k < points; k += 1) {
    const phi = ((k + 0.5) * Math.PI) / points;
    const x = ahead + pace - 2 * Math.sqrt(ahead * pace) * Math.cos(phi);
    cut += (Math.exp(-x * t) / x) * (Math.sin(phi) ** 2 / (1 - 2 * busy * r * Math.cos(phi) + (busy * r) ** 2));
  }
  cut *= (2 * pace * (1 - busy)) / points;
  if (busy * r <= 1) return cut;
  const decay = (1 - busy) * (pace - ahead / busy);
  return cut + ((pace * busy ** 2 - ahead) / (busy * (pace * busy - ahead))) * Math.exp(-decay * t);
}

describe('priorities', () => {
  it('give valuable contacts most of the wait back, and take it from the others', () => {
    const [gold, others] = priorityMetrics({ ...line, classes }).classes;
    const inTurn = queueMetrics({ ...line, volume: 100 });
    expect(gold?.asaSeconds).toBeLessThan(0.25 * (inTurn.asaSeconds as number));
    expect(others?.asaSeconds).toBeGreaterThan(inTurn.asaSeconds as number);
    expect(gold?.serviceLevel).toBeGreaterThan(0.8);
    expect(others?.serviceLevel).toBeLessThan(0.65);
  });

  it('keep a class answered whose own work fits, even where all of it does not', () => {
    const overload = priorityMetrics({ ...line, agents: 9, classes });
    expect(overload.waitProbability).toBe(1);
    expect(overload.classes[0]?.asaSeconds).toBeCloseTo(180 / 9 / (1 - 2 / 9), 9);
    expect(overload.classes[1]).toMatchObject({ serviceLevel: 0, asaSeconds: null, meanQueue: null });
  });

  it('serve nobody without agents', () => {
    const nobody = priorityMetrics({ ...line, agents: 0, classes, patienceSeconds: 60 });
    expect(nobody.classes.map(({ abandonProbability, asaSeconds }) => [abandonProbability, asaSeconds])).toEqual([
      [1, null],
      [1, null],
    ]);
  });

  it('are refused without a load, or with it twice', () => {
    expect(() => priorityMetrics({ ...line, classes: [] })).toThrow('at least one class');
    expect(() => priorityMetrics({ ...line, classes: [{}] })).toThrow('classes[0] must have volume');
    expect(() => priorityMetrics({ ...line, classes: [{ volume: 1, offeredLoad: 1 }] })).toThrow('one of the two');
    expect(() => priorityMetrics({ ...line, intervalSeconds: undefined, classes })).toThrow('intervalSeconds');
  });
});

describe('priorities without patience', () => {
  // [Cobham1954]: W_k = C(n, a) ÷ (n μ (1 − σ_k) (1 − σ_{k−1})).
  it('wait as in the formula of Cobham', () => {
    const three = priorityMetrics({ ...line, classes: [{ volume: 10 }, { volume: 30 }, { volume: 60 }] }).classes;
    const wait = erlangC({ offeredLoad: 10, agents: 12 });
    let before = 0;
    for (const { offeredLoad, meanWaitSeconds } of three) {
      const expected = (wait * 180) / 12 / ((1 - before / 12) * (1 - (before + offeredLoad) / 12));
      expect(meanWaitSeconds).toBeCloseTo(expected, 9);
      before += offeredLoad;
    }
  });

  it.each([
    [20, 80, 20],
    [20, 80, 300],
    [80, 20, 20],
    [80, 20, 900],
    [50, 50, 60],
  ])('answer in time as the transform inverted by an integral says (%i before %i, %i s)', (first, second, answerWithinSeconds) => {
    const found = priorityMetrics({ ...line, answerWithinSeconds, classes: [{ volume: first }, { volume: second }] });
    const pace = 12 / 180;
    const [top, low] = [first / 1800, second / 1800];
    expect(found.classes[0]?.serviceLevel).toBeCloseTo(1 - found.waitProbability * tailByIntegral(0, top, pace, answerWithinSeconds), 8);
    expect(found.classes[1]?.serviceLevel).toBeCloseTo(1 - found.waitProbability * tailByIntegral(top, top + low, pace, answerWithinSeconds), 8);
  });
});

describe('priorities against the simulator', () => {
  it.each([[null], [90]])('agree class by class, patience %s', async (patienceSeconds) => {
    const exact = priorityMetrics({ ...line, classes, patienceSeconds: patienceSeconds ?? undefined });
    const type = (name: string, arrivalsPerHour: number) => ({ name, arrivalsPerHour, patienceSeconds, answerWithinSeconds: 20, route: [{ group: 'team' }] });
    const system = {
      contactTypes: [type('gold', 40), type('others', 160)],
      agentGroups: [{ name: 'team', agents: 12, serves: [[{ contactType: 'gold' }], [{ contactType: 'others' }]], ahtSeconds: { gold: 180, others: 180 } }],
    };
    const played = await simulate(system, { horizonSeconds: 200_000, warmUpSeconds: 5000, replications: 20, seed: 4 });
    played.contactTypes.forEach(({ serviceLevel, asaSeconds, abandonProbability }, k) => {
      const own = exact.classes[k];
      for (const [figure, value] of [
        [serviceLevel.offered, own?.serviceLevel],
        [asaSeconds, own?.asaSeconds],
        [abandonProbability, own?.abandonProbability],
      ] as const)
        expect(Math.abs((figure.mean as number) - (value as number))).toBeLessThanOrEqual(2 * (figure.halfWidth as number) + 1e-12);
    });
  });
});

describe('laws of priorities', () => {
  const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });
  const load = fc.double({ min: 0.5, max: 60, noNaN: true });
  const spare = fc.double({ min: 0.85, max: 1.6, noNaN: true });
  const patience = fc.option(fc.double({ min: 5, max: 2000, noNaN: true }), { nil: undefined });
  const within = fc.double({ min: 0, max: 300, noNaN: true });
  const centre = fc.record({ load, spare, share, patience, within });
  type Given = { readonly load: number; readonly spare: number; readonly share: number; readonly patience: number | undefined; readonly within: number };
  const inputOf = ({ load: a, spare: s, share: of, patience: patienceSeconds, within: answerWithinSeconds }: Given) => ({
    classes: [{ offeredLoad: a * of }, { offeredLoad: a * (1 - of) }],
    ahtSeconds: 200,
    agents: Math.max(1, Math.round(a * s)),
    patienceSeconds,
    answerWithinSeconds,
  });

  it('one class alone is the plain queue', () =>
    fc.assert(
      fc.property(centre, (given) => {
        const { classes: _, ...one } = inputOf(given);
        const found = priorityMetrics({ ...one, classes: [{ offeredLoad: given.load }] }).classes[0];
        const plain = queueMetrics({ ...one, offeredLoad: given.load });
        expect(found?.serviceLevel).toBeCloseTo(plain.serviceLevel?.offered as number, 9);
        expect(found?.abandonProbability).toBeCloseTo(plain.abandonProbability, 9);
        if (plain.asaSeconds === null) expect(found?.asaSeconds).toBeNull();
        else expect((found?.asaSeconds as number) / (plain.asaSeconds + 1e-9)).toBeCloseTo(plain.asaSeconds / (plain.asaSeconds + 1e-9), 6);
      }),
      { numRuns: 60 },
    ));

  it('order serves nobody more: contacts in line and giving up are those of one line', () =>
    fc.assert(
      fc.property(centre, (given) => {
        const input = inputOf(given);
        const { classes: found, abandonProbability, waitProbability } = priorityMetrics(input);
        const plain = queueMetrics({ ...input, offeredLoad: given.load });
        expect(waitProbability).toBeCloseTo(plain.waitProbability, 12);
        expect(abandonProbability).toBeCloseTo(plain.abandonProbability, 12);
        const lost = given.share * (found[0]?.abandonProbability as number) + (1 - given.share) * (found[1]?.abandonProbability as number);
        expect(lost).toBeCloseTo(plain.abandonProbability, 8);
        if (plain.meanQueue !== null)
          expect(((found[0]?.meanQueue as number) + (found[1]?.meanQueue as number)) / (1 + plain.meanQueue)).toBeCloseTo(
            plain.meanQueue / (1 + plain.meanQueue),
            7,
          );
      }),
      { numRuns: 60 },
    ));

  it('the first class is never served worse than in turn, the last never better', () =>
    fc.assert(
      fc.property(centre, (given) => {
        const input = inputOf(given);
        const [first, last] = priorityMetrics(input).classes;
        const plain = queueMetrics({ ...input, offeredLoad: given.load }).serviceLevel?.offered as number;
        expect(first?.serviceLevel as number).toBeGreaterThanOrEqual(plain - 1e-9);
        expect(last?.serviceLevel as number).toBeLessThanOrEqual((first?.serviceLevel as number) + 1e-9);
      }),
      { numRuns: 60 },
    ));
});
