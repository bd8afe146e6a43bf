import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runHere, scratchFolder } from './run-cli.js';

const folder = scratchFolder();
const run = (...words: string[]) => runHere(words, folder.path);

const PLAN = {
  zone: 'UTC',
  interval: '1h',
  queues: { calls: { target: { serviceLevel: 0.8, answerWithin: '20s' } }, mail: {} },
  shifts: { day: { start: { from: '00:00', to: '16:00', every: '8h' }, length: { from: '8h', to: '8h' } } },
  contracts: { full: { shifts: ['day'] } },
};
const HEAD = 'queue,start,interval_seconds,volume,aht_seconds\n';
const row = (queue: string): string => `${queue},2026-12-07T08:00:00+00:00,3600,12,300\n`;
const hours = Array.from({ length: 24 * 21 }, (_, i) => `"a;b",${new Date(Date.UTC(2026, 10, 2) + i * 3_600_000).toISOString()},${5 + (i % 24)},300`);

beforeAll(async () => {
  const write = (name: string, text: string) => writeFile(join(folder.path, name), text);
  await write('plan.json', JSON.stringify(PLAN));
  await write('agents.csv', 'agent,skills,contract\nAnn,calls;mail,full\n');
  await write('strange.csv', HEAD + row('calls') + row('warehouse'));
  await write('call.csv', HEAD + row('call') + row('mail'));
  await write('calls-only.csv', HEAD + row('calls'));
  await write('my calls.csv', ['Queue,timestamp,Anzahl,aht_seconds', ...hours, ''].join('\n'));
  const need = Array.from({ length: 168 }, (_, i) => `calls,${new Date(Date.UTC(2026, 11, 7, i)).toISOString()},3600,${i % 24 === 9 ? 1 : 0}`);
  await write('requirements.csv', ['queue,start,interval_seconds,agents_exact', ...need, ''].join('\n'));
  await mkdir(join(folder.path, 'taken'));
});

describe('a forecast and a plan of different queues', () => {
  it('a queue that the plan does not have is named with both files and a way out', async () => {
    const strange = await run('staff', '@strange.csv', '--config', '@plan.json');
    expect(strange.code).toBe(2);
    expect(strange.err).toMatch(
      /strange\.csv has the queue "warehouse", which \S*plan\.json does not have\. Add it there, or leave its rows out; \S*plan\.json has calls, mail\./,
    );
    expect((await run('staff', '@call.csv', '--config', '@plan.json')).err).toContain('Did you mean "calls"?');
  });

  it('a queue that the forecast lacks is told before targets are said to be met', async () => {
    const words = ['schedule', '@requirements.csv', '--config', '@plan.json', '--agents', '@agents.csv', '--time-limit', '1s', '--out', '@roster.csv'];
    const call = await run(...words, '--until-met', '@calls-only.csv');
    expect(call.err).toMatch(/calls-only\.csv has no rows of "mail", which \S*plan\.json has/);
  });
});

describe('--out', () => {
  it('is refused before the work where it cannot be written', async () => {
    const plan = ['plan', '@my calls.csv', '--config', '@plan.json', '--column', 'volume=Anzahl'];
    expect(await run(...plan, '--out', '-')).toMatchObject({ code: 2, err: expect.stringContaining('--out must be a folder') });
    expect(await run(...plan, '--out', '@plan.json')).toMatchObject({ code: 4, err: expect.stringContaining('a file has that name and a folder is needed') });
    const schedule = ['schedule', '@requirements.csv', '--config', '@plan.json', '--agents', '@agents.csv', '--out', '@taken'];
    expect(await run(...schedule)).toMatchObject({ code: 4, err: expect.stringContaining('a folder has that name and a file is needed') });
    expect(await readdir(join(folder.path, 'taken'))).toEqual([]);
  });
});

describe('init', () => {
  it('repeats the options by which it read the file, and quotes what a shell would split', async () => {
    const call = await run('init', '@my calls.csv', '--zone', 'UTC', '--column', 'volume=Anzahl', '--max-bad-rows', '10%', '--out', '@start');
    expect(call.code).toBe(0);
    expect(call.out).toMatch(/shiftcast plan "\S*my calls\.csv" --config \S+ --agents \S+ --column volume=Anzahl --max-bad-rows 10%\n$/);
    expect(JSON.parse(await readFile(join(folder.path, 'start', 'plan.json'), 'utf8'))).toMatchObject({ queues: { 'a;b': { skill: 'a b' } } });
  });
});

describe('words that no command knows', () => {
  it('point to the help of the command that was typed', async () => {
    expect((await run('plan', '--explain')).err).toBe("shiftcast: unknown option '--explain'. See shiftcast plan --help.\n");
    expect((await run('schedule', 'a.csv', 'b.csv')).err).toContain('See shiftcast schedule --help.');
    expect((await run('plan', '--confg', 'plan.json')).err).toContain('Did you mean --config?');
  });
});
