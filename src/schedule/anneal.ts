import type { WorkClock } from './clock.js';
import { priceScale } from './price-scale.js';
import type { Problem } from './problem.js';
import type { Search, Snapshot } from './search.js';

const CHUNK = 16;
/** Days of people that are copied for each move made, at most. */
const COPIED_PER_MOVE = 8;
/** Most of the moves cool down to cold, where the roster takes shape; the rest freeze it. */
const FREEZE_FROM = 0.85;
/** Share of the allowed time after which the speed so far is trusted to foresee the end. */
const TRUST = 0.1;

/** Temperatures of a cooling, as shares of the price scale. */
export type Cooling = { readonly hot: number; readonly cold: number; readonly frozen: number };

/** Hot enough to forget where it began. */
export const FROM_ANYWHERE: Cooling = { hot: 7 / 32.5, cold: 1.5 / 32.5, frozen: 0.1 / 32.5 };
/** For a roster that should change where it must, and no more than that pays. */
export const FROM_GIVEN: Cooling = { hot: 2 / 32.5, cold: 0.8 / 32.5, frozen: 0.1 / 32.5 };

function temperatureAt({ hot, cold, frozen }: Cooling, progress: number): number {
  if (progress < FREEZE_FROM) return hot * (cold / hot) ** (progress / FREEZE_FROM);
  return cold * (frozen / cold) ** ((progress - FREEZE_FROM) / (1 - FREEZE_FROM));
}

/** How an annealing run ended. */
export type AnnealEnd = { readonly moves: number; readonly cutShort: boolean };

/** How long to cool: moves, seconds, and a cost at which nothing is left to do. */
export type AnnealLimits = { readonly budget: number; readonly seconds: number; readonly target?: number; readonly cooling?: Cooling };

/**
 * Cools a roster over `budget` moves, or until it costs no more than `target`, and puts the cheapest roster on the way back. When the time will not suffice, the cooling is hurried so that it still ends cold; then,
 * and only then, the result depends on the machine.
 */
export async function anneal(
  problem: Problem,
  search: Search,
  { budget, seconds, target = Number.NEGATIVE_INFINITY, cooling = FROM_ANYWHERE }: AnnealLimits,
  clock: WorkClock,
  report: (done: number, objective: number) => void = () => undefined,
): Promise<AnnealEnd> {
  const scale = priceScale(problem);
  const startSeconds = clock.elapsed();
  let moves = 0;
  let progress = 0;
  let cutShort = false;
  let step = 1 / Math.max(1, budget);
  let best = search.snapshot();
  let copiedAt = 0;
  const pause = best.work.length / COPIED_PER_MOVE;
  while (progress < 1) {
    const temperature = scale * temperatureAt(cooling, progress);
    for (let k = 0; k < CHUNK; k += 1) search.move(temperature);
    moves += CHUNK;
    progress += CHUNK * step;
    const objective = search.state.objective();
    if (objective < best.objective && moves - copiedAt >= pause) {
      best = search.snapshot();
      copiedAt = moves;
    }
    if (objective <= target) break;
    if (!clock.isDue()) continue;
    await clock.turn();
    report(progress, search.state.objective());
    const used = clock.elapsed() - startSeconds;
    const left = seconds - used;
    if (left <= 0) {
      cutShort = true;
      break;
    }
    if (used < TRUST * seconds) continue;
    const needed = ((1 - progress) / step) * (used / moves);
    if (needed > left || cutShort) {
      cutShort = true;
      step = Math.max(0, 1 - progress) / Math.max(1, left * (moves / used));
    }
  }
  if (best.objective < search.state.objective()) search.restore(best);
  return { moves, cutShort };
}

/** Exact rebuilding of everybody until a round brings next to nothing; keeps the best. */
export async function polish(search: Search, rounds: number, clock: WorkClock): Promise<void> {
  for (let round = 0; round < rounds && clock.left() > 0; round += 1) {
    const before = search.state.objective();
    for (const person of search.shuffled()) {
      search.rebuild(person, 0);
      if (!clock.isDue()) continue;
      await clock.turn();
      if (clock.left() <= 0) return;
    }
    if (before - search.state.objective() < 1e-6 * Math.max(1, Math.abs(before))) return;
  }
}

/** Rounds of rebuilding that end a search. */
const LAST_ROUNDS = 6;

/** Cools a roster, rebuilds everybody, and gives the cheaper of what stood before and after the rebuilding. */
export async function coolAndRebuild(
  problem: Problem,
  search: Search,
  limits: AnnealLimits,
  clock: WorkClock,
  report: (done: number) => void,
): Promise<{ readonly best: Snapshot; readonly cutShort: boolean }> {
  const { cutShort } = await anneal(problem, search, limits, clock, report);
  search.state.settle();
  const annealed = search.snapshot();
  await polish(search, LAST_ROUNDS, clock);
  search.state.settle();
  return { best: cheaper(annealed, search.snapshot()), cutShort };
}

/** The cheaper of two rosters. */
export function cheaper(a: Snapshot | null, b: Snapshot): Snapshot {
  return a !== null && a.objective <= b.objective ? a : b;
}
