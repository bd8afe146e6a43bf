import type { QueueRule } from '../core/index.js';
import { smallestReal, smallestWhole } from '../numeric/index.js';
import { callbackMetrics, priorityMetrics, queueMetrics } from '../queueing/index.js';
import type { QueueModel } from './what-if-centre.js';

/** What people deliver in one interval. Null = unbounded, or no such contact. */
export type Delivered = {
  readonly serviceLevel: number | null;
  readonly asaSeconds: number | null;
  readonly abandonProbability: number;
  readonly occupancy: number;
  /** Share that accepts a call-back, and its mean wait (null: they pile up). */
  readonly callback?: { readonly share: number; readonly waitSeconds: number | null; readonly pilesUp: boolean };
  /** Valuable contacts, and the others. */
  readonly classes?: readonly { readonly serviceLevel: number | null; readonly asaSeconds: number | null; readonly abandonProbability: number }[];
};

/** One interval of a queue. */
export type QueuePoint = { readonly offeredLoad: number; readonly ahtSeconds: number; readonly rule: QueueRule; readonly thresholdSeconds: number };

/** What people deliver where some contacts are answered out of turn, or later. */
export function deliver(model: QueueModel, point: QueuePoint, agents: number): Delivered {
  return model.kind === 'callback' ? withCallback(model, point, agents) : withPriority(model, point, agents);
}

function withCallback({ offerFromSeconds, accepted }: Extract<QueueModel, { kind: 'callback' }>, point: QueuePoint, agents: number): Delivered {
  const { serviceLevel, asaSeconds, abandonProbability, occupancy, callbackProbability, callbackWaitSeconds, callbacksWaiting } = callbackMetrics({
    ...loadOf(point),
    agents,
    offerFromSeconds,
    acceptProbability: accepted,
  });
  const callback = { share: callbackProbability, waitSeconds: callbackWaitSeconds, pilesUp: callbacksWaiting === null };
  return { serviceLevel, asaSeconds, abandonProbability, occupancy, callback };
}

function withPriority({ share }: Extract<QueueModel, { kind: 'priority' }>, point: QueuePoint, agents: number): Delivered {
  const { offeredLoad, ...line } = loadOf(point);
  const shares = [share, 1 - share];
  const { occupancy, abandonProbability, classes } = priorityMetrics({ ...line, agents, classes: shares.map((of) => ({ offeredLoad: offeredLoad * of })) });
  const answered = classes.map((one, k) => (shares[k] as number) * (1 - one.abandonProbability));
  const waits = classes.map(({ asaSeconds }) => asaSeconds);
  const bounded = waits.every((wait, k) => wait !== null || answered[k] === 0);
  const all = sum(answered);
  return {
    serviceLevel: sum(classes.map((one, k) => (shares[k] as number) * (one.serviceLevel ?? 0))),
    asaSeconds: bounded && all > 0 ? sum(waits.map((wait, k) => (wait ?? 0) * (answered[k] as number))) / all : null,
    abandonProbability,
    occupancy,
    classes: classes.map(({ serviceLevel, asaSeconds, abandonProbability: lost }) => ({ serviceLevel, asaSeconds, abandonProbability: lost })),
  };
}

function loadOf({ offeredLoad, ahtSeconds, rule, thresholdSeconds }: QueuePoint): {
  offeredLoad: number;
  ahtSeconds: number;
  answerWithinSeconds: number;
  patienceSeconds?: number | undefined;
} {
  return { offeredLoad, ahtSeconds, answerWithinSeconds: thresholdSeconds, patienceSeconds: rule.patienceSeconds ?? undefined };
}

/** What the same people deliver when everybody is answered in turn. */
export function deliverInTurn(point: QueuePoint, agents: number): Delivered {
  const { serviceLevel, asaSeconds, abandonProbability, occupancy } = queueMetrics({ ...loadOf(point), agents });
  return { serviceLevel: serviceLevel?.offered ?? null, asaSeconds, abandonProbability, occupancy };
}

/**
 * People that the model needs more (or fewer, below 0) than plain queueing for the same targets at the same load: those of the interval, and the service
 * level that `exact` people give it where the target holds over days or weeks. Null where no head-count keeps them.
 */
export function agentsBeyond(model: QueueModel, point: QueuePoint, exact: number): number | null {
  const { target, minimumAgents } = point.rule;
  const asked = Object.keys(target).length === 1 ? { ...target, serviceLevel: DEFAULT_LEVEL } : target;
  const level = asked.serviceLevel === undefined || asked.over === 'interval' ? (asked.serviceLevel ?? 0) : (deliverInTurn(point, exact).serviceLevel ?? 0);
  const needed = (found: (agents: number) => Delivered): number | null => {
    const keeps = (agents: number): boolean => keepsTargets(found(agents), asked, level);
    const least = Math.max(1, Math.ceil(minimumAgents));
    const agents = smallestWhole(keeps, Math.ceil(exact), least, 4 * Math.ceil(Math.max(exact, point.offeredLoad)) + 50);
    if (agents === null) return null;
    const below = Math.max(agents - 1, minimumAgents, 1e-9);
    return keeps(below) ? below : smallestReal(keeps, below, agents, 1e-6);
  };
  const inTurn = needed((agents) => deliverInTurn(point, agents));
  const withModel = needed((agents) => deliver(model, point, agents));
  return inTurn === null || withModel === null ? null : withModel - inTurn;
}

const DEFAULT_LEVEL = 0.8;

function keepsTargets(found: Delivered, { asaSeconds, abandonProbability, maxOccupancy }: QueueRule['target'], level: number): boolean {
  return (
    found.callback?.pilesUp !== true &&
    (found.serviceLevel ?? 0) >= level - 1e-12 &&
    (asaSeconds === undefined || (found.asaSeconds !== null && found.asaSeconds <= asaSeconds)) &&
    (abandonProbability === undefined || found.abandonProbability <= abandonProbability) &&
    (maxOccupancy === undefined || found.occupancy <= maxOccupancy)
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
