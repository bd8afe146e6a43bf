import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInputError } from '../../core/index.js';
import { agentsToCsv } from '../../exchange/index.js';
import { initPlan } from '../../plan/index.js';
import type { Context, Options } from '../context.js';
import { readHistoryFiles, zoneOption } from '../read-inputs.js';
import { reportHistory } from '../report-history.js';
import { listOption, seedOption, textOption } from '../values.js';
import { plural, wrapped } from '../wording.js';
import { writeFiles } from '../write-outputs.js';

/** `shiftcast init`: a plan.json and an agents.csv that run, out of a bare export. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const folder = textOption(options, 'out') ?? '.';
  const json = options.json === true;
  if (!json || textOption(options, 'out') !== undefined) refuseToReplace(folder, options);
  const seed = seedOption(options);
  const zone = zoneOption(options);
  if (zone === undefined) context.warn("No --zone given: UTC is written into plan.json, and the file's clock is read as it stands.");
  const history = await readHistoryFiles(files, zone ?? 'UTC', options, context);
  reportHistory(files, history, context);
  const start = await initPlan(history, { seed, signal: context.signal, onProgress: context.onProgress });
  context.endProgress();
  for (const note of start.notes) context.note(wrapped(note));
  if (json) context.print(JSON.stringify(start));
  if (json && textOption(options, 'out') === undefined) return undefined;
  const sourceZone = textOption(options, 'source-zone');
  const config = sourceZone === undefined ? start.config : { ...start.config, sourceZone };
  await writeFiles(folder, { 'plan.json': `${JSON.stringify(config, null, 2)}\n`, 'agents.csv': agentsToCsv(start.agents) }, options);
  const [plan, agents] = [join(folder, 'plan.json'), join(folder, 'agents.csv')];
  if (!json) {
    context.print(
      [
        `Wrote ${plan} (${plural(Object.keys(config.queues).length, 'queue')}) and ${agents} (${plural(start.agents.length, 'person', 'people')}).`,
        'Look through both, then run:',
        `  shiftcast plan ${[...files, '--config', plan, '--agents', agents, ...readingOptions(options)].map(shellWord).join(' ')}`,
      ].join('\n'),
    );
  }
  return undefined;
}

/** Options by which the file was read and which plan.json does not hold: without them the next command would read another history. */
function readingOptions(options: Options): string[] {
  const single = ['date-format', 'absent-rows', 'transfers', 'short-abandons', 'clean', 'max-bad-rows', 'sheet', 'max-unpacked'];
  const given = single.flatMap((name) => {
    const value = textOption(options, name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  return [...listOption(options, 'column').flatMap((value) => ['--column', value]), ...given];
}

/** A word as a shell takes it for one. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
}

function refuseToReplace(folder: string, options: Options): void {
  if (options.force === true) return;
  for (const name of ['plan.json', 'agents.csv']) {
    const path = join(folder, name);
    if (existsSync(path))
      throw new InvalidInputError(`${path} exists already and is left as it is. Choose another folder with --out, or replace it with --force.`, { file: path });
  }
}
