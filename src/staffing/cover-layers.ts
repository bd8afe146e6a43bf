import { InvalidInputError, type QueueRequirement, type QueueRule } from '../core/index.js';
import { evaluateChannel } from './evaluate-channel.js';
import { isDeferred } from './size-deferred.js';
import { targetOf } from './staffing-rule.js';

/** People of one price: how many per interval of the requirement, and what an hour costs for each of them. */
export type CoverLayer = {
  /** True: part of the need, `pricePerHour` is paid for each person missing. False: beyond the need, it is paid for each person there. */
  readonly isNeed: boolean;
  readonly pricePerHour: number;
  readonly agents: readonly number[];
};

/** What a head-count costs in service: contacts lost an hour at `agents` people and at some more or fewer. */
type ServiceCurve = {
  /** People on line per step. */
  readonly step: number;
  /** Head-counts in rising order, a step apart. */
  readonly agents: readonly number[];
  /** Contacts an hour that miss the target's measure at each. */
  readonly lost: readonly number[];
  /** Where the target is met at each. */
  readonly isMet: readonly boolean[];
};

/** Steps looked at below and above the need, and how many of them make a standard deviation of the people busy. */
const STEPS_BELOW = 8;
const STEPS_ABOVE = 6;
const STEPS_PER_ROOT = 3;
/** Prices of people missing, as multiples of `understaffedPerHour`; and of people beyond the need, as shares of `surplusPerHour`. */
const MISSING = [1 / 3, 0.6, 1, 1.7, 3];
const BEYOND = [0, 1 / 3, 2 / 3, 1];
/** A level this far above its target counts as met by a wide margin: what is asked beyond it is asked by another rule. */
const MARGIN = 0.005;
const SMALLEST = 1e-9;

/**
 * The need of one queue in layers of one price each, as {@link schedule} prices it. With `coverPrice: "flat"` there is one. With `"service"` each person's price follows the contacts that are lost without them:
 *
 * - Lost contacts are those not answered in time, and those who give up once more (with a target of abandonment alone, only these; of waits alone, time waited), by the
 *   model of the queue's channel.
 * - The first person missing costs `understaffedPerHour` as a mean over the intervals; a busy interval, in which more contacts are lost, more, a quiet one less.
 * - Each further person missing costs at least as much as the one before. Where a curve of service flattens out, since hardly anybody is answered in time any more, contacts
 *   spill over into what follows; no roster should gain by giving up an interval.
 * - People whom the target does not need (a minimum, a limit of occupancy, a margin for uncertainty) keep `understaffedPerHour`.
 * - A person beyond the need costs nothing where they save as many contacts as the first missing one would, and all of `surplusPerHour` where they save none.
 *
 * @param requirement - One queue of {@link staff}'s or {@link staffChannels}'s result.
 * @param rule - The queue's rule from `resolvePlan`: prices, target, patience, channel.
 * @param wanted - People needed per interval: `agentsExact` or `agentsWithShrinkage` of the requirement.
 * @param surplusPerHour - Price of an hour of somebody idle.
 * @returns Layers, dearest first; those that are part of the need add up to it. One layer at `understaffedPerHour` where no service follows from people (work by
 * deadline, lists, requirements without volume).
 * @throws {@link InvalidInputError} when `wanted` is not as long as the requirement.
 * @example
 * const day = { queue: 'help', channel: 'voice', zone: 'UTC', startMs: 0, intervalSeconds: 1800, volume: [20, 160], ahtSeconds: [240, 240] };
 * const plan = { zone: 'UTC', queues: { help: { patience: '2min', coverPrice: 'service' } } };
 * const need = staff({ queues: [day] }, plan).queues[0];
 * coverLayers(need, resolvePlan(plan).queues[0], need.agentsExact, 5)[0]; // { isNeed: true, pricePerHour: 180, agents: [0, 17] }
 */
export function coverLayers(requirement: QueueRequirement, rule: QueueRule, wanted: readonly number[], surplusPerHour: number): readonly CoverLayer[] {
  const flat: CoverLayer = { isNeed: true, pricePerHour: rule.understaffedPerHour, agents: wanted };
  if (wanted.length !== requirement.agentsExact.length)
    throw new InvalidInputError(`coverLayers: wanted must have one entry per interval (${requirement.agentsExact.length}), got ${wanted.length}.`);
  if (rule.coverPrice === 'flat') return [flat];
  const curves = serviceCurves(requirement, rule, wanted);
  const unit = curves === null ? 0 : meanOfFirst(curves, wanted);
  if (curves === null || unit === 0) return [flat];
  const missing = MISSING.map(() => new Array<number>(wanted.length).fill(0));
  const beyond = BEYOND.map(() => new Array<number>(wanted.length).fill(0));
  curves.forEach((curve, i) => {
    const need = wanted[i] as number;
    if (curve === null) (missing[MISSING.indexOf(1)] as number[])[i] = need;
    else splitNeed(curve, need, unit, (list, k, people) => add(list === 'missing' ? missing : beyond, k, i, people));
  });
  const dearestFirst = MISSING.map((share, k) => ({ isNeed: true, pricePerHour: share * rule.understaffedPerHour, agents: missing[k] as number[] })).reverse();
  // those who cost as much as idle people need no layer
  const cheapestFirst = BEYOND.slice(0, -1).map((share, k) => ({ isNeed: false, pricePerHour: share * surplusPerHour, agents: beyond[k] as number[] }));
  return [...dearestFirst, ...(surplusPerHour > 0 ? cheapestFirst : [])].filter(({ agents }) => agents.some((people) => people > 0));
}

function add(lists: readonly number[][], k: number, i: number, people: number): void {
  const list = lists[k] as number[];
  list[i] = (list[i] as number) + people;
}

/** A curve of each interval; null where nobody is needed or nothing comes in. Null altogether where service does not follow from the people of an interval. */
function serviceCurves(requirement: QueueRequirement, rule: QueueRule, wanted: readonly number[]): (ServiceCurve | null)[] | null {
  if (isDeferred(rule, requirement.intervalSeconds)) return null;
  const { volume, agentsExact, intervalSeconds } = requirement;
  const onLine = wanted.map((people, i) => (people > 0 ? (agentsExact[i] as number) / people : 1));
  const steps = wanted.map((people) => Math.max(1, Math.round(Math.sqrt(people) / STEPS_PER_ROOT)));
  const agentsAt = (i: number, k: number): number => Math.max(0, Math.floor((wanted[i] as number) + SMALLEST) + k * (steps[i] as number));
  const ks = Array.from({ length: STEPS_BELOW + STEPS_ABOVE + 2 }, (_, k) => k - STEPS_BELOW);
  const figures = ks.map((k) => {
    const people = wanted.map((_, i) => agentsAt(i, k) * (onLine[i] as number));
    return missedShares(requirement, rule, people);
  });
  if (figures.every(({ missed }) => missed.every((share) => share === null))) return null;
  return wanted.map((people, i) => {
    const contacts = ((volume[i] ?? 0) * 3600) / intervalSeconds;
    if (!(people > 0) || contacts === 0 || figures.some(({ missed }) => missed[i] === null)) return null;
    const from = ks.findLastIndex((k) => agentsAt(i, k) === 0);
    const used = ks.map((_, at) => at).filter((at) => at >= from);
    return {
      step: steps[i] as number,
      agents: used.map((at) => agentsAt(i, ks[at] as number)),
      lost: used.map((at) => contacts * (figures[at]?.missed[i] as number)),
      isMet: used.map((at) => figures[at]?.isMet[i] as boolean),
    };
  });
}

/** By the measure of the target, what is missed per contact; and whether the target is met by a margin. */
function missedShares(
  requirement: QueueRequirement,
  rule: QueueRule,
  agents: readonly number[],
): { readonly missed: readonly (number | null)[]; readonly isMet: readonly boolean[] } {
  const loadModel = requirement.sizing?.loadModel === 'stationary' ? 'stationary' : 'offeredLoad';
  const { serviceLevel, abandonProbability, asaSeconds } = evaluateChannel(requirement, agents, rule, loadModel);
  const target = targetOf(rule.target);
  if (target.serviceLevel === undefined && target.abandonProbability !== undefined)
    return { missed: abandonProbability, isMet: abandonProbability.map((share) => share !== null && share <= (target.abandonProbability as number) - MARGIN) };
  if (target.serviceLevel === undefined && target.asaSeconds !== undefined) {
    // where nobody is answered, contacts wait until they give up
    const longest = rule.patienceSeconds ?? requirement.intervalSeconds;
    const missed = asaSeconds.map((wait) => Math.min(longest, wait ?? longest));
    return { missed, isMet: missed.map((wait) => wait <= 0.97 * (target.asaSeconds as number)) };
  }
  return {
    missed: serviceLevel.map((share, i) => (share === null ? null : 1 - share + (abandonProbability[i] ?? 0))),
    isMet: serviceLevel.map((share) => share !== null && share >= (target.serviceLevel ?? 0) + MARGIN),
  };
}

/** Contacts saved by a person between each head-count and the next. */
function savedPerPerson({ lost, step }: ServiceCurve): number[] {
  return lost.slice(1).map((after, k) => ((lost[k] as number) - after) / step);
}

/** The step that holds the last person of a need. */
function lastStep({ agents }: ServiceCurve, need: number): number {
  return Math.max(
    0,
    agents.findLastIndex((people) => people < need - SMALLEST),
  );
}

/** Contacts an hour that the first person missing loses, as a mean over the intervals: of the people whom the target needs. */
function meanOfFirst(curves: readonly (ServiceCurve | null)[], wanted: readonly number[]): number {
  const saved = curves.flatMap((curve, i) => {
    if (curve === null) return [];
    const first = curve.isMet.findLastIndex((met, k) => !met && k <= lastStep(curve, wanted[i] as number));
    return first < 0 ? [] : [savedPerPerson(curve)[first] as number];
  });
  return saved.reduce((sum, contacts) => sum + contacts, 0) / Math.max(1, saved.length);
}

/** Deals out the people of one interval: from the last one needed down to the first, and from there up. */
function splitNeed(curve: ServiceCurve, need: number, unit: number, give: (list: 'missing' | 'beyond', k: number, people: number) => void): void {
  const { agents, isMet, step } = curve;
  const shares = savedPerPerson(curve).map((saved) => saved / unit);
  const last = lastStep(curve, need);
  let share = 0;
  let top = need;
  for (let k = last; k >= 0; k -= 1) {
    share = Math.max(share, shares[k] as number, isMet[k] ? 1 : 0);
    const bottom = k === 0 ? 0 : (agents[k] as number);
    give('missing', nearest(MISSING, share), top - bottom);
    top = bottom;
  }
  share = 1;
  let from = need;
  for (let k = last; k < shares.length; k += 1) {
    const to = (agents[k] as number) + step;
    share = Math.max(0, Math.min(share, shares[k] as number));
    give('beyond', nearest(BEYOND, 1 - share), to - from);
    from = to;
  }
}

function nearest(steps: readonly number[], value: number): number {
  return steps.reduce((best, step, k) => (Math.abs(step - value) < Math.abs((steps[best] as number) - value) ? k : best), 0);
}
