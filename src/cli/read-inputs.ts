import type {
  Agent,
  AgentRoster,
  CalendarEvent,
  DayRegressor,
  Forecast,
  History,
  Issue,
  Override,
  PlanConfig,
  QueueForecast,
  ResolvedPlan,
} from '../core/index.js';
import { formatDuration, InvalidInputError, InvalidPlanError, resolvePlan, UnusableInputError } from '../core/index.js';
import {
  type HistoryOptions,
  readAgents,
  readEvents,
  readForecast,
  readHistories,
  readOverrides,
  readRegressors,
  readRoster,
  readTableText,
} from '../ingest/index.js';
import { openBytes, readBytes, readText } from '../node/index.js';
import { checkZone, isZone } from '../time/index.js';
import { cleanAsAsked } from './clean-option.js';
import type { Context, Options } from './context.js';
import { readSlashedDates } from './slashed-dates.js';
import { choiceOption, durationOption, intervalOption, listOption, misused, shareOption, sizeOption, textOption } from './values.js';
import { whole } from './wording.js';

/** The centre's zone of --zone, checked; undefined when not given. */
export function zoneOption(options: Options): string | undefined {
  const zone = textOption(options, 'zone');
  if (zone !== undefined) checkZone('--zone', zone);
  return zone;
}

/** The centre's zone for a command that cannot do without. */
export function neededZone(options: Options): string {
  const zone = zoneOption(options);
  if (zone === undefined) throw new InvalidInputError("--zone is missing: the centre's zone, for example --zone Europe/Berlin.", { option: 'zone' });
  return zone;
}

/** Reads one history out of one or several files. `known`: what a plan says already; options given win. */
export async function readHistoryFiles(
  files: readonly string[],
  zone: string,
  options: Options,
  context: Context,
  known: Partial<HistoryOptions> = {},
): Promise<History> {
  const sourceZone = textOption(options, 'source-zone');
  if (sourceZone !== undefined) checkZone('--source-zone', sourceZone);
  const intervalSeconds = intervalOption(options);
  const inputs = [];
  for (const file of files) {
    // Standard input can be opened only once; beside other files, whose dates may settle its own, it is held.
    const input = file === '-' && files.length > 1 ? await readBytes(file) : () => openBytes(file);
    inputs.push({ name: sourceName(file), input });
  }
  const settings: HistoryOptions = {
    ...known,
    zone,
    ...(sourceZone === undefined ? {} : { sourceZone }),
    ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
    dateOrder: choiceOption(options, 'date-format', ['dayFirst', 'monthFirst'] as const),
    absentRows: choiceOption(options, 'absent-rows', ['missing', 'zero'] as const),
    transfers: choiceOption(options, 'transfers', ['each', 'first'] as const),
    shortAbandonSeconds: durationOption(options, 'short-abandons'),
    maxBadRows: shareOption(options, 'max-bad-rows'),
    columns: columnsOption(options),
    sheet: textOption(options, 'sheet'),
    maxUnpackedBytes: sizeOption(options, 'max-unpacked'),
    firstBytes: sizeOption(options, 'first'),
    signal: context.signal,
    onProgress: context.onProgress,
  };
  const history = await readHistories(inputs, settings).catch((fault: unknown) => {
    throw intervalSeconds === undefined && known.intervalSeconds !== undefined ? namingPlanInterval(fault) : fault;
  });
  context.endProgress();
  return cleanAsAsked(history, options, context);
}

/** The interval asked for stands in the plan, not in an option: says so. */
function namingPlanInterval(fault: unknown): unknown {
  if (!(fault instanceof UnusableInputError) || typeof fault.facts.intervalSeconds !== 'number') return fault;
  const own = formatDuration(fault.facts.intervalSeconds);
  const message = fault.message.replace(/Leave --interval out.*$/, `Set "interval" in plan.json to "${own}" or longer.`);
  return new UnusableInputError(message, { ...fault.facts, option: 'interval' });
}

function columnsOption(options: Options): Record<string, string> | undefined {
  const pairs = listOption(options, 'column').map((text) => {
    const [role = '', ...name] = text.split('=');
    if (role === '' || name.length === 0) throw misused('column', 'a role and a column, such as volume="Calls Offered"', text);
    return [role.trim(), name.join('=').trim()] as const;
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** Says on standard error how many rows were left out, and the first few of them. */
function reportIssues(name: string, issues: readonly Issue[], context: Context, shown = 3): void {
  for (const issue of issues.slice(0, shown)) context.warn(issueLine(name, issue));
  if (issues.length > shown) context.warn(`${name}: ${whole(issues.length - shown)} more of this kind; shiftcast inspect shows them.`);
}

/** One issue as a line: where, what, and the way out. */
export function issueLine(name: string, issue: Issue): string {
  const row = issue.row === null ? '' : `, row ${issue.row}`;
  return `${name}${row}: ${issue.message}`;
}

/** A file as messages call it. */
export function sourceName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/** Text of one of our own tables: CSV, or the sheet of a workbook that is named like the table, else its first. */
export async function readTable(file: string, usualSheet: string): Promise<string> {
  return readSlashedDates(await readTableText(await readBytes(file), { sourceName: sourceName(file), usualSheet }));
}

/** Reads one of our tables that an option names, and tells what is wrong with single rows; null when not given. */
async function readTableOption<Read extends { readonly issues: readonly Issue[] }>(
  name: string,
  options: Options,
  context: Context,
  read: (text: string, named: { readonly sourceName: string }) => Read,
): Promise<Read | null> {
  const file = textOption(options, name);
  if (file === undefined) return null;
  const result = read(await readTable(file, name), { sourceName: sourceName(file) });
  reportIssues(file, result.issues, context);
  return result;
}

/** Reads --agents; null when not given. */
export async function readAgentsOption(options: Options, context: Context): Promise<readonly Agent[] | null> {
  return (await readTableOption('agents', options, context, readAgents))?.agents ?? null;
}

/** Reads --events; none when not given. */
export async function readEventsOption(options: Options, context: Context): Promise<readonly CalendarEvent[]> {
  return (await readTableOption('events', options, context, readEvents))?.events ?? [];
}

/** Reads --regressors; none when not given. */
export async function readRegressorsOption(options: Options, context: Context): Promise<readonly DayRegressor[]> {
  return (await readTableOption('regressors', options, context, readRegressors))?.regressors ?? [];
}

/** Reads --overrides; none when not given. */
export async function readOverridesOption(options: Options, context: Context): Promise<readonly Override[]> {
  return (await readTableOption('overrides', options, context, readOverrides))?.overrides ?? [];
}

/** What an analyst knows of days beside the history. */
export type DayTables = { readonly events: readonly CalendarEvent[]; readonly regressors: readonly DayRegressor[]; readonly overrides: readonly Override[] };

/** Reads --events, --regressors and --overrides. */
export async function readDayTables(options: Options, context: Context): Promise<DayTables> {
  const events = await readEventsOption(options, context);
  const regressors = await readRegressorsOption(options, context);
  return { events, regressors, overrides: await readOverridesOption(options, context) };
}

/** Reads a kept forecast: forecast.csv (or a sheet of that name), or the JSON that `forecast --json` printed. */
export async function readForecastFile(file: string, zone: string): Promise<Forecast> {
  if (!/\.json$/i.test(file)) return readForecast(await readTable(file, 'forecast'), { zone, sourceName: sourceName(file) });
  const parsed = (await readJsonFile(file)) as Partial<Forecast> | null;
  if (Array.isArray(parsed?.queues) && parsed.queues.every(isQueueForecast)) return parsed as Forecast;
  throw new UnusableInputError(`${file} is not a forecast: give forecast.csv, or what forecast --json printed.`, { file });
}

/** Whether an object has what every command asks of a queue's forecast; bands and the rest are looked at where they are used. */
function isQueueForecast(queue: Partial<QueueForecast> | null): boolean {
  const { zone, startMs, intervalSeconds, volume, ahtSeconds, bands } = queue ?? {};
  return (
    typeof queue?.queue === 'string' &&
    typeof zone === 'string' &&
    isZone(zone) &&
    typeof startMs === 'number' &&
    typeof intervalSeconds === 'number' &&
    intervalSeconds > 0 &&
    Array.isArray(volume) &&
    Array.isArray(ahtSeconds) &&
    volume.length === ahtSeconds.length &&
    Array.isArray(bands)
  );
}

/** Reads --previous, the roster before this one. */
export async function readPreviousOption(options: Options, zone: string): Promise<readonly AgentRoster[] | undefined> {
  const file = textOption(options, 'previous');
  if (file !== undefined && textOption(options, 'agents') === undefined)
    throw new InvalidInputError('--previous needs --agents: only named people carry rest over from a roster.', { option: 'previous' });
  return file === undefined ? undefined : readRoster(await readTable(file, 'roster'), { zone, sourceName: sourceName(file) });
}

/** Reads a JSON file. Its name stands in every error about it. */
export async function readJsonFile(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (fault) {
    throw new UnusableInputError(`${file} is not valid JSON${placeOf(text, String(fault))}.`, { file });
  }
}

/** Reads a plan.json and resolves it; `changes`: what options say in place of the file. */
export async function readPlan(file: string, changes: Partial<PlanConfig> = {}): Promise<{ readonly config: PlanConfig; readonly rules: ResolvedPlan }> {
  const written = (await readJsonFile(file)) as PlanConfig;
  const config = Object.keys(changes).length === 0 ? written : { ...written, ...changes };
  const rules = await namingPlan(file, () => resolvePlan(config));
  checkZone(`${file}: zone`, rules.zone);
  return { config, rules };
}

/** Runs `work` and puts the plan's own file name into its errors, which the library can only call plan.json. */
export async function namingPlan<Result>(file: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (fault) {
    if (!(fault instanceof InvalidPlanError) || !fault.message.startsWith('plan.json: ')) throw fault;
    throw new InvalidPlanError(`${file}: ${fault.message.slice('plan.json: '.length)}`, { ...fault.facts, file });
  }
}

/** Runs `work` and puts a file's name in place of the library function's into errors about what stands in it. */
export async function namingFile<Result>(file: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (fault) {
    if (!(fault instanceof InvalidInputError)) throw fault;
    throw new InvalidInputError(fault.message.replace(/^[a-z][a-zA-Z]+(?=: )/, file), { ...fault.facts, file });
  }
}

function placeOf(text: string, fault: string): string {
  if (text.trim() === '') return ': it is empty';
  const position = /position (\d+)/.exec(fault)?.[1];
  const token = /Unexpected token '?(.)/su.exec(fault)?.[1];
  if (position === undefined && token !== undefined) return `: ${tokenText(token, fault)}`;
  if (position === undefined || Number(position) >= text.trimEnd().length) return ': it ends too early; a bracket or quote is not closed';
  const before = text.slice(0, Number(position)).split('\n');
  const sign = text[Number(position)] ?? '';
  const hint = tokenHint(sign) || '; a comma or quote is missing or too many there';
  return ` at row ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} (${JSON.stringify(sign)})${hint}`;
}

/** What signs that JSON does not know are there for. */
function tokenHint(sign: string): string {
  if (sign === '/') return '; JSON has no comments';
  return /[“”„«»‘’]/.test(sign) ? '; quotes must be straight: "' : '';
}

/** Node 20 tells the place of some faults only by the text around it. */
function tokenText(token: string, fault: string): string {
  const near = /, (?:\.\.\.)?"(.*?)"(?:\.\.\.)? is not valid JSON/su.exec(fault)?.[1]?.replaceAll(/\s+/g, ' ').trim();
  return `${JSON.stringify(token)} stands where it must not${near === undefined ? '' : `, near ${near}`}${tokenHint(token)}`;
}
