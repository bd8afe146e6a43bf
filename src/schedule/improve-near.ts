import { type Cooling, cheaper, coolAndRebuild, polish } from './anneal.js';
import { type BoundResult, followsStates } from './bound.js';
import type { WorkClock } from './clock.js';
import { followShares } from './follow-shares.js';
import type { Problem } from './problem.js';
import type { Search, Snapshot } from './search.js';

/** Moves of one round: so many, but no fewer and no more than this for each person and week. Further ones find next to nothing in a roster that begins so near the best. */
const MOVES_PER_ROUND = 300_000;
const LEAST_PER_PERSON_WEEK = 600;
const MOST_PER_PERSON_WEEK = 12_000;
const FIRST_REBUILDINGS = 3;
/** Warmer moves would lose what is right about hours and shifts as a whole, and not find it again. Where few people are needed, each of them counts for more. */
const COOLING: Cooling = { hot: 0.45 / 32.5, cold: 0.2 / 32.5, frozen: 0.02 / 32.5 };
const COOLING_OF_FEW: Cooling = { hot: 2.5 / 32.5, cold: 0.6 / 32.5, frozen: 0.06 / 32.5 };

/** Where people are on line at the bound, and its prices: what rosters near the best are made from. */
export type Guide = Pick<BoundResult, 'prices' | 'shares'>;

/** A guide as plain data, for another thread: people by their place in the list. */
export type GuideData = {
  readonly gain: readonly (readonly number[])[];
  readonly constant: number;
  readonly shares: readonly { readonly members: readonly number[]; readonly online: readonly number[] }[];
};

export function guideData({ prices, shares }: Guide): GuideData {
  return {
    gain: prices.gain.map((column) => [...column]),
    constant: prices.constant,
    shares: shares.map(({ members, online }) => ({ members: members.map(({ index }) => index), online: [...online] })),
  };
}

export function readGuide({ people }: Problem, { gain, constant, shares }: GuideData): Guide {
  return {
    prices: { gain: gain.map((column) => Float64Array.from(column)), constant },
    shares: shares.map(({ members, online }) => ({ members: members.flatMap((i) => people[i] ?? []), online: Float64Array.from(online) })),
  };
}

/** A roster rounded from the guide; another seed rounds otherwise. */
export async function rosterNear(problem: Problem, search: Search, { prices, shares }: Guide, seed: number, clock: WorkClock): Promise<Snapshot> {
  await followShares(problem, search, prices, shares, seed, clock);
  await polish(search, FIRST_REBUILDINGS, clock);
  return search.snapshot();
}

/** What rounds may take: moves in all, and a cost at which nothing is left to do. */
type RoundLimits = { readonly budget: number; readonly target: number };

/**
 * Rounds roster after roster from the guide, cools each a little, and keeps the cheapest. Where rosters begin decides where they end, far more than how long they are cooled; so many beginnings bring more than one long cooling.
 * The search stands on the roster of the first round.
 */
export async function improveNear(
  problem: Problem,
  search: Search,
  guide: Guide,
  seed: number,
  { budget, target }: RoundLimits,
  clock: WorkClock,
  report: (share: number, best: Snapshot) => void,
): Promise<{ readonly best: Snapshot; readonly cutShort: boolean }> {
  const rounds = Math.max(1, Math.round(budget / movesPerRound(problem)));
  const cooling = followsStates(problem) ? COOLING_OF_FEW : COOLING;
  let best = search.snapshot();
  let longest = 0;
  for (let round = 0; round < rounds; round += 1) {
    const begin = clock.elapsed();
    if (round > 0) await rosterNear(problem, search, guide, seed + round, clock);
    const limits = { budget: Math.ceil(budget / rounds), seconds: clock.left(), target, cooling };
    const found = await coolAndRebuild(problem, search, limits, clock, (share) => report((round + share) / rounds, best));
    best = cheaper(best, found.best);
    longest = Math.max(longest, clock.elapsed() - begin);
    if (best.objective <= target) return { best, cutShort: false };
    // a round that cannot end would be of no use
    if (found.cutShort || (round + 1 < rounds && clock.left() < longest)) return { best, cutShort: true };
  }
  return { best, cutShort: false };
}

function movesPerRound({ people, plan }: Problem): number {
  const weeks = Math.max(1, people.length * plan.weeks);
  return Math.min(MOST_PER_PERSON_WEEK * weeks, Math.max(LEAST_PER_PERSON_WEEK * weeks, MOVES_PER_ROUND));
}
