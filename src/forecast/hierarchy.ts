import type { QueueHistory } from '../core/index.js';
import { type Dimension, groupSeries } from './series-groups.js';

/** A sum over the series at the bottom of a hierarchy. */
export type HierarchySum = {
  readonly by: readonly Dimension[];
  readonly name: string;
  /** Positions among the bottom series. */
  readonly members: readonly number[];
  /** Position in the history of the series that is this sum, where the history carries it. */
  readonly given: number | null;
};

/** Which series add up to which sums. */
export type Hierarchy = {
  /** Positions in the history of the series that are no sums of others. */
  readonly bottom: readonly number[];
  readonly sums: readonly HierarchySum[];
};

/** Levels at which sums are formed, top first. */
const LEVELS: readonly (readonly Dimension[])[] = [
  [],
  ['site'],
  ['channel'],
  ['reason'],
  ['queue'],
  ['queue', 'site'],
  ['queue', 'reason'],
  ['queue', 'channel'],
  ['queue', 'channel', 'site'],
  ['queue', 'channel', 'reason'],
];

/** Share of its contacts by which a series may differ from a sum and still count as it. */
const TOLERANCE = 0.01;

/** Builds the hierarchy of a history from the names of its series: every level that joins at least two of them, each set of members once. */
export function hierarchyOf(queues: readonly QueueHistory[]): Hierarchy {
  const given = givenSums(queues);
  const bottom = queues.map((_, i) => i).filter((i) => !given.has(i));
  const names = bottom.map((i) => queues[i] as QueueHistory);
  const found = new Map<string, HierarchySum>();
  for (const by of LEVELS) {
    for (const group of groupSeries(names, by)) {
      const key = group.members.join();
      if (group.members.length < 2 || found.has(key)) continue;
      const total = [...given].find(([, parts]) => parts.map((i) => bottom.indexOf(i)).join() === key);
      found.set(key, { by, name: group.name, members: group.members, given: total?.[0] ?? null });
    }
  }
  return { bottom, sums: [...found.values()] };
}

/** Series without a reason (or site) that are the sum of those of their queue that have one; by position, with the positions of their parts. */
function givenSums(queues: readonly QueueHistory[]): Map<number, number[]> {
  const sums = new Map<number, number[]>();
  queues.forEach((queue, i) => {
    for (const dimension of ['reason', 'site'] as const) {
      if (queue[dimension] !== undefined || sums.has(i)) continue;
      const other = dimension === 'reason' ? 'site' : 'reason';
      const parts = queues
        .map((_, p) => p)
        .filter((p) => {
          const part = queues[p] as QueueHistory;
          return part.queue === queue.queue && part.channel === queue.channel && part[other] === queue[other] && part[dimension] !== undefined;
        });
      if (
        parts.length >= 2 &&
        addsUp(
          queue,
          parts.map((p) => queues[p] as QueueHistory),
        )
      )
        sums.set(i, parts);
    }
  });
  return sums;
}

function addsUp(total: QueueHistory, parts: readonly QueueHistory[]): boolean {
  if (parts.some((part) => part.grain !== total.grain || part.intervalSeconds !== total.intervalSeconds)) return false;
  const stepMs = (total.intervalSeconds ?? 86_400) * 1000;
  const shifts = parts.map((part) => Math.round((part.startMs - total.startMs) / stepMs));
  let difference = 0;
  let contacts = 0;
  total.volume.forEach((value, i) => {
    if (value === null) return;
    contacts += value;
    difference += Math.abs(value - parts.reduce((sum, part, p) => sum + (part.volume[i - (shifts[p] as number)] ?? 0), 0));
  });
  return contacts > 0 && difference <= TOLERANCE * contacts;
}
