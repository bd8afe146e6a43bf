import { describe, expect, it } from 'vitest';
import { resolvePlan } from '../../src/core/index.js';
import { evaluateChannel, movingQueue, staffChannels } from '../../src/staffing/index.js';

const hours = (volume: readonly number[], ahtSeconds: number, intervalSeconds = 1800) => ({
  queues: [
    {
      ...{ queue: 'calls', channel: 'voice' as const, zone: 'UTC', startMs: 0, intervalSeconds, volume, ahtSeconds: volume.map(() => ahtSeconds) },
      ...{ bands: [], days: [], dayFactorCv: 0, parts: {}, weights: {}, warnings: [] },
    },
  ],
});

describe('the solver at its edges', () => {
  it('takes callers who give up within a second, over hours of few calls', () => {
    const queue = { volume: [16, 30], intervalSeconds: 3600, ahtSeconds: 300, patienceSeconds: 1, answerWithinSeconds: 20 };
    const { serviceLevel, abandoned } = movingQueue({ ...queue, agents: [3, 4], start: { inService: 1, waiting: 0 } });
    // Who gives up that fast makes a system with losses: Erlang B of 2.5 erlangs on 4 lines loses 15 %.
    expect(serviceLevel[1]).toBeCloseTo(0.86, 2);
    expect((abandoned[1] as number) / 30).toBeCloseTo(1 - (serviceLevel[1] as number), 2);
  });

  it('sizes such a queue in a plan', () => {
    const plan = { loadModel: 'transient' as const, queues: { calls: { patience: 1, target: { serviceLevel: 0.8, answerWithin: 600 } } } };
    const [sized] = staffChannels(hours([16, 30, 28], 300, 3600) as never, plan).queues;
    expect(sized?.agents.every((people) => people >= 2 && people <= 5)).toBe(true);
    expect(sized?.serviceLevel.every((level) => (level as number) >= 0.8)).toBe(true);
  });

  it('says of the people it asks for what it said when it sized them, and of others what they deliver', () => {
    const plan = { zone: 'UTC', loadModel: 'transient' as const, queues: { calls: { patience: '3min', target: { serviceLevel: 0.8, answerWithin: '20s' } } } };
    const [sized] = staffChannels(hours([20, 35, 50, 40, 20], 900) as never, plan).queues;
    if (sized === undefined) throw new Error('no queue');
    const rule = resolvePlan(plan).queues[0] as never;
    expect(evaluateChannel(sized, sized.agents, rule).serviceLevel).toEqual(sized.serviceLevel);
    const fewer = sized.agents.map((people) => people - 1);
    const half = sized.agents.map((people) => people - 0.5);
    const solved = movingQueue({
      ...{ volume: sized.volume, ahtSeconds: 900, intervalSeconds: 1800, agents: fewer, patienceSeconds: 180, answerWithinSeconds: 20 },
      start: { inService: 10, waiting: 0 },
    });
    const level = evaluateChannel(sized, fewer, rule).serviceLevel;
    // The start differs a little; later intervals forget it.
    expect(level[3]).toBeCloseTo(solved.serviceLevel[3] as number, 2);
    expect(evaluateChannel(sized, half, rule).serviceLevel[3]).toBeCloseTo(((level[3] as number) + (sized.serviceLevel[3] as number)) / 2, 12);
  });
});
