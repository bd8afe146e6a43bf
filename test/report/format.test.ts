import { describe, expect, it } from 'vitest';
import { formatAmount, formatChange, formatGap, formatHours, formatNumber, formatSeconds, formatShare, formatTick, plural } from '../../src/report/format.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('figures for people', () => {
  it('keeps numbers beside an axis short', () => {
    expect([0, 0.25, 7.5, 950, 1500, 12_500, 250_000, 1_500_000].map(formatTick)).toEqual(['0', '0.25', '7.5', '950', '1,500', '12.5k', '250k', '1.5M']);
  });

  it('sets thousands apart and knows no minus zero', () => {
    expect(formatNumber(1234567)).toBe('1,234,567');
    expect(formatNumber(1234.56, 1)).toBe('1,234.6');
    expect(formatNumber(-0.2)).toBe('0');
    expect(formatNumber(-1234)).toBe('−1,234');
    expect(formatNumber(null)).toBe('–');
    expect(formatAmount(7.46)).toBe('7.5');
    expect(formatAmount(7)).toBe('7');
    expect(formatAmount(746.4)).toBe('746');
  });

  it('writes shares in percent and never rounds an incomplete one up to 100 %', () => {
    expect(plain(formatShare(0.8))).toBe('80 %');
    expect(plain(formatShare(0.8134, 1))).toBe('81.3 %');
    expect(plain(formatShare(0.9999))).toBe('99 %');
    expect(plain(formatShare(0.9999, 1))).toBe('99.9 %');
    expect(plain(formatShare(1))).toBe('100 %');
    expect(formatShare(null)).toBe('–');
  });

  it('writes durations in minutes and seconds, hours and minutes', () => {
    expect(plain(formatSeconds(200))).toBe('3 min 20 s');
    expect(plain(formatSeconds(59.6))).toBe('1 min');
    expect(plain(formatSeconds(3.14))).toBe('3.1 s');
    expect(plain(formatSeconds(3599.6))).toBe('1 h');
    expect(plain(formatSeconds(7500))).toBe('2 h 5 min');
    expect(formatSeconds(null)).toBe('–');
  });

  it('does not call a small gap none', () => {
    expect(plain(formatGap(0))).toBe('0 %');
    expect(plain(formatGap(0.0001))).toBe('under 0.1 %');
    expect(plain(formatGap(0.0136))).toBe('1.4 %');
  });

  it('writes changes with their sign, hours and plurals', () => {
    expect(plain(formatChange(0.252))).toBe('+25 %');
    expect(plain(formatChange(-0.12))).toBe('−12 %');
    expect(plain(formatHours(37.5))).toBe('37.5 h');
    expect(plural(1, 'person', 'people')).toBe('1 person');
    expect(plural(1200, 'person', 'people')).toBe('1,200 people');
  });
});
