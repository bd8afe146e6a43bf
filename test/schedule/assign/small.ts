import type { AssignedPerson, AssignmentProblem, ShiftCover } from '../../../src/schedule/index.js';
import { checkAssignment } from '../../../src/schedule/index.js';

const HOURS = 3600;
export const EARLY = { shift: 'early', lengthSeconds: 8 * HOURS };
export const LATE = { shift: 'late', lengthSeconds: 8 * HOURS, notFollowedBy: ['early'] };

/** One person wanted on a shift on each of these days. */
export function wanted(shift: string, days: readonly number[], need = 1): ShiftCover[] {
  return days.map((day) => ({ day, shift, need, understaffedWeight: 100, surplusWeight: 1 }));
}

type Cells = readonly (string | null)[];

/** Every sequence of shifts and days off that one person may legally work. */
function legalRows(problem: AssignmentProblem, person: AssignedPerson): Cells[] {
  const alone = { ...problem, people: [person], cover: [], requests: [] };
  const cells: Cells = [null, ...problem.shifts.map(({ shift }) => shift)];
  let rows: Cells[] = [[]];
  for (let day = 0; day < problem.days; day += 1) rows = rows.flatMap((row) => cells.map((cell) => [...row, cell]));
  return rows.filter((shifts) => checkAssignment([{ person: person.person, shifts }], alone).violations.length === 0);
}

/** Least objective over all rosters, by trying every one; null when somebody has no legal row. */
export function leastObjective(problem: AssignmentProblem): number | null {
  const rows = problem.people.map((person) => legalRows(problem, person));
  const chosen: { person: string; shifts: Cells }[] = [];
  let least: number | null = null;
  const visit = (p: number): void => {
    const person = problem.people[p];
    if (person === undefined) {
      const { objective } = checkAssignment(chosen, problem);
      least = least === null ? objective : Math.min(least, objective);
      return;
    }
    for (const shifts of rows[p] as Cells[]) {
      chosen.push({ person: person.person, shifts });
      visit(p + 1);
      chosen.pop();
    }
  };
  visit(0);
  return least;
}
