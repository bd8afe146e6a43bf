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
  if (input instanceof Uint8Array) {
    const { encoding, text } = decodeBytes(input, name);
    return { encoding, chunks: single(text) };
  }
  return decodeStream(input, name);
}

/** Decodes bytes at hand in one go. */
function decodeBytes(bytes: Uint8Array, name: string): { encoding: string; text: string } {
  const wide = markedOrWide(bytes, name);
  if (wide !== null) return { encoding: wide, text: checkText(new TextDecoder(wide).decode(bytes), name) };
  try {
    return { encoding: 'utf-8', text: checkText(new TextDecoder('utf-8', { fatal: true }).decode(bytes), name) };
  } catch (fault) {
    if (fault instanceof UnusableInputError) throw fault;
    return { encoding: 'windows-1252', text: checkText(windows1252(new TextDecoder('windows-1252').decode(bytes)), name) };
  }
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
  const decode = chunkDecoder(encoding);
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

/**
 * Decodes chunk by chunk; undefined ends. Latin text after a megabyte of ASCII: strict UTF-8 fails late, and from there on the text is windows-1252,
 * the bytes that the strict decoder still held included.
 */
function chunkDecoder(encoding: string): (chunk: Uint8Array | undefined) => string {
  let decoder = new TextDecoder(encoding === 'text' ? 'utf-8' : encoding, { fatal: encoding === 'utf-8' });
  let isLatin = encoding === 'windows-1252';
  let held = new Uint8Array(0);
  return (chunk) => {
    try {
      const text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
      if (chunk !== undefined && !isLatin) held = cutCharacter(held, chunk);
      return isLatin ? windows1252(text) : text;
    } catch {
      isLatin = true;
      decoder = new TextDecoder('windows-1252');
      return windows1252(decoder.decode(concat([held, chunk ?? new Uint8Array(0)], held.length + (chunk?.length ?? 0)), { stream: true }));
    }
  };
}

/** Characters of windows-1252 from 0x80 on. */
const UPPER_CONTROLS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Some versions of Node decode windows-1252 as Latin-1, with control characters in place of € and quotation marks. */
function windows1252(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) => UPPER_CONTROLS[control.charCodeAt(0) - 0x80] ?? control);
}

/** The bytes at the end of a chunk that begin a UTF-8 character without ending it. */
function cutCharacter(held: Uint8Array, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const tail = concat([held, chunk.subarray(-3)], held.length + Math.min(3, chunk.length)).slice(-3);
  for (let back = 1; back <= tail.length; back += 1) {
    const byte = tail[tail.length - back] as number;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? tail.slice(tail.length - back) : new Uint8Array(0);
  }
  return new Uint8Array(0);
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

/** Encoding by byte order mark or by zero bytes; null for what is UTF-8 or a one-byte encoding. Throws for binary content. */
function markedOrWide(bytes: Uint8Array, name: string): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const format = knownBinary(bytes);
  if (format !== null) throw new UnusableInputError(`${name} is ${format}, not a text export. Save it as CSV first.`, { name, format });
  const zeros = countZeros(bytes);
  return zeros.even + zeros.odd > 0 ? wideEncoding(bytes, zeros, name) : null;
}

/** Encoding of a stream by its beginning. `whole`: the bytes are all there is, so a cut character at the end is an error. */
function detectEncoding(bytes: Uint8Array, whole: boolean, name: string): string {
  const wide = markedOrWide(bytes, name);
  if (wide !== null) return wide;
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
