import type { PlanConfig, ResolvedPlan } from '../../core/index.js';
import { plan } from '../../plan/index.js';
import { explainRoster } from '../../schedule/index.js';
import { changedDayLines } from '../changed-days.js';
import { checkForecastQueues } from '../check-forecast-queues.js';
import type { Context, Options } from '../context.js';
import { finishPlan } from '../finish-plan.js';
import { givenOptions } from '../given-options.js';
import { needPeople } from '../need-people.js';
import { namingPlan, readDayTables, readForecastFile, readHistoryFiles, readPlan, readPreviousOption, zoneOption } from '../read-inputs.js';
import { readPeopleOption } from '../read-people.js';
import { reportHistory } from '../report-history.js';
import { reportIdleOverrides, reportStrangers } from '../report-strangers.js';
import { rosterRunner } from '../roster-runner.js';
import { durationOption, intervalOption, neededOption, seedOption, textOption } from '../values.js';

/** `shiftcast plan`: from past contacts to a folder with forecast, requirement, roster and report. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const planFile = neededOption(options, 'config', 'plan.json');
  needPeople(options);
  const timeLimitSeconds = durationOption(options, 'time-limit');
  const seed = seedOption(options);
  const { config, rules } = await readPlan(planFile, planChanges(options));
  const agents = await readPeopleOption(options, rules, context);
  const known = await readDayTables(options, context);
  const previous = await readPreviousOption(options, rules.zone);
  const from = await givenOptions(options, rules, context);
  const history = await readHistoryFiles(files, rules.zone, options, context, knownOfHistory(config, rules));
  reportHistory(files, history, context);
  reportStrangers(options, known, history, context);
  const { signal, onProgress } = context;
  const file = textOption(options, 'forecast');
  const elsewhere = file === undefined ? undefined : await readForecastFile(file, rules.zone);
  if (file !== undefined && elsewhere !== undefined) checkForecastQueues(file, elsewhere, planFile, rules, null);
  const untilMet = options.untilMet === true;
  const given = { ...known, untilMet, forecast: elsewhere, previous, from, timeLimitSeconds, seed, signal, onProgress };
  const runner = agents === null ? undefined : rosterRunner();
  const result = await namingPlan(planFile, () => plan(history, config, agents === null ? given : { ...given, agents, runner })).finally(() => runner?.close());
  const { roster, requirements } = result;
  const isExplained = options.explain === true && agents !== null && roster !== null && roster.objective !== null;
  const reasons = isExplained ? await explainRoster(roster, requirements, result.config, { agents, previous, from, signal, onProgress }) : undefined;
  const changes = from === undefined || roster === null ? [] : changedDayLines(from.agents, roster.agents, roster.coverage, rules.zone);
  reportIdleOverrides(options, known.overrides, result.forecast, context);
  return finishPlan(result, { agents, title: textOption(options, 'title'), reasons, changes }, options, context);
}

/** What the plan tells about the history beforehand: its clock, its intervals, its hours, and the name of a queue that the file leaves nameless. */
function knownOfHistory(config: PlanConfig, rules: ResolvedPlan): Parameters<typeof readHistoryFiles>[4] {
  const [only, second] = rules.queues;
  return {
    ...(rules.sourceZone === null ? {} : { sourceZone: rules.sourceZone }),
    ...(config.interval === undefined ? {} : { intervalSeconds: rules.intervalSeconds }),
    ...(only === undefined || second !== undefined ? {} : { queue: only.queue }),
    openingHours: Object.fromEntries(rules.queues.flatMap((queue) => (queue.openingHours === null ? [] : [[queue.queue, queue.openingHours] as const]))),
  };
}

/** --zone and --interval, where given, in place of the plan's own. */
function planChanges(options: Options): Partial<PlanConfig> {
  const zone = zoneOption(options);
  const intervalSeconds = intervalOption(options);
  return { ...(zone === undefined ? {} : { zone }), ...(intervalSeconds === undefined ? {} : { interval: intervalSeconds }) };
}
