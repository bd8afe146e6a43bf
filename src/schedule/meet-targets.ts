import {
  type AgentRoster,
  checkInteger,
  checkPositive,
  combineShrinkage,
  type Forecast,
  type PlanConfig,
  type QueueConfig,
  type Requirements,
  type ResolvedPlan,
  type Roster,
  type RosterCosts,
  type RosterService,
  resolvePlan,
  ShiftcastError,
  type TargetOutcome,
} from '../core/index.js';
import { judgedStretches, type RosterSimulation, type SampledPaths, simulateRoster } from '../simulate/index.js';
import { addDays } from '../time/index.js';
import { coverResult, supplyOf, totalCost } from './build-result.js';
import { checkRoster } from './check-roster.js';
import { type WorkClock, workClock } from './clock.js';
import { gapOf, PROVED } from './gap.js';
import { firstRosterDay } from './horizon.js';
import { type Course, type CoveredNeed, marginOf, moveNeed, openCourse, placeNeed } from './meet-targets-course.js';
import { cheapestHour, missingCover } from './meet-targets-missing.js';
import { hoursOf, intervalsWithin, type MovableNeed, movedRequirements, neededAt } from './meet-targets-need.js';
import { stepOf } from './meet-targets-step.js';
import { compileProblem } from './problem.js';
import { repairRoster } from './repair-roster.js';
import { type ScheduleOptions, schedule } from './schedule.js';

/** Options of {@link scheduleToTargets}. */
export type MeetTargetsOptions = Omit<ScheduleOptions, 'searches'> & {
  /** Sampled futures of the forecast (`samplePaths(forecast, { of: 'rates' })`); without them, whole days move by the forecast's `dayFactorCv`. */
  readonly paths?: SampledPaths | undefined;
  /** Weeks played of each roster; the answer is played twice as often, with other callers. 200 by default. */
  readonly replications?: number | undefined;
  /** Rosters tried at most; 12 by default. */
  readonly rounds?: number | undefined;
  /** Chance that a person is away for a whole day; where the plan covers needs with shrinkage all of it, else 0. */
  readonly absenceProbability?: number | undefined;
};

/** What was simulated of one roster. */
export type TargetRound = {
  /** Everything but the prices of uncovered and surplus hours, in the plan's money. */
  readonly spent: number;
  /** Stretches of time (intervals, days, weeks or months, as the targets say) that meet their target with 95 % confidence, miss it, or neither. */
  readonly met: number;
  readonly unclear: number;
  readonly missed: number;
  /** Contacts that would have to be answered in time beyond those that are, over the stretches missed. */
  readonly contactsMissing: number;
};

/** Result of {@link scheduleToTargets}. */
export type TargetRoster = RosterService & {
  /** The roster, priced and covered against the requirements as they were given: what the simulation found to be too much is uncovered there. */
  readonly roster: Roster;
  /** What the roster was built to cover instead. */
  readonly need: readonly CoveredNeed[];
  /** The answer simulated, with callers that no round has met; null without a roster. */
  readonly service: RosterSimulation | null;
  /** Rosters one after the other; the first covers the requirements as they are. */
  readonly rounds: readonly TargetRound[];
  readonly seed: number;
  readonly warnings: readonly string[];
};

const ROUNDS = 12;
const REPLICATIONS = 200;
const SECONDS = 180;
/** Shares of the time: for the first roster, and for all rounds together before the last search. */
const FIRST_SHARE = 0.35;
const ROUNDS_SHARE = 0.7;
const REPAIR_SHARE = 0.2;
const MOVES_PER_PERSON_WEEK = 40_000;
/** Moves of a repair ÷ those of a whole search. */
const REPAIR_MOVES = 0.15;
/** Rounds with other callers, when the answer does not hold before them; in a row without gain. */
const CORRECTIONS = 16;
const CORRECTIONS_IN_VAIN = 3;
const FRESH_SEED = 104_729;
/** Rounds in a row that may bring nothing. */
const PATIENCE = 4;
/** Missing hours cost more than they seem to: whole shifts have to be worked for them, most of all for single intervals. */
const LIFT = 1.5;
const LIFT_OF_INTERVALS = 3;
const WORTH_HAVING = 0.001;
/** Price of a changed day while a roster is repaired: what need not change shall not. */
const KEEP_PRICE = 2;

/** What stays the same from round to round. */
type Setting = {
  readonly requirements: Requirements;
  readonly forecast: Forecast;
  readonly config: PlanConfig;
  readonly plan: ResolvedPlan;
  readonly options: MeetTargetsOptions;
  readonly clock: WorkClock;
  readonly replications: number;
  readonly seed: number;
  readonly absenceProbability: number;
  readonly days: { readonly from: string; readonly to: string };
  readonly moves: number;
};

/** A roster, simulated. */
type Trial = {
  readonly roster: Roster;
  readonly service: RosterSimulation;
  readonly round: TargetRound;
  readonly need: readonly CoveredNeed[];
  /** Money spent, and what the hours that are missing would cost. */
  readonly price: number;
};

/**
 * Builds a roster whose simulated service meets the targets, at as little cost as can be found (simulation-based scheduling): roster,
 * simulate, move the need where service is missed or more than asked for, repair the roster, again.
 *
 * @param requirements - People needed per queue and interval, from `staff`: where the search begins.
 * @param forecast - Volumes and handle times that the roster is played against, with their uncertainty.
 * @param config - plan.json: queues with targets and patience, shifts, contracts, prices.
 * @param options - The people and what else {@link schedule} takes; replications, rounds, sampled futures. `timeLimitSeconds` is for everything
 * together, 180 by default.
 * @returns The roster, its simulated service, what it saves against the roster that covers the requirements as they are, and where targets are
 * out of reach which hours are missing and what they would cost.
 * @throws As {@link schedule} and {@link simulateRoster}.
 * @remarks Formulas size each queue as if it had people of its own; in a roster flexible people help out, breaks and days of many contacts hurt.
 * Each stretch of time over which a target holds gets a correction of its queue's need in units of √people, found by Newton steps along the
 * queueing formula [FeldmanMandelbaumMasseyWhitt2008, CezikLEcuyer2008], under common random numbers; where people are short all the same, cover
 * becomes dearer for the search. The answer is played before callers that no round has met. The same seed and `workBudget` give the same
 * roster as long as the time suffices. A queue without target is held to what `staff` holds it to; occupancy limits stay limits of the need.
 * @example
 * const people = ['Ann', 'Ben', 'Cy', 'Di', 'Ed', 'Flo', 'Gus', 'Hal'].map((agent) => `${agent},help:1,full`);
 * const { agents } = readAgents(['agent,skills,contract', ...people].join('\n'));
 * const days = Array.from({ length: 7 }, (_, d) => `help,2026-12-${String(7 + d).padStart(2, '0')}T08:00:00Z,14400,160,300`);
 * const forecast = readForecast(['queue,start,interval_seconds,volume,aht_seconds', ...days].join('\n'), { zone: 'UTC' });
 * const plan = {
 *   zone: 'UTC', horizon: { start: '2026-12-07' },
 *   queues: { help: { patience: '3min', target: { serviceLevel: 0.8, answerWithin: '20s', over: 'day' } } },
 *   shifts: { day: { start: { from: '08:00', to: '08:00' }, length: { from: '4h', to: '4h' } } }, contracts: { full: { shifts: ['day'] } },
 * };
 * const { status } = await scheduleToTargets(staff(forecast, plan), forecast, plan, { agents, workBudget: 1000 });
 * status; // 'met'
 */
export async function scheduleToTargets(
  requirements: Requirements,
  forecast: Forecast,
  config: PlanConfig,
  options: MeetTargetsOptions,
): Promise<TargetRoster> {
  const setting = toSetting(requirements, forecast, config, options);
  const course = openCourse(requirements, setting.plan);
  const plainRoster = await schedule(requirements, setting.config, scheduleOptions(setting, FIRST_SHARE * setting.clock.left(), setting.moves));
  if (plainRoster.objective === null) return withoutRoster(setting, plainRoster);
  const plain = await tried(setting, course, plainRoster, false);
  const rounds = [plain.round];
  const { cheapest, surest } = await followNeed(setting, course, plain, rounds);
  const first = await confirm(setting, course, cheapest, rounds);
  const isUnsure = missing(first) > 0 && surest !== cheapest && surest !== plain && setting.clock.left() > 0;
  const found = isUnsure ? better(await confirm(setting, course, surest, rounds), first) : first;
  const asPlanned = found.roster === plainRoster ? found : await tried(setting, openCourse(requirements, setting.plan), plainRoster, true);
  const answer = better(asPlanned, found);
  options.signal?.throwIfAborted();
  return toResult(setting, answer, asPlanned, rounds);
}

function toSetting(requirements: Requirements, forecast: Forecast, config: PlanConfig, options: MeetTargetsOptions): Setting {
  const where = 'scheduleToTargets';
  const { timeLimitSeconds = SECONDS, replications = REPLICATIONS, rounds = ROUNDS, seed = 1 } = options;
  checkPositive(`${where}: timeLimitSeconds`, timeLimitSeconds);
  checkInteger(`${where}: replications`, replications, 2);
  checkInteger(`${where}: rounds`, rounds, 1);
  const held = withTargets(config);
  const plan = resolvePlan(held);
  const from = firstRosterDay(plan, requirements);
  return {
    requirements,
    forecast,
    config: held,
    plan,
    options,
    clock: workClock(timeLimitSeconds, options.signal, options.onProgress),
    replications,
    seed,
    absenceProbability: options.absenceProbability ?? (plan.cover === 'withShrinkage' ? combineShrinkage(plan.shrinkage) : 0),
    days: { from, to: addDays(from, plan.weeks * 7 - 1) },
    moves: options.workBudget ?? MOVES_PER_PERSON_WEEK * options.agents.length * plan.weeks,
  };
}

/** A queue that asks for nothing is held to 80 % within 20 s, as `staff` does. */
function withTargets(config: PlanConfig): PlanConfig {
  const asks = ({ channel = 'voice', target = {} }: QueueConfig): boolean => {
    const { over: _, ...asked } = target;
    return Object.keys(asked).length > 0 || !['voice', 'chat'].includes(channel);
  };
  const queues = Object.entries(config.queues).map(([name, queue]): [string, QueueConfig] =>
    asks(queue) ? [name, queue] : [name, { ...queue, target: { ...queue.target, serviceLevel: 0.8, answerWithin: '20s' } }],
  );
  return { ...config, queues: Object.fromEntries(queues) };
}

function scheduleOptions({ options, seed }: Setting, timeLimitSeconds: number, workBudget: number): ScheduleOptions {
  const { agents, previous, from, wasmUrl, runner, signal, onProgress } = options;
  return { agents, previous, from, wasmUrl, runner, signal, onProgress, seed, workBudget, timeLimitSeconds: Math.max(1, timeLimitSeconds) };
}

/** Simulates a roster. `fresh`: with callers that no round has met, twice as often. */
async function tried(setting: Setting, course: Course, roster: Roster, fresh: boolean): Promise<Trial> {
  const { forecast, config, options, replications, seed, absenceProbability, days } = setting;
  const { agents, paths, runner, signal } = options;
  const service = await simulateRoster(roster, forecast, config, {
    agents,
    paths,
    requirements: setting.requirements,
    days,
    absenceProbability,
    seed: fresh ? seed + FRESH_SEED : seed,
    replications: fresh ? replications * 2 : replications,
    runner,
    signal,
  });
  const round = roundOf(setting, roster, service);
  return { roster, service, round, need: course.needs.map(toCovered), price: round.spent + liftOf(setting, course, service) };
}

/** What it would cost to lift every stretch to where it meets its target with confidence, roughly. */
function liftOf({ plan, options, replications }: Setting, { needs }: Course, service: RosterSimulation): number {
  return service.queues.reduce((sum, queue) => {
    const need = needs.find(({ rule }) => rule.queue === queue.queue);
    if (need === undefined) return sum;
    const hours = judgedStretches(queue, service).reduce((total, stretch) => {
      const places = intervalsWithin(need, stretch.startMs, stretch.endMs);
      return total + hoursOf(need, places, Math.max(0, stepOf(need, places, stretch, marginOf(stretch, service, 2 * replications))));
    }, 0);
    const lift = queue.target.over === 'interval' ? LIFT_OF_INTERVALS : LIFT;
    return sum + lift * hours * cheapestHour(need.rule, plan, options.agents);
  }, 0);
}

function toCovered(need: MovableNeed): CoveredNeed {
  const { queue, startMs, intervalSeconds, agents } = need.requirement;
  return { queue, startMs, intervalSeconds, agents: agents.map((_, i) => neededAt(need, i)) };
}

function roundOf(setting: Setting, roster: Roster, service: RosterSimulation): TargetRound {
  const stretches = service.queues.flatMap((queue) => judgedStretches(queue, service).map((stretch) => ({ ...stretch, target: queue.target.serviceLevel })));
  const count = (verdict: string): number => stretches.filter((stretch) => stretch.verdict === verdict).length;
  const contactsMissing = stretches.reduce((sum, { verdict, offered, serviceLevel, target }) => {
    if (verdict !== 'missed') return sum;
    return sum + offered * Math.max(0, (target ?? 0) - (serviceLevel ?? 0));
  }, 0);
  return { spent: spentOf(costsOf(setting, roster)), met: count('met'), unclear: count('unclear'), missed: count('missed'), contactsMissing };
}

/** A roster's costs against the requirements as they were given. */
function costsOf({ requirements, config, options }: Setting, roster: Roster): RosterCosts {
  const { agents, previous, from } = options;
  const { costs, violations } = checkRoster(roster.agents, { requirements, config, agents, previous, from });
  if (violations.length === 0) return costs;
  throw new ShiftcastError('internal', `scheduleToTargets: a roster does not pass its own check (${violations[0]?.message}). Please report this.`, {
    violations,
  });
}

function spentOf({ uncovered: _, surplus: __, ...costs }: RosterCosts): number {
  return totalCost({ ...costs, uncovered: 0, surplus: 0 });
}

/** True when a roster meets its targets more surely than the other, or as surely for less, what is missing included. */
function isBetter(one: Trial, other: Trial): boolean {
  const rank = ({ round }: Trial): number => (round.missed > 0 ? 2 : round.unclear > 0 ? 1 : 0);
  return rank(one) === rank(other) ? one.price < other.price : rank(one) < rank(other);
}

function better(one: Trial, other: Trial): Trial {
  return isBetter(one, other) ? one : other;
}

/** Moves the need and repairs the roster, round by round: the roster that costs least, what is missing included, and the one that meets its targets most surely. */
async function followNeed(
  setting: Setting,
  course: Course,
  plain: Trial,
  rounds: TargetRound[],
): Promise<{ readonly cheapest: Trial; readonly surest: Trial }> {
  const { clock, options } = setting;
  const { agents } = options;
  const most = options.rounds ?? ROUNDS;
  let cheapest = plain;
  let surest = plain;
  let last = plain;
  for (let round = 1, idle = 0; round < most && idle < PATIENCE && clock.left() > (1 - ROUNDS_SHARE) * (clock.left() + clock.elapsed()); round += 1) {
    clock.report({ stage: 'meetTargets', done: round, total: most, incumbent: cheapest.round.spent }, true);
    if (!moveNeed(course, last, agents, 2 * setting.replications, false)) break;
    last = await tried(setting, course, await repaired(setting, course, last.roster), false);
    rounds.push(last.round);
    idle = last.price < (1 - WORTH_HAVING) * cheapest.price ? 0 : idle + 1;
    if (last.price < cheapest.price) cheapest = last;
    surest = better(last, surest);
  }
  return { cheapest, surest };
}

/** The roster before callers that no round has met; where it does not hold there, the need is moved by what they say. */
async function confirm(setting: Setting, course: Course, start: Trial, rounds: TargetRound[]): Promise<Trial> {
  const { clock } = setting;
  const { agents } = setting.options;
  placeNeed(course, start.need);
  let best = await tried(setting, course, start.roster, true);
  let last = best;
  let inVain = 0;
  let least = missing(best);
  for (let correction = 0; correction < CORRECTIONS && inVain < CORRECTIONS_IN_VAIN && missing(best) > 0 && clock.left() > 0; correction += 1) {
    clock.report({ stage: 'meetTargets', done: correction, total: CORRECTIONS, incumbent: best.round.spent }, true);
    if (!moveNeed(course, last, agents, 2 * setting.replications, true)) break;
    last = await tried(setting, course, await repaired(setting, course, last.roster), true);
    rounds.push(last.round);
    inVain = missing(last) < least ? 0 : inVain + 1;
    least = Math.min(least, missing(last));
    best = better(last, best);
  }
  return best;
}

/** Stretches that do not meet their target for sure. */
function missing({ round }: Trial): number {
  return round.missed + round.unclear;
}

/** Repairs a roster for the moved need, from where it is. */
async function repaired(setting: Setting, course: Course, roster: Roster): Promise<Roster> {
  const { requirements, config, options, clock, seed, moves } = setting;
  const { agents, previous, from, runner, signal } = options;
  const queues = Object.entries(config.queues).map(([name, queue]): [string, QueueConfig] => [
    name,
    { ...queue, understaffedPerHour: (queue.understaffedPerHour ?? 60) * (course.dearer.get(name) ?? 1) },
  ]);
  const input = {
    requirements: movedRequirements(requirements, course.needs),
    config: { ...config, queues: Object.fromEntries(queues) },
    agents,
    previous,
    from: from ?? { agents: roster.agents as AgentRoster[], pricePerChange: KEEP_PRICE },
  };
  return repairRoster(input, { seed, moves: Math.ceil(moves * REPAIR_MOVES), seconds: Math.max(1, clock.left() * REPAIR_SHARE), runner, signal });
}

function withoutRoster({ seed }: Setting, roster: Roster): TargetRoster {
  return {
    status: 'infeasible',
    roster,
    need: [],
    spent: null,
    plainSpent: null,
    queues: [],
    missing: [],
    service: null,
    rosters: 0,
    replications: 0,
    rounds: [],
    seed,
    warnings: roster.warnings,
  };
}

function toResult(setting: Setting, answer: Trial, plain: Trial, rounds: readonly TargetRound[]): TargetRoster {
  const { missed, unclear, spent } = answer.round;
  const roster = answer.roster === plain.roster ? plain.roster : asGiven(setting, answer.roster, plain.roster);
  return {
    status: missed > 0 ? 'missed' : unclear > 0 ? 'unclear' : 'met',
    roster,
    need: answer.need,
    spent,
    plainSpent: plain.round.spent,
    queues: answer.service.queues.map((queue) => outcomeOf(queue, answer.service, plain.service)),
    missing: missingCover(answer.service, setting.requirements, setting.plan, setting.options.agents),
    service: answer.service,
    rosters: rounds.length,
    replications: answer.service.replications,
    rounds,
    seed: setting.seed,
    warnings: [...new Set([...roster.warnings, ...answer.service.warnings, ...timeWarning(setting, answer, rounds.length)])],
  };
}

/** Says that more time might have met more targets. */
function timeWarning({ clock }: Setting, answer: Trial, rosters: number): string[] {
  if (clock.left() > 0 || missing(answer) === 0) return [];
  return [`The time limit ended the repairs after ${rosters === 1 ? 'one roster' : `${rosters} rosters`} with targets still open: more time may meet them.`];
}

/** A repaired roster against the requirements as they were given; their bound holds for every roster. */
function asGiven(setting: Setting, roster: Roster, { bound }: Roster): Roster {
  const { requirements, plan, options } = setting;
  const problem = compileProblem(requirements, plan, options.agents, options.previous ?? [], options.from);
  const { uncovered: _, surplusCost: __, ...cover } = coverResult(problem, supplyOf(problem, roster.agents));
  const costs = costsOf(setting, roster);
  const objective = totalCost(costs);
  const gap = bound === null ? null : gapOf(objective, bound);
  return { ...roster, ...cover, costs, objective, bound, gap, status: gap !== null && gap <= PROVED ? 'optimal' : 'feasible', warnings: problem.warnings };
}

function outcomeOf(queue: RosterSimulation['queues'][number], service: RosterSimulation, plain: RosterSimulation): TargetOutcome {
  const { serviceLevelRule, serviceLevel: target, over } = queue.target;
  const verdicts = judgedStretches(queue, service).map(({ verdict }) => verdict);
  const count = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length;
  const { mean, halfWidth } = queue.serviceLevel[serviceLevelRule];
  return {
    queue: queue.queue,
    serviceLevel: mean,
    serviceLevelHalfWidth: halfWidth,
    plainServiceLevel: plain.queues.find((one) => one.queue === queue.queue)?.serviceLevel[serviceLevelRule].mean ?? null,
    target,
    over,
    met: count('met'),
    unclear: count('unclear'),
    missed: count('missed'),
  };
}
