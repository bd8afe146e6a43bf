import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readSlashedDates } from '../../src/cli/slashed-dates.js';
import type { Roster } from '../../src/core/index.js';
import { runHere, scratchFolder } from './run-cli.js';

const folder = scratchFolder();
const write = (name: string, text: string): Promise<void> => writeFile(join(folder.path, name), text);

const PLAN = {
  zone: 'Europe/Berlin',
  interval: '1h',
  horizon: { start: '2026-12-14' },
  queues: { calls: {}, mail: {} },
  shifts: { day: { start: { from: '08:00', to: '08:00' }, length: { from: '8h', to: '8h' } } },
  contracts: { full: { shifts: ['day'], hoursPerWeek: { max: 40 }, daysPerWeek: { max: 5 } } },
};
const DAYS = ['14', '15', '16', '17', '18', '19', '20'];
const HOURS = [8, 9, 10, 11, 12, 13, 14, 15];
type Row = { readonly day: string; readonly hour: number };

/** A week of one person needed from 8 to 16, the cells of each row after its queue as `cells` writes them. */
function week(header: string, cells: (row: Row) => string, queue = 'calls'): string {
  return [header, ...DAYS.flatMap((day) => HOURS.map((hour) => `${queue},${cells({ day, hour })}`)), ''].join('\n');
}
const plainWeek = (agents = '1', queue = 'calls'): string =>
  week('queue,start,interval_seconds,agents_exact', ({ day, hour }) => `2026-12-${day} ${hour}:00,3600,${agents}`, queue);

const schedule = (file: string, ...words: string[]) =>
  runHere(['schedule', `@${file}`, '--config', '@plan.json', '--agents', '@agents.csv', '--time-limit', '1s', '--out', '@made.csv', ...words], folder.path);

beforeAll(async () => {
  await write('plan.json', JSON.stringify(PLAN));
  await write('agents.csv', 'agent,skills,contract\nAnn,calls;mail,full\nBob,calls,full\n');
  await write('need.csv', plainWeek());
});

describe('requirements that a spreadsheet saved', () => {
  it('dates with slashes are read where the file shows whether day or month comes first', async () => {
    await write(
      'us.csv',
      week('queue,start,interval_seconds,agents_exact', ({ day, hour }) => `12/${day}/2026 ${hour % 12 || 12}:00 ${hour < 12 ? 'AM' : 'PM'},3600,1`),
    );
    await write(
      'gb.csv',
      week('queue,start,interval_seconds,agents_exact', ({ day, hour }) => `${day}/12/2026 ${hour}:00,3600,1`),
    );
    const required = async (file: string): Promise<unknown> => (JSON.parse((await schedule(file, '--json')).out) as Roster).coverage[0]?.required;
    const expected = await required('need.csv');
    expect(expected).toContain(1);
    for (const file of ['us.csv', 'gb.csv']) expect(await required(file)).toEqual(expected);
  });

  it('dates with slashes that read both ways are refused where they count, and nowhere else', async () => {
    await write('both.csv', 'queue,start,interval_seconds,agents_exact\ncalls,12/07/2026 8:00,3600,1\n');
    expect((await schedule('both.csv')).err).toMatch(/both\.csv: row 2, column start must be .* such as 2026-12-07 08:30, got "12\/07\/2026 8:00"/);
    await write('hired.csv', 'agent,skills,contract,hired\nAnn,calls;mail,full,03/04/2021\n');
    expect((await schedule('need.csv', '--agents', '@hired.csv')).code).toBe(0);
  });

  it('dates with slashes are read in lists and wishes, by a clock of 12 hours too, and not in other text', () => {
    expect(readSlashedDates('unavailable,wishes\n"12/8/2026;12/19/2026",off:12/20/2026:5\n')).toBe(
      'unavailable,wishes\n"2026-12-08;2026-12-19",off:2026-12-20:5\n',
    );
    expect(readSlashedDates('12/14/2026 12:30 am,12/14/2026 12:30 PM')).toBe('2026-12-14 00:30,2026-12-14 12:30');
    const other = '2026-12-09T08:00/2026-12-09T12:00,1/2,https://a.b/12/14/2026/x,13/12/2026,12/14/2026';
    expect(readSlashedDates(other)).toBe(other);
  });

  it('columns that are not read are told', async () => {
    await write(
      'extra.csv',
      week('queue,start,interval_seconds,agents_exact,agents_with_shrinkge', ({ day, hour }) => `2026-12-${day} ${hour}:00,3600,1,2`),
    );
    expect((await schedule('extra.csv')).err).toMatch(/extra\.csv: column "agents_with_shrinkge" is not used\. Did you mean "agents_with_shrinkage"\?/);
  });

  it('a misspelt queue is refused in place of a roster for half of the work; one that the plan leaves out on purpose is told', async () => {
    await write('slip.csv', plainWeek('1', 'clls'));
    const slip = await schedule('slip.csv');
    expect(slip.code).toBe(2);
    expect(slip.err).toMatch(/slip\.csv has the queue "clls", which \S*plan\.json does not have, and no rows of "calls"\. Did you mean "calls"\?/);
    await write('other.csv', `${plainWeek()}warehouse,2026-12-14 08:00,3600,1\n`);
    expect(await schedule('other.csv')).toMatchObject({ code: 0, err: expect.stringContaining('"warehouse"') });
  });

  it('a head-count changed in a column that is not covered is told, with the one that is', async () => {
    const header = 'queue,start,interval_seconds,agents,agents_exact,agents_with_shrinkage';
    const cells = (agents: number) => week(header, ({ day, hour }) => `2026-12-${day} ${hour}:00,3600,${hour === 9 ? agents : 2},1.2,1.3`);
    await write('as-made.csv', cells(2));
    await write('changed.csv', cells(5));
    await write('shrunk.json', JSON.stringify({ ...PLAN, cover: 'withShrinkage' }));
    expect((await schedule('as-made.csv', '--config', '@shrunk.json')).err).not.toContain('do not fit');
    const deferred = 'queue,start,interval_seconds,agents,agents_exact,agents_with_shrinkage,channel';
    await write(
      'deferred.csv',
      week(deferred, ({ day, hour }) => `2026-12-${day} ${hour}:00,3600,1,1.2,1.3,email`),
    );
    expect((await schedule('deferred.csv', '--config', '@shrunk.json')).err).not.toContain('do not fit');
    expect((await schedule('changed.csv', '--config', '@shrunk.json')).err).toMatch(
      /in 7 rows \(first calls, .*09:00\) the columns of agents do not fit each other\. Covered is agents_with_shrinkage, as "cover" of \S*shrunk\.json says: change that one\./,
    );
  });
});

describe('what schedule says of a roster', () => {
  it('tells how much is missing, where most, and what tells more', async () => {
    await write('much.csv', plainWeek('3'));
    const { err } = await schedule('much.csv');
    expect(err).toMatch(
      /Below the requirement in \d+ stretch(es)?, \d+\.\d agent-hours in all; most: calls, .*\d\d:\d\d–\d\d:\d\d, \d\.\d people\.\n--explain tells why/,
    );
    expect((await schedule('much.csv', '--explain')).err).not.toContain('--explain tells why');
  });

  it('without people ends in full-time equivalents and how many people they take at least', async () => {
    const { err } = await runHere(['schedule', '@need.csv', '--config', '@plan.json', '--time-limit', '1s', '--out', '@shifts.csv'], folder.path);
    expect(err).toContain('1.4 full-time equivalents, at least 2 people.');
  });

  it('names everybody whose day differs from the roster that was started from', async () => {
    const shift = (agent: string, day: string): string => `${agent},2026-12-${day},day,2026-12-${day} 08:00,2026-12-${day} 16:00,online,calls`;
    await write('before.csv', ['agent,date,shift,start,end,activity,queue', ...DAYS.slice(0, 5).map((day) => shift('Ann', day)), ''].join('\n'));
    await write('weekdays.csv', plainWeek().replaceAll(/calls,2026-12-(19|20).*\n/g, ''));
    const stays = await schedule('weekdays.csv', '--from', '@before.csv', '--price-per-change', '5');
    expect(stays.err).toContain("Nobody's day changes, breaks aside.");
    const ill = await schedule(
      'weekdays.csv',
      '--from',
      '@before.csv',
      '--price-per-change',
      '5',
      '--absent',
      'Ann:2026-12-15',
      '--freeze-until',
      '2026-12-14 12:00',
    );
    expect(ill.err).toContain('1 day of 1 person changes:\n  Bob, Tue 15 Dec: off, now day 08:00–16:00\n');
  });

  it('shows what plan.json has for the rules that clash', async () => {
    const contracts = { full: { shifts: ['day'], hoursPerWeek: { min: 45, max: 48 }, daysPerWeek: { max: 5 } } };
    await write('clash.json', JSON.stringify({ ...PLAN, contracts }));
    const { code, err } = await schedule('need.csv', '--config', '@clash.json');
    expect(code).toBe(3);
    expect(err).toContain('    contracts.full.hoursPerWeek.min: 45\n');
    expect(err).toContain('    contracts.full.daysPerWeek.max: 5\n');
  });
});

describe('agents.csv by hand', () => {
  it('a skill that no queue takes is told where a queue has nearly its name, everybody at once', async () => {
    await write('typo.csv', 'agent,skills,contract\nAnn,calls;mail,full\nBob,calls;mial,full\nCid,calls;mial,full\nDan,calls;forklift,full\n');
    const { err } = await schedule('need.csv', '--agents', '@typo.csv');
    expect(err).toMatch(/typo\.csv: 2 people \(Bob first\) have the skill "mial", which no queue takes\. Did you mean "mail"\?/);
    expect(err).not.toContain('forklift');
  });
});

describe('plan.json by hand', () => {
  it('comments and typographic quotes are named as what JSON does not have', async () => {
    await write('comment.json', '{ "zone": "UTC", // the office\n}');
    await write('quotes.json', '{ “zone”: "UTC" }');
    expect((await schedule('need.csv', '--config', '@comment.json')).err).toContain('JSON has no comments');
    expect((await schedule('need.csv', '--config', '@quotes.json')).err).toContain('quotes must be straight');
  });
});

describe('simulate of a roster by hand', () => {
  const HEAD = 'agent,date,shift,start,end,activity,queue';
  const play = (roster: string, ...words: string[]) =>
    runHere(['simulate', '--config', '@plan.json', `@${roster}`, '@ahead.csv', '--replications', '2', ...words], folder.path);

  it('tells of people who are not in agents.csv, and of names that the plan does not have', async () => {
    await write(
      'ahead.csv',
      week('queue,start,interval_seconds,volume,aht_seconds', ({ day, hour }) => `2026-12-${day} ${hour}:00,3600,5,300`),
    );
    await write(
      'hand.csv',
      `${HEAD}\nAnne,2026-12-14,day,2026-12-14 08:00,2026-12-14 12:00,onlin,calls\nBob,2026-12-14,day,2026-12-14 08:00,2026-12-14 16:00,online,calls\n`,
    );
    const { code, err } = await play('hand.csv', '--agents', '@agents.csv');
    expect(code).toBe(0);
    expect(err).toMatch(/hand\.csv has shifts of "Anne", who is not in \S*agents\.csv and so serves nobody\. Did you mean "Ann"\?/);
    expect(err).toContain('has the activity "onlin", which the plan does not. Did you mean "online"?');
    expect((await play('hand.csv')).err).not.toContain('serves nobody');
  });

  it('names the queues of a forecast that has none of the plan', async () => {
    await write('elsewhere.csv', 'queue,start,interval_seconds,volume,aht_seconds\nsales,2026-12-14 08:00,3600,5,300\n');
    const { code, err } = await runHere(['simulate', '--config', '@plan.json', '@hand.csv', '@elsewhere.csv'], folder.path);
    expect(code).toBe(2);
    expect(err).toMatch(/elsewhere\.csv has sales, \S*plan\.json has calls, mail: no queue is in both\./);
  });
});

describe('an interrupted command', () => {
  it('gives the terminal back before it ends, and says what became of the files', async () => {
    const { onInterrupt, watchInterrupts } = await import('../../src/cli/interrupts.js');
    const seen: string[] = [];
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => seen.push(String(text)) > 0);
    onInterrupt(() => seen.push('cursor back'));
    const { stop } = watchInterrupts();
    process.emit('SIGINT');
    stop();
    expect(exit).toHaveBeenCalledWith(130);
    exit.mockRestore();
    err.mockRestore();
    expect(seen).toEqual(['cursor back', 'shiftcast: interrupted before the end; files are written whole or not at all.\n']);
  });
});

describe('--out below a file', () => {
  it('is refused before the work', async () => {
    const { code, err } = await schedule('need.csv', '--out', '@plan.json/roster.csv');
    expect(code).toBe(4);
    expect(err).toMatch(/plan\.json is a file and no folder; choose another with --out/);
    expect(err).not.toContain('Roster:');
  });
});
