import { statePricing } from './cell-states.js';
import type { WorkClock } from './clock.js';
import { capPrices, type Prices } from './cover-rows.js';
import type { PriceResponse } from './prices.js';
import type { Problem } from './problem.js';

/** Fewer steps than this in the time given bring too little. */
const LEAST_STEPS = 60;
/** Share of the time in which steps are not yet measured against it. */
const FREE_TIME = 0.2;
/** How far the first step moves prices on average, as a share of what a person is worth where nobody else is; and the last step as a share of the first. */
const FIRST_STEP = 0.06;
const LAST_STEP = 0.0005;
/** Memory of the direction, and of the prices that are averaged. */
const DIRECTION = 0.9;
const AVERAGE = 0.97;
const PROVE_AVERAGE_EVERY = 25;
/** Memory of the people who come. */
const COMING = 0.98;

/** What an ascent proved, and how many people of each group and cell come to its prices, on average over the last steps: [group][cell]. */
export type Ascent = { readonly bound: number; readonly prices: Prices; readonly online: readonly Float64Array[] };

/** From where to where, and in how many steps, or seconds where these are fewer. */
export type AscentCourse = { readonly start: Prices; readonly aim: number; readonly steps: number; readonly seconds: number };

/**
 * Raises the Lagrangean bound over exact states of cells from given prices by following, with a memory, the difference between people wanted and people there [Polyak1969]; no programme is solved.
 * Steps shrink evenly, whatever the slope; none are left to take once the bound reaches its aim, what a roster costs. Null when there are too many states, or too little time for them.
 */
export async function ascend(
  problem: Problem,
  response: PriceResponse,
  { start, aim, steps, seconds }: AscentCourse,
  clock: WorkClock,
  report: (bound: number) => void,
): Promise<Ascent | null> {
  const pricing = statePricing(problem);
  if (pricing === null) return null;
  const { busy } = pricing;
  const { levels, cells, groups, atomsPerCell } = problem;
  const zero = (): Float64Array[] => groups.map(() => new Float64Array(levels.length * cells));
  const [slope, direction, mean] = [zero(), zero(), zero()];
  const current = start.gain.map((column) => column.slice());
  pricing.shape(current);
  const coming = zero();
  let best: Omit<Ascent, 'online'> = { bound: Number.NEGATIVE_INFINITY, prices: start };

  /** Bound under gains, whose slope is left in `slope`. */
  const prove = (gain: readonly Float64Array[]): number => {
    const constant = pricing.price(gain, slope);
    const supply = zero();
    const bound = response.bound({ gain, constant }, supply);
    blend(coming, supply, COMING, busy, cells);
    slope.forEach((column, g) => {
      for (let i = 0; i < column.length; i += 1) column[i] = (column[i] as number) - (supply[g]?.[i] as number);
    });
    if (bound > best.bound) best = { bound, prices: { gain: gain.map((column) => column.slice()), constant } };
    return bound;
  };

  const caps = capPrices(problem, 1, { from: 0, to: cells });
  const scale = caps.gain.reduce((most, column) => column.reduce((a, b) => Math.max(a, b), most), 0);
  let planned = steps;
  let progress = 0;
  const begin = clock.elapsed();
  for (let step = 0; step < planned; step += 1) {
    const bound = prove(current);
    if (bound >= aim) break;
    blend(direction, slope, DIRECTION, busy, cells);
    const length = (scale * FIRST_STEP * LAST_STEP ** progress) / sizeOf(direction, busy, cells);
    current.forEach((column, g) => {
      const along = direction[g] as Float64Array;
      for (const cell of busy) for (let i = cell; i < column.length; i += cells) column[i] = (column[i] as number) + length * (along[i] as number);
    });
    pricing.shape(current);
    blend(mean, current, step === 0 ? 0 : AVERAGE, busy, cells);
    if (step % PROVE_AVERAGE_EVERY === PROVE_AVERAGE_EVERY - 1) {
      pricing.shape(mean);
      prove(mean);
    }
    if (clock.isDue()) {
      await clock.turn();
      report(best.bound);
    }
    // only where time is short does it count: once a part of it is gone, no more steps than fit into the rest
    const used = clock.elapsed() - begin;
    if (used > seconds * FREE_TIME) planned = Math.min(planned, Math.max(step + 1, Math.floor(((step + 1) * seconds) / used)));
    progress += (1 - progress) / Math.max(1, planned - step);
    if (planned < Math.min(steps, LEAST_STEPS)) return null;
  }
  const online = coming.map((column) => {
    const own = new Float64Array(cells);
    column.forEach((people, i) => {
      own[i % cells] = (own[i % cells] as number) + (people * (levels[Math.floor(i / cells)] as number)) / atomsPerCell;
    });
    return own;
  });
  return { ...best, online };
}

/** Keeps a share of a memory and fills it up with what is new. */
function blend(memory: readonly Float64Array[], fresh: readonly Float64Array[], kept: number, busy: readonly number[], cells: number): void {
  memory.forEach((column, g) => {
    const own = fresh[g] as Float64Array;
    for (const cell of busy) for (let i = cell; i < column.length; i += cells) column[i] = kept * (column[i] as number) + (1 - kept) * (own[i] as number);
  });
}

/** Size of a direction, on average over prices, in people. */
function sizeOf(direction: readonly Float64Array[], busy: readonly number[], cells: number): number {
  let [sum, count] = [0, 0];
  for (const column of direction) {
    for (const cell of busy) for (let i = cell; i < column.length; i += cells) sum += (column[i] as number) ** 2;
    count += (busy.length * column.length) / cells;
  }
  return Math.sqrt(sum / count) || 1;
}
