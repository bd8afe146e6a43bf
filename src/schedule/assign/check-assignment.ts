import type { AssignedPerson, AssignmentProblem, CoverMiss, ShiftRequest } from './types.js';

/** A rule that a roster breaks. */
export type AssignmentViolation = { readonly person: string; readonly rule: string; readonly day: number | null; readonly message: string };

/** What a roster costs and breaks. */
export type AssignmentCheck = {
  readonly objective: number;
  readonly violations: readonly AssignmentViolation[];
  readonly shortfalls: readonly CoverMiss[];
  readonly surplus: readonly CoverMiss[];
  readonly unmetRequests: readonly ShiftRequest[];
};

/**
 * Checks a roster of given shifts against every rule and recomputes its cost. Shares no code with the search of `assignShifts`.
 *
 * @param people - One row a person: the name of the shift on each day of the horizon, null for a day off. Unknown people and shifts are violations; people without a row are off.
 * @param problem - The same problem that `assignShifts` takes.
 * @returns Violations (empty for a legal roster), the objective, and what is missing.
 * @example
 * const problem = { days: 2, shifts: [{ shift: 'early', lengthSeconds: 28800 }], people: [{ person: 'Ada', mostDaysInRow: 1 }], cover: [] };
 * checkAssignment([{ person: 'Ada', shifts: ['early', 'early'] }], problem).violations.map(({ rule }) => rule); // ['mostDaysInRow']
 */
export function checkAssignment(
  people: readonly { readonly person: string; readonly shifts: readonly (string | null)[] }[],
  problem: AssignmentProblem,
): AssignmentCheck {
  const known = new Map(problem.people.map((person) => [person.person, person]));
  const rows = new Map(people.map(({ person, shifts }) => [person, shifts]));
  const strangers = people
    .filter(({ person }) => !known.has(person))
    .map(({ person }) => violation(person, 'person', null, `${person} is not among the people`));
  const violations = [...strangers, ...problem.people.flatMap((person) => checkRow(problem, person, rows.get(person.person) ?? []))];
  const cover = problem.cover.map(({ day, shift, need, understaffedWeight, surplusWeight }) => {
    const assigned = people.filter(({ shifts }) => shifts[day] === shift).length;
    const cost = assigned < need ? (need - assigned) * understaffedWeight : (assigned - need) * surplusWeight;
    return { day, shift, need, assigned, cost };
  });
  const unmetRequests = (problem.requests ?? []).filter(({ person, day, shift, kind }) => (rows.get(person)?.[day] === shift) !== (kind === 'on'));
  return {
    objective: cover.reduce((sum, { cost }) => sum + cost, 0) + unmetRequests.reduce((sum, { weight }) => sum + weight, 0),
    violations,
    shortfalls: cover.filter(({ assigned, need }) => assigned < need),
    surplus: cover.filter(({ assigned, need, cost }) => assigned > need && cost > 0),
    unmetRequests,
  };
}

function violation(person: string, rule: string, day: number | null, message: string): AssignmentViolation {
  return { person, rule, day, message };
}

function checkRow(problem: AssignmentProblem, person: AssignedPerson, row: readonly (string | null)[]): AssignmentViolation[] {
  const broken: AssignmentViolation[] = [];
  const report = (rule: string, day: number | null, message: string): void => {
    broken.push(violation(person.person, rule, day, `${person.person}: ${message}`));
  };
  const days = Array.from({ length: problem.days }, (_, day) => row[day] ?? null);
  if (row.length > problem.days) report('days', problem.days, `has ${row.length} days, the horizon has ${problem.days}`);
  checkDays(problem, person, days, report);
  checkTotals(problem, person, days, report);
  checkRuns(person, days, report);
  return broken;
}

type Report = (rule: string, day: number | null, message: string) => void;

function checkDays(problem: AssignmentProblem, person: AssignedPerson, days: readonly (string | null)[], report: Report): void {
  days.forEach((shift, day) => {
    if (shift === null) return;
    if (!problem.shifts.some((known) => known.shift === shift)) report('shift', day, `works ${shift}, which is no shift`);
    if (person.daysOff?.includes(day)) report('daysOff', day, `works on day ${day}, a day off`);
    const before = day === 0 ? (person.before?.shift ?? null) : (days[day - 1] ?? null);
    const eve = problem.shifts.find((known) => known.shift === before);
    const workedEve = day > 0 || (person.before?.daysInRow ?? 0) > 0;
    if (workedEve && eve?.notFollowedBy?.includes(shift)) report('notFollowedBy', day, `works ${shift} on day ${day}, the day after ${before}`);
  });
}

function checkTotals(problem: AssignmentProblem, person: AssignedPerson, days: readonly (string | null)[], report: Report): void {
  const lengthOf = new Map(problem.shifts.map(({ shift, lengthSeconds }) => [shift, lengthSeconds]));
  const seconds = days.reduce((sum, shift) => sum + (shift === null ? 0 : (lengthOf.get(shift) ?? 0)), 0);
  if (seconds > (person.mostSeconds ?? Number.POSITIVE_INFINITY) + 1e-3) report('mostSeconds', null, `works ${seconds} s, most is ${person.mostSeconds}`);
  if (seconds < (person.leastSeconds ?? 0) - 1e-3) report('leastSeconds', null, `works ${seconds} s, least is ${person.leastSeconds}`);
  for (const [shift, most] of Object.entries(person.mostOfShift ?? {})) {
    const count = days.filter((worked) => worked === shift).length;
    if (count > most) report('mostOfShift', null, `works ${shift} on ${count} days, most is ${most}`);
  }
  const firstWeekday = problem.firstWeekday ?? 0;
  const weekends = new Set(days.flatMap((shift, day) => (shift !== null && (firstWeekday + day) % 7 >= 5 ? [Math.floor((firstWeekday + day) / 7)] : [])));
  if (weekends.size > (person.mostWeekends ?? Number.POSITIVE_INFINITY))
    report('mostWeekends', null, `works on ${weekends.size} weekends, most is ${person.mostWeekends}`);
}

function checkRuns(person: AssignedPerson, days: readonly (string | null)[], report: Report): void {
  const { daysInRow = 0, daysOffInRow = 0 } = person.before ?? {};
  const known = daysInRow + daysOffInRow > 0;
  for (let start = 0; start < days.length; ) {
    const on = days[start] !== null;
    let end = start;
    while (end < days.length && (days[end] !== null) === on) end += 1;
    const carried = start > 0 ? 0 : on ? daysInRow : daysOffInRow;
    const length = end - start + carried;
    const short = end < days.length && (start > 0 || known);
    if (on && length > (person.mostDaysInRow ?? Number.POSITIVE_INFINITY))
      report('mostDaysInRow', start, `works ${length} days in a row from day ${start}, most is ${person.mostDaysInRow}`);
    if (on && short && length < (person.leastDaysInRow ?? 0))
      report('leastDaysInRow', start, `works only ${length} days in a row from day ${start}, least is ${person.leastDaysInRow}`);
    if (!on && short && length < (person.leastDaysOffInRow ?? 0))
      report('leastDaysOffInRow', start, `is off only ${length} days in a row from day ${start}, least is ${person.leastDaysOffInRow}`);
    start = end;
  }
  const first = days[0] ?? null;
  // A run of the previous roster that day 0 ends at once.
  if (first === null && daysInRow > 0 && daysInRow < (person.leastDaysInRow ?? 0))
    report('leastDaysInRow', 0, `is off on day 0 after only ${daysInRow} days in a row, least is ${person.leastDaysInRow}`);
  if (first !== null && daysOffInRow > 0 && daysOffInRow < (person.leastDaysOffInRow ?? 0))
    report('leastDaysOffInRow', 0, `works on day 0 after only ${daysOffInRow} days off, least is ${person.leastDaysOffInRow}`);
}
