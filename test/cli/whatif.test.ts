import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scenariosOfLevers } from '../../src/cli/lever-option.js';
import { forecastToCsv } from '../../src/exchange/index.js';
import { CALLS, callsForecast } from '../plan/what-if-centre.js';
import { runHere, scratchFolder } from './run-cli.js';

const folder = scratchFolder();
const CONFIG = ['--config', '@plan.json'];

beforeAll(async () => {
  await writeFile(join(folder.path, 'forecast.csv'), forecastToCsv({ ...callsForecast(), provenance: { version: '', seed: 1, method: '', options: {} } }));
  await writeFile(join(folder.path, 'plan.json'), JSON.stringify(CALLS));
  await writeFile(join(folder.path, 'scenarios.json'), JSON.stringify({ 'bot and call-back': { selfService: { contained: 0.2 }, callback: {} } }));
});

function whatif(...words: string[]): ReturnType<typeof runHere> {
  return runHere(['whatif', '@forecast.csv', ...CONFIG, ...words], folder.path);
}

describe('shiftcast whatif', () => {
  it('tries every lever and prints a table no wider than 80 columns', async () => {
    const { code, out } = await whatif();
    expect(code).toBe(0);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const name of ['as planned', 'self-service', 'cross-training', 'call-back offered', 'Hathaway2021']) expect(out).toContain(name);
  });

  it('prints levers that are asked for, and all of them together', async () => {
    const { out } = await whatif('--lever', 'bot=20%', '--lever', 'callback:billing=40%/60s', '--by-queue');
    expect(out).toContain('bot=20%');
    expect(out).toContain('all together');
    expect(out).toContain('By queue');
  });

  it('reads scenarios from a file', async () => {
    const { out } = await whatif('--scenarios', '@scenarios.json');
    expect(out).toMatch(/bot and call-back +[\d,]+ /);
  });

  it('says so when a file has no scenario', async () => {
    await writeFile(join(folder.path, 'none.json'), '{}');
    const { code, err } = await whatif('--scenarios', '@none.json');
    expect(code).toBe(0);
    expect(err).toContain('has no scenario: every lever is tried once');
  });

  it('prints the library result as JSON, and the table to a file', async () => {
    const { out } = await whatif('--lever', 'wages=+10%', '--json', '--out', '@table.txt');
    const result = JSON.parse(out);
    expect(result.scenarios[0].saved).toBeCloseTo(-0.1 * result.base.restaffed.staffCost, 6);
    expect(await readFile(join(folder.path, 'table.txt'), 'utf8')).toContain('wages=+10%');
  });

  it('prices service from poor to perfect and marks where one more agent does not pay', async () => {
    const { out } = await whatif('--price', '--lost-contact', '5');
    expect(out).toContain('99.9 %');
    expect(out).toContain('one more does not');
    expect((await whatif('--price', '--by', 'asa')).out).toContain('5:00 min');
  });

  it('marks no price of service where nobody gives up, and says why', async () => {
    const { billing } = CALLS.queues as { billing: object };
    await writeFile(join(folder.path, 'endless.json'), JSON.stringify({ ...CALLS, queues: { ...CALLS.queues, billing: { ...billing, patience: null } } }));
    const { out } = await runHere(['whatif', '@forecast.csv', '--config', '@endless.json', '--price', '--lost-contact', '5'], folder.path);
    expect(out).toContain('Nobody gives up here, so nothing is lost and nothing marked');
  });

  it.each([
    [['--lever', 'bott=3'], 'Did you mean bot?'],
    [['--lever', 'target=80'], '--lever target must be a share'],
    [['--price', '--lever', 'bot'], '--lever does not go with --price'],
    [['--lever', 'self-servise=3%'], 'Did you mean self-service?'],
    [['--lever', 'bot=20'], 'Write 20%'],
    [['--lever', 'bot='], 'is empty'],
    [['--lever', 'bot:biling=20%'], 'Did you mean "billing"?'],
    [['--lever', 'bot', '--lever', 'bot'], 'given twice'],
    [['--lever', 'wages:billing=3%'], 'holds for all queues'],
    [['--lever', 'opening-hours=sometimes'], 'mon-fri'],
    [['--lever', 'opening-hours=daily 07:00-21:00/many'], 'contacts per hour'],
    [['--lever', 'opening-hours=daily 07:00-21:00'], 'hours/30'],
    [['--scenarios', '@plan.json'], 'has no scenarios'],
    [['--price', '--by', 'smiles'], '--by must be one of'],
  ])('refuses %j in one line', async (words, text) => {
    const { code, err } = await whatif(...words);
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(text);
  });
});

describe('--lever', () => {
  it.each([
    ['campaign=-10%', { campaign: { factor: 0.9 } }],
    ['campaign=+500', { campaign: { extra: 500 } }],
    ['opening-hours=1h', { openingHours: { earlierBy: 3600 } }],
    [
      'opening-hours=mon-fri 08:00-12:00 13:00-17:00; sat 09:00-12:00',
      { openingHours: { hours: { 'mon-fri': ['08:00-12:00', '13:00-17:00'], sat: ['09:00-12:00'] } } },
    ],
    ['opening-hours=daily 07:00-21:00/30', { openingHours: { hours: { daily: ['07:00-21:00'] }, contactsPerHour: 30 } }],
    ['fcr=70%-80%', { firstContactResolution: { from: 0.7, to: 0.8 } }],
    ['aht=20s', { handleTime: { seconds: 20 } }],
    ['aht=5%', { handleTime: { saving: 0.05 } }],
    ['announced-wait=1.5', { announcedWait: { patienceFactor: 1.5 } }],
    ['target=90/30', { target: { serviceLevel: 0.9, answerWithin: 30 } }],
    ['pooling=a+b', { pooling: { queues: ['a', 'b'] } }],
    ['priority:a=10%', { priority: { queues: ['a'], share: 0.1 } }],
    ['shrinkage=25%', { shrinkage: { total: 0.25 } }],
    ['shrinkage=-20%', { shrinkage: { factor: 0.8 } }],
    ['wages=22', { wages: { costPerHour: 22 } }],
    ['CrossTraining', { crossTraining: {} }],
  ])('%s is read', (text, scenario) => {
    expect(scenariosOfLevers([text])).toEqual({ [text]: scenario });
  });

  it('of different queues go together in a list', () => {
    expect(scenariosOfLevers(['bot:a=10%', 'bot:b=20%'])['all together']).toEqual({
      selfService: [
        { queues: ['a'], contained: 0.1 },
        { queues: ['b'], contained: 0.2 },
      ],
    });
  });
});
