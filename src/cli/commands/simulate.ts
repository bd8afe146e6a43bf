import { InvalidInputError, type PlanConfig, resolvePlan } from '../../core/index.js';
import { readRoster } from '../../ingest/index.js';
import { ratePaths } from '../../plan/index.js';
import { renderSimulation } from '../../report/index.js';
import { judgedStretches, type RosterSimulation, type SimulatedQueue, simulateRoster } from '../../simulate/index.js';
import { checkZone, displayDay, displayInstant } from '../../time/index.js';
import type { Context, Options } from '../context.js';
import { playSystemFile } from '../play-system.js';
import { namingPlan, readAgentsOption, readForecastFile, readPlanFile, readTable, sourceName } from '../read-inputs.js';
import { textTable } from '../table.js';
import { neededOption, numberOption, seedOption, shareOption } from '../values.js';
import { percent, percentWithin, plural, spoken, whole } from '../wording.js';
import { writeResultOrPage } from '../write-outputs.js';

const MOST_MISSES_SHOWN = 20;
/** More futures than this tell little and fill the memory; beyond it they come again. */
const MOST_FUTURES = 1000;

/** `shiftcast simulate`: the service that a roster will deliver, per queue and day, against its targets; or a system (JSON) played alone. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const [rosterFile, forecastFile] = files as readonly [string, string | undefined];
  if (forecastFile === undefined) {
    if (!/\.(csv|xlsx|txt)$/i.test(rosterFile)) return playSystemFile(rosterFile, options, context);
    throw new InvalidInputError(`FORECAST is missing: write simulate ${rosterFile} forecast.csv. One file alone is a system of queues and groups (JSON).`);
  }
  for (const name of ['horizon', 'warm-up', 'records', 'closes'])
    if (options[name === 'warm-up' ? 'warmUp' : name] !== undefined)
      throw new InvalidInputError(`--${name} belongs to a system (JSON) played alone; a roster is played over its own days.`, { option: name });
  if (rosterFile === '-' && forecastFile === '-') throw new InvalidInputError('Standard input (-) can be read only once.');
  const planFile = neededOption(options, 'config', 'plan.json');
  const replications = numberOption(options, 'replications', { whole: true, least: 2 }) ?? 100;
  const untilHalfWidth = shareOption(options, 'half-width');
  const absenceProbability = shareOption(options, 'absence');
  const seed = seedOption(options);
  const config = (await readPlanFile(planFile)) as PlanConfig;
  const { zone } = await namingPlan(planFile, () => resolvePlan(config));
  await namingPlan(planFile, () => checkZone(`${planFile}: zone`, zone));
  const agents = (await readAgentsOption(options, context)) ?? undefined;
  const roster = readRoster(await readTable(rosterFile, 'roster'), { zone, sourceName: sourceName(rosterFile) });
  const forecast = await readForecastFile(forecastFile, zone);
  const { signal, onProgress } = context;
  const futures = untilHalfWidth === undefined ? Math.min(replications, MOST_FUTURES) : MOST_FUTURES;
  const paths = ratePaths(forecast, futures, seed);
  const limits = { agents, paths, replications, untilHalfWidth, absenceProbability, seed, signal, onProgress };
  const result = await namingPlan(planFile, () => simulateRoster(roster, forecast, config, limits));
  context.endProgress();
  for (const warning of result.warnings) context.warn(warning);
  if (paths !== undefined && result.replications > futures)
    context.warn(
      `Played ${whole(result.replications)} times over ${whole(futures)} sampled futures of the forecast: ± leaves out what more futures would change.`,
    );
  const text = [summaryTable(result), ...missLines(result)].join('\n');
  await writeResultOrPage(options, context, result, text, () => renderSimulation(result));
  return options.check === true && result.queues.some((queue) => isMissed(queue, result)) ? 1 : 0;
}

/** A row per queue and day, and one for the whole. */
function summaryTable(result: RosterSimulation): string {
  const rows = result.queues.flatMap((queue) => {
    const { serviceLevel, answerWithinSeconds, serviceLevelRule } = queue.target;
    const target = serviceLevel === null ? '–' : `${Number((serviceLevel * 100).toPrecision(4))}/${Number(answerWithinSeconds.toPrecision(4))}`;
    const row = (day: string, figures: SimulatedQueue | SimulatedQueue['days'][number]): string[] => [
      queue.queue,
      day,
      whole(figures.offered.mean),
      percentWithin(figures.serviceLevel[serviceLevelRule]),
      target,
      spoken(figures.asaSeconds.mean),
      percent(figures.abandonProbability.mean, 1),
      figures.verdict ?? '–',
    ];
    return [...queue.days.map((day) => row(displayDay(day.day, 'EEE d MMM'), day)), row('all days', queue)];
  });
  return textTable(['queue', 'day', 'contacts', 'level', 'target', 'ASA', 'abandon', 'verdict'], rows, [0, 1]);
}

function missLines({ misses, zone }: RosterSimulation): string[] {
  if (misses.length === 0) return ['', 'No interval misses its target with confidence.'];
  const worst = [...misses].sort((a, b) => (a.serviceLevel ?? 0) - (b.serviceLevel ?? 0)).slice(0, MOST_MISSES_SHOWN);
  const shown = worst.sort((a, b) => a.startMs - b.startMs);
  const lines = shown.map(({ queue, startMs, endMs, serviceLevel }) => {
    const until = displayInstant(zone, endMs, 'HH:mm');
    return `  ${displayInstant(zone, startMs, 'EEE d MMM HH:mm')}–${until}  ${queue}: ${percent(serviceLevel)}`;
  });
  const more = misses.length - shown.length;
  return ['', `Missed with confidence in ${plural(misses.length, 'stretch', 'stretches')}:`, ...lines, ...(more > 0 ? [`  and ${more} milder ones`] : [])];
}

/** By the stretches over which the target holds. */
function isMissed(queue: SimulatedQueue, result: RosterSimulation): boolean {
  return judgedStretches(queue, result).some(({ verdict }) => verdict === 'missed');
}
