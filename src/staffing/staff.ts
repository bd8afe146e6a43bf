import {
  combineShrinkage,
  describeValue,
  type Forecast,
  InvalidInputError,
  nearestName,
  type PlanConfig,
  type QueueRequirement,
  type QueueRule,
  type Requirements,
  resolveQueues,
} from '../core/index.js';
import { sizedQueue } from '../queueing/index.js';
import { poolSeries, type QueueDemand } from '../series/index.js';
import { dayFromNumber, formatInstant, gridClock } from '../time/index.js';
import { pushClosed, pushSized, type RequirementColumns, type Work } from './requirement-columns.js';
import { type StaffingMethod, staffingMethod, targetOf, WORKLOAD_OCCUPANCY } from './staffing-rule.js';
import { sizeOverStretches } from './stretch-target.js';

/** The parts of a plan that {@link staff} reads; a whole plan.json is fine. The zone is the forecast's unless given. */
export type StaffConfig = Partial<PlanConfig>;

const FULL_DAY_HOURS = 8;

/**
 * Agents needed in every interval of a forecast, per queue.
 *
 * @param forecast - Result of `forecast`, or any object of its shape (as read from forecast.csv).
 * @param config - `queues` with targets, patience, capacity, minimum agents; `shrinkage` by kind. A queue without target is
 * held to 80 % within 20 s. With `queues` left out or empty every queue of the forecast takes the defaults.
 * @returns Whole and fractional agents, what the whole number delivers, and paid hours per local day. Closed intervals
 * (volume null) have 0 agents; open ones without contacts the minimum. `unreachable`: a capacity keeps every head-count below
 * the target; the agents are then those beyond which nothing improves.
 * @throws {@link InvalidPlanError} for a wrong config (shifts, contracts and rules of rosters are not looked at); {@link InvalidInputError} for a queue that the config does not know
 * (names the nearest), or a volume without handle time.
 * @remarks Voice, chat and call-back queues by Erlang C, or A where patience is given (chat as one conversation at a time);
 * e-mail, case and outbound work is spread over the interval it arrives in, at `maxOccupancy` (0.85 by default). Series of
 * one queue (reasons, sites) are taken together. Kinds of shrinkage combine as 1 − Π(1 − s). A target `over` a day, week or
 * month is met by the volume-weighted mean at the fewest agent-hours: agents are placed where one more helps most contacts
 * (marginal allocation on the concave hull [Fox1966], then exchanges of one agent for two); ASA, abandonment and occupancy hold in each interval all the same.
 * @example
 * const day = { queue: 'billing', channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume: [100, null], ahtSeconds: [180, null] };
 * staff({ queues: [day] }, { shrinkage: { absence: 0.3 } }).queues[0].agents; // [14, 0]
 */
export function staff(forecast: Pick<Forecast, 'queues'>, config: StaffConfig = {}): Requirements {
  if (!Array.isArray(forecast?.queues))
    throw new InvalidInputError(`staff: forecast must be the result of forecast, with a list of queues, got ${describeValue(forecast)}.`);
  const demands = poolSeries(forecast.queues);
  const zone = config.zone ?? demands[0]?.zone ?? 'UTC';
  const plan = resolveQueues({ ...config, zone, queues: config.queues ?? {} });
  const paidShare = 1 - combineShrinkage(plan.shrinkage);
  const warnings: string[] = [];
  const queues = demands.map((demand) => {
    const rule = ruleFor(demand, plan.queues, config);
    warnAboutChannel(rule, warnings);
    return requirementOf(demand, rule, paidShare, plan.weekStart, warnings);
  });
  for (const { queue } of plan.queues) if (!demands.some((demand) => demand.queue === queue)) warnings.push(`Queue "${queue}" of the plan has no forecast.`);
  return { queues, totals: totalsByDay(queues), warnings };
}

/** The plan's rule for a queue, on the forecast's channel where the plan names none; defaults when the plan has no queues. */
function ruleFor(demand: QueueDemand, rules: readonly QueueRule[], config: StaffConfig): QueueRule {
  const { queue, channel } = demand;
  const known = rules.find((rule) => rule.queue === queue);
  if (known !== undefined) return config.queues?.[queue]?.channel === undefined ? { ...known, channel } : known;
  if (rules.length === 0) return resolveQueues({ zone: demand.zone, queues: { [queue]: { channel } } }).queues[0] as QueueRule;
  const names = rules.map((rule) => rule.queue);
  const nearest = nearestName(queue, names);
  throw new InvalidInputError(
    `staff: config.queues must name every queue of the forecast, got none for "${queue}". ${nearest === null ? `Known: ${names.join(', ')}.` : `Did you mean "${nearest}"?`}`,
    { queue, nearest },
  );
}

function warnAboutChannel({ queue, channel, target }: QueueRule, warnings: string[]): void {
  if (channel === 'chat') warnings.push(`Queue "${queue}": chats are sized as one conversation at a time; agents who hold several need fewer.`);
  if (channel === 'email' || channel === 'case' || channel === 'outbound')
    warnings.push(
      `Queue "${queue}": ${channel} work is spread over the interval in which it arrives, at ${Math.round((target.maxOccupancy ?? WORKLOAD_OCCUPANCY) * 100)} % occupancy; response times are not modelled.`,
    );
}

function requirementOf(demand: QueueDemand, rule: QueueRule, paidShare: number, weekStart: number, warnings: string[]): QueueRequirement {
  const { queue, channel, zone, startMs, intervalSeconds, volume } = demand;
  const ahtSeconds = handleTimes(demand, rule);
  const columns: RequirementColumns = { agents: [], agentsExact: [], serviceLevel: [], occupancy: [], asaSeconds: [], abandonProbability: [], status: [] };
  const method = staffingMethod(rule);
  const work = { volume, ahtSeconds, intervalSeconds };
  if (method.kind === 'workload') sizeWorkload(columns, work, rule, method.maxOccupancy);
  else if (rule.target.over === 'interval' || targetOf(rule.target).serviceLevel === undefined) sizeIntervals(columns, work, method);
  else sizeOverStretches(columns, work, rule, gridClock(zone, startMs, intervalSeconds, volume.length), weekStart);
  const unreachable = columns.status.filter((status) => status === 'unreachable').length;
  if (unreachable > 0)
    warnings.push(
      `Queue "${queue}": its capacity of ${rule.capacity} keeps the target out of reach in ${unreachable} ${unreachable === 1 ? 'interval' : 'intervals'}.`,
    );
  const agentsWithShrinkage = columns.agentsExact.map((agents) => agents / paidShare);
  return { queue, channel: rule.channel ?? channel, zone, startMs, intervalSeconds, volume, ahtSeconds, ...columns, agentsWithShrinkage };
}

/** Handle time per open interval: the forecast's, else the plan's. Intervals without contacts need none. */
function handleTimes(demand: QueueDemand, rule: QueueRule): (number | null)[] {
  return demand.volume.map((contacts, i) => {
    if (contacts === null) return null;
    const aht = demand.ahtSeconds[i] ?? rule.ahtSeconds;
    if (typeof contacts !== 'number' || !(contacts >= 0) || contacts === Number.POSITIVE_INFINITY)
      throw new InvalidInputError(`staff: volume of queue "${demand.queue}" must be a finite number, 0 or more, or null, got ${contacts} in interval ${i}.`);
    if (aht !== null && !(aht > 0 && aht < Number.POSITIVE_INFINITY))
      throw new InvalidInputError(`staff: ahtSeconds of queue "${demand.queue}" must be a finite number above 0, or null, got ${aht} in interval ${i}.`);
    if (aht === null && contacts > 0)
      throw new InvalidInputError(
        `staff: queue "${demand.queue}" must have a handle time where it has contacts, got none at ${formatInstant(demand.zone, demand.startMs + i * demand.intervalSeconds * 1000)}. Give "aht" in its part of the plan, for example "aht": "240s".`,
        { queue: demand.queue, interval: i },
      );
    return aht;
  });
}

function sizeIntervals(columns: RequirementColumns, work: Work, method: Extract<StaffingMethod, { kind: 'queue' }>): void {
  const sized = sizedQueue();
  for (let i = 0; i < work.volume.length; i += 1) {
    const contacts = work.volume[i] ?? null;
    if (contacts === null) pushClosed(columns);
    else {
      const aht = work.ahtSeconds[i] ?? 1;
      method.sizer.size(sized, (contacts * aht) / work.intervalSeconds, aht);
      pushSized(columns, sized);
    }
  }
}

/** Work that need not be answered at once: enough people to do it in the interval it arrives in, at the given occupancy. */
function sizeWorkload(columns: RequirementColumns, work: Work, rule: QueueRule, maxOccupancy: number): void {
  for (let i = 0; i < work.volume.length; i += 1) {
    const contacts = work.volume[i] ?? null;
    if (contacts === null) {
      pushClosed(columns);
      continue;
    }
    const load = (contacts * (work.ahtSeconds[i] ?? 0)) / work.intervalSeconds;
    const exact = Math.max(rule.minimumAgents, load / maxOccupancy);
    const agents = Math.ceil(exact);
    columns.agents.push(agents);
    columns.agentsExact.push(exact);
    columns.serviceLevel.push(null);
    columns.occupancy.push(agents === 0 ? 0 : load / agents);
    columns.asaSeconds.push(null);
    columns.abandonProbability.push(null);
    columns.status.push('met');
  }
}

/** Paid hours per local day over all queues; an interval counts to the day it starts on. */
function totalsByDay(queues: readonly QueueRequirement[]): Requirements['totals'] {
  const hours = new Map<number, number>();
  for (const { zone, startMs, intervalSeconds, agentsWithShrinkage } of queues) {
    const { dayNumbers } = gridClock(zone, startMs, intervalSeconds, agentsWithShrinkage.length);
    agentsWithShrinkage.forEach((agents, i) => {
      const day = dayNumbers[i] as number;
      hours.set(day, (hours.get(day) ?? 0) + (agents * intervalSeconds) / 3600);
    });
  }
  return [...hours.entries()].sort(([a], [b]) => a - b).map(([day, paidHours]) => ({ day: dayFromNumber(day), paidHours, fte: paidHours / FULL_DAY_HOURS }));
}
