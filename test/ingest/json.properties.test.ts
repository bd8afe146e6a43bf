import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHistory } from '../../src/ingest/index.js';
import { createObjectScanner, findRecordPlace } from '../../src/ingest/scan-json.js';

const records = fc.array(fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true }), {
  minLength: 2,
  maxLength: 20,
});
const indents = fc.constantFrom(undefined, 2, '\t');

/** The objects that the scanner cuts out of `text`, pushed in pieces that end at the places given. */
function scanned(text: string, place: string, cuts: readonly number[]): unknown[] {
  const found: unknown[] = [];
  const scanner = createObjectScanner(place, (record) => found.push(record === null ? null : JSON.parse(record)));
  const ends = [...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
  ends.reduce((from, to) => {
    scanner.push(text.slice(from, to));
    return to;
  }, 0);
  scanner.end();
  return found;
}

describe('JSON text', () => {
  it('gives back the objects of an array, for any chunking', () => {
    fc.assert(
      fc.property(records, indents, fc.array(fc.nat(), { maxLength: 8 }), (list, indent, cuts) => {
        const text = JSON.stringify(list, null, indent);
        expect(scanned(text, '[]', cuts)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('gives back the objects of an array under a key, whatever stands beside it', () => {
    fc.assert(
      fc.property(records, fc.jsonValue({ maxDepth: 1 }), indents, fc.array(fc.nat(), { maxLength: 8 }), (list, beside, indent, cuts) => {
        const text = JSON.stringify({ before: beside, data: { rows: list }, after: beside }, null, indent);
        expect(scanned(text, 'data.rows[]', cuts)).toEqual(JSON.parse(text).data.rows);
      }),
    );
  });

  it('holds its records where most objects lie, not inside other records', () => {
    const legs = [{ a: 1 }, { a: 2 }, { a: 3 }];
    expect(findRecordPlace(JSON.stringify([{ legs }, { legs }]))).toBe('[]');
    expect(findRecordPlace(JSON.stringify({ filters: [{ x: 1 }], page: { of: 2 }, data: [{ legs }, { legs }] }))).toBe('data[]');
    expect(findRecordPlace('{"a": 1}\n{"a": 2}')).toBe('');
    expect(findRecordPlace('[1, 2, 3]')).toBe(null);
  });

  it('survives any depth in linear work', async () => {
    for (const text of ['['.repeat(200_000), `[{"a":`.repeat(50_000), `{"a":[${'{"b":'.repeat(50_000)}`])
      await expect(readHistory(text, { zone: 'UTC' })).rejects.toMatchObject({ code: 'unusableInput' });
  });

  it('counts a broken object as a bad row', async () => {
    const row = (minute: number, volume: string): string => `{"start": "2026-03-02T08:${String(minute).padStart(2, '0')}:00Z", "volume": ${volume}}`;
    const text = `[${[row(0, '4'), row(15, 'oops'), row(30, '6'), row(45, '7')].join(',\n')}]`;
    const { queues, summary } = await readHistory(text, { zone: 'UTC', maxBadRows: 0.5 });
    expect(queues[0]?.volume).toEqual([4, null, 6, 7]);
    expect(summary.rowsDropped).toEqual({ badTimestamp: 1 });
  });
});
