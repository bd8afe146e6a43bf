import { combineShrinkage, type Forecast, InvalidInputError, type ResolvedPlan } from '../../core/index.js';
import { ratePaths } from '../../plan/index.js';
import { renderSimulation } from '../../report/index.js';
import { judgedStretches, type RosterSimulation, type SimulatedQueue, simulateRoster } from '../../simulate/index.js';
import { staffChannels } from '../../staffing/index.js';
import { displayDay, displayInstant } from '../../time/index.js';
import type { Context, Options } from '../context.js';
import { playSystemFile } from '../play-system.js';
import { namingPlan, readAgentsOption, readForecastFile, readPlan, sourceName } from '../read-inputs.js';
import { readRosterFile } from '../read-roster-file.js';
import { reportStrangePeople } from '../report-strangers.js';
import { fittingTable } from '../table.js';
import { isGiven, neededOption, numberOption, seedOption, shareOption } from '../values.js';
import { percent, percentWithin, plural, spoken, whole, wrapped } from '../wording.js';
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
    if (isGiven(options, name))
      throw new InvalidInputError(`--${name} belongs to a system (JSON) played alone; a roster is played over its own days.`, { option: name });
  if (rosterFile === '-' && forecastFile === '-') throw new InvalidInputError('Standard input (-) can be read only once.');
  const planFile = neededOption(options, 'config', 'plan.json');
  const replications = numberOption(options, 'replications', { whole: true, least: 2 }) ?? 100;
  const untilHalfWidth = shareOption(options, 'half-width');
  const absenceProbability = shareOption(options, 'absence');
  const seed = seedOption(options);
  const { config, rules } = await readPlan(planFile);
  const { zone } = rules;
  const agents = (await readAgentsOption(options, context)) ?? undefined;
  const roster = await readRosterFile(rosterFile, rules, context);
  if (agents !== undefined) reportStrangePeople(rosterFile, roster, agents, options, context);
  const forecast = await readForecastFile(forecastFile, zone);
  const { signal, onProgress } = context;
  const futures = untilHalfWidth === undefined ? Math.min(replications, MOST_FUTURES) : MOST_FUTURES;
  const paths = ratePaths(forecast, seed, futures);
  const known = forecast.queues.filter(({ queue }) => rules.queues.some((rule) => rule.queue === queue));
  if (known.length === 0) throw noCommonQueue(forecastFile, forecast, planFile, rules);
  // Reserves found by the interval and the work of lists are in the requirement alone.
  const isSized = rules.queues.some(({ blend, list }) => blend?.reserve === null || list !== undefined);
  const requirements = isSized ? await namingPlan(planFile, () => staffChannels({ queues: known }, config)) : undefined;
  const limits = { agents, paths, requirements, replications, untilHalfWidth, absenceProbability, seed, signal, onProgress };
  const result = await namingPlan(planFile, () => simulateRoster(roster, forecast, config, limits));
  context.endProgress();
  for (const warning of result.warnings) context.warn(warning);
  if (paths !== undefined && result.replications > futures)
    context.warn(
      `Played ${whole(result.replications)} times over ${whole(futures)} sampled futures of the forecast: ± leaves out what more futures would change.`,
    );
  if (absenceProbability === undefined) noteShrinkage(planFile, rules, context);
  const text = [summaryTable(result), ...missLines(result)].join('\n');
  await writeResultOrPage(options, context, result, text, () => renderSimulation(result));
  return options.check === true && result.queues.some((queue) => isMissed(queue, result)) ? 1 : 0;
}

function noCommonQueue(file: string, { queues }: Forecast, planFile: string, rules: ResolvedPlan): InvalidInputError {
  const names = (all: readonly { readonly queue: string }[]): string => [...new Set(all.map(({ queue }) => queue))].join(', ');
  return new InvalidInputError(
    `${sourceName(file)} has ${names(queues)}, ${planFile} has ${names(rules.queues)}: no queue is in both. Give the plan.json of this forecast.`,
    { file },
  );
}

/** A roster that has people to spare for shrinkage looks better than it is where nobody is sent away. */
function noteShrinkage(planFile: string, { cover, shrinkage }: ResolvedPlan, context: Context): void {
  const share = cover === 'withShrinkage' ? combineShrinkage(shrinkage) : 0;
  if (share > 0)
    context.note(
      wrapped(
        `Everybody in the roster is there. ${planFile} has people rostered for ${percent(share, 1)} shrinkage; --absence ${Number((share * 100).toPrecision(3))}% sends that share away.`,
      ),
    );
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
  return fittingTable(['queue', 'day', 'contacts', 'level', 'target', 'ASA', 'abandon', 'verdict'], rows, [0, 1], [0]);
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
