import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/index.js';
import { movingQueue, offeredLoadPath, staffMovingQueue } from '../../src/staffing/index.js';

const DAY = [30, 60, 100, 150, 190, 210, 220, 215, 200, 190, 185, 190, 200, 205, 200, 190, 170, 150, 125, 100, 80, 60, 45, 30];
const base = { intervalSeconds: 1800, patienceSeconds: 180, answerWithinSeconds: 20 };

describe('offeredLoadPath', () => {
  it('lags behind the arrivals by a handle time', () => {
    const path = offeredLoadPath({ volume: [60, 60, null], intervalSeconds: 1800, ahtSeconds: 600 });
    expect(path.stationary).toEqual([20, 20, 0]);
    expect(path.largest[0]).toBeCloseTo(20 * (1 - Math.exp(-3)), 12);
    expect(path.largest[2]).toBe(path.largest[1]);
    expect(path.mean[0]).toBeCloseTo(20 - (20 * (1 - Math.exp(-3))) / 3, 12);
  });
});

describe('movingQueue', () => {
  it('carries a backlog into the next interval and through closed ones', () => {
    const overrun = { volume: [60, null, 20], intervalSeconds: 1800, ahtSeconds: 600, agents: [10, 0, 30], answerWithinSeconds: 60 };
    const queue = movingQueue(overrun);
    expect(queue.waitingAtEnd[0]).toBeGreaterThan(20);
    // Those in service finish, nobody else is started.
    expect(queue.waitingAtEnd[1]).toBeCloseTo(queue.waitingAtEnd[0] as number, 6);
    expect(queue.inServiceAtEnd[1]).toBeLessThan(1);
    expect(queue.serviceLevel[1]).toBeNull();
    expect(queue.waitingAtEnd[2]).toBeLessThan(2);
  });

  it('starts with contacts that already wait', () => {
    const input = { ...base, volume: [10], ahtSeconds: 300, agents: [4] };
    const late = movingQueue({ ...input, start: { waiting: 6, inService: 4 } }).serviceLevel[0] as number;
    expect(late).toBeLessThan(movingQueue(input).serviceLevel[0] as number);
  });

  it('lets more busy agents than the new level finish before anybody is started', () => {
    const drop = { ...base, volume: [200, 0], ahtSeconds: 1800, agents: [150, 20] };
    const queue = movingQueue(drop);
    const before = queue.inServiceAtEnd[0] as number;
    expect(before).toBeGreaterThan(100);
    // Nobody waits and more are busy than 20: the number in service falls by e^(−1) only.
    expect(queue.inServiceAtEnd[1]).toBeCloseTo(before * Math.exp(-1), 0);
  });

  it('names wrong input', () => {
    const input = { ...base, volume: [10], ahtSeconds: 300, agents: [4] };
    expect(() => movingQueue({ ...input, agents: [4, 4] })).toThrow('one entry per interval');
    expect(() => movingQueue({ ...input, agents: [1.5] })).toThrow(InvalidInputError);
    expect(() => movingQueue({ ...input, volume: [-1] })).toThrow('volume[0]');
    expect(() => movingQueue({ ...input, ahtSeconds: [null] })).toThrow('ahtSeconds[0]');
    expect(() => movingQueue({ ...input, method: 'mol' as never })).toThrow('method must be one of');
  });
});

describe('staffMovingQueue', () => {
  const target = { serviceLevel: 0.8, answerWithinSeconds: 20 };

  it('takes the plain formula where handle times are short, the modified load next, the solver where neither will do', () => {
    const load = { volume: DAY, intervalSeconds: 1800, patienceSeconds: 180, target };
    expect(staffMovingQueue({ ...load, volume: new Array(6).fill(200), ahtSeconds: 30 }).method).toBe('stationary');
    expect(staffMovingQueue({ ...load, ahtSeconds: 300 }).method).toBe('offeredLoad');
    expect(staffMovingQueue({ ...load, volume: DAY.slice(0, 8), ahtSeconds: 1800 }).method).toBe('transient');
  });

  it('states the error that a method really has', () => {
    const plan = staffMovingQueue({ volume: DAY.slice(0, 8), intervalSeconds: 1800, ahtSeconds: 1800, patienceSeconds: 180, target, method: 'stationary' });
    expect(plan.expectedError).toBeGreaterThan(0.1);
  });

  it('holds the worst moment of an interval when asked', () => {
    const load = { volume: DAY.slice(0, 5), intervalSeconds: 1800, ahtSeconds: 900, patienceSeconds: 180, target, method: 'transient' } as const;
    const worst = staffMovingQueue({ ...load, holdsFor: 'worst' });
    expect(Math.min(...worst.delivers.worstServiceLevel.map(Number))).toBeGreaterThanOrEqual(0.8);
    expect(worst.agentHours).toBeGreaterThan(staffMovingQueue(load).agentHours);
  });

  it('needs no more than the cheapest of all combinations of a short day', () => {
    const load = { volume: [12, 25, 8], intervalSeconds: 1800, ahtSeconds: 900, patienceSeconds: 180 };
    const plan = staffMovingQueue({ ...load, target, method: 'transient' });
    let cheapest = Number.POSITIVE_INFINITY;
    for (let a = 3; a <= 9; a += 1)
      for (let b = 7; b <= 17; b += 1)
        for (let c = 5; c <= 15; c += 1) {
          if (a + b + c >= cheapest) continue;
          const levels = movingQueue({ ...load, agents: [a, b, c], answerWithinSeconds: 20 }).serviceLevel;
          if (levels.every((level) => (level as number) >= 0.8)) cheapest = a + b + c;
        }
    expect(plan.agentHours * 2).toBe(cheapest);
  });
});
