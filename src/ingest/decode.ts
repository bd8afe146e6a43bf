import { UnusableInputError } from '../core/index.js';

/** What a reader takes: text, bytes, or a web stream of either. */
export type ReadableInput = string | Uint8Array | ReadableStream<Uint8Array | string>;

/** Bytes looked at before the encoding is decided. */
const PROBE_BYTES = 65_536;

/** Text of an input, chunk by chunk, with the encoding it was found to have. */
export type DecodedInput = { readonly encoding: string; readonly chunks: AsyncIterable<string> };

/**
 * Decodes an input: byte order mark, else UTF-16 by its zero bytes, else strict UTF-8, else windows-1252.
 *
 * @throws {@link UnusableInputError} for binary content.
 */
export async function decodeInput(input: ReadableInput, name: string): Promise<DecodedInput> {
  if (typeof input === 'string') return { encoding: 'text', chunks: single(checkText(input.startsWith('\uFEFF') ? input.slice(1) : input, name)) };
  if (input instanceof Uint8Array) return { encoding: detectEncoding(input, true, name), chunks: single(decodeBytes(input, name)) };
  return decodeStream(input, name);
}

/** Decodes bytes at hand, as {@link decodeInput} does. */
export function decodeBytes(bytes: Uint8Array, name: string): string {
  return checkText(new TextDecoder(detectEncoding(bytes, true, name)).decode(bytes), name);
}

async function* single(text: string): AsyncGenerator<string> {
  yield text;
}

async function decodeStream(stream: ReadableStream<Uint8Array | string>, name: string): Promise<DecodedInput> {
  const reader = stream.getReader();
  const head: Uint8Array[] = [];
  let size = 0;
  let first: Uint8Array | string | undefined;
  while (size < PROBE_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    if (typeof value === 'string') {
      first = value;
      break;
    }
    head.push(value);
    size += value.length;
  }
  const probe = concat(head, size);
  const encoding = size === 0 ? 'text' : detectEncoding(probe, size < PROBE_BYTES, name);
  return { encoding, chunks: decodeRest(reader, size === 0 ? first : probe, encoding, name) };
}

async function* decodeRest(
  reader: ReadableStreamDefaultReader<Uint8Array | string>,
  head: Uint8Array | string | undefined,
  encoding: string,
  name: string,
): AsyncGenerator<string> {
  // Latin text after a megabyte of ASCII: strict UTF-8 fails late, and the rest is read as windows-1252.
  let decoder = new TextDecoder(encoding === 'text' ? 'utf-8' : encoding, { fatal: encoding === 'utf-8' });
  const decode = (value: Uint8Array | undefined): string => {
    try {
      return value === undefined ? decoder.decode() : decoder.decode(value, { stream: true });
    } catch {
      decoder = new TextDecoder('windows-1252');
      return value === undefined ? '' : decoder.decode(value, { stream: true });
    }
  };
  try {
    if (head !== undefined) yield checkText(typeof head === 'string' ? head.replace(/^\uFEFF/, '') : decode(head), name);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield checkText(typeof value === 'string' ? value : decode(value), name);
    }
    yield decode(undefined);
  } finally {
    await reader.cancel().catch(() => undefined); // whoever stops early (abort, bad rows) lets go of the source
  }
}

function concat(parts: readonly Uint8Array[], size: number): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Encoding label for TextDecoder. `whole`: the bytes are all there is, so a cut character at the end is an error. */
export function detectEncoding(bytes: Uint8Array, whole: boolean, name: string): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const format = knownBinary(bytes);
  if (format !== null) throw new UnusableInputError(`${name} is ${format}, not a text export. Save it as CSV first.`, { name, format });
  const zeros = countZeros(bytes);
  if (zeros.even + zeros.odd > 0) return wideEncoding(bytes, zeros, name);
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

function countZeros(bytes: Uint8Array): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < Math.min(bytes.length, PROBE_BYTES); i += 1) {
    if (bytes[i] !== 0) continue;
    if (i % 2 === 0) even += 1;
    else odd += 1;
  }
  return { even, odd };
}

/** UTF-16 without a mark: nearly every second byte of Latin text is zero. */
function wideEncoding(bytes: Uint8Array, { even, odd }: { even: number; odd: number }, name: string): string {
  const half = Math.min(bytes.length, PROBE_BYTES) / 2;
  if (odd > 0.6 * half && even < 0.05 * half) return 'utf-16le';
  if (even > 0.6 * half && odd < 0.05 * half) return 'utf-16be';
  throw new UnusableInputError(`${name} is binary, not a text export. Save it as CSV first.`, { name });
}

function knownBinary(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) return 'a zip archive or an Excel workbook (.xlsx)';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'compressed (gzip)';
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0) return 'an old Excel workbook (.xls)';
  if (bytes[0] === 0x25 && bytes[1] === 0x50 && bytes[2] === 0x44 && bytes[3] === 0x46) return 'a PDF document';
  return null;
}

/** Control characters that no text export holds. */
function checkText(text: string, name: string): string {
  if (text.includes('\0')) throw new UnusableInputError(`${name} is binary, not a text export. Save it as CSV first.`, { name });
  return text;
}
