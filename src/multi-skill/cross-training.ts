import { breathe, checkInteger, checkPositive, InvalidInputError, type LongWorkOptions, VERSION } from '../core/index.js';
import { type AgentGroup, type ContactType, checkSystem, type SamplePlayer, type SimulationSystem, samplePlayer } from '../simulate/index.js';
import { windowFor } from './sampling.js';

/** Options of {@link crossTraining}. */
export type CrossTrainingOptions = LongWorkOptions & {
  /** Which training is possible, by group and queue; by default every group in every queue it does not serve. */
  readonly trainings?: readonly { readonly group: string; readonly contactType: string; readonly cost?: number | undefined }[] | undefined;
  /** Trainings to choose one after the other; 5 by default. */
  readonly most?: number | undefined;
  /** Handle time of a newly trained agent ÷ that of the queue's own group; 1 by default. */
  readonly ahtFactor?: number | undefined;
  /** What one contact answered in time counts, by queue; 1 by default. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
  /** Cost of an agent's hour, by group, to compare training with hiring; 1 by default. */
  readonly costPerHour?: Readonly<Record<string, number>> | undefined;
  /** Independent runs of each variant; 60 by default. */
  readonly replications?: number | undefined;
  readonly seed?: number | undefined;
};

/** What training one more agent brings. Gains are in the (weighted) share of contacts answered in time. */
export type TrainingGain = {
  /** The agent's group as it is now, earlier trainings named: `first line + billing`. */
  readonly group: string;
  /** The queue to learn. */
  readonly contactType: string;
  readonly cost: number;
  /** Against the centre without this training. */
  readonly gain: number;
  /** 95 %, paired by common random numbers. */
  readonly gainHalfWidth: number;
  readonly gainPerCost: number;
  /** Agents that would have to be hired, where one helps most, for the same gain; null where one more brings nothing. */
  readonly agentsWorth: number | null;
  /** Their cost per hour. */
  readonly savedPerHour: number | null;
};

/** A point of the curve: after so many trainings. */
export type TrainingStep = TrainingGain & {
  readonly trained: number;
  /** (Weighted) share of all contacts answered in time. */
  readonly serviceLevel: number;
  readonly totalCost: number;
  readonly totalGain: number;
  readonly totalGainHalfWidth: number;
  /** Of the gain of training everybody in everything; null where that brings nothing. */
  readonly shareOfAll: number | null;
};

/** Result of {@link crossTraining}. */
export type CrossTrainingPlan = {
  readonly serviceLevel: number;
  /** With everybody trained in everything that is possible. */
  readonly serviceLevelOfAll: number;
  /** What each possible next training brings, best per cost first. */
  readonly next: readonly TrainingGain[];
  /** Trainings one after the other, each the best per cost after those before. */
  readonly curve: readonly TrainingStep[];
  readonly replications: number;
  readonly seed: number;
  readonly version: string;
};

/** Agents of one group with the same trainings. */
type Cell = { readonly origin: number; readonly learned: readonly string[]; readonly agents: number };

/** A variant, played. `perRun`: good − level × offered of each run, ÷ mean offered. */
type Variant = { readonly cells: readonly Cell[]; readonly level: number; readonly perRun: readonly number[] };

type Setting = {
  readonly system: SimulationSystem;
  readonly ahtFactor: number;
  readonly costOf: (origin: string, contactType: string) => number | null;
  readonly play: (cells: readonly Cell[]) => Variant;
};

/**
 * Which agents to train in which skill next, and what each training brings (marginal analysis by simulation under common random numbers).
 *
 * @param system - The centre as for `simulate`, with constant arrival rates and numbers of agents.
 * @param options - Possible trainings and their cost, number of steps, weights of the queues.
 * @returns A ranked list for the next training and a curve of the best ones in a row, each with its gain, 95 % half-width and what the same
 * gain would cost in further agents. A trained agent serves his new queue after all he served before, and takes its contacts after its own groups.
 * @throws {@link InvalidInputError} for systems that cannot be played, agents by name or over time, trainings of unknown groups or queues.
 * @remarks Plays groups × queues variants for each step. Chosen one by one: pairs that pay only together are not seen. Sources:
 * [WallaceWhitt2005], [Law2015]; keys in docs/references.md.
 * @example
 * const queue = (name, group) => ({ name, arrivalsPerHour: 50, patienceSeconds: 180, answerWithinSeconds: 20, route: [{ group }] });
 * const people = (name, contactType) => ({ name, agents: 6, serves: [[{ contactType }]], ahtSeconds: { [contactType]: 360 } });
 * const system = { contactTypes: [queue('a', 'A'), queue('b', 'B')], agentGroups: [people('A', 'a'), people('B', 'b')] };
 * const { curve } = await crossTraining(system, { most: 2 });
 * curve[1].totalGain > curve[0].totalGain; // true
 */
export async function crossTraining(system: SimulationSystem, options: CrossTrainingOptions = {}): Promise<CrossTrainingPlan> {
  const setting = toSetting(system, options);
  const { most = 5, replications = 60, seed = 1, signal, onProgress } = options;
  const before = setting.play(system.agentGroups.map((group, origin) => ({ origin, learned: [], agents: group.agents as number })));
  const everybody = setting.play(before.cells.map((cell) => ({ ...cell, learned: learnable(setting, cell) })));
  const hire = bestHire(setting, before, options);
  const curve: TrainingStep[] = [];
  let now = before;
  let next: TrainingGain[] = [];
  for (let trained = 1; trained <= most; trained += 1) {
    await breathe(signal);
    const choices = choicesOf(setting, now)
      .map((choice) => ({ ...choice, ...gainOf(now, choice, hire) }))
      .sort((a, b) => b.gainPerCost - a.gainPerCost);
    if (trained === 1) next = choices.map(({ variant: _, ...gain }) => gain);
    const [best] = choices;
    if (best === undefined) break;
    const { variant, ...gain } = best;
    const total = differenceOf(before, variant);
    const all = everybody.level - before.level;
    curve.push({
      ...gain,
      trained,
      serviceLevel: variant.level,
      totalCost: (curve.at(-1)?.totalCost ?? 0) + gain.cost,
      totalGain: total.gain,
      totalGainHalfWidth: total.halfWidth,
      shareOfAll: all > 0 ? total.gain / all : null,
    });
    now = variant;
    onProgress?.({ stage: 'crossTraining', done: trained, total: most });
  }
  return { serviceLevel: before.level, serviceLevelOfAll: everybody.level, next, curve, replications, seed, version: VERSION };
}

function toSetting(system: SimulationSystem, options: CrossTrainingOptions): Setting {
  const where = 'crossTraining';
  const { trainings, most = 5, ahtFactor = 1, weights = {}, replications = 60, seed = 1 } = options;
  checkSystem(where, system);
  checkInteger(`${where}: most`, most, 1);
  checkInteger(`${where}: replications`, replications, 2);
  checkPositive(`${where}: ahtFactor`, ahtFactor);
  for (const { name, agents } of system.agentGroups)
    checkInteger(`${where}: agents of group "${name}"`, agents, 0, 'Give a number of agents, not people by name or steps.');
  for (const { name, arrivalsPerHour } of system.contactTypes)
    if (typeof arrivalsPerHour !== 'number')
      throw new InvalidInputError(`${where}: queue "${name}" arrivalsPerHour must be a number, got steps. Give the rates of a typical busy hour.`, {
        queue: name,
      });
  trainings?.forEach(({ group, contactType, cost = 1 }) => {
    checkPositive(`${where}: cost of training "${group}" in "${contactType}"`, cost);
    if (!system.agentGroups.some(({ name }) => name === group))
      throw new InvalidInputError(`${where}: trainings name group "${group}", which does not exist.`, { group });
    if (!system.contactTypes.some(({ name }) => name === contactType))
      throw new InvalidInputError(`${where}: trainings name queue "${contactType}", which does not exist.`, { queue: contactType });
  });
  const window = windowFor(system);
  return {
    system,
    ahtFactor,
    costOf(origin, contactType) {
      if (trainings === undefined) return 1;
      const found = trainings.find((training) => training.group === origin && training.contactType === contactType);
      return found === undefined ? null : (found.cost ?? 1);
    },
    play(cells) {
      const player = samplePlayer(systemOf(system, cells, ahtFactor), { seed, ...window }, null);
      player.play(replications);
      return { cells, ...levelOf(player, system.contactTypes, weights) };
    },
  };
}

/** Weighted share answered in time over all queues, and each run's distance from it. */
function levelOf(player: SamplePlayer, types: readonly ContactType[], weights: Readonly<Record<string, number>>): { level: number; perRun: number[] } {
  const runs = Array.from({ length: player.played() }, () => ({ good: 0, offered: 0 }));
  types.forEach(({ name }, k) => {
    const weight = weights[name] ?? 1;
    player.pairs(k, 'levelOffered').forEach(([good, offered], r) => {
      const run = runs[r] as { good: number; offered: number };
      run.good += good * weight;
      run.offered += offered * weight;
    });
  });
  const good = runs.reduce((sum, run) => sum + run.good, 0);
  const offered = runs.reduce((sum, run) => sum + run.offered, 0);
  const level = offered > 0 ? good / offered : 1;
  return { level, perRun: runs.map((run) => (offered > 0 ? ((run.good - level * run.offered) * runs.length) / offered : 0)) };
}

/** Queues that the agents of a cell do not serve yet and may learn. */
function learnable({ system, costOf }: Setting, { origin, learned }: Cell): string[] {
  const group = system.agentGroups[origin] as AgentGroup;
  return [
    ...learned,
    ...system.contactTypes
      .map(({ name }) => name)
      .filter((name) => !learned.includes(name) && group.ahtSeconds[name] === undefined && costOf(group.name, name) !== null),
  ].sort();
}

function choicesOf(setting: Setting, { cells }: Variant): { group: string; contactType: string; cost: number; variant: Variant }[] {
  const { system, costOf } = setting;
  return cells.flatMap((cell) => {
    const group = system.agentGroups[cell.origin] as AgentGroup;
    if (cell.agents === 0) return [];
    return learnable(setting, cell)
      .filter((name) => !cell.learned.includes(name))
      .map((contactType) => ({
        group: nameOf(system, cell),
        contactType,
        cost: costOf(group.name, contactType) as number,
        variant: setting.play(trainOne(cells, cell, contactType)),
      }));
  });
}

function trainOne(cells: readonly Cell[], from: Cell, contactType: string): Cell[] {
  const learned = [...from.learned, contactType].sort();
  const left = cells.map((cell) => (cell === from ? { ...cell, agents: cell.agents - 1 } : cell));
  const at = left.findIndex((cell) => cell.origin === from.origin && cell.learned.join('\n') === learned.join('\n'));
  if (at < 0) return [...left, { origin: from.origin, learned, agents: 1 }];
  return left.map((cell, i) => (i === at ? { ...cell, agents: cell.agents + 1 } : cell));
}

function nameOf({ agentGroups }: SimulationSystem, { origin, learned }: Cell): string {
  return [(agentGroups[origin] as AgentGroup).name, ...learned].join(' + ');
}

/** The centre with its trained agents as groups of their own: after the untrained ones in every route, the new queues last. */
function systemOf(system: SimulationSystem, cells: readonly Cell[], ahtFactor: number): SimulationSystem {
  const people = cells.filter((cell) => cell.agents > 0 || cell.learned.length === 0);
  const known = (contactType: string): AgentGroup => {
    const first = system.contactTypes.find(({ name }) => name === contactType)?.route[0]?.group;
    return system.agentGroups.find(({ name }) => name === first) as AgentGroup;
  };
  return {
    ...system,
    contactTypes: system.contactTypes.map((type) => ({ ...type, route: routeOf(system, type, people) })),
    agentGroups: people.map((cell) => {
      const group = system.agentGroups[cell.origin] as AgentGroup;
      const { learned } = cell;
      const times = learned.map((name) => [name, scaled(known(name).ahtSeconds[name] as number, ahtFactor)] as const);
      const rules = learned.flatMap((name) => (known(name).escalate?.[name] === undefined ? [] : [[name, known(name).escalate?.[name]] as const]));
      return {
        ...group,
        name: nameOf(system, cell),
        agents: cell.agents,
        serves: learned.length === 0 ? group.serves : [...group.serves, learned.map((contactType) => ({ contactType }))],
        ahtSeconds: { ...group.ahtSeconds, ...Object.fromEntries(times) },
        escalate: { ...group.escalate, ...Object.fromEntries(rules) } as NonNullable<AgentGroup['escalate']>,
      };
    }),
  };
}

function scaled(aht: AgentGroup['ahtSeconds'][string], factor: number): AgentGroup['ahtSeconds'][string] {
  if (factor === 1) return aht;
  if (typeof aht === 'number') return aht * factor;
  if (aht.kind === 'empirical') return { ...aht, valuesSeconds: aht.valuesSeconds.map((value) => value * factor) };
  if (aht.kind === 'mixture')
    return { ...aht, parts: aht.parts.map((part) => ({ ...part, distribution: scaled(part.distribution, factor) as Exclude<typeof aht, number> })) };
  return { ...aht, meanSeconds: aht.meanSeconds * factor };
}

function routeOf(system: SimulationSystem, { name, route }: ContactType, cells: readonly Cell[]): ContactType['route'] {
  const own = route.flatMap((step) => {
    const origin = system.agentGroups.findIndex((group) => group.name === step.group);
    return cells.filter((cell) => cell.origin === origin).map((cell) => ({ ...step, group: nameOf(system, cell) }));
  });
  const trained = cells.filter((cell) => cell.learned.includes(name)).map((cell) => ({ group: nameOf(system, cell) }));
  return [...own, ...trained];
}

function differenceOf(before: Variant, after: Variant): { gain: number; halfWidth: number } {
  const n = before.perRun.length;
  const differences = after.perRun.map((value, r) => value - (before.perRun[r] as number));
  const variance = differences.reduce((sum, value) => sum + value * value, 0) / (n - 1) / n;
  return { gain: after.level - before.level, halfWidth: 2 * Math.sqrt(variance) };
}

/** What one more agent brings where he brings most for his cost: gain and cost per hour. */
function bestHire(setting: Setting, before: Variant, { costPerHour = {} }: CrossTrainingOptions): { gain: number; cost: number } | null {
  const hires = before.cells.map((cell) => {
    const cost = costPerHour[(setting.system.agentGroups[cell.origin] as AgentGroup).name] ?? 1;
    const more = setting.play(before.cells.map((one) => (one === cell ? { ...one, agents: one.agents + 1 } : one)));
    return { gain: more.level - before.level, cost };
  });
  const best = hires.sort((a, b) => b.gain / b.cost - a.gain / a.cost)[0];
  return best === undefined || best.gain <= 0 ? null : best;
}

function gainOf(
  now: Variant,
  { variant, cost }: { readonly variant: Variant; readonly cost: number },
  hire: { gain: number; cost: number } | null,
): Pick<TrainingGain, 'gain' | 'gainHalfWidth' | 'gainPerCost' | 'agentsWorth' | 'savedPerHour'> {
  const { gain, halfWidth } = differenceOf(now, variant);
  const agentsWorth = hire === null ? null : gain / hire.gain;
  return { gain, gainHalfWidth: halfWidth, gainPerCost: gain / cost, agentsWorth, savedPerHour: hire === null ? null : (gain / hire.gain) * hire.cost };
}
