import type { Agent, ContractRule, FixedRule, PatternRule, PersonRule, ResolvedPlan, WeekHours } from '../core/index.js';
import { addDays, dayNumber, instantOf, localDayOf, localMinuteOf, weekdayOf } from '../time/index.js';
import type { Horizon } from './horizon.js';
import type { ShiftOptions, TimeGrid } from './problem.js';

const DAYS_PER_WEEK = 7;
const DAY_MINUTES = 1440;

/** What rules of a person and the personal part of a contract's rules leave of the options. */
export type PersonRules = {
  /** Null = nothing personal forbids anything. */
  readonly isAllowed: ((option: number) => boolean) | null;
  /** 1 on days that must be worked; null without such days. */
  readonly mustWork: Uint8Array | null;
};

/** Compiles hours, pattern and fixed shifts of one person. */
export function personRules(agent: Agent, contract: ContractRule, plan: ResolvedPlan, horizon: Horizon, grid: TimeGrid, options: ShiftOptions): PersonRules {
  const own = plan.roster?.people.find((rule) => rule.agent === agent.agent) ?? null;
  const zone = agent.zone ?? plan.zone;
  const atomMs = grid.atomSeconds * 1000;
  const startMs = (option: number): number => grid.originMs + (options.startAtom[option] as number) * atomMs;
  const endMs = (option: number): number => grid.originMs + (options.endAtom[option] as number) * atomMs;
  const tests: ((option: number) => boolean)[] = [];
  for (const hours of [contract.limits?.hours, own?.hours]) {
    if (hours) tests.push((option) => liesWithin(hours, zone, startMs(option), endMs(option)));
  }
  const families = plan.shifts.map((rule) => rule.name);
  const pattern = contract.limits?.pattern;
  if (pattern !== undefined) {
    const choices = horizon.days.map((day) => patternChoice(pattern, own?.patternOffset ?? 0, horizon.days[0] as string, day));
    tests.push((option) => choices[options.day[option] as number]?.includes(families[options.rule[option] as number] as string) ?? true);
  }
  const fixed = horizon.days.map((day) => fixedOn(own, agent, day));
  if (fixed.some((rule) => rule !== null)) {
    tests.push((option) => {
      const rule = fixed[options.day[option] as number];
      if (!rule) return true;
      if (rule.shift !== families[options.rule[option] as number]) return false;
      return rule.startMinute === null || localMinuteOf(plan.zone, startMs(option)) === rule.startMinute % DAY_MINUTES;
    });
  }
  const mustWork = Uint8Array.from(fixed, (rule) => (rule?.shift == null ? 0 : 1));
  return { isAllowed: tests.length === 0 ? null : (option) => tests.every((test) => test(option)), mustWork: mustWork.includes(1) ? mustWork : null };
}

/** The rule that stands on a day: one by date, or one by weekday unless the person is away at some time of that day. */
function fixedOn(own: PersonRule | null, agent: Agent, day: string): FixedRule | null {
  if (own === null) return null;
  const dated = own.fixed.find((rule) => rule.day === day);
  if (dated !== undefined) return dated;
  const weekly = own.fixed.find((rule) => rule.weekdays.includes(weekdayOf(day)));
  if (weekly === undefined) return null;
  const isAway = agent.unavailable.some((absence) =>
    'day' in absence ? absence.day === day : absence.from.slice(0, 10) <= day && day <= lastDayOf(absence.to),
  );
  return isAway ? null : weekly;
}

function lastDayOf(to: string): string {
  return /T00:00/.test(to) ? addDays(to.slice(0, 10), -1) : to.slice(0, 10);
}

/** Families that a pattern leaves open on a day; null = any. */
function patternChoice(pattern: PatternRule, offset: number, firstDay: string, day: string): readonly string[] | null {
  const start = pattern.startDay ?? firstDay;
  const week = Math.floor((dayNumber(day) - dayNumber(start)) / DAYS_PER_WEEK) + offset;
  const count = pattern.weeks.length;
  return pattern.weeks[((week % count) + count) % count]?.[weekdayOf(day)] ?? null;
}

/** True when hours by weekday, taken together, hold a whole stretch of time. */
export function liesWithin(hours: WeekHours, zone: string, startMs: number, endMs: number): boolean {
  const first = localDayOf(zone, startMs);
  const open = [-1, 0, 1]
    .map((offset) => addDays(first, offset))
    .flatMap((day) =>
      (hours[weekdayOf(day)] ?? []).map(({ fromMinute, toMinute }) => [clockInstant(zone, day, fromMinute), clockInstant(zone, day, toMinute)] as const),
    )
    .sort((a, b) => a[0] - b[0]);
  let reachedMs = startMs;
  for (const [fromMs, toMs] of open) if (fromMs <= reachedMs && toMs > reachedMs) reachedMs = toMs;
  return reachedMs >= endMs;
}

/** Instant of a clock time that may lie past midnight. */
export function clockInstant(zone: string, day: string, minute: number): number {
  return instantOf(zone, addDays(day, Math.floor(minute / DAY_MINUTES)), minute % DAY_MINUTES);
}
