import { checkInteger, checkNonNegative, checkOpenShare, checkPositive, describeValue, InvalidInputError } from '../core/index.js';
import { findRoot, forEachNode, lnGamma, lnScaledUpperGamma, smallestWhole } from '../numeric/index.js';
import { type QueueMetrics, queueMetrics } from '../queueing/index.js';

/** A load of which only the mean is known: the arrivals of a day are the mean times a factor with mean 1 (gamma distribution). */
export type UncertainLoad = {
  /** Expected contacts per interval. */
  readonly volume: number;
  readonly intervalSeconds: number;
  readonly ahtSeconds: number;
  /** Standard deviation of the factor, as `forecast` gives it; 0 = the forecast is certain. */
  readonly dayFactorCv: number;
  /** Mean patience, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
  readonly answerWithinSeconds: number;
};

/** Figures over many days. Null = no contacts. */
export type UncertainMetrics = {
  /** Contacts answered within the threshold ÷ contacts offered, over all days: busy days weigh more. */
  readonly serviceLevel: number | null;
  /** Plain mean of the days' service levels. */
  readonly serviceLevelOfDays: number | null;
  /** Share of days on which the service level is at least the goal. */
  readonly shareOfDays: number | null;
  /** Over all contacts. */
  readonly abandonProbability: number | null;
};

/**
 * Service level when the forecast may be wrong by a factor that all contacts of a day share (mixed Poisson arrivals).
 *
 * @param input - Expected load, spread of the factor, threshold; see {@link UncertainLoad}.
 * @param input.agents - People on line; may be fractional; 0 or more.
 * @param input.serviceLevel - Goal that `shareOfDays` counts, in (0, 1).
 * @returns Long-run and daily figures; all null without contacts. With `dayFactorCv` 0 those of {@link queueMetrics}.
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @remarks Gauss–Legendre quadrature over the logarithm of the factor, split where load meets agents; about 1e-9. Source:
 * [Steckley2009], [AvramidisEtAl2004].
 * @example
 * const load = { volume: 450, intervalSeconds: 1800, ahtSeconds: 240, dayFactorCv: 0.1, patienceSeconds: 180, answerWithinSeconds: 20 };
 * uncertainMetrics({ ...load, agents: 62, serviceLevel: 0.8 }).serviceLevel; // 0.77008806…
 */
export function uncertainMetrics(input: UncertainLoad & { readonly agents: number; readonly serviceLevel: number }): UncertainMetrics {
  checkLoad('uncertainMetrics', input);
  checkNonNegative('uncertainMetrics: agents', input.agents);
  checkOpenShare('uncertainMetrics: serviceLevel', input.serviceLevel);
  return metricsOf(input, input.agents, input.serviceLevel);
}

/**
 * What the agents must achieve under uncertainty: the goal on average over all contacts; on at least this share of days; or the
 * least cost of agents and missed contacts together (newsvendor).
 */
export type UncertainCriterion =
  | { readonly kind: 'average' }
  | { readonly kind: 'shareOfDays'; readonly share: number }
  | { readonly kind: 'cost'; readonly costPerAgentHour: number; readonly costPerMissedContact: number };

/** Answer of {@link requiredAgentsUncertain}. */
export type UncertainRequirement = UncertainMetrics & {
  readonly agents: number;
  /** Agents if the forecast were certain, by the same criterion. */
  readonly agentsIfCertain: number;
  /** What the uncertainty itself costs: the difference. */
  readonly agentsForUncertainty: number;
};

/**
 * Fewest agents under an uncertain forecast, and how many of them the uncertainty costs.
 *
 * @param input - Expected load and spread of its factor; see {@link UncertainLoad}.
 * @param input.serviceLevel - Goal, in (0, 1).
 * @param input.criterion - On average (default), on a share of days, or by the cost of missing.
 * @param input.minimumAgents - Never fewer; 0 by default.
 * @returns Whole agents with what they deliver. With `dayFactorCv` 0 those of {@link requiredAgents}. By cost, the service level is
 * what pays, not a goal: a contact not answered within the threshold costs `costPerMissedContact`.
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @remarks Source: [Steckley2009], [Gurvich2010].
 * @example
 * const load = { volume: 450, intervalSeconds: 1800, ahtSeconds: 240, dayFactorCv: 0.1, patienceSeconds: 180, answerWithinSeconds: 20 };
 * requiredAgentsUncertain({ ...load, serviceLevel: 0.8, criterion: { kind: 'shareOfDays', share: 0.9 } }).agents; // 69
 */
export function requiredAgentsUncertain(
  input: UncertainLoad & {
    readonly serviceLevel: number;
    readonly criterion?: UncertainCriterion | undefined;
    readonly minimumAgents?: number | undefined;
  },
): UncertainRequirement {
  const where = 'requiredAgentsUncertain';
  const { serviceLevel, criterion = { kind: 'average' }, minimumAgents = 0 } = input;
  checkLoad(where, input);
  checkOpenShare(`${where}: serviceLevel`, serviceLevel);
  checkInteger(`${where}: minimumAgents`, minimumAgents, 0);
  checkCriterion(where, criterion);
  const agents = fewest(input, serviceLevel, criterion, minimumAgents);
  const agentsIfCertain = input.dayFactorCv === 0 ? agents : fewest({ ...input, dayFactorCv: 0 }, serviceLevel, criterion, minimumAgents);
  return { agents, agentsIfCertain, agentsForUncertainty: agents - agentsIfCertain, ...metricsOf(input, agents, serviceLevel) };
}

function checkLoad(where: string, load: UncertainLoad): void {
  checkNonNegative(`${where}: volume`, load.volume);
  checkPositive(`${where}: intervalSeconds`, load.intervalSeconds);
  checkPositive(`${where}: ahtSeconds`, load.ahtSeconds);
  checkNonNegative(`${where}: dayFactorCv`, load.dayFactorCv);
  checkNonNegative(`${where}: answerWithinSeconds`, load.answerWithinSeconds);
  if (load.patienceSeconds !== undefined) checkPositive(`${where}: patienceSeconds`, load.patienceSeconds, 'Leave it out when nobody gives up.');
}

function checkCriterion(where: string, criterion: UncertainCriterion): void {
  if (criterion.kind === 'average') return;
  if (criterion.kind === 'shareOfDays') checkOpenShare(`${where}: criterion.share`, criterion.share);
  else if (criterion.kind === 'cost') {
    checkPositive(`${where}: criterion.costPerAgentHour`, criterion.costPerAgentHour);
    checkNonNegative(`${where}: criterion.costPerMissedContact`, criterion.costPerMissedContact);
  } else
    throw new InvalidInputError(
      `${where}: criterion.kind must be average, shareOfDays or cost, got ${describeValue((criterion as { readonly kind?: unknown }).kind)}.`,
    );
}

function fewest(load: UncertainLoad, goal: number, criterion: UncertainCriterion, least: number): number {
  if (load.volume === 0) return least;
  const guess = Math.ceil((load.volume * load.ahtSeconds * (1 + load.dayFactorCv)) / load.intervalSeconds);
  if (criterion.kind === 'cost') {
    const perAgent = (criterion.costPerAgentHour * load.intervalSeconds) / 3600;
    const missed = (agents: number): number => load.volume * (1 - (metricsOf(load, agents, goal).serviceLevel as number)) * criterion.costPerMissedContact;
    return cheapest((agents) => perAgent * agents + missed(agents), perAgent, least, load.volume * criterion.costPerMissedContact);
  }
  const meets = (agents: number): boolean =>
    criterion.kind === 'average'
      ? (metricsOf(load, agents, goal).serviceLevel as number) >= goal
      : (metricsOf(load, agents, goal).shareOfDays as number) >= criterion.share;
  return smallestWhole(meets, guess, least, Number.MAX_SAFE_INTEGER) as number;
}

/** No agents cost more than all contacts missed, so the head-count has an end; the cost may have several dips, so all are tried. */
function cheapest(cost: (agents: number) => number, perAgent: number, least: number, allMissed: number): number {
  let best = least;
  let bestCost = cost(least);
  for (let agents = least + 1; agents * perAgent < Math.min(bestCost, allMissed + least * perAgent); agents += 1) {
    const here = cost(agents);
    if (here < bestCost) {
      best = agents;
      bestCost = here;
    }
  }
  return best;
}

/** Standard deviations of the logarithm of the factor on either side, and panels per side, of the quadrature. */
const REACH = 9;
const PANELS = 6;

function metricsOf(load: UncertainLoad, agents: number, goal: number): UncertainMetrics {
  if (load.volume === 0) return { serviceLevel: null, serviceLevelOfDays: null, shareOfDays: null, abandonProbability: null };
  const at = (factor: number): QueueMetrics =>
    queueMetrics({
      offeredLoad: (load.volume * factor * load.ahtSeconds) / load.intervalSeconds,
      ahtSeconds: load.ahtSeconds,
      patienceSeconds: load.patienceSeconds,
      answerWithinSeconds: load.answerWithinSeconds,
      agents,
    });
  const offered = (figures: QueueMetrics): number => figures.serviceLevel?.offered ?? 1;
  if (load.dayFactorCv === 0) {
    const figures = at(1);
    const serviceLevel = offered(figures);
    return { serviceLevel, serviceLevelOfDays: serviceLevel, shareOfDays: serviceLevel >= goal ? 1 : 0, abandonProbability: figures.abandonProbability };
  }
  const shape = load.dayFactorCv ** -2;
  const saturation = (agents * load.intervalSeconds) / (load.volume * load.ahtSeconds);
  const sums = { mass: 0, inTime: 0, days: 0, contacts: 0, abandoned: 0 };
  forEachFactor(shape, saturation, (factor, weight) => {
    const figures = at(factor);
    const level = offered(figures);
    sums.mass += weight;
    sums.contacts += weight * factor;
    sums.days += weight * level;
    sums.inTime += weight * factor * level;
    sums.abandoned += weight * factor * figures.abandonProbability;
  });
  return {
    serviceLevel: Math.min(1, sums.inTime / sums.contacts),
    serviceLevelOfDays: Math.min(1, sums.days / sums.mass),
    shareOfDays: shareBelow(
      shape,
      largestFactor((factor) => offered(at(factor)) - goal),
    ),
    abandonProbability: sums.abandoned / sums.contacts,
  };
}

/** Nodes over s = ln factor, where the gamma density is k^k ÷ Γ(k) · exp(k (s − e^s)): smooth for every shape k. */
function forEachFactor(shape: number, kink: number, visit: (factor: number, weight: number) => void): void {
  const width = 1 / Math.sqrt(shape);
  // The lower tail falls as e^(ks) only, the upper one faster than any exponential.
  const low = -Math.max(REACH * width, 40 / shape);
  const high = Math.log1p(REACH * width + (REACH * width) ** 2 / 2);
  const kinkAt = kink > 0 ? Math.log(kink) : low;
  const edges = [...split(low, 0), ...split(0, high), high, ...(kinkAt > low && kinkAt < high ? [kinkAt] : [])].sort((a, b) => a - b);
  for (let i = 1; i < edges.length; i += 1)
    forEachNode(edges[i - 1] as number, edges[i] as number, (s, weight) => {
      visit(Math.exp(s), weight * Math.exp(shape * (s - Math.expm1(s))));
    });
}

function split(from: number, to: number): number[] {
  return Array.from({ length: PANELS }, (_, i) => from + ((to - from) * i) / PANELS);
}

/** The factor up to which a falling figure is 0 or more. */
function largestFactor(excess: (factor: number) => number): number {
  if (excess(1e-12) < 0) return 0;
  let high = 1;
  while (excess(high) >= 0) high *= 2;
  return findRoot(excess, high === 1 ? 1e-12 : high / 2, high, 1e-13);
}

/** Distribution function of the gamma distribution with mean 1. */
function shareBelow(shape: number, factor: number): number {
  if (factor === 0) return 0;
  const x = shape * factor;
  // Γ(k+1, x) ÷ Γ(k+1), then one step of the recurrence down, which holds for k below 1 too.
  const log = shape * Math.log(x) - x - lnGamma(shape + 1);
  const above = Math.exp(lnScaledUpperGamma(shape, x) + log) - Math.exp(log);
  return Math.min(1, Math.max(0, 1 - above));
}

/** Panels of the quadrature at most, and how much wider the spread of the load may be than a service level takes to fall, per panel. */
const MOST_PANELS = 6;
const PANEL_RATIO = 1.5;
/** Weight of contacts that may be left out. */
const NEGLIGIBLE = 1e-9;

/** Factors of days, with the share of all contacts that come on such days (together 1): busy days weigh more. */
export function factorNodes(dayFactorCv: number, offeredLoad: number): { readonly factor: number; readonly weight: number }[] {
  const shape = dayFactorCv ** -2;
  const panels = Math.min(MOST_PANELS, 1 + Math.floor((dayFactorCv * Math.sqrt(offeredLoad)) / PANEL_RATIO));
  const low = -Math.max(6 * dayFactorCv, 16 / shape);
  const high = Math.log1p(6 * dayFactorCv + 18 * dayFactorCv ** 2);
  const nodes: { factor: number; weight: number }[] = [];
  for (let k = 0; k < panels; k += 1)
    forEachNode(low + ((high - low) * k) / panels, low + ((high - low) * (k + 1)) / panels, (s, weight) => {
      // The density of contacts over s = ln factor: shape and factor once more for the contacts of the day.
      nodes.push({ factor: Math.exp(s), weight: weight * Math.exp(shape * (s - Math.expm1(s)) + s) });
    });
  const sum = nodes.reduce((total, { weight }) => total + weight, 0);
  return nodes.filter(({ weight }) => weight > NEGLIGIBLE * sum).map(({ factor, weight }) => ({ factor, weight: weight / sum }));
}

/** The factor that so large a share of days does not exceed. */
export function factorQuantile(dayFactorCv: number, share: number): number {
  const shape = dayFactorCv ** -2;
  let high = 1;
  while (shareBelow(shape, high) < share) high *= 2;
  return findRoot((factor) => shareBelow(shape, factor) - share, 1e-12, high, 1e-13);
}
