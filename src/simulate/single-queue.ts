import type { ArrivalClock } from './arrival-clock.js';
import { type GroupModel, type Model, type StaffChange, type TypeModel, thresholdOf } from './model.js';
import { type Draws, rateAt, type Sources } from './sources.js';
import { COUNTER_COUNT, COUNTERS, GROUP_COUNTER_COUNT, GROUP_COUNTERS, type Tally } from './tally.js';

const { offered, answered, answeredWithin, abandoned, abandonedWithin, waited } = COUNTERS;
const { waitAnswered, waitAll, queueTime, handleTime, first, excessWork } = COUNTERS;

/** A type that waits alone for a group of constant size that serves nobody else. */
export type LonePair = { readonly type: number; readonly group: number };

/** Pairs that need no events: nothing about them depends on a length of the line or on anybody else. */
export function lonePairs(model: Model): LonePair[] {
  if (model.capacity !== Number.POSITIVE_INFINITY) return [];
  return model.types.flatMap((type, k) => {
    const group = isPlain(type) ? loneGroup(model, k) : -1;
    return group >= 0 ? [{ type: k, group }] : [];
  });
}

function isPlain(type: TypeModel): boolean {
  const quiet = type.announcement === null && type.callback === null && type.selfService === null;
  return (
    quiet &&
    type.countedTime === null &&
    type.countedUntil === Number.POSITIVE_INFINITY &&
    type.waitingAtStart === 0 &&
    type.lazy &&
    type.repeatProbability === 0 &&
    type.workShape !== null
  );
}

function loneGroup(model: Model, k: number): number {
  const { routes, overflows, serves, groups, types } = model;
  const step = routes.from[k] as number;
  if ((routes.from[k + 1] as number) !== step + 1 || overflows.from[k] !== overflows.from[k + 1] || routes.keepFree[step] !== 0) return -1;
  const group = routes.group[step] as number;
  const { individual, pick } = groups[group] as GroupModel;
  const list = serves.classes[group] as number;
  const entry = serves.from[list] as number;
  const servesOne = serves.classes[group + 1] === list + 1 && serves.from[list + 1] === entry + 1 && serves.type[entry] === k;
  const plainly = servesOne && serves.after[entry] === 0 && serves.keepFree[entry] === 0 && pick === 'longestWaiting';
  const changes = model.changes.filter((change) => change.group === group);
  const constant = changes.length === 1 && (changes[0] as StaffChange).at <= 0;
  const escalates = types.some((_, from) => (model.escalateProbability[from * groups.length + group] as number) > 0);
  return plainly && constant && !individual && !escalates && !isTarget(model, k) && !isRouted(model, k, group) ? group : -1;
}

/** True where contacts also come from elsewhere. */
function isTarget(model: Model, k: number): boolean {
  return (
    model.types.some((type) => type.repeatTo === k || type.callback?.toIndex === k) ||
    model.escalateTo.some((to, pair) => to === k && (model.escalateProbability[pair] as number) > 0)
  );
}

/** True where other types look at the group too. */
function isRouted(model: Model, k: number, group: number): boolean {
  return [model.routes, model.overflows].some((table) =>
    model.types.some((_, other) => other !== k && table.group.subarray(table.from[other], table.from[other + 1]).includes(group)),
  );
}

/**
 * One queue, first come first served, without events: each arrival meets the agent who is free first, so a heap of the agents'
 * next free times tells its wait at once (Kiefer and Wolfowitz's recursion, with patience) [Kiefer1955].
 */
export class SingleQueue {
  private readonly freeAt: Float64Array;
  private readonly group: number;
  private readonly type: number;

  constructor(
    private readonly model: Model,
    private readonly tally: Tally,
    private readonly sources: Sources,
    pair: LonePair,
  ) {
    this.group = pair.group;
    this.type = pair.type;
    this.freeAt = new Float64Array((model.groups[pair.group] as GroupModel).mostOnline);
  }

  /** Plays one replication, whose streams are open. Arrivals after the horizon change nothing for those before. */
  run(): void {
    const { tally, freeAt, type: k } = this;
    const { warmUpSeconds, horizonSeconds, cells, boundaries } = tally.window;
    const type = this.model.types[k] as TypeModel;
    const { ahtFactor } = type;
    const threshold = thresholdOf(type);
    const clock = this.sources.clocks[k] as ArrivalClock;
    const { work, patience } = this.sources.first[k] as Draws;
    const mean = this.model.ahtSeconds[k * this.model.groups.length + this.group] as number;
    freeAt.fill(0);
    let cell = -1;
    for (let now = clock.time; now < horizonSeconds; now = clock.time) {
      clock.advance();
      while (cells > 1 && cell + 1 < boundaries.length && (boundaries[cell + 1] as number) <= now) cell += 1;
      const share = work.next();
      if (now >= warmUpSeconds) this.countFirst(cell, share);
      const seconds = share * mean * (ahtFactor === null ? 1 : rateAt(ahtFactor, now));
      const stays = patience === null ? Number.POSITIVE_INFINITY : patience.next();
      const wait = Math.max(0, (freeAt[0] as number) - now);
      if (wait === 0 || wait < stays) {
        replaceFirst(freeAt, now + wait + seconds);
        this.serve(now, wait, seconds, cell, threshold);
      } else this.lose(now, stays, cell, threshold);
    }
  }
  private serve(now: number, wait: number, seconds: number, cell: number, threshold: number): void {
    const { tally, group } = this;
    const { types, groups, window } = tally;
    const start = now + wait;
    tally.addSpan(groups, group * window.cells * GROUP_COUNTER_COUNT + GROUP_COUNTERS.busy, GROUP_COUNTER_COUNT, start, start + seconds, cell);
    if (wait > 0) this.addQueueTime(now, start, cell);
    if (now < window.warmUpSeconds) return;
    const base = this.baseOf(cell);
    add(types, base + offered, 1);
    add(types, base + answered, 1);
    add(types, base + handleTime, seconds);
    if (wait <= threshold) add(types, base + answeredWithin, 1);
    tally.addWait(this.type, wait, true);
    if (wait === 0) return;
    add(types, base + waited, 1);
    add(types, base + waitAnswered, wait);
    add(types, base + waitAll, wait);
  }

  private lose(now: number, wait: number, cell: number, threshold: number): void {
    const { types, window } = this.tally;
    this.addQueueTime(now, now + wait, cell);
    if (now < window.warmUpSeconds) return;
    const base = this.baseOf(cell);
    add(types, base + offered, 1);
    add(types, base + waited, 1);
    add(types, base + abandoned, 1);
    if (wait <= threshold) add(types, base + abandonedWithin, 1);
    add(types, base + waitAll, wait);
    this.tally.addWait(this.type, wait, false);
  }

  private countFirst(cell: number, share: number): void {
    const base = this.baseOf(cell);
    add(this.tally.types, base + first, 1);
    add(this.tally.types, base + excessWork, share - 1);
  }

  private baseOf(cell: number): number {
    const { cells } = this.tally.window;
    return (this.type * cells + (cells === 1 ? 0 : cell < 0 ? cells - 1 : Math.min(cell, cells - 1))) * COUNTER_COUNT;
  }

  private addQueueTime(from: number, to: number, cell: number): void {
    const { tally } = this;
    tally.addSpan(tally.types, this.type * tally.window.cells * COUNTER_COUNT + queueTime, COUNTER_COUNT, from, to, cell);
  }
}

function add(values: Float64Array, at: number, amount: number): void {
  values[at] = (values[at] as number) + amount;
}

/** Replaces the least value of a binary heap. */
function replaceFirst(heap: Float64Array, value: number): void {
  const size = heap.length;
  let at = 0;
  for (let child = 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && (heap[child + 1] as number) < (heap[child] as number)) child += 1;
    const below = heap[child] as number;
    if (below >= value) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = value;
}
