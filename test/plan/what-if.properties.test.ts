import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScenarioConfig } from '../../src/core/index.js';
import { type WhatIfRow, whatIf } from '../../src/plan/index.js';
import { CALLS, dayForecast } from './what-if-centre.js';

/** Every lever at the value at which it changes nothing. */
const NEUTRAL: readonly ScenarioConfig[] = [
  { campaign: { factor: 1 } },
  { campaign: { extra: 0 } },
  { openingHours: { earlierBy: 0 } },
  { openingHours: { hours: { daily: ['08:00-14:00'] }, moved: 0.5 } },
  { selfService: { contained: 0, relativeAht: 0.3, costPerContact: 1 } },
  { firstContactResolution: { from: 0.73, to: 0.73, comeBack: 0.9 } },
  { directRouting: { transferred: 0 } },
  { directRouting: { avoided: 0 } },
  { handleTime: { saving: 0 } },
  { handleTime: { share: 0 } },
  { handleTime: { seconds: 0 } },
  { announcedWait: { patienceFactor: 1 } },
  { target: { serviceLevelBy: 0 } },
  { target: { serviceLevel: 0.8 } },
  { pooling: { queues: ['billing'] } },
  { crossTraining: { share: 0 } },
  { priority: { share: 0 } },
  { priority: { share: 1 } },
  { callback: { accepted: 0 } },
  { shrinkage: { factor: 1 } },
  { wages: { factor: 1 } },
];

const centre = fc.record({
  volume: fc.double({ min: 0.05, max: 3, noNaN: true }),
  aht: fc.double({ min: 30, max: 900, noNaN: true }),
  loadModel: fc.constantFrom('stationary' as const, 'offeredLoad' as const),
  over: fc.constantFrom('interval' as const, 'day' as const),
});
type Given = { readonly volume: number; readonly aht: number; readonly loadModel: 'stationary' | 'offeredLoad'; readonly over: 'interval' | 'day' };

async function rowsOf(
  { volume, aht, loadModel, over }: Given,
  scenarios: Readonly<Record<string, ScenarioConfig>>,
): Promise<Awaited<ReturnType<typeof whatIf>>> {
  const queues = [dayForecast('billing', { days: 1, volume, aht }), dayForecast('tech', { days: 1, volume: volume / 2, aht: aht * 1.3 })];
  const billing = { ...CALLS.queues.billing, target: { serviceLevel: 0.8, answerWithin: '20s', over } };
  return whatIf({ queues }, { ...CALLS, loadModel, queues: { ...CALLS.queues, billing } }, { scenarios, costPerLostContact: 1.5 });
}

describe('laws of levers', () => {
  it('at neutral every lever leaves every bit as it was, alone and all together', () =>
    fc.assert(
      fc.asyncProperty(centre, async (given) => {
        const alone = Object.fromEntries(NEUTRAL.map((levers, k) => [String(k), levers]));
        const { base, scenarios } = await rowsOf(given, alone);
        for (const row of scenarios) {
          expect(row.restaffed).toEqual(base.restaffed);
          expect(row.samePeople).toEqual(base.restaffed);
          expect(row.queues.restaffed).toEqual(base.queues);
          expect(row.saved).toBe(0);
        }
        const together: ScenarioConfig = Object.assign({}, ...NEUTRAL);
        expect((await rowsOf(given, { together })).scenarios[0]?.restaffed).toEqual(base.restaffed);
      }),
      { numRuns: 8 },
    ));

  it('more of a lever that takes work away saves more, and serves the rest better with the same people', () =>
    fc.assert(
      fc.asyncProperty(centre, fc.double({ min: 0.01, max: 0.4, noNaN: true }), fc.double({ min: 0.01, max: 0.4, noNaN: true }), async (given, some, more) => {
        const pair = (levers: (size: number) => ScenarioConfig): Readonly<Record<string, ScenarioConfig>> => ({
          some: levers(some),
          more: levers(some + more),
        });
        for (const levers of [
          pair((saving) => ({ handleTime: { saving } })),
          pair((contained) => ({ selfService: { contained, costPerContact: 0 } })),
          pair((factor) => ({ shrinkage: { factor: 1 - factor } })),
        ]) {
          const [less, much] = (await rowsOf(given, levers)).scenarios as [WhatIfRow, WhatIfRow];
          expect(much.saved).toBeGreaterThanOrEqual(less.saved - 1e-9);
          expect(much.samePeople.serviceLevel as number).toBeGreaterThanOrEqual((less.samePeople.serviceLevel as number) - 1e-9);
        }
      }),
      { numRuns: 8 },
    ));

  it('wages scale the cost of people and touch nothing else', () =>
    fc.assert(
      fc.asyncProperty(centre, fc.double({ min: 0.1, max: 3, noNaN: true }), async (given, factor) => {
        const { base, scenarios } = await rowsOf(given, { wages: { wages: { factor } } });
        const [row] = scenarios as [WhatIfRow];
        expect(row.restaffed.staffCost / base.restaffed.staffCost).toBeCloseTo(factor, 9);
        expect({ ...row.restaffed, staffCost: 0, totalCost: 0 }).toEqual({ ...base.restaffed, staffCost: 0, totalCost: 0 });
      }),
      { numRuns: 8 },
    ));

  it('inputs stay as they were', async () => {
    const queues = [dayForecast('billing', { days: 1 })];
    const before = structuredClone(queues);
    const config = structuredClone(CALLS);
    await whatIf({ queues }, config);
    expect(queues).toEqual(before);
    expect(config).toEqual(CALLS);
  });
});
