import { type Agent, type AgentRoster, InvalidInputError, type QueueRequirement, type QueueRule } from '../core/index.js';
import { deadlineOf, isDeferred, listDeadlineOf, openTimeOf, type PlayedSeries } from './deferred-work.js';
import { type Distribution, scaled, shapeOf } from './distribution.js';
import type { AgentGroup, ContactType, NamedAgent, ServedType, SimulationSystem, Steps } from './system.js';

/** Sampled futures of a forecast, as `samplePaths` gives them; `of: 'rates'` leaves the noise of counting to the simulation. */
export type SampledPaths = {
  readonly queues: readonly {
    readonly queue: string;
    readonly startMs: number;
    readonly intervalSeconds: number;
    readonly paths: readonly (readonly (number | null)[])[];
  }[];
};

/** What turns a roster and a forecast into a system. */
export type RosterSystemInput = {
  readonly where: string;
  readonly roster: readonly AgentRoster[];
  readonly series: readonly PlayedSeries[];
  /** How the queues were sized, where it is known: what is kept free for calls. */
  readonly sized: readonly QueueRequirement[];
  readonly queues: readonly QueueRule[];
  readonly agents: readonly Agent[] | null;
  readonly paths: SampledPaths | null;
  /** Shapes of handle times by queue, in place of the plan's; their means are the forecast's. */
  readonly handleTimes: Readonly<Record<string, Distribution>>;
  readonly zone: string;
  readonly originMs: number;
  readonly endMs: number;
  readonly lateStart: AgentGroup['lateStart'];
  readonly absenceProbability: number;
};

const DEFAULT_ANSWER_SECONDS = 20;

/** What a person may serve at a time: queue, steps above the lowest tier that may, and handle-time factor. */
type Served = { readonly queue: QueueRule; readonly stepsAbove: number; readonly ahtFactor: number };

/** A queue, its forecast, and where it stands among the others. */
type PlayedQueue = {
  readonly queue: QueueRule;
  readonly parts: readonly PlayedSeries[];
  readonly aht: number;
  readonly deferred: boolean;
  /** Least steps above its lowest tier at which somebody in the roster takes it: from there up, people help. */
  readonly firstLine: number;
};

/** A roster as agent groups (people with equal skills, tiers and factors), a forecast as contact types, routed by tier. */
export function rosterSystem(input: RosterSystemInput): SimulationSystem {
  const series = playedSeries(input);
  const groups = groupPeople(
    input,
    series.map(({ queue }) => queue),
  );
  const played = new Map(series.map(({ queue, parts }) => [queue.queue, playedQueue(input, queue, parts, groups)]));
  return {
    contactTypes: [...played.values()].map((one) => toContactType(input, one, played, groups)),
    agentGroups: groups.map((group) => toAgentGroup(input, group, played)),
  };
}

/** Queues with a forecast, and those that contacts go on to from them. */
function playedSeries(input: RosterSystemInput): { queue: QueueRule; parts: PlayedSeries[] }[] {
  const all = input.queues.map((queue) => ({ queue, parts: seriesOf(input, queue.queue) }));
  const known = new Set(all.flatMap(({ queue, parts }) => (parts.length > 0 ? [queue.queue] : [])));
  for (const name of known) {
    const to = all.find(({ queue }) => queue.queue === name)?.queue.escalate?.to;
    // A set grows while it is walked: what is escalated from there comes along too.
    if (to !== undefined) known.add(to);
  }
  return all.filter(({ queue }) => known.has(queue.queue));
}

function playedQueue(input: RosterSystemInput, queue: QueueRule, parts: readonly PlayedSeries[], groups: readonly PeopleGroup[]): PlayedQueue {
  const steps = groups.flatMap((group) => group.serves.flatMap((served) => (served.queue === queue ? [served.stepsAbove] : [])));
  if (steps.length === 0) throw new InvalidInputError(`${input.where}: nobody in the roster may take queue "${queue.queue}".`, { queue: queue.queue });
  const deferred = isDeferred(queue, Math.min(...parts.map((one) => one.intervalSeconds)));
  return { queue, parts, aht: meanAht(input.where, queue, parts), deferred, firstLine: Math.min(...steps) };
}

function seriesOf({ series, originMs, endMs }: RosterSystemInput, queue: string): PlayedSeries[] {
  return series.filter((one) => one.queue === queue && one.startMs < endMs && one.startMs + one.volume.length * one.intervalSeconds * 1000 > originMs);
}

/** Volume-weighted mean handle time; the plan's where the forecast has none. */
function meanAht(where: string, queue: QueueRule, parts: readonly PlayedSeries[]): number {
  let work = 0;
  let contacts = 0;
  for (const { volume, ahtSeconds } of parts)
    volume.forEach((count, i) => {
      const aht = ahtSeconds[i] ?? queue.ahtSeconds;
      if (count === null || aht === null) return;
      work += count * aht;
      contacts += count;
    });
  const mean = contacts > 0 ? work / contacts : queue.ahtSeconds;
  if (mean === null || !(mean > 0))
    throw new InvalidInputError(`${where}: queue "${queue.queue}" has no handle time in the forecast and no "aht" in the plan.`, { queue: queue.queue });
  return mean;
}

type PeopleGroup = { readonly name: string; readonly serves: readonly Served[]; readonly people: { name: string; online: [number, number][] }[] };

function groupPeople(input: RosterSystemInput, queues: readonly QueueRule[]): PeopleGroup[] {
  const { roster, agents, originMs, endMs } = input;
  const groups = new Map<string, PeopleGroup>();
  const known = new Map((agents ?? []).map((agent) => [agent.agent, agent]));
  for (const { agent, shifts } of roster) {
    const stretches = shifts
      .flatMap((shift) => shift.activities)
      .filter((activity) => activity.activity === 'online' && activity.endMs > originMs && activity.startMs < endMs);
    const named = new Set(stretches.flatMap((stretch) => (stretch.queue === undefined ? [] : [stretch.queue])));
    for (const { startMs, endMs: until, queue } of stretches) {
      const serves = servedBy(input, known.get(agent), queue, named, queues);
      if (serves.length === 0) continue;
      const group = groupOf(groups, serves);
      const person = group.people.find(({ name }) => name === agent) ?? { name: agent, online: [] };
      if (!group.people.includes(person)) group.people.push(person);
      person.online.push([Math.max(0, (startMs - originMs) / 1000), (until - originMs) / 1000]);
    }
  }
  return [...groups.values()];
}

/** By agents.csv where it is given; else by the queues that the person's stretches name, all of them where none does. A stretch that names a queue is for that queue. */
function servedBy(
  input: RosterSystemInput,
  agent: Agent | undefined,
  label: string | undefined,
  named: ReadonlySet<string>,
  queues: readonly QueueRule[],
): Served[] {
  const open = label === undefined ? queues : queues.filter((queue) => queue.queue === label);
  if (input.agents === null) {
    const mine = label === undefined && named.size > 0 ? open.filter((queue) => named.has(queue.queue)) : open;
    return mine.map((queue) => ({ queue, stepsAbove: 0, ahtFactor: 1 }));
  }
  return open.flatMap((queue) => {
    const skill = agent?.skills.find((one) => one.skill === queue.skill && one.tier >= queue.lowestTier);
    return skill === undefined ? [] : [{ queue, stepsAbove: skill.tier - queue.lowestTier, ahtFactor: skill.ahtFactor }];
  });
}

function groupOf(groups: Map<string, PeopleGroup>, serves: readonly Served[]): PeopleGroup {
  const name = serves
    .map(({ queue, stepsAbove, ahtFactor }) => `${queue.queue}${stepsAbove > 0 ? ` +${stepsAbove}` : ''}${ahtFactor === 1 ? '' : ` ×${ahtFactor}`}`)
    .join(', ');
  const found = groups.get(name);
  if (found !== undefined) return found;
  const group: PeopleGroup = { name, serves, people: [] };
  groups.set(name, group);
  return group;
}

function toAgentGroup(input: RosterSystemInput, { name, serves, people }: PeopleGroup, played: ReadonlyMap<string, PlayedQueue>): AgentGroup {
  const { lateStart, absenceProbability } = input;
  const concurrency = chatsAtOnce(serves);
  const escalate = escalatedBy(serves);
  return {
    name,
    agents: people.map((person): NamedAgent => ({ name: person.name, online: person.online })),
    serves: classesOf(input, serves, played),
    ahtSeconds: Object.fromEntries(
      serves.map(({ queue, ahtFactor }) => [
        queue.queue,
        timesOf(input, queue, (queue.concurrency?.ahtSecondsAt[0] ?? (played.get(queue.queue) as PlayedQueue).aht) * ahtFactor),
      ]),
    ),
    ...(Object.keys(escalate).length === 0 ? {} : { escalate }),
    ...(concurrency === null ? {} : { concurrency: { most: concurrency.length, ahtSecondsAt: concurrency } }),
    ...(lateStart === undefined ? {} : { lateStart }),
    ...(absenceProbability > 0 ? { absenceProbability } : {}),
  };
}

/** What people pass on: they keep what belongs to a queue that they may serve themselves. */
function escalatedBy(serves: readonly Served[]): NonNullable<AgentGroup['escalate']> {
  return Object.fromEntries(
    serves.flatMap(({ queue: { queue, escalate } }) =>
      escalate === undefined || serves.some((served) => served.queue.queue === escalate.to) ? [] : [[queue, { to: escalate.to, probability: escalate.share }]],
    ),
  );
}

/** Handle times around their mean: of the shape asked for, else of the plan's, else exponential. */
function timesOf({ handleTimes }: RosterSystemInput, queue: QueueRule, meanSeconds: number): number | Distribution {
  const shape = handleTimes[queue.queue];
  if (shape !== undefined) return scaled(shapeOf(shape), meanSeconds);
  const { kind = 'exponential', cv = 1 } = queue.handleTimes ?? {};
  return kind === 'exponential' ? meanSeconds : kind === 'deterministic' ? { kind, meanSeconds } : { kind, meanSeconds, cv };
}

/** Lengths of 1, 2, … chats side by side where people serve chats alone, all of them alike; others hold one contact at a time. */
function chatsAtOnce(serves: readonly Served[]): readonly number[] | null {
  const all = serves.map(({ queue }) => queue.concurrency?.ahtSecondsAt ?? null);
  const [first] = all;
  return first !== undefined && first !== null && all.every((one) => one?.join() === first.join()) ? first : null;
}

/** People on the line first, work that lies after; within both, what only a high tier can do before help for lower ones. */
function classesOf(input: RosterSystemInput, serves: readonly Served[], played: ReadonlyMap<string, PlayedQueue>): ServedType[][] {
  const rankOf = ({ queue, stepsAbove }: Served): number => (played.get(queue.queue)?.deferred === true ? 1000 : 0) + stepsAbove;
  const ranks = [...new Set(serves.map(rankOf))].sort((a, b) => a - b);
  return ranks.map((rank) =>
    serves.filter((served) => rankOf(served) === rank).map((served) => ({ contactType: served.queue.queue, ...entryOf(input, served, serves, played) })),
  );
}

/** When a person takes a queue's contacts: higher tiers after its overflow; work blended into the idle time of calls while enough of them are idle. */
function entryOf(
  input: RosterSystemInput,
  { queue, stepsAbove }: Served,
  serves: readonly Served[],
  played: ReadonlyMap<string, PlayedQueue>,
): Pick<ServedType, 'afterSeconds' | 'keepFree'> {
  const { overflowAfterSeconds = 0, blend } = queue;
  const afterSeconds = stepsAbove > (played.get(queue.queue)?.firstLine ?? 0) ? overflowAfterSeconds : 0;
  const keepFree = blend !== undefined && serves.some((served) => served.queue.queue === blend.with) ? (blend.reserve ?? reservesOf(input, queue)) : 0;
  return { afterSeconds, ...(keepFree === 0 ? {} : { keepFree }) };
}

/** What was expected to wait when the first interval of the requirement begins; nothing on any other day. */
function waitingAtStart({ sized, originMs }: RosterSystemInput, { queue }: QueueRule): number {
  const known = sized.find((one) => one.queue === queue);
  const deferred = known?.sizing?.deferred;
  if (known === undefined || deferred === undefined) return 0;
  const before = Math.ceil((originMs - known.startMs) / (known.intervalSeconds * 1000)) - 1;
  return Math.round(before < 0 ? deferred.waitingAtStart : (deferred.waitingAtEnd[before] ?? 0));
}

/** The reserve of each interval as it was sized. */
function reservesOf({ sized, originMs, endMs }: RosterSystemInput, { queue }: QueueRule): number | Steps {
  const known = sized.find((one) => one.queue === queue);
  const reserves = known?.sizing?.deferred?.blended?.reserves;
  if (known === undefined || reserves === undefined) return 0;
  const steps: [number, number][] = [];
  reserves.forEach((reserve, i) => {
    const at = known.startMs + i * known.intervalSeconds * 1000;
    if (at + known.intervalSeconds * 1000 > originMs && at < endMs && steps.at(-1)?.[1] !== reserve) steps.push([Math.max(0, (at - originMs) / 1000), reserve]);
  });
  return steps.length === 0 ? 0 : steps;
}

function toContactType(
  input: RosterSystemInput,
  { queue, parts, aht, deferred }: PlayedQueue,
  played: ReadonlyMap<string, PlayedQueue>,
  groups: readonly PeopleGroup[],
): ContactType {
  const { originMs, endMs, paths } = input;
  const { repeat, redial } = queue;
  const sampled = (paths?.queues ?? []).filter((one) => one.queue === queue.queue);
  const count = Math.min(...sampled.map((one) => one.paths.length));
  const { rates, factors } = columnSteps(queue, parts, aht, originMs, endMs);
  const fresh = freshShare(queue, rates, input, played);
  return {
    name: queue.queue,
    arrivalsPerHour: rates.length === 0 ? 0 : fresh(rates),
    ...(sampled.length > 0
      ? { arrivalPaths: Array.from({ length: count }, (_, p) => fresh(pathSteps(sampled, p, originMs, endMs))) }
      : { dayFactorCv: commonCv(parts) }),
    patienceSeconds: queue.patienceSeconds,
    answerWithinSeconds: queue.target.answerWithinSeconds ?? DEFAULT_ANSWER_SECONDS,
    route: routeOf(input, queue, groups, played),
    ...(factors.length === 0 ? {} : { ahtFactor: factors }),
    ...(redial === undefined ? {} : { redial: { probability: redial.share, meanDelaySeconds: redial.afterSeconds } }),
    ...(repeat === undefined ? {} : { repeat: { probability: repeat.share, meanDelaySeconds: repeat.afterSeconds, to: queue.queue } }),
    ...(redial === undefined && repeat === undefined ? {} : { openTime: openTimeOf(queue, parts, input) }),
    ...(deferred ? deadlineOf(queue, parts, input) : {}),
    ...(queue.list === undefined ? {} : listDeadlineOf(queue.list, input)),
    waitingAtStart: queue.backlog ?? waitingAtStart(input, queue),
    ...(queue.capacity === null ? {} : { capacity: queue.capacity }),
    ...(queue.target.serviceLevel === undefined ? {} : { targetServiceLevel: queue.target.serviceLevel }),
  };
}

/** Takes out of arrivals what the simulation brings by itself, where the forecast counts it: repeats, and what other queues escalate. */
function freshShare(queue: QueueRule, own: Steps, { originMs, endMs }: RosterSystemInput, played: ReadonlyMap<string, PlayedQueue>): (steps: Steps) => Steps {
  const sources = [...played.values()].filter(({ queue: { escalate } }) => escalate?.to === queue.queue && escalate.inForecast);
  const first = 1 - (queue.repeat?.inForecast === true ? queue.repeat.share : 0);
  if (sources.length === 0 && first === 1) return (steps) => steps;
  const escalated = new Map<number, number>();
  for (const source of sources)
    for (const [at, rate] of columnSteps(source.queue, source.parts, source.aht, originMs, endMs).rates)
      escalated.set(at, (escalated.get(at) ?? 0) + rate * (source.queue.escalate?.share ?? 0));
  const shares = new Map(own.map(([at, rate]) => [at, rate > 0 ? Math.max(0, first - (escalated.get(at) ?? 0) / rate) : 0]));
  return (steps) => steps.map(([at, rate]) => [at, rate * (shares.get(at) ?? first)]);
}

/** Rates per hour and handle times ÷ their mean, interval by interval. */
function columnSteps(queue: QueueRule, parts: readonly PlayedSeries[], aht: number, originMs: number, endMs: number): { rates: Steps; factors: Steps } {
  const rates = new Map<number, number>();
  const work = new Map<number, number>();
  for (const { startMs, intervalSeconds, volume, ahtSeconds } of parts)
    volume.forEach((contacts, i) => {
      const at = startMs + i * intervalSeconds * 1000;
      if (at < originMs || at >= endMs) return;
      const perHour = ((contacts ?? 0) * 3600) / intervalSeconds;
      rates.set(at, (rates.get(at) ?? 0) + perHour);
      work.set(at, (work.get(at) ?? 0) + perHour * (ahtSeconds[i] ?? queue.ahtSeconds ?? aht));
    });
  const factors = new Map([...rates].map(([at, rate]) => [at, rate > 0 ? (work.get(at) as number) / rate / aht : 1]));
  return { rates: toStepsFrom(rates, originMs, parts), factors: toStepsFrom(factors, originMs, []) };
}

/** Steps by rising start; nothing comes after the last interval. */
function toStepsFrom(values: ReadonlyMap<number, number>, originMs: number, parts: readonly { startMs: number; intervalSeconds: number }[]): Steps {
  const steps = [...values].sort((a, b) => a[0] - b[0]).map(([at, value]): [number, number] => [(at - originMs) / 1000, value]);
  const last = steps.at(-1);
  const [part] = parts;
  return last === undefined || part === undefined ? steps : [...steps, [last[0] + part.intervalSeconds, 0]];
}

function pathSteps(sampled: SampledPaths['queues'], path: number, originMs: number, endMs: number): Steps {
  const found = new Map<number, number>();
  for (const { startMs, intervalSeconds, paths } of sampled)
    paths[path]?.forEach((contacts, i) => {
      const at = startMs + i * intervalSeconds * 1000;
      if (at >= originMs && at < endMs) found.set(at, (found.get(at) ?? 0) + ((contacts ?? 0) * 3600) / intervalSeconds);
    });
  return toStepsFrom(found, originMs, sampled);
}

/** Day factor of a queue's series taken together: by volume, as if they moved together. */
function commonCv(parts: readonly PlayedSeries[]): number {
  const volumes = parts.map(({ volume }) => volume.reduce<number>((sum, count) => sum + (count ?? 0), 0));
  const total = volumes.reduce((sum, volume) => sum + volume, 0);
  return total === 0 ? 0 : parts.reduce((sum, { dayFactorCv }, i) => sum + (dayFactorCv * (volumes[i] as number)) / total, 0);
}

/** Lowest tier first; among equals those with the fewest other queues. */
function routeOf(input: RosterSystemInput, queue: QueueRule, groups: readonly PeopleGroup[], played: ReadonlyMap<string, PlayedQueue>): ContactType['route'] {
  return groups
    .flatMap((group) => group.serves.filter((served) => served.queue === queue).map((served) => ({ group, served })))
    .sort((a, b) => a.served.stepsAbove - b.served.stepsAbove || a.group.serves.length - b.group.serves.length)
    .map(({ group, served }) => ({ group: group.name, ...entryOf(input, served, group.serves, played) }));
}
