import type { ContractRule } from '../core/index.js';
import type { Before } from './person.js';
import type { Problem } from './problem.js';
import { compileSequence, type Sequence } from './sequence.js';

/** Rules of sequence of a contract over a problem's days; `befores` are those of its people unless given. */
export function sequenceOf(problem: Problem, contract: number, rule: ContractRule, befores?: readonly Before[]): Sequence | null {
  const { limits } = rule;
  if (limits === undefined) return null;
  return compileSequence({
    limits,
    days: problem.horizon.days,
    weekdays: problem.horizon.weekdays,
    byDay: problem.byContract[contract] as readonly Int32Array[],
    options: problem.options,
    families: problem.plan.shifts.map((shift) => shift.name),
    isNight: problem.isNight ?? new Uint8Array(problem.options.day.length),
    originMs: problem.originMs,
    atomSeconds: problem.atomSeconds,
    befores: befores ?? problem.people.filter((person) => person.contract === contract).map((person) => person.before),
  });
}
