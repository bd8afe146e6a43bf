import type { AgentGroup, ContactType, Figure, SimulationSystem } from '../../src/simulate/index.js';

/** One queue and one group; `type` and `group` change it. */
export function oneQueue(type: Partial<ContactType> = {}, group: Partial<AgentGroup> = {}): SimulationSystem {
  return {
    contactTypes: [
      { name: 'calls', arrivalsPerHour: 360, patienceSeconds: 120, answerWithinSeconds: 20, route: [{ group: 'agents', afterSeconds: 0 }], ...type },
    ],
    agentGroups: [{ name: 'agents', agents: 20, serves: [[{ contactType: 'calls', afterSeconds: 0 }]], ahtSeconds: { calls: 200 }, ...group }],
  };
}

/** A first line for easy contacts, specialists for hard ones who help out, escalation, repeats. */
export function twoTiers(changes: { readonly first?: number; readonly second?: number; readonly easyPatience?: number | null } = {}): SimulationSystem {
  const { first = 10, second = 8, easyPatience = 120 } = changes;
  return {
    contactTypes: [
      {
        name: 'easy',
        arrivalsPerHour: 120,
        patienceSeconds: easyPatience,
        answerWithinSeconds: 20,
        route: [
          { group: 'first', afterSeconds: 0 },
          { group: 'second', afterSeconds: 0 },
        ],
        repeat: { probability: 0.1, meanDelaySeconds: 1800, to: 'easy' },
      },
      { name: 'hard', arrivalsPerHour: 30, patienceSeconds: 300, answerWithinSeconds: 60, route: [{ group: 'second', afterSeconds: 0 }] },
    ],
    agentGroups: [
      {
        name: 'first',
        agents: first,
        serves: [[{ contactType: 'easy', afterSeconds: 0 }]],
        ahtSeconds: { easy: 240 },
        escalate: { easy: { to: 'hard', probability: 0.2 } },
      },
      {
        name: 'second',
        agents: second,
        serves: [[{ contactType: 'hard', afterSeconds: 0 }], [{ contactType: 'easy', afterSeconds: 0 }]],
        ahtSeconds: { easy: 220, hard: 400 },
      },
    ],
  };
}

/** Distance of a figure from a value in its own 95 % half-widths. */
export function widthsFrom({ mean, halfWidth }: Figure, value: number): number {
  return Math.abs((mean ?? Number.NaN) - value) / (halfWidth ?? Number.NaN);
}
