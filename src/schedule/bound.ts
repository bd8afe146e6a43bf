import type { HighsSession, LinearSolution } from '../optimize/index.js';
import { ascend } from './ascend.js';
import { pathFinder } from './best-path.js';
import type { WorkClock } from './clock.js';
import { addPrices, capPrices, mixPrices, type Prices } from './cover-rows.js';
import { type DayValuer, dayValuer } from './gains.js';
import { gapOf } from './gap.js';
import { type Master, openMaster } from './master.js';
import type { PathSpace } from './path-space.js';
import { priceResponse } from './prices.js';
import type { Problem } from './problem.js';
import type { Snapshot } from './search.js';

const DAYS_PER_WEEK = 7;
/** Relative distance between master and bound at which column generation stops. */
const CLOSE = 1e-4;
/** While master and bound are further apart than this, the bound may take so much more time. */
const WIDE = 0.002;
const OVERTIME = 1.6;
/** Distance beyond which prices are taken to be far from the best. */
const FAR = 0.01;
/** How far from the best prices so far towards the latest ones proofs are tried. */
const MIXES = [0.2, 0.5];
const SLICE_SECONDS = 0.5;
/** Shares of the price caps tried before the master has anything to say. */
const FIRST_SHARES = [0, 0.3, 0.4, 1];
const MOST_ROUNDS = 400;
/** Mean need of a cell up to which whole people count so much that prices follow the exact states of cells, and up to which a master mixes these states too. */
const SOME_PEOPLE = 20;
const FEW_PEOPLE = 8;
/** Share of the price caps, and of the time, for prices that follow the states before any master is solved. */
const FIRST_SHARE = 0.35;
const FIRST_FOLLOW = 0.2;
/** Share of the time until the end of the master of cuts when exact states follow. */
const CUTS_SHARE = 0.65;

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
  const response = priceResponse(
    problem,
    spaces.map((space) => pathFinder(space, problem.options)),
    valuer,
  );
  const begin = clock.elapsed();
  let gap = Number.POSITIVE_INFINITY;
  const need = meanNeed(problem);
  let share = need <= SOME_PEOPLE ? CUTS_SHARE : 1;
  const left = (): number => share * seconds * (gap > WIDE ? OVERTIME : 1) - (clock.elapsed() - begin);
  const caps = capPrices(problem, 1, { from: 0, to: problem.cells });
  let mastered: Prices = caps;
  let best: BoundResult = { bound: Number.NEGATIVE_INFINITY, prices: caps, rounds: 0 };
  const prove = (prices: Prices, rounds: number): void => {
    const bound = response.bound(prices);
    if (bound > best.bound) best = { bound, prices, rounds };
  };
  for (const share of FIRST_SHARES) prove(mixPrices(caps, caps, share, 0), 0);
  if (problem.people.length === 0) return best;
  const generate = async (weeks: readonly Week[]): Promise<void> => {
    let provedAt = clock.elapsed();
    let proofSeconds = 0;
    for (let round = 1; round <= MOST_ROUNDS && left() > 0; round += 1) {
      let isStopped = false;
      for (const week of weeks) if (!week.isDone && !isStopped) isStopped = !(await improve(week, left, clock));
      const isLast = isStopped || weeks.every((week) => week.isDone) || left() <= 0;
      // a round of proving may take as long as the solving since the last one
      if (!isLast && clock.elapsed() - provedAt < proofSeconds) continue;
      const from = clock.elapsed();
      const prices = addPrices(weeks.map((week) => week.prices));
      // far from the optimum duals swing; half way to the best prices so far they often prove more
      if (weeks.some((week) => !week.isDone)) for (const share of MIXES) prove(mixPrices(best.prices, prices, 1 - share, share), round);
      prove(prices, round);
      mastered = prices;
      provedAt = clock.elapsed();
      proofSeconds = provedAt - from;
      report(round, best.bound);
      const value = weeks.reduce((sum, week) => sum + week.value, 0);
      gap = (value - best.bound) / Math.max(1, Math.abs(value));
      if (isLast || gap <= CLOSE) break;
    }
  };
  const solveMasters = async (exactly: boolean): Promise<void> => {
    const weeks = await openWeeks(problem, spaces, valuer, start, wasmUrl, exactly);
    try {
      await generate(weeks);
    } finally {
      for (const week of weeks) week.master.session.dispose();
    }
  };
  const isProved = (): boolean => gapOf(start.objective, best.bound) === 0;
  const follow = async (prices: Prices, isFar: boolean, most: number): Promise<void> => {
    if (need > SOME_PEOPLE || isProved() || most <= 0) return;
    const ascent = await ascend(problem, response, prices, isFar, most, clock, (bound) => report(best.rounds, Math.max(bound, best.bound)));
    if (ascent !== null && ascent.bound > best.bound) best = { ...best, ...ascent };
    report(best.rounds, best.bound);
  };
  // a fair bound soon, before the first programme has much to say
  await follow(mixPrices(caps, caps, FIRST_SHARE, 0), true, seconds * FIRST_FOLLOW);
  await solveMasters(false);
  share = 1;
  await follow(gap > FAR ? best.prices : mastered, gap > FAR, left());
  if (need <= FEW_PEOPLE && !isProved() && left() > 0) await solveMasters(true);
  return best;
}

/** People needed in a cell in which anybody is, on average. */
function meanNeed({ demand, cells }: Problem): number {
  let need = 0;
  let busy = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    const own = demand.reduce((sum, column) => sum + (column[cell] as number), 0);
    need += own;
    if (own > 0) busy += 1;
  }
  return need / Math.max(1, busy);
}

/** Opens the master of each week: cells in exact states if wanted and possible, else described by cuts. */
async function openWeeks(
  problem: Problem,
  spaces: readonly PathSpace[],
  valuer: DayValuer,
  { work, breaks }: Snapshot,
  wasmUrl: string | undefined,
  exactly: boolean,
): Promise<Week[]> {
  const weeks: Week[] = [];
  const days = problem.horizon.days.length;
  for (let week = 0; week < days / DAYS_PER_WEEK; week += 1) {
    const exact = exactly ? await openMaster(problem, spaces, valuer, wasmUrl, week, true) : null;
    const master = exact ?? ((await openMaster(problem, spaces, valuer, wasmUrl, week, false)) as Master);
    weeks.push({ master, value: Number.POSITIVE_INFINITY, prices: master.firstPrices, isDone: false });
    master.seed(work, breaks, breaks.length / Math.max(1, problem.people.length * days));
  }
  return weeks;
}

/** Column generation of one week, and where it stands. */
type Week = { readonly master: Master; value: number; prices: Prices; isDone: boolean };

/** One round of one week: solve, read prices, add columns. False when time ran out or the solver gave up. */
async function improve(week: Week, left: () => number, clock: WorkClock): Promise<boolean> {
  const { master } = week;
  const answer = await solveInSlices(master.session, left, clock);
  if (answer.status !== 'optimal' || answer.duals === null) return false;
  week.value = (answer.objective as number) + master.constant;
  const { prices, columns } = master.price(answer.duals);
  week.prices = prices;
  week.isDone = columns.length === 0;
  master.session.addColumns(columns);
  return true;
}

/** Solves on from the last basis in short slices, so that aborts and timers get their turn. */
export async function solveInSlices(session: HighsSession, left: () => number, clock: WorkClock): Promise<LinearSolution> {
  for (;;) {
    const answer = session.solve({ timeLimitSeconds: Math.max(0.05, Math.min(SLICE_SECONDS, left())) });
    await clock.turn();
    if (answer.status !== 'timeLimit' || left() <= 0) return answer;
  }
}
