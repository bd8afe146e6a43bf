import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { runHere, scratchFolder } from './run-cli.js';

// Threads run the built package; these tests run the sources.
vi.mock('../../src/cli/roster-runner.js', () => ({ rosterRunner: () => undefined }));

const folder = scratchFolder();
const TARGET = { serviceLevel: 0.8, answerWithin: '30s', over: 'week' };
const openingHours = { 'mon-sun': ['08:00-12:00'] };
const PLAN = {
  zone: 'UTC',
  horizon: { start: '2026-12-07' },
  queues: {
    simple: { skill: 'help', patience: '3min', target: TARGET, openingHours },
    hard: { skill: 'help', patience: '4min', target: TARGET, openingHours },
  },
  shifts: { part: { start: { from: '08:00', to: '08:00' }, length: { from: '4h', to: '4h' } } },
  contracts: { part: { shifts: ['part'], costPerHour: 20 } },
};

function forecastCsv(): string {
  const rows = ['queue,start,interval_seconds,volume,aht_seconds'];
  for (const [queue, volume, aht] of [
    ['simple', 60, 240],
    ['hard', 16, 360],
  ])
    for (let day = 7; day < 14; day += 1)
      for (let hour = 8; hour < 12; hour += 1)
        rows.push(`${queue},2026-12-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00+00:00,3600,${volume},${aht}`);
  return `${rows.join('\n')}\n`;
}

beforeAll(async () => {
  const write = (name: string, text: string) => writeFile(join(folder.path, name), text);
  await write('plan.json', JSON.stringify(PLAN));
  await write('agents.csv', ['agent,skills,contract', ...Array.from({ length: 11 }, (_, i) => `a${i},help:1,part`), ''].join('\n'));
  await write('few.csv', ['agent,skills,contract', ...Array.from({ length: 4 }, (_, i) => `a${i},help:1,part`), ''].join('\n'));
  await write('forecast.csv', forecastCsv());
  expect((await runHere(['staff', '@forecast.csv', '--config', '@plan.json', '--out', '@requirements.csv'], folder.path)).code).toBe(0);
});

const schedule = (agents: string, ...more: string[]) =>
  runHere(['schedule', '@requirements.csv', '--config', '@plan.json', '--agents', agents, '--time-limit', '6s', ...more], folder.path);

describe('schedule --until-met', () => {
  it('tells what the roster delivers and saves, and writes it', async () => {
    const { code, err } = await schedule('@agents.csv', '--until-met', '@forecast.csv', '--out', '@roster.csv', '--check');
    expect(code).toBe(0);
    expect(err).toMatch(/simulated +target +as required +this roster/);
    expect(err).toMatch(/every target is met with 95 % confidence|too close to tell/);
    expect(await readFile(join(folder.path, 'roster.csv'), 'utf8')).toMatch(/^agent,date,shift,start,end,activity\n/);
    for (const line of err.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('says what is missing and what it would cost, and ends with 1 under --check', async () => {
    const { code, out, err } = await schedule('@few.csv', '--until-met', '@forecast.csv', '--json', '--check');
    expect(code).toBe(1);
    expect(err).toMatch(/Meeting every target takes about [\d.,]+ agent-hours more/);
    expect(JSON.parse(out)).toMatchObject({ status: 'missed', roster: { agents: expect.any(Array) }, missing: expect.any(Array) });
  });

  it('needs people', async () => {
    const { code, err } = await runHere(['schedule', '@requirements.csv', '--config', '@plan.json', '--until-met', '@forecast.csv'], folder.path);
    expect([code, err.trim()]).toEqual([2, 'shiftcast schedule: --until-met needs --agents: only a roster of people can be simulated.']);
  });
});
