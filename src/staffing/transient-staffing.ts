import { checkInteger, checkNonNegative, checkOpenShare, checkPositive, describeValue, InvalidInputError } from '../core/index.js';
import { smallestWhole } from '../numeric/index.js';
import { queueMetrics } from '../queueing/index.js';
import { loadInside, type MovingLoad, type MovingRate, movingRates } from './offered-load-path.js';
import { type IntervalStep, playInterval, type TransientProblem } from './transient-interval.js';
import { type MovingMethod, type MovingQueue, movingQueue } from './transient-queue.js';
import { startState, stateDistance, type TransientState } from './transient-state.js';

/** Input of {@link staffMovingQueue}. */
export type MovingStaffInput = MovingLoad & {
  readonly target: { readonly serviceLevel: number; readonly answerWithinSeconds: number };
  /** Mean patience, above 0. Left out: nobody gives up. */
  readonly patienceSeconds?: number | undefined;
  /** Never fewer in an open interval; 0 by default. */
  readonly minimumAgents?: number | undefined;
  /** The target holds for the mean over an interval (default) or at its worst moment. */
  readonly holdsFor?: 'mean' | 'worst' | undefined;
  /** `auto` by default: the simplest method that the transient solver confirms. */
  readonly method?: MovingMethod | 'auto' | undefined;
};

/** Result of {@link staffMovingQueue}. */
export type MovingStaff = {
  readonly method: MovingMethod;
  /** People on line per interval; 0 where closed. */
  readonly agents: readonly number[];
  /** Hours on line. */
  readonly agentHours: number;
  /**
   * Largest difference between the service level that the method expects of an interval and what the transient solver finds
   * for the same people; 0 for the solver itself.
   */
  readonly expectedError: number;
  /** What these people deliver, by the transient solver. */
  readonly delivers: MovingQueue;
};

/** Difference in service level up to which a simpler method will do. */
const TOLERANCE = 0.01;

/**
 * People on line per interval so that every interval meets its service level although load and staffing change.
 *
 * @param input - Contacts, handle times, target; see {@link MovingStaffInput}.
 * @returns The people, what they deliver by the transient solver, the method and its expected error.
 * @throws {@link InvalidInputError} for values outside their ranges.
 * @remarks `stationary` and `offeredLoad` size each interval by the stationary formula at its own load, or at the modified offered
 * load inside it. `transient` goes forward through the day with the smallest number that meets each interval, then takes back
 * single agents wherever all intervals stay on target, until none can go. `auto` keeps the first of the two formulas whose
 * expected error is at most 0.01, else solves. Sources: [Jennings1996], [Green2007].
 * @example
 * const load = { volume: [30, 60, 45], intervalSeconds: 1800, ahtSeconds: 900, patienceSeconds: 180 };
 * staffMovingQueue({ ...load, target: { serviceLevel: 0.8, answerWithinSeconds: 20 } }).method; // 'transient'
 */
export function staffMovingQueue(input: MovingStaffInput): MovingStaff {
  const rates = checked(input);
  const { method = 'auto' } = input;
  const judge = (agents: number[], used: MovingMethod): MovingStaff => judged(input, agents, used);
  if (method === 'stationary' || method === 'auto') {
    const plain = judge(formulaAgents(input, rates, 'stationary'), 'stationary');
    if (method === 'stationary' || plain.expectedError <= TOLERANCE) return plain;
  }
  const start = formulaAgents(input, rates, 'offeredLoad');
  if (method !== 'transient') {
    const modified = judge(start, 'offeredLoad');
    if (method === 'offeredLoad' || modified.expectedError <= TOLERANCE) return modified;
  }
  const search = new TransientSearch({ ...problemOf(input, rates), least: leastOf(input) }, start);
  return judge(search.run(), 'transient');
}

function checked(input: MovingStaffInput): MovingRate[] {
  const where = 'staffMovingQueue';
  const { target, patienceSeconds, minimumAgents = 0, holdsFor = 'mean', method = 'auto' } = input;
  const rates = movingRates(where, input);
  checkOpenShare(`${where}: target.serviceLevel`, target?.serviceLevel);
  checkNonNegative(`${where}: target.answerWithinSeconds`, target.answerWithinSeconds);
  if (patienceSeconds !== undefined) checkPositive(`${where}: patienceSeconds`, patienceSeconds, 'Leave it out when nobody gives up.');
  checkInteger(`${where}: minimumAgents`, minimumAgents, 0);
  if (holdsFor !== 'mean' && holdsFor !== 'worst') throw new InvalidInputError(`${where}: holdsFor must be mean or worst, got ${describeValue(holdsFor)}.`);
  if (!['auto', 'stationary', 'offeredLoad', 'transient'].includes(method))
    throw new InvalidInputError(`${where}: method must be one of auto, stationary, offeredLoad, transient, got ${describeValue(method)}.`);
  return rates;
}

function judged(input: MovingStaffInput, agents: number[], method: MovingMethod): MovingStaff {
  const { volume, intervalSeconds, ahtSeconds, patienceSeconds, holdsFor = 'mean' } = input;
  const queue = { volume, intervalSeconds, ahtSeconds, patienceSeconds, agents, answerWithinSeconds: input.target.answerWithinSeconds };
  const delivers = movingQueue(queue);
  const levels = (result: MovingQueue): readonly (number | null)[] => (holdsFor === 'mean' ? result.serviceLevel : result.worstServiceLevel);
  const found = levels(delivers);
  const expected = method === 'transient' ? found : levels(movingQueue({ ...queue, method }));
  const expectedError = found.reduce<number>((most, level, i) => Math.max(most, Math.abs((level ?? 0) - (expected[i] ?? 0))), 0);
  const agentHours = (agents.reduce((sum, people) => sum + people, 0) * intervalSeconds) / 3600;
  return { method, agents, agentHours, expectedError, delivers };
}

/** Moments of an interval at which the modified offered load is looked at. */
const MOMENTS = 8;

function formulaAgents(input: MovingStaffInput, rates: readonly MovingRate[], method: 'stationary' | 'offeredLoad'): number[] {
  const { target, patienceSeconds, minimumAgents = 0, holdsFor = 'mean', intervalSeconds, volume } = input;
  let load = 0;
  return rates.map((rate, i) => {
    const inside = loadInside(load, rate, intervalSeconds, MOMENTS);
    load = inside.end;
    if (volume[i] === null) return 0;
    if (rate.arrival === 0) return minimumAgents;
    const loads = method === 'stationary' ? [rate.arrival * rate.aht] : inside.middles;
    const meets = (agents: number): boolean => {
      const levels = loads.map((offeredLoad) => queueMetrics({ offeredLoad, ahtSeconds: rate.aht, agents, patienceSeconds, ...thresholdOf(target) }));
      const shares = levels.map((figures) => figures.serviceLevel?.offered ?? 1);
      return (holdsFor === 'worst' ? Math.min(...shares) : shares.reduce((sum, share) => sum + share, 0) / shares.length) >= target.serviceLevel;
    };
    return smallestWhole(meets, Math.ceil(Math.max(...loads)), Math.max(1, minimumAgents), Number.MAX_SAFE_INTEGER) as number;
  });
}

function thresholdOf({ answerWithinSeconds }: MovingStaffInput['target']): { answerWithinSeconds: number } {
  return { answerWithinSeconds };
}

function problemOf(input: MovingStaffInput, rates: readonly MovingRate[]): Omit<TransientGoal, 'least'> {
  const { intervalSeconds, target, patienceSeconds = Number.POSITIVE_INFINITY, holdsFor = 'mean' } = input;
  const problem = { rates, intervalSeconds, within: target.answerWithinSeconds, abandon: 1 / patienceSeconds };
  return { problem, serviceLevel: target.serviceLevel, holdsFor };
}

function leastOf({ volume, minimumAgents = 0 }: MovingStaffInput): number[] {
  return volume.map((contacts) => (contacts === null ? 0 : minimumAgents));
}

/** What {@link TransientSearch} is to reach. */
export type TransientGoal = {
  readonly problem: TransientProblem;
  readonly serviceLevel: number;
  readonly holdsFor: 'mean' | 'worst';
  /** Fewest people per interval. */
  readonly least: readonly number[];
};

/** Search for the fewest agent-intervals; keeps the states at the starts of intervals, so that a change replays little. */
export class TransientSearch {
  private readonly problem: TransientProblem;
  private readonly least: readonly number[];
  private readonly states: TransientState[];
  private readonly goal: number;
  private readonly worst: boolean;

  constructor(
    { problem, serviceLevel, holdsFor, least }: TransientGoal,
    private readonly agents: number[],
    start: TransientState = startState(0, 0, 0),
  ) {
    this.problem = problem;
    this.least = least;
    this.states = [start];
    this.goal = serviceLevel;
    this.worst = holdsFor === 'worst';
  }

  /** Plays the day as staffed: every interval, and the state at the end. */
  outcome(): { readonly steps: readonly IntervalStep[]; readonly end: TransientState } {
    let end = this.states[0] as TransientState;
    const steps = this.agents.map((_, i) => {
      const step = this.play(i, this.agents, end);
      end = step.state;
      return step;
    });
    return { steps, end };
  }

  run(): number[] {
    for (let i = 0; i < this.agents.length; i += 1) this.settle(i);
    this.repair();
    for (let changed = true; changed; ) {
      changed = false;
      for (let i = this.agents.length - 1; i >= 0; i -= 1) while (this.tryFewer(i)) changed = true;
    }
    return this.agents;
  }

  private play(i: number, agents: readonly number[], from: TransientState): IntervalStep {
    return playInterval(this.problem, from, i, agents);
  }

  private meets(step: IntervalStep): boolean {
    const level = this.worst ? step.worst : step.serviceLevel;
    return level === null || level >= this.goal;
  }

  /** Least number for interval `i` as things stand before it, later ones as first guessed. */
  private settle(i: number): void {
    const from = this.states[i] as TransientState;
    const tried = (people: number): IntervalStep => this.play(i, this.agents.with(i, people), from);
    if ((this.problem.rates[i] as MovingRate).arrival > 0)
      this.agents[i] = smallestWhole(
        (people) => this.meets(tried(people)),
        this.agents[i] as number,
        Math.max(1, this.least[i] as number),
        Number.MAX_SAFE_INTEGER,
      ) as number;
    this.states[i + 1] = tried(this.agents[i] as number).state;
  }

  /** Intervals that a later drop of staffing pulled under their target get more people. */
  private repair(): void {
    for (let i = 0; i < this.agents.length; i += 1) {
      let step = this.play(i, this.agents, this.states[i] as TransientState);
      while (!this.meets(step)) {
        this.agents[i] = (this.agents[i] as number) + 1;
        step = this.play(i, this.agents, this.states[i] as TransientState);
      }
      this.states[i + 1] = step.state;
    }
  }

  /** One agent fewer in interval `i`, if every interval that feels it stays on target. */
  private tryFewer(i: number): boolean {
    const people = this.agents[i] as number;
    if (people <= Math.max(this.least[i] as number, (this.problem.rates[i] as MovingRate).arrival > 0 ? 1 : 0)) return false;
    const agents = this.agents.with(i, people - 1);
    const reach = Math.ceil(this.problem.within / this.problem.intervalSeconds);
    const before = Math.max(0, i - reach);
    const states: TransientState[] = [];
    let state = this.states[before] as TransientState;
    for (let k = before; k < agents.length; k += 1) {
      const step = this.play(k, agents, state);
      if (!this.meets(step)) return false;
      state = step.state;
      states.push(state);
      if (k > i && stateDistance(state, this.states[k + 1] as TransientState) < 1e-9) break;
    }
    states.forEach((after, k) => {
      this.states[before + k + 1] = after;
    });
    this.agents[i] = people - 1;
    return true;
  }
}
