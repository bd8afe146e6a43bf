import type { Agent, AgentRoster } from '../core/index.js';
import { addDays, daysBetween } from '../time/index.js';
import type { GivenRoster } from './given-roster.js';
import type { Horizon } from './horizon.js';

/** Words on parts of a given roster and its rules that touch nothing. */
export function givenWarnings(given: GivenRoster | undefined, agents: readonly Agent[], { days }: Horizon): string[] {
  if (given === undefined) return [];
  const [first, last] = [days[0] as string, days.at(-1) as string];
  const until = given.freezeUntil?.slice(0, 10);
  const works = (agent: string, day: string): boolean => given.agents.some((own) => own.agent === agent && own.shifts.some((shift) => shift.day === day));
  const outside = given.agents.flatMap(({ shifts }) => shifts).filter((shift) => !days.includes(shift.day)).length;
  return [
    ...(given.absent ?? [])
      .filter(({ agent, day }) => !days.includes(day) || !works(agent, day))
      .map(({ agent, day }) => `${agent} is said to be absent on ${day}, but has no shift to miss then.`),
    ...(given.freezeDays ?? []).filter((day) => !days.includes(day)).map((day) => `The day ${day} is to stand, but is none of this roster’s.`),
    ...(until !== undefined && until > last ? [`Everything before ${given.freezeUntil} is to stand, which is the whole roster (${first} to ${last}).`] : []),
    ...(until !== undefined && until < first ? [`Everything before ${given.freezeUntil} is to stand, but the roster begins on ${first}.`] : []),
    ...strangersWarning('The roster to start from', given.agents, agents, 'their shifts are left out'),
    ...(outside === 0 ? [] : [`The roster to start from has ${outside} shifts outside ${first} to ${last}; they are left out.`]),
  ];
}

/** Words on a roster before that carries nothing over: of other days, or of other people. */
export function previousWarnings(previous: readonly AgentRoster[], agents: readonly Agent[], { days }: Horizon): string[] {
  const first = days[0] as string;
  const own = previous.flatMap(({ shifts }) => shifts.map(({ day }) => day)).sort();
  if (own.length === 0) return [];
  const before = own.findLast((day) => day < first);
  const known = previous.filter(({ agent }) => agents.some((person) => person.agent === agent));
  if (before === undefined) {
    const last = days.at(-1) as string;
    const wayOut = own.some((day) => day <= last) ? ` To roster the days after it, set horizon.start to ${addDays(last, 1)}.` : '';
    return [`The roster before lies from ${own[0]} to ${own.at(-1)} and this one begins on ${first}, so nothing carries over.${wayOut}`];
  }
  if (known.length === 0) return ['Nobody of the roster before is among the agents; nothing carries over.'];
  const idle = daysBetween(before, first) - 1;
  return idle >= 7
    ? [`The roster before ends on ${before}; of the ${idle} days until ${first} nothing is known, and nobody is taken to have worked on them.`]
    : [];
}

function strangersWarning(what: string, roster: readonly AgentRoster[], agents: readonly Agent[], end: string): string[] {
  const strangers = roster.filter((own) => own.shifts.length > 0 && !agents.some(({ agent }) => agent === own.agent)).map(({ agent }) => agent);
  if (strangers.length === 0) return [];
  const names = strangers.length > 3 ? `${strangers.slice(0, 3).join(', ')} and ${strangers.length - 3} more` : strangers.join(', ');
  return [`${what} has shifts of ${names}, not among the agents; ${end}.`];
}
