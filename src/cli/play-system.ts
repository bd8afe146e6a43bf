import { InvalidInputError } from '../core/index.js';
import { recordsToCsv } from '../exchange/index.js';
import { writeFileWhole } from '../node/index.js';
import { type SimulationResult, type SimulationSystem, simulate } from '../simulate/index.js';
import { refusePage } from './check-file-options.js';
import { checkSystemKeys } from './check-keys.js';
import type { Context, Options } from './context.js';
import { namingFile, readJsonFile } from './read-inputs.js';
import { fittingTable } from './table.js';
import { durationOption, isGiven, numberOption, seedOption, shareOption, textOption } from './values.js';
import { decimal, percent, percentWithin, plural, spoken } from './wording.js';
import { marked, writeResult } from './write-outputs.js';

const DAY_SECONDS = 86_400;

/** Plays a system of contact types and agent groups, as `simulate` of the library does. */
export async function playSystemFile(file: string, options: Options, context: Context): Promise<number> {
  for (const name of ['config', 'agents', 'absence'])
    if (isGiven(options, name)) throw new InvalidInputError(`--${name} belongs to a roster and a forecast; a system (JSON) is played alone.`, { option: name });
  refusePage(options, 'a system (JSON) played alone');
  const horizonSeconds = durationOption(options, 'horizon') ?? DAY_SECONDS;
  const warmUpSeconds = durationOption(options, 'warm-up') ?? 0;
  if (warmUpSeconds >= horizonSeconds)
    throw new InvalidInputError(
      `--warm-up must end before --horizon, which includes it; write for example --horizon ${spokenHours(warmUpSeconds + DAY_SECONDS)}.`,
      { option: 'warm-up' },
    );
  const replications = numberOption(options, 'replications', { whole: true, least: 2 }) ?? 100;
  const untilHalfWidth = shareOption(options, 'half-width');
  const recordsFile = textOption(options, 'records');
  const { signal, onProgress } = context;
  const limits = { horizonSeconds, warmUpSeconds, replications, untilHalfWidth, arrivalsStopAtHorizon: options.closes === true, seed: seedOption(options) };
  const system = await readSystem(file);
  const { records, ...result } = await namingFile(file, () => simulate(system, { ...limits, records: recordsFile !== undefined, signal, onProgress }));
  context.endProgress();
  for (const warning of result.warnings) context.warn(warning);
  if (recordsFile !== undefined && records !== undefined) {
    await writeFileWhole(recordsFile, marked(recordsFile, recordsToCsv(records), options));
    context.note(`Wrote ${recordsFile}.`);
  }
  await writeResult(options, context, result, systemText(result));
  return options.check === true && missesTarget(result, system) ? 1 : 0;
}

/** Reads a system from a JSON file. */
export async function readSystem(file: string): Promise<SimulationSystem> {
  const read = await readJsonFile(file);
  if (typeof read === 'object' && read !== null && 'contactTypes' in read && 'agentGroups' in read) {
    checkSystemKeys(file, read as SimulationSystem);
    return read as SimulationSystem;
  }
  throw new InvalidInputError(`${file} must hold "contactTypes" and "agentGroups"; docs/simulation.md shows a system.`, { file });
}

function spokenHours(seconds: number): string {
  return `${Math.ceil(seconds / 3600)}h`;
}

/** A row per queue and per group. */
function systemText({ contactTypes, agentGroups, replications, horizonSeconds, warmUpSeconds }: SimulationResult): string {
  const queues = contactTypes.map(({ name, offered, serviceLevel, asaSeconds, abandonProbability, waitProbability, waitPercentiles }) => [
    name,
    decimal(offered.mean),
    percentWithin(serviceLevel.offered),
    spoken(asaSeconds.mean),
    percent(abandonProbability.mean, 1),
    percent(waitProbability.mean, 1),
    spoken(waitPercentiles.find(({ probability }) => probability === 0.9)?.answered.mean ?? null),
  ]);
  const sideBySide = agentGroups.some(({ meanConcurrency }) => (meanConcurrency.mean ?? 1) > 1);
  const groups = agentGroups.map(({ name, occupancy, meanConcurrency }) => [
    name,
    percentWithin(occupancy),
    ...(sideBySide ? [decimal(meanConcurrency.mean, 2)] : []),
  ]);
  const warm = warmUpSeconds > 0 ? `, ${spoken(warmUpSeconds)} of warm-up in it` : '';
  return [
    `Played ${plural(replications, 'time')}, ${spoken(horizonSeconds)} each${warm}.`,
    '',
    fittingTable(['queue', 'contacts', 'in time', 'ASA', 'gives up', 'waits', '90 % within'], queues),
    '',
    fittingTable(['group', 'busy', ...(sideBySide ? ['at once'] : [])], groups),
  ].join('\n');
}

/** Where a contact type states a target, and misses it with confidence. */
function missesTarget({ contactTypes }: Pick<SimulationResult, 'contactTypes'>, system: SimulationSystem): boolean {
  return contactTypes.some(({ serviceLevel: { offered } }, k) => {
    const target = system.contactTypes[k]?.targetServiceLevel;
    return target !== undefined && offered.mean !== null && offered.mean + (offered.halfWidth ?? 0) < target;
  });
}
