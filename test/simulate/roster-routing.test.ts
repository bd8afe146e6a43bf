import { describe, expect, it } from 'vitest';
import type { AgentRoster, PlanConfig, QueueConfig, RosterSimulation, SimulatedQueue } from '../../src/core/index.js';
import { readAgents, readForecast, readRoster } from '../../src/ingest/index.js';
import { type SimulationSystem, simulate, simulateRoster } from '../../src/simulate/index.js';

const DAY = '2026-12-07';
const TARGET = { serviceLevel: 0.8, answerWithin: '20s' } as const;

/** People on line from eight to twelve, and their skills. */
function centre(
  people: readonly (readonly [name: string, skills: string])[],
  days: readonly string[] = [DAY],
): { roster: AgentRoster[]; agents: ReturnType<typeof readAgents>['agents'] } {
  const rows = people.flatMap(([name]) => days.map((day) => `${name},${day},day,${day}T08:00:00Z,${day}T12:00:00Z,online`));
  return {
    roster: readRoster(['agent,date,shift,start,end,activity', ...rows].join('\n')) as AgentRoster[],
    agents: readAgents(['agent,skills,contract', ...people.map(([name, skills]) => `${name},${skills},full`)].join('\n')).agents,
  };
}

function team(prefix: string, count: number, skills: string): [string, string][] {
  return Array.from({ length: count }, (_, k) => [`${prefix}${k}`, skills]);
}

function forecastOf(rows: readonly string[]): ReturnType<typeof readForecast> {
  return readForecast(['queue,start,interval_seconds,volume,aht_seconds', ...rows].join('\n'), { zone: 'UTC' });
}

function queueOf(result: RosterSimulation, name: string): SimulatedQueue {
  return result.queues.find(({ queue }) => queue === name) as SimulatedQueue;
}

const TWO_LINES = centre([...team('a', 8, 'help:1'), ...team('b', 4, 'help:2')]);
const CALLS = forecastOf([`easy,${DAY}T08:00:00Z,14400,400,240`, `hard,${DAY}T08:00:00Z,14400,60,400`]);

function play(easy: QueueConfig, hard: QueueConfig = {}, replications = 60): Promise<RosterSimulation> {
  const config: PlanConfig = {
    zone: 'UTC',
    queues: {
      easy: { skill: 'help', patience: '2min', target: TARGET, ...easy },
      hard: { skill: 'help', lowestTier: 2, patience: '5min', target: { serviceLevel: 0.8, answerWithin: '60s' }, ...hard },
    },
  };
  return simulateRoster(TWO_LINES.roster, CALLS, config, { agents: TWO_LINES.agents, replications });
}

describe('routing that plan.json says', () => {
  it('is played as the same system given to simulate', async () => {
    const result = await play({
      overflowAfter: '30s',
      escalate: { to: 'hard', share: 0.1 },
      repeat: { share: 0.05, after: '10min' },
      redial: { share: 0.5, after: '5min' },
    });
    const online = [[28_800, 43_200]] as const;
    const named = (prefix: string, count: number) => Array.from({ length: count }, (_, k) => ({ name: `${prefix}${k}`, online }));
    const steps = (volume: number): [number, number][] => [
      [28_800, volume / 4],
      [43_200, 0],
    ];
    const system: SimulationSystem = {
      contactTypes: [
        {
          ...{ name: 'easy', arrivalsPerHour: steps(400), patienceSeconds: 120, answerWithinSeconds: 20, targetServiceLevel: 0.8 },
          route: [{ group: 'easy' }, { group: 'easy +1, hard', afterSeconds: 30 }],
          openTime: [[28_800, 43_200]],
          repeat: { probability: 0.05, meanDelaySeconds: 600, to: 'easy' },
          redial: { probability: 0.5, meanDelaySeconds: 300 },
        },
        {
          ...{ name: 'hard', arrivalsPerHour: steps(60), patienceSeconds: 300, answerWithinSeconds: 60 },
          targetServiceLevel: 0.8,
          route: [{ group: 'easy +1, hard' }],
        },
      ],
      agentGroups: [
        {
          name: 'easy',
          agents: named('a', 8),
          serves: [[{ contactType: 'easy' }]],
          ahtSeconds: { easy: 240 },
          escalate: { easy: { to: 'hard', probability: 0.1 } },
        },
        {
          name: 'easy +1, hard',
          agents: named('b', 4),
          serves: [[{ contactType: 'hard' }], [{ contactType: 'easy', afterSeconds: 30 }]],
          ahtSeconds: { easy: 240, hard: 400 },
        },
      ],
    };
    const expected = await simulate(system, { horizonSeconds: 86_400, arrivalsStopAtHorizon: true, replications: 60 });
    for (const { name, serviceLevel, offered } of expected.contactTypes) {
      expect(queueOf(result, name).serviceLevel.offered.mean).toBeCloseTo(serviceLevel.offered.mean as number, 10);
      expect(queueOf(result, name).offered.mean).toBeCloseTo(offered.mean as number, 8);
    }
  });

  it('changes nothing at neutral values', async () => {
    const plain = await play({});
    const neutral = await play({
      overflowAfter: 0,
      escalate: { to: 'hard', share: 0 },
      repeat: { share: 0, after: '1h' },
      redial: { share: 0, after: '5min' },
    });
    expect(neutral).toEqual(plain);
  });

  it('keeps specialists for hard contacts while easy ones wait', async () => {
    const [plain, waiting] = [await play({}), await play({ overflowAfter: '60s' })];
    expect(queueOf(waiting, 'hard').serviceLevel.offered.mean).toBeGreaterThan((queueOf(plain, 'hard').serviceLevel.offered.mean as number) + 0.05);
    expect(queueOf(waiting, 'easy').serviceLevel.offered.mean).toBeLessThan(queueOf(plain, 'easy').serviceLevel.offered.mean as number);
  });

  it('puts escalated contacts on top of the forecast, or within it', async () => {
    const onTop = await play({ overflowAfter: '10min', escalate: { to: 'hard', share: 0.1 } });
    const answered = (400 * (1 - (queueOf(onTop, 'easy').abandonProbability.mean as number))) as number;
    expect(queueOf(onTop, 'hard').offered.mean).toBeGreaterThan(60 + 0.08 * answered);
    expect(queueOf(onTop, 'hard').offered.mean).toBeLessThan(60 + 0.12 * answered);
    const within = await play({ overflowAfter: '10min', escalate: { to: 'hard', share: 0.1, inForecast: true } });
    expect(Math.abs((queueOf(within, 'hard').offered.mean as number) - 60)).toBeLessThan(6);
  });

  it('puts repeats on top of the forecast, or within it; redials on top', async () => {
    const offered = async (easy: QueueConfig): Promise<number> => queueOf(await play(easy), 'easy').offered.mean as number;
    expect(await offered({ repeat: { share: 0.2, after: '2min' } })).toBeGreaterThan(440);
    expect(Math.abs((await offered({ repeat: { share: 0.2, after: '2min', inForecast: true } })) - 400)).toBeLessThan(12);
    expect(await offered({ redial: { share: 0.9, after: '2min' } })).toBeGreaterThan(402);
  });

  it('lets nobody come again while the queue is closed', async () => {
    const { intervals } = queueOf(await play({ repeat: { share: 0.5, after: '3h' }, redial: { share: 0.9, after: '3h' } }), 'easy');
    const closed = intervals.startMs.flatMap((at, i) => (new Date(at).getUTCHours() < 8 || new Date(at).getUTCHours() >= 12 ? [intervals.offered[i]] : []));
    expect(closed.every((offered) => offered === 0)).toBe(true);
  });

  it('judges nothing that is escalated when the centre has closed', async () => {
    const result = await play({ overflowAfter: '10min', escalate: { to: 'hard', share: 0.3 } });
    const { intervals } = queueOf(result, 'hard');
    const closing = intervals.startMs.indexOf(Date.parse(`${DAY}T12:00Z`));
    expect(intervals.offered[closing]).toBeGreaterThan(0);
    expect(intervals.verdict[closing]).toBeNull();
    expect(intervals.verdict[closing - 1]).not.toBeNull();
    expect(result.misses.filter(({ endMs }) => endMs > (intervals.startMs[closing] as number))).toEqual([]);
  });

  it('brings a queue along that only gets what others escalate', async () => {
    const config: PlanConfig = {
      zone: 'UTC',
      queues: {
        easy: { skill: 'help', patience: '2min', target: TARGET, overflowAfter: '1h', escalate: { to: 'hard', share: 0.2 } },
        hard: { skill: 'help', lowestTier: 2, aht: '6min', patience: '5min' },
      },
    };
    const only = forecastOf([`easy,${DAY}T08:00:00Z,14400,300,240`]);
    const result = await simulateRoster(TWO_LINES.roster, only, config, { agents: TWO_LINES.agents, replications: 30 });
    expect(queueOf(result, 'hard').offered.mean).toBeGreaterThan(40);
    const without = { ...config, queues: { ...config.queues, hard: { skill: 'help', lowestTier: 2 } } };
    await expect(simulateRoster(TWO_LINES.roster, only, without, { agents: TWO_LINES.agents })).rejects.toThrow(
      /"hard" has no handle time in the forecast and no "aht"/,
    );
  });

  it.each([
    [{ escalate: { to: 'hrad', share: 0.1 } }, 'did you mean "hard"?'],
    [{ escalate: { to: 'easy', share: 0.1 } }, 'contacts that come again are "repeat"'],
    [{ escalate: { to: 'hard', share: 1.2 } }, 'a share, 0 or more and below 1'],
    [{ escalate: { share: 0.2 } }, 'escalate.to is missing'],
    [{ redial: { share: 0.3, after: '0s' } }, 'a duration above 0'],
    [{ patience: null, redial: { share: 0.3, after: '5min' } }, 'needs patience beside it'],
    [{ overflowAfter: 'soon' }, 'a duration such as "20s"'],
    [{ repeat: { share: 0.1, after: '1h', to: 'hard' } }, 'repeat.to is not a known key'],
    [{ overflowafter: '20s' }, 'Did you mean "overflowAfter"?'],
  ])('refuses %j and names the way out', async (easy, text) => {
    await expect(play(easy as never)).rejects.toThrow(text);
  });
});

describe('work by deadline in a roster', () => {
  const DAYS = ['2026-12-07', '2026-12-08', '2026-12-09'];
  const target = (counts: 'clock' | 'open', answerWithin: string): QueueConfig => ({
    channel: 'email',
    target: { serviceLevel: 0.9, answerWithin, counts },
    workingHours: { 'mon-fri': ['08:00-12:00'] },
    handleTimes: { kind: 'deterministic' },
  });
  const mails = (rows: readonly string[], mail: QueueConfig, people = 1): Promise<RosterSimulation> => {
    const { roster, agents } = centre(team('a', people, 'mail'), DAYS);
    return simulateRoster(roster, forecastOf(rows), { zone: 'UTC', queues: { mail } }, { agents, replications: 20 });
  };
  const EVENING = ['mail,2026-12-07T20:00:00Z,3600,3,300', 'mail,2026-12-09T08:00:00Z,3600,0,300'];

  it('counts a deadline in business hours where the target says so', async () => {
    expect((await mails(EVENING, target('open', '2h'))).queues[0]?.serviceLevel.offered.mean).toBe(1);
    expect((await mails(EVENING, target('clock', '2h'))).queues[0]?.serviceLevel.offered.mean).toBe(0);
  });

  it('does what waited at the start first, and does not count it', async () => {
    const rows = ['mail,2026-12-07T08:00:00Z,3600,2,600'];
    const fresh = (await mails(rows, target('open', '1h'))).queues[0];
    const behind = (await mails(rows, { ...target('open', '1h'), backlog: 20 })).queues[0];
    expect(fresh?.serviceLevel.offered.mean).toBe(1);
    expect(behind?.serviceLevel.offered.mean).toBe(0);
    expect(behind?.offered.mean).toBe(fresh?.offered.mean);
  });

  it('does not judge what falls due after the end, and says so', async () => {
    const rows = ['mail,2026-12-07T08:00:00Z,3600,0,300', 'mail,2026-12-08T09:00:00Z,3600,4,300', 'mail,2026-12-09T10:00:00Z,3600,4,300'];
    const result = await mails(rows, target('open', '3h'));
    expect(result.queues[0]?.days.map(({ offered }) => (offered.mean as number) > 0)).toEqual([false, true, false]);
    expect(result.warnings).toEqual(['Queue "mail": contacts from Wed 9 Dec 09:00 on fall due after the roster\'s end; they are worked on, not judged.']);
    expect((await mails(rows, target('open', '1h'))).warnings).toEqual([]);
  });

  const blend = async (mail: QueueConfig, mails = 80): Promise<{ readonly level: number; readonly abandoned: number }> => {
    const { roster, agents } = centre(team('a', 7, 'calls;mail'));
    const config: PlanConfig = { zone: 'UTC', queues: { calls: { patience: '2min', target: TARGET }, mail } };
    const blended = forecastOf([`calls,${DAY}T08:00:00Z,14400,120,300`, `mail,${DAY}T08:00:00Z,14400,${mails},600`]);
    const result = await simulateRoster(roster, blended, config, { agents, replications: 60 });
    const calls = queueOf(result, 'calls');
    return { level: calls.serviceLevel.offered.mean as number, abandoned: calls.abandonProbability.mean as number };
  };

  it('leaves people free for calls where blending keeps a reserve', async () => {
    const mail = { channel: 'email', target: { serviceLevel: 0.8, answerWithin: '4h' } } as const;
    const [plain, reserved] = [await blend(mail), await blend({ ...mail, blend: { with: 'calls', reserve: 2 } })];
    expect(reserved.level).toBeGreaterThan(plain.level + 0.1);
  });

  it('calls back after the calls where the call-back is promised for later', async () => {
    const soon = await blend({ channel: 'callback', target: { serviceLevel: 0.8, answerWithin: '60s' } }, 120);
    const later = await blend({ channel: 'callback', target: { serviceLevel: 0.8, answerWithin: '4h' } }, 120);
    expect(later.abandoned).toBeLessThan(soon.abandoned - 0.05);
  });
});
