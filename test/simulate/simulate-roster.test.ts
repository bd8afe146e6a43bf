import { describe, expect, it } from 'vitest';
import type { Agent, AgentRoster, PlanConfig } from '../../src/core/index.js';
import { samplePaths } from '../../src/forecast/index.js';
import { readForecast, readRoster } from '../../src/ingest/index.js';
import { type SimulatedQueue, simulateRoster } from '../../src/simulate/index.js';

const plan: PlanConfig = {
  zone: 'Europe/Berlin',
  queues: {
    help: { patience: '2min', target: { serviceLevel: 0.8, answerWithin: '20s' } },
    experts: { skill: 'help', lowestTier: 2, patience: '5min', target: { serviceLevel: 0.8, answerWithin: '1min', over: 'day' } },
  },
};

/** Half-hours from 08:00 to 12:00 on two days, 30 contacts for help, 6 for experts, wide bands. */
function forecastText(queues: readonly string[] = ['help', 'experts']): string {
  const rows = ['queue,start,interval_seconds,volume,volume_lo80,volume_hi80,aht_seconds'];
  for (const queue of queues)
    for (const day of ['2026-12-07', '2026-12-08'])
      for (let half = 16; half < 24; half += 1) {
        const time = `${String(half >> 1).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
        rows.push(`${queue},${day}T${time}:00+01:00,1800,${queue === 'help' ? '30,15,45' : '6,2,10'},300`);
      }
  return rows.join('\n');
}

/** Everybody works 08:00-12:00 on both days with a break 10:00-10:15; `short` people leave at 10:00 on the second. */
function rosterOf(people: readonly string[], short: readonly string[] = [], queue = ''): AgentRoster[] {
  const rows = ['agent,date,shift,start,end,activity,queue'];
  for (const agent of people)
    for (const day of ['2026-12-07', '2026-12-08']) {
      const at = (time: string): string => `${day}T${time}:00+01:00`;
      rows.push(`${agent},${day},day,${at('08:00')},${at('10:00')},online,${queue}`);
      if (day === '2026-12-08' && short.includes(agent)) continue;
      rows.push(`${agent},${day},day,${at('10:00')},${at('10:15')},break,`, `${agent},${day},day,${at('10:15')},${at('12:00')},online,${queue}`);
    }
  return readRoster(rows.join('\n'));
}

const names = (count: number, prefix: string): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const agent = (name: string, tier: number, ahtFactor = 1): Agent => ({
  agent: name,
  skills: [{ skill: 'help', tier, ahtFactor }],
  contract: 'full',
  zone: null,
  unavailable: [],
  wishes: [],
  costPerHour: null,
  seniority: null,
});
const read = (text: string) => readForecast(text, { zone: 'Europe/Berlin' });

describe('simulateRoster', () => {
  const first = names(6, 'f');
  const second = names(4, 's');
  const agents = [...first.map((name) => agent(name, 1)), ...second.map((name) => agent(name, 2))];

  it('tells where people are short, with confidence, by queue, day and interval', async () => {
    const result = await simulateRoster(rosterOf([...first, ...second], first.slice(0, 5)), read(forecastText()), plan, { agents, replications: 60 });
    const [help, experts] = result.queues as [SimulatedQueue, SimulatedQueue];
    expect(result).toMatchObject({ from: '2026-12-07', to: '2026-12-08', replications: 60 });
    expect(help.days.map(({ day, verdict }) => [day, verdict])).toEqual([
      ['2026-12-07', 'met'],
      ['2026-12-08', 'missed'],
    ]);
    // All go on break together at 10:00; five leave then on the second day.
    const starts = result.misses.filter(({ queue }) => queue === 'help').map(({ startMs, endMs }) => [startMs, endMs]);
    expect(starts).toContainEqual([Date.parse('2026-12-08T10:00+01:00'), Date.parse('2026-12-08T12:00+01:00')]);
    expect(help.intervals.startMs).toHaveLength(96);
    expect(help.intervals.offered.filter((count) => count > 0)).toHaveLength(16);
    expect(help.intervals.verdict[0]).toBeNull();
    expect(experts.target).toMatchObject({ serviceLevel: 0.8, answerWithinSeconds: 60, over: 'day' });
    expect(result.agents).toHaveLength(10);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('sends contacts to the lowest tier that may take them; experts help when they have nothing of their own', async () => {
    const result = await simulateRoster(rosterOf([...first, ...second]), read(forecastText()), plan, { agents, replications: 40 });
    const occupancy = Object.fromEntries(result.groups.map(({ name, occupancy: { mean } }) => [name, mean as number]));
    expect(Object.keys(occupancy).sort()).toEqual(['help', 'help +1, experts']);
    expect(occupancy.help as number).toBeGreaterThan((occupancy['help +1, experts'] as number) + 0.1);
    const alone = await simulateRoster(rosterOf(first), read(forecastText(['help'])), plan, { agents, replications: 40 });
    expect(alone.queues[0]?.serviceLevel.offered.mean as number).toBeLessThan(result.queues[0]?.serviceLevel.offered.mean as number);
  });

  it('without agents, people serve the queues that their rows name', async () => {
    const roster = [...rosterOf(first, [], 'help'), ...rosterOf(second, [], 'experts')];
    const result = await simulateRoster(roster, read(forecastText()), plan, { replications: 20 });
    expect(result.groups.map(({ name, people }) => [name, people])).toEqual([
      ['help', 6],
      ['experts', 4],
    ]);
    const anybody = await simulateRoster(rosterOf(first), read(forecastText()), plan, { replications: 20 });
    expect(anybody.groups.map(({ name }) => name)).toEqual(['help, experts']);
  });

  it('slower people, absence, sampled futures and narrower intervals change what they should', async () => {
    const roster = rosterOf([...first, ...second]);
    const level = async (more: object): Promise<{ mean: number; halfWidth: number }> =>
      (await simulateRoster(roster, read(forecastText()), plan, { agents, replications: 60, ...more })).queues[0]?.serviceLevel.offered as never;
    const plain = await level({});
    const slow = agents.map((person) => ({ ...person, skills: person.skills.map((skill) => ({ ...skill, ahtFactor: 1.3 })) }));
    expect((await level({ agents: slow })).mean).toBeLessThan(plain.mean - 0.05);
    expect((await level({ absenceProbability: 0.15 })).mean).toBeLessThan(plain.mean - 0.05);
    const paths = samplePaths(read(forecastText()), { count: 60, of: 'rates' });
    expect((await level({ paths })).halfWidth).toBeGreaterThan(plain.halfWidth);
    expect((await level({ replications: 20, untilHalfWidth: 0.008 })).halfWidth).toBeLessThanOrEqual(0.008);
  });

  it('handle times follow the forecast by time of day, and other targets count', async () => {
    const rising = forecastText(['help']).replaceAll(/(T11:[0-3]0:00\+01:00,1800,[\d,]+,)300/g, '$1600');
    const config: PlanConfig = { zone: 'Europe/Berlin', queues: { help: { patience: '2min', target: { asa: '10s', abandonProbability: 0.05 } } } };
    const { queues } = await simulateRoster(rosterOf(first), read(rising), config, { replications: 40 });
    const { intervals, verdict } = queues[0] as SimulatedQueue;
    const at = (time: string): number => intervals.startMs.indexOf(Date.parse(`2026-12-07T${time}+01:00`));
    expect(intervals.abandonProbability[at('11:30')] as number).toBeGreaterThan((intervals.abandonProbability[at('09:30')] as number) + 0.1);
    expect(verdict).toBe('missed');
  });

  it('handle times spread as the plan or the caller says, around the forecast’s mean', async () => {
    const roster = rosterOf(first);
    const spread = async (help: object, more: object = {}): Promise<{ aht: number; doubt: number }> => {
      const config = { ...plan, queues: { help: { ...plan.queues.help, ...help } } } as PlanConfig;
      const { queues } = await simulateRoster(roster, read(forecastText(['help'])), config, { replications: 100, ...more });
      const { mean, halfWidth } = (queues[0] as SimulatedQueue).ahtSeconds;
      return { aht: mean as number, doubt: halfWidth as number };
    };
    const plain = await spread({});
    const fixed = await spread({ handleTimes: { kind: 'deterministic' } });
    const wide = await spread({ handleTimes: { kind: 'lognormal', cv: 2 } });
    const measured = await spread({}, { handleTimes: { help: { kind: 'empirical', valuesSeconds: [10, 10, 10] } } });
    for (const { aht } of [plain, fixed, wide, measured]) expect(Math.abs(aht / 300 - 1)).toBeLessThan(0.04);
    expect(fixed.aht).toBeCloseTo(300, 6);
    expect(measured).toEqual(fixed);
    expect(fixed.doubt).toBeLessThan(1e-6);
    expect(wide.doubt).toBeGreaterThan(1.5 * plain.doubt);
    await expect(spread({}, { handleTimes: { helo: { kind: 'deterministic', meanSeconds: 1 } } })).rejects.toThrow('Did you mean "help"?');
    await expect(spread({ handleTimes: { kind: 'deterministic', cv: 1 } })).rejects.toThrow('queues.help.handleTimes.cv');
  });

  it('people who serve chats alone hold several, as the queue’s concurrency says', async () => {
    const config: PlanConfig = {
      zone: 'Europe/Berlin',
      queues: { help: { channel: 'chat', patience: '2min', concurrency: { ahtAt: ['5min', '5min'] }, target: { serviceLevel: 0.8, answerWithin: '20s' } } },
    };
    const one = { ...config, queues: { help: { ...config.queues.help, concurrency: { ahtAt: ['5min'] } } } } as PlanConfig;
    const level = async (asked: PlanConfig, people: readonly string[]): Promise<number> =>
      (await simulateRoster(rosterOf(people), read(forecastText(['help'])), asked, { replications: 60 })).queues[0]?.serviceLevel.offered.mean as number;
    // Two at once without slowing down are twice the people.
    expect(Math.abs((await level(config, first.slice(0, 3))) - (await level(one, first)))).toBeLessThan(0.03);
  });

  it('judges weeks and months where the target holds over them, cut to the days played', async () => {
    const over = (stretch: 'week' | 'month'): PlanConfig => ({
      ...plan,
      queues: { help: { patience: '2min', target: { serviceLevel: 0.8, answerWithin: '20s', over: stretch } }, experts: { ...plan.queues.experts } },
    });
    const played = async (stretch: 'week' | 'month', more: object = {}): Promise<SimulatedQueue> =>
      (await simulateRoster(rosterOf([...first, ...second]), read(forecastText()), over(stretch), { agents, replications: 30, ...more }))
        .queues[0] as SimulatedQueue;
    const week = await played('week');
    expect(week.periods).toHaveLength(1);
    expect(week.periods[0]).toMatchObject({ from: '2026-12-07', to: '2026-12-08', offered: week.offered, verdict: week.verdict });
    expect((await played('month', { days: { from: '2026-12-08', to: '2026-12-13' } })).periods[0]).toMatchObject({ from: '2026-12-08', to: '2026-12-08' });
  });

  it('a day of 23 hours keeps its local times', async () => {
    const row = (agentName: string): string => `${agentName},2027-03-28,day,2027-03-28T08:00:00+02:00,2027-03-28T12:00:00+02:00,online`;
    const roster = readRoster(['agent,date,shift,start,end,activity', ...first.map(row)].join('\n'));
    const text = 'queue,start,interval_seconds,volume,aht_seconds\nhelp,2027-03-28T08:00:00+02:00,3600,50,300\nhelp,2027-03-28T09:00:00+02:00,3600,50,300';
    const { queues } = await simulateRoster(roster, readForecast(text, { zone: 'Europe/Berlin' }), plan, { replications: 20 });
    expect(queues[0]?.intervals.startMs).toHaveLength(23);
    expect(queues[0]?.serviceLevel.offered.mean as number).toBeGreaterThan(0.7);
  });

  it('says what does not fit', async () => {
    const roster = rosterOf(first);
    await expect(simulateRoster(roster, read(forecastText()), plan, { agents })).rejects.toThrow('nobody in the roster may take queue "experts"');
    const later = forecastText().replaceAll('2026-12', '2027-01');
    await expect(simulateRoster(roster, read(later), plan)).rejects.toThrow(
      'roster (2026-12-07 to 2026-12-08) and forecast (2027-01-07 to 2027-01-08) share no day',
    );
    await expect(simulateRoster([], read(forecastText()), plan)).rejects.toThrow('the roster has no shifts');
    await expect(simulateRoster(roster, read(forecastText()), { zone: 'Europe/Berlin', queues: { sales: {} } })).rejects.toThrow("none of the plan's queues");
    const bare = forecastText(['help']).replaceAll(',300', ',');
    await expect(simulateRoster(roster, read(bare), plan)).rejects.toThrow('queue "help" has no handle time in the forecast and no "aht" in the plan');
  });
});
