import type { Agent, AgentRoster, CalendarEvent, History, Issue, Override } from '../core/index.js';
import { InvalidInputError, InvalidPlanError, UnusableInputError } from '../core/index.js';
import { type HistoryOptions, readAgents, readEvents, readHistories, readOverrides, readRoster } from '../ingest/index.js';
import { readBytes, readText } from '../node/index.js';
import { checkZone } from '../time/index.js';
import type { Context, Options } from './context.js';
import { choiceOption, intervalOption, listOption, misused, shareOption, textOption } from './values.js';

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
  if (files.filter((file) => file === '-').length > 1) throw new InvalidInputError('Standard input (-) can be read only once.');
  const sourceZone = textOption(options, 'source-zone');
  if (sourceZone !== undefined) checkZone('--source-zone', sourceZone);
  const intervalSeconds = intervalOption(options);
  const inputs = [];
  for (const file of files) inputs.push({ name: file === '-' ? 'standard input' : file, input: await readBytes(file) });
  const history = await readHistories(inputs, {
    ...known,
    zone,
    ...(sourceZone === undefined ? {} : { sourceZone }),
    ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
    dateOrder: choiceOption(options, 'date-format', ['dayFirst', 'monthFirst'] as const),
    absentRows: choiceOption(options, 'absent-rows', ['missing', 'zero'] as const),
    maxBadRows: shareOption(options, 'max-bad-rows'),
    columns: columnsOption(options),
    signal: context.signal,
    onProgress: context.onProgress,
  });
  context.endProgress();
  return history;
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
  if (issues.length > shown) context.warn(`${name}: ${issues.length - shown} more of this kind; shiftcast inspect shows them.`);
}

/** One issue as a line: where, what, and the way out. */
export function issueLine(name: string, issue: Issue): string {
  const row = issue.row === null ? '' : `, row ${issue.row}`;
  return `${name}${row}: ${issue.message}`;
}

/** Reads --agents; null when not given. */
export async function readAgentsOption(options: Options, context: Context): Promise<readonly Agent[] | null> {
  const file = textOption(options, 'agents');
  if (file === undefined) return null;
  const { agents, issues } = readAgents(await readText(file), { sourceName: file });
  reportIssues(file, issues, context);
  return agents;
}

/** Reads --events; none when not given. */
export async function readEventsOption(options: Options, context: Context): Promise<readonly CalendarEvent[]> {
  const file = textOption(options, 'events');
  if (file === undefined) return [];
  const { events, issues } = readEvents(await readText(file), { sourceName: file });
  reportIssues(file, issues, context);
  return events;
}

/** Reads --overrides; none when not given. */
export async function readOverridesOption(options: Options, context: Context): Promise<readonly Override[]> {
  const file = textOption(options, 'overrides');
  if (file === undefined) return [];
  const { overrides, issues } = readOverrides(await readText(file), { sourceName: file });
  reportIssues(file, issues, context);
  return overrides;
}

/** Reads --previous, the roster before this one. */
export async function readPreviousOption(options: Options, zone: string): Promise<readonly AgentRoster[] | undefined> {
  const file = textOption(options, 'previous');
  if (file !== undefined && textOption(options, 'agents') === undefined)
    throw new InvalidInputError('--previous needs --agents: only named people carry rest over from a roster.', { option: 'previous' });
  return file === undefined ? undefined : readRoster(await readText(file), { zone, sourceName: file });
}

/** Reads a plan.json. Its name stands in every error about it. */
export async function readPlanFile(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (fault) {
    throw new UnusableInputError(`${file} is not valid JSON${placeOf(text, String(fault))}.`, { file });
  }
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

function placeOf(text: string, fault: string): string {
  if (text.trim() === '') return ': it is empty';
  const position = /position (\d+)/.exec(fault)?.[1];
  const token = /Unexpected token '?(.)/su.exec(fault)?.[1];
  if (position === undefined && token !== undefined) return `: ${tokenText(token, fault)}`;
  if (position === undefined || Number(position) >= text.trimEnd().length) return ': it ends too early; a bracket or quote is not closed';
  const before = text.slice(0, Number(position)).split('\n');
  const what = JSON.stringify(text[Number(position)]);
  return ` at row ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} (${what}); a comma or quote is missing or too many there`;
}

/** Node 20 tells the place of some faults only by the text around it. */
function tokenText(token: string, fault: string): string {
  const near = /, (?:\.\.\.)?"(.*?)"(?:\.\.\.)? is not valid JSON/su.exec(fault)?.[1]?.replaceAll(/\s+/g, ' ').trim();
  return `${JSON.stringify(token)} stands where it must not${near === undefined ? '' : `, near ${near}`}${token === '/' ? '; JSON has no comments' : ''}`;
}
