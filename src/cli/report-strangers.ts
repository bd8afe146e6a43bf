import { type Agent, type AgentRoster, type Forecast, type History, nearestName, type Override, type ResolvedPlan } from '../core/index.js';
import { localDayOf } from '../time/index.js';
import type { Context, Options } from './context.js';
import type { DayTables } from './read-inputs.js';
import { textOption } from './values.js';
import { plural } from './wording.js';

/** Warns of events, regressors and overrides whose queue the history does not have: a slip there would change nothing, and nobody would notice. */
export function reportStrangers(
  options: Options,
  { events = [], regressors = [], overrides = [] }: Partial<DayTables>,
  history: History,
  context: Context,
): void {
  const known = [...new Set(history.queues.map(({ queue }) => queue))];
  const warn = (option: string, what: string, queue: string | null): void => {
    if (queue === null || known.includes(queue)) return;
    const nearest = nearestName(queue, known);
    const wayOut = nearest === null ? `It has ${known.join(', ')}.` : `Did you mean ${nearest}?`;
    context.warn(`${textOption(options, option)}: ${what} is for queue "${queue}", which the history does not have. ${wayOut}`);
  };
  for (const { name, queue } of events) warn('events', `event "${name}"`, queue);
  for (const { name, queue } of regressors) warn('regressors', `regressor "${name}"`, queue ?? null);
  for (const { queue } of overrides) warn('overrides', 'an override', queue);
}

/** Warns of overrides whose days the forecast does not reach. */
export function reportIdleOverrides(options: Options, overrides: readonly Override[], { queues }: Forecast, context: Context): void {
  const ends = queues.map((queue) => {
    const day = (index: number): string => localDayOf(queue.zone, queue.startMs + index * queue.intervalSeconds * 1000);
    return [day(0), day(Math.max(0, queue.volume.length - 1))] as const;
  });
  for (const { from, to } of overrides) {
    if (ends.some(([first, last]) => from <= last && to >= first)) continue;
    context.warn(`${textOption(options, 'overrides')}: the override from ${from} to ${to} lies outside the forecast and changes nothing.`);
  }
}

/** Warns of people of a roster who are not in agents.csv: nobody knows what they can do. */
export function reportStrangePeople(file: string, roster: readonly AgentRoster[], agents: readonly Agent[], options: Options, context: Context): void {
  const known = agents.map(({ agent }) => agent);
  const strangers = roster.map(({ agent }) => agent).filter((agent) => !known.includes(agent));
  const [first] = strangers;
  if (first === undefined) return;
  const nearest = nearestName(first, known);
  const wayOut = nearest === null ? '' : ` Did you mean "${nearest}"?`;
  const more = strangers.length === 1 ? ', who is' : ` and ${strangers.length - 1} more, who are`;
  context.warn(
    `${file} has shifts of "${first}"${more} not in ${textOption(options, 'agents')} and so ${strangers.length === 1 ? 'serves' : 'serve'} nobody.${wayOut}`,
  );
}

/** Warns of skills that no queue takes where the same people lack one of nearly that name. */
export function reportStraySkills(options: Options, agents: readonly Agent[], rules: ResolvedPlan, context: Context): void {
  const taken = rules.queues.map((queue) => queue.skill);
  const slips = new Map<string, { readonly nearest: string; readonly people: string[] }>();
  for (const { agent, skills } of agents) {
    const own = skills.map(({ skill }) => skill);
    const lacking = taken.filter((skill) => !own.includes(skill));
    for (const skill of own.filter((name) => !taken.includes(name))) {
      const nearest = nearestName(skill, lacking);
      if (nearest === null) continue;
      const slip = slips.get(skill) ?? { nearest, people: [] };
      slip.people.push(agent);
      slips.set(skill, slip);
    }
  }
  for (const [skill, { nearest, people }] of slips) {
    const who = people.length === 1 ? `${people[0]} has` : `${plural(people.length, 'person', 'people')} (${people[0]} first) have`;
    context.warn(`${textOption(options, 'agents')}: ${who} the skill "${skill}", which no queue takes. Did you mean "${nearest}"?`);
  }
}
