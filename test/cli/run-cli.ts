import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';

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

/** A folder for the tests of one file, removed afterwards. */
export function scratchFolder(): { readonly path: string } {
  const folder = { path: '' };
  beforeAll(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'shiftcast-cli-'));
  });
  afterAll(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}
