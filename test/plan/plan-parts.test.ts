import { describe, expect, it } from 'vitest';
import { type Agent, type Requirements, resolvePlan } from '../../src/core/index.js';
import { checkAgents } from '../../src/plan/check-agents.js';
import { defaultShifts } from '../../src/plan/default-shifts.js';
import { matchQueues } from '../../src/plan/match-queues.js';
import { mergeSeries } from '../../src/plan/merge-series.js';
import { planHorizon } from '../../src/plan/plan-horizon.js';
import { sliceRequirements } from '../../src/plan/slice-requirements.js';
import { historyOf, seriesOf } from './history-of.js';

const hoursFrom = (startMs: number, count: number) => seriesOf({ startMs, volume: Array.from({ length: count }, () => 5) });

describe('the horizon of a plan', () => {
  const rules = resolvePlan({ zone: 'UTC', queues: { billing: {} } });
  const days = (start: string, count: number, config: object = {}) =>
    planHorizon(historyOf(hoursFrom(Date.parse(start), count)), resolvePlan({ zone: 'UTC', queues: { billing: {} }, ...config }));

  it('begins on the first Monday after the history', () => {
    expect(days('2026-11-02T00:00Z', 24 * 7).rosterFrom).toBe('2026-11-09');
    expect(days('2026-11-02T00:00Z', 24 * 7 + 1).rosterFrom).toBe('2026-11-16');
    expect(days('2026-11-02T00:00Z', 24 * 5 - 3)).toMatchObject({ rosterFrom: '2026-11-09', rosterTo: '2026-11-15' });
  });

  it('begins on the week start of the plan', () => {
    expect(days('2026-11-02T00:00Z', 24 * 5, { weekStart: 'sunday' }).rosterFrom).toBe('2026-11-08');
  });

  it('forecasts to the end of the longer of roster and forecastWeeks', () => {
    const horizon = days('2026-11-02T00:00Z', 24 * 7, { horizon: { weeks: 2, forecastWeeks: 4 } });
    expect(horizon.rosterEndMs).toBe(Date.UTC(2026, 10, 23));
    expect(horizon.forecastEndMs).toBe(Date.UTC(2026, 11, 7));
    expect(days('2026-11-02T00:00Z', 24 * 7, { horizon: { weeks: 3, forecastWeeks: 1 } }).forecastEndMs).toBe(Date.UTC(2026, 10, 30));
  });

  it('counts days of 23 and 25 hours in the zone of the plan', () => {
    const berlin = historyOf(
      seriesOf({ zone: 'Europe/Berlin', startMs: Date.parse('2026-10-12T00:00+02:00'), volume: Array.from({ length: 24 * 7 }, () => 1) }),
    );
    const horizon = planHorizon(berlin, resolvePlan({ zone: 'Europe/Berlin', queues: { billing: {} } }));
    expect(horizon.rosterFrom).toBe('2026-10-19');
    expect(horizon.rosterEndMs - horizon.rosterStartMs).toBe((7 * 24 + 1) * 3_600_000);
  });

  it('refuses a start within the history and names the first possible one', () => {
    expect(() => days('2026-11-02T00:00Z', 24 * 7, { horizon: { start: '2026-11-08' } })).toThrow(
      'plan.json: horizon.start is 2026-11-08, but the history runs until 2026-11-09 00:00, so that week is past. Write 2026-11-09 or later, or leave it out.',
    );
  });

  it('refuses a history by day and one without any known interval', () => {
    const daily = seriesOf({ volume: [3, 4], grain: 'day', intervalSeconds: null, startDay: '2026-11-02' });
    expect(() => planHorizon(historyOf(daily), rules)).toThrow(/known by day only/);
    expect(() => planHorizon(historyOf(seriesOf({ volume: [null, null] })), rules)).toThrow(/at least one interval with a known volume/);
  });
});

describe('queues of plan and history', () => {
  const rules = resolvePlan({ zone: 'UTC', queues: { billing: {} } });

  it('leaves out what the plan does not name, with a warning', () => {
    const { history, warnings } = matchQueues(historyOf(seriesOf({ queue: 'sales', volume: [1] }), seriesOf({ volume: [2] })), rules, null);
    expect(history.queues.map((queue) => queue.queue)).toEqual(['billing']);
    expect(warnings).toEqual(['The history also has sales; the plan does not name it, so it is left out.']);
  });

  it('names the nearest queue when one is not there', () => {
    const plan = resolvePlan({ zone: 'UTC', queues: { biling: {} } });
    expect(() => matchQueues(historyOf(seriesOf({ volume: [1] })), plan, null)).toThrow('queues.biling is not a queue of the history. Did you mean "billing"?');
  });

  it('adds short intervals up to the interval of the plan and refuses longer ones', () => {
    const halves = seriesOf({ intervalSeconds: 1800, volume: [1, 2, 3, 4] });
    expect(matchQueues(historyOf(halves), rules, 3600).history.queues[0]?.volume).toEqual([3, 7]);
    expect(() => matchQueues(historyOf(seriesOf({ volume: [1] })), rules, 1800)).toThrow(
      /interval is 30min, but the history of billing comes in intervals of 1h/,
    );
  });

  it('plans the channel that the plan names', () => {
    const both = historyOf(seriesOf({ volume: [1] }), seriesOf({ channel: 'chat', volume: [9] }));
    const matched = matchQueues(both, rules, null);
    expect(matched.history.queues[0]?.volume).toEqual([1]);
    expect(matched.warnings).toEqual(['Queue billing also has chat in the history; its plan covers voice only.']);
  });
});

describe('series of one queue', () => {
  it('add up, handle times weighted by handled contacts', () => {
    const hour = 3_600_000;
    const first = seriesOf({ reason: 'invoice', volume: [10, 4, null], handled: [10, 4, null], ahtSeconds: [100, 50, null], closed: [[2, 3]] });
    const second = seriesOf({
      reason: 'refund',
      startMs: first.startMs + hour,
      volume: [6, null],
      handled: [6, null],
      ahtSeconds: [300, null],
      closed: [[1, 2]],
    });
    const merged = mergeSeries([first, second]);
    expect(merged).toMatchObject({ startMs: first.startMs, volume: [10, 10, null], handled: [10, 10, null], ahtSeconds: [100, 200, null], closed: [[2, 3]] });
    expect(merged).not.toHaveProperty('reason');
  });

  it('stay missing where one that is open misses the interval', () => {
    expect(mergeSeries([seriesOf({ volume: [1, 2] }), seriesOf({ volume: [1, null] })]).volume).toEqual([2, null]);
  });
});

describe('people of a plan', () => {
  const shifts = { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } } };
  const rules = resolvePlan({ zone: 'UTC', queues: { billing: {}, tech: { lowestTier: 2 } }, shifts, contracts: { full: { shifts: ['day'] } } });
  const person = (agent: string, skills: [string, number][], contract = 'full'): Agent => ({
    agent,
    skills: skills.map(([skill, tier]) => ({ skill, tier, ahtFactor: 1 })),
    contract,
    zone: null,
    unavailable: [],
    wishes: [],
    costPerHour: null,
    seniority: null,
  });
  const all: [string, number][] = [
    ['billing', 1],
    ['tech', 2],
  ];

  it('pass when everybody has a known contract and every queue somebody to serve it', () => {
    expect(() => checkAgents('agents.csv', [person('a', all)], rules)).not.toThrow();
  });

  it('are refused with a contract that the plan does not know', () => {
    expect(() => checkAgents('agents.csv', [person('a', all, 'ful')], rules)).toThrow(
      'agents.csv: agent a has contract "ful", which the plan does not know. Did you mean full?',
    );
  });

  it('are refused when nobody has the tier that a queue needs', () => {
    expect(() =>
      checkAgents(
        'agents.csv',
        [
          person('a', [
            ['billing', 1],
            ['tech', 1],
          ]),
        ],
        rules,
      ),
    ).toThrow('agents.csv: nobody may serve queue tech: it needs skill "tech" in tier 2 or higher, and everybody with that skill has a lower tier.');
    expect(() =>
      checkAgents(
        'agents.csv',
        [
          person('a', [
            ['biling', 1],
            ['tech', 2],
          ]),
        ],
        rules,
      ),
    ).toThrow(/nobody has that skill; the nearest that anybody has is "biling"\. Give it/);
  });

  it('are refused twice under one name, and none at all', () => {
    expect(() => checkAgents('agents.csv', [person('a', all), person('a', all)], rules)).toThrow(/agent a is there twice/);
    expect(() => checkAgents('agents.csv', [], rules)).toThrow(/agents is empty/);
  });
});

describe('shifts to start from', () => {
  const week = (fromMinute: number, toMinute: number, days: number) => Array.from({ length: 7 }, (_, d) => (d < days ? [{ fromMinute, toMinute }] : []));
  const rulesOf = (hours: ReturnType<typeof week>, intervalSeconds = 1800) =>
    resolvePlan({ zone: 'UTC', queues: { billing: {} }, ...defaultShifts([hours], intervalSeconds) });

  it('start and end within opening hours', () => {
    for (const rule of rulesOf(week(480, 1200, 5)).shifts) {
      expect(rule.startFromMinute).toBe(480);
      expect(rule.startToMinute * 60 + rule.lengthFromSeconds).toBeLessThanOrEqual(1200 * 60);
    }
  });

  it('go round the clock where the centre does', () => {
    const day = rulesOf(week(0, 1440, 7), 3600).shifts.find((shift) => shift.name === 'day');
    expect(day).toMatchObject({ startFromMinute: 0, startToMinute: 1380, startEverySeconds: 3600 });
  });

  it('fit a centre open over midnight, and one open four hours a day', () => {
    expect(rulesOf(week(1080, 1560, 7)).shifts[0]).toMatchObject({ startFromMinute: 1080, lengthToSeconds: 8 * 3600 });
    const brief = rulesOf(week(540, 780, 3));
    expect(brief.shifts.map((shift) => [shift.name, shift.lengthToSeconds])).toEqual([['day', 4 * 3600]]);
    expect(brief.contracts[0]).toMatchObject({ maximumDaysPerWeek: 3, maximumSecondsPerWeek: 12 * 3600 });
  });
});

describe('a slice of requirements', () => {
  it('keeps the intervals that start in it', () => {
    const column = [1, 2, 3, 4];
    const requirements: Requirements = {
      queues: [
        {
          ...{ queue: 'billing', channel: 'voice', zone: 'UTC', startMs: Date.UTC(2026, 10, 2, 22), intervalSeconds: 3600 },
          ...{ volume: column, ahtSeconds: column, agents: column, agentsExact: column, agentsWithShrinkage: column },
          ...{ serviceLevel: column, occupancy: column, asaSeconds: column, abandonProbability: column, status: ['met', 'met', 'met', 'met'] },
        },
      ],
      totals: [
        { day: '2026-11-02', paidHours: 1, fte: 1 },
        { day: '2026-11-03', paidHours: 2, fte: 2 },
      ],
      warnings: [],
    };
    const part = sliceRequirements(requirements, Date.UTC(2026, 10, 3), Date.UTC(2026, 10, 10));
    expect(part.queues[0]).toMatchObject({ startMs: Date.UTC(2026, 10, 3), volume: [3, 4], status: ['met', 'met'] });
    expect(part.totals).toEqual([{ day: '2026-11-03', paidHours: 2, fte: 2 }]);
    expect(sliceRequirements(requirements, Date.UTC(2026, 11, 1), Date.UTC(2026, 11, 2)).queues[0]?.volume).toEqual([]);
  });
});
