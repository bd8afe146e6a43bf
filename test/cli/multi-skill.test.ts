import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { runHere, scratchFolder } from './run-cli.js';

// Threads run the built package; these tests run the sources.
vi.mock('../../src/cli/roster-runner.js', () => ({ rosterRunner: () => undefined }));

const EXAMPLES = resolve(import.meta.dirname, '../../examples/multi-skill');
const example = (name: string): string => join(EXAMPLES, name);
const ZONE = ['--zone', 'Europe/Berlin'];
const folder = scratchFolder();
const call = (...words: string[]): ReturnType<typeof runHere> => runHere(words, folder.path);

type Json = Record<string, unknown>;
let routing: Json & { question: Json; queues: Json[]; groups: Json[] };
let centre: Json & { contactTypes: Json[] };

async function put(name: string, value: unknown): Promise<void> {
  await writeFile(join(folder.path, name), typeof value === 'string' ? value : JSON.stringify(value));
}

beforeAll(async () => {
  routing = JSON.parse(await readFile(example('routing.json'), 'utf8'));
  centre = JSON.parse(await readFile(example('centre.json'), 'utf8'));
  const { question, ...bare } = routing;
  await put('bare.json', bare);
  await put('question.json', question);
  await put('stranger.json', { ...routing, question: { ...question, to: 'nobody' } });
  await put(
    'quiet-hour.csv',
    'queue,start,interval_seconds,volume,aht_seconds\nall calls,2026-12-07T09:00:00+01:00,3600,20,230\nhard calls,2026-12-07T09:00:00+01:00,3600,2,540\n',
  );
  await put('list.json', []);
  await put('null.json', { queues: [null], groups: [] });
  await put('broken.json', '{ "queues": [');
  await put('lost.json', { ...centre, contactTypes: centre.contactTypes.map((type, k) => (k === 0 ? { ...type, route: [{ group: 'billing' }] } : type)) });
  const firstQueue = routing.queues[0] as Json & { target: Json };
  const slipped = (slip: Json): Json => ({ ...routing, queues: [{ ...firstQueue, ...slip }, ...routing.queues.slice(1)] });
  await put('redail.json', slipped({ redail: { probability: 0.4, meanDelaySeconds: 600 } }));
  await put('servicelevel.json', slipped({ target: { servicelevel: 0.9, answerWithinSeconds: 20 } }));
  await put('hard-call.json', { ...routing, groups: routing.groups.map((group) => ({ ...group, ahtFactor: { 'hard call': 0.9 } })) });
  await put('levls.json', { ...question, levls: [] });
  await put('patience.json', { ...centre, contactTypes: centre.contactTypes.map((type) => ({ ...type, patienceSecond: 60 })) });
  await put('tight.json', { ...centre, contactTypes: centre.contactTypes.map((type) => ({ ...type, targetServiceLevel: 0.999 })) });
  await put(
    'long.json',
    JSON.stringify(routing)
      .replaceAll('first line', 'everybody who answers the telephone first')
      .replaceAll('specialists', 'the specialists of the third floor'),
  );
});

const fits = (text: string): void => {
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
};

describe('shiftcast groups on the example', () => {
  it('sizes each group in each interval, with the service of each queue', async () => {
    const { code, out, err } = await call('groups', example('busy-hours.csv'), '--routing', example('routing.json'), ...ZONE, '--half-width', '2%');
    expect(code).toBe(0);
    fits(out);
    expect(out).toMatch(/interval +first line +specialists/);
    expect(out.match(/Mon 7 Dec (09|10):00/g)?.length).toBeGreaterThanOrEqual(2);
    expect(err).toMatch(/Cost [\d,]+ on line\. Of 2 open intervals/);
  });

  it('stays within 80 columns where names are long, with whole intervals', async () => {
    const { out } = await call('groups', example('busy-hours.csv'), '--routing', '@long.json', ...ZONE, '--half-width', '3%');
    fits(out);
    expect(out).toContain('Mon 7 Dec 09:00');
  });
});

describe('shiftcast tiers on the example', () => {
  const quick = ['--points', '2', '--samples', '2', '--half-width', '10%'];

  it('prints the cost of each level and marks the cheapest', async () => {
    const { code, out } = await call('tiers', example('busy-hours.csv'), '--routing', example('routing.json'), ...ZONE, ...quick);
    expect(code).toBe(0);
    fits(out);
    const rows = out.split('\n').filter((line) => /^\d+\.\d %/.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(rows.filter((row) => row.endsWith('◄'))).toHaveLength(1);
    expect(out).toMatch(/◄ cheapest: first line solves [\d.]+ % of all calls\./);
  });

  it('takes the question from a file of its own, and prints the library’s result', async () => {
    const { out } = await call('tiers', '@quiet-hour.csv', '--routing', '@bare.json', '--question', '@question.json', ...ZONE, ...quick, '--json');
    const { curve, best } = JSON.parse(out) as { curve: { cost: number }[]; best: { cost: number } };
    expect(best.cost).toBe(Math.min(...curve.map(({ cost }) => cost)));
  });

  it.each([
    [['--routing', '@bare.json'], 'bare.json has no question: write "question"'],
    [['--routing', '@bare.json', '--question', '@list.json'], 'list.json has no question'],
    [['--routing', '@stranger.json'], 'stranger.json: question.to "nobody" is not in the routing. Known: all calls, hard calls.'],
    [['--routing', '@redail.json'], 'redail.json: queues[0].redail is not a known key. Did you mean "redial"?'],
    [['--routing', '@servicelevel.json'], 'queues[0].target.servicelevel is not a known key. Did you mean "serviceLevel"?'],
    [['--routing', '@hard-call.json'], 'groups[0].ahtFactor.hard call is not the name of a queue. Did you mean "hard calls"?'],
    [['--routing', '@bare.json', '--question', '@levls.json'], 'levls.json: levls is not a known key. Did you mean "levels"?'],
    [['--routing', '@list.json'], 'list.json must hold "queues" and "groups"'],
    [['--routing', '@null.json'], 'null.json must hold "queues" and "groups" as lists of objects'],
    [['--routing', '@broken.json'], 'broken.json is not valid JSON'],
    [[], '--routing is missing'],
    [['--routing', '@bare.json', '--points', '1'], '--points must be a whole number, 2 or more'],
  ])('refuses %j in one line', async (words, text) => {
    const { code, err } = await call('tiers', example('busy-hours.csv'), ...ZONE, ...words);
    expect({ code, lines: err.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(err).toContain(text);
  });
});

describe('shiftcast crosstrain on the example', () => {
  it('ranks trainings', async () => {
    const { code, out } = await call('crosstrain', example('centre.json'), '--most', '2', '--replications', '10');
    expect(code).toBe(0);
    fits(out);
    expect(out).toMatch(/technical team +billing +\d\.\d\d ± \d\.\d\d/);
  });

  it('names the file and the way out', async () => {
    const { code, err } = await call('crosstrain', '@lost.json');
    expect(code, err).toBe(2);
    expect(err).toMatch(/lost\.json: queue "billing" is routed to group "billing", which does not exist\. Known: billing team, technical team/);
  });
});

describe('shiftcast simulate of a system', () => {
  const quick = ['--horizon', '4h', '--warm-up', '1h', '--replications', '4'];

  it('prints queues and groups', async () => {
    const { code, out, err } = await call('simulate', example('centre.json'), ...quick);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    fits(out);
    expect(out).toMatch(/^Played 4 times, 4\.0 h each, 1\.0 h of warm-up in it\./);
    expect(out).toMatch(/billing +\d+\.\d +\d\d\.\d % ± \d+\.\d/);
    expect(out).toMatch(/all-rounders +\d\d\.\d % ± \d+/);
  });

  it('writes a row per contact, as many as were counted', async () => {
    const { code, out } = await call('simulate', example('centre.json'), ...quick, '--records', '@contacts.csv', '--json');
    expect(code).toBe(0);
    const result = JSON.parse(out) as { contactTypes: { offered: { mean: number } }[]; records?: unknown };
    const rows = (await readFile(join(folder.path, 'contacts.csv'), 'utf8')).trim().split('\n');
    expect(rows[0]).toBe('replication,contact_type,arrival_seconds,wait_seconds,handle_seconds,outcome,group,agent');
    expect(rows.length - 1).toBe(Math.round(result.contactTypes.reduce((sum, { offered }) => sum + 4 * offered.mean, 0)));
    expect(result.records).toBeUndefined();
  });

  it('ends with 1 under --check where a stated target is missed for sure', async () => {
    expect((await call('simulate', '@tight.json', ...quick, '--check')).code).toBe(1);
    expect((await call('simulate', example('centre.json'), ...quick, '--check')).code).toBe(0);
  });

  it.each([
    [['@list.json'], 'list.json must hold "contactTypes" and "agentGroups"'],
    [['@lost.json'], 'lost.json: queue "billing" is routed to group "billing"'],
    [[example('busy-hours.csv')], 'FORECAST is missing'],
    [[example('centre.json'), '--config', '@bare.json'], '--config belongs to a roster and a forecast'],
    [[example('centre.json'), '--warm-up', '30h'], '--warm-up must end before --horizon'],
    [[example('centre.json'), example('busy-hours.csv'), '--records', '@x.csv'], '--records belongs to a system'],
    [[example('centre.json'), '--out', '@centre.html'], 'a system (JSON) played alone draws no page'],
    [['@patience.json'], 'contactTypes[0].patienceSecond is not a known key. Did you mean "patienceSeconds"?'],
    [['@missing.json'], 'missing.json'],
  ])('refuses %j in one line', async (words, text) => {
    const { code, err } = await call('simulate', ...words);
    expect({ code, lines: err.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(err).toContain(text);
  });
});
