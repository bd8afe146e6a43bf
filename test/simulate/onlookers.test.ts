import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrawMemory } from '../../src/simulate/draw-memory.js';
import type { Figure, SimulationSystem, TypeRatio } from '../../src/simulate/index.js';
import { Player, type PlayOptions } from '../../src/simulate/play.js';
import { samplePlayer } from '../../src/simulate/sample-player.js';
import { COUNTER_COUNT, COUNTERS } from '../../src/simulate/tally.js';
import { oneQueue, twoTiers } from './systems.js';

const WINDOW = { seed: 1, warmUpSeconds: 4000, horizonSeconds: 40_000 };
const OPTIONS: PlayOptions = { ...WINDOW, arrivalsStopAtHorizon: false, reportBoundariesSeconds: [], joinedStretches: [], records: false, totals: true };
const REAL = [COUNTERS.first, COUNTERS.excessWork, COUNTERS.excessPassedOn, COUNTERS.queueTime];

/** What only real contacts bring about, and what each type of a replication counts. */
function played(system: SimulationSystem, looks?: readonly number[], memory?: DrawMemory): { real: number[]; totals: number[][]; occupancy: unknown } {
  const player = new Player(system, OPTIONS, { looks, memory });
  for (let replication = 0; replication < 3; replication += 1) player.play(replication);
  const real = player.totals.flatMap((row) => system.contactTypes.flatMap((_, k) => REAL.map((counter) => row[k * COUNTER_COUNT + counter] as number)));
  return { real, totals: player.totals, occupancy: system.agentGroups.map((_, g) => player.occupancy(g)) };
}

/** Two tiers with all that onlookers may meet: overflow after a wait, redials, limits, chats, people kept free. */
const system = fc
  .record({
    redial: fc.constantFrom(0, 0.5),
    after: fc.constantFrom(0, 20),
    capacity: fc.constantFrom(undefined, 14),
    chats: fc.boolean(),
    keepFree: fc.constantFrom(0, 1),
    pick: fc.constantFrom('longestWaiting' as const, 'serviceLevel' as const, 'earliestDeadline' as const),
    routing: fc.constantFrom('inOrder' as const, 'longestIdle' as const),
  })
  .map(({ redial, after, capacity, chats, keepFree, pick, routing }): SimulationSystem => {
    const { contactTypes, agentGroups } = twoTiers();
    const [easy, hard] = contactTypes as [SimulationSystem['contactTypes'][0], SimulationSystem['contactTypes'][0]];
    const [one, two] = agentGroups as [SimulationSystem['agentGroups'][0], SimulationSystem['agentGroups'][0]];
    return {
      ...(capacity === undefined ? {} : { capacity }),
      contactTypes: [
        {
          ...easy,
          ...(redial > 0 ? { redial: { probability: redial, meanDelaySeconds: 400 } } : {}),
          ...(routing === 'longestIdle' ? { routing } : {}),
          route: [{ group: 'first' }, { group: 'second', afterSeconds: after, ...(after === 0 ? { keepFree } : {}) }],
        },
        hard,
      ],
      agentGroups: [
        { ...one, ...(chats ? { concurrency: { most: 2, ahtSecondsAt: [240, 330] } } : {}) },
        { ...two, pick, serves: [[{ contactType: 'hard' }, { contactType: 'easy', afterSeconds: after }]] },
      ],
    };
  });

describe('onlookers', () => {
  it('change nothing for the contacts among whom they wait', () => {
    fc.assert(
      fc.property(system, fc.double({ min: 1, max: 3, noNaN: true }), fc.double({ min: 1, max: 9, noNaN: true }), (asked, easy, hard) => {
        const [with_, without] = [played(asked, [easy, hard]), played(asked)];
        expect(with_.occupancy).toEqual(without.occupancy);
        with_.real.forEach((value, i) => {
          expect(value).toBeCloseTo(without.real[i] as number, 6);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('balance: what is offered is answered, gives up or is turned away', () => {
    fc.assert(
      fc.property(system, (asked) => {
        for (const row of played(asked, [1.5, 6]).totals)
          for (const k of asked.contactTypes.keys()) {
            const at = (counter: number): number => row[k * COUNTER_COUNT + counter] as number;
            const ended = at(COUNTERS.answered) + at(COUNTERS.abandoned) + at(COUNTERS.blocked) + at(COUNTERS.unfinished);
            expect(ended).toBeCloseTo(at(COUNTERS.offered), 6);
          }
      }),
      { numRuns: 20 },
    );
  });

  it('tell the same figures as contacts, and those of a small queue with far narrower intervals', () => {
    const { contactTypes, agentGroups } = twoTiers({ second: 4 });
    const asked = {
      contactTypes: contactTypes.map((type) => (type.name === 'hard' ? { ...type, arrivalsPerHour: 6 } : type)),
      agentGroups: agentGroups.map((group) => (group.escalate === undefined ? group : { ...group, escalate: { easy: { to: 'hard', probability: 0.03 } } })),
    };
    const figures = (looks: readonly number[]): Figure[] => {
      const player = samplePlayer(asked, { ...WINDOW, looks }, null);
      player.play(150);
      const names: TypeRatio[] = ['levelOffered', 'abandonProbability', 'asaSeconds'];
      return names.flatMap((name) => [player.figure(0, name), player.figure(1, name)]);
    };
    const [contacts, onlookers] = [figures([1, 1]), figures([1, 8])];
    contacts.forEach((figure, i) => {
      const other = onlookers[i] as Figure;
      const joint = Math.hypot(figure.halfWidth as number, other.halfWidth as number);
      expect(Math.abs((figure.mean as number) - (other.mean as number))).toBeLessThan(1.4 * joint);
    });
    expect(onlookers[1]?.halfWidth).toBeLessThan(0.8 * (contacts[1]?.halfWidth as number));
  });

  it('stay away where a wait is told by the length of the line', () => {
    const asked = oneQueue({ announcement: { estimate: 'queueLength', steps: [{ fromSeconds: 10, leaveProbability: 0.2 }] } });
    expect(played(asked, [5]).totals).toEqual(played(asked).totals);
  });
});

describe('draws that are remembered', () => {
  it('are those that would be drawn anew, in whatever order systems are played and however little fits', () => {
    fc.assert(
      fc.property(system, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 40_000 }), (asked, replications, numbers) => {
        const memory = new DrawMemory(replications, numbers);
        const larger = { ...asked, agentGroups: asked.agentGroups.map((group) => ({ ...group, agents: (group.agents as number) + 2 })) };
        for (const one of [asked, larger, asked]) expect(played(one, [1, 3], memory).totals).toEqual(played(one, [1, 3]).totals);
      }),
      { numRuns: 15 },
    );
  });
});
