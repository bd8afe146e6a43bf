import type { Agent, ResolvedPlan } from '../core/index.js';
import { checkAgents } from '../plan/index.js';
import type { Context, Options } from './context.js';
import { readAgentsOption } from './read-inputs.js';
import { reportStraySkills } from './report-strangers.js';
import { textOption } from './values.js';

/** Reads --agents and checks the people against the plan; null when not given. */
export async function readPeopleOption(options: Options, rules: ResolvedPlan, context: Context): Promise<readonly Agent[] | null> {
  const agents = await readAgentsOption(options, context);
  if (agents === null) return null;
  reportStraySkills(options, agents, rules, context);
  checkAgents(textOption(options, 'agents') as string, agents, rules);
  return agents;
}
