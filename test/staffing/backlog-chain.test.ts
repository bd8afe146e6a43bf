import { describe, expect, it } from 'vitest';
import { deferredMetrics, staffChannels, staffDeferred } from '../../src/staffing/index.js';

/** Two days of half-hours, worked from 8:00 to 18:00. */
const open = Array.from({ length: 96 }, (_, i) => i % 48 >= 16 && i % 48 < 36);
const mails = (perHalfHour: number): number[] => open.map((now, i) => (now ? perHalfHour * (0.6 + 0.8 * Math.sin((((i % 48) - 16) / 20) * Math.PI)) : 0));

function planned(perHalfHour: number, ahtSeconds: number, hours: number) {
  const volume = mails(perHalfHour);
  const series = { queue: 'm', channel: 'email' as const, zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume, ahtSeconds: volume.map(() => ahtSeconds) };
  const target = { serviceLevel: 0.9, answerWithin: `${hours}h`, counts: 'open' as const };
  const rule = { channel: 'email' as const, workingHours: { 'mon-sun': ['08:00-18:00'] }, target };
  const requirement = staffChannels({ queues: [series as never] }, { queues: { m: rule } }).queues[0];
  if (requirement === undefined) throw new Error('one queue was asked for');
  const exact = deferredMetrics({
    volume,
    intervalSeconds: 1800,
    ahtSeconds,
    open,
    agents: requirement.agents,
    answerWithinSeconds: hours * 3600,
    counts: 'open',
  });
  return { requirement, exact: exact.total as number, stated: requirement.sizing?.deferred?.shareInTime as number };
}

describe('mail of few contacts per interval', () => {
  it.each([
    [1, 300, 1],
    [4, 600, 2],
    [8, 600, 1],
    [2, 900, 4],
    [6, 300, 0.5],
  ])('%d per half-hour, AHT %d s, within %d h: what is stated is what the exact solver finds', (perHalfHour, ahtSeconds, hours) => {
    const { requirement, exact, stated } = planned(perHalfHour, ahtSeconds, hours);
    expect(stated).toBeGreaterThanOrEqual(0.9);
    expect(Math.abs(exact - stated)).toBeLessThan(requirement.sizing?.expectedError as number);
  });

  it('is held near its target, not far above it', () => {
    for (const [perHalfHour, ahtSeconds, hours] of [
      [1, 300, 1],
      [8, 600, 1],
      [6, 300, 0.5],
    ] as const)
      expect(planned(perHalfHour, ahtSeconds, hours).exact).toBeLessThan(0.95);
  });
});

describe('a deadline that no staffing meets', () => {
  it('ends with people beyond which hardly anything improves, not with crowds', () => {
    const volume = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 30 : 3.34));
    const hours = volume.map((_, hour) => hour >= 8 && hour < 18);
    const found = staffDeferred({ volume, intervalSeconds: 3600, ahtSeconds: 600, open: hours, answerWithinSeconds: 3600, serviceLevel: 0.88 });
    const work = volume.reduce((sum, contacts) => sum + (contacts * 600) / 3600, 0);
    expect(found.agents.reduce((sum, people) => sum + people, 0)).toBeLessThan(20 * work);
  });
});

describe('mail of a weekend, done by Monday evening', () => {
  it('needs fewer people of its own when people on calls help, by about what they do', () => {
    const startMs = Date.UTC(2026, 11, 7);
    const isOpen = (i: number): boolean => Math.floor(i / 48) % 7 < 5 && i % 48 >= 16 && i % 48 < 40;
    const column = (at: (i: number) => number | null): (number | null)[] => Array.from({ length: 48 * 14 }, (_, i) => at(i));
    const series = (queue: string, channel: 'voice' | 'email', volume: (number | null)[], aht: number) =>
      ({ queue, channel, zone: 'UTC', startMs, intervalSeconds: 1800, volume, ahtSeconds: volume.map((now) => (now === null ? null : aht)) }) as never;
    const queues = [
      series(
        'calls',
        'voice',
        column((i) => (isOpen(i) ? 60 : null)),
        240,
      ),
      series(
        'mail',
        'email',
        column((i) => 6 + 4 * Math.sin((((i % 48) - 12) / 24) * Math.PI)),
        420,
      ),
    ];
    const mail = { channel: 'email', workingHours: { 'mon-fri': ['08:00-20:00'] }, target: { serviceLevel: 0.9, answerWithin: '8h', counts: 'open' } } as const;
    const calls = { patience: '3min', target: { serviceLevel: 0.8, answerWithin: '20s' } };
    const sum = (column: readonly number[]): number => column.reduce((total, one) => total + one, 0);
    const needed = (blend: object) => staffChannels({ queues }, { queues: { calls, mail: { ...mail, ...blend } } }).queues[1];
    const [own, helped] = [needed({}), needed({ blend: { with: 'calls', reserve: 2 } })];
    const help = sum(helped?.sizing?.deferred?.blended?.agents ?? []);
    const spared = sum(own?.agents ?? []) - sum(helped?.agents ?? []);
    expect(help).toBeGreaterThan(100);
    expect(spared / help).toBeGreaterThan(0.8);
    expect(spared / help).toBeLessThan(1.1);
  });
});

describe('chats at a high service level', () => {
  it('never read above 1', () => {
    const volume = Array.from({ length: 200 }, (_, i) => 0.5 + i * 3.4);
    const chats = { queue: 'c', channel: 'chat', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume, ahtSeconds: volume.map(() => 180) } as never;
    const rule = { channel: 'chat', concurrency: { ahtAt: ['3min', '5min', '9min'] }, target: { serviceLevel: 0.9999, answerWithin: '0s' } } as const;
    const { serviceLevel } = staffChannels({ queues: [chats] }, { queues: { c: rule } }).queues[0] as { serviceLevel: readonly number[] };
    expect(Math.max(...serviceLevel)).toBeLessThanOrEqual(1);
  });
});

describe('a deadline longer than the grid', () => {
  it('spreads the work evenly: a grid that repeats does in each round what comes in it', () => {
    const volume = open.map((now) => (now ? 6 : 0));
    const series = { queue: 'm', channel: 'email', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume, ahtSeconds: volume.map(() => 600) } as never;
    const target = { serviceLevel: 0.9, answerWithin: '5d', counts: 'open' } as const;
    const rule = { channel: 'email', workingHours: { 'mon-sun': ['08:00-18:00'] }, target } as const;
    const { agents, status } = staffChannels({ queues: [series] }, { queues: { m: rule } }).queues[0] as {
      agents: readonly number[];
      status: readonly string[];
    };
    expect(status[20]).toBe('met');
    expect(agents.reduce((sum, people) => sum + people, 0)).toBeGreaterThanOrEqual((40 * 6 * 600) / 1800);
    expect(Math.max(...agents)).toBeLessThan(4);
  });
});
