import type { QueueRule, TargetRule } from '../core/index.js';
import { type QueueSizer, queueSizer } from '../queueing/index.js';

/** Occupancy that spread work is sized for when the plan names none. */
export const WORKLOAD_OCCUPANCY = 0.85;

/** What voice, chat and call-back queues without a target are held to: 80 % within 20 s. */
const DEFAULT_TARGET = { serviceLevel: 0.8, answerWithinSeconds: 20 } as const;

/** How a queue is sized: by a queueing formula, or by spreading its work evenly over the time it arrives. */
export type StaffingMethod = { readonly kind: 'queue'; readonly sizer: QueueSizer } | { readonly kind: 'workload'; readonly maxOccupancy: number };

/** The method of a queue's channel, defaults included. */
export function staffingMethod(rule: QueueRule): StaffingMethod {
  const { channel } = rule;
  if (channel === 'email' || channel === 'case' || channel === 'outbound')
    return { kind: 'workload', maxOccupancy: rule.target.maxOccupancy ?? WORKLOAD_OCCUPANCY };
  return {
    kind: 'queue',
    sizer: queueSizer({
      target: targetOf(rule.target),
      patienceSeconds: rule.patienceSeconds ?? undefined,
      capacity: rule.capacity ?? undefined,
      minimumAgents: rule.minimumAgents,
    }),
  };
}

/** The rule's own target, or 80/20 when it asks for nothing. */
export function targetOf(target: TargetRule): Omit<TargetRule, 'over'> {
  const { over: _, ...asked } = target;
  return Object.keys(asked).length === 0 ? DEFAULT_TARGET : asked;
}
