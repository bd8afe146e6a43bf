import type { QueueRequirement, QueueSizing, Requirements } from '../core/index.js';
import { localDayOf } from '../time/index.js';

/** The part of requirements whose intervals start in [fromMs, toMs). Totals keep the days of that part. */
export function sliceRequirements(requirements: Requirements, fromMs: number, toMs: number): Requirements {
  const queues = requirements.queues.map((queue) => sliceQueue(queue, fromMs, toMs));
  const zone = queues[0]?.zone ?? 'UTC';
  const first = localDayOf(zone, fromMs);
  const last = localDayOf(zone, toMs - 1);
  return { ...requirements, queues, totals: requirements.totals.filter(({ day }) => day >= first && day <= last) };
}

function sliceQueue(queue: QueueRequirement, fromMs: number, toMs: number): QueueRequirement {
  const stepMs = queue.intervalSeconds * 1000;
  const from = Math.min(queue.volume.length, Math.max(0, Math.ceil((fromMs - queue.startMs) / stepMs)));
  const to = Math.min(queue.volume.length, Math.max(from, Math.ceil((toMs - queue.startMs) / stepMs)));
  const cut = <Value>(column: readonly Value[]): readonly Value[] => column.slice(from, to);
  return {
    ...queue,
    startMs: queue.startMs + from * stepMs,
    volume: cut(queue.volume),
    ahtSeconds: cut(queue.ahtSeconds),
    agents: cut(queue.agents),
    agentsExact: cut(queue.agentsExact),
    agentsWithShrinkage: cut(queue.agentsWithShrinkage),
    serviceLevel: cut(queue.serviceLevel),
    occupancy: cut(queue.occupancy),
    asaSeconds: cut(queue.asaSeconds),
    abandonProbability: cut(queue.abandonProbability),
    status: cut(queue.status),
    ...(queue.sizing === undefined ? {} : { sizing: sliceSizing(queue.sizing, from, cut) }),
  };
}

/** Columns are cut; figures over the whole horizon stay. */
function sliceSizing(sizing: QueueSizing, from: number, cut: <Value>(column: readonly Value[]) => readonly Value[]): QueueSizing {
  const { deferred } = sizing;
  if (deferred === undefined) return sizing;
  const { blended, waitingAtEnd } = deferred;
  const waitingAtStart = from === 0 ? deferred.waitingAtStart : (waitingAtEnd[from - 1] ?? 0);
  return {
    ...sizing,
    deferred: {
      ...deferred,
      waitingAtStart,
      waitingAtEnd: cut(waitingAtEnd),
      ...(blended && { blended: { ...blended, agents: cut(blended.agents), ...(blended.reserves && { reserves: cut(blended.reserves) }) } }),
    },
  };
}
