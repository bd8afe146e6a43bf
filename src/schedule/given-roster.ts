import {
  type Activity,
  type Agent,
  type AgentRoster,
  checkNonNegative,
  InvalidInputError,
  isCalendarDay,
  nearestName,
  type ResolvedPlan,
  type Shift,
  type ShiftRule,
} from '../core/index.js';
import { addDays, dayStartMs, localDayOf, toInstantMs } from '../time/index.js';
import { type BreakLayout, possibleOrders, unpaidTime } from './break-layout.js';
import type { Horizon } from './horizon.js';

/** A roster to start from, and what of it stands. */
export type GivenRoster = {
  /** The roster as it is. */
  readonly agents: readonly AgentRoster[];
  /** Shifts that start before this local time stand, and so do days off before its day: `2026-12-09` or `2026-12-09T12:00`. */
  readonly freezeUntil?: string | undefined;
  /** People whose days stand. */
  readonly freezeAgents?: readonly string[] | undefined;
  /** Days that stand for everybody. */
  readonly freezeDays?: readonly string[] | undefined;
  /** Shifts that are missed, by sickness for example: they stand, are paid as planned (unpaid breaks off) and count as work, but nobody is on line. */
  readonly absent?: readonly { readonly agent: string; readonly day: string }[] | undefined;
  /** Price of each person's day that is not as it was (another shift, start or end, or off); 0 or more, 0 by default. Moving breaks is free. */
  readonly pricePerChange?: number | undefined;
};

/** Name of the activity of a missed shift. */
export const ABSENCE = 'absence';

/** A day of a person that stands. */
export type StandingDay = { readonly agent: string; readonly day: string; readonly shift: Shift | null };

/** Breaks of a shift that stands, by place. */
type StandingBreak = {
  readonly name: string;
  readonly paid: boolean;
  readonly lengthSeconds: number;
  readonly startsSeconds: readonly number[];
  readonly nowSeconds: number;
};

/** An activity to be placed in a shift that stands, at one of some starts counted from the start of the shift. */
export type ExtraBreak = { readonly name: string; readonly lengthSeconds: number; readonly startsSeconds: readonly number[] };

/** A shift that stands, as a shift of the problem that only its owner may work. */
export type StandingSlot = {
  readonly rule: number;
  readonly day: number;
  readonly startMs: number;
  readonly lengthSeconds: number;
  readonly standing: { readonly person: number; readonly breaks: readonly StandingBreak[]; readonly isFree: boolean; readonly unpaidSeconds: number };
};

/** Days that stand, each once; shifts missed come as one stretch of absence. */
export function standingDays(given: GivenRoster | undefined, days: readonly string[], agents: readonly Agent[], zone: string): StandingDay[] {
  if (given === undefined) return [];
  checkGiven(given, days, agents);
  const untilMs = given.freezeUntil === undefined ? Number.NEGATIVE_INFINITY : frozenUntilMs(zone, given.freezeUntil);
  const found: StandingDay[] = [];
  for (const { agent } of agents) {
    const shifts = given.agents.filter((own) => own.agent === agent).flatMap((own) => own.shifts);
    for (const day of days) {
      const shift = shifts.find((own) => own.day === day) ?? null;
      const isMissed = shift !== null && (given.absent ?? []).some((own) => own.agent === agent && own.day === day);
      const isPast = shift === null ? dayEndMs(zone, day) <= untilMs : shift.startMs < untilMs;
      const isFrozen = isPast || given.freezeAgents?.includes(agent) === true || given.freezeDays?.includes(day) === true;
      if (isMissed) found.push({ agent, day, shift: missed(shift) });
      else if (isFrozen) found.push({ agent, day, shift });
    }
  }
  return found;
}

/** Refuses people and days that are none, and a roster of other days: taken as they are, they would change nothing, and nobody would notice. */
function checkGiven(given: GivenRoster, days: readonly string[], agents: readonly Agent[]): void {
  checkNonNegative('schedule: from.pricePerChange', given.pricePerChange ?? 0);
  const names = agents.map((agent) => agent.agent);
  for (const agent of [...(given.freezeAgents ?? []), ...(given.absent ?? []).map((own) => own.agent)]) {
    if (names.includes(agent)) continue;
    const nearest = nearestName(agent, names);
    const meant = nearest === null ? '' : ` Did you mean "${nearest}"?`;
    throw new InvalidInputError(`schedule: "${agent}" is to stand or be absent, but is not among the agents.${meant}`, { agent });
  }
  for (const day of [...(given.freezeDays ?? []), ...(given.absent ?? []).map((own) => own.day)]) {
    if (!isCalendarDay(day))
      throw new InvalidInputError(`schedule: a day that stands or is missed must be one of the calendar, such as 2026-12-09, got ${JSON.stringify(day)}.`, {
        day,
      });
  }
  for (const agent of names)
    checkShifts(
      agent,
      given.agents.filter((own) => own.agent === agent).flatMap((own) => own.shifts),
    );
  checkShiftsWithin('schedule: the roster to start from', given.agents, days);
}

/** Refuses shifts without times, and two on a day: nobody works two shifts a day here, so one of them would be lost. */
function checkShifts(agent: string, shifts: readonly Shift[]): void {
  const seen = new Set<string>();
  for (const { day, startMs, endMs } of shifts) {
    if (!(endMs > startMs))
      throw new InvalidInputError(`schedule: the given roster has a shift of ${agent} on ${day} that does not end after it starts.`, { agent, day });
    if (seen.has(day))
      throw new InvalidInputError(`schedule: the given roster has ${agent} work two shifts on ${day}. Join them, with a break between.`, { agent, day });
    seen.add(day);
  }
}

/** Refuses a roster whose shifts all lie outside these days. */
export function checkShiftsWithin(what: string, agents: readonly AgentRoster[], days: readonly string[]): void {
  const own = agents.flatMap(({ shifts }) => shifts.map((shift) => shift.day)).sort();
  if (own.length === 0 || own.some((day) => days.includes(day))) return;
  const [first, last] = [days[0], days.at(-1)];
  throw new InvalidInputError(
    `${what} has no shift from ${first} to ${last}, the days of the plan; its shifts lie from ${own[0]} to ${own.at(-1)}. Give the roster of these days, or set plan.horizon.start.`,
    { from: own[0], to: own.at(-1), start: first, end: last },
  );
}

function frozenUntilMs(zone: string, text: string): number {
  const localMs = Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`);
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text) || !Number.isFinite(localMs) || !isCalendarDay(text.slice(0, 10)))
    throw new InvalidInputError(`schedule: from.freezeUntil must be a local time such as 2026-12-09 or 2026-12-09T12:00, got ${JSON.stringify(text)}.`, {
      freezeUntil: text,
    });
  return toInstantMs(zone, localMs, 'earlier') ?? dayStartMs(zone, text.slice(0, 10));
}

function dayEndMs(zone: string, day: string): number {
  return dayStartMs(zone, addDays(day, 1));
}

/** A shift that is missed: one stretch of absence. */
export function missed(shift: Shift): Shift {
  return { ...shift, activities: [{ activity: ABSENCE, startMs: shift.startMs, endMs: shift.endMs }] };
}

/** From when on a break of a shift that stands may begin, in epoch ms; null where it stays. */
export type FreeFrom = (part: Activity, agent: string, day: string) => number | null;

/** Shifts that stand, as the problem needs them. `freeFrom` tells which breaks may still be moved within their windows. */
export function standingSlots(
  standing: readonly StandingDay[],
  agents: readonly Agent[],
  plan: ResolvedPlan,
  horizon: Horizon,
  freeFrom: FreeFrom,
  extras: (agent: string, day: string) => readonly ExtraBreak[],
): StandingSlot[] {
  const people = new Map(agents.map((agent, i) => [agent.agent, i]));
  return standing.flatMap(({ agent, day, shift }) => {
    if (shift === null) return [];
    const rule = plan.shifts.findIndex((own) => own.name === shift.shift);
    if (rule < 0)
      throw new InvalidInputError(`schedule: the given roster has ${agent} work the shift "${shift.shift}" on ${day}, which plan.shifts does not have.`, {
        agent,
        day,
      });
    if (localDayOf(plan.zone, shift.startMs) !== day)
      throw new InvalidInputError(`schedule: the given roster has a shift of ${agent} on ${day} that starts on another day.`, { agent, day });
    checkParts(agent, shift);
    const person = people.get(agent) as number;
    const breaks = shift.activities
      .filter((part) => part.activity !== 'online')
      .map((part) => standingBreak(plan.shifts[rule] as ShiftRule, shift, part, freeFrom(part, agent, day)));
    const more = extras(agent, day).map((own) => ({ ...own, paid: true, nowSeconds: own.startsSeconds[0] as number }));
    const lengthSeconds = (shift.endMs - shift.startMs) / 1000;
    // a missed shift is paid as it would have been
    const unpaidSeconds = breaks.some((pause) => pause.name === ABSENCE)
      ? unpaidTime(plan.shifts[rule] as ShiftRule, lengthSeconds)
      : breaks.reduce((sum, pause) => sum + (pause.paid ? 0 : pause.lengthSeconds), 0);
    const standing = { person, breaks: [...breaks, ...more], isFree: more.length > 0, unpaidSeconds };
    return [{ rule, day: horizon.days.indexOf(day), startMs: shift.startMs, lengthSeconds, standing }];
  });
}

/** Refuses a shift that cannot stand as it is, since its stretches leave gaps, overlap, or begin between two seconds. */
function checkParts(agent: string, { day, startMs, endMs, activities }: Shift): void {
  const ends = [startMs, ...activities.map((part) => part.endMs)];
  const isJoined = activities.every((part, i) => part.startMs === ends[i] && part.endMs > part.startMs) && ends.at(-1) === endMs;
  if (isJoined && ends.every((ms) => Number.isInteger(ms / 1000))) return;
  throw new InvalidInputError(
    `schedule: the given roster has a shift of ${agent} on ${day} whose activities do not join, in whole seconds, from its start to its end. Name what fills each gap.`,
    { agent, day },
  );
}

function standingBreak(family: ShiftRule, shift: Shift, part: Activity, freeFromMs: number | null): StandingBreak {
  const rule = family.breaks.find((pause) => pause.name === part.activity);
  const lengthSeconds = (part.endMs - part.startMs) / 1000;
  const now = (part.startMs - shift.startMs) / 1000;
  const starts = new Set([now]);
  if (rule !== undefined && freeFromMs !== null) {
    const least = family.minimumWorkSeconds ?? 0;
    const last = Math.min(rule.toSeconds, (shift.endMs - shift.startMs) / 1000 - lengthSeconds - least);
    for (let at = rule.fromSeconds; at <= last; at += rule.everySeconds) if (at >= least && shift.startMs + at * 1000 >= freeFromMs) starts.add(at);
  }
  return { name: part.activity, paid: rule?.paid ?? true, lengthSeconds, startsSeconds: [...starts].sort((a, b) => a - b), nowSeconds: now };
}

/** True when breaks, as they are, keep a distance from each other. */
function keepsDistance(breaks: readonly StandingBreak[], seconds: number): boolean {
  return breaks.every((pause, b) => {
    const before = breaks[b - 1];
    return before === undefined || pause.nowSeconds - before.nowSeconds - before.lengthSeconds >= seconds;
  });
}

/** Layout of a shift that stands. Breaks keep their order. */
export function standingLayout(
  { standing }: StandingSlot,
  atomSeconds: number,
  minimumWorkSeconds: number,
  lengthIndexOf: (lengthAtoms: number) => number,
): BreakLayout {
  // a distance that is not kept now need not be kept
  const leastWork = standing.isFree || keepsDistance(standing.breaks, minimumWorkSeconds) ? minimumWorkSeconds : 0;
  const due = standing.breaks.map((pause) => ({
    name: pause.name,
    paid: pause.paid,
    lengthAtoms: pause.lengthSeconds / atomSeconds,
    lengthIndex: lengthIndexOf(pause.lengthSeconds / atomSeconds),
    positions: Int32Array.from(pause.startsSeconds, (start) => start / atomSeconds),
    ...(leastWork === 0 ? {} : { workAfterAtoms: leastWork / atomSeconds }),
  }));
  const orders = standing.isFree ? possibleOrders(due) : [due.map((_, b) => b)];
  return { due, orders, unpaidSeconds: standing.unpaidSeconds };
}
