import { type Agent, type AgentRoster, InvalidInputError, type PlanConfig, type ResolvedPlan, UnusableInputError } from '../core/index.js';
import type { Context, Options } from './context.js';
import { readPlan, readPreviousOption, sourceName } from './read-inputs.js';
import { readPeopleOption } from './read-people.js';
import { readRosterFile } from './read-roster-file.js';
import { neededOption, textOption } from './values.js';

/** What every command about a finished roster reads. */
export type RosterInputs = {
  readonly planFile: string;
  readonly config: PlanConfig;
  readonly rules: ResolvedPlan;
  readonly roster: readonly AgentRoster[];
  readonly agents: readonly Agent[];
  readonly previous: readonly AgentRoster[] | undefined;
};

/** Reads a roster with its plan.json, people and the roster before. */
export async function readRosterInputs(file: string, options: Options, context: Context): Promise<RosterInputs> {
  const planFile = neededOption(options, 'config', 'plan.json');
  neededOption(options, 'agents', 'agents.csv');
  const { config, rules } = await readPlan(planFile);
  const agents = (await readPeopleOption(options, rules, context)) as readonly Agent[];
  const roster = await readRosterFile(file, rules, context);
  if (roster.every((own) => own.shifts.length === 0))
    throw new UnusableInputError(`${sourceName(file)} has no rows below its header: a roster without shifts.`, { file });
  const stranger = roster.find((own) => !agents.some((agent) => agent.agent === own.agent));
  if (stranger !== undefined)
    throw new InvalidInputError(`${file} has shifts of "${stranger.agent}", who is not in ${textOption(options, 'agents')}.`, { agent: stranger.agent });
  return { planFile, config, rules, roster, agents, previous: await readPreviousOption(options, rules.zone) };
}
