import type { RateSteps } from './arrival-clock.js';
import { type CountedTime, toCountedTime } from './counted-time.js';
import { type Distribution, meanOf, shapeOf, toDistribution } from './distribution.js';
import type { AgentGroup, Announcement, CallbackOffer, ContactType, NamedAgent, ServedType, SimulationSystem, Steps } from './system.js';
import { sameShape } from './variates.js';

/** A contact type with names turned into numbers. */
export type TypeModel = {
  readonly name: string;
  readonly rates: RateSteps;
  readonly paths: readonly RateSteps[];
  readonly dayFactorCv: number;
  readonly patience: Distribution | null;
  readonly answerWithinSeconds: number;
  /** Null: the threshold's clock runs all the time. */
  readonly countedTime: CountedTime | null;
  /** Null: always open. */
  readonly openTime: CountedTime | null;
  readonly countedUntil: number;
  readonly waitingAtStart: number;
  readonly targetServiceLevel: number;
  /** Shape of the handle time where all groups share it; null: drawn at the start of service. */
  readonly workShape: Distribution | null;
  readonly redialProbability: number;
  readonly redialDelaySeconds: number;
  readonly repeatProbability: number;
  readonly repeatDelaySeconds: number;
  readonly repeatTo: number;
  readonly capacity: number;
  readonly announcement: Announcement | null;
  readonly callback: (CallbackOffer & { readonly toIndex: number }) | null;
  readonly selfService: { readonly time: Distribution; readonly solvedProbability: number } | null;
  readonly ahtFactor: RateSteps | null;
  readonly longestIdle: boolean;
  /** Gives up without being noticed until its turn comes: nothing depends on the moment. */
  readonly lazy: boolean;
};

/** Threshold of the service level, with a microsecond for rounding: who is taken over at exactly 20 s is answered within 20 s. */
export function thresholdOf({ answerWithinSeconds }: TypeModel): number {
  return answerWithinSeconds + 1e-6;
}

/** A change of people on line. `agent` −1: the group's number becomes `count`; else that person comes (`count` 1, due until `until`) or goes. */
export type StaffChange = {
  readonly at: number;
  readonly group: number;
  readonly count: number;
  readonly agent: number;
  readonly until: number;
  /** A reserve that becomes `count`, in place of people. */
  readonly reserve?: { readonly keepFree: Int32Array; readonly entry: number };
};

/** A group with names turned into numbers. */
export type GroupModel = {
  readonly name: string;
  readonly people: readonly NamedAgent[] | null;
  readonly mostOnline: number;
  /** Kept one by one on the board of agents. */
  readonly individual: boolean;
  readonly firstAgent: number;
  readonly agentCount: number;
  readonly concurrency: number;
  /** Speed of each of k chats relative to one alone, at index k. */
  readonly speeds: Float64Array;
  readonly lateProbability: number;
  readonly lateSeconds: number;
  readonly absenceProbability: number;
  readonly pick: 'longestWaiting' | 'earliestDeadline' | 'serviceLevel';
};

/** The system as flat arrays. Pairs (type, group) lie at `type × groups + group`. */
export type Model = {
  readonly types: readonly TypeModel[];
  readonly groups: readonly GroupModel[];
  readonly capacity: number;
  readonly dayFactorCv: number;
  readonly changes: readonly StaffChange[];
  readonly agentCount: number;
  readonly groupOfAgent: Int32Array;
  readonly factorOfAgent: Float64Array;
  readonly agentNames: readonly string[];
  readonly ahtSeconds: Float64Array;
  readonly serviceShapes: readonly (Distribution | null)[];
  readonly escalateProbability: Float64Array;
  readonly escalateTo: Int32Array;
  readonly routes: StepTable;
  readonly overflows: StepTable;
  readonly serves: ServeTable;
};

/** Lists per type, one after the other: entries `from[k]` … `from[k + 1] − 1`. */
type StepTable = {
  readonly from: Int32Array;
  readonly group: Int32Array;
  readonly after: Float64Array;
  readonly keepFree: Int32Array;
  /** Entries whose reserve changes with time. */
  readonly moving: readonly MovingReserve[];
};

type MovingReserve = { readonly entry: number; readonly steps: Steps };

/** Classes per group and entries per class. */
type ServeTable = {
  readonly classes: Int32Array;
  readonly from: Int32Array;
  readonly type: Int32Array;
  readonly after: Float64Array;
  readonly keepFree: Int32Array;
  readonly moving: readonly MovingReserve[];
  /** Group of each entry. */
  readonly groupOf: Int32Array;
};

/** Turns a checked system into numbers. */
export function toModel(system: SimulationSystem): Model {
  const { contactTypes, agentGroups } = system;
  const typeIndex = new Map(contactTypes.map((type, k) => [type.name, k]));
  const groupIndex = new Map(agentGroups.map((group, g) => [group.name, g]));
  const idleRouted = new Set(contactTypes.filter((type) => type.routing === 'longestIdle').flatMap((type) => type.route.map((step) => step.group)));
  const groups: GroupModel[] = [];
  for (const group of agentGroups) groups.push(toGroup(group, idleRouted.has(group.name), groups.at(-1)));
  const pairs = contactTypes.flatMap((type) => agentGroups.map((group) => ({ type: type.name, group })));
  const noticed = system.capacity !== undefined || agentGroups.some((group) => group.pick === 'serviceLevel');
  const people = groups.flatMap((group) => agentsOf(group));
  const routes = routesOf(contactTypes, groupIndex);
  const overflows = overflowsOf(contactTypes, agentGroups, groupIndex);
  const serves = servesOf(agentGroups, typeIndex);
  const staff = groups.flatMap((group, g) => changesOf(group, g, agentGroups[g] as AgentGroup));
  const reserves = [...reserveChanges(routes, routes.group), ...reserveChanges(overflows, overflows.group), ...reserveChanges(serves, serves.groupOf)];
  return {
    types: contactTypes.map((type) => toType(type, typeIndex, agentGroups, noticed)),
    groups,
    capacity: system.capacity ?? Number.POSITIVE_INFINITY,
    dayFactorCv: system.dayFactorCv ?? 0,
    // A reserve takes hold before people of the same instant look for work.
    changes: [...reserves, ...staff].sort((a, b) => a.at - b.at),
    agentCount: people.length,
    groupOfAgent: Int32Array.from(groups.flatMap((group, g) => agentsOf(group).map(() => g))),
    factorOfAgent: Float64Array.from(people.map((person) => person?.ahtFactor ?? 1)),
    agentNames: people.map((person) => person?.name ?? ''),
    ahtSeconds: Float64Array.from(pairs.map(({ type, group }) => meanAht(group, type))),
    serviceShapes: pairs.map(({ type, group }) => (group.ahtSeconds[type] === undefined ? null : shapeOf(toDistribution(group.ahtSeconds[type])))),
    escalateProbability: Float64Array.from(pairs.map(({ type, group }) => group.escalate?.[type]?.probability ?? 0)),
    escalateTo: Int32Array.from(pairs.map(({ type, group }) => typeIndex.get(group.escalate?.[type]?.to ?? '') ?? -1)),
    routes,
    overflows,
    serves,
  };
}

/** True where a list of agents names people. */
export function isNamed(agents: AgentGroup['agents']): agents is readonly NamedAgent[] {
  return Array.isArray(agents) && agents.length > 0 && !Array.isArray(agents[0]);
}

/** A number or steps as steps. */
export function toSteps(value: number | Steps): Steps {
  return typeof value === 'number' ? [[0, value]] : value;
}

/** Steps as arrays, values × a factor. */
function toRates(value: number | Steps, factor: number): RateSteps {
  const steps = toSteps(value);
  return { starts: Float64Array.from(steps, ([start]) => start), rates: Float64Array.from(steps, ([, rate]) => rate * factor) };
}

function meanAht(group: AgentGroup, type: string): number {
  const aht = group.ahtSeconds[type];
  return aht === undefined ? 0 : meanOf(toDistribution(aht));
}

function toType(type: ContactType, typeIndex: ReadonlyMap<string, number>, groups: readonly AgentGroup[], noticed: boolean): TypeModel {
  const { redial, repeat, callback, announcement, selfService } = type;
  const estimates = [announcement?.estimate, callback?.estimate];
  return {
    name: type.name,
    rates: toRates(type.arrivalsPerHour, 1 / 3600),
    paths: (type.arrivalPaths ?? []).map((path) => toRates(path, 1 / 3600)),
    dayFactorCv: type.dayFactorCv ?? 0,
    patience: type.patienceSeconds === null ? null : toDistribution(type.patienceSeconds),
    answerWithinSeconds: type.answerWithinSeconds,
    countedTime: type.countedTime === undefined ? null : toCountedTime(type.countedTime),
    openTime: type.openTime === undefined ? null : toCountedTime(type.openTime),
    countedUntil: type.countedUntilSeconds ?? Number.POSITIVE_INFINITY,
    waitingAtStart: type.waitingAtStart ?? 0,
    targetServiceLevel: type.targetServiceLevel ?? 0.8,
    workShape: commonShape(type.name, groups),
    redialProbability: redial?.probability ?? 0,
    redialDelaySeconds: redial?.meanDelaySeconds ?? 0,
    repeatProbability: repeat?.probability ?? 0,
    repeatDelaySeconds: repeat?.meanDelaySeconds ?? 0,
    repeatTo: typeIndex.get(repeat?.to ?? '') ?? -1,
    capacity: type.capacity ?? Number.POSITIVE_INFINITY,
    announcement: announcement ?? null,
    callback: callback === undefined ? null : { ...callback, toIndex: typeIndex.get(callback.to) as number },
    selfService: selfService === undefined ? null : { time: toDistribution(selfService.seconds), solvedProbability: selfService.solvedProbability },
    ahtFactor: type.ahtFactor === undefined ? null : toRates(type.ahtFactor, 1),
    longestIdle: type.routing === 'longestIdle',
    lazy: !noticed && redial === undefined && type.capacity === undefined && !estimates.includes('queueLength'),
  };
}

/** The shape of the handle time if every group that serves the type has the same. */
function commonShape(type: string, groups: readonly AgentGroup[]): Distribution | null {
  const shapes = groups.flatMap((group) => (group.ahtSeconds[type] === undefined ? [] : [shapeOf(toDistribution(group.ahtSeconds[type]))]));
  const [first] = shapes;
  return first !== undefined && shapes.every((shape) => sameShape(shape, first)) ? first : null;
}

function toGroup(group: AgentGroup, idleRouted: boolean, before: GroupModel | undefined): GroupModel {
  const people = isNamed(group.agents) ? group.agents : null;
  const mostOnline = people === null ? Math.max(0, ...toSteps(group.agents as number | Steps).map(([, count]) => count)) : people.length;
  const concurrency = group.concurrency?.most ?? 1;
  const individual = people !== null || concurrency > 1 || idleRouted;
  const durations = group.concurrency?.ahtSecondsAt ?? [1];
  return {
    name: group.name,
    people,
    mostOnline,
    individual,
    firstAgent: before === undefined ? 0 : before.firstAgent + before.agentCount,
    agentCount: individual ? mostOnline : 0,
    concurrency,
    speeds: Float64Array.from([1, ...durations.map((seconds) => (durations[0] as number) / seconds)]),
    lateProbability: group.lateStart?.probability ?? 0,
    lateSeconds: group.lateStart?.meanSeconds ?? 0,
    absenceProbability: group.absenceProbability ?? 0,
    pick: group.pick ?? 'longestWaiting',
  };
}

function agentsOf(group: GroupModel): readonly (NamedAgent | null)[] {
  return group.people ?? new Array<null>(group.agentCount).fill(null);
}

function changesOf(model: GroupModel, group: number, { agents }: AgentGroup): StaffChange[] {
  if (!isNamed(agents)) return toSteps(agents).map(([at, count]) => ({ at, group, count, agent: -1, until: 0 }));
  return agents.flatMap((person, i) =>
    joined(person.online).flatMap(([from, until]) => [
      { at: from, group, count: 1, agent: model.firstAgent + i, until },
      { at: until, group, count: 0, agent: model.firstAgent + i, until },
    ]),
  );
}

/** Stretches that touch become one. */
function joined(stretches: NamedAgent['online']): [number, number][] {
  const result: [number, number][] = [];
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

type Step = { readonly group: number; readonly after: number; readonly keepFree: number | Steps };

function stepTable(lists: readonly (readonly Step[])[]): StepTable {
  const flat = lists.flat();
  const from = new Int32Array(lists.length + 1);
  lists.forEach((list, k) => {
    from[k + 1] = (from[k] as number) + list.length;
  });
  return {
    from,
    group: Int32Array.from(flat, (step) => step.group),
    after: Float64Array.from(flat, (step) => step.after),
    keepFree: Int32Array.from(flat, ({ keepFree }) => (typeof keepFree === 'number' ? keepFree : 0)),
    moving: flat.flatMap(({ keepFree }, entry) => (typeof keepFree === 'number' ? [] : [{ entry, steps: keepFree }])),
  };
}

/** Reserves that change with time; each begins anew in every replication. */
function reserveChanges({ moving, keepFree }: Pick<StepTable, 'moving' | 'keepFree'>, groupOf: Int32Array): StaffChange[] {
  return moving.flatMap(({ entry, steps }) =>
    (steps[0]?.[0] === 0 ? steps : [[0, 0] as const, ...steps]).map(([at, count]) => ({
      at,
      group: groupOf[entry] as number,
      count,
      agent: -1,
      until: 0,
      reserve: { keepFree, entry },
    })),
  );
}

function toStep(group: number, { afterSeconds, keepFree }: Partial<Pick<ServedType, 'afterSeconds' | 'keepFree'>>): Step {
  return { group, after: afterSeconds ?? 0, keepFree: keepFree ?? 0 };
}

/** Groups that take an arrival at once. */
function routesOf(types: readonly ContactType[], groupIndex: ReadonlyMap<string, number>): StepTable {
  return stepTable(
    types.map(({ route }) => route.filter((step) => (step.afterSeconds ?? 0) === 0).map((step) => toStep(groupIndex.get(step.group) as number, step))),
  );
}

/** Groups that look at a waiting contact after a while, soonest first: those of the route, and those whose priority classes alone say so. */
function overflowsOf(types: readonly ContactType[], groups: readonly AgentGroup[], groupIndex: ReadonlyMap<string, number>): StepTable {
  return stepTable(
    types.map(({ name, route }) => {
      const listed = route.filter((step) => (step.afterSeconds ?? 0) > 0).map((step) => toStep(groupIndex.get(step.group) as number, step));
      const unlisted = groups.flatMap((group, g) =>
        route.some((step) => step.group === group.name)
          ? []
          : group.serves
              .flat()
              .filter((entry) => entry.contactType === name && (entry.afterSeconds ?? 0) > 0)
              .map((entry) => toStep(g, entry)),
      );
      return [...listed, ...unlisted].sort((a, b) => a.after - b.after);
    }),
  );
}

function servesOf(groups: readonly AgentGroup[], typeIndex: ReadonlyMap<string, number>): ServeTable {
  const classes = new Int32Array(groups.length + 1);
  const lists = groups.flatMap((group, g) => {
    classes[g + 1] = (classes[g] as number) + group.serves.length;
    return group.serves.map((entries) => entries.map((entry) => toStep(typeIndex.get(entry.contactType) as number, entry)));
  });
  const groupOf = groups.flatMap(({ serves }, g) => serves.flat().map(() => g));
  const { from, group, after, keepFree, moving } = stepTable(lists);
  return { classes, from, type: group, after, keepFree, moving, groupOf: Int32Array.from(groupOf) };
}
