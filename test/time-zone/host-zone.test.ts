import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(root, 'node_modules', '.host-zone-'));
const script = join(folder, 'probe.mjs');

/** Reads, lays out and prints with the library; nothing of it may depend on the clock of the machine. */
const PROBE = `
import { readHistory } from './src/ingest/index.ts';
import { historyToCsv } from './src/exchange/index.ts';
import { inferOpeningHours, dayTotals } from './src/series/index.ts';
import { dayStartMs, displayDay, displayInstant, formatInstant, localDays } from './src/time/index.ts';
const rows = ['timestamp,volume'];
for (let ms = Date.UTC(2026, 2, 20); ms < Date.UTC(2026, 3, 10); ms += 1800000) rows.push(new Date(ms).toISOString().slice(0, 16).replace('T', ' ') + ',' + ((ms / 1800000) % 7 + 1));
const dates = await readHistory('date,time,offered\\n13/01/2026,8:00 AM,3\\n13/01/2026,8:30 AM,4', { zone: 'Asia/Kathmandu' });
const history = await readHistory(rows.join('\\n'), { zone: 'Europe/Berlin' });
console.log(JSON.stringify([dates, history, dayTotals(history.queues[0]), inferOpeningHours(history.queues[0]), historyToCsv(history), localDays('America/Sao_Paulo', '2018-11-03', '2018-11-06'), dayStartMs('Pacific/Apia', '2011-12-30'), displayDay('2026-03-29'), displayInstant('Australia/Lord_Howe', 1775314800000), formatInstant('America/St_Johns', 1775314800000)]));
`;

beforeAll(async () => {
  await build({
    stdin: { contents: PROBE, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: script,
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (zone: string): string => execFileSync(process.execPath, [script], { env: { ...process.env, TZ: zone }, encoding: 'utf8' });

describe('the zone of the machine', () => {
  it('changes nothing that is read, laid out or printed', () => {
    const utc = run('UTC');
    expect(utc.length).toBeGreaterThan(10_000);
    for (const zone of ['America/Los_Angeles', 'Australia/Lord_Howe', 'Pacific/Apia']) expect(run(zone)).toBe(utc);
  });
});
