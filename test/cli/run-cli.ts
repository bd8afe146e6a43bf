import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.js';

vi.setConfig({ testTimeout: 60_000 }); // each test starts processes; a busy machine must not fail them

export const MAIN: string = resolve(import.meta.dirname, '../../dist/cli/main.js');

/** What one call of the tool left behind. */
export type Call = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs the built tool as a user would, in `folder`. */
export function runCli(words: readonly string[], options: { readonly folder?: string; readonly input?: string } = {}): Promise<Call> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing: run "npm run build" first; these tests run the built tool.`);
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [MAIN, ...words], { cwd: options.folder, env: { ...process.env, NO_COLOR: '1', TZ: 'Pacific/Auckland' } });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => settle({ code, out, err }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/** Runs a command line in this process, which saves its start; words that begin with @ are files of `folder`. One at a time. */
export async function runHere(words: readonly string[], folder: string): Promise<Call> {
  const written = { out: '', err: '' };
  const capture = (stream: 'out' | 'err') => (text: string | Uint8Array) => {
    written[stream] += String(text);
    return true;
  };
  const spies = [vi.spyOn(process.stdout, 'write').mockImplementation(capture('out')), vi.spyOn(process.stderr, 'write').mockImplementation(capture('err'))];
  try {
    const code = await runCommandLine(words.map((word) => (word.startsWith('@') ? join(folder, word.slice(1)) : word)));
    return { code, ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A folder for the tests of one file, removed afterwards. */
export function scratchFolder(): { readonly path: string } {
  const folder = { path: '' };
  beforeAll(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'shiftcast-cli-'));
  });
  afterAll(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}
