import type { ServiceLevelRule } from '../core/index.js';
import { evaluateErlangA } from './erlang-a.js';
import { evaluateErlangC } from './erlang-c.js';
import { emptyQueue, type Figures, type LoadMoments, type QueuePoint } from './figures.js';
import { evaluateFiniteLine } from './finite-line.js';
import { roughFigures } from './rough-figures.js';

type Evaluation = (out: Figures, point: QueuePoint, agents: number, withAsa: boolean, withEarly: boolean) => void;

/** Writes the figures of a point, averaged over its moments where its load moves; of Erlang A, `asaSeconds` and `abandonedWithin` only when asked for. */
export function evaluate(out: Figures, point: QueuePoint, agents: number, withAsa: boolean, withEarly: boolean): void {
  if (point.moments === undefined) evaluateAt(out, point, agents, withAsa, withEarly);
  else evaluateMoments(out, point, point.moments, evaluateAt, agents, withAsa, withEarly);
}

/** The same by {@link roughFigures}. */
export function evaluateRoughly(out: Figures, point: QueuePoint, agents: number): void {
  if (point.moments === undefined) roughFigures(out, point, agents);
  else evaluateMoments(out, point, point.moments, roughFigures, agents, false, false);
}

/** Contacts come evenly over the moments, so shares are plain means, and only the wait of the answered weighs by them. */
function evaluateMoments(
  out: Figures,
  point: QueuePoint,
  moments: LoadMoments,
  evaluation: Evaluation,
  agents: number,
  withAsa: boolean,
  withEarly: boolean,
): void {
  const { offeredLoad } = point;
  const { loads, weights } = moments;
  let abandonProbability = 0;
  let blockProbability = 0;
  let served = 0;
  let servedWithin = 0;
  let abandonedWithin = 0;
  let waitsLonger = 0;
  let virtualWithin = 0;
  let waited = 0;
  for (let k = 0; k < loads.length; k += 1) {
    const weight = weights[k] as number;
    point.offeredLoad = loads[k] as number;
    evaluation(out, point, agents, withAsa, withEarly);
    abandonProbability += weight * out.abandonProbability;
    blockProbability += weight * out.blockProbability;
    served += weight * out.served;
    servedWithin += weight * out.servedWithin;
    abandonedWithin += weight * out.abandonedWithin;
    waitsLonger += weight * out.waitsLonger;
    virtualWithin += weight * out.virtualWithin;
    if (out.served > 0) waited += weight * out.served * out.asaSeconds;
  }
  point.offeredLoad = offeredLoad;
  out.abandonProbability = abandonProbability;
  out.blockProbability = blockProbability;
  out.served = served;
  out.servedWithin = servedWithin;
  out.abandonedWithin = abandonedWithin;
  out.waitsLonger = waitsLonger;
  out.virtualWithin = virtualWithin;
  out.asaSeconds = served > 0 ? waited / served : Number.POSITIVE_INFINITY;
}

/** Picks the model that a load at rest needs. */
function evaluateAt(out: Figures, point: QueuePoint, agents: number, withAsa: boolean, withEarly: boolean): void {
  const { offeredLoad, ahtSeconds, patienceSeconds, answerWithinSeconds } = point;
  if (offeredLoad === 0) emptyQueue(out, agents);
  else if (point.capacity !== Number.POSITIVE_INFINITY)
    evaluateFiniteLine(out, offeredLoad, agents, point.capacity, ahtSeconds, patienceSeconds, answerWithinSeconds);
  else if (patienceSeconds === Number.POSITIVE_INFINITY) evaluateErlangC(out, offeredLoad, agents, ahtSeconds, answerWithinSeconds);
  else if (agents > 0) evaluateErlangA(out, offeredLoad, agents, ahtSeconds, patienceSeconds, answerWithinSeconds, withAsa, withEarly);
  else everyoneLeaves(out, point);
}

/** No agent at all, with patience: everybody waits it out and leaves. */
function everyoneLeaves(out: Figures, point: QueuePoint): void {
  out.waitProbability = 1;
  out.abandonProbability = 1;
  out.blockProbability = 0;
  out.served = 0;
  out.servedWithin = 0;
  out.abandonedWithin = point.answerWithinSeconds < 0 ? 0 : -Math.expm1(-point.answerWithinSeconds / point.patienceSeconds);
  out.waitsLonger = point.answerWithinSeconds < 0 ? 0 : Math.exp(-point.answerWithinSeconds / point.patienceSeconds);
  out.virtualWithin = 0;
  out.asaSeconds = Number.POSITIVE_INFINITY;
  out.meanWaitSeconds = point.patienceSeconds;
  out.meanWaitOfWaitersSeconds = point.patienceSeconds;
  out.meanQueue = (point.offeredLoad * point.patienceSeconds) / point.ahtSeconds;
}

/** Share of their time on line that agents handle contacts. */
export function occupancyOf(figures: Figures, point: QueuePoint, agents: number): number {
  if (point.offeredLoad === 0) return 0;
  if (agents === 0) return 1;
  return Math.min(1, (point.offeredLoad * figures.served) / agents);
}

/** Service level under a rule; 0 ÷ 0 (nobody answered, nobody left in the denominator) counts as 0. */
export function levelOf(figures: Figures, rule: ServiceLevelRule): number {
  const within = figures.servedWithin;
  switch (rule) {
    case 'offered':
      return within;
    case 'answered':
      return within > 0 ? Math.min(1, within / figures.served) : 0;
    case 'excludingShortAbandons':
      // 1 − abandonedWithin as what it is made of, free of cancellation where nearly all give up in time.
      return within > 0 ? Math.min(1, within / (within + figures.waitsLonger + figures.blockProbability)) : 0;
    case 'includingShortAbandons':
      return Math.min(1, within + figures.abandonedWithin);
    default:
      return figures.virtualWithin;
  }
}

/** Whether a rule needs the abandons within the threshold, which cost extra. */
export function countsEarlyAbandons(rule: ServiceLevelRule): boolean {
  return rule === 'includingShortAbandons';
}
