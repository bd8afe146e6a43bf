import { erfcx } from '../numeric/index.js';
import { begunByChange } from './begun-by-change.js';
import type { DueWork } from './even-capacity.js';
import type { MovingRate } from './offered-load-path.js';

/** Backlog and what it means for those who arrive, interval by interval. */
export type BacklogPath = {
  /** Share begun in time by interval of arrival; null = nothing arrives. */
  readonly serviceLevel: (number | null)[];
  /** Expected number waiting at the start, and at the end of each interval. */
  readonly waitingAtStart: number;
  readonly waitingAtEnd: number[];
  /** Expected contacts begun in each interval. */
  readonly begun: number[];
  /** Share begun in time over all; null without contacts. */
  readonly total: number | null;
};

/**
 * Backlog of work by deadline, interval by interval, as a distribution on a coarse lattice: arrivals and begun contacts move it by steps with the
 * mean and variance of Poisson counts, cut at zero. A contact is begun in time when the work ahead of it is less than what people begin until its
 * deadline. Takes microseconds per interval where the exact solver takes seconds per day.
 */
export function backlogPath(work: DueWork, agents: readonly number[], backlog: number | undefined): BacklogPath {
  const begins = beginsOf(work, agents);
  const length = agents.length;
  const state = latticeOf(work, begins, backlog ?? 0);
  // Without a known start the grid repeats: the end of one round is the start of the next.
  if (backlog === undefined) settle(state, work, begins);
  const dueAt = dueClock(work, begins);
  const serviceLevel: (number | null)[] = [];
  const waitingAtEnd: number[] = [];
  const begun: number[] = [];
  let contacts = 0;
  let inTime = 0;
  const waitingAtStart = meanOf(state);
  let before = waitingAtStart;
  let early = shareBegun(state, dueAt(0));
  for (let i = 0; i < length; i += 1) {
    const arrivals = arrivalsOf(work, i);
    step(state, arrivals, begins[i] as number);
    const late = shareBegun(state, dueAt(i + 1));
    const level = arrivals > 0 ? (early + late) / 2 : null;
    early = late;
    serviceLevel.push(level);
    contacts += arrivals;
    inTime += arrivals * (level ?? 0);
    // While nobody works the backlog grows by what comes.
    const mean = begins[i] === 0 ? before + arrivals : meanOf(state);
    waitingAtEnd.push(mean);
    begun.push(Math.max(0, before + arrivals - mean));
    before = mean;
  }
  return { serviceLevel, waitingAtStart, waitingAtEnd, begun, total: contacts > 0 ? inTime / contacts : null };
}

function arrivalsOf({ rates, intervalSeconds }: DueWork, i: number): number {
  return (rates[i] as MovingRate).arrival * intervalSeconds;
}

/** Contacts that people can begin per interval while there is a backlog. */
function beginsOf({ rates, intervalSeconds }: DueWork, agents: readonly number[]): Float64Array {
  const begins = new Float64Array(agents.length);
  agents.forEach((people, i) => {
    const before = agents[i === 0 ? agents.length - 1 : i - 1] as number;
    begins[i] = Math.max(0, (people * intervalSeconds) / (rates[i] as MovingRate).aht + begunByChange(before, people));
  });
  return begins;
}

/** Backlog = bin × width + a step that has not been played out yet, as a normal distribution. */
type Lattice = {
  readonly width: number;
  readonly least: number;
  mass: Float64Array;
  spare: Float64Array;
  low: number;
  high: number;
  shift: number;
  variance: number;
};

/** Widths of the lattice per standard deviation of a usual step, and how many widths a step must span: smaller ones are gathered. */
const COARSE = { fineness: 1, leastSpan: 0.8 };
const FINE = { fineness: 1.2, leastSpan: 0.7 };
/** Contacts coming and begun per interval up to which the lattice is fine. */
const MOST_FINE = 60;
/** Standard deviations after which a step is cut off. */
const TAILS = 3.7;

function latticeOf(work: DueWork, begins: Float64Array, backlog: number): Lattice {
  let events = 0;
  let open = 0;
  begins.forEach((count, i) => {
    if (count === 0) return;
    events += arrivalsOf(work, i) + count;
    open += 1;
  });
  const usual = events / Math.max(1, open);
  const { fineness, leastSpan } = usual > MOST_FINE ? COARSE : FINE;
  const width = Math.max(0.5, Math.sqrt(usual) / fineness);
  const mass = new Float64Array(64);
  mass[0] = 1;
  return { width, least: (leastSpan * width) ** 2, mass, spare: new Float64Array(64), low: 0, high: 0, shift: backlog, variance: 0 };
}

/** Rounds of the grid after which its start counts as settled at the latest, and how much of a long grid's end is played for it. */
const MOST_ROUNDS = 40;
const MOST_LEAD_SECONDS = 28 * 86_400;

function settle(state: Lattice, work: DueWork, begins: Float64Array): void {
  const from = Math.max(0, begins.length - Math.ceil(MOST_LEAD_SECONDS / work.intervalSeconds));
  for (let k = 0; k < MOST_ROUNDS; k += 1) {
    const before = meanOf(state);
    for (let i = from; i < begins.length; i += 1) step(state, arrivalsOf(work, i), begins[i] as number);
    const after = meanOf(state);
    if (Math.abs(after - before) <= 1e-3 * (1 + after)) return;
  }
}

function meanOf({ width, mass, low, high, shift, variance }: Lattice): number {
  let mean = 0;
  // The step not played out yet may not lead below zero.
  const deviation = Math.sqrt(variance);
  for (let k = low; k <= high; k += 1) mean += (mass[k] as number) * positivePart(k * width + shift, deviation);
  return mean;
}

/** Mean of max(0, X), X normal. */
function positivePart(mean: number, deviation: number): number {
  if (deviation === 0) return Math.max(0, mean);
  const z = mean / deviation;
  if (z > 6) return mean;
  if (z < -6) return 0;
  return mean * tabledShare(z) + (deviation * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** One interval: the backlog moves by arrivals − begun. Steps too small for the lattice are gathered first. */
function step(state: Lattice, arrivals: number, begins: number): void {
  state.shift += arrivals - begins;
  state.variance += arrivals + begins;
  if (begins > 0 && state.variance >= state.least) spread(state);
}

/** Sources spread in one go: each target is read and written once for all of them, and gets its parts in their order. */
const AT_ONCE = 4;

/** Plays the gathered step out on the lattice; what would lie below zero lies at zero. */
function spread(state: Lattice): void {
  const { width, mass, shift, low, high } = state;
  const deviation = Math.sqrt(state.variance);
  const from = Math.floor((shift - TAILS * deviation) / width);
  const to = Math.ceil((shift + TAILS * deviation) / width);
  const last = to - from;
  // Zeros on both sides stand for sources that do not reach a target.
  const weights = new Float64Array(last + 2 * AT_ONCE - 1);
  let sum = 0;
  for (let k = from; k <= to; k += 1) {
    const z = (k * width - shift) / deviation;
    const weight = Math.exp((-z * z) / 2);
    weights[k - from + AT_ONCE - 1] = weight;
    sum += weight;
  }
  const size = Math.max(1, high + to + 1);
  const next = state.spare.length >= size + AT_ONCE ? state.spare : new Float64Array(2 * size + AT_ONCE);
  next.fill(0, 0, size + AT_ONCE);
  const free = Math.min(high + 1, Math.max(low, 1 - from));
  for (let j = low; j < free; j += 1) {
    const p = (mass[j] as number) / sum;
    for (let i = 0; i <= last; i += 1) {
      const at = Math.max(0, j + from + i);
      next[at] = (next[at] as number) + p * (weights[i + AT_ONCE - 1] as number);
    }
  }
  const share = (j: number): number => (j <= high ? (mass[j] as number) / sum : 0);
  for (let j = free; j <= high; j += AT_ONCE) {
    const first = share(j);
    const second = share(j + 1);
    const third = share(j + 2);
    const fourth = share(j + 3);
    for (let i = 0, at = j + from; i < last + AT_ONCE; i += 1, at += 1) {
      let value = next[at] as number;
      value += first * (weights[i + 3] as number);
      value += second * (weights[i + 2] as number);
      value += third * (weights[i + 1] as number);
      value += fourth * (weights[i] as number);
      next[at] = value;
    }
  }
  state.spare = mass;
  state.mass = next;
  state.low = Math.max(0, low + from);
  state.high = size - 1;
  while (state.high > state.low && (next[state.high] as number) < NEGLIGIBLE) state.high -= 1;
  while (state.low < state.high && (next[state.low] as number) < NEGLIGIBLE) state.low += 1;
  state.shift = 0;
  state.variance = 0;
}

/** Mass that may be left out at either end. */
const NEGLIGIBLE = 1e-9;

/** Chance that less waits than people begin until the deadline. */
function shareBegun({ width, mass, low, high, shift, variance }: Lattice, room: number): number {
  if (room <= 0) return 0;
  const deviation = Math.sqrt(variance + room);
  const least = room - 0.5 - shift;
  // Bins well inside count in full, bins well beyond not at all.
  const sure = Math.min(high, Math.floor((least - REACH * deviation) / width) - 1);
  const last = Math.min(high, Math.ceil((least + REACH * deviation) / width) + 1);
  let share = 0;
  let k = low;
  for (; k <= sure; k += 1) share += mass[k] as number;
  for (; k <= last; k += 1) share += (mass[k] as number) * tabledShare((least - k * width) / deviation);
  return Math.min(1, share);
}

const STEPS = 64;
const REACH = 6;
const TABLE: Float64Array = Float64Array.from({ length: 2 * REACH * STEPS + 2 }, (_, k) => normalShare(k / STEPS - REACH));

function tabledShare(z: number): number {
  if (z <= -REACH) return 0;
  if (z >= REACH) return 1;
  const at = (z + REACH) * STEPS;
  const k = Math.floor(at);
  const low = TABLE[k] as number;
  return low + (at - k) * ((TABLE[k + 1] as number) - low);
}

/** Standard normal distribution function. */
function normalShare(z: number): number {
  const tail = 0.5 * Math.exp((-z * z) / 2) * erfcx(Math.abs(z) / Math.SQRT2);
  return z < 0 ? tail : 1 - tail;
}

/** Contacts begun from the start of interval i until as much counted time has passed as the deadline allows; asked for rising i. */
function dueClock(work: DueWork, begins: Float64Array): (i: number) => number {
  const length = begins.length;
  const done = new Float64Array(length + 1);
  const counts = new Float64Array(length + 1);
  for (let i = 0; i < length; i += 1) {
    done[i + 1] = (done[i] as number) + (begins[i] as number);
    counts[i + 1] = (counts[i] as number) + ((work.counted?.[i] ?? true) ? 1 : 0);
  }
  // Hours that never open never run out, and nobody begins anything in them.
  if (counts[length] === 0) return () => 0;
  const slots = work.within / work.intervalSeconds;
  const along = (column: Float64Array, i: number): number => Math.floor(i / length) * (column[length] as number) + (column[i % length] as number);
  let due = 0;
  return (i) => {
    const goal = along(counts, i) + slots;
    while (along(counts, due + 1) <= goal) due += 1;
    const part = (goal - along(counts, due)) / (along(counts, due + 1) - along(counts, due));
    return along(done, due) + part * (along(done, due + 1) - along(done, due)) - along(done, i);
  };
}
