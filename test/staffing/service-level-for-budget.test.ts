import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/index.js';
import { queueMetrics } from '../../src/queueing/index.js';
import { type BudgetInput, serviceLevelForBudget } from '../../src/staffing/index.js';

const base = { ahtSeconds: 180, intervalSeconds: 1800, answerWithinSeconds: 20 } as const;
const levelOf = (input: BudgetInput, i: number, agents: number): number =>
  queueMetrics({
    volume: input.volume[i] ?? 0,
    intervalSeconds: input.intervalSeconds,
    ahtSeconds: 180,
    agents,
    answerWithinSeconds: input.answerWithinSeconds,
    patienceSeconds: input.patienceSeconds,
  }).serviceLevel?.offered ?? 0;

describe('serviceLevelForBudget', () => {
  it('spends the hours, closed intervals get nobody, and the level is that of the agents', () => {
    const input = { ...base, volume: [60, null, 100, 0, 80], agentHours: 18.2, patienceSeconds: 90 };
    const plan = serviceLevelForBudget(input);
    expect(plan.agents[1]).toBe(0);
    expect(plan.agents[3]).toBe(0);
    expect(plan.agentHours).toBe(18);
    const inTime = [0, 2, 4].reduce((sum, i) => sum + (input.volume[i] ?? 0) * levelOf(input, i, plan.agents[i] ?? 0), 0);
    expect(plan.serviceLevel).toBeCloseTo(inTime / 240, 12);
  });

  it('weighted is within one agent of the best of every allocation, common is the best', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 3, maxLength: 3 }), fc.integer({ min: 6, max: 24 }), (volume, people) => {
        const input = { ...base, volume, agentHours: people / 2, patienceSeconds: 120 };
        let weighted = 0;
        let fewer = 0;
        let common = 0;
        for (let a = 0; a <= people; a += 1) {
          for (let b = 0; a + b <= people; b += 1) {
            const agents = [a, b, people - a - b];
            const levels = agents.map((n, i) => levelOf(input, i, n));
            common = Math.max(common, Math.min(...levels));
            const mean = (c: number): number =>
              levels.slice(0, 2).reduce((sum, level, i) => sum + level * (volume[i] ?? 0), (volume[2] ?? 0) * levelOf(input, 2, c));
            weighted = Math.max(weighted, mean(people - a - b));
            if (a + b < people) fewer = Math.max(fewer, mean(people - a - b - 1));
          }
        }
        const contacts = volume.reduce((sum, n) => sum + n, 0);
        const got = serviceLevelForBudget(input);
        expect(got.agents.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(people);
        expect(got.serviceLevel as number).toBeLessThanOrEqual(weighted / contacts + 1e-12);
        expect(got.serviceLevel as number).toBeGreaterThanOrEqual(fewer / contacts - 1e-12);
        expect(serviceLevelForBudget({ ...input, spread: 'common' }).serviceLevel).toBeCloseTo(common, 10);
      }),
      { numRuns: 40 },
    );
  });

  it('more hours never lower the level', () => {
    for (const spread of ['weighted', 'common'] as const) {
      let last = 0;
      for (let agentHours = 13.5; agentHours < 25; agentHours += 0.5) {
        const { serviceLevel } = serviceLevelForBudget({ ...base, volume: [60, 100, 80], agentHours, spread });
        expect(serviceLevel as number).toBeGreaterThanOrEqual(last);
        last = serviceLevel as number;
      }
    }
  });

  it('hours that do not carry the work, or the minimum, are unreachable', () => {
    expect(serviceLevelForBudget({ ...base, volume: [60, 100], agentHours: 5 })).toEqual({
      status: 'unreachable',
      serviceLevel: null,
      agents: [7, 11],
      agentHours: 9,
    });
    expect(serviceLevelForBudget({ ...base, volume: [0], agentHours: 1, minimumAgents: 3 }).status).toBe('unreachable');
  });

  it('refuses handle times of another length, negative volumes and hours, unknown spreads', () => {
    const input = { ...base, volume: [60], agentHours: 5 };
    expect(() => serviceLevelForBudget({ ...input, ahtSeconds: [1, 2] })).toThrow(InvalidInputError);
    expect(() => serviceLevelForBudget({ ...input, volume: [-1] })).toThrow(/volume\[0\]/);
    expect(() => serviceLevelForBudget({ ...input, agentHours: -1 })).toThrow(/agentHours/);
    expect(() => serviceLevelForBudget({ ...input, spread: 'even' as never })).toThrow(/spread/);
  });
});
