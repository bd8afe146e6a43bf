import {
  type CalendarEvent,
  checkInteger,
  type Forecast,
  type History,
  InvalidInputError,
  type Peak,
  type QueueForecast,
  type QueueHistory,
} from '../core/index.js';
import { forecastPeaks } from './forecast-peaks.js';
import { historyPeaks } from './history-peaks.js';

/** Options of {@link findPeaks}. */
export type PeakOptions = {
  /** Events that may have caused them; their names go into the words. */
  readonly events?: readonly CalendarEvent[] | undefined;
  /** Only this queue. */
  readonly queue?: string | undefined;
  /** At most so many per queue, the most important ones; 12 by default. */
  readonly most?: number | undefined;
};

/**
 * Names peaks and troughs: recurring ones of a history (time of day, weekday, day of the month, month, special days), or dated ones of a forecast.
 *
 * @param input - A history, or a forecast.
 * @returns By series in the order of the input (with channel, reason and site where several share a queue's name), most important first (size × certainty); dated ones carry `startMs` and `endMs`.
 *   `relative` is volume ÷ normal − 1; the normal is named in `because`. `confidence` is 0–1: for patterns the share of past occurrences on
 *   this side of the normal, for dated ones ahead the probability of ending up there.
 * @throws {@link InvalidInputError} for an unknown queue.
 * @example
 * const counts = [90, 80, 70, 70, 60];
 * const lines = Array.from({ length: 84 }, (_, d) => `${addDays('2026-01-05', d)},${counts[d % 7] ?? 0}`);
 * const history = await readHistory(['timestamp,volume', ...lines].join('\n'), { zone: 'Europe/Berlin' });
 * findPeaks(history).map(({ kind, when }) => `${kind}: ${when}`)[0]; // 'trough: Saturdays'
 */
export function findPeaks(input: History | Forecast, options: PeakOptions = {}): Peak[] {
  const most = options.most ?? 12;
  checkInteger('findPeaks: most', most, 1);
  const events = options.events ?? [];
  const names = input.queues.map((queue) => queue.queue);
  if (options.queue !== undefined && !names.includes(options.queue))
    throw new InvalidInputError(`findPeaks: queue must be one of ${names.join(', ')}, got ${JSON.stringify(options.queue)}.`, { queue: options.queue });
  const wanted = (queue: string): boolean => options.queue === undefined || options.queue === queue;
  const name = ({ queue, channel, reason, site }: QueueHistory | QueueForecast): Partial<Peak> =>
    names.indexOf(queue) === names.lastIndexOf(queue) ? {} : { channel, ...(reason === undefined ? {} : { reason }), ...(site === undefined ? {} : { site }) };
  const chosen = (list: readonly Peak[], queue: QueueHistory | QueueForecast): Peak[] =>
    ranked(list, !('provenance' in input))
      .slice(0, most)
      .map((peak) => ({ ...peak, ...name(queue) }));
  return 'provenance' in input
    ? input.queues.filter((queue) => wanted(queue.queue)).flatMap((queue) => chosen(forecastPeaks(queue, events), queue))
    : input.queues.filter((queue) => wanted(queue.queue)).flatMap((queue) => chosen(historyPeaks(queue, events), queue));
}

/**
 * How much a peak matters: size on the log scale, times how far its certainty is above a coin's. Peaks come before troughs, which cost less,
 * and what comes back before what has been.
 */
function importance(peak: Peak, isHistory: boolean): number {
  const size = Math.min(2, Math.abs(Math.log(Math.max(0.02, 1 + peak.relative))));
  const past = isHistory && peak.startMs !== undefined ? 0.25 : 1;
  return size * (2 * Math.max(0.5, peak.confidence) - 1) * (peak.kind === 'peak' ? 1 : 0.7) * past;
}

/** Most important first; the same day or stretch is named once. */
function ranked(peaks: readonly Peak[], isHistory: boolean): Peak[] {
  const seen = new Set<string>();
  return [...peaks]
    .sort((a, b) => importance(b, isHistory) - importance(a, isHistory))
    .filter((peak) => {
      const key = `${peak.scale}/${peak.when}`;
      if (seen.has(key) || importance(peak, isHistory) <= 0) return false;
      seen.add(key);
      return true;
    });
}
