import { describe, expect, it } from 'vitest';
import { choiceOption, durationOption, levelsOption, numberOption, parseLocalTime, parseShare, parseTarget, sizeOption } from '../../src/cli/values.js';
import { visible } from '../../src/cli/wording.js';

describe('values on the command line', () => {
  it('shares are 0.85 or 85%, and nothing between is guessed', () => {
    expect(parseShare('--x', '0.85')).toBe(0.85);
    expect(parseShare('--x', '85%')).toBe(0.85);
    expect(parseShare('--x', '1')).toBe(1);
    expect(() => parseShare('--x', '85')).toThrow('--x must be a share such as 0.85 or 85%, got 85. Write 85% or 0.85.');
    for (const text of ['-0.1', '', '101%', 'half', '0,5']) expect(() => parseShare('--x', text), text).toThrow(/must be a share/);
  });

  it('targets are share and time', () => {
    const target = { serviceLevel: 0.8, answerWithinSeconds: 20 };
    for (const text of ['80/20', '0.8/20s', '80%/20']) expect(parseTarget(text), text).toEqual(target);
    expect(parseTarget('95/1min')).toEqual({ serviceLevel: 0.95, answerWithinSeconds: 60 });
    for (const text of ['80', '80/', '/20', '100/20', '80/20/3', 'x/20']) expect(() => parseTarget(text), text).toThrow(/--target must be/);
  });

  it('durations have units; a bare number is seconds, or what the option counts', () => {
    expect(durationOption({ aht: '240' }, 'aht')).toBe(240);
    expect(durationOption({ interval: '30' }, 'interval', 60)).toBe(1800);
    expect(durationOption({ timeLimit: '1h30min' }, 'time-limit')).toBe(5400);
    expect(durationOption({}, 'aht')).toBeUndefined();
    expect(() => durationOption({ aht: '' }, 'aht')).toThrow('--aht is empty');
    for (const text of ['0', '-5', 'soon']) expect(() => durationOption({ aht: text }, 'aht'), text).toThrow(/--aht must be a duration/);
  });

  it('sizes have units of a thousand; a bare number is bytes', () => {
    expect(sizeOption({ first: '1MB' }, 'first')).toBe(1_000_000);
    expect(sizeOption({ first: '1.5 kB' }, 'first')).toBe(1500);
    expect(sizeOption({ maxUnpacked: '2g' }, 'max-unpacked')).toBe(2e9);
    expect(sizeOption({ first: '800' }, 'first')).toBe(800);
    expect(sizeOption({}, 'first')).toBeUndefined();
    for (const text of ['0', '-1MB', '1TB', 'all']) expect(() => sizeOption({ first: text }, 'first'), text).toThrow(/--first must be a size/);
  });

  it('names out of a file cannot move the cursor of a terminal', () => {
    expect(visible('a\u001b[2Jb\u0007\u0090\u007f\tc\n')).toBe('a␛[2Jb␇\ufffd␡\tc\n');
  });

  it('numbers keep their limits', () => {
    expect(numberOption({ volume: '12.5' }, 'volume')).toBe(12.5);
    expect(() => numberOption({ weeks: '1.5' }, 'weeks', { whole: true })).toThrow('--weeks must be a whole number, 0 or more, got 1.5.');
    expect(() => numberOption({ weeks: '0' }, 'weeks', { whole: true, least: 1 })).toThrow(/1 or more/);
  });

  it('levels are percentages or shares', () => {
    expect(levelsOption({ levels: '80,95' })).toEqual([0.8, 0.95]);
    expect(levelsOption({ levels: '0.5, 99%' })).toEqual([0.5, 0.99]);
    expect(() => levelsOption({ levels: '80,100' })).toThrow(/--levels/);
  });

  it('choices name the nearest', () => {
    expect(choiceOption({ dateFormat: 'dayfirst' }, 'date-format', ['dayFirst', 'monthFirst'])).toBe('dayFirst');
    expect(() => choiceOption({ dateFormat: 'dayfrist' }, 'date-format', ['dayFirst', 'monthFirst'])).toThrow(/Did you mean dayFirst\?/);
  });

  it('local times are read in the zone, an offset wins', () => {
    const summer = Date.UTC(2026, 6, 1, 6, 30);
    expect(parseLocalTime('--until', '2026-07-01T08:30', 'Europe/Berlin')).toBe(summer);
    expect(parseLocalTime('--until', '2026-07-01 08:30:00', 'Europe/Berlin')).toBe(summer);
    expect(parseLocalTime('--until', '2026-07-01T06:30:00Z', 'Europe/Berlin')).toBe(summer);
    expect(parseLocalTime('--until', '2026-07-01', 'UTC')).toBe(Date.UTC(2026, 6, 1));
    for (const text of ['2026-02-30', '2026-07-01T25:00', 'tomorrow', '01.07.2026'])
      expect(() => parseLocalTime('--until', text, 'UTC'), text).toThrow(/--until must be a local time/);
  });
});
