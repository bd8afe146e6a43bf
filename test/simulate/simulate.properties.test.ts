import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queueMetrics } from '../../src/queueing/index.js';
import { type ContactTypeResult, type SimulationResult, type SimulationSystem, simulate } from '../../src/simulate/index.js';
import { oneQueue, twoTiers } from './systems.js';

const HOUR = 3600;
const OPTIONS = { horizonSeconds: 40 * HOUR, warmUpSeconds: 4 * HOUR, replications: 4 };
const value = (figure: { mean: number | null }): number => figure.mean ?? 0;

/** Small centres of all kinds: redials, repeats, escalation, overflow, limits, chats. */
const system = fc
  .record({
    rate: fc.integer({ min: 20, max: 200 }),
    patience: fc.constantFrom(60, 200, { kind: 'deterministic', meanSeconds: 90 } as const, { kind: 'lognormal', meanSeconds: 120, cv: 1.2 } as const),
    first: fc.integer({ min: 2, max: 12 }),
    second: fc.integer({ min: 1, max: 8 }),
    after: fc.constantFrom(0, 15),
    redial: fc.double({ min: 0, max: 0.8, noNaN: true }),
    escalate: fc.double({ min: 0, max: 0.5, noNaN: true }),
    capacity: fc.constantFrom(undefined, 15),
    chats: fc.boolean(),
    longestIdle: fc.boolean(),
  })
  .map(({ rate, patience, first, second, after, redial, escalate, capacity, chats, longestIdle }): SimulationSystem => {
    const base = twoTiers({ first, second });
    const [easy, hard] = base.contactTypes as [SimulationSystem['contactTypes'][0], SimulationSystem['contactTypes'][0]];
    const [one, two] = base.agentGroups as [SimulationSystem['agentGroups'][0], SimulationSystem['agentGroups'][0]];
    return {
      ...(capacity === undefined ? {} : { capacity }),
      contactTypes: [
        {
          ...easy,
          arrivalsPerHour: rate,
          patienceSeconds: patience,
          redial: { probability: redial, meanDelaySeconds: 300 },
          ...(longestIdle ? { routing: 'longestIdle' as const } : {}),
          route: [
            { group: 'first', afterSeconds: 0 },
            { group: 'second', afterSeconds: after },
          ],
        },
        hard,
      ],
      agentGroups: [
        { ...one, escalate: { easy: { to: 'hard', probability: escalate } }, ...(chats ? { concurrency: { most: 2, ahtSecondsAt: [240, 330] } } : {}) },
        { ...two, serves: [[{ contactType: 'hard', afterSeconds: 0 }], [{ contactType: 'easy', afterSeconds: after }]] },
      ],
    };
  });

describe('laws of every system', () => {
  it('flow balances: every attempt is answered, gives up, is turned away, called back or unfinished', async () => {
    await fc.assert(
      fc.asyncProperty(system, async (asked) => {
        const { records, contactTypes } = await simulate(asked, { ...OPTIONS, replications: 2, records: true });
        for (const type of contactTypes) {
          const outcomes = (records?.outcome ?? []).filter((_, i) => records?.contactType[i] === type.name);
          expect(outcomes.length).toBe(value(type.offered) * 2);
          const share = (outcome: string): number => outcomes.filter((one) => one === outcome).length / outcomes.length;
          expect(value(type.abandonProbability)).toBeCloseTo(share('abandoned'), 9);
          expect(value(type.blockProbability)).toBeCloseTo(share('blocked'), 9);
        }
      }),
      { numRuns: 8 },
    );
  });

  it("Little's law holds in every queue and every group", async () => {
    await fc.assert(
      fc.asyncProperty(system, async (asked) => {
        const { contactTypes, agentGroups } = await simulate(asked, { ...OPTIONS, horizonSeconds: 220 * HOUR });
        const span = 216 * HOUR;
        for (const type of contactTypes) {
          const waited = value(type.offered) * (1 - value(type.blockProbability)) * value(type.meanWaitSeconds);
          // Waits that cross the ends of the window are counted whole on one side and in part on the other.
          expect(Math.abs(value(type.meanQueue) * span - waited)).toBeLessThan(0.01 * waited + 2000);
        }
        const work = contactTypes.reduce((sum, type) => {
          const answered = value(type.offered) * (1 - value(type.abandonProbability) - value(type.blockProbability));
          return sum + answered * value(type.ahtSeconds);
        }, 0);
        const busy = agentGroups.reduce((sum, group, g) => {
          const people = asked.agentGroups[g]?.agents as number;
          return sum + value(group.occupancy) * people * value(group.meanConcurrency) * span;
        }, 0);
        expect(Math.abs(work / busy - 1)).toBeLessThan(0.01);
      }),
      { numRuns: 8 },
    );
  });

  it('more agents are never worse, caller by caller, while nobody gives up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 21, max: 26 }), fc.integer({ min: 1, max: 4 }), async (agents, more) => {
        const play = (count: number): Promise<SimulationResult> =>
          simulate(oneQueue({ patienceSeconds: null }, { agents: count }), { horizonSeconds: 10 * HOUR, replications: 2, records: true });
        const [few, many] = [await play(agents), await play(agents + more)];
        const waits = ({ records }: SimulationResult): Map<string, number> =>
          new Map((records?.arrivalSeconds ?? []).map((at, i) => [`${records?.replication[i]}/${at}`, records?.waitSeconds[i] as number]));
        const before = waits(few);
        for (const [caller, wait] of waits(many)) expect(wait).toBeLessThanOrEqual((before.get(caller) as number) + 1e-6);
      }),
      { numRuns: 8 },
    );
  });

  it('more agents are never worse in sum, with the same random numbers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: 12 }), fc.integer({ min: 3, max: 8 }), async (first, second) => {
        const levels = async (more: number): Promise<number[]> => {
          const { contactTypes } = await simulate(twoTiers({ first: first + more, second: second + more }), { ...OPTIONS, horizonSeconds: 100 * HOUR });
          return contactTypes.map(({ serviceLevel }) => value(serviceLevel.offered));
        };
        const [before, after] = [await levels(0), await levels(1)];
        for (const [k, level] of after.entries()) expect(level).toBeGreaterThanOrEqual(before[k] as number);
      }),
      { numRuns: 8 },
    );
  });

  it('the order in which types and groups are listed changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(system, async (asked) => {
        const turned = { ...asked, contactTypes: [...asked.contactTypes].reverse(), agentGroups: [...asked.agentGroups].reverse() };
        const [there, back] = [await simulate(asked, OPTIONS), await simulate(turned, OPTIONS)];
        const byName = ({ contactTypes }: SimulationResult): ContactTypeResult[] => [...contactTypes].sort((a, b) => (a.name < b.name ? -1 : 1));
        expect(byName(back)).toEqual(byName(there));
      }),
      { numRuns: 10 },
    );
  });

  it('alike groups may swap places in a route without any effect on the queue', async () => {
    const routes = [
      ['a', 'b'],
      ['b', 'a'],
    ];
    const results = await Promise.all(
      routes.map((route) =>
        simulate(
          {
            contactTypes: [
              { name: 'calls', arrivalsPerHour: 100, patienceSeconds: 90, answerWithinSeconds: 20, route: route.map((group) => ({ group, afterSeconds: 0 })) },
            ],
            agentGroups: ['a', 'b'].map((name) => ({
              name,
              agents: 3,
              serves: [[{ contactType: 'calls', afterSeconds: 0 }]],
              ahtSeconds: { calls: 210 },
            })),
          },
          OPTIONS,
        ),
      ),
    );
    expect(results[1]?.contactTypes).toEqual(results[0]?.contactTypes);
    const pooled = await simulate(oneQueue({ arrivalsPerHour: 100, patienceSeconds: 90 }, { agents: 6, ahtSeconds: { calls: 210 } }), OPTIONS);
    expect(results[0]?.contactTypes[0]?.serviceLevel.offered.mean).toBeCloseTo(pooled.contactTypes[0]?.serviceLevel.offered.mean as number, 9);
  });

  it('one type equals the formula inside its interval', async () => {
    let inside = 0;
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 2, max: 40, noNaN: true }),
        fc.double({ min: 0.85, max: 1.3, noNaN: true }),
        fc.integer({ min: 30, max: 600 }),
        async (load, ratio, patienceSeconds) => {
          const agents = Math.max(1, Math.round(load * ratio));
          const arrivalsPerHour = (load * HOUR) / 200;
          const { contactTypes } = await simulate(oneQueue({ arrivalsPerHour, patienceSeconds }, { agents }), { ...OPTIONS, replications: 20 });
          const exact = queueMetrics({ volume: arrivalsPerHour, intervalSeconds: HOUR, ahtSeconds: 200, patienceSeconds, agents, answerWithinSeconds: 20 });
          const calls = contactTypes[0] as ContactTypeResult;
          const pairs = [
            [calls.serviceLevel.offered, exact.serviceLevel?.offered],
            [calls.abandonProbability, exact.abandonProbability],
            [calls.asaSeconds, exact.asaSeconds],
          ] as const;
          for (const [{ mean, halfWidth }, want] of pairs) {
            compared += 1;
            const apart = Math.abs((mean as number) - (want as number)) / (halfWidth as number);
            if (apart <= 1) inside += 1;
            expect(apart).toBeLessThan(2.5); // five standard errors
          }
        },
      ),
      { numRuns: 24 },
    );
    // 95 % of intervals hold the truth; three figures of one run are hardly independent, so chance may take its share of 24 runs, not of 72 figures.
    expect(inside / compared).toBeGreaterThan(0.86);
  });
});
