import type { WorkClock } from './clock.js';
import type { Problem } from './problem.js';
import type { Search, Snapshot } from './search.js';

const CHUNK = 16;
/** Days of people that are copied for each move made, at most. */
const COPIED_PER_MOVE = 8;
/** Hottest and coldest temperature as shares of what half an hour of one person is worth between "uncovered" and "surplus". */
const HOT = 7 / 32.5;
const COLD = 1.5 / 32.5;
/** Most of the moves cool down to cold, where the roster takes shape; the rest freeze it. */
const FROZEN = 0.1 / 32.5;
const FREEZE_FROM = 0.85;
/** Share of the allowed time after which the speed so far is trusted to foresee the end. */
const TRUST = 0.1;

function cooling(progress: number): number {
  if (progress < FREEZE_FROM) return HOT * (COLD / HOT) ** (progress / FREEZE_FROM);
  return COLD * (FROZEN / COLD) ** ((progress - FREEZE_FROM) / (1 - FREEZE_FROM));
}

/** How an annealing run ended. */
export type AnnealEnd = { readonly moves: number; readonly cutShort: boolean };

/** Money that a cell's worth of one person moves between uncovered and surplus, on average. */
function priceScale(problem: Problem): number {
  const { queues, plan, atomSeconds, atomsPerCell } = problem;
  const mean = queues.reduce((sum, queue) => sum + queue.understaffedPerHour, 0) / Math.max(1, queues.length);
  return ((mean + plan.surplusPerHour) * atomSeconds * atomsPerCell) / 3600 || 1;
}

/**
 * Cools a roster from hot to cold over `budget` moves, or until it costs no more than `target`, and puts the cheapest roster on the way back. When the time will not suffice, the cooling is hurried so that it still ends cold; then,
 * and only then, the result depends on the machine.
 */
export async function anneal(
  problem: Problem,
  search: Search,
  budget: number,
  seconds: number,
  target: number,
  clock: WorkClock,
  report: (done: number, objective: number) => void,
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
    const temperature = scale * cooling(progress);
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

/** The cheaper of two rosters. */
export function cheaper(a: Snapshot | null, b: Snapshot): Snapshot {
  return a !== null && a.objective <= b.objective ? a : b;
}
