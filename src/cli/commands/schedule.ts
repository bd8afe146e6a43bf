import { type PlanConfig, type Roster, resolvePlan, type ShiftDesign } from '../../core/index.js';
import { designToCsv, rosterToCsv } from '../../exchange/index.js';
import { readRequirements } from '../../ingest/index.js';
import { readText } from '../../node/index.js';
import { checkAgents } from '../../plan/index.js';
import { designShifts, schedule } from '../../schedule/index.js';
import { checkZone } from '../../time/index.js';
import type { Context, Options } from '../context.js';
import { conflictLines, outcomeLine } from '../outcome-lines.js';
import { namingPlan, readAgentsOption, readPlanFile, readPreviousOption } from '../read-inputs.js';
import { durationOption, neededOption, seedOption, textOption } from '../values.js';
import { plural } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast schedule`: people rostered, or shifts designed, to cover requirements.csv. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const file = files[0] as string;
  const planFile = neededOption(options, 'config', 'plan.json');
  const timeLimitSeconds = durationOption(options, 'time-limit');
  const seed = seedOption(options);
  const config = (await readPlanFile(planFile)) as PlanConfig;
  const rules = await namingPlan(planFile, () => resolvePlan(config));
  await namingPlan(planFile, () => checkZone(`${planFile}: zone`, rules.zone));
  const agents = await readAgentsOption(options, context);
  if (agents !== null) checkAgents(textOption(options, 'agents') as string, agents, rules);
  const previous = await readPreviousOption(options, rules.zone);
  const requirements = readRequirements(await readText(file), { zone: rules.zone, sourceName: file });
  const { signal, onProgress } = context;
  const common = { timeLimitSeconds, seed, signal, onProgress };
  const outcome = await namingPlan(planFile, async (): Promise<Roster | ShiftDesign> => {
    if (agents === null) return designShifts(requirements, config, common);
    return schedule(requirements, config, { ...common, agents, previous });
  });
  context.endProgress();
  for (const warning of outcome.warnings) context.warn(warning);
  if (outcome.objective === null) {
    for (const line of conflictLines(outcome)) context.fail(line);
    if (options.json === true) context.print(JSON.stringify(outcome));
    return 3;
  }
  context.note(outcomeLine(outcome));
  const table = 'agents' in outcome ? rosterToCsv(outcome.agents, rules.zone) : designToCsv(outcome, rules.zone);
  await writeResult(options, context, outcome, table);
  if (outcome.shortfalls.length > 0) context.note(`Below the requirement in ${plural(outcome.shortfalls.length, 'stretch', 'stretches')}.`);
  return options.check === true && outcome.shortfalls.length > 0 ? 1 : 0;
}
