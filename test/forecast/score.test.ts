import { describe, expect, it } from 'vitest';
import type { Forecast, History, Override, QueueForecast, QueueHistory } from '../../src/core/index.js';
import { adoptForecast, applyOverrides, backtest, forecast, scoreForecasts, scoreOverrides } from '../../src/forecast/index.js';
import { dailyQueueOf, dayText, historyOf, noisy, officePattern, queueOf } from './make-history.js';

const whole = queueOf((at) => noisy(officePattern(at), at.index), { days: 126, aht: () => 240 });

/** The history as it stood after some days. */
function until(days: number, queue: QueueHistory = whole): History {
  const end = (days * 86_400) / (queue.intervalSeconds ?? 86_400);
  const cut = <T>(column: readonly T[]): T[] => column.slice(0, end);
  return historyOf([
    {
      ...queue,
      volume: cut(queue.volume),
      handled: cut(queue.handled),
      abandoned: cut(queue.abandoned),
      shortAbandoned: cut(queue.shortAbandoned),
      ahtSeconds: cut(queue.ahtSeconds),
      meanWaitSeconds: cut(queue.meanWaitSeconds),
    },
  ]);
}

const override = (fields: Partial<Override>): Override => ({
  queue: null,
  from: dayText(112),
  to: dayText(118),
  weekdays: null,
  startTime: null,
  endTime: null,
  field: 'volume',
  operation: 'scale',
  value: 1,
  note: '',
  ...fields,
});

describe('backtest', () => {
  it('has bands, MASE and pinball by interval and day, and errors by days ahead and time of day', async () => {
    const queue = (await backtest(historyOf([whole]), { folds: 3 })).queues[0];
    expect(queue).toMatchObject({ queue: 'sales', channel: 'voice' });
    expect(queue?.ahtWape).toBeCloseTo(0, 9);
    const [own, naive] = queue?.methods ?? [];
    expect(own?.interval.mase).toBeLessThan(naive?.interval.mase as number);
    expect(own?.interval.pinball).toBeLessThan(own?.interval.wape as number);
    expect(own?.day.coverage80).toBeGreaterThan(0.5);
    expect(own?.day.pinball).not.toBeNull();
    expect(naive?.interval).toMatchObject({ pinball: null, coverage80: null });
    expect(queue?.leads.map(({ day }) => day)).toEqual([1, 2, 3, 4, 5]);
    expect(queue?.leads[0]?.seasonalNaive).toBeGreaterThan(queue?.leads[0]?.wape as number);
    expect(queue?.times.minute).toEqual(Array.from({ length: 20 }, (_, i) => 480 + 30 * i));
    expect(queue?.days.day).toHaveLength(15);
    const off = (queue?.days.forecast ?? []).reduce((sum, value, i) => sum + Math.abs(value - (queue?.days.actual[i] as number)), 0);
    expect(off / (queue?.days.actual ?? []).reduce((sum, value) => sum + value, 0)).toBeCloseTo(own?.day.wape as number, 12);
  });

  it('counts the next day as the first where the history ends at closing time', async () => {
    const evening = until(125.75);
    const queue = (await backtest(evening, { folds: 2 })).queues[0];
    expect(queue?.leads.map(({ day }) => day)).toEqual([1, 2, 3, 4, 5]);
  });

  it('tells channels of one queue apart', async () => {
    const chat: QueueHistory = { ...whole, channel: 'chat' };
    expect((await backtest(historyOf([whole, chat]), { folds: 1 })).queues.map(({ queue, channel }) => `${queue} ${channel}`)).toEqual([
      'sales voice',
      'sales chat',
    ]);
  });
});

describe('a forecast that was kept', () => {
  it('scores as the backtest of the same origin does', async () => {
    const kept = JSON.parse(JSON.stringify(await forecast(until(119), { weeks: 1 }))) as Forecast;
    const { queues, unmatched } = scoreForecasts(kept, historyOf([whole]));
    const fold = (await backtest(historyOf([whole]), { folds: 1 })).queues[0];
    expect(unmatched).toEqual([]);
    expect(queues[0]?.methods.map(({ method }) => method)).toEqual(['forecast', 'seasonalNaive', 'fourWeekMean']);
    expect(queues[0]?.methods[0]?.interval).toEqual(fold?.methods[0]?.interval);
    expect(queues[0]?.leads).toEqual(fold?.leads);
  });

  it('is scored at its own interval length when actuals come in shorter ones', async () => {
    const hourly = await forecast(historyOf([{ ...queueOf((at) => noisy(officePattern(at), at.index), { days: 112, intervalSeconds: 3600 }) }]), { weeks: 1 });
    const { queues } = scoreForecasts(hourly, historyOf([whole]));
    expect(queues[0]?.times.minute).toEqual(Array.from({ length: 10 }, (_, i) => 480 + 60 * i));
  });

  it('of days meets actuals of days', async () => {
    const totals = Array.from({ length: 91 }, (_, d) => noisy([90, 80, 70, 70, 60, 20, 10][d % 7] as number, d));
    const kept = await forecast(historyOf([dailyQueueOf(totals.slice(0, 84))]), { weeks: 1 });
    expect(scoreForecasts(kept, historyOf([dailyQueueOf(totals)])).queues[0]?.days.actual).toEqual(totals.slice(84));
  });

  it('without a matching series, or before its actuals, is named with the reason', async () => {
    const kept = await forecast(until(119), { weeks: 1 });
    const renamed = { ...kept, queues: kept.queues.map((queue) => ({ ...queue, queue: 'other' })) };
    expect(scoreForecasts([renamed, kept], until(119))).toMatchObject({
      queues: [],
      unmatched: [
        { queue: 'other', why: 'the actuals have no such series' },
        { queue: 'sales', why: 'the actuals do not reach into it' },
      ],
    });
  });

  it('stands beside its statistical part where a planner changed it', async () => {
    const kept = applyOverrides(await forecast(until(119), { weeks: 1 }), [override({ from: dayText(119), to: dayText(125), value: 1.5 })]);
    const methods = scoreForecasts(kept, historyOf([whole])).queues[0]?.methods ?? [];
    expect(methods.map(({ method }) => method)).toEqual(['forecast', 'statistical', 'seasonalNaive', 'fourWeekMean']);
    expect(methods[0]?.interval.wape).toBeGreaterThan(3 * (methods[1]?.interval.wape as number));
  });
});

describe('the value of overrides', () => {
  it('is told for each on top of those before, and for all together', async () => {
    const raised = queueOf((at) => noisy((officePattern(at) ?? 0) * (at.day >= 112 ? 1.3 : 1) || null, at.index), { days: 119 });
    const kept = await forecast(until(112, raised), { weeks: 1 });
    const good = override({ value: 1.3, note: 'mailing' });
    const bad = override({ value: 1.4, weekdays: [0], note: 'gut feeling' });
    const late = override({ from: '2027-01-01', to: '2027-01-02', value: 2 });
    const scores = scoreOverrides({ forecast: applyOverrides(kept, [good, bad]), overrides: [good, bad, late], actuals: historyOf([raised]) });
    expect(scores.overrides.map(({ verdict }) => verdict)).toEqual(['better', 'worse', 'notYet']);
    expect(scores.overrides[0]?.intervals).toBe(100);
    expect(scores.overrides[1]?.intervals).toBe(20);
    expect(scores.overrides[0]?.valueAdded).toBeGreaterThan(0.1);
    expect(scores.volume.valueAdded).toBeLessThan(scores.overrides[0]?.valueAdded as number);
    expect(scores.aht).toMatchObject({ intervals: 0, verdict: 'notYet', errorBefore: null });
  });

  it('is told for handle times by the contacts behind them', async () => {
    const kept = await forecast(until(119), { weeks: 1 });
    const scores = scoreOverrides({
      forecast: kept,
      overrides: [override({ from: dayText(119), to: dayText(119), field: 'aht', operation: 'set', value: 300 })],
      actuals: historyOf([whole]),
    });
    expect(scores.aht.errorAfter).toBeCloseTo(0.25, 6);
    expect(scores.overrides[0]?.verdict).toBe('worse');
  });
});

describe('a forecast made elsewhere', () => {
  const total = ({ volume }: QueueForecast): number => volume.reduce<number>((sum, value) => sum + (value ?? 0), 0);

  it('of days is spread over our intervals, ours kept as the statistical forecast', async () => {
    const ours = await forecast(until(112), { weeks: 1 });
    const theirs: Forecast = {
      ...ours,
      queues: ours.queues.map((queue) => ({
        ...queue,
        intervalSeconds: 86_400,
        volume: [2000, 1000, null, null, null, null, null],
        ahtSeconds: [300, null, null, null, null, null, null],
      })),
    };
    const [queue] = adoptForecast(ours, theirs).queues as [QueueForecast];
    expect(queue.days.slice(0, 2).map(({ volume }) => Math.round(volume))).toEqual([2000, 1000]);
    expect(queue.days[2]?.volume).toBeCloseTo(ours.queues[0]?.days[2]?.volume as number, 9);
    expect(queue.ahtSeconds[20]).toBe(300);
    expect(queue.ahtSeconds[68]).toBeCloseTo(240, 0);
    expect(queue.statisticalVolume).toEqual(ours.queues[0]?.volume);
    expect((queue.volume[20] as number) / (queue.volume[30] as number)).toBeCloseTo(
      (ours.queues[0]?.volume[20] as number) / (ours.queues[0]?.volume[30] as number),
      9,
    );
  });

  it('of the same intervals replaces them', async () => {
    const ours = await forecast(until(112), { weeks: 1 });
    const theirs = { ...ours, queues: ours.queues.map((queue) => ({ ...queue, volume: queue.volume.map((value) => (value === null ? null : 7)) })) };
    expect(total(adoptForecast(ours, theirs).queues[0] as QueueForecast)).toBeCloseTo(700, 6);
  });

  it('is refused for a queue that we do not know and for intervals shorter than ours', async () => {
    const ours = await forecast(until(112), { weeks: 1 });
    const other = (fields: Partial<QueueForecast>): Forecast => ({ ...ours, queues: ours.queues.map((queue) => ({ ...queue, ...fields })) });
    expect(() => adoptForecast(ours, other({ queue: 'x' }))).toThrow(/queue must be one of sales/);
    expect(() => adoptForecast(ours, other({ intervalSeconds: 900 }))).toThrow(/900 s, ours have 1800 s/);
  });
});
