import { describe, expect, it } from 'vitest';
import { LEVER_NAMES, type QueueForecast, type ScenarioConfig } from '../../src/core/index.js';
import { leverDefaults, pricePlan, type WhatIfRow, whatIf } from '../../src/plan/index.js';
import { callbackMetrics, queueMetrics } from '../../src/queueing/index.js';
import { staffChannels } from '../../src/staffing/index.js';
import { CALLS, callsForecast, dayForecast } from './what-if-centre.js';

const forecast = callsForecast();

async function tried(levers: ScenarioConfig, options: Parameters<typeof whatIf>[2] = {}): Promise<WhatIfRow> {
  const { scenarios } = await whatIf(forecast, CALLS, { ...options, scenarios: { this: levers } });
  return scenarios[0] as WhatIfRow;
}

describe('whatIf', () => {
  it('starts from the paid hours that staffing gives, and meets the target exactly', async () => {
    const { base } = await whatIf(forecast, CALLS, { scenarios: { none: {} } });
    const paid = staffChannels(forecast, CALLS).totals.reduce((sum, { paidHours }) => sum + paidHours, 0);
    expect(base.restaffed.paidHours).toBeCloseTo(paid, 9);
    expect(base.restaffed.serviceLevel).toBeCloseTo(0.8, 6);
    expect(base.restaffed.staffCost).toBeCloseTo(paid * 20, 6);
  });

  it('tries every lever once where no scenario is given, most saved first', async () => {
    const { scenarios, notApplicable } = await whatIf(forecast, CALLS);
    expect([...scenarios.map(({ name }) => name), ...notApplicable.map(({ lever }) => lever)].sort()).toEqual([...LEVER_NAMES].sort());
    const saved = scenarios.map((row) => row.saved);
    expect(saved).toEqual([...saved].sort((a, b) => b - a));
  });

  it('takes the scenarios of the plan, in their order', async () => {
    const scenarios = { b: { wages: { factor: 1.1 } }, a: { selfService: { contained: 0.2 } } };
    expect((await whatIf(forecast, { ...CALLS, scenarios })).scenarios.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('prices paid hours at the mean of the contracts', async () => {
    const contracts = { a: { shifts: ['day'], costPerHour: 30 }, b: { shifts: ['day'], costPerHour: 40 } };
    expect((await whatIf(forecast, { ...CALLS, contracts }, { scenarios: { none: {} } })).costPerHour).toBe(35);
  });

  it('lists what it assumed with sources, and only that', async () => {
    const { assumptions } = await whatIf(forecast, CALLS, {
      scenarios: { offer: { callback: { offerFrom: '1min' } }, hours: { handleTime: { seconds: '20s' } } },
    });
    expect(assumptions).toEqual([
      { lever: 'callback', key: 'accepted', ...leverDefaults.callback.accepted },
      { lever: 'handleTime', key: 'share', ...leverDefaults.handleTime.share },
    ]);
  });

  it('survives JSON', async () => {
    const result = await whatIf(forecast, CALLS);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('stops when it is aborted', async () => {
    await expect(whatIf(forecast, CALLS, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });

  it('reports progress by scenario', async () => {
    const done: number[] = [];
    await whatIf(forecast, CALLS, { scenarios: { a: {}, b: {} }, onProgress: (progress) => done.push(progress.done) });
    expect(done).toEqual([0, 1, 2]);
  });
});

describe('levers', () => {
  it('self-service takes contacts away and leaves the harder ones', async () => {
    const row = await tried({ selfService: { contained: 0.2, relativeAht: 0.5, costPerContact: 0.1 } });
    const [billing] = row.queues.restaffed;
    expect(row.difference.restaffed.contacts).toBeCloseTo(-0.2 * (row.restaffed.contacts / 0.8), 6);
    expect(row.restaffed.leverCost).toBeCloseTo(0.1 * 0.2 * (row.restaffed.contacts / 0.8), 6);
    expect(billing?.agentHours).toBeGreaterThan(0.85 * 0.8 * ((await tried({})).queues.restaffed[0]?.agentHours as number));
  });

  it('repeats spared follow the geometric series: 75 % in place of 70 % solved is a fifteenth fewer', async () => {
    const row = await tried({ firstContactResolution: { from: 0.7, to: 0.75, comeBack: 1 } });
    expect(row.restaffed.contacts / (await tried({})).restaffed.contacts).toBeCloseTo(0.7 / 0.75, 9);
  });

  it('a campaign adds its contacts within its time, and nothing else', async () => {
    const row = await tried({ campaign: { queues: ['billing'], from: '2026-12-08', extra: 100 } });
    expect(row.difference.restaffed.contacts).toBeCloseTo(100, 6);
    expect(row.queues.restaffed[1]).toEqual((await tried({})).queues.restaffed[1]);
  });

  it('refuses a day that no calendar has, with its place', async () => {
    await expect(tried({ campaign: { from: '2026-13-01' } })).rejects.toThrow(/campaign\.from must be a local time/);
  });

  it('a campaign outside the forecast changes nothing, and says so', async () => {
    const row = await tried({ campaign: { from: '2027-01-01' } });
    expect(row.changes).toEqual([]);
    expect(row.idle[0]).toMatch(/no contacts/);
    expect(row.saved).toBe(0);
  });

  it('refuses hours in which a queue never opens', async () => {
    await expect(tried({ openingHours: { earlierBy: '24h' } })).rejects.toThrow(/must leave some hours open.*Close for less time/);
  });

  it('shorter hours move contacts, or lose the share that does not move', async () => {
    const all = await tried({ openingHours: { earlierBy: '1h', moved: 1 } });
    expect(all.difference.restaffed.contacts).toBeCloseTo(0, 6);
    const half = await tried({ openingHours: { earlierBy: '1h', moved: 0.5 } }, { costPerLostContact: 2 });
    const away = -(half.difference.restaffed.contacts as number);
    expect(away).toBeGreaterThan(10);
    expect(half.restaffed.lostCost).toBeGreaterThan(2 * away);
  });

  it('longer hours need the contacts expected in them', async () => {
    await expect(tried({ openingHours: { hours: { 'mon-fri': ['08:00-16:00'] } } })).rejects.toThrow('contactsPerHour is missing');
    const row = await tried({ openingHours: { hours: { 'mon-fri': ['08:00-16:00'] }, contactsPerHour: 10 } });
    expect(row.difference.restaffed.contacts).toBeCloseTo(10 * 2 * 2 * 2, 6);
  });

  it('pooling needs fewer people for the stricter target than two teams for theirs', async () => {
    const row = await tried({ pooling: {} });
    expect(row.queues.restaffed.map(({ queue }) => queue)).toEqual(['billing + tech']);
    expect(row.difference.restaffed.paidHours).toBeLessThan(0);
    expect(row.samePeople.paidHours).toBe((await tried({})).restaffed.paidHours);
  });

  it('a few flexible people bring a part of pooling, everybody brings all of it', async () => {
    const pool = await tried({ pooling: {} });
    const some = await tried({ crossTraining: { share: 0.1 } });
    const all = await tried({ crossTraining: { share: 1 } });
    expect(some.saved).toBeGreaterThan(0.05 * pool.saved);
    expect(some.saved).toBeLessThan(all.saved);
    expect(some.samePeople.serviceLevel).toBeLessThan(all.samePeople.serviceLevel as number);
    // One target for all against each its own: near, not equal.
    expect(all.saved / pool.saved).toBeGreaterThan(0.8);
    expect(all.saved / pool.saved).toBeLessThan(1.25);
  });

  it('an announced wait makes people stay: fewer give up, and more are needed for the same service level', async () => {
    const row = await tried({ announcedWait: {} });
    expect(row.difference.samePeople.abandonProbability).toBeLessThan(0);
    expect(row.difference.restaffed.paidHours).toBeGreaterThan(0);
  });

  it('a call-back moves the service of an interval as its formula does', async () => {
    const flat: QueueForecast = { ...dayForecast('billing'), volume: [100], ahtSeconds: [240], startMs: 0 };
    const config = { zone: 'UTC', queues: { billing: CALLS.queues.billing } };
    const { scenarios, base } = await whatIf({ queues: [flat] }, config, { scenarios: { offer: { callback: { offerFrom: 30, accepted: 0.4 } } } });
    const line = { volume: 100, intervalSeconds: 1800, ahtSeconds: 240, patienceSeconds: 120, answerWithinSeconds: 20 };
    const offer = { ...line, offerFromSeconds: 30, acceptProbability: 0.4 };
    const before = base.restaffed.agentHours * 2;
    const after = (scenarios[0]?.restaffed.agentHours as number) * 2;
    expect(queueMetrics({ ...line, agents: before }).serviceLevel?.offered).toBeCloseTo(0.8, 6);
    expect(callbackMetrics({ ...offer, agents: after }).serviceLevel).toBeCloseTo(0.8, 4);
    expect(scenarios[0]?.samePeople.serviceLevel).toBeCloseTo(callbackMetrics({ ...offer, agents: before }).serviceLevel as number, 9);
    expect(scenarios[0]?.queues.samePeople[0]?.callback?.share).toBeCloseTo(callbackMetrics({ ...offer, agents: before }).callbackProbability, 9);
  });

  it('priority tells what the valuable win and the others lose', async () => {
    const row = await tried({ priority: { share: 0.2 } });
    const [valuable, others] = row.queues.samePeople[0]?.classes ?? [];
    expect(valuable?.serviceLevel).toBeGreaterThan(0.83);
    expect(others?.serviceLevel).toBeLessThan(valuable?.serviceLevel as number);
    expect(row.samePeople.abandonProbability).toBeCloseTo((await tried({})).samePeople.abandonProbability as number, 9);
  });

  it('less shrinkage costs less, or puts more of the same people on line', async () => {
    const row = await tried({ shrinkage: { factor: 0.5 } });
    expect(row.saved).toBeGreaterThan(0);
    expect(row.difference.samePeople.serviceLevel).toBeGreaterThan(0.01);
    expect(row.samePeople.staffCost).toBe((await tried({})).samePeople.staffCost);
  });

  it('running costs count against what is saved', async () => {
    const free = await tried({ handleTime: {} });
    const licence = await tried({ handleTime: {}, costPerWeek: 500 });
    expect(free.saved - licence.saved).toBeCloseTo(500 * (2 / 5), 9);
  });

  it('of one scenario act in one order, however they are written', async () => {
    const one = await tried({ selfService: { contained: 0.2 }, campaign: { factor: 1.2 }, pooling: {}, callback: {} });
    const other = await tried({ callback: {}, pooling: {}, campaign: { factor: 1.2 }, selfService: { contained: 0.2 } });
    expect(other).toEqual(one);
  });

  it('reach mail and chats where they can', async () => {
    const queues = [dayForecast('mail', { channel: 'email', volume: 0.1, aht: 600 }), dayForecast('web', { channel: 'chat', volume: 0.2 })];
    const config = {
      zone: 'UTC',
      queues: {
        mail: { channel: 'email', target: { serviceLevel: 0.9, answerWithin: '4h' } },
        web: { channel: 'chat', patience: '2min', concurrency: { ahtAt: ['4min', '5min'] }, target: { serviceLevel: 0.8, answerWithin: '30s' } },
      },
    } as const;
    const { scenarios } = await whatIf({ queues }, config, {
      scenarios: { faster: { handleTime: { saving: 0.2 } }, bot: { selfService: { contained: 0.2 } }, offer: { callback: {} } },
    });
    const [faster, bot, offer] = scenarios;
    for (const row of [faster, bot]) {
      expect(row?.queues.restaffed).toHaveLength(2);
      expect(row?.saved).toBeGreaterThan(0);
    }
    expect(offer?.idle).toEqual(['it takes a queue of calls']);
  });
});

describe('what cannot be', () => {
  it.each<[string, ScenarioConfig | Record<string, unknown>, string]>([
    ['an unknown lever', { selfservice: {} }, 'Did you mean "selfService"'],
    ['an unknown key', { selfService: { contianed: 0.2 } }, 'Did you mean "contained"'],
    ['an unknown key in a list', { selfService: [{ queues: ['billing'], contianed: 0.2 }] }, 'Did you mean "contained"'],
    ['a share above 1', { callback: { accepted: 37 } }, 'a share from 0 to 1'],
    ['everything contained', { selfService: { contained: 1 } }, 'below 1'],
    ['a queue that is not there', { selfService: { queues: ['biling'] } }, 'Did you mean "billing"'],
    ['a lever twice', { selfService: [{}, {}] }, 'given twice'],
    ['a lever twice on one queue', { selfService: [{ queues: ['billing'] }, { queues: ['tech', 'billing'] }] }, 'given twice for queue "billing"'],
    ['more time saved than contacts last', { handleTime: { seconds: '10min' } }, 'they last 4min'],
    ['a level pushed out of range', { target: { serviceLevelBy: 0.3 } }, 'must stay between 0 and 1'],
    ['repeats without end', { firstContactResolution: { from: 0, to: 0.5 } }, 'come back for ever'],
    ['two orders of service at once', { priority: {}, callback: {} }, 'no formula has both'],
    ['nobody on line', { shrinkage: { factor: 12 } }, 'nobody would be on line'],
    ['time that is no time', { campaign: { from: 'tomorrow' } }, 'a local time'],
  ])('%s is named', async (_, levers, text) => {
    await expect(tried(levers as ScenarioConfig)).rejects.toThrow(text);
  });

  it('intervals that no staffing serves are counted', async () => {
    const config = { zone: 'UTC', queues: { billing: { ...CALLS.queues.billing, capacity: 3 } } };
    const { base } = await whatIf({ queues: [dayForecast('billing', { days: 1 })] }, config, { scenarios: { none: {} } });
    expect(base.unreachable).toBe(12);
  });

  it('prices below 0 and prices of unknown queues are refused', async () => {
    await expect(whatIf(forecast, CALLS, { costPerHour: -1 })).rejects.toThrow('costPerHour');
    await expect(whatIf(forecast, CALLS, { costPerLostContact: { biling: 2 } })).rejects.toThrow('not a queue of the forecast');
    await expect(whatIf({ queues: [] }, CALLS)).rejects.toThrow('at least one queue');
  });

  it.each<[string, unknown, unknown, string]>([
    ['no plan at all', undefined, {}, 'config must be a plan'],
    ['a list of scenarios', CALLS, { scenarios: [{}] }, 'scenarios by name'],
    ['a scenario that is a number', CALLS, { scenarios: { a: 3 } }, 'scenarios.a must be an object'],
    ['a forecast with a queue that the plan misspells', { queues: { biling: {}, tech: {} } }, {}, 'Did you mean "biling"'],
  ])('%s is refused', async (_, config, options, text) => {
    await expect(whatIf(forecast, config as typeof CALLS, options as object)).rejects.toThrow(text);
  });

  it('a lever without an effect on figures that a queue does not have leaves them unknown', async () => {
    const queues = { billing: { patience: '2min', target: { asa: '10s' } } };
    const { base, scenarios } = await whatIf({ queues: [dayForecast('billing')] }, { queues }, { scenarios: { offer: { callback: {} } } });
    expect(base.restaffed.serviceLevel).toBeNull();
    expect(base.restaffed.asaSeconds).toBeCloseTo(10, 3);
    expect(scenarios[0]?.samePeople.serviceLevel).toBeNull();
    expect(scenarios[0]?.difference.samePeople.serviceLevel).toBeNull();
    expect(scenarios[0]?.restaffed.asaSeconds).toBeCloseTo(10, 1);
  });
});

describe('pricePlan', () => {
  it('prices every queue of calls, with its patience, threshold and shrinkage', async () => {
    const { queues, left } = await pricePlan(
      { queues: [...forecast.queues, dayForecast('mail', { channel: 'email' })] },
      { ...CALLS, queues: { ...CALLS.queues, mail: { channel: 'email' } } },
      { costPerLostContact: 5 },
    );
    expect(queues.map(({ queue, answerWithinSeconds }) => [queue, answerWithinSeconds])).toEqual([
      ['billing', 20],
      ['tech', 30],
    ]);
    expect(left).toEqual(['mail']);
    const curve = queues[0]?.curve;
    const row = curve?.rows[0];
    expect((row?.paidHours as number) * 0.9 * 0.95).toBeCloseTo(row?.agentHours as number, 9);
    expect(Math.min(...(curve?.rows ?? []).map(({ totalCost }) => totalCost))).toBeGreaterThanOrEqual(curve?.optimum.totalCost as number);
  });
});
