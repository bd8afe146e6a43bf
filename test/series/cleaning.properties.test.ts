import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { History, QueueHistory } from '../../src/core/index.js';
import { cleanHistory, findGaps, findLevelShifts, findOutlierDays, undoCleaning } from '../../src/series/index.js';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'] as const;

const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 5000 }) },
);

/** Any series: any grain, any holes, any closed ranges. */
const series: fc.Arbitrary<QueueHistory> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    grain: fc.constantFrom('interval', 'day', 'week', 'month') as fc.Arbitrary<QueueHistory['grain']>,
    volume: fc.array(value, { minLength: 0, maxLength: 300 }),
    cut: fc.array(fc.nat(300), { maxLength: 6 }),
  })
  .map(({ zone, grain, volume, cut }) => {
    const ends = [...new Set(cut.filter((i) => i <= volume.length))].sort((a, b) => a - b);
    const closed = ends.flatMap((from, i) => (i % 2 === 0 && ends[i + 1] !== undefined ? [[from, ends[i + 1] as number] as const] : []));
    const known = volume.map((v, i) => (closed.some(([from, to]) => i >= from && i < to) ? null : v));
    const nulls = known.map(() => null);
    return {
      ...{
        queue: 'a',
        channel: 'voice',
        zone,
        grain,
        startMs: Date.UTC(2026, 0, 1),
        intervalSeconds: grain === 'interval' ? 7200 : null,
        startDay: '2026-01-01',
      },
      ...{ volume: known, handled: known, abandoned: nulls, shortAbandoned: nulls, ahtSeconds: nulls, meanWaitSeconds: nulls, closed, bookedAt: 'arrival' },
    } as QueueHistory;
  });

const history = fc.array(series, { minLength: 1, maxLength: 2 }).map((queues): History => {
  const summary = {
    system: 'generic',
    confidence: 1,
    encoding: 'utf-8',
    delimiter: ',',
    dateOrder: null,
    units: {},
    rowsRead: 0,
    rowsKept: 0,
    rowsDropped: {},
    doubts: [],
  };
  return { queues: queues.map((queue, i) => ({ ...queue, queue: `q${i}` })), issues: [], issueCounts: {}, summary };
});

it('undoing a cleaning gives the input back exactly, whatever the history and the steps', () => {
  fc.assert(
    fc.property(history, fc.subarray(['outliers', 'gaps'] as const), (input, steps) => {
      const copy = JSON.stringify(input);
      const { history: cleaned, changes } = cleanHistory(input, { steps });
      expect(JSON.stringify(input)).toBe(copy);
      expect(undoCleaning(cleaned, changes)).toEqual(input);
    }),
    { numRuns: 200 },
  );
});

it('cleaning changes nothing but what it lists, and fills no closed interval', () => {
  fc.assert(
    fc.property(history, (input) => {
      const { history: cleaned, changes } = cleanHistory(input);
      input.queues.forEach((queue, k) => {
        const own = changes.filter(({ series: { queue: name } }) => name === queue.queue);
        queue.volume.forEach((before, i) => {
          const after = cleaned.queues[k]?.volume[i];
          if (!own.some(({ fromIndex, toIndex }) => i >= fromIndex && i < toIndex)) expect(after).toBe(before);
          if (queue.closed.some(([from, to]) => i >= from && i < to)) expect(after).toBeNull();
        });
      });
    }),
    { numRuns: 200 },
  );
});

it('what is found lies inside the history, in order, and is plain data', () => {
  fc.assert(
    fc.property(series, (queue) => {
      for (const found of [findOutlierDays(queue), findGaps(queue), findLevelShifts(queue)]) {
        expect(JSON.parse(JSON.stringify(found))).toEqual(found);
        const starts = found.map(({ fromIndex }) => fromIndex);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        for (const start of starts) expect(start).toBeLessThan(queue.volume.length);
      }
    }),
    { numRuns: 200 },
  );
});

it('scaling the volume keeps the outlier days of busy queues', () => {
  const days = fc.array(fc.integer({ min: 900, max: 1100 }), { minLength: 42, maxLength: 120 });
  fc.assert(
    fc.property(days, fc.nat(), fc.integer({ min: 2, max: 9 }), (volume, at, factor) => {
      const spiked = volume.map((v, i) => (i === at % volume.length ? 5 * v : v));
      const make = (column: number[]): QueueHistory => ({
        ...{
          queue: 'a',
          channel: 'voice',
          zone: 'UTC',
          grain: 'day',
          startMs: Date.UTC(2026, 0, 5),
          intervalSeconds: null,
          startDay: '2026-01-05',
          volume: column,
        },
        ...{ handled: [], abandoned: [], shortAbandoned: [], ahtSeconds: [], meanWaitSeconds: [], closed: [], bookedAt: 'arrival' },
      });
      const found = findOutlierDays(make(spiked)).map(({ fromIndex }) => fromIndex);
      expect(found).toContain(at % volume.length);
      expect(findOutlierDays(make(spiked.map((v) => v * factor))).map(({ fromIndex }) => fromIndex)).toContain(at % volume.length);
    }),
    { numRuns: 100 },
  );
});
