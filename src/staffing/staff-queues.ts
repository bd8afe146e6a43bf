import {
  combineShrinkage,
  describeValue,
  type Forecast,
  InvalidInputError,
  type LoadModel,
  nearestName,
  type PlanConfig,
  type QueueRequirement,
  type QueueRule,
  type QueueSizing,
  type Requirements,
  resolveQueues,
} from '../core/index.js';
import { poolSeries, type QueueDemand } from '../series/index.js';
import { dayFromNumber, formatInstant, type GridClock, gridClock } from '../time/index.js';
import { loadWalk } from './load-walk.js';
import type { RequirementColumns, Work } from './requirement-columns.js';

/** The parts of a plan that {@link staff} reads; a whole plan.json is fine. The zone is the forecast's unless given. */
export type StaffConfig = Partial<PlanConfig>;

/** What sizing needs of a resolved plan. */
export type StaffPlan = {
  readonly weekStart: number;
  readonly loadModel: LoadModel;
  readonly holdsFor: 'mean' | 'worst';
  readonly queues: readonly QueueRule[];
};

/** One queue to be sized. */
export type SizingJob = {
  readonly demand: QueueDemand;
  readonly rule: QueueRule;
  readonly plan: StaffPlan;
  readonly work: Work;
  readonly clock: GridClock;
  /** The first interval comes right after closed time. */
  readonly startsEmpty: boolean;
  /** How the load is seen; the plan's load model when left out. */
  readonly walk?: () => ReturnType<typeof loadWalk>;
  readonly warnings: string[];
};

/** A queue as sized. */
export type SizedWork = { readonly columns: RequirementColumns; readonly sizing: QueueSizing };

/** Intervals of a queue. */
export type QueueGrid = Pick<QueueRequirement, 'zone' | 'startMs' | 'intervalSeconds' | 'volume'>;

/** Of interval i: people to schedule per agent on line, and the share of their time that is paid. */
export type Shrink = (grid: QueueGrid) => { readonly peoplePerAgent: (i: number) => number; readonly paidShare: (i: number) => number };

const FULL_DAY_HOURS = 8;

/** The series of a forecast, one per queue and channel. */
export function demandsOf(where: string, forecast: Pick<Forecast, 'queues'>): QueueDemand[] {
  if (!Array.isArray(forecast?.queues))
    throw new InvalidInputError(`${where}: forecast must be the result of forecast, with a list of queues, got ${describeValue(forecast)}.`);
  return poolSeries(forecast.queues);
}

/** Shrinkage that is the same in every interval, all of it paid. */
export function evenShrink(kinds: Readonly<Record<string, number>>): Shrink {
  const peoplePerAgent = 1 / (1 - combineShrinkage(kinds));
  return () => ({ peoplePerAgent: () => peoplePerAgent, paidShare: () => 1 });
}

/** The load of each interval as the job sees it. */
export function walkOf({ plan, startsEmpty, walk }: SizingJob): ReturnType<typeof loadWalk> {
  return walk?.() ?? loadWalk(plan.loadModel, startsEmpty);
}

/** Everything that sizing one demand needs. */
export function jobOf(where: string, demand: QueueDemand, plan: StaffPlan, config: StaffConfig, warnings: string[]): SizingJob {
  const { volume, intervalSeconds } = demand;
  const rule = ruleFor(where, demand, plan.queues, config);
  const clock = gridClock(demand.zone, demand.startMs, intervalSeconds, volume.length);
  const ahtSeconds = handleTimes(where, demand, rule);
  return { demand, rule, plan, work: { volume, ahtSeconds, intervalSeconds }, clock, startsEmpty: startsAfterClosing(demand), warnings };
}

/** Whether a grid begins at an opening: on some other day the interval before the same local time is closed. */
export function startsAfterClosing({ zone, startMs, intervalSeconds, volume }: QueueGrid): boolean {
  const { minutes } = gridClock(zone, startMs, intervalSeconds, volume.length);
  return volume.some((contacts, i) => i > 0 && minutes[i] === minutes[0] && contacts !== null && volume[i - 1] === null);
}

/** The requirement of a queue as sized, shrinkage added. */
export function requirementOf({ demand, rule, work }: SizingJob, { columns, sizing }: SizedWork, shrink: Shrink): QueueRequirement {
  const { queue, channel, zone, startMs } = demand;
  const { peoplePerAgent } = shrink(demand);
  const agentsWithShrinkage = columns.agentsExact.map((agents, i) => agents * peoplePerAgent(i));
  return { queue, channel: rule.channel ?? channel, zone, startMs, ...work, ...columns, agentsWithShrinkage, sizing };
}

/** Requirements of all queues with their totals; tells of queues without a forecast. */
export function requirementsOf(queues: readonly QueueRequirement[], plan: StaffPlan, shrink: Shrink, warnings: string[]): Requirements {
  for (const { queue } of plan.queues) if (!queues.some((sized) => sized.queue === queue)) warnings.push(`Queue "${queue}" of the plan has no forecast.`);
  return { queues, totals: totalsByDay(queues, shrink), warnings };
}

/** The plan's rule for a queue, on the forecast's channel where the plan names none; defaults when the plan has no queues. */
function ruleFor(where: string, demand: QueueDemand, rules: readonly QueueRule[], config: StaffConfig): QueueRule {
  const { queue, channel } = demand;
  const known = rules.find((rule) => rule.queue === queue);
  if (known !== undefined) return config.queues?.[queue]?.channel === undefined ? { ...known, channel } : known;
  if (rules.length === 0) return resolveQueues({ zone: demand.zone, queues: { [queue]: { channel } } }).queues[0] as QueueRule;
  const names = rules.map((rule) => rule.queue);
  const nearest = nearestName(queue, names);
  throw new InvalidInputError(
    `${where}: config.queues must name every queue of the forecast, got none for "${queue}". ${nearest === null ? `Known: ${names.join(', ')}.` : `Did you mean "${nearest}"?`}`,
    { queue, nearest },
  );
}

/** Handle time per open interval: the forecast's, else the plan's. Intervals without contacts need none. */
function handleTimes(where: string, demand: QueueDemand, rule: QueueRule): (number | null)[] {
  return demand.volume.map((contacts, i) => {
    if (contacts === null) return null;
    const aht = demand.ahtSeconds[i] ?? rule.ahtSeconds ?? rule.concurrency?.ahtSecondsAt[0] ?? null;
    if (typeof contacts !== 'number' || !(contacts >= 0) || contacts === Number.POSITIVE_INFINITY)
      throw new InvalidInputError(`${where}: volume of queue "${demand.queue}" must be a finite number, 0 or more, or null, got ${contacts} in interval ${i}.`);
    if (aht !== null && !(aht > 0 && aht < Number.POSITIVE_INFINITY))
      throw new InvalidInputError(`${where}: ahtSeconds of queue "${demand.queue}" must be a finite number above 0, or null, got ${aht} in interval ${i}.`);
    if (aht === null && contacts > 0)
      throw new InvalidInputError(
        `${where}: queue "${demand.queue}" must have a handle time where it has contacts, got none at ${formatInstant(demand.zone, demand.startMs + i * demand.intervalSeconds * 1000)}. Give "aht" in its part of the plan, for example "aht": "240s".`,
        { queue: demand.queue, interval: i },
      );
    return aht;
  });
}

/** Paid hours per local day over all queues; an interval counts to the day it starts on. */
function totalsByDay(queues: readonly QueueRequirement[], shrink: Shrink): Requirements['totals'] {
  const hours = new Map<number, number>();
  for (const queue of queues) {
    const { zone, startMs, intervalSeconds, agentsWithShrinkage } = queue;
    const { dayNumbers } = gridClock(zone, startMs, intervalSeconds, agentsWithShrinkage.length);
    const { paidShare } = shrink(queue);
    agentsWithShrinkage.forEach((agents, i) => {
      const day = dayNumbers[i] as number;
      hours.set(day, (hours.get(day) ?? 0) + (agents * paidShare(i) * intervalSeconds) / 3600);
    });
  }
  return [...hours.entries()].sort(([a], [b]) => a - b).map(([day, paidHours]) => ({ day: dayFromNumber(day), paidHours, fte: paidHours / FULL_DAY_HOURS }));
}
