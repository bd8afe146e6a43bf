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

  it('names every method that was combined, its weight and its error', async () => {
    const call = await runHere(['forecast', ...past, '--weeks', '2', '--explain', '--queue', 'tech'], folder.path);
    expect(call.out).toMatch(/^weight and error of +days 1–2 +days 3–7 +day 8 on$/m);
    for (const method of ['day score × shape', 'theta × shares', 'last week (seasonal naive)'])
      expect(call.out).toMatch(new RegExp(`^${method.replaceAll(/[()]/g, '.')} .*%`, 'm'));
  });

  it('splits every interval under --parts into factors that multiply to its contacts, and reads such a file back', async () => {
    const file = join(folder.path, 'parts.csv');
    await runHere(['forecast', ...past, '--weeks', '1', '--parts', '--overrides', '@overrides.csv', '--out', file], folder.path);
    const [head = '', ...lines] = (await readFile(file, 'utf8')).trim().split('\n');
    const names = head.split(',');
    expect(names.filter((name) => name.startsWith('part_'))).toEqual(
      ['level', 'weekday', 'month', 'season', 'event', 'shape', 'reconciliation', 'override'].map((name) => `part_${name}`),
    );
    for (const line of lines) {
      const cells = line.split(',');
      const product = names.reduce((all, name, i) => (name.startsWith('part_') ? all * Number(cells[i]) : all), 1);
      expect(product / Number(cells[names.indexOf('volume')])).toBeCloseTo(1, 9);
    }
    const scored = await runHere(['score', '@later.csv', '--zone', 'UTC', '--forecast', file], folder.path);
    expect(scored).toMatchObject({ code: 0, err: '' });
  });

  it('refuses a week that its year does not have', async () => {
    const call = await runHere(['forecast', ...past, '--weeks', '60', '--queue', 'tech', '--total', '2027-W53=100'], folder.path);
    expect(call).toMatchObject({ code: 2, err: expect.stringContaining('--total must be a week that 2027 has') });
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

describe('regressors', () => {
  beforeAll(async () => {
    const lines = ['Date;Queue;Letters sent;constant;late'];
    for (let day = 0; day < 112; day += 1) {
      const date = new Date(Date.UTC(2026, 0, 5 + day)).toISOString().slice(0, 10);
      lines.push(`${date};tech;${(day * 7) % 5};3;${day > 100 ? 1 : ''}`, `${date};chess;1;1;1`);
    }
    await writeFile(join(folder.path, 'regressors.csv'), lines.join('\n'));
    await writeFile(join(folder.path, 'words.csv'), 'date,letters\n2026-01-05,many\n');
    await writeFile(join(folder.path, 'twice.csv'), 'date,letters\n2026-01-05,1\n2026-01-05,2\n');
    await writeFile(join(folder.path, 'bare.csv'), 'date\n2026-01-05\n');
  });

  it.each(['forecast', 'backtest', 'peaks'])('are read by %s, which names queues that are not there', async (command) => {
    const call = await runHere([command, '@past.csv', '--zone', 'UTC', '--regressors', '@regressors.csv', '--weeks', '1'], folder.path);
    expect(call.code).toBe(0);
    expect(call.err).toContain('regressor "letters_sent" is for queue "chess", which the history does not have.');
  });

  it('that can teach nothing are named', async () => {
    const call = await runHere(['forecast', '@past.csv', '--zone', 'UTC', '--regressors', '@regressors.csv', '--weeks', '1', '--queue', 'tech'], folder.path);
    expect(call.err).toContain('Regressor "constant" is 3 on every open day of the history that has a value');
    expect(call.err).toContain('Regressor "late" has no value on any open day of the history');
    expect(call.err).not.toContain('Regressor "letters_sent"');
  });

  it.each([
    ['@words.csv', /words\.csv: row 2, column letters must be a number, or empty where unknown, got "many"/],
    ['@twice.csv', /twice\.csv: row 3, column date must be given once; row 2 has it too, got "2026-01-05"/],
    ['@bare.csv', /bare\.csv: row 1 names no regressor/],
    ['@none.csv', /none\.csv/],
  ])('in %s are refused with the place', async (file, message) => {
    const call = await runHere(['forecast', ...past, '--regressors', file], folder.path);
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

describe('backtest of what is not like the rest', () => {
  it('leaves out a queue that is too short, and scores the others', async () => {
    const fresh = rows(98)
      .split('\n')
      .filter((line) => !line.startsWith('tech') || line.includes('2026-04-0'));
    await writeFile(join(folder.path, 'fresh.csv'), fresh.join('\n'));
    const call = await runHere(['backtest', '@fresh.csv', '--zone', 'UTC', '--folds', '1'], folder.path);
    expect(call.code).toBe(0);
    expect(call.err).toContain('tech: left out. backtest: queue "tech" is too short for a fold of 1 week');
    expect(call.out).toContain('sales (voice): 1 × 1 week ahead');
    expect(call.out).not.toContain('tech');
  });

  it('scores weekly and monthly totals as such', async () => {
    const months = Array.from(
      { length: 40 },
      (_, i) => `${new Date(Date.UTC(2023, i, 1)).toISOString().slice(0, 7)},${noisy(4000 * (i % 12 === 11 ? 1.4 : 1), i)}`,
    );
    await writeFile(join(folder.path, 'months.csv'), `month,volume\n${months.join('\n')}\n`);
    const call = await runHere(['backtest', '@months.csv', '--zone', 'UTC', '--weeks', '8', '--folds', '3'], folder.path);
    expect(call.out).toContain('3 × 2 months ahead, 2025-11-01 to 2026-04-30');
    expect(call.out).toMatch(/^a year before .*%/m);
    expect(call.out).toMatch(/^ahead +shiftcast +bias +in 80 % +a year before +mean of four months +chance$/m);
    expect(call.out).toMatch(/^month 2 /m);
    for (const line of call.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const page = join(folder.path, 'months.html');
    await runHere(['backtest', '@months.csv', '--zone', 'UTC', '--out', page, '--quiet'], folder.path);
    expect(await readFile(page, 'utf8')).toContain('By month');
    expect((await runHere(['peaks', '@months.csv', '--zone', 'UTC', '--weeks', '40', '--quiet'], folder.path)).out).toContain('December 2026');
  });

  it('says that overrides change nothing in it', async () => {
    const call = await runHere(['backtest', '@past.csv', '--zone', 'UTC', '--folds', '1', '--overrides', '@overrides.csv'], folder.path);
    expect(call).toMatchObject({ code: 0, err: expect.stringContaining('shiftcast score tells what overrides did') });
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

  it('of several countries and regions stand in one list, shared days once', async () => {
    const call = await runHere(['holidays', '--country', 'DE,AT', '--region', 'DE-BY', '--years', '2026', '--language', 'en', '--quiet'], folder.path);
    const lines = call.out.trim().split('\n').slice(1);
    expect(lines.filter((line) => line.startsWith('2026-01-01'))).toHaveLength(1);
    expect(lines.some((line) => line.startsWith('2026-10-26'))).toBe(true);
    expect(lines.some((line) => line.startsWith('2026-10-03'))).toBe(true);
    expect(lines).toEqual([...lines].sort((a, b) => (a.slice(0, 10) < b.slice(0, 10) ? -1 : a.slice(0, 10) > b.slice(0, 10) ? 1 : 0)));
  });

  it.each([
    [
      ['holidays', '--country', 'DE,AT', '--region', 'BY', '--years', '2026'],
      /--region must be one of DE, AT with its country before it, such as DE-BY, got BY/,
    ],
    [['holidays', '--country', 'DE', '--region', 'XX', '--years', '2026'], /region "XX" is not known/],
    [['holidays', '--country', 'DE'], /--years is missing/],
    [['holidays', '--country', 'Germany', '--years', '2026'], /two-letter code/],
    [['holidays', '--country', 'DE', '--years', '2027-2026'], /--years must be/],
    [['holidays', '--country', 'DE', '--years', '2026', '--types', 'publik'], /--types must be some of/],
  ])('refuses %j', async (words, message) => {
    expect(await runHere(words, folder.path)).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
});
