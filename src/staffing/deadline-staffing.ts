import { checkInteger, checkNonNegative, checkOpenShare, describeValue, InvalidInputError } from '../core/index.js';
import { type DueWork, evenCapacity, wholeAgents } from './even-capacity.js';
import { type MovingLoad, type MovingRate, movingRates } from './offered-load-path.js';
import { type IntervalStep, playInterval, type TransientProblem } from './transient-interval.js';
import { startState, type TransientState } from './transient-state.js';

/** Work that may wait: e-mail, cases, back office, call-backs. Nobody gives up; the oldest is taken first. */
export type DeferredWork = MovingLoad & {
  /** Whether people work in the interval; contacts may arrive in any. */
  readonly open: readonly boolean[];
  /** Time until work on a contact must have begun, in seconds. */
  readonly answerWithinSeconds: number;
  /** `clock` (default): the deadline runs day and night; `open`: only while open. */
  readonly counts?: 'clock' | 'open' | undefined;
  /** Contacts waiting at the start. Left out: the grid repeats (a week follows a week), and the start is what the week before leaves. */
  readonly backlog?: number | undefined;
};

/** What people deliver on deferred work. Null = nothing arrives. */
export type DeferredFigures = {
  /** Share of all contacts begun in time. */
  readonly total: number | null;
  /** By interval of arrival. */
  readonly serviceLevel: readonly (number | null)[];
  /** Expected number waiting at the end of each interval. */
  readonly waitingAtEnd: readonly number[];
  /** False: the grid repeats, and more arrives in it than its people can do, so that the backlog grows without end. */
  readonly stable: boolean;
};

/**
 * Share of deferred work begun by its deadline with given people, backlog carried through closed hours (first in, first out:
 * with one deadline for all the same as earliest deadline first).
 *
 * @param input - Contacts, handle times, open intervals, deadline, backlog; see {@link DeferredWork}.
 * @param input.agents - People per interval, whole numbers; 0 where closed.
 * @returns Shares by interval of arrival and the backlog. A grid that repeats and is overloaded: `stable` false, shares 0.
 * @throws {@link InvalidInputError} for values outside their ranges, lists of different lengths, or people in closed intervals.
 * @remarks Solved as {@link movingQueue} is (exponential handle times). Its cost grows with the square of the backlog.
 * @example
 * const day = { volume: [4, 4, 4], intervalSeconds: 3600, ahtSeconds: 600, open: [false, true, true], answerWithinSeconds: 3600, counts: 'open' };
 * deferredMetrics({ ...day, agents: [0, 2, 2] }).total; // 0.9984…
 */
export function deferredMetrics(input: DeferredWork & { readonly agents: readonly number[] }): DeferredFigures {
  const where = 'deferredMetrics';
  const problem = problemOf(where, input);
  const { agents } = input;
  if (!Array.isArray(agents) || agents.length !== input.open.length)
    throw new InvalidInputError(`${where}: agents must have one entry per interval (${input.open.length}), got ${describeValue(agents)}.`);
  agents.forEach((people, i) => {
    checkInteger(`${where}: agents[${i}]`, people, 0);
    if (people > 0 && !input.open[i]) throw new InvalidInputError(`${where}: agents[${i}] must be 0 where open is false, got ${people}.`);
  });
  return evaluate(problem, input, agents);
}

/** Answer of {@link staffDeferred}. */
export type DeferredStaff = DeferredFigures & {
  /** `unreachable`: no staffing meets the target; the people are those beyond which hardly anything improves. */
  readonly status: 'met' | 'unreachable';
  /** Why it is unreachable: a deadline of zero, or contacts whose deadline passes while closed. */
  readonly limitedBy: 'deadline' | 'openingHours' | null;
  readonly agents: readonly number[];
  readonly agentHours: number;
  /** Capacity planned beyond the work itself, as a share of it: what the variance of the work costs. */
  readonly buffer: number;
  /** Share of contacts whose whole time until the deadline is closed. */
  readonly hopelessShare: number;
};

/**
 * People for work with a deadline: as even as arrivals, opening hours and deadlines allow, with the least buffer for variance that
 * meets the share in time.
 *
 * @param input - Contacts, handle times, open intervals, deadline, backlog; see {@link DeferredWork}.
 * @param input.serviceLevel - Share of contacts to be begun in time, in (0, 1).
 * @returns People per interval and what they deliver. A deadline of zero is impossible (it leaves no time for the work to wait), and so is a share above what the opening
 * hours leave: status `unreachable` with the reason.
 * @throws {@link InvalidInputError} for values outside their ranges, or no open interval at all.
 * @remarks The work done by any moment runs between the work arrived and the work due; the shortest path between the two curves
 * (taut string) has the lowest peak of all. The buffer scales it up until the solved share meets the target. Sources: [Yao1995],
 * [Liu1973].
 * @example
 * const day = { volume: [6, 6, 6, 6], intervalSeconds: 3600, ahtSeconds: 600, open: [false, true, true, true], answerWithinSeconds: 7200, counts: 'open' };
 * staffDeferred({ ...day, serviceLevel: 0.9 }).agents; // [0, 2, 1, 2]
 */
export function staffDeferred(input: DeferredWork & { readonly serviceLevel: number }): DeferredStaff {
  const where = 'staffDeferred';
  const problem = problemOf(where, input);
  checkOpenShare(`${where}: serviceLevel`, input.serviceLevel);
  if (!input.open.includes(true)) throw new InvalidInputError(`${where}: open must be true somewhere, got no open interval.`);
  const hopelessShare = hopeless(problem, input.open);
  const limitedBy = input.answerWithinSeconds === 0 ? 'deadline' : 1 - hopelessShare < input.serviceLevel ? 'openingHours' : null;
  const work = problem.rates.reduce((sum, { arrival, aht }) => sum + arrival * aht, 0);
  const tried = new Map<string, DeferredFigures>();
  const capacityNeeded = evenCapacity(problem, input.open, input.backlog);
  const attempt = (scale: number): DeferredStaff => {
    const agents = wholeAgents(capacityNeeded, input.open, scale);
    const capacity = agents.reduce((sum, people) => sum + people, 0);
    const agentHours = (capacity * input.intervalSeconds) / 3600;
    const buffer = work > 0 ? capacity / work - 1 : 0;
    // Many scales round to the same people.
    const key = agents.join();
    const figures = tried.get(key) ?? evaluate(problem, input, agents);
    tried.set(key, figures);
    const met = limitedBy === null && (figures.total ?? 1) >= input.serviceLevel;
    return { status: met ? 'met' : 'unreachable', limitedBy, agents, agentHours, buffer, hopelessShare, ...figures };
  };
  return limitedBy === null ? leastBuffer(attempt, ({ total }) => total, input.serviceLevel) : attempt(1);
}

function problemOf(where: string, input: DeferredWork): TransientProblem {
  const { open, answerWithinSeconds, counts = 'clock', backlog, intervalSeconds } = input;
  const rates = movingRates(where, input);
  if (!Array.isArray(open) || open.length !== rates.length)
    throw new InvalidInputError(`${where}: open must have one entry per interval (${rates.length}), got ${describeValue(open)}.`);
  checkNonNegative(`${where}: answerWithinSeconds`, answerWithinSeconds);
  if (counts !== 'clock' && counts !== 'open') throw new InvalidInputError(`${where}: counts must be clock or open, got ${describeValue(counts)}.`);
  if (counts === 'open' && !open.includes(true)) throw new InvalidInputError(`${where}: open must be true somewhere, got no open interval.`);
  if (backlog !== undefined) checkInteger(`${where}: backlog`, backlog, 0);
  return { rates, intervalSeconds, within: answerWithinSeconds, abandon: 0, repeats: true, ...(counts === 'open' ? { counted: open } : {}) };
}

/** Repeats of the grid after which its start counts as settled at the latest. */
const MOST_REPEATS = 12;

function evaluate(problem: TransientProblem, input: DeferredWork, agents: readonly number[]): DeferredFigures {
  const work = problem.rates.reduce((sum, { arrival, aht }) => sum + arrival * aht, 0);
  const capacity = agents.reduce((sum, people) => sum + people, 0);
  if (input.backlog === undefined && work > 0 && work >= capacity)
    return { total: 0, serviceLevel: problem.rates.map(({ arrival }) => (arrival > 0 ? 0 : null)), waitingAtEnd: problem.rates.map(() => 0), stable: false };
  let state = input.backlog === undefined ? settled(problem, agents) : startState(0, 0, input.backlog);
  const steps = problem.rates.map((_, i) => {
    const step = playInterval(problem, state, i, agents);
    state = step.state;
    return step;
  });
  return {
    total: shareInTime(problem.rates, steps),
    serviceLevel: steps.map((step) => step.serviceLevel),
    waitingAtEnd: steps.map((step) => step.waiting),
    stable: true,
  };
}

function shareInTime(rates: readonly MovingRate[], steps: readonly IntervalStep[]): number | null {
  const contacts = rates.reduce((sum, { arrival }) => sum + arrival, 0);
  return contacts > 0 ? steps.reduce((sum, step, i) => sum + (step.serviceLevel ?? 0) * (rates[i] as MovingRate).arrival, 0) / contacts : null;
}

/** The state at the start of a grid that has been repeated until it hardly changes. */
function settled(problem: TransientProblem, agents: readonly number[]): TransientState {
  let state = startState(0, 0, 0);
  let before = 0;
  for (let k = 0; k < MOST_REPEATS; k += 1) {
    let waiting = 0;
    problem.rates.forEach((_, i) => {
      const step = playInterval(problem, state, i, agents, false);
      state = step.state;
      waiting = step.waiting;
    });
    if (Math.abs(waiting - before) <= 1e-3 * (1 + waiting)) break;
    before = waiting;
  }
  return state;
}

/** Share of contacts for whom no moment until their deadline is open. */
export function hopeless({ rates, intervalSeconds, within, counted }: DueWork, open: readonly boolean[]): number {
  if (within === 0) return 1;
  if (counted !== undefined) return 0;
  let contacts = 0;
  let lost = 0;
  rates.forEach(({ arrival }, i) => {
    contacts += arrival;
    if (open[i]) return;
    let closed = 0;
    for (let k = i; !open[k % open.length] && closed < within + intervalSeconds; k += 1) closed += intervalSeconds;
    // Who comes later than `closed − within` into the interval lives to see the opening.
    lost += arrival * Math.min(1, Math.max(0, closed - within) / intervalSeconds);
  });
  return contacts > 0 ? lost / contacts : 0;
}

/** Capacity is not cut finer than this share of the work. */
const LEAST_STEP = 0.002;

/** With a buffer as large, a doubling that brings less than that speaks of a target out of reach. */
const PLENTY = 4;
const LEAST_GAIN = 1e-4;

/** Buffers tried inside a bracket at most. */
const MOST_TRIED = 6;

/**
 * Smallest buffer, to about {@link LEAST_STEP}, that meets the target: doubled until it does, then on a straight line of the log-odds of the share in
 * time, never far from the middle of what is left.
 */
export function leastBuffer<Tried extends { readonly status: 'met' | 'unreachable'; readonly agentHours: number }>(
  attempt: (buffer: number) => Tried,
  share: (tried: Tried) => number | null,
  goal: number,
  least = 0,
): Tried {
  let low = least;
  let below = attempt(low);
  if (below.status === 'met') return below;
  let high = Math.max(0.02, least + 0.02);
  let best = attempt(high);
  for (let k = 0; k < 12 && best.status !== 'met'; k += 1) {
    if (high > PLENTY && (share(best) ?? 1) - (share(below) ?? 1) < LEAST_GAIN) return below;
    [low, below] = [high, best];
    high *= 2;
    best = attempt(high);
  }
  if (best.status !== 'met') return best;
  let above = best;
  for (let k = 0; k < MOST_TRIED && high - low > LEAST_STEP; k += 1) {
    const [from, to] = [distance(share(below), goal), distance(share(above), goal)];
    const part = to > from ? -from / (to - from) : 0.5;
    const middle = low + Math.min(0.85, Math.max(0.15, part)) * (high - low);
    const tried = attempt(middle);
    if (tried.status === 'met') {
      [high, above] = [middle, tried];
      if (tried.agentHours <= best.agentHours) best = tried;
    } else [low, below] = [middle, tried];
  }
  return best;
}

/** Log-odds of a share less those of the goal, kept finite. */
function distance(share: number | null, goal: number): number {
  const odds = (p: number): number => Math.log(p / (1 - p));
  return odds(Math.min(1 - 1e-6, Math.max(1e-6, share ?? 1))) - odds(goal);
}
