import { checkInteger, checkPositive, describeValue, type Forecast, InvalidInputError, type LongWorkOptions, type TaskRunner, VERSION } from '../core/index.js';
import { studentHalfWidth } from '../simulate/index.js';
import { type GroupRequirements, type RequiredGroupsOptions, requiredGroups } from './required-groups.js';
import { checkShape, type MultiSkillRouting } from './routing.js';
import type { GroupStatus } from './size-interval.js';

/** What solving a share of the contacts takes. */
export type TierLevel = {
  /** Share of the contacts that the first line solves; the others are escalated. In [0, 1]. */
  readonly resolution: number;
  /** Mean handle time of the first line when it solves so many. */
  readonly ahtSeconds: number;
  /** Share of the solved that come again all the same; needs `repeat` in the queue. By default what the queue says. */
  readonly repeatProbability?: number | undefined;
};

/** The first line and what it may do. */
export type TierQuestion = {
  /** Queue of the first line. */
  readonly queue: string;
  /** Group whose share of work is asked for. */
  readonly group: string;
  /** Queue to which unsolved contacts go. */
  readonly to: string;
  /** Two levels or more, by rising resolution; between them handle times and repeats are interpolated. */
  readonly levels: readonly TierLevel[];
};

/** Options of {@link designTiers}. */
export type DesignTiersOptions = LongWorkOptions & {
  /** Levels looked at, evenly from the first to the last; 7 by default. Half-way points beside the best are added. */
  readonly points?: number | undefined;
  /** Independent answers to each level, from which the cost's half-width follows; 3 by default. */
  readonly samples?: number | undefined;
  /** Precision of each service level; 0.01 by default. */
  readonly halfWidth?: number | undefined;
  readonly seed?: number | undefined;
  /** Where intervals are sized side by side, as for {@link requiredGroups}. */
  readonly runner?: TaskRunner | undefined;
  /** Where HiGHS's `highs.wasm` is served, in browsers. */
  readonly wasmUrl?: string | undefined;
};

/** What one level costs. */
export type TierPoint = Required<Pick<TierLevel, 'resolution' | 'ahtSeconds'>> & {
  readonly repeatProbability: number | null;
  /** Mean over the samples, over all intervals. */
  readonly cost: number;
  /** 95 %. */
  readonly costHalfWidth: number;
  /** Dearer than the best by this, and its 95 % half-width; samples are paired. */
  readonly dearerBy: number;
  readonly dearerByHalfWidth: number;
  /** Mean head-count of each group over the open intervals and samples. */
  readonly agents: readonly { readonly group: string; readonly agents: number }[];
  readonly status: Exclude<GroupStatus, 'closed'>;
};

/** Result of {@link designTiers}. */
export type TierDesign = {
  /** By rising resolution. */
  readonly curve: readonly TierPoint[];
  /** The cheapest level that meets the targets. */
  readonly best: TierPoint;
  /** Least and largest resolution that is not dearer than the best with 95 % confidence. */
  readonly range: readonly [from: number, to: number];
  readonly samples: number;
  readonly seed: number;
  readonly version: string;
};

const SEED_STEP = 7919;

/**
 * What share of the contacts the first line should solve: more of it takes longer there and spares the next tier (tier design by simulation,
 * escalation and repeats in the loop).
 *
 * @param forecast - Contacts per queue and interval, as for {@link requiredGroups}; a typical busy hour will do.
 * @param routing - Queues, groups, costs, as for {@link requiredGroups}. The first line's handle time and escalation of `question.queue` come from the levels.
 * @param question - The queue, its group, where unsolved contacts go, and what each resolution takes.
 * @param options - Points, samples, precision.
 * @returns The cost of the cheapest head-counts that meet every target at each level, with confidence, and the best level. `range` holds the levels that cannot be told from it.
 * @throws {@link InvalidInputError} for unknown names, levels that do not rise or lie outside [0, 1], and as {@link requiredGroups}.
 * @remarks Each level is sized `samples` times, with the same seeds at all levels, so that chance is much the same for all. Sources: [ShumskyPinker2003]
 * on gatekeepers, [CezikLEcuyer2008]; keys in docs/references.md.
 * @example
 * const hour = (queue, volume) => ({ queue, channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 3600, volume: [volume], ahtSeconds: [300] });
 * const routing = {
 *   queues: [{ name: 'all', patienceSeconds: 180, route: [{ group: 'first' }] }, { name: 'hard', patienceSeconds: 300, route: [{ group: 'second' }] }],
 *   groups: [
 *     { name: 'first', serves: [[{ contactType: 'all' }]], costPerHour: 20 },
 *     { name: 'second', serves: [[{ contactType: 'hard' }]], ahtSeconds: { hard: 600 }, costPerHour: 40 },
 *   ],
 * };
 * const levels = [{ resolution: 0.5, ahtSeconds: 200 }, { resolution: 0.9, ahtSeconds: 260 }];
 * const options = { points: 2, samples: 2, halfWidth: 0.05 };
 * (await designTiers({ queues: [hour('all', 120)] }, routing, { queue: 'all', group: 'first', to: 'hard', levels }, options)).best.resolution > 0.6; // true
 */
export async function designTiers(
  forecast: Pick<Forecast, 'queues'>,
  routing: MultiSkillRouting,
  question: TierQuestion,
  options: DesignTiersOptions = {},
): Promise<TierDesign> {
  const { points = 7, samples = 3, halfWidth = 0.01, seed = 1, runner, wasmUrl, signal, onProgress } = options;
  checkShape('designTiers', routing);
  checkQuestion(routing, question);
  checkInteger('designTiers: points', points, 2);
  checkInteger('designTiers: samples', samples, 2);
  checkPositive('designTiers: halfWidth', halfWidth);
  const { levels } = question;
  const [least, most] = [(levels[0] as TierLevel).resolution, (levels.at(-1) as TierLevel).resolution];
  const step = (most - least) / (points - 1);
  const known = new Map<number, Sized>();
  const total = points + 2;
  const size = async (resolution: number): Promise<void> => {
    if (known.has(resolution)) return;
    known.set(resolution, await sized(forecast, routing, question, levelAt(levels, resolution), samples, { halfWidth, seed, runner, wasmUrl, signal }));
    onProgress?.({ stage: 'designTiers', done: known.size, total });
  };
  for (let k = 0; k < points; k += 1) await size(least + k * step);
  const middle = cheapest([...known.values()]).level.resolution;
  for (const beside of [middle - step / 2, middle + step / 2]) if (beside > least && beside < most) await size(beside);
  const all = [...known.values()].sort((a, b) => a.level.resolution - b.level.resolution);
  const best = cheapest(all);
  const curve = all.map((one) => pointOf(one, best));
  const close = curve.filter(({ dearerBy, dearerByHalfWidth, status }) => status === best.status && dearerBy - dearerByHalfWidth <= 0);
  const range = [(close[0] as TierPoint).resolution, (close.at(-1) as TierPoint).resolution] as const;
  return { curve, best: pointOf(best, best), range, samples, seed, version: VERSION };
}

/** A level and its samples. */
type Sized = {
  readonly level: TierLevel;
  readonly costs: readonly number[];
  readonly agents: readonly { readonly group: string; readonly agents: number }[];
  readonly status: TierPoint['status'];
};

async function sized(
  forecast: Pick<Forecast, 'queues'>,
  routing: MultiSkillRouting,
  question: TierQuestion,
  level: TierLevel,
  samples: number,
  limits: RequiredGroupsOptions & { readonly seed: number },
): Promise<Sized> {
  const changed = routingAt(routing, question, level);
  const results: GroupRequirements[] = [];
  for (let k = 0; k < samples; k += 1) results.push(await requiredGroups(forecast, changed, { ...limits, seed: limits.seed + k * SEED_STEP }));
  const statuses = results.flatMap(({ status }) => status);
  const open = Math.max(1, statuses.filter((status) => status !== 'closed').length);
  return {
    level,
    costs: results.map(({ cost }) => cost),
    agents: changed.groups.map(({ name }, g) => ({
      group: name,
      agents: results.reduce((sum, { groups }) => sum + (groups[g]?.agents ?? []).reduce((people, count) => people + count, 0), 0) / open,
    })),
    status: statuses.includes('unreachable') ? 'unreachable' : statuses.includes('unclear') ? 'unclear' : 'met',
  };
}

/** The routing with the first line at a level. */
function routingAt({ queues, groups }: MultiSkillRouting, { queue, group, to }: TierQuestion, level: TierLevel): MultiSkillRouting {
  return {
    queues: queues.map((one) =>
      one.name !== queue || one.repeat === undefined || level.repeatProbability === undefined
        ? one
        : { ...one, repeat: { ...one.repeat, probability: level.repeatProbability } },
    ),
    groups: groups.map((one) =>
      one.name !== group
        ? one
        : {
            ...one,
            ahtSeconds: { ...one.ahtSeconds, [queue]: level.ahtSeconds },
            escalate: { ...one.escalate, [queue]: { to, probability: 1 - level.resolution } },
          },
    ),
  };
}

/** Handle time and repeats at a resolution, by straight lines between the levels. */
function levelAt(levels: readonly TierLevel[], resolution: number): TierLevel {
  const next = Math.max(1, levels.findIndex((level) => level.resolution >= resolution - 1e-12) || 1);
  const [a, b] = [levels[next - 1], levels[next]] as [TierLevel, TierLevel];
  const share = Math.min(1, Math.max(0, (resolution - a.resolution) / (b.resolution - a.resolution)));
  const between = (from: number, to: number): number => from + share * (to - from);
  const repeats = a.repeatProbability === undefined || b.repeatProbability === undefined ? undefined : between(a.repeatProbability, b.repeatProbability);
  return { resolution, ahtSeconds: between(a.ahtSeconds, b.ahtSeconds), repeatProbability: repeats };
}

/** The cheapest among those that reach their targets best. */
function cheapest(all: readonly Sized[]): Sized {
  const rank = ({ status }: Sized): number => (status === 'unreachable' ? 1 : 0);
  return all.reduce((best, one) => (rank(one) < rank(best) || (rank(one) === rank(best) && meanOf(one.costs) < meanOf(best.costs)) ? one : best));
}

function pointOf({ level, costs, agents, status }: Sized, best: Sized): TierPoint {
  const differences = costs.map((cost, k) => cost - (best.costs[k] as number));
  return {
    resolution: level.resolution,
    ahtSeconds: level.ahtSeconds,
    repeatProbability: level.repeatProbability ?? null,
    cost: meanOf(costs),
    costHalfWidth: halfWidthOf(costs),
    dearerBy: meanOf(differences),
    dearerByHalfWidth: halfWidthOf(differences),
    agents,
    status,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function halfWidthOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length;
  return studentHalfWidth(values.length - 1) * Math.sqrt(variance);
}

function checkQuestion({ queues, groups }: MultiSkillRouting, question: TierQuestion): void {
  if (typeof question !== 'object' || question === null)
    throw new InvalidInputError(`designTiers: question must be an object, got ${describeValue(question)}.`);
  const { queue, group, to, levels } = question;
  const known = (what: string, name: string, list: readonly { readonly name: string }[]): void => {
    if (!list.some((one) => one.name === name))
      throw new InvalidInputError(`designTiers: ${what} "${name}" is not in the routing. Known: ${list.map((one) => one.name).join(', ')}.`, { name });
  };
  known('question.queue', queue, queues);
  known('question.to', to, queues);
  known('question.group', group, groups);
  if (queue === to) throw new InvalidInputError(`designTiers: question.to must be another queue than question.queue, got "${to}" for both.`, { queue });
  if (!Array.isArray(levels) || levels.length < 2)
    throw new InvalidInputError('designTiers: question.levels must list at least two levels, such as { resolution: 0.6, ahtSeconds: 240 }.');
  levels.forEach((level, i) => {
    const { resolution, ahtSeconds, repeatProbability = 0 } = level ?? {};
    if (!(resolution >= 0 && resolution <= 1))
      throw new InvalidInputError(`designTiers: levels[${i}].resolution must be a share from 0 to 1, got ${resolution}. Write 70 % as 0.7.`, { resolution });
    if (!(repeatProbability >= 0 && repeatProbability < 1))
      throw new InvalidInputError(`designTiers: levels[${i}].repeatProbability must be a share from 0 to below 1, got ${repeatProbability}.`);
    checkPositive(`designTiers: levels[${i}].ahtSeconds`, ahtSeconds);
    if (i > 0 && !(resolution > (levels[i - 1] as TierLevel).resolution))
      throw new InvalidInputError(`designTiers: levels must rise in resolution, got ${resolution} after ${levels[i - 1]?.resolution}.`, { index: i });
  });
}
