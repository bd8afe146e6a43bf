import { checkInteger, checkNonNegative, checkPositive } from '../core/index.js';
import type { QueuePoint } from './figures.js';
import { checkedPoint, type LineOptions, type Load } from './load.js';
import { metricsAt, type QueueMetrics } from './queue-metrics.js';
import { type CheckedTarget, checkedTarget, type ServiceTarget } from './service-target.js';
import { slackAt } from './slack.js';

/** Input of {@link largestVolume}. */
export type LargestVolumeInput = {
  readonly agents: number;
  readonly intervalSeconds: number;
  readonly ahtSeconds: number;
  readonly patienceSeconds?: number | undefined;
  readonly capacity?: number | undefined;
  readonly target: ServiceTarget;
};

/**
 * Most contacts per interval that a given number of agents carries within all targets.
 *
 * @param input.agents - People on line; may be fractional; 0 or more.
 * @param input.intervalSeconds - Length of the interval the contacts are counted in.
 * @param input.ahtSeconds - Mean handle time.
 * @param input.target - As for {@link requiredAgents}.
 * @param input.patienceSeconds - Mean patience; left out: nobody gives up.
 * @param input.capacity - Contacts in service and waiting together; left out: no limit.
 * @returns Contacts per interval, to 1e-12 of themselves, 0 when nobody is on line; null when any volume meets the target (a rule
 * that counts early abandons as good can allow that).
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @example
 * largestVolume({ agents: 14, intervalSeconds: 1800, ahtSeconds: 180, target: { serviceLevel: 0.8, answerWithinSeconds: 20 } }); // 108.6…
 */
export function largestVolume(input: LargestVolumeInput): number | null {
  const where = 'largestVolume';
  const { agents, intervalSeconds, ahtSeconds, patienceSeconds, capacity, target } = input;
  checkNonNegative(`${where}: agents`, agents);
  checkPositive(`${where}: intervalSeconds`, intervalSeconds);
  const checked = checkedTarget(where, target);
  const point = checkedPoint(where, { offeredLoad: 0, ahtSeconds, patienceSeconds, capacity, answerWithinSeconds: target.answerWithinSeconds });
  const load = largestLoad(point, checked, agents);
  return load === null ? null : (load * intervalSeconds) / ahtSeconds;
}

/** Largest load that meets the target: every figure worsens with the load, so halving finds it. */
function largestLoad(point: QueuePoint, target: CheckedTarget, agents: number): number | null {
  const holds = (load: number): boolean => {
    point.offeredLoad = load;
    return slackAt(point, target, agents) >= 0;
  };
  let high = Math.max(1, 2 * agents);
  while (holds(high)) {
    if (high > 1e9 * Math.max(1, agents)) return null;
    high *= 4;
  }
  let low = high;
  do {
    if (low < 1e-12) return 0;
    high = low;
    low /= 2;
  } while (!holds(low));
  while (high - low > 1e-13 * high) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** One row of {@link sensitivity}: what this many agents deliver. */
export type SensitivityRow = { readonly agents: number } & QueueMetrics;

/**
 * What a few agents more or fewer would mean: all figures from `agents − span` to `agents + span`.
 *
 * @param input - As for {@link queueMetrics}, and:
 * @param input.span - How far to each side, a whole number from 1; 2 by default.
 * @returns One row per head-count, ascending; none below 0.
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @example
 * sensitivity({ volume: 100, intervalSeconds: 1800, ahtSeconds: 180, agents: 14, answerWithinSeconds: 20 }).map((row) => row.agents); // [12, 13, 14, 15, 16]
 */
export function sensitivity(input: Load & LineOptions & { readonly agents: number; readonly span?: number | undefined }): SensitivityRow[] {
  const where = 'sensitivity';
  const point = checkedPoint(where, input);
  const { agents, span = 2 } = input;
  checkNonNegative(`${where}: agents`, agents);
  checkInteger(`${where}: span`, span, 1);
  const rows: SensitivityRow[] = [];
  for (let change = -span; change <= span; change += 1) {
    if (agents + change >= 0) rows.push({ agents: agents + change, ...metricsAt(point, agents + change) });
  }
  return rows;
}
