import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidPlanError, type PlanConfig, type QueueForecast, resolvePlan } from '../../src/core/index.js';
import {
  blendedCapacity,
  deferredMetrics,
  evaluateChannel,
  movingQueue,
  priceOfService,
  requiredAgentsUncertain,
  requiredChatAgents,
  type StaffConfig,
  staff,
  staffChannels,
} from '../../src/staffing/index.js';
import { queueForecast } from '../queue-forecast.js';

function series(queue: string, channel: QueueForecast['channel'], volume: readonly (number | null)[], over: Partial<QueueForecast> = {}): QueueForecast {
  return queueForecast(volume, { queue, channel, ...over });
}

const CALLS = [12, 8, 6, 5, 5, 8, 20, 45, 70, 85, 90, 88, 80, 78, 82, 80, 70, 60, 48, 40, 32, 26, 20, 15];
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function only(volume: readonly (number | null)[], channel: QueueForecast['channel'], config: StaffConfig, over: Partial<QueueForecast> = {}) {
  const { queues, warnings, totals } = staffChannels({ queues: [series('one', channel, volume, over)] }, config);
  const [requirement] = queues;
  if (requirement === undefined) throw new Error('one queue');
  return { ...requirement, warnings, totals };
}

describe('a load that moves', () => {
  const config = (more: StaffConfig = {}): StaffConfig => ({ queues: { one: { patience: '3min' } }, ...more });

  it('needs people later than the calls come: fewer while it rises, more while it falls', () => {
    const long = { ahtSeconds: CALLS.map(() => 1200) };
    const alone = only(CALLS, 'voice', config({ loadModel: 'stationary' }), long).agents;
    const carried = only(CALLS, 'voice', config(), long).agents;
    expect(carried[7] as number).toBeLessThan(alone[7] as number);
    expect(carried[20] as number).toBeGreaterThan(alone[20] as number);
  });

  it('starts empty after closed time, and steady where the forecast starts amid the day', () => {
    const opening = only([null, 60, 60, 60], 'voice', config()).agents;
    expect(opening[0]).toBe(0);
    expect(opening[1] as number).toBeLessThan(opening[3] as number);
    const amid = only([60, 60, 60], 'voice', config()).agents;
    expect(new Set(amid).size).toBe(1);
    // Two days whose second begins after a night: so does the first.
    const night = new Array<null>(46).fill(null);
    const days = only([60, 60, ...night, 60, 60], 'voice', config()).agents;
    expect(days[0]).toBe(days[48]);
    expect(days[0] as number).toBeLessThan(amid[0] as number);
  });

  it('at its worst moment asks for no fewer people than on the mean of an interval', () => {
    const mean = only(CALLS, 'voice', config()).agents;
    const worst = only(CALLS, 'voice', config({ holdsFor: 'worst' })).agents;
    expect(worst.every((people, i) => people >= (mean[i] as number))).toBe(true);
    expect(total(worst)).toBeGreaterThan(total(mean));
  });

  it('delivers what the columns say, by the solver, within the error stated', () => {
    const { agents, serviceLevel, sizing } = only(CALLS, 'voice', config());
    const lead = new Array<number>(6).fill(CALLS[0] as number);
    const found = movingQueue({
      volume: [...lead, ...CALLS],
      intervalSeconds: 1800,
      ahtSeconds: 300,
      agents: [...lead.map(() => agents[0] as number), ...agents],
      patienceSeconds: 180,
      answerWithinSeconds: 20,
    }).serviceLevel.slice(lead.length);
    expect(sizing?.expectedError).toBeLessThan(0.02);
    found.forEach((level, i) => {
      expect(Math.abs((level as number) - (serviceLevel[i] as number))).toBeLessThan(sizing?.expectedError as number);
    });
  });

  it('says how far off service is for most contacts, apart from the quiet interval where it is worst', () => {
    const volume = [60, 60, 60, 0.2, 60, 60, 60];
    const { sizing, intervalSeconds } = only(volume, 'voice', config());
    const { mean, worstStartMs, worstContacts } = sizing?.errorByContacts ?? { mean: 1, worstStartMs: 0, worstContacts: 60 };
    expect(worstContacts).toBe(0.2);
    expect(worstStartMs).toBe(series('one', 'voice', volume).startMs + 3 * intervalSeconds * 1000);
    expect(mean).toBeLessThan((sizing?.expectedError ?? 0) / 4);
    expect(only(volume, 'voice', config({ loadModel: 'stationary' })).sizing?.errorByContacts?.mean).toBeGreaterThan(mean);
  });

  it('over a day is held by the mean of the carried loads', () => {
    const target = { serviceLevel: 0.8, answerWithin: '20s', over: 'day' } as const;
    const { agents, serviceLevel, volume } = only(CALLS, 'voice', { queues: { one: { patience: '3min', target } } });
    const inTime = total(serviceLevel.map((level, i) => (level as number) * (volume[i] as number)));
    expect(inTime / total(CALLS)).toBeGreaterThanOrEqual(0.8);
    expect(total(agents)).toBeLessThan(total(only(CALLS, 'voice', config()).agents));
  });

  it('the solver keeps every interval, where handle times are long', () => {
    const volume = [10, 14, 18, 14, 10];
    const { agents, sizing, asaSeconds, abandonProbability, occupancy } = only([null, ...volume], 'voice', config({ loadModel: 'transient' }), {
      ahtSeconds: [null, 900, 900, 900, 900, 900],
    });
    const found = movingQueue({ volume: [null, ...volume], intervalSeconds: 1800, ahtSeconds: 900, agents, patienceSeconds: 180, answerWithinSeconds: 20 });
    expect(sizing?.model).toBe('transient');
    expect(Math.min(...found.serviceLevel.slice(1).map(Number))).toBeGreaterThanOrEqual(0.8);
    expect(Math.max(...occupancy.slice(1).map(Number))).toBeLessThan(1);
    expect(asaSeconds.slice(1).every((seconds) => (seconds as number) > 0)).toBe(true);
    expect(abandonProbability[1]).toBeCloseTo((found.abandoned[1] as number) / 10, 6);
  });

  it('a queue that the solver does not know is sized by formula, and told', () => {
    const target = { asa: '20s' } as const;
    const { sizing, warnings } = only([30, 40], 'voice', { loadModel: 'transient', queues: { one: { target } } });
    expect(sizing?.loadModel).toBe('offeredLoad');
    expect(warnings[0]).toMatch(/has no service level, which the transient solver does not know/);
  });
});

describe('chats side by side', () => {
  const desk = { channel: 'chat', patience: '3min', target: { serviceLevel: 0.8, answerWithin: '30s' } } as const;

  it('take the level that needs the fewest agent-hours, interval by interval what requiredChatAgents says', () => {
    const volume = [60, 120, 180];
    const config = { queues: { one: { ...desk, concurrency: { ahtAt: ['5min', '7min', '15min'] } } }, loadModel: 'stationary' } as const;
    const { agents, sizing, serviceLevel, agentsExact } = only(volume, 'chat', config);
    expect(sizing?.concurrency).toBe(2);
    volume.forEach((chats, i) => {
      const exact = requiredChatAgents({
        volume: chats,
        intervalSeconds: 1800,
        ahtSecondsAt: [300, 420],
        patienceSeconds: 180,
        answerWithinSeconds: 30,
        serviceLevel: 0.8,
      });
      expect(agents[i]).toBe(exact.byConcurrency[1]);
      expect(serviceLevel[i]).toBeCloseTo(exact.serviceLevel as number, 5);
      expect(Math.ceil(agentsExact[i] as number)).toBe(agents[i]);
    });
  });

  it('one at a time are Erlang A', () => {
    const chats = only(CALLS, 'chat', { loadModel: 'stationary', queues: { one: { ...desk, concurrency: { ahtAt: ['5min'] } } } });
    const calls = only(CALLS, 'voice', { loadModel: 'stationary', queues: { one: { ...desk, channel: 'voice' } } });
    expect(chats.agents).toEqual(calls.agents);
    chats.serviceLevel.forEach((level, i) => {
      expect(level).toBeCloseTo(calls.serviceLevel[i] as number, 6);
    });
    chats.asaSeconds.forEach((seconds, i) => {
      expect(seconds).toBeCloseTo(calls.asaSeconds[i] as number, 3);
    });
  });

  it('are evaluated by the same model, fractions of people included', () => {
    const config: PlanConfig = { zone: 'UTC', queues: { one: { ...desk, concurrency: { ahtAt: ['5min', '7min'] } } } };
    const requirement = staffChannels({ queues: [series('one', 'chat', [120, 120])] }, config).queues[0];
    const rule = resolvePlan(config).queues[0];
    if (requirement === undefined || rule === undefined) throw new Error('one queue');
    const level = (people: number): number => evaluateChannel(requirement, [people, people], rule).totals.serviceLevel as number;
    expect(level(requirement.agents[0] as number)).toBeCloseTo(requirement.serviceLevel[0] as number, 6);
    expect(level(14.5)).toBeCloseTo((level(14) + level(15)) / 2, 9);
  });
});

describe('work by deadline', () => {
  const mail = (answerWithin: string, more: object = {}, counts: 'clock' | 'open' = 'open'): StaffConfig => ({
    queues: { one: { channel: 'email', workingHours: { daily: ['08:00-18:00'] }, target: { serviceLevel: 0.9, answerWithin, counts }, ...more } },
  });
  const day = Array.from({ length: 48 }, (_, i) => (i >= 12 && i < 40 ? 3 : 1));

  it('is done within working hours and begun in time by the share asked for', () => {
    const { agents, sizing, status, occupancy } = only([...day, ...day], 'email', mail('4h'));
    expect(agents.every((people, i) => people === 0 || (i % 48 >= 16 && i % 48 < 36))).toBe(true);
    expect(sizing?.deferred?.shareInTime).toBeGreaterThanOrEqual(0.9);
    expect(status.every((one) => one === 'met')).toBe(true);
    expect(occupancy[0]).toBeNull();
    const work = (2 * total(day) * 300) / 3600;
    expect(total(agents) / 2 / work).toBeLessThan(1.25);
  });

  it('is solved exactly to no worse than what the plan says, and no better than its error', () => {
    const { agents, sizing } = only(day, 'email', mail('2h'));
    const open = day.map((_, i) => i >= 16 && i < 36);
    const exact = deferredMetrics({ volume: day, intervalSeconds: 1800, ahtSeconds: 300, open, answerWithinSeconds: 7200, counts: 'open', agents });
    const difference = (exact.total as number) - (sizing?.deferred?.shareInTime as number);
    expect(difference).toBeGreaterThan(-0.01);
    expect(difference).toBeLessThan(sizing?.expectedError as number);
  });

  it('ends, and says so, where nobody ever works', () => {
    const { agents, status, warnings } = only(day, 'email', mail('2h', { workingHours: {} }));
    expect(total(agents)).toBe(0);
    expect(status).toContain('unreachable');
    expect(warnings[0]).toMatch(/out of reach/);
  });

  it('a deadline of zero is impossible and said so', () => {
    const { status, sizing, warnings } = only(day, 'email', mail('0s'));
    expect(new Set(status)).toEqual(new Set(['unreachable']));
    expect(sizing?.deferred?.limitedBy).toBe('deadline');
    expect(warnings[0]).toMatch(/deadline of zero is impossible/);
  });

  it('a deadline that passes in closed hours is named, with the way out', () => {
    const { sizing, warnings } = only(day, 'email', mail('2h', {}, 'clock'));
    expect(sizing?.deferred?.limitedBy).toBe('openingHours');
    expect(warnings[0]).toMatch(/Count open hours/);
  });

  it('a backlog at the start asks for more people, and a buffer too', () => {
    const plain = total(only(day, 'email', mail('6h')).agents);
    expect(total(only(day, 'email', mail('6h', { backlog: 60 })).agents)).toBeGreaterThan(plain);
    expect(total(only(day, 'email', mail('6h', { buffer: 0.5 })).agents)).toBeGreaterThan(plain);
  });

  it('without a service level it is spread over its interval as before', () => {
    const { sizing, agents } = only(day, 'email', { queues: { one: { channel: 'email' } } });
    expect(sizing?.model).toBe('workload');
    expect(agents).toEqual(staff({ queues: [series('one', 'email', day)] }).queues[0]?.agents);
  });

  it('a call-back promised for later is work by deadline, one at once is a call', () => {
    const promise = (answerWithin: string): StaffConfig => ({ queues: { one: { channel: 'callback', target: { serviceLevel: 0.9, answerWithin } } } });
    expect(only(day, 'callback', promise('2h')).sizing?.model).toBe('deferred');
    expect(only(day, 'callback', promise('20s')).sizing?.model).toBe('formula');
  });
});

describe('blending', () => {
  const open = { 'mon-fri': ['08:00-20:00'] };
  const volume = Array.from({ length: 48 }, (_, i) => (i >= 16 && i < 40 ? 40 : null));
  const mails = Array.from({ length: 48 }, (_, i) => (i >= 16 && i < 40 ? 4 : null));
  const forecast = { queues: [series('mail', 'email', mails), series('calls', 'voice', volume)] };
  const plan = (blend: object): StaffConfig => ({
    queues: {
      calls: { patience: '3min', openingHours: open, target: { serviceLevel: 0.8, answerWithin: '20s' } },
      mail: { channel: 'email', openingHours: open, target: { serviceLevel: 0.9, answerWithin: '4h', counts: 'open' }, ...blend },
    },
  });
  const hours = (config: StaffConfig): number[] => staffChannels(forecast, config).queues.map(({ agents }) => total(agents) / 2);

  it('saves people on the mail and none on the calls', () => {
    const [apart = 0, calls = 0] = hours(plan({}));
    const [blended = 0, same = 0] = hours(plan({ blend: { with: 'calls' } }));
    expect(same).toBe(calls);
    expect(blended).toBeLessThan(apart);
    const found = staffChannels(forecast, plan({ blend: { with: 'calls' } })).queues[0]?.sizing?.deferred?.blended;
    expect(found?.reserves).toHaveLength(48);
    expect(Math.max(...(found?.reserves ?? []))).toBe(found?.reserve);
    const [careful = 0] = hours(plan({ blend: { with: 'calls', reserve: 8 } }));
    expect(careful).toBeGreaterThanOrEqual(blended);
  });

  it('the calls keep their level with the reserve found, and lose it with one less', () => {
    const calls = { volume: 100, intervalSeconds: 1800, ahtSeconds: 180, agents: 16, deferredAhtSeconds: 300, answerWithinSeconds: 20, patienceSeconds: 180 };
    const found = blendedCapacity({ ...calls, serviceLevel: 0.8 });
    expect(found.serviceLevel).toBeGreaterThanOrEqual(0.8);
    expect(blendedCapacity({ ...calls, reserve: found.reserve - 1 }).serviceLevel).toBeLessThan(0.8);
    expect(blendedCapacity({ ...calls, agents: 8, serviceLevel: 0.8 }).status).toBe('unreachable');
  });

  it.each([
    ['three times shorter', { volume: 25, ahtSeconds: 300, deferredAhtSeconds: 90, agents: 6, reserve: 2 }],
    ['five times longer', { volume: 40, ahtSeconds: 180, deferredAhtSeconds: 900, agents: 6, reserve: 2 }],
    ['equally long', { volume: 20, ahtSeconds: 240, deferredAhtSeconds: 240, agents: 5, reserve: 3 }],
  ])('mails %s than calls are done as the chain of both kinds of work says', (_, { reserve, ...work }) => {
    const found = blendedCapacity({ ...work, reserve, intervalSeconds: 1800, answerWithinSeconds: 20, patienceSeconds: 180 });
    const exact = blendChain({ ...work, reserve, patienceSeconds: 180 });
    const isEqual = work.ahtSeconds === work.deferredAhtSeconds;
    expect(Math.abs(found.deferredAgents / exact.deferredAgents - 1)).toBeLessThan(isEqual ? 1e-6 : 0.04);
    expect(Math.abs(found.abandonProbability - exact.abandonProbability)).toBeLessThan(isEqual ? 1e-8 : 0.01);
  });
});

describe('a list to call', () => {
  const calls = series('calls', 'voice', new Array<number>(48 * 5).fill(10));
  const list = (more: object = {}): StaffConfig => ({
    queues: {
      calls: {},
      renewals: {
        channel: 'outbound',
        aht: '6min',
        openingHours: { 'mon-fri': ['09:00-20:00'] },
        list: { records: 500, connectRate: 0.2, connectRates: [{ hours: { 'mon-fri': ['17:00-20:00'] }, rate: 0.4 }], ...more },
      },
    },
  });
  const sized = (more?: object) => {
    const { queues, warnings } = staffChannels({ queues: [calls] }, list(more));
    const renewals = queues.find(({ queue }) => queue === 'renewals');
    if (renewals?.sizing?.list === undefined) throw new Error('a list');
    return { ...renewals, outcome: renewals.sizing.list, warnings };
  };

  it('every record is reached, tried in vain or left over', () => {
    const { outcome, volume } = sized();
    expect(outcome.reached + outcome.exhausted + outcome.left).toBeCloseTo(500, 6);
    expect(outcome.left).toBeLessThan(0.5);
    expect(total(volume.map((attempts) => attempts ?? 0))).toBeCloseTo(outcome.attempts, 6);
  });

  it('with people to spare it is called in the best hours alone, and takes fewer attempts', () => {
    const spread = sized();
    const best = sized({ mostAgents: 12 });
    expect(best.outcome.lowestRate).toBe(0.4);
    expect(best.outcome.attempts).toBeLessThan(spread.outcome.attempts);
    best.agents.forEach((people, i) => {
      if (people > 0) expect(i % 48).toBeGreaterThanOrEqual(34);
    });
    expect(Math.max(...best.agents)).toBeLessThanOrEqual(12);
  });

  it('too few people leave records over, and that is said', () => {
    const { outcome, status, warnings } = sized({ mostAgents: 1, records: 5000 });
    expect(outcome.left).toBeGreaterThan(1000);
    expect(status).toContain('unreachable');
    expect(warnings.join()).toMatch(/records are left over/);
  });

  it('its requirement has the grid and columns of every other', () => {
    const { agents, status, agentsWithShrinkage, startMs } = sized();
    expect(agents).toHaveLength(240);
    expect(agentsWithShrinkage).toHaveLength(240);
    expect(startMs).toBe(calls.startMs);
    expect(status[0]).toBe('closed');
  });
});

describe('an uncertain forecast', () => {
  const config = (uncertainty: NonNullable<StaffConfig['uncertainty']>): StaffConfig => ({
    queues: { one: { patience: '3min', target: { serviceLevel: 0.8, answerWithin: '20s' } } },
    uncertainty,
  });
  const load = { volume: 450, intervalSeconds: 1800, ahtSeconds: 300, dayFactorCv: 0.1, patienceSeconds: 180, answerWithinSeconds: 20, serviceLevel: 0.8 };

  it('asks for what requiredAgentsUncertain asks for, and says what that costs', () => {
    const average = only([450, 450], 'voice', config({ criterion: 'average' }), { dayFactorCv: 0.1 });
    const exact = requiredAgentsUncertain(load);
    expect(average.agents).toEqual([exact.agents, exact.agents]);
    expect(average.serviceLevel[0]).toBeCloseTo(exact.serviceLevel as number, 4);
    expect(average.sizing?.uncertainty).toMatchObject({ dayFactorCv: 0.1, agentHours: exact.agentsForUncertainty, mostAgents: exact.agentsForUncertainty });
    const nine = only([450], 'voice', config({ criterion: 'shareOfDays' }), { dayFactorCv: 0.1 });
    expect(nine.agents[0]).toBe(requiredAgentsUncertain({ ...load, criterion: { kind: 'shareOfDays', share: 0.9 } }).agents);
    const cost = only([450], 'voice', config({ criterion: 'cost', costPerMissedContact: 5 }), { dayFactorCv: 0.1 });
    const cheapest = requiredAgentsUncertain({ ...load, criterion: { kind: 'cost', costPerAgentHour: 20, costPerMissedContact: 5 } });
    expect(cost.agents[0]).toBe(cheapest.agents);
  });

  it('is read from the bands where the forecast says nothing else, and missing ones are told', () => {
    const band = { level: 0.8, volumeLower: [300], volumeUpper: [600] };
    const { sizing } = only([450], 'voice', config({ criterion: 'average' }), { bands: [band] });
    expect(sizing?.uncertainty?.dayFactorCv).toBeCloseTo(Math.sqrt((150 / 1.2815515655446004) ** 2 - 450) / 450, 6);
    const narrow = only([450], 'voice', config({ criterion: 'average' }), { bands: [{ level: 0.8, volumeLower: [445], volumeUpper: [455] }] });
    expect(narrow.sizing?.uncertainty?.dayFactorCv).toBe(0);
    expect(narrow.warnings).toEqual([]);
    const silent = only([450], 'voice', config({ criterion: 'average' }));
    expect(silent.warnings[0]).toMatch(/does not say how uncertain it is/);
    expect(silent.agents).toEqual(only([450], 'voice', { queues: { one: { patience: '3min', target: { serviceLevel: 0.8, answerWithin: '20s' } } } }).agents);
  });
});

describe('shrinkage by kind', () => {
  const volume = new Array<number>(48).fill(20);

  it('holds at its weekdays and hours; unpaid time costs no paid hours', () => {
    const { agentsExact, agentsWithShrinkage, totals } = only(volume, 'voice', {
      shrinkage: { sick: 0.1, meeting: { share: 0.5, days: 'mon', from: '09:00', to: '10:00' }, lunch: { share: 0.2, paid: false } },
    });
    const factor = (i: number): number => (agentsWithShrinkage[i] as number) / (agentsExact[i] as number);
    expect(factor(17)).toBeCloseTo(1 / (0.9 * 0.8), 12);
    expect(factor(18)).toBeCloseTo(1 / (0.9 * 0.8 * 0.5), 12);
    expect(totals[0]?.paidHours).toBeCloseTo((0.8 * total(agentsWithShrinkage)) / 2, 9);
  });

  it('adherence adds to it', () => {
    const { agentsExact, agentsWithShrinkage } = only(volume, 'voice', { adherence: 0.9, shrinkage: { sick: 0.1 } });
    expect((agentsWithShrinkage[0] as number) / (agentsExact[0] as number)).toBeCloseTo(1 / 0.81, 12);
  });
});

describe('what does not fit', () => {
  const refuse = (config: object, message: RegExp): void => {
    expect(() => staffChannels({ queues: [series('one', 'voice', [10])] }, config as StaffConfig)).toThrow(message);
  };

  it('is named with its place and the way out', () => {
    refuse({ queues: { one: { channel: 'chat', concurrency: { ahtAt: [] } } } }, /queues\.one\.concurrency\.ahtAt .*concurrency is 1 or more/);
    refuse({ queues: { one: { channel: 'chat', concurrency: { most: 3, ahtAt: ['5min'] } } } }, /most is 3, but ahtAt lists 1/);
    refuse({ queues: { one: { concurrency: { ahtAt: ['5min'] } } } }, /concurrency is for channel chat, and this one is voice/);
    refuse({ queues: { one: { channel: 'chat', concurency: { ahtAt: ['5min'] } } } }, /Did you mean "concurrency"/);
    refuse({ queues: { one: { channel: 'outbound', list: { records: 10, connectRate: 0.2 } } } }, /aht is missing/);
    refuse({ queues: { one: { channel: 'email', blend: { with: 'ona' } } } }, /names "ona", which is not a queue.*did you mean "one"/);
    refuse({ queues: { one: { channel: 'email', blend: { with: 'one' } } } }, /is email; deferred work is done in the idle time of calls/);
    refuse({ loadModel: 'mol' }, /loadModel must be one of/);
    refuse({ shrinkage: { lunch: { share: 1.2 } } }, /shrinkage\.lunch\.share must be a share/);
    refuse({ shrinkage: { lunch: { shar: 0.2, share: 0.1 } } }, /Did you mean "share"/);
    refuse({ shrinkage: { lunch: '5%' } }, /must be a share such as 0\.06, or an object/);
    refuse({ shrinkage: { night: { share: 0.2, from: '22:00', to: '06:00' } } }, /over midnight write two kinds/);
    refuse({ uncertainty: { criterion: 'cost' } }, /costPerMissedContact is missing/);
    refuse({ uncertainty: { criterion: 'average', share: 0.9 } }, /goes with "criterion": "shareOfDays" only/);
    refuse({ adherence: 1.2 }, /adherence must be a share above 0, at most 1/);
  });

  it('plain staff refuses what no formula gives, and names staffChannels', () => {
    for (const config of [
      { loadModel: 'transient' },
      { adherence: 0.9 },
      { uncertainty: { criterion: 'average' } },
      { shrinkage: { a: { share: 0.1 } } },
    ] as const)
      expect(() => staff({ queues: [series('one', 'voice', [10])] }, config)).toThrow(/Use staffChannels/);
    expect(() => staff({ queues: [series('one', 'voice', [10])] }, { adherence: 0.9 })).toThrow(InvalidInputError);
    expect(() => staffChannels({ queues: [] }, { queues: { a: { channel: 'fax' as never } } })).toThrow(InvalidPlanError);
  });
});

describe('priceOfService by mean wait and by abandonment', () => {
  const week = { volume: [60, 100, 80], intervalSeconds: 1800, ahtSeconds: 240, patienceSeconds: 120, answerWithinSeconds: 20, costPerHour: 30 };

  it('holds each target in every interval, and marks the last step that pays', () => {
    const waits = priceOfService({ ...week, by: 'asa', targets: [60, 20, 5], costPerLostContact: 8 });
    expect(waits.rows.map(({ target }) => target)).toEqual([60, 20, 5]);
    for (const row of waits.rows) expect(row.asaSeconds as number).toBeLessThanOrEqual(row.target);
    const lost = priceOfService({ ...week, by: 'abandonment', costPerLostContact: 8 });
    for (const row of lost.rows) expect(row.abandonProbability as number).toBeLessThanOrEqual(row.target);
    const { lastRowThatPays, cheapestRow, rows } = lost;
    expect(lastRowThatPays).toBe(cheapestRow);
    expect(rows[cheapestRow]?.totalCost).toBe(Math.min(...rows.map(({ totalCost }) => totalCost)));
    expect(priceOfService(week).lastRowThatPays).toBeNull();
  });

  it('names what it cannot price', () => {
    expect(() => priceOfService({ ...week, by: 'abandonment', patienceSeconds: undefined })).toThrow(/needs patienceSeconds/);
    expect(() => priceOfService({ ...week, by: 'speed' as never })).toThrow(/by must be one of serviceLevel, asa, abandonment/);
    expect(() => priceOfService({ ...week, targets: [80] })).toThrow(/targets\[0\].*Write 80 % as 0\.8/);
    expect(() => priceOfService({ ...week, by: 'asa', serviceLevels: [0.8] })).toThrow(/serviceLevels goes with by serviceLevel/);
  });
});

it('sizes chats of a big centre, where full teams are busy all the time', () => {
  const config: StaffConfig = {
    queues: {
      one: { channel: 'chat', patience: '4min', concurrency: { ahtAt: ['5min', '7min', '9min'] }, target: { serviceLevel: 0.8, answerWithin: '30s' } },
    },
  };
  const { agents, serviceLevel } = only([1200, 1400, 1600, 1800], 'chat', config);
  agents.forEach((people, i) => {
    // Three chats of 9 minutes: 180 seconds of an agent each.
    expect(people).toBeGreaterThan(([1200, 1400, 1600, 1800][i] as number) * 0.09);
    expect(people).toBeLessThan(([1200, 1400, 1600, 1800][i] as number) * 0.12);
    expect(serviceLevel[i] as number).toBeGreaterThanOrEqual(0.8);
  });
});

type BlendChain = { volume: number; ahtSeconds: number; deferredAhtSeconds: number; agents: number; reserve: number; patienceSeconds: number };

/** Steady state of calls and mails in service and calls in line, by steps of a thousand uniformised events until it rests. */
function blendChain({ volume, ahtSeconds, deferredAhtSeconds, agents, reserve, patienceSeconds }: BlendChain): {
  deferredAgents: number;
  abandonProbability: number;
} {
  const least = agents - reserve;
  const places = agents + 60;
  const arrival = volume / 1800;
  const fastest = arrival + agents / Math.min(ahtSeconds, deferredAhtSeconds) + (places - agents) / patienceSeconds;
  const width = agents + 1;
  const edges: [from: number, to: number, probability: number][] = [];
  for (let all = least; all <= places; all += 1)
    for (let mails = 0; mails <= Math.min(all, agents); mails += 1) {
      const calls = Math.min(all, agents) - mails;
      const from = all * width + mails;
      const edge = (inAll: number, inMails: number, rate: number): number => edges.push([from, inAll * width + inMails, rate / fastest]);
      const refill = all === least;
      if (all < places) edge(all + 1, mails, arrival);
      edge(refill ? all : all - 1, refill ? mails + 1 : mails, calls / ahtSeconds);
      edge(refill ? all : all - 1, refill ? mails : mails - 1, mails / deferredAhtSeconds);
      if (all > agents) edge(all - 1, mails, (all - agents) / patienceSeconds);
    }
  let now = new Float64Array((places + 1) * width);
  now[least * width] = 1;
  const means = (): { mails: number; line: number } => {
    let [mails, line] = [0, 0];
    now.forEach((weight, state) => {
      mails += weight * (state % width);
      line += weight * Math.max(0, Math.floor(state / width) - agents);
    });
    return { mails, line };
  };
  for (let last = -1, { mails } = means(); Math.abs(mails - last) > 1e-10; ) {
    for (let step = 0; step < 1000; step += 1) {
      const next = now.slice();
      for (const [from, to, probability] of edges) {
        const flow = (now[from] as number) * probability;
        next[from] = (next[from] as number) - flow;
        next[to] = (next[to] as number) + flow;
      }
      now = next;
    }
    [last, mails] = [mails, means().mails];
  }
  const { mails, line } = means();
  return { deferredAgents: mails, abandonProbability: line / patienceSeconds / arrival };
}
