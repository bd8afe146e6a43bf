import { describe, expect, it } from 'vitest';
import type { AgentRoster, Forecast, PlanConfig } from '../../src/core/index.js';
import { simulate, simulateRoster } from '../../src/simulate/index.js';
import { staffChannels } from '../../src/staffing/index.js';

const HOUR = 3600;

/** Calls and mail for one group that keeps people free for calls. */
function centre(keepFree: number | [number, number][]) {
  const steady = { answerWithinSeconds: 20, patienceSeconds: null };
  return {
    contactTypes: [
      { name: 'calls', arrivalsPerHour: 60, ...steady, route: [{ group: 'team' }] },
      { name: 'mail', arrivalsPerHour: 20, ...steady, route: [{ group: 'team', keepFree }] },
    ],
    agentGroups: [
      { name: 'team', agents: 9, serves: [[{ contactType: 'calls' }], [{ contactType: 'mail', keepFree }]], ahtSeconds: { calls: 240, mail: 600 } },
    ],
  };
}

describe('a reserve that changes with time', () => {
  const options = { horizonSeconds: 8 * HOUR, replications: 40, reportBoundariesSeconds: [0, 4 * HOUR, 8 * HOUR] };

  it('is the reserve given as a number, while it does not change', async () => {
    expect(
      await simulate(
        centre([
          [0, 3],
          [4 * HOUR, 3],
        ]),
        options,
      ),
    ).toEqual(await simulate(centre(3), options));
  });

  it('holds in its own time, in every replication anew', async () => {
    const moving = await simulate(
      centre([
        [0, 9],
        [4 * HOUR, 0],
      ]),
      options,
    );
    const [calls, mail] = moving.contactTypes;
    // Nobody does mail in the first half, so calls wait less there than in the second.
    const [first, second] = [0, 1].map((i) => calls?.stretches?.[i]?.serviceLevel.offered.mean as number) as [number, number];
    expect(first).toBeGreaterThan(second + 0.05);
    expect(mail?.stretches?.[0]?.serviceLevel.offered.mean).toBeLessThan(0.01);
  });

  it('must be whole numbers, 0 or more, by rising start', async () => {
    await expect(simulate(centre([[0, 1.5]]), options)).rejects.toThrow(/keepFree/);
    await expect(
      simulate(
        centre([
          [10, 1],
          [5, 1],
        ]),
        options,
      ),
    ).rejects.toThrow(/keepFree/);
  });
});

const startMs = Date.UTC(2026, 10, 23);
const DAYS = 3;

function series(queue: string, channel: 'voice' | 'email', perHalfHour: number, aht: number): Forecast['queues'][number] {
  const volume = Array.from({ length: 48 * DAYS }, (_, i) => (i % 48 >= 16 && i % 48 < 36 ? perHalfHour : null));
  const ahtSeconds = volume.map((contacts) => (contacts === null ? null : aht));
  return { queue, channel, zone: 'UTC', startMs, intervalSeconds: 1800, volume, ahtSeconds, bands: [], days: [], dayFactorCv: 0 } as never;
}

/** One person after the other in every half-hour that needs him. */
function rosterFor(name: string, agents: readonly number[], queue?: string): AgentRoster[] {
  return Array.from({ length: Math.max(0, ...agents) }, (_, k) => ({
    agent: `${name} ${k}`,
    shifts: Array.from({ length: DAYS }, (_, d) => d).flatMap((d) => {
      const slots = agents.flatMap((people, i) => (Math.floor(i / 48) === d && people > k ? [i] : []));
      if (slots.length === 0) return [];
      const activities = slots.map((i) => ({
        activity: 'online',
        startMs: startMs + i * 1_800_000,
        endMs: startMs + (i + 1) * 1_800_000,
        ...(queue === undefined ? {} : { queue }),
      }));
      const [first, last] = [activities[0], activities.at(-1)];
      return [
        {
          day: `2026-11-${23 + d}`,
          shift: 'day',
          startMs: first?.startMs ?? 0,
          endMs: last?.endMs ?? 0,
          paidSeconds: slots.length * 1800,
          activities,
        } as never,
      ];
    }),
  }));
}

describe('a roster made for a requirement', () => {
  const mail = { channel: 'email', workingHours: { 'mon-fri': ['08:00-18:00'] }, target: { serviceLevel: 0.9, answerWithin: '4h', counts: 'open' } } as const;

  it('keeps as many people free for calls as the blend was sized with', async () => {
    const forecast = { queues: [series('calls', 'voice', 60, 300), series('mail', 'email', 12, 360)] } as unknown as Forecast;
    const plan: PlanConfig = {
      zone: 'UTC',
      queues: { calls: { patience: '2min', target: { serviceLevel: 0.8, answerWithin: '20s' } }, mail: { ...mail, blend: { with: 'calls' } } },
    };
    const requirements = staffChannels(forecast, plan);
    const roster = requirements.queues.flatMap(({ queue, agents }) => rosterFor(queue, agents, queue === 'mail' ? 'mail' : undefined));
    const level = async (options: object): Promise<[number, number]> => {
      const { queues } = await simulateRoster(roster, forecast, plan, { replications: 20, ...options });
      return queues.map(({ serviceLevel }) => serviceLevel.offered.mean as number) as [number, number];
    };
    const [calls, mails] = await level({ requirements });
    expect(calls).toBeGreaterThan(0.8);
    expect(mails).toBeGreaterThan(0.9);
    expect((await level({}))[0]).toBeLessThan(calls - 0.05);
  });

  it('plays the attempts of a list, in time until its last day ends', async () => {
    const forecast = { queues: [series('calls', 'voice', 30, 300)] } as unknown as Forecast;
    const list = { records: 300, connectRate: 0.3, attempts: 2, retryAfter: '2h', missed: '30s', from: '2026-11-23', until: '2026-11-24' };
    const plan: PlanConfig = {
      zone: 'UTC',
      queues: {
        calls: { patience: '2min', target: { serviceLevel: 0.8, answerWithin: '20s' } },
        renewals: { channel: 'outbound', aht: '5min', workingHours: { 'mon-fri': ['08:00-18:00'] }, list },
      },
    };
    const requirements = staffChannels(forecast, plan);
    const roster = requirements.queues.flatMap(({ queue, agents }) => rosterFor(queue, agents, queue));
    const { queues } = await simulateRoster(roster, forecast, plan, { replications: 20, requirements });
    const renewals = queues.find(({ queue }) => queue === 'renewals');
    const attempts = requirements.queues.find(({ queue }) => queue === 'renewals')?.sizing?.list?.attempts as number;
    expect((renewals?.offered.mean as number) / attempts).toBeCloseTo(1, 1);
    expect(renewals?.serviceLevel.offered.mean).toBeGreaterThan(0.95);
    expect(renewals?.days.map(({ day, offered }) => [day, (offered.mean ?? 0) > 0])).toEqual([
      ['2026-11-23', true],
      ['2026-11-24', true],
      ['2026-11-25', false],
    ]);
  });
});
