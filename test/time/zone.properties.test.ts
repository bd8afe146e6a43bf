/** Oracle: temporal-polyfill 1.0, an independent implementation of Temporal. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayStartMs,
  daysBetween,
  formatInstant,
  localDayOf,
  localKind,
  localMinuteOf,
  toInstantMs,
  toLocalMs,
  weekdayOf,
  zoneOffsetMs,
} from '../../src/time/index.js';

const zone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'America/Havana',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Asia/Gaza',
  'Asia/Pyongyang',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Antarctica/Troll',
);
const instant = fc.integer({ min: Date.UTC(1995, 0, 1) / 1000, max: Date.UTC(2036, 0, 1) / 1000 }).map((seconds) => seconds * 1000);
const clock = instant.map((ms) => Math.floor(ms / 900_000) * 900_000);

/** Instants near a change of the clock, which random ones seldom are. */
const nearChange = fc.tuple(zone, instant, fc.integer({ min: -200, max: 200 })).map(([name, from, quarters]): [string, number] => {
  const next = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(name).getTimeZoneTransition('next');
  return [name, (next === null ? from : next.epochMilliseconds) + quarters * 900_000];
});
const moment = fc.oneof(fc.tuple(zone, instant), nearChange);

const plain = (clockMs: number): Temporal.PlainDateTime => Temporal.Instant.fromEpochMilliseconds(clockMs).toZonedDateTimeISO('UTC').toPlainDateTime();

describe('zones agree with Temporal', () => {
  it('on offsets', () => {
    fc.assert(
      fc.property(moment, ([name, ms]) => {
        expect(zoneOffsetMs(name, ms)).toBe(Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(name).offsetNanoseconds / 1e6);
      }),
      { numRuns: 600 },
    );
  });

  it('on instants of clock readings, doubled and skipped ones included', () => {
    const reading = fc.oneof(
      fc.tuple(zone, clock),
      nearChange.map(([name, ms]): [string, number] => [name, toLocalMs(name, ms)]),
    );
    fc.assert(
      fc.property(reading, ([name, clockMs]) => {
        const local = plain(clockMs);
        const at = (disambiguation: 'earlier' | 'later' | 'compatible'): number => local.toZonedDateTime(name, { disambiguation }).epochMilliseconds;
        const [earlier, later] = [at('earlier'), at('later')];
        const kind = localKind(name, clockMs);
        if (kind === 'skipped') {
          expect(toInstantMs(name, clockMs, 'earlier')).toBe(at('compatible')); // moved forward by the length of the gap
          expect(toInstantMs(name, clockMs, 'reject')).toBeNull();
        } else {
          expect(toInstantMs(name, clockMs, 'earlier')).toBe(earlier);
          expect(toInstantMs(name, clockMs, 'later')).toBe(later);
          expect(kind).toBe(earlier === later ? 'unique' : 'doubled');
        }
      }),
      { numRuns: 600 },
    );
  });

  it('on the first instant of a local day', () => {
    fc.assert(
      fc.property(moment, ([name, ms]) => {
        const day = localDayOf(name, ms);
        expect(day).toBe(Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(name).toPlainDate().toString());
        expect(dayStartMs(name, day)).toBe(Temporal.PlainDate.from(day).toZonedDateTime(name).epochMilliseconds);
      }),
      { numRuns: 200 },
    );
  });

  it('on local text with offset', () => {
    fc.assert(
      fc.property(moment, ([name, ms]) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(name).toString({ smallestUnit: 'second', timeZoneName: 'never' });
        expect(formatInstant(name, ms)).toBe(expected);
        expect(Date.parse(formatInstant(name, ms))).toBe(Math.floor(ms / 1000) * 1000);
      }),
    );
  });

  it('on weekdays and distances of days', () => {
    const day = fc.integer({ min: -20_000, max: 40_000 }).map((number) => addDays('1970-01-01', number));
    fc.assert(
      fc.property(day, fc.integer({ min: -4000, max: 4000 }), (from, count) => {
        expect(weekdayOf(from)).toBe(Temporal.PlainDate.from(from).dayOfWeek - 1);
        expect(addDays(from, count)).toBe(Temporal.PlainDate.from(from).add({ days: count }).toString());
        expect(daysBetween(from, addDays(from, count))).toBe(count);
      }),
    );
  });

  it('clock and instant go back and forth for every reading that exists once', () => {
    fc.assert(
      fc.property(moment, ([name, ms]) => {
        const local = toLocalMs(name, ms);
        if (localKind(name, local) === 'unique') expect(toInstantMs(name, local)).toBe(ms);
        expect(localMinuteOf(name, ms)).toBe(Math.floor((((local % 86_400_000) + 86_400_000) % 86_400_000) / 60_000));
      }),
    );
  });
});
