import {
  type ActivityRule,
  type Agent,
  type AgentRoster,
  type ContractRule,
  InvalidInputError,
  type Requirements,
  type ResolvedPlan,
  type Roster,
  type Shift,
  type Shortfall,
} from '../core/index.js';
import { type PathFinder, pathFinder } from './best-path.js';
import type { BreakLayout } from './break-layout.js';
import { type Case, caseOf, compileCase, type Lift } from './conflicts.js';
import { dayCells, dayValuer } from './gains.js';
import type { GivenRoster } from './given-roster.js';
import { overtimeCost, pathSpace } from './path-space.js';
import { isMember } from './people-activities.js';
import type { Person } from './person.js';
import { compileProblem, namesOf, type Problem } from './problem.js';
import { emptyRoster } from './roster-state.js';
import { sequenceOf } from './sequence-of.js';

/** What one person is asked to do. */
export type Asked = {
  /** Work a shift that holds this instant. */
  readonly onLineAtMs?: number;
  readonly offOn?: string;
  readonly shiftOn?: { readonly day: string; readonly shift: string };
};

/** What the objective falls by when one person's schedule is solved anew. */
export type Answer = { readonly saving: number };

/** A new colleague. */
type Hire = { readonly contract: string; readonly queues: readonly string[]; answer(asked: Asked): Answer | null };

/** A finished roster on which one person at a time is given another schedule, the cheapest there is, and put back. */
export type Bench = {
  readonly problem: Problem;
  readonly previous: readonly AgentRoster[];
  /** The cheapest schedule of a person who does what is asked, with one rule lifted; null when there is none. */
  answer(agent: Agent, lift: Lift | null, asked: Asked): Answer | null;
  /** The same with an hour a week more than the contract has; null for contracts without a maximum. */
  oneMoreHour(agent: Agent, asked: Asked): Answer | null;
  /** The same for a person who may also serve a queue. */
  trained(agent: Agent, queue: string, asked: Asked): Answer | null;
  /** One more person of each contract and set of queues that somebody has. */
  hires(): readonly Hire[];
  serves(agent: Agent, queue: string): boolean;
  /** What a person does at an instant; null when off. */
  activityAt(agent: Agent, atMs: number): string | null;
  /** Start of the interval of a shortfall in which most people are missing. */
  worstMs(shortfall: Shortfall): number;
  /** What a shortfall costs. */
  costOf(shortfall: Shortfall): number;
};

const HOUR_SECONDS = 3600;
const DAYS_PER_WEEK = 7;

type BenchOptions = { readonly agents: readonly Agent[]; readonly previous?: readonly AgentRoster[] | undefined; readonly from?: GivenRoster | undefined };

/** Puts a roster on the bench. */
export function openBench(roster: Roster, requirements: Requirements, plan: ResolvedPlan, options: BenchOptions): Bench {
  const { agents } = options;
  const previous = options.previous ?? [];
  const queues = new Set(roster.shortfalls.map((shortfall) => shortfall.queue));
  const given: GivenRoster = { ...options.from, agents: roster.agents, pricePerChange: 0 };
  const problem = compileProblem(requirements, plan, agents, previous, given);
  const own = openStage(problem, roster, agents);
  // newcomers and trainees stand in a problem of their own, without fairness: nobody is compared with people who are not there
  const fresh = newcomers(plan, agents);
  const all = [...agents, ...fresh, ...trainees(plan, agents, queues)];
  const { roster: rules } = plan;
  const activities = rules?.activities.map((rule) => forPeopleThere(rule, plan, agents)) ?? [];
  const widePlan = rules === undefined ? plan : { ...plan, roster: { ...rules, fairness: [], activities } };
  const wide = openStage(compileProblem(requirements, widePlan, all, previous, given), roster, agents);
  const shiftsOf = new Map(roster.agents.map((person) => [person.agent, person.shifts]));
  return {
    problem,
    previous,
    answer(agent, lift, asked) {
      const found = caseOf(problem, agent, previous);
      return own.solve(lift === null ? found : lift.lift(found), lift?.name ?? '', agent.agent, asked);
    },
    oneMoreHour(agent, asked) {
      const found = caseOf(problem, agent, previous);
      if (found.contract.maximumSecondsPerWeek === null) return null;
      return own.solve({ ...found, contract: withOneMoreHour(found.contract) }, '+1h', agent.agent, asked);
    },
    trained(agent, queue, asked) {
      const name = traineeName(agent.agent, queue);
      if (!all.some((other) => other.agent === name) || wide.problem.given?.standing.some((day) => day.agent === agent.agent)) return null;
      const found = caseOf(wide.problem, agent, previous);
      // the trainee stands in for the person: same rules and past, more queues
      const person = found.person === null ? null : { ...found.person, agent: name };
      const past = previous.map((before) => (before.agent === agent.agent ? { ...before, agent: name } : before));
      const trainee: Case = { ...found, agent: { ...agent, agent: name }, person, previous: past };
      return wide.solve(trainee, '', agent.agent, asked);
    },
    hires: () =>
      fresh.map((agent) => ({
        contract: agent.contract,
        queues: queuesOf(wide.problem, agent.agent),
        answer: (asked) => wide.solve(caseOf(wide.problem, agent, previous), '', null, asked),
      })),
    serves: (agent, queue) => queuesOf(problem, agent.agent).includes(queue),
    activityAt(agent, atMs) {
      for (const shift of shiftsOf.get(agent.agent) ?? [])
        for (const part of shift.activities) if (part.startMs <= atMs && atMs < part.endMs) return part.activity;
      return null;
    },
    worstMs: (shortfall) => worstMs(roster, shortfall),
    costOf: (shortfall) => costOf(problem, roster, shortfall),
  };
}

/** An activity that newcomers are not meant for; trainees are where the people are for whom they stand in. */
function forPeopleThere(rule: ActivityRule, plan: ResolvedPlan, agents: readonly Agent[]): ActivityRule {
  const members = agents.filter((agent) => isMember(rule, agent)).map(({ agent }) => agent);
  return { ...rule, contracts: null, people: members.flatMap((name) => [name, ...plan.queues.map(({ queue }) => traineeName(name, queue))]) };
}

/** A contract that allows an hour a week more, overtime apart. */
function withOneMoreHour(rule: ContractRule): ContractRule {
  const { limits, maximumSecondsPerWeek } = rule;
  const more = { ...rule, maximumSecondsPerWeek: (maximumSecondsPerWeek ?? 0) + HOUR_SECONDS };
  if (limits?.overtime === undefined) return more;
  const overtime = { ...limits.overtime, maximumSecondsPerWeek: limits.overtime.maximumSecondsPerWeek + HOUR_SECONDS };
  return { ...more, limits: { ...limits, overtime } };
}

/** Price of what is missing in a stretch; of a queue's people those of the lowest price go missing first. */
function costOf(problem: Problem, roster: Roster, { queue, startMs, endMs }: Shortfall): number {
  const own = roster.coverage.find((coverage) => coverage.queue === queue);
  if (own === undefined) return 0;
  const cheapestFirst = problem.queues.flatMap((layer, q) => (layer.queue === queue && layer.isNeed ? [{ ...layer, q }] : [])).reverse();
  const stepMs = own.intervalSeconds * 1000;
  let cost = 0;
  for (let atMs = startMs; atMs < endMs; atMs += stepMs) {
    const i = Math.round((atMs - own.startMs) / stepMs);
    let missing = (own.required[i] ?? 0) - (own.covered[i] ?? 0);
    for (const { understaffedPerHour, q } of cheapestFirst) {
      const people = Math.min(Math.max(0, missing), problem.demand[q]?.[i] ?? 0);
      cost += (people * understaffedPerHour * own.intervalSeconds) / 3600;
      missing -= people;
    }
  }
  return cost;
}

function worstMs(roster: Roster, { queue, startMs, endMs }: Shortfall): number {
  const own = roster.coverage.find((coverage) => coverage.queue === queue);
  if (own === undefined) return startMs;
  const stepMs = own.intervalSeconds * 1000;
  let [worst, most] = [startMs, 0];
  for (let atMs = startMs; atMs < endMs; atMs += stepMs) {
    const i = Math.round((atMs - own.startMs) / stepMs);
    const missing = (own.required[i] ?? 0) - (own.covered[i] ?? 0);
    if (missing > most) [worst, most] = [atMs, missing];
  }
  return worst;
}

/** A roster in its problem, and one case at a time solved in the place of a person. */
type Stage = {
  readonly problem: Problem;
  /** Solves a case in the place of somebody (null = nobody leaves), and puts everything back. `key` names what was lifted. */
  solve(own: Case, key: string, leaving: string | null, asked: Asked): Answer | null;
};

function openStage(problem: Problem, roster: Roster, agents: readonly Agent[]): Stage {
  const { horizon, options: shifts } = problem;
  const days = horizon.days.length;
  const state = emptyRoster(problem);
  const valuer = dayValuer(problem);
  const range = dayCells(problem);
  const byName = new Map(problem.people.map((person) => [person.name, person]));
  const shiftsOf = new Map(roster.agents.map((own) => [own.agent, own.shifts]));
  for (const { agent } of agents) load(problem, state, byName.get(agent) as Person, shiftsOf.get(agent) ?? []);
  const now = state.objective();
  const cost = new Float64Array(shifts.day.length);
  const offCost = new Float64Array(days);
  const finders = new Map<string, PathFinder>();

  const prepare = (group: number, day: number): void =>
    valuer.prepare(state.gains(group, range.from[day] as number, range.to[day] as number), day, state.breakPrice);

  /** Overtime of the schedule found under a rule, beyond what the roster counts for it. */
  const moreOvertime = ({ contract }: Person, choice: Int32Array, rule: ContractRule): number => {
    const counted = problem.plan.contracts[contract] as ContractRule;
    let more = 0;
    for (let week = 0; week < days; week += DAYS_PER_WEEK) {
      const paid = choice.subarray(week, week + DAYS_PER_WEEK).reduce((sum, option) => sum + (option < 0 ? 0 : (shifts.paidSeconds[option] as number)), 0);
      more += overtimeCost(rule, paid) - overtimeCost(counted, paid);
    }
    return more;
  };

  /** The objective with the cheapest schedule under a rule of a person who is off now; ∞ without any. */
  const cheapest = (person: Person, finder: PathFinder, rule: ContractRule): number => {
    for (let day = 0; day < days; day += 1) {
      offCost[day] = person.offCost[day] as number;
      prepare(person.group, day);
      for (const o of person.allowed[day] as Int32Array) cost[o] = state.costInWeek(person, day, o) - valuer.value(o);
    }
    if (finder.find(person, cost, offCost) === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    const choice = finder.choice.slice();
    choice.forEach((option, day) => {
      if (option < 0) return;
      prepare(person.group, day);
      valuer.place(option, null);
      state.put(person, day, option, valuer.placed);
    });
    const then = state.objective() + moreOvertime(person, choice, rule);
    for (let day = 0; day < days; day += 1) state.clear(person, day);
    return then;
  };

  return {
    problem,
    solve(own, key, leaving, asked) {
      const compiled = compileCase(own);
      const { group } = byName.get(own.agent.agent) as Person;
      const candidates = restrict(problem, { ...compiled.person, group }, asked);
      if (candidates.length === 0) return null;
      const stands = (problem.given?.owners.length ?? 0) > 0 ? compiled.person.index : '';
      const finderKey = `${own.contract.name}/${key}/${stands}/${JSON.stringify(compiled.person.before)}`;
      const finder = finders.get(finderKey) ?? finderFor(problem, own, compiled.byDay, compiled.person);
      finders.set(finderKey, finder);
      const left = leaving === null ? null : (byName.get(leaving) as Person);
      const saved = left === null ? [] : take(problem, state, left);
      const then = candidates.reduce((least, person) => Math.min(least, cheapest(person, finder, own.contract)), Number.POSITIVE_INFINITY);
      if (left !== null) for (const { day, option, breaks } of saved) state.put(left, day, option, breaks);
      return then === Number.POSITIVE_INFINITY ? null : { saving: now - then };
    },
  };
}

function queuesOf(problem: Problem, name: string): string[] {
  const person = problem.people.find((own) => own.name === name);
  return namesOf(problem, problem.groups[person?.group ?? -1]?.queues ?? []);
}

/** One newcomer for each contract and set of skills that somebody has. */
function newcomers(plan: ResolvedPlan, agents: readonly Agent[]): Agent[] {
  const found = new Map<string, Agent>();
  for (const { contract, skills } of agents) {
    const key = `${contract}/${JSON.stringify(skills.map(({ skill, tier }) => [skill, tier]).sort())}`;
    if (found.has(key) || !plan.contracts.some((rule) => rule.name === contract)) continue;
    found.set(key, { agent: `\u0000new/${key}`, skills, contract, zone: null, unavailable: [], wishes: [], costPerHour: null, seniority: null });
  }
  return [...found.values()];
}

function traineeName(agent: string, queue: string): string {
  return `\u0000trained/${agent}/${queue}`;
}

/** Each person with the skill of each queue that is short and that they do not serve. */
function trainees(plan: ResolvedPlan, agents: readonly Agent[], queues: ReadonlySet<string>): Agent[] {
  return agents.flatMap((agent) =>
    plan.queues.flatMap(({ queue, skill, lowestTier }) => {
      if (!queues.has(queue) || agent.skills.some((own) => own.skill === skill && own.tier >= lowestTier)) return [];
      const skills = [...agent.skills.filter((own) => own.skill !== skill), { skill, tier: lowestTier, ahtFactor: 1 }];
      return [{ ...agent, agent: traineeName(agent.agent, queue), skills, wishes: [] }];
    }),
  );
}

type State = ReturnType<typeof emptyRoster>;

/** Puts a person's shifts on the bench with their breaks. */
function load(problem: Problem, state: State, person: Person, shifts: readonly Shift[]): void {
  const { horizon, layouts, options, atomSeconds } = problem;
  for (const shift of shifts) {
    const day = horizon.days.indexOf(shift.day);
    const option = person.kept?.options[day] ?? -2;
    if (day < 0 || option < 0)
      throw new InvalidInputError(`explainRoster: ${person.name} works a shift on ${shift.day} that the plan does not have.`, {
        agent: person.name,
        day: shift.day,
      });
    const { due } = layouts[options.layout[option] as number] as BreakLayout;
    const starts = due.map(({ name }) => {
      const part = shift.activities.find((own) => own.activity === name);
      return part === undefined ? 0 : (part.startMs - shift.startMs) / 1000 / atomSeconds;
    });
    state.put(person, day, option, starts);
  }
}

/** Takes a person off and remembers what they did. */
function take(problem: Problem, state: State, person: Person): { readonly day: number; readonly option: number; readonly breaks: Int32Array }[] {
  const days = problem.horizon.days.length;
  const saved = [];
  for (let day = 0; day < days; day += 1) {
    const at = person.index * days + day;
    const option = state.work[at] as number;
    if (option < 0) continue;
    saved.push({ day, option, breaks: state.breaks.slice(at * state.breaksPerShift, (at + 1) * state.breaksPerShift) });
    state.clear(person, day);
  }
  return saved;
}

function finderFor(problem: Problem, own: Case, byDay: readonly Int32Array[], person: Person): PathFinder {
  const { horizon, options, atomSeconds, plan } = problem;
  const c = plan.contracts.findIndex((rule) => rule.name === own.contract.name);
  const sequence = sequenceOf({ ...problem, byContract: plan.contracts.map(() => byDay) }, c, own.contract, [person.before]);
  return pathFinder(pathSpace(own.contract, horizon.days, byDay, options, atomSeconds, person.before.run, sequence), options);
}

/** A person who must do what is asked, one for each day on which it can be done; none when no shift of theirs would. */
function restrict(problem: Problem, person: Person, { onLineAtMs, offOn, shiftOn }: Asked): Person[] {
  const { horizon, options, plan, originMs, atomSeconds } = problem;
  const on = (day: number, isRight: (option: number) => boolean): Person[] => {
    const allowed = person.allowed.map((list, d) => (d === day ? list.filter(isRight) : list));
    if ((allowed[day]?.length ?? 0) === 0) return [];
    const mustWork = Uint8Array.from(horizon.days, (_, d) => (d === day ? 1 : (person.mustWork?.[d] ?? 0)));
    return [{ ...person, allowed, mustWork }];
  };
  if (onLineAtMs !== undefined) {
    const atom = (onLineAtMs - originMs) / 1000 / atomSeconds;
    const holds = (o: number): boolean => (options.startAtom[o] as number) <= atom && (options.endAtom[o] as number) > atom;
    return person.allowed.flatMap((list, day) => (list.some(holds) ? on(day, holds) : []));
  }
  if (shiftOn !== undefined) {
    const family = plan.shifts.findIndex((rule) => rule.name === shiftOn.shift);
    return on(horizon.days.indexOf(shiftOn.day), (o) => options.rule[o] === family);
  }
  const off = offOn === undefined ? -1 : horizon.days.indexOf(offOn);
  return [off < 0 ? person : { ...person, allowed: person.allowed.map((list, d) => (d === off ? new Int32Array(0) : list)) }];
}
