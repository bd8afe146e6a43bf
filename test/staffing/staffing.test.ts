import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidPlanError, type QueueForecast, resolvePlan } from '../../src/core/index.js';
import { queueMetrics, requiredAgents } from '../../src/queueing/index.js';
import { evaluateCoverage, type StaffConfig, staff } from '../../src/staffing/index.js';
import { queueForecast } from '../queue-forecast.js';

/** A forecast of one queue from Monday 2026-01-05 00:00 in Berlin, hour by hour. */
function series(volume: readonly (number | null)[], over: Partial<QueueForecast> = {}): QueueForecast {
  const ahtSeconds = volume.map((contacts) => (contacts === null ? null : 240));
  return queueForecast(volume, { queue: 'billing', zone: 'Europe/Berlin', startMs: Date.UTC(2026, 0, 4, 23), intervalSeconds: 3600, ahtSeconds, ...over });
}

// Published day: 24 hours, AHT 4 minutes, 80 % within 20 s, occupancy at most 85 %, shrinkage 30 %.
const CALLS = [12, 8, 6, 5, 5, 8, 20, 45, 70, 85, 90, 88, 80, 78, 82, 80, 70, 60, 48, 40, 32, 26, 20, 15];
const target = { serviceLevel: 0.8, answerWithin: '20s', maxOccupancy: 0.85 } as const;

const withShrinkage = (agents: readonly number[]): number[] => agents.map((people) => Math.ceil(people / 0.7));

describe('staff', () => {
  it('gives the published positions of a day, Erlang C', () => {
    const { queues } = staff({ queues: [series(CALLS)] }, { loadModel: 'stationary', queues: { billing: { target } }, shrinkage: { all: 0.3 } });
    expect(withShrinkage(queues[0]?.agents ?? [])).toEqual([5, 3, 3, 3, 3, 3, 5, 8, 12, 13, 13, 13, 12, 12, 12, 12, 12, 10, 9, 8, 6, 6, 5, 5]);
  });

  it('gives the published positions of a day, Erlang A with patience of 8 minutes', () => {
    const { queues } = staff({ queues: [series(CALLS)] }, { loadModel: 'stationary', queues: { billing: { target, patience: '8min' } } });
    expect(withShrinkage(queues[0]?.agents ?? [])).toEqual([3, 3, 3, 3, 3, 3, 5, 8, 10, 12, 13, 13, 12, 12, 12, 12, 10, 9, 8, 8, 6, 6, 5, 5]);
  });

  it('agrees with requiredAgents in every interval, whole and fractional, where each is taken alone', () => {
    const requirement = staff({ queues: [series(CALLS)] }, { loadModel: 'stationary', queues: { billing: { target, patience: '2min' } } }).queues[0];
    for (const [i, volume] of CALLS.entries()) {
      const input = {
        volume,
        intervalSeconds: 3600,
        ahtSeconds: 240,
        patienceSeconds: 120,
        target: { serviceLevel: 0.8, answerWithinSeconds: 20, maxOccupancy: 0.85 },
      };
      const whole = requiredAgents(input);
      if (whole.status !== 'met') throw new Error('reachable');
      expect(requirement?.agents[i]).toBe(whole.agents);
      expect(requirement?.agentsExact[i]).toBeCloseTo(requiredAgents({ ...input, fractional: true }).agents as number, 9);
      expect(requirement?.serviceLevel[i]).toBe(whole.serviceLevel?.offered);
      expect(requirement?.abandonProbability[i]).toBe(whole.abandonProbability);
      expect(requirement?.asaSeconds[i]).toBe(whole.asaSeconds);
    }
  });

  it('closed intervals need nobody; open ones without contacts the minimum', () => {
    const requirement = staff({ queues: [series([null, 0, 30])] }, { queues: { billing: { minimumAgents: 2 } } }).queues[0];
    expect(requirement?.status).toEqual(['closed', 'met', 'met']);
    expect(requirement?.agents).toEqual([0, 2, 4]);
    expect(requirement?.agentsExact[1]).toBe(2);
    expect(requirement?.serviceLevel.slice(0, 2)).toEqual([null, null]);
    expect(requirement?.occupancy.slice(0, 2)).toEqual([null, 0]);
  });

  it('asks for 80/20 when neither queue nor plan says anything', () => {
    expect(staff({ queues: [series(CALLS)] }, { loadModel: 'stationary' }).queues[0]?.agents).toEqual(
      CALLS.map((volume) => requiredAgents({ volume, intervalSeconds: 3600, ahtSeconds: 240, target: { serviceLevel: 0.8, answerWithinSeconds: 20 } }).agents),
    );
  });

  it('kinds of shrinkage combine as 1 − Π(1 − s), and paid hours add up per local day', () => {
    const { queues, totals } = staff({ queues: [series([...CALLS, 50])] }, { shrinkage: { absence: 0.1, training: 0.2 } });
    const paid = queues[0]?.agentsWithShrinkage ?? [];
    expect(paid[0]).toBeCloseTo((queues[0]?.agentsExact[0] ?? 0) / 0.72, 12);
    expect(totals.map(({ day }) => day)).toEqual(['2026-01-05', '2026-01-06']);
    expect(totals[0]?.paidHours).toBeCloseTo(
      paid.slice(0, 24).reduce((sum, agents) => sum + agents, 0),
      10,
    );
    expect(totals[0]?.fte).toBeCloseTo((totals[0]?.paidHours ?? 0) / 8, 12);
  });

  it('takes the reasons and sites of a queue together, on one grid', () => {
    const north = series([40, null, 10], { reason: 'invoice' });
    const south = series([60, 20], { reason: 'payment', startMs: north.startMs + 3_600_000, ahtSeconds: [480, 240] });
    const requirement = staff({ queues: [north, south] }).queues[0];
    expect(requirement?.volume).toEqual([40, 60, 30]);
    expect(requirement?.ahtSeconds).toEqual([240, 480, 240]);
  });

  it('uses the handle time of the plan where the forecast has none, and says so when neither has', () => {
    const bare = series([100], { ahtSeconds: [null] });
    expect(staff({ queues: [bare] }, { queues: { billing: { aht: '4min' } } }).queues[0]?.agents).toEqual(staff({ queues: [series([100])] }).queues[0]?.agents);
    expect(() => staff({ queues: [bare] })).toThrow(/must have a handle time where it has contacts/);
  });

  it('a capacity that is too small is unreachable, with the best there is and a warning', () => {
    const { queues, warnings } = staff({ queues: [series([300])] }, { queues: { billing: { capacity: 18 } } });
    expect(queues[0]?.status).toEqual(['unreachable']);
    expect(queues[0]?.agents).toEqual([18]);
    expect(warnings[0]).toMatch(/capacity of 18/);
  });

  it('e-mail is spread over its interval at 85 % occupancy, with a warning; chat says how it is sized', () => {
    const mail = staff({ queues: [series([30, null], { channel: 'email' })] });
    expect(mail.queues[0]?.agentsExact[0]).toBeCloseTo(2 / 0.85, 12);
    expect(mail.queues[0]?.agents).toEqual([3, 0]);
    expect(mail.queues[0]?.serviceLevel).toEqual([null, null]);
    expect(mail.warnings[0]).toMatch(/85 % occupancy/);
    expect(staff({ queues: [series([30], { channel: 'chat' })] }).warnings[0]).toMatch(/one conversation at a time/);
  });

  it('a queue the plan does not know is an error that names the nearest', () => {
    const call = (): unknown => staff({ queues: [series([5], { queue: 'biling' })] }, { queues: { billing: {}, tech: {} } });
    expect(call).toThrow(InvalidInputError);
    expect(call).toThrow(/Did you mean "billing"/);
    expect(() => staff({ queues: [series([5])] }, { queues: { billing: { targt: {} } } } as unknown as StaffConfig)).toThrow(InvalidPlanError);
  });

  it('says which queues of the plan have no forecast, and refuses what is no forecast', () => {
    expect(staff({ queues: [series([5])] }, { queues: { billing: {}, tech: {} } }).warnings).toEqual(['Queue "tech" of the plan has no forecast.']);
    expect(() => staff(undefined as never)).toThrow(/staff: forecast must be the result of forecast/);
  });

  it('refuses negative volumes, odd handle times and unequal grids', () => {
    expect(() => staff({ queues: [series([-1])] })).toThrow(/volume of queue "billing"/);
    expect(() => staff({ queues: [series([1], { ahtSeconds: [0] })] })).toThrow(/ahtSeconds of queue "billing"/);
    expect(() => staff({ queues: [series([1]), series([1], { intervalSeconds: 900 })] })).toThrow(/one interval grid/);
  });
});

describe('a target over a longer stretch', () => {
  const plan = (over: 'interval' | 'day' | 'week' | 'month', patience?: string): StaffConfig => ({
    queues: { billing: { target: { serviceLevel: 0.8, answerWithin: '20s', over }, ...(patience === undefined ? {} : { patience }) } },
  });
  const weighted = (volume: readonly (number | null)[], level: readonly (number | null)[]): number =>
    volume.reduce<number>((sum, contacts, i) => sum + (contacts ?? 0) * (level[i] ?? 0), 0) /
    volume.reduce<number>((sum, contacts) => sum + (contacts ?? 0), 0);
  const total = (agents: readonly number[]): number => agents.reduce((sum, people) => sum + people, 0);

  it.each([undefined, '3min'])('holds over the day with fewer agent-hours than in every interval (patience %s)', (patience) => {
    const each = staff({ queues: [series(CALLS)] }, plan('interval', patience)).queues[0];
    const day = staff({ queues: [series(CALLS)] }, plan('day', patience)).queues[0];
    expect(weighted(CALLS, day?.serviceLevel ?? [])).toBeGreaterThanOrEqual(0.8);
    expect(total(day?.agents ?? [])).toBeLessThan(total(each?.agents ?? []));
    expect(day?.status.every((status) => status === 'met')).toBe(true);
    // The fractional answer holds exactly: it is below the whole one in one interval at most.
    expect(total(day?.agents ?? []) - total(day?.agentsExact ?? [])).toBeLessThan(1);
  });

  it('finds the fewest agent-hours of a small day, by comparison with every combination', () => {
    const volume = [9, 25, 40];
    const day = staff({ queues: [series(volume)] }, plan('day', '2min')).queues[0];
    const level = (contacts: number, agents: number): number =>
      queueMetrics({ volume: contacts, intervalSeconds: 3600, ahtSeconds: 240, patienceSeconds: 120, agents, answerWithinSeconds: 20 }).serviceLevel?.offered ??
      0;
    let fewest = Number.POSITIVE_INFINITY;
    for (let a = 1; a <= 8; a += 1)
      for (let b = 1; b <= 8; b += 1)
        for (let c = 1; c <= 9; c += 1) if (9 * level(9, a) + 25 * level(25, b) + 40 * level(40, c) >= 0.8 * 74) fewest = Math.min(fewest, a + b + c);
    expect(total(day?.agents ?? [])).toBe(fewest);
  });

  it('weeks and months take their days together; closed intervals stay closed', () => {
    const twoDays = [...CALLS, ...CALLS.map((contacts, i) => (i < 8 ? null : contacts / 2))];
    for (const over of ['week', 'month'] as const) {
      const stretch = staff({ queues: [series(twoDays)] }, plan(over)).queues[0];
      expect(weighted(twoDays, stretch?.serviceLevel ?? [])).toBeGreaterThanOrEqual(0.8);
      expect(stretch?.status[24]).toBe('closed');
      expect(stretch?.agents[24]).toBe(0);
      expect(total(stretch?.agents ?? [])).toBeLessThanOrEqual(total(staff({ queues: [series(twoDays)] }, plan('day')).queues[0]?.agents ?? []));
    }
  });

  it('other targets hold in every interval all the same', () => {
    const config: StaffConfig = {
      queues: { billing: { patience: '3min', target: { serviceLevel: 0.8, answerWithin: '20s', maxOccupancy: 0.7, over: 'day' } } },
    };
    const day = staff({ queues: [series(CALLS)] }, config).queues[0];
    for (const occupancy of day?.occupancy ?? []) expect(occupancy as number).toBeLessThanOrEqual(0.7);
  });

  it('a capacity may keep the stretch out of reach', () => {
    const config: StaffConfig = { queues: { billing: { capacity: 4, target: { serviceLevel: 0.95, answerWithin: '20s', over: 'day' } } } };
    const day = staff({ queues: [series([60, 70])] }, config).queues[0];
    expect(day?.status).toEqual(['unreachable', 'unreachable']);
    expect(day?.agents).toEqual([4, 4]);
  });
});

describe('evaluateCoverage', () => {
  const config: StaffConfig = { loadModel: 'stationary', queues: { billing: { target: { serviceLevel: 0.8, answerWithin: '20s' }, patience: '2min' } } };
  const rule = resolvePlan({ zone: 'Europe/Berlin', ...config }).queues[0];
  if (rule === undefined) throw new Error('one queue');
  const requirement = staff({ queues: [series([60, 100, null])] }, config).queues[0];
  if (requirement === undefined) throw new Error('one queue');

  it('says per interval and over all what people on line deliver, fractional people too', () => {
    const online = [5, 6.5, 2];
    const figures = evaluateCoverage(requirement, online, rule);
    const metrics = [60, 100].map((volume, i) =>
      queueMetrics({ volume, intervalSeconds: 3600, ahtSeconds: 240, patienceSeconds: 120, agents: online[i] as number, answerWithinSeconds: 20 }),
    );
    expect(figures.serviceLevel).toEqual([metrics[0]?.serviceLevel?.offered, metrics[1]?.serviceLevel?.offered, null]);
    const [first, second] = metrics as [ReturnType<typeof queueMetrics>, ReturnType<typeof queueMetrics>];
    const offered = [first.serviceLevel?.offered ?? 0, second.serviceLevel?.offered ?? 0] as const;
    expect(figures.totals.contacts).toBe(160);
    expect(figures.totals.ahtSeconds).toBeCloseTo(240, 12);
    expect(figures.totals.serviceLevel).toBeCloseTo((60 * offered[0] + 100 * offered[1]) / 160, 14);
    expect(figures.totals.abandonProbability).toBeCloseTo((60 * first.abandonProbability + 100 * second.abandonProbability) / 160, 14);
    expect(figures.totals.occupancy).toBeCloseTo((5 * first.occupancy + 6.5 * second.occupancy) / 11.5, 14);
    const answered = [60 * (1 - first.abandonProbability), 100 * (1 - second.abandonProbability)] as const;
    expect(figures.totals.asaSeconds).toBeCloseTo(
      (answered[0] * (first.asaSeconds ?? 0) + answered[1] * (second.asaSeconds ?? 0)) / (answered[0] + answered[1]),
      12,
    );
  });

  it('nobody on line, or too few without patience, is service level 0', () => {
    const patient = { ...rule, patienceSeconds: null };
    const figures = evaluateCoverage(requirement, [0, 6, 0], patient);
    expect(figures.serviceLevel).toEqual([0, 0, null]);
    expect(figures.asaSeconds).toEqual([null, null, null]);
    expect(figures.totals).toMatchObject({ serviceLevel: 0, asaSeconds: null, occupancy: 1 });
  });

  it('e-mail work has an occupancy alone', () => {
    const mail = staff({ queues: [series([30, 60], { channel: 'email' })] }).queues[0];
    if (mail === undefined) throw new Error('one queue');
    const figures = evaluateCoverage(mail, [4, 2], { ...rule, channel: 'email' });
    expect(figures.occupancy).toEqual([0.5, 1]);
    expect(figures.totals).toMatchObject({ serviceLevel: null, asaSeconds: null, abandonProbability: null });
  });

  it('refuses people of another length or below 0', () => {
    expect(() => evaluateCoverage(requirement, [1, 2], rule)).toThrow(/one entry per interval/);
    expect(() => evaluateCoverage(requirement, [1, -2, 0], rule)).toThrow(/agentsOnline\[1\]/);
  });
});
