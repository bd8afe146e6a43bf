import { describe, expect, it } from 'vitest';
import { daySlices, hourTicks, noonMs, weekTicks, windowOf } from '../../src/report/day-window.js';
import { dayStartMs } from '../../src/time/index.js';

const HOUR_MS = 3_600_000;
const zone = 'Europe/Berlin';

describe('days on the page', () => {
  it('a day of 25 hours has 50 half-hours', () => {
    const slices = daySlices(zone, dayStartMs(zone, '2024-10-26'), 1800, 48 + 50 + 10);
    expect(slices.map(({ day, from, to }) => [day, to - from])).toEqual([
      ['2024-10-26', 48],
      ['2024-10-27', 50],
      ['2024-10-28', 10],
    ]);
  });

  it('office hours stand at the same place on the day the clocks change', () => {
    const window = { fromMs: -4 * HOUR_MS, toMs: 8 * HOUR_MS };
    const places = (day: string): unknown => hourTicks(zone, day, window, 5, 'HH').map(({ at, label }) => [label, at]);
    expect(places('2024-10-27')).toEqual(places('2024-10-28'));
    expect(places('2024-10-28')).toEqual([
      ['09', 1 / 12],
      ['12', 4 / 12],
      ['15', 7 / 12],
      ['18', 10 / 12],
    ]);
  });

  it('hours are labelled across midnight for night shifts', () => {
    const labels = hourTicks(zone, '2024-11-05', { fromMs: 8 * HOUR_MS, toMs: 18 * HOUR_MS }, 6).map(({ label }) => label);
    expect(labels).toEqual(['20:00', '22:00', '00:00', '02:00', '04:00', '06:00']);
  });

  it('windows cover all stretches in whole hours', () => {
    expect(windowOf([])).toBeNull();
    expect(
      windowOf([
        { fromMs: -90 * 60_000, toMs: 0 },
        { fromMs: 0, toMs: 61 * 60_000 },
      ]),
    ).toEqual({ fromMs: -2 * HOUR_MS, toMs: 2 * HOUR_MS });
  });

  it('noon is noon, whatever happened at night', () => {
    expect(noonMs(zone, '2024-03-31') - dayStartMs(zone, '2024-03-31')).toBe(11 * HOUR_MS);
  });

  it('weeks are labelled at Mondays, at most five of them on a phone', () => {
    const ticks = weekTicks('2026-01-01', 364);
    expect(ticks.length).toBeLessThanOrEqual(16);
    expect(ticks.filter(({ level }) => level === 0).length).toBeLessThanOrEqual(5);
    expect(ticks[0]?.label).toBe('5 Jan');
  });
});
