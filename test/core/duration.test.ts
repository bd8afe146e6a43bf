import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatDuration, nearestName, parseDuration } from '../../src/core/index.js';

it.each<[string, number | null]>([
  ['20s', 20],
  ['30min', 1800],
  ['5h30min', 19800],
  ['1.5h', 5400],
  ['45', 45],
  [' 2 h ', 7200],
  ['', null],
  ['-5s', null],
  ['20 parsecs', null],
  ['1e3s', null],
])('parseDuration reads %j as %j', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

it('a bare number can stand for minutes', () => expect(parseDuration('30', 60)).toBe(1800));

it('what formatDuration writes, parseDuration reads back', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => parseDuration(formatDuration(seconds)) === seconds));
});

it('nearestName finds slips and leaves strangers alone', () => {
  expect(nearestName('servicelevel', ['serviceLevel', 'asa'])).toBe('serviceLevel');
  expect(nearestName('qzxw', ['channel', 'skill'])).toBeNull();
});
