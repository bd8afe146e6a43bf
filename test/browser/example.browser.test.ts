import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, launchChromium, needsChromium, type Witness, watch } from './chromium.js';

const ROOT = resolve(import.meta.dirname, '../..');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let browser: Browser;
let server: Server;
let folder = '';
let address = '';

/** Serves one folder on loopback. */
function serve(from: string): Promise<Server> {
  const started = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1) || 'index.html';
    readFile(join(from, name))
      .then((content) => response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'text/plain' }).end(content))
      .catch(() => response.writeHead(name === 'favicon.ico' ? 204 : 404).end());
  });
  return new Promise((done) => {
    started.listen(0, '127.0.0.1', () => done(started));
  });
}

/** Bundles the example from the sources, so that it is never a stale build that is tested. */
async function bundle(into: string): Promise<void> {
  const { buildPage } = (await import(join(ROOT, 'examples/browser/build.mjs'))) as {
    buildPage: (folder: string, alias: Record<string, string>) => Promise<void>;
  };
  await buildPage(into, { 'shiftcast/browser': join(ROOT, 'src/browser/index.ts'), 'shiftcast/plan': join(ROOT, 'src/plan/index.ts') });
}

async function open(query = '?seconds=1'): Promise<{ page: Page; witness: Witness }> {
  const page = await (await browser.newContext({ viewport: { width: 1200, height: 900 }, timezoneId: 'Europe/Berlin' })).newPage();
  const witness = watch(page);
  await page.goto(`${address}/${query}`);
  return { page, witness };
}

/** Waits until the page says how it ended. */
async function outcome(page: Page): Promise<string> {
  await page.waitForFunction(
    () => document.querySelector<HTMLButtonElement>('#stop')?.disabled === true && document.querySelector('#status')?.textContent !== '',
    null,
    {
      timeout: 90_000,
    },
  );
  return (await page.locator('#status').textContent()) ?? '';
}

/** A centre of one queue, eight weeks of half-hours, Monday to Friday. */
function smallHistory(): string {
  const rows = ['timestamp,volume,aht_seconds'];
  for (let day = 0; day < 56; day += 1) {
    if (day % 7 > 4) continue;
    const date = new Date(Date.UTC(2026, 7, 3 + day)).toISOString().slice(0, 10);
    for (let half = 16; half < 34; half += 1) {
      const time = `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
      rows.push(`${date}T${time},${20 + ((day * 7 + half * 3) % 9) + (half < 24 ? 8 : 0)},${230 + ((day + half) % 5)}`);
    }
  }
  return `${rows.join('\n')}\n`;
}

describe.skipIf(chromiumPath === null)(needsChromium('the example in a browser'), () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shiftcast-example-'));
    await bundle(folder);
    server = await serve(folder);
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    server.close();
    await rm(folder, { recursive: true });
  });

  it('plans a made-up centre in a worker and shows the report, asking nobody else', async () => {
    const { page, witness } = await open();
    await page.getByRole('button', { name: 'Made-up centre' }).click();
    expect(await outcome(page)).toMatch(/^\d+ contacts, 60 people, \d+ paid hours; service level service \d+ %, technical \d+ %\.$/);
    const report = page.frameLocator('#report');
    await report.locator('h1').waitFor();
    expect(await report.locator('h1').textContent()).toBe('A made-up centre');
    expect(await report.locator('table.week tbody th.who').count()).toBe(60);
    expect(await report.locator('.choice button').count()).toBe(7); // the report's own script runs within the frame
    expect(witness.complaints).toEqual([]);
    for (const url of witness.requests) expect(url).toMatch(/^(http:\/\/127\.0\.0\.1:|about:srcdoc|blob:)/);
    expect(page.workers()).toHaveLength(1);
    await page.context().close();
  });

  it('plans a file of one’s own down to shifts without names', async () => {
    const { page, witness } = await open();
    await page.locator('#history').setInputFiles({ name: 'calls.csv', mimeType: 'text/csv', buffer: Buffer.from(smallHistory()) });
    await page.getByRole('button', { name: 'Plan', exact: true }).click();
    expect(await outcome(page)).toMatch(/^\d+ contacts, \d+ people, \d+ paid hours; service level all \d+ %\.$/);
    const report = page.frameLocator('#report');
    await report.locator('h1').waitFor();
    expect(await report.locator('#roster h2').textContent()).toBe('Shifts without names');
    expect(witness.complaints).toEqual([]);
    await page.context().close();
  });

  it('tells what is wrong with a file in one line', async () => {
    const { page } = await open();
    await page.locator('#history').setInputFiles({ name: 'letter.csv', mimeType: 'text/csv', buffer: Buffer.from('Dear reader\nthis is no export\n') });
    await page.getByRole('button', { name: 'Plan', exact: true }).click();
    expect(await outcome(page)).toMatch(/\S+/);
    expect(await page.locator('#status').getAttribute('class')).toBe('failed');
    expect(await page.locator('#report').isVisible()).toBe(false);
    await page.context().close();
  });

  it('stops at once when asked, and starts anew', async () => {
    const { page } = await open('?seconds=60');
    await page.getByRole('button', { name: 'Made-up centre' }).click();
    await page.waitForFunction(() => document.querySelector('#status')?.textContent?.includes('%'));
    await page.getByRole('button', { name: 'Stop' }).click();
    expect(await outcome(page)).toBe('Stopped.');
    await page.getByRole('button', { name: 'Plan', exact: true }).click();
    expect(await outcome(page)).toMatch(/Choose a file/);
    await page.context().close();
  });
});
