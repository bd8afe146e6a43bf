import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalendarEvent, History, QueueForecast, QueueHistory } from '../../src/core/index.js';
import { type Backtest, backtest, type DayRegressor, fitForecast, forecastFrom, reconcileForecasts } from '../../src/forecast/index.js';
import { dailyQueueOf, dayText, historyOf, MONDAY, noisy, officePattern, queueOf } from './make-history.js';

const DAYS = 98;
const first = ({ queues }: { readonly queues: readonly QueueForecast[] }): QueueForecast => queues[0] as QueueForecast;
const event = (day: number, fields: Partial<CalendarEvent> = {}): CalendarEvent => ({
  date: dayText(day),
  endDate: dayText(day),
  name: 'offer',
  kind: 'campaign',
  startTime: null,
  endTime: null,
  queue: null,
  effect: null,
  repeats: null,
  ...fields,
});
const office = (salt = 0, days = DAYS): QueueHistory =>
  queueOf((at) => noisy(officePattern(at), at.index + salt), { days, aht: ({ index }) => noisy(300, index + salt, 2) });
const EVENTS = [20, 41, 62, 90, 95].map((day) => event(day));
const LETTERS: DayRegressor = { name: 'letters', startDay: dayText(0), values: Array.from({ length: DAYS + 14 }, (_, d) => (d * 7) % 11) };

/** The entries from an index on, in another order; what is closed stays closed. */
function shuffledFrom(queue: QueueHistory, from: number, turn: number): QueueHistory {
  const open = queue.volume.flatMap((value, i) => (i >= from && value !== null ? [i] : []));
  const turned = <T>(column: readonly T[]): T[] => {
    const copy = [...column];
    open.forEach((i, k) => {
      copy[i] = column[open[(k * 7 + turn) % open.length] as number] as T;
    });
    return copy;
  };
  return { ...queue, volume: turned(queue.volume), ahtSeconds: turned(queue.ahtSeconds) };
}

describe('nothing after its origin reaches a forecast', () => {
  const forecastsOf = ({ queues }: Backtest): unknown =>
    queues.map(({ days, weights }) => [days.day, days.forecast, days.volumeLower, days.volumeUpper, weights]);

  it.each<[string, QueueHistory, number]>([
    ['intervals', office(), (DAYS - 7) * 48],
    ['days', dailyQueueOf(Array.from({ length: 140 }, (_, d) => noisy([90, 80, 70, 70, 60, 20, 10][d % 7] as number, d))), 133],
    ['weeks', { ...dailyQueueOf(Array.from({ length: 30 }, (_, i) => noisy(1000, i, 3))), grain: 'week' }, 28],
    [
      'months',
      {
        ...dailyQueueOf(
          Array.from({ length: 40 }, (_, i) => noisy(1000, i, 3)),
          'UTC',
          '2022-01-01',
        ),
        grain: 'month',
      },
      38,
    ],
  ])('of %s: the last fold put in another order changes none', async (_, queue, from) => {
    const options = { folds: 2, weeks: queue.grain === 'month' ? 8 : queue.grain === 'week' ? 2 : 1, events: EVENTS, regressors: [LETTERS] };
    const plain = forecastsOf(await backtest(historyOf([queue]), options));
    for (const turn of [1, 3]) expect(forecastsOf(await backtest(historyOf([shuffledFrom(queue, from, turn)]), options))).toEqual(plain);
  });

  it('future values of a regressor move only the days that they are about', () => {
    const changed = { ...LETTERS, values: LETTERS.values.map((value, d) => (d >= DAYS + 3 ? 11 - (value as number) : value)) };
    const ahead = (regressor: DayRegressor): QueueForecast =>
      first(forecastFrom(fitForecast(historyOf([office()]), { regressors: [regressor] }), { weeks: 2 }));
    const [before, after] = [ahead(LETTERS), ahead(changed)];
    expect(after.volume.slice(0, 3 * 48)).toEqual(before.volume.slice(0, 3 * 48));
    expect(after.volume).not.toEqual(before.volume);
  });

  it('an event ahead changes the handle times of its own hours alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 8, max: 16 }), fc.constantFrom('campaign', 'billing', 'holiday'), (day, hour, kind) => {
        const from = `${String(hour).padStart(2, '0')}:00`;
        const own = event(DAYS + day, {
          kind: kind as CalendarEvent['kind'],
          startTime: from,
          endTime: `${hour + 1}:00`,
          ahtFactor: 1.5,
          effect: { operation: 'scale', factor: 1 },
        });
        const plain = first(forecastFrom(fitForecast(historyOf([office()]), { events: EVENTS }), { weeks: 2 }));
        const informed = first(forecastFrom(fitForecast(historyOf([office()]), { events: [...EVENTS, own] }), { weeks: 2 }));
        plain.ahtSeconds.forEach((seconds, i) => {
          const inside = Math.floor(i / 48) === day && Math.floor((i % 48) / 2) === hour;
          if (seconds === null) expect(informed.ahtSeconds[i]).toBeNull();
          else expect((informed.ahtSeconds[i] as number) / seconds).toBeCloseTo(inside ? 1.5 : 1, 9);
        });
      }),
      { numRuns: 4, seed: 7 },
    );
  });
});

describe('scaling', () => {
  it('handle times scales their forecast and its bands', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 50, noNaN: true }), (factor) => {
        const queue = office();
        const scaled = { ...queue, ahtSeconds: queue.ahtSeconds.map((seconds) => (seconds === null ? null : seconds * factor)) };
        const [plain, other] = [queue, scaled].map((one) => first(forecastFrom(fitForecast(historyOf([one]), { events: EVENTS }), { weeks: 1 }))) as [
          QueueForecast,
          QueueForecast,
        ];
        plain.ahtSeconds.forEach((seconds, i) => {
          if (seconds === null) return;
          expect((other.ahtSeconds[i] as number) / (seconds * factor)).toBeCloseTo(1, 9);
          expect((other.bands[0]?.ahtUpper?.[i] as number) / ((plain.bands[0]?.ahtUpper?.[i] as number) * factor)).toBeCloseTo(1, 9);
        });
        expect(other.volume).toEqual(plain.volume);
      }),
      { numRuns: 4, seed: 7 },
    );
  });

  it('weekly and monthly totals scales their forecast', () => {
    fc.assert(
      fc.property(fc.constantFrom<'week' | 'month'>('week', 'month'), fc.integer({ min: 2, max: 1000 }), (grain, factor) => {
        const totals = Array.from({ length: 40 }, (_, i) => noisy(5000, i, 3) as number);
        const [plain, scaled] = [1, factor].map((f) =>
          first(
            forecastFrom(
              fitForecast(
                historyOf([
                  {
                    ...dailyQueueOf(
                      totals.map((value) => value * f),
                      'UTC',
                      '2022-08-01',
                    ),
                    grain,
                  },
                ]),
              ),
              { weeks: 9 },
            ),
          ),
        ) as [QueueForecast, QueueForecast];
        plain.volume.forEach((value, i) => {
          expect((scaled.volume[i] as number) / ((value as number) * factor)).toBeCloseTo(1, 3);
        });
      }),
      { numRuns: 6, seed: 7 },
    );
  });
});

/** Bounds from the widest lower to the widest upper with the value between, where known. */
function checkOrder(queue: QueueForecast): void {
  const [inner, outer] = queue.bands;
  queue.volume.forEach((value, i) => {
    const seconds = queue.ahtSeconds[i] ?? null;
    const rows = [
      [outer?.volumeLower[i], inner?.volumeLower[i], value, inner?.volumeUpper[i], outer?.volumeUpper[i]],
      [outer?.ahtLower?.[i], inner?.ahtLower?.[i], seconds, inner?.ahtUpper?.[i], outer?.ahtUpper?.[i]],
    ];
    for (const row of rows) {
      const known = row.filter((bound) => bound !== null && bound !== undefined) as number[];
      expect(known.every(Number.isFinite)).toBe(true);
      for (let b = 1; b < known.length; b += 1) expect(known[b] as number).toBeGreaterThanOrEqual((known[b - 1] as number) * (1 - 1e-9) - 1e-9);
      expect(known[0] ?? 0).toBeGreaterThanOrEqual(0);
    }
  });
}

describe('bands of volume and handle time never cross, whatever events and regressors say', () => {
  const some = fc.record({
    days: fc.integer({ min: 9, max: 100 }),
    level: fc.constantFrom(0.02, 1, 30),
    kind: fc.constantFrom<CalendarEvent['kind']>('holiday', 'campaign', 'billing', 'other', 'closure'),
    repeats: fc.constantFrom<CalendarEvent['repeats']>('weekly', 'monthly', null),
    startTime: fc.constantFrom(null, '09:00'),
    effect: fc.constantFrom<CalendarEvent['effect']>(
      null,
      { operation: 'scale', factor: 0 },
      { operation: 'add', contacts: -300 },
      { operation: 'scale', factor: 3 },
    ),
    ahtFactor: fc.constantFrom(null, 0.2, 3),
    values: fc.array(fc.oneof(fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 120 }),
    salt: fc.integer({ min: 0, max: 1e6 }),
  });

  it('in one queue', () => {
    fc.assert(
      fc.property(some, ({ days, level, values, salt, ...fields }) => {
        const queue = queueOf((at) => noisy(level, at.index + salt), { days, intervalSeconds: 7200, aht: ({ index }) => noisy(200, index + salt, 5) });
        const events = [event(3, fields), event(days + 2, { ...fields, name: 'other' })];
        const regressors = [{ name: 'any', startDay: dayText(0), values }];
        const queueAhead = first(forecastFrom(fitForecast(historyOf([queue]), { events, regressors, horizonDays: 9 }), { days: 9 }));
        checkOrder(queueAhead);
        queueAhead.volume.forEach((value, i) => {
          const product = Object.values(queueAhead.parts).reduce<number>((all, column) => all * ((column as (number | null)[])[i] ?? 1), 1);
          if (value !== null) expect(Math.abs(product - value)).toBeLessThanOrEqual(1e-6 * Math.max(1, value));
        });
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it('in reconciled queues, which add up', async () => {
    await fc.assert(
      fc.asyncProperty(some, async ({ days, level, values, salt, ...fields }) => {
        const queue = (name: string, share: number): QueueHistory =>
          queueOf((at) => noisy(level * share, at.index + salt), { days: days + 5, queue: name, intervalSeconds: 14_400 });
        const history: History = historyOf([queue('a', 1), queue('b', 0.3), { ...queue('c', 0.1), startMs: MONDAY }]);
        const { queues, sums } = await reconcileForecasts(history, { days: 5, events: [event(days + 6, { ...fields, queue: 'a' })] });
        for (const one of [...queues, ...sums.map(({ forecast }) => forecast)]) checkOrder(one);
        for (const { members, forecast } of sums) {
          forecast.volume.forEach((value, i) => {
            const added = members.reduce((sum, m) => sum + (queues[m]?.volume[i] ?? 0), 0);
            expect(Math.abs((value ?? 0) - added)).toBeLessThanOrEqual(1e-9 * Math.max(1, added));
          });
        }
      }),
      { numRuns: 6, seed: 7 },
    );
  });
});
