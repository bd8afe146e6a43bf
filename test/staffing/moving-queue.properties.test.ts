import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queueMetrics, requiredAgents } from '../../src/queueing/index.js';
import { chatMetrics, deferredMetrics, movingQueue, priceOfService, requiredAgentsUncertain, uncertainMetrics } from '../../src/staffing/index.js';

const load = fc.record({
  volume: fc.integer({ min: 5, max: 120 }),
  ahtSeconds: fc.integer({ min: 60, max: 600 }),
  patienceSeconds: fc.integer({ min: 30, max: 400 }),
});
const staffed = (volume: number, ahtSeconds: number, factor: number): number => Math.max(1, Math.round(((volume * ahtSeconds) / 1800) * factor));

describe('laws', () => {
  it('a constant load ends at the stationary answer', () => {
    fc.assert(
      fc.property(load, fc.double({ min: 0.8, max: 1.4, noNaN: true }), ({ volume, ahtSeconds, patienceSeconds }, factor) => {
        const agents = staffed(volume, ahtSeconds, factor);
        const day = {
          volume: new Array(8).fill(volume),
          agents: new Array(8).fill(agents),
          intervalSeconds: 1800,
          ahtSeconds,
          patienceSeconds,
          answerWithinSeconds: 20,
        };
        const stationary = queueMetrics({ volume, intervalSeconds: 1800, ahtSeconds, patienceSeconds, agents, answerWithinSeconds: 20 }).serviceLevel?.offered;
        expect(movingQueue(day).serviceLevel[7]).toBeCloseTo(stationary as number, 5);
      }),
      { numRuns: 20 },
    );
  });

  it('contacts are conserved from interval to interval', () => {
    const days = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 12 })), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(days, fc.boolean(), fc.integer({ min: 0, max: 5 }), (day, patient, waiting) => {
        const volume = day.map(([contacts]) => contacts);
        const queue = movingQueue({
          volume,
          agents: day.map(([, agents]) => agents),
          intervalSeconds: 900,
          ahtSeconds: 300,
          answerWithinSeconds: 30,
          start: { waiting },
          ...(patient ? {} : { patienceSeconds: 120 }),
        });
        let present = waiting;
        volume.forEach((contacts, i) => {
          const after = (queue.waitingAtEnd[i] as number) + (queue.inServiceAtEnd[i] as number);
          expect(present + contacts - (queue.finished[i] as number) - (queue.abandoned[i] as number)).toBeCloseTo(after, 6);
          present = after;
        });
      }),
      { numRuns: 20 },
    );
  });

  it('more people in an interval never hurt those who come in it', () => {
    fc.assert(
      fc.property(load, fc.integer({ min: 1, max: 3 }), ({ volume, ahtSeconds, patienceSeconds }, more) => {
        const agents = staffed(volume, ahtSeconds, 1);
        const level = (people: number): number =>
          movingQueue({ volume: [volume, volume], agents: [agents, people], intervalSeconds: 900, ahtSeconds, patienceSeconds, answerWithinSeconds: 20 })
            .serviceLevel[1] as number;
        expect(level(agents + more)).toBeGreaterThanOrEqual(level(agents) - 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  it('one chat at a time is Erlang A, lengths that do not grow are Erlang A with more agents', () => {
    fc.assert(
      fc.property(
        load,
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0.7, max: 1.4, noNaN: true }),
        ({ volume, ahtSeconds, patienceSeconds }, most, factor) => {
          const agents = staffed(volume, ahtSeconds, factor / most);
          const common = { volume, intervalSeconds: 1800, patienceSeconds, answerWithinSeconds: 30 };
          const chat = chatMetrics({ ...common, agents, ahtSecondsAt: new Array(most).fill(ahtSeconds) });
          const exact = queueMetrics({ ...common, ahtSeconds, agents: agents * most });
          expect(chat.serviceLevel).toBeCloseTo(exact.serviceLevel?.offered as number, 9);
          expect(chat.abandonProbability).toBeCloseTo(exact.abandonProbability, 9);
          expect(chat.asaSeconds).toBeCloseTo(exact.asaSeconds as number, 6);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('no uncertainty gives the plain requirement; a little changes little', () => {
    fc.assert(
      fc.property(load, ({ volume, ahtSeconds, patienceSeconds }) => {
        const common = { volume, intervalSeconds: 1800, ahtSeconds, patienceSeconds };
        const certain = requiredAgentsUncertain({ ...common, answerWithinSeconds: 20, dayFactorCv: 0, serviceLevel: 0.8 });
        expect(certain.agents).toBe(requiredAgents({ ...common, minimumAgents: 0, target: { serviceLevel: 0.8, answerWithinSeconds: 20 } }).agents);
        expect(certain.agentsForUncertainty).toBe(0);
        const nearly = uncertainMetrics({ ...common, answerWithinSeconds: 20, dayFactorCv: 1e-4, agents: certain.agents, serviceLevel: 0.8 });
        expect(nearly.serviceLevel).toBeCloseTo(certain.serviceLevel as number, 5);
      }),
      { numRuns: 30 },
    );
  });

  it('more time never hurts deferred work', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 600, max: 9000 }),
        (volume, answerWithinSeconds) => {
          const day = {
            volume: [...volume, 1],
            open: [false, true, true, true, true],
            agents: [0, 2, 2, 2, 2],
            intervalSeconds: 1800,
            ahtSeconds: 400,
            backlog: 2,
          };
          const share = (seconds: number): number => deferredMetrics({ ...day, answerWithinSeconds: seconds }).total as number;
          expect(share(answerWithinSeconds + 900)).toBeGreaterThanOrEqual(share(answerWithinSeconds) - 1e-3);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('a better service never costs fewer hours, and every interval keeps its target', () => {
    fc.assert(
      fc.property(fc.array(load, { minLength: 1, maxLength: 4 }), (intervals) => {
        const { rows } = priceOfService({
          volume: intervals.map((one) => one.volume),
          ahtSeconds: intervals.map((one) => one.ahtSeconds),
          intervalSeconds: 1800,
          patienceSeconds: 120,
          answerWithinSeconds: 20,
        });
        rows.forEach((row, k) => {
          expect(row.serviceLevel).toBeGreaterThanOrEqual(row.target - 1e-9);
          if (k > 0) expect(row.agentHours).toBeGreaterThanOrEqual(rows[k - 1]?.agentHours as number);
        });
      }),
      { numRuns: 30 },
    );
  });
});
