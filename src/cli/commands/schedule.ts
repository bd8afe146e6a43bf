import type { Agent, AgentRoster, Forecast, PlanConfig, Requirements, ResolvedPlan, Roster, ShiftDesign } from '../../core/index.js';
import { designToCsv, rosterToCsv } from '../../exchange/index.js';
import { readRequirements } from '../../ingest/index.js';
import { ratePaths } from '../../plan/index.js';
import { designShifts, explainRoster, type GivenRoster, schedule, scheduleToTargets, type TargetRoster } from '../../schedule/index.js';
import { changedDayLines } from '../changed-days.js';
import { checkForecastQueues } from '../check-forecast-queues.js';
import { checkRequirements } from '../check-requirements.js';
import type { Context, Options } from '../context.js';
import { givenOptions } from '../given-options.js';
import { needPeople } from '../need-people.js';
import { conflictLines, outcomeLine } from '../outcome-lines.js';
import { namingPlan, readForecastFile, readPlan, readPreviousOption, readTable, sourceName } from '../read-inputs.js';
import { readPeopleOption } from '../read-people.js';
import { reasonLines } from '../reason-lines.js';
import { rosterRunner } from '../roster-runner.js';
import { serviceLines } from '../service-lines.js';
import { shortfallLines } from '../shortfall-lines.js';
import { durationOption, neededOption, seedOption, textOption } from '../values.js';
import { decimal, plural } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast schedule`: people rostered, or shifts designed, to cover requirements.csv. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const file = files[0] as string;
  const planFile = neededOption(options, 'config', 'plan.json');
  const timeLimitSeconds = durationOption(options, 'time-limit');
  const seed = seedOption(options);
  needPeople(options);
  const { config, rules } = await readPlan(planFile);
  const agents = await readPeopleOption(options, rules, context);
  const previous = await readPreviousOption(options, rules.zone);
  const requirements = readRequirements(await readTable(file, 'requirements'), { zone: rules.zone, queues: rules.queues, sourceName: sourceName(file) });
  checkRequirements(sourceName(file), requirements, planFile, rules, context);
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
    for (const line of conflictLines(outcome, config)) context.fail(line);
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
  if ('fte' in outcome) context.note(`${decimal(outcome.fte)} full-time equivalents, at least ${plural(outcome.peopleAtLeast, 'person', 'people')}.`);
  const table = 'agents' in outcome ? rosterToCsv(outcome.agents, rules.zone) : designToCsv(outcome, rules.zone);
  const reasons =
    options.explain === true && 'agents' in outcome && agents !== null
      ? await explainRoster(outcome, requirements, config, { agents, previous, from, signal, onProgress })
      : null;
  context.endProgress();
  await writeResult(options, context, { ...(targets ?? outcome), ...(reasons === null ? {} : { reasons }) }, table);
  if (targets !== null) context.note(serviceLines(targets, rules.zone));
  else for (const line of shortfallLines(outcome.shortfalls, rules.zone, reasons !== null || agents === null)) context.note(line);
  for (const line of reasons === null ? [] : reasonLines(reasons, rules.zone)) context.note(`  ${line}`);
  if (from !== undefined && 'agents' in outcome)
    for (const line of changedDayLines(from.agents, outcome.agents, outcome.coverage, rules.zone)) context.note(line);
  const isMissed = targets === null ? outcome.shortfalls.length > 0 : targets.status === 'missed';
  return options.check === true && isMissed ? 1 : 0;
}
