import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/core/index.js';
import {
  chatMetrics,
  deferredMetrics,
  priceOfService,
  requiredAgentsUncertain,
  requiredChatAgents,
  shrinkageCalendar,
  staffDeferred,
  uncertainMetrics,
} from '../../src/staffing/index.js';

const chats = { volume: 180, intervalSeconds: 1800, ahtSecondsAt: [300, 420, 540], patienceSeconds: 180, answerWithinSeconds: 30 };

describe('chats', () => {
  it('the best number held is chosen, not the largest', () => {
    const slow = requiredChatAgents({ ...chats, ahtSecondsAt: [300, 420, 900], serviceLevel: 0.8 });
    expect(slow.concurrency).toBe(2);
    expect(slow.byConcurrency[2]).toBeGreaterThan(slow.agents);
    expect(requiredChatAgents({ ...chats, serviceLevel: 0.8 }).concurrency).toBe(3);
  });

  it('one agent fewer misses the target', () => {
    const { agents } = requiredChatAgents({ ...chats, serviceLevel: 0.8 });
    expect(chatMetrics({ ...chats, agents }).serviceLevel).toBeGreaterThanOrEqual(0.8);
    expect(chatMetrics({ ...chats, agents: agents - 1 }).serviceLevel).toBeLessThan(0.8);
  });

  it('overload without patience is service level 0, not an error', () => {
    const { patienceSeconds: _, ...patient } = chats;
    expect(chatMetrics({ ...patient, agents: 5 })).toMatchObject({ serviceLevel: 0, asaSeconds: null, occupancy: 1 });
    expect(chatMetrics({ ...chats, volume: 0, agents: 5 }).serviceLevel).toBeNull();
  });

  it('where three at a time are worse than two, a long way below full matters too', () => {
    // States and rates written out, the plain way.
    const load = { volume: 40, intervalSeconds: 1800, ahtSecondsAt: [300, 420, 900], patienceSeconds: 180, answerWithinSeconds: 0 };
    const rate = (chats: number): number => {
      const [each, more] = [Math.floor(chats / 5), chats % 5];
      const pace = (held: number): number => (held === 0 ? 0 : held / (load.ahtSecondsAt[held - 1] as number));
      return (5 - more) * pace(each) + (more === 0 ? 0 : more * pace(each + 1));
    };
    const weights = [1];
    for (let j = 1; j < 400; j += 1) weights.push(((weights[j - 1] as number) * (40 / 1800)) / (rate(Math.min(j, 15)) + Math.max(0, j - 15) / 180));
    const sum = weights.reduce((all, weight) => all + weight, 0);
    const waits = weights.slice(15).reduce((all, weight) => all + weight, 0) / sum;
    const line = weights.slice(15).reduce((all, weight, q) => all + weight * q, 0) / sum;
    const figures = chatMetrics({ ...load, agents: 5 });
    expect(figures.waitProbability).toBeCloseTo(waits, 12);
    expect(figures.serviceLevel).toBeCloseTo(1 - waits, 12);
    expect(figures.abandonProbability).toBeCloseTo(line / 180 / (40 / 1800), 12);
    expect(figures.meanWaitSeconds).toBeCloseTo(line / (40 / 1800), 9);
  });

  it('a concurrency below 1 is named', () => {
    expect(() => chatMetrics({ ...chats, ahtSecondsAt: [], agents: 5 })).toThrow('An agent holds one chat at least');
    expect(() => requiredChatAgents({ ...chats, serviceLevel: 80 })).toThrow('Write 80 % as 0.8');
  });
});

describe('uncertain forecasts', () => {
  const load = { volume: 450, intervalSeconds: 1800, ahtSeconds: 240, patienceSeconds: 180, answerWithinSeconds: 20 };

  it('a missed contact that costs more asks for more agents', () => {
    const agents = [1, 5, 25].map(
      (costPerMissedContact) =>
        requiredAgentsUncertain({ ...load, dayFactorCv: 0.1, serviceLevel: 0.8, criterion: { kind: 'cost', costPerAgentHour: 30, costPerMissedContact } })
          .agents,
    );
    expect(agents[1]).toBeGreaterThan(agents[0] as number);
    expect(agents[2]).toBeGreaterThan(agents[1] as number);
  });

  it('works for factors wilder than the mean itself', () => {
    const figures = uncertainMetrics({ ...load, dayFactorCv: 1.3, agents: 62, serviceLevel: 0.8 });
    expect(figures.shareOfDays).toBeGreaterThan(figures.serviceLevel as number);
  });

  it('wrong input is named', () => {
    expect(() => requiredAgentsUncertain({ ...load, dayFactorCv: -1, serviceLevel: 0.8 })).toThrow(InvalidInputError);
    expect(() => requiredAgentsUncertain({ ...load, dayFactorCv: 0.1, serviceLevel: 0.8, criterion: { kind: 'shareOfDays', share: 90 } })).toThrow(
      'criterion.share',
    );
    expect(() => requiredAgentsUncertain({ ...load, dayFactorCv: 0.1, serviceLevel: 0.8, criterion: { kind: 'best' } as never })).toThrow('criterion.kind');
  });
});

describe('work with a deadline', () => {
  const day = { volume: [2, 2, 6, 6, 6, 2], open: [false, false, true, true, true, true], intervalSeconds: 3600, ahtSeconds: 600 };

  it('meets the share with hours that exceed the work', () => {
    const plan = staffDeferred({ ...day, answerWithinSeconds: 7200, counts: 'open', serviceLevel: 0.9 });
    expect(plan.status).toBe('met');
    expect(plan.total).toBeGreaterThanOrEqual(0.9);
    expect(plan.buffer).toBeGreaterThan(0);
    expect(plan.agents.slice(0, 2)).toEqual([0, 0]);
  });

  it('says that a deadline of zero is impossible', () => {
    expect(staffDeferred({ ...day, answerWithinSeconds: 0, serviceLevel: 0.5 })).toMatchObject({ status: 'unreachable', limitedBy: 'deadline' });
  });

  it('says which share lives and dies in closed hours', () => {
    const plan = staffDeferred({ ...day, answerWithinSeconds: 1800, serviceLevel: 0.95 });
    // Who comes in the first hour and the first half of the second never sees the opening: 3 of 24.
    expect(plan.hopelessShare).toBeCloseTo(3 / 24, 12);
    expect(plan).toMatchObject({ status: 'unreachable', limitedBy: 'openingHours' });
  });

  it('a backlog lowers what arrives on top of it', () => {
    const agents = [0, 0, 2, 2, 2, 2];
    const with20 = deferredMetrics({ ...day, agents, answerWithinSeconds: 3600, counts: 'open', backlog: 20 });
    expect(with20.total).toBeLessThan(deferredMetrics({ ...day, agents, answerWithinSeconds: 3600, counts: 'open', backlog: 0 }).total as number);
    expect(deferredMetrics({ ...day, agents: [0, 0, 1, 1, 1, 1], answerWithinSeconds: 3600 }).stable).toBe(false);
  });

  it('people in closed intervals are refused', () => {
    expect(() => deferredMetrics({ ...day, agents: [1, 0, 2, 2, 2, 2], answerWithinSeconds: 3600 })).toThrow('agents[0] must be 0 where open is false');
  });
});

describe('shrinkageCalendar', () => {
  const grid = { zone: 'Europe/Berlin', startMs: Date.UTC(2026, 0, 4, 23), intervalSeconds: 3600, intervals: 48 };
  const kinds = [
    { name: 'leave', share: 0.1, planned: true },
    { name: 'sick', share: 0.05 },
    { name: 'meeting', share: 0.5, planned: true, weekdays: [0], fromMinute: 540, toMinute: 600 },
    { name: 'break', share: 0.08, paid: false, planned: true },
  ];

  it('combines the kinds that apply in local time', () => {
    const calendar = shrinkageCalendar({ ...grid, kinds, adherence: 0.9 });
    expect(calendar.total[8]).toBeCloseTo(1 - 0.9 * 0.95 * 0.92, 12);
    expect(calendar.total[9]).toBeCloseTo(1 - 0.9 * 0.95 * 0.5 * 0.92, 12);
    expect(calendar.total[33]).toBe(calendar.total[8]);
    expect(calendar.unpaid[9]).toBeCloseTo(0.08, 12);
    expect(calendar.peoplePerAgent[8]).toBeCloseTo(1 / (0.9 * 0.95 * 0.92 * 0.9), 12);
  });

  it('planned and unplanned, paid and unpaid, make up the whole', () => {
    const { total, planned, unplanned, paid, unpaid } = shrinkageCalendar({ ...grid, kinds });
    total.forEach((share, i) => {
      expect((1 - (planned[i] as number)) * (1 - (unplanned[i] as number))).toBeCloseTo(1 - share, 12);
      expect((1 - (paid[i] as number)) * (1 - (unpaid[i] as number))).toBeCloseTo(1 - share, 12);
    });
  });

  it('shares of 1 and above are refused', () => {
    expect(() => shrinkageCalendar({ ...grid, kinds: [{ name: 'x', share: 1.2 }] })).toThrow('kinds[0].share');
  });
});

describe('priceOfService', () => {
  const week = { volume: [60, 100, null, 80], intervalSeconds: 1800, ahtSeconds: 240, patienceSeconds: 120, answerWithinSeconds: 20, costPerHour: 30 };

  it('finds the staffing that no change of one agent makes cheaper', () => {
    const lost = { ...week, costPerLostContact: 8 };
    const { optimum, rows, cheapestRow } = priceOfService(lost);
    expect(optimum.agents).toEqual([10, 16, 0, 13]);
    expect(Math.min(...rows.map((row) => row.totalCost))).toBe(rows[cheapestRow]?.totalCost);
    expect(optimum.totalCost).toBeLessThanOrEqual(rows[cheapestRow]?.totalCost as number);
  });

  it('pays for shrinkage', () => {
    const { rows } = priceOfService({ ...week, shrinkage: 0.25, serviceLevels: [0.8] });
    expect(rows[0]?.paidHours).toBeCloseTo((rows[0]?.agentHours as number) / 0.75, 9);
    expect(rows[0]?.staffCost).toBeCloseTo(30 * (rows[0]?.paidHours as number), 9);
  });

  it('without a price of losses nothing speaks for more than a stable queue', () => {
    expect(priceOfService(week).optimum.agents).toEqual([0, 0, 0, 0]);
    const { patienceSeconds: _, ...patient } = week;
    expect(priceOfService(patient).optimum.agents).toEqual([9, 14, 0, 11]);
    expect(() => priceOfService({ ...week, serviceLevels: [80] })).toThrow('serviceLevels[0]');
  });
});
