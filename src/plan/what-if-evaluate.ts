import { combineShrinkage, type LoadModel, type QueueRequirement, type QueueRule, resolveStaffing } from '../core/index.js';
import { queueMetrics, queueSizer, sizedQueue } from '../queueing/index.js';
import { evaluateChannel, offeredLoadPath, staffChannels } from '../staffing/index.js';
import { type Centre, type CentreQueue, patienceOfMix, planOf } from './what-if-centre.js';
import type { SharedMoment } from './what-if-flexible.js';
import { agentsBeyond, type Delivered, deliver, deliverInTurn, type QueuePoint } from './what-if-models.js';

/** What people deliver in each interval of a queue. Null = closed, no contacts, unbounded, or not modelled. */
type Service = {
  readonly serviceLevel: readonly (number | null)[];
  readonly asaSeconds: readonly (number | null)[];
  readonly abandonProbability: readonly (number | null)[];
  readonly occupancy: readonly (number | null)[];
  /** Of queues with a model: what it says beside. */
  readonly details?: readonly (Delivered | null)[];
};

/** One queue with people in a scenario. */
export type StaffedQueue = {
  readonly queue: Pick<CentreQueue, 'members' | 'model'>;
  readonly rule: QueueRule;
  readonly requirement: QueueRequirement;
  readonly loadModel: LoadModel;
  /** Work of each interval in erlangs, contacts in service from earlier ones included. */
  readonly load: readonly number[];
  /** People on line, unrounded: rounding would hide what a lever does, or make it up. */
  readonly agents: readonly number[];
  readonly service: Service;
};

/** A scenario with the people it needs. */
export type StaffedCentre = {
  readonly centre: Centre;
  readonly queues: readonly StaffedQueue[];
  readonly paidHours: number;
  /** Open intervals in which no head-count meets the target. */
  readonly unreachable: number;
  readonly warnings: readonly string[];
};

const DEFAULT_THRESHOLD_SECONDS = 20;

/** Sizes every queue of a scenario to its target. `gain`: how much of one pool the flexible people of the centre bring. */
export function staffCentre(centre: Centre, gain: number): StaffedCentre {
  const { forecast, config } = planOf(centre);
  const requirements = staffChannels(forecast, config);
  const { loadModel = 'offeredLoad' } = config;
  const rules = resolveStaffing({ ...config, queues: config.queues ?? {} }).queues;
  const plain = requirements.queues.map((requirement): StaffedQueue => {
    const { queue: name, channel } = requirement;
    const own = centre.queues.filter(({ series }) => series.queue === name);
    // A list to call has no forecast, and so no queue of the centre.
    const queue = own.find(({ series }) => series.channel === channel) ?? own[0] ?? { members: [name] };
    const rule = { ...(rules.find((one) => one.queue === name) as QueueRule), channel };
    const staffed = { queue, rule, requirement, loadModel, load: loadsOf(requirement, loadModel), agents: requirement.agentsExact };
    return { ...staffed, service: serviceOf(staffed, staffed.agents) };
  });
  const modelled = plain.map((staffed) => (staffed.queue.model === undefined ? staffed : withModel(staffed)));
  const queues = centre.flexible === null || gain === 0 ? modelled : withFlexible(modelled, centre.flexible.queues, gain);
  const before = paidAgents(plain);
  const all = requirements.totals.reduce((sum, { paidHours }) => sum + paidHours, 0);
  const unreachable = requirements.queues.reduce((sum, { status }) => sum + status.filter((one) => one === 'unreachable').length, 0);
  return { centre, queues, paidHours: before === 0 ? all : all * (paidAgents(queues) / before), unreachable, warnings: requirements.warnings };
}

/** People to be scheduled, summed over intervals, in seconds. */
function paidAgents(queues: readonly StaffedQueue[]): number {
  let sum = 0;
  for (const { requirement, agents } of queues)
    requirement.agentsWithShrinkage.forEach((people, i) => {
      const before = requirement.agentsExact[i] as number;
      sum += (before === 0 ? people : people * ((agents[i] as number) / before)) * requirement.intervalSeconds;
    });
  return sum;
}

/** Modified offered load, unless the plan sees each interval alone. Operation that begins open has been open before. */
function loadsOf({ volume, ahtSeconds, intervalSeconds }: QueueRequirement, loadModel: LoadModel): readonly number[] {
  if (volume.every((contacts) => (contacts ?? 0) === 0)) return volume.map(() => 0);
  const startLoad = ((volume[0] ?? 0) * (ahtSeconds[0] ?? 0)) / intervalSeconds;
  const { stationary, mean } = offeredLoadPath({ volume, ahtSeconds, intervalSeconds, startLoad });
  return loadModel === 'stationary' ? stationary : mean;
}

function pointOf({ rule, requirement, load }: Omit<StaffedQueue, 'service'>, i: number): QueuePoint {
  return { offeredLoad: load[i] as number, ahtSeconds: requirement.ahtSeconds[i] ?? 1, rule, thresholdSeconds: thresholdOf(rule) };
}

function thresholdOf({ target }: QueueRule): number {
  return target.answerWithinSeconds ?? DEFAULT_THRESHOLD_SECONDS;
}

/** Sizes a queue again under its model. */
function withModel(staffed: StaffedQueue): StaffedQueue {
  const { queue, requirement, rule } = staffed;
  const agents = [...staffed.agents];
  const known = new Map<string, number | null>();
  requirement.volume.forEach((contacts, i) => {
    if ((contacts ?? 0) === 0 || queue.model === undefined || requirement.status[i] !== 'met') return;
    const point = pointOf(staffed, i);
    const exact = staffed.agents[i] as number;
    const key = `${point.offeredLoad} ${point.ahtSeconds} ${rule.target.over === 'interval' ? '' : exact}`;
    if (!known.has(key)) known.set(key, agentsBeyond(queue.model, point, exact));
    agents[i] = Math.max(rule.minimumAgents, exact + (known.get(key) ?? 0));
  });
  const people = { ...staffed, agents };
  return { ...people, service: serviceOf(people, agents) };
}

/** What given people deliver on a queue. A model changes it by as much as it does at the mean load of the interval. */
function serviceOf(staffed: Omit<StaffedQueue, 'service'>, agents: readonly number[]): Service {
  const { queue, requirement, rule, loadModel } = staffed;
  const { model } = queue;
  const inTurn = evaluateChannel(requirement, agents, rule, loadModel);
  if (model === undefined) return inTurn;
  const known = new Map<string, readonly [Delivered, Delivered]>();
  const points = requirement.volume.map((contacts, i): readonly [Delivered, Delivered] | null => {
    if ((contacts ?? 0) === 0) return null;
    const point = pointOf(staffed, i);
    const people = agents[i] as number;
    const key = `${point.offeredLoad} ${point.ahtSeconds} ${people}`;
    const found = known.get(key) ?? [deliver(model, point, people), deliverInTurn(point, people)];
    known.set(key, found);
    return found;
  });
  const moved = (
    column: readonly (number | null)[],
    key: 'serviceLevel' | 'asaSeconds' | 'abandonProbability' | 'occupancy',
    most: number,
  ): (number | null)[] =>
    column.map((value, i) => {
      const pair = points[i] ?? null;
      return pair === null ? value : shifted(value, pair[0][key], pair[1][key], most);
    });
  return {
    // Without a threshold there is no service level to move.
    serviceLevel: moved(inTurn.serviceLevel, 'serviceLevel', 1).map((level, i) => (inTurn.serviceLevel[i] === null ? null : level)),
    asaSeconds: moved(inTurn.asaSeconds, 'asaSeconds', Number.MAX_VALUE),
    abandonProbability: moved(inTurn.abandonProbability, 'abandonProbability', 1),
    occupancy: moved(inTurn.occupancy, 'occupancy', 1),
    details: points.map((pair, i) => (pair === null ? null : { ...pair[0], ...movedClasses(pair, inTurn, i) })),
  };
}

/** Classes differ from the whole queue as they do at the mean load. */
function movedClasses([after, before]: readonly [Delivered, Delivered], inTurn: Service, i: number): Pick<Delivered, 'classes'> {
  if (after.classes === undefined) return {};
  return {
    classes: after.classes.map((own) => ({
      serviceLevel: shifted(inTurn.serviceLevel[i] ?? null, own.serviceLevel, before.serviceLevel, 1),
      asaSeconds: shifted(inTurn.asaSeconds[i] ?? null, own.asaSeconds, before.asaSeconds, Number.MAX_VALUE),
      abandonProbability: shifted(inTurn.abandonProbability[i] ?? null, own.abandonProbability, before.abandonProbability, 1) ?? own.abandonProbability,
    })),
  };
}

/** A figure moved by what changes at the mean load; that one itself where there is nothing to move. */
function shifted(value: number | null, after: number | null, before: number | null, most: number): number | null {
  return value === null || after === null || before === null ? after : Math.min(most, Math.max(0, value + after - before));
}

// Flexible people

/** Quiet, middling and busy intervals of queues that share people, for the simulation of what flexible people bring. */
export function sharedMoments(staffed: StaffedCentre): SharedMoment[] {
  const names = staffed.centre.flexible?.queues ?? [];
  const group = staffed.queues.filter(({ requirement }) => names.includes(requirement.queue));
  const moments = alignedIntervals(group).map((at) =>
    at.map(({ staffed: one, i }) => ({
      queue: one.requirement.queue,
      arrivalsPerHour: ((one.load[i] as number) / (one.requirement.ahtSeconds[i] ?? 1)) * 3600,
      ahtSeconds: one.requirement.ahtSeconds[i] ?? 1,
      agents: Math.max(1, Math.ceil(one.agents[i] as number)),
      rule: one.rule,
      thresholdSeconds: thresholdOf(one.rule),
    })),
  );
  const busy = moments.filter((moment) => moment.length > 1).sort((a, b) => erlangs(a) - erlangs(b));
  const picked = [0.25, 0.5, 0.75].map((quantile) => Math.floor(quantile * busy.length)).filter((at, k, all) => at < busy.length && all.indexOf(at) === k);
  return picked.map((at) => busy[at] as SharedMoment);
}

function erlangs(moment: SharedMoment): number {
  return moment.reduce((sum, { arrivalsPerHour, ahtSeconds }) => sum + arrivalsPerHour * ahtSeconds, 0);
}

type Aligned = readonly { readonly staffed: StaffedQueue; readonly i: number }[];

/** Intervals by time: for each instant the queues that have contacts then. */
function alignedIntervals(group: readonly StaffedQueue[]): Aligned[] {
  const byTime = new Map<number, { staffed: StaffedQueue; i: number }[]>();
  for (const staffed of group) {
    const { startMs, intervalSeconds, volume, status } = staffed.requirement;
    volume.forEach((contacts, i) => {
      if ((contacts ?? 0) === 0 || status[i] !== 'met') return;
      const at = startMs + i * intervalSeconds * 1000;
      byTime.set(at, [...(byTime.get(at) ?? []), { staffed, i }]);
    });
  }
  return [...byTime.values()];
}

/** Of the way from separate teams to one pool, people and service go the share `gain`. */
function withFlexible(queues: readonly StaffedQueue[], names: readonly string[], gain: number): StaffedQueue[] {
  const group = queues.filter(({ requirement }) => names.includes(requirement.queue));
  const people = new Map(group.map((one) => [one, [...one.agents]]));
  for (const moment of alignedIntervals(group)) {
    if (moment.length < 2) continue;
    const separate = moment.reduce((sum, { staffed, i }) => sum + (staffed.agents[i] as number), 0);
    const factor = 1 - (gain * Math.min(separate, savedByPool(moment))) / separate;
    for (const { staffed, i } of moment) (people.get(staffed) as number[])[i] = (staffed.agents[i] as number) * factor;
  }
  const smaller = queues.map((staffed) => {
    const agents = people.get(staffed);
    return agents === undefined ? staffed : { ...staffed, agents, service: serviceOf(staffed, agents) };
  });
  return sharedService(smaller, names, gain);
}

/** People by which one pool is smaller than separate teams for the same targets, at the mean load of the interval. */
function savedByPool(moment: Aligned): number {
  const { load, aht, patienceSeconds } = poolOf(moment);
  const out = sizedQueue();
  let separate = 0;
  let pool = 0;
  for (const { staffed, i } of moment) {
    const { rule } = staffed;
    const { over, serviceLevelRule: _, ...asked } = rule.target;
    const point = pointOf(staffed, i);
    const level =
      over === 'interval' ? (asked.serviceLevel ?? DEFAULT_LEVEL) : (deliverInTurn(point, staffed.agents[i] as number).serviceLevel ?? DEFAULT_LEVEL);
    const keepsLevel = Object.keys(asked).length === 0 || asked.serviceLevel !== undefined;
    const target = {
      ...asked,
      ...(keepsLevel ? { serviceLevel: Math.min(0.9999, Math.max(0.0001, level)), answerWithinSeconds: point.thresholdSeconds } : {}),
    };
    const own = queueSizer({ target, patienceSeconds: rule.patienceSeconds ?? undefined });
    own.size(out, point.offeredLoad, point.ahtSeconds);
    separate += out.agentsExact;
    queueSizer({ target, patienceSeconds }).size(out, load, aht);
    pool = Math.max(pool, out.agentsExact);
  }
  return Math.max(0, separate - pool);
}

const DEFAULT_LEVEL = 0.8;

/** All contacts of a moment as one line. */
function poolOf(moment: Aligned): { load: number; aht: number; patienceSeconds: number | undefined } {
  const parts = moment.map(({ staffed: { load, requirement, rule }, i }) => {
    const erlangsNow = load[i] as number;
    return { load: erlangsNow, contacts: erlangsNow / (requirement.ahtSeconds[i] ?? 1), patienceSeconds: rule.patienceSeconds };
  });
  const load = parts.reduce((sum, part) => sum + part.load, 0);
  return { load, aht: load / parts.reduce((sum, { contacts }) => sum + contacts, 0), patienceSeconds: patienceOfMix(parts) };
}

/** Moves the service of queues that share people towards that of one pool, by the share `gain` of what pooling changes at the mean load. */
function sharedService(queues: readonly StaffedQueue[], names: readonly string[], gain: number): StaffedQueue[] {
  const group = queues.filter(({ requirement }) => names.includes(requirement.queue));
  const moved = new Map(group.map((one) => [one, copyOf(one.service)]));
  for (const moment of alignedIntervals(group)) {
    if (moment.length < 2) continue;
    const { load, aht, patienceSeconds } = poolOf(moment);
    const agents = moment.reduce((sum, { staffed, i }) => sum + (staffed.agents[i] as number), 0);
    for (const { staffed, i } of moment) {
      const pool = queueMetrics({ offeredLoad: load, ahtSeconds: aht, patienceSeconds, agents, answerWithinSeconds: thresholdOf(staffed.rule) });
      const alone = deliverInTurn(pointOf(staffed, i), staffed.agents[i] as number);
      const service = moved.get(staffed) as ReturnType<typeof copyOf>;
      const towards = (value: number | null, after: number | null, before: number | null, most: number): number | null =>
        shifted(value, before === null || after === null ? after : before + gain * (after - before), before, most);
      const level = service.serviceLevel[i] ?? null;
      service.serviceLevel[i] = level === null ? null : towards(level, pool.serviceLevel?.offered ?? null, alone.serviceLevel, 1);
      service.asaSeconds[i] = towards(service.asaSeconds[i] ?? null, pool.asaSeconds, alone.asaSeconds, Number.MAX_VALUE);
      service.abandonProbability[i] = towards(service.abandonProbability[i] ?? null, pool.abandonProbability, alone.abandonProbability, 1);
      service.occupancy[i] = Math.min(1, ((staffed.load[i] as number) * (1 - (service.abandonProbability[i] ?? 0))) / (staffed.agents[i] as number));
    }
  }
  return queues.map((staffed) => ({ ...staffed, service: moved.get(staffed) ?? staffed.service }));
}

function copyOf({ serviceLevel, asaSeconds, abandonProbability, occupancy }: Service): { readonly [Key in keyof Omit<Service, 'details'>]: (number | null)[] } {
  return { serviceLevel: [...serviceLevel], asaSeconds: [...asaSeconds], abandonProbability: [...abandonProbability], occupancy: [...occupancy] };
}

// The same people

/** People of the plan as it is, in the queues of a scenario: where queues are pooled their people are together; less shrinkage puts more of them on line. */
function sameAgents(staffed: StaffedQueue, base: StaffedCentre, centre: Centre): number[] {
  const { requirement, queue } = staffed;
  const { startMs, intervalSeconds, volume } = requirement;
  const online = presence(centre) / presence(base.centre);
  const own = base.queues.filter((one) => queue.members.includes(one.requirement.queue) && one.requirement.channel === requirement.channel);
  return volume.map((_, i) => {
    let people = 0;
    for (const { requirement: was, agents } of own) {
      const at = (startMs + i * intervalSeconds * 1000 - was.startMs) / (was.intervalSeconds * 1000);
      people += agents[at] ?? 0;
    }
    return people * online;
  });
}

/** Share of paid time on line, kinds that hold at some hours taken as if they always held. */
function presence({ config }: Centre): number {
  const kinds = Object.entries(config.shrinkage ?? {}).map(([name, kind]) => [name, typeof kind === 'number' ? kind : kind.share] as const);
  return 1 - combineShrinkage(Object.fromEntries(kinds));
}

/** What the people of the plan as it is deliver in a scenario. `gain` as in {@link staffCentre}. */
export function withSamePeople(scenario: StaffedCentre, base: StaffedCentre, gain: number): StaffedQueue[] {
  const queues = scenario.queues.map((staffed) => {
    const agents = sameAgents(staffed, base, scenario.centre);
    return { ...staffed, agents, service: serviceOf(staffed, agents) };
  });
  const names = scenario.centre.flexible?.queues ?? [];
  return gain === 0 ? queues : sharedService(queues, names, gain);
}
