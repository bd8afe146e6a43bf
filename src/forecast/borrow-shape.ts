import { InvalidInputError, type QueueHistory } from '../core/index.js';
import { randomStream } from '../random/index.js';
import { seriesLabels } from './series-groups.js';

/** Days with data below which a series borrows, and which a lender must have. */
const NEW_DAYS = 28;
const LENDER_DAYS = 56;
/** Days with data that a lender must share with the new series to be chosen by its data. */
const COMMON_DAYS = 3;

/** A history in which new series carry a past that they borrowed. */
export type Borrowed = {
  readonly queues: readonly QueueHistory[];
  /** By series: what to say about it; null for those that did not borrow. */
  readonly notes: readonly (string | null)[];
};

/**
 * Gives series that are too new for a pattern of their own the past of a similar one, brought to their level: counts are thinned (each contact kept by
 * chance) or raised, so that they scatter as counts of that size do.
 *
 * @param similar - Queue to borrow from, by queue; others borrow from the series whose course is most like theirs, of the same channel if any.
 */
export function borrowShapes(queues: readonly QueueHistory[], similar: Readonly<Record<string, string>>, seed: number): Borrowed {
  const known = queues.map(daysWithData);
  const labels = seriesLabels(queues);
  checkNames(queues, similar);
  const results = queues.map((queue, i): { readonly queue: QueueHistory; readonly note: string | null } => {
    const coarse = queue.grain === 'week' || queue.grain === 'month';
    if (coarse || ((known[i] as number) >= NEW_DAYS && similar[queue.queue] === undefined)) return { queue, note: null };
    const lenders = queues.map((_, l) => l).filter((l) => l !== i && (known[l] as number) >= LENDER_DAYS && onOneGrid(queue, queues[l] as QueueHistory));
    const lender = chooseLender(queues, i, lenders, similar[queue.queue]);
    if (lender === null || (known[i] as number) >= LENDER_DAYS) return { queue, note: null };
    const share = levelAgainst(queue, queues[lender] as QueueHistory);
    if (share === null) return { queue, note: null };
    const days = known[i] as number;
    return {
      queue: withPast(queue, queues[lender] as QueueHistory, share, seed),
      note: `${days} ${days === 1 ? 'day' : 'days'} with data: what came before is borrowed from ${labels[lender]}, at ${percentOf(share)} of its level.`,
    };
  });
  return { queues: results.map(({ queue }) => queue), notes: results.map(({ note }) => note) };
}

function percentOf(share: number): string {
  return `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

function checkNames(queues: readonly QueueHistory[], similar: Readonly<Record<string, string>>): void {
  const names = new Set(queues.map(({ queue }) => queue));
  for (const name of Object.entries(similar).flat()) {
    if (!names.has(name)) throw new InvalidInputError(`similar: queue must be one of ${[...names].join(', ')}, got ${JSON.stringify(name)}.`, { queue: name });
  }
}

function stepOf(queue: QueueHistory): number {
  return (queue.intervalSeconds ?? 86_400) * 1000;
}

function onOneGrid(a: QueueHistory, b: QueueHistory): boolean {
  return a.grain === b.grain && a.intervalSeconds === b.intervalSeconds && a.zone === b.zone && (a.startMs - b.startMs) % stepOf(a) === 0;
}

/** Stretches of 24 hours that hold a value above 0. */
function daysWithData(queue: QueueHistory): number {
  const perDay = 86_400_000 / stepOf(queue);
  const days = new Set<number>();
  queue.volume.forEach((value, i) => {
    if (value !== null && value > 0) days.add(Math.floor(i / perDay));
  });
  return days.size;
}

function chooseLender(queues: readonly QueueHistory[], i: number, lenders: readonly number[], named: string | undefined): number | null {
  const queue = queues[i] as QueueHistory;
  const wanted = named === undefined ? lenders : lenders.filter((l) => queues[l]?.queue === named);
  const alike = wanted.filter((l) => queues[l]?.channel === queue.channel);
  let best: number | null = null;
  let bestLikeness = Number.NEGATIVE_INFINITY;
  for (const l of alike.length > 0 ? alike : wanted) {
    const likeness = likenessOf(queue, queues[l] as QueueHistory) ?? (named === undefined ? null : -2);
    if (likeness === null || likeness <= bestLikeness) continue;
    best = l;
    bestLikeness = likeness;
  }
  return best;
}

/** Root-scale correlation of two series over the intervals both know; null when they share too little. */
function likenessOf(a: QueueHistory, b: QueueHistory): number | null {
  const shift = Math.round((a.startMs - b.startMs) / stepOf(a));
  let n = 0;
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  a.volume.forEach((value, i) => {
    const other = b.volume[i + shift] ?? null;
    if (value === null || other === null) return;
    const [x, y] = [Math.sqrt(value), Math.sqrt(other)];
    n += 1;
    sumA += x;
    sumB += y;
    squaresA += x * x;
    squaresB += y * y;
    products += x * y;
  });
  if (n * stepOf(a) < COMMON_DAYS * 8 * 3_600_000) return null;
  const spread = Math.sqrt((squaresA - (sumA * sumA) / n) * (squaresB - (sumB * sumB) / n));
  return spread > 0 ? (products - (sumA * sumB) / n) / spread : 0;
}

/** Contacts of the new series ÷ those of the lender over what both know; over the lender's last weeks where they never met. */
function levelAgainst(queue: QueueHistory, lender: QueueHistory): number | null {
  const shift = Math.round((queue.startMs - lender.startMs) / stepOf(queue));
  let own = 0;
  let others = 0;
  queue.volume.forEach((value, i) => {
    const other = lender.volume[i + shift] ?? null;
    if (value === null || other === null) return;
    own += value;
    others += other;
  });
  return own > 0 && others > 0 ? own / others : null;
}

/** The lender's past up to the first value of the new series, brought to its level. */
function withPast(queue: QueueHistory, lender: QueueHistory, share: number, seed: number): QueueHistory {
  const step = stepOf(queue);
  const startMs = Math.min(queue.startMs, lender.startMs);
  const [own, other] = [Math.round((queue.startMs - startMs) / step), Math.round((lender.startMs - startMs) / step)];
  const count = own + queue.volume.length;
  const begin = own + queue.volume.findIndex((value) => value !== null);
  const stream = randomStream(seed, `borrow/${queue.queue}/${queue.reason ?? ''}/${queue.site ?? ''}`);
  const pick = (mine: readonly (number | null)[], lent: readonly (number | null)[], change: (value: number) => number | null): (number | null)[] =>
    Array.from({ length: count }, (_, i) => {
      if (i >= begin) return mine[i - own] ?? null;
      const value = lent[i - other] ?? null;
      return value === null ? null : change(value);
    });
  const unknown = (): null => null;
  const ratio = timeRatio(queue, lender);
  const closedBefore = lender.closed.map(([from, to]) => [from + other, Math.min(to + other, begin)] as const).filter(([from, to]) => from < to);
  const closedSince = queue.closed.map(([from, to]) => [Math.max(from + own, begin), to + own] as const).filter(([from, to]) => from < to);
  return {
    ...queue,
    startMs,
    ...(queue.grain === 'day' ? { startDay: [queue.startDay ?? '', lender.startDay ?? ''].sort()[0] as string } : {}),
    volume: pick(queue.volume, lender.volume, (value) => thinned(value, share, stream.uniform, stream.normal)),
    handled: pick(queue.handled, lender.handled, unknown),
    abandoned: pick(queue.abandoned, lender.abandoned, unknown),
    shortAbandoned: pick(queue.shortAbandoned, lender.shortAbandoned, unknown),
    ahtSeconds: pick(queue.ahtSeconds, lender.ahtSeconds, (value) => (ratio === null ? null : value * ratio)),
    meanWaitSeconds: pick(queue.meanWaitSeconds, lender.meanWaitSeconds, unknown),
    closed: [...closedBefore, ...closedSince],
  };
}

/** A count of which each contact stays with chance `share`; raised counts keep their scatter. */
function thinned(value: number, share: number, uniform: () => number, normal: () => number): number {
  if (share >= 1 || !Number.isInteger(value)) return Math.round(value * share);
  if (value > 60) return Math.max(0, Math.round(value * share + normal() * Math.sqrt(value * share * (1 - share))));
  let kept = 0;
  for (let n = 0; n < value; n += 1) if (uniform() < share) kept += 1;
  return kept;
}

/** Mean handle time of the new series ÷ that of the lender; null where one has none. */
function timeRatio(queue: QueueHistory, lender: QueueHistory): number | null {
  const mean = ({ ahtSeconds, volume }: QueueHistory): number | null => {
    let work = 0;
    let contacts = 0;
    ahtSeconds.forEach((seconds, i) => {
      if (seconds === null) return;
      work += seconds * (volume[i] ?? 0);
      contacts += volume[i] ?? 0;
    });
    return contacts > 0 ? work / contacts : null;
  };
  const [own, other] = [mean(queue), mean(lender)];
  return own === null || other === null || !(other > 0) ? null : own / other;
}
