import type { QueueHistory } from '../core/index.js';
import { maskOfRanges, rangesWhere } from '../series/index.js';
import { sharedName } from './series-groups.js';

/** A member that carries less than this share of a sum may start late, and may be missing now and then. */
const LIGHT = 0.02;
const MISSING_AT_MOST = 0.1;
/** Days without a value up to the end after which a series counts as ended. */
const ENDED_DAYS = 14;
/** Share of its members' contacts that a sum must hold; less says that they are recorded past one another. */
const HELD = 0.95;
/** Days that a sum must hold to teach a forecast of its own. */
const LEAST_DAYS = 42;

type Member = {
  readonly at: (i: number) => number | null;
  readonly closedAt: (i: number) => boolean;
  readonly from: number;
  readonly to: number;
  readonly weight: number;
};

/** First position of a history on a grid that starts at `startMs`. */
function shiftOf(history: QueueHistory, startMs: number, stepMs: number): number {
  return Math.round((history.startMs - startMs) / stepMs);
}

function memberOf(history: QueueHistory, shift: number): Member {
  const { volume } = history;
  const closed = maskOfRanges(history.closed, volume.length);
  let sum = 0;
  let known = 0;
  let from = -1;
  let to = -1;
  volume.forEach((value, i) => {
    if (value === null) return;
    if (from < 0) from = i;
    to = i + 1;
    sum += value;
    known += 1;
  });
  return {
    at: (i) => volume[i - shift] ?? null,
    closedAt: (i) => closed[i - shift] === 1,
    from: from + shift,
    to: to + shift,
    weight: known > 0 ? sum : 0,
  };
}

/**
 * Contacts of several series together; null where they do not share a grid, where all of note are known for too short a time or one of them has stopped, or where
 * they are recorded past one another. A sum is missing where members that carry more than a tenth of it are, and starts when all members of note have started.
 */
export function sumHistories(series: readonly QueueHistory[]): QueueHistory | null {
  const [first] = series as [QueueHistory];
  if (series.some((one) => one.intervalSeconds !== first.intervalSeconds || one.grain !== first.grain || one.zone !== first.zone)) return null;
  const stepMs = (first.intervalSeconds ?? 86_400) * 1000;
  const startMs = Math.min(...series.map((one) => one.startMs));
  const count = Math.max(...series.map((one) => shiftOf(one, startMs, stepMs) + one.volume.length));
  const members = series.map((one) => memberOf(one, shiftOf(one, startMs, stepMs))).filter((member) => member.weight > 0);
  const perDay = 86_400_000 / stepMs;
  const all = members.reduce((sum, member) => sum + member.weight, 0);
  const begin = Math.max(0, ...members.filter((member) => member.weight > LIGHT * all).map((member) => member.from));
  if (members.length === 0 || (count - begin) / perDay < LEAST_DAYS) return null;
  // a series that stopped still has a forecast of its own, of which the sum knows nothing
  if (members.some((member) => member.weight > LIGHT * all && count - member.to >= ENDED_DAYS * perDay)) return null;
  const volume = Array.from({ length: count }, (_, i) => (i < begin ? null : sumAt(members, i, count, all, ENDED_DAYS * perDay)));
  if (held(volume, members, begin) < HELD) return null;
  const none = volume.map(() => null);
  return {
    ...first,
    ...sharedName(series),
    startMs: Math.min(...series.map((one) => one.startMs)),
    ...(first.grain === 'day' ? { startDay: earliestDay(series) } : {}),
    volume,
    handled: none,
    abandoned: none,
    shortAbandoned: none,
    ahtSeconds: none,
    meanWaitSeconds: none,
    closed: rangesWhere(count, (i) => volume[i] === null && members.every((member) => member.closedAt(i) || i < member.from || i >= member.to)),
  };
}

/** Contacts of the sum ÷ contacts of its members, from its start on. */
function held(volume: readonly (number | null)[], members: readonly Member[], begin: number): number {
  let sum = 0;
  let all = 0;
  for (let i = begin; i < volume.length; i += 1) {
    sum += volume[i] ?? 0;
    for (const member of members) all += member.at(i) ?? 0;
  }
  return all > 0 ? sum / all : 1;
}

function earliestDay(series: readonly QueueHistory[]): string {
  return [...series.map((one) => one.startDay ?? '')].sort()[0] as string;
}

/** Known contacts, raised for what light members miss; null where all are closed or too much is missing. */
function sumAt(members: readonly Member[], i: number, count: number, all: number, ended: number): number | null {
  let known = 0;
  let seen = false;
  let missing = 0;
  for (const member of members) {
    const value = member.at(i);
    if (value !== null) {
      known += value;
      seen = true;
    } else if (!member.closedAt(i) && i >= member.from && (i < member.to || count - member.to < ended)) missing += member.weight / all;
  }
  if (!seen || missing > MISSING_AT_MOST) return null;
  return missing > 0 ? known / (1 - missing) : known;
}
