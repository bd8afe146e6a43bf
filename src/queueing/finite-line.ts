import { lnScaledUpperGamma, scaledUpperGamma } from '../numeric/index.js';
import { blocking } from './erlang-b.js';
import { blankFigures, clampShare, type Figures } from './figures.js';

const BIG = 1e250;

/**
 * All figures of M/M/n/K(+M): at most `capacity` contacts present; those that find it full are lost.
 *
 * Birth–death weights of the waiting states relative to "all agents busy, nobody waits", in one loop over the waiting
 * places (not over the agents). Who finds j ahead is offered a wait of −g ln Beta(y, j+1), y = n g/h; of those served,
 * −g ln Beta(y+1, j+1) [Riordan1962]. Fractional agents: straight line between the two whole numbers.
 */
export function evaluateFiniteLine(
  out: Figures,
  offeredLoad: number,
  agents: number,
  capacity: number,
  ahtSeconds: number,
  patienceSeconds: number,
  answerWithinSeconds: number,
): void {
  const whole = Math.floor(agents);
  if (agents >= capacity) evaluateLoss(out, offeredLoad, capacity);
  else if (whole === agents) evaluateWhole(out, offeredLoad, agents, capacity, ahtSeconds, patienceSeconds, answerWithinSeconds);
  else {
    evaluateFiniteLine(out, offeredLoad, whole, capacity, ahtSeconds, patienceSeconds, answerWithinSeconds);
    evaluateFiniteLine(upper, offeredLoad, whole + 1, capacity, ahtSeconds, patienceSeconds, answerWithinSeconds);
    mix(out, upper, agents - whole);
  }
}

const upper = blankFigures();

/** As many agents as places: nobody waits, Erlang B alone decides. */
function evaluateLoss(out: Figures, offeredLoad: number, capacity: number): void {
  const lost = blocking(offeredLoad, capacity);
  out.waitProbability = 0;
  out.abandonProbability = 0;
  out.blockProbability = lost;
  out.served = 1 - lost;
  out.servedWithin = 1 - lost;
  out.abandonedWithin = 0;
  out.virtualWithin = 1 - lost;
  out.asaSeconds = 0;
  out.meanWaitSeconds = 0;
  out.meanWaitOfWaitersSeconds = Number.POSITIVE_INFINITY;
  out.meanQueue = 0;
}

/** Nobody to answer and nobody gives up: the line fills and stays full. */
function evaluateNobody(out: Figures): void {
  evaluateLoss(out, 1, 0);
  out.blockProbability = 1;
  out.served = 0;
  out.servedWithin = 0;
  out.virtualWithin = 0;
  out.asaSeconds = Number.POSITIVE_INFINITY;
  out.meanWaitSeconds = Number.POSITIVE_INFINITY;
}

function evaluateWhole(
  out: Figures,
  offeredLoad: number,
  agents: number,
  capacity: number,
  ahtSeconds: number,
  patienceSeconds: number,
  answerWithinSeconds: number,
): void {
  const patient = patienceSeconds === Number.POSITIVE_INFINITY;
  if (agents === 0 && patient) {
    evaluateNobody(out);
    out.meanQueue = capacity;
    return;
  }
  const places = capacity - agents;
  const y = patient ? Number.POSITIVE_INFINITY : (agents * patienceSeconds) / ahtSeconds;
  const served = new WaitTail(y, patient ? 0 : 1, patient ? (agents * answerWithinSeconds) / ahtSeconds : answerWithinSeconds / patienceSeconds);
  const virtual = patient ? served : new WaitTail(y, 0, answerWithinSeconds / patienceSeconds);
  const timed = answerWithinSeconds >= 0;
  const left = patient ? 1 : Math.exp(-Math.max(0, answerWithinSeconds) / patienceSeconds);
  const inverse = scaledUpperGamma(agents, offeredLoad);
  let total = inverse < BIG ? inverse : 1;
  let noWait = inverse < BIG ? inverse - 1 : 1;
  let weight = inverse < BIG ? 1 : Math.exp(-lnScaledUpperGamma(agents, offeredLoad));
  let waits = 0;
  let abandons = 0;
  let servedAfterWait = 0;
  let servedTime = 0;
  let queue = 0;
  let inTimeVirtual = 0;
  let inTime = 0;
  let leftInTime = 0;
  let clock = 0;
  for (let j = 0; j < places; j += 1) {
    const stays = patient ? 1 : y / (y + j + 1);
    // Mean wait of those served from place j, in service completions (patient) or mean patiences.
    clock += patient ? 1 / agents : 1 / (y + j + 1);
    waits += weight;
    if (!patient) abandons += (weight * (j + 1)) / (y + j + 1);
    servedAfterWait += weight * stays;
    servedTime += weight * stays * clock;
    queue += weight * j;
    if (timed) {
      const tail = virtual.next(j);
      const servedTail = patient ? tail : served.next(j);
      inTimeVirtual += weight * (1 - tail);
      inTime += weight * stays * (1 - servedTail);
      leftInTime += weight * (1 - stays - (left * tail - stays * servedTail));
    }
    weight *= offeredLoad / (agents + (patient ? 0 : ((j + 1) * ahtSeconds) / patienceSeconds));
    total += weight;
    if (total > BIG) {
      // Everything so far shrinks together; ratios stay.
      const scale = 1 / total;
      weight *= scale;
      total = 1;
      noWait *= scale;
      waits *= scale;
      abandons *= scale;
      servedAfterWait *= scale;
      servedTime *= scale;
      queue *= scale;
      inTimeVirtual *= scale;
      inTime *= scale;
      leftInTime *= scale;
    }
    if (weight === 0) break;
  }
  queue += weight * places;
  const unitSeconds = patient ? ahtSeconds : patienceSeconds;
  const accepted = noWait + waits;
  out.waitProbability = clampShare(waits / total);
  out.blockProbability = clampShare(weight / total);
  out.abandonProbability = patient ? 0 : clampShare(abandons / total);
  out.served = clampShare((noWait + servedAfterWait) / total);
  out.servedWithin = timed ? clampShare((noWait + inTime) / total) : 0;
  out.virtualWithin = timed ? clampShare((noWait + inTimeVirtual) / total) : 0;
  out.abandonedWithin = timed && !patient ? clampShare(leftInTime / total) : 0;
  out.asaSeconds = noWait + servedAfterWait > 0 ? (servedTime * unitSeconds) / (noWait + servedAfterWait) : Number.POSITIVE_INFINITY;
  const waited = patient ? servedTime * ahtSeconds : abandons * patienceSeconds;
  out.meanWaitSeconds = accepted > 0 ? waited / accepted : Number.POSITIVE_INFINITY;
  out.meanWaitOfWaitersSeconds = waits > 0 ? waited / waits : Number.POSITIVE_INFINITY;
  out.meanQueue = queue / total;
}

/**
 * P(wait > T | j ahead) for j = 0, 1, 2, … in turn: partial sums of Poisson terms (patient) or of negative binomial terms
 * (y + extra)_i / i! · q^(y+extra) (1 − q)^i, q = e^(−T/g). Starts from a far tail, so its exponent is kept apart.
 */
class WaitTail {
  tail = 0;
  private term = 1;
  private sum = 0;
  private offset: number;
  private factor: number;

  constructor(
    private readonly y: number,
    private readonly extra: number,
    private readonly time: number,
  ) {
    this.offset = y === Number.POSITIVE_INFINITY ? time : (y + extra) * time;
    this.factor = Math.exp(-this.offset);
  }

  next(j: number): number {
    if (j > 0) this.term *= this.y === Number.POSITIVE_INFINITY ? this.time / j : ((this.y + this.extra + j - 1) * -Math.expm1(-this.time)) / j;
    this.sum += this.term;
    if (this.sum > BIG) {
      this.offset -= Math.log(this.sum);
      this.term /= this.sum;
      this.sum = 1;
      this.factor = Math.exp(-this.offset);
    }
    this.tail = clampShare(this.sum * this.factor);
    return this.tail;
  }
}

/** Figures a share `part` of the way from `out` to `other`: shares and accumulated times mix, means follow from them. */
function mix(out: Figures, other: Figures, part: number): void {
  const blend = (a: number, b: number): number => a + part * (b - a);
  const times = (mean: number, share: number): number => (share === 0 ? 0 : mean * share);
  const servedTime = blend(times(out.asaSeconds, out.served), times(other.asaSeconds, other.served));
  const acceptedTime = blend(times(out.meanWaitSeconds, 1 - out.blockProbability), times(other.meanWaitSeconds, 1 - other.blockProbability));
  out.waitProbability = blend(out.waitProbability, other.waitProbability);
  out.abandonProbability = blend(out.abandonProbability, other.abandonProbability);
  out.blockProbability = blend(out.blockProbability, other.blockProbability);
  out.served = blend(out.served, other.served);
  out.servedWithin = blend(out.servedWithin, other.servedWithin);
  out.abandonedWithin = blend(out.abandonedWithin, other.abandonedWithin);
  out.virtualWithin = blend(out.virtualWithin, other.virtualWithin);
  out.meanQueue = blend(out.meanQueue, other.meanQueue);
  out.asaSeconds = out.served > 0 ? servedTime / out.served : Number.POSITIVE_INFINITY;
  out.meanWaitSeconds = out.blockProbability < 1 ? acceptedTime / (1 - out.blockProbability) : Number.POSITIVE_INFINITY;
  out.meanWaitOfWaitersSeconds = out.waitProbability > 0 ? acceptedTime / out.waitProbability : Number.POSITIVE_INFINITY;
}
