import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runHere, scratchFolder } from '../cli/run-cli.js';

const folder = scratchFolder();
const DAY = '2026-12-07';

beforeAll(async () => {
  const put = (name: string, text: string): Promise<void> => writeFile(join(folder.path, name), text);
  const online = (agent: string, from: string, to: string): string => `${agent},${DAY},day,${DAY}T${from}:00+01:00,${DAY}T${to}:00+01:00,online`;
  const roster = ['agent,date,shift,start,end,activity'];
  for (let i = 0; i < 7; i += 1) roster.push(online(`a${i}`, '08:00', i < 5 ? '12:00' : '10:00'));
  await put('roster.csv', roster.join('\n'));
  const forecast = ['queue,start,interval_seconds,volume,volume_lo80,volume_hi80,aht_seconds'];
  for (const hour of ['08', '09', '10', '11']) forecast.push(`help,${DAY}T${hour}:00:00+01:00,3600,60,55,65,300`);
  await put('forecast.csv', forecast.join('\n'));
  await put('agents.csv', ['agent,skills,contract', ...[0, 1, 2, 3, 4, 5, 6].map((i) => `a${i},help,full`)].join('\n'));
  const queue = { patience: '2min', target: { serviceLevel: 0.8, answerWithin: '20s' } };
  await put('plan.json', JSON.stringify({ zone: 'Europe/Berlin', queues: { help: queue } }));
});

const call = (...words: string[]) => runHere(['simulate', '--config', '@plan.json', '@roster.csv', '@forecast.csv', ...words], folder.path);

describe('shiftcast simulate', () => {
  it('prints service per queue and day against the target, and where it misses', async () => {
    const { code, out, err } = await call('--agents', '@agents.csv');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [head, monday, all, ...misses] = out.trim().split('\n').filter(Boolean);
    expect(head?.split(/\s{2,}/)).toEqual(['queue', 'day', 'contacts', 'level', 'target', 'ASA', 'abandon', 'verdict']);
    expect(monday).toMatch(/^help {3}Mon 7 Dec +2\d\d {2}[67]\d\.\d % ± \d\.\d {3}80\/20 .* missed$/);
    expect(all).toMatch(/^help {3}all days /);
    expect(misses).toEqual(['Missed with confidence in 1 stretch:', expect.stringMatching(/^ {2}Mon 7 Dec 10:00–12:00 {2}help: [56]\d %$/)]);
  });

  it('comes again with the same seed; --json is the library’s result; --check ends with 1', async () => {
    expect(await call('--replications', '20')).toEqual(await call('--replications', '20'));
    const json = await call('--json', '--replications', '20', '--check');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ from: DAY, replications: 20, queues: [{ queue: 'help', verdict: 'missed' }] });
  });

  it('reads tables in the alphabet of old spreadsheets, and names a wrong file', async () => {
    const old = (name: string): Promise<string> => readFile(join(folder.path, name), 'utf8').then((text) => text.replaceAll('help', 'Störung'));
    for (const name of ['roster', 'forecast']) await writeFile(join(folder.path, `old-${name}.csv`), Buffer.from(await old(`${name}.csv`), 'latin1'));
    await writeFile(join(folder.path, 'old-plan.json'), await old('plan.json'));
    const played = await runHere(['simulate', '--config', '@old-plan.json', '@old-roster.csv', '@old-forecast.csv', '--replications', '5'], folder.path);
    expect(played).toMatchObject({ code: 0, out: expect.stringContaining('Störung  Mon 7 Dec') });
    const swapped = await runHere(['simulate', '--config', '@plan.json', '@forecast.csv', '@roster.csv'], folder.path);
    expect(swapped).toMatchObject({ code: 2, err: expect.stringContaining('looks like forecast.csv (a forecast)') });
  });

  it('says when weeks are played over futures that come again', async () => {
    expect((await call('--replications', '1200')).err).toContain('Played 1,200 times over 1,000 sampled futures of the forecast');
  });

  it('needs a plan, and standard input only once', async () => {
    const bare = await runHere(['simulate', '@roster.csv', '@forecast.csv'], folder.path);
    expect(bare).toMatchObject({ code: 2, err: expect.stringContaining('--config is missing') });
    const twice = await runHere(['simulate', '--config', '@plan.json', '-', '-'], folder.path);
    expect(twice).toMatchObject({ code: 2, err: expect.stringContaining('Standard input (-) can be read only once.') });
    const one = await runHere(['simulate', '@roster.csv'], folder.path);
    expect(one).toMatchObject({ code: 2, err: expect.stringContaining('FORECAST is missing') });
  });
});
