import { exponentialExcess, integrate, kummer, kummerExponent, kummerResult, lnScaledUpperGamma, scaledUpperGamma } from '../numeric/index.js';
import { clampShare, type Figures } from './figures.js';

const now = kummerResult();
const later = kummerResult();

/** Below this share of all abandons, the early ones are integrated rather than left over from a difference. */
const EARLY_SHARE = 1 / 32;

/**
 * All figures of M/M/n+M (Erlang A): exponential patience, first come first served; a > 0, n > 0.
 *
 * In units of mean patience: arrivals x = a g/h, service y = n g/h. With M = ₁F₁(1; y+1; x) and ε = 1/B(n−1, a) the
 * normalising constant is D = ε + (a/n) M, and every figure is a ratio to D of terms that the numeric folder gives without
 * cancellation. Fractional n: the same expressions, which are analytic in n [Zeltyn2005], [Jagers1986].
 */
export function evaluateErlangA(
  out: Figures,
  offeredLoad: number,
  agents: number,
  ahtSeconds: number,
  patienceSeconds: number,
  answerWithinSeconds: number,
  withAsa: boolean,
  withEarly: boolean,
): void {
  const ratio = patienceSeconds / ahtSeconds;
  const x = offeredLoad * ratio;
  const y = agents * ratio;
  const mu = (offeredLoad - agents) / agents;
  kummer(now, y, x, mu, withAsa);
  const unit = now.scale === 0 ? 1 : Math.exp(-now.scale);
  const epsilon = unit * scaledUpperGamma(agents - 1, offeredLoad);
  const rho = offeredLoad / agents;
  const waiting = rho * now.value;
  const whole = epsilon + waiting;
  const weight = whole < 1e300 ? 1 / whole : Math.exp(-lnScaledUpperGamma(agents - 1, offeredLoad));
  const answered = epsilon + now.more;
  out.waitProbability = clampShare(waiting * weight);
  out.abandonProbability = clampShare(now.excess * weight);
  out.blockProbability = 0;
  out.served = whole < 1e300 ? answered * weight : 1;
  out.meanWaitSeconds = out.abandonProbability * patienceSeconds;
  out.meanWaitOfWaitersSeconds = (now.excess / waiting) * patienceSeconds;
  out.meanQueue = out.abandonProbability * x;
  if (withAsa) out.asaSeconds = whole < 1e300 ? (patienceSeconds * now.fall) / answered : patienceSeconds * now.fall * weight;
  if (answerWithinSeconds >= 0) evaluateThreshold(out, x, y, mu, epsilon, weight, answerWithinSeconds / patienceSeconds, withEarly);
}

/** e^(−t), e^(−t) − 1 and t − 1 + e^(−t) of the threshold asked for last: one threshold serves many loads. */
const threshold = { t: 0, left: 1, gone: 0, excess: 0 };

function placeThreshold(t: number): void {
  threshold.t = t;
  threshold.left = Math.exp(-t);
  threshold.gone = Math.expm1(-t);
  threshold.excess = exponentialExcess(t);
}

/** Service levels at t = threshold ÷ patience; `now` holds M(y, x). */
function evaluateThreshold(out: Figures, x: number, y: number, mu: number, epsilon: number, weight: number, t: number, withEarly: boolean): void {
  if (t !== threshold.t) placeThreshold(t);
  const { left, gone, excess } = threshold;
  const muLater = mu + (1 + mu) * gone;
  kummerLater(x * left, y, muLater);
  // E = exp(x (1 − e^(−t)) − y t), divided by e^scale: there it equals e^(−exponent of `later`), free of large exponents.
  const density = Math.exp(now.scale === 0 ? y * mu * t - x * excess : -kummerExponent(y, x * left, muLater));
  const factor = now.scale !== 0 && later.scale !== 0 ? 1 : density * Math.exp(later.scale);
  const virtualLater = clampShare((x / y) * factor * later.value * weight);
  out.virtualWithin = 1 - virtualLater;
  out.waitsLonger = virtualLater * left;
  const within = epsilon < 1e300 ? (epsilon + (now.more - factor * later.more)) * weight : 1;
  out.servedWithin = clampShare(within);
  if (!withEarly) return;
  const early = (now.excess - factor * later.excess) * weight;
  out.abandonedWithin = early < EARLY_SHARE * out.abandonProbability && t < 1 ? earlyAbandons(x, y, mu, weight, t) : clampShare(early);
}

/** M(y, x e^(−t)) into `later`; its μ comes from the one at 0, so that no digit is lost at small t. */
function kummerLater(xLater: number, y: number, mu: number): void {
  if (xLater > 0) {
    kummer(later, y, xLater, mu, false);
    return;
  }
  later.value = 1;
  later.more = 0;
  later.excess = 0;
  later.scale = 0;
}

/**
 * Abandons within t when they are a small part of all: ρ [(1 − e^(−t)) M − y ∫₀ᵗ E(u) (e^(−u) − e^(−t)) du] / D, whose second
 * part is small here. E(u) = exp(x (1 − e^(−u)) − y u).
 */
function earlyAbandons(x: number, y: number, mu: number, weight: number, t: number): number {
  const grow = y * mu;
  const scale = now.scale;
  const lost = integrate((u) => Math.exp(grow * u - x * exponentialExcess(u) - scale - t) * Math.expm1(t - u), 0, t);
  return clampShare((x / y) * weight * (now.value * -Math.expm1(-t) - y * lost));
}
