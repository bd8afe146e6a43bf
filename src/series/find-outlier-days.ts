import { type CalendarEvent, checkPositive, type QueueHistory } from '../core/index.js';
import { medianOf } from '../numeric/index.js';
import { type EventCause, eventCause } from './event-causes.js';
import { type Period, periodTable } from './period-table.js';

/** A day (or week, or month, where the history is coarser) whose volume stands far off what was usual around it. */
export type OutlierDay = {
  /** Local day, or first local day of the week or month. */
  readonly day: string;
  /** Half-open range of its intervals. */
  readonly fromIndex: number;
  readonly toIndex: number;
  /** Contacts; scaled up to the whole day where some of its intervals are missing. */
  readonly volume: number;
  /** Median of the same weekdays around it. */
  readonly usualVolume: number;
  /** Robust z: distance of the logarithms in robust standard deviations; negative below. */
  readonly z: number;
  /** Event of `events` that explains it, null without. */
  readonly cause: EventCause | null;
};

/** Options of {@link findOutlierDays}. */
export type OutlierOptions = {
  /** Known special days, to name the likely cause. */
  readonly events?: readonly CalendarEvent[] | undefined;
  /** Robust deviations from which on a day is an outlier; 3.5 by default [IglewiczHoaglin1993]. */
  readonly threshold?: number | undefined;
};

/** Same weekdays compared with on either side. */
const NEIGHBOURS = 4;
/** Differences smaller than this are no outliers however quiet the history is. */
const LEAST_RATIO = 1.15;
/** More days in a row on one side are another level, no outliers; at the ends of a history, where nothing shows that it came back, fewer. */
const LONGEST_RUN = { inside: 14, atEnd: 4 } as const;
/** Rounds of leaving found days out of the comparison. */
const ROUNDS = 4;
/** Consistency of the median of squares with the variance of a normal distribution: quantile 0.5 of chi-square with 1 degree. */
const MEDIAN_CHI_SQUARE = 0.4549;

/**
 * Finds days whose volume differs from the same weekdays around them by a robust z-score.
 *
 * Each day is compared with the medians of the four same weekdays before and the four after it; it must stand off both, so that the days beside a
 * lasting change are none. The spread is a median of squared log ratios plus what Poisson counting alone does, so that quiet queues are not all
 * outliers. Days found are left out of the comparison in a second look. More than two weeks in a row on one side are another level, and so are five days
 * or more at the ends of the history, where nothing shows that the old level came back. Days of which less than half is known are not judged.
 *
 * @param history - One series of any grain; weeks are compared with weeks, months with months around them.
 * @param options.threshold - Robust deviations; above 0.
 * @returns Days in order. Empty with fewer than five comparable ones.
 * @throws {@link InvalidInputError} for a threshold that is not above 0.
 * @remarks Modified z-score, its limit 3.5: [IglewiczHoaglin1993].
 * @example
 * const rows = Array.from({ length: 70 }, (_, i) => `${new Date(Date.UTC(2026, 0, 5 + i)).toISOString().slice(0, 10)},${i === 30 ? 900 : 400 + (i % 7) * 10}`);
 * const { queues } = await readHistory(['date,volume', ...rows].join('\n'), { zone: 'UTC' });
 * findOutlierDays(queues[0]).map(({ day, usualVolume }) => [day, usualVolume]); // [['2026-02-04', 420]]
 */
export function findOutlierDays(history: QueueHistory, options: OutlierOptions = {}): OutlierDay[] {
  const { events = [], threshold = 3.5 } = options;
  checkPositive('findOutlierDays: threshold', threshold);
  const periods = periodTable(history).filter(({ volume }) => volume !== null);
  const alike = sameGroups(periods);
  let found = new Map<number, Compared>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = judge(periods, alike, found, threshold);
    const same = next.size === found.size && [...next.keys()].every((k) => found.has(k));
    found = next;
    if (same) break;
  }
  const lengthDays = history.grain === 'week' ? 7 : history.grain === 'month' ? 28 : 1;
  return [...found.entries()]
    .sort(([a], [b]) => a - b)
    .map(([k, { usual, z }]) => {
      const { day, fromIndex, toIndex, volume } = periods[k] as Period;
      const numbers = { volume: tidy(volume ?? 0), usualVolume: tidy(usual), z: Number(z.toFixed(2)) };
      return { day, fromIndex, toIndex, ...numbers, cause: eventCause(day, history.queue, events, lengthDays) };
    });
}

function tidy(value: number): number {
  return Number(value.toPrecision(9));
}

/** Positions of the periods by group. */
function sameGroups(periods: readonly Period[]): number[][] {
  const groups = new Map<number, number[]>();
  periods.forEach(({ group }, k) => {
    groups.set(group, [...(groups.get(group) ?? []), k]);
  });
  return [...groups.values()];
}

type Compared = { readonly usual: number; readonly z: number };
type Residual = {
  readonly k: number;
  readonly usual: number;
  readonly all: number;
  readonly nearest: number;
  /** There are like days before and after it. */
  readonly inside: boolean;
};

function judge(
  periods: readonly Period[],
  groups: readonly (readonly number[])[],
  without: ReadonlyMap<number, Compared>,
  threshold: number,
): Map<number, Compared> {
  const residuals = groups.flatMap((group) => residualsOf(group, periods, without)).sort((a, b) => a.k - b.k);
  const found = new Map<number, Compared>();
  if (residuals.length < 5) return found;
  const spread = ownVariance(residuals);
  for (const { k, usual, all, nearest } of residuals) {
    // 1.2: the median of eight neighbours is itself uncertain
    const z = nearest / Math.sqrt(1.2 * (spread + 1 / (usual + 0.25)));
    if (Math.abs(z) > threshold && Math.abs(all) >= Math.log(LEAST_RATIO)) found.set(k, { usual, z });
  }
  return withoutRuns(found, residuals);
}

/** Log ratios to the neighbours of one group: against all of them, and against the nearer of the two sides. */
function residualsOf(group: readonly number[], periods: readonly Period[], without: ReadonlyMap<number, Compared>): Residual[] {
  const volumeOf = (k: number): number => (periods[k] as Period).volume as number;
  return group.flatMap((k, at): Residual[] => {
    const side = (list: readonly number[]): number[] =>
      list
        .filter((other) => !without.has(other))
        .slice(0, NEIGHBOURS)
        .map(volumeOf);
    const before = side(group.slice(0, at).reverse());
    const after = side(group.slice(at + 1));
    if (before.length + after.length === 0) return [];
    const usual = medianOf([...before, ...after]);
    const against = (value: number): number => Math.log((volumeOf(k) + 0.25) / (value + 0.25)); // + 1/4 keeps days of 0 finite
    const all = against(usual);
    const sides = [before, after].filter((list) => list.length >= 2).map((list) => against(medianOf(list)));
    const differ = sides.some((value) => Math.sign(value) !== Math.sign(all));
    const nearest = differ ? 0 : Math.sign(all) * Math.min(Math.abs(all), ...sides.map(Math.abs));
    return [{ k, usual, all, nearest, inside: sides.length === 2 }];
  });
}

/** Variance of the log ratios beyond Poisson counting, from the median of their squares. */
function ownVariance(residuals: readonly Residual[]): number {
  const squares = residuals.map(({ all, usual }) => (all * all) / MEDIAN_CHI_SQUARE - 1.2 / (usual + 0.25));
  return Math.max(0.0009, medianOf(squares) / 1.2); // 3 % at least: rounded or made-up histories have no spread at all
}

/** Takes out long stretches on one side: they are another level. */
function withoutRuns(found: Map<number, Compared>, residuals: readonly Residual[]): Map<number, Compared> {
  let run: Residual[] = [];
  let side = 0;
  const end = (): void => {
    const longest = run.every(({ inside }) => inside) ? LONGEST_RUN.inside : LONGEST_RUN.atEnd;
    if (run.length > longest) for (const { k } of run) found.delete(k);
    run = [];
  };
  for (const residual of residuals) {
    const z = found.get(residual.k)?.z ?? 0;
    if (z === 0 || Math.sign(z) !== side) end();
    side = Math.sign(z);
    if (z !== 0) run.push(residual);
  }
  end();
  return found;
}
