import { describe, expect, it } from 'vitest';
import { type CalendarEvent, inProcessRunner, type Override, type QueueForecast, type QueueHistory } from '../../src/core/index.js';
import { aggregateForecast, forecast, forecastTasks, reconcileForecasts, sumForecasts } from '../../src/forecast/index.js';
import { dayText, historyOf, noisy, officePattern, queueOf } from './make-history.js';

/** Part of an office's contacts, with noise of its own and a busyness that all parts share. */
function partOf(share: number, salt: number, names: Partial<QueueHistory>, days = 112): QueueHistory {
  const queue = queueOf(
    (at) => {
      const mean = officePattern(at);
      const busy = 1 + 0.12 * Math.sin(at.day * 1.7) + 0.08 * Math.sin(at.day * 0.6);
      return noisy(mean === null ? null : mean * share * busy, at.index + salt);
    },
    { days },
  );
  return { ...queue, ...names };
}

const parts = [
  partOf(0.5, 1, { queue: 'billing', reason: 'invoice' }),
  partOf(0.3, 50_001, { queue: 'billing', reason: 'payment' }),
  partOf(0.6, 90_001, { queue: 'tech', reason: 'invoice' }),
  partOf(0.2, 130_001, { queue: 'tech', reason: 'other', channel: 'chat' }),
];
const contacts = ({ volume }: QueueForecast): number => volume.reduce<number>((sum, value) => sum + (value ?? 0), 0);

describe('reconciled forecasts', () => {
  const reconciled = reconcileForecasts(historyOf(parts), { weeks: 1 });

  it('have sums by queue, channel and reason whose intervals are those of their members added up', async () => {
    const { sums, queues } = await reconciled;
    expect(sums.map(({ by, name }) => [by.join('+'), name])).toEqual([
      ['', 'all'],
      ['channel', 'voice'],
      ['reason', 'invoice'],
      ['queue', 'billing'],
      ['queue', 'tech'],
    ]);
    for (const { members, forecast: sum } of sums) {
      sum.volume.forEach((value, i) => {
        const added = members.reduce((total, m) => total + (queues[m]?.volume[i] ?? 0), 0);
        expect(value ?? 0).toBeCloseTo(added, 9);
      });
    }
  });

  it('say what changed, and by how much', async () => {
    const { reconciliation, queues } = await reconciled;
    expect(reconciliation?.changes).toHaveLength(4);
    reconciliation?.changes.forEach(({ after, before, meanChange }, i) => {
      expect(after).toBeCloseTo(contacts(queues[i] as QueueForecast), 6);
      expect(meanChange).toBeGreaterThanOrEqual(Math.abs(after - before) / before - 1e-12);
      expect(meanChange).toBeLessThan(0.2);
    });
    expect(reconciliation?.shrinkage).toBeGreaterThan(0);
    expect(reconciliation?.shrinkage).toBeLessThanOrEqual(1);
  });

  it('carry the change as a part, so that parts still multiply to the forecast', async () => {
    for (const { volume, parts: factors } of (await reconciled).queues) {
      volume.forEach((value, i) => {
        if (value === null) return;
        const product = Object.values(factors).reduce((all, column) => all * (column?.[i] ?? Number.NaN), 1);
        expect(Math.abs(product - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, value));
      });
    }
  });

  it('are the plain forecasts when switched off, and in another thread the same', async () => {
    const off = await reconcileForecasts(historyOf(parts), { weeks: 1, reconcile: false });
    expect(off.queues).toEqual((await forecast(historyOf(parts), { weeks: 1 })).queues);
    expect(off).toMatchObject({ sums: [], reconciliation: null });
    const elsewhere = { ...inProcessRunner(forecastTasks), concurrency: 3 };
    expect(await reconcileForecasts(historyOf(parts), { weeks: 1, runner: elsewhere })).toEqual(await reconciled);
  });

  it('leave a day alone on which an event moves one queue only', async () => {
    const campaign: CalendarEvent = {
      date: dayText(113),
      endDate: dayText(113),
      name: 'Mailing',
      kind: 'campaign',
      startTime: null,
      endTime: null,
      queue: 'billing',
      effect: { operation: 'scale', factor: 3 },
      repeats: null,
    };
    const raised = await reconcileForecasts(historyOf(parts), { weeks: 1, events: [campaign] });
    const at = raised.queues[0]?.days.findIndex(({ day }) => day === dayText(113)) as number;
    const plain = (await reconcileForecasts(historyOf(parts), { weeks: 1, reconcile: false })).queues[0]?.days[at]?.volume as number;
    expect((raised.queues[0]?.days[at]?.volume as number) / plain).toBeGreaterThan(2.8);
  });

  it('take overrides on top, which the sums know of', async () => {
    const override: Override = {
      queue: 'billing',
      from: dayText(112),
      to: dayText(118),
      weekdays: null,
      startTime: null,
      endTime: null,
      field: 'volume',
      operation: 'scale',
      value: 2,
      note: '',
    };
    const [before, after] = [await reconciled, await reconcileForecasts(historyOf(parts), { weeks: 1, overrides: [override] })];
    const billing = (result: typeof before): number => contacts(result.sums.find(({ name }) => name === 'billing')?.forecast as QueueForecast);
    expect(billing(after)).toBeCloseTo(2 * billing(before), 6);
    expect(after.queues[0]?.statisticalVolume).toEqual(before.queues[0]?.volume);
    after.queues[0]?.statisticalVolume?.forEach((value, i) => {
      if (value === null) return;
      const product = Object.values(after.queues[0]?.parts ?? {}).reduce((all, column) => all * (column?.[i] ?? Number.NaN), 1);
      expect(Math.abs(product - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, value));
    });
  });

  it('know a series that is the sum of others, and keep it so', async () => {
    const total = {
      ...partOf(1, 0, { queue: 'billing' }),
      volume: (parts[0] as QueueHistory).volume.map((v, i) => (v === null ? null : v + (parts[1]?.volume[i] ?? 0))),
    };
    const { queues, sums } = await reconcileForecasts(historyOf([total, parts[0] as QueueHistory, parts[1] as QueueHistory]), { weeks: 1 });
    expect(queues.map(({ reason }) => reason ?? 'all')).toEqual(['all', 'invoice', 'payment']);
    expect(sums.map(({ members }) => members)).toEqual([[1, 2]]);
    queues[0]?.volume.forEach((value, i) => {
      expect(value ?? 0).toBeCloseTo((queues[1]?.volume[i] ?? 0) + (queues[2]?.volume[i] ?? 0), 9);
    });
  });

  it('are not pulled about by a series that stopped some weeks ago', async () => {
    const stopped = { ...partOf(0.5, 9, { queue: 'stopped' }), volume: partOf(0.5, 9, {}).volume.map((value, i) => (i < 80 * 48 ? value : null)) };
    const { queues, sums } = await reconcileForecasts(historyOf([parts[0] as QueueHistory, stopped]), { weeks: 1 });
    expect(queues[0]?.volume).toEqual((await forecast(historyOf([parts[0] as QueueHistory]), { weeks: 1 })).queues[0]?.volume);
    expect(sums[0]?.ownContacts).toBeNull();
  });

  it('do not let series of another interval length or grain stop the rest', async () => {
    const hourly = { ...queueOf((at) => noisy(officePattern(at), at.index), { days: 112, intervalSeconds: 3600 }), queue: 'mail' };
    const { queues, sums } = await reconcileForecasts(historyOf([...parts.slice(0, 2), hourly]), { weeks: 1 });
    expect(queues).toHaveLength(3);
    expect(sums.map(({ name }) => name)).toEqual(['billing']);
  });
});

describe('a queue that is new', () => {
  const old = partOf(1, 7, { queue: 'voice' });
  const flat = { ...queueOf((at) => (at.weekday < 5 ? noisy(20, at.index + 3) : null), { days: 112 }), queue: 'mail' };
  const fresh: QueueHistory = { ...partOf(0.25, 77, { queue: 'fresh' }), volume: partOf(0.25, 77, {}).volume.map((value, i) => (i < 104 * 48 ? null : value)) };

  it('borrows its past from the queue whose course is most like its own, and says so', async () => {
    const { queues } = await reconcileForecasts(historyOf([flat, old, fresh]), { weeks: 1 });
    const [, voice, own] = queues as [QueueForecast, QueueForecast, QueueForecast];
    expect(own.warnings[0]).toMatch(/^5 days with data: what came before is borrowed from voice, at 2\d % of its level\.$/);
    expect(contacts(own) / contacts(voice)).toBeGreaterThan(0.2);
    expect(contacts(own) / contacts(voice)).toBeLessThan(0.3);
    expect(own.volume.map((value) => value !== null)).toEqual(voice.volume.map((value) => value !== null));
  });

  it('borrows from the queue that the planner names', async () => {
    const { queues } = await reconcileForecasts(historyOf([flat, old, fresh]), { weeks: 1, similar: { fresh: 'mail' } });
    expect(queues[2]?.warnings[0]).toContain('borrowed from mail');
    await expect(reconcileForecasts(historyOf([flat, old, fresh]), { weeks: 1, similar: { fresh: 'male' } })).rejects.toMatchObject({ code: 'invalidInput' });
  });

  it('is left out where nobody lends, without stopping the others', async () => {
    const short = { ...fresh, volume: fresh.volume.map((value, i) => (i < 110 * 48 ? null : value)), zone: 'Asia/Tokyo', startMs: fresh.startMs - 32_400_000 };
    const { queues, leftOut } = await reconcileForecasts(historyOf([old, short]), { weeks: 1 });
    expect(queues.map(({ queue }) => queue)).toEqual(['voice']);
    expect(leftOut).toMatchObject([{ queue: 'fresh', why: expect.stringContaining('about 1 week is needed') }]);
  });
});

describe('sums and totals of forecasts', () => {
  it('of queues that move together are wider than those of queues that do not', async () => {
    const together = sumForecasts(await forecast(historyOf(parts.slice(0, 2)), { weeks: 1 })).queues[0] as QueueForecast;
    const apart = sumForecasts({
      ...(await forecast(historyOf(parts.slice(0, 2)), { weeks: 1 })),
      queues: (await forecast(historyOf(parts.slice(0, 2)), { weeks: 1 })).queues.map(({ dayErrors: _, ...queue }) => queue),
    }).queues[0] as QueueForecast;
    const width = ({ days }: QueueForecast): number => (days[0]?.bands[0]?.volumeUpper as number) - (days[0]?.bands[0]?.volumeLower as number);
    expect(width(together)).toBeGreaterThan(1.1 * width(apart));
    expect(together.volume.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBeCloseTo(
      apart.days.reduce((sum, { volume }) => sum + volume, 0),
      6,
    );
  });

  it('by week are narrower than days added up and wider than independent days', async () => {
    const ahead = await forecast(historyOf(parts.slice(0, 1)), { weeks: 2 });
    const [week] = aggregateForecast(ahead, { per: 'week' });
    const days = (ahead.queues[0]?.days ?? []).slice(0, 5);
    const widths = days.map(({ bands }) => (bands[0]?.volumeUpper as number) - (bands[0]?.volumeLower as number));
    const own = (week?.bands[0]?.volumeUpper[0] as number) - (week?.bands[0]?.volumeLower[0] as number);
    expect(own).toBeLessThan(widths.reduce((sum, width) => sum + width, 0));
    expect(own).toBeGreaterThanOrEqual(0.999 * Math.sqrt(widths.reduce((sum, width) => sum + width * width, 0)));
    expect(week).toMatchObject({ per: 'week', whole: [true, true], from: [dayText(112), dayText(119)], to: [dayText(118), dayText(125)] });
  });

  it('by month tell which months the forecast covers whole', async () => {
    const [month] = aggregateForecast(await forecast(historyOf(parts.slice(0, 1)), { days: 70 }), { per: 'month' });
    expect(month?.from).toEqual(['2026-04-27', '2026-05-01', '2026-06-01', '2026-07-01']);
    expect(month?.whole).toEqual([false, true, true, false]);
  });
});
