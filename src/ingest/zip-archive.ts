import { UnusableInputError } from '../core/index.js';

/** One packed file of a zip archive. */
type ZipEntry = {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly offset: number;
};

/** A zip archive at hand as bytes, with what is left of the bytes that it may unpack to. */
export type ZipArchive = {
  /** Name of the file in messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly limitBytes: number;
  /** What `leftBytes` began with: the limit, or the share of it that parts held in memory may take. */
  readonly allowedBytes: number;
  /** Bytes that may still be unpacked; grows smaller with every chunk. */
  leftBytes: number;
};

/** Compressed bytes given to the decompressor at a time: some browsers unpack a whole piece at once, at most 1,032-fold. */
const PIECE_BYTES = 8192;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 20_000;

/** Refuses an archive whose structure is broken. */
export function damagedArchive(name: string, what: string): UnusableInputError {
  return new UnusableInputError(`${name} is a damaged or cut-off Excel workbook or zip archive (${what}). Export or copy it again.`, { name, what });
}

/**
 * Reads the list of files in a zip archive; nothing is unpacked yet.
 *
 * @throws {@link UnusableInputError} for an archive that is cut off or broken.
 */
export function openZip(bytes: Uint8Array, name: string, limitBytes: number): ZipArchive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end < 0) throw damagedArchive(name, 'its list of contents is missing');
  const entries = new Map<string, ZipEntry>();
  let at = directoryStart(view, end);
  for (let count = 0; count < MOST_ENTRIES && at >= 0 && at + 46 <= bytes.length && view.getUint32(at, true) === 0x02014b50; count += 1) {
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const entry = readEntry(view, bytes, at, nameBytes, extraBytes);
    entries.set(entry.name.toLowerCase(), entry);
    at += 46 + nameBytes + extraBytes + view.getUint16(at + 32, true);
  }
  if (entries.size === 0) throw damagedArchive(name, 'its list of contents is empty');
  return { name, bytes, entries, limitBytes, allowedBytes: limitBytes, leftBytes: limitBytes };
}

/** Position of the record at the end of the archive; −1 without one. */
function findEnd(view: DataView): number {
  const least = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= least; at -= 1) if (view.getUint32(at, true) === 0x06054b50) return at;
  return -1;
}

/** Where the list of contents begins; archives with 64-bit places keep it in a record of its own. */
function directoryStart(view: DataView, end: number): number {
  const start = view.getUint32(end + 16, true);
  const locator = end - 20;
  if (start !== 0xffffffff || locator < 0 || view.getUint32(locator, true) !== 0x07064b50) return start;
  const record = Number(view.getBigUint64(locator + 8, true));
  return record + 56 <= view.byteLength && view.getUint32(record, true) === 0x06064b50 ? Number(view.getBigUint64(record + 48, true)) : -1;
}

function readEntry(view: DataView, bytes: Uint8Array, at: number, nameBytes: number, extraBytes: number): ZipEntry {
  const extraStart = Math.min(bytes.length, at + 46 + nameBytes);
  const wide = wideNumbers(view, extraStart, Math.min(bytes.length, extraStart + extraBytes));
  const field = (offset: number): number => {
    const value = view.getUint32(at + offset, true);
    return value === 0xffffffff ? (wide.shift() ?? value) : value;
  };
  const unpackedBytes = field(24); // the order of these three is that of the 64-bit numbers
  const packedBytes = field(20);
  return {
    name: new TextDecoder().decode(bytes.subarray(at + 46, extraStart)).replaceAll('\\', '/'),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedBytes,
    unpackedBytes,
    offset: field(42),
  };
}

/** The 64-bit numbers of an entry, in order; none in ordinary archives. */
function wideNumbers(view: DataView, from: number, to: number): number[] {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const count = Math.min(view.getUint16(at + 2, true), to - at - 4) >> 3;
    return Array.from({ length: count }, (_, k) => Number(view.getBigUint64(at + 4 + 8 * k, true)));
  }
  return [];
}

/**
 * Unpacks one file of an archive, chunk by chunk, and stops where the archive's limit is reached: never more than a few megabytes are held.
 *
 * The platform's decompressor reads gzip everywhere (raw deflate only in newer versions), so the entry is given a gzip head and tail; that checks its
 * check sum as well.
 */
export async function* unpackEntry(archive: ZipArchive, path: string): AsyncGenerator<Uint8Array> {
  const { name } = archive;
  const entry = archive.entries.get(path.toLowerCase());
  if (entry === undefined) throw damagedArchive(name, `${path} is missing`);
  if ((entry.flags & 1) !== 0)
    throw new UnusableInputError(`${name} is a workbook packed with a password. Take the password off, or save it as CSV.`, { name, format: 'encrypted zip' });
  const packed = packedBytesOf(archive, entry);
  if (entry.method === 0) {
    spend(archive, packed.length);
    yield packed;
    return;
  }
  if (entry.method !== 8) throw damagedArchive(name, `${path} is packed by method ${entry.method}, which spreadsheets do not use`);
  const reader = gunzip(packed, entry).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw damagedArchive(name, `${path} cannot be unpacked`);
      });
      if (done) return;
      spend(archive, value.length);
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function packedBytesOf({ name, bytes }: ZipArchive, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { offset } = entry;
  if (!(offset + 30 <= bytes.length) || view.getUint32(offset, true) !== 0x04034b50) throw damagedArchive(name, `${entry.name} is not where it should be`);
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (!(start + entry.packedBytes <= bytes.length)) throw damagedArchive(name, `${entry.name} is cut off`);
  return bytes.subarray(start, start + entry.packedBytes);
}

function spend(archive: ZipArchive, bytes: number): void {
  archive.leftBytes -= bytes;
  if (archive.leftBytes >= 0) return;
  const { name, limitBytes, allowedBytes } = archive;
  throw new UnusableInputError(
    `${name} unpacks to more than ${megabytes(allowedBytes)} and is given up there, so that a file made to fill the memory cannot. Allow more with --max-unpacked ${megabytes(2 * limitBytes)} (maxUnpackedBytes), or save the sheet as CSV.`,
    { name, limitBytes, option: '--max-unpacked' },
  );
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)}kB` : `${Math.round(bytes / 1e6)}MB`;
}

/** Head of a gzip file: deflate, no name, no time. */
const GZIP_HEAD = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

function gunzip(packed: Uint8Array, { crc, unpackedBytes }: ZipEntry): ReadableStream<Uint8Array> {
  const tail = new Uint8Array(8);
  new DataView(tail.buffer).setUint32(0, crc, true);
  new DataView(tail.buffer).setUint32(4, unpackedBytes % 2 ** 32, true);
  let at = -1;
  const pieces = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at < 0) controller.enqueue(GZIP_HEAD.slice());
      else if (at < packed.length) controller.enqueue(packed.slice(at, at + PIECE_BYTES));
      else {
        controller.enqueue(tail);
        controller.close();
      }
      at = at < 0 ? 0 : at + PIECE_BYTES;
    },
  });
  return pieces.pipeThrough(new DecompressionStream('gzip') as unknown as ReadableWritablePair<Uint8Array, Uint8Array>);
}
