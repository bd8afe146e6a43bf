import { type CrossTrainingPlan, crossTraining, type TrainingGain } from '../../multi-skill/index.js';
import type { Context, Options } from '../context.js';
import { readSystem } from '../play-system.js';
import { namingFile } from '../read-inputs.js';
import { fittingTable } from '../table.js';
import { numberOption, seedOption } from '../values.js';
import { decimal, percent, wrapped } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast crosstrain`: which people to train in which queue next, and what each training brings. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const file = files[0] as string;
  const system = await readSystem(file);
  const most = numberOption(options, 'most', { whole: true, least: 1 });
  const replications = numberOption(options, 'replications', { whole: true, least: 2 });
  const { signal, onProgress } = context;
  const result = await namingFile(file, () => crossTraining(system, { most, replications, seed: seedOption(options), signal, onProgress }));
  context.endProgress();
  await writeResult(options, context, result, trainingText(result));
  return undefined;
}

function trainingText({ serviceLevel, serviceLevelOfAll, next, curve }: CrossTrainingPlan): string {
  const gainOf = ({ gain, gainHalfWidth }: TrainingGain): string => `${decimal(gain * 100, 2)} ± ${decimal(gainHalfWidth * 100, 2)}`;
  const row = (one: TrainingGain): string[] => [one.group, one.contactType, gainOf(one), decimal(one.agentsWorth, 2)];
  return [
    wrapped(`Answered in time: ${percent(serviceLevel, 1)} as it is, ${percent(serviceLevelOfAll, 1)} with everybody trained in everything.`),
    '',
    fittingTable(['train one of', 'in', 'points gained', 'worth agents'], next.map(row), [0, 1]),
    '',
    fittingTable(
      ['one after the other', 'in', 'points gained', 'worth agents', 'level', 'of all'],
      curve.map((step) => [...row(step), percent(step.serviceLevel, 1), percent(step.shareOfAll)]),
      [0, 1],
    ),
  ].join('\n');
}
