/** Time within stretches, such as business hours, as a clock that stands still between them. */
export type CountedTime = {
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Counted before each stretch. */
  readonly before: Float64Array;
};

/** Stretches as a clock. They rise and do not overlap. */
export function toCountedTime(stretches: readonly (readonly [number, number])[]): CountedTime {
  const before = new Float64Array(stretches.length);
  for (let i = 1; i < stretches.length; i += 1) {
    const [from, to] = stretches[i - 1] as readonly [number, number];
    before[i] = (before[i - 1] as number) + to - from;
  }
  return { from: Float64Array.from(stretches, ([from]) => from), to: Float64Array.from(stretches, ([, to]) => to), before };
}

/** What the clock shows at an instant. */
export function countedAt({ from, to, before }: CountedTime, seconds: number): number {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((from[middle] as number) <= seconds) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return 0;
  const i = low - 1;
  return (before[i] as number) + Math.min(seconds, to[i] as number) - (from[i] as number);
}

/** The instant at which the clock has gone on by `seconds`; Infinity when it never does. */
export function instantAfter(time: CountedTime, at: number, seconds: number): number {
  const wanted = countedAt(time, at) + seconds;
  const { from, to, before } = time;
  for (let i = 0; i < from.length; i += 1) {
    const start = Math.max(from[i] as number, at);
    const there = (from[i] as number) + wanted - (before[i] as number);
    if (there <= (to[i] as number) && there >= start) return there;
  }
  return Number.POSITIVE_INFINITY;
}

/** The latest instant from which `seconds` of counted time are left before `until`; −Infinity when there is not so much. */
export function latestBefore(time: CountedTime, until: number, seconds: number): number {
  const wanted = countedAt(time, until) - seconds;
  if (wanted < 0) return Number.NEGATIVE_INFINITY;
  const { from, to, before } = time;
  let at = until;
  for (let i = from.length - 1; i >= 0; i -= 1) {
    const length = (to[i] as number) - (from[i] as number);
    if ((before[i] as number) > wanted) continue;
    // Up to the next stretch the clock stands still: whoever comes there is due at the same instant.
    at = wanted >= (before[i] as number) + length ? (from[i + 1] ?? until) : (from[i] as number) + wanted - (before[i] as number);
    break;
  }
  return Math.min(at, until);
}
