import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolvePlan } from '../../src/core/index.js';
import { queueMetrics } from '../../src/queueing/index.js';
import { intervalsWithin, movableNeed, movedRequirements, neededAt } from '../../src/schedule/meet-targets-need.js';
import { stepOf } from '../../src/schedule/meet-targets-step.js';
import { staff } from '../../src/staffing/index.js';

const rule = resolvePlan({
  zone: 'UTC',
  queues: { help: { patience: '3min', minimumAgents: 1, target: { serviceLevel: 0.8, answerWithin: '20s', maxOccupancy: 0.9 } } },
}).queues[0] as ReturnType<typeof resolvePlan>['queues'][number];

const volumes = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 12 });

function needOf(volume: readonly number[]) {
  const series = { queue: 'help', channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume, ahtSeconds: volume.map(() => 240) };
  const config = { zone: 'UTC', shrinkage: { absence: 0.1 }, loadModel: 'stationary', queues: { help: { patience: '3min', minimumAgents: 1 } } } as const;
  const requirements = staff(
    { queues: [series as never] },
    { ...config, queues: { help: { ...config.queues.help, target: { serviceLevel: 0.8, answerWithin: '20s', maxOccupancy: 0.9 } } } },
  );
  return { requirements, need: movableNeed(requirements.queues[0] as (typeof requirements.queues)[number], rule) };
}

/** A simulated stretch of half-hours from 0 on. */
function stretchAt(places: readonly number[], serviceLevel: number) {
  const endMs = places.length * 1_800_000;
  return { startMs: 0, endMs, offered: 1, serviceLevel, serviceLevelHalfWidth: 0.01, asaSeconds: null, abandonProbability: null, verdict: 'met' as const };
}

describe('a need that is moved', () => {
  it('is the requirement itself while it has not moved, shrinkage included', () => {
    fc.assert(
      fc.property(volumes, (volume) => {
        const { requirements, need } = needOf(volume);
        const moved = movedRequirements(requirements, [need]).queues[0] as (typeof requirements.queues)[number];
        expect(moved.agentsExact).toEqual(requirements.queues[0]?.agentsExact);
        moved.agentsWithShrinkage.forEach((agents, i) => {
          expect(agents).toBeCloseTo(requirements.queues[0]?.agentsWithShrinkage[i] as number, 9);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('never falls below what the limit of occupancy and the least number of people ask for, and rises with every unit', () => {
    fc.assert(
      fc.property(volumes, fc.double({ min: -5, max: 5, noNaN: true }), (volume, units) => {
        const { requirements, need } = needOf(volume);
        need.shift.fill(units);
        volume.forEach((contacts, i) => {
          const agents = neededAt(need, i);
          if ((requirements.queues[0]?.agentsExact[i] as number) === 0) expect(agents).toBe(0);
          else expect(agents).toBeGreaterThanOrEqual(1);
          const line = { volume: contacts, intervalSeconds: 1800, ahtSeconds: 240, patienceSeconds: 180, agents };
          if (contacts > 0) expect(queueMetrics(line).occupancy).toBeLessThanOrEqual(0.9 + 1e-6);
          expect(neededAt(need, i, 1)).toBeGreaterThanOrEqual(agents - 1e-9);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('goes up where less than the target is simulated, down where more is, and stays where it is met', () => {
    const { need } = needOf([60, 80, 100, 80]);
    const places = intervalsWithin(need, 0, 4 * 1_800_000);
    expect(places).toEqual([0, 1, 2, 3]);
    expect(stepOf(need, places, stretchAt(places, 0.7), 0)).toBeGreaterThan(0.1);
    expect(stepOf(need, places, stretchAt(places, 0.9), 0)).toBeLessThan(-0.1);
    expect(Math.abs(stepOf(need, places, stretchAt(places, 0.8), 0))).toBeLessThan(1e-6);
    expect(stepOf(need, places, stretchAt(places, 0.8), 0.01)).toBeGreaterThan(0);
  });
});
