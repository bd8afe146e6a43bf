import { type Forecast, type History, InvalidInputError, type PlanConfig, type ScenarioConfig, UnusableInputError } from '../../core/index.js';
import { type PlanPriceOptions, pricePlan, whatIf } from '../../plan/index.js';
import { renderWhatIf } from '../../report/index.js';
import type { Context, Options } from '../context.js';
import { scenariosOfLevers } from '../lever-option.js';
import { looksLikeForecast } from '../looks-like-forecast.js';
import { namingPlan, readForecastFile, readHistoryFiles, readJsonFile, readPlan, zoneOption } from '../read-inputs.js';
import { reportHistory } from '../report-history.js';
import { choiceOption, isGiven, listOption, neededOption, numberOption, seedOption, textOption } from '../values.js';
import { priceText, whatIfText } from '../what-if-text.js';
import { percent, spoken } from '../wording.js';
import { wantsPage, writeResultOrPage } from '../write-outputs.js';

/** `shiftcast whatif`: what each decision costs and brings, beside the plan as it is. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const planFile = neededOption(options, 'config', 'plan.json');
  const seed = seedOption(options);
  const costPerHour = numberOption(options, 'cost-per-hour');
  const costPerLostContact = numberOption(options, 'lost-contact');
  const levers = listOption(options, 'lever');
  checkTogether(options);
  const zone = zoneOption(options);
  const { config, rules } = await readPlan(planFile, zone === undefined ? {} : { zone });
  const scenarios = await readScenarios(options, levers, context);
  const input = await readInput(files, rules.zone, options, context);
  const { signal, onProgress } = context;
  const common = { costPerHour, costPerLostContact, signal, onProgress };
  if (options.price === true) return showPrice(input, config, planFile, common, options, context);
  const given = { ...common, scenarios, seed };
  const source = levers.length > 0 ? '--lever' : (textOption(options, 'scenarios') ?? planFile);
  const result = await namingPlan(source, () => whatIf(input, config, given));
  context.endProgress();
  for (const warning of result.base.warnings) context.warn(warning);
  for (const { name, warnings } of result.scenarios) for (const warning of warnings) context.warn(`${name}: ${warning}`);
  const price = wantsPage(options) ? await pricePlan(input, config, common) : undefined;
  await writeResultOrPage(options, context, result, whatIfText(result, options.byQueue === true), () => renderWhatIf({ comparison: result, price }));
  return 0;
}

/** --price answers another question: what belongs to one answer only would be left unused in the other. */
function checkTogether(options: Options): void {
  const price = options.price === true;
  const unused = price ? ['lever', 'scenarios', 'by-queue'].find((name) => isGiven(options, name)) : undefined;
  if (unused !== undefined) throw new InvalidInputError(`--${unused} does not go with --price; leave one of the two out.`, { option: unused });
  if (!price && isGiven(options, 'by')) throw new InvalidInputError('--by belongs to --price; add --price, or leave --by out.', { option: 'by' });
}

/** --scenarios and --lever, beside each other; undefined leaves it to the plan. */
async function readScenarios(options: Options, levers: readonly string[], context: Context): Promise<Readonly<Record<string, ScenarioConfig>> | undefined> {
  const file = textOption(options, 'scenarios');
  const quick = scenariosOfLevers(levers);
  if (file === undefined) return levers.length === 0 ? undefined : quick;
  const read = (await readJsonFile(file)) as (Partial<PlanConfig> & Readonly<Record<string, ScenarioConfig>>) | null;
  if (typeof read !== 'object' || read === null || Array.isArray(read) || (read.queues !== undefined && read.scenarios === undefined))
    throw new UnusableInputError(`${file} has no scenarios: write { "name": { "selfService": { "contained": 0.2 } } }, or a plan with "scenarios".`, { file });
  const asked: Readonly<Record<string, ScenarioConfig>> = { ...(read.scenarios ?? read), ...quick };
  if (Object.keys(asked).length === 0) context.note(`${file} has no scenario: every lever is tried once at its default.`);
  return asked;
}

async function readInput(files: readonly string[], zone: string, options: Options, context: Context): Promise<Forecast | History> {
  const [only] = files;
  if (only !== undefined && files.length === 1 && (await looksLikeForecast(only))) return readForecastFile(only, zone);
  const history = await readHistoryFiles(files, zone, options, context);
  reportHistory(files, history, context);
  return history;
}

const MEASURES = ['serviceLevel', 'asa', 'abandonment'] as const;

async function showPrice(
  input: Forecast | History,
  config: PlanConfig,
  planFile: string,
  prices: PlanPriceOptions,
  options: Options,
  context: Context,
): Promise<number> {
  const by = choiceOption(options, 'by', MEASURES) ?? 'serviceLevel';
  const result = await namingPlan(planFile, () => pricePlan(input, config, { ...prices, by }));
  context.endProgress();
  if (prices.costPerLostContact === undefined) context.note('Without --lost-contact nothing speaks for more people: only their cost is counted.');
  const label = by === 'asa' ? spoken : (target: number): string => percent(target, 1);
  await writeResultOrPage(options, context, result, priceText(result, label), () => renderWhatIf({ price: result }));
  return 0;
}
