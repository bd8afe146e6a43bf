import { describe, expect, it } from 'vitest';
import { findPeaks, forecast } from '../../src/forecast/index.js';
import { dailyQueueOf, dayText, historyOf, noisy, officePattern, queueOf } from './make-history.js';

const office = historyOf([queueOf((at) => noisy(officePattern(at), at.index), { days: 140 })]);

describe('findPeaks of a history', () => {
  it('names the hour of the day, the busy Monday and the quiet Friday', () => {
    const peaks = findPeaks(office);
    const hour = peaks.find((peak) => peak.scale === 'interval' && peak.kind === 'peak');
    expect(hour?.when).toMatch(/^(09:30|10:00)–1[01]:[03]0$/);
    expect(peaks.find((peak) => peak.when === 'Mondays')).toMatchObject({ kind: 'peak', scale: 'day' });
    expect(peaks.find((peak) => peak.when === 'Mondays')?.relative).toBeCloseTo(0.26, 1);
    expect(peaks.find((peak) => peak.when === 'Mondays')?.confidence).toBeGreaterThan(0.95);
    expect(peaks.find((peak) => peak.when === 'Fridays')?.kind).toBe('trough');
  });

  it('finds the first days of the month', () => {
    const totals = Array.from({ length: 400 }, (_, d) => noisy(1000 * (Number(dayText(d).slice(8)) <= 3 ? 1.2 : 1), d));
    const peak = findPeaks(historyOf([dailyQueueOf(totals)])).find(({ when }) => when.startsWith('days 1–'));
    expect(peak).toMatchObject({ kind: 'peak', when: 'days 1–3 of the month' });
    expect(peak?.relative).toBeCloseTo(0.2, 1);
  });

  it('dates special days and names their event', () => {
    const outage = queueOf((at) => noisy((officePattern(at) ?? 0) * (at.day === 58 ? 2.2 : 1) || null, at.index), { days: 140 });
    const date = dayText(58);
    const events = [{ date, endDate: date, name: 'Outage', kind: 'other', startTime: null, endTime: null, queue: null, effect: null, repeats: null } as const];
    const peak = findPeaks(historyOf([outage]), { events }).find(({ startMs }) => startMs !== undefined);
    expect(peak).toMatchObject({ kind: 'peak', scale: 'day', when: 'Wed 4 Mar 2026 (Outage)' });
    expect(peak?.startMs).toBe(Date.UTC(2026, 2, 4));
    expect(peak?.relative).toBeGreaterThan(0.9);
  });

  it('compares weekdays with the ordinary day, not with a mean that quiet weekends pull down', () => {
    const always = queueOf((at) => noisy(at.weekday > 4 ? 4 : 60, at.index), { days: 140 });
    const days = findPeaks(historyOf([always])).filter(({ scale }) => scale === 'day');
    expect(days.map(({ when }) => when).sort()).toEqual(['Saturdays', 'Sundays']);
  });

  it('tells series of one queue apart', () => {
    const [queue] = office.queues;
    const peaks = findPeaks({
      ...office,
      queues: [queue as (typeof office.queues)[number], { ...(queue as (typeof office.queues)[number]), channel: 'chat', site: 'north' }],
    });
    expect([...new Set(peaks.map(({ channel, site }) => `${channel} ${site ?? ''}`))]).toEqual(['voice ', 'chat north']);
    expect(findPeaks(office)[0]?.channel).toBeUndefined();
  });

  it('says when the last four weeks left their level', () => {
    const raised = queueOf((at) => noisy((officePattern(at) ?? 0) * (at.day >= 112 ? 1.2 : 1) || null, at.index), { days: 140 });
    const trend = findPeaks(historyOf([raised]), { most: 30 }).find(({ when }) => when === 'the last four weeks');
    expect(trend).toMatchObject({ kind: 'peak', scale: 'week', startMs: Date.UTC(2026, 0, 5 + 112) });
    expect(trend?.relative).toBeCloseTo(0.2, 1);
    expect(findPeaks(office, { most: 30 }).some(({ when }) => when === 'the last four weeks')).toBe(false);
  });

  it('finds nothing in a flat history', () => {
    expect(findPeaks(historyOf([queueOf(() => 50, { days: 60 })]))).toEqual([]);
  });

  it('refuses a queue that is not there', () => {
    expect(() => findPeaks(office, { queue: 'nobody' })).toThrow(/one of sales/);
  });
});

describe('a history of zeros only', () => {
  it('is forecast as zero, and said to be one', async () => {
    const { queues } = await forecast(historyOf([queueOf((at) => (at.minute >= 480 && at.minute < 1020 ? 0 : null), { days: 60 })]), { weeks: 1 });
    expect(queues[0]?.volume.every((value) => value === null || value < 0.01)).toBe(true);
    expect(queues[0]?.warnings).toContain('Not one contact in the whole history: the forecast is zero.');
    expect(queues[0]?.warnings.join(' ')).not.toMatch(/Few contacts/);
  });
});

describe('findPeaks of a forecast', () => {
  it('dates the busiest days ahead and says why', async () => {
    const peaks = findPeaks(await forecast(office, { weeks: 2 }));
    const monday = peaks.find((peak) => peak.scale === 'day' && peak.kind === 'peak');
    expect(monday?.when).toMatch(/^Mon /);
    expect(monday?.because).toContain('weekday');
    expect(peaks.filter((peak) => peak.startMs === undefined)).toEqual([]);
    expect(peaks.every((peak) => peak.confidence >= 0.5 && peak.confidence <= 1)).toBe(true);
  });

  it('takes no day for a trough because the forecast begins or ends within it', async () => {
    const always = queueOf((at) => noisy(20, at.index), { days: 69.375 }); // the history ends at 09:00
    const ahead = await forecast(historyOf([always]), { weeks: 3 });
    expect(ahead.queues[0]?.days).toHaveLength(22);
    expect(findPeaks(ahead).filter((peak) => peak.scale !== 'interval' && Math.abs(peak.relative) > 0.2)).toEqual([]);
  });

  it('names a holiday that is ahead', async () => {
    const feasts = [30, 58, 93];
    const quiet = historyOf([queueOf((at) => noisy((officePattern(at) ?? 0) * (feasts.includes(at.day) ? 0.3 : 1) || null, at.index), { days: 133 })]);
    const events = [...feasts, 135].map((day) => ({
      date: dayText(day),
      endDate: dayText(day),
      name: 'Feast',
      kind: 'holiday' as const,
      startTime: null,
      endTime: null,
      queue: null,
      effect: null,
      repeats: null,
    }));
    const trough = findPeaks(await forecast(quiet, { weeks: 1, events }), { events })[0];
    expect(trough).toMatchObject({ kind: 'trough', scale: 'day', when: 'Wed 20 May 2026 (Feast)' });
    expect(trough?.because).toContain('Feast');
    expect(trough?.relative).toBeLessThan(-0.5);
  });
});
