import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type QueueHistory, resolvePlan, type WeekHours } from '../../src/core/index.js';
import { aggregate, classifyGaps, dayTotals, formatOpeningHours, inferOpeningHours, maskOfRanges, rangesWhere } from '../../src/series/index.js';
import { openMask } from '../../src/time/index.js';

const series = (volume: readonly (number | null)[], more: Partial<QueueHistory> = {}): QueueHistory => {
  const nulls = volume.map(() => null);
  return {
    queue: 'a',
    channel: 'voice',
    zone: 'UTC',
    grain: 'interval',
    startMs: Date.UTC(2026, 0, 5),
    intervalSeconds: 1800,
    volume,
    handled: nulls,
    abandoned: nulls,
    shortAbandoned: nulls,
    ahtSeconds: nulls,
    meanWaitSeconds: nulls,
    closed: [],
    bookedAt: 'arrival',
    ...more,
  };
};

const MINUTES = 1440;
const hoursOf = (open: string, ...days: number[]): WeekHours => {
  const [from, to] = open.split('-').map((clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) as [number, number];
  return Array.from({ length: 7 }, (_, day) => (days.includes(day) ? [{ fromMinute: from, toMinute: to }] : []));
};

/** Volumes of whole days under weekly hours. */
function centre(hours: WeekHours, days: number, zone: string, startMs: number, intervalSeconds = 1800): (number | null)[] {
  const mask = openMask(hours, zone, startMs, intervalSeconds, (days * 86_400) / intervalSeconds);
  return mask.map((open) => (open ? 5 : null));
}

describe('classifyGaps', () => {
  const input = (volume: readonly (number | null)[], sparse = false) => ({ zone: 'UTC', startMs: Date.UTC(2026, 0, 5), intervalSeconds: 1800, volume, sparse });
  const office = hoursOf('08:00-18:00', 0, 1, 2, 3, 4);

  it('calls what is always absent closed, and an absence from the usual missing', () => {
    const volume = centre(office, 56, 'UTC', Date.UTC(2026, 0, 5));
    const full = classifyGaps(input(volume));
    expect(new Set(full)).toEqual(new Set(['known', 'closed']));
    const tuesday = 48 * 8;
    const torn = volume.map((value, i) => ((i >= tuesday && i < tuesday + 48) || i === 48 * 21 + 20 ? null : value));
    const states = classifyGaps(input(torn));
    torn.forEach((value, i) => {
      expect(states[i]).toBe(value !== null ? 'known' : volume[i] === null ? 'closed' : 'missing');
    });
  });

  it('follows hours that change: new evenings were closed before and are missed after', () => {
    const early = centre(office, 56, 'UTC', Date.UTC(2026, 0, 5));
    const late = centre(hoursOf('08:00-20:00', 0, 1, 2, 3, 4), 56, 'UTC', Date.UTC(2026, 2, 2));
    const evening = 38; // 19:00
    const states = classifyGaps(input([...early, ...late.map((value, i) => (i === 48 * 29 + evening ? null : value))]));
    expect(states[48 * 15 + evening]).toBe('closed');
    expect(states[48 * (56 + 29) + evening]).toBe('missing');
  });

  it('bridges weeks without any data: they are missing where the queue is open', () => {
    const volume = centre(office, 70, 'UTC', Date.UTC(2026, 0, 5)).map((value, i) => (i >= 48 * 21 && i < 48 * 42 ? null : value));
    const states = classifyGaps(input(volume));
    expect(states[48 * 28 + 20]).toBe('missing');
    expect(states[48 * 28 + 10]).toBe('closed');
    expect(states[48 * 33 + 20]).toBe('closed'); // a Saturday
  });

  it('in sparse sources, takes quiet intervals for zeros and a busy weekday without a contact for missing', () => {
    const volume = centre(office, 56, 'UTC', Date.UTC(2026, 0, 5)).map((value, i) => (value !== null && (i * 7) % 3 !== 0 ? 1 : null));
    const torn = volume.map((value, i) => (i >= 48 * 15 && i < 48 * 16 ? null : value));
    const states = classifyGaps(input(torn, true));
    const slot = (day: number, k: number): string | undefined => states[48 * day + k];
    expect(slot(14, 21)).toBe('zero');
    expect(slot(15, 20)).toBe('missing');
    expect([slot(14, 10), slot(14, 40), slot(19, 20)]).toEqual(['closed', 'closed', 'closed']);
  });
});

describe('inferOpeningHours', () => {
  const week = fc
    .array(fc.option(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 2, max: 8 }))), { minLength: 7, maxLength: 7 })
    .map((days): WeekHours => days.map((day) => (day === null ? [] : [{ fromMinute: day[0] * 30, toMinute: Math.min(MINUTES, (day[0] + day[1]) * 30) }])));

  it('gives back the hours under which a series was made, in any zone', () => {
    fc.assert(
      fc.property(
        week.filter((hours) => hours.some((ranges) => ranges.length > 0)),
        fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York'),
        (hours, zone) => {
          const startMs = Date.UTC(2026, 4, 4, zone === 'UTC' ? 0 : zone === 'Asia/Kolkata' ? 18 : 4, zone === 'Asia/Kolkata' ? 30 : 0);
          const volume = centre(hours, 63, zone, startMs);
          expect(inferOpeningHours(series(volume, { zone, startMs }))).toEqual(hours);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('looks at the last weeks: hours that were given up do not count', () => {
    const volume = [
      ...centre(hoursOf('08:00-20:00', 0, 1, 2, 3, 4, 5), 84, 'UTC', Date.UTC(2026, 0, 5)),
      ...centre(hoursOf('08:00-18:00', 0, 1, 2, 3, 4), 84, 'UTC', Date.UTC(2026, 2, 30)),
    ];
    expect(formatOpeningHours(inferOpeningHours(series(volume)))).toEqual({ 'mon-fri': ['08:00-18:00'] });
  });

  it('is not misled by one holiday or one extra Saturday', () => {
    const volume = centre(hoursOf('08:00-18:00', 0, 1, 2, 3, 4), 56, 'UTC', Date.UTC(2026, 0, 5)).map((value, i) => {
      if (i >= 48 * 49 && i < 48 * 50) return null;
      return i >= 48 * 40 + 18 && i < 48 * 40 + 24 ? 3 : value;
    });
    expect(formatOpeningHours(inferOpeningHours(series(volume)))).toEqual({ 'mon-fri': ['08:00-18:00'] });
  });

  it('takes coarser grains for open all week', () => {
    expect(formatOpeningHours(inferOpeningHours(series([1, 2], { grain: 'day', intervalSeconds: null, startDay: '2026-01-05' })))).toEqual({
      'mon-sun': ['00:00-24:00'],
    });
  });
});

describe('formatOpeningHours', () => {
  it('spells hours so that plan.json reads them back', () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 1380 }), fc.integer({ min: 15, max: 900 }))
      .map(([from, length]) => ({ fromMinute: from, toMinute: Math.min(from + length, from + 1439) }));
    const week = fc.array(fc.array(range, { maxLength: 1 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(week, (hours) => {
        const plan = resolvePlan({ zone: 'UTC', queues: { a: { openingHours: formatOpeningHours(hours) } } });
        expect(plan.queues[0]?.openingHours).toEqual(hours);
      }),
    );
  });

  it('groups neighbouring days and lists others', () => {
    expect(formatOpeningHours(hoursOf('09:00-14:30', 0, 2, 4, 5, 6))).toEqual({ 'mon,wed,fri-sun': ['09:00-14:30'] });
    expect(() => formatOpeningHours([])).toThrow('7 weekdays');
  });
});

describe('aggregate', () => {
  it('adds counts and weights handle times by handled contacts', () => {
    const hour = aggregate(
      series([4, 6, null, 2], { handled: [3, 6, null, 2], ahtSeconds: [300, 150, null, 100], meanWaitSeconds: [10, 20, null, 5], closed: [[2, 3]] }),
      3600,
    );
    expect(hour).toMatchObject({ intervalSeconds: 3600, volume: [10, 2], handled: [9, 2], ahtSeconds: [200, 100], meanWaitSeconds: [16, 5], closed: [] });
  });

  it('keeps closed closed and missing missing', () => {
    const hour = aggregate(series([null, null, 3, null, 1, 1], { closed: [[0, 2]] }), 3600);
    expect(hour).toMatchObject({ volume: [null, null, 2], closed: [[0, 1]] });
  });

  it('aligns long intervals to the local clock, also in zones off the hour', () => {
    const startMs = Date.UTC(2026, 0, 5, 18, 45); // 00:30 in Kathmandu
    const hour = aggregate(series([1, 2, 3], { zone: 'Asia/Kathmandu', startMs }), 3600);
    expect(hour).toMatchObject({ startMs: startMs - 1_800_000, volume: [1, 5] });
  });

  it('never changes the sum of contacts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(1, 2, 3, 4, 8),
        fc.integer({ min: 0, max: 47 }),
        (volume, factor, shift) => {
          const total = (values: readonly (number | null)[]): number => values.reduce((sum: number, value) => sum + (value ?? 0), 0);
          const history = series(volume, { startMs: Date.UTC(2026, 0, 5) + shift * 1_800_000 });
          expect(total(aggregate(history, 1800 * factor).volume)).toBe(total(volume));
        },
      ),
    );
  });

  it('refuses lengths that are no multiple, and coarser grains', () => {
    expect(() => aggregate(series([1]), 2700)).toThrow('multiple');
    expect(() => aggregate(series([1], { grain: 'day', intervalSeconds: null }), 3600)).toThrow('grid');
  });
});

describe('dayTotals', () => {
  it('counts local days with what is known about them', () => {
    const history = series([1, null, 2, ...new Array<number>(45).fill(0), 7], { zone: 'UTC', closed: [[1, 2]] });
    expect(dayTotals(history)).toEqual([
      { day: '2026-01-05', volume: 3, known: 47, closed: 1, missing: 0 },
      { day: '2026-01-06', volume: 7, known: 1, closed: 0, missing: 0 },
    ]);
    expect(dayTotals(series([3, null], { grain: 'day', intervalSeconds: null, startDay: '2026-03-01' }))).toEqual([
      { day: '2026-03-01', volume: 3, known: 1, closed: 0, missing: 0 },
      { day: '2026-03-02', volume: null, known: 0, closed: 0, missing: 1 },
    ]);
  });
});

describe('ranges', () => {
  it('turn into masks and back', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (flags) => {
        const mask = maskOfRanges(
          rangesWhere(flags.length, (i) => flags[i] === true),
          flags.length,
        );
        expect([...mask].map((value) => value === 1)).toEqual(flags);
      }),
    );
  });
});
