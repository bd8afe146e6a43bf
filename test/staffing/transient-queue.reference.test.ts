import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chatMetrics, deferredMetrics, movingQueue, requiredAgentsUncertain, uncertainMetrics } from '../../src/staffing/index.js';

// Simulated by an event simulation written apart from this package: 16,000 to 20,000 days (95 % half-width about 0.002 per half-hour),
// e-mail 4,000 × 20 days, chat as stated in the file. Uncertain arrivals by 90-digit arithmetic, about 1e-9.
const folder = new URL('../reference/staffing/', import.meta.url);
const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

type Day = { readonly id: string; readonly volume: number[]; readonly agents: number[]; readonly ahtSeconds: number; readonly simulated: number[] };
const days = json('moving-days.json') as Day[];

const errors = (day: Day, method: 'transient' | 'offeredLoad'): { most: number; rmse: number } => {
  const queue = movingQueue({ ...day, intervalSeconds: 1800, patienceSeconds: 180, answerWithinSeconds: 20, method });
  const gaps = queue.serviceLevel.map((level, i) => Math.abs((level as number) - (day.simulated[i] as number)));
  return { most: Math.max(...gaps), rmse: Math.sqrt(gaps.reduce((sum, gap) => sum + gap * gap, 0) / gaps.length) };
};

describe('movingQueue against simulated days', () => {
  it.each(days)('$id: the solver is within 0.005 per half-hour, 0.0025 on the whole', (day) => {
    const { most, rmse } = errors(day, 'transient');
    expect(most).toBeLessThan(0.005);
    expect(rmse).toBeLessThan(0.0025);
  });

  it('short handle times: the modified offered load is within 0.002 on the whole', () => {
    expect(errors(days[0] as Day, 'offeredLoad').rmse).toBeLessThan(0.002);
  });
});

describe('chatMetrics against simulated chats', () => {
  type Chat = {
    readonly agents: number;
    readonly ahtSecondsAt: number[];
    readonly volume: number;
    readonly serviceLevel: number;
    readonly abandonProbability: number;
  };
  it.each(Object.entries(json('chats.json') as Record<string, Chat>))('%s is within 0.005', (_, chat) => {
    const { agents, ahtSecondsAt, volume } = chat;
    const figures = chatMetrics({ agents, ahtSecondsAt, volume, intervalSeconds: 3600, patienceSeconds: 180, answerWithinSeconds: 30 });
    expect(Math.abs((figures.serviceLevel as number) - chat.serviceLevel)).toBeLessThan(0.005);
    expect(Math.abs(figures.abandonProbability - chat.abandonProbability)).toBeLessThan(0.005);
  });
});

describe('deferredMetrics against simulated e-mail', () => {
  it('mail of the night answered by day, 4 hours by the clock, is within 0.005', () => {
    const volume = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 20 ? 40 : 10));
    const open = volume.map((__, hour) => hour >= 8 && hour < 18);
    const figures = deferredMetrics({
      volume,
      open,
      agents: open.map((now) => (now ? 8 : 0)),
      intervalSeconds: 3600,
      ahtSeconds: 420,
      answerWithinSeconds: 14_400,
    });
    expect(Math.abs((figures.total as number) - 0.6893135)).toBeLessThan(0.005);
  });
});

describe('uncertain arrivals against the table', () => {
  const rows = readFileSync(new URL('arrival_uncertainty.csv', folder), 'utf8').trim().split('\n').slice(1);
  it.each(rows)('%s', (row) => {
    const [load = 0, ahtSeconds = 0, patienceSeconds = 0, answerWithinSeconds = 0, dayFactorCv = 0, agents = 0, ...expected] = row.split(',').map(Number);
    const input = {
      volume: (load * 1800) / ahtSeconds,
      intervalSeconds: 1800,
      ahtSeconds,
      patienceSeconds,
      answerWithinSeconds,
      dayFactorCv,
      serviceLevel: 0.8,
    };
    const figures = uncertainMetrics({ ...input, agents });
    [figures.serviceLevel, figures.abandonProbability, figures.serviceLevelOfDays, figures.shareOfDays].forEach((value, k) => {
      expect(Math.abs((value as number) - (expected[k] as number))).toBeLessThan(1e-6);
    });
    const onAverage = requiredAgentsUncertain(input);
    expect([onAverage.agentsIfCertain, onAverage.agents]).toEqual(expected.slice(4, 6));
    expect(requiredAgentsUncertain({ ...input, criterion: { kind: 'shareOfDays', share: 0.9 } }).agents).toBe(expected[6]);
  });
});
