import type { Agent, AgentRoster, ContractLimits, ContractRule, PersonRule, ResolvedPlan, RuleConflict } from '../core/index.js';
import { pathFinder } from './best-path.js';
import { pathSpace } from './path-space.js';
import { compilePerson, type Person } from './person.js';
import { contractOptions, type Given, type Problem } from './problem.js';
import { sequenceOf } from './sequence-of.js';

/** Everything that says what one person may work. */
export type Case = {
  readonly problem: Problem;
  readonly agent: Agent;
  readonly contract: ContractRule;
  readonly person: PersonRule | null;
  readonly previous: readonly AgentRoster[];
  readonly given: Given | null;
};

/** A rule that can be lifted to see whether it takes part in a contradiction. */
export type Lift = {
  /** As plan.json names it. */
  readonly name: string;
  /** Whose rule it is. */
  readonly of: 'contract' | 'person' | 'agent' | 'roster';
  readonly text: string;
  isThere(own: Case): boolean;
  lift(own: Case): Case;
};

type LimitKey = keyof ContractLimits;

function withContract(own: Case, change: Partial<ContractRule>): Case {
  return { ...own, contract: { ...own.contract, ...change } };
}

function without(limits: ContractLimits | undefined, keys: readonly LimitKey[]): ContractLimits {
  return Object.fromEntries(Object.entries(limits ?? {}).filter(([key]) => !keys.includes(key as LimitKey)));
}

/** A rule held by some limits of the contract. */
function limitLift(name: string, text: string, ...keys: LimitKey[]): Lift {
  return {
    name,
    of: 'contract',
    text,
    isThere: ({ contract }) => keys.some((key) => contract.limits?.[key] !== undefined),
    lift: (own) => withContract(own, { limits: without(own.contract.limits, keys) }),
  };
}

/** All rules that can be lifted, those that people relax first last. */
export const LIFTS: readonly Lift[] = [
  {
    name: 'hoursPerWeek.min',
    of: 'contract',
    text: 'its least hours a week',
    isThere: ({ contract }) => contract.minimumSecondsPerWeek > 0,
    lift: (own) => withContract(own, { minimumSecondsPerWeek: 0 }),
  },
  {
    name: 'daysPerWeek.min',
    of: 'contract',
    text: 'its least days a week',
    isThere: ({ contract }) => contract.minimumDaysPerWeek > 0,
    lift: (own) => withContract(own, { minimumDaysPerWeek: 0 }),
  },
  {
    name: 'hoursPerWeek.max',
    of: 'contract',
    text: 'its most hours a week',
    isThere: ({ contract }) => contract.maximumSecondsPerWeek !== null,
    lift: (own) => withContract(own, { maximumSecondsPerWeek: null, limits: without(own.contract.limits, ['overtime']) }),
  },
  {
    name: 'daysPerWeek.max',
    of: 'contract',
    text: 'its most days a week',
    isThere: ({ contract }) => contract.maximumDaysPerWeek < 7,
    lift: (own) => withContract(own, { maximumDaysPerWeek: 7 }),
  },
  {
    name: 'rest',
    of: 'contract',
    text: 'the rest between shifts',
    isThere: ({ contract }) => contract.restSeconds > 0,
    lift: (own) => withContract(own, { restSeconds: 0 }),
  },
  {
    name: 'consecutiveDays',
    of: 'contract',
    text: 'its most days in a row',
    isThere: ({ contract }) => contract.maximumConsecutiveDays !== null,
    lift: (own) => withContract(own, { maximumConsecutiveDays: null }),
  },
  {
    name: 'weekendsPerMonth',
    of: 'contract',
    text: 'its most weekends a month',
    isThere: ({ contract }) => contract.maximumWeekendsPerMonth !== null,
    lift: (own) => withContract(own, { maximumWeekendsPerMonth: null }),
  },
  limitLift('consecutiveDays.min', 'its least days in a row', 'minimumConsecutiveDays'),
  limitLift('consecutiveDaysOff.min', 'its least days off in a row', 'minimumConsecutiveDaysOff'),
  limitLift('consecutiveDaysOff.max', 'its most days off in a row', 'maximumConsecutiveDaysOff'),
  limitLift('weekends', 'its most weekends in so many weeks', 'weekends'),
  limitLift('wholeWeekends', 'whole weekends', 'wholeWeekends'),
  limitLift('nights', 'its rules about nights', 'maximumNightsInARow', 'maximumNightsPerPeriod', 'restAfterNightsSeconds'),
  limitLift('forbiddenSuccessions', 'the shifts that may not follow each other', 'forbiddenSuccessions'),
  limitLift('hoursPerPeriod.min', 'its least hours in the roster', 'minimumSecondsPerPeriod'),
  limitLift('hoursPerPeriod.max', 'its most hours in the roster', 'maximumSecondsPerPeriod'),
  limitLift('hoursPerDay', 'its hours a day', 'minimumSecondsPerDay', 'maximumSecondsPerDay'),
  limitLift('pattern', 'its pattern of weeks', 'pattern'),
  limitLift('hours', 'the hours in which it may be worked', 'hours'),
  {
    name: 'hours',
    of: 'person',
    text: 'the hours in which the person may work',
    isThere: ({ person }) => person?.hours != null,
    lift: (own) => ({ ...own, person: own.person === null ? null : { ...own.person, hours: null } }),
  },
  {
    name: 'fixed',
    of: 'person',
    text: 'the shifts that are fixed',
    isThere: ({ person }) => (person?.fixed.length ?? 0) > 0,
    lift: (own) => ({ ...own, person: own.person === null ? null : { ...own.person, fixed: [] } }),
  },
  {
    name: 'from',
    of: 'roster',
    text: 'the days that stand',
    isThere: ({ given, agent }) => given?.standing.some((own) => own.agent === agent.agent) === true,
    lift: (own) => ({ ...own, given: null }),
  },
  {
    name: 'unavailable',
    of: 'agent',
    text: 'the times not available',
    isThere: ({ agent }) => agent.unavailable.length > 0,
    lift: (own) => ({ ...own, agent: { ...own.agent, unavailable: [] } }),
  },
];

/** People for whom no schedule keeps every rule, each with a smallest set of rules that cannot hold together. */
export function findConflicts(problem: Problem, agents: readonly Agent[], previous: readonly AgentRoster[]): RuleConflict[] {
  const contracts = problem.plan.contracts.map((_, c) => contractConflict(problem, c));
  const found: RuleConflict[] = [];
  const used = new Set(problem.people.map((person) => person.contract));
  contracts.forEach((conflict, c) => {
    if (conflict !== null && used.has(c)) found.push(conflict);
  });
  const finders = new Map<number, (person: Person) => boolean>();
  const known = new Map<string, Clash | null>();
  for (const person of problem.people) {
    if (contracts[person.contract] !== null) continue;
    if (!finders.has(person.contract)) finders.set(person.contract, finderOf(problem, person.contract));
    if (!known.has(person.profile)) {
      const isFine = finders.get(person.contract)?.(person) === true;
      known.set(person.profile, isFine ? null : personClash(caseOf(problem, agents[person.index] as Agent, previous)));
    }
    const clash = known.get(person.profile);
    if (clash) found.push(personConflict(problem, person, clash));
  }
  return found;
}

/** Tells for the people of a contract, as compiled, whether a schedule exists. */
function finderOf(problem: Problem, contract: number): (person: Person) => boolean {
  const rule = problem.plan.contracts[contract] as ContractRule;
  const run = problem.people.reduce((most, person) => (person.contract === contract ? Math.max(most, person.before.run) : most), 0);
  const { horizon, options, atomSeconds, byContract } = problem;
  const space = pathSpace(rule, horizon.days, byContract[contract] as readonly Int32Array[], options, atomSeconds, run, sequenceOf(problem, contract, rule));
  const finder = pathFinder(space, options);
  const [none, noOff] = [new Float64Array(options.day.length), new Float64Array(horizon.days.length)];
  return (person) => finder.find(person, none, noOff) < Number.POSITIVE_INFINITY;
}

/** One person's case as the plan has it. */
export function caseOf(problem: Problem, agent: Agent, previous: readonly AgentRoster[]): Case {
  return {
    problem,
    agent,
    contract: problem.plan.contracts.find((rule) => rule.name === agent.contract) as ContractRule,
    person: problem.plan.roster?.people.find((rule) => rule.agent === agent.agent) ?? null,
    previous,
    given: problem.given ?? null,
  };
}

/** Compiles a case with its own contract: the person, and the options of each day. */
export function compileCase({ problem, agent, contract, person, previous, given }: Case): { readonly person: Person; readonly byDay: readonly Int32Array[] } {
  const { horizon, options } = problem;
  const c = problem.plan.contracts.findIndex((rule) => rule.name === contract.name);
  const { roster } = problem.plan;
  const plan: ResolvedPlan = {
    ...problem.plan,
    contracts: problem.plan.contracts.map((rule, i) => (i === c ? contract : rule)),
    ...(roster === undefined ? {} : { roster: { ...roster, people: person === null ? [] : [person] } }),
  };
  const index = problem.people.find((own) => own.name === agent.agent)?.index ?? -1;
  const agents = problem.people.map((own) => ({ ...agent, agent: own.name, contract: own.index === index ? contract.name : '' }));
  const owned = contractOptions(plan, c, agents, horizon, options, problem.given ?? null);
  const byContract = problem.plan.contracts.map(() => owned);
  // without what stands, its options must not be open either
  const first = problem.given?.first ?? options.day.length;
  const open = given === null && problem.given !== undefined ? byContract.map((days) => days.map((list) => list.filter((o) => o < first))) : byContract;
  return { person: compilePerson(agent, index, plan, horizon, problem, options, open, previous, [], given), byDay: open[c] as readonly Int32Array[] };
}

/** True when some schedule keeps every rule of a case. */
function isPossible(own: Case): boolean {
  const { problem, contract } = own;
  const { person, byDay } = compileCase(own);
  const { horizon, options, atomSeconds, plan } = problem;
  const c = plan.contracts.findIndex((rule) => rule.name === contract.name);
  const sequence = sequenceOf({ ...problem, byContract: plan.contracts.map(() => byDay) }, c, contract, [person.before]);
  const space = pathSpace(contract, horizon.days, byDay, options, atomSeconds, person.before.run, sequence);
  return pathFinder(space, options).find(person, new Float64Array(options.day.length), new Float64Array(horizon.days.length)) < Number.POSITIVE_INFINITY;
}

function contractConflict(problem: Problem, contract: number): RuleConflict | null {
  const rule = problem.plan.contracts[contract] as ContractRule;
  const nobody: Agent = { agent: '', skills: [], contract: rule.name, zone: null, unavailable: [], wishes: [], costPerHour: null, seniority: null };
  const own: Case = { problem, agent: nobody, contract: rule, person: null, previous: [], given: null };
  if (isPossible(own)) return null;
  const rules = smallestClash(own);
  const empty = compileCase(own).byDay.every((list) => list.length === 0);
  const detail = empty ? ` No shift of ${rule.shifts.map((name) => `"${name}"`).join(', ')} can be worked: check start windows, lengths and breaks.` : '';
  return {
    agent: null,
    rules: rules.map((lift) => pathOf(lift, rule.name, '')),
    message: `Contract "${rule.name}" cannot be kept by anybody: ${textOf(rules)} cannot hold together.${detail}`,
  };
}

/** Rules of one person that clash, and whether they would not but for the roster before. */
type Clash = { readonly rules: readonly Lift[]; readonly isPast: boolean };

function personClash(own: Case): Clash {
  return { rules: smallestClash(own), isPast: own.previous.length > 0 && isPossible({ ...own, previous: [] }) };
}

function personConflict(problem: Problem, person: Person, { rules, isPast }: Clash): RuleConflict {
  const contract = (problem.plan.contracts[person.contract] as ContractRule).name;
  return {
    agent: person.name,
    rules: rules.map((lift) => pathOf(lift, contract, person.name)),
    message: `${person.name} (contract "${contract}"): ${textOf(rules)} cannot hold together${isPast ? ' after the roster before' : ''}. Relax one of them for this person.`,
  };
}

/** Where a rule stands: in the contract, with the person, in agents.csv, or in a roster. */
export function pathOf({ name, of }: Lift, contract: string, agent: string): string {
  if (of === 'contract') return `contracts.${contract}.${name}`;
  return of === 'person' ? `people.${agent}.${name}` : name;
}

function textOf(rules: readonly Lift[]): string {
  const words = rules.map((lift) => lift.text);
  return words.length < 2 ? `${words[0] ?? 'the rules'} and the shifts that can be worked` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Sets larger than this are not searched for exhaustively. */
const MOST_TRIED = 400;

/**
 * A smallest set of rules that clash. A deletion filter finds a set of which no rule can be spared; smaller sets made of any rules are then tried, fewest rules
 * first, so that the answer has as few rules as possible (as long as there are not too many sets to try).
 */
function smallestClash(own: Case): readonly Lift[] {
  const there = LIFTS.filter((lift) => lift.isThere(own));
  let current = own;
  const clash: Lift[] = [];
  for (const lift of there.toReversed()) {
    const lifted = lift.lift(current);
    if (isPossible(lifted)) clash.unshift(lift);
    else current = lifted;
  }
  const order = (set: readonly Lift[]): readonly Lift[] => set.toSorted((a, b) => Number(a.of === 'contract') - Number(b.of === 'contract'));
  let tried = 0;
  for (let size = 1; size < clash.length; size += 1) {
    for (const set of subsets(there, size)) {
      tried += 1;
      if (tried > MOST_TRIED) return order(clash);
      const alone = there.filter((lift) => !set.includes(lift)).reduce((left, lift) => lift.lift(left), own);
      if (!isPossible(alone)) return order(set);
    }
  }
  return order(clash);
}

function subsets<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}
