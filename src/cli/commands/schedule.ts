import { InvalidInputError, type PlanConfig, type ResolvedPlan, type Roster, resolvePlan, type ShiftDesign } from '../../core/index.js';
import { designToCsv, rosterToCsv } from '../../exchange/index.js';
import { readRequirements } from '../../ingest/index.js';
import { checkAgents } from '../../plan/index.js';
import { designShifts, explainRoster, type GivenRoster, schedule } from '../../schedule/index.js';
import { checkZone } from '../../time/index.js';
import type { Context, Options } from '../context.js';
import { conflictLines, outcomeLine } from '../outcome-lines.js';
import { namingPlan, readAgentsOption, readPlanFile, readPreviousOption, readTable } from '../read-inputs.js';
import { readRosterFile } from '../read-roster-file.js';
import { reasonLines } from '../reason-lines.js';
import { rosterRunner } from '../roster-runner.js';
import { durationOption, listOption, misused, neededOption, numberOption, seedOption, textOption } from '../values.js';
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
  const requirements = readRequirements(await readTable(file, 'requirements'), { zone: rules.zone, queues: rules.queues, sourceName: file });
  const from = await givenOptions(options, rules);
  const { signal, onProgress } = context;
  const common = { timeLimitSeconds, seed, signal, onProgress };
  const outcome = await namingPlan(planFile, async (): Promise<Roster | ShiftDesign> => {
    if (agents === null) return designShifts(requirements, config, common);
    const runner = rosterRunner();
    try {
      return await schedule(requirements, config, { ...common, agents, previous, from, runner });
    } finally {
      runner?.close();
    }
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
  const reasons =
    options.explain === true && 'agents' in outcome && agents !== null
      ? await explainRoster(outcome, requirements, config, { agents, previous, from, signal, onProgress })
      : null;
  context.endProgress();
  await writeResult(options, context, reasons === null ? outcome : { ...outcome, reasons }, table);
  if (outcome.shortfalls.length > 0) context.note(`Below the requirement in ${plural(outcome.shortfalls.length, 'stretch', 'stretches')}.`);
  for (const line of reasons === null ? [] : reasonLines(reasons, rules.zone)) context.note(line);
  return options.check === true && outcome.shortfalls.length > 0 ? 1 : 0;
}

/** The roster to start from, and what of it stands; undefined without --from. */
async function givenOptions(options: Options, rules: ResolvedPlan): Promise<GivenRoster | undefined> {
  const file = textOption(options, 'from');
  const others = ['freeze-until', 'freeze', 'freeze-day', 'absent', 'price-per-change'].filter((name) => options[camel(name)] !== undefined);
  if (file === undefined) {
    if (others.length === 0) return undefined;
    throw new InvalidInputError(`--${others[0]} needs --from: the roster that it is about.`, { option: others[0] });
  }
  if (textOption(options, 'agents') === undefined) throw new InvalidInputError('--from needs --agents: only named people have a roster.', { option: 'from' });
  return {
    agents: await readRosterFile(file, rules),
    freezeUntil: textOption(options, 'freeze-until'),
    freezeAgents: listOption(options, 'freeze'),
    freezeDays: listOption(options, 'freeze-day'),
    absent: listOption(options, 'absent').map((text) => {
      const at = text.lastIndexOf(':');
      if (at < 1 || !/^\d{4}-\d{2}-\d{2}$/.test(text.slice(at + 1))) throw misused('absent', 'a person and a day such as Ann:2026-12-09', text);
      return { agent: text.slice(0, at), day: text.slice(at + 1) };
    }),
    pricePerChange: numberOption(options, 'price-per-change'),
  };
}

function camel(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
