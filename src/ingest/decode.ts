import { UnusableInputError } from '../core/index.js';

/** What a reader takes: text, bytes, or a web stream of either. */
export type ReadableInput = string | Uint8Array | ReadableStream<Uint8Array | string>;

/** Bytes looked at before the encoding is decided. */
const PROBE_BYTES = 65_536;

/**
 * Text of an input, chunk by chunk, with the encoding found so far (a byte that is no UTF-8 may come late); or all bytes of a zip archive, which
 * workbooks are.
 */
export type DecodedInput =
  | { readonly kind: 'text'; encoding(): string; readonly chunks: AsyncIterable<string> }
  | { readonly kind: 'archive'; readonly bytes: Uint8Array };

/** Bytes at hand are decoded in pieces, as a stream is: a text of gigabytes fits into no single string. */
const PIECE_BYTES = 1_048_576;

/**
 * Decodes an input: byte order mark, else UTF-16 by its zero bytes, else strict UTF-8, else windows-1252. The same bytes give the same text however they
 * are cut into chunks. Zip archives are handed back as they are, up to `archiveLimit` bytes of a stream.
 *
 * @throws {@link UnusableInputError} for binary content.
 */
export async function decodeInput(input: ReadableInput, name: string, archiveLimit: number): Promise<DecodedInput> {
  if (typeof input === 'string') return { kind: 'text', encoding: () => 'text', chunks: single(checkText(withoutMark(input), name)) };
  if (!(input instanceof Uint8Array)) return decodeStream(input, name, archiveLimit);
  if (isZip(input)) return { kind: 'archive', bytes: input };
  const decoder = createDecoder(detectEncoding(input, name), name);
  return { kind: 'text', encoding: decoder.encoding, chunks: decodePieces(input, decoder) };
}

/** True for the first bytes of a zip archive, which Excel workbooks are. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && bytes[3] === (bytes[2] as number) + 1;
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

async function* single(text: string): AsyncGenerator<string> {
  yield text;
}

async function* decodePieces(bytes: Uint8Array, decoder: Decoder): AsyncGenerator<string> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield decoder.decode(bytes.subarray(at, at + PIECE_BYTES));
  yield decoder.decode(undefined);
}

async function decodeStream(stream: ReadableStream<Uint8Array | string>, name: string, archiveLimit: number): Promise<DecodedInput> {
  const reader = stream.getReader();
  const head: Uint8Array[] = [];
  let size = 0;
  let first: string | undefined;
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
  try {
    if (isZip(probe)) return { kind: 'archive', bytes: await restOfArchive(reader, probe, name, archiveLimit) };
    const decoder = createDecoder(size === 0 && first !== undefined ? 'text' : detectEncoding(probe, name), name);
    return { kind: 'text', encoding: decoder.encoding, chunks: decodeRest(reader, probe, first, decoder, name) };
  } catch (fault) {
    await reader.cancel().catch(() => undefined);
    throw fault;
  }
}

/** All bytes of a stream that began as a zip archive: its list of contents stands at its end. */
async function restOfArchive(
  reader: ReadableStreamDefaultReader<Uint8Array | string>,
  head: Uint8Array,
  name: string,
  limitBytes: number,
): Promise<Uint8Array> {
  const parts = [head];
  let size = head.length;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(parts, size);
    const part = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    parts.push(part);
    size += part.length;
    if (size <= limitBytes) continue;
    throw new UnusableInputError(
      `${name} is a zip archive of more than ${Math.round(limitBytes / 1e6)} MB. Allow more with --max-unpacked (maxUnpackedBytes), or save it as CSV.`,
      { name, limitBytes, option: '--max-unpacked' },
    );
  }
}

async function* decodeRest(
  reader: ReadableStreamDefaultReader<Uint8Array | string>,
  head: Uint8Array,
  first: string | undefined,
  decoder: Decoder,
  name: string,
): AsyncGenerator<string> {
  try {
    if (head.length > 0) yield decoder.decode(head);
    if (first !== undefined) yield checkText(head.length > 0 ? first : withoutMark(first), name);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield typeof value === 'string' ? checkText(value, name) : decoder.decode(value);
    }
    yield decoder.decode(undefined);
  } finally {
    await reader.cancel().catch(() => undefined); // whoever stops early (abort, bad rows) lets go of the source
  }
}

/** Decodes chunk by chunk; undefined ends. */
type Decoder = { decode(chunk: Uint8Array | undefined): string; encoding(): string };

/**
 * Opens a decoder. Latin text after a megabyte of ASCII: strict UTF-8 fails late, and from the first byte that does not fit the text is windows-1252.
 */
function createDecoder(found: string, name: string): Decoder {
  let encoding = found;
  let decoder = new TextDecoder(found === 'text' ? 'utf-8' : found, { fatal: found === 'utf-8' });
  let held: Uint8Array = new Uint8Array(0); // the bytes at the end of the last chunk that begin a character without ending it
  let isFirst = true;
  const decodeLatin = (bytes: Uint8Array | undefined): string => windows1252(bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }));
  const turnToLatin = (chunk: Uint8Array): string => {
    const bytes = concat([held, chunk], held.length + chunk.length);
    const good = validPrefix(bytes);
    const text = new TextDecoder('utf-8', { ignoreBOM: !isFirst }).decode(bytes.subarray(0, good));
    encoding = 'windows-1252';
    decoder = new TextDecoder('windows-1252');
    return text + decodeLatin(bytes.subarray(good));
  };
  const decode = (chunk: Uint8Array | undefined): string => {
    if (encoding === 'windows-1252') return decodeLatin(chunk);
    try {
      const text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
      if (chunk !== undefined && encoding === 'utf-8') held = cutCharacter(held, chunk);
      isFirst = false;
      return text;
    } catch {
      return turnToLatin(chunk ?? new Uint8Array(0));
    }
  };
  return { decode: (chunk) => checkText(decode(chunk), name), encoding: () => encoding };
}

/** Bytes from the start on that are whole UTF-8 characters. Called once, when strict decoding has failed somewhere. */
function validPrefix(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = characterLength(bytes[at] as number);
    if (length === 0 || at + length > bytes.length) return at;
    if (length > 1 && !isCharacter(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return at;
}

/** Bytes of the UTF-8 character that begins with this one; 0 for a byte that begins none. */
function characterLength(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc2 || byte > 0xf4) return 0;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** True for one whole character: no overlong spelling, no half of a pair, nothing beyond the last code point. */
function isCharacter([first = 0, second = 0, ...rest]: Uint8Array): boolean {
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  return second >= least && second <= most && rest.every((byte) => byte >= 0x80 && byte <= 0xbf);
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
    return characterLength(byte) > back ? tail.slice(tail.length - back) : new Uint8Array(0);
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
  if (format !== null) throw new UnusableInputError(`${name} is ${format}, not a text export. ${wayOutOf(format)}`, { name, format });
  const zeros = countZeros(bytes);
  return zeros.even + zeros.odd > 0 ? wideEncoding(bytes, zeros, name) : null;
}

/** Encoding by the first bytes, always the same number of them. Where they are all there is, a cut character at their end is an error. */
function detectEncoding(all: Uint8Array, name: string): string {
  const bytes = all.subarray(0, PROBE_BYTES);
  const wide = markedOrWide(bytes, name);
  if (wide !== null) return wide;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: all.length >= PROBE_BYTES });
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

function countZeros(bytes: Uint8Array): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    if (bytes[i] !== 0) continue;
    if (i % 2 === 0) even += 1;
    else odd += 1;
  }
  return { even, odd };
}

/** UTF-16 without a mark: nearly every second byte of Latin text is zero. */
function wideEncoding(bytes: Uint8Array, { even, odd }: { even: number; odd: number }, name: string): string {
  const half = bytes.length / 2;
  if (odd > 0.6 * half && even < 0.05 * half) return 'utf-16le';
  if (even > 0.6 * half && odd < 0.05 * half) return 'utf-16be';
  throw new UnusableInputError(`${name} is binary, not a text export. Save it as CSV first.`, { name });
}

function knownBinary(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'compressed (gzip)';
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0)
    return holdsWide(bytes, 'EncryptedPackage') ? 'an Excel workbook protected by a password' : 'an old Excel workbook (.xls)';
  if (bytes[0] === 0x25 && bytes[1] === 0x50 && bytes[2] === 0x44 && bytes[3] === 0x46) return 'a PDF document';
  return null;
}

function wayOutOf(format: string): string {
  if (format.includes('password')) return 'Open it, take the password off (File > Info > Protect), and save it again.';
  return format.includes('.xls') ? 'Save it as an Excel workbook (.xlsx) or as CSV first.' : 'Save it as CSV first.';
}

/** True when the beginning of bytes holds a word in UTF-16. */
function holdsWide(bytes: Uint8Array, word: string): boolean {
  return new TextDecoder('utf-16le').decode(bytes.subarray(0, PROBE_BYTES & ~1)).includes(word);
}

/** Control characters that no text export holds. */
function checkText(text: string, name: string): string {
  if (text.includes('\0')) throw new UnusableInputError(`${name} is binary, not a text export. Save it as CSV first.`, { name });
  return text;
}
