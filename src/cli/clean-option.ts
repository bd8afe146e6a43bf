import { type History, InvalidInputError } from '../core/index.js';
import { CLEANING_STEPS, type CleanedHistory, type CleaningStep, cleanHistory } from '../series/index.js';
import type { Context, Options } from './context.js';
import { readEventsOption } from './read-inputs.js';
import { textOption } from './values.js';
import { plural } from './wording.js';

/** Changes of each step named one by one. */
const SHOWN = 3;

/** Cleans a history as --clean asks, and says on standard error what was changed. Days that --events explains are left alone. */
export async function cleanAsAsked(history: History, options: Options, context: Context): Promise<History> {
  const steps = stepsOption(options);
  if (steps.length === 0) return history;
  const cleaned = cleanHistory(history, { steps, events: await readEventsOption(options, context) });
  reportCleaning(cleaned, steps, context);
  return cleaned.history;
}

function stepsOption(options: Options): CleaningStep[] {
  const text = textOption(options, 'clean');
  if (text === undefined) return [];
  return text.split(',').map((part) => {
    const step = CLEANING_STEPS.find((name) => name === part.trim());
    if (step === undefined)
      throw new InvalidInputError(`--clean must list ${CLEANING_STEPS.join(' or ')}, such as --clean outliers,gaps, got ${text}.`, { option: 'clean' });
    return step;
  });
}

function reportCleaning({ changes, levelShifts, unfilled }: CleanedHistory, steps: readonly CleaningStep[], context: Context): void {
  for (const step of steps) {
    const own = changes.filter((change) => change.step === step);
    const what = step === 'outliers' ? 'outlier taken out' : 'day with gaps filled';
    const plurals = step === 'outliers' ? 'outliers taken out' : 'days with gaps filled';
    context.warn(`cleaning: ${plural(own.length, what, plurals)}${own.length > SHOWN ? '; the first of them:' : '.'}`);
    for (const { series, day, because } of own.slice(0, SHOWN)) context.warn(`cleaning: ${series.queue}, ${day}: ${because}.`);
  }
  if (steps.includes('gaps') && unfilled > 0) context.warn(`cleaning: ${plural(unfilled, 'interval')} stay missing; nothing alike around them is known.`);
  for (const { series, day, ratio } of levelShifts)
    context.warn(`cleaning: ${series.queue} runs at ${Math.round(ratio * 100)} % of its former level from ${day} on; this is left as it is.`);
}
