import { type Forecast, InvalidInputError, type Override, UnusableInputError } from '../../core/index.js';
import { type OverrideEffect, type OverrideScores, scoreForecasts, scoreOverrides, seriesLabels } from '../../forecast/index.js';
import { renderBacktest } from '../../report/index.js';
import { accuracyText } from '../accuracy-text.js';
import { chooseQueues } from '../choose-queues.js';
import type { Context, Options } from '../context.js';
import { neededZone, readForecastFile, readHistoryFiles, readOverridesOption } from '../read-inputs.js';
import { reportHistory } from '../report-history.js';
import { reportStrangers } from '../report-strangers.js';
import { textTable } from '../table.js';
import { listOption } from '../values.js';
import { percent, plural, wrapped } from '../wording.js';
import { writeResultOrPage } from '../write-outputs.js';

/** `shiftcast score`: kept forecasts against what came, and what overrides did to them. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const zone = neededZone(options);
  const names = listOption(options, 'forecast');
  if (names.length === 0)
    throw new InvalidInputError('--forecast is missing: a forecast that was kept, for example --forecast forecast.csv.', { option: 'forecast' });
  const overrides = await readOverridesOption(options, context);
  const forecasts: Forecast[] = [];
  for (const name of names) forecasts.push(await readForecastFile(name, zone));
  const all = await readHistoryFiles(files, zone, options, context);
  const history = chooseQueues(all, options);
  reportHistory(files, history, context);
  reportStrangers(options, { overrides }, all, context);
  const scores = scoreForecasts(forecasts, history);
  const labels = seriesLabels(scores.unmatched);
  for (const [i, { why }] of scores.unmatched.entries()) context.warn(`${labels[i]}: not scored, ${why}.`);
  if (scores.queues.length === 0)
    throw new UnusableInputError('No forecast meets an actual value; the history must reach into the forecast, with queues of the same names.', {
      forecasts: names.join(', '),
    });
  const judged = overrides.length === 0 ? [] : forecasts.map((forecast) => scoreOverrides({ forecast, overrides, actuals: history }));
  const accuracy = accuracyText(scores.queues, ({ folds }) => `${plural(folds.length, 'forecast')}, ${folds[0]?.from} to ${folds.at(-1)?.to}`, 'forecast');
  const text = [accuracy, ...judged.map((one, i) => judgedText(one, judged.length > 1 ? `${names[i]}: ` : ''))].join('\n\n');
  const result = overrides.length === 0 ? scores : { ...scores, overrides: judged };
  await writeResultOrPage(options, context, result, text, () => renderBacktest(scores, { title: 'How good the forecasts were' }));
  return undefined;
}

function judgedText({ overrides, volume, aht }: OverrideScores, title: string): string {
  const rows = overrides.map(({ override, ...effect }) => [nameOf(override), ...figures(effect)]);
  if (overrides.some(({ override }) => override.field === 'volume')) rows.push(['all, contacts', ...figures(volume)]);
  if (overrides.some(({ override }) => override.field === 'aht')) rows.push(['all, handle time', ...figures(aht)]);
  return [
    `${title}What overrides did where they applied:`,
    textTable(['override', 'intervals', 'error before', 'after', 'verdict'], rows, [0, 4]),
    wrapped('Before = with the overrides above it. Without a verdict: nothing that it changed has come yet.'),
  ].join('\n');
}

function nameOf({ queue, from, to, field, operation, value, note }: Override): string {
  const text = note !== '' ? note : `${field} ${operation} ${value}`;
  return `${from}${to === from ? '' : `…${to.slice(5)}`} ${queue === null ? '' : `${queue} `}${text}`.slice(0, 36);
}

function figures({ intervals, errorBefore, errorAfter, verdict }: OverrideEffect): string[] {
  return [String(intervals), percent(errorBefore, 1), percent(errorAfter, 1), verdict === 'notYet' ? '–' : verdict];
}
