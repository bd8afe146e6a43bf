import { describe, expect, it } from 'vitest';
import { readAgents, readHistory } from '../../src/ingest/index.js';
import { plan } from '../../src/plan/index.js';

const openingHours = { 'mon-sun': ['08:00-12:00'] };
const config = {
  zone: 'UTC',
  interval: '1h',
  queues: { help: { patience: '3min', openingHours, target: { serviceLevel: 0.8, answerWithin: '30s', over: 'week' } } },
  shifts: { part: { start: { from: '08:00', to: '08:00' }, length: { from: '4h', to: '4h' } } },
  contracts: { part: { shifts: ['part'] } },
} as const;

async function history() {
  const rows = ['queue,timestamp,volume,aht_seconds'];
  for (let day = 0; day < 28; day += 1)
    for (let hour = 8; hour < 12; hour += 1) rows.push(`help,${new Date(Date.UTC(2026, 10, 2 + day, hour)).toISOString()},${40 + ((day * 7 + hour) % 5)},300`);
  return readHistory(rows.join('\n'), { zone: 'UTC' });
}

describe('plan with untilMet', () => {
  it('simulates the roster against sampled futures and says what it delivers', async () => {
    const { agents } = readAgents(['agent,skills,contract', ...Array.from({ length: 8 }, (_, i) => `a${i},help,part`)].join('\n'));
    const result = await plan(await history(), config, { agents, untilMet: true, workBudget: 500, timeLimitSeconds: 20 });
    expect(result.service).toMatchObject({ status: expect.stringMatching(/met|unclear/), missing: [], replications: 400 });
    expect(result.service?.queues).toMatchObject([{ queue: 'help', target: 0.8, over: 'week', missed: 0 }]);
    expect(result.service?.queues[0]?.serviceLevel as number).toBeGreaterThan(0.8);
    expect(result.summary.cost).toBeCloseTo(result.service?.spent as number, 6);
    expect(result.provenance.method).toBe('forecast, staff, schedule, simulate');
  });

  it('needs people, and without it nothing is simulated', async () => {
    await expect(plan(await history(), config, { untilMet: true })).rejects.toThrow('untilMet needs agents');
    expect((await plan(await history(), config, { timeLimitSeconds: 1 })).service).toBeUndefined();
  });
});
