import { describe, expect, it } from 'vitest';
import type { CalendarEvent, QueueForecast } from '../../src/core/index.js';
import { fitForecast, forecastFrom } from '../../src/forecast/index.js';
import { dayText, historyOf, noisy, officePattern, queueOf } from './make-history.js';

const DAYS = 112;

const event = (fields: Partial<CalendarEvent>): CalendarEvent => ({
  date: dayText(DAYS),
  endDate: fields.date ?? dayText(DAYS),
  name: 'offer',
  kind: 'campaign',
  startTime: null,
  endTime: null,
  queue: null,
  effect: null,
  repeats: null,
  ...fields,
});

/** Three weeks of campaigns in the past, and one ahead. */
const offers = [3, 8, 12, 16].map((week) => event({ date: dayText(7 * week), endDate: dayText(7 * week + 4) }));
const inOffer = (day: number): boolean => offers.some(({ date, endDate }) => dayText(day) >= date && dayText(day) <= endDate);
const whole = (factor: number, when: (day: number, minute: number) => boolean) =>
  historyOf([
    queueOf((at) => noisy(officePattern(at), at.index), {
      days: DAYS,
      aht: ({ day, minute, index }) => (when(day, minute) ? factor : 1) * (noisy(300, index, 0.5) as number),
    }),
  ]);
const times = (history: ReturnType<typeof historyOf>, events: readonly CalendarEvent[]): QueueForecast =>
  forecastFrom(fitForecast(history, { events }), { weeks: 2 }).queues[0] as QueueForecast;
/** Mean handle time of a day ahead, between two minutes. */
const meanOn = ({ ahtSeconds }: QueueForecast, day: number, from = 0, to = 1440): number => {
  const known = ahtSeconds.filter((seconds, i) => seconds !== null && Math.floor(i / 48) === day && (i % 48) * 30 >= from && (i % 48) * 30 < to) as number[];
  return known.reduce((sum, seconds) => sum + seconds, 0) / known.length;
};

describe('handle times under events', () => {
  const longer = whole(1.25, inOffer);

  it('are as much longer as they were on past occurrences', () => {
    const ahead = times(longer, offers);
    expect(meanOn(ahead, 0) / meanOn(ahead, 7)).toBeGreaterThan(1.2);
    expect(meanOn(ahead, 0) / meanOn(ahead, 7)).toBeLessThan(1.27);
    expect(Math.abs(meanOn(ahead, 7) / 300 - 1)).toBeLessThan(0.015);
  });

  it('of a new name start from those of their kind, with wider bands', () => {
    const known = times(longer, offers);
    const fresh = times(longer, [...offers.slice(0, 3), event({ name: 'another offer', endDate: dayText(DAYS + 4) })]);
    const ratio = meanOn(fresh, 0) / meanOn(fresh, 7);
    expect(ratio).toBeGreaterThan(1.08);
    expect(ratio).toBeLessThan(meanOn(known, 0) / meanOn(known, 7));
    const width = ({ bands, ahtSeconds }: QueueForecast): number => (bands[0]?.ahtUpper?.[20] as number) / (ahtSeconds[20] as number);
    expect(width(fresh)).toBeGreaterThan(width(known));
  });

  it('of another kind, or another queue, stay as usual', () => {
    const usual = times(longer, offers.slice(0, 3));
    const other = times(longer, [...offers.slice(0, 3), event({ name: 'bills', kind: 'billing' })]);
    const elsewhere = times(longer, [...offers.slice(0, 3), event({ queue: 'billing' })]);
    expect(other.ahtSeconds).toEqual(usual.ahtSeconds);
    expect(elsewhere.ahtSeconds).toEqual(usual.ahtSeconds);
  });

  it('do not move where past events did nothing to them', () => {
    const ahead = times(
      whole(1.25, () => false),
      offers,
    );
    expect(Math.abs(meanOn(ahead, 0) / meanOn(ahead, 7) - 1)).toBeLessThan(0.02);
  });

  it('change in the hours of an event alone', () => {
    const mornings = offers.map((offer) => ({ ...offer, startTime: '09:00', endTime: '12:00' }));
    const ahead = times(
      whole(1.3, (day, minute) => inOffer(day) && minute >= 540 && minute < 720),
      mornings,
    );
    expect(meanOn(ahead, 0, 540, 720) / meanOn(ahead, 7, 540, 720)).toBeGreaterThan(1.2);
    expect(Math.abs(meanOn(ahead, 0, 780, 1080) / meanOn(ahead, 7, 780, 1080) - 1)).toBeLessThan(0.01);
  });

  it('follow a stated factor, which is taken out of the past', () => {
    const stated = offers.map((offer) => ({ ...offer, ahtFactor: 1.25 }));
    const ahead = times(longer, stated);
    expect(meanOn(ahead, 0) / meanOn(ahead, 7)).toBeCloseTo(1.25, 2);
    expect(Math.abs(meanOn(ahead, 7) / 300 - 1)).toBeLessThan(0.01);
  });

  it('share a day on which two events meet', () => {
    const bills = [3, 8, 12].map((week) => event({ date: dayText(7 * week), endDate: dayText(7 * week), name: 'bills', kind: 'billing' }));
    const ahead = times(longer, [...offers, ...bills, event({ name: 'bills', kind: 'billing' })]);
    expect(Math.abs(meanOn(ahead, 0) / meanOn(ahead, 7) / 1.25 - 1)).toBeLessThan(0.04);
  });

  it('cannot be stated as nothing', () => {
    expect(() => times(longer, [event({ ahtFactor: 0 })])).toThrow(/ahtFactor of "offer" must be a number above 0, got 0/);
  });
});
