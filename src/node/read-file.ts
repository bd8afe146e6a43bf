import { readFile, stat } from 'node:fs/promises';
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
    const facts = await stat(path);
    if (facts.isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' });
    return await readFile(path);
  } catch (fault) {
    const code = (fault as NodeJS.ErrnoException).code ?? '';
    throw new UnusableInputError(`${path}: ${READ_FAULTS[code] ?? `cannot be read (${code || String(fault)})`}.`, { file: path, systemCode: code });
  }
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
