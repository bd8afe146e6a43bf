import { describe, expect, it } from 'vitest';
import { InvalidInputError, inProcessRunner, type LongWorkOptions } from '../../../src/core/index.js';
import {
  type AssignedPerson,
  type AssignmentProblem,
  type AssignmentTask,
  assignShifts,
  checkAssignment,
  searchAssignment,
} from '../../../src/schedule/index.js';
import { EARLY, LATE, wanted } from './small.js';

const WEEK = [0, 1, 2, 3, 4, 5, 6];

/** One person, one shift wanted on every day: what is worked shows the rule. */
function alone(rules: Omit<AssignedPerson, 'person'>, more: Partial<AssignmentProblem> = {}): AssignmentProblem {
  return { days: 7, shifts: [EARLY], people: [{ person: 'Ada', ...rules }], cover: wanted('early', WEEK), ...more };
}

const worked = async (problem: AssignmentProblem): Promise<string> => {
  const roster = await assignShifts(problem, { moveBudget: 5 });
  expect(roster.status).toBe('optimal');
  expect(checkAssignment(roster.people, problem)).toMatchObject({ objective: roster.objective, violations: [] });
  return (roster.people[0]?.shifts ?? []).map((shift) => shift?.[0] ?? '-').join('');
};

describe('each rule alone', () => {
  it('without rules every wanted day is worked', async () => expect(await worked(alone({}))).toBe('eeeeeee'));

  it('leave is kept', async () => expect(await worked(alone({ daysOff: [2, 3] }))).toBe('ee--eee'));

  it('the most paid time holds', async () => expect((await worked(alone({ mostSeconds: 3.9 * 28_800 }))).replaceAll('-', '')).toBe('eee'));

  it('the least paid time is worked even where nobody is wanted', async () =>
    expect(await worked(alone({ leastSeconds: 7 * 28_800 }, { cover: wanted('early', WEEK, 0) }))).toBe('eeeeeee'));

  it('runs of work are not longer than allowed', async () =>
    expect(await worked(alone({ mostDaysInRow: 3 }, { cover: [...wanted('early', [0, 1, 2, 4, 5, 6]), ...wanted('early', [3], 0)] }))).toBe('eee-eee'));

  it('runs of work inside the horizon are long enough; those at its ends may be short', async () =>
    expect(await worked(alone({ leastDaysInRow: 3 }, { cover: [...wanted('early', [0, 3, 6]), ...wanted('early', [1, 2, 4, 5], 0)] }))).toMatch(
      /^(eeee--e|e--eeee)$/,
    ));

  it('days off inside the horizon come in runs that are long enough', async () =>
    expect(await worked(alone({ leastDaysOffInRow: 2 }, { cover: [...wanted('early', [0, 2, 4, 5, 6]), ...wanted('early', [1, 3], 0)] }))).toBe('eeeeeee'));

  it('a weekend counts once, Saturday, Sunday or both', async () =>
    expect(await worked(alone({ mostWeekends: 1 }, { days: 14, cover: wanted('early', [5, 6, 12]) }))).toBe('-----ee-------'));

  it('weekends follow the weekday of day 0', async () =>
    expect(await worked(alone({ mostWeekends: 0 }, { firstWeekday: 6, cover: wanted('early', WEEK) }))).toBe('-eeeee-'));

  it('a shift is worked at most as often as allowed', async () => expect((await worked(alone({ mostOfShift: { early: 2 } }))).replaceAll('-', '')).toBe('ee'));

  it('a shift that must not follow another does not', async () =>
    expect(await worked(alone({}, { shifts: [EARLY, LATE], days: 2, cover: [...wanted('late', [0]), ...wanted('early', [1])] }))).toMatch(/^(l-|-e)$/));

  it('shifts of different lengths add up to the paid time', async () => {
    const long = { shift: 'long', lengthSeconds: 36_000 };
    const cover = [...wanted('early', [0, 1]), ...wanted('long', [2, 3])];
    expect(await worked(alone({ mostSeconds: 28_800 + 72_000 }, { shifts: [EARLY, long], days: 4, cover }))).toMatch(/^(e-ll|-ell|ee-l|eel-)$/);
  });
});

describe('the previous roster', () => {
  it('its run of work goes on', async () => expect(await worked(alone({ mostDaysInRow: 4, before: { daysInRow: 3 } }))).toMatch(/^e-/));

  it('its run of work has to reach the least', async () =>
    expect(await worked(alone({ leastDaysInRow: 3, before: { daysInRow: 1 } }, { cover: wanted('early', WEEK, 0) }))).toBe('ee-----'));

  it('its days off have to reach the least', async () => expect(await worked(alone({ leastDaysOffInRow: 3, before: { daysOffInRow: 1 } }))).toBe('--eeeee'));

  it('its last shift forbids what must not follow', async () =>
    expect(await worked(alone({ before: { daysInRow: 1, shift: 'late' } }, { shifts: [EARLY, LATE] }))).toBe('-eeeeee'));
});

describe('assignShifts', () => {
  const team: AssignmentProblem = {
    days: 7,
    shifts: [EARLY, LATE],
    people: ['Ada', 'Bo', 'Cy', 'Di'].map((person) => ({ person, mostSeconds: 5 * 28_800, mostDaysInRow: 5, leastDaysOffInRow: 2, mostWeekends: 1 })),
    cover: [...wanted('early', WEEK, 2), ...wanted('late', WEEK, 1)],
    requests: [
      { person: 'Ada', day: 0, shift: 'late', kind: 'on', weight: 3 },
      { person: 'Bo', day: 5, shift: 'early', kind: 'off', weight: 2 },
    ],
  };

  it('tells what is missing, what is too much and which requests are not met', async () => {
    const problem = { ...alone({ leastSeconds: 28_800 * 2, daysOff: [1] }), days: 2, cover: wanted('early', [1]) };
    const roster = await assignShifts({
      ...problem,
      people: [{ person: 'Ada', daysOff: [1] }],
      requests: [{ person: 'Ada', day: 1, shift: 'early', kind: 'on', weight: 4 }],
    });
    expect(roster).toMatchObject({
      status: 'optimal',
      objective: 104,
      bound: 104,
      gap: 0,
      shortfalls: [{ day: 1, shift: 'early', need: 1, assigned: 0, cost: 100 }],
      surplus: [],
      unmetRequests: [{ person: 'Ada', weight: 4 }],
    });
  });

  it('proves the optimum of a small team', async () => {
    const roster = await assignShifts(team, { moveBudget: 20 });
    // 21 person-days are wanted, four people work five each: one is missing.
    expect(roster).toMatchObject({ status: 'optimal', objective: 100, bound: 100 });
  });

  it('gives the same roster for the same seed and budget', async () => {
    const [one, two] = await Promise.all([assignShifts(team, { seed: 3, moveBudget: 4 }), assignShifts(team, { seed: 3, moveBudget: 4 })]);
    expect(one).toEqual(two);
    expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });

  it('names the smallest set of rules that clash', async () => {
    const people = [{ person: 'Ada', leastSeconds: 5 * 28_800, mostDaysInRow: 1, mostWeekends: 3 }, { person: 'Bo' }];
    const roster = await assignShifts({ ...team, people, requests: [] });
    expect(roster.status).toBe('infeasible');
    expect(roster.conflicts.map(({ person, rules }) => [person, rules])).toEqual([['Ada', ['mostDaysInRow', 'leastSeconds']]]);
    expect(roster.people).toEqual([]);
  });

  it('works without people and without cover', async () => {
    expect(await assignShifts({ ...team, people: [], requests: [] })).toMatchObject({ status: 'optimal', objective: 2100 });
    expect(await assignShifts({ ...team, cover: [], requests: [] })).toMatchObject({ status: 'optimal', objective: 0 });
    expect(await assignShifts({ ...team, shifts: [], cover: [], requests: [] })).toMatchObject({ status: 'optimal', objective: 0 });
  });

  it('refuses what is no problem, naming what is missing', async () => {
    await expect(assignShifts(null as never)).rejects.toThrow(/assignShifts: problem must have a list "shifts"/);
    await expect(assignShifts({ days: 7, shifts: [], people: [] } as never)).rejects.toThrow(/"cover", got nothing/);
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const work = assignShifts(team, { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) });
    await expect(work).rejects.toThrow('enough');
  });

  it('searches side by side through a runner and outlives a worker that dies', async () => {
    const tasks = { searchAssignment: (task: AssignmentTask, options: LongWorkOptions) => searchAssignment(task, options) };
    const runner = { ...inProcessRunner(tasks), concurrency: 2 };
    expect((await assignShifts(team, { runner, timeLimitSeconds: 20 })).status).toBe('optimal');
    let calls = 0;
    const frail = {
      concurrency: 2,
      run: (name: string, input: unknown, options?: LongWorkOptions) => {
        calls += 1;
        return calls === 1 ? Promise.reject(new Error('killed')) : runner.run(name, input, options);
      },
    };
    const roster = await assignShifts(team, { runner: frail, timeLimitSeconds: 3 });
    expect(roster.objective).toBe(100);
    expect(checkAssignment(roster.people, team).violations).toEqual([]);
  });

  it('rejects when every worker dies', async () => {
    const runner = { concurrency: 2, run: () => Promise.reject(new Error('killed')) };
    await expect(assignShifts(team, { runner, timeLimitSeconds: 5 })).rejects.toMatchObject({ code: 'internal' });
  });

  it.each([
    ['days', { days: 0 }],
    ['days 0 to 6', { firstWeekday: 7 }],
    ['names of shifts', { shifts: [EARLY, EARLY] }],
    ['days of cover', { cover: wanted('early', [7]) }],
    ['shifts of cover', { cover: wanted('erly', [0]) }],
    ['cover twice', { cover: wanted('early', [0, 0]) }],
    ['people of requests', { requests: [{ person: 'Zoe', day: 0, shift: 'early', kind: 'on' as const, weight: 1 }] }],
    ['successors', { shifts: [{ ...EARLY, notFollowedBy: ['night'] }, LATE] }],
    ['both runs before day 0', { people: [{ person: 'Ada', before: { daysInRow: 1, daysOffInRow: 1 } }], requests: [] }],
    ['limits below 0', { people: [{ person: 'Ada', mostWeekends: -1 }], requests: [] }],
  ])('refuses wrong %s', async (_what, change) => {
    await expect(assignShifts({ ...team, ...change })).rejects.toBeInstanceOf(InvalidInputError);
  });
});
