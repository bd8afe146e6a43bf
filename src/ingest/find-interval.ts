const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Interval lengths that systems use, in minutes, longest first. */
const USUAL_MINUTES = [1440, 720, 480, 360, 240, 180, 120, 60, 30, 20, 15, 12, 10, 6, 5, 4, 3, 2, 1] as const;
/** Share of the rows that must lie on the grid. */
const ALIGNED = 0.97;

/** Times per series that settle the question. */
const ENOUGH = 4000;

/** The step of a table of interval rows. */
export type FoundInterval = { readonly intervalMs: number; readonly phaseMs: number; readonly proven: boolean };

/**
 * Finds the interval of rows from their times: the most common step between neighbours, made finer until nearly all rows lie on one grid.
 *
 * @param allSeries - Sorted distinct times of each series; the last 4,000 of each are looked at.
 */
export function findInterval(allSeries: readonly Float64Array[]): FoundInterval {
  const series = allSeries.map((times) => (times.length <= ENOUGH ? times : times.subarray(times.length - ENOUGH)));
  const steps = new Map<number, number>();
  for (const times of series) for (let i = 1; i < times.length; i += 1) count(steps, (times[i] as number) - (times[i - 1] as number));
  const usual = mostCommon(steps);
  if (usual === null) return { intervalMs: 30 * MINUTE_MS, phaseMs: phaseOf(series, 30 * MINUTE_MS).phaseMs, proven: false };
  const candidates = [usual, ...USUAL_MINUTES.map((minutes) => minutes * MINUTE_MS).filter((ms) => ms < usual)];
  for (const intervalMs of candidates) {
    if (DAY_MS % intervalMs !== 0) continue;
    const { phaseMs, share } = phaseOf(series, intervalMs);
    if (share >= ALIGNED) return { intervalMs, phaseMs, proven: true };
  }
  const intervalMs = DAY_MS % usual === 0 ? usual : 30 * MINUTE_MS;
  return { intervalMs, phaseMs: phaseOf(series, intervalMs).phaseMs, proven: DAY_MS % usual === 0 };
}

function count(tally: Map<number, number>, key: number): void {
  tally.set(key, (tally.get(key) ?? 0) + 1);
}

/** The most common key; the smallest of equally common ones. */
function mostCommon(tally: ReadonlyMap<number, number>): number | null {
  let best: number | null = null;
  let times = 0;
  for (const [key, value] of tally) {
    if (value < times || (value === times && best !== null && key > best)) continue;
    best = key;
    times = value;
  }
  return best;
}

/** Most common remainder of the times on a grid, and the share of times that have it. */
function phaseOf(series: readonly Float64Array[], intervalMs: number): { phaseMs: number; share: number } {
  const phases = new Map<number, number>();
  let total = 0;
  for (const times of series) {
    for (const ms of times) {
      count(phases, ((ms % intervalMs) + intervalMs) % intervalMs);
      total += 1;
    }
  }
  const phaseMs = mostCommon(phases) ?? 0;
  return { phaseMs, share: total === 0 ? 1 : (phases.get(phaseMs) ?? 0) / total };
}
