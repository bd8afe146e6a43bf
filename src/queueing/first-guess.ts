import { erfcx } from '../numeric/index.js';
import type { QueuePoint } from './figures.js';
import type { CheckedTarget } from './service-target.js';

const guess = { agents: 0.5, slope: 0.5 };

/** Where to begin the search, and how fast the slack of `agentsFor` rises there. The tightest part of the target decides. */
export function firstGuess(point: QueuePoint, target: CheckedTarget): { readonly agents: number; readonly slope: number } {
  const { offeredLoad } = point;
  const { serviceLevel, asaSeconds, maxOccupancy } = target;
  guess.agents = 0;
  guess.slope = 1 / offeredLoad;
  if (point.patienceSeconds === Number.POSITIVE_INFINITY) guessPatient(point, serviceLevel, asaSeconds);
  else guessImpatient(point, target);
  if (maxOccupancy < Number.POSITIVE_INFINITY && offeredLoad / maxOccupancy > guess.agents && point.patienceSeconds === Number.POSITIVE_INFINITY) {
    guess.agents = offeredLoad / maxOccupancy;
    guess.slope = maxOccupancy / offeredLoad;
  }
  return guess;
}

function offer(agents: number, slope: number): void {
  if (agents <= guess.agents) return;
  guess.agents = agents;
  guess.slope = slope;
}

/**
 * Halfin–Whitt [Halfin1981]: P(wait) ≈ 1/(1 + β Φ(β)/φ(β)) at n = a + β √a; Newton steps on the logarithm of the miss
 * (or of the mean wait), which is concave in β.
 */
function guessPatient({ offeredLoad, ahtSeconds, answerWithinSeconds }: QueuePoint, serviceLevel: number, asaSeconds: number): void {
  const root = Math.sqrt(offeredLoad);
  if (serviceLevel > 0) {
    const rate = (root * answerWithinSeconds) / ahtSeconds;
    const goal = Math.log1p(-serviceLevel);
    let beta = Math.max(0.05, (0.506 + 0.41 * (Math.log(serviceLevel) - goal)) / (1 + 0.6 * rate));
    let slope = 1;
    for (let k = 0; k < 2; k += 1) {
      const ratio = 1.2533141373155003 * erfcx(-beta * Math.SQRT1_2);
      const lift = 1 + beta * ratio;
      slope = ratio / lift + beta + rate;
      beta = Math.max(1e-3, beta + (-Math.log(lift) - rate * beta - goal) / slope);
    }
    offer(offeredLoad + beta * root, slope / (root * serviceLevel));
  }
  if (asaSeconds < Number.POSITIVE_INFINITY) {
    const goal = Math.log((asaSeconds * root) / ahtSeconds);
    let beta = 0.5;
    let slope = 1;
    for (let k = 0; k < 4; k += 1) {
      const ratio = 1.2533141373155003 * erfcx(-beta * Math.SQRT1_2);
      const lift = 1 + beta * ratio;
      slope = ratio / lift + beta + 1 / beta;
      beta = Math.max(beta / 4, beta + (-Math.log(lift * beta) - goal) / slope);
    }
    offer(offeredLoad + beta * root, slope / root);
  }
}

/**
 * With patience g, two limits and a weight between them. Short thresholds: P(wait) as in [Garnett2002], β reduced by the
 * handle time per patience. Long ones: the wait offered is within T when n g/h is enough standard normals √(n g/h) above
 * a g/h e^(−T/g) [Zeltyn2005]; those who would be served after nearly T have then lost a share 1 − e^(−T/g) of their number.
 */
function guessImpatient(point: QueuePoint, { rule, serviceLevel, asaSeconds, abandonProbability }: CheckedTarget): void {
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
    const virtual = rule === 'offered' ? serviceLevel / left : rule === 'includingShortAbandons' ? 1 - (1 - serviceLevel) / left : serviceLevel;
    const level = Math.min(0.97, Math.max(0.03, virtual));
    const sigma = Math.sqrt(left * hazard) * root;
    const fluid = rule === 'offered' ? offeredLoad * serviceLevel : 0;
    const long = Math.max(offeredLoad * left + 0.6 * Math.log(level / (1 - level)) * sigma, fluid);
    offer(weight * short + (1 - weight) * long, 1 / (weight * 0.41 * reach + (1 - weight) * 0.6 * sigma));
  }
  const spread = Math.sqrt(Math.max(1, hazard) * offeredLoad);
  if (abandonProbability < 1) offer(offeredLoad * (1 - abandonProbability), 1 / (abandonProbability * offeredLoad + spread));
  if (asaSeconds < Number.POSITIVE_INFINITY) {
    const share = Math.exp(-asaSeconds / patienceSeconds);
    offer(offeredLoad * share, 1 / ((1 - share) * offeredLoad + spread));
  }
}
