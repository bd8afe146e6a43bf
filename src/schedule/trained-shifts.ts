import type { ActivityRule, Agent, ShiftRule } from '../core/index.js';
import { breakLayout, breakOrders, unpaidTime } from './break-layout.js';
import type { StandingSlot } from './given-roster.js';
import { isMember } from './people-activities.js';
import type { Problem } from './problem.js';

/** Shifts with trainings in them, as options of their own. Sets of trainings are bits. */
export type TrainedShifts = {
  readonly slots: readonly StandingSlot[];
  /** Trainings in each slot. */
  readonly held: readonly number[];
  /** Trainings meant for each person. */
  readonly due: readonly number[];
  readonly missingEach: readonly number[];
};

/** A training with the instants between which it lies. */
export type TimedActivity = { readonly rule: ActivityRule; readonly fromMs: number; readonly toMs: number };

/** More trainings than this are not combined in one shift, and more such shifts are not searched. */
const MOST_COMBINED = 4;
const MOST_SLOTS = 20_000;

/** Starts of a training within a shift, in seconds from its start, that leave the least stretch of work before and after it, or none. */
export function activityStarts({ rule, fromMs, toMs }: TimedActivity, family: ShiftRule, startMs: number, endMs: number): number[] {
  const lengthMs = rule.lengthSeconds * 1000;
  const leastMs = (family.minimumWorkSeconds ?? 0) * 1000;
  const isTooShort = (workMs: number): boolean => workMs > 0 && workMs < leastMs;
  const starts: number[] = [];
  const stepMs = rule.everySeconds * 1000;
  const firstMs = fromMs + Math.max(0, Math.ceil((startMs - fromMs) / stepMs)) * stepMs;
  for (let atMs = firstMs; atMs + lengthMs <= Math.min(toMs, endMs); atMs += stepMs) {
    if (isTooShort(atMs - startMs) || isTooShort(endMs - atMs - lengthMs)) continue;
    starts.push((atMs - startMs) / 1000);
  }
  return starts;
}

/** Every shift of a problem with one training in it, or two; null when they are too many. */
export function trainedShifts(problem: Problem, activities: readonly TimedActivity[], agents: readonly Agent[]): TrainedShifts | null {
  const { options, plan, originMs, atomSeconds } = problem;
  const due = agents.map((agent) => activities.reduce((set, { rule }, k) => (isMember(rule, agent) ? set | (1 << k) : set), 0));
  const sets = activitySets(activities.length).filter((set) => due.some((own) => (own & set) === set));
  const slots: StandingSlot[] = [];
  const held: number[] = [];
  for (let o = 0; o < options.day.length; o += 1) {
    const rule = options.rule[o] as number;
    const family = plan.shifts[rule] as ShiftRule;
    const startMs = originMs + (options.startAtom[o] as number) * atomSeconds * 1000;
    const endMs = originMs + (options.endAtom[o] as number) * atomSeconds * 1000;
    const starts = activities.map((activity) => activityStarts(activity, family, startMs, endMs));
    for (const set of sets) {
      const slot = trainedSlot(family, activities, starts, set, { rule, day: options.day[o] as number, startMs, lengthSeconds: (endMs - startMs) / 1000 });
      if (slot === null) continue;
      slots.push(slot);
      held.push(set);
      if (slots.length > MOST_SLOTS) return null;
    }
  }
  return { slots, held, due, missingEach: activities.map(({ rule }) => rule.missingEach) };
}

/** Single trainings and, where these are few, pairs. */
function activitySets(count: number): number[] {
  const single = Array.from({ length: count }, (_, k) => 1 << k);
  return count > MOST_COMBINED ? single : [...single, ...single.flatMap((one, k) => single.slice(k + 1).map((other) => one | other))];
}

function trainedSlot(
  family: ShiftRule,
  activities: readonly TimedActivity[],
  starts: readonly (readonly number[])[],
  set: number,
  slot: Omit<StandingSlot, 'standing'>,
): StandingSlot | null {
  const own = activities.flatMap(({ rule }, k) =>
    (set & (1 << k)) === 0 ? [] : [{ name: rule.name, lengthSeconds: rule.lengthSeconds, startsSeconds: starts[k] as number[] }],
  );
  if (own.some(({ startsSeconds }) => startsSeconds.length === 0) || breakOrders(family, slot.lengthSeconds, own).length === 0) return null;
  const { due } = breakLayout(family, slot.lengthSeconds, 1, () => 0);
  const pauses = due.map(({ name, paid, lengthAtoms, positions }) => ({ name, paid, lengthSeconds: lengthAtoms, startsSeconds: [...positions] }));
  const breaks = [...pauses, ...own.map((part) => ({ ...part, paid: true }))].map((part) => ({ ...part, nowSeconds: part.startsSeconds[0] as number }));
  return { ...slot, standing: { person: -1, breaks, isFree: true, unpaidSeconds: unpaidTime(family, slot.lengthSeconds) } };
}
