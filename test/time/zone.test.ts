import { describe, expect, it } from 'vitest';
import {
  checkZone,
  dayStartMs,
  displayDay,
  displayInstant,
  formatInstant,
  gridClock,
  instantOf,
  isZone,
  localDays,
  localKind,
  openMask,
  toInstantMs,
  weekdayOf,
} from '../../src/time/index.js';

const hours = (from: number, to: number): number => (to - from) / 3_600_000;

describe('days on which the clock changes', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Asia/Kathmandu', '2026-03-29', 24],
    ['America/Sao_Paulo', '2018-11-04', 23],
  ])('in %s, %s lasts %d hours', (zone, day, length) => {
    const [only] = localDays(zone, day, new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10));
    expect(hours(only?.startMs ?? 0, only?.endMs ?? 0)).toBe(length);
  });

  it('a day that begins with a gap starts at its first instant', () => {
    expect(formatInstant('America/Sao_Paulo', dayStartMs('America/Sao_Paulo', '2018-11-04'))).toBe('2018-11-04T01:00:00-02:00');
  });

  it('a day that the calendar left out has no length', () => {
    const [skipped] = localDays('Pacific/Apia', '2011-12-30', '2011-12-31');
    expect(hours(skipped?.startMs ?? 0, skipped?.endMs ?? 0)).toBe(0);
    expect(localKind('Pacific/Apia', Date.UTC(2011, 11, 30, 12))).toBe('skipped');
  });

  it('skipped readings move forward, doubled ones take the pass asked for', () => {
    const reading = Date.UTC(2026, 9, 25, 2, 30);
    expect(formatInstant('Europe/Berlin', toInstantMs('Europe/Berlin', reading, 'earlier') as number)).toBe('2026-10-25T02:30:00+02:00');
    expect(formatInstant('Europe/Berlin', toInstantMs('Europe/Berlin', reading, 'later') as number)).toBe('2026-10-25T02:30:00+01:00');
    expect(toInstantMs('Europe/Berlin', reading, 'reject')).toBeNull();
    expect(formatInstant('Europe/Berlin', instantOf('Europe/Berlin', '2026-03-29', 150))).toBe('2026-03-29T03:30:00+02:00');
    expect(formatInstant('Europe/Berlin', instantOf('Europe/Berlin', '2026-12-07', 1500))).toBe('2026-12-08T01:00:00+01:00');
  });
});

describe('grids', () => {
  it('read the clock of each interval: weekday 0 is Monday, a doubled hour stands twice', () => {
    const clock = gridClock('Europe/Berlin', Date.parse('2026-10-24T23:00Z'), 3600, 5);
    expect([...clock.minutes]).toEqual([60, 120, 120, 180, 240]);
    expect([...clock.weekdays]).toEqual([6, 6, 6, 6, 6]);
    expect(weekdayOf('2026-12-07')).toBe(0);
  });

  it('know opening hours, also past midnight', () => {
    const night = [{ fromMinute: 1320, toMinute: 1560 }];
    const mask = openMask([night, [], [], [], [], [], []], 'UTC', Date.UTC(2026, 11, 7, 21), 3600, 7);
    expect(mask).toEqual([false, true, true, true, true, false, false]);
  });
});

describe('zone names', () => {
  it('are known or refused with the nearest one', () => {
    expect([isZone('Europe/Berlin'), isZone('UTC'), isZone('Nowhere/City'), isZone('')]).toEqual([true, true, false, false]);
    expect(() => checkZone('zone', 'Berlin')).toThrow('Did you mean Europe/Berlin?');
    expect(() => checkZone('zone', 'Europe/Berln')).toThrow('Did you mean Europe/Berlin?');
    expect(() => checkZone('zone', 7)).toThrow('IANA zone name');
  });
});

describe('display', () => {
  it('writes days and instants for people', () => {
    expect(displayDay('2026-12-07')).toBe('Mon 7 Dec 2026');
    expect(displayInstant('Asia/Kathmandu', Date.UTC(2026, 11, 7))).toBe('Mon 7 Dec 05:45');
  });
});
