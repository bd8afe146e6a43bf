import { beforeAll, describe, expect, it } from 'vitest';
import { type WhatIf, whatIf } from '../../src/plan/index.js';
import { type AgentGroup, type ContactType, type Figure, simulate } from '../../src/simulate/index.js';
import { dayForecast } from './what-if-centre.js';

/**
 * What levers do to a day with given people, against days played contact by contact. The plan's minimum of people binds in every half-hour, so that the
 * same whole people are on line in both. Tolerance: the simulation's own interval and one point, the error of a steady state per interval.
 */
const OPEN = [28_800, 50_400] as const;
const TEAMS = { billing: 12, tech: 9 };
const AHT = { billing: 240, tech: 420 };
const forecast = { queues: [dayForecast('billing', { days: 1, aht: AHT.billing }), dayForecast('tech', { days: 1, volume: 0.35, aht: AHT.tech })] };
const queue = (minimumAgents: number) => ({ patience: '2min', minimumAgents, target: { serviceLevel: 0.2, answerWithin: '20s' } });
const plan = { zone: 'UTC', queues: { billing: queue(TEAMS.billing), tech: queue(TEAMS.tech) } };

function contacts(name: 'billing' | 'tech', groups: readonly string[], share = 1): ContactType {
  const { volume } = forecast.queues.find((one) => one.queue === name) as (typeof forecast.queues)[number];
  const arrivalsPerHour = volume.map((count, i): [number, number] => [i * 1800, (count ?? 0) * 2 * share]);
  return { name, arrivalsPerHour, patienceSeconds: 120, answerWithinSeconds: 20, route: groups.map((group) => ({ group })) };
}

function team(name: string, people: number, serves: AgentGroup['serves'], ahtSeconds: Readonly<Record<string, number>>): AgentGroup {
  const agents: [number, number][] = [
    [0, 0],
    [OPEN[0], people],
    // Somebody stays for the last contacts.
    [OPEN[1] + 3600, 0],
  ];
  const served = serves.flat().map(({ contactType }) => [contactType, ahtSeconds[contactType] as number] as const);
  return { name, agents, serves, ahtSeconds: Object.fromEntries(served) };
}

async function play(contactTypes: readonly ContactType[], agentGroups: readonly AgentGroup[]): Promise<Awaited<ReturnType<typeof simulate>>['contactTypes']> {
  return (await simulate({ contactTypes, agentGroups }, { horizonSeconds: 86_400, replications: 250, seed: 5 })).contactTypes;
}

function expectNear(value: number | null | undefined, { mean, halfWidth }: Figure): void {
  expect(Math.abs((value as number) - (mean as number))).toBeLessThanOrEqual((halfWidth as number) + 0.01);
}

describe('levers on a whole day against the simulator', () => {
  let result: WhatIf;
  beforeAll(async () => {
    result = await whatIf(forecast, plan, {
      scenarios: {
        callback: { callback: { offerFrom: '20s', accepted: 0.37 } },
        priority: { priority: { share: 0.2 } },
        flexible: { crossTraining: { share: 0.2 } },
      },
    });
  });

  it('the plan as it is', async () => {
    const [billing] = await play([contacts('billing', ['a'])], [team('a', TEAMS.billing, [[{ contactType: 'billing' }]], AHT)]);
    expect(result.base.queues[0]?.agentHours).toBe(TEAMS.billing * 6);
    expectNear(result.base.queues[0]?.serviceLevel, billing?.serviceLevel.offered as Figure);
    expectNear(result.base.queues[0]?.abandonProbability, billing?.abandonProbability as Figure);
  });

  it('call-backs', async () => {
    const offer = { fromSeconds: 20, estimate: 'queueLength', acceptProbability: 0.37, to: 'later' } as const;
    const calls = { ...contacts('billing', ['a']), callback: offer };
    const later = { ...contacts('billing', ['a'], 0), name: 'later', patienceSeconds: null };
    const [billing] = await play(
      [calls, later],
      [team('a', TEAMS.billing, [[{ contactType: 'billing' }], [{ contactType: 'later' }]], { ...AHT, later: AHT.billing })],
    );
    const found = result.scenarios[0]?.queues.samePeople[0];
    expectNear(found?.serviceLevel, billing?.serviceLevel.offered as Figure);
    expectNear(found?.abandonProbability, billing?.abandonProbability as Figure);
    expectNear(found?.callback?.share, billing?.callbackProbability as Figure);
  });

  it('priorities', async () => {
    const valuable = { ...contacts('billing', ['a'], 0.2), name: 'valuable' };
    const others = { ...contacts('billing', ['a'], 0.8), name: 'others' };
    const aht = { valuable: AHT.billing, others: AHT.billing };
    const played = await play([valuable, others], [team('a', TEAMS.billing, [[{ contactType: 'valuable' }], [{ contactType: 'others' }]], aht)]);
    const classes = result.scenarios[1]?.queues.samePeople[0]?.classes ?? [];
    played.forEach(({ serviceLevel, abandonProbability }, k) => {
      expectNear(classes[k]?.serviceLevel, serviceLevel.offered);
      expectNear(classes[k]?.abandonProbability, abandonProbability);
    });
    expect(classes[0]?.serviceLevel as number).toBeGreaterThan((classes[1]?.serviceLevel as number) + 0.01);
  });

  it('a few flexible people, over both queues', async () => {
    const types = [contacts('billing', ['a', 'flexible']), contacts('tech', ['b', 'flexible'])];
    const groups = [
      team('a', TEAMS.billing - 2, [[{ contactType: 'billing' }]], AHT),
      team('b', TEAMS.tech - 2, [[{ contactType: 'tech' }]], AHT),
      team('flexible', 4, [[{ contactType: 'billing' }, { contactType: 'tech' }]], AHT),
    ];
    const played = await play(types, groups);
    const weights = played.map(({ offered }) => offered.mean as number);
    const mean =
      played.reduce((sum, { serviceLevel }, k) => sum + (weights[k] as number) * (serviceLevel.offered.mean as number), 0) /
      ((weights[0] as number) + (weights[1] as number));
    expectNear(result.scenarios[2]?.samePeople.serviceLevel, { mean, halfWidth: played[0]?.serviceLevel.offered.halfWidth as number });
    expect(result.scenarios[2]?.samePeople.serviceLevel).toBeGreaterThan((result.base.restaffed.serviceLevel as number) + 0.01);
  });
});
