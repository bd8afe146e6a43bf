import type { HighsSession, LinearSolution } from '../optimize/index.js';
import { pathFinder } from './best-path.js';
import type { WorkClock } from './clock.js';
import { capPrices, type Prices } from './cover-rows.js';
import { dayValuer } from './gains.js';
import { openMaster } from './master.js';
import type { PathSpace } from './path-space.js';
import { lagrangeanBound } from './prices.js';
import type { Problem } from './problem.js';
import type { Snapshot } from './search.js';

/** Relative distance between master and bound at which column generation stops. */
const CLOSE = 1e-4;
const SLICE_SECONDS = 0.5;
const MOST_ROUNDS = 400;
/** Rounds between two evaluations of the bound; each costs one dynamic programme per kind of person. */
const BOUND_EVERY = 5;

/** A proved bound and the prices that prove it. */
export type BoundResult = { readonly bound: number; readonly prices: Prices; readonly rounds: number; readonly master: number };

/** Raises the bound by column generation until master and bound meet, or the seconds are spent; what is proved by then is valid. */
export async function proveBound(
  problem: Problem,
  spaces: readonly PathSpace[],
  start: Snapshot,
  seconds: number,
  wasmUrl: string | undefined,
  clock: WorkClock,
  report: (round: number, bound: number) => void,
): Promise<BoundResult> {
  const valuer = dayValuer(problem);
  const finders = spaces.map((space) => pathFinder(space, problem.options));
  const days = problem.horizon.days.length;
  const begin = clock.elapsed();
  const left = (): number => seconds - (clock.elapsed() - begin);
  const none: Prices = { value: problem.groups.map(() => new Float64Array(problem.cells)), constant: 0 };
  const prove = (prices: Prices, rounds: number, value: number): BoundResult => ({
    bound: lagrangeanBound(problem, finders, valuer, prices),
    prices,
    rounds,
    master: value,
  });
  const better = (a: BoundResult, b: BoundResult): BoundResult => (b.bound > a.bound ? b : a);
  let best = better(prove(none, 0, Number.POSITIVE_INFINITY), prove(capPrices(problem), 0, Number.POSITIVE_INFINITY));
  if (problem.people.length === 0) return best;
  const constant =
    -problem.plan.surplusPerHour *
    ((problem.atomSeconds * problem.atomsPerCell) / 3600) *
    problem.demand.reduce((sum, column) => sum + column.reduce((a, b) => a + b, 0), 0);
  const master = await openMaster(problem, spaces, valuer, wasmUrl);
  try {
    master.seed(start.work, start.breaks, start.breaks.length / Math.max(1, problem.people.length * days));
    let lastPrices: Prices | null = null;
    const evaluate = (round: number, prices: Prices, value: number): void => {
      best = better(best, prove(prices, round, value));
      lastPrices = null;
      report(round, best.bound);
    };
    for (let round = 1; round <= MOST_ROUNDS && left() > 0; round += 1) {
      const answer = await solveInSlices(master.session, left, clock);
      if (answer.status !== 'optimal' || answer.duals === null) break;
      const value = (answer.objective as number) + constant;
      const prices = master.prices(answer.duals);
      const columns = master.price(answer.duals, prices);
      lastPrices = prices;
      if (round % BOUND_EVERY === 0 || columns.length === 0) evaluate(round, prices, value);
      if (columns.length === 0 || value - best.bound <= CLOSE * Math.abs(value)) break;
      master.session.addColumns(columns);
    }
    // the latest prices prove something even when time ran out before they were due for evaluation
    if (lastPrices !== null) evaluate(best.rounds, lastPrices, best.master);
  } finally {
    master.session.dispose();
  }
  return best;
}

/** Solves on from the last basis in short slices, so that aborts and timers get their turn. */
async function solveInSlices(session: HighsSession, left: () => number, clock: WorkClock): Promise<LinearSolution> {
  for (;;) {
    const answer = session.solve({ timeLimitSeconds: Math.max(0.05, Math.min(SLICE_SECONDS, left())) });
    await clock.turn();
    if (answer.status !== 'timeLimit' || left() <= 0) return answer;
  }
}
