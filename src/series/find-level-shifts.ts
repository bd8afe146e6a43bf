import type { QueueHistory } from '../core/index.js';
import { medianOf } from '../numeric/index.js';
import { findOutlierDays } from './find-outlier-days.js';
import { type Period, periodTable } from './period-table.js';

/** A lasting change of the level of a history: it is reported and never repaired. */
export type LevelShift = {
  /** First local day (or first day of the week or month) of the new level. */
  readonly day: string;
  readonly fromIndex: number;
  /** New level over old one; 1.5 = half as much again. */
  readonly ratio: number;
  /** Contacts on a usual day (week, month) before and after: medians. */
  readonly before: number;
  readonly after: number;
  /** Size in robust standard errors. */
  readonly z: number;
};

/** Days on either side whose levels are compared; weeks and months take fewer. */
const SIDE = { interval: 28, day: 28, week: 8, month: 6 } as const;
/** Least sure size, in standard errors: the place is searched for, so chance has many tries. */
const LEAST_Z = 5;
/** Changes below 15 % either way belong to what a forecast follows anyway. */
const LEAST_LOG = Math.log(1.15);
/** The step must explain this share of the difference between the two sides; ramps and seasons do not. */
const ABRUPT = 0.7;

/**
 * Finds abrupt lasting changes of level, such as a new line of business, a number that was moved, or a part of the calls that no longer comes here.
 *
 * Logarithms of days, weekdays and outlier days taken out, are compared over the 28 days before and after each day (8 weeks, 6 months for coarser grains). A shift
 * is where the medians differ by at least 5 robust standard errors and 15 %, where the difference is there from the first days on (ramps and seasons grow
 * slowly), and where it is larger than at the places around it.
 *
 * @param history - One series of any grain.
 * @returns Shifts in order. Two shifts lie at least half a side apart; histories shorter than two sides have none.
 * @remarks A two-sample comparison in moving windows (see [Chen1993] for level shifts in series); one decision per place, nothing is fitted.
 * @example
 * const rows = Array.from({ length: 112 }, (_, i) => `${new Date(Date.UTC(2026, 0, 5 + i)).toISOString().slice(0, 10)},${(i < 60 ? 400 : 600) + ((i * 7) % 13)}`);
 * const { queues } = await readHistory(['date,volume', ...rows].join('\n'), { zone: 'UTC' });
 * findLevelShifts(queues[0]).map(({ day }) => day); // ['2026-03-06']
 */
export function findLevelShifts(history: QueueHistory): LevelShift[] {
  const side = SIDE[history.grain];
  const outliers = new Set(findOutlierDays(history).map(({ fromIndex }) => fromIndex));
  const periods = periodTable(history).filter(({ volume, fromIndex }) => volume !== null && !outliers.has(fromIndex));
  if (periods.length < 2 * side) return [];
  const level = withoutWeekdays(periods);
  const candidates: { readonly at: number; readonly size: number; readonly z: number }[] = [];
  for (let at = side; at + side <= level.length; at += 1) {
    const step = stepAt(level, at, side);
    if (step !== null) candidates.push({ at, ...step });
  }
  const chosen: typeof candidates = [];
  for (const candidate of candidates.sort((a, b) => Math.abs(b.z) - Math.abs(a.z) || a.at - b.at))
    if (chosen.every(({ at }) => Math.abs(at - candidate.at) >= side / 2)) chosen.push(candidate);
  return chosen
    .sort((a, b) => a.at - b.at)
    .map(({ at, z }) => {
      const place = sharpest(level, at, side);
      const median = (from: number, to: number): number => medianOf(periods.slice(Math.max(0, from), to).map(({ volume }) => volume as number));
      const { day, fromIndex } = periods[place] as Period;
      const [before, after] = [median(place - side, place), median(place, place + side)];
      const ratio = Math.exp(medianOf(level.slice(place, place + side)) - medianOf(level.slice(Math.max(0, place - side), place)));
      return { day, fromIndex, ratio: Number(ratio.toPrecision(4)), before, after, z: Number(z.toFixed(1)) };
    });
}

/** Logarithms of the volumes without what is usual for their weekday; differences to the days around keep steps out of that. */
function withoutWeekdays(periods: readonly Period[]): number[] {
  const log = periods.map(({ volume }) => Math.log((volume as number) + 0.5));
  const differences = new Map<number, number[]>();
  periods.forEach(({ group }, i) => {
    const around = log.slice(Math.max(0, i - 3), i + 4);
    const difference = (log[i] as number) - around.reduce((sum, value) => sum + value, 0) / around.length;
    differences.set(group, [...(differences.get(group) ?? []), difference]);
  });
  const factors = new Map([...differences].map(([group, list]) => [group, medianOf(list)]));
  return log.map((value, i) => value - (factors.get((periods[i] as Period).group) ?? 0));
}

function stepAt(level: readonly number[], at: number, side: number): { readonly size: number; readonly z: number } | null {
  const before = level.slice(at - side, at);
  const after = level.slice(at, at + side);
  const size = medianOf(after) - medianOf(before);
  if (Math.abs(size) < LEAST_LOG) return null;
  const spread = Math.max(0.02, robustSpread([...before.map((v) => v - medianOf(before)), ...after.map((v) => v - medianOf(after))]));
  const z = size / (1.2533 * spread * Math.sqrt(2 / side)); // standard error of a difference of two medians
  if (Math.abs(z) < LEAST_Z) return null;
  const near = Math.max(2, Math.floor(side / 4));
  const nearSize = medianOf(level.slice(at, at + near)) - medianOf(level.slice(at - near, at));
  return nearSize / size >= ABRUPT ? { size, z } : null;
}

function robustSpread(residuals: readonly number[]): number {
  return 1.4826 * medianOf(residuals.map(Math.abs));
}

/** Where around `at` the series splits best into two levels: least sum of absolute distances from the two medians. */
function sharpest(level: readonly number[], at: number, side: number): number {
  const from = at - side;
  const before = medianOf(level.slice(from, at));
  const after = medianOf(level.slice(at, at + side));
  let best = at;
  let least = Number.POSITIVE_INFINITY;
  const reach = Math.floor(side / 2);
  for (let place = at - reach; place <= at + reach; place += 1) {
    let sum = 0;
    for (let i = from; i < at + side; i += 1) sum += Math.abs((level[i] as number) - (i < place ? before : after));
    if (sum < least) {
      least = sum;
      best = place;
    }
  }
  return best;
}
