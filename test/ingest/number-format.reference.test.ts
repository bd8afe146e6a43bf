/** Source: ECMA-376 part 1, 18.8.30 (formats by number), 18.8.31 (codes) and 18.17.4 (days from 1900 and 1904). Dates of serials are exact. */
import { describe, expect, it } from 'vitest';
import { builtInFormat, formatKind, numberText } from '../../src/ingest/number-format.js';
import { createXmlScanner } from '../../src/ingest/scan-xml.js';

describe('formats', () => {
  it.each([
    ['General', 'number'],
    ['0.00', 'number'],
    ['#,##0.00_);[Red](#,##0.00)', 'number'],
    ['0.00E+00', 'number'],
    ['0 "days"', 'number'],
    ['[$€-407] #,##0', 'number'],
    ['@', 'number'],
    ['0%', 'percent'],
    ['0.0 %;-0.0 %', 'percent'],
    ['m/d/yyyy', 'date'],
    ['[$-409]mmmm d, yyyy;@', 'date'],
    ['mmm-yy', 'date'],
    ['dddd', 'date'],
    ['yyyy"年"m"月"d"日"', 'date'],
    ['h:mm', 'time'],
    ['[$-F400]h:mm:ss AM/PM', 'time'],
    ['mm:ss.0', 'time'],
    ['dd.mm.yyyy\\ hh:mm', 'stamp'],
    ['yyyy-mm-dd"T"hh:mm:ss', 'stamp'],
    ['[h]:mm:ss', 'elapsed'],
    ['[mm]:ss', 'elapsed'],
    ['[Blue][hh]:mm', 'elapsed'],
  ])('%s is a %s', (code, kind) => expect(formatKind(code)).toBe(kind));

  it.each([
    [0, 'number'],
    [4, 'number'],
    [10, 'percent'],
    [14, 'date'],
    [20, 'time'],
    [22, 'stamp'],
    [46, 'elapsed'],
    [49, 'number'],
  ])('number %i, which no workbook spells out, is a %s', (id, kind) => expect(builtInFormat(id)).toBe(kind));
});

describe('numbers of cells', () => {
  it.each([
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['61', '1900-03-01'],
    ['36526', '2000-01-01'],
    ['46028.5', '2026-01-06T12:00:00'],
    ['2958465', '9999-12-31'],
  ])('%s days are %s', (raw, text) => expect(numberText(raw, 'date', false)).toBe(text));

  it('count from 1904 where the workbook says so', () => {
    expect(numberText('0', 'date', true)).toBe('1904-01-01');
    expect(numberText('35064', 'date', true)).toBe('2000-01-01');
  });

  it('are times, durations over a day, and stamps whose format hides the date', () => {
    expect(numberText('0.3402777777777778', 'time', false)).toBe('8:10:00');
    expect(numberText('1', 'time', false)).toBe('24:00:00');
    expect(numberText('1.0624999999999998', 'elapsed', false)).toBe('25:30:00');
    expect(numberText('0.0036168981481481482', 'elapsed', false)).toBe('0:05:12.500');
    expect(numberText('46028.34027777778', 'time', false)).toBe('2026-01-06T08:10:00');
    expect(numberText('46028', 'stamp', false)).toBe('2026-01-06T00:00:00');
  });

  it('lose what is behind the fifteenth digit, and keep what is no number', () => {
    expect(numberText('0.30000000000000004', 'number', false)).toBe('0.3');
    expect(numberText('1.7676E+12', 'number', false)).toBe('1767600000000');
    expect(numberText('0.85', 'percent', false)).toBe('85%');
    for (const raw of ['', ' ', 'abc', '1e999']) expect(numberText(raw, 'date', false)).toBe(raw);
    expect(numberText('-3', 'date', false)).toBe('-3');
  });
});

describe('XML of sheets', () => {
  const eventsOf = (xml: string, size: number): string => {
    let events = '';
    const scanner = createXmlScanner({
      open: (name, attributes) => (events += `<${name}${attributes.trim() === '' ? '' : ` ${attributes.trim()}`}>`),
      close: (name) => (events += `</${name}>`),
      text: (text) => (events += text),
    });
    for (let at = 0; at < xml.length; at += size) scanner.push(xml.slice(at, at + size));
    scanner.end();
    return events;
  };

  it.each([
    ['entities and characters by number', '<a>&lt;b&gt; &amp;amp; &#228;&#xE4; &nbsp; R&D</a>', '<a><b> &amp; ää &nbsp; R&D</a>'],
    ['prefixes, empty elements and brackets in attributes', `<x:c r="A>1" t='s'/><x:v />`, `<c r="A>1" t='s'></c><v></v>`],
    ['comments, instructions, definitions and CDATA', '<?xml version="1.0"?><!DOCTYPE a><a><!-- <b> --><![CDATA[<c> & d]]></a>', '<a><c> & d</a>'],
    ['an end that is cut off', '<a>text<b', '<a>text'],
  ])('gives %s, whatever the chunks', (_name, xml, events) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(eventsOf(xml, size), `chunks of ${size}`).toBe(events);
  });
});
