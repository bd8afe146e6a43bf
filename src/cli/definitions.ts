import type { Command } from 'commander';
import { VERSION } from '../core/index.js';
import type { Action, Options } from './context.js';

/** Starts a command: its name, its code (loaded only now), file names and options. */
export type Start = (
  command: { readonly name: string; readonly drawsPage: boolean; readonly load: () => Promise<{ readonly run: Action }> },
  files: readonly string[],
  options: Options,
) => Promise<void>;

/** One command of the tool as the help shows it; its code is imported only when it runs. */
type Definition = {
  readonly name: string;
  readonly argument?: readonly [name: string, description: string];
  /** A second file, after the first. In brackets, `[NAME]`: it may be left out. */
  readonly secondArgument?: readonly [name: string, description: string];
  readonly summary: string;
  /** Whether --out may name a page, `x.html`. */
  readonly drawsPage?: true;
  readonly options: readonly (readonly [flags: string, description: string])[];
  readonly examples: readonly string[];
  readonly load: () => Promise<{ readonly run: Action }>;
};

const HISTORY: Definition['options'] = [
  ['--zone <name>', "the centre's zone, such as Europe/Berlin"],
  ['--source-zone <name>', 'clock of timestamps without offset (default: the zone)'],
  ['--interval <duration>', 'length of an interval; bare numbers are minutes'],
  ['--date-format <order>', 'dayFirst or monthFirst, where dates read both ways'],
  ['--column <role=name>', 'which column plays a role, such as volume="Calls Offered"; repeat'],
  ['--absent-rows <kind>', 'what an open interval without a row is: missing or zero'],
  ['--transfers <kind>', 'count a contact in each of its queues (default) or in the first'],
  ['--short-abandons <duration>', 'who gives up sooner is a short abandon (default 5s)'],
  ['--clean <steps>', 'outliers and gaps: outlier days left out, missing intervals filled'],
  ['--max-bad-rows <share>', 'give up when more rows are bad than this (default 5%)'],
  ['--sheet <name>', 'sheet of an Excel workbook, by name or position (default: the first table)'],
  ['--max-unpacked <size>', 'what an Excel workbook may unpack to (default 1GB)'],
];
const EVENTS: Definition['options'] = [
  ['--events <file>', 'holidays, campaigns and other special days (events.csv)'],
  ['--regressors <file>', 'numbers by day that move the volume: date,letters,… past and future'],
  ['--overrides <file>', "a planner's changes to the forecast (overrides.csv)"],
];
const ROSTER: Definition['options'] = [
  ['--agents <file>', 'people to roster (agents.csv); anonymous shifts without it'],
  ['--previous <file>', 'roster before this one: carries rest and days in a row'],
  ['--time-limit <duration>', 'time for the roster (default 60s); more time, smaller gap'],
];
const GIVEN: Definition['options'] = [
  ['--from <file>', 'roster.csv to start from, after sickness or a new forecast'],
  ['--freeze-until <time>', 'shifts of --from that start before this local time stand'],
  ['--freeze <agent>', 'the days of this person stand; repeat'],
  ['--freeze-day <day>', 'this day stands for everybody; repeat'],
  ['--absent <agent:day>', 'this shift is missed: paid, but nobody is there; repeat'],
  ['--price-per-change <n>', "price of each person's day that changes (default 0)"],
];
const RULES: Definition['options'] = [
  ['--config <file>', 'plan.json with shifts, contracts, prices'],
  ['--agents <file>', 'the people (agents.csv)'],
  ['--previous <file>', 'roster before this one: carries rest and days in a row'],
];
const EXPLAIN: Definition['options'] = [['--explain', 'tell why people are missing, and what would help']];
const CHECK: Definition['options'] = [['--check', 'exit with 1 when a target is missed']];
const COMMON: Definition['options'] = [
  ['--out <path>', 'write there instead of standard output'],
  ['--json', "print the library's result as JSON"],
  ['--seed <number>', 'seed of everything random (default 1)'],
  ['--quiet', 'no messages, no progress'],
];
const BOM: Definition['options'] = [['--bom', 'begin .csv files with a byte order mark, so that Excel shows every letter']];
const FOLDER: Definition['options'] = [['--out <folder>', 'folder to fill (default shiftcast-plan)'], ...COMMON.slice(1)];
const FILES = ['FILE…', 'past contacts, any export; - reads standard input'] as const;

const DEFINITIONS: readonly Definition[] = [
  {
    name: 'demo',
    summary: 'plan a made-up contact centre from end to end',
    options: [...BOM, ...FOLDER, ...CHECK],
    examples: ['shiftcast demo --out demo'],
    load: () => import('./commands/demo.js'),
  },
  {
    name: 'init',
    argument: FILES,
    summary: 'write plan.json and agents.csv to start from',
    options: [
      ...HISTORY,
      ['--out <folder>', 'folder to write to (default: here)'],
      ['--force', 'replace plan.json and agents.csv'],
      ...BOM,
      ...COMMON.slice(1),
    ],
    examples: ['shiftcast init calls.csv --zone Europe/Berlin'],
    load: () => import('./commands/init.js'),
  },
  {
    name: 'inspect',
    argument: FILES,
    summary: 'tell what was recognised in a file and what is wrong with it',
    options: [...HISTORY, ['--first <size>', 'read only the start of each file, such as 1MB'], ...COMMON],
    examples: ['shiftcast inspect calls.csv', 'shiftcast inspect calls.csv --date-format dayFirst', 'shiftcast inspect calls.csv --first 1MB'],
    load: () => import('./commands/inspect.js'),
  },
  {
    name: 'forecast',
    argument: FILES,
    summary: 'forecast volume and handle time per interval, with bands',
    options: [
      ...HISTORY,
      ['--until <time>', 'start of the last interval wanted, local time'],
      ['--days <n>', 'days ahead'],
      ['--weeks <n>', 'weeks ahead (default 4)'],
      ['--queue <name>', 'only this queue; repeat for more'],
      ['--levels <list>', 'coverage of the bands in % (default 80,95)'],
      ['--total <period=n>', 'spread the total of a month (2026-12) or week (2026-W50); repeat'],
      ['--adopt <file>', 'forecast made elsewhere (forecast.csv); ours fills what it lacks'],
      ['--similar <new=known>', 'queue that a new one borrows its past from; repeat'],
      ['--no-reconcile', 'several series: do not make parts and wholes add up'],
      ['--sum <dimension>', 'add series up: all, or by queue, channel, reason or site'],
      ['--per <period>', 'totals per day, week or month instead of intervals'],
      ['--explain', 'print how each day comes about; the table goes to --out'],
      ['--parts', 'add the factors of every interval to the table: level, weekday, …'],
      ...EVENTS,
      ...BOM,
      ...COMMON,
    ],
    examples: ['shiftcast forecast calls.csv --zone Europe/Berlin --weeks 4 --out forecast.csv'],
    load: () => import('./commands/forecast.js'),
  },
  {
    name: 'peaks',
    argument: FILES,
    summary: 'name peaks and troughs, recurring and ahead',
    options: [...HISTORY, ['--weeks <n>', 'weeks to look ahead (default 4)'], ['--queue <name>', 'only this queue; repeat for more'], ...EVENTS, ...COMMON],
    examples: ['shiftcast peaks calls.csv --zone Europe/Berlin'],
    load: () => import('./commands/peaks.js'),
  },
  {
    name: 'backtest',
    argument: FILES,
    summary: 'forecast the past and tell how far off it would have been',
    drawsPage: true,
    options: [
      ...HISTORY,
      ['--weeks <n>', 'weeks forecast in each fold (default 1)'],
      ['--folds <n>', 'how many folds (default 4)'],
      ['--queue <name>', 'only this queue; repeat for more'],
      ...EVENTS,
      ...COMMON,
    ],
    examples: [
      'shiftcast backtest calls.csv --zone Europe/Berlin --weeks 1 --folds 8',
      'shiftcast backtest calls.csv --zone Europe/Berlin --out backtest.html',
    ],
    load: () => import('./commands/backtest.js'),
  },
  {
    name: 'score',
    argument: FILES,
    summary: 'score kept forecasts, and overrides, against what came',
    drawsPage: true,
    options: [
      ...HISTORY,
      ['--forecast <file>', 'forecast.csv, or JSON of forecast --json; repeat for more'],
      ['--overrides <file>', "a planner's changes to judge (overrides.csv)"],
      ['--queue <name>', 'only this queue; repeat for more'],
      ...COMMON,
    ],
    examples: ['shiftcast score calls.csv --zone Europe/Berlin --forecast forecast-2026-11-30.csv --overrides overrides.csv'],
    load: () => import('./commands/score.js'),
  },
  {
    name: 'erlang',
    summary: 'size one interval with exact queueing formulas',
    options: [
      ['--volume <n>', 'contacts offered in the interval'],
      ['--interval <duration>', 'length of the interval; bare numbers are minutes (default 30)'],
      ['--aht <duration>', 'mean handle time; bare numbers are seconds'],
      ['--target <share/duration>', 'service level, such as 80/20 or 0.9/1min (default 80/20)'],
      ['--rule <name>', 'how abandons count: offered, answered, excludingShortAbandons, …'],
      ['--asa <duration>', 'mean wait of the answered at most this'],
      ['--abandon <share>', 'share giving up at most this'],
      ['--max-occupancy <share>', 'occupancy at most this'],
      ['--patience <duration>', 'mean patience; without it nobody gives up'],
      ['--agents <n>', 'evaluate this head-count instead of searching one'],
      ['--capacity <n>', 'lines: contacts in service and waiting together'],
      ['--minimum <n>', 'at least this many agents'],
      ['--shrinkage <share>', 'share of paid time not on line'],
      ['--fractional', 'unrounded agents'],
      ...CHECK,
      ...COMMON,
    ],
    examples: ['shiftcast erlang --volume 120 --interval 30min --aht 240 --target 80/20 --patience 120'],
    load: () => import('./commands/erlang.js'),
  },
  {
    name: 'staff',
    argument: ['FORECAST', 'forecast.csv; - reads standard input'],
    summary: 'agents needed in every interval of a forecast',
    options: [
      ['--config <file>', 'plan.json with targets, patience, shrinkage'],
      ['--zone <name>', "the centre's zone (default: that of plan.json)"],
      ['--target <share/duration>', 'service level for every queue, such as 80/20'],
      ['--aht <duration>', 'handle time where the forecast has none'],
      ['--patience <duration>', 'mean patience; without it nobody gives up'],
      ['--shrinkage <share>', 'share of paid time not on line'],
      ['--max-occupancy <share>', 'occupancy at most this'],
      ['--load-model <name>', 'stationary, offeredLoad (default) or transient'],
      ['--holds-for <name>', 'targets hold for the mean of an interval (default) or its worst'],
      ...CHECK,
      ...BOM,
      ...COMMON,
    ],
    examples: ['shiftcast staff forecast.csv --config plan.json --out requirements.csv', 'shiftcast staff forecast.csv --target 80/20 --shrinkage 10%'],
    load: () => import('./commands/staff.js'),
  },
  {
    name: 'schedule',
    argument: ['REQUIREMENTS', 'requirements.csv; - reads standard input'],
    summary: 'roster people, or design shifts, to cover requirements',
    options: [
      ['--config <file>', 'plan.json with shifts, contracts, prices'],
      ...ROSTER,
      ...GIVEN,
      ['--until-met <forecast>', 'simulate against this forecast.csv; repair until targets are met'],
      ...EXPLAIN,
      ...CHECK,
      ...BOM,
      ...COMMON,
    ],
    examples: [
      'shiftcast schedule requirements.csv --config plan.json --agents agents.csv --out roster.csv',
      'shiftcast schedule requirements.csv --config plan.json --agents agents.csv --from roster.csv --freeze-until 2026-12-09 --price-per-change 10',
    ],
    load: () => import('./commands/schedule.js'),
  },
  {
    name: 'swap',
    argument: ['ROSTER', 'roster.csv; - reads standard input'],
    summary: 'tell whether two people may trade shifts',
    options: [
      ...RULES,
      ['--a <agent>', 'one of the two'],
      ['--b <agent>', 'the other'],
      ['--day <day>', 'day on which both trade, such as 2026-12-09; repeat'],
      ['--gives <day>', 'day whose shift of --a goes to --b; repeat'],
      ['--takes <day>', 'day whose shift of --b goes to --a; repeat'],
      ['--check', 'exit with 1 when they may not'],
      ...COMMON.slice(1),
    ],
    examples: [
      'shiftcast swap roster.csv --config plan.json --agents agents.csv --a Ann --b Bob --day 2026-12-09',
      'shiftcast swap roster.csv --config plan.json --agents agents.csv --a Ann --b Bob --gives 2026-12-07 --takes 2026-12-10',
    ],
    load: () => import('./commands/swap.js'),
  },
  {
    name: 'breaks',
    argument: ['ROSTER', 'roster.csv; - reads standard input'],
    secondArgument: ['REQUIREMENTS', 'requirements.csv; - reads standard input'],
    summary: 'place the breaks of a roster anew, shifts as they are',
    options: [
      ...RULES,
      ['--after <time>', 'breaks before this local time stay'],
      ['--time-limit <duration>', 'time for the search (default 20s)'],
      ...CHECK,
      ...BOM,
      ...COMMON,
    ],
    examples: ['shiftcast breaks roster.csv requirements.csv --config plan.json --agents agents.csv --after 2026-12-09T12:00 --out roster.csv'],
    load: () => import('./commands/breaks.js'),
  },
  {
    name: 'simulate',
    argument: ['ROSTER', 'roster.csv, or alone a system of queues and groups (JSON); - reads standard input'],
    secondArgument: ['[FORECAST]', 'forecast.csv; - reads standard input'],
    summary: 'play a roster against a forecast: the service it will deliver',
    drawsPage: true,
    options: [
      ['--config <file>', 'plan.json with queues, patience, targets'],
      ['--agents <file>', 'skills of the people (agents.csv)'],
      ['--replications <n>', 'how often it is played (default 100)'],
      ['--half-width <share>', 'go on until service levels are known to ± this'],
      ['--absence <share>', 'chance that a person is away for a day'],
      ['--horizon <duration>', 'of a system: time played, warm-up included (default 24h)'],
      ['--warm-up <duration>', 'of a system: time played but not counted (default none)'],
      ['--closes', 'of a system: nobody arrives after the horizon'],
      ['--records <file>', 'of a system: a row per contact (CSV)'],
      ...CHECK,
      ...BOM,
      ...COMMON,
    ],
    examples: [
      'shiftcast simulate --config plan.json --agents agents.csv roster.csv forecast.csv',
      'shiftcast simulate --config plan.json roster.csv forecast.csv --out service.html',
      'shiftcast simulate centre.json --horizon 50h --warm-up 2h --records contacts.csv',
    ],
    load: () => import('./commands/simulate.js'),
  },
  {
    name: 'groups',
    argument: ['FORECAST', 'forecast.csv; - reads standard input'],
    summary: 'agents per group and interval, where groups share queues',
    options: [
      ['--routing <file>', 'queues with routes and targets, groups with priorities and costs (JSON)'],
      ['--zone <name>', "the centre's zone, such as Europe/Berlin"],
      ['--half-width <share>', 'service levels are known to ± this (default 0.5%)'],
      ['--day-factor', 'days are as uncertain as the forecast says'],
      ...CHECK,
      ...COMMON,
    ],
    examples: ['shiftcast groups forecast.csv --routing routing.json --zone Europe/Berlin'],
    load: () => import('./commands/groups.js'),
  },
  {
    name: 'crosstrain',
    argument: ['SYSTEM', 'contact types and agent groups, as for simulate in the library (JSON)'],
    summary: 'whom to train in which queue next, and what it brings',
    options: [['--most <n>', 'trainings one after the other (default 5)'], ['--replications <n>', 'how often each variant is played (default 60)'], ...COMMON],
    examples: ['shiftcast crosstrain centre.json --most 4'],
    load: () => import('./commands/crosstrain.js'),
  },
  {
    name: 'tiers',
    argument: ['FORECAST', 'forecast.csv, a typical busy hour will do; - reads standard input'],
    summary: 'what share of the work the first line should solve',
    options: [
      ['--routing <file>', 'queues and groups as for groups, perhaps with the question (JSON)'],
      ['--question <file>', 'queue, group, to and levels in a file of their own (JSON)'],
      ['--zone <name>', "the centre's zone, such as Europe/Berlin"],
      ['--points <n>', 'levels looked at (default 7)'],
      ['--samples <n>', 'independent answers to each (default 3)'],
      ['--half-width <share>', 'service levels are known to ± this (default 1%)'],
      ...CHECK,
      ...COMMON,
    ],
    examples: ['shiftcast tiers busy-hour.csv --routing routing.json --zone Europe/Berlin'],
    load: () => import('./commands/tiers.js'),
  },
  {
    name: 'plan',
    argument: FILES,
    summary: 'everything: forecast, requirement, roster and a report',
    options: [
      ['--config <file>', 'plan.json'],
      ['--forecast <file>', 'forecast made elsewhere (forecast.csv); ours fills what it lacks'],
      ...ROSTER,
      ...GIVEN,
      ['--until-met', 'simulate the roster; repair it until its service meets the targets'],
      ...EXPLAIN,
      ...EVENTS,
      ...HISTORY,
      ['--title <text>', 'title of the report'],
      ...CHECK,
      ...BOM,
      ...FOLDER,
    ],
    examples: ['shiftcast plan calls.csv --config plan.json --agents agents.csv --out week-50'],
    load: () => import('./commands/plan.js'),
  },
  {
    name: 'whatif',
    argument: ['FILE…', 'forecast.csv, or past contacts to forecast from; - reads a forecast'],
    summary: 'what decisions cost and bring, lever by lever',
    drawsPage: true,
    options: [
      ['--config <file>', 'plan.json with targets, patience, shrinkage, perhaps scenarios'],
      ['--scenarios <file>', 'scenarios as in plan.json, in a file of their own (JSON)'],
      ['--lever <name=value>', 'try one lever, such as self-service=20%; repeat'],
      ['--cost-per-hour <n>', 'price of a paid hour (default: the mean of the contracts, or 20)'],
      ['--lost-contact <n>', 'what a contact costs that gives up (default 0)'],
      ['--by-queue', 'add a table by queue'],
      ['--price', 'the price of service instead: from poor to perfect, and what pays'],
      ['--by <measure>', 'with --price: serviceLevel (default), asa or abandonment'],
      ...HISTORY,
      ...COMMON,
    ],
    examples: [
      'shiftcast whatif forecast.csv --config plan.json',
      'shiftcast whatif forecast.csv --config plan.json --lever self-service=20% --lever callback=40%/60s',
      'shiftcast whatif forecast.csv --config plan.json --price --lost-contact 5',
      'shiftcast whatif forecast.csv --config plan.json --lost-contact 5 --out what-if.html',
    ],
    load: () => import('./commands/whatif.js'),
  },
  {
    name: 'holidays',
    summary: 'write public holidays of a country as events.csv, to edit',
    options: [
      ['--country <code>', 'two letters, such as DE, US, GB; several: DE,AT'],
      ['--region <code>', 'state or province, such as BY, or DE-BY,AT-9 (default: the whole country)'],
      ['--years <span>', 'a year, or a span such as 2025-2027'],
      ['--types <list>', 'public, bank, school, optional, observance (default public)'],
      ['--kind <kind>', 'what to write them as: holiday (default) or closure'],
      ['--language <code>', "language of the names, such as en (default: the country's own)"],
      ...BOM,
      ...COMMON,
    ],
    examples: ['shiftcast holidays --country DE --region BY --years 2025-2027 --out events.csv'],
    load: () => import('./commands/holidays.js'),
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of plan.json',
    options: COMMON,
    examples: ['shiftcast schema --out plan.schema.json'],
    load: () => import('./commands/schema.js'),
  },
];

const DESCRIPTION = `Forecasts contacts, sizes staff with exact queueing formulas, builds rosters with a proved gap, and shows it.

Durations are written 20s, 30min, 8h; shares 0.85 or 85%.`;

const EXIT_CODES = `
Exit codes: 0 done; 1 a target missed under --check; 2 misuse or unusable input;
3 no plan exists; 4 could not write, or a fault of ours; 130, 143 interrupted.`;

/** Puts every command on the program. Misuse ends in one line on standard error. */
export function addCommands(program: Command, start: Start): void {
  program
    .description(DESCRIPTION)
    .version(VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', EXIT_CODES)
    .configureHelp({
      helpWidth: 80,
      subcommandTerm: (command) =>
        `${command.name()} ${command.registeredArguments.map((argument) => argument.name() + (argument.variadic ? '…' : '')).join(' ')}`.trim(),
    })
    .configureOutput({ outputError: (text, write) => write(misuseLine(text, 'shiftcast')) })
    .exitOverride();
  for (const definition of DEFINITIONS) addCommand(program, definition, start);
}

function addCommand(program: Command, definition: Definition, start: Start): void {
  const command = program
    .command(definition.name)
    .summary(definition.summary)
    .description(`${definition.summary[0]?.toUpperCase()}${definition.summary.slice(1)}.`);
  command.copyInheritedSettings(program).configureOutput({ outputError: (text, write) => write(misuseLine(text, `shiftcast ${definition.name}`)) });
  const manyFiles = definition.argument?.[0].endsWith('…') === true;
  if (definition.argument !== undefined) {
    const [name, description] = definition.argument;
    command.argument(manyFiles ? '<FILE...>' : `<${name}>`, description);
  }
  if (definition.secondArgument !== undefined) {
    const [name, description] = definition.secondArgument;
    command.argument(name.startsWith('[') ? name : `<${name}>`, description);
  }
  for (const [flags, description] of definition.options) {
    if (description.endsWith('; repeat') || description.endsWith('; repeat for more')) command.option(flags, description, gather);
    else command.option(flags, description);
  }
  command.addHelpText('after', `\nExample${definition.examples.length > 1 ? 's' : ''}:\n${definition.examples.map((line) => `  ${line}`).join('\n')}`);
  command.action(async (...words: unknown[]) => {
    const [first, second] = words;
    const listed = definition.argument === undefined ? [] : manyFiles ? (first as string[]) : [first as string];
    const files = definition.secondArgument === undefined || second === undefined ? listed : [...listed, second as string];
    await start({ ...definition, drawsPage: definition.drawsPage === true }, files, command.opts());
  });
}

function gather(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** commander writes `error: unknown command 'x'` and its suggestion on a second line; we answer in one, with the help of that command where nothing is suggested. */
function misuseLine(text: string, command: string): string {
  const line = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/ \((Did you mean .*?)\)/, '. $1');
  return `shiftcast: ${line.endsWith('?') ? line : `${line.replace(/\.$/, '')}. See ${command} --help.`}\n`;
}
