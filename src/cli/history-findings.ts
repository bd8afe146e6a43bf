import type { QueueHistory } from '../core/index.js';
import { findGaps, findLevelShifts, findOutlierDays, type Gap, type LevelShift, type OutlierDay } from '../series/index.js';
import { formatInstant } from '../time/index.js';
import { textTable } from './table.js';
import { clockTime, plural, signedPercent, whole } from './wording.js';

/** What stands out in one series: stretches without contacts, days far off, new levels. */
export type SeriesFindings = Pick<QueueHistory, 'queue' | 'channel' | 'reason' | 'site'> & {
  readonly gaps: readonly Gap[];
  readonly outlierDays: readonly OutlierDay[];
  readonly levelShifts: readonly LevelShift[];
};

/** Findings and lines shown of each kind and series. */
const SHOWN = 5;

/** Looks through every series. */
export function seriesFindings(queues: readonly QueueHistory[]): SeriesFindings[] {
  return queues.map((queue) => ({
    queue: queue.queue,
    channel: queue.channel,
    ...(queue.reason === undefined ? {} : { reason: queue.reason }),
    ...(queue.site === undefined ? {} : { site: queue.site }),
    gaps: findGaps(queue),
    outlierDays: findOutlierDays(queue),
    levelShifts: findLevelShifts(queue),
  }));
}

/** Lines on gaps; the longest first when there are many. */
export function gapLines(findings: readonly SeriesFindings[]): string[] {
  return findings.flatMap((one) => {
    const order = [...one.gaps].sort((a, b) => (b.usualVolume ?? 0) - (a.usualVolume ?? 0) || b.intervals - a.intervals);
    const shown = new Set(order.slice(0, SHOWN));
    const lines = one.gaps.filter((gap) => shown.has(gap)).map((gap) => `${seriesName(one)}: ${gapText(gap)}`);
    return [...lines, ...more(one.gaps.length - lines.length, 'smaller one')];
  });
}

function gapText({ kind, from, to, intervals, usualVolume }: Gap): string {
  const state = { missing: 'no rows', closed: 'closed, unlike usual,', zero: 'only zeros' }[kind];
  const usual = usualVolume === null ? '' : `, usually ${plural(Math.round(usualVolume), 'contact')}`;
  return `${state} from ${shortTime(from)} to ${shortTime(to)} (${plural(intervals, 'interval')}${usual})`;
}

/** `2026-11-05T10:00:00+01:00` as `2026-11-05 10:00`. */
function shortTime(text: string): string {
  return text.slice(0, 16).replace('T', ' ');
}

/** Lines on days that stand far off. */
export function outlierLines(findings: readonly SeriesFindings[]): string[] {
  return findings.flatMap((one) => {
    const lines = [...one.outlierDays]
      .sort((a, b) => Math.abs(b.z) - Math.abs(a.z))
      .slice(0, SHOWN)
      .sort((a, b) => (a.day < b.day ? -1 : 1))
      .map(({ day, volume, usualVolume, cause }) => {
        const why = cause === null ? '' : `; ${cause.name}`;
        return `${seriesName(one)}: ${day} with ${plural(Math.round(volume), 'contact')}, usually ${whole(usualVolume)}${why}`;
      });
    return [...lines, ...more(one.outlierDays.length - lines.length, 'day')];
  });
}

/** Lines on lasting changes. */
export function levelLines(findings: readonly SeriesFindings[]): string[] {
  return findings.flatMap((one) =>
    one.levelShifts.map(
      ({ day, ratio, before, after }) =>
        `${seriesName(one)}: from ${day} on ${signedPercent(ratio - 1)} (${whole(before)} contacts before, ${whole(after)} after)`,
    ),
  );
}

function more(count: number, noun: string): string[] {
  return count > 0 ? [`  … ${whole(count)} more ${count === 1 ? noun : `${noun}s`}; --json has all`] : [];
}

function seriesName({ queue, reason, site }: Pick<SeriesFindings, 'queue' | 'reason' | 'site'>): string {
  return [queue, reason, site].filter(Boolean).join(' / ');
}

/** The first known intervals of a series, as they were understood. */
export function firstRows(queue: QueueHistory): string {
  const known = queue.volume.flatMap((volume, i) => (volume === null ? [] : [i])).slice(0, SHOWN);
  const start = (i: number): string => {
    if (queue.intervalSeconds !== null) return shortTime(formatInstant(queue.zone, queue.startMs + i * queue.intervalSeconds * 1000));
    return `${queue.grain} ${i + 1} from ${queue.startDay ?? ''}`;
  };
  const rows = known.map((i) => [
    start(i),
    whole(queue.volume[i] ?? null),
    whole(queue.handled[i] ?? null),
    whole(queue.abandoned[i] ?? null),
    clockTime(queue.ahtSeconds[i] ?? null),
    clockTime(queue.meanWaitSeconds[i] ?? null),
  ]);
  const table = textTable([seriesName(queue), 'contacts', 'handled', 'abandoned', 'AHT', 'wait'], rows, [0]);
  return rows.length === 0 ? '' : `First rows as understood:\n${table.replaceAll(/^/gm, '  ')}`;
}
