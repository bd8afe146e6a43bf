import { checkInteger, checkPositive, describeValue, InvalidInputError, type ServiceLevelRule } from '../core/index.js';
import { type AgentGroup, type ContactType, checkSystem, type Distribution, meanOf, type SimulationSystem, toDistribution } from '../simulate/index.js';

/** What a queue served by several groups is to reach; all that is given holds together. 80 % within 20 s by default. */
export type MultiSkillTarget = {
  /** Share answered within `answerWithinSeconds`, in (0, 1). */
  readonly serviceLevel?: number | undefined;
  /** Threshold of the service level; 20 by default. */
  readonly answerWithinSeconds?: number | undefined;
  /** How abandons count; `offered` by default. `virtual` cannot be observed in contacts. */
  readonly serviceLevelRule?: Exclude<ServiceLevelRule, 'virtual'> | undefined;
  /** Largest mean wait of the answered. */
  readonly asaSeconds?: number | undefined;
  /** Largest share that gives up, in (0, 1). */
  readonly abandonProbability?: number | undefined;
};

/** A queue of a multi-skill centre: a contact type of {@link simulate} without its arrivals, which come from the forecast. */
export type RoutedQueue = Omit<ContactType, 'arrivalsPerHour' | 'arrivalPaths' | 'dayFactorCv' | 'answerWithinSeconds' | 'targetServiceLevel' | 'ahtFactor'> & {
  readonly target?: MultiSkillTarget | undefined;
};

/** People with equal skills, without their number. */
export type RoutedGroup = Omit<AgentGroup, 'agents' | 'ahtSeconds' | 'lateStart' | 'absenceProbability'> & {
  /** Handle times of this group's own; by default the forecast's. Queues without forecast need one. */
  readonly ahtSeconds?: Readonly<Record<string, number | Distribution>> | undefined;
  /** The forecast's handle time × this, by queue; 1 by default. */
  readonly ahtFactor?: Readonly<Record<string, number>> | undefined;
  /** Cost of an hour on line; 1 by default. */
  readonly costPerHour?: number | undefined;
  /** In every open interval; 0 by default. */
  readonly minimumAgents?: number | undefined;
  /** No limit by default. */
  readonly maximumAgents?: number | undefined;
};

/** Who serves what: queues with their routes and targets, groups with their priorities and costs. */
export type MultiSkillRouting = { readonly queues: readonly RoutedQueue[]; readonly groups: readonly RoutedGroup[] };

/** Work of one interval: per queue, first attempts per hour and the forecast's handle time (null: none). */
export type IntervalWork = {
  readonly perHour: readonly number[];
  readonly ahtSeconds: readonly (number | null)[];
  /** Per queue, coefficient of variation of a factor that moves each replication; absent: none. */
  readonly dayFactorCv?: readonly number[];
};

const DEFAULT_ANSWER_SECONDS = 20;

/** The target with its default. */
export function targetOfQueue({ target = {} }: RoutedQueue): MultiSkillTarget {
  const { serviceLevel, asaSeconds, abandonProbability } = target;
  const asked = serviceLevel !== undefined || asaSeconds !== undefined || abandonProbability !== undefined;
  return asked ? target : { ...target, serviceLevel: 0.8 };
}

/** The centre in one interval, with so many agents in each group. */
export function systemAt({ queues, groups }: MultiSkillRouting, work: IntervalWork, agents: readonly number[]): SimulationSystem {
  return {
    contactTypes: queues.map(({ target, ...queue }, k) => ({
      ...queue,
      arrivalsPerHour: work.perHour[k] as number,
      ...(work.dayFactorCv === undefined ? {} : { dayFactorCv: work.dayFactorCv[k] as number }),
      answerWithinSeconds: target?.answerWithinSeconds ?? DEFAULT_ANSWER_SECONDS,
      ...(target?.serviceLevel === undefined ? {} : { targetServiceLevel: target.serviceLevel }),
    })),
    agentGroups: groups.map((group, g) => ({ ...bareGroup(group), agents: agents[g] as number, ahtSeconds: handleTimes(group, queues, work) })),
  };
}

function bareGroup({
  costPerHour: _cost,
  minimumAgents: _least,
  maximumAgents: _most,
  ahtFactor: _factor,
  ahtSeconds: _aht,
  ...group
}: RoutedGroup): Omit<AgentGroup, 'agents' | 'ahtSeconds'> {
  return group;
}

function handleTimes(group: RoutedGroup, queues: readonly RoutedQueue[], work: IntervalWork): Record<string, number | Distribution> {
  const times: Record<string, number | Distribution> = {};
  queues.forEach(({ name, route }, k) => {
    if (!servesQueue(group, name) && !route.some((step) => step.group === group.name)) return;
    const forecast = work.ahtSeconds[k] ?? null;
    const own = group.ahtSeconds?.[name] ?? (forecast === null ? undefined : forecast * (group.ahtFactor?.[name] ?? 1));
    if (own !== undefined) times[name] = own;
  });
  return times;
}

/** True where a group lists the queue in `serves`. */
export function servesQueue(group: Pick<RoutedGroup, 'serves'>, queue: string): boolean {
  return group.serves.flat().some((entry) => entry.contactType === queue);
}

/** Least mean handle time of each queue over the groups that serve it, in seconds. */
export function leastHandleTimes(system: SimulationSystem): number[] {
  return system.contactTypes.map(({ name }) =>
    Math.min(...system.agentGroups.flatMap((group) => (group.ahtSeconds[name] === undefined ? [] : [meanOf(toDistribution(group.ahtSeconds[name]))]))),
  );
}

/** Throws unless a routing has the shape of one: lists of named queues with routes and of named groups with priority classes. */
export function checkShape(where: string, routing: MultiSkillRouting): void {
  const { queues, groups } = routing ?? {};
  if (!Array.isArray(queues) || !Array.isArray(groups))
    throw new InvalidInputError(`${where}: routing must hold lists of queues and groups, got ${describeValue(routing)}.`);
  const objects = (list: unknown): boolean => Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null);
  const named = (list: string, item: { readonly name?: unknown } | null, i: number): void => {
    if (typeof item !== 'object' || typeof item?.name !== 'string')
      throw new InvalidInputError(`${where}: ${list}[${i}] must be an object with a name, got ${describeValue(item)}.`, { index: i });
  };
  queues.forEach((queue, i) => {
    named('queues', queue, i);
    if (!objects(queue.route))
      throw new InvalidInputError(`${where}: queue "${queue.name}" route must list the groups that take it, such as [{ group: "first line" }].`);
    if (queue.target === null) throw new InvalidInputError(`${where}: queue "${queue.name}" target must be an object, or left out, got null.`);
  });
  groups.forEach((group, i) => {
    named('groups', group, i);
    if (!Array.isArray(group.serves) || !group.serves.every(objects))
      throw new InvalidInputError(`${where}: group "${group.name}" serves must list priority classes such as [[{ contactType: "billing" }]].`);
  });
}

/** Throws for a routing that cannot work, naming the queue or group. `work`: any interval with contacts. */
export function checkRouting(where: string, routing: MultiSkillRouting, work: IntervalWork): void {
  const { queues, groups } = routing;
  for (const group of groups) checkGroupLimits(`${where}: group "${group.name}"`, group);
  for (const queue of queues) {
    if (!groups.some((group) => Array.isArray(group.serves) && servesQueue(group, queue.name)))
      throw new InvalidInputError(`${where}: queue "${queue.name}" is served by no group. Add it to the serves of one.`, { queue: queue.name });
    checkTarget(`${where}: queue "${queue.name}" target`, queue);
  }
  checkSystem(
    where,
    systemAt(
      routing,
      work,
      groups.map(() => 1),
    ),
  );
}

function checkGroupLimits(where: string, { costPerHour = 1, minimumAgents = 0, maximumAgents }: RoutedGroup): void {
  checkPositive(`${where} costPerHour`, costPerHour);
  checkInteger(`${where} minimumAgents`, minimumAgents);
  if (maximumAgents !== undefined) checkInteger(`${where} maximumAgents`, maximumAgents, minimumAgents);
}

function checkTarget(where: string, queue: RoutedQueue): void {
  const { serviceLevel, asaSeconds, abandonProbability, serviceLevelRule } = targetOfQueue(queue);
  for (const [name, share] of [
    ['serviceLevel', serviceLevel],
    ['abandonProbability', abandonProbability],
  ] as const)
    if (share !== undefined && !(share > 0 && share < 1))
      throw new InvalidInputError(`${where}.${name} must be a fraction in (0, 1), got ${describeValue(share)}. Write 80 % as 0.8.`, { queue: queue.name });
  if (asaSeconds !== undefined) checkPositive(`${where}.asaSeconds`, asaSeconds);
  if (serviceLevelRule !== undefined && !['offered', 'answered', 'excludingShortAbandons', 'includingShortAbandons'].includes(serviceLevelRule))
    throw new InvalidInputError(
      `${where}.serviceLevelRule must be offered, answered, excludingShortAbandons or includingShortAbandons, got ${describeValue(serviceLevelRule)}.`,
      { queue: queue.name },
    );
}
