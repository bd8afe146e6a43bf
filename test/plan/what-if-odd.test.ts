import { describe, expect, it } from 'vitest';
import { resolveScenarios, type ScenarioConfig } from '../../src/core/index.js';
import { whatIf } from '../../src/plan/index.js';
import { simulate } from '../../src/simulate/index.js';
import { CALLS, callsForecast, dayForecast } from './what-if-centre.js';

describe('levers tried at their defaults', () => {
  it('that have no room in a plan are left out, and do not stop the others', async () => {
    const target = { serviceLevel: 0.01, answerWithin: '20s' };
    const { scenarios, notApplicable } = await whatIf({ queues: [dayForecast('billing', { days: 1 })] }, { queues: { billing: { patience: '2min', target } } });
    expect(notApplicable).toContainEqual({ lever: 'target', why: 'no queue has such a target' });
    expect(scenarios.length).toBeGreaterThan(6);
  });

  it('do not close a queue that is open for half an hour', async () => {
    const short = dayForecast('billing', { days: 1 });
    const volume = short.volume.map((contacts, i) => (i === 20 ? contacts : null));
    const { notApplicable } = await whatIf({ queues: [{ ...short, volume }] }, { queues: { billing: {} } });
    expect(notApplicable.map(({ lever }) => lever)).toContain('openingHours');
  });

  it('share people between queues of one grid only', async () => {
    const quarters = dayForecast('tech', { days: 1 });
    const queues = [dayForecast('billing', { days: 1 }), { ...quarters, intervalSeconds: 900, startMs: quarters.startMs + 8 * 3_600_000 }];
    const { notApplicable } = await whatIf({ queues }, { queues: { billing: {}, tech: {} } });
    expect(notApplicable).toContainEqual({ lever: 'pooling', why: 'it takes two queues on one channel' });
  });

  it('a value that is written and leaves no room is refused', async () => {
    const scenarios = { down: { target: { serviceLevelBy: -0.9 } } };
    await expect(whatIf(callsForecast(), CALLS, { scenarios })).rejects.toThrow('it must stay between 0 and 1');
  });
});

describe('hours of a scenario', () => {
  it('are named by their place in the scenario when they are no weekdays', () => {
    expect(() => resolveScenarios({ late: { openingHours: { hours: { wedn: ['08:00-20:00'] } } } })).toThrow(
      'plan.json: scenarios.late.openingHours.hours.wedn is no weekday or range of weekdays such as "mon-fri" or "sat": did you mean "wed"?',
    );
  });
});

describe('pooling callers who give up with callers who never do', () => {
  it('gives up as fast as the mix does, as a simulation of both in one line finds', async () => {
    const billing = dayForecast('billing', { days: 1, volume: 1.5 });
    const queues = [billing, { ...billing, queue: 'tech' }];
    const rule = { minimumAgents: 9, target: { serviceLevel: 0.01, answerWithin: '20s' } };
    const steady = (queue: string) => ({ ...queues[0], queue, volume: billing.volume.map((now) => (now === null ? null : 75)) });
    const plan = { loadModel: 'stationary' as const, queues: { billing: { ...rule, patience: '2min' }, tech: { ...rule, patience: null } } };
    const { scenarios } = await whatIf({ queues: [steady('billing'), steady('tech')] as never }, plan as never, { scenarios: { pool: { pooling: {} } } });
    const [pool] = scenarios[0]?.queues.samePeople ?? [];
    const type = (name: string, patienceSeconds: number | null) => ({
      ...{ name, arrivalsPerHour: 150, patienceSeconds, answerWithinSeconds: 20 },
      route: [{ group: 'team', afterSeconds: 0 }],
    });
    const serves = [['billing', 'tech'].map((contactType) => ({ contactType, afterSeconds: 0 }))];
    const played = await simulate(
      {
        contactTypes: [type('billing', 120), type('tech', null)],
        agentGroups: [{ name: 'team', agents: 22, serves, ahtSeconds: { billing: 240, tech: 240 } }],
      },
      { horizonSeconds: 90_000, warmUpSeconds: 3600, replications: 20 },
    );
    const mean = (of: (one: (typeof played.contactTypes)[number]) => number): number => played.contactTypes.reduce((sum, one) => sum + of(one) / 2, 0);
    const same = await whatIf(
      { queues: [steady('billing'), steady('tech')] as never },
      { ...plan, queues: { billing: { ...plan.queues.billing, minimumAgents: 11 }, tech: { ...plan.queues.tech, minimumAgents: 11 } } } as never,
      { scenarios: { pool: { pooling: {} } } },
    );
    const [at22] = same.scenarios[0]?.queues.samePeople ?? [];
    expect(pool?.abandonProbability).toBeGreaterThan(0);
    expect(Math.abs((at22?.serviceLevel as number) - mean(({ serviceLevel }) => serviceLevel.offered.mean as number))).toBeLessThan(0.02);
    expect(Math.abs((at22?.abandonProbability as number) - mean(({ abandonProbability }) => abandonProbability.mean as number))).toBeLessThan(0.01);
  });
});

describe('neutral levers over every channel', () => {
  const NEUTRAL: Readonly<Record<string, ScenarioConfig>> = {
    campaign: { campaign: { factor: 1 } },
    hours: { openingHours: { earlierBy: 0 } },
    bot: { selfService: { contained: 0 } },
    solved: { firstContactResolution: { from: 0.7, to: 0.7 } },
    routed: { directRouting: { transferred: 0 } },
    faster: { handleTime: { saving: 0 } },
    told: { announcedWait: { patienceFactor: 1 } },
    target: { target: { serviceLevelBy: 0 } },
    pooled: { pooling: { queues: ['billing'] } },
    crossed: { crossTraining: { share: 0 } },
    first: { priority: { share: 0 } },
    called: { callback: { accepted: 0 } },
    present: { shrinkage: { factor: 1 } },
    paid: { wages: { factor: 1 } },
  };
  const queues = [
    dayForecast('billing', { days: 1 }),
    dayForecast('tech', { days: 1, volume: 0.5 }),
    dayForecast('web', { days: 1, channel: 'chat' }),
    dayForecast('mail', { days: 1, channel: 'email' }),
  ];
  const plan = {
    zone: 'UTC',
    uncertainty: { criterion: 'shareOfDays', dayFactorCv: 0.1 },
    queues: {
      ...CALLS.queues,
      web: { channel: 'chat', patience: '2min', concurrency: { ahtAt: ['5min', '7min'] }, target: { serviceLevel: 0.8, answerWithin: '45s' } },
      mail: { channel: 'email', blend: { with: 'billing' }, target: { serviceLevel: 0.9, answerWithin: '2h', counts: 'open' } },
    },
    shrinkage: { absence: 0.1, meeting: { share: 0.3, days: 'mon', from: '09:00', to: '10:00' } },
  } as const;

  it('change no bit, alone and in every pair', async () => {
    const names = Object.keys(NEUTRAL);
    const pairs = names.flatMap((one, k) => names.slice(k).map((other) => [`${one} + ${other}`, { ...NEUTRAL[one], ...NEUTRAL[other] }] as const));
    const { base, scenarios } = await whatIf({ queues }, plan, { scenarios: Object.fromEntries(pairs), costPerLostContact: 2 });
    expect(scenarios.length).toBe(105);
    for (const row of scenarios) {
      expect(row.restaffed, row.name).toEqual(base.restaffed);
      expect(row.samePeople, row.name).toEqual(base.restaffed);
      expect(row.queues.restaffed, row.name).toEqual(base.queues);
    }
  });

  it('change no bit where the solver sizes the calls', async () => {
    const calls = { zone: 'UTC', loadModel: 'transient', queues: { billing: CALLS.queues.billing } } as const;
    const chosen = Object.fromEntries(Object.entries(NEUTRAL).filter(([name]) => ['campaign', 'told', 'present', 'first'].includes(name)));
    const { base, scenarios } = await whatIf({ queues: [dayForecast('billing', { days: 1, aht: 900 })] }, calls, { scenarios: chosen });
    for (const row of scenarios) expect(row.samePeople, row.name).toEqual(base.restaffed);
  });
});
