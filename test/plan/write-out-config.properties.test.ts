import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlanConfig, resolvePlan } from '../../src/core/index.js';
import { makeSampleCentre } from '../../src/plan/sample-centre.js';
import { writeOutConfig } from '../../src/plan/write-out-config.js';

const duration = (from: number, to: number) => fc.integer({ min: from, max: to });
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const queue = fc.record(
  {
    channel: fc.constantFrom('voice' as const, 'chat' as const, 'email' as const),
    skill: fc.constantFrom('billing', 'tech'),
    lowestTier: fc.integer({ min: 1, max: 4 }),
    patience: fc.option(duration(1, 900)),
    aht: duration(1, 4000),
    capacity: fc.integer({ min: 1, max: 500 }),
    minimumAgents: fc.nat(5),
    openingHours: fc.record({
      'mon-fri': fc.array(
        fc.tuple(clock, clock).map(([from, to]) => `${from}-${to}`),
        { maxLength: 2 },
      ),
    }),
    target: fc.record(
      { asa: duration(1, 100), maxOccupancy: fc.double({ min: 0.1, max: 1, noNaN: true }), over: fc.constantFrom('interval' as const, 'week' as const) },
      { requiredKeys: [] },
    ),
    understaffedPerHour: fc.nat(500),
  },
  { requiredKeys: [] },
);
const shift = fc.record({
  start: fc.record({ from: clock, to: clock }),
  length: fc.tuple(duration(3600, 43200), duration(0, 43200)).map(([from, more]) => ({ from, to: from + more })),
  breaks: fc.constantFrom([], [{ name: 'lunch', length: '30min', paid: false, from: '3h', to: '5h', ifLongerThan: '6h' }]),
});
const contract = fc.record(
  { shifts: fc.constant(['day']), consecutiveDays: fc.record({ max: fc.integer({ min: 1, max: 9 }) }), rest: duration(0, 50000) },
  { requiredKeys: ['shifts'] },
);
const config: fc.Arbitrary<PlanConfig> = fc.record({
  zone: fc.constantFrom('UTC', 'Europe/Berlin'),
  interval: fc.constantFrom(60, 900, '30min', 3600, '2h'), // must divide a day
  queues: fc.dictionary(fc.constantFrom('billing', 'tech', 'sales'), queue),
  shifts: fc.record({ day: shift }),
  contracts: fc.record({ full: contract }),
});

describe('a config with its defaults written out', () => {
  it('reads back as the same rules', () => {
    fc.assert(
      fc.property(config, (input) => {
        const rules = resolvePlan(input);
        expect(resolvePlan(writeOutConfig(rules))).toEqual(rules);
      }),
      { numRuns: 300 },
    );
  });

  it('is JSON and settled: writing it out again changes nothing', () => {
    const once = writeOutConfig(resolvePlan(makeSampleCentre().config));
    expect(JSON.parse(JSON.stringify(once))).toEqual(once);
    expect(writeOutConfig(resolvePlan(once))).toEqual(once);
  });
});
