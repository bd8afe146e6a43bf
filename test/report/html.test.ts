import { describe, expect, it } from 'vitest';
import { escapeText, html, isolated, jsonMarkup, named } from '../../src/report/html.js';
import { HOSTILE } from './sample-plan-result.js';

describe('html', () => {
  it('escapes whatever is put into a template unless it is markup', () => {
    expect(html`<b title="${HOSTILE.attribute}">${HOSTILE.script}</b>`.markup).toBe(
      '<b title="&quot;&gt;&lt;img src=x onerror=alert(2)&gt;">&lt;script&gt;alert(1)&lt;/script&gt;</b>',
    );
    expect(html`<p>${html`<i>${'a & b'}</i>`}</p>`.markup).toBe('<p><i>a &amp; b</i></p>');
  });

  it('joins lists and leaves out what is not there', () => {
    expect(html`<ul>${[html`<li>1</li>`, html`<li>2</li>`]}${null}${undefined}${false}</ul>`.markup).toBe('<ul><li>1</li><li>2</li></ul>');
    expect(html`${0}`.markup).toBe('0');
  });

  it('shows control characters as visible stand-ins, since HTML forbids them', () => {
    expect(escapeText(HOSTILE.control)).toBe('bell␇null␀end\uFFFD');
    expect(escapeText('tab\tand\nline')).toBe('tab\tand\nline');
    expect(escapeText('delete\u007F, noncharacter\uFDD0')).toBe('delete␡, noncharacter\uFFFD');
  });

  it('replaces half a surrogate pair and keeps whole ones', () => {
    expect(escapeText(HOSTILE.half)).toBe('half \uFFFD pair');
    expect(escapeText(HOSTILE.emoji)).toBe(HOSTILE.emoji);
  });

  it('keeps the direction of a foreign name to itself', () => {
    expect(named(HOSTILE.bidi).markup).toBe(`<bdi>${HOSTILE.bidi}</bdi>`);
    expect(isolated('a')).toBe('\u2068a\u2069');
  });

  it('writes JSON that cannot end its script element', () => {
    const text = jsonMarkup({ name: HOSTILE.closing, line: '\u2028' }).markup;
    expect(text).not.toMatch(/[<>\u2028]/);
    expect(JSON.parse(text)).toEqual({ name: HOSTILE.closing, line: '\u2028' });
  });
});
