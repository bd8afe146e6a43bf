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

describe('--bom', () => {
  it('begins .csv files with a byte order mark, and the next command reads them', async () => {
    const firstLine = async (name: string): Promise<string> => (await readFile(join(folder.path, name), 'utf8')).split('\n')[0] ?? '';
    const ahead = ['forecast', '@my calls.csv', '--zone', 'UTC', '--column', 'volume=Anzahl', '--days', '1', '--bom', '--out', '@ahead.csv'];
    expect(await run(...ahead)).toMatchObject({ code: 0 });
    expect(await firstLine('ahead.csv')).toMatch(/^\uFEFFqueue,start,/);
    expect(await run('staff', '@ahead.csv', '--zone', 'UTC', '--out', '@plain.csv')).toMatchObject({ code: 0 });
    expect(await firstLine('plain.csv')).toMatch(/^queue,start,/);
  });
});

describe('a simulated roster', () => {
  it('with people for shrinkage is said to be played with everybody there', async () => {
    const shrunk = { ...PLAN, cover: 'withShrinkage', shrinkage: { absence: 0.06, training: 0.03 } };
    await writeFile(join(folder.path, 'shrunk.json'), JSON.stringify(shrunk));
    const shift = 'Ann,2026-12-07,day,2026-12-07T08:00:00Z,2026-12-07T16:00:00Z,online,calls\n';
    await writeFile(join(folder.path, 'ann.csv'), `agent,date,shift,start,end,activity,queue\n${shift}`);
    const words = ['simulate', '@ann.csv', '@calls-only.csv', '--replications', '2', '--config'];
    expect((await run(...words, '@shrunk.json')).err.replaceAll(/\s+/g, ' ')).toContain('rostered for 8.8 % shrinkage; --absence 8.82% sends that share away');
    expect((await run(...words, '@shrunk.json', '--absence', '5%')).err).not.toContain('sends that share away');
    expect((await run(...words, '@plan.json')).err).not.toContain('sends that share away');
  });
});

describe('words that no command knows', () => {
  it('point to the help of the command that was typed', async () => {
    expect((await run('plan', '--weeks')).err).toBe("shiftcast: unknown option '--weeks'. See shiftcast plan --help.\n");
    expect((await run('schedule', 'a.csv', 'b.csv')).err).toContain('See shiftcast schedule --help.');
    expect((await run('plan', '--confg', 'plan.json')).err).toContain('Did you mean --config?');
  });
});
