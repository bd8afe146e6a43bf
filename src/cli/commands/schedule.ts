import {
  type Agent,
  type AgentRoster,
  type Forecast,
  InvalidInputError,
  type PlanConfig,
  type Requirements,
  type ResolvedPlan,
  type Roster,
  type ShiftDesign,
} from '../../core/index.js';
import { designToCsv, rosterToCsv } from '../../exchange/index.js';
import { readRequirements } from '../../ingest/index.js';
import { checkAgents, ratePaths } from '../../plan/index.js';
import { designShifts, explainRoster, type GivenRoster, schedule, scheduleToTargets, type TargetRoster } from '../../schedule/index.js';
import { checkForecastQueues } from '../check-forecast-queues.js';
import type { Context, Options } from '../context.js';
import { givenOptions } from '../given-options.js';
import { conflictLines, outcomeLine } from '../outcome-lines.js';
import { namingPlan, readAgentsOption, readForecastFile, readPlan, readPreviousOption, readTable, sourceName } from '../read-inputs.js';
import { reasonLines } from '../reason-lines.js';
import { rosterRunner } from '../roster-runner.js';
import { serviceLines } from '../service-lines.js';
import { durationOption, neededOption, seedOption, textOption } from '../values.js';
import { plural } from '../wording.js';
import { checkOut, writeResult } from '../write-outputs.js';

/** `shiftcast schedule`: people rostered, or shifts designed, to cover requirements.csv. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const file = files[0] as string;
  const planFile = neededOption(options, 'config', 'plan.json');
  const timeLimitSeconds = durationOption(options, 'time-limit');
  const seed = seedOption(options);
  needPeople(options);
  checkOut(options, 'file');
  const { config, rules } = await readPlan(planFile);
  const agents = await readAgentsOption(options, context);
  if (agents !== null) checkAgents(textOption(options, 'agents') as string, agents, rules);
  const previous = await readPreviousOption(options, rules.zone);
  const requirements = readRequirements(await readTable(file, 'requirements'), { zone: rules.zone, queues: rules.queues, sourceName: sourceName(file) });
  const from = await givenOptions(options, rules, context);
  const { signal, onProgress } = context;
  const common = { timeLimitSeconds, seed, signal, onProgress };
  const untilMet = await forecastToMeet(options, rules.zone);
  if (untilMet !== null) checkForecastQueues(textOption(options, 'until-met') as string, untilMet, planFile, rules, context);
  let targets: TargetRoster | null = null;
  const outcome = await namingPlan(planFile, async (): Promise<Roster | ShiftDesign> => {
    if (agents === null) return designShifts(requirements, config, common);
    const runner = rosterRunner();
    const people = { ...common, agents, previous, from, runner };
    try {
      if (untilMet === null) return await schedule(requirements, config, people);
      targets = await scheduleToTargets(requirements, untilMet, config, { ...people, paths: ratePaths(untilMet, seed) });
      return targets.roster;
    } finally {
      runner?.close();
    }
  });
  context.endProgress();
  for (const warning of (targets ?? outcome).warnings) context.warn(warning);
  if (outcome.objective === null) {
    for (const line of conflictLines(outcome)) context.fail(line);
    if (options.json === true) context.print(JSON.stringify(targets ?? outcome));
    return 3;
  }
  return finish({ outcome, targets, requirements, config, rules, agents, previous, from }, options, context);
}

/** The forecast of --until-met; null without it. */
async function forecastToMeet(options: Options, zone: string): Promise<Forecast | null> {
  const file = textOption(options, 'until-met');
  if (file === undefined) return null;
  return readForecastFile(file, zone);
}

/** Refuses options that say nothing without people, rather than leaving them unheard. */
function needPeople(options: Options): void {
  if (textOption(options, 'agents') !== undefined) return;
  if (options.untilMet !== undefined)
    throw new InvalidInputError('--until-met needs --agents: only a roster of people can be simulated.', { option: 'until-met' });
  if (options.explain === true) throw new InvalidInputError('--explain needs --agents: reasons are those of people and their rules.', { option: 'explain' });
}

/** A roster or design that is there, and what it was made from. */
type Made = {
  readonly outcome: Roster | ShiftDesign;
  readonly targets: TargetRoster | null;
  readonly requirements: Requirements;
  readonly config: PlanConfig;
  readonly rules: ResolvedPlan;
  readonly agents: readonly Agent[] | null;
  readonly previous: readonly AgentRoster[] | undefined;
  readonly from: GivenRoster | undefined;
};

/** Says how good it is, writes it, and gives the reasons asked for. */
async function finish({ outcome, targets, requirements, config, rules, agents, previous, from }: Made, options: Options, context: Context): Promise<number> {
  const { signal, onProgress } = context;
  if (targets === null) context.note(outcomeLine(outcome, 'agents' in outcome ? 'Roster' : 'Shifts'));
  const table = 'agents' in outcome ? rosterToCsv(outcome.agents, rules.zone) : designToCsv(outcome, rules.zone);
  const reasons =
    options.explain === true && 'agents' in outcome && agents !== null
      ? await explainRoster(outcome, requirements, config, { agents, previous, from, signal, onProgress })
      : null;
  context.endProgress();
  await writeResult(options, context, { ...(targets ?? outcome), ...(reasons === null ? {} : { reasons }) }, table);
  if (targets !== null) context.note(serviceLines(targets, rules.zone));
  else if (outcome.shortfalls.length > 0) context.note(`Below the requirement in ${plural(outcome.shortfalls.length, 'stretch', 'stretches')}.`);
  for (const line of reasons === null ? [] : reasonLines(reasons, rules.zone)) context.note(line);
  const isMissed = targets === null ? outcome.shortfalls.length > 0 : targets.status === 'missed';
  return options.check === true && isMissed ? 1 : 0;
}
