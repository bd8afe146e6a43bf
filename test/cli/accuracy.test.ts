import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { noisy, officePattern } from '../forecast/make-history.js';
import { runHere, scratchFolder } from './run-cli.js';

const folder = scratchFolder();

/** Half-hours of two queues, the first with two channels, from Monday 5 January 2026. */
function rows(days: number): string {
  const lines = ['queue,channel,timestamp,volume,aht_seconds'];
  for (let day = 0; day < days; day += 1) {
    for (let minute = 480; minute < 1080; minute += 30) {
      const mean = officePattern({ day, weekday: day % 7, minute, index: 0 });
      if (mean === null) continue;
      const stamp = new Date(Date.UTC(2026, 0, 5 + day, 0, minute)).toISOString().slice(0, 16);
      const index = day * 48 + minute / 30;
      lines.push(`sales,voice,${stamp},${noisy(mean, index)},240`, `sales,chat,${stamp},${noisy(mean / 2, index + 9999)},400`);
      lines.push(`tech,voice,${stamp},${noisy(mean / 3, index + 99_999)},300`);
    }
  }
  return `${lines.join('\n')}\n`;
}

beforeAll(async () => {
  await writeFile(join(folder.path, 'past.csv'), rows(98));
  await writeFile(join(folder.path, 'later.csv'), rows(105));
  await writeFile(join(folder.path, 'overrides.csv'), 'queue,from,to,field,operation,value,note\nsales,2026-04-13,2026-04-17,volume,scale,1.5,rumour\n');
});

const past = ['@past.csv', '--zone', 'UTC', '--quiet'];

describe('forecast of several series', () => {
  it('makes them add up, says so, and writes the table of forecast.csv', async () => {
    const call = await runHere(['forecast', '@past.csv', '--zone', 'UTC', '--weeks', '1'], folder.path);
    expect(call.code).toBe(0);
    expect(call.err).toContain('3 series made to add up (all together; by channel; by queue): days moved by');
    expect(call.out.split('\n')[0]).toMatch(/^queue,start,interval_seconds,volume,.*aht_hi95,channel$/);
    expect(call.out.trim().split('\n')).toHaveLength(1 + 3 * 100);
  });

  it('leaves them alone under --no-reconcile', async () => {
    const call = await runHere(['forecast', ...past, '--weeks', '1', '--no-reconcile', '--json'], folder.path);
    expect(JSON.parse(call.out).queues[0].parts.reconciliation).toBeUndefined();
    expect(JSON.parse((await runHere(['forecast', ...past, '--weeks', '1', '--json'], folder.path)).out).reconciliation.changes).toHaveLength(3);
  });

  it('adds series up and gives totals per week', async () => {
    const call = await runHere(['forecast', ...past, '--weeks', '2', '--sum', 'queue', '--per', 'week'], folder.path);
    const lines = call.out.trim().split('\n');
    expect(lines[0]).toMatch(/^queue,from,to,whole,volume,volume_lo80,volume_hi80,volume_lo95,volume_hi95,aht_seconds/);
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 4).join(' '))).toEqual(
      expect.arrayContaining(['"sales  all channels" 2026-04-13 2026-04-19', 'tech 2026-04-13 2026-04-19 yes']),
    );
  });

  it('explains each day in factors, within 80 columns', async () => {
    const call = await runHere(['forecast', ...past, '--weeks', '1', '--explain', '--queue', 'tech', '--overrides', '@overrides.csv'], folder.path);
    expect(call.out).toContain('tech: contacts = an ordinary day × what moves it');
    expect(call.out).toMatch(/^Mon 13 Apr 2026\s+\d+\s+\d+\s+\+\d+ %/m);
    for (const line of call.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('shows what a planner changed beside what moves a day', async () => {
    const call = await runHere(['forecast', ...past, '--weeks', '1', '--explain', '--queue', 'sales', '--overrides', '@overrides.csv'], folder.path);
    expect(call.out).toMatch(/sales \(voice\)[\s\S]*overrides\n[\s\S]*\+50 %\n/);
  });

  it.each([
    ['a', /--similar must be a new queue and a known one, such as chat=voice, got a/],
    ['tech=nobody', /queue must be one of sales, tech, got "nobody"/],
  ])('refuses --similar %s', async (text, message) => {
    const call = await runHere(['forecast', ...past, '--similar', text], folder.path);
    expect(call).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
});

describe('score', () => {
  it('tells how good kept forecasts were, from CSV and from JSON, and what overrides did', async () => {
    const csv = join(folder.path, 'kept.csv');
    await runHere(['forecast', ...past, '--weeks', '1', '--out', csv], folder.path);
    const json = await runHere(['forecast', ...past, '--weeks', '1', '--json'], folder.path);
    await writeFile(join(folder.path, 'kept.json'), json.out);
    const words = ['score', '@later.csv', '--zone', 'UTC', '--quiet', '--overrides', '@overrides.csv'];
    const call = await runHere([...words, '--forecast', csv], folder.path);
    expect(call).toMatchObject({ code: 0, err: '' });
    expect(call.out).toMatch(/^sales \(chat\): 1 forecast, 2026-04-13 to 2026-04-17$/m);
    expect(call.out).toMatch(/^tech: 1 forecast/m);
    expect(call.out).toMatch(/^2026-04-13…04-17 sales rumour\s+200\s+[\d.]+ %\s+[\d.]+ %\s+worse$/m);
    for (const line of call.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const again = await runHere([...words, '--forecast', '@kept.json'], folder.path);
    expect(again.out.split('\n')[2]).toBe(call.out.split('\n')[2]);
  });

  it.each([
    [['score', '@later.csv', '--zone', 'UTC'], /--forecast is missing/],
    [['score', '@later.csv', '--zone', 'UTC', '--forecast', '@past.csv'], /start/],
  ])('refuses %j', async (words, message) => {
    expect(await runHere(words, folder.path)).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
});

describe('backtest', () => {
  it('names series apart, shows days ahead within 80 columns, and draws a page', async () => {
    const page = join(folder.path, 'backtest.html');
    const call = await runHere(['backtest', ...past, '--folds', '2', '--weeks', '2', '--out', page], folder.path);
    expect(call.code).toBe(0);
    expect(call.out).toMatch(/^sales \(voice\): 2 × 2 weeks ahead/m);
    expect(call.out).toMatch(/^day 3 /m);
    expect(call.out).toMatch(/^week 2 /m);
    for (const line of call.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(await readFile(page, 'utf8')).toContain('<h1>How good the forecast is</h1>');
  });
});

describe('peaks', () => {
  it('tell two channels of one queue apart', async () => {
    const call = await runHere(['peaks', ...past, '--queue', 'sales'], folder.path);
    expect(call.out).toContain('sales (voice): Mondays');
    expect(call.out).toContain('sales (chat): Mondays');
  });
});

describe('holidays', () => {
  it('writes an events file that forecast takes', async () => {
    const file = join(folder.path, 'events.csv');
    const call = await runHere(['holidays', '--country', 'DE', '--region', 'BY', '--years', '2026', '--language', 'en', '--out', file], folder.path);
    expect(call).toMatchObject({ code: 0, err: expect.stringContaining('12 days. Look through them') });
    const ahead = await runHere(['forecast', ...past, '--weeks', '4', '--events', file], folder.path);
    expect(ahead.code).toBe(0);
  });

  it.each([
    [['holidays', '--country', 'DE'], /--years is missing/],
    [['holidays', '--country', 'Germany', '--years', '2026'], /two-letter code/],
    [['holidays', '--country', 'DE', '--years', '2027-2026'], /--years must be/],
    [['holidays', '--country', 'DE', '--years', '2026', '--types', 'publik'], /--types must be some of/],
  ])('refuses %j', async (words, message) => {
    expect(await runHere(words, folder.path)).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
});
