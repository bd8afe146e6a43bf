import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/index.js';
import {
  erlangB,
  erlangC,
  lnErlangB,
  lnErlangC,
  queueMetrics,
  queueSizer,
  requiredAgents,
  requiredTrunks,
  sizedQueue,
  waitQuantile,
} from '../../src/queueing/index.js';

const classic = { volume: 100, intervalSeconds: 1800, ahtSeconds: 180 } as const;
const target = { serviceLevel: 0.8, answerWithinSeconds: 20 } as const;

describe('the classic case: 100 calls in half an hour, AHT 3 minutes, 80 % within 20 s', () => {
  it.each([
    [11, 0.6821182, 0.3896138, 122.78127684408],
    [12, 0.4493882, 0.640158, 40.4449401868444],
    [13, 0.2852705, 0.7955948, 17.1162271821896],
    [14, 0.1741319335950498, 0.8883500191794669, 7.83593701177724],
    [15, 0.102042, 0.941453, 3.673525],
  ])('with %i agents P(wait), service level and ASA are as published', (agents, wait, level, asa) => {
    const metrics = queueMetrics({ ...classic, agents, answerWithinSeconds: 20 });
    expect(metrics.waitProbability).toBeCloseTo(wait, 6);
    expect(metrics.serviceLevel?.offered).toBeCloseTo(level, 6);
    expect(metrics.asaSeconds).toBeCloseTo(asa, 5);
    expect(metrics.occupancy).toBeCloseTo(10 / agents, 14);
  });

  it('needs 14 agents, or 13.04 fractional ones', () => {
    const whole = requiredAgents({ ...classic, target });
    expect(whole).toMatchObject({ status: 'met', agents: 14, offeredLoad: 10 });
    expect(requiredAgents({ ...classic, target, fractional: true }).agents).toBeCloseTo(13.0372, 4);
  });

  it('an occupancy cap of 70 % asks for 15', () => {
    expect(requiredAgents({ ...classic, target: { ...target, maxOccupancy: 0.7 } }).agents).toBe(15);
  });

  it('with patience of 5 minutes 13 agents do, and all figures are as published', () => {
    const result = requiredAgents({ ...classic, patienceSeconds: 300, target: { ...target, maxOccupancy: 0.85, abandonProbability: 0.05 } });
    if (result.status !== 'met') throw new Error('reachable');
    expect(result.agents).toBe(13);
    expect(result.serviceLevel?.offered).toBeCloseTo(0.8581777, 7);
    expect(result.occupancy).toBeCloseTo(0.7500282, 7);
    expect(result.abandonProbability).toBeCloseTo(0.0249633, 7);
    expect(result.waitProbability).toBeCloseTo(0.2257971, 7);
    expect(result.meanQueue).toBeCloseTo(0.1248165 * (100 / 30), 5);
  });
});

describe('other published figures', () => {
  it.each([
    [342, 1800, 430, 20, 0.8, 90],
    [180, 1800, 450, 10, 0.9, 55],
    [1000, 3600, 120, 20, 0.8, 38],
    [250, 3600, 330, 30, 0.8, 28],
    [2000, 3600, 150, 30, 0.9, 90],
    [100_000, 1800, 360, 20, 0.8, 20_025],
  ])('%i calls in %i s of %i s each, %i s: level %d needs %i agents', (volume, intervalSeconds, ahtSeconds, answerWithinSeconds, serviceLevel, agents) => {
    expect(requiredAgents({ volume, intervalSeconds, ahtSeconds, target: { serviceLevel, answerWithinSeconds } }).agents).toBe(agents);
  });

  it('48 calls a minute of one minute, patience 2 minutes, 50 agents: 3.1 % leave, 3.7 s mean wait, 93 % occupancy', () => {
    const metrics = queueMetrics({ volume: 48, intervalSeconds: 60, ahtSeconds: 60, patienceSeconds: 120, agents: 50, answerWithinSeconds: 20 });
    expect(metrics.abandonProbability).toBeCloseTo(0.030912, 6);
    expect(metrics.meanWaitSeconds).toBeCloseTo(3.709, 3);
    expect(metrics.occupancy).toBeCloseTo(0.930324, 6);
    expect(metrics.serviceLevel?.offered).toBeCloseTo(0.943019, 6);
  });

  it('a threshold far beyond patience is no trouble: 85 agents for 90 erlangs', () => {
    for (const answerWithinSeconds of [300, 1200])
      expect(queueMetrics({ offeredLoad: 90, ahtSeconds: 180, patienceSeconds: 180, agents: 85, answerWithinSeconds }).serviceLevel?.offered).toBeCloseTo(
        0.9248389395540045,
        13,
      );
  });

  it('ten erlangs at 2 % blocking need 17 lines', () => {
    expect(requiredTrunks({ offeredLoad: 10, blocking: 0.02 })).toBe(17);
    expect(erlangB({ offeredLoad: 10, agents: 17 })).toBeCloseTo(0.012948875, 9);
  });

  it('12 agents with 5 waiting places block 0.95 %', () => {
    const metrics = queueMetrics({ offeredLoad: 8.4, ahtSeconds: 120, agents: 12, capacity: 17, answerWithinSeconds: 20 });
    expect(metrics.blockProbability).toBeCloseTo(0.0094769, 7);
    expect(metrics.meanWaitSeconds).toBeCloseTo(0.0611242 * 60, 5);
    expect(metrics.occupancy).toBeCloseTo(0.6933662, 7);
    expect(metrics.serviceLevel?.offered).toBeCloseTo(0.9187678, 7);
  });
});

describe('edges', () => {
  it('without contacts nobody is busy and the minimum suffices', () => {
    const quiet = requiredAgents({ volume: 0, intervalSeconds: 1800, ahtSeconds: 180, minimumAgents: 2, target });
    expect(quiet).toMatchObject({ status: 'met', agents: 2, occupancy: 0, serviceLevel: null, asaSeconds: null, abandonedWithinThreshold: null });
    expect(requiredAgents({ volume: 0, intervalSeconds: 1800, ahtSeconds: 180, target }).agents).toBe(0);
  });

  it('overload without patience answers nobody in bounded time', () => {
    const metrics = queueMetrics({ offeredLoad: 12, ahtSeconds: 180, agents: 10, answerWithinSeconds: 20 });
    expect(metrics).toMatchObject({ occupancy: 1, waitProbability: 1, asaSeconds: null, meanWaitSeconds: null, meanQueue: null, abandonProbability: 0 });
    expect(metrics.serviceLevel).toEqual({ offered: 0, answered: 0, excludingShortAbandons: 0, includingShortAbandons: 0, virtual: 0 });
    expect(waitQuantile({ offeredLoad: 12, ahtSeconds: 180, agents: 10, probability: 0.5, of: 'all' })).toBeNull();
  });

  it('no threshold, no service level', () => {
    expect(queueMetrics({ ...classic, agents: 14 }).serviceLevel).toBeNull();
    expect(queueMetrics({ ...classic, agents: 14 }).abandonedWithinThreshold).toBeNull();
  });

  it('nobody on line: everyone leaves, or the line fills', () => {
    const impatient = queueMetrics({ ...classic, agents: 0, patienceSeconds: 60, answerWithinSeconds: 60 });
    expect(impatient).toMatchObject({ waitProbability: 1, abandonProbability: 1, meanWaitSeconds: 60, asaSeconds: null });
    expect(impatient.serviceLevel?.includingShortAbandons).toBeCloseTo(1 - Math.exp(-1), 14);
    expect(queueMetrics({ ...classic, agents: 0, capacity: 3, answerWithinSeconds: 20 })).toMatchObject({ blockProbability: 1, meanQueue: 3 });
  });

  it('probabilities below the smallest double live on as logarithms', () => {
    expect(erlangB({ offeredLoad: 0.001, agents: 1000 })).toBe(0);
    expect(lnErlangB({ offeredLoad: 0.001, agents: 1000 })).toBeCloseTo(-12819.884457, 5);
    expect(lnErlangC({ offeredLoad: 0.001, agents: 1000 })).toBeCloseTo(-12819.884456, 5);
    expect(lnErlangC({ offeredLoad: 10, agents: 14 })).toBeCloseTo(Math.log(erlangC({ offeredLoad: 10, agents: 14 })), 14);
  });

  it('an empty system of no lines blocks everything', () => {
    expect(erlangB({ offeredLoad: 0, agents: 0 })).toBe(1);
    expect(erlangB({ offeredLoad: 0, agents: 3 })).toBe(0);
    expect(erlangC({ offeredLoad: 0, agents: 3 })).toBe(0);
    expect(erlangC({ offeredLoad: 3, agents: 3 })).toBe(1);
  });
});

describe('limited lines', () => {
  it('a capacity whose blocking alone breaks the target makes it unreachable', () => {
    const result = requiredAgents({ offeredLoad: 20, ahtSeconds: 300, capacity: 18, target });
    expect(result).toMatchObject({ status: 'unreachable', agents: null, limitedBy: 'serviceLevel', best: { agents: 18 } });
    if (result.status === 'unreachable') {
      expect(result.best.blockProbability).toBeCloseTo(erlangB({ offeredLoad: 20, agents: 18 }), 14);
      expect(result.best.serviceLevel?.offered).toBeCloseTo(1 - erlangB({ offeredLoad: 20, agents: 18 }), 14);
    }
  });

  it('of those who get through, the same line can serve any share in time', () => {
    const result = requiredAgents({ offeredLoad: 20, ahtSeconds: 300, capacity: 18, target: { ...target, serviceLevelRule: 'answered' } });
    expect(result).toMatchObject({ status: 'met' });
  });

  it('fractional agents lie on the straight line between whole ones', () => {
    const at = (agents: number) => queueMetrics({ offeredLoad: 9, ahtSeconds: 200, patienceSeconds: 90, agents, capacity: 16, answerWithinSeconds: 15 });
    const middle = at(9.25);
    expect(middle.blockProbability).toBeCloseTo(0.75 * at(9).blockProbability + 0.25 * at(10).blockProbability, 14);
    expect(middle.serviceLevel?.offered).toBeCloseTo(0.75 * (at(9).serviceLevel?.offered ?? 0) + 0.25 * (at(10).serviceLevel?.offered ?? 0), 14);
  });

  it('more agents than places serve no more', () => {
    const full = queueMetrics({ offeredLoad: 9, ahtSeconds: 200, agents: 12, capacity: 12 });
    const idle = queueMetrics({ offeredLoad: 9, ahtSeconds: 200, agents: 24, capacity: 12 });
    expect(idle.blockProbability).toBe(full.blockProbability);
    expect(idle.occupancy).toBeCloseTo(full.occupancy / 2, 14);
  });
});

describe('queueSizer', () => {
  it('gives what requiredAgents gives, load after load', () => {
    const sizer = queueSizer({ target, patienceSeconds: 150, minimumAgents: 2 });
    const out = sizedQueue();
    for (const offeredLoad of [0, 0.3, 7, 55.5, 900]) {
      sizer.size(out, offeredLoad, 200);
      const input = { offeredLoad, ahtSeconds: 200, patienceSeconds: 150, minimumAgents: 2, target };
      const whole = requiredAgents(input);
      expect(out.agents).toBe(whole.agents);
      expect(out.agentsExact).toBe(requiredAgents({ ...input, fractional: true }).agents);
      if (whole.status === 'met' && offeredLoad > 0) {
        expect(out.serviceLevel).toBe(whole.serviceLevel?.offered);
        expect(out.asaSeconds).toBe(whole.asaSeconds);
      }
    }
  });
});

describe('fractional agents', () => {
  it('are right where hardly anybody waits to the threshold and the level is the share served at all', () => {
    // Patience of 3 s and a threshold of minutes: all are busy, so agents ÷ load are served.
    const input = { offeredLoad: 364_142, ahtSeconds: 1600, patienceSeconds: 3, fractional: true };
    const { agents } = requiredAgents({ ...input, target: { serviceLevel: 0.1, answerWithinSeconds: 195 } });
    expect((agents as number) / 36_414.2).toBeCloseTo(1, 9);
  });

  it('queueSizer tells the service level alone as it tells all figures', () => {
    const sizer = queueSizer({ target: { ...target, serviceLevelRule: 'includingShortAbandons' }, patienceSeconds: 90 });
    const out = sizedQueue();
    for (const [load, agents] of [
      [0.4, 1],
      [12, 13],
      [300, 290.5],
    ] as const) {
      sizer.deliver(out, load, 240, agents);
      expect(sizer.levelAt(load, 240, agents)).toBe(out.serviceLevel);
    }
    expect(sizer.levelAt(0, 240, 3)).toBe(-1);
  });
});

describe('misuse', () => {
  const bad: readonly [string, () => unknown, RegExp][] = [
    [
      'text for a number',
      () => erlangC({ offeredLoad: '10' as unknown as number, agents: 14 }),
      /erlangC: offeredLoad must be a finite number, 0 or more, got "10"/,
    ],
    ['NaN', () => erlangB({ offeredLoad: Number.NaN, agents: 14 }), /offeredLoad/],
    ['Infinity', () => erlangB({ offeredLoad: 1, agents: Number.POSITIVE_INFINITY }), /agents/],
    ['a negative load', () => queueMetrics({ offeredLoad: -1, ahtSeconds: 180, agents: 1 }), /queueMetrics: offeredLoad/],
    ['no handle time', () => queueMetrics({ offeredLoad: 1, agents: 1 } as never), /ahtSeconds/],
    ['both kinds of load', () => queueMetrics({ ...classic, offeredLoad: 10, agents: 14 } as never), /not both/],
    ['no load', () => queueMetrics({ ahtSeconds: 180, agents: 14 } as never), /volume/],
    ['patience 0', () => queueMetrics({ ...classic, agents: 14, patienceSeconds: 0 }), /Leave it out/],
    ['a broken capacity', () => queueMetrics({ ...classic, agents: 14, capacity: 2.5 }), /capacity must be a whole number/],
    ['80 for 0.8', () => requiredAgents({ ...classic, target: { serviceLevel: 80, answerWithinSeconds: 20 } }), /Write 80 % as 0\.8/],
    ['a target of 1', () => requiredAgents({ ...classic, target: { serviceLevel: 1, answerWithinSeconds: 20 } }), /fraction in \(0, 1\)/],
    ['a service level without threshold', () => requiredAgents({ ...classic, target: { serviceLevel: 0.8 } }), /needs its threshold/],
    ['no target', () => requiredAgents({ ...classic, target: {} }), /at least one of/],
    ['an unknown rule', () => requiredAgents({ ...classic, target: { ...target, serviceLevelRule: 'answerd' as never } }), /Did you mean answered/],
    ['an occupancy above 1', () => requiredAgents({ ...classic, target: { maxOccupancy: 1.2 } }), /maxOccupancy/],
    ['blocking of 1', () => requiredTrunks({ offeredLoad: 1, blocking: 1 }), /blocking/],
    ['probability of 0', () => waitQuantile({ ...classic, agents: 14, probability: 0, of: 'all' }), /probability/],
    ['an unknown wait', () => waitQuantile({ ...classic, agents: 14, probability: 0.5, of: 'everyone' as never }), /waitQuantile: of must be one of/],
  ];

  it.each(bad)('%s is refused by name', (_, call, text) => {
    expect(call).toThrow(InvalidInputError);
    expect(call).toThrow(text);
  });
});
