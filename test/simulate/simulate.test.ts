import { describe, expect, it } from 'vitest';
import { inProcessRunner } from '../../src/core/index.js';
import { queueMetrics, queueMetricsWithPatience, waitQuantile } from '../../src/queueing/index.js';
import { type ContactTypeResult, type SimulationSystem, simulate, simulateTask } from '../../src/simulate/index.js';
import { oneQueue, twoTiers, widthsFrom } from './systems.js';

const HOUR = 3600;
/** The formula may lie this many half-widths away: with so many comparisons, one and a half leaves chance its room. */
const NEAR = 1.6;

const run = (system: SimulationSystem, seconds = 50 * HOUR, more: object = {}) =>
  simulate(system, { horizonSeconds: seconds, warmUpSeconds: 5 * HOUR, replications: 20, ...more });
const first = async (system: SimulationSystem, seconds?: number, more?: object): Promise<ContactTypeResult> =>
  (await run(system, seconds, more)).contactTypes[0] as ContactTypeResult;

describe('a single queue', () => {
  it('agrees with Erlang A in every figure', async () => {
    const result = await run(oneQueue());
    const [calls] = result.contactTypes;
    const exact = queueMetrics({ volume: 360, intervalSeconds: 3600, ahtSeconds: 200, patienceSeconds: 120, agents: 20, answerWithinSeconds: 20 });
    if (calls === undefined || exact.serviceLevel === null) throw new Error('no figures');
    expect(widthsFrom(calls.serviceLevel.offered, exact.serviceLevel.offered)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.serviceLevel.answered, exact.serviceLevel.answered)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.serviceLevel.excludingShortAbandons, exact.serviceLevel.excludingShortAbandons)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.serviceLevel.includingShortAbandons, exact.serviceLevel.includingShortAbandons)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.abandonProbability, exact.abandonProbability)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.waitProbability, exact.waitProbability)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.asaSeconds, exact.asaSeconds as number)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.meanWaitSeconds, exact.meanWaitSeconds as number)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.meanQueue, exact.meanQueue as number)).toBeLessThan(NEAR);
    expect(widthsFrom(result.agentGroups[0]?.occupancy as never, exact.occupancy)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.ahtSeconds, 200)).toBeLessThan(NEAR);
    expect(calls.blockProbability).toEqual({ mean: 0, halfWidth: 0 });
  });

  it('agrees with Erlang C when nobody gives up', async () => {
    const calls = await first(oneQueue({ patienceSeconds: null }, { agents: 23 }));
    const exact = queueMetrics({ volume: 360, intervalSeconds: 3600, ahtSeconds: 200, agents: 23, answerWithinSeconds: 20 });
    expect(widthsFrom(calls.serviceLevel.offered, exact.serviceLevel?.offered as number)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.asaSeconds, exact.asaSeconds as number)).toBeLessThan(NEAR);
    expect(calls.abandonProbability.mean).toBe(0);
  });

  it('agrees with M/M/n/K on a line of limited length', async () => {
    const calls = await first({ ...oneQueue({ patienceSeconds: null }), capacity: 24 });
    const ofType = await first(oneQueue({ patienceSeconds: null, capacity: 24 }));
    const exact = queueMetrics({ volume: 360, intervalSeconds: 3600, ahtSeconds: 200, agents: 20, capacity: 24, answerWithinSeconds: 20 });
    expect(widthsFrom(calls.blockProbability, exact.blockProbability)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.serviceLevel.offered, exact.serviceLevel?.offered as number)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.meanWaitSeconds, exact.meanWaitSeconds as number)).toBeLessThan(NEAR);
    expect(ofType).toEqual(calls);
  });

  it('agrees with M/M/n+D when patience is a fixed time, and with its mixture with balking', async () => {
    const deterministic = { kind: 'deterministic', meanSeconds: 60 } as const;
    const calls = await first(oneQueue({ patienceSeconds: deterministic }, { agents: 19 }));
    const load = { offeredLoad: 20, ahtSeconds: 200, agents: 19, answerWithinSeconds: 20 };
    expect(widthsFrom(calls.abandonProbability, queueMetricsWithPatience({ ...load, patience: deterministic }).abandonProbability)).toBeLessThan(NEAR);
    const parts = [
      { share: 0.1, distribution: { kind: 'deterministic', meanSeconds: 0 } },
      { share: 0.9, distribution: { kind: 'exponential', meanSeconds: 180 } },
    ] as const;
    const balking = await first(oneQueue({ patienceSeconds: { kind: 'mixture', parts } }, { agents: 19 }));
    const exact = queueMetricsWithPatience({ ...load, patience: { kind: 'mixture', parts } });
    expect(widthsFrom(balking.abandonProbability, exact.abandonProbability)).toBeLessThan(NEAR);
  });

  it('gives the percentiles of the wait', async () => {
    const { waitPercentiles } = await first(oneQueue(), 60 * HOUR, { percentiles: [0.4, 0.9, 0.99] });
    const line = { volume: 360, intervalSeconds: 3600, ahtSeconds: 200, patienceSeconds: 120, agents: 20 };
    for (const { probability, answered, all } of waitPercentiles) {
      expect(Math.abs((answered.mean as number) - (waitQuantile({ ...line, probability, of: 'answered' }) as number))).toBeLessThan(
        1.6 * (answered.halfWidth as number) + 0.02,
      );
      expect(Math.abs((all.mean as number) - (waitQuantile({ ...line, probability, of: 'all' }) as number))).toBeLessThan(
        1.6 * (all.halfWidth as number) + 0.02,
      );
    }
  });

  it('waits by the mean formula of Pollaczek and Khinchine for one agent and any handle time', async () => {
    const rate = 12 / HOUR;
    const kinds = [
      { distribution: { kind: 'lognormal', meanSeconds: 200, cv: 0.5 }, cv: 0.5 },
      { distribution: { kind: 'gamma', meanSeconds: 200, cv: 1.5 }, cv: 1.5 },
      { distribution: { kind: 'deterministic', meanSeconds: 200 }, cv: 0 },
      { distribution: { kind: 'empirical', valuesSeconds: [100, 300] }, cv: 0.5 },
    ] as const;
    for (const { distribution, cv } of kinds) {
      const calls = await first(oneQueue({ arrivalsPerHour: 12, patienceSeconds: null }, { agents: 1, ahtSeconds: { calls: distribution } }), 600 * HOUR);
      const load = rate * 200;
      expect(widthsFrom(calls.meanWaitSeconds, (load * 200 * (1 + cv * cv)) / 2 / (1 - load)), distribution.kind).toBeLessThan(NEAR);
      if (cv > 0) expect(widthsFrom(calls.ahtSeconds, 200), distribution.kind).toBeLessThan(NEAR);
      else expect(calls.ahtSeconds.mean).toBeCloseTo(200, 9);
    }
  });

  it('plays the same contacts with and without events', async () => {
    const plain = await run(oneQueue(), 15 * HOUR, { replications: 5 });
    const byEvents = await run(oneQueue(), 15 * HOUR, { replications: 5, records: true });
    const near = (value: number | null | undefined): unknown => expect.closeTo(value as number, 9);
    expect(byEvents.contactTypes[0]?.asaSeconds.mean).toEqual(near(plain.contactTypes[0]?.asaSeconds.mean));
    expect(byEvents.contactTypes[0]?.abandonProbability).toEqual(plain.contactTypes[0]?.abandonProbability);
    expect(byEvents.agentGroups[0]?.occupancy.mean).toEqual(near(plain.agentGroups[0]?.occupancy.mean));
  });
});

describe('what happens to contacts', () => {
  it('redials come back as attempts of their own: offered grows by the geometric sum', async () => {
    const calls = await first(oneQueue({ redial: { probability: 0.5, meanDelaySeconds: 600 } }), 100 * HOUR, { replications: 10 });
    const abandoned = calls.abandonProbability.mean as number;
    expect(calls.offered.mean as number).toBeGreaterThan(95 * 360);
    expect((calls.offered.mean as number) * (1 - 0.5 * abandoned)).toBeCloseTo(95 * 360, -3);
  });

  it('escalated contacts wait afresh in the next tier; the rest may repeat', async () => {
    const { contactTypes } = await run(twoTiers({ first: 30, second: 30 }), 200 * HOUR, { replications: 5 });
    const [easy, hard] = contactTypes as [ContactTypeResult, ContactTypeResult];
    // With people to spare the first line takes nearly everything: 120/h, each coming back with 0.8 × 0.1.
    expect(easy.offered.mean as number).toBeCloseTo((195 * 120) / (1 - 0.8 * 0.1), -3);
    expect(hard.offered.mean as number).toBeCloseTo(195 * 30 + 0.2 * (easy.offered.mean as number), -3);
    expect(hard.serviceLevel.offered.mean as number).toBeGreaterThan(0.99);
  });

  it('a type that accepts call-backs leaves the line, and each call-back waits in its own type', async () => {
    const { contactTypes } = await run({
      contactTypes: [
        {
          ...(oneQueue({ arrivalsPerHour: 400 }).contactTypes[0] as never as ContactTypeResult & object),
          callback: { fromSeconds: 10, estimate: 'headOfLine', acceptProbability: 0.5, to: 'call-backs' },
        } as never,
        {
          name: 'call-backs',
          arrivalsPerHour: 0,
          patienceSeconds: null,
          answerWithinSeconds: 3600,
          route: [{ group: 'agents', afterSeconds: 0, keepFree: 1 }],
        },
      ],
      agentGroups: [
        {
          name: 'agents',
          agents: 21,
          serves: [[{ contactType: 'calls', afterSeconds: 0 }], [{ contactType: 'call-backs', afterSeconds: 0, keepFree: 1 }]],
          ahtSeconds: { calls: 200, 'call-backs': 180 },
        },
      ],
    });
    const [calls, callBacks] = contactTypes as [ContactTypeResult, ContactTypeResult];
    expect(calls.callbackProbability.mean as number).toBeGreaterThan(0.02);
    expect(callBacks.offered.mean as number).toBeCloseTo((calls.callbackProbability.mean as number) * (calls.offered.mean as number), 6);
    expect(calls.meanWaitSeconds.mean as number).toBeLessThan(callBacks.meanWaitSeconds.mean as number);
  });

  it('an announcement that makes people leave shortens the wait of those who stay', async () => {
    const silent = await first(oneQueue({}, { agents: 18 }));
    for (const estimate of ['headOfLine', 'lastAnswered', 'queueLength'] as const) {
      const told = await first(
        oneQueue({ announcement: { estimate, steps: [{ fromSeconds: 15, leaveProbability: 0.5, patienceFactor: 0.8 }] } }, { agents: 18 }),
      );
      expect(told.asaSeconds.mean as number, estimate).toBeLessThan(silent.asaSeconds.mean as number);
      expect(told.abandonProbability.mean as number, estimate).toBeGreaterThan(silent.abandonProbability.mean as number);
    }
  });

  it('self-service keeps its share away from the queue', async () => {
    const calls = await first(oneQueue({ selfService: { seconds: { kind: 'deterministic', meanSeconds: 90 }, solvedProbability: 0.25 } }));
    expect(widthsFrom(calls.offered, 45 * 360 * 0.75)).toBeLessThan(NEAR);
    expect(widthsFrom(calls.selfServed, 45 * 360 * 0.25)).toBeLessThan(NEAR);
    const plain = queueMetrics({ volume: 270, intervalSeconds: 3600, ahtSeconds: 200, patienceSeconds: 120, agents: 20, answerWithinSeconds: 20 });
    expect(widthsFrom(calls.serviceLevel.offered, plain.serviceLevel?.offered as number)).toBeLessThan(NEAR);
  });

  it('chats side by side without slowing down are as many agents', async () => {
    const system = oneQueue({ arrivalsPerHour: 720 }, { agents: 20, ahtSeconds: { calls: 300 }, concurrency: { most: 3, ahtSecondsAt: [300, 300, 300] } });
    const result = await run(system, 25 * HOUR);
    const exact = queueMetrics({ volume: 720, intervalSeconds: 3600, ahtSeconds: 300, patienceSeconds: 120, agents: 60, answerWithinSeconds: 20 });
    expect(widthsFrom(result.contactTypes[0]?.serviceLevel.offered as never, exact.serviceLevel?.offered as number)).toBeLessThan(NEAR);
    expect(result.agentGroups[0]?.meanConcurrency.mean as number).toBeGreaterThan(2.7);
  });
});

describe('routing', () => {
  const types = (names: readonly string[], rest: object) =>
    names.map((name) => ({ name, arrivalsPerHour: 60, patienceSeconds: 300, answerWithinSeconds: 20, ...rest }) as never);

  it('a group takes overflow only after the wait that its route asks for', async () => {
    const system: SimulationSystem = {
      contactTypes: [
        {
          name: 'calls',
          arrivalsPerHour: 100,
          patienceSeconds: null,
          answerWithinSeconds: 30,
          route: [
            { group: 'own', afterSeconds: 0 },
            { group: 'help', afterSeconds: 30 },
          ],
        },
      ],
      agentGroups: [
        { name: 'own', agents: 5, serves: [[{ contactType: 'calls', afterSeconds: 0 }]], ahtSeconds: { calls: 240 } },
        { name: 'help', agents: 60, serves: [[{ contactType: 'calls', afterSeconds: 30 }]], ahtSeconds: { calls: 240 } },
      ],
    };
    const { records, contactTypes } = await simulate(system, { horizonSeconds: 20 * HOUR, replications: 2, records: true });
    const helped = (records?.waitSeconds ?? []).filter((_, i) => records?.group[i] === 'help');
    expect(helped.length).toBeGreaterThan(500);
    expect(Math.min(...helped.map(Number))).toBeCloseTo(30, 6);
    // With help always free nobody waits longer.
    expect(Math.max(...(records?.waitSeconds ?? []).map(Number))).toBeCloseTo(30, 6);
    expect(contactTypes[0]?.serviceLevel.offered.mean).toBe(1);
  });

  it('overflow works from the priority classes alone', async () => {
    const system: SimulationSystem = {
      contactTypes: types(['calls'], { route: [{ group: 'own', afterSeconds: 0 }], patienceSeconds: null, arrivalsPerHour: 100 }),
      agentGroups: [
        { name: 'own', agents: 8, serves: [[{ contactType: 'calls', afterSeconds: 0 }]], ahtSeconds: { calls: 240 } },
        { name: 'help', agents: 60, serves: [[{ contactType: 'calls', afterSeconds: 30 }]], ahtSeconds: { calls: 240 } },
      ],
    };
    const { records } = await simulate(system, { horizonSeconds: 20 * HOUR, replications: 2, records: true });
    expect(Math.max(...(records?.waitSeconds ?? []).map(Number))).toBeCloseTo(30, 6);
  });

  it('the longest idle group takes the next contact, so that alike groups share work evenly', async () => {
    const groups = ['a', 'b'];
    const system = (routing: 'listed' | 'longestIdle'): SimulationSystem => ({
      contactTypes: types(['calls'], { routing, route: groups.map((group) => ({ group, afterSeconds: 0 })) }),
      agentGroups: groups.map((name) => ({ name, agents: 4, serves: [[{ contactType: 'calls', afterSeconds: 0 }]], ahtSeconds: { calls: 200 } })),
    });
    const even = (await run(system('longestIdle'))).agentGroups.map(({ occupancy }) => occupancy.mean as number);
    const uneven = (await run(system('listed'))).agentGroups.map(({ occupancy }) => occupancy.mean as number);
    expect(Math.abs((even[0] as number) - (even[1] as number))).toBeLessThan(0.01);
    expect((uneven[0] as number) - (uneven[1] as number)).toBeGreaterThan(0.2);
  });

  it('higher classes go first, and picking by deadline or service level moves waits where they hurt least', async () => {
    const names = ['short', 'long'];
    const system = (pick: 'longestWaiting' | 'earliestDeadline' | 'serviceLevel', classes: number): SimulationSystem => ({
      contactTypes: [
        {
          name: 'short',
          arrivalsPerHour: 100,
          patienceSeconds: 300,
          answerWithinSeconds: 10,
          targetServiceLevel: 0.9,
          route: [{ group: 'g', afterSeconds: 0 }],
        },
        {
          name: 'long',
          arrivalsPerHour: 100,
          patienceSeconds: 300,
          answerWithinSeconds: 90,
          targetServiceLevel: 0.6,
          route: [{ group: 'g', afterSeconds: 0 }],
        },
      ],
      agentGroups: [
        {
          name: 'g',
          agents: 13,
          pick,
          serves:
            classes === 1 ? [names.map((contactType) => ({ contactType, afterSeconds: 0 }))] : names.map((contactType) => [{ contactType, afterSeconds: 0 }]),
          ahtSeconds: { short: 240, long: 240 },
        },
      ],
    });
    const level = async (pick: 'longestWaiting' | 'earliestDeadline' | 'serviceLevel', classes: number): Promise<number> =>
      (await first(system(pick, classes))).serviceLevel.offered.mean as number;
    const longest = await level('longestWaiting', 1);
    expect(await level('longestWaiting', 2)).toBeGreaterThan(longest + 0.03);
    expect(await level('earliestDeadline', 1)).toBeGreaterThan(longest + 0.03);
    expect(await level('serviceLevel', 1)).toBeGreaterThan(longest + 0.03);
  });

  it('background work that leaves agents free spares the callers', async () => {
    const system = (keepFree: number): SimulationSystem => ({
      contactTypes: [
        { name: 'calls', arrivalsPerHour: 150, patienceSeconds: 120, answerWithinSeconds: 20, route: [{ group: 'g', afterSeconds: 0 }] },
        { name: 'mail', arrivalsPerHour: 40, patienceSeconds: null, answerWithinSeconds: 4 * HOUR, route: [{ group: 'g', afterSeconds: 0, keepFree }] },
      ],
      agentGroups: [
        {
          name: 'g',
          agents: 18,
          serves: [[{ contactType: 'calls', afterSeconds: 0 }], [{ contactType: 'mail', afterSeconds: 0, keepFree }]],
          ahtSeconds: { calls: 240, mail: 300 },
        },
      ],
    });
    const [eager, spared] = [await run(system(0)), await run(system(2))];
    expect(spared.contactTypes[0]?.serviceLevel.offered.mean as number).toBeGreaterThan((eager.contactTypes[0]?.serviceLevel.offered.mean as number) + 0.01);
    expect(spared.contactTypes[1]?.serviceLevel.offered.mean as number).toBeGreaterThan(0.99);
  });
});

describe('people', () => {
  it('finish and then leave when their time ends', async () => {
    const deterministic = { kind: 'deterministic', meanSeconds: 1000 } as const;
    const system = oneQueue(
      {
        arrivalsPerHour: [
          [0, 3600],
          [1, 0],
        ],
        patienceSeconds: null,
      },
      {
        agents: [
          [0, 5],
          [500, 1],
        ],
        ahtSeconds: { calls: deterministic },
      },
    );
    const result = await simulate(system, { horizonSeconds: 2000, replications: 200, arrivalsStopAtHorizon: true, records: true });
    for (const [i, group] of (result.records?.group ?? []).entries()) expect(group, `contact ${i}`).toBe('agents');
    // Up to five start in the first second and run past 500 s; nothing else starts before 1000 s, and then one at a time.
    const starts = (result.records?.arrivalSeconds ?? []).map((at, i) => at + (result.records?.waitSeconds[i] as number));
    expect(starts.filter((start) => start > 1 && start < 1000)).toEqual([]);
    expect(result.agentGroups[0]?.occupancy.mean as number).toBeGreaterThan(0);
  });

  it('named people take breaks, and each has figures of his own', async () => {
    const online = [
      [0, 4 * HOUR],
      [5 * HOUR, 9 * HOUR],
    ] as const;
    const agents = Array.from({ length: 6 }, (_, i) => ({ name: `person ${i}`, online, ahtFactor: i === 0 ? 2 : 1 }));
    const system = oneQueue({ arrivalsPerHour: 72 }, { agents, ahtSeconds: { calls: 200 } });
    const result = await simulate(system, {
      horizonSeconds: 9 * HOUR,
      replications: 100,
      arrivalsStopAtHorizon: true,
      reportBoundariesSeconds: [0, 4 * HOUR, 5 * HOUR, 9 * HOUR],
    });
    const [slow, ...others] = result.agents;
    const [stretches] = result.contactTypes.map((type) => type.stretches ?? []);
    expect(stretches?.map(({ startSeconds }) => startSeconds)).toEqual([0, 4 * HOUR, 5 * HOUR]);
    expect(stretches?.[1]?.serviceLevel.offered.mean as number).toBeLessThan(0.1);
    expect(stretches?.[0]?.serviceLevel.offered.mean as number).toBeGreaterThan(0.7);
    for (const other of others) expect(other.contacts.mean as number).toBeGreaterThan(slow?.contacts.mean as number);
    const served = result.agents.reduce((sum, { contacts }) => sum + (contacts.mean as number), 0);
    const [calls] = result.contactTypes;
    expect(served).toBeCloseTo((calls?.offered.mean as number) * (1 - (calls?.abandonProbability.mean as number)), 6);
  });

  it('late starts and absence cost service', async () => {
    const agents = Array.from({ length: 12 }, (_, i) => ({ name: `p${i}`, online: [[0, 8 * HOUR]] as const }));
    const level = async (more: object): Promise<number> => {
      const result = await simulate(oneQueue({ arrivalsPerHour: 180 }, { agents, ...more }), { horizonSeconds: 8 * HOUR, replications: 60 });
      return result.contactTypes[0]?.serviceLevel.offered.mean as number;
    };
    const punctual = await level({});
    expect(await level({ lateStart: { probability: 1, meanSeconds: 1800 } })).toBeLessThan(punctual - 0.01);
    expect(await level({ absenceProbability: 0.1 })).toBeLessThan(punctual - 0.05);
  });
});

describe('the run', () => {
  it('takes all patience away, even endless one, where an announcement says so', async () => {
    const told = {
      contactTypes: [
        {
          name: 'calls',
          arrivalsPerHour: 60,
          patienceSeconds: null,
          answerWithinSeconds: 20,
          route: [{ group: 'desk' }],
          capacity: 10,
          announcement: { estimate: 'headOfLine' as const, steps: [{ fromSeconds: 0, patienceFactor: 0 }] },
        },
      ],
      agentGroups: [{ name: 'desk', agents: 1, serves: [[{ contactType: 'calls' }]], ahtSeconds: { calls: 120 } }],
    };
    const { contactTypes } = await simulate(told, { horizonSeconds: 36_000, replications: 5 });
    const [calls] = contactTypes;
    // A loss system: everybody finds a free agent or leaves at once.
    expect(calls?.meanWaitSeconds.mean).toBe(0);
    expect(calls?.abandonProbability.mean).toBeGreaterThan(0.5);
    expect(calls?.abandonProbability.mean).toBeLessThan(0.8);
  });

  it('does not depend on who runs it, and comes again with the same seed', async () => {
    const options = { horizonSeconds: 10 * HOUR, replications: 25, reportBoundariesSeconds: [0, HOUR, 10 * HOUR] };
    const here = await simulate(twoTiers(), options);
    const runner = { ...inProcessRunner({ simulate: simulateTask }), concurrency: 3 };
    const elsewhere = await simulate(twoTiers(), {
      ...options,
      runner: { ...runner, run: async (...call) => JSON.parse(JSON.stringify(await runner.run(...call))) },
    });
    expect(elsewhere).toEqual(here);
    expect(await simulate(twoTiers(), { ...options, seed: 2 })).not.toEqual(here);
    expect(JSON.parse(JSON.stringify(here))).toEqual(here);
  });

  it('goes on until service levels are as narrow as asked', async () => {
    const options = { horizonSeconds: 20 * HOUR, replications: 10 };
    const wide = await simulate(oneQueue(), options);
    const narrow = await simulate(oneQueue(), { ...options, untilHalfWidth: 0.006 });
    expect(wide.contactTypes[0]?.serviceLevel.offered.halfWidth as number).toBeGreaterThan(0.006);
    expect(narrow.contactTypes[0]?.serviceLevel.offered.halfWidth as number).toBeLessThanOrEqual(0.006);
    expect(narrow.narrowEnough).toBe(true);
    const cut = await simulate(oneQueue(), { ...options, untilHalfWidth: 1e-5, maximumReplications: 20 });
    expect(cut).toMatchObject({ narrowEnough: false, replications: 20 });
  });

  it('control variates narrow the interval and keep the truth inside', async () => {
    const options = { horizonSeconds: 20 * HOUR, warmUpSeconds: HOUR, replications: 100 };
    const plain = await first(oneQueue(), 20 * HOUR, options);
    const controlled = await first(oneQueue(), 20 * HOUR, { ...options, controlVariates: true });
    const exact = queueMetrics({ volume: 360, intervalSeconds: 3600, ahtSeconds: 200, patienceSeconds: 120, agents: 20, answerWithinSeconds: 20 });
    expect(controlled.serviceLevel.offered.halfWidth as number).toBeLessThan(0.75 * (plain.serviceLevel.offered.halfWidth as number));
    expect(widthsFrom(controlled.serviceLevel.offered, exact.serviceLevel?.offered as number)).toBeLessThan(NEAR);
  });

  it('day factors widen what a day may bring and keep its mean', async () => {
    const system = (dayFactorCv: number): SimulationSystem => ({ ...oneQueue(), dayFactorCv });
    const options = { horizonSeconds: 86_400, replications: 200, arrivalsStopAtHorizon: true };
    const steady = (await simulate(system(0), options)).contactTypes[0]?.offered;
    const moved = (await simulate(system(0.2), options)).contactTypes[0]?.offered;
    expect((moved?.halfWidth as number) / (steady?.halfWidth as number)).toBeGreaterThan(8);
    expect(widthsFrom(moved as never, 8640)).toBeLessThan(NEAR);
  });

  it('sampled paths replace the rate', async () => {
    const arrivalPaths = [[[0, 100]], [[0, 300]]] as const;
    const calls = await first(oneQueue({ arrivalPaths }), 20 * HOUR, { replications: 200, warmUpSeconds: 0 });
    expect(widthsFrom(calls.offered, 20 * 200)).toBeLessThan(NEAR);
  });

  it('stops with the reason of an abort', async () => {
    const controller = new AbortController();
    const asked = simulate(oneQueue(), { horizonSeconds: 1e5, replications: 10_000, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 30);
    await expect(asked).rejects.toThrow('enough');
  });

  it('one replication has no interval', async () => {
    const { contactTypes } = await simulate(oneQueue(), { horizonSeconds: HOUR, replications: 1 });
    expect(contactTypes[0]?.offered.halfWidth).toBeNull();
  });

  it('those who wait for ever are reported, not lost', async () => {
    const system = oneQueue(
      {
        arrivalsPerHour: [
          [0, 60],
          [HOUR, 0],
        ],
        patienceSeconds: null,
      },
      {
        agents: [
          [0, 1],
          [HOUR, 0],
        ],
      },
    );
    const result = await simulate(system, { horizonSeconds: 2 * HOUR, replications: 20 });
    expect(result.contactTypes[0]?.unfinished.mean as number).toBeGreaterThan(20);
    expect(result.warnings[0]).toMatch(/^Queue "calls": \d+(\.\d+)? contacts per replication were still waiting/);
  });
});
