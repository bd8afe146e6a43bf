import type { Agent, QueueRule, Requirements, ResolvedPlan, Roster } from '../core/index.js';
import { type JudgedStretch, judgedStretches, type RosterSimulation } from '../simulate/index.js';
import { intervalsWithin, type MovableNeed, movableNeed, neededAt } from './meet-targets-need.js';
import { stepOf } from './meet-targets-step.js';

/** Newton steps are taken by this much; by half of it after each turn round, by more after each that went too short. */
const FIRST_GAIN = 0.9;
const LONGER = 1.6;
const MOST_GAIN = 4;
/** Smaller steps than these are noise: where a target is met, and where it is not. */
const LEAST_STEP = 0.02;
const LEAST_RISE = 0.001;
/** With `rise`, least step of a stretch that is not met for sure: whole shifts do not follow smaller ones. */
const LEAST_PUSH = 0.08;
/** By this much a queue gets more people of its own when it keeps those of a queue busy that is short. */
const RELIEF = 0.15;
/** A queue's uncovered hours may cost at most so many times what the plan says, for the search to see them. */
const DEAREST = 16;
/** People short in a stretch, on average, from which on asking for more would not help. */
const SHORT = 0.25;

/** The people on line that the roster was built to cover, per interval. */
export type CoveredNeed = { readonly queue: string; readonly startMs: number; readonly intervalSeconds: number; readonly agents: readonly number[] };

/** The need as it is moved from round to round. */
export type Course = {
  readonly needs: readonly MovableNeed[];
  readonly gains: readonly Float64Array[];
  readonly turns: readonly Int8Array[];
  /** Price of uncovered hours ÷ the plan's, by queue. */
  readonly dearer: Map<string, number>;
};

/** A roster and its simulation. */
type Played = { readonly roster: Roster; readonly service: RosterSimulation };

/** The needs at their original places. */
export function openCourse(requirements: Requirements, plan: ResolvedPlan): Course {
  const needs = requirements.queues.flatMap((requirement) => {
    const rule = plan.queues.find(({ queue }) => queue === requirement.queue);
    return rule === undefined ? [] : [movableNeed(requirement, rule)];
  });
  return {
    needs,
    gains: needs.map(({ unit }) => new Float64Array(unit.length).fill(FIRST_GAIN)),
    turns: needs.map(({ unit }) => new Int8Array(unit.length)),
    dearer: new Map(),
  };
}

/** A target is aimed at by the half-width that its service level will have after so many replications. */
export function marginOf({ serviceLevelHalfWidth }: JudgedStretch, service: RosterSimulation, replications: number): number {
  return (serviceLevelHalfWidth ?? 0) * Math.sqrt(service.replications / replications);
}

/** Puts the need back to where a trial had it, to move on from there with fresh steps. */
export function placeNeed({ needs, gains, turns }: Course, places: readonly CoveredNeed[]): void {
  needs.forEach(({ requirement, unit, shift }, q) => {
    (gains[q] as Float64Array).fill(FIRST_GAIN);
    (turns[q] as Int8Array).fill(0);
    places[q]?.agents.forEach((agents, i) => {
      const size = unit[i] as number;
      shift[i] = size > 0 ? (agents - (requirement.agentsExact[i] as number)) / size : 0;
    });
  });
}

/**
 * Moves the needs by what the simulation says, only up with `rise`; false when there is nothing to move. Where a stretch misses although people are
 * short of its need, more of them will not come by asking: cover becomes dearer, and queues that keep its people busy get more of their own. No queue
 * gives up people while another one that they serve is in want.
 */
export function moveNeed(course: Course, { roster, service }: Played, agents: readonly Agent[], replications: number, rise: boolean): boolean {
  const steps = course.needs.flatMap((need, q) => stepsOf(need, q, roster, service, replications));
  const short = steps.filter(({ isShort }) => isShort);
  const wanting = steps.filter(({ isMet }) => !isMet);
  const sharesWith = (step: Step, others: readonly Step[]): boolean =>
    others.some((other) => overlaps(step, other) && sharesPeople(course, step.q, other.q, agents));
  let moved = false;
  for (const step of steps) {
    if (step.isShort) continue;
    const units = rise && !step.isMet && step.units > 0 ? Math.max(LEAST_PUSH, step.units) : step.units;
    if (step.units < RELIEF && sharesWith(step, short)) moved = moveStretch(course, step, RELIEF, false) || moved;
    else if (isWorthwhile(step, rise) && (step.units > 0 || !sharesWith(step, wanting))) moved = moveStretch(course, step, units, true) || moved;
  }
  for (const q of new Set(short.map((step) => step.q))) moved = makeDearer(course, (course.needs[q] as MovableNeed).rule.queue) || moved;
  return moved;
}

function isWorthwhile({ units, isMet }: Step, rise: boolean): boolean {
  return units > 0 ? units >= (isMet ? LEAST_STEP : LEAST_RISE) : isMet && !rise && units <= -LEAST_STEP;
}

/** What a stretch asks for. */
type Step = {
  readonly q: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly places: readonly number[];
  readonly units: number;
  readonly isMet: boolean;
  readonly isShort: boolean;
};

function stepsOf(need: MovableNeed, q: number, roster: Roster, service: RosterSimulation, replications: number): Step[] {
  const { queue } = need.rule;
  const simulated = service.queues.find((one) => one.queue === queue);
  if (simulated === undefined) return [];
  return judgedStretches(simulated, service).flatMap((stretch) => {
    const { startMs, endMs } = stretch;
    const places = intervalsWithin(need, startMs, endMs);
    if (places.length === 0) return [];
    const units = stepOf(need, places, stretch, marginOf(stretch, service, replications));
    const isMet = stretch.verdict === 'met';
    return [{ q, startMs, endMs, places, units, isMet, isShort: units > 0 && !isMet && missingPeople(roster, queue, stretch) > SHORT }];
  });
}

function overlaps(one: Step, other: Step): boolean {
  return one.q !== other.q && one.startMs < other.endMs && other.startMs < one.endMs;
}

/** True when somebody may serve both queues. */
function sharesPeople({ needs }: Course, q: number, other: number, agents: readonly Agent[]): boolean {
  const [a, b] = [needs[q]?.rule, needs[other]?.rule];
  const mayServe = ({ skills }: Agent, rule: QueueRule | undefined): boolean => skills.some((own) => own.skill === rule?.skill && own.tier >= rule.lowestTier);
  return agents.some((agent) => mayServe(agent, a) && mayServe(agent, b));
}

/** Moves the need of one stretch, `learning` from steps before it how far to go. False when it was as low as it may be. */
function moveStretch({ needs, gains, turns }: Course, { q, places }: Step, units: number, learning: boolean): boolean {
  const need = needs[q] as MovableNeed;
  const [gain, turn] = [gains[q] as Float64Array, turns[q] as Int8Array];
  const sign = Math.sign(units);
  let moved = false;
  for (const i of places) {
    if (learning && turn[i] === -sign) gain[i] = (gain[i] as number) / 2;
    else if (learning && turn[i] === sign) gain[i] = Math.min(MOST_GAIN, (gain[i] as number) * LONGER);
    turn[i] = sign;
    const before = neededAt(need, i);
    const lowest = ((need.floor[i] as number) - (need.requirement.agentsExact[i] as number)) / (need.unit[i] as number);
    need.shift[i] = Math.max(lowest, (need.shift[i] as number) + units * (learning ? (gain[i] as number) : 1));
    moved ||= Math.abs(neededAt(need, i) - before) > 1e-6;
  }
  return moved;
}

function makeDearer({ dearer }: Course, queue: string): boolean {
  const now = dearer.get(queue) ?? 1;
  if (now >= DEAREST) return false;
  dearer.set(queue, now * 2);
  return true;
}

/** People short of the need that a roster was built for, on average over a stretch. */
function missingPeople({ coverage }: Roster, queue: string, { startMs, endMs }: JudgedStretch): number {
  const own = coverage.find((one) => one.queue === queue);
  if (own === undefined) return 0;
  const stepMs = own.intervalSeconds * 1000;
  const from = Math.max(0, Math.floor((startMs - own.startMs) / stepMs));
  const to = Math.max(from + 1, Math.ceil((endMs - own.startMs) / stepMs));
  const short = own.required.slice(from, to).map((need, i) => Math.max(0, need - (own.covered[from + i] as number)));
  const open = own.required.slice(from, to).filter((need) => need > 0).length;
  return short.reduce((sum, people) => sum + people, 0) / Math.max(1, open);
}
