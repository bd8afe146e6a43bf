import type { BreakRule, ShiftRule } from '../core/index.js';

/** A break that is due in a shift of a given length, in whole atoms of time. */
export type DueBreak = {
  readonly name: string;
  readonly paid: boolean;
  readonly lengthAtoms: number;
  /** Index of its length among the distinct break lengths of the problem. */
  readonly lengthIndex: number;
  /** Possible starts, counted from the start of the shift, ascending. */
  readonly positions: Int32Array;
  /** Least work after it before another break; absent = none. */
  readonly workAfterAtoms?: number;
};

/** The breaks of one shift family at one length, and the orders in which they can follow one another. */
export type BreakLayout = {
  readonly due: readonly DueBreak[];
  /** Each order lists indices into `due`. Empty = the breaks do not fit. One empty order = no breaks due. */
  readonly orders: readonly (readonly number[])[];
  readonly unpaidSeconds: number;
};

/** More breaks than this are only placed in the order of their windows. */
const MOST_PERMUTED = 6;

/** Unpaid time of a shift of this length. */
export function unpaidTime(rule: ShiftRule, lengthSeconds: number): number {
  return dueBreaks(rule, lengthSeconds).reduce((sum, pause) => sum + (pause.paid ? 0 : pause.lengthSeconds), 0);
}

/** Breaks due in a shift of this length. */
function dueBreaks(rule: ShiftRule, lengthSeconds: number): readonly BreakRule[] {
  return rule.breaks.filter((pause) => lengthSeconds > pause.ifLongerThanSeconds);
}

/** Starts of a break on its grid that leave it inside a shift of this length, in seconds. */
function breakStarts(pause: BreakRule, lengthSeconds: number, leastWorkSeconds: number): number[] {
  const last = Math.min(pause.toSeconds, lengthSeconds - pause.lengthSeconds - leastWorkSeconds);
  const starts: number[] = [];
  for (let k = 0; pause.fromSeconds + k * pause.everySeconds <= last; k += 1) starts.push(pause.fromSeconds + k * pause.everySeconds);
  return starts.filter((start) => start >= leastWorkSeconds);
}

/** Builds the layout of a shift family at one length; `lengthIndexOf` numbers the distinct break lengths. */
export function breakLayout(rule: ShiftRule, lengthSeconds: number, atomSeconds: number, lengthIndexOf: (lengthAtoms: number) => number): BreakLayout {
  const rules = dueBreaks(rule, lengthSeconds);
  const least = rule.minimumWorkSeconds ?? 0;
  const restAtoms = least / atomSeconds;
  const due = rules.map((pause) => ({
    name: pause.name,
    paid: pause.paid,
    lengthAtoms: pause.lengthSeconds / atomSeconds,
    lengthIndex: lengthIndexOf(pause.lengthSeconds / atomSeconds),
    positions: Int32Array.from(breakStarts(pause, lengthSeconds, least), (start) => start / atomSeconds),
    ...(least === 0 ? {} : { workAfterAtoms: restAtoms }),
  }));
  return { due, orders: possibleOrders(due), unpaidSeconds: unpaidTime(rule, lengthSeconds) };
}

/** Orders in which the breaks of a shift and further activities with given starts fit; empty when they do not. In seconds. */
export function breakOrders(
  rule: ShiftRule,
  lengthSeconds: number,
  more: readonly { readonly name: string; readonly lengthSeconds: number; readonly startsSeconds: readonly number[] }[],
): readonly (readonly number[])[] {
  const { due } = breakLayout(rule, lengthSeconds, 1, () => 0);
  const extra = more.map(({ name, lengthSeconds: length, startsSeconds }) => ({
    name,
    paid: true,
    lengthAtoms: length,
    lengthIndex: 0,
    positions: Int32Array.from(startsSeconds),
    ...(rule.minimumWorkSeconds === undefined ? {} : { workAfterAtoms: rule.minimumWorkSeconds }),
  }));
  return possibleOrders([...due, ...extra]);
}

/** Orders in which breaks can follow one another. */
export function possibleOrders(due: readonly DueBreak[]): number[][] {
  const sorted = due.map((_, b) => b).sort((a, b) => (due[a]?.positions[0] ?? 0) - (due[b]?.positions[0] ?? 0) || a - b);
  if (due.length > MOST_PERMUTED) return earliestEnd(due, sorted) === null ? [] : [sorted];
  const orders: number[][] = [];
  const extend = (order: number[], rest: readonly number[]): void => {
    if (earliestEnd(due, order) === null) return;
    if (rest.length === 0) orders.push(order);
    rest.forEach((b, k) => {
      extend([...order, b], rest.toSpliced(k, 1));
    });
  };
  extend([], sorted);
  return orders;
}

/** End of the last break when each is placed as early as the order allows; null when one finds no place. */
function earliestEnd(due: readonly DueBreak[], order: readonly number[]): number | null {
  let end = 0;
  for (const b of order) {
    const { positions, lengthAtoms, workAfterAtoms = 0 } = due[b] as DueBreak;
    const start = positions.find((position) => position >= end);
    if (start === undefined) return null;
    end = start + lengthAtoms + workAfterAtoms;
  }
  return end;
}

/** Scratch memory for {@link placeBreaks}, reused from call to call. */
export type PlacementScratch = { readonly value: Float64Array; readonly from: Int32Array; best: Int32Array };

/** Scratch memory for layouts of up to `breaks` breaks with up to `positions` starts each. */
export function placementScratch(breaks: number, positions: number): PlacementScratch {
  const size = Math.max(1, breaks * positions);
  return { value: new Float64Array(size), from: new Int32Array(size), best: new Int32Array(Math.max(1, breaks)) };
}

/**
 * Places breaks without overlap so that the sum of their losses is least: along each possible order, a chain of prefix minima.
 * Leaves the starts (atoms from the start of the shift, in the order of `due`) in `scratch.best` and returns the loss.
 */
export function placeBreaks(
  layout: BreakLayout,
  startAtom: number,
  losses: readonly Float64Array[],
  lossOrigin: number,
  scratch: PlacementScratch,
  noise: (() => number) | null,
): number {
  const { due, orders } = layout;
  if (due.length === 0) return 0;
  const stride = scratch.value.length / Math.max(1, scratch.best.length);
  let least = Number.POSITIVE_INFINITY;
  for (const order of orders) {
    const value = chain(due, order, startAtom - lossOrigin, losses, scratch, stride, noise);
    if (value < least) {
      least = value;
      traceBack(due, order, scratch, stride);
    }
  }
  return least;
}

function chain(
  due: readonly DueBreak[],
  order: readonly number[],
  offset: number,
  losses: readonly Float64Array[],
  scratch: PlacementScratch,
  stride: number,
  noise: (() => number) | null,
): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < order.length; k += 1) {
    const pause = due[order[k] as number] as DueBreak;
    const loss = losses[pause.lengthIndex] as Float64Array;
    const before = k === 0 ? null : (due[order[k - 1] as number] as DueBreak);
    const distance = before === null ? 0 : before.lengthAtoms + (before.workAfterAtoms ?? 0);
    let pointer = 0;
    let prefix = k === 0 ? 0 : Number.POSITIVE_INFINITY;
    let prefixAt = -1;
    least = Number.POSITIVE_INFINITY;
    for (let p = 0; p < pause.positions.length; p += 1) {
      const position = pause.positions[p] as number;
      if (before !== null) {
        while (pointer < before.positions.length && (before.positions[pointer] as number) + distance <= position) {
          const candidate = scratch.value[(k - 1) * stride + pointer] as number;
          if (candidate < prefix) {
            prefix = candidate;
            prefixAt = pointer;
          }
          pointer += 1;
        }
      }
      const value = prefix + (loss[offset + position] as number) + (noise === null ? 0 : noise());
      scratch.value[k * stride + p] = value;
      scratch.from[k * stride + p] = prefixAt;
      if (value < least) least = value;
    }
  }
  return least;
}

function traceBack(due: readonly DueBreak[], order: readonly number[], scratch: PlacementScratch, stride: number): void {
  const last = order.length - 1;
  const count = (due[order[last] as number] as DueBreak).positions.length;
  let at = 0;
  for (let p = 1; p < count; p += 1) if ((scratch.value[last * stride + p] as number) < (scratch.value[last * stride + at] as number)) at = p;
  for (let k = last; k >= 0; k -= 1) {
    const b = order[k] as number;
    scratch.best[b] = (due[b] as DueBreak).positions[at] as number;
    at = scratch.from[k * stride + at] as number;
  }
}
