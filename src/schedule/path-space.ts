import type { ContractRule } from '../core/index.js';
import { weekdayOf } from '../time/index.js';
import { type Before, weekendOf } from './person.js';
import type { ShiftOptions } from './problem.js';
import type { Sequence } from './sequence.js';

const SATURDAY = 5;
const SUNDAY = 6;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * What a contract allows from day to day, prepared for the dynamic programme: state = (when rest ends, days in a row, weekends, days and
 * paid time this week). Only what can bind takes part in the state.
 */
export type PathSpace = {
  readonly rule: ContractRule;
  readonly days: number;
  readonly weekdays: readonly number[];
  /** Month of the weekend that a day belongs to; null on other days. */
  readonly weekendMonths: readonly (string | null)[];
  /** The month on days where its count of weekends starts anew. */
  readonly monthStarts: readonly (string | null)[];
  /** Least atoms between the end of a shift and the start of the next. */
  readonly restAtoms: number;
  /** Ends of rest that still matter before each day, ascending; the first means "free". */
  readonly releases: readonly (readonly number[])[];
  /** Class of the rest before the next day after working an option; by option. */
  readonly classAfter: Int32Array;
  /** Class before the next day after a day off: [day][class]. */
  readonly classAfterOff: readonly Int32Array[];
  /** Paid time of each option in units. */
  readonly units: Int32Array;
  readonly unitSeconds: number;
  readonly longestUnits: number;
  readonly minimumUnits: number;
  /** Highest count of units in the state; the last one stands for "at least" when there is no maximum. */
  readonly unitsCap: number;
  readonly unitsLimited: boolean;
  readonly minimumDays: number;
  readonly maximumDays: number;
  readonly maximumRun: number | null;
  readonly maximumWeekends: number | null;
  /** Rules about what follows what; null without any. */
  readonly sequence: Sequence | null;
  /** Price of a week's overtime by units; null without overtime. */
  readonly overtime: Float64Array | null;
  /** Sizes of the state: classes, runs, weekend states, days, units. */
  readonly shape: readonly [classes: number, runs: number, weekends: number, days: number, units: number];
};

function divisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

/** Builds the space of one contract over given options by day. `longestRunBefore` is the longest run any of its people brings along. */
export function pathSpace(
  rule: ContractRule,
  dayNames: readonly string[],
  byDay: readonly Int32Array[],
  options: ShiftOptions,
  atomSeconds: number,
  longestRunBefore: number,
  sequence: Sequence | null = null,
): PathSpace {
  const days = dayNames.length;
  const restAtoms = Math.ceil(rule.restSeconds / atomSeconds - 1e-9);
  const rest = restClasses(byDay, options, restAtoms);
  const all = byDay.flatMap((list) => [...list]);
  const paid = all.map((o) => options.paidSeconds[o] as number);
  const unitSeconds = paid.reduce(divisor, 0) || 1;
  const units = new Int32Array(options.day.length);
  for (const o of all) units[o] = (options.paidSeconds[o] as number) / unitSeconds;
  const longestUnits = paid.reduce((most, seconds) => Math.max(most, seconds), 0) / unitSeconds;
  const minimumUnits = Math.ceil(rule.minimumSecondsPerWeek / unitSeconds - 1e-9);
  const reachable = longestUnits * Math.min(7, rule.maximumDaysPerWeek);
  const extra = rule.limits?.overtime;
  const mostSeconds = extra === undefined ? rule.maximumSecondsPerWeek : extra.maximumSecondsPerWeek;
  const maximumUnits = mostSeconds === null ? NEVER : Math.floor(mostSeconds / unitSeconds + 1e-9);
  // hours that cost extra must be counted exactly, whether or not the maximum binds
  const unitsLimited = maximumUnits < reachable || extra !== undefined;
  const unitsCap = unitsLimited ? Math.min(maximumUnits, reachable) : minimumUnits;
  const weekRun = days <= 7 ? Math.min(days, rule.maximumDaysPerWeek) : days;
  const runBinds = rule.maximumConsecutiveDays !== null && weekRun + longestRunBefore > rule.maximumConsecutiveDays;
  const maximumRun = runBinds ? rule.maximumConsecutiveDays : null;
  const maximumWeekends = rule.maximumWeekendsPerMonth;
  const daysCap = rule.maximumDaysPerWeek >= 7 && rule.minimumDaysPerWeek === 0 ? 0 : rule.maximumDaysPerWeek;
  const classes = Math.max(...rest.releases.map((list) => list.length));
  return {
    rule,
    days,
    weekdays: dayNames.map(weekdayOf),
    ...weekendMonths(dayNames),
    restAtoms,
    ...rest,
    units,
    unitSeconds,
    longestUnits,
    minimumUnits,
    unitsCap,
    unitsLimited,
    minimumDays: rule.minimumDaysPerWeek,
    maximumDays: rule.maximumDaysPerWeek,
    maximumRun,
    maximumWeekends,
    sequence,
    overtime: extra === undefined ? null : Float64Array.from({ length: unitsCap + 1 }, (_, units) => overtimeCost(rule, units * unitSeconds)),
    shape: [classes, (maximumRun ?? 0) + 1, maximumWeekends === null ? 1 : 2 * (maximumWeekends + 1), daysCap + 1, unitsCap + 1],
  };
}

/** Price of a week's paid time beyond the contract's maximum. */
export function overtimeCost(rule: ContractRule, secondsInWeek: number): number {
  const beyond = secondsInWeek - (rule.maximumSecondsPerWeek ?? NEVER);
  return beyond <= 0 ? 0 : (beyond / 3600) * (rule.limits?.overtime?.extraPerHour ?? 0);
}

/** Rest carries over a boundary only where it is later than the first start still possible. */
function restClasses(byDay: readonly Int32Array[], options: ShiftOptions, restAtoms: number): Pick<PathSpace, 'releases' | 'classAfter' | 'classAfterOff'> {
  const days = byDay.length;
  const firstStart = new Array<number>(days + 1).fill(NEVER);
  for (let d = days - 1; d >= 0; d -= 1) {
    const list = byDay[d] as Int32Array;
    firstStart[d] = Math.min(firstStart[d + 1] as number, list.length === 0 ? NEVER : (options.startAtom[list[0] as number] as number));
  }
  const releases: number[][] = [[Number.NEGATIVE_INFINITY]];
  const classAfter = new Int32Array(options.day.length);
  const classAfterOff: Int32Array[] = [];
  for (let d = 0; d < days; d += 1) {
    const own = releases[d] as number[];
    const after = [...(byDay[d] as Int32Array)].map((o) => (options.endAtom[o] as number) + restAtoms);
    const first = firstStart[d + 1] as number;
    const next = [Number.NEGATIVE_INFINITY, ...[...new Set([...after, ...own])].filter((release) => release > first).sort((a, b) => a - b)];
    const classOf = (release: number): number => Math.max(0, next.indexOf(release));
    for (const o of byDay[d] as Int32Array) classAfter[o] = classOf((options.endAtom[o] as number) + restAtoms);
    classAfterOff.push(Int32Array.from(own, classOf));
    releases.push(next);
  }
  return { releases, classAfter, classAfterOff };
}

/** Weekend part of the state: twice the weekends counted this month, plus 1 when this weekend's Saturday was worked. */
export function startingWeekends(space: PathSpace, before: Before): number {
  if (space.maximumWeekends === null) return 0;
  const month = space.weekendMonths.find((candidate) => candidate !== null) ?? '';
  return 2 * Math.min(space.maximumWeekends, before.weekends[month] ?? 0) + (before.saturdayWorked ? 1 : 0);
}

/** Weekend state before a day's decision; the first weekend of another month starts its own count. */
export function weekendsBefore(space: PathSpace, before: Before, day: number, state: number): number {
  const month = space.monthStarts[day];
  if (space.maximumWeekends === null || month === null || month === undefined) return state;
  return 2 * Math.min(space.maximumWeekends, before.weekends[month] ?? 0);
}

/** Weekend state after working a day; −1 when that is one weekend too many. */
export function weekendsAfterWork(space: PathSpace, day: number, state: number): number {
  if (space.maximumWeekends === null) return 0;
  const weekday = space.weekdays[day];
  if (weekday === SATURDAY) return state >> 1 < space.maximumWeekends ? state + 3 : -1;
  if (weekday !== SUNDAY) return state;
  if ((state & 1) === 1) return state - 1;
  return state >> 1 < space.maximumWeekends ? state + 2 : -1;
}

/** Weekend state after a day off. */
export function weekendsAfterOff(space: PathSpace, state: number): number {
  return space.maximumWeekends === null ? 0 : state & ~1;
}

/** Month of each day's weekend (null on working weekdays), and of each Saturday that is the first of its month after another weekend. */
function weekendMonths(days: readonly string[]): Pick<PathSpace, 'weekendMonths' | 'monthStarts'> {
  const months = days.map((day) => weekendOf(day)?.slice(0, 7) ?? null);
  let last: string | null = null;
  const monthStarts = months.map((month) => {
    const starts = month !== null && last !== null && month !== last;
    last = month ?? last;
    return starts ? month : null;
  });
  return { weekendMonths: months, monthStarts };
}
