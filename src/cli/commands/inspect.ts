import { formatDuration, type History, type Issue, type QueueHistory } from '../../core/index.js';
import { formatOpeningHours, inferOpeningHours } from '../../series/index.js';
import { localDayOf } from '../../time/index.js';
import type { Context, Options } from '../context.js';
import { historyAdvice, knownSpan } from '../history-advice.js';
import { firstRows, gapLines, levelLines, outlierLines, type SeriesFindings, seriesFindings } from '../history-findings.js';
import { issueLine, readHistoryFiles, zoneOption } from '../read-inputs.js';
import { doubtLine, dropReasons, fileName } from '../report-history.js';
import { textTable } from '../table.js';
import { clockTime, percent, visible, whole, wrapped } from '../wording.js';
import { writeResult } from '../write-outputs.js';

const EXAMPLES_PER_CODE = 3;

/** `shiftcast inspect`: what was recognised in a file, what is wrong with it, and what would help. */
export async function run(files: readonly string[], options: Options, context: Context): Promise<undefined> {
  const zone = zoneOption(options);
  const history = await readHistoryFiles(files, zone ?? 'UTC', options, context);
  const findings = seriesFindings(history.queues);
  const text = inspectText(files, history, findings, zone);
  await writeResult(options, context, { ...history, findings }, text);
  return undefined;
}

function inspectText(files: readonly string[], history: History, findings: readonly SeriesFindings[], zone: string | undefined): string {
  const name = files.map(fileName).join(', ');
  const blocks = [
    wrapped(name),
    recognised(history),
    zone === undefined ? 'No zone given: the clock of the file is shown as it stands; --zone settles it.' : '',
    queueTable(history.queues),
    history.queues[0] === undefined ? '' : firstRows(history.queues[0]),
    openingLines(history.queues),
    list('Guessed', history.summary.doubts.map(doubtLine)),
    list('Noticed', issueLines(history)),
    list('Without contacts, unlike usual', gapLines(findings)),
    list('Days far off', outlierLines(findings)),
    list('New levels', levelLines(findings)),
    list('More history would allow', historyAdvice(history.queues)),
  ];
  return visible(blocks.filter((block) => block !== '').join('\n\n'));
}

function recognised(history: History): string {
  const { summary } = history;
  const left = summary.rowsRead - summary.rowsKept;
  const { level, zone, sheet, ...columns } = summary.units;
  const units = Object.entries(columns).map(([role, unit]) => `${role} in ${unit}`);
  const facts = [
    ['system', `${summary.system}, ${percent(summary.confidence)} sure`],
    [
      'text',
      `${summary.encoding}${sheet === undefined ? '' : `, sheet ${JSON.stringify(sheet)}`}${summary.delimiter === null ? '' : `, cells split by ${delimiterName(summary.delimiter)}`}`,
    ],
    ...(summary.dateOrder === null ? [] : [['dates', summary.dateOrder]]),
    ...(units.length === 0 ? [] : [['units', units.join(', ')]]),
    ...(zone === undefined ? [] : [['clock', zone]]),
    [
      'rows',
      `${level === undefined ? '' : `one per ${level}; `}${whole(summary.rowsRead)} read, ${whole(summary.rowsKept)} kept${left === 0 ? '' : `, ${whole(left)} left out (${dropReasons(history)})`}`,
    ],
  ];
  return facts.map(([label = '', value = '']) => wrapped(`${label.padEnd(8)}${value}`, 80, '        ')).join('\n');
}

function delimiterName(delimiter: string): string {
  return { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }[delimiter] ?? JSON.stringify(delimiter);
}

function queueTable(queues: readonly QueueHistory[]): string {
  const rows = queues.map((queue) => {
    const span = knownSpan(queue);
    const day = (ms: number): string => localDayOf(queue.zone, ms);
    const known = queue.volume.filter((volume) => volume !== null);
    return [
      [queue.queue, queue.reason, queue.site].filter(Boolean).join(' / '),
      queue.channel,
      span === null ? '–' : day(span.fromMs),
      span === null ? '–' : day(span.toMs - 1),
      queue.intervalSeconds === null ? queue.grain : formatDuration(queue.intervalSeconds),
      whole(known.reduce((sum, volume) => sum + volume, 0)),
      clockTime(meanAht(queue)),
      whole(missingCount(queue)),
    ];
  });
  return textTable(['queue', 'channel', 'from', 'to', 'step', 'contacts', 'AHT', 'missing'], rows, [0, 1, 2, 3]);
}

/** Intervals that are neither known nor closed. */
function missingCount(queue: QueueHistory): number {
  const closed = queue.closed.reduce((sum, [from, to]) => sum + to - from, 0);
  return queue.volume.filter((volume) => volume === null).length - closed;
}

function meanAht(queue: QueueHistory): number | null {
  let time = 0;
  let contacts = 0;
  for (const [i, aht] of queue.ahtSeconds.entries()) {
    if (aht === null) continue;
    const weight = queue.handled[i] ?? queue.volume[i] ?? 0;
    time += aht * weight;
    contacts += weight;
  }
  return contacts > 0 ? time / contacts : null;
}

function openingLines(queues: readonly QueueHistory[]): string {
  const channels = (name: string): number => new Set(queues.filter(({ queue }) => queue === name).map(({ channel }) => channel)).size;
  const label = ({ queue, channel }: QueueHistory): string => (channels(queue) > 1 ? `${queue} (${channel})` : queue);
  const lines = queues
    .filter((queue) => queue.intervalSeconds !== null)
    .map((queue) => {
      const hours = Object.entries(formatOpeningHours(inferOpeningHours(queue))).map(([days, ranges]) => `${days} ${ranges.join(' and ')}`);
      return `${label(queue)}: ${hours.length === 0 ? 'never open' : hours.join(', ')}`;
    });
  return list('Open', [...new Set(lines)]);
}

/** Issues by code: how many, and the first few. */
function issueLines(history: History): string[] {
  return Object.entries(history.issueCounts).flatMap(([code, count]) => {
    const shown = history.issues.filter((issue) => issue.code === code).slice(0, EXAMPLES_PER_CODE);
    const more = count > shown.length ? [`  … ${count - shown.length} more of this kind (${code})`] : [];
    return [...shown.map(oneIssue), ...more];
  });
}

function oneIssue(issue: Issue): string {
  return issueLine('', issue).replace(/^, /, '').replace(/^: /, '');
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => wrapped(`  ${line}`, 80, '    '))].join('\n');
}
