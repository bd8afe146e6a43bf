import { rosterToCsv } from '../../exchange/index.js';
import { readRequirements } from '../../ingest/index.js';
import { checkRoster, replaceBreaks } from '../../schedule/index.js';
import { checkRequirements } from '../check-requirements.js';
import type { Context, Options } from '../context.js';
import { namingPlan, readTable, sourceName } from '../read-inputs.js';
import { readRosterInputs } from '../roster-command.js';
import { shortfallLines } from '../shortfall-lines.js';
import { durationOption, seedOption, textOption } from '../values.js';
import { whole } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast breaks`: the breaks of a roster placed anew, shifts as they are. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const [file, demandFile] = files as [string, string];
  const { planFile, config, rules, roster, agents, previous } = await readRosterInputs(file, options, context);
  const requirements = readRequirements(await readTable(demandFile, 'requirements'), { zone: rules.zone, sourceName: sourceName(demandFile) });
  checkRequirements(sourceName(demandFile), requirements, planFile, rules, context);
  const { signal, onProgress } = context;
  const limits = { timeLimitSeconds: durationOption(options, 'time-limit'), seed: seedOption(options), signal, onProgress };
  const [before, after] = await namingPlan(planFile, async () => [
    checkRoster(roster, { requirements, config, agents, previous }),
    await replaceBreaks(roster, requirements, config, { agents, previous, after: textOption(options, 'after'), ...limits }),
  ]);
  context.endProgress();
  for (const warning of after.warnings) context.warn(warning);
  context.note(`Breaks placed: objective ${whole(before.objective)} before, ${whole(after.objective ?? 0)} now.`);
  await writeResult(options, context, after, rosterToCsv(after.agents, rules.zone));
  for (const line of shortfallLines(after.shortfalls, rules.zone)) context.note(line);
  return options.check === true && after.shortfalls.length > 0 ? 1 : 0;
}
