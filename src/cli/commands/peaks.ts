import type { Peak } from '../../core/index.js';
import { findPeaks, forecast } from '../../forecast/index.js';
import { chooseQueues } from '../choose-queues.js';
import type { Context, Options } from '../context.js';
import { neededZone, readDayTables, readHistoryFiles } from '../read-inputs.js';
import { reportHistory } from '../report-history.js';
import { reportStrangers } from '../report-strangers.js';
import { numberOption, seedOption } from '../values.js';
import { percent, signedPercent, wrapped } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast peaks`: peaks and troughs, the recurring ones of the history and the dated ones ahead. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const zone = neededZone(options);
  const weeks = numberOption(options, 'weeks', { whole: true, least: 1 }) ?? 4;
  const seed = seedOption(options);
  const known = await readDayTables(options, context);
  const { events, regressors, overrides } = known;
  const all = await readHistoryFiles(files, zone, options, context);
  const history = chooseQueues(all, options);
  reportHistory(files, history, context);
  reportStrangers(options, known, all, context);
  const { signal, onProgress } = context;
  const ahead = await forecast(history, { weeks, events, regressors, overrides, seed, signal, onProgress });
  context.endProgress();
  const peaks = [...findPeaks(history, { events }), ...findPeaks(ahead, { events })];
  await writeResult(options, context, peaks, peaksText(peaks, Math.min(...ahead.queues.map((queue) => queue.startMs))));
  return undefined;
}

function peaksText(peaks: readonly Peak[], aheadMs: number): string {
  const dated = peaks.filter((peak) => peak.startMs !== undefined).sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
  const blocks = [
    block(
      'Again and again',
      peaks.filter((peak) => peak.startMs === undefined),
    ),
    block(
      'In the past',
      dated.filter((peak) => (peak.startMs ?? 0) < aheadMs),
    ),
    block(
      'Ahead',
      dated.filter((peak) => (peak.startMs ?? 0) >= aheadMs),
    ),
  ];
  const text = blocks.filter((lines) => lines !== '').join('\n\n');
  return text === '' ? 'Nothing stands out.' : text;
}

/** The queue, and what tells it from others of its name. */
function nameOf({ queue, channel, reason, site }: Peak): string {
  const more = [channel, reason, site].filter((word) => word !== undefined);
  return more.length === 0 ? queue : `${queue} (${more.join(', ')})`;
}

function block(title: string, peaks: readonly Peak[]): string {
  const lines = peaks.map((peak) => {
    const size = signedPercent(peak.relative).padStart(7);
    return wrapped(
      `${size}  ${nameOf(peak)}: ${peak.when}, ${peak.confidence >= 0.995 ? 'over 99 %' : percent(peak.confidence)} sure; ${peak.because}`,
      80,
      '         ',
    );
  });
  return lines.length === 0 ? '' : [`${title}:`, ...lines].join('\n');
}
