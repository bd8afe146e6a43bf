import { describe, expect, it } from 'vitest';
import { designTiers, type MultiSkillRouting, type TierLevel } from '../../src/multi-skill/index.js';
import { requiredAgents } from '../../src/queueing/index.js';

const PER_HOUR = 200;
const SECOND_AHT = 600;
const COST = { first: 20, second: 32 };

const forecast = {
  queues: [{ queue: 'all', channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 3600, volume: [PER_HOUR], ahtSeconds: [300] } as never],
};
const routing: MultiSkillRouting = {
  queues: [
    { name: 'all', patienceSeconds: 180, route: [{ group: 'first' }] },
    { name: 'hard', patienceSeconds: 300, target: { serviceLevel: 0.8, answerWithinSeconds: 60 }, route: [{ group: 'second' }] },
  ],
  groups: [
    { name: 'first', serves: [[{ contactType: 'all' }]], costPerHour: COST.first },
    { name: 'second', serves: [[{ contactType: 'hard' }]], ahtSeconds: { hard: SECOND_AHT }, costPerHour: COST.second },
  ],
};
const question = { queue: 'all', group: 'first', to: 'hard' };
/** The last contacts to be solved take longest. */
const levels: TierLevel[] = [0.4, 0.6, 0.8, 0.95].map((resolution) => ({ resolution, ahtSeconds: 150 + 800 * resolution ** 6 }));

/** Two separate queues by formula: what the answer must come to, escalated contacts taken as Poisson. */
function byFormula({ resolution, ahtSeconds }: Pick<TierLevel, 'resolution' | 'ahtSeconds'>): number {
  const agents = (volume: number, aht: number, patienceSeconds: number, answerWithinSeconds: number): number =>
    requiredAgents({ volume, intervalSeconds: 3600, ahtSeconds: aht, patienceSeconds, target: { serviceLevel: 0.8, answerWithinSeconds } }).agents as number;
  // Those who gave up in the first line do not reach the second: at most a twentieth.
  return agents(PER_HOUR, ahtSeconds, 180, 20) * COST.first + agents(PER_HOUR * (1 - resolution) * 0.96, SECOND_AHT, 300, 60) * COST.second;
}

describe('designTiers', () => {
  it('finds the level that formulas find when the tiers have people of their own, within an agent', async () => {
    const { curve, best, range } = await designTiers(forecast, routing, { ...question, levels }, { points: 4, samples: 2, halfWidth: 0.02 });
    const cheapest = Math.min(...curve.map((point) => byFormula(point)));
    for (const point of curve) expect(Math.abs(point.cost - byFormula(point))).toBeLessThanOrEqual(COST.second + COST.first);
    expect(byFormula(best)).toBeLessThanOrEqual(cheapest + COST.second);
    expect(best.resolution).toBeGreaterThan(0.6);
    expect(best.resolution).toBeLessThan(0.95);
    expect(range[0]).toBeLessThanOrEqual(best.resolution);
    expect(range[1]).toBeGreaterThanOrEqual(best.resolution);
    expect(best).toMatchObject({ dearerBy: 0, dearerByHalfWidth: 0 });
    expect(curve.map(({ resolution }) => resolution)).toEqual([...curve.map(({ resolution }) => resolution)].sort((a, b) => a - b));
  });

  it('counts repeats of what seemed solved: the more come again, the dearer the level', async () => {
    const again = {
      ...routing,
      queues: routing.queues.map((queue) => (queue.name === 'all' ? { ...queue, repeat: { to: 'all', probability: 0, meanDelaySeconds: 1800 } } : queue)),
    };
    const costAt = async (repeatProbability: number): Promise<number> => {
      const two = [0.6, 0.8].map((resolution) => ({ resolution, ahtSeconds: 240, repeatProbability }));
      const { curve } = await designTiers(forecast, again, { ...question, levels: two }, { points: 2, samples: 2, halfWidth: 0.03 });
      return curve[0]?.cost as number;
    };
    expect(await costAt(0.2)).toBeGreaterThan((await costAt(0)) * 1.05);
  });

  it('names what does not fit', async () => {
    const ask = (more: object): Promise<unknown> => designTiers(forecast, routing, { ...question, levels, ...more });
    await expect(ask({ queue: 'everything' })).rejects.toThrow('question.queue "everything" is not in the routing. Known: all, hard.');
    await expect(ask({ to: 'all' })).rejects.toThrow('another queue');
    await expect(ask({ levels: levels.slice(0, 1) })).rejects.toThrow('at least two levels');
    await expect(ask({ levels: [...levels].reverse() })).rejects.toThrow('must rise');
    await expect(ask({ levels: [{ resolution: 40, ahtSeconds: 200 }, ...levels] })).rejects.toThrow('Write 70 % as 0.7');
  });
});
