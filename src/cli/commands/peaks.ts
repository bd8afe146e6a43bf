import type { Peak } from '../../core/index.js';
import { findPeaks, forecast } from '../../forecast/index.js';
import { chooseQueues } from '../choose-queues.js';
import type { Context, Options } from '../context.js';
import { neededZone, readEventsOption, readHistoryFiles, readOverridesOption } from '../read-inputs.js';
import { reportHistory } from '../report-history.js';
import { textTable } from '../table.js';
import { numberOption, seedOption } from '../values.js';
import { percent } from '../wording.js';
import { writeResult } from '../write-outputs.js';

/** `shiftcast peaks`: peaks and troughs, the recurring ones of the history and the dated ones ahead. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const zone = neededZone(options);
  const weeks = numberOption(options, 'weeks', { whole: true, least: 1 }) ?? 4;
  const seed = seedOption(options);
  const events = await readEventsOption(options, context);
  const overrides = await readOverridesOption(options, context);
  const history = chooseQueues(await readHistoryFiles(files, zone, options, context), options);
  reportHistory(files, history, context);
  const { signal, onProgress } = context;
  const ahead = await forecast(history, { weeks, events, overrides, seed, signal, onProgress });
  context.endProgress();
  const peaks = [...findPeaks(history, { events }), ...findPeaks(ahead, { events })];
  await writeResult(options, context, peaks, peaksText(peaks));
  return undefined;
}

function peaksText(peaks: readonly Peak[]): string {
  const blocks = [
    table(
      'Again and again',
      peaks.filter((peak) => peak.startMs === undefined),
    ),
    table(
      'Ahead',
      peaks.filter((peak) => peak.startMs !== undefined).sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0)),
    ),
  ];
  const text = blocks.filter((block) => block !== '').join('\n\n');
  return text === '' ? 'Nothing stands out.' : text;
}

function table(title: string, peaks: readonly Peak[]): string {
  if (peaks.length === 0) return '';
  const rows = peaks.map((peak) => [peak.queue, peak.kind, peak.scale, peak.when, signed(peak.relative), percent(peak.confidence), peak.because]);
  return `${title}\n${textTable(['queue', 'kind', 'scale', 'when', 'size', 'sure', 'because'], rows, [0, 1, 2, 3, 6])}`;
}

function signed(relative: number): string {
  return `${relative < 0 ? '−' : '+'}${Math.abs(relative * 100).toFixed(0)} %`;
}
