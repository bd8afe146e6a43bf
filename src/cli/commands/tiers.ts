import { UnusableInputError } from '../../core/index.js';
import { designTiers, type TierDesign, type TierPoint, type TierQuestion } from '../../multi-skill/index.js';
import { checkQuestionKeys } from '../check-keys.js';
import type { Context, Options } from '../context.js';
import { namingFile, neededZone, readForecastFile, readJsonFile } from '../read-inputs.js';
import { readRouting } from '../read-routing.js';
import { rosterRunner } from '../roster-runner.js';
import { fittingTable } from '../table.js';
import { neededOption, numberOption, seedOption, shareOption, textOption } from '../values.js';
import { clockTime, decimal, percent, plural, whole, wrapped } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast tiers`: what share of the work the first line should solve. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<number> {
  const routingFile = neededOption(options, 'routing', 'routing.json');
  const points = numberOption(options, 'points', { whole: true, least: 2 });
  const samples = numberOption(options, 'samples', { whole: true, least: 2 });
  const halfWidth = shareOption(options, 'half-width');
  const seed = seedOption(options);
  const zone = neededZone(options);
  const questionFile = textOption(options, 'question');
  const { routing, question: asked } = await readRouting(routingFile);
  const question = questionFile === undefined ? asked : ((await readJsonFile(questionFile)) as TierQuestion | null);
  if (typeof question !== 'object' || question === null || !('levels' in question))
    throw new UnusableInputError(
      `${questionFile ?? routingFile} has no question: write "question": { "queue": "all", "group": "first", "to": "hard", "levels": [{ "resolution": 0.6, "ahtSeconds": 240 }, …] }.`,
      { file: questionFile ?? routingFile },
    );
  if (questionFile !== undefined) checkQuestionKeys(questionFile, question);
  const forecast = await readForecastFile(files[0] as string, zone);
  const { signal, onProgress } = context;
  const runner = rosterRunner();
  const limits = { points, samples, halfWidth, seed, runner, signal, onProgress };
  const result = await namingFile(questionFile ?? routingFile, () => designTiers(forecast, routing, question, limits)).finally(() => runner?.close());
  context.endProgress();
  await writeResult(options, context, result, tiersText(result, question));
  return options.check === true && result.best.status === 'unreachable' ? 1 : 0;
}

/** A row per level, the best marked. */
function tiersText({ curve, best, range, samples }: TierDesign, { group, queue }: TierQuestion): string {
  const groups = best.agents.map((one) => one.group);
  const repeats = curve.some(({ repeatProbability }) => repeatProbability !== null);
  const row = (point: TierPoint): string[] => [
    percent(point.resolution, 1),
    clockTime(point.ahtSeconds),
    ...(repeats ? [percent(point.repeatProbability, 1)] : []),
    `${whole(point.cost)} ± ${whole(point.costHalfWidth)}`,
    point.resolution === best.resolution ? '–' : `${whole(point.dearerBy)} ± ${whole(point.dearerByHalfWidth)}`,
    ...point.agents.map(({ agents }) => decimal(agents)),
    `${point.status}${point.resolution === best.resolution ? ' ◄' : '  '}`,
  ];
  const head = ['solved', 'AHT', ...(repeats ? ['again'] : []), 'cost', 'dearer', ...groups, 'status'];
  const [from, to] = range;
  const alike = from === to ? 'No other level looked at comes as cheap.' : `Levels from ${percent(from, 1)} to ${percent(to, 1)} cannot be told from it.`;
  return [
    fittingTable(head, curve.map(row), [], [0]),
    wrapped(
      `◄ cheapest: ${group} solves ${percent(best.resolution, 1)} of ${queue}. ${alike} Cost on line over all intervals, mean of ${plural(samples, 'answer')} with 95 % intervals; agents on average.`,
    ),
  ].join('\n');
}
