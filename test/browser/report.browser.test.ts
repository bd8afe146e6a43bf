import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { renderReport } from '../../src/report/index.js';
import { HOSTILE, samplePlan } from '../report/sample-plan-result.js';
import { chromiumPath, launchChromium, needsChromium, type Witness, watch } from './chromium.js';
import { faintTexts, overlappingLabels } from './page-checks.js';

const sample = samplePlan({ people: 24 });
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let browser: Browser;
let folder = '';
let address = '';
/** One wide page for all tests that leave it as they found it. */
let desk: { page: Page; witness: Witness };

async function open(options: BrowserContextOptions): Promise<{ page: Page; witness: Witness }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const witness = watch(page);
  await page.goto(address);
  return { page, witness };
}

const wide = { viewport: { width: 1280, height: 900 } };
const phone = (width: number): BrowserContextOptions => ({ viewport: { width, height: 760 }, isMobile: true, hasTouch: true });

describe.skipIf(chromiumPath === null)(needsChromium('the report in a browser'), () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shiftcast-report-'));
    const file = join(folder, 'report.html');
    await writeFile(file, await renderReport(sample.result, { title: `Plan ${HOSTILE.script}`, agents: sample.agents }));
    address = pathToFileURL(file).href;
    browser = await launchChromium();
    desk = await open(wide);
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  it('opens without a complaint, a dialog or a request, and lets no foreign text become an element', async () => {
    const { page, witness } = desk;
    expect(witness.complaints).toEqual([]);
    expect(witness.requests).toEqual([address]);
    expect(await page.locator('img, iframe, object, link').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.title()).toBe(`Plan ${HOSTILE.script}`);
  });

  it('has a row for every person, under the name as it was given', async () => {
    const { page } = desk;
    const names = await page.locator('table.week th.who bdi').allTextContents();
    const visible = (name: string): string => name.replace('\u0007', '␇').replace('\u0000', '␀').replace('\u0085', '\uFFFD').replace('\ud83d ', '\uFFFD ');
    expect(new Set(names)).toEqual(new Set(sample.agents.map(({ agent }) => visible(agent))));
  });

  it.each([320, 375, 400])('fits a phone of %i px: nothing to scroll sideways, no label over another', async (width) => {
    const { page, witness } = await open(phone(width));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await page.evaluate(overlappingLabels)).toEqual([]);
    expect(witness.complaints).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('keeps every text readable in the %s theme, and every label apart on a wide screen', async (colorScheme) => {
    const { page } = await open({ ...wide, colorScheme });
    expect(await page.evaluate(faintTexts)).toEqual([]);
    expect(await page.evaluate(overlappingLabels)).toEqual([]);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background === 'rgb(20, 23, 27)').toBe(colorScheme === 'dark');
    await page.context().close();
  });

  it('shows every chart and every day without scripts', async () => {
    const { page } = await open({ ...wide, javaScriptEnabled: false });
    const pictures = page.locator('svg[role="img"]');
    const count = await pictures.count();
    expect(count).toBeGreaterThan(30);
    for (const picture of [pictures.first(), pictures.nth(Math.floor(count / 2)), pictures.last()]) {
      const box = await picture.boundingBox();
      expect(box?.width).toBeGreaterThan(80);
      expect(box?.height).toBeGreaterThan(40);
    }
    expect(await page.locator('.day:visible').count()).toBe(7);
    expect(await page.locator('.choice').count()).toBe(0);
    await page.context().close();
  });

  it('shows one day at a time, chosen by button', async () => {
    const { page } = desk;
    expect(await page.locator('.day:visible').count()).toBe(1);
    await page.getByRole('button', { name: 'Wed 9 Dec' }).click();
    expect(await page.locator('.day:visible h4').textContent()).toContain('Wed 9 Dec 2026');
    expect(await page.locator('.choice [aria-pressed="true"]').allTextContents()).toEqual(['Wed 9 Dec']);
  });

  it('shows one queue at a time, if asked', async () => {
    const { page } = desk;
    const articles = page.locator('#forecast article:visible');
    expect(await articles.count()).toBe(2);
    await page.getByLabel('Show').selectOption({ label: 'billing' });
    expect(await articles.count()).toBe(1);
    expect(await articles.locator('h3').textContent()).toContain('billing');
    await page.getByLabel('Show').selectOption({ label: 'all queues' });
    expect(await articles.count()).toBe(2);
  });

  /** The lines of the tooltip. */
  const tipLines = (page: Page): Promise<string[]> => page.locator('.tip > *').allTextContents();

  it('tells figures under the pointer and with the arrow keys', async () => {
    const { page, witness } = desk;
    const chart = page.locator('svg.chart.wide').first();
    await chart.hover({ position: { x: 700, y: 60 } });
    const [day, expected, inner, outer] = await tipLines(page);
    expect(day).toMatch(/^\w{3} \d+ Dec$/);
    expect(expected).toMatch(/^expected [\d,]+$/);
    expect(inner).toMatch(/^80.% band [\d,]+ to [\d,]+$/);
    expect(outer).toMatch(/^95.% band [\d,]+ to [\d,]+$/);
    await chart.focus();
    await page.keyboard.press('Home');
    expect(await tipLines(page)).toEqual(['Sun 8 Nov', 'no figures']);
    await page.keyboard.press('ArrowRight');
    expect((await tipLines(page))[1]).toMatch(/^recorded [\d,]+$/);
    await page.keyboard.press('ArrowRight');
    expect((await tipLines(page))[0]).toBe('Tue 10 Nov');
    await page.keyboard.press('Escape');
    expect(await page.locator('.tip').isVisible()).toBe(false);
    expect(witness.complaints).toEqual([]);
  });

  it('places the tooltip over the interval that it names', async () => {
    const { page } = desk;
    const panel = page.locator('#coverage svg.chart.panel').first();
    await panel.scrollIntoViewIfNeeded();
    const { bar, covered } = await panel.evaluate((svg) => {
      const path = svg.querySelector('path.covered')?.getAttribute('d') ?? '';
      const inner = svg.querySelector('.plot') as SVGSVGElement;
      const box = svg.getBoundingClientRect();
      const style = getComputedStyle(svg);
      const left = Number.parseFloat(style.paddingLeft);
      const width = box.width - left - Number.parseFloat(style.paddingRight);
      // The first step of the path: its height, read off the drawing, against what the tooltip says.
      const [, , top = '0'] = /M([\d.]+) ([\d.]+)/.exec(path) ?? [];
      const ticks = [...svg.querySelectorAll('.yl')].map((label) => Number(label.textContent));
      const height = inner.viewBox.baseVal.height;
      return { bar: left + (width * 0.5) / 24, covered: ((height - Number(top)) / height) * Math.max(...ticks) };
    });
    await panel.hover({ position: { x: bar, y: 60 } });
    const [interval, , onLine] = await tipLines(page);
    expect(interval).toBe('Mon 7 Dec 08:00');
    expect(Number(/^on line ([\d.]+)$/.exec(onLine ?? '')?.[1])).toBeCloseTo(covered, 0);
  });

  it('tells a shift and its breaks on touch', async () => {
    const { page } = await open(phone(375));
    await page
      .locator('.day:visible g.bar rect')
      .first()
      .tap({ position: { x: 4, y: 6 } });
    expect(await page.locator('.tip').textContent()).toMatch(/\d\d:\d\d–\d\d:\d\d, [\d.]+ h paid/);
    await page.context().close();
  });

  it('prints all days within the width of the paper', async () => {
    const { page } = await open({ viewport: { width: 700, height: 1000 }, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(700);
    expect(await page.locator('.day:visible').count()).toBe(7);
    expect(await page.locator('.choice:visible, nav:visible').count()).toBe(0);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    await page.context().close();
  });
});
