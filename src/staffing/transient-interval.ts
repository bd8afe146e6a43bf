import type { MovingRate } from './offered-load-path.js';
import { advance, copyState, meansOf, type TransientState, withLevel } from './transient-state.js';
import { servedWithin, type TaggedStretch } from './transient-tagged.js';

/** A queue over a grid of intervals, checked. */
export type TransientProblem = {
  readonly rates: readonly MovingRate[];
  readonly intervalSeconds: number;
  readonly within: number;
  /** Per second and contact waiting; 0 = nobody gives up. */
  readonly abandon: number;
  /** Intervals whose time counts towards the threshold; left out: all. */
  readonly counted?: readonly boolean[];
  /** True: after the last interval the first comes again; else the last staffing stays for good. */
  readonly repeats?: boolean;
};

/** One interval as played, and the state at its end (still at its own level). */
export type IntervalStep = {
  readonly state: TransientState;
  readonly serviceLevel: number | null;
  readonly worst: number | null;
  readonly abandoned: number;
  readonly finished: number;
  readonly waiting: number;
  readonly inService: number;
  /** Expected number waiting × seconds. */
  readonly waitingSeconds: number;
};

/** Parts of an interval before the last stretch of one threshold, and in it; each is looked at in its middle. */
const EARLY_PARTS = 12;
const LATE_PARTS = 4;

/**
 * Plays interval `i` from the state at its start; `agents` of later intervals matter to those who still wait then. Without
 * `withLevels` only the state and the flows are computed.
 */
export function playInterval(problem: TransientProblem, start: TransientState, i: number, agents: readonly number[], withLevels = true): IntervalStep {
  const { rates, intervalSeconds, within, abandon } = problem;
  const { arrival, aht } = rates[i] as MovingRate;
  const levels = withLevels && arrival > 0;
  const drive = { arrival, service: 1 / aht, abandon };
  const flows = { waitingSeconds: 0, busySeconds: 0 };
  let state = withLevel(copyState(start), agents[i] as number);
  let time = 0;
  let inTime = 0;
  let worst = 1;
  for (const part of levels ? partsOf(intervalSeconds, within) : [intervalSeconds]) {
    state = advance(state, part / 2, drive, flows);
    if (levels) {
      const level = Math.min(1, servedWithin(state, stretchesFrom(problem, i, time + part / 2, agents), abandon));
      inTime += part * level;
      worst = Math.min(worst, level);
    }
    state = advance(state, part / 2, drive, flows);
    time += part;
  }
  const { waiting, inService } = meansOf(state);
  return {
    state,
    serviceLevel: levels ? inTime / intervalSeconds : null,
    worst: levels ? worst : null,
    abandoned: flows.waitingSeconds * abandon,
    finished: flows.busySeconds / aht,
    waiting,
    inService,
    waitingSeconds: flows.waitingSeconds,
  };
}

/** Contacts of the last threshold of an interval feel the staffing of the next, so that stretch has parts of its own. */
function partsOf(intervalSeconds: number, within: number): number[] {
  // Thresholds of hours: what a contact meets hardly depends on the minute it comes.
  if (within >= 4 * intervalSeconds) return new Array<number>(LATE_PARTS).fill(intervalSeconds / LATE_PARTS);
  const late = Math.min(within, intervalSeconds);
  const early = intervalSeconds - late;
  const parts = early > 0 ? new Array<number>(EARLY_PARTS).fill(early / EARLY_PARTS) : [];
  const lateParts = early > 0 ? LATE_PARTS : EARLY_PARTS + LATE_PARTS;
  return late > 0 ? [...parts, ...new Array<number>(lateParts).fill(late / lateParts)] : parts;
}

/** What a contact arriving at `time` of interval `i` lives through until its threshold. */
function stretchesFrom(problem: TransientProblem, i: number, time: number, agents: readonly number[]): TaggedStretch[] {
  const { rates, intervalSeconds, within, counted, repeats = false } = problem;
  const stretches: TaggedStretch[] = [];
  let left = within;
  let room = intervalSeconds - time;
  for (let step = i; ; step += 1) {
    const k = repeats ? step % rates.length : Math.min(step, rates.length - 1);
    const counts = counted?.[k] ?? true;
    const endless = !repeats && k === rates.length - 1;
    const seconds = endless || (counts && left < room) ? left : room;
    stretches.push({ seconds, level: agents[k] as number, service: 1 / (rates[k] as MovingRate).aht });
    if (counts || endless) left -= seconds;
    if (left <= 0) return stretches;
    room = intervalSeconds;
  }
}
