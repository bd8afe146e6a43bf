import { checkInteger, checkNonNegative, checkPositive, describeValue, InvalidInputError } from '../core/index.js';
import { queueMetrics } from '../queueing/index.js';
import { loadInside, type MovingLoad, type MovingRate, movingRates } from './offered-load-path.js';
import { type IntervalStep, playInterval } from './transient-interval.js';
import { startState } from './transient-state.js';

/** How a queue whose load moves is computed. */
export type MovingMethod = 'stationary' | 'offeredLoad' | 'transient';

/** Input of {@link movingQueue}. */
export type MovingQueueInput = MovingLoad & {
  /** People on line per interval, whole numbers. */
  readonly agents: readonly number[];
  readonly answerWithinSeconds: number;
  /** Mean patience, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
  /** `transient` by default. */
  readonly method?: MovingMethod | undefined;
  /** Contacts waiting and in service at the start; none by default. Only the transient method starts with a line. */
  readonly start?: { readonly waiting?: number | undefined; readonly inService?: number | undefined } | undefined;
};

/** Result of {@link movingQueue}: one entry per interval; null = no contacts arrive in it. */
export type MovingQueue = {
  readonly method: MovingMethod;
  /** Contacts arriving in the interval and served within the threshold ÷ all that arrive in it (rule `offered`). */
  readonly serviceLevel: readonly (number | null)[];
  /** The same at the worst of the moments looked at (16 per interval). */
  readonly worstServiceLevel: readonly (number | null)[];
  /** Expected contacts giving up in the interval, whenever they came. This and what follows: transient method only, else null. */
  readonly abandoned: readonly (number | null)[];
  /** Expected contacts finished in the interval. */
  readonly finished: readonly (number | null)[];
  /** Expected number waiting at the end of the interval, carried into the next. */
  readonly waitingAtEnd: readonly (number | null)[];
  readonly inServiceAtEnd: readonly (number | null)[];
  /** Service level over all contacts; null without any. */
  readonly total: number | null;
};

const METHODS: readonly MovingMethod[] = ['stationary', 'offeredLoad', 'transient'];

/** Moments of an interval at which the approximations are taken. */
const MOMENTS = 16;

/**
 * Service level of every interval when arrivals and staffing change from interval to interval, backlog carried over (M(t)/M/n(t),
 * with patience M(t)/M/n(t)+M).
 *
 * @param input - Contacts, handle times, people on line and threshold; see {@link MovingQueueInput}.
 * @returns Per interval the service level by time of arrival, its worst moment, and the flows: waiting and in service before +
 * arrivals = finished + abandoned + waiting and in service after (transient method).
 * @throws {@link InvalidInputError} for values outside their ranges or lists of different lengths.
 * @remarks `transient` solves the Kolmogorov equations of (busy, waiting) by uniformisation and follows a tagged contact through
 * the staffing to come; when staffing drops a busy agent finishes the contact and then leaves; after the last interval its
 * staffing stays. Exact for exponential times, to about 1e-4 for the mean over an interval. Its cost grows with contacts ×
 * √load. `offeredLoad` puts the stationary formula on the modified offered load, `stationary` on the load of the interval alone.
 * Sources: [Jensen1953], [Jennings1996], [Green2007].
 * @example
 * const day = { volume: [30, 60, 60], intervalSeconds: 1800, ahtSeconds: 300, agents: [7, 13, 10], patienceSeconds: 180, answerWithinSeconds: 20 };
 * movingQueue(day).serviceLevel[2]; // 0.5946…
 */
export function movingQueue(input: MovingQueueInput): MovingQueue {
  const where = 'movingQueue';
  const { method = 'transient', start = {} } = input;
  if (!METHODS.includes(method)) throw new InvalidInputError(`${where}: method must be one of ${METHODS.join(', ')}, got ${describeValue(method)}.`);
  const rates = movingRates(where, input);
  checkAgents(where, input.agents, rates.length);
  checkNonNegative(`${where}: answerWithinSeconds`, input.answerWithinSeconds);
  if (input.patienceSeconds !== undefined) checkPositive(`${where}: patienceSeconds`, input.patienceSeconds, 'Leave it out when nobody gives up.');
  const { waiting = 0, inService = 0 } = start;
  checkInteger(`${where}: start.waiting`, waiting, 0);
  checkInteger(`${where}: start.inService`, inService, 0);
  if (method !== 'transient') return approximate(input, rates, method, waiting + inService);
  const problem = { rates, intervalSeconds: input.intervalSeconds, within: input.answerWithinSeconds, abandon: 1 / (input.patienceSeconds ?? Infinity) };
  let state = startState(inService, inService, waiting);
  const steps = rates.map((_, i) => {
    const step = playInterval(problem, state, i, input.agents);
    state = step.state;
    return step;
  });
  const column = <Key extends keyof IntervalStep>(key: Key): IntervalStep[Key][] => steps.map((step) => step[key]);
  const serviceLevel = column('serviceLevel');
  return {
    method,
    serviceLevel,
    worstServiceLevel: column('worst'),
    abandoned: column('abandoned'),
    finished: column('finished'),
    waitingAtEnd: column('waiting'),
    inServiceAtEnd: column('inService'),
    total: totalOf(serviceLevel, input.volume),
  };
}

function checkAgents(where: string, agents: readonly number[], length: number): void {
  if (!Array.isArray(agents) || agents.length !== length)
    throw new InvalidInputError(`${where}: agents must have one entry per interval (${length}), got ${describeValue(agents)}.`);
  agents.forEach((people, i) => {
    checkInteger(`${where}: agents[${i}]`, people, 0);
  });
}

function totalOf(serviceLevel: readonly (number | null)[], volume: readonly (number | null)[]): number | null {
  let contacts = 0;
  let inTime = 0;
  serviceLevel.forEach((level, i) => {
    contacts += level === null ? 0 : (volume[i] as number);
    inTime += level === null ? 0 : level * (volume[i] as number);
  });
  return contacts > 0 ? Math.min(1, inTime / contacts) : null;
}

/** The stationary formula at the load of each interval, or at the modified load of moments inside it. */
function approximate(input: MovingQueueInput, rates: readonly MovingRate[], method: 'stationary' | 'offeredLoad', startLoad: number): MovingQueue {
  const { agents, answerWithinSeconds, patienceSeconds, intervalSeconds } = input;
  const blank = rates.map(() => null);
  let load = startLoad;
  const steps = rates.map((rate, i) => {
    const inside = loadInside(load, rate, intervalSeconds, MOMENTS);
    load = inside.end;
    if (rate.arrival === 0) return { mean: null, worst: null };
    const loads = method === 'stationary' ? [rate.arrival * rate.aht] : inside.middles;
    const levels = loads.map(
      (offeredLoad) =>
        queueMetrics({ offeredLoad, ahtSeconds: rate.aht, agents: agents[i] as number, answerWithinSeconds, patienceSeconds }).serviceLevel?.offered ?? 1,
    );
    return { mean: levels.reduce((sum, level) => sum + level, 0) / levels.length, worst: Math.min(...levels) };
  });
  const serviceLevel = steps.map((step) => step.mean);
  return {
    method,
    serviceLevel,
    worstServiceLevel: steps.map((step) => step.worst),
    abandoned: blank,
    finished: blank,
    waitingAtEnd: blank,
    inServiceAtEnd: blank,
    total: totalOf(serviceLevel, input.volume),
  };
}
