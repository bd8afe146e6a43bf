import { type BreakLayout, type DueBreak, type PlacementScratch, placeBreaks } from './break-layout.js';
import type { Problem } from './problem.js';

/**
 * The cheapest places of a shift's breaks, remembered for all shifts with the same start of the day and the same break rules; asked for again only
 * after `forget`.
 */
export type BreakSlots = {
  /** Least loss of the breaks of a slot, valid once `ask` has answered for it. */
  readonly loss: Float64Array;
  /** Slot of each option. */
  readonly slotOf: Int32Array;
  /** Finds the least loss of a slot; does nothing when it is known. */
  ask(slot: number): void;
  /** Copies the places behind `loss` (atoms from the start of the shift, in the order of the layout). */
  read(slot: number, out: Int32Array): void;
  /** The losses have changed. */
  forget(): void;
};

/**
 * Possible starts of one break in shifts that start at one time of the day. Longer shifts often have the starts of shorter ones and some more: these alone
 * are then listed, and `base` is the other's spot (−1 = none).
 */
type Spot = { readonly lengthIndex: number; readonly starts: Int32Array; readonly from: number; readonly base: number };

/** Numbers the slots of a problem. `firstAtom` is the origin of each day, `losses` by length of break and atom of the day. */
export function breakSlots(problem: Problem, firstAtom: Int32Array, losses: readonly Float64Array[], scratch: PlacementScratch): BreakSlots {
  const { options, layouts } = problem;
  const spots: Spot[] = [];
  const spotIds = new Map<string, number>();
  const slotIds = new Map<string, number>();
  const slots: { readonly layout: BreakLayout; readonly start: number; readonly spots: Int32Array }[] = [];
  const layoutKeys = layouts.map(({ due, orders }) =>
    JSON.stringify([due.map(({ lengthAtoms, positions, workAfterAtoms = 0 }) => [lengthAtoms, workAfterAtoms, [...positions]]), orders]),
  );
  const spotOf = ({ lengthIndex, positions }: DueBreak, start: number): number => {
    const keyOf = (count: number): string => `${start}/${lengthIndex}/${positions.subarray(0, count).join()}`;
    const key = keyOf(positions.length);
    if (!spotIds.has(key)) {
      let shared = positions.length - 1;
      while (shared > 0 && !spotIds.has(keyOf(shared))) shared -= 1;
      const starts = positions.subarray(shared).map((position) => start + position);
      spots.push({ lengthIndex, starts, from: start, base: shared > 0 ? (spotIds.get(keyOf(shared)) as number) : -1 });
      spotIds.set(key, spots.length - 1);
    }
    return spotIds.get(key) as number;
  };
  const slotOf = Int32Array.from(options.layout, (layout, o) => {
    const start = (options.startAtom[o] as number) - (firstAtom[options.day[o] as number] as number);
    const key = `${start}/${layoutKeys[layout]}`;
    if (!slotIds.has(key)) {
      slotIds.set(key, slots.length);
      const own = layouts[layout] as BreakLayout;
      slots.push({ layout: own, start, spots: Int32Array.from(own.due, (pause) => spotOf(pause, start)) });
    }
    return slotIds.get(key) as number;
  });
  const breaks = scratch.best.length;
  const loss = new Float64Array(slots.length);
  const known = new Int32Array(slots.length);
  const at = new Int32Array(slots.length * breaks);
  const leastLoss = new Float64Array(spots.length);
  const leastAt = new Int32Array(spots.length);
  const leastKnown = new Int32Array(spots.length);
  let epoch = 1;

  /** Least loss of one break on its own. */
  const askSpot = (spot: number): void => {
    if (leastKnown[spot] === epoch) return;
    const { lengthIndex, starts, from, base } = spots[spot] as Spot;
    if (base >= 0) askSpot(base);
    const column = losses[lengthIndex] as Float64Array;
    let least = base < 0 ? Number.POSITIVE_INFINITY : (leastLoss[base] as number);
    let place = base < 0 ? 0 : (leastAt[base] as number) + from;
    for (let p = 0; p < starts.length; p += 1) {
      const value = column[starts[p] as number] as number;
      if (value < least) {
        least = value;
        place = starts[p] as number;
      }
    }
    leastLoss[spot] = least;
    leastAt[spot] = place - from;
    leastKnown[spot] = epoch;
  };

  /** Each break at its own best place; false where two of these overlap. */
  const placeApart = (slot: number, own: Int32Array, due: readonly DueBreak[]): boolean => {
    let sum = 0;
    for (let b = 0; b < own.length; b += 1) {
      const spot = own[b] as number;
      askSpot(spot);
      const start = leastAt[spot] as number;
      sum += leastLoss[spot] as number;
      at[slot * breaks + b] = start;
      const { lengthAtoms, workAfterAtoms = 0 } = due[b] as DueBreak;
      const end = start + lengthAtoms + workAfterAtoms;
      for (let other = 0; other < b; other += 1) {
        const otherStart = at[slot * breaks + other] as number;
        if (start < otherStart + (due[other] as DueBreak).lengthAtoms + workAfterAtoms && otherStart < end) return false;
      }
    }
    loss[slot] = sum;
    return true;
  };

  return {
    loss,
    slotOf,
    ask(slot) {
      if (known[slot] === epoch) return;
      known[slot] = epoch;
      const { layout, start, spots: own } = slots[slot] as (typeof slots)[number];
      if (placeApart(slot, own, layout.due)) return;
      // the exact chain decides
      loss[slot] = placeBreaks(layout, start, losses, 0, scratch, null);
      for (let b = 0; b < own.length; b += 1) at[slot * breaks + b] = scratch.best[b] as number;
    },
    read(slot, out) {
      for (let b = 0; b < breaks; b += 1) out[b] = at[slot * breaks + b] as number;
    },
    forget() {
      epoch += 1;
    },
  };
}
