import type { BacklogPath } from './backlog-path.js';
import { begunByChange } from './begun-by-change.js';
import type { DueWork } from './even-capacity.js';
import type { MovingRate } from './offered-load-path.js';

/** Numbers in the system, from `low` to `high`; what lies outside has no weight. */
type Crowd = { mass: Float64Array; spare: Float64Array; sum: Float64Array; low: number; high: number };

/** Weight that may be left out at either end, and of the last terms of a step. */
const NEGLIGIBLE = 1e-10;

/** Rounds of the grid after which its start counts as settled, and how much of a long grid's end is played for it. */
const MOST_ROUNDS = 40;
const MOST_LEAD_SECONDS = 28 * 86_400;

/**
 * Backlog of work by deadline, contact by contact: the chain of the number in the system (Poisson arrivals, exponential handle times), interval by
 * interval. A contact begins in time when people end as much before its deadline as lies ahead of it; while it waits all are busy, so what they end
 * is a Poisson number. For queues of few contacts per interval, where {@link backlogPath} is too rough.
 */
export function backlogChain(work: DueWork, agents: readonly number[], backlog: number | undefined): BacklogPath {
  const { rates, intervalSeconds } = work;
  const crowd = startOf(backlog ?? 0);
  let onLine = 0;
  const play = (i: number, part: number): void => {
    const { arrival, aht } = rates[i] as MovingRate;
    const people = agents[i] as number;
    if (people < onLine) leave(crowd, onLine, people);
    onLine = people;
    step(crowd, arrival * intervalSeconds * part, (intervalSeconds * part) / aht, people);
  };
  if (backlog === undefined) settle(crowd, work, play);
  const shareAt = inTimeClock(work, agents);
  const path = { serviceLevel: [] as (number | null)[], waitingAtEnd: [] as number[], begun: [] as number[] };
  const waitingAtStart = waitingIn(crowd, agents[0] ?? 0);
  let before = waitingAtStart;
  let contacts = 0;
  let inTime = 0;
  for (let i = 0; i < agents.length; i += 1) {
    const arrivals = (rates[i] as MovingRate).arrival * intervalSeconds;
    play(i, 0);
    const first = shareAt(crowd, i, 0);
    play(i, 0.5);
    const middle = shareAt(crowd, i, 0.5);
    play(i, 0.5);
    const level = arrivals > 0 ? (first + 4 * middle + shareAt(crowd, i, 1)) / 6 : null;
    path.serviceLevel.push(level);
    contacts += arrivals;
    inTime += arrivals * (level ?? 0);
    const waiting = waitingIn(crowd, agents[i] as number);
    path.waitingAtEnd.push(waiting);
    path.begun.push(Math.max(0, before + arrivals - waiting));
    before = waiting;
  }
  return { ...path, waitingAtStart, total: contacts > 0 ? inTime / contacts : null };
}

function startOf(backlog: number): Crowd {
  const size = 2 * Math.ceil(backlog) + 64;
  const crowd = {
    mass: new Float64Array(size),
    spare: new Float64Array(size),
    sum: new Float64Array(size),
    low: Math.floor(backlog),
    high: Math.ceil(backlog),
  };
  crowd.mass[crowd.high] = backlog - crowd.low;
  crowd.mass[crowd.low] = crowd.high === crowd.low ? 1 : 1 - (backlog - crowd.low);
  return crowd;
}

function settle(crowd: Crowd, { rates, intervalSeconds }: DueWork, play: (i: number, part: number) => void): void {
  const from = Math.max(0, rates.length - Math.ceil(MOST_LEAD_SECONDS / intervalSeconds));
  let before = 0;
  for (let k = 0; k < MOST_ROUNDS; k += 1) {
    for (let i = from; i < rates.length; i += 1) play(i, 1);
    const after = waitingIn(crowd, 0);
    if (Math.abs(after - before) <= 1e-3 * (1 + after)) return;
    before = after;
  }
}

/** Takes out the contacts that those who leave still finish. */
function leave(crowd: Crowd, before: number, now: number): void {
  const { mass, low, high } = crowd;
  for (let n = Math.max(low, Math.floor(now) + 1); n <= high; n += 1) {
    const busy = Math.min(n, before);
    const taken = busy - now + begunByChange(busy, now);
    const own = mass[n] as number;
    const least = Math.max(0, Math.floor(n - taken));
    const part = Math.max(0, n - taken - least);
    mass[n] = 0;
    mass[least] = (mass[least] as number) + (1 - part) * own;
    mass[least + 1] = (mass[least + 1] as number) + part * own;
    crowd.low = Math.min(crowd.low, least);
  }
}

/** Plays a part of an interval: `arrivals` come, each busy agent ends `ends` contacts on average (uniformisation). */
function step(crowd: Crowd, arrivals: number, ends: number, agents: number): void {
  const events = arrivals + agents * ends;
  if (events === 0) return;
  const { low: oldLow, high: oldHigh } = crowd;
  const most = Math.ceil(events + 6.5 * Math.sqrt(events) + 8);
  if (crowd.mass.length < oldHigh + most + 2) grow(crowd, oldHigh + most + 2);
  const { sum } = crowd;
  sum.fill(0, Math.max(0, oldLow - most), oldHigh + most + 1);
  const up = arrivals / events;
  const perAgent = ends / events;
  let weight = Math.exp(-events);
  let given = 0;
  for (let k = 0; ; k += 1) {
    const { mass, spare, low, high } = crowd;
    for (let n = low; n <= high; n += 1) sum[n] = (sum[n] as number) + weight * (mass[n] as number);
    given += weight;
    if (k >= most || (k > events && weight < NEGLIGIBLE)) break;
    weight *= events / (k + 1);
    const [least, last] = [Math.max(0, low - 1), high + 1];
    mass[last] = 0;
    let here = 0;
    if (low > 0) mass[low - 1] = 0;
    for (let n = least; n <= last; n += 1) {
      const own = mass[n] as number;
      const next = n < last ? (mass[n + 1] as number) : 0;
      const down = perAgent * Math.min(n, agents);
      spare[n] = up * here + (1 - up - down) * own + perAgent * Math.min(n + 1, agents) * next;
      here = own;
    }
    crowd.mass = spare;
    crowd.spare = mass;
    [crowd.low, crowd.high] = [least, last];
  }
  crowd.sum = crowd.mass;
  crowd.mass = sum;
  for (let n = crowd.low; n <= crowd.high; n += 1) sum[n] = (sum[n] as number) / given;
  while (crowd.high > crowd.low && (sum[crowd.high] as number) < NEGLIGIBLE) crowd.high -= 1;
  while (crowd.low < crowd.high && (sum[crowd.low] as number) < NEGLIGIBLE) crowd.low += 1;
}

function grow(crowd: Crowd, size: number): void {
  const wider = (column: Float64Array): Float64Array => {
    const grown = new Float64Array(2 * size);
    grown.set(column);
    return grown;
  };
  crowd.mass = wider(crowd.mass);
  crowd.spare = wider(crowd.spare);
  crowd.sum = wider(crowd.sum);
}

function waitingIn({ mass, low, high }: Crowd, agents: number): number {
  let mean = 0;
  for (let n = Math.max(low, Math.ceil(agents)); n <= high; n += 1) mean += (mass[n] as number) * (n - agents);
  return mean;
}

/** Share of those who come at a part of interval i that begin in time; asked for in the order of time. */
function inTimeClock(work: DueWork, agents: readonly number[]): (crowd: Crowd, i: number, part: number) => number {
  const length = agents.length;
  const counts = new Float64Array(length + 1);
  const ended = new Float64Array(length + 1);
  const gained = new Float64Array(length + 1);
  for (let i = 0; i < length; i += 1) {
    const people = agents[i] as number;
    const ends = (people * work.intervalSeconds) / (work.rates[i] as MovingRate).aht;
    counts[i + 1] = (counts[i] as number) + ((work.counted?.[i] ?? true) ? 1 : 0);
    ended[i + 1] = (ended[i] as number) + ends;
    gained[i + 1] = (gained[i] as number) + Math.max(-ends, begunByChange(agents[i === 0 ? length - 1 : i - 1] as number, people));
  }
  // Hours that never open never run out, and nobody begins anything in them.
  if (counts[length] === 0) return () => 0;
  const along = (column: Float64Array, i: number): number => Math.floor(i / length) * (column[length] as number) + (column[i % length] as number);
  const between = (column: Float64Array, i: number, part: number): number => along(column, i) + part * (along(column, i + 1) - along(column, i));
  const slots = work.within / work.intervalSeconds;
  let due = 0;
  return (crowd, i, part) => {
    const goal = between(counts, i, part) + slots;
    while (along(counts, due + 1) <= goal) due += 1;
    const dueOpen = along(counts, due + 1) - along(counts, due);
    const dueAt = (goal - along(counts, due)) / dueOpen;
    const people = agents[i] as number;
    const joined = along(gained, due + 1) - along(gained, i + 1);
    return shareBegun(crowd, people, people + joined, between(ended, due, dueAt) - between(ended, i, part));
  };
}

/** Chance that an arrival begins: at once with fewer in the system than people, else when a Poisson number with mean `room` is what lies ahead or more. */
function shareBegun({ mass, low, high }: Crowd, people: number, later: number, room: number): number {
  const reach = 6 * Math.sqrt(room) + 6;
  const first = Math.max(0, Math.floor(room - reach));
  const last = Math.ceil(room + reach);
  let share = 0;
  let n = low;
  // Fewer ahead than people end in any case.
  for (; n <= high && (n + 1 <= people || n + 1 - later <= first); n += 1) share += mass[n] as number;
  if (n > high) return Math.min(1, share);
  const atLeast = poissonTails(room, first, last);
  for (; n <= high; n += 1) {
    const ahead = n + 1 - later;
    if (ahead > last) break;
    const k = Math.floor(ahead) - first;
    const tail = atLeast[k] as number;
    share += (mass[n] as number) * (tail + (ahead - Math.floor(ahead)) * ((atLeast[k + 1] as number) - tail));
  }
  return Math.min(1, share);
}

/** P(X ≥ k) for k = first … last + 1, X Poisson between these bounds. */
function poissonTails(mean: number, first: number, last: number): Float64Array {
  const tails = new Float64Array(last - first + 2);
  const mode = Math.min(last, Math.floor(mean));
  tails[mode - first] = 1;
  for (let k = mode; k > first; k -= 1) tails[k - 1 - first] = ((tails[k - first] as number) * k) / mean;
  for (let k = mode; k < last; k += 1) tails[k + 1 - first] = ((tails[k - first] as number) * mean) / (k + 1);
  for (let k = last; k > first; k -= 1) tails[k - 1 - first] = (tails[k - 1 - first] as number) + (tails[k - first] as number);
  const whole = tails[0] as number;
  for (let k = 0; k < tails.length; k += 1) tails[k] = (tails[k] as number) / whole;
  return tails;
}
