import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ShiftcastError } from '../core/index.js';

/** Temporary files that exist at the moment; an interrupted process removes them on its way out. */
const unfinished = new Set<string>();

/**
 * Writes a file whole or not at all: into a temporary file of the same folder, which then takes the name in one step.
 * Folders on the way are made.
 *
 * @param path - Path to write; a file of that name is replaced.
 * @throws {@link ShiftcastError} with code `notWritten` when the disk, the folder or its permissions refuse; the old file, if any, is untouched.
 */
export async function writeFileWhole(path: string, content: string | Uint8Array): Promise<void> {
  if (await isDevice(path)) return writeInPlace(path, content);
  const target = await realpath(path).catch(() => path); // a link keeps pointing where it points
  const temporary = await writeTemporary(target, content);
  await take(temporary, target);
}

/**
 * Fills a folder with files. All of them are written out before the first one takes its name, so a full disk leaves the old set as it was.
 *
 * @param folder - Made when missing.
 * @param files - File name → content.
 * @throws {@link ShiftcastError} with code `notWritten`.
 */
export async function writeFolder(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const written: [temporary: string, path: string][] = [];
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      written.push([await writeTemporary(path, content), path]);
    }
    for (const [temporary, path] of written) await take(temporary, path);
  } catch (fault) {
    await Promise.all(written.map(([temporary]) => discard(temporary)));
    throw fault;
  }
}

/** Removes temporary files of writes under way; for a process that ends at once. */
export function discardUnfinished(): void {
  for (const temporary of unfinished) rmSync(temporary, { force: true });
  unfinished.clear();
}

/** True for a terminal, a pipe or a null device, which must never be replaced by a file. */
async function isDevice(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => null);
  return facts !== null && !facts.isFile() && !facts.isDirectory();
}

async function writeInPlace(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (fault) {
    throw notWritten(path, fault);
  }
}

async function writeTemporary(path: string, content: string | Uint8Array): Promise<string> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`);
  try {
    await makeFolder(dirname(path));
    unfinished.add(temporary);
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    return temporary;
  } catch (fault) {
    await discard(temporary);
    throw notWritten(path, fault);
  }
}

/** Makes a folder and those above it. (Node's own recursive mkdir never ends where the system answers ENOENT for good, as under /proc.) */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw fault;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}

async function take(temporary: string, path: string): Promise<void> {
  try {
    await rename(temporary, path);
    unfinished.delete(temporary);
  } catch (fault) {
    await discard(temporary);
    throw notWritten(path, fault);
  }
}

async function discard(temporary: string): Promise<void> {
  await rm(temporary, { force: true }).catch(() => undefined);
  unfinished.delete(temporary);
}

const WRITE_FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EACCES: 'the folder may not be written to; check its permissions or choose another with --out',
  EPERM: 'the folder may not be written to; check its permissions or choose another with --out',
  EROFS: 'the disk is read-only; choose another place with --out',
  EISDIR: 'a folder has that name; choose another with --out',
  ENOENT: 'the folder cannot be made; choose another with --out',
  ENOTDIR: 'part of the path is a file, not a folder; choose another with --out',
  EEXIST: 'part of the path is a file, not a folder; choose another with --out',
};

function notWritten(path: string, fault: unknown): ShiftcastError {
  const code = (fault as NodeJS.ErrnoException).code ?? '';
  return new ShiftcastError('notWritten', `${path}: could not be written, ${WRITE_FAULTS[code] ?? `${code || String(fault)}`}.`, {
    file: path,
    systemCode: code,
  });
}
