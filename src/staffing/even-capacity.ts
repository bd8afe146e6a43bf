import type { MovingRate } from './offered-load-path.js';

/** Work by deadline on a grid of intervals that repeats. */
export type DueWork = {
  readonly rates: readonly MovingRate[];
  readonly intervalSeconds: number;
  readonly within: number;
  /** Intervals whose time counts towards the deadline; left out: all. */
  readonly counted?: readonly boolean[];
};

/** Repeats of the grid over which the string is drawn; the middle one is free of both ends. */
const REPEATS = 3;

/**
 * The flattest capacity, in agents per open interval, that does all work by its deadline: the work done by any moment runs between the work arrived
 * and the work due, and the shortest path between the two curves (taut string) has the lowest peak of all [Yao1995]. With `backlog` (contacts
 * waiting at the start) the grid begins there, else it repeats. Helpers (`free`, in agents per interval) take the oldest work first.
 */
export function evenCapacity(
  { rates, intervalSeconds, within, counted }: DueWork,
  open: readonly boolean[],
  backlog: number | undefined,
  free?: readonly number[],
): number[] {
  const length = rates.length;
  const arrived = [((backlog ?? 0) * (rates[0] as MovingRate).aht) / intervalSeconds];
  const counts = [0];
  for (let i = 0; i < REPEATS * length; i += 1) {
    const { arrival, aht } = rates[i % length] as MovingRate;
    arrived.push((arrived[i] as number) + arrival * aht);
    counts.push((counts[i] as number) + ((counted?.[i % length] ?? true) ? 1 : 0));
  }
  const dueBefore = dueCurve(arrived, counts, within / intervalSeconds);
  const helped = helpedCurve(arrived, free);
  const slots: number[] = [];
  for (let i = 0; i < REPEATS * length; i += 1) if (open[i % length]) slots.push(i);
  const upper = [0, ...slots.map((i) => (arrived[i + 1] as number) - (helped[i + 1] as number))];
  // Before a closed stretch everything must be done whose deadline passes within it.
  const lower = [
    0,
    ...slots.map((i, k) => {
      const next = slots[k + 1] ?? REPEATS * length;
      return Math.min(arrived[i + 1] as number, dueBefore(next)) - (helped[next] as number);
    }),
  ];
  if (free !== undefined) straighten(lower, upper);
  const rate = tautString(lower, upper);
  const perRepeat = slots.length / REPEATS;
  const from = backlog === undefined ? perRepeat : 0;
  const drawn = rate.slice(from, from + perRepeat).reduce((sum, one) => sum + one, 0);
  const last = (REPEATS - 1) * length;
  const work = rates.reduce((sum, { arrival, aht }) => sum + arrival * aht, 0) - ((helped[last] as number) - (helped[last - length] as number));
  // A grid that repeats must do in each round what arrives in it.
  const scale = backlog === undefined && drawn > 0 ? Math.max(1, work / drawn) : 1;
  // Where nothing falls due in so many rounds, people keep pace all the same.
  const pace = drawn > 0 ? 0 : Math.max(0, work) / perRepeat;
  const capacity = new Array<number>(length).fill(0);
  for (let k = 0; k < perRepeat; k += 1) capacity[slots[k] as number] = scale * (rate[from + k] as number) + pace;
  return capacity;
}

/** Work that helpers have done by the start of each interval: at most what has arrived. */
function helpedCurve(arrived: readonly number[], free: readonly number[] | undefined): number[] {
  const helped = [0];
  for (let i = 0; i + 1 < arrived.length; i += 1)
    helped.push(free === undefined ? 0 : Math.min(arrived[i + 1] as number, (helped[i] as number) + (free[i % free.length] as number)));
  return helped;
}

/** Makes curves between which work can only rise: what must be done stays done, and what helpers do later is left to them. */
function straighten(lower: number[], upper: number[]): void {
  for (let k = 1; k < lower.length; k += 1) lower[k] = Math.max(lower[k - 1] as number, lower[k] as number);
  for (let k = upper.length - 2; k >= 0; k -= 1) upper[k] = Math.min(upper[k] as number, upper[k + 1] as number);
  for (let k = 0; k < lower.length; k += 1) upper[k] = Math.max(upper[k] as number, lower[k] as number);
}

/** Whole people whose sum keeps up with a capacity times 1 + buffer. */
export function wholeAgents(capacity: readonly number[], open: readonly boolean[], buffer: number): number[] {
  let planned = 0;
  let needed = 0;
  return capacity.map((rate, i) => {
    if (!open[i]) return 0;
    needed += rate * (1 + buffer);
    const people = Math.max(0, Math.ceil(needed - planned - 1e-9));
    planned += people;
    return people;
  });
}

/** Work due before the start of slot `end`: what had arrived when as much counted time was left as the deadline allows. */
function dueCurve(arrived: readonly number[], counts: readonly number[], withinSlots: number): (end: number) => number {
  return (end) => {
    const goal = (counts[end] as number) - withinSlots;
    if (goal < 0) return 0;
    let low = 0;
    let high = end;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((counts[middle] as number) <= goal) low = middle;
      else high = middle;
    }
    const width = (counts[high] as number) - (counts[low] as number);
    const part = width > 0 ? Math.min(1, (goal - (counts[low] as number)) / width) : 1;
    return (arrived[low] as number) + part * ((arrived[high] as number) - (arrived[low] as number));
  };
}

/** Slopes of the shortest path from 0 between two rising curves, its end free: the flattest there is. */
function tautString(lower: readonly number[], upper: readonly number[]): number[] {
  const slopes: number[] = [];
  let at = 0;
  let height = 0;
  while (at < lower.length - 1) {
    let steepest = 0;
    let steepestAt = lower.length - 1;
    let flattest = Number.POSITIVE_INFINITY;
    let flattestAt = at;
    let turn: [number, number] | null = null;
    for (let k = at + 1; k < lower.length && turn === null; k += 1) {
      const least = ((lower[k] as number) - height) / (k - at);
      const most = ((upper[k] as number) - height) / (k - at);
      if (least > flattest) turn = [flattestAt, flattest];
      else if (most < steepest) turn = [steepestAt, steepest];
      else {
        if (least >= steepest) [steepest, steepestAt] = [least, k];
        if (most <= flattest) [flattest, flattestAt] = [most, k];
      }
    }
    const [to, slope] = turn ?? [steepestAt, steepest];
    for (let k = at; k < to; k += 1) slopes.push(Math.max(0, slope));
    height += Math.max(0, slope) * (to - at);
    at = to;
  }
  return slopes;
}
