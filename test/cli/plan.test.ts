import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MAIN, runCli, runHere, scratchFolder } from './run-cli.js';

const folder = scratchFolder();

/** Six weeks of hours, weekdays 08:00-18:00, local time of Berlin, until Friday 2026-11-27. */
function weekdayExport(): string {
  const rows = ['queue,timestamp,volume,aht_seconds,abandoned'];
  for (let day = 0; day < 42; day += 1) {
    if (day % 7 > 4) continue;
    const date = new Date(Date.UTC(2026, 9, 19 + day)).toISOString().slice(0, 10);
    for (let hour = 8; hour < 18; hour += 1) rows.push(`billing,${date}T${String(hour).padStart(2, '0')}:00:00,${25 + ((day * 5 + hour * 3) % 17)},300,1`);
  }
  return `${rows.join('\n')}\n`;
}

const plan = {
  zone: 'Europe/Berlin',
  horizon: { weeks: 1 },
  queues: { billing: { patience: '3min', target: { serviceLevel: 0.8, answerWithin: '20s' } } },
  shifts: {
    day: {
      start: { from: '08:00', to: '09:00', every: '1h' },
      length: { from: '9h', to: '9h' },
      breaks: [{ name: 'lunch', length: '1h', paid: false, from: '3h', to: '5h' }],
    },
  },
  contracts: { full: { shifts: ['day'], hoursPerWeek: { max: 40 }, daysPerWeek: { max: 5 }, rest: '14h', consecutiveDays: { max: 5 } } },
};

const json = async (...path: string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(folder.path, ...path), 'utf8')) as Record<string, unknown>;

beforeAll(async () => {
  await writeFile(join(folder.path, 'calls.csv'), weekdayExport());
  await writeFile(join(folder.path, 'plan.json'), JSON.stringify(plan));
  await writeFile(join(folder.path, 'agents.csv'), ['agent,skills,contract', ...'abcdef'.split('').map((name) => `${name},billing,full`), ''].join('\n'));
});

describe('from a file of past contacts', () => {
  it('plan fills a folder and prints a summary that ends with the report', async () => {
    const call = await runCli(['plan', 'calls.csv', '--config', 'plan.json', '--agents', 'agents.csv', '--time-limit', '1s', '--out', 'week'], {
      folder: folder.path,
    });
    expect(call).toMatchObject({ code: 0, err: '' });
    expect((await readdir(join(folder.path, 'week'))).sort()).toEqual([
      'forecast.csv',
      'plan.resolved.json',
      'report.html',
      'requirements.csv',
      'roster.csv',
      'summary.json',
    ]);
    expect(call.out.trimEnd().split('\n').at(-1)).toBe(`Report: ${join('week', 'report.html')}`);
    const roster = await readFile(join(folder.path, 'week', 'roster.csv'), 'utf8');
    expect(roster).toMatch(/^agent,date,shift,start,end,activity(,queue)?\na,(2026-1[12]-\d\d),day,\2T0[89]:00:00\+01:00,/);
    const working = new Set(
      roster
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((row) => row.split(',')[0]),
    );
    expect(await json('week', 'summary.json')).toMatchObject({ rosterFrom: '2026-11-30', rosterTo: '2026-12-06', people: working.size });
  });

  it('forecast, staff and schedule lead to the same step by step', async () => {
    const at = { folder: folder.path };
    expect((await runCli(['forecast', 'calls.csv', '--zone', 'Europe/Berlin', '--weeks', '2', '--out', 'forecast.csv'], at)).code).toBe(0);
    expect((await runCli(['staff', 'forecast.csv', '--config', 'plan.json', '--out', 'requirements.csv'], at)).code).toBe(0);
    const call = await runCli(
      ['schedule', 'requirements.csv', '--config', 'plan.json', '--agents', 'agents.csv', '--time-limit', '1s', '--json', '--out', 'roster.csv'],
      at,
    );
    expect(call.code).toBe(0);
    const roster = JSON.parse(call.out) as { objective: number; bound: number; agents: unknown[] };
    expect(roster.agents).toHaveLength(6);
    expect(roster.bound).toBeLessThanOrEqual(roster.objective + 1e-6);
    const summary = await json('week', 'summary.json');
    expect(Math.abs(roster.objective - (summary.objective as number))).toBeLessThan(0.02 * roster.objective);
  });

  it('the roster before carries its rest over the border', async () => {
    const rows = ['agent,date,shift,start,end,activity'];
    for (const name of 'abcdef') rows.push(`${name},2026-11-29,day,2026-11-29T18:00:00+01:00,2026-11-29T23:00:00+01:00,online`);
    await writeFile(join(folder.path, 'before.csv'), `${rows.join('\n')}\n`);
    const words = [
      'plan',
      'calls.csv',
      '--config',
      'plan.json',
      '--agents',
      'agents.csv',
      '--previous',
      'before.csv',
      '--time-limit',
      '2s',
      '--out',
      'after',
      '--quiet',
    ];
    expect((await runCli(words, { folder: folder.path })).code).toBe(0);
    const text = await readFile(join(folder.path, 'after', 'roster.csv'), 'utf8');
    expect(text).not.toMatch(/,2026-11-30,/);
    expect(text).toMatch(/,2026-12-01,/);
  });

  it('from a roster: what stands is kept, who is absent is covered, and the summary says so', async () => {
    const words = ['plan', '@calls.csv', '--config', '@plan.json', '--agents', '@agents.csv', '--time-limit', '1s', '--json', '--out', '@again'];
    const first = (await readFile(join(folder.path, 'week', 'roster.csv'), 'utf8')).split('\n');
    const [ill] = first.find((row) => row.includes(',2026-12-03,'))?.split(',') ?? [];
    const given = ['--from', join('@week', 'roster.csv'), '--freeze-until', '2026-12-02', '--absent', `${ill}:2026-12-03`, '--price-per-change', '30'];
    const call = await runHere([...words, ...given], folder.path);
    expect(call.code).toBe(0);
    const rows = (await readFile(join(folder.path, 'again', 'roster.csv'), 'utf8')).split('\n');
    const early = (list: readonly string[]): string[] => list.filter((row) => /,2026-(11-30|12-01),/.test(row)).map((row) => row.split(',').slice(0, 6).join());
    expect(early(rows)).toEqual(early(first));
    expect(rows.filter((row) => row.startsWith(`${ill},2026-12-03,`)).map((row) => row.split(',')[5])).toEqual(['absence']);
    expect(JSON.parse(call.out).roster.costs.changes % 30).toBe(0);
    const alone = await runHere(['plan', '@calls.csv', '--config', '@plan.json', '--freeze', 'a'], folder.path);
    expect(alone).toMatchObject({ code: 2, err: expect.stringContaining('--freeze needs --from') });
  });

  it('plan --explain tells why people are missing, on the page too', async () => {
    const call = await runHere(
      ['plan', '@calls.csv', '--config', '@plan.json', '--agents', '@agents.csv', '--time-limit', '1s', '--explain', '--out', '@why'],
      folder.path,
    );
    expect(call.code).toBe(0);
    const reason = /Why people are missing, and what would help:\n {2}(billing, \S+ \d+ \S+ \d\d:\d\d to \d\d:\d\d: \d+\.\d missing)/.exec(call.out)?.[1];
    expect(reason).toBeDefined();
    expect(await readFile(join(folder.path, 'why', 'report.html'), 'utf8')).toContain(`<li>${reason}`);
    expect(call.out.trimEnd().split('\n').at(-1)).toMatch(/^Report: /);
    const alone = await runHere(['plan', '@calls.csv', '--config', '@plan.json', '--explain'], folder.path);
    expect(alone).toMatchObject({ code: 2, err: expect.stringContaining('--explain needs --agents') });
  });

  it('without agents the plan ends in anonymous shifts and full-time equivalents', async () => {
    const call = await runCli(['plan', 'calls.csv', '--config', 'plan.json', '--time-limit', '1s', '--out', 'design'], { folder: folder.path });
    expect(call.code).toBe(0);
    expect(call.out).toMatch(/full-time equivalents/);
    expect(await readdir(join(folder.path, 'design'))).toContain('shifts.csv');
    expect(await readdir(join(folder.path, 'design'))).not.toContain('roster.csv');
  });

  it('init writes a plan and people that plan takes unchanged, and replaces nothing', async () => {
    await mkdir(join(folder.path, 'start'));
    const init = ['init', 'calls.csv', '--zone', 'Europe/Berlin', '--out', 'start'];
    const call = await runCli(init, { folder: folder.path });
    expect(call.code).toBe(0);
    expect(await json('start', 'plan.json')).toMatchObject({
      zone: 'Europe/Berlin',
      queues: { billing: { aht: '5min', openingHours: { 'mon-fri': ['08:00-18:00'] } } },
    });
    const again = await runCli(init, { folder: folder.path });
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.err).toMatch(/plan\.json exists already and is left as it is\. .* --force/);
    const words = ['plan', 'calls.csv', '--config', 'start/plan.json', '--agents', 'start/agents.csv', '--time-limit', '1s', '--out', 'started', '--json'];
    const planned = JSON.parse((await runCli(words, { folder: folder.path })).out) as {
      summary: { understaffedHours: number; queues: { serviceLevel: number }[] };
    };
    expect(planned.summary.queues[0]?.serviceLevel).toBeGreaterThan(0.7);
  });
});

describe('the streams', () => {
  it('take a history from standard input and keep messages off standard output', async () => {
    const call = await runCli(['forecast', '-', '--zone', 'Europe/Berlin', '--until', '2026-11-30T17:00'], { input: weekdayExport() });
    expect(call.code).toBe(0);
    const lines = call.out.trimEnd().split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toMatch(/^queue,start,interval_seconds,volume,/);
    expect(lines.at(-1)).toMatch(/^billing,2026-11-30T17:00:00\+01:00,3600,/);
  });

  it('end quietly when the reader of a pipe has seen enough', async () => {
    const child = spawn(process.execPath, [MAIN, 'forecast', 'calls.csv', '--zone', 'Europe/Berlin', '--weeks', '26', '--json', '--quiet'], {
      cwd: folder.path,
    });
    let err = '';
    child.stderr.on('data', (text: Buffer) => {
      err += text.toString();
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((settle) => child.on('close', settle));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('stop at an interrupt with 130 and leave nothing half-written', async () => {
    const child = spawn(process.execPath, [MAIN, 'demo', '--out', 'stopped'], { cwd: folder.path });
    child.stderr.once('data', () => child.kill('SIGINT')); // its first message: it is up and running
    const code = await new Promise((settle) => child.on('close', settle));
    expect(code).toBe(130);
    expect(await readdir(folder.path)).not.toContain('stopped');
  });
});
