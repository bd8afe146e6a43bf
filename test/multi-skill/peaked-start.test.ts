import { describe, expect, it } from 'vitest';
import { overflowOf, togetherOf } from '../../src/multi-skill/overflow.js';
import { peakedStart } from '../../src/multi-skill/peaked-start.js';
import { goalsOf } from '../../src/multi-skill/sampling.js';
import { requiredAgents } from '../../src/queueing/index.js';
import type { SimulationSystem } from '../../src/simulate/index.js';

/** Mean and variance of the calls on an endless group that takes what n lines turn away, from the balance equations of both counts. */
function balancedOverflow(load: number, lines: number): { mean: number; variance: number } {
  const most = 40;
  const at = (i: number, j: number): number => i * (most + 1) + j;
  let chance = new Float64Array((lines + 1) * (most + 1));
  chance[0] = 1;
  const step = 1 / (load + lines + most);
  for (let round = 0; round < 12_000; round += 1) {
    const next = Float64Array.from(chance);
    const move = (from: number, to: number, rate: number): void => {
      const flow = (chance[from] as number) * rate * step;
      next[from] = (next[from] as number) - flow;
      next[to] = (next[to] as number) + flow;
    };
    for (let i = 0; i <= lines; i += 1)
      for (let j = 0; j <= most; j += 1) {
        if (i < lines) move(at(i, j), at(i + 1, j), load);
        else if (j < most) move(at(i, j), at(i, j + 1), load);
        if (i > 0) move(at(i, j), at(i - 1, j), i);
        if (j > 0) move(at(i, j), at(i, j - 1), j);
      }
    chance = next;
  }
  let [mean, square] = [0, 0];
  chance.forEach((value, state) => {
    mean += value * (state % (most + 1));
    square += value * (state % (most + 1)) ** 2;
  });
  return { mean, variance: square - mean ** 2 };
}

describe('overflow', () => {
  it('of Poisson traffic has the mean and variance of the balance equations', () => {
    const { mean, variance } = balancedOverflow(3, 2);
    const { share, peakedness } = overflowOf({ load: 3, peakedness: 1 }, 2);
    expect(3 * share).toBeCloseTo(mean, 8);
    expect(peakedness * 3 * share).toBeCloseTo(variance, 8);
  });

  it('of 10 erlangs on 10 lines is 2.146 erlangs, 2.03 times as uneven as chance', () => {
    const { share, peakedness } = overflowOf({ load: 10, peakedness: 1 }, 10);
    expect(10 * share).toBeCloseTo(2.146, 3);
    expect(peakedness).toBeCloseTo(2.033, 3);
  });

  it('of a peaked load is larger, without lines the load itself', () => {
    expect(overflowOf({ load: 10, peakedness: 2 }, 10).share).toBeGreaterThan(overflowOf({ load: 10, peakedness: 1 }, 10).share);
    expect(overflowOf({ load: 10, peakedness: 2 }, 0)).toEqual({ share: 1, peakedness: 2 });
  });

  it('of several groups together keeps load and variance', () => {
    expect(
      togetherOf([
        { load: 3, peakedness: 1 },
        { load: 1, peakedness: 3 },
      ]),
    ).toEqual({ load: 4, peakedness: 1.5 });
  });
});

const limits = (groups: number) => ({ cost: Array(groups).fill(1), least: Array(groups).fill(0), most: Array(groups).fill(200), wasmUrl: undefined });
const goals = (names: readonly string[]) =>
  goalsOf(
    { queues: names.map((name) => ({ name, patienceSeconds: 120, route: [], target: { serviceLevel: 0.8, answerWithinSeconds: 20 } })), groups: [] },
    names.map(() => true),
  );

describe('start by overflow', () => {
  it.each([null, 120])('is the Erlang requirement for one queue and one group, patience %s', (patienceSeconds) => {
    const system: SimulationSystem = {
      contactTypes: [{ name: 'q', arrivalsPerHour: 600, patienceSeconds, answerWithinSeconds: 20, route: [{ group: 'g' }] }],
      agentGroups: [{ name: 'g', agents: 1, ahtSeconds: { q: 180 }, serves: [[{ contactType: 'q' }]] }],
    };
    const needed = requiredAgents({
      volume: 600,
      intervalSeconds: 3600,
      ahtSeconds: 180,
      ...(patienceSeconds === null ? {} : { patienceSeconds }),
      target: { serviceLevel: 0.8, answerWithinSeconds: 20 },
    });
    expect(peakedStart(system, [600], goals(['q']), limits(1), [16])).toEqual([needed.agents]);
  });

  it('is what was enough already, never less', () => {
    const system: SimulationSystem = {
      contactTypes: [{ name: 'q', arrivalsPerHour: 600, patienceSeconds: 120, answerWithinSeconds: 20, route: [{ group: 'g' }] }],
      agentGroups: [{ name: 'g', agents: 1, ahtSeconds: { q: 180 }, serves: [[{ contactType: 'q' }]] }],
    };
    expect(peakedStart(system, [600], goals(['q']), limits(1), [60])).toEqual([60]);
  });

  it('leaves centres of a few people to the search', () => {
    const system: SimulationSystem = {
      contactTypes: [{ name: 'q', arrivalsPerHour: 200, patienceSeconds: 120, answerWithinSeconds: 20, route: [{ group: 'g' }] }],
      agentGroups: [{ name: 'g', agents: 1, ahtSeconds: { q: 180 }, serves: [[{ contactType: 'q' }]] }],
    };
    expect(peakedStart(system, [200], goals(['q']), limits(1), [8])).toEqual([8]);
  });

  it('settles where each of two groups takes what the other turns away', () => {
    const of = (name: string, groups: string[]) => ({
      name,
      arrivalsPerHour: 600,
      patienceSeconds: 120,
      answerWithinSeconds: 20,
      route: groups.map((group) => ({ group })),
    });
    const team = (name: string) => ({ name, agents: 1, ahtSeconds: { a: 180, b: 180 }, serves: [[{ contactType: 'a' }, { contactType: 'b' }]] });
    const system: SimulationSystem = { contactTypes: [of('a', ['A', 'B']), of('b', ['B', 'A'])], agentGroups: [team('A'), team('B')] };
    const start = peakedStart(system, [200, 200], goals(['a', 'b']), limits(2), [8, 8]);
    const people = (start[0] as number) + (start[1] as number);
    expect(people).toBeGreaterThanOrEqual(20);
    expect(people).toBeLessThanOrEqual(26);
  });
});
