import type { LoadModel } from '../core/index.js';
import type { LoadMoments } from '../queueing/index.js';

/** The load of an interval: its mean in erlangs, and its moments where it moves. */
export type WalkedLoad = { load: number; moments: LoadMoments | undefined };

/** Gauss–Legendre with two points on [0, 1], each of half the weight. */
const NODES = [0.2113248654051871, 0.7886751345948129];

/** Handle times after which a load counts as arrived at its goal. */
const SETTLED = 3;

/**
 * Walks along intervals and gives the load of each: its own, or the modified offered load, since contacts in service were offered earlier:
 * m' = λ − m ÷ AHT [Jennings1996]. Before the first interval lies its own load, or closed time. A load that hardly moves inside an interval
 * has no moments: what that leaves out of a service level is below .0005.
 */
export function loadWalk(model: LoadModel, startsEmpty: boolean): (goal: number, ahtSeconds: number, intervalSeconds: number) => WalkedLoad {
  let at = startsEmpty ? 0 : -1;
  const out: WalkedLoad = { load: 0, moments: undefined };
  return (goal, ahtSeconds, intervalSeconds) => {
    const from = at < 0 || model === 'stationary' ? goal : at;
    const away = from - goal;
    const span = intervalSeconds / ahtSeconds;
    const left = Math.exp(-span);
    at = goal + away * left;
    out.load = goal + (away * (1 - left)) / span;
    out.moments = away * away > 0.08 * goal && goal > 0 ? momentsOf(goal, away, span, left, Math.max(from, at)) : undefined;
    return out;
  };
}

/** Two moments while the load still moves, and one for the rest of the interval. */
function momentsOf(goal: number, away: number, span: number, left: number, peak: number): LoadMoments {
  const moving = Math.min(span, SETTLED);
  const loads = NODES.map((node) => goal + away * Math.exp(-node * moving));
  const weight = moving / span / 2;
  if (span <= SETTLED) return { loads, weights: [weight, weight], peak };
  loads.push(goal + (away * (Math.exp(-SETTLED) - left)) / (span - SETTLED));
  return { loads, weights: [weight, weight, 1 - 2 * weight], peak };
}
