import { UnusableInputError } from '../../core/index.js';
import { type GroupRequirements, type MultiSkillRouting, requiredGroups } from '../../multi-skill/index.js';
import { displayInstant } from '../../time/index.js';
import type { Context, Options } from '../context.js';
import { neededZone, readForecastFile, readPlanFile } from '../read-inputs.js';
import { textTable } from '../table.js';
import { neededOption, seedOption, shareOption } from '../values.js';
import { percent, plural, whole } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast groups`: the cheapest head-count per group and interval, where groups of people share queues. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const routingFile = neededOption(options, 'routing', 'routing.json');
  const halfWidth = shareOption(options, 'half-width');
  const seed = seedOption(options);
  const zone = neededZone(options);
  const routing = await readRouting(routingFile);
  const forecast = await readForecastFile(files[0] as string, zone);
  const { signal, onProgress } = context;
  const result = await requiredGroups(forecast, routing, { halfWidth, seed, dayFactor: options.dayFactor === true, signal, onProgress });
  context.endProgress();
  for (const warning of result.warnings) context.warn(warning);
  await writeResult(options, context, result, groupsTable(result));
  const count = (wanted: string): number => result.status.filter((status) => status === wanted).length;
  context.note(
    `Cost ${whole(result.cost)} on line. Of ${plural(result.status.length - count('closed'), 'open interval')}, ${count('met')} meet every target with 95 % confidence, ${count('unclear')} on average, ${count('unreachable')} cannot.`,
  );
  return options.check === true && count('unreachable') > 0 ? 1 : 0;
}

async function readRouting(file: string): Promise<MultiSkillRouting> {
  const parsed = await readPlanFile(file);
  const { queues, groups } = (parsed ?? {}) as Partial<MultiSkillRouting>;
  if (Array.isArray(queues) && Array.isArray(groups)) return { queues, groups };
  throw new UnusableInputError(`${file} must hold "queues" and "groups" as lists; docs/multi-skill.md shows one.`, { file });
}

/** A row per open interval: agents of each group, service level of each queue. */
function groupsTable(result: GroupRequirements): string {
  const { zone, startMs, intervalSeconds, groups, queues, status } = result;
  const rows = status.flatMap((word, i) => {
    if (word === 'closed') return [];
    const agents = groups.map((group) => whole(group.agents[i] ?? 0));
    const levels = queues.map((queue) => percent(queue.serviceLevel[i] ?? null, 1));
    return [[displayInstant(zone, startMs + i * intervalSeconds * 1000, 'EEE d MMM HH:mm'), ...agents, ...levels, word]];
  });
  return textTable(['interval', ...groups.map(({ group }) => group), ...queues.map(({ queue }) => `${queue} level`), 'status'], rows, [0]);
}
