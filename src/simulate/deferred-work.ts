import type { ListRule, QueueForecast, QueueRule } from '../core/index.js';
import { addDays, dayStartMs, openMask } from '../time/index.js';
import { latestBefore, toCountedTime } from './counted-time.js';
import type { ContactType } from './system.js';

const MINUTE_SECONDS = 60;
/** Longer than anything that is played. */
const AGES_SECONDS = 1e9;

/** True for work that lies until somebody has time for it: it comes after contacts that wait on the line. Call-backs do when promised for a later interval. */
export function isDeferred({ channel, target }: QueueRule, intervalSeconds: number): boolean {
  if (channel === 'callback') return (target.answerWithinSeconds ?? 0) >= intervalSeconds;
  return channel === 'email' || channel === 'case' || channel === 'outbound';
}

/** A series of contacts as it is played. */
export type PlayedSeries = Pick<QueueForecast, 'queue' | 'startMs' | 'intervalSeconds' | 'volume' | 'ahtSeconds' | 'dayFactorCv'>;

/** The time that is played. */
type Span = { readonly zone: string; readonly originMs: number; readonly endMs: number };

/** How a deadline is counted: its clock may run in business hours only; who is due after the end of the time played is worked on, not judged. */
export function deadlineOf(
  queue: QueueRule,
  parts: readonly PlayedSeries[],
  { zone, originMs, endMs }: Span,
): Pick<ContactType, 'countedTime' | 'countedUntilSeconds'> {
  const { serviceLevel, answerWithinSeconds, counts } = queue.target;
  if (serviceLevel === undefined || answerWithinSeconds === undefined) return {};
  const horizonSeconds = (endMs - originMs) / 1000;
  if (counts !== 'open') return { countedUntilSeconds: Math.max(0, horizonSeconds - answerWithinSeconds) };
  const hours = queue.workingHours ?? queue.openingHours;
  const countedTime =
    hours === null
      ? stretchesOf(openIn(parts, originMs, horizonSeconds), MINUTE_SECONDS)
      : stretchesOf(openMask(hours, zone, originMs, MINUTE_SECONDS, Math.round(horizonSeconds / MINUTE_SECONDS)), MINUTE_SECONDS);
  return { countedTime, countedUntilSeconds: Math.max(0, latestBefore(toCountedTime(countedTime), horizonSeconds, answerWithinSeconds)) };
}

/** Attempts of a list are in time until its last day ends: only time after that counts. */
export function listDeadlineOf(list: ListRule, { zone, originMs, endMs }: Span): Pick<ContactType, 'answerWithinSeconds' | 'countedTime'> {
  const until = list.untilDay === null ? endMs : dayStartMs(zone, addDays(list.untilDay, 1));
  const from = Math.max(0, (until - originMs) / 1000);
  return { answerWithinSeconds: 0, countedTime: [[from, from + AGES_SECONDS]] };
}

/** When a queue is open, by its hours or else by its forecast; undefined where nothing tells. */
export function openTimeOf(queue: QueueRule, parts: readonly PlayedSeries[], { zone, originMs, endMs }: Span): [number, number][] | undefined {
  const minutes = Math.round((endMs - originMs) / 1000 / MINUTE_SECONDS);
  if (queue.openingHours !== null) return stretchesOf(openMask(queue.openingHours, zone, originMs, MINUTE_SECONDS, minutes), MINUTE_SECONDS);
  return parts.length === 0 ? undefined : stretchesOf(openIn(parts, originMs, minutes * MINUTE_SECONDS), MINUTE_SECONDS);
}

/** Minutes in which some series has an open interval. */
function openIn(parts: readonly PlayedSeries[], originMs: number, horizonSeconds: number): boolean[] {
  const open = new Array<boolean>(Math.round(horizonSeconds / MINUTE_SECONDS)).fill(false);
  for (const { startMs, intervalSeconds, volume } of parts)
    volume.forEach((contacts, i) => {
      if (contacts === null) return;
      const from = Math.round((startMs - originMs) / 1000 / MINUTE_SECONDS + (i * intervalSeconds) / MINUTE_SECONDS);
      open.fill(true, Math.max(0, from), Math.max(0, from + Math.round(intervalSeconds / MINUTE_SECONDS)));
    });
  return open;
}

function stretchesOf(open: readonly boolean[], stepSeconds: number): [number, number][] {
  const found: [number, number][] = [];
  open.forEach((isOpen, i) => {
    if (!isOpen) return;
    const last = found.at(-1);
    if (last !== undefined && last[1] === i * stepSeconds) last[1] = (i + 1) * stepSeconds;
    else found.push([i * stepSeconds, (i + 1) * stepSeconds]);
  });
  return found;
}
