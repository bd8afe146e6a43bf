import { countsEarlyAbandons, evaluate, evaluateRoughly, levelOf, occupancyOf } from './evaluate.js';
import { blankFigures, type Figures, type QueuePoint } from './figures.js';
import type { CheckedTarget } from './service-target.js';

const figures: Figures = blankFigures();

/**
 * How far n agents are beyond the tightest target: 0 or more where all hold. Each part is on a scale on which it is nearly
 * straight in n: log-odds for the service level, logarithms for the others. Work that nobody drops has to fit at all.
 */
export function slackAt(point: QueuePoint, target: CheckedTarget, n: number): number {
  if (overflows(point, n)) return Number.NEGATIVE_INFINITY;
  evaluate(figures, point, n, target.asaSeconds !== Number.POSITIVE_INFINITY, countsEarlyAbandons(target.rule));
  return slackOf(point, target, n);
}

/** The same by figures that cost little and are exact to about a thousandth; with patience it knows no ASA. NaN where they know nothing. */
export function roughSlackAt(point: QueuePoint, target: CheckedTarget, n: number): number {
  if (overflows(point, n)) return Number.NEGATIVE_INFINITY;
  evaluateRoughly(figures, point, n);
  return slackOf(point, target, n);
}

function overflows({ patienceSeconds, capacity, moments, offeredLoad }: QueuePoint, n: number): boolean {
  return patienceSeconds === Number.POSITIVE_INFINITY && capacity === Number.POSITIVE_INFINITY && n < (moments?.peak ?? offeredLoad);
}

function slackOf(point: QueuePoint, { rule, serviceLevel, asaSeconds, abandonProbability, maxOccupancy }: CheckedTarget, n: number): number {
  let slack = Number.POSITIVE_INFINITY;
  if (serviceLevel > 0) slack = excess(levelOf(figures, rule), serviceLevel, 1);
  if (abandonProbability < 1) slack = Math.min(slack, -excess(figures.abandonProbability, abandonProbability, 0));
  if (asaSeconds !== Number.POSITIVE_INFINITY) slack = Math.min(slack, -excess(figures.asaSeconds, asaSeconds, 0));
  if (maxOccupancy < Number.POSITIVE_INFINITY) slack = Math.min(slack, -excess(occupancyOf(figures, point, n), maxOccupancy, 0));
  return slack;
}

/** ln of value over limit, plus `odds` × ln of (1 − limit) over (1 − value); its sign is exactly that of value − limit. */
function excess(value: number, limit: number, odds: 0 | 1): number {
  const difference = value - limit;
  if (difference === 0) return 0;
  const size = Math.log(value / limit) - (odds === 0 ? 0 : Math.log((1 - value) / (1 - limit)));
  return difference > 0 ? Math.max(size, Number.MIN_VALUE) : Math.min(size, -Number.MIN_VALUE);
}
