import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, jsonMarkup } from '../../src/report/html.js';

const anyText = fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '`', '\u0000', '\u0085', '\u202E', '\ud83d', '\ude00', 'é', 'a', '/', '!', '-') });

describe('laws of escaping', () => {
  it('no text can open a tag, end an attribute or smuggle a control character', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeText(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
        expect(escaped).not.toMatch(/\p{Cs}/u);
        expect([...escaped].some((character) => (character.codePointAt(0) as number) < 32 && !'\t\n'.includes(character))).toBe(false);
      }),
    );
  });

  it('JSON in a script element reads back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), anyText, (value, text) => {
        const markup = jsonMarkup({ value, text }).markup;
        expect(markup).not.toMatch(/[<>]/);
        expect(JSON.parse(markup)).toEqual(JSON.parse(JSON.stringify({ value, text })));
      }),
    );
  });
});
