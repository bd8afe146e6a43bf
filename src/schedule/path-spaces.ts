import { type PathSpace, pathSpace } from './path-space.js';
import type { Problem } from './problem.js';
import { sequenceOf } from './sequence-of.js';

/** One space of schedules per contract; it covers the longest run that any of its people brings along. */
export function pathSpaces(problem: Problem): PathSpace[] {
  return problem.plan.contracts.map((rule, c) => {
    const run = problem.people.reduce((most, person) => (person.contract === c ? Math.max(most, person.before.run) : most), 0);
    const sequence = sequenceOf(problem, c, rule);
    return pathSpace(rule, problem.horizon.days, problem.byContract[c] as readonly Int32Array[], problem.options, problem.atomSeconds, run, sequence);
  });
}
