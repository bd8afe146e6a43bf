import { describe, expect, it } from 'vitest';
import type { QueueForecast, QueueHistory } from '../../src/core/index.js';
import { historyOf, recentDays, weekBefore } from '../../src/report/recent-history.js';
import { dayStartMs, instantOf } from '../../src/time/index.js';
import { samplePlan } from './sample-plan-result.js';

const zone = 'Europe/Berlin';
const { result } = samplePlan({ people: 2, historyWeeks: 10, queueNames: ['billing'], start: '2024-11-04', zone });
const history = result.history.queues[0] as QueueHistory;
const forecast = result.forecast.queues[0] as QueueForecast;

describe('recent history', () => {
  it('adds up the intervals of each local day and weights handle times by contacts', () => {
    const days = recentDays(history, 28);
    expect(days).toHaveLength(28);
    expect(days.at(-1)?.day).toBe('2024-11-02');
    const total = days.reduce((sum, { volume }) => sum + (volume ?? 0), 0);
    const from = history.volume.length - 48 - 28 * 48 - 2;
    expect(total).toBe(history.volume.slice(from).reduce<number>((sum, value) => sum + (value ?? 0), 0));
    for (const { ahtSeconds, volume } of days) expect(ahtSeconds === null).toBe(volume === null);
  });

  it('marks days of which a part is missing, and only those', () => {
    expect(recentDays(history, 28).filter(({ partial }) => partial)).toHaveLength(1);
  });

  it('leaves a closed day without figure', () => {
    const sunday = recentDays(history, 28).find(({ day }) => day === '2024-10-27');
    expect(sunday).toEqual({ day: '2024-10-27', volume: null, ahtSeconds: null, partial: false });
  });

  it('reads daily histories as they are and has nothing for weeks', () => {
    const daily = { ...history, grain: 'day' as const, intervalSeconds: null, startDay: '2024-01-01', volume: [5, 6, null], ahtSeconds: [null, 200, null] };
    expect(recentDays(daily, 1)).toEqual([{ day: '2024-01-02', volume: 6, ahtSeconds: 200, partial: false }]);
    expect(recentDays({ ...daily, grain: 'week' }, 4)).toEqual([]);
    expect(recentDays({ ...history, volume: history.volume.map(() => null) }, 4)).toEqual([]);
  });

  it('lays the last recorded week under the same weekdays and clock times', () => {
    expect(weekBefore(history, forecast, 0, 7 * 48)).toMatchObject({ fromDay: '2024-10-28', toDay: '2024-11-03' });
  });

  it('goes further back when the last week is cut short, and keeps clock times over a change of clocks', () => {
    const end = (dayStartMs(zone, '2024-10-25') - history.startMs) / 1_800_000;
    const before = weekBefore({ ...history, volume: history.volume.slice(0, end) }, forecast, 0, 7 * 48);
    expect(before).toMatchObject({ fromDay: '2024-10-14', toDay: '2024-10-20' });
    const mondayAtNine = (instantOf(zone, '2024-10-14', 540) - history.startMs) / 1_800_000; // summer time; the forecast Monday has winter time
    expect(before?.volume.slice(18, 24)).toEqual(history.volume.slice(mondayAtNine, mondayAtNine + 6));
  });

  it('shows no week that was not recorded', () => {
    expect(weekBefore({ ...history, volume: history.volume.slice(0, 48 * 2) }, forecast, 0, 7 * 48)).toBeNull();
    expect(weekBefore({ ...history, intervalSeconds: 900 }, forecast, 0, 7 * 48)).toBeNull();
  });

  it('finds the series by all its names, else by queue, else not at all', () => {
    const other = { ...history, reason: 'invoice' };
    expect(historyOf([other, history], forecast)).toBe(history);
    expect(historyOf([other], forecast)).toBe(other);
    expect(historyOf([], forecast)).toBeNull();
  });
});
