import { type Forecast, InvalidInputError, type PlanConfig, type QueueConfig, resolvePlan } from '../../core/index.js';
import { requirementsToCsv } from '../../exchange/index.js';
import { readForecast } from '../../ingest/index.js';
import { staffChannels } from '../../staffing/index.js';
import { formatInstant } from '../../time/index.js';
import { checkForecastQueues } from '../check-forecast-queues.js';
import type { Context, Options } from '../context.js';
import { namingPlan, readJsonFile, readTable, sourceName, zoneOption } from '../read-inputs.js';
import { sizingLines } from '../sizing-lines.js';
import { choiceOption, durationOption, parseTarget, shareOption, textOption } from '../values.js';
import { plural, wrapped } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast staff`: agents needed in every interval of a forecast, as requirements.csv. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const file = files[0] as string;
  const planFile = textOption(options, 'config');
  const changes = queueChanges(options);
  const shrinkage = shareOption(options, 'shrinkage');
  const models = modelChanges(options);
  const text = await readTable(file, 'forecast');
  const plan = planFile === undefined ? null : await readPlan(planFile);
  const zone = zoneOption(options) ?? plan?.zone ?? zoneOfOffsets(text, context);
  const forecast = readForecast(text, { zone, sourceName: sourceName(file) });
  if (plan !== null) checkForecastQueues(sourceName(file), forecast, planFile as string, resolvePlan(plan), null);
  if (plan === null && changes.aht === undefined) needHandleTimes(file, forecast);
  const config = { ...changed(plan ?? startPlan(forecast, zone), changes, shrinkage), ...models };
  if (forecast.queues.some((queue) => queue.intervalSeconds >= 86_400))
    context.warn(
      `${file} has intervals of a day: agents are sized as if contacts came evenly around the clock. Forecast by half-hours where the file has them.`,
    );
  const requirements = await namingPlan(planFile ?? 'options', () => staffChannels(forecast, config));
  for (const warning of requirements.warnings) context.warn(warning);
  for (const line of sizingLines(requirements)) context.note(wrapped(line));
  await writeResult(options, context, requirements, requirementsToCsv(requirements));
  const missed = requirements.queues.reduce((sum, queue) => sum + queue.status.filter((status) => status === 'unreachable').length, 0);
  if (missed > 0) context.warn(`${plural(missed, 'interval')} cannot meet the targets with any head-count.`);
  return options.check === true && missed > 0 ? 1 : 0;
}

/** Without a plan, only --aht can fill in for handle times that the forecast lacks. */
function needHandleTimes(file: string, forecast: Forecast): void {
  for (const { queue, zone, startMs, intervalSeconds, volume, ahtSeconds } of forecast.queues) {
    const bare = volume.findIndex((contacts, i) => (contacts ?? 0) > 0 && (ahtSeconds[i] ?? null) === null);
    if (bare < 0) continue;
    const at = formatInstant(zone, startMs + bare * intervalSeconds * 1000);
    throw new InvalidInputError(`${file}: queue "${queue}" has contacts without a handle time, first at ${at}. Give one with --aht, for example --aht 240.`, {
      queue,
      option: 'aht',
    });
  }
}

async function readPlan(file: string): Promise<PlanConfig> {
  const config = await readJsonFile(file);
  await namingPlan(file, () => resolvePlan(config));
  return config as PlanConfig;
}

/** What the command line says about every queue. */
function queueChanges(options: Options): QueueConfig {
  const level = textOption(options, 'target');
  const maxOccupancy = shareOption(options, 'max-occupancy');
  const aht = durationOption(options, 'aht');
  const patience = durationOption(options, 'patience');
  const parsed = level === undefined ? null : parseTarget(level);
  const target = {
    ...(parsed === null ? {} : { serviceLevel: parsed.serviceLevel, answerWithin: parsed.answerWithinSeconds }),
    ...(maxOccupancy === undefined ? {} : { maxOccupancy }),
  };
  return { ...(aht === undefined ? {} : { aht }), ...(patience === undefined ? {} : { patience }), target };
}

function modelChanges(options: Options): Pick<PlanConfig, 'loadModel' | 'holdsFor'> {
  const loadModel = choiceOption(options, 'load-model', ['stationary', 'offeredLoad', 'transient'] as const);
  const holdsFor = choiceOption(options, 'holds-for', ['mean', 'worst'] as const);
  return { ...(loadModel === undefined ? {} : { loadModel }), ...(holdsFor === undefined ? {} : { holdsFor }) };
}

function startPlan(forecast: Forecast, zone: string): PlanConfig {
  const queues = forecast.queues.map((queue) => [queue.queue, { channel: queue.channel, target: { serviceLevel: 0.8, answerWithin: '20s' } }] as const);
  return { zone, queues: Object.fromEntries(queues) };
}

function changed(config: PlanConfig, changes: QueueConfig, shrinkage: number | undefined): PlanConfig {
  if (shrinkage === 1) throw new InvalidInputError('--shrinkage must be below 100%: somebody has to be on line.');
  const queues = Object.entries(config.queues).map(
    ([name, queue]) => [name, { ...queue, ...changes, target: { ...queue.target, ...changes.target } }] as const,
  );
  return { ...config, queues: Object.fromEntries(queues), ...(shrinkage === undefined ? {} : { shrinkage: { all: shrinkage } }) };
}

/** Without a zone, days are counted at the offset that the file itself carries. */
function zoneOfOffsets(text: string, context: Context): string {
  const [, sign, hours, minutes] = /T\d{2}:\d{2}(?::\d{2})?([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  const whole = sign !== undefined && minutes === '00' && hours !== '00';
  context.note(`No zone given: days are counted at ${whole ? `${sign}${hours}:00` : 'UTC'}. --zone or --config settles it.`);
  return whole ? `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}` : 'UTC';
}
