import type { ContractRule, RuleConflict } from '../core/index.js';
import { pathFinder } from './best-path.js';
import { pathSpace } from './path-space.js';
import type { Person } from './person.js';
import type { Problem } from './problem.js';

/** A rule that can be lifted to see whether it takes part in a contradiction. */
type Lift = { readonly name: string; readonly text: string; lift(rule: ContractRule): ContractRule };

const NO_LIMIT: readonly Lift[] = [
  { name: 'hoursPerWeek.min', text: 'its least hours a week', lift: (rule) => ({ ...rule, minimumSecondsPerWeek: 0 }) },
  { name: 'daysPerWeek.min', text: 'its least days a week', lift: (rule) => ({ ...rule, minimumDaysPerWeek: 0 }) },
  { name: 'hoursPerWeek.max', text: 'its most hours a week', lift: (rule) => ({ ...rule, maximumSecondsPerWeek: null }) },
  { name: 'daysPerWeek.max', text: 'its most days a week', lift: (rule) => ({ ...rule, maximumDaysPerWeek: 7 }) },
  { name: 'rest', text: 'the rest between shifts', lift: (rule) => ({ ...rule, restSeconds: 0 }) },
  { name: 'consecutiveDays', text: 'its most days in a row', lift: (rule) => ({ ...rule, maximumConsecutiveDays: null }) },
  { name: 'weekendsPerMonth', text: 'its most weekends a month', lift: (rule) => ({ ...rule, maximumWeekendsPerMonth: null }) },
];

/** People for whom no schedule keeps every rule, each with a smallest set of rules that cannot hold together. */
export function findConflicts(problem: Problem): RuleConflict[] {
  const contracts = problem.plan.contracts.map((_, c) => contractConflict(problem, c));
  const found: RuleConflict[] = [];
  const used = new Set(problem.people.map((person) => person.contract));
  contracts.forEach((conflict, c) => {
    if (conflict !== null && used.has(c)) found.push(conflict);
  });
  const known = new Map<string, readonly string[] | null>();
  for (const person of problem.people) {
    if (contracts[person.contract] !== null) continue;
    const key = `${person.profile}`;
    if (!known.has(key)) known.set(key, smallestClash(problem, person, ruleOf(problem, person), true));
    const rules = known.get(key);
    if (rules) found.push(personConflict(problem, person, rules));
  }
  return found;
}

function ruleOf(problem: Problem, person: Person): ContractRule {
  return problem.plan.contracts[person.contract] as ContractRule;
}

/** A person without any past, leave or wish, to see whether the contract alone can be kept. */
function plainPerson(problem: Problem, contract: number): Person {
  const days = problem.horizon.days.length;
  return {
    index: -1,
    name: '',
    contract,
    group: 0,
    payPerSecond: new Float64Array(problem.plan.shifts.length),
    allowed: problem.byContract[contract] as readonly Int32Array[],
    offCost: new Float64Array(days),
    workCost: new Float64Array(days * problem.plan.shifts.length),
    lostWishes: 0,
    before: { run: 0, weekends: {}, saturdayWorked: false, lastEndMs: null },
    profile: '',
  };
}

function contractConflict(problem: Problem, contract: number): RuleConflict | null {
  const rule = problem.plan.contracts[contract] as ContractRule;
  const rules = smallestClash(problem, plainPerson(problem, contract), rule, false);
  if (rules === null) return null;
  const empty = (problem.byContract[contract] as readonly Int32Array[]).every((list) => list.length === 0);
  const detail = empty ? ` No shift of ${rule.shifts.map((name) => `"${name}"`).join(', ')} can be worked: check start windows, lengths and breaks.` : '';
  return {
    agent: null,
    rules: rules.map((name) => `contracts.${rule.name}.${name}`),
    message: `Contract "${rule.name}" cannot be kept by anybody: ${textOf(rules)} cannot hold together.${detail}`,
  };
}

function personConflict(problem: Problem, person: Person, rules: readonly string[]): RuleConflict {
  const contract = ruleOf(problem, person).name;
  return {
    agent: person.name,
    rules: rules.map((name) => (name === 'unavailable' ? name : `contracts.${contract}.${name}`)),
    message: `${person.name} (contract "${contract}"): ${textOf(rules)} cannot hold together. Relax one of them for this person.`,
  };
}

function textOf(rules: readonly string[]): string {
  const words = rules.map(
    (name) =>
      NO_LIMIT.find((lift) => lift.name === name)?.text ??
      (name === 'unavailable' ? 'the times not available (or rest after the roster before)' : 'the shifts that can be worked'),
  );
  return words.length < 2 ? `${words.join()} and the shifts that can be worked` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Deletion filter: each rule in turn is lifted for good when the rest still clashes. Null when nothing clashes. */
function smallestClash(problem: Problem, person: Person, contract: ContractRule, withAbsence: boolean): string[] | null {
  if (isPossible(problem, person, contract)) return null;
  let rule = contract;
  let current = person;
  const clash: string[] = [];
  let isAbsenceInvolved = false;
  if (withAbsence) {
    const free = { ...person, allowed: problem.byContract[person.contract] as readonly Int32Array[] };
    isAbsenceInvolved = isPossible(problem, free, rule);
    if (!isAbsenceInvolved) current = free;
  }
  for (const { name, lift } of NO_LIMIT.toReversed()) {
    const lifted = lift(rule);
    if (isPossible(problem, current, lifted)) clash.push(name);
    else rule = lifted;
  }
  return [...(isAbsenceInvolved ? ['unavailable'] : []), ...clash.toReversed()];
}

function isPossible(problem: Problem, person: Person, rule: ContractRule): boolean {
  const space = pathSpace(
    rule,
    problem.horizon.days,
    problem.byContract[person.contract] as readonly Int32Array[],
    problem.options,
    problem.atomSeconds,
    person.before.run,
  );
  const none = new Float64Array(problem.options.day.length);
  return pathFinder(space, problem.options).find(person, none, new Float64Array(problem.horizon.days.length)) < Number.POSITIVE_INFINITY;
}
