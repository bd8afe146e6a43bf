import { blocking } from './erlang-b.js';
import { blankFigures, type Figures } from './figures.js';
import { evaluateImpatientLine } from './finite-line-impatient.js';
import { evaluatePatientLine } from './finite-line-patient.js';

/**
 * All figures of M/M/n/K(+M): at most `capacity` contacts present; those that find it full are lost.
 *
 * Birth–death weights of the waiting states relative to "all agents busy, nobody waits" [Riordan1962]: in closed form where
 * nobody gives up, else in one loop over the waiting places that carry weight. Fractional agents: straight line between
 * the two whole numbers.
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
  else if (whole === agents) {
    if (patienceSeconds < Number.POSITIVE_INFINITY)
      evaluateImpatientLine(out, offeredLoad, agents, capacity - agents, ahtSeconds, patienceSeconds, answerWithinSeconds);
    else if (agents > 0) evaluatePatientLine(out, offeredLoad, agents, capacity - agents, ahtSeconds, answerWithinSeconds);
    else evaluateNobody(out, capacity);
  } else {
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
  out.waitsLonger = 0;
  out.asaSeconds = 0;
  out.meanWaitSeconds = 0;
  out.meanWaitOfWaitersSeconds = Number.POSITIVE_INFINITY;
  out.meanQueue = 0;
}

/** Nobody to answer and nobody gives up: the line fills and stays full. */
function evaluateNobody(out: Figures, capacity: number): void {
  evaluateLoss(out, 1, 0);
  out.blockProbability = 1;
  out.served = 0;
  out.servedWithin = 0;
  out.virtualWithin = 0;
  out.asaSeconds = Number.POSITIVE_INFINITY;
  out.meanWaitSeconds = Number.POSITIVE_INFINITY;
  out.meanQueue = capacity;
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
  out.waitsLonger = blend(out.waitsLonger, other.waitsLonger);
  out.virtualWithin = blend(out.virtualWithin, other.virtualWithin);
  out.meanQueue = blend(out.meanQueue, other.meanQueue);
  out.asaSeconds = out.served > 0 ? servedTime / out.served : Number.POSITIVE_INFINITY;
  out.meanWaitSeconds = out.blockProbability < 1 ? acceptedTime / (1 - out.blockProbability) : Number.POSITIVE_INFINITY;
  out.meanWaitOfWaitersSeconds = out.waitProbability > 0 ? acceptedTime / out.waitProbability : Number.POSITIVE_INFINITY;
}
