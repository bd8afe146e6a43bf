import { describe, expect, it } from 'vitest';
import { backtest, forecast, sumForecasts } from '../../src/forecast/index.js';
import { dailyQueueOf, historyOf, noisy, officePattern, queueOf } from './make-history.js';

describe('odd histories', () => {
  it('with nine days in ten missing are forecast at the level of the days seen, on all weekdays', async () => {
    const seen = queueOf((at) => (at.day % 10 === 0 ? noisy(officePattern(at), at.index) : null), { days: 200 });
    const full = queueOf((at) => officePattern(at), { days: 200 });
    const [thin] = (await forecast(historyOf([seen]), { weeks: 1 })).queues;
    const [whole] = (await forecast(historyOf([full]), { weeks: 1 })).queues;
    expect(whole?.days.length).toBe(5);
    for (const { day, volume } of whole?.days ?? []) {
      const other = thin?.days.find((one) => one.day === day)?.volume ?? 0;
      expect(other / volume).toBeGreaterThan(0.75);
      expect(other / volume).toBeLessThan(1.25);
    }
    expect(thin?.warnings.some((text) => text.includes('without data'))).toBe(true);
  });

  it('whose level doubled last week say so', async () => {
    const totals = Array.from({ length: 100 }, (_, d) => noisy(1000 + 100 * (d % 7), d) as number);
    const doubled = totals.map((total, d) => (d >= 93 ? 2 * total : total));
    const warningsOf = async (values: number[]): Promise<string> =>
      ((await forecast(historyOf([dailyQueueOf(values)]), { weeks: 1 })).queues[0]?.warnings ?? []).join(' ');
    expect(await warningsOf(doubled)).toMatch(/The last 7 open days ran (9\d|10\d) % above the weeks before/);
    expect(await warningsOf(totals)).not.toContain('The last');
  });

  it('that are the same every week lie inside their own bands', async () => {
    const history = historyOf([queueOf((at) => officePattern(at), { days: 120 })]);
    const [result] = (await backtest(history, { folds: 3 })).queues;
    expect(result?.methods[0]?.interval.coverage80).toBe(1);
    expect(result?.methods[0]?.interval.coverage95).toBe(1);
  });

  it('forecast further ahead than any backtest reaches say that bands are too narrow there', async () => {
    const history = historyOf([queueOf((at) => noisy(officePattern(at), at.index), { days: 70 })]);
    const warningsAt = async (weeks: number): Promise<string> => ((await forecast(history, { weeks })).queues[0]?.warnings ?? []).join(' ');
    expect(await warningsAt(8)).not.toContain('too narrow');
    expect(await warningsAt(10)).toContain('More than 8 weeks ahead');
  });

  it('with two channels in one queue have a sum that does not pass for one of them', async () => {
    const office = queueOf((at) => noisy(officePattern(at), at.index), { days: 35 });
    const ahead = await forecast(historyOf([office, { ...office, channel: 'chat' }]), { weeks: 1 });
    expect(sumForecasts(ahead).queues[0]?.queue).toBe('sales, all channels');
    expect(sumForecasts(ahead, { by: 'channel' }).queues.map(({ queue, channel }) => [queue, channel])).toEqual([
      ['sales', 'voice'],
      ['sales', 'chat'],
    ]);
  });
});
