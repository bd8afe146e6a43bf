import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MAIN, runCli, runHere, scratchFolder } from './run-cli.js';

const folder = scratchFolder();

const hours = Array.from({ length: 24 * 7 * 5 }, (_, i) => {
  const stamp = new Date(Date.UTC(2026, 9, 26) + i * 3_600_000).toISOString().slice(0, 19);
  return `${stamp},${10 + (i % 24)},240`;
});
const history = ['timestamp,volume,aht_seconds', ...hours, ''].join('\n');

const plan = {
  zone: 'UTC',
  interval: '1h',
  queues: { calls: { target: { serviceLevel: 0.8, answerWithin: '20s' } } },
  shifts: { day: { start: { from: '00:00', to: '16:00', every: '8h' }, length: { from: '8h', to: '8h' } } },
  contracts: { full: { shifts: ['day'], hoursPerWeek: { max: 40 }, daysPerWeek: { max: 5 } } },
};

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'calls.csv': history,
  'empty.csv': '',
  'binary.csv': new Uint8Array(Array.from({ length: 600 }, (_, i) => (i * 37) % 256)),
  'no-volume.csv': 'timestamp,colour\n2026-11-02 08:00,red\n2026-11-02 08:30,blue\n',
  'either-way.csv': 'date,time,volume\n03/04/2026,08:00,5\n05/06/2026,08:00,6\n',
  'some-bad.csv': history.replace('2026-10-26T03:00:00,13', '2026-10-26T03:00:00,-13').replace('2026-10-26T04:00:00,14', '2026-10-26T04:00:00,many'),
  'short.csv': ['timestamp,volume', '2026-11-02T08:00:00,5', '2026-11-02T09:00:00,6', ''].join('\n'),
  'plan.json': JSON.stringify(plan),
  'broken.json': '{\n  "zone": "UTC"\n  "queues": {}\n}',
  'typo.json': JSON.stringify({ ...plan, queues: { calls: { taget: {} } } }),
  'type.json': JSON.stringify({ ...plan, queues: { calls: { lowestTier: 'one' } } }),
  'past.json': JSON.stringify({ ...plan, horizon: { start: '2026-11-02' } }),
  'zone.json': JSON.stringify({ ...plan, zone: 'Europe/Berln' }),
  'weekdays.csv': [
    'timestamp,volume,aht_seconds',
    ...hours.filter((_, i) => Math.floor(i / 24) % 7 < 5 && i % 24 > 8 && i % 24 < 17 && i < 24 * 7 * 5 - 48),
    '',
  ].join('\n'),
  'two-queues.csv': [
    'queue,timestamp,volume,aht',
    ...hours.map((row) => `one,${row.replace(/^(2026-11-11.*),\d+,/, '$1,1,')}`),
    ...hours.map((row) => `two,${row}`),
    '',
  ].join('\n'),
  'strange-events.csv': 'date,name,kind,queue\n2026-12-01,Offer,campaign,tow\n',
  'strange-overrides.csv':
    'queue,from,to,field,operation,value\nthirty,2026-11-30,2026-12-01,volume,scale,1.2\n,2027-12-01,2027-12-02,volume,scale,1.2\n,2026-12-01,2026-12-01,volume,scale,1.2\n',
  'day-forecast.csv': 'queue,start,interval_seconds,volume,aht_seconds\nall,2026-12-07T00:00:00+00:00,86400,300,240\n',
  'day-forecast-bare.csv': 'queue,start,interval_seconds,volume,aht_seconds\nall,2026-12-07T00:00:00+00:00,86400,300,\n',
  'bands.csv': `queue,start,interval_seconds,volume,volume_lo80,volume_hi80,aht_seconds\n${Array.from({ length: 24 }, (_, i) => `all,2026-12-07T${String(i).padStart(2, '0')}:00:00+00:00,3600,30.5,20,40,240`).join('\n')}\n`,
  'null.json': 'null',
  'bare-forecast.json': '{"queues":[{"queue":"x","volume":[1,2],"startMs":0}]}',
  'seven.json': JSON.stringify({ ...plan, interval: '7min' }),
  'no-queues.json': JSON.stringify({ ...plan, queues: {} }),
  'cut.json': '{ "zone": "UTC",',
  'days.csv': ['date,volume', ...Array.from({ length: 30 }, (_, i) => `2026-10-${String(i + 1).padStart(2, '0')},${300 + i}`), ''].join('\n'),
  'agents.csv': 'agent,skills,contract\nann,calls,full\nbob,calls,full\n',
  'unskilled.csv': 'agent,skills,contract\nann,cals,full\n',
  'no-contract.csv': 'agent,skills,contract\nann,calls,ful\n',
  'contradiction.json': JSON.stringify({ ...plan, contracts: { full: { shifts: ['day'], hoursPerWeek: { min: 39, max: 39 }, daysPerWeek: { max: 5 } } } }),
};

beforeAll(async () => {
  for (const [name, content] of Object.entries(FILES)) await writeFile(join(folder.path, name), content);
  await mkdir(join(folder.path, 'folder'));
});

const PLAN = ['plan', 'calls.csv', '--config'];
const HERE = ['plan', '@calls.csv', '--config'];

/** What a planner types, and what the one line must say. */
const CASES: readonly (readonly [what: string, words: readonly string[], says: readonly RegExp[]])[] = [
  ['a missing file', ['inspect', '@none.csv'], [/none\.csv: there is no such file/]],
  ['a folder', ['inspect', '@folder'], [/folder: is a folder/]],
  ['an empty file', ['inspect', '@empty.csv'], [/empty\.csv/, /empty/]],
  ['a binary file', ['inspect', '@binary.csv'], [/binary\.csv/]],
  ['a file without volume', ['inspect', '@no-volume.csv'], [/no-volume\.csv/, /volume/]],
  ['dates that read both ways', ['inspect', '@either-way.csv'], [/either-way\.csv/, /dateOrder|date-format/]],
  ['more bad rows than allowed', ['inspect', '@some-bad.csv', '--max-bad-rows', '0'], [/some-bad\.csv/, /row/]],
  [
    'an unknown zone',
    ['forecast', '@calls.csv', '--zone', 'Europe/Berln'],
    [/--zone must be an IANA zone name, got "Europe\/Berln"\. Did you mean Europe\/Berlin\?/],
  ],
  ['no zone where one is needed', ['forecast', '@calls.csv'], [/--zone is missing/]],
  [
    'a forecast given for past contacts',
    ['forecast', '@bands.csv', '--zone', 'UTC'],
    [/bands\.csv looks like forecast\.csv \(a forecast\), not like past contacts\. Give the export/],
  ],
  ['people given for past contacts', ['inspect', '@agents.csv'], [/agents\.csv looks like agents\.csv \(people\), not like past contacts/]],
  [
    'a forecast in JSON that breaks off',
    ['score', '@calls.csv', '--zone', 'UTC', '--forecast', '@cut.json'],
    [/cut\.json is not valid JSON: it ends too early/],
  ],
  ['a forecast in JSON that is none', ['score', '@calls.csv', '--zone', 'UTC', '--forecast', '@null.json'], [/null\.json is not a forecast/]],
  [
    'a forecast in JSON without its parts',
    ['score', '@calls.csv', '--zone', 'UTC', '--forecast', '@bare-forecast.json'],
    [/bare-forecast\.json is not a forecast/],
  ],
  ['a page where none is drawn', ['forecast', '@calls.csv', '--zone', 'UTC', '--out', '@x.html'], [/x\.html: forecast draws no page/]],
  ['too little history', ['forecast', '@short.csv', '--zone', 'UTC'], [/week/]],
  ['a horizon before the end of the history', ['forecast', '@calls.csv', '--zone', 'UTC', '--until', '2026-11-01T00:00'], [/history ends/]],
  ['a horizon in the past, by its own name', ['forecast', '@calls.csv', '--zone', 'UTC', '--until', '2026-11-01T00:00'], [/forecast: --until is 2026-11-01/]],
  ['an interval that does not divide a day', ['forecast', '@calls.csv', '--zone', 'UTC', '--interval', '7min'], [/--interval must divide a day, .*, got 7min/]],
  ['an interval of a plan that does not divide a day', [...HERE, '@seven.json'], [/seven\.json: interval must be a length that divides a day/, /"7min"/]],
  ['a plan without queues', [...HERE, '@no-queues.json'], [/no-queues\.json: queues names no queue/]],
  ['a plan that is another file', [...HERE, '@agents.csv'], [/agents\.csv is not valid JSON: "a" stands where it must not/]],
  ['a plan that breaks off', [...HERE, '@cut.json'], [/cut\.json is not valid JSON: it ends too early/]],
  ['an option without its value', ['inspect', '@calls.csv', '--out', ''], [/--out is empty/]],
  ['a total for a month out of reach', ['forecast', '@calls.csv', '--zone', 'UTC', '--total', '2028-12=70000'], [/forecast: the forecast covers/]],
  ['days where intervals are needed', ['init', '@days.csv', '--zone', 'UTC', '--out', '@days'], [/init: queue all is known by day only; .*within the day/]],
  ['a queue that is not there', ['forecast', '@calls.csv', '--zone', 'UTC', '--queue', 'al'], [/--queue al is not in the history\. Did you mean all\?/]],
  ['a roster in the past', [...HERE, '@past.json'], [/past\.json: horizon\.start is 2026-11-02, but the history runs until 2026-11-30 00:00/]],
  ['a plan that is no JSON', [...HERE, '@broken.json'], [/broken\.json is not valid JSON at row 3, column 3/]],
  ['an unknown key', [...HERE, '@typo.json'], [/typo\.json: queues\.calls\.taget is not a known key\. Did you mean "target"\?/]],
  ['a wrong type', [...HERE, '@type.json'], [/type\.json: queues\.calls\.lowestTier/, /"one"/]],
  ['an unknown zone in a plan', [...HERE, '@zone.json'], [/zone\.json: zone must be an IANA zone name, got "Europe\/Berln"\. Did you mean Europe\/Berlin\?/]],
  [
    'people without the skill of a queue',
    [...HERE, '@plan.json', '--agents', '@unskilled.csv'],
    [/unskilled\.csv: nobody may serve queue calls: it needs skill "calls"/, /the nearest that anybody has is "cals"\. Give/],
  ],
  [
    'a contract that is not in the plan',
    [...HERE, '@plan.json', '--agents', '@no-contract.csv'],
    [/no-contract\.csv: agent ann has contract "ful".*Did you mean full\?/],
  ],
  ['an unknown command', ['plann'], [/unknown command 'plann'\. Did you mean plan\?/]],
  ['an unknown option', ['erlang', '--agent', '3'], [/unknown option '--agent'\. Did you mean --agents\?/]],
  ['a missing file name', ['forecast'], [/missing required argument/]],
  [
    'a share written as a number over 1',
    ['erlang', '--volume', '10', '--aht', '60', '--shrinkage', '30'],
    [/--shrinkage must be a share such as 0\.85 or 85%, got 30\. Write 30% or 0\.3\./],
  ],
  ['a duration that is none', ['erlang', '--volume', '10', '--aht', 'long'], [/--aht must be a duration such as 20s, 30min or 8h, got long/]],
  ['a number that is none', ['erlang', '--volume', '-3', '--aht', '60'], [/--volume must be a number, 0 or more, got -3/]],
  ['a target that is none', ['erlang', '--volume', '10', '--aht', '60', '--target', '80'], [/--target must be .* such as 80\/20/]],
];

describe('misuse and unusable input end in one line and exit code 2:', () => {
  it.each(CASES)('%s', async (_what, words, says) => {
    const call = await runHere(words, folder.path);
    expect(call).toMatchObject({ code: 2, out: '' });
    const lines = call.err.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('shiftcast'))).toHaveLength(1);
    expect(call.err).not.toMatch(/^\s+at /m);
    for (const part of says) expect(lines.at(-1)).toMatch(part);
  });

  it('in a process of its own too', async () => {
    const call = await runCli([...PLAN, 'typo.json'], { folder: folder.path });
    expect(call).toEqual({ code: 2, out: '', err: 'shiftcast plan: typo.json: queues.calls.taget is not a known key. Did you mean "target"?\n' });
  });

  it('nothing was written by any of them', async () => {
    expect((await readdir(folder.path)).sort()).toEqual([...Object.keys(FILES), 'folder'].sort());
  });
});

describe('the world answers', () => {
  it('rules that contradict each other end in exit code 3, named, and nothing is written', async () => {
    const call = await runCli([...PLAN, 'contradiction.json', '--agents', 'agents.csv'], { folder: folder.path });
    expect(call.code).toBe(3);
    expect(call.err).toMatch(/rules contradict each other/);
    expect(call.err).toMatch(/ann|full/);
    expect(await readdir(folder.path)).not.toContain('shiftcast-plan');
  });

  it('a place that cannot be written ends in exit code 4', async () => {
    const call = await runCli(['schema', '--out', 'calls.csv/plan.schema.json'], { folder: folder.path });
    expect(call).toMatchObject({ code: 4, out: '' });
    expect(call.err).toMatch(/calls\.csv\/plan\.schema\.json: could not be written/);
  });

  it.skipIf(!existsSync('/dev/full'))('a standard output that is full ends in exit code 4 and one line', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [MAIN, 'schema'], { stdio: ['ignore', full, 'pipe'] });
    let err = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const code = await new Promise((settle) => child.on('close', settle));
    closeSync(full);
    expect({ code, err }).toEqual({ code: 4, err: 'shiftcast: standard output could not be written (ENOSPC); use --out.\n' });
  });

  it('days on which nothing is open give no rows, and a word about it', async () => {
    const call = await runHere(['forecast', '@weekdays.csv', '--zone', 'UTC', '--days', '1'], folder.path);
    expect(call.code).toBe(0);
    expect(call.out.trimEnd().split('\n')).toHaveLength(1);
    expect(call.err).toMatch(/Nothing is open from Fri 27 Nov 2026 to Sat 28 Nov 2026, so the forecast has no rows; ask for more days\./);
  });

  it('events and overrides that touch nothing are not passed over in silence', async () => {
    const call = await runHere(
      ['forecast', '@two-queues.csv', '--zone', 'UTC', '--days', '7', '--events', '@strange-events.csv', '--overrides', '@strange-overrides.csv'],
      folder.path,
    );
    expect(call.code).toBe(0);
    expect(call.err).toMatch(/strange-events\.csv: event "Offer" is for queue "tow", which the history does not have\. Did you mean two\?/);
    expect(call.err).toMatch(/strange-overrides\.csv: an override is for queue "thirty", which the history does not have\. It has one, two\./);
    expect(call.err).toMatch(/strange-overrides\.csv: the override from 2027-12-01 to 2027-12-02 lies outside the forecast and changes nothing\./);
  });

  it('staff of whole days are said to be staff of a level load', async () => {
    const call = await runHere(['staff', '@day-forecast.csv', '--zone', 'UTC'], folder.path);
    expect(call.code).toBe(0);
    expect(call.err).toMatch(/intervals of a day: agents are sized as if contacts came evenly around the clock/);
    const without = await runHere(['staff', '@day-forecast-bare.csv', '--zone', 'UTC'], folder.path);
    expect(without).toMatchObject({ code: 2, out: '' });
    expect(without.err).toMatch(
      /day-forecast-bare\.csv: queue "all" has contacts without a handle time, first at 2026-12-07T00:00:00\+00:00\. Give one with --aht/,
    );
  });

  it('a warning names its queue where there are several', async () => {
    const call = await runHere(['forecast', '@two-queues.csv', '--zone', 'UTC', '--days', '1'], folder.path);
    expect(call.err).toMatch(/warning: one: 1 day unlike the same weekday around/);
    expect(call.err).toMatch(/warning: 35 days of history are too short/);
  });

  it('bad rows are left out and reported while they are few', async () => {
    const call = await runCli(['forecast', 'some-bad.csv', '--zone', 'UTC', '--days', '1'], { folder: folder.path });
    expect(call.code).toBe(0);
    expect(call.err).toMatch(/some-bad\.csv: 2 rows of 840 left out/);
    expect(call.out.trimEnd().split('\n')).toHaveLength(25);
  });

  it('a missed target ends in exit code 1 only under --check', async () => {
    const words = ['erlang', '--volume', '100', '--interval', '30', '--aht', '180', '--agents', '11', '--target', '80/20'];
    expect((await runCli(words)).code).toBe(0);
    expect((await runCli([...words, '--check'])).code).toBe(1);
    expect((await runCli([...words.with(8, '20'), '--check'])).code).toBe(0);
  });
});
