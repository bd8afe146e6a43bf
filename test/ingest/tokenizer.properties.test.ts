/** Oracle: papaparse 5.7, an independent CSV parser. */
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { createTokenizer, tokenize } from '../../src/ingest/tokenizer.js';

const delimiter = fc.constantFrom(',', ';', '\t', '|');
const cell = fc.string({ unit: fc.constantFrom('a', 'é', '1', ' ', '"', ',', ';', '\t', '|', '\n', '\r\n', "'"), maxLength: 8 });
const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });

const write = (table: readonly (readonly string[])[], by: string): string =>
  table.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(by)).join('\n');

const inPieces = (text: string, by: string, cuts: readonly number[]): { cells: readonly string[]; row: number }[] => {
  const found: { cells: readonly string[]; row: number }[] = [];
  const tokenizer = createTokenizer(by, (cells, row) => found.push({ cells, row }));
  let from = 0;
  for (const cut of [...cuts.map((share) => Math.floor(share * text.length)), text.length].sort((a, b) => a - b)) {
    tokenizer.push(text.slice(from, cut));
    from = Math.max(from, cut);
  }
  tokenizer.end();
  return found;
};

describe('tokenizer', () => {
  it('gives back every quoted table', () => {
    fc.assert(
      fc.property(rows, delimiter, (table, by) => {
        expect(tokenize(write(table, by), by).map(({ cells }) => cells)).toEqual(table);
      }),
    );
  });

  it('agrees with papaparse on well-formed text, quoted or bare', () => {
    const bare = fc.string({ unit: fc.constantFrom('a', 'b', '1', '.', ' '), maxLength: 6 });
    const mixed = fc.array(
      fc.array(
        fc.oneof(
          bare,
          cell.map((text) => ({ quoted: text })),
        ),
        { minLength: 2, maxLength: 5 },
      ),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(mixed, delimiter, (table, by) => {
        const text = table
          .map((cells) => cells.map((part) => (typeof part === 'string' ? part : `"${part.quoted.replaceAll('"', '""')}"`)).join(by))
          .join('\n');
        const oracle = Papa.parse<string[]>(text, { delimiter: by, newline: '\n' }).data;
        expect(tokenize(text, by).map(({ cells }) => cells)).toEqual(oracle);
      }),
    );
  });

  it('gives the same records however the text is cut into pieces, even for broken quoting', () => {
    const broken = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' '), maxLength: 60 });
    fc.assert(
      fc.property(broken, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }), (text, cuts) => {
        expect(inPieces(text, ',', cuts)).toEqual(inPieces(text, ',', []));
      }),
      { numRuns: 500 },
    );
  });

  it('names the line on which a record starts, also after quoted line breaks', () => {
    expect(tokenize('a,b\n"x\ny",1\nz,2', ',').map(({ row }) => row)).toEqual([1, 2, 4]);
  });

  it('takes a quote that is never closed for an ordinary character', () => {
    expect(tokenize('a,"b\nc,d\n', ',').map(({ cells }) => cells)).toEqual([
      ['a', '"b'],
      ['c', 'd'],
    ]);
  });

  it('reads lone carriage returns as line ends', () => {
    expect(tokenize('a,b\r1,2\r', ',').map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });
});
