import { describe, expect, it } from 'vitest';
import { decodeInput } from '../../src/ingest/decode.js';

const bytesOf = (...values: readonly (number | string)[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => (typeof value === 'number' ? [value] : [...new TextEncoder().encode(value)])));

const streamOf = (bytes: Uint8Array, size: number): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });

async function decode(input: string | Uint8Array | ReadableStream<Uint8Array>): Promise<{ encoding: string; text: string }> {
  const decoded = await decodeInput(input, 'file', 1e6);
  if (decoded.kind !== 'text') throw new Error('taken for an archive');
  let text = '';
  for await (const chunk of decoded.chunks) text += chunk;
  return { encoding: decoded.encoding(), text };
}

describe('decodeInput', () => {
  it.each([
    ['UTF-8', bytesOf('Süd €'), 'utf-8', 'Süd €'],
    ['UTF-8 with mark', bytesOf(0xef, 0xbb, 0xbf, 'Süd'), 'utf-8', 'Süd'],
    ['windows-1252', bytesOf('S', 0xfc, 'd ', 0x80), 'windows-1252', 'Süd €'],
    ['UTF-16 little-endian', bytesOf(0xff, 0xfe, 0x53, 0, 0xfc, 0, 0x64, 0), 'utf-16le', 'Süd'],
    ['UTF-16 big-endian', bytesOf(0xfe, 0xff, 0, 0x53, 0, 0xfc, 0, 0x64), 'utf-16be', 'Süd'],
    ['UTF-16 without a mark', bytesOf(0x53, 0, 0x61, 0, 0x64, 0, 0x2c, 0), 'utf-16le', 'Sad,'],
  ])('reads %s, whole and as a stream of single bytes', async (_name, bytes, encoding, text) => {
    expect(await decode(bytes)).toEqual({ encoding, text });
    expect(await decode(streamOf(bytes, 1))).toEqual({ encoding, text });
  });

  it('turns to windows-1252 when a byte that is no UTF-8 comes late, whatever the pieces', async () => {
    const ascii = 'a,b\n'.repeat(20_000);
    const endings = [
      [bytesOf(0xfc, 'd'), 'üd'],
      [bytesOf(0xfc), 'ü'],
      [bytesOf('x', 0xe2, 0x82), 'xâ‚'],
      [bytesOf(0x93, 'q', 0x94), '“q”'],
    ] as const;
    for (const [ending, text] of endings) {
      const bytes = Uint8Array.from([...bytesOf(ascii), ...ending]);
      for (const size of [1000, 65_536, 65_537, 80_001]) expect((await decode(streamOf(bytes, size))).text.slice(-8)).toBe((ascii + text).slice(-8));
    }
  });

  it('takes text as it is, without its mark', async () => expect(await decode('\ufeffSüd')).toEqual({ encoding: 'text', text: 'Süd' }));

  it('lets go of a stream that is not read to its end', async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytesOf('a,b\n'.repeat(20_000))),
      cancel() {
        cancelled = true;
      },
    });
    const decoded = await decodeInput(stream, 'file', 1e6);
    if (decoded.kind !== 'text') throw new Error('taken for an archive');
    for await (const _chunk of decoded.chunks) break;
    expect(cancelled).toBe(true);
  });
});
