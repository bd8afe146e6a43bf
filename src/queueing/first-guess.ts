import type { QueuePoint } from './figures.js';
import type { CheckedTarget } from './service-target.js';
import { roughSlackAt } from './slack.js';

const guess = { agents: 0.5, slope: 0.5 };

/** Secant steps on rough figures at most, and how small a step in agents ends them. */
const MOST_STEPS = 8;
const LAST_STEP = 0.3;

/**
 * Where to begin the search, and how fast the slack of `agentsFor` rises there. The tightest part of the target decides. Square-root staffing first
 * [Halfin1981], then steps on figures that cost little.
 */
export function firstGuess(point: QueuePoint, target: CheckedTarget): { readonly agents: number; readonly slope: number } {
  const { offeredLoad, patienceSeconds } = point;
  const { asaSeconds, maxOccupancy } = target;
  const isPatient = patienceSeconds === Number.POSITIVE_INFINITY;
  guess.agents = 0;
  guess.slope = 1 / offeredLoad;
  if (isPatient) guessPatient(point, target);
  else guessImpatient(point, target);
  if (maxOccupancy < Number.POSITIVE_INFINITY && isPatient) offer(offeredLoad / maxOccupancy, maxOccupancy / offeredLoad);
  if (isPatient || asaSeconds === Number.POSITIVE_INFINITY) refine(point, target, isPatient ? (point.moments?.peak ?? offeredLoad) : 0);
  return guess;
}

/** Follows the rough slack to its root; never to the load that has to fit, nor below half of the number before. */
function refine(point: QueuePoint, target: CheckedTarget, least: number): void {
  let { slope } = guess;
  let agents = Math.max(guess.agents, least + 0.3 * Math.sqrt(least));
  let slack = roughSlackAt(point, target, agents);
  for (let k = 0; k < MOST_STEPS; k += 1) {
    const next = Math.min(2 * agents + 1, Math.max(agents - slack / slope, (agents + least) / 2));
    const nextSlack = roughSlackAt(point, target, next);
    const step = Math.abs(next - agents);
    // Of steps as small as rounding the slope says nothing.
    const secant = step < 1e-6 * next ? slope : (nextSlack - slack) / (next - agents);
    if (!(secant > 0 && secant < Number.POSITIVE_INFINITY)) return;
    const isLast = step < LAST_STEP;
    [agents, slack, slope] = [next, nextSlack, secant];
    guess.slope = slope;
    guess.agents = Math.max(agents - slack / slope, (agents + least) / 2);
    if (isLast) return;
  }
}

function offer(agents: number, slope: number): void {
  if (agents <= guess.agents) return;
  guess.agents = agents;
  guess.slope = slope;
}

/** Agents beyond the load, in roots of it: P(wait) near 1/(1 + β Φ(β)/φ(β)) [Halfin1981], roughly solved for β. */
function guessPatient({ offeredLoad, ahtSeconds, answerWithinSeconds }: QueuePoint, { serviceLevel, asaSeconds }: CheckedTarget): void {
  const root = Math.sqrt(offeredLoad);
  if (serviceLevel > 0) {
    const rate = (root * answerWithinSeconds) / ahtSeconds;
    const beta = Math.max(0.05, (0.506 + 0.41 * Math.log(serviceLevel / (1 - serviceLevel))) / (1 + 0.6 * rate));
    offer(offeredLoad + beta * root, (1.2 + rate) / (root * serviceLevel));
  }
  if (asaSeconds < Number.POSITIVE_INFINITY) {
    const beta = 1 / ((asaSeconds * root) / ahtSeconds + 0.6);
    offer(offeredLoad + beta * root, (1 + 1 / beta) / root);
  }
}

/**
 * With patience g, two limits and a weight between them. Short thresholds: P(wait) as in [Garnett2002], β reduced by the
 * handle time per patience. Long ones: the wait offered is within T when n g/h is enough standard normals √(n g/h) above
 * a g/h e^(−T/g) [Zeltyn2005], and never fewer than serve the share asked for.
 */
function guessImpatient(point: QueuePoint, { serviceLevel, asaSeconds, abandonProbability }: CheckedTarget): void {
  const { offeredLoad, ahtSeconds, patienceSeconds, answerWithinSeconds } = point;
  const root = Math.sqrt(offeredLoad);
  const hazard = ahtSeconds / patienceSeconds;
  if (serviceLevel > 0) {
    const left = Math.exp(-answerWithinSeconds / patienceSeconds);
    const blur = ((answerWithinSeconds / patienceSeconds) * root) / Math.sqrt(hazard);
    const weight = 1 / (1 + blur * blur);
    const odds = Math.log(serviceLevel / (1 - serviceLevel));
    const reach = root / (1 + hazard / 4);
    const short = offeredLoad + (0.506 + 0.41 * odds) * reach;
    const sigma = Math.sqrt(left * hazard) * root;
    const long = Math.max(offeredLoad * left + 0.6 * odds * sigma, offeredLoad * serviceLevel);
    offer(weight * short + (1 - weight) * long, 1 / (weight * 0.41 * reach + (1 - weight) * 0.6 * sigma));
  }
  const spread = Math.sqrt(Math.max(1, hazard) * offeredLoad);
  if (abandonProbability < 1) offer(offeredLoad * (1 - abandonProbability), 1 / (abandonProbability * offeredLoad + spread));
  if (asaSeconds < Number.POSITIVE_INFINITY) {
    const share = Math.exp(-asaSeconds / patienceSeconds);
    offer(offeredLoad * share, 1 / ((1 - share) * offeredLoad + spread));
  }
}
