import {
  type Agent,
  type AgentRoster,
  type ContractRule,
  InvalidInputError,
  type PlanConfig,
  type QueueCoverage,
  type QueueRule,
  type Requirements,
  type ResolvedPlan,
  type RosterCosts,
  resolvePlan,
  type Shift,
  type ShiftRule,
} from '../core/index.js';
import { coverLayers } from '../staffing/index.js';
import { addDays, dayFromNumber, dayNumber, dayStartMs, localDayOf, localMinuteOf, weekdayOf } from '../time/index.js';
import { changesCost, standsAsGiven, wrongWithStanding } from './check-given.js';
import { type CostedPerson, checkActivities, checkBreaksAtOnce, checkExtras, checkLimits, needAtEdges, partedMeetings } from './check-limits.js';
import type { GivenRoster } from './given-roster.js';
import { firstRosterDay } from './horizon.js';

/** One broken rule. */
export type RosterViolation = { readonly agent: string; readonly day: string | null; readonly rule: string; readonly message: string };

/** What the checker found. */
export type RosterCheck = {
  readonly violations: readonly RosterViolation[];
  readonly objective: number;
  readonly costs: RosterCosts;
  /** Per queue on the common time grid, as in {@link Roster}. */
  readonly coverage: readonly QueueCoverage[];
  /** Agent-hours of need that nobody covers. */
  readonly uncoveredHours: number;
};

/** What a roster is checked against. */
export type RosterCheckInput = {
  readonly requirements: Requirements;
  readonly config: PlanConfig;
  readonly agents: readonly Agent[];
  /** The roster before this one: carries rest, days in a row, weekends, and people still on line. */
  readonly previous?: readonly AgentRoster[] | undefined;
  /** The roster that this one was made from: what stands must be the same, changes have their price. */
  readonly from?: GivenRoster | undefined;
};

const HOUR = 3600;
const FIVE_MINUTES_MS = 300_000;
const TINY = 1e-9;

type Context = {
  readonly plan: ResolvedPlan;
  readonly days: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
  readonly violations: RosterViolation[];
};

/**
 * Checks a roster against every rule of the plan and recomputes its costs, sharing no code with the engine that builds rosters.
 *
 * @param roster - Shifts of each person; people without shifts may be left out.
 * @param input - Requirements, plan.json, the people, and the roster before.
 * @returns Every broken rule with person and day, and the objective: paid hours × cost + uncovered agent-hours × price + surplus agent-hours ×
 * price + weights of wishes not granted. In each interval people on line go to the queues they may serve so that the uncovered costs least.
 * @throws {@link InvalidInputError} or {@link InvalidPlanError} for input that is no plan at all.
 * @remarks The cover is a maximum flow per interval, queues dearest first (greedy over a polymatroid, [Edmonds1970]).
 * @example
 * const plan = { zone: 'UTC', horizon: { start: '2026-12-07' }, queues: { help: {} }, shifts: {}, contracts: {} };
 * checkRoster([], { requirements: { queues: [], totals: [], warnings: [] }, config: plan, agents: [] }).violations; // []
 */
export function checkRoster(roster: readonly AgentRoster[], input: RosterCheckInput): RosterCheck {
  const plan = resolvePlan(input.config);
  const start = firstRosterDay(plan, input.requirements);
  const days = Array.from({ length: plan.weeks * 7 }, (_, d) => dayFromNumber(dayNumber(start) + d));
  const context: Context = { plan, days, startMs: dayStartMs(plan.zone, start), endMs: dayStartMs(plan.zone, addDays(start, days.length)), violations: [] };
  const byName = new Map(input.agents.map((agent) => [agent.agent, agent]));
  const shiftsOf = new Map<string, Shift[]>(input.agents.map((agent) => [agent.agent, []]));
  for (const { agent, shifts } of roster) {
    checkTimes(agent, shifts);
    if (byName.has(agent)) shiftsOf.get(agent)?.push(...shifts);
    else fault(context, agent, null, 'agent', `${agent} is not among the agents`);
  }
  let paid = 0;
  let wishes = 0;
  let changes = 0;
  const costed: CostedPerson[] = [];
  const { from } = input;
  for (const agent of input.agents) {
    const contract = plan.contracts.find((rule) => rule.name === agent.contract);
    const shifts = (shiftsOf.get(agent.agent) as Shift[]).sort((a, b) => a.startMs - b.startMs);
    if (contract === undefined) {
      fault(context, agent.agent, null, 'contract', `${agent.agent} has the unknown contract ${agent.contract}`);
      continue;
    }
    const earlier = (input.previous ?? []).filter((own) => own.agent === agent.agent).flatMap((own) => own.shifts.filter((shift) => shift.day < start));
    const stands = (day: string): boolean => standsAsGiven(from, plan.zone, agent.agent, day);
    const open = shifts.filter((shift) => !stands(shift.day));
    for (const day of from === undefined ? [] : days.filter(stands)) {
      const wrong = wrongWithStanding(from as GivenRoster, agent.agent, day, shifts.find((shift) => shift.day === day) ?? null);
      if (wrong !== null) fault(context, agent.agent, day, 'from', wrong);
    }
    for (const shift of open) checkShift(context, agent, contract, shift);
    checkWeeks(context, agent, contract, shifts);
    checkSequence(context, agent, contract, shifts, earlier);
    checkAbsence(context, agent, open);
    const paidSecondsOf = (shift: Shift): number => workedSeconds(plan, shift);
    const person: CostedPerson = { agent, contract, shifts, earlier: earlier.sort((a, b) => a.startMs - b.startMs), paidSecondsOf };
    costed.push(person);
    checkActivities({ plan, agent, contract, shifts: open, fault: (day, rule, message) => fault(context, agent.agent, day, rule, message) });
    if (from !== undefined) changes += changesCost(from, agent.agent, days, shifts);
    checkLimits({ ...person, plan, days, agent, stands, fault: (day, rule, message) => fault(context, agent.agent, day, rule, message) });
    paid += (shifts.reduce((sum, shift) => sum + workedSeconds(plan, shift), 0) / HOUR) * (agent.costPerHour ?? contract.costPerHour);
    wishes += wishCost(agent, shifts) * (1 + (plan.roster?.seniorityWeight ?? 0) * (agent.seniority ?? 0));
  }
  for (const name of partedMeetings(plan, costed, (agent, day) => standsAsGiven(from, plan.zone, agent, day)))
    fault(context, '', null, 'activities', `${name} is at different times`);
  const online = [...shiftsOf].flatMap(([name, shifts]) => shifts.map((shift) => ({ agent: byName.get(name) as Agent, shift })));
  for (const { agent, shifts } of input.previous ?? []) {
    const known = byName.get(agent);
    if (known !== undefined)
      online.push(...shifts.filter((shift) => shift.day < start).map((shift) => ({ agent: known, shift: afterStart(shift, context.startMs) })));
  }
  const cover = checkCover(context, input.requirements, online);
  const costs: RosterCosts = {
    paid,
    uncovered: cover.uncoveredCost,
    surplus: cover.surplusCost,
    wishes,
    ...checkExtras(plan, days, costed),
    ...checkBreaksAtOnce(plan, costed, input.requirements.queues[0]?.startMs ?? context.startMs, commonStepSeconds(plan, input.requirements) * 1000),
    ...(from === undefined ? {} : { changes }),
  };
  return {
    violations: context.violations,
    objective: Object.values(costs).reduce((sum, part) => sum + part, 0),
    costs,
    coverage: cover.coverage,
    uncoveredHours: cover.uncoveredHours,
  };
}

function checkTimes(agent: string, shifts: readonly Shift[]): void {
  for (const { day, startMs, endMs, activities } of shifts) {
    const times = [startMs, endMs, ...activities.flatMap((part) => [part.startMs, part.endMs])];
    if (!times.every(Number.isFinite)) throw new InvalidInputError(`checkRoster: a shift of ${agent} on ${day} has a time that is no number.`, { agent, day });
  }
}

function fault(context: Context, agent: string, day: string | null, rule: string, message: string): void {
  context.violations.push({ agent, day, rule, message: day === null ? message : `${agent} ${day}: ${message}` });
}

function afterStart(shift: Shift, startMs: number): Shift {
  const counted = (ms: number): number => Math.max(startMs, Math.round(ms / FIVE_MINUTES_MS) * FIVE_MINUTES_MS);
  return {
    ...shift,
    activities: shift.activities.flatMap((part) => (part.endMs <= startMs ? [] : [{ ...part, startMs: counted(part.startMs), endMs: counted(part.endMs) }])),
  };
}

/** Time of a shift that is paid: everything but breaks marked unpaid. Of a missed shift, those that were due. */
function workedSeconds(plan: ResolvedPlan, shift: Shift): number {
  const rule = plan.shifts.find((family) => family.name === shift.shift);
  const length = (shift.endMs - shift.startMs) / 1000;
  if (shift.activities.some((part) => part.activity === 'absence'))
    return (rule?.breaks ?? []).reduce((left, pause) => (pause.paid || length <= pause.ifLongerThanSeconds ? left : left - pause.lengthSeconds), length);
  const unpaid = shift.activities.filter((part) => rule?.breaks.some((pause) => pause.name === part.activity && !pause.paid));
  return length - unpaid.reduce((sum, part) => sum + part.endMs - part.startMs, 0) / 1000;
}

function checkShift(context: Context, agent: Agent, contract: ContractRule, shift: Shift): void {
  const { plan, days } = context;
  const name = agent.agent;
  const rule = plan.shifts.find((family) => family.name === shift.shift);
  if (rule === undefined || !contract.shifts.includes(shift.shift)) {
    fault(context, name, shift.day, 'shifts', `shift ${shift.shift} is not in contract ${contract.name}`);
    return;
  }
  if (!days.includes(shift.day)) fault(context, name, shift.day, 'horizon', 'the day is outside the roster');
  if (localDayOf(plan.zone, shift.startMs) !== shift.day) fault(context, name, shift.day, 'day', 'the shift starts on another local day');
  checkWindow(context, name, rule, shift);
  checkParts(context, name, rule, shift);
  if (Math.abs(shift.paidSeconds - workedSeconds(plan, shift)) > TINY)
    fault(context, name, shift.day, 'paid', `says ${shift.paidSeconds} s are paid, ${workedSeconds(plan, shift)} s are`);
}

function checkWindow(context: Context, name: string, rule: ShiftRule, shift: Shift): void {
  const { weekdays, endFromMinute, endToMinute } = rule;
  if (weekdays !== undefined && !weekdays.includes(weekdayOf(shift.day))) fault(context, name, shift.day, 'days', `${rule.name} is not worked on this weekday`);
  const zone = context.plan.zone;
  const endMinute = localMinuteOf(zone, shift.endMs) + 1440 * (dayNumber(localDayOf(zone, shift.endMs)) - dayNumber(shift.day));
  if (endMinute < (endFromMinute ?? endMinute) || endMinute > (endToMinute ?? endMinute))
    fault(context, name, shift.day, 'end', `${rule.name} may not end then`);
  const seconds = localMinuteOf(context.plan.zone, shift.startMs) * 60 + ((shift.startMs / 1000) % 60);
  const since = [0, 86_400].map((wrap) => seconds + wrap - rule.startFromMinute * 60).find((value) => value >= 0) as number;
  if (since > (rule.startToMinute - rule.startFromMinute) * 60 || since % rule.startEverySeconds !== 0)
    fault(context, name, shift.day, 'start', `${rule.name} may not start at ${new Date(seconds * 1000).toISOString().slice(11, 16)}`);
  const length = (shift.endMs - shift.startMs) / 1000;
  if (length < rule.lengthFromSeconds || length > rule.lengthToSeconds || (length - rule.lengthFromSeconds) % rule.lengthEverySeconds !== 0)
    fault(context, name, shift.day, 'length', `${rule.name} may not last ${length / HOUR} h`);
}

function checkParts(context: Context, name: string, rule: ShiftRule, shift: Shift): void {
  const parts = shift.activities;
  const length = (shift.endMs - shift.startMs) / 1000;
  const joined =
    parts.length > 0 &&
    parts[0]?.startMs === shift.startMs &&
    parts.at(-1)?.endMs === shift.endMs &&
    parts.every((part, i) => i === 0 || part.startMs === parts[i - 1]?.endMs);
  if (!joined || parts.some((part) => part.endMs <= part.startMs)) fault(context, name, shift.day, 'activities', 'the stretches do not join from start to end');
  for (const part of parts) {
    if (part.activity !== 'online' && ![...rule.breaks, ...(context.plan.roster?.activities ?? [])].some((own) => own.name === part.activity))
      fault(context, name, shift.day, 'activities', `unknown activity ${part.activity}`);
  }
  for (const part of parts.filter((own) => own.activity === 'online' && parts.length > 1))
    if ((part.endMs - part.startMs) / 1000 < (rule.minimumWorkSeconds ?? 0))
      fault(context, name, shift.day, 'minimumWork', `only ${(part.endMs - part.startMs) / 60_000} min of work in a row`);
  for (const pause of rule.breaks) {
    const taken = parts.filter((part) => part.activity === pause.name);
    const due = length > pause.ifLongerThanSeconds ? 1 : 0;
    if (taken.length !== due) fault(context, name, shift.day, 'breaks', `${taken.length} × ${pause.name}, ${due} due`);
    for (const part of taken) {
      const after = (part.startMs - shift.startMs) / 1000;
      if ((part.endMs - part.startMs) / 1000 !== pause.lengthSeconds)
        fault(context, name, shift.day, 'breaks', `${pause.name} lasts ${(part.endMs - part.startMs) / 60_000} min`);
      if (after < pause.fromSeconds || after > pause.toSeconds || (after - pause.fromSeconds) % pause.everySeconds !== 0)
        fault(context, name, shift.day, 'breaks', `${pause.name} starts ${after / HOUR} h after the shift`);
    }
  }
}

function checkWeeks(context: Context, agent: Agent, contract: ContractRule, shifts: readonly Shift[]): void {
  const { days, plan } = context;
  for (let week = 0; week * 7 < days.length; week += 1) {
    const own = shifts.filter((shift) => days.slice(week * 7, week * 7 + 7).includes(shift.day));
    const seconds = own.reduce((sum, shift) => sum + workedSeconds(plan, shift), 0);
    const count = new Set(own.map((shift) => shift.day)).size;
    const first = days[week * 7] as string;
    if (count < own.length) fault(context, agent.agent, first, 'day', 'two shifts start on one day of the week');
    if (seconds < contract.minimumSecondsPerWeek - TINY)
      fault(context, agent.agent, first, 'hoursPerWeek.min', `${seconds / HOUR} h in this week, at least ${contract.minimumSecondsPerWeek / HOUR} h due`);
    const most = contract.limits?.overtime?.maximumSecondsPerWeek ?? contract.maximumSecondsPerWeek;
    if (most !== null && seconds > most + TINY)
      fault(context, agent.agent, first, 'hoursPerWeek.max', `${seconds / HOUR} h in this week, at most ${most / HOUR} h allowed`);
    if (count < contract.minimumDaysPerWeek)
      fault(context, agent.agent, first, 'daysPerWeek.min', `${count} days in this week, at least ${contract.minimumDaysPerWeek} due`);
    if (count > contract.maximumDaysPerWeek)
      fault(context, agent.agent, first, 'daysPerWeek.max', `${count} days in this week, at most ${contract.maximumDaysPerWeek} allowed`);
  }
}

function checkSequence(context: Context, agent: Agent, contract: ContractRule, shifts: readonly Shift[], earlier: readonly Shift[]): void {
  const all = [...earlier, ...shifts].sort((a, b) => a.startMs - b.startMs);
  all.forEach((shift, i) => {
    const before = all[i - 1];
    if (before === undefined || !shifts.includes(shift)) return;
    const rest = (shift.startMs - before.endMs) / 1000;
    if (rest < contract.restSeconds) fault(context, agent.agent, shift.day, 'rest', `${rest / HOUR} h rest, ${contract.restSeconds / HOUR} h due`);
  });
  const worked = new Set(all.map((shift) => shift.day));
  const most = contract.maximumConsecutiveDays;
  if (most !== null) {
    for (const day of context.days) {
      let run = 0;
      while (worked.has(addDays(day, -run))) run += 1;
      if (run > most) fault(context, agent.agent, day, 'consecutiveDays', `${run} days in a row, at most ${most} allowed`);
    }
  }
  if (contract.maximumWeekendsPerMonth !== null) checkWeekends(context, agent.agent, contract.maximumWeekendsPerMonth, worked);
}

function checkWeekends(context: Context, name: string, most: number, worked: ReadonlySet<string>): void {
  const saturdays = new Set([...worked].flatMap((day) => (weekdayOf(day) < 5 ? [] : [addDays(day, 5 - weekdayOf(day))])));
  for (const month of new Set([...saturdays].map((day) => day.slice(0, 7)))) {
    const own = [...saturdays].filter((day) => day.startsWith(month)).sort();
    // the Sunday of a weekend that the roster before has begun adds none
    const isBegun = (saturday: string): boolean => saturday < (context.days[0] as string) && worked.has(saturday);
    const added = own.filter((day) => !isBegun(day) && [day, addDays(day, 1)].some((d) => context.days.includes(d) && worked.has(d)));
    if (own.length > most && added.length > 0)
      fault(context, name, added.at(-1) as string, 'weekendsPerMonth', `${own.length} weekends worked in ${month}, at most ${most} allowed`);
  }
}

/** A local time without offset as an instant, found by trying the offsets around it. */
function instantOfLocal(zone: string, text: string, later: boolean): number {
  const wallMs = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`);
  const day = new Date(wallMs).toISOString().slice(0, 10);
  const guesses = [dayStartMs(zone, day), dayStartMs(zone, addDays(day, 1)) - 86_400_000].map((startMs) => startMs + (wallMs - Date.parse(`${day}T00:00Z`)));
  const right = guesses.filter(
    (instantMs) => localDayOf(zone, instantMs) === day && localMinuteOf(zone, instantMs) * 60_000 === wallMs - Date.parse(`${day}T00:00Z`),
  );
  return right.length === 0 ? (guesses[0] as number) : later ? Math.max(...right) : Math.min(...right);
}

function checkAbsence(context: Context, agent: Agent, shifts: readonly Shift[]): void {
  const zone = agent.zone ?? context.plan.zone;
  for (const absence of agent.unavailable) {
    const isHit = (shift: Shift): boolean => {
      if ('day' in absence) return localDayOf(zone, shift.startMs) === absence.day;
      const fromMs = instantOfLocal(zone, absence.from, false);
      const toMs = absence.to.length === 10 ? dayStartMs(zone, addDays(absence.to, 1)) : instantOfLocal(zone, absence.to, true);
      return shift.startMs < toMs && shift.endMs > fromMs;
    };
    for (const shift of shifts.filter(isHit))
      fault(context, agent.agent, shift.day, 'unavailable', `works while unavailable (${'day' in absence ? absence.day : `${absence.from} to ${absence.to}`})`);
  }
}

function wishCost(agent: Agent, shifts: readonly Shift[]): number {
  let cost = 0;
  for (const wish of agent.wishes) {
    const own = shifts.find((shift) => shift.day === wish.day);
    const granted = wish.kind === 'off' ? own === undefined : own?.shift === wish.shift;
    if (!granted) cost += wish.weight;
  }
  return cost;
}

type Online = { readonly agent: Agent; readonly shift: Shift };
type Cover = { readonly coverage: QueueCoverage[]; readonly uncoveredCost: number; readonly surplusCost: number; readonly uncoveredHours: number };

function mayTake(agent: Agent, queue: QueueRule): boolean {
  return agent.skills.some((own) => own.skill === queue.skill && own.tier >= queue.lowestTier);
}

/** Steps of time on which every requirement is constant. */
function commonStepSeconds(plan: ResolvedPlan, requirements: Requirements): number {
  const first = requirements.queues[0];
  if (first === undefined) return plan.intervalSeconds;
  const numbers = requirements.queues.flatMap((queue) => [queue.intervalSeconds, Math.abs(queue.startMs - first.startMs) / 1000]);
  return numbers.reduce((a, b) => {
    let [x, y] = [a, b];
    while (y > 0) [x, y] = [y, x % y];
    return x;
  }, 0);
}

function checkCover(context: Context, requirements: Requirements, online: readonly Online[]): Cover {
  const { plan } = context;
  const stepMs = commonStepSeconds(plan, requirements) * 1000;
  const anchorMs = requirements.queues[0]?.startMs ?? context.startMs;
  const stretches = online.flatMap(({ agent, shift }) => shift.activities.filter((part) => part.activity === 'online').map((part) => ({ agent, ...part })));
  const fromMs = stretches.reduce((least, part) => Math.min(least, part.startMs), context.startMs);
  const toMs = stretches.reduce((most, part) => Math.max(most, part.endMs), context.endMs);
  const originMs = anchorMs + Math.floor((fromMs - anchorMs) / stepMs) * stepMs;
  const steps = Math.ceil((toMs - originMs) / stepMs);
  const layers = plan.queues
    .flatMap((rule) => layersBySteps(context, requirements, rule, originMs, stepMs, steps))
    .sort((a, b) => b.worthPerHour - a.worthPerHour);
  const teams = new Map<string, { serves: number[]; people: Float64Array }>();
  for (const part of stretches) {
    const serves = layers.flatMap(({ rule }, q) => (mayTake(part.agent, rule) ? [q] : []));
    const team = teams.get(serves.join()) ?? { serves, people: new Float64Array(steps) };
    teams.set(serves.join(), team);
    for (let step = Math.floor((part.startMs - originMs) / stepMs); originMs + step * stepMs < part.endMs; step += 1) {
      const heldMs = Math.min(part.endMs, originMs + (step + 1) * stepMs) - Math.max(part.startMs, originMs + step * stepMs);
      team.people[step] = (team.people[step] as number) + heldMs / stepMs;
    }
  }
  return priceCover(plan, layers, [...teams.values()], originMs, stepMs, steps);
}

/** People of one queue at one price, by step. `worthPerHour` is what having one of them there saves against an idle person. */
type Layer = {
  readonly rule: QueueRule;
  readonly isNeed: boolean;
  readonly pricePerHour: number;
  readonly worthPerHour: number;
  readonly people: Float64Array;
};

function layersBySteps(context: Context, requirements: Requirements, rule: QueueRule, originMs: number, stepMs: number, steps: number): Layer[] {
  const { plan } = context;
  const { surplusPerHour } = plan;
  const plain: Layer = {
    rule,
    isNeed: true,
    pricePerHour: rule.understaffedPerHour,
    worthPerHour: rule.understaffedPerHour + surplusPerHour,
    people: new Float64Array(steps),
  };
  const layers = [plain];
  const isWithin = (atMs: number): boolean => atMs >= context.startMs && atMs < context.endMs;
  for (const queue of requirements.queues) {
    if (queue.queue !== rule.queue) continue;
    const wanted = plan.cover === 'withShrinkage' ? queue.agentsWithShrinkage : queue.agentsExact;
    for (const { isNeed, pricePerHour, agents } of coverLayers(queue, rule, wanted, surplusPerHour)) {
      const people = new Float64Array(steps);
      for (let step = 0; step < steps; step += 1) {
        const atMs = originMs + step * stepMs;
        if (isWithin(atMs)) people[step] = agents[Math.floor((atMs - queue.startMs) / (queue.intervalSeconds * 1000))] ?? 0;
      }
      layers.push({ rule, isNeed, pricePerHour, worthPerHour: surplusPerHour + (isNeed ? pricePerHour : -pricePerHour), people });
    }
  }
  if (rule.atOpening === undefined && rule.atClosing === undefined) return layers;
  for (let step = 0; step < steps; step += 1) {
    const atMs = originMs + step * stepMs;
    const need = layers.reduce((sum, layer) => sum + (layer.isNeed ? (layer.people[step] as number) : 0), 0);
    if (isWithin(atMs)) plain.people[step] = Math.max(0, needAtEdges(plan, rule, atMs, atMs + stepMs) - need);
  }
  return layers;
}

function priceCover(
  plan: ResolvedPlan,
  layers: readonly Layer[],
  teams: readonly { readonly serves: readonly number[]; readonly people: Float64Array }[],
  originMs: number,
  stepMs: number,
  steps: number,
): Cover {
  const hours = stepMs / 3_600_000;
  const coverage = plan.queues.map(({ queue }) => ({
    queue,
    startMs: originMs,
    intervalSeconds: stepMs / 1000,
    required: new Array<number>(steps).fill(0),
    covered: new Array<number>(steps).fill(0),
  }));
  let uncoveredCost = 0;
  let surplusCost = 0;
  let uncoveredHours = 0;
  for (let step = 0; step < steps; step += 1) {
    const free = teams.map((team) => team.people[step] as number);
    const given = teams.map(() => new Array<number>(layers.length).fill(0));
    layers.forEach(({ rule, isNeed, pricePerHour, people }, q) => {
      const wanted = people[step] as number;
      const missing = assign(q, wanted, teams, free, given);
      if (!isNeed) {
        surplusCost += (wanted - missing) * hours * pricePerHour;
        return;
      }
      const { required, covered } = coverage[plan.queues.indexOf(rule)] as (typeof coverage)[number];
      required[step] = (required[step] as number) + wanted;
      covered[step] = (covered[step] as number) + wanted - missing;
      uncoveredHours += missing * hours;
      uncoveredCost += missing * hours * pricePerHour;
    });
    surplusCost += free.reduce((sum, people) => sum + people, 0) * hours * plan.surplusPerHour;
  }
  return { coverage, uncoveredCost, surplusCost, uncoveredHours };
}

/** Gives people to a queue along augmenting paths; returns how many are missing. */
function assign(queue: number, wanted: number, teams: readonly { readonly serves: readonly number[] }[], free: number[], given: number[][]): number {
  let missing = wanted;
  while (missing > TINY) {
    const path = shortestPath(queue, teams, free, given);
    if (path === null) break;
    const end = path.at(-1) as { readonly team: number; readonly takes: number };
    let amount = Math.min(missing, free[end.team] as number);
    // each team but the last takes its people from the queue that the next team takes over
    for (let k = 0; k + 1 < path.length; k += 1) amount = Math.min(amount, given[path[k]?.team as number]?.[path[k + 1]?.takes as number] as number);
    free[end.team] = (free[end.team] as number) - amount;
    path.forEach(({ team, takes }, k) => {
      const row = given[team] as number[];
      row[takes] = (row[takes] as number) + amount;
      const handed = path[k + 1]?.takes;
      if (handed !== undefined) row[handed] = (row[handed] as number) - amount;
    });
    missing -= amount;
  }
  return missing;
}

/** Teams in the order of handing over: the first takes `queue`, each next one takes over what the one before lets go, the last has free people. */
function shortestPath(
  queue: number,
  teams: readonly { readonly serves: readonly number[] }[],
  free: readonly number[],
  given: readonly (readonly number[])[],
): { readonly team: number; readonly takes: number }[] | null {
  type Step = { readonly team: number; readonly takes: number; readonly before: Step | null };
  const seenTeams = new Set<number>();
  let frontier: { readonly queue: number; readonly step: Step | null }[] = [{ queue, step: null }];
  const seenQueues = new Set([queue]);
  while (frontier.length > 0) {
    const next: typeof frontier = [];
    for (const { queue: wanted, step: before } of frontier) {
      for (const [team, { serves }] of teams.entries()) {
        if (seenTeams.has(team) || !serves.includes(wanted)) continue;
        seenTeams.add(team);
        const step: Step = { team, takes: wanted, before };
        if ((free[team] as number) > TINY) {
          const path: { team: number; takes: number }[] = [];
          for (let at: Step | null = step; at !== null; at = at.before) path.unshift({ team: at.team, takes: at.takes });
          return path;
        }
        for (const other of serves) {
          if (seenQueues.has(other) || (given[team]?.[other] as number) <= TINY) continue;
          seenQueues.add(other);
          next.push({ queue: other, step });
        }
      }
    }
    frontier = next;
  }
  return null;
}
