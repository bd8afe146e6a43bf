import { checkInteger, checkNonNegative, checkPositive, InvalidInputError, nearestName } from '../../core/index.js';
import type { AssignedPerson, AssignmentProblem, AssignOptions } from './types.js';

/** Throws {@link InvalidInputError} unless the problem and the options are well formed. */
export function checkProblem(where: string, problem: AssignmentProblem): void {
  for (const key of ['shifts', 'people', 'cover'] as const)
    if (!Array.isArray(problem?.[key]))
      throw new InvalidInputError(`${where}: problem must have a list "${key}", got ${JSON.stringify(problem?.[key]) ?? 'nothing'}. It may be empty.`, { key });
  checkInteger(`${where}: days`, problem.days, 1);
  if (problem.firstWeekday !== undefined) {
    checkInteger(`${where}: firstWeekday`, problem.firstWeekday);
    if (problem.firstWeekday > 6) throw new InvalidInputError(`${where}: firstWeekday must be 0 (Monday) to 6 (Sunday), got ${problem.firstWeekday}.`);
  }
  const shifts = names(
    where,
    'shifts',
    problem.shifts.map(({ shift }) => shift),
  );
  const people = names(
    where,
    'people',
    problem.people.map(({ person }) => person),
  );
  if (shifts.size > 126)
    throw new InvalidInputError(`${where}: shifts must be at most 126, got ${shifts.size}. Join shifts that differ in nothing that counts here.`);
  problem.shifts.forEach(({ shift, lengthSeconds, notFollowedBy = [] }) => {
    checkPositive(`${where}: shift ${shift}: lengthSeconds`, lengthSeconds);
    for (const next of notFollowedBy) known(`${where}: shift ${shift}: notFollowedBy`, next, shifts);
  });
  for (const person of problem.people) checkPerson(where, person, problem.days, shifts);
  const cells = new Set<string>();
  for (const { day, shift, need, understaffedWeight, surplusWeight } of problem.cover) {
    const at = `${where}: cover of day ${day}, shift ${shift}`;
    checkDay(at, day, problem.days);
    known(at, shift, shifts);
    checkNonNegative(`${at}: need`, need);
    checkNonNegative(`${at}: understaffedWeight`, understaffedWeight);
    checkNonNegative(`${at}: surplusWeight`, surplusWeight);
    const key = `${day}/${shift}`;
    if (cells.has(key)) throw new InvalidInputError(`${at} must be given once, got it twice. Add the needs up.`);
    cells.add(key);
  }
  for (const { person, day, shift, kind, weight } of problem.requests ?? []) {
    const at = `${where}: request of ${person} for day ${day}`;
    known(at, person, people);
    checkDay(at, day, problem.days);
    known(at, shift, shifts);
    checkNonNegative(`${at}: weight`, weight);
    if (kind !== 'on' && kind !== 'off') throw new InvalidInputError(`${at}: kind must be "on" or "off", got ${JSON.stringify(kind)}.`);
  }
}

function names(where: string, what: string, list: readonly string[]): Set<string> {
  const set = new Set<string>();
  for (const name of list) {
    if (typeof name !== 'string' || name === '') throw new InvalidInputError(`${where}: ${what} must have names, got ${JSON.stringify(name) ?? 'nothing'}.`);
    if (set.has(name)) throw new InvalidInputError(`${where}: ${what} must have different names, got ${JSON.stringify(name)} twice.`);
    set.add(name);
  }
  return set;
}

function known(where: string, name: string, set: ReadonlySet<string>): void {
  if (set.has(name)) return;
  const near = nearestName(name, [...set]);
  throw new InvalidInputError(
    `${where} must name one that exists, got ${JSON.stringify(name)}.${near === null ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
  );
}

function checkDay(where: string, day: number, days: number): void {
  checkInteger(`${where}: day`, day);
  if (day >= days) throw new InvalidInputError(`${where}: day must be below ${days}, the days of the horizon, got ${day}. Days count from 0.`);
}

function checkPerson(where: string, person: AssignedPerson, days: number, shifts: ReadonlySet<string>): void {
  const at = `${where}: ${person.person}`;
  for (const [shift, most] of Object.entries(person.mostOfShift ?? {})) {
    known(`${at}: mostOfShift`, shift, shifts);
    checkInteger(`${at}: mostOfShift.${shift}`, most);
  }
  for (const field of ['leastSeconds', 'mostSeconds'] as const) if (person[field] !== undefined) checkNonNegative(`${at}: ${field}`, person[field]);
  for (const field of ['leastDaysInRow', 'mostDaysInRow', 'leastDaysOffInRow', 'mostWeekends'] as const)
    if (person[field] !== undefined) checkInteger(`${at}: ${field}`, person[field], field === 'mostDaysInRow' ? 1 : 0);
  for (const day of person.daysOff ?? []) checkDay(`${at}: daysOff`, day, days);
  const { daysInRow = 0, daysOffInRow = 0, shift } = person.before ?? {};
  checkInteger(`${at}: before.daysInRow`, daysInRow);
  checkInteger(`${at}: before.daysOffInRow`, daysOffInRow);
  if (daysInRow > 0 && daysOffInRow > 0)
    throw new InvalidInputError(`${at}: before must tell days worked or days off, got both. The day before day 0 was either.`);
  if (shift !== undefined) known(`${at}: before.shift`, shift, shifts);
}

/** Throws unless the options are well formed. */
export function checkOptions(where: string, options: AssignOptions): void {
  if (options.seed !== undefined && !Number.isFinite(options.seed)) throw new InvalidInputError(`${where}: seed must be a finite number, got ${options.seed}.`);
  if (options.timeLimitSeconds !== undefined) checkPositive(`${where}: timeLimitSeconds`, options.timeLimitSeconds);
  if (options.moveBudget !== undefined) checkInteger(`${where}: moveBudget`, options.moveBudget);
}
