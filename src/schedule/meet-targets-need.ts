import type { QueueRequirement, QueueRule, Requirements } from '../core/index.js';
import { type QueueSizer, queueSizer, sizedQueue } from '../queueing/index.js';

/** Share of a queue's own work that its people must be able to do at least, whoever else helps. */
const LEAST_OF_WORK = 0.75;
/** The need of one queue, moved up and down in units of the square root of its people, interval by interval. */
export type MovableNeed = {
  readonly requirement: QueueRequirement;
  readonly rule: QueueRule;
  /** What one more person brings, by formula; null where there is none. */
  readonly sizer: QueueSizer | null;
  /** People on line below which the need never goes. */
  readonly floor: Float64Array;
  /** √people needed: moving every interval by the same share of it moves its service about equally. */
  readonly unit: Float64Array;
  /** Moved so far, in units. */
  readonly shift: Float64Array;
};

/** A need at its original place. A queue whose occupancy is limited never goes below the people that the limit asks for. */
export function movableNeed(requirement: QueueRequirement, rule: QueueRule): MovableNeed {
  const { agentsExact, volume, ahtSeconds, intervalSeconds } = requirement;
  const line = { patienceSeconds: rule.patienceSeconds ?? undefined, capacity: rule.capacity ?? undefined };
  const { maxOccupancy } = rule.target;
  const limited = maxOccupancy === undefined ? null : queueSizer({ ...line, target: { maxOccupancy } });
  const sized = sizedQueue();
  const floor = agentsExact.map((agents, i) => {
    const aht = ahtSeconds[i] ?? null;
    const load = ((volume[i] ?? 0) * (aht ?? 0)) / intervalSeconds;
    if (agents === 0) return 0;
    if (load > 0 && aht !== null) limited?.size(sized, load, aht);
    const ofWork = limited === null || load === 0 ? LEAST_OF_WORK * load : sized.agentsExact;
    return Math.min(agents, Math.max(rule.minimumAgents, ofWork));
  });
  const { over: _, ...target } = rule.target;
  return {
    requirement,
    rule,
    sizer: isByFormula(rule) ? queueSizer({ ...line, target }) : null,
    floor: Float64Array.from(floor),
    unit: Float64Array.from(agentsExact, Math.sqrt),
    shift: new Float64Array(agentsExact.length),
  };
}

/** True where people answer one contact at a time at once: the queueing formula foretells what a change of the need does. */
function isByFormula({ channel, concurrency }: QueueRule): boolean {
  return channel === 'voice' || (channel === 'chat' && concurrency === undefined);
}

/** People on line that the need asks for in an interval, `more` units further. */
export function neededAt({ requirement, floor, unit, shift }: MovableNeed, i: number, more = 0): number {
  const moved = (requirement.agentsExact[i] as number) + ((shift[i] as number) + more) * (unit[i] as number);
  return Math.max(floor[i] as number, moved);
}

/** The requirements with the moved needs in place of their own; shrinkage stays as it is in each interval. */
export function movedRequirements(requirements: Requirements, needs: readonly MovableNeed[]): Requirements {
  const queues = requirements.queues.map((requirement) => {
    const need = needs.find((one) => one.requirement === requirement);
    if (need === undefined) return requirement;
    const agentsExact = requirement.agentsExact.map((_, i) => neededAt(need, i));
    const agentsWithShrinkage = agentsExact.map((agents, i) => {
      const before = requirement.agentsExact[i] as number;
      return before === 0 ? agents : (agents * (requirement.agentsWithShrinkage[i] as number)) / before;
    });
    return { ...requirement, agentsExact, agentsWithShrinkage, agents: agentsExact.map(Math.ceil) };
  });
  return { ...requirements, queues };
}

/** Intervals of a need that lie within a stretch of time and need anybody. */
export function intervalsWithin({ requirement, unit }: MovableNeed, fromMs: number, toMs: number): number[] {
  const stepMs = requirement.intervalSeconds * 1000;
  const from = Math.max(0, Math.floor((fromMs - requirement.startMs) / stepMs));
  const to = Math.min(unit.length, Math.ceil((toMs - requirement.startMs) / stepMs));
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i).filter((i) => (unit[i] as number) > 0);
}

/** Hours on line by which a need grows when some intervals move by so many units. */
export function hoursOf({ requirement, unit }: MovableNeed, places: readonly number[], units: number): number {
  return (units * places.reduce((sum, i) => sum + (unit[i] as number), 0) * requirement.intervalSeconds) / 3600;
}
