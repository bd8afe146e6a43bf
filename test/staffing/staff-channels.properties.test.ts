import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueueForecast } from '../../src/core/index.js';
import { queueMetrics } from '../../src/queueing/index.js';
import { backlogPath } from '../../src/staffing/backlog-path.js';
import { blendedCapacity, staff, staffChannels } from '../../src/staffing/index.js';
import { queueForecast } from '../queue-forecast.js';

const series = (channel: QueueForecast['channel'], volume: readonly (number | null)[], aht: number): QueueForecast =>
  queueForecast(volume, { channel, ahtSeconds: volume.map((contacts) => (contacts === null ? null : aht)) });
const aht = fc.integer({ min: 30, max: 3000 });
const contacts = fc.double({ min: 0.1, max: 300, noNaN: true });
const patience = fc.constantFrom(undefined, 60, 600);
const target = fc.constantFrom(
  { serviceLevel: 0.8, answerWithin: 20 },
  { serviceLevel: 0.9, answerWithin: 60, maxOccupancy: 0.85 },
  { asa: 15 },
  { serviceLevel: 0.8, answerWithin: 20, over: 'day' as const },
);
const columnsOf = ({ agents, agentsExact, serviceLevel, occupancy, asaSeconds, abandonProbability }: ReturnType<typeof staff>['queues'][number]) => ({
  ...{ agents, agentsExact, serviceLevel, occupancy, asaSeconds, abandonProbability },
});

describe('laws of staffing by model', () => {
  it('a constant load gives the stationary answer, bit for bit', () => {
    fc.assert(
      fc.property(contacts, aht, patience, target, fc.constantFrom('mean' as const, 'worst' as const), (volume, seconds, patient, goal, holdsFor) => {
        const forecast = { queues: [series('voice', new Array<number>(6).fill(volume), seconds)] };
        const queues = { one: { target: goal, ...(patient === undefined ? {} : { patience: patient }) } };
        const alone = staff(forecast, { queues, loadModel: 'stationary' }).queues[0];
        const carried = staff(forecast, { queues, holdsFor }).queues[0];
        if (alone === undefined || carried === undefined) throw new Error('one queue');
        expect(columnsOf(carried)).toEqual(columnsOf(alone));
      }),
      { numRuns: 60 },
    );
  });

  it('plain staff and staffChannels agree on calls, whatever the load does', () => {
    const volume = fc.array(fc.option(fc.integer({ min: 0, max: 120 })), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(volume, aht, patience, target, (load, seconds, patient, goal) => {
        const forecast = { queues: [series('voice', load, seconds)] };
        const config = { queues: { one: { target: goal, ...(patient === undefined ? {} : { patience: patient }) } } };
        const { sizing: _, ...channels } = staffChannels(forecast, config).queues[0] ?? {};
        const { sizing: __, ...plain } = staff(forecast, config).queues[0] ?? {};
        expect(channels).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('a certain forecast costs nothing for its uncertainty', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 20 }), aht, patience, (load, seconds, patient) => {
        const forecast = { queues: [series('voice', load, seconds)] };
        const queues = { one: { target: { serviceLevel: 0.8, answerWithin: 20 }, ...(patient === undefined ? {} : { patience: patient }) } };
        for (const criterion of ['average', 'shareOfDays'] as const) {
          const certain = staffChannels(forecast, { queues, uncertainty: { criterion, dayFactorCv: 0 } }).queues[0];
          const plain = staffChannels(forecast, { queues }).queues[0];
          expect(certain?.agents).toEqual(plain?.agents);
          expect(certain?.serviceLevel).toEqual(plain?.serviceLevel);
          expect(certain?.sizing?.uncertainty?.agentHours).toBe(0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('backlog is conserved: what waited and came is begun or waits', () => {
    const grid = fc.array(fc.record({ arrivals: fc.integer({ min: 0, max: 30 }), people: fc.integer({ min: 0, max: 12 }) }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(grid, fc.integer({ min: 0, max: 50 }), aht, (intervals, backlog, seconds) => {
        const work = { rates: intervals.map(({ arrivals }) => ({ arrival: arrivals / 1800, aht: seconds })), intervalSeconds: 1800, within: 7200 };
        const path = backlogPath(
          work,
          intervals.map(({ people }) => people),
          backlog,
        );
        expect(path.waitingAtStart).toBeCloseTo(backlog, 9);
        let before = path.waitingAtStart;
        intervals.forEach(({ arrivals }, i) => {
          const after = path.waitingAtEnd[i] as number;
          expect(after).toBeGreaterThanOrEqual(0);
          expect(path.begun[i]).toBeGreaterThanOrEqual(0);
          // Steps too small for the lattice may bend at zero a little later.
          if (before + arrivals >= after) expect(before + arrivals - (path.begun[i] as number)).toBeCloseTo(after, 6);
          before = after;
        });
        if (path.total !== null) expect(path.total).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 80 },
    );
  });

  it('with everybody in reserve calls are Erlang A, and less reserve never serves them better nor leaves less time for deferred work', () => {
    const calls = fc.record({
      volume: fc.integer({ min: 1, max: 150 }),
      ahtSeconds: fc.integer({ min: 60, max: 600 }),
      agents: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(calls, ({ volume, ahtSeconds, agents }) => {
        const input = { volume, ahtSeconds, agents, intervalSeconds: 1800, answerWithinSeconds: 20, patienceSeconds: 120, deferredAhtSeconds: ahtSeconds };
        const all = blendedCapacity({ ...input, reserve: agents });
        const erlang = queueMetrics({ volume, ahtSeconds, agents, intervalSeconds: 1800, answerWithinSeconds: 20, patienceSeconds: 120 });
        expect(all.serviceLevel).toBeCloseTo(erlang.serviceLevel?.offered as number, 8);
        expect(all.deferredAgents).toBeCloseTo(0, 6);
        let last = all;
        for (let reserve = agents - 1; reserve >= 0; reserve -= Math.ceil(agents / 5)) {
          const less = blendedCapacity({ ...input, reserve });
          expect(less.serviceLevel as number).toBeLessThanOrEqual((last.serviceLevel as number) + 1e-9);
          expect(less.deferredAgents).toBeGreaterThanOrEqual(last.deferredAgents - 1e-9);
          last = less;
        }
      }),
      { numRuns: 40 },
    );
  });
});
