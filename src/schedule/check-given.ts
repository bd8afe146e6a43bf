import type { AgentRoster, Shift } from '../core/index.js';
import { dayStartMs, toInstantMs } from '../time/index.js';
import type { GivenRoster } from './given-roster.js';

/** True when a day of a person stands as the given roster has it. */
export function standsAsGiven(given: GivenRoster | undefined, zone: string, agent: string, day: string): boolean {
  if (given === undefined) return false;
  if (given.freezeAgents?.includes(agent) || given.freezeDays?.includes(day) || isAbsent(given, agent, day)) return true;
  if (given.freezeUntil === undefined) return false;
  const wallMs = Date.parse(given.freezeUntil.length > 10 ? `${given.freezeUntil}Z` : `${given.freezeUntil}T00:00Z`);
  const untilMs = toInstantMs(zone, wallMs, 'earlier') ?? dayStartMs(zone, given.freezeUntil.slice(0, 10));
  const shift = givenShift(given.agents, agent, day);
  return shift === null ? dayStartMs(zone, nextDay(day)) <= untilMs : shift.startMs < untilMs;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function givenShift(roster: readonly AgentRoster[], agent: string, day: string): Shift | null {
  for (const own of roster) if (own.agent === agent) for (const shift of own.shifts) if (shift.day === day) return shift;
  return null;
}

/** True when a shift of the given roster is missed. */
function isAbsent(given: GivenRoster, agent: string, day: string): boolean {
  return given.absent?.some((own) => own.agent === agent && own.day === day) === true && givenShift(given.agents, agent, day) !== null;
}

/** What is wrong with a day that should stand; null when it does. */
export function wrongWithStanding(given: GivenRoster, agent: string, day: string, shift: Shift | null): string | null {
  const due = givenShift(given.agents, agent, day);
  if (due === null || shift === null) return due === shift ? null : `${shift === null ? 'off' : shift.shift} instead of ${due === null ? 'off' : due.shift}`;
  if (due.shift !== shift.shift || due.startMs !== shift.startMs || due.endMs !== shift.endMs) return 'another shift than the one that stands';
  if (isAbsent(given, agent, day)) {
    const isMissed = shift.activities.length === 1 && shift.activities[0]?.activity === 'absence';
    return isMissed ? null : 'works though absent';
  }
  const text = (parts: Shift['activities']): string => parts.map((part) => `${part.activity} ${part.startMs} ${part.endMs}`).join();
  return text(due.activities) === text(shift.activities) ? null : 'another day than the one that stands';
}

/** Price of all days that are not as the given roster has them. */
export function changesCost(given: GivenRoster, agent: string, days: readonly string[], shifts: readonly Shift[]): number {
  let changes = 0;
  for (const day of days) {
    const was = givenShift(given.agents, agent, day);
    const is = shifts.find((shift) => shift.day === day) ?? null;
    const isSame = was === null || is === null ? was === is : was.shift === is.shift && was.startMs === is.startMs && was.endMs === is.endMs;
    if (!isSame) changes += 1;
  }
  return changes * (given.pricePerChange ?? 0);
}
