import type { HighsSession, LinearSolution } from '../optimize/index.js';
import { pathFinder } from './best-path.js';
import type { WorkClock } from './clock.js';
import { capPrices, mixPrices, type Prices } from './cover-rows.js';
import { dayValuer } from './gains.js';
import { openMaster } from './master.js';
import type { PathSpace } from './path-space.js';
import { lagrangeanBound } from './prices.js';
import type { Problem } from './problem.js';
import type { Snapshot } from './search.js';

/** Relative distance between master and bound at which column generation stops. */
const CLOSE = 1e-4;
/** While master and bound are further apart than this, the bound may take so much more time. */
const WIDE = 0.01;
const OVERTIME = 1.6;
const SLICE_SECONDS = 0.5;
/** Shares of the price caps tried before the master has anything to say. */
const FIRST_SHARES = [0, 0.3, 0.4, 1];
const MOST_ROUNDS = 400;

/** A proved bound and the prices that prove it. */
export type BoundResult = { readonly bound: number; readonly prices: Prices; readonly rounds: number };

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
  const begin = clock.elapsed();
  let gap = Number.POSITIVE_INFINITY;
  const left = (): number => seconds * (gap > WIDE ? OVERTIME : 1) - (clock.elapsed() - begin);
  const caps = capPrices(problem);
  let best: BoundResult = { bound: Number.NEGATIVE_INFINITY, prices: caps, rounds: 0 };
  const prove = (prices: Prices, rounds: number): void => {
    const bound = lagrangeanBound(problem, finders, valuer, prices);
    if (bound > best.bound) best = { bound, prices, rounds };
  };
  for (const share of FIRST_SHARES) prove(mixPrices(caps, caps, share, 0), 0);
  if (problem.people.length === 0) return best;
  const master = await openMaster(problem, spaces, valuer, wasmUrl);
  try {
    master.seed(start.work, start.breaks, start.breaks.length / Math.max(1, problem.people.length * problem.horizon.days.length));
    let waiting: Prices | null = null;
    let provedAt = clock.elapsed();
    let proofSeconds = 0;
    for (let round = 1; round <= MOST_ROUNDS && left() > 0; round += 1) {
      const answer = await solveInSlices(master.session, left, clock);
      if (answer.status !== 'optimal' || answer.duals === null) break;
      const value = (answer.objective as number) + master.constant;
      waiting = master.prices(answer.duals);
      const columns = master.price(answer.duals, waiting);
      // a round of proving may take as long as the solving since the last one
      if (columns.length === 0 || clock.elapsed() - provedAt >= proofSeconds) {
        const from = clock.elapsed();
        // far from the optimum duals swing; half way to the best prices so far they often prove more
        if (columns.length > 0) prove(mixPrices(best.prices, waiting, 0.5, 0.5), round);
        prove(waiting, round);
        waiting = null;
        provedAt = clock.elapsed();
        proofSeconds = provedAt - from;
        report(round, best.bound);
      }
      gap = (value - best.bound) / Math.max(1, Math.abs(value));
      if (columns.length === 0 || gap <= CLOSE) break;
      master.session.addColumns(columns);
    }
    // the latest prices prove something even when time ran out before they were due
    if (waiting !== null) {
      prove(mixPrices(best.prices, waiting, 0.5, 0.5), best.rounds);
      prove(waiting, best.rounds);
    }
  } finally {
    master.session.dispose();
  }
  return best;
}

/** Solves on from the last basis in short slices, so that aborts and timers get their turn. */
export async function solveInSlices(session: HighsSession, left: () => number, clock: WorkClock): Promise<LinearSolution> {
  for (;;) {
    const answer = session.solve({ timeLimitSeconds: Math.max(0.05, Math.min(SLICE_SECONDS, left())) });
    await clock.turn();
    if (answer.status !== 'timeLimit' || left() <= 0) return answer;
  }
}
