import type { HighsSession, LinearSolution } from '../optimize/index.js';
import { ascend } from './ascend.js';
import { pathFinder } from './best-path.js';
import type { WorkClock } from './clock.js';
import { addPrices, capPrices, mixPrices, type Prices } from './cover-rows.js';
import { type DayValuer, dayValuer } from './gains.js';
import { gapOf } from './gap.js';
import { type ClassShare, type Master, openMaster } from './master.js';
import type { PathSpace } from './path-space.js';
import { priceResponse } from './prices.js';
import type { Problem } from './problem.js';
import type { Snapshot } from './search.js';

const DAYS_PER_WEEK = 7;
/** Relative distance between master and bound at which column generation stops. */
const CLOSE = 2e-5;
/** While master and bound are further apart than this, the bound may take so much more time. */
const WIDE = 0.002;
const OVERTIME = 1.6;
/** How far from the best prices so far towards the latest ones proofs are tried. */
const MIXES = [0.2, 0.5];
/** Days of different people that a round of proving may look at after each round of solving; where there are more, fewer rounds are proved. */
const PROOF_DAYS = 2000;
/** Steps of the simplex method between turns of the event loop. */
const SLICE_ITERATIONS = 500;
/** Shares of the price caps tried before anything else. */
const FIRST_SHARES = [0, 0.3, 0.4, 1];
const MOST_ROUNDS = 400;
/** Mean need of a cell up to which whole people count so much that prices follow the exact states of cells, and up to which a master that mixes these states, where it is small, closes what is left. */
const SOME_PEOPLE = 20;
const FEW_PEOPLE = 8;
/** Share of the price caps from which prices follow the states. */
const FIRST_SHARE = 0.35;

/**
 * A proved bound and the prices that prove it; and when people are on line, in fractions of people, where the cover is met at least cost.
 */
export type BoundResult = { readonly bound: number; readonly prices: Prices; readonly rounds: number; readonly shares: readonly ClassShare[] };

/** How much work a bound may take: steps of prices where these follow states, and seconds, which cut it short. */
export type BoundEffort = { readonly steps: number; readonly seconds: number };

/** Raises the bound by steps of prices, or by column generation until master and bound meet. Work goes by counts; when the seconds are spent, what is proved by then is valid. */
export async function proveBound(
  problem: Problem,
  spaces: readonly PathSpace[],
  start: Snapshot,
  { steps, seconds }: BoundEffort,
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
  const left = (): number => seconds * (gap > WIDE ? OVERTIME : 1) - (clock.elapsed() - begin);
  const caps = capPrices(problem, 1, { from: 0, to: problem.cells });
  let best: BoundResult = { bound: Number.NEGATIVE_INFINITY, prices: caps, rounds: 0, shares: [] };
  const prove = (prices: Prices, rounds: number): void => {
    const bound = response.bound(prices);
    if (bound > best.bound) best = { ...best, bound, prices, rounds };
  };
  for (const share of FIRST_SHARES) prove(mixPrices(caps, caps, share, 0), 0);
  if (problem.people.length === 0) return best;
  const generate = async (weeks: readonly Week[]): Promise<void> => {
    const every = Math.ceil((response.profiles * problem.horizon.days.length) / PROOF_DAYS);
    for (let round = 1; round <= MOST_ROUNDS && left() > 0; round += 1) {
      let isStopped = false;
      for (const week of weeks) if (!week.isDone && !isStopped) isStopped = !(await improve(week, left, clock));
      const isLast = isStopped || weeks.every((week) => week.isDone) || left() <= 0;
      if (!isLast && round % every !== 0) continue;
      const prices = addPrices(weeks.map((week) => week.prices));
      // far from the optimum duals swing; half way to the best prices so far they often prove more
      if (weeks.some((week) => !week.isDone)) for (const share of MIXES) prove(mixPrices(best.prices, prices, 1 - share, share), round);
      prove(prices, round);
      report(round, best.bound);
      await clock.turn();
      const value = weeks.reduce((sum, week) => sum + week.value, 0);
      gap = (value - best.bound) / Math.max(1, Math.abs(value));
      if (isLast || gap <= CLOSE) break;
    }
  };
  const solveMasters = async (exactly: boolean): Promise<readonly ClassShare[]> => {
    const weeks = await openWeeks(problem, spaces, valuer, start, wasmUrl, exactly);
    try {
      if (weeks.length > 0) await generate(weeks);
      return weeks.flatMap(({ master, values }) => (values === null ? [] : master.shares(values)));
    } finally {
      for (const week of weeks) week.master.session.dispose();
    }
  };
  if (followsStates(problem)) {
    const course = { start: mixPrices(caps, caps, FIRST_SHARE, 0), aim: start.objective, steps, seconds };
    const ascent = await ascend(problem, response, course, clock, (bound) => report(0, Math.max(bound, best.bound)));
    const shares = ascent === null ? [] : sharesOfGroups(problem, ascent.online);
    best = ascent !== null && ascent.bound > best.bound ? { ...ascent, rounds: 0, shares } : { ...best, shares };
    report(0, best.bound);
    const isProved = gapOf(start.objective, best.bound) === 0;
    if (ascent !== null && (meanNeed(problem) > FEW_PEOPLE || isProved || left() <= 0)) return best;
    await solveMasters(ascent !== null);
    return best;
  }
  const shares = await solveMasters(false);
  return { ...best, shares };
}

/** People on line by group as shares: nearer to each class than this it is not known. */
function sharesOfGroups({ groups, people }: Problem, online: readonly Float64Array[]): ClassShare[] {
  return groups.map((_, g) => ({ members: people.filter(({ group }) => group === g), online: online[g] as Float64Array }));
}

/** True where whole people count so much that prices follow the exact states of cells. */
export function followsStates(problem: Problem): boolean {
  return meanNeed(problem) <= SOME_PEOPLE;
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

/** Opens the master of each week: cells in exact states, or described by cuts. None at all where the states are too many. */
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
    const master = await openMaster(problem, spaces, valuer, wasmUrl, week, exactly);
    if (master === null) {
      for (const own of weeks) own.master.session.dispose();
      return [];
    }
    weeks.push({ master, value: Number.POSITIVE_INFINITY, values: null, prices: master.firstPrices, isDone: false });
    master.seed(work, breaks, breaks.length / Math.max(1, problem.people.length * days));
  }
  return weeks;
}

/** Column generation of one week, and where it stands. */
type Week = { readonly master: Master; value: number; values: readonly number[] | null; prices: Prices; isDone: boolean };

/** One round of one week: solve, read prices, add columns. False when time ran out or the solver gave up. */
async function improve(week: Week, left: () => number, clock: WorkClock): Promise<boolean> {
  const { master } = week;
  const answer = await solveInSlices(master.session, left, clock);
  if (answer.status !== 'optimal' || answer.duals === null) return false;
  week.value = (answer.objective as number) + master.constant;
  week.values = answer.values;
  const { prices, columns } = master.price(answer.duals);
  week.prices = prices;
  week.isDone = columns.length === 0;
  master.add(columns);
  return true;
}

/** Solves on from the last basis in short slices, so that aborts and timers get their turn. */
export async function solveInSlices(session: HighsSession, left: () => number, clock: WorkClock): Promise<LinearSolution> {
  for (;;) {
    const answer = session.solve({ timeLimitSeconds: Math.max(0.05, left()), mostIterations: SLICE_ITERATIONS });
    await clock.turn();
    if (answer.status !== 'timeLimit' || left() <= 0) return answer;
  }
}
