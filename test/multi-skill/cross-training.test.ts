import { describe, expect, it } from 'vitest';
import { crossTraining } from '../../src/multi-skill/index.js';
import type { SimulationSystem } from '../../src/simulate/index.js';

const AGENTS = 6;
const PER_HOUR = 40;
const AHT = 360;
const PATIENCE = 180;

const twoTeams: SimulationSystem = {
  contactTypes: ['a', 'b'].map((name) => ({
    name,
    arrivalsPerHour: PER_HOUR,
    patienceSeconds: PATIENCE,
    answerWithinSeconds: 0,
    route: [{ group: `team ${name}` }],
  })),
  agentGroups: ['a', 'b'].map((name) => ({ name: `team ${name}`, agents: AGENTS, serves: [[{ contactType: name }]], ahtSeconds: { [name]: AHT } })),
};

/** Share answered at once by n agents with patience: birth and death, an oracle beside the library's formulas. */
function answeredAtOnce(agents: number, perHour: number): number {
  let weight = 1;
  let free = 0;
  let all = 0;
  for (let present = 0; present < 400; present += 1) {
    if (present < agents) free += weight;
    all += weight;
    weight *= perHour / 3600 / (Math.min(present + 1, agents) / AHT + Math.max(0, present + 1 - agents) / PATIENCE);
  }
  return free / all;
}

describe('crossTraining', () => {
  it('agrees with the exact service of two separate teams and of one pool', async () => {
    const { serviceLevel, serviceLevelOfAll } = await crossTraining(twoTeams, { most: 1, replications: 200 });
    expect(Math.abs(serviceLevel - answeredAtOnce(AGENTS, PER_HOUR))).toBeLessThan(0.008);
    expect(Math.abs(serviceLevelOfAll - answeredAtOnce(2 * AGENTS, 2 * PER_HOUR))).toBeLessThan(0.008);
  });

  it('finds that 2 of 12 agents bring a large part of what training all of them brings', async () => {
    const { curve } = await crossTraining(twoTeams, { most: 2, replications: 200 });
    expect(curve[1]?.shareOfAll).toBeGreaterThan(0.3);
    expect(curve[1]?.shareOfAll).toBeLessThan(0.6);
    expect(new Set(curve.map(({ group }) => group)).size).toBe(2);
  });

  it('ranks the training first that helps the busier queue', async () => {
    const [a, b] = twoTeams.contactTypes;
    const uneven = {
      ...twoTeams,
      contactTypes: [
        { ...a, arrivalsPerHour: 60 },
        { ...b, arrivalsPerHour: 20 },
      ],
    } as SimulationSystem;
    const { next } = await crossTraining(uneven, { most: 1 });
    expect(next[0]).toMatchObject({ group: 'team b', contactType: 'a' });
    expect(next[0]?.gain).toBeGreaterThan(next[1]?.gain as number);
    expect(next[0]?.agentsWorth).toBeGreaterThan(0);
  });

  it('weighs gains by the cost of the training', async () => {
    const trainings = [
      { group: 'team a', contactType: 'b', cost: 1 },
      { group: 'team b', contactType: 'a', cost: 100 },
    ];
    const { next } = await crossTraining(twoTeams, { most: 1, trainings });
    expect(next[0]?.group).toBe('team a');
  });

  it('refuses people by name and unknown groups', async () => {
    const [team] = twoTeams.agentGroups;
    const named = {
      ...twoTeams,
      agentGroups: [{ ...team, agents: [{ name: 'x', online: [[0, 1000]] }] }, twoTeams.agentGroups[1]],
    } as unknown as SimulationSystem;
    await expect(crossTraining(named)).rejects.toThrow(/agents of group "team a"/);
    await expect(crossTraining(twoTeams, { trainings: [{ group: 'none', contactType: 'a' }] })).rejects.toThrow(/"none"/);
  });
});
