import { type GroupRequirements, requiredGroups } from '../../multi-skill/index.js';
import { displayInstant } from '../../time/index.js';
import type { Context, Options } from '../context.js';
import { namingFile, neededZone, readForecastFile } from '../read-inputs.js';
import { readRouting } from '../read-routing.js';
import { rosterRunner } from '../roster-runner.js';
import { fittingTable, textTable } from '../table.js';
import { neededOption, seedOption, shareOption } from '../values.js';
import { percent, plural, whole, wrapped } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast groups`: the cheapest head-count per group and interval, where groups of people share queues. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const routingFile = neededOption(options, 'routing', 'routing.json');
  const halfWidth = shareOption(options, 'half-width');
  const seed = seedOption(options);
  const zone = neededZone(options);
  const { routing } = await readRouting(routingFile);
  const forecast = await readForecastFile(files[0] as string, zone);
  const { signal, onProgress } = context;
  const runner = rosterRunner();
  const result = await namingFile(routingFile, () =>
    requiredGroups(forecast, routing, { halfWidth, seed, dayFactor: options.dayFactor === true, runner, signal, onProgress }),
  ).finally(() => runner?.close());
  context.endProgress();
  for (const warning of result.warnings) context.warn(warning);
  await writeResult(options, context, result, groupsTable(result));
  const count = (wanted: string): number => result.status.filter((status) => status === wanted).length;
  const verdicts = `${count('met')} meet every target with 95 % confidence, ${count('unclear')} on average, ${count('unreachable')} cannot.`;
  context.note(wrapped(`Cost ${whole(result.cost)} on line. Of ${plural(result.status.length - count('closed'), 'open interval')}, ${verdicts}`));
  return options.check === true && count('unreachable') > 0 ? 1 : 0;
}

/** A row per open interval: agents of each group, service level of each queue; two tables where one would be wider than a terminal. */
function groupsTable(result: GroupRequirements): string {
  const { zone, startMs, intervalSeconds, groups, queues, status } = result;
  const open = status.flatMap((word, i) => (word === 'closed' ? [] : [i]));
  const starts = open.map((i) => displayInstant(zone, startMs + i * intervalSeconds * 1000, 'EEE d MMM HH:mm'));
  const agents = groups.map((group) => [group.group, ...open.map((i) => whole(group.agents[i] ?? 0))]);
  const levels = queues.map((queue) => [`${queue.queue} level`, ...open.map((i) => percent(queue.serviceLevel[i] ?? null, 1))]);
  const words = ['status', ...open.map((i) => status[i] as string)];
  const rowsOf = (columns: readonly (readonly string[])[]): string[][] =>
    ['interval', ...starts].map((start, row) => [start, ...columns.map((column) => column[row] as string)]);
  const [head = [], ...rows] = rowsOf([...agents, ...levels, words]);
  const together = textTable(head, rows);
  if (together.split('\n').every((line) => line.length <= 80)) return together;
  const tableOf = (columns: readonly (readonly string[])[]): string => {
    const [own = [], ...below] = rowsOf(columns);
    return fittingTable(own, below, [0], []);
  };
  return [tableOf([...agents, words]), '', tableOf(levels)].join('\n');
}
