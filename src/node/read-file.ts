import { open, readFile, stat } from 'node:fs/promises';
import { UnusableInputError } from '../core/index.js';

const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path',
  EISDIR: 'is a folder; name a file in it',
  EACCES: 'may not be read; check its permissions',
  EPERM: 'may not be read; check its permissions',
};

/**
 * Reads a whole file, or standard input for `-`.
 *
 * @param path - Path of the file; `-` reads standard input to its end.
 * @returns The bytes.
 * @throws {@link UnusableInputError} for a missing file, a folder or one that may not be read; `facts.file` names it.
 * @example
 * (await readBytes('package.json')).length > 0; // true
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  if (path === '-') return readStandardInput();
  try {
    await refuseFolder(path);
    return await readFile(path);
  } catch (fault) {
    throw unreadable(path, fault);
  }
}

/** Bytes of a file read at a time. */
const PIECE_BYTES = 262_144;

/**
 * Opens a file, or standard input for `-`, as a web stream: memory does not grow with the file.
 *
 * @param path - Path of the file; `-` streams standard input, which can be read only once.
 * @returns A stream of bytes; cancelling it closes the file.
 * @throws {@link UnusableInputError} as {@link readBytes}.
 * @example
 * const stream = await openBytes('package.json');
 * (await stream.getReader().read()).value.length > 0; // true
 */
export async function openBytes(path: string): Promise<ReadableStream<Uint8Array>> {
  if (path === '-') return standardInputStream();
  try {
    await refuseFolder(path);
    const file = await open(path);
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { bytesRead, buffer } = await file.read(new Uint8Array(PIECE_BYTES), 0, PIECE_BYTES);
        if (bytesRead > 0) {
          controller.enqueue(buffer.subarray(0, bytesRead));
          return;
        }
        await file.close();
        controller.close();
      },
      cancel: () => file.close(),
    });
  } catch (fault) {
    throw unreadable(path, fault);
  }
}

async function refuseFolder(path: string): Promise<void> {
  const facts = await stat(path);
  if (facts.isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' });
}

function unreadable(path: string, fault: unknown): UnusableInputError {
  const code = (fault as NodeJS.ErrnoException).code ?? '';
  return new UnusableInputError(`${path}: ${READ_FAULTS[code] ?? `cannot be read (${code || String(fault)})`}.`, { file: path, systemCode: code });
}

function standardInputStream(): ReadableStream<Uint8Array> {
  const chunks = process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

/**
 * Reads a UTF-8 text file, or standard input for `-`; a byte order mark is dropped.
 *
 * @param path - Path of the file; `-` reads standard input to its end.
 * @throws {@link UnusableInputError} as {@link readBytes}, and for bytes that are no UTF-8 text.
 * @example
 * (await readText('package.json')).startsWith('{'); // true
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnusableInputError(`${path}: is not UTF-8 text; save it as CSV or JSON in UTF-8.`, { file: path });
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
