import { queueMetrics } from '../queueing/index.js';
import { meanOf, type SimulationSystem, toDistribution } from '../simulate/index.js';
import { speedOf } from './bounds.js';
import { overflowOf, type PeakedLoad, togetherOf } from './overflow.js';
import type { GroupLimits } from './programme.js';
import type { Goal } from './sampling.js';

/** Passes until overflow in a ring of groups (each takes what the other turns away) has settled. */
const MOST_PASSES = 12;
const SETTLED = 1e-6;
const MOST_STEPS = 60;
/** Share of a group that is added at a time; at least one agent. */
const STEP_SHARE = 0.02;

/** With fewer, every single person counts for more than the estimate is worth: the search from the bound found cheaper answers. */
const LEAST_PEOPLE = 16;

/** One queue: which groups take it, in order, and what its contacts bring. */
type Stream = { readonly groups: readonly number[]; readonly ahtSeconds: readonly number[]; readonly perSecond: number; readonly leaving: number };

/** Contacts of one queue as they come to one group, after what those before it have taken. */
type Arrival = PeakedLoad & { readonly queue: number; readonly group: number; readonly reached: number };

/**
 * Raises head-counts, by the step that helps most for its cost, until every goal is met by an estimate: contacts that find a group busy go on
 * to the next of their route as a peaked stream, the last one makes them wait. An estimate, no bound: the search goes down from it as from any start.
 */
export function peakedStart(
  system: SimulationSystem,
  rates: readonly number[],
  goals: readonly Goal[],
  { cost, most }: GroupLimits,
  pooled: number[],
): number[] {
  if (pooled.reduce((sum, count) => sum + count, 0) < LEAST_PEOPLE) return pooled;
  const streams = streamsOf(system, rates);
  const speeds = system.agentGroups.map(speedOf);
  const shortfall = (agents: readonly number[]): number =>
    estimatedSlacks(
      system,
      streams,
      goals,
      agents.map((count, g) => count * (speeds[g] as number)),
    ).reduce((sum, slack) => sum + Math.max(0, -slack), 0);
  let now = pooled;
  let missing = shortfall(now);
  for (let step = 0; step < MOST_STEPS && missing > 0; step += 1) {
    let [next, best, left] = [now, 0, missing];
    now.forEach((count, g) => {
      const more = Math.min(Math.ceil(Math.max(1, count * STEP_SHARE)), (most[g] ?? Number.POSITIVE_INFINITY) - count);
      if (more <= 0) return;
      const candidate = now.map((one, other) => (other === g ? one + more : one));
      const after = shortfall(candidate);
      const gain = (missing - after) / (more * (cost[g] as number));
      if (gain > best) [next, best, left] = [candidate, gain, after];
    });
    if (next === now) return now;
    [now, missing] = [next, left];
  }
  return now;
}

function streamsOf({ contactTypes, agentGroups }: SimulationSystem, rates: readonly number[]): Stream[] {
  return contactTypes.map(({ name, route, patienceSeconds }, k) => {
    const routed = route.map(({ group }) => agentGroups.findIndex((one) => one.name === group));
    const groups = [...new Set([...routed, ...agentGroups.keys()])].filter((g) => agentGroups[g]?.ahtSeconds[name] !== undefined);
    return {
      groups,
      ahtSeconds: groups.map((g) => meanOf(toDistribution(agentGroups[g]?.ahtSeconds[name] as number))),
      perSecond: (rates[k] as number) / 3600,
      leaving: patienceSeconds === null ? 0 : 1 / Math.max(1e-3, meanOf(toDistribution(patienceSeconds))),
    };
  });
}

/** Slack of every goal, as the simulation would state it. */
function estimatedSlacks(system: SimulationSystem, streams: readonly Stream[], goals: readonly Goal[], agents: readonly number[]): number[] {
  const arrivals = arrivalsAt(streams, agents);
  return goals.map(({ queue, ratio, limit, sign, unit }) => {
    const figure = figureOf(streams, arrivals, agents, queue, ratio, system.contactTypes[queue]?.answerWithinSeconds ?? 0);
    return typeof figure === 'number' ? (sign * (figure - limit)) / unit : -1 - figure.overload;
  });
}

/** All streams at all groups, passed on until they no longer change. */
function arrivalsAt(streams: readonly Stream[], agents: readonly number[]): Arrival[] {
  let overflows = agents.map(() => ({ share: 0, peakedness: 1, load: 0 }));
  let arrivals: Arrival[] = [];
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    arrivals = streams.flatMap((stream, queue) => alongRoute(stream, queue, overflows));
    const next = agents.map((count, g) => {
      const together = togetherOf(arrivals.filter(({ group }) => group === g));
      return { ...overflowOf(together, count), load: together.load };
    });
    const change = Math.max(...next.map(({ share }, g) => Math.abs(share - (overflows[g]?.share as number))));
    overflows = next;
    if (change < SETTLED) break;
  }
  return arrivals;
}

function alongRoute({ groups, ahtSeconds, perSecond }: Stream, queue: number, overflows: readonly (PeakedLoad & { readonly share: number })[]): Arrival[] {
  let [reached, peakedness] = [1, 1];
  return groups.map((group, i) => {
    const arrival: Arrival = { queue, group, reached, peakedness, load: perSecond * reached * (ahtSeconds[i] as number) };
    const { share, load, peakedness: peaked } = overflows[group] as PeakedLoad & { readonly share: number };
    reached *= share;
    // A part of a peaked stream, drawn at random, is less peaked.
    peakedness = 1 + (peaked - 1) * (load > 0 ? Math.min(1, arrival.load / load) : 0);
    return arrival;
  });
}

const LEVELS = {
  levelOffered: 'offered',
  levelAnswered: 'answered',
  levelExcluding: 'excludingShortAbandons',
  levelIncluding: 'includingShortAbandons',
} as const;

/** Chance to wait: all groups before turn the contact away and the last has nobody free. How long: whoever of the route is free first takes it. */
function figureOf(
  streams: readonly Stream[],
  arrivals: readonly Arrival[],
  agents: readonly number[],
  queue: number,
  ratio: Goal['ratio'],
  answerWithinSeconds: number,
): number | { readonly overload: number } {
  const route = streams[queue]?.groups as readonly number[];
  const last = arrivals.findLast((one) => one.queue === queue) as Arrival;
  const atLast = waitingAt(streams, arrivals, agents, [last.group], answerWithinSeconds);
  const inPool = route.length === 1 ? atLast : waitingAt(streams, arrivals, agents, route, answerWithinSeconds);
  // Nobody gives up and the line grows without end: more people help though no figure moves yet.
  if (inPool.meanQueue === null) return { overload: Math.max(0, togetherOf(firstOf(streams, arrivals, route)).load - peopleOf(agents, route)) };
  if (atLast.waitProbability === 0 || inPool.waitProbability === 0) return ratio in LEVELS ? 1 : 0;
  const waits = (last.reached * atLast.waitProbability) / inPool.waitProbability;
  if (ratio === 'asaSeconds') return waits * (inPool.asaSeconds ?? 0);
  if (ratio === 'abandonProbability') return waits * inPool.abandonProbability;
  return 1 - waits * (1 - (inPool.serviceLevel?.[LEVELS[ratio as keyof typeof LEVELS]] ?? 1));
}

/** Some groups as one Erlang A (or C) queue of what first comes to any of them, scaled by its peakedness. */
function waitingAt(
  streams: readonly Stream[],
  arrivals: readonly Arrival[],
  agents: readonly number[],
  groups: readonly number[],
  answerWithinSeconds: number,
): ReturnType<typeof queueMetrics> {
  const first = firstOf(streams, arrivals, groups);
  const { load, peakedness } = togetherOf(first);
  const perSecond = first.reduce((sum, one) => sum + (streams[one.queue]?.perSecond as number) * one.reached, 0);
  const leaving = first.reduce((sum, one) => sum + (streams[one.queue] as Stream).perSecond * one.reached * (streams[one.queue] as Stream).leaving, 0);
  return queueMetrics({
    offeredLoad: load / peakedness,
    ahtSeconds: load > 0 ? load / perSecond : 1,
    agents: peopleOf(agents, groups) / peakedness,
    answerWithinSeconds,
    ...(leaving > 0 ? { patienceSeconds: perSecond / leaving } : {}),
  });
}

/** Each queue's contacts where they first come to one of these groups. */
function firstOf(streams: readonly Stream[], arrivals: readonly Arrival[], groups: readonly number[]): Arrival[] {
  return streams.flatMap((_, queue) => arrivals.find((one) => one.queue === queue && groups.includes(one.group)) ?? []);
}

function peopleOf(agents: readonly number[], groups: readonly number[]): number {
  return groups.reduce((sum, g) => sum + (agents[g] as number), 0);
}
