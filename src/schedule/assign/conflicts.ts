import { bestPaths, pathMemory } from './best-path.js';
import { compile } from './compile.js';
import { personGraph } from './person-graph.js';
import { wholeStretch } from './stretch.js';
import type { AssignedPerson, AssignmentConflict, AssignmentProblem } from './types.js';

const RULES = [
  'mostOfShift',
  'mostWeekends',
  'leastDaysOffInRow',
  'leastDaysInRow',
  'mostDaysInRow',
  'daysOff',
  'before',
  'mostSeconds',
  'leastSeconds',
] as const satisfies readonly (keyof AssignedPerson)[];

/** The smallest sets of rules that clash, one for each person without any legal schedule: a rule is dropped when the others clash without it. */
export function findConflicts(problem: AssignmentProblem): AssignmentConflict[] {
  return problem.people.flatMap((person) => {
    if (hasSchedule(problem, person)) return [];
    let known: AssignmentProblem = problem;
    let rest = person;
    const without = { ...problem, shifts: problem.shifts.map((shift) => ({ ...shift, notFollowedBy: [] })) };
    const successionMatters = hasSchedule(without, person);
    if (!successionMatters) known = without;
    const rules: string[] = successionMatters ? ['notFollowedBy'] : [];
    for (const rule of RULES) {
      if (person[rule] === undefined) continue;
      const { [rule]: _, ...fewer } = rest;
      if (hasSchedule(known, fewer)) rules.push(rule);
      else rest = fewer;
    }
    return [{ person: person.person, rules, message: `${person.person} can keep ${rules.join(', ')} in no way together; relax one of them.` }];
  });
}

function hasSchedule(problem: AssignmentProblem, person: AssignedPerson): boolean {
  const compiled = compile({ ...problem, people: [person], cover: [], requests: [] });
  const graph = personGraph(compiled, compiled.people[0] as (typeof compiled.people)[number]);
  return bestPaths(graph, wholeStretch(graph), new Float64Array(compiled.days * compiled.shiftCount), pathMemory()).length > 0;
}
