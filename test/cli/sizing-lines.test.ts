import { describe, expect, it } from 'vitest';
import { sizingLines } from '../../src/cli/sizing-lines.js';
import type { QueueForecast } from '../../src/core/index.js';
import { staffChannels } from '../../src/staffing/index.js';

describe('the sentence on how a queue was sized', () => {
  const night: QueueForecast = {
    ...{ queue: 'service', channel: 'voice', zone: 'Europe/Berlin', startMs: Date.UTC(2026, 11, 7, 1), intervalSeconds: 1800 },
    ...{ volume: [60, 60, 60, 0.2, 60, 60], ahtSeconds: new Array<number>(6).fill(300) },
    ...{ bands: [], days: [], dayFactorCv: 0, parts: { level: [], weekday: [], month: [], season: [], event: [], shape: [] }, weights: [], warnings: [] },
  };

  it('tells the error on average over contacts, and when it is largest with how few contacts', () => {
    const [line = ''] = sizingLines(staffChannels({ queues: [night] }, { queues: { service: { patience: '3min' } } }));
    const [, mean, most] =
      /off by (\d+\.\d) points on average over contacts, in no interval by more than (\d+\.\d) points \(Mon 7 Dec 03:30, 0\.2 contacts\)\.$/.exec(line) ?? [];
    expect(Number(most)).toBeGreaterThan(4 * Number(mean));
  });

  it('tells between which numbers the reserve of a blend moves', () => {
    const calls = { ...night, queue: 'calls', volume: [60, 60, 20, 5, 60, 60] };
    const mail = { ...night, queue: 'mail', channel: 'email', volume: new Array<number>(6).fill(1) } as const;
    const target = { serviceLevel: 0.9, answerWithin: '2h' };
    const sized = (blend: { with: string; reserve?: number }): string =>
      sizingLines(staffChannels({ queues: [mail, calls] }, { queues: { calls: {}, mail: { channel: 'email', target, blend } } }))[0] ?? '';
    expect(sized({ with: 'calls' })).toMatch(/helping while more than \d+ to \d+ \(by interval\) are free/);
    expect(sized({ with: 'calls', reserve: 2 })).toContain('helping while more than 2 are free');
  });

  it('names no interval where service is the same by either load', () => {
    const level = { ...night, volume: new Array<number>(6).fill(60) };
    const [line] = sizingLines(staffChannels({ queues: [level] }, { queues: { service: {} } }));
    expect(line).toBe('service: on the modified offered load; service level of an interval expected to be off by 0.0 points at most.');
  });
});
