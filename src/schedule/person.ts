import { type Agent, type AgentRoster, type ContractRule, InvalidInputError, type ResolvedPlan, type Shift, type Unavailability } from '../core/index.js';
import { addDays, checkZone, dayNumber, dayStartMs, localDayOf, toInstantMs, weekdayOf } from '../time/index.js';
import type { Horizon } from './horizon.js';
import { isNightShift } from './night.js';
import { personRules } from './person-rules.js';
import type { Given, ShiftOptions, TimeGrid } from './problem.js';

const SATURDAY = 5;
const SUNDAY = 6;

/** One person as the engine sees them. */
export type Person = {
  readonly index: number;
  readonly name: string;
  /** Index into plan.contracts. */
  readonly contract: number;
  /** Index into the problem's skill groups. */
  readonly group: number;
  /** Pay by family of shifts. */
  readonly payPerSecond: Float64Array;
  /** Options that nothing personal forbids, by day, by start. Shared with the contract where nothing is forbidden. */
  readonly allowed: readonly Int32Array[];
  /** Price of wishes when off, by day. */
  readonly offCost: Float64Array;
  /** Price of wishes when working a shift of a family: [day × families + family]. */
  readonly workCost: Float64Array;
  /** Price of wishes that this roster cannot grant. */
  readonly lostWishes: number;
  readonly before: Before;
  /** 1 on days that must be worked; absent without such days. */
  readonly mustWork?: Uint8Array;
  /** What a given roster has on each day (option, −1 = off, −2 = nothing that can be kept), and the price of doing something else. */
  readonly kept?: { readonly options: Int32Array; readonly pricePerChange: number };
  /** People with equal text have the same set of schedules at the same cost. */
  readonly profile: string;
};

/** What a roster before the horizon leaves behind. */
export type Before = {
  /** Days worked in a row up to the day before the horizon. */
  readonly run: number;
  /** Weekends worked by month `YYYY-MM` of their Saturday. */
  readonly weekends: Readonly<Record<string, number>>;
  /** The Saturday before a horizon that starts on a Sunday was worked. */
  readonly saturdayWorked: boolean;
  /** End of the last shift; null without one. */
  readonly lastEndMs: number | null;
  /** Days before the horizon, the latest first, back to the earliest shift known (as far as rules look); absent or empty = nothing is known. */
  readonly past?: readonly (PastShift | null)[];
  /** Every shift before the horizon; absent = none. */
  readonly shifts?: readonly PastShift[];
};

/** What was worked on a day before the horizon. */
type PastShift = { readonly day: string; readonly family: number; readonly isNight: boolean; readonly endMs: number };

/** Instants in which a person cannot work: shifts that start within `day` or overlap [fromMs, toMs). */
type Blocked = { readonly day: string } | { readonly fromMs: number; readonly toMs: number };

/** Reads an unavailability in the person's own zone. A stretch that ends on a bare date includes that day. */
function blockedTime(agent: string, zone: string, unavailability: Unavailability): Blocked {
  if ('day' in unavailability) {
    dayNumber(unavailability.day);
    return { day: unavailability.day };
  }
  const { from, to } = unavailability;
  const fromMs = from.length === 10 ? dayStartMs(zone, from) : localInstant(zone, from, 'earlier');
  const toMs = to.length === 10 ? dayStartMs(zone, addDays(to, 1)) : localInstant(zone, to, 'later');
  if (Number.isFinite(fromMs) && Number.isFinite(toMs) && toMs > fromMs) return { fromMs, toMs };
  throw new InvalidInputError(
    `schedule: agent "${agent}" is unavailable from ${JSON.stringify(from)} to ${JSON.stringify(to)}, which is no stretch of local time. Write for example 2026-12-09T08:00/2026-12-09T12:00.`,
    { agent, from, to },
  );
}

function localInstant(zone: string, text: string, ambiguous: 'earlier' | 'later'): number {
  const localMs = Date.parse(`${text}Z`);
  return Number.isFinite(localMs) ? (toInstantMs(zone, localMs, ambiguous) as number) : Number.NaN;
}

/** True when a shift may not be worked because of one blocked time. */
function isBlocked(blocked: Blocked, zone: string, startMs: number, endMs: number): boolean {
  if ('day' in blocked) return localDayOf(zone, startMs) === blocked.day;
  return startMs < blocked.toMs && endMs > blocked.fromMs;
}

/** Saturday of the weekend that a Saturday or Sunday belongs to; null on other days. */
export function weekendOf(day: string): string | null {
  const weekday = weekdayOf(day);
  if (weekday === SATURDAY) return day;
  return weekday === SUNDAY ? addDays(day, -1) : null;
}

/** What the previous roster leaves behind for one person; shifts inside the horizon are not counted. */
function readBefore(name: string, previous: readonly AgentRoster[], firstDay: string, plan: ResolvedPlan): Before {
  const shifts = previous.filter((roster) => roster.agent === name).flatMap((roster) => roster.shifts.filter((shift) => shift.day < firstDay));
  const worked = new Set(shifts.map((shift) => shift.day));
  let run = 0;
  while (worked.has(addDays(firstDay, -1 - run))) run += 1;
  const weekends = new Set([...worked].flatMap((day) => weekendOf(day) ?? []));
  const months: Record<string, number> = {};
  for (const saturday of weekends) months[saturday.slice(0, 7)] = (months[saturday.slice(0, 7)] ?? 0) + 1;
  return {
    run,
    weekends: months,
    saturdayWorked: weekdayOf(firstDay) === SUNDAY && worked.has(addDays(firstDay, -1)),
    lastEndMs: shifts.length === 0 ? null : Math.max(...shifts.map((shift) => shift.endMs)),
    ...(shifts.length === 0 ? {} : pastOf(shifts, firstDay, plan)),
  };
}

/** How far back rules look. */
const MOST_PAST_DAYS = 84;

function pastOf(shifts: readonly Shift[], firstDay: string, plan: ResolvedPlan): Required<Pick<Before, 'past' | 'shifts'>> {
  const first = dayNumber(firstDay);
  const night = plan.roster?.night;
  const known = shifts.map(({ day, shift, startMs, endMs }): PastShift => {
    const isNight = night !== undefined && isNightShift(night, plan.zone, day, startMs, endMs);
    return { day, family: plan.shifts.findIndex((rule) => rule.name === shift), isNight, endMs };
  });
  const byBack = new Map(known.map((shift) => [first - 1 - dayNumber(shift.day), shift]));
  const count = Math.min(MOST_PAST_DAYS, Math.max(...byBack.keys()) + 1);
  return { past: Array.from({ length: count }, (_, back) => byBack.get(back) ?? null), shifts: known };
}

/** Compiles one person; the group is filled in by the problem. */
export function compilePerson(
  agent: Agent,
  index: number,
  plan: ResolvedPlan,
  horizon: Horizon,
  grid: TimeGrid,
  options: ShiftOptions,
  byContract: readonly (readonly Int32Array[])[],
  previous: readonly AgentRoster[],
  warnings: string[],
  given: Given | null = null,
): Person {
  const contract = plan.contracts.findIndex((rule) => rule.name === agent.contract);
  const rule = plan.contracts[contract] as ContractRule;
  const zone = agent.zone ?? plan.zone;
  checkZone(`schedule: zone of agent "${agent.agent}"`, zone);
  const blocked = agent.unavailable.map((stretch) => blockedTime(agent.agent, zone, stretch));
  const before = readBefore(agent.agent, previous, horizon.days[0] as string, plan);
  const restUntilMs = before.lastEndMs === null ? Number.NEGATIVE_INFINITY : before.lastEndMs + rule.restSeconds * 1000;
  const atomMs = grid.atomSeconds * 1000;
  const personal = personRules(agent, rule, plan, horizon, grid, options);
  const isAllowed = (option: number): boolean => {
    if (personal.isAllowed !== null && !personal.isAllowed(option)) return false;
    const startMs = grid.originMs + (options.startAtom[option] as number) * atomMs;
    const endMs = grid.originMs + (options.endAtom[option] as number) * atomMs;
    return startMs >= restUntilMs && !blocked.some((stretch) => isBlocked(stretch, zone, startMs, endMs));
  };
  const standing = given === null ? null : standingOptions(given, agent.agent, index, horizon, options);
  const allowed = (byContract[contract] as readonly Int32Array[]).map((list, d) => {
    const stands = standing?.[d] ?? null;
    if (stands !== null) return Int32Array.from(stands < 0 ? [] : [stands]);
    const kept = list.filter((option) => (given === null || option < given.first) && isAllowed(option));
    return kept.length === list.length ? list : kept;
  });
  const must = mustWork(personal.mustWork, standing);
  const kept = given === null ? undefined : keptOptions(given, agent.agent, horizon, options, grid, plan, standing as readonly (number | null)[]);
  const wishes = wishCosts(agent, plan, horizon, warnings);
  const payPerSecond = new Float64Array(plan.shifts.length).fill((agent.costPerHour ?? rule.costPerHour) / 3600);
  const profile = JSON.stringify([
    contract,
    [...payPerSecond],
    allowed.map((list, d) => (list === byContract[contract]?.[d] ? 0 : [...list])),
    [...wishes.offCost],
    [...wishes.workCost],
    before.run,
    before.weekends,
    before.saturdayWorked,
    ...(rule.limits === undefined ? [] : [before.past ?? []]),
    ...(must === null ? [] : [[...must]]),
    ...(kept === undefined ? [] : [[...kept.options]]),
  ]);
  const more = { ...(must === null ? {} : { mustWork: must }), ...(kept === undefined ? {} : { kept }) };
  return { index, name: agent.agent, contract, group: 0, payPerSecond, allowed, ...wishes, before, ...more, profile };
}

/** By day: the option that stands, −1 for a day off that stands, null where nothing does. */
function standingOptions(given: Given, name: string, index: number, horizon: Horizon, options: ShiftOptions): (number | null)[] {
  const found = horizon.days.map((day): number | null => (given.standing.some((own) => own.agent === name && own.day === day) ? -1 : null));
  given.owners.forEach((owner, k) => {
    if (owner === index) found[options.day[given.first + k] as number] = given.first + k;
  });
  return found;
}

/** Days that must be worked: by rule, unless something stands, and those with a shift that stands. */
function mustWork(personal: Uint8Array | null, standing: readonly (number | null)[] | null): Uint8Array | null {
  if (standing === null) return personal;
  const must = Uint8Array.from(standing, (option, d) => (option === null ? (personal?.[d] ?? 0) : option >= 0 ? 1 : 0));
  return must.includes(1) ? must : null;
}

/** Options that a given roster has on each day; a shift that is no option any more cannot be kept. */
function keptOptions(
  { roster, first }: Given,
  name: string,
  horizon: Horizon,
  options: ShiftOptions,
  grid: TimeGrid,
  plan: ResolvedPlan,
  standing: readonly (number | null)[],
): NonNullable<Person['kept']> {
  const shifts = roster.agents.filter((own) => own.agent === name).flatMap((own) => own.shifts);
  const atomOf = (ms: number): number => (ms - grid.originMs) / 1000 / grid.atomSeconds;
  const found = horizon.days.map((day, d) => {
    if (standing[d] !== null && standing[d] !== undefined) return standing[d];
    const shift = shifts.find((own) => own.day === day);
    if (shift === undefined) return -1;
    const [start, end] = [atomOf(shift.startMs), atomOf(shift.endMs)];
    const family = plan.shifts.findIndex((rule) => rule.name === shift.shift);
    const option = options.startAtom.findIndex((at, o) => o < first && at === start && options.endAtom[o] === end && options.rule[o] === family);
    return option < 0 ? -2 : option;
  });
  return { options: Int32Array.from(found), pricePerChange: roster.pricePerChange ?? 0 };
}

/** What a person's wishes weigh on top of their own weights: seniority counts when the plan says so. */
export function wishFactor(plan: ResolvedPlan, agent: Agent): number {
  return 1 + (plan.roster?.seniorityWeight ?? 0) * (agent.seniority ?? 0);
}

function wishCosts(agent: Agent, plan: ResolvedPlan, horizon: Horizon, warnings: string[]): Pick<Person, 'offCost' | 'workCost' | 'lostWishes'> {
  const families = plan.shifts.length;
  const offCost = new Float64Array(horizon.days.length);
  const workCost = new Float64Array(horizon.days.length * families);
  let lostWishes = 0;
  const factor = wishFactor(plan, agent);
  for (const wish of agent.wishes) {
    const weight = wish.weight * factor;
    if (!Number.isFinite(wish.weight) || wish.weight < 0)
      throw new InvalidInputError(`schedule: a wish of agent "${agent.agent}" must weigh a finite number, 0 or more, got ${wish.weight}.`, {
        agent: agent.agent,
        wish,
      });
    const d = horizon.days.indexOf(wish.day);
    const family = wish.kind === 'shift' ? plan.shifts.findIndex((rule) => rule.name === wish.shift) : -1;
    if (wish.kind === 'shift' && (d < 0 || family < 0)) lostWishes += weight;
    if (wish.kind === 'shift' && family < 0) warnings.push(`Agent "${agent.agent}" wishes for the shift "${wish.shift}", which plan.shifts does not have.`);
    if (d < 0 || (wish.kind === 'shift' && family < 0)) continue;
    if (wish.kind === 'shift') offCost[d] = (offCost[d] as number) + weight;
    for (let r = 0; r < families; r += 1) if (r !== family) workCost[d * families + r] = (workCost[d * families + r] as number) + weight;
  }
  return { offCost, workCost, lostWishes };
}
