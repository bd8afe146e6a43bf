import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runHere, scratchFolder } from './run-cli.js';

const folder = scratchFolder();

const PLAN = {
  zone: 'UTC',
  interval: '1h',
  horizon: { start: '2026-12-07' },
  queues: { help: { understaffedPerHour: 60 } },
  shifts: {
    day: {
      start: { from: '08:00', to: '08:00' },
      length: { from: '8h', to: '8h' },
      breaks: [{ name: 'lunch', length: '1h', paid: false, from: '2h', to: '5h', every: '1h' }],
    },
  },
  contracts: { full: { shifts: ['day'], daysPerWeek: { max: 4 } } },
};
const COMMON = ['--config', '@plan.json', '--agents', '@agents.csv'];

/** Half a person needed from 8 to 16, one at noon, Monday to Friday. */
function requirementsCsv(): string {
  const rows = [
    'queue,start,interval_seconds,volume,aht_seconds,agents,agents_exact,agents_with_shrinkage,service_level,occupancy,asa_seconds,abandon_probability',
  ];
  for (let hour = 0; hour < 168; hour += 1) {
    const clock = hour % 24;
    const people = hour < 120 && clock >= 8 && clock < 16 ? (clock === 12 ? 1 : 0.5) : 0;
    rows.push(`help,${new Date(Date.UTC(2026, 11, 7, hour)).toISOString().slice(0, 19)}+00:00,3600,,,${Math.ceil(people)},${people},${people},,,,`);
  }
  return `${rows.join('\n')}\n`;
}

function day(agent: string, date: string): string[] {
  return [
    ['08:00', '12:00', 'online'],
    ['12:00', '13:00', 'lunch'],
    ['13:00', '16:00', 'online'],
  ].map(([from, to, activity]) => `${agent},${date},day,${date}T${from}:00+00:00,${date}T${to}:00+00:00,${activity}`);
}

beforeAll(async () => {
  const write = (name: string, text: string) => writeFile(join(folder.path, name), text);
  await write('plan.json', JSON.stringify(PLAN));
  await write('agents.csv', 'agent,skills,contract\nAnn,help,full\nBob,help,full\n');
  await write('requirements.csv', requirementsCsv());
  const rows = [...['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10'].flatMap((date) => day('Ann', date)), ...day('Bob', '2026-12-11')];
  await write('roster.csv', ['agent,date,shift,start,end,activity', ...rows, ''].join('\n'));
});

describe('commands about a finished roster', () => {
  it('schedule --from keeps what stands, covers who is absent, and tells why people are missing', async () => {
    const words = [
      'schedule',
      '@requirements.csv',
      ...COMMON,
      '--from',
      '@roster.csv',
      '--freeze-until',
      '2026-12-08',
      '--absent',
      'Ann:2026-12-08',
      '--price-per-change',
      '5',
      '--explain',
      '--json',
    ];
    const call = await runHere(words, folder.path);
    expect(call.code).toBe(0);
    const result = JSON.parse(call.out);
    const [ann, bob] = result.agents;
    expect(ann.shifts[0].activities.map((part: { activity: string }) => part.activity)).toEqual(['online', 'lunch', 'online']);
    expect(ann.shifts[1].activities.map((part: { activity: string }) => part.activity)).toEqual(['absence']);
    expect(bob.shifts.map((shift: { day: string }) => shift.day)).toContain('2026-12-08');
    expect(result.costs.changes % 5).toBe(0);
    expect(result.reasons.shortfalls[0].because).toBe('rules');
    expect(call.err).toContain('Would save at least');
  });

  it('options about a roster need it', async () => {
    const call = await runHere(['schedule', '@requirements.csv', ...COMMON, '--freeze', 'Ann'], folder.path);
    expect(call.code).toBe(2);
    expect(call.err).toContain('--freeze needs --from');
    const absent = await runHere(['schedule', '@requirements.csv', ...COMMON, '--from', '@roster.csv', '--absent', 'Ann'], folder.path);
    expect(absent.err).toContain('Ann:2026-12-09');
  });

  it('swap says yes, or names the rule', async () => {
    const fine = await runHere(['swap', '@roster.csv', ...COMMON, '--a', 'Ann', '--b', 'Bob', '--day', '2026-12-07', '--check'], folder.path);
    expect(fine).toMatchObject({ code: 0, out: 'Ann and Bob may trade 2026-12-07.\n' });
    const refused = await runHere(['swap', '@roster.csv', ...COMMON, '--a', 'Bob', '--b', 'Ann', '--day', '2026-12-11', '--check'], folder.path);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('daysPerWeek.max');
    const across = ['swap', '@roster.csv', ...COMMON, '--a', 'Bob', '--b', 'Ann', '--gives', '2026-12-11', '--takes', '2026-12-07'];
    expect(await runHere(across, folder.path)).toMatchObject({ code: 0, out: 'Bob may give 2026-12-11 to Ann and take 2026-12-07 from Ann.\n' });
    const none = await runHere(['swap', '@roster.csv', ...COMMON, '--a', 'Bob', '--b', 'Ann'], folder.path);
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('--day is missing') });
    const odd = await runHere(['swap', '@roster.csv', ...COMMON, '--a', 'Bob', '--b', 'Ann', '--day', '11.12.'], folder.path);
    expect(odd).toMatchObject({ code: 2, err: expect.stringContaining('2026-12-09') });
  });

  it('breaks moves lunches away from noon, and leaves past ones', async () => {
    const out = join(folder.path, 'moved.csv');
    const call = await runHere(['breaks', '@roster.csv', '@requirements.csv', ...COMMON, '--after', '2026-12-08', '--out', '@moved.csv'], folder.path);
    expect(call).toMatchObject({ code: 0, out: '' });
    const lunches = (await readFile(out, 'utf8')).split('\n').filter((row) => row.includes('lunch'));
    expect(lunches.filter((row) => row.includes('T12:00:00'))).toHaveLength(1);
    expect(lunches[0]).toContain('2026-12-07T12:00:00');
  });

  const call = (...words: string[]) => runHere([...words, ...COMMON], folder.path);

  it('a roster of another week is refused, and the file that would have been replaced is untouched', async () => {
    const other = (await readFile(join(folder.path, 'roster.csv'), 'utf8')).replaceAll('2026-12-', '2027-01-');
    await writeFile(join(folder.path, 'january.csv'), other);
    expect(await call('breaks', '@january.csv', '@requirements.csv', '--out', '@january.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no shift from 2026-12-07 to 2026-12-13, the days of the plan; its shifts lie from 2027-01-07 to 2027-01-11'),
    });
    expect(await readFile(join(folder.path, 'january.csv'), 'utf8')).toBe(other);
    expect(await call('schedule', '@requirements.csv', '--from', '@january.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('the roster of --from'),
    });
    await writeFile(join(folder.path, 'none.csv'), 'agent,date,shift,start,end,activity\n');
    for (const words of [
      ['breaks', '@none.csv', '@requirements.csv'],
      ['schedule', '@requirements.csv', '--from', '@none.csv'],
    ])
      expect(await call(...words)).toMatchObject({ code: 2, err: expect.stringContaining('a roster without shifts') });
  });

  it('names in a roster that the plan does not have are told', async () => {
    const slip = (await readFile(join(folder.path, 'roster.csv'), 'utf8')).replace(',online', ',onlin');
    await writeFile(join(folder.path, 'slip.csv'), slip);
    expect((await call('swap', '@slip.csv', '--a', 'Ann', '--b', 'Bob', '--day', '2026-12-07')).err).toContain(
      'activity "onlin", which the plan does not. Did you mean "online"?',
    );
  });

  it.each([
    [['schedule', '@requirements.csv', '--from', '@roster.csv', '--freeze-until', '2026-02-30'], '--freeze-until must be a local time'],
    [['schedule', '@requirements.csv', '--from', '@roster.csv', '--freeze-day', 'monday'], '--freeze-day must be a day of the calendar'],
    [['schedule', '@requirements.csv', '--from', '@roster.csv', '--absent', 'Ann:2026-12-99'], '--absent must be a person and a day'],
    [['breaks', '@roster.csv', '@requirements.csv', '--after', '12:00'], '--after must be a local time'],
    [['breaks', '-', '-'], 'can be read only once'],
    [['swap', '@roster.csv', '--a', 'Ann', '--b', 'Ann', '--day', '2026-12-07'], '--a and --b must be two people'],
    [['swap', '@roster.csv', '--a', 'Ann', '--b', 'Bob', '--day', '2026-12-07', '--gives', '2026-12-07'], 'Name it once'],
    [['schedule', '@agents.csv'], 'looks like agents.csv (people). Needed is requirements.csv'],
  ])('refuses %j in words of the command line', async (words, message) => {
    const { code, err } = await call(...words);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toMatch(/(?:schedule|breaks|swap): [a-z]+[A-Z]\w*: /);
  });

  it('reasons need people', async () => {
    const words = ['schedule', '@requirements.csv', '--config', '@plan.json', '--explain'];
    expect(await runHere(words, folder.path)).toMatchObject({ code: 2, err: expect.stringContaining('--explain needs --agents') });
  });
});
