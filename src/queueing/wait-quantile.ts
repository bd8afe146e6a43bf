import { checkNonNegative, checkOpenShare, describeValue, InvalidInputError, nearestName } from '../core/index.js';
import { exponentialExcess, findRoot, kummer, kummerExponent, kummerResult, scaledUpperGamma } from '../numeric/index.js';
import { waitProbability } from './erlang-c.js';
import { evaluate } from './evaluate.js';
import { blankFigures, type QueuePoint } from './figures.js';
import { checkedPoint, type Load } from './load.js';

/** Whose wait a quantile is about. */
export type WaitOf = 'answered' | 'all' | 'virtual';

/** Where the search for a wait ends, whatever rounding says of the last tail. */
const LONGEST = 1e18;

const WAITS: readonly WaitOf[] = ['answered', 'all', 'virtual'];

/** Input of {@link waitQuantile}. */
export type WaitQuantileInput = Load & {
  readonly agents: number;
  readonly patienceSeconds?: number | undefined;
  readonly capacity?: number | undefined;
  readonly answerWithinSeconds?: number | undefined;
  /** Share of contacts that wait at most the answer, in (0, 1). */
  readonly probability: number;
  /**
   * `answered`: the wait of those who are answered; `all`: the time in queue of everybody, whether answered or given up;
   * `virtual`: the wait of somebody with endless patience. With a capacity, of those who are accepted.
   */
  readonly of: WaitOf;
};

/**
 * The wait that a given share of contacts does not exceed.
 *
 * @param input - As for {@link queueMetrics}, with the share and whose wait is meant.
 * @returns Seconds; 0 when that many do not wait; null when it is unbounded (overload without patience) or there is no such contact.
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @remarks Relative error below 1e-9. Erlang C in closed form; with patience or capacity the tail function is solved for
 * the time. Source: [Zeltyn2005].
 * @example
 * waitQuantile({ offeredLoad: 10, ahtSeconds: 180, agents: 12, probability: 0.9, of: 'all' }); // 135.2…
 */
export function waitQuantile(input: WaitQuantileInput): number | null {
  const where = 'waitQuantile';
  const point = checkedPoint(where, input);
  checkNonNegative(`${where}: agents`, input.agents);
  checkOpenShare(`${where}: probability`, input.probability);
  if (!WAITS.includes(input.of)) {
    const nearest = nearestName(String(input.of), WAITS);
    throw new InvalidInputError(
      `${where}: of must be one of ${WAITS.join(', ')}, got ${describeValue(input.of)}.${nearest === null ? '' : ` Did you mean ${nearest}?`}`,
    );
  }
  point.agents = input.agents;
  if (point.offeredLoad === 0) return null;
  if (point.capacity !== Number.POSITIVE_INFINITY) return finiteLineQuantile(point, input.probability, input.of);
  if (point.patienceSeconds === Number.POSITIVE_INFINITY) return patientQuantile(point, input.probability);
  return impatientQuantile(point, input.probability, input.of);
}

/** Erlang C: exponential tail behind the chance to wait at all. */
function patientQuantile({ offeredLoad, agents, ahtSeconds }: QueuePoint, probability: number): number | null {
  if (offeredLoad >= agents) return null;
  const wait = waitProbability(offeredLoad, agents);
  const above = wait - (1 - probability);
  // Where hardly more wait than may, the logarithms would cancel.
  const excess = above < 0.5 * wait ? Math.log1p(above / (1 - probability)) : Math.log(wait) - Math.log1p(-probability);
  return excess <= 0 ? 0 : (excess * ahtSeconds) / (agents - offeredLoad);
}

const figures = blankFigures();
const now = kummerResult();
const later = kummerResult();

/**
 * Erlang A: solves ln P(wait > t) = ln(1 − p), which falls and is concave enough for a bracketing root search. With
 * t in patiences, K(t) = E(t) M(y, x e^(−t)): P(V > t) ∝ K, P(min(V, R) > t) ∝ K e^(−t), P(V > t, served) ∝ K − E.
 */
function impatientQuantile(point: QueuePoint, probability: number, of: WaitOf): number | null {
  const { offeredLoad, agents, ahtSeconds, patienceSeconds } = point;
  if (agents === 0) return of === 'all' ? -patienceSeconds * Math.log1p(-probability) : null;
  const ratio = patienceSeconds / ahtSeconds;
  const x = offeredLoad * ratio;
  const y = agents * ratio;
  const mu = (offeredLoad - agents) / agents;
  kummer(now, y, x, mu, false);
  const unit = now.scale === 0 ? 1 : Math.exp(-now.scale);
  const epsilon = unit * scaledUpperGamma(agents - 1, offeredLoad);
  // ln of the whole: (ε + ρ M) ÷ ρ for V and W, (ε + M − 1) for the answered.
  const whole = of === 'answered' ? Math.log(epsilon + (now.value - unit)) : Math.log((epsilon * agents) / offeredLoad + now.value);
  const goal = whole + Math.log1p(-probability);
  const tail = (t: number): number => lnTail(x, y, mu, t, of) - goal;
  if (tail(0) <= 0) return 0;
  let high = 1 / (1 + Math.abs(y - x));
  while (tail(high) > 0 && high < LONGEST) high *= 2;
  return findRoot(tail, 0, high, 1e-13) * patienceSeconds;
}

/** ln of K(t), K(t) e^(−t) or K(t) − E(t), on the scale of `now`. */
function lnTail(x: number, y: number, mu: number, t: number, of: WaitOf): number {
  const xLater = x * Math.exp(-t);
  const muLater = mu + (1 + mu) * Math.expm1(-t);
  kummer(later, y, xLater, muLater, false);
  // ln E; on a scale it is −(exponent of `later`), which is small where E matters, and the sum written out is not.
  const density = now.scale === 0 ? y * mu * t - x * exponentialExcess(t) : -kummerExponent(y, xLater, muLater);
  if (of !== 'answered') {
    const lnK = (now.scale !== 0 && later.scale !== 0 ? 0 : density + later.scale) + Math.log(later.value);
    return of === 'all' ? lnK - t : lnK;
  }
  // K − E = E x_t/(y+1) M(y+1, x_t): a product, where the difference would cancel late in the tail.
  kummer(later, y + 1, xLater, (xLater - y - 1) / (y + 1), false);
  return density + later.scale + Math.log((xLater / (y + 1)) * later.value);
}

/** Limited lines: the same by the loop over places. Shares are of the accepted (or, for `answered`, the served). */
function finiteLineQuantile(point: QueuePoint, probability: number, of: WaitOf): number | null {
  const { agents, ahtSeconds, patienceSeconds } = point;
  const within = (t: number): number => {
    point.answerWithinSeconds = t;
    evaluate(figures, point, agents, false, true);
    if (of === 'answered') return figures.servedWithin / figures.served;
    const accepted = 1 - figures.blockProbability;
    return (of === 'virtual' ? figures.virtualWithin : figures.servedWithin + figures.abandonedWithin) / accepted;
  };
  const atOnce = within(0);
  if (!(of === 'answered' ? figures.served > 0 : figures.blockProbability < 1) || (agents === 0 && of === 'virtual')) return null;
  if (atOnce >= probability) return 0;
  let high = Math.min(ahtSeconds, patienceSeconds);
  while (within(high) < probability && high < LONGEST) high *= 2;
  return findRoot((t) => within(t) - probability, 0, high, 1e-13);
}
