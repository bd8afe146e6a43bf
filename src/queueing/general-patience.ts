import { checkPositive } from '../core/index.js';
import { forEachNode, lnScaledUpperGamma, scaledUpperGamma, smallestReal } from '../numeric/index.js';
import { blankFigures, clampShare, emptyQueue, type Figures } from './figures.js';
import { checkedPoint, type Load } from './load.js';
import { type Patience, type PatienceLaw, patienceLaw } from './patience.js';
import { metricsFrom, type QueueMetrics } from './queue-metrics.js';

/** Input of {@link queueMetricsWithPatience}. */
export type GeneralPatienceInput = Load & {
  /** People on line; may be fractional; above 0. */
  readonly agents: number;
  /** Threshold of the service levels; left out: no service levels. */
  readonly answerWithinSeconds?: number | undefined;
  /** `exponential`, `deterministic` (0 = leaves unless answered at once) or a `mixture` of such: two exponentials make hyper-exponential patience. */
  readonly patience: Patience;
};

/** Below e^(−this) of its peak the density of the wait is left out. */
const NEGLIGIBLE = 45;

/**
 * All figures of a queue whose patience follows any mixture of exponential and fixed times (M/M/n+G).
 *
 * @param input - The load, people on line (may be fractional; above 0), their patience, and the threshold of the service levels.
 * @returns The same figures as {@link queueMetrics}; a contact without any patience that finds everybody busy waits 0 and
 * gives up.
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @remarks The offered wait has density ∝ exp(λ ∫₀ᵗ (1 − G) − n μ t) [Baccelli1981]; its integrals are taken by Gauss–Legendre
 * rules between the jumps of G, halved until two orders agree to 1e-11.
 * @example
 * queueMetricsWithPatience({ offeredLoad: 10, ahtSeconds: 180, agents: 10, patience: { kind: 'deterministic', meanSeconds: 60 } }).abandonProbability; // 0.1251…
 */
export function queueMetricsWithPatience(input: GeneralPatienceInput): QueueMetrics {
  const where = 'queueMetricsWithPatience';
  const point = checkedPoint(where, input);
  checkPositive(`${where}: agents`, input.agents);
  const law = patienceLaw(`${where}: patience`, input.patience, point.ahtSeconds);
  const figures = blankFigures();
  evaluateGeneral(figures, point.offeredLoad, input.agents, point.ahtSeconds, law, point.answerWithinSeconds / point.ahtSeconds);
  return metricsFrom(figures, point, input.agents);
}

/** Integrals over a stretch of waits v, weighted by the density E(v): of 1, survival, v × survival, 1 − survival, ∫ survival. */
type Sums = { all: number; stays: number; stayTime: number; leaves: number; waited: number };

/** Figures in units of one handle time: arrivals a, service n. */
function evaluateGeneral(out: Figures, a: number, n: number, unitSeconds: number, law: PatienceLaw, threshold: number): void {
  if (a === 0) {
    emptyQueue(out, n);
    return;
  }
  const exponent = (t: number): number => a * law.integral(t) - n * t;
  const peakAt =
    a * law.survival(0) > n
      ? smallestReal(
          (t) => a * law.survival(t) <= n,
          0,
          upperWait((t) => a * law.survival(t) <= n, law.scale),
        )
      : 0;
  const peak = exponent(peakAt);
  const gone = (t: number): boolean => exponent(t) < peak - NEGLIGIBLE;
  const end = smallestReal(
    (t) => t > peakAt && gone(t),
    peakAt,
    upperWait((t) => t > peakAt && gone(t), 1 / n),
    1e-6,
  );
  const start = gone(0) ? smallestReal((t) => !gone(t), 0, peakAt, 1e-6) : 0;
  const density = (t: number): number => Math.exp(exponent(t) - peak);
  const early = sumsOver(density, law, start, Math.min(end, Math.max(start, threshold)));
  const late = sumsOver(density, law, Math.min(end, Math.max(start, threshold)), end);
  const unit = Math.exp(-peak);
  const inverse = scaledUpperGamma(n - 1, a);
  const epsilon = unit === 0 ? 0 : unit * inverse;
  const whole = epsilon + a * (early.all + late.all);
  const weight = whole < 1e300 ? 1 / whole : Math.exp(-lnScaledUpperGamma(n - 1, a));
  const served = whole < 1e300 ? (epsilon + a * (early.stays + late.stays)) * weight : 1;
  out.waitProbability = clampShare(a * (early.all + late.all) * weight);
  out.abandonProbability = clampShare(a * (early.leaves + late.leaves) * weight);
  out.blockProbability = 0;
  out.served = served;
  out.servedWithin = whole < 1e300 ? clampShare((epsilon + a * early.stays) * weight) : 1;
  out.virtualWithin = 1 - clampShare(a * late.all * weight);
  out.abandonedWithin = clampShare(a * (early.leaves + law.loss(threshold) * late.all) * weight);
  out.waitsLonger = clampShare(a * law.survival(threshold) * late.all * weight);
  out.asaSeconds = (a * (early.stayTime + late.stayTime) * weight * unitSeconds) / served;
  out.meanWaitSeconds = a * (early.waited + late.waited) * weight * unitSeconds;
  out.meanWaitOfWaitersSeconds = ((early.waited + late.waited) / (early.all + late.all)) * unitSeconds;
  out.meanQueue = (out.meanWaitSeconds * a) / unitSeconds;
}

/** A wait by which a condition holds, found by doubling. */
function upperWait(holds: (t: number) => boolean, first: number): number {
  let t = first;
  while (!holds(t)) t *= 2;
  return t;
}

function sumsOver(density: (t: number) => number, law: PatienceLaw, from: number, to: number): Sums {
  const sums: Sums = { all: 0, stays: 0, stayTime: 0, leaves: 0, waited: 0 };
  const breaks = [from, ...law.jumps.filter((jump) => jump > from && jump < to), to];
  for (let i = 1; i < breaks.length; i += 1) {
    const low = breaks[i - 1] as number;
    const high = breaks[i] as number;
    if (high > low) addStretch(sums, density, law, low, high, panelOver(density, law, low, high), 0);
  }
  return sums;
}

/** Adds a stretch, halved until both halves agree with the whole. */
function addStretch(sums: Sums, density: (t: number) => number, law: PatienceLaw, low: number, high: number, whole: Sums, depth: number): void {
  const middle = (low + high) / 2;
  const left = panelOver(density, law, low, middle);
  const right = panelOver(density, law, middle, high);
  if (
    depth >= 14 ||
    (agree(whole.all, left.all + right.all) && agree(whole.leaves, left.leaves + right.leaves) && agree(whole.stayTime, left.stayTime + right.stayTime))
  ) {
    for (const key of Object.keys(sums) as (keyof Sums)[]) sums[key] += left[key] + right[key];
    return;
  }
  addStretch(sums, density, law, low, middle, left, depth + 1);
  addStretch(sums, density, law, middle, high, right, depth + 1);
}

function agree(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-11 * Math.abs(b) + 1e-300;
}

function panelOver(density: (t: number) => number, law: PatienceLaw, low: number, high: number): Sums {
  const sums: Sums = { all: 0, stays: 0, stayTime: 0, leaves: 0, waited: 0 };
  forEachNode(low, high, (t, weight) => {
    const value = weight * density(t);
    const stays = law.survival(t);
    sums.all += value;
    sums.stays += value * stays;
    sums.stayTime += value * stays * t;
    sums.leaves += value * law.loss(t);
    sums.waited += value * law.integral(t);
  });
  return sums;
}
