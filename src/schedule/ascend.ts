import { statePricing } from './cell-states.js';
import type { WorkClock } from './clock.js';
import { capPrices, type Prices } from './cover-rows.js';
import type { PriceResponse } from './prices.js';
import type { Problem } from './problem.js';

/** Steps of an ascent that has time enough, and for each person where these are few. */
const MOST_STEPS = 500;
const STEPS_PER_PERSON = 20;
/** Fewer steps than this in the time given bring too little. */
const LEAST_STEPS = 60;
/** First and last length of a step, as a share of what a person is worth where nobody else is. */
const FIRST_STEP = 0.001;
const FIRST_STEP_FROM_AFAR = 0.02;
const LAST_STEP = 0.00005;
/** Memory of the direction, of its size, and of the prices that are averaged. */
const DIRECTION = 0.9;
const SIZE = 0.99;
const AVERAGE = 0.97;
const PROVE_AVERAGE_EVERY = 25;
/** Added to the size of a direction, in people, so that calm prices do not jump. */
const CALM = 0.3;

/** What an ascent proved. */
export type Ascent = { readonly bound: number; readonly prices: Prices };

/**
 * Raises the Lagrangean bound over exact states of cells from given prices by following, with a memory, the difference between people wanted and people there [Kingma2015]; no programme is solved.
 * Null when there are too many states. Steps shrink from first to last, from a longer one where the first prices are known to be far from the best; short of time they shrink faster.
 */
export async function ascend(
  problem: Problem,
  response: PriceResponse,
  start: Prices,
  isFar: boolean,
  seconds: number,
  clock: WorkClock,
  report: (bound: number) => void,
): Promise<Ascent | null> {
  const pricing = statePricing(problem);
  if (pricing === null) return null;
  const { levels, cells, groups } = problem;
  const zero = (): Float64Array[] => groups.map(() => new Float64Array(levels.length * cells));
  const [slope, mean] = [zero(), zero()];
  const compass = openCompass(pricing.busy, cells, zero(), zero());
  const caps = capPrices(problem, 1, { from: 0, to: cells });
  const scale = caps.gain.reduce((most, column) => column.reduce((a, b) => Math.max(a, b), most), 0);
  const current = start.gain.map((column) => column.slice());
  pricing.lift(current);
  let best: Ascent = { bound: Number.NEGATIVE_INFINITY, prices: start };

  /** Bound under gains, whose slope is left in `slope`. */
  const prove = (gain: readonly Float64Array[]): void => {
    const constant = pricing.price(gain, slope);
    const supply = zero();
    const bound = response.bound({ gain, constant }, supply);
    slope.forEach((column, g) => {
      for (let i = 0; i < column.length; i += 1) column[i] = (column[i] as number) - (supply[g]?.[i] as number);
    });
    if (bound > best.bound) best = { bound, prices: { gain: gain.map((column) => column.slice()), constant } };
  };

  const firstStep = isFar ? FIRST_STEP_FROM_AFAR : FIRST_STEP;
  const steps = Math.min(MOST_STEPS, STEPS_PER_PERSON * problem.people.length);
  const begin = clock.elapsed();
  let progress = 0;
  for (let step = 0; progress < 1; step += 1) {
    prove(current);
    compass.follow(current, slope, scale * firstStep * (LAST_STEP / firstStep) ** progress);
    pricing.lift(current);
    mean.forEach((column, g) => {
      const now = current[g] as Float64Array;
      for (let i = 0; i < column.length; i += 1)
        column[i] = step === 0 ? (now[i] as number) : AVERAGE * (column[i] as number) + (1 - AVERAGE) * (now[i] as number);
    });
    if (step % PROVE_AVERAGE_EVERY === PROVE_AVERAGE_EVERY - 1) {
      const even = mean.map((column) => column.slice());
      pricing.lift(even);
      prove(even);
    }
    if (clock.isDue()) {
      await clock.turn();
      report(best.bound);
    }
    const used = clock.elapsed() - begin;
    if (step === 2 && used / 3 > seconds / LEAST_STEPS) break;
    progress = Math.max((step + 1) / steps, used / seconds);
  }
  return best;
}

/** Moves prices along a slope, with a memory of its direction and size. */
type Compass = { follow(prices: readonly Float64Array[], slope: readonly Float64Array[], length: number): void };

function openCompass(busy: readonly number[], cells: number, direction: readonly Float64Array[], size: readonly Float64Array[]): Compass {
  let steps = 0;
  return {
    follow(prices, slope, length) {
      steps += 1;
      // both memories begin empty and are scaled up until they are filled
      const [warmDirection, warmSize] = [1 - DIRECTION ** steps, 1 - SIZE ** steps];
      prices.forEach((column, g) => {
        const [own, along, square] = [slope[g] as Float64Array, direction[g] as Float64Array, size[g] as Float64Array];
        for (const cell of busy) {
          let [sum, before] = [0, 0];
          for (let i = cell; i < column.length; i += cells) {
            along[i] = DIRECTION * (along[i] as number) + (1 - DIRECTION) * (own[i] as number);
            square[i] = SIZE * (square[i] as number) + (1 - SIZE) * (own[i] as number) ** 2;
            const change = (length * (along[i] as number)) / warmDirection / (Math.sqrt((square[i] as number) / warmSize) + CALM);
            // prices are moved as what each further part of the cell adds, which must not be negative
            const added = (column[i] as number) - before;
            before = column[i] as number;
            sum += Math.max(0, added + change);
            column[i] = sum;
          }
        }
      });
    },
  };
}
