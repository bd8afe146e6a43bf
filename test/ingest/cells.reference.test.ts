/** Spellings of durations with the seconds they mean, from test/fixtures/exports/generic-duration-zoo.csv (constructed by hand). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDurationCell } from '../../src/ingest/cell-duration.js';
import { decideNumberStyle, parseNumberCell } from '../../src/ingest/cell-number.js';
import { createWhenReader, parseClock, parseClockRange } from '../../src/ingest/cell-when.js';
import { tokenize } from '../../src/ingest/tokenizer.js';

const zoo = tokenize(readFileSync(join(import.meta.dirname, '../fixtures/exports/generic-duration-zoo.csv'), 'utf8'), ',')
  .slice(1)
  .map(({ cells }) => cells as [string, string, string])
  .filter(([label]) => label !== undefined && label !== '');

/** These need a unit from header, vendor or plausibility; see settle-units. */
const NEEDS_UNIT = ['milliseconds (by header/vendor only)', 'excel day fraction'];

describe('parseDurationCell', () => {
  it.each(zoo.filter(([label]) => !NEEDS_UNIT.includes(label)))('reads %s (%s)', (_label, value, seconds) => {
    const cell = parseDurationCell(value, value.includes(',') ? 'comma' : 'dot');
    if (seconds === '') expect(cell.shape).toBe('blank');
    else expect(cell.value).toBeCloseTo(Number(seconds), 9);
  });

  it('tells two-part clocks, whose unit is open, from exact ones', () => {
    expect(parseDurationCell('5:12', 'dot').shape).toBe('twoPart');
    expect(parseDurationCell('0:05:12', 'dot').shape).toBe('exact');
  });

  it.each(['5:99', '1:60:00', 'abc', '-5', '12 parsecs'])('refuses %s', (text) => expect(parseDurationCell(text, 'dot').shape).toBe('unreadable'));
});

describe('parseNumberCell', () => {
  it.each([
    ['1,031', 'dot', 1031],
    ['1.031', 'comma', 1031],
    ['1.031,5', 'comma', 1031.5],
    ['1,031.5', 'dot', 1031.5],
    ['12,34,567', 'dot', 1234567], // Indian grouping
    ["1'234", 'dot', 1234],
    ['1 234', 'comma', 1234],
    ['85,0 %', 'comma', 85],
    ['(12)', 'dot', -12],
    ['-3', 'dot', -3],
    ['12.5', 'comma', 12.5],
    ['1e3', 'dot', 1000],
  ] as const)('reads %s with decimal %s as %d', (text, style, value) => expect(parseNumberCell(text, style)).toBe(value));

  it.each(['', ' ', '-', '--', 'N/A', 'n/a', 'null', '#N/A'])('takes %j for blank', (text) => expect(parseNumberCell(text, 'dot')).toBeNull());

  it.each(['abc', '1,2,3', '12:30', '1.2.3', '=1+1', '0x10', 'Infinity'])('refuses %s', (text) => expect(parseNumberCell(text, 'dot')).toBeNaN());
});

describe('decideNumberStyle', () => {
  it('takes proof from any cell before habit', () => {
    expect(decideNumberStyle(['1.031', '312,5'], ',')).toBe('comma');
    expect(decideNumberStyle(['1.031', '312.5'], ';')).toBe('dot');
    expect(decideNumberStyle(['1.031'], ';')).toBe('comma');
    expect(decideNumberStyle(['1.031'], ',')).toBe('dot');
  });
});

describe('createWhenReader', () => {
  const iso = (text: string, order: 'dayFirst' | 'monthFirst' | null = null): string => new Date(createWhenReader(order).stamp(text)).toISOString();

  it.each([
    ['2026-01-05 08:00', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T08:00:04.120', '2026-01-05T08:00:04.120Z'],
    ['2026-01-05T08:00:00Z', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T08:00:00+02:00', '2026-01-05T06:00:00.000Z'],
    ['2026-01-05 08:00:00 -0330', '2026-01-05T11:30:00.000Z'],
    ['2026/01/05 08:00', '2026-01-05T08:00:00.000Z'],
    ['20260105', '2026-01-05T00:00:00.000Z'],
    ['05.01.2026 08:00', '2026-01-05T08:00:00.000Z'],
    ['5.1.26 08:00', '2026-01-05T08:00:00.000Z'],
    ['13/01/2026 12:00 AM', '2026-01-13T00:00:00.000Z'],
    ['1/13/26 12:30 PM', '2026-01-13T12:30:00.000Z'],
    ['Mon, 05 Jan 2026 08:00:04', '2026-01-05T08:00:04.000Z'],
    ['05 Jan 2026 08:00 PM', '2026-01-05T20:00:00.000Z'],
    ['January 5, 2026 8:00 am', '2026-01-05T08:00:00.000Z'],
    ['5. März 2026 08:00', '2026-03-05T08:00:00.000Z'],
    ['5 de enero de 2026', '2026-01-05T00:00:00.000Z'],
    ['05-Feb-26', '2026-02-05T00:00:00.000Z'],
    ['Mon 01/05/2026', '2026-01-05T00:00:00.000Z'], // 5 January 2026 is a Monday, 1 May is not
    ['2026-01-05 24:00', '2026-01-06T00:00:00.000Z'],
    ['2026-W02', '2026-01-05T00:00:00.000Z'],
    ['2026-03', '2026-03-01T00:00:00.000Z'],
    ['08h30', 'none'],
  ])('reads %s', (text, expected) => {
    if (expected === 'none') expect(createWhenReader(null).stamp(text)).toBeNaN();
    else expect(iso(text)).toBe(expected);
  });

  it.each(['2026-02-30 08:00', '31/04/2026', '2026-13-01', 'yesterday', '2026-01-05 25:00', '2026-01-05 08:61', '', '32.01.2026'])('refuses %j', (text) =>
    expect(createWhenReader(null).stamp(text)).toBeNaN(),
  );

  it('marks what could be read in both orders until a date proves one', () => {
    const reader = createWhenReader(null);
    reader.stamp('05/01/2026 08:00');
    expect(reader.swappable).toBe(true);
    reader.stamp('13/01/2026 08:00');
    expect(reader.order).toBe('dayFirst');
    expect(reader.stamp('06/01/2026 08:00')).toBe(Date.UTC(2026, 0, 6, 8));
    expect(reader.swappable).toBe(false);
  });

  it('refuses a date that contradicts the proven order', () => {
    const reader = createWhenReader('monthFirst');
    expect(reader.stamp('13/01/2026')).toBeNaN();
  });
});

describe('parseClock and parseClockRange', () => {
  const minutes = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 60_000);

  it.each([
    ['9:00-9:30AM', 540, 570],
    ['11:30-12:00PM', 690, 720],
    ['12:30-1:00PM', 750, 780],
    ['11:30PM-12:00AM', 1410, 1440],
    ['23:30-24:00', 1410, 1440],
    ['23:30 – 00:00', 1410, 1440],
    ['08:00 to 08:30', 480, 510],
    ['08:00 bis 08:30', 480, 510],
  ])('reads the range %s', (text, start, end) => {
    const range = parseClockRange(text);
    expect([minutes(range?.startMs), minutes(range?.endMs)]).toEqual([start, end]);
  });

  it.each([
    ['12:00 AM', 0],
    ['12:00 PM', 720],
    ['12:05 a.m.', 5],
    ['24:00', 1440],
    ['08:15 Uhr', 495],
  ])('reads the time %s', (text, at) => expect(minutes(parseClock(text).ms)).toBe(at));

  it.each(['25:00', '13:00 PM', '8', '8:5'])('refuses the time %s', (text) => expect(parseClock(text).ms).toBeNaN());
});
