import {
  breathe,
  checkNonNegative,
  describeValue,
  type Forecast,
  type History,
  InvalidInputError,
  LEVER_NAMES,
  type LeverName,
  type LongWorkOptions,
  type Provenance,
  resolveScenarios,
  type ScenarioConfig,
  type ScenarioRule,
  VERSION,
} from '../core/index.js';
import type { StaffConfig } from '../staffing/index.js';
import { dayNumber, localDayOf } from '../time/index.js';
import { baseCentre, type Centre, totalVolume, usualCostPerHour } from './what-if-centre.js';
import { type LeverDefault, leverDefaults } from './what-if-defaults.js';
import { type StaffedCentre, sharedMoments, staffCentre, withSamePeople } from './what-if-evaluate.js';
import { type CostedService, centreFigures, queueFigures, turnedAwayFrom, type WhatIfQueue } from './what-if-figures.js';
import { gainOfFlexible } from './what-if-flexible.js';
import { forecastOf } from './what-if-forecast.js';
import { applyLever } from './what-if-levers.js';

/** Options of {@link whatIf}. */
export type WhatIfOptions = LongWorkOptions & {
  /** Scenarios by name, in place of the plan's; without any every lever is tried alone at its default. */
  readonly scenarios?: Readonly<Record<string, ScenarioConfig>> | undefined;
  /** Price of a paid hour; by default the mean over the plan's contracts, or 20. */
  readonly costPerHour?: number | undefined;
  /** What a contact costs that gives up or finds nobody open, or would have brought; one for all or by queue, 0 by default. */
  readonly costPerLostContact?: number | Readonly<Record<string, number>> | undefined;
  /** Seed of what is simulated (cross-training); 1 by default. */
  readonly seed?: number | undefined;
};

/** One row of the table: a scenario beside the plan as it is. */
export type WhatIfRow = {
  readonly name: string;
  /** What each lever changed, in words, in the order in which they were applied. */
  readonly changes: readonly string[];
  /** Levers that change nothing here, and why. */
  readonly idle: readonly string[];
  /** As many people as the targets need. */
  readonly restaffed: CostedService;
  /** The people of the plan as it is. */
  readonly samePeople: CostedService;
  /** Each figure minus that of the plan as it is; null where either is. */
  readonly difference: { readonly restaffed: WhatIfDifference; readonly samePeople: WhatIfDifference };
  /** Money saved by this scenario, its own cost counted: total cost of the plan as it is − total cost, restaffed. */
  readonly saved: number;
  readonly queues: { readonly restaffed: readonly WhatIfQueue[]; readonly samePeople: readonly WhatIfQueue[] };
  /** Open intervals in which no head-count meets the target. */
  readonly unreachable: number;
  readonly warnings: readonly string[];
};

/** Figures of a scenario minus those of the plan as it is. */
export type WhatIfDifference = { readonly [Key in keyof CostedService]: number | null };

/** A value that a lever took because the scenario left it open. */
export type WhatIfAssumption = LeverDefault & { readonly lever: LeverName; readonly key: string };

/** Result of {@link whatIf}. */
export type WhatIf = {
  readonly costPerHour: number;
  /** Full-time weeks of five days that FTE and weekly costs refer to. */
  readonly weeks: number;
  readonly base: Pick<WhatIfRow, 'restaffed' | 'unreachable' | 'warnings'> & { readonly queues: readonly WhatIfQueue[] };
  /** In the order of the scenarios; most saved first where every lever was tried alone. */
  readonly scenarios: readonly WhatIfRow[];
  /** Levers that were not tried because nothing here could change, and why. */
  readonly notApplicable: readonly { readonly lever: LeverName; readonly why: string }[];
  readonly assumptions: readonly WhatIfAssumption[];
  readonly provenance: Provenance;
};

/**
 * What a decision costs and brings: scenarios of levers, each a change of the plan's model, beside the plan as it is. Each is answered twice: people
 * sized anew to the targets (what it costs), and the same people as before (what service becomes).
 *
 * @param input - A forecast (also as read from forecast.csv), or a history that is forecast first as {@link plan} does.
 * @param config - A plan: targets, patience, shrinkage, contracts; `scenarios` by name. A partial one will do.
 * @returns Cost, service level, abandonment, occupancy, people and paid hours per scenario, with differences and what changed in words.
 * @throws {@link InvalidPlanError} for unknown levers, keys or queues (names the nearest), shares outside their range, a lever twice on one queue;
 * {@link InvalidInputError} for wrong options.
 * @remarks Levers act in a stated order, whatever the order they are written in: campaign, openingHours, selfService, firstContactResolution, directRouting,
 * handleTime, announcedWait, target, pooling, crossTraining, priority, callback, shrinkage, wages. A lever at its neutral value changes no bit. What a
 * scenario leaves open comes from {@link leverDefaults}, listed in `assumptions` with sources.
 * @example
 * const day = { queue: 'billing', channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume: [100, 120], ahtSeconds: [300, 300] };
 * const scenarios = { bot: { selfService: { contained: 0.2, relativeAht: 1, costPerContact: 0 } } };
 * const { base, scenarios: [bot] } = await whatIf({ queues: [{ ...day, bands: [] }] }, { queues: { billing: {} } }, { scenarios });
 * bot.restaffed.agentHours - base.restaffed.agentHours; // -3.97…
 */
export async function whatIf(input: Pick<Forecast, 'queues'> | History, config: StaffConfig, options: WhatIfOptions = {}): Promise<WhatIf> {
  const { seed = 1, signal, onProgress } = options;
  checkObject('config', config, 'a plan, such as { queues: { billing: { patience: "2min" } } }');
  if (options.scenarios !== undefined) checkObject('scenarios', options.scenarios, 'scenarios by name, such as { bot: { selfService: { contained: 0.2 } } }');
  const costPerHour = options.costPerHour ?? usualCostPerHour(config);
  checkNonNegative('whatIf: costPerHour', costPerHour);
  const asked = options.scenarios ?? config.scenarios;
  const tryAll = asked === undefined || Object.keys(asked).length === 0;
  const rules = tryAll ? everyLever() : resolveScenarios(asked);
  const { forecast, config: plan } = await forecastOf(input, config, options);
  const centre = baseCentre(forecast, plan, costPerHour);
  const weeks = fullTimeWeeks(forecast, centre.config.zone);
  const lost = lostPrice(options.costPerLostContact, centre);
  const base = staffCentre(centre, 0);
  const baseFigures = centreFigures(base, base.queues, base.paidHours, { weeks, costPerWeek: 0, costPerLostContact: lost });
  const rows: WhatIfRow[] = [];
  const notApplicable: { lever: LeverName; why: string }[] = [];
  for (const [done, rule] of rules.entries()) {
    onProgress?.({ stage: 'whatIf', done, total: rules.length });
    await breathe(signal);
    const { after, changes, idle } = applyAll(centre, rule);
    const [only] = rule.levers;
    if (tryAll && only !== undefined && changes.length === 0) notApplicable.push({ lever: only.lever, why: idle[0] as string });
    else rows.push(await rowOf(rule, { after, changes, idle }, { base, baseFigures, weeks, lost, seed, signal }));
  }
  onProgress?.({ stage: 'whatIf', done: rules.length, total: rules.length });
  return {
    costPerHour,
    weeks,
    base: { restaffed: baseFigures, queues: base.queues.map((queue) => queueFigures(queue, 0)), unreachable: base.unreachable, warnings: base.warnings },
    scenarios: tryAll ? rows.sort((a, b) => b.saved - a.saved) : rows,
    notApplicable,
    assumptions: assumptionsOf(rules.filter(({ name }) => rows.some((row) => row.name === name))),
    provenance: {
      version: VERSION,
      seed,
      method: tryAll ? 'whatIf: every lever alone' : 'whatIf: scenarios',
      options: { costPerHour, costPerLostContact: options.costPerLostContact ?? 0 },
    },
  };
}

function checkObject(name: string, value: unknown, need: string): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new InvalidInputError(`whatIf: ${name} must be ${need}, got ${describeValue(value)}.`, { where: name });
}

/** Every lever alone at its default. */
function everyLever(): ScenarioRule[] {
  return resolveScenarios(Object.fromEntries(LEVER_NAMES.map((lever) => [lever, { [lever]: {} }])));
}

type Changed = { readonly after: Centre; readonly changes: string[]; readonly idle: string[] };

function applyAll(centre: Centre, { name, levers }: ScenarioRule): Changed {
  let after = centre;
  const changes: string[] = [];
  const idle: string[] = [];
  for (const rule of levers) {
    const applied = applyLever(after, rule, `scenarios.${name}.${rule.lever}`);
    if ('idle' in applied) idle.push(applied.idle);
    else {
      after = applied.centre;
      changes.push(applied.change);
    }
  }
  return { after, changes, idle };
}

type Setting = {
  readonly base: StaffedCentre;
  readonly baseFigures: CostedService;
  readonly weeks: number;
  readonly lost: (members: readonly string[]) => number;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
};

async function rowOf(
  { name, costPerWeek }: ScenarioRule,
  { after, changes, idle }: Changed,
  { base, baseFigures, weeks, lost, seed, signal }: Setting,
): Promise<WhatIfRow> {
  const separate = staffCentre(after, 0);
  const gain = after.flexible === null ? 0 : await gainOfFlexible(sharedMoments(separate), after.flexible.share, { seed, signal });
  const staffed = gain === 0 ? separate : staffCentre(after, gain);
  const same = withSamePeople(staffed, base, gain);
  const prices = { weeks, costPerWeek, costPerLostContact: lost };
  const restaffed = centreFigures(staffed, staffed.queues, staffed.paidHours, prices);
  const samePeople = centreFigures(staffed, same, base.paidHours, prices);
  return {
    name,
    changes,
    idle,
    restaffed,
    samePeople,
    difference: { restaffed: minus(restaffed, baseFigures), samePeople: minus(samePeople, baseFigures) },
    saved: baseFigures.totalCost - restaffed.totalCost,
    queues: {
      restaffed: staffed.queues.map((queue) => queueFigures(queue, turnedAwayFrom(after.turnedAway, queue))),
      samePeople: same.map((queue) => queueFigures(queue, turnedAwayFrom(after.turnedAway, queue))),
    },
    unreachable: staffed.unreachable,
    warnings: staffed.warnings.filter((warning) => !base.warnings.includes(warning)),
  };
}

function minus(figures: CostedService, base: CostedService): WhatIfDifference {
  const entries = Object.entries(figures).map(([key, value]) => {
    const before = base[key as keyof CostedService];
    return [key, value === null || before === null ? null : value - before];
  });
  return Object.fromEntries(entries) as WhatIfDifference;
}

/** A started week counts as many of its five working days as the forecast has days of it. */
function fullTimeWeeks({ queues }: Pick<Forecast, 'queues'>, zone: string): number {
  const starts = queues.map(({ startMs }) => startMs);
  const ends = queues.map(({ startMs, intervalSeconds, volume }) => startMs + volume.length * intervalSeconds * 1000);
  if (queues.length === 0) return 1;
  const days = dayNumber(localDayOf(zone, Math.max(...ends) - 1)) - dayNumber(localDayOf(zone, Math.min(...starts))) + 1;
  return Math.floor(days / 7) + Math.min(1, (days % 7) / 5);
}

/** Price of a lost contact, of a pooled queue the mean over its parts by volume. */
function lostPrice(price: WhatIfOptions['costPerLostContact'], { queues }: Centre): (members: readonly string[]) => number {
  if (price === undefined || typeof price === 'number') {
    checkNonNegative('whatIf: costPerLostContact', price ?? 0);
    return () => price ?? 0;
  }
  const volumes = new Map<string, number>();
  for (const { series } of queues) volumes.set(series.queue, (volumes.get(series.queue) ?? 0) + totalVolume(series));
  for (const [queue, one] of Object.entries(price)) {
    checkNonNegative(`whatIf: costPerLostContact.${queue}`, one);
    if (!volumes.has(queue))
      throw new InvalidInputError(
        `whatIf: costPerLostContact names ${describeValue(queue)}, which is not a queue of the forecast. Known: ${[...volumes.keys()].join(', ')}.`,
        { queue },
      );
  }
  return (members) => {
    const all = members.reduce((sum, member) => sum + (volumes.get(member) ?? 0), 0);
    return members.reduce((sum, member) => sum + (price[member] ?? 0) * (all === 0 ? 1 / members.length : (volumes.get(member) ?? 0) / all), 0);
  };
}

/** Defaults that some scenario relied on, each once. Settings that replace one another count as given. */
function assumptionsOf(rules: readonly ScenarioRule[]): WhatIfAssumption[] {
  const found = new Map<string, WhatIfAssumption>();
  for (const { levers } of rules)
    for (const { lever, settings } of levers)
      for (const [key, usual] of Object.entries(leverDefaults[lever] as Readonly<Record<string, LeverDefault>>)) {
        const instead = REPLACED_BY[`${lever}.${key}`] ?? [];
        if ([key, ...instead].every((one) => (settings as Readonly<Record<string, unknown>>)[one] === undefined))
          found.set(`${lever}.${key}`, { lever, key, ...usual });
      }
  return [...found.values()];
}

/** Settings that make a default of the same lever idle. */
const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  'campaign.factor': ['extra'],
  'openingHours.earlierBy': ['hours'],
  'handleTime.saving': ['seconds'],
  'target.serviceLevelBy': ['serviceLevel', 'answerWithin', 'asa', 'abandonProbability', 'maxOccupancy'],
  'shrinkage.factor': ['total'],
  'wages.factor': ['costPerHour'],
};
