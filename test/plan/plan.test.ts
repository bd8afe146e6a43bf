import { describe, expect, it } from 'vitest';
import { type Agent, type History, type PlanConfig, resolvePlan } from '../../src/core/index.js';
import { initPlan, plan } from '../../src/plan/index.js';
import { checkRoster } from '../../src/schedule/index.js';
import { historyOf, seriesOf } from './history-of.js';

/** Eight weeks of hours, weekdays 08:00-18:00, until Friday 2026-11-27. */
function weekdayHistory(): History {
  const volume: (number | null)[] = [];
  const closed: [number, number][] = [];
  for (let i = 0; i < 24 * 7 * 8 - 54; i += 1) {
    const [hour, weekday] = [i % 24, Math.floor(i / 24) % 7];
    const open = weekday < 5 && hour >= 8 && hour < 18;
    volume.push(open ? 30 + 10 * Math.sin((hour - 8) / 3) + 3 * weekday + ((i * 7) % 5) : null);
    const last = closed.at(-1);
    if (open) continue;
    if (last !== undefined && last[1] === i) last[1] = i + 1;
    else closed.push([i, i + 1]);
  }
  const known = (value: number) => volume.map((v) => (v === null ? null : value));
  return historyOf(
    seriesOf({
      ...{ startMs: Date.UTC(2026, 9, 5), volume, closed, ahtSeconds: known(300), abandoned: known(2), meanWaitSeconds: known(10) },
      handled: volume.map((v) => (v === null ? null : v - 2)),
    }),
  );
}

const config: PlanConfig = {
  zone: 'UTC',
  horizon: { weeks: 1, forecastWeeks: 2 },
  queues: { billing: { patience: '3min', target: { serviceLevel: 0.8, answerWithin: '20s' } } },
  shrinkage: { absence: 0.1 },
  cover: 'withShrinkage',
  shifts: {
    day: {
      start: { from: '08:00', to: '09:00', every: '1h' },
      length: { from: '8h', to: '9h', every: '1h' },
      breaks: [{ name: 'lunch', length: '1h', paid: false, from: '3h', to: '5h' }],
    },
  },
  contracts: { full: { shifts: ['day'], hoursPerWeek: { min: 28, max: 40 }, daysPerWeek: { max: 5 } } },
};

const agents: readonly Agent[] = Array.from({ length: 6 }, (_, i) => ({
  agent: `p${i}`,
  skills: [{ skill: 'billing', tier: 1, ahtFactor: 1 }],
  contract: 'full',
  zone: null,
  unavailable: [],
  wishes: i === 0 ? [{ kind: 'off' as const, day: '2026-12-02', weight: 1 }] : [],
  costPerHour: null,
  seniority: null,
}));

describe('plan', () => {
  it('leads from a history to a checked roster and the figures that matter', async () => {
    const history = weekdayHistory();
    const before = JSON.stringify([history, config, agents]);
    const result = await plan(history, config, { agents, timeLimitSeconds: 1 });
    expect(JSON.stringify([history, config, agents])).toBe(before);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    const { summary, roster, requirements } = result;
    expect(summary).toMatchObject({
      forecastFrom: '2026-11-30',
      forecastTo: '2026-12-13',
      rosterFrom: '2026-11-30',
      rosterTo: '2026-12-06',
      rosterStatus: roster?.status,
    });
    const paid = (roster?.agents ?? []).flatMap((agent) => agent.shifts).reduce((sum, shift) => sum + shift.paidSeconds, 0);
    expect(summary.paidHours).toBeCloseTo(paid / 3600, 9);
    expect(summary.fte).toBeCloseTo(paid / 3600 / 40, 9);
    expect(summary.cost).toBeCloseTo((paid / 3600) * 20, 6);
    expect(summary.people).toBe(6);
    const [queue] = summary.queues;
    const week =
      requirements.queues[0]?.agentsWithShrinkage.filter((_, i) => (requirements.queues[0]?.startMs ?? 0) + i * 3_600_000 < Date.UTC(2026, 11, 7)) ?? [];
    expect(queue?.requiredHours).toBeCloseTo(
      week.reduce((sum, need) => sum + need, 0),
      9,
    );
    expect((queue?.coveredHours ?? 0) + (queue?.understaffedHours ?? 0)).toBeCloseTo(queue?.requiredHours ?? 0, 9);
    expect(queue?.serviceLevel).toBeGreaterThan(0.3);
    expect(queue?.serviceLevel).toBeLessThan(1);
    expect(checkRoster(roster?.agents ?? [], { requirements, config: result.config, agents })).toMatchObject({ violations: [] });
  });

  it('writes out the config it used, which plans the same again', async () => {
    const result = await plan(weekdayHistory(), config, { timeLimitSeconds: 1 });
    expect(result.config).toMatchObject({
      interval: '1h',
      horizon: { start: '2026-11-30', weeks: 1, forecastWeeks: 2 },
      queues: { billing: { openingHours: { 'mon-fri': ['08:00-18:00'] } } },
    });
    const again = await plan(weekdayHistory(), result.config, { timeLimitSeconds: 1 });
    expect(again.requirements).toEqual(result.requirements);
  });

  it('expects less of people who will partly be absent', async () => {
    const exact = await plan(weekdayHistory(), { ...config, shrinkage: {} }, { agents, timeLimitSeconds: 1 });
    const shrunk = await plan(weekdayHistory(), { ...config, shrinkage: { absence: 0.3 } }, { agents, timeLimitSeconds: 1 });
    expect(shrunk.summary.queues[0]?.serviceLevel).toBeLessThan(exact.summary.queues[0]?.serviceLevel ?? 0);
  });

  it('ends in shifts without names where nobody is named, even before shifts are known', async () => {
    const { shifts: _shifts, contracts: _contracts, ...bare } = config;
    const result = await plan(weekdayHistory(), bare, { timeLimitSeconds: 1 });
    expect(result.roster).toBeNull();
    expect(result.design?.shifts.length).toBeGreaterThan(0);
    expect(result.summary.fte).toBeGreaterThan(3);
    expect(Object.keys(result.config.shifts ?? {})).toEqual(['day', 'short']);
  });

  it('says which rules contradict each other', async () => {
    const contracts = { full: { ...config.contracts?.full, shifts: ['day'], hoursPerWeek: { min: 60, max: 60 } } };
    const result = await plan(weekdayHistory(), { ...config, contracts }, { agents, timeLimitSeconds: 1 });
    expect(result.roster).toMatchObject({ status: 'infeasible', objective: null });
    expect(result.roster?.conflicts.length).toBeGreaterThan(0);
    expect(result.summary).toMatchObject({ people: 0, paidHours: 0, objective: null, rosterStatus: 'infeasible' });
  });

  it('stops when it is told to', async () => {
    const reason = new Error('enough');
    await expect(plan(weekdayHistory(), config, { agents, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('initPlan', () => {
  it('skills of queues that agents.csv cannot tell apart get a number, and none takes the name of another queue', async () => {
    const [queue] = weekdayHistory().queues;
    const queues = ['a;b', 'a:b', 'a b', ' a b'].map((name) => ({ ...(queue as NonNullable<typeof queue>), queue: name }));
    const { config, agents } = await initPlan({ ...weekdayHistory(), queues }, { timeLimitSeconds: 1 });
    expect(Object.values(config.queues).map(({ skill }) => skill)).toEqual(['a b 2', 'a b 3', 'a b', 'a b 4']);
    expect(new Set(agents.map((agent) => agent.skills[0]?.skill)).size).toBe(4);
  });

  it('finds queues, opening hours, handle time and patience in the data', async () => {
    const start = await initPlan(weekdayHistory(), { timeLimitSeconds: 1 });
    const [rule] = resolvePlan(start.config).queues;
    expect(start.config.queues.billing).toMatchObject({ aht: '5min', openingHours: { 'mon-fri': ['08:00-18:00'] }, channel: 'voice' });
    // every interval: waits of 10 s × volume over 2 abandons
    const volume = weekdayHistory().queues[0]?.volume.filter((v) => v !== null) ?? [];
    const expected = (10 * volume.reduce((sum, v) => sum + v, 0)) / (2 * volume.length);
    expect(rule?.patienceSeconds).toBeCloseTo(expected, -0.5);
  });

  it('gives a plan and people that run, with enough of them', async () => {
    const start = await initPlan(weekdayHistory(), { timeLimitSeconds: 1 });
    const { summary } = await plan(weekdayHistory(), start.config, { agents: start.agents, timeLimitSeconds: 1 });
    expect(summary.queues[0]?.serviceLevel).toBeGreaterThan(0.75);
    expect(summary.understaffedHours).toBeLessThan(0.05 * (summary.queues[0]?.requiredHours ?? 0));
    expect(summary.overstaffedHours).toBeLessThan(0.5 * (summary.queues[0]?.requiredHours ?? 0));
  });

  it('says what it had to assume', async () => {
    const [queue] = weekdayHistory().queues;
    const bare = historyOf(seriesOf({ startMs: queue?.startMs ?? 0, volume: queue?.volume ?? [], closed: queue?.closed ?? [], queue: 'sales: new;old' }));
    const start = await initPlan(bare, { timeLimitSeconds: 1 });
    expect(start.notes.join(' ')).toMatch(/no handle time in the history; 5min is assumed.*nobody is assumed to give up/);
    expect(start.config.queues['sales: new;old']).toMatchObject({ aht: '5min', patience: null, skill: 'sales  new old' });
  });

  it('refuses an empty history', async () => {
    await expect(initPlan(historyOf())).rejects.toThrow(/history has no queue/);
  });
});

describe('a plan with a forecast made elsewhere', () => {
  it('staffs its contacts and keeps ours beside them', async () => {
    const plain = await plan(weekdayHistory(), config, { timeLimitSeconds: 1 });
    const given = {
      ...plain.forecast,
      queues: plain.forecast.queues.map((queue) => ({ ...queue, volume: queue.volume.map((v) => (v === null ? null : v * 2)) })),
    };
    const result = await plan(weekdayHistory(), config, { forecast: given, timeLimitSeconds: 1 });
    expect(result.forecast.queues[0]?.volume).toEqual(given.queues[0]?.volume);
    expect(result.forecast.queues[0]?.statisticalVolume).toEqual(plain.forecast.queues[0]?.volume);
    const agentsOf = ({ requirements }: typeof result): number => (requirements.queues[0]?.agents ?? []).reduce((sum, n) => sum + n, 0);
    expect(agentsOf(result)).toBeGreaterThan(1.5 * agentsOf(plain));
  });
});

describe('a plan of several queues', () => {
  const [billing] = weekdayHistory().queues;
  const two = { ...weekdayHistory(), queues: [billing, { ...billing, queue: 'tech' }] } as History;
  const both: PlanConfig = { ...config, queues: { ...config.queues, tech: config.queues.billing ?? {} } };

  it('makes their forecasts add up, unless told not to', async () => {
    const made = await plan(two, both, { timeLimitSeconds: 1 });
    expect(made.forecast.queues[0]?.parts.reconciliation).toBeDefined();
    const plain = await plan(two, both, { timeLimitSeconds: 1, reconcile: false });
    expect(plain.forecast.queues[0]?.parts.reconciliation).toBeUndefined();
  });
});
