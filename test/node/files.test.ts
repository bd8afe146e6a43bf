import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discardUnfinished, openBytes, readBytes, readText, writeFileWhole, writeFolder } from '../../src/node/index.js';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shiftcast-node-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'nothing thrown';
  } catch (fault) {
    return (fault as { code: string }).code;
  }
};

describe('reading', () => {
  it('gives text without its byte order mark', async () => {
    const path = join(folder, 'a.csv');
    await writeFile(path, '\uFEFFvolume\n1\n');
    expect(await readText(path)).toBe('volume\n1\n');
    expect(await readBytes(path)).toHaveLength(12);
  });

  it('streams a file in pieces, and lets go of it when it is cancelled', async () => {
    const path = join(folder, 'long.csv');
    const text = 'timestamp,volume\n'.repeat(40_000);
    await writeFile(path, text);
    let size = 0;
    const stream = await openBytes(path);
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      expect(value.length).toBeLessThan(text.length);
      size += value.length;
    }
    expect(size).toBe(text.length);
    await (await openBytes(path)).cancel();
    await expect(openBytes(join(folder, 'none.csv'))).rejects.toThrow(/none\.csv: there is no such file/);
    await expect(openBytes(folder)).rejects.toThrow(/is a folder/);
  });

  it('names a missing file, a folder and bytes that are no text', async () => {
    await expect(readBytes(join(folder, 'none.csv'))).rejects.toThrow(/none\.csv: there is no such file/);
    await expect(readBytes(folder)).rejects.toThrow(/is a folder/);
    const binary = join(folder, 'binary.csv');
    await writeFile(binary, new Uint8Array([0x50, 0xff, 0xfe, 0x00]));
    await expect(readText(binary)).rejects.toThrow(/binary\.csv: is not UTF-8 text/);
    expect(await codeOf(readText(binary))).toBe('unusableInput');
  });
});

describe('writing', () => {
  it('replaces a file whole and leaves nothing beside it', async () => {
    const path = join(folder, 'deep', 'roster.csv');
    await writeFileWhole(path, 'old');
    await writeFileWhole(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(join(folder, 'deep'))).toEqual(['roster.csv']);
  });

  it('keeps a link pointing where it points', async () => {
    const target = join(folder, 'target.csv');
    await writeFile(target, 'old');
    await symlink(target, join(folder, 'link.csv'));
    await writeFileWhole(join(folder, 'link.csv'), 'new');
    expect(await readFile(target, 'utf8')).toBe('new');
  });

  it('writes to a device without replacing it', async () => {
    await writeFileWhole('/dev/null', 'gone');
    expect((await readFile('/dev/null', 'utf8')).length).toBe(0);
  });

  it('fills a folder with every file or with none', async () => {
    const out = join(folder, 'plan');
    await writeFolder(out, { 'a.csv': 'a', 'b.csv': 'b' });
    expect((await readdir(out)).sort()).toEqual(['a.csv', 'b.csv']);
    expect(await codeOf(writeFolder(out, { 'a.csv': 'changed', 'missing\u0000name': 'x' }))).toBe('notWritten');
    expect(await readFile(join(out, 'a.csv'), 'utf8')).toBe('a');
    expect((await readdir(out)).sort()).toEqual(['a.csv', 'b.csv']);
  });

  it('says why a place cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(writeFileWhole(join(folder, 'file', 'inside.csv'), 'x')).rejects.toThrow(/inside\.csv: could not be written, part of the path is a file/);
    await mkdir(join(folder, 'taken.csv'));
    await expect(writeFileWhole(join(folder, 'taken.csv'), 'x')).rejects.toThrow(/a folder has that name/);
    expect((await readdir(folder)).sort()).toEqual(['file', 'taken.csv']);
  });

  it('gives up on a folder that cannot be made', async () => {
    await expect(writeFileWhole('/proc/none/a.csv', 'x')).rejects.toThrow(/could not be written/);
  });

  it('has nothing to discard once everything is written', async () => {
    await writeFileWhole(join(folder, 'a.csv'), 'a');
    discardUnfinished();
    expect(await readdir(folder)).toEqual(['a.csv']);
  });
});
