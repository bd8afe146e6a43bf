import { tz } from '@date-fns/tz';
import { lightFormat } from 'date-fns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayDay, displayInstant } from '../../src/time/index.js';

const RUNS = { numRuns: 200, seed: 5 };

describe('displayInstant', () => {
  it('prints what date-fns prints for a zoned date', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2099, 11, 31) }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
        fc.constantFrom('yyyy-MM-dd HH:mm:ss', 'd HH:mm', 'dd/MM/yyyy'),
        (ms, zone, pattern) => {
          expect(displayInstant(zone, ms, pattern)).toBe(lightFormat(tz(zone)(ms), pattern));
        },
      ),
      RUNS,
    );
  });

  it('names weekdays and months as the calendar does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => {
        const date = new Date(day * 86_400_000);
        const part = (options: Intl.DateTimeFormatOptions): string => date.toLocaleDateString('en-US', { ...options, timeZone: 'UTC' });
        expect(displayDay(date.toISOString().slice(0, 10), 'EEE d MMM yyyy')).toBe(
          `${part({ weekday: 'short' })} ${date.getUTCDate()} ${part({ month: 'short' })} ${date.getUTCFullYear()}`,
        );
      }),
      RUNS,
    );
  });
});
