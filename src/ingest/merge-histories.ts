import { type History, type Issue, type QueueHistory, UnusableInputError } from '../core/index.js';
import { aggregate, classifyGaps, rangesWhere } from '../series/index.js';
import { openMask } from '../time/index.js';
import type { HistoryOptions } from './history-options.js';
import { mergeIssues } from './issue-log.js';
import { mergePatience } from './wait-histogram.js';

/** One file, read. */
export type Part = { readonly name: string; readonly history: History };
type Values = (number | null)[];
const COLUMNS = ['volume', 'handled', 'abandoned', 'shortAbandoned', 'ahtSeconds', 'meanWaitSeconds'] as const;

/** Joins the histories of several files; later ones win where two know the same interval of a queue. */
export function mergeHistories(parts: readonly Part[], options: HistoryOptions): History {
  const [first] = parts;
  if (first === undefined) throw new UnusableInputError('No file was given. Name at least one export.', {});
  if (parts.length === 1) return first.history;
  checkGrains(parts);
  const longest = Math.max(...parts.flatMap(({ history }) => history.queues.map((queue) => queue.intervalSeconds ?? 0)));
  const groups = new Map<string, QueueHistory[]>();
  for (const { name, history } of parts) {
    for (const queue of history.queues) {
      const key = JSON.stringify([queue.queue, queue.channel, queue.reason ?? null, queue.site ?? null]);
      groups.set(key, [...(groups.get(key) ?? []), toLength(queue, longest, name)]);
    }
  }
  const stepMs = longest * 1000;
  const all = [...groups.values()].flat();
  const endMs = Math.max(...all.map((queue) => queue.startMs + queue.volume.length * stepMs));
  const overlaps: Issue[] = [];
  const queues = [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => (longest === 0 ? mergeCoarse(group, overlaps) : mergeSeries(group, endMs, options, overlaps)));
  const issues = mergeIssues([
    ...parts.map(({ name, history }) => named(name, history)),
    { issues: overlaps, issueCounts: overlaps.length === 0 ? {} : { overlap: overlaps.length } },
  ]);
  return { queues, ...issues, summary: mergeSummaries(parts) };
}

function named(name: string, history: History): History {
  return { ...history, issues: history.issues.map((issue) => ({ ...issue, message: `${name}: ${issue.message}` })) };
}

function checkGrains(parts: readonly Part[]): void {
  const [first] = parts;
  const grain = first?.history.queues[0]?.grain;
  for (const { name, history } of parts) {
    const other = history.queues.find((queue) => queue.grain !== grain);
    if (other === undefined || grain === undefined) continue;
    throw new UnusableInputError(`${name} holds one row per ${other.grain}, ${first?.name} one per ${grain}. Grains are never mixed: read them apart.`, {
      name,
      grain: other.grain,
    });
  }
}

function toLength(queue: QueueHistory, longest: number, name: string): QueueHistory {
  if (queue.intervalSeconds === null || queue.intervalSeconds === longest) return queue;
  if (longest % queue.intervalSeconds === 0) return aggregate(queue, longest);
  throw new UnusableInputError(
    `${name}: intervals of ${queue.intervalSeconds / 60} min and of ${longest / 60} min have no common grid. Ask for one with --interval.`,
    { name, intervalSeconds: queue.intervalSeconds },
  );
}

/** Lays the parts of one series over one another, the last on top. */
function mergeSeries(group: readonly QueueHistory[], endMs: number, options: HistoryOptions, overlaps: Issue[]): QueueHistory {
  const [any] = group as [QueueHistory];
  const intervalSeconds = any.intervalSeconds as number;
  const stepMs = intervalSeconds * 1000;
  const startMs = Math.min(...group.map((queue) => queue.startMs));
  const count = Math.round((endMs - startMs) / stepMs);
  const columns = Object.fromEntries(COLUMNS.map((column) => [column, new Array<number | null>(count).fill(null)])) as Record<(typeof COLUMNS)[number], Values>;
  const twice: Overlap = { intervals: 0, differ: 0 };
  for (const queue of group) overlay(columns, queue, Math.round((queue.startMs - startMs) / stepMs), twice);
  reportOverlap(any, twice, overlaps);
  const hours = options.openingHours?.[any.queue];
  const open = hours === undefined ? null : openMask(hours, any.zone, startMs, intervalSeconds, count);
  const states = open === null ? classifyGaps({ zone: any.zone, startMs, intervalSeconds, volume: columns.volume, sparse: false }) : null;
  const closed = rangesWhere(count, (i) => columns.volume[i] === null && (states === null ? !open?.[i] : states[i] === 'closed'));
  return { ...any, ...columns, startMs, closed };
}

/** Intervals that several files know, and how many of them they count differently. */
type Overlap = { intervals: number; differ: number };

function overlay(columns: Record<(typeof COLUMNS)[number], Values>, queue: QueueHistory, shift: number, twice: Overlap): void {
  queue.volume.forEach((value, i) => {
    if (value === null) return;
    const before = columns.volume[i + shift] ?? null;
    if (before !== null) twice.intervals += 1;
    if (before !== null && before !== value) twice.differ += 1;
    for (const column of COLUMNS) columns[column][i + shift] = queue[column][i] ?? null;
  });
}

function reportOverlap({ queue, grain }: QueueHistory, { intervals, differ }: Overlap, overlaps: Issue[]): void {
  if (intervals === 0) return;
  const message = `${queue}: several files hold ${intervals} of its ${grain}s; the later file counts${differ === 0 ? '' : `, and ${differ} of them differ`}`;
  overlaps.push({ row: null, column: null, code: 'overlap', value: null, message });
}

/** Days, weeks and months are laid over one another by their position after the earliest start. */
function mergeCoarse(group: readonly QueueHistory[], overlaps: Issue[]): QueueHistory {
  const sorted = [...group].sort((a, b) => a.startMs - b.startMs);
  const [earliest] = sorted as [QueueHistory];
  const shiftOf = (queue: QueueHistory): number => {
    const [from, to] = [earliest.startDay ?? '', queue.startDay ?? ''];
    if (queue.grain === 'month') return (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
    return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000 / (queue.grain === 'week' ? 7 : 1));
  };
  const count = Math.max(...group.map((queue) => shiftOf(queue) + queue.volume.length));
  const columns = Object.fromEntries(COLUMNS.map((column) => [column, new Array<number | null>(count).fill(null)])) as Record<(typeof COLUMNS)[number], Values>;
  const twice: Overlap = { intervals: 0, differ: 0 };
  for (const queue of group) overlay(columns, queue, shiftOf(queue), twice);
  reportOverlap(earliest, twice, overlaps);
  const closed = new Set(
    group.flatMap((queue) => queue.closed.flatMap(([from, to]) => Array.from({ length: to - from }, (_, k) => from + k + shiftOf(queue)))),
  );
  return { ...earliest, ...columns, closed: rangesWhere(count, (i) => columns.volume[i] === null && closed.has(i)) };
}

function mergeSummaries(parts: readonly Part[]): History['summary'] {
  const summaries = parts.map(({ history }) => history.summary);
  const [first] = summaries as [History['summary']];
  const same = <T>(pick: (summary: History['summary']) => T, otherwise: T): T =>
    summaries.every((summary) => pick(summary) === pick(first)) ? pick(first) : otherwise;
  const rowsDropped: Record<string, number> = {};
  for (const summary of summaries) for (const [reason, count] of Object.entries(summary.rowsDropped)) rowsDropped[reason] = (rowsDropped[reason] ?? 0) + count;
  const doubts = summaries.flatMap((summary) => summary.doubts);
  const patience = mergePatience(summaries.map((summary) => summary.patience ?? []));
  return {
    system: same((summary) => summary.system, 'several systems'),
    confidence: Math.min(...summaries.map((summary) => summary.confidence)),
    encoding: same((summary) => summary.encoding, 'several'),
    delimiter: same((summary) => summary.delimiter, null),
    dateOrder: same((summary) => summary.dateOrder, null),
    units: Object.assign({}, ...summaries.map((summary) => summary.units)) as Record<string, string>,
    rowsRead: summaries.reduce((sum, summary) => sum + summary.rowsRead, 0),
    rowsKept: summaries.reduce((sum, summary) => sum + summary.rowsKept, 0),
    rowsDropped,
    ...(patience.length === 0 ? {} : { patience }),
    doubts: doubts.filter((doubt, i) => doubts.findIndex((other) => other.what === doubt.what && other.chosen === doubt.chosen) === i),
  };
}
