import { describe, expect, it } from 'vitest';
import { inProcessRunner } from '../../src/core/index.js';
import { type MultiSkillRouting, requiredGroups, requiredGroupsTask } from '../../src/multi-skill/index.js';
import { queueForecast } from '../queue-forecast.js';

const demand = (queue: string, volume: (number | null)[], aht: number) =>
  queueForecast(volume, { queue, startMs: 0, intervalSeconds: 3600, ahtSeconds: volume.map((count) => (count === null ? null : aht)) });

const nModel: MultiSkillRouting = {
  queues: [
    { name: 'A', patienceSeconds: 120, route: [{ group: 'GA' }, { group: 'GB' }] },
    { name: 'B', patienceSeconds: 180, route: [{ group: 'GB' }] },
  ],
  groups: [
    { name: 'GA', serves: [[{ contactType: 'A' }]], costPerHour: 1 },
    { name: 'GB', serves: [[{ contactType: 'B' }], [{ contactType: 'A' }]], costPerHour: 1.2, ahtSeconds: { A: 240, B: 300 } },
  ],
};
const coarse = { halfWidth: 0.015 };

describe('requiredGroups', () => {
  it('does not count flexible agents in full for each of their queues', async () => {
    // 20 and 12.5 erlangs: a covering programme that counts them twice stops at 22 agents, fewer than the work.
    const { groups, queues } = await requiredGroups({ queues: [demand('A', [300], 240), demand('B', [150], 300)] }, nModel, coarse);
    const people = groups.reduce((sum, { agents }) => sum + (agents[0] as number), 0);
    expect(people).toBeGreaterThanOrEqual(33);
    expect(people).toBeLessThanOrEqual(36);
    for (const { serviceLevel } of queues) expect(serviceLevel[0]).toBeGreaterThan(0.785);
  });

  it('gives closed intervals nobody and quiet ones the minimum', async () => {
    const routing = { ...nModel, groups: nModel.groups.map((group) => ({ ...group, minimumAgents: 2 })) };
    const result = await requiredGroups({ queues: [demand('A', [null, 0], 240), demand('B', [null, 0], 300)] }, routing, coarse);
    expect(result.groups.map(({ agents }) => agents)).toEqual([
      [0, 2],
      [0, 2],
    ]);
    expect(result.status).toEqual(['closed', 'met']);
  });

  it('keeps the minimum of a group that would never need so many', async () => {
    const routing = { ...nModel, groups: nModel.groups.map((group) => (group.name === 'GB' ? { ...group, minimumAgents: 60 } : group)) };
    const { groups } = await requiredGroups({ queues: [demand('A', [30], 240), demand('B', [30], 300)] }, routing, coarse);
    expect(groups[1]?.agents).toEqual([60]);
  });

  it('does not take a closed interval for an open one without contacts', async () => {
    const routing = { ...nModel, groups: nModel.groups.map((group) => ({ ...group, minimumAgents: 2 })) };
    const hours = { queues: [demand('A', [null, 0], 240), demand('B', [null, 0], 300)].map((one) => ({ ...one, ahtSeconds: [240, 240] })) };
    const { groups, status } = await requiredGroups(hours, routing, coarse);
    expect(groups.map(({ agents }) => agents)).toEqual([
      [0, 2],
      [0, 2],
    ]);
    expect(status).toEqual(['closed', 'met']);
  });

  it('gives the same answer side by side, whatever crosses to the other threads as JSON', async () => {
    const volumes = Array.from({ length: 8 }, (_, i) => 4 + 2 * i);
    const forecast = { queues: [demand('A', volumes, 240), demand('B', volumes, 300)] };
    const tasks = inProcessRunner({ requiredGroups: requiredGroupsTask });
    const asked: string[] = [];
    const runner = {
      concurrency: 3,
      run: async (task: string, input: unknown) => {
        asked.push(task);
        return JSON.parse(JSON.stringify(await tasks.run(task, JSON.parse(JSON.stringify(input)))));
      },
    };
    const alone = await requiredGroups(forecast, nModel, { halfWidth: 0.08 });
    expect(await requiredGroups(forecast, nModel, { halfWidth: 0.08, runner })).toEqual(alone);
    expect(asked.length).toBeGreaterThan(1);
  });

  it('calls unreachable what the limits of the groups do not allow, and names the queue', async () => {
    const routing = { ...nModel, groups: nModel.groups.map((group) => (group.name === 'GB' ? { ...group, maximumAgents: 6 } : group)) };
    const result = await requiredGroups({ queues: [demand('A', [60], 240), demand('B', [150], 300)] }, routing, coarse);
    expect(result.queues.map(({ status }) => status[0])).toEqual([expect.stringMatching(/met|unclear/), 'unreachable']);
    expect(result.warnings.join()).toContain('"B"');
  });

  it('says which queue would grow without end when nobody gives up and the group is too small', async () => {
    const routing: MultiSkillRouting = {
      queues: [{ name: 'mail', patienceSeconds: null, route: [{ group: 'desk' }], target: { asaSeconds: 60 } }],
      groups: [{ name: 'desk', serves: [[{ contactType: 'mail' }]], maximumAgents: 5 }],
    };
    const result = await requiredGroups({ queues: [demand('mail', [100], 240)] }, routing, coarse);
    expect(result.status).toEqual(['unreachable']);
    expect(result.warnings[0]).toMatch(/"mail".*without end/);
  });

  it('sizes a second line that only gets escalated contacts', async () => {
    const routing: MultiSkillRouting = {
      queues: [
        { name: 'first', patienceSeconds: 180, route: [{ group: 'one' }] },
        { name: 'second', patienceSeconds: 600, route: [{ group: 'two' }], target: { serviceLevel: 0.8, answerWithinSeconds: 60 } },
      ],
      groups: [
        { name: 'one', serves: [[{ contactType: 'first' }]], escalate: { first: { to: 'second', probability: 0.25 } } },
        { name: 'two', serves: [[{ contactType: 'second' }]], ahtSeconds: { second: 600 } },
      ],
    };
    const { groups } = await requiredGroups({ queues: [demand('first', [100], 240)] }, routing, coarse);
    // About 24 escalations of 600 s an hour are 4 erlangs.
    expect(groups[1]?.agents[0]).toBeGreaterThanOrEqual(5);
    expect(groups[1]?.agents[0]).toBeLessThanOrEqual(7);
  });

  it('gives the same answer for the same seed and does not change its input', async () => {
    const forecast = { queues: [demand('A', [40], 240), demand('B', [30], 300)] };
    const copy = structuredClone({ forecast, nModel });
    const once = await requiredGroups(forecast, nModel, coarse);
    expect(await requiredGroups(forecast, nModel, coarse)).toEqual(once);
    expect({ forecast, nModel }).toEqual(copy);
    expect(JSON.parse(JSON.stringify(once))).toEqual(once);
  });
});

describe('requiredGroups refuses', () => {
  const forecast = { queues: [demand('A', [40], 240), demand('B', [30], 300)] };

  it('a queue that no group serves, by name', async () => {
    const routing = { ...nModel, groups: nModel.groups.map((group) => ({ ...group, serves: [[{ contactType: 'A' }]] })) };
    await expect(requiredGroups(forecast, routing)).rejects.toThrow(/queue "B" is served by no group/);
  });

  it('a queue of the forecast that the routing does not know, with the nearest name', async () => {
    await expect(requiredGroups({ queues: [demand('a', [40], 240)] }, nModel)).rejects.toThrow(/Did you mean "A"/);
  });

  it('a target in percent', async () => {
    const routing = { ...nModel, queues: nModel.queues.map((queue) => ({ ...queue, target: { serviceLevel: 80 } })) };
    await expect(requiredGroups(forecast, routing)).rejects.toThrow(/Write 80 % as 0.8/);
  });
});
