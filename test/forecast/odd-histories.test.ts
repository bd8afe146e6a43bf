import { describe, expect, it } from 'vitest';
import type { QueueHistory } from '../../src/core/index.js';
import { aggregateForecast, backtest, findPeaks, forecast, samplePaths, scoreForecasts, sumForecasts } from '../../src/forecast/index.js';
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

/** Every number inside a value. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(numbersIn);
}

const inOffice = (weekday: number, minute: number): boolean => weekday < 5 && minute >= 480 && minute < 1080;
const seen = (share: number, index: number): boolean => ((index * 7919) % 1000) / 1000 < share;
const coarse = (grain: 'week' | 'month', totals: readonly (number | null)[]): QueueHistory => ({
  ...dailyQueueOf(totals, 'Europe/Berlin', '2024-01-01'),
  grain,
});
const aht = (): number => 300;
const ODD: readonly (readonly [name: string, queue: QueueHistory, usable: boolean])[] = [
  ['one day', queueOf((at) => noisy(officePattern(at), at.index), { days: 1, aht }), false],
  ['one week', queueOf((at) => noisy(officePattern(at), at.index), { days: 7, aht }), true],
  ['all zeros', queueOf(({ weekday, minute }) => (inOffice(weekday, minute) ? 0 : null), { days: 60, aht: () => null }), true],
  ['one open hour a week', queueOf((at) => (at.weekday === 2 && at.minute >= 600 && at.minute < 660 ? noisy(20, at.index) : null), { days: 70, aht }), true],
  ['nine tenths missing', queueOf((at) => (seen(0.1, at.index) ? noisy(officePattern(at), at.index) : null), { days: 120, aht }), true],
  [
    'a level that doubles',
    queueOf((at) => noisy(at.day > 80 ? 60 : 30, at.index), { days: 100, intervalSeconds: 7200, aht: ({ day }) => (day > 80 ? 600 : 300) }),
    true,
  ],
  [
    'two clock changes',
    queueOf((at) => noisy(30, at.index), { days: 90, startMs: Date.UTC(2026, 8, 1), zone: 'Australia/Lord_Howe', intervalSeconds: 1800, aht }),
    true,
  ],
  ['no handle time but 0', queueOf((at) => noisy(9, at.index), { days: 30, intervalSeconds: 7200, aht: () => 0 }), true],
  [
    'one wild interval',
    queueOf((at) => (at.index === 300 ? 1e12 : noisy(9, at.index)), { days: 60, intervalSeconds: 7200, aht: ({ index }) => (index === 200 ? 1e9 : 1) }),
    true,
  ],
  ['nothing at all', queueOf(() => null, { days: 30 }), false],
  ['one day total', dailyQueueOf([5]), false],
  ['day totals with nine tenths missing', dailyQueueOf(Array.from({ length: 200 }, (_, i) => (seen(0.1, i) ? noisy(100, i) : null))), true],
  ['two weekly totals', coarse('week', [10, 20]), false],
  ['weekly totals of zero', coarse('week', new Array<number>(20).fill(0)), true],
  [
    'weekly totals with holes',
    coarse(
      'week',
      Array.from({ length: 130 }, (_, i) => (seen(0.4, i) ? noisy(100, i) : null)),
    ),
    true,
  ],
  [
    'monthly totals that grow by half',
    coarse(
      'month',
      Array.from({ length: 30 }, (_, i) => Math.round(100 * 1.5 ** i)),
    ),
    true,
  ],
];

describe('whatever is asked of a history of', () => {
  it.each(ODD)('%s, the answer has no NaN and nothing below 0, or says what is missing', async (_, queue, usable) => {
    const history = historyOf([queue]);
    const settled = await forecast(history, { days: 10 }).catch((fault: unknown) => fault as Error & { code: string });
    const judged = await backtest(history, { folds: 2 }).catch((fault: unknown) => fault as Error & { code: string });
    for (const one of [settled, judged]) if (one instanceof Error) expect(one.code).toBe('tooLittleHistory');
    expect(settled instanceof Error).toBe(!usable);
    const answers: unknown[] = [judged instanceof Error ? null : judged, findPeaks(history)];
    if (!(settled instanceof Error)) {
      const per = settled.queues[0]?.grain ?? 'week';
      const paths = samplePaths(settled, { count: 5 });
      for (const path of paths.queues[0]?.paths ?? []) expect(path.every((value) => value === null || value >= 0)).toBe(true);
      const twice = { ...settled, queues: settled.queues.flatMap((one) => [one, { ...one, queue: 'other' }]) };
      answers.push(settled, paths, findPeaks(settled), aggregateForecast(settled, { per }), sumForecasts(twice), scoreForecasts(settled, history));
      for (const value of settled.queues[0]?.volume ?? []) expect(value ?? 0).toBeGreaterThanOrEqual(0);
    }
    expect(numbersIn(answers).every(Number.isFinite)).toBe(true);
  });
});
