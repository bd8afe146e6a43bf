import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeInput } from '../../src/ingest/decode.js';
import { readHistory } from '../../src/ingest/index.js';
import { bookOf, type CellSpec, serialOf } from './write-workbook.js';

/** The bytes as a web stream cut at the places given, shares of its length. */
function streamOf(bytes: Uint8Array, cuts: readonly number[]): ReadableStream<Uint8Array> {
  const places = [...cuts.map((share) => Math.floor(share * bytes.length)), bytes.length].sort((a, b) => a - b);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const to = places.shift();
      if (to === undefined) controller.close();
      else controller.enqueue(bytes.slice(at, to));
      at = to ?? at;
    },
  });
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });

async function textOf(input: Uint8Array | ReadableStream<Uint8Array>): Promise<string> {
  const decoded = await decodeInput(input, 'file', 1e6).catch((error: Error) => error.message);
  if (typeof decoded === 'string') return decoded;
  if (decoded.kind === 'archive') return 'archive';
  let text = '';
  try {
    for await (const chunk of decoded.chunks) text += chunk;
  } catch (error) {
    return (error as Error).message;
  }
  return `${decoded.encoding()}: ${text}`;
}

describe('decoding', () => {
  it('gives the same text for any chunking, also where UTF-8 turns into something else far behind', async () => {
    const piece = fc.oneof(
      fc.constantFrom('Süd', '€', 'a,b\n', '漢字', '😀', '\ufeff').map((text) => new TextEncoder().encode(text)),
      fc.constantFrom([0xfc], [0xe2, 0x82], [0x80], [0xf0, 0x9f], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]).map((bytes) => Uint8Array.from(bytes)),
    );
    const mixed = fc.tuple(fc.constantFrom(0, 65_533, 65_536, 70_001), fc.array(piece, { maxLength: 12 })).map(([ascii, parts]) => {
      const bytes = new Uint8Array(ascii + parts.reduce((sum, part) => sum + part.length, 0)).fill(0x61, 0, ascii);
      let at = ascii;
      for (const part of parts) {
        bytes.set(part, at);
        at += part.length;
      }
      return bytes;
    });
    await fc.assert(
      fc.asyncProperty(mixed, cuts, async (bytes, places) => {
        expect(await textOf(streamOf(bytes, places))).toBe(await textOf(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what is valid UTF-8 before the first byte that is not', async () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode(`${'x'.repeat(70_000)}Süd 😀 `), 0xfc, 0x64]);
    expect((await textOf(bytes)).slice(-9)).toBe('Süd 😀 üd');
  });
});

const folders = ['exports', 'workbooks'].map((name) => join(import.meta.dirname, '../fixtures', name));
const samples = folders.flatMap((folder) => readdirSync(folder).map((name) => new Uint8Array(readFileSync(join(folder, name)))));

describe('a sample as a stream', () => {
  it('reads as in one piece, or is refused in the same words', async () => {
    const options = { zone: 'Europe/Berlin' };
    const outcome = (input: Uint8Array | ReadableStream<Uint8Array>): Promise<unknown> => readHistory(input, options).catch((error: Error) => error.message);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples), cuts, async (bytes, places) => {
        expect(await outcome(streamOf(bytes, places))).toEqual(await outcome(bytes));
      }),
      { numRuns: 150 },
    );
  });

  it('of which only the first bytes are wanted has the rows that end within them', async () => {
    const lines = [
      'timestamp,volume,queue',
      ...Array.from({ length: 40 }, (_, i) => `2026-01-05T${String(8 + Math.floor(i / 4)).padStart(2, '0')}:${(i % 4) * 15 || '00'},${i},Süd €`),
    ];
    const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 70, max: bytes.length + 10 }), cuts, async (firstBytes, places) => {
        const history = await readHistory(streamOf(bytes, places), { zone: 'UTC', firstBytes });
        const ended = bytes.subarray(0, firstBytes).filter((byte) => byte === 10).length - 1;
        expect(history.summary.rowsRead).toBe(ended);
        expect(history.summary.encoding).toBe('utf-8');
        expect(history.queues[0]?.queue).toBe('Süd €');
        expect(history.summary.doubts.some(({ option }) => option === 'leaving out --first')).toBe(firstBytes < bytes.length);
        expect(history).toEqual(await readHistory(bytes, { zone: 'UTC', firstBytes }));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a workbook', () => {
  const row = fc.record({
    slot: fc.integer({ min: 0, max: 300 }),
    queue: fc.constantFrom('Süd', 'a & <b>', '"quoted"', '=1+1', 'name, with comma', '<script>alert(1)</script>'),
    volume: fc.integer({ min: 0, max: 5000 }),
    aht: fc.integer({ min: 60, max: 1500 }),
  });

  it('reads as the same table saved as text does', async () => {
    const rows = fc.uniqueArray(row, { minLength: 2, maxLength: 20, selector: ({ slot, queue }) => `${slot} ${queue}` });
    const how = fc.record({ inline: fc.boolean(), stored: fc.boolean(), date1904: fc.boolean(), prefix: fc.constantFrom('', 'x:') });
    const isoOf = (slot: number): string => new Date(Date.UTC(2026, 0, 5) + slot * 1_800_000).toISOString().slice(0, 19);
    await fc.assert(
      fc.asyncProperty(rows, how, async (list, { inline, stored, date1904, prefix }) => {
        const header = ['Queue', 'Start', 'Offered', 'AHT'];
        const cells = list.map(({ slot, queue, volume, aht }): CellSpec[] => [
          queue,
          { value: serialOf(isoOf(slot)) - (date1904 ? 1462 : 0), format: 0 },
          volume,
          { value: aht / 86_400, format: 1 },
        ]);
        const bytes = bookOf({
          sheets: [{ name: 'Data', rows: [header, ...cells] }],
          formats: ['yyyy-mm-dd hh:mm', '[hh]:mm:ss'],
          date1904,
          inline,
          prefix,
          packing: { stored },
        });
        const two = (value: number): string => String(value).padStart(2, '0');
        const lines = list.map(
          ({ slot, queue, volume, aht }) => `"${queue.replaceAll('"', '""')}",${isoOf(slot)},${volume},0:${two(Math.floor(aht / 60))}:${two(aht % 60)}`,
        );
        const options = { zone: 'Europe/Berlin' };
        const book = await readHistory(bytes, options);
        const text = await readHistory([header.join(','), ...lines].join('\n'), options);
        expect(book.queues).toEqual(text.queues);
        expect(book.issues).toEqual(text.issues);
      }),
      { numRuns: 80 },
    );
  });
});
