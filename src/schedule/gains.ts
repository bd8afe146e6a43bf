import { type BreakLayout, type DueBreak, type PlacementScratch, placeBreaks, placementScratch } from './break-layout.js';
import type { PausePrices } from './pauses.js';
import type { Problem } from './problem.js';

/**
 * What one person on line brings, by level (atoms of the cell) and cell: `table[row × cells + cell]`, rows as in `problem.levels`.
 * The engine fills it with the exact change of the cover's cost; the bound with prices.
 */
export type GainTable = Float64Array;

/** Values all shifts of a day against one gain table. */
export type DayValuer = {
  /** Starts (from the start of the shift) of the breaks placed last, in the order of the layout. */
  readonly placed: Int32Array;
  /** Reads the table for one day; call it again after the table changed. `breakPrice`: what being there and on a break brings and costs on top. */
  prepare(table: GainTable, day: number, breakPrice?: PausePrices | null): void;
  /** Gain of working an option with its breaks at their best places; those are left in `placed`. */
  value(option: number): number;
  /** Places the breaks of an option with noise on each place; returns their true or noisy loss. */
  place(option: number, noise: (() => number) | null): number;
};

/** Cells touched by the options of each day: [from, to). */
export function dayCells(problem: Problem): { readonly from: Int32Array; readonly to: Int32Array } {
  const { options, horizon, atomsPerCell, cells } = problem;
  const from = new Int32Array(horizon.days.length).fill(cells);
  const to = new Int32Array(horizon.days.length);
  options.day.forEach((day, o) => {
    from[day] = Math.min(from[day] as number, Math.floor((options.startAtom[o] as number) / atomsPerCell));
    to[day] = Math.max(to[day] as number, Math.ceil((options.endAtom[o] as number) / atomsPerCell));
  });
  return { from: from.map((first, d) => Math.min(first, to[d] as number)), to };
}

/** Row of the gain table by atoms; −1 where a level is not used. */
export function levelRows(problem: Problem): Int32Array {
  const rows = new Int32Array(problem.atomsPerCell + 1).fill(-1);
  problem.levels.forEach((atoms, row) => {
    rows[atoms] = row;
  });
  return rows;
}

/** Possible starts of a break that several layouts share. */
type BreakWindow = Pick<DueBreak, 'lengthIndex' | 'positions'>;

function breakWindows(layouts: readonly BreakLayout[]): { readonly windows: readonly BreakWindow[]; readonly windowsOf: readonly Int32Array[] } {
  const windows: BreakWindow[] = [];
  const ids = new Map<string, number>();
  const idOf = (pause: DueBreak): number => {
    const key = `${pause.lengthIndex}/${pause.positions.join()}`;
    if (!ids.has(key)) {
      ids.set(key, windows.length);
      windows.push(pause);
    }
    return ids.get(key) as number;
  };
  return { windowsOf: layouts.map(({ due }) => Int32Array.from(due, idOf)), windows };
}

/** Prepares the valuation of shifts of one problem. */
export function dayValuer(problem: Problem): DayValuer {
  const { options, layouts, atomsPerCell, cells, breakLengths } = problem;
  const range = dayCells(problem);
  const rows = levelRows(problem);
  const fullRow = (rows[atomsPerCell] as number) * cells;
  const widest = range.to.reduce((most, to, d) => Math.max(most, to - (range.from[d] as number)), 0);
  const prefix = new Float64Array(widest + 1);
  const losses = breakLengths.map(() => new Float64Array(widest * atomsPerCell));
  const scratch: PlacementScratch = placementScratch(
    layouts.reduce((most, { due }) => Math.max(most, due.length), 0),
    layouts.reduce((most, { due }) => due.reduce((long, { positions }) => Math.max(long, positions.length), most), 0),
  );
  let current: GainTable = new Float64Array(0);
  let presence: Float64Array | null = null;
  let origin = 0;
  let epoch = 0;
  const { windows, windowsOf } = breakWindows(layouts);
  const leastLoss = new Float64Array(windows.length * widest * atomsPerCell);
  const leastAt = new Int32Array(leastLoss.length);
  const leastKnown = new Int32Array(leastLoss.length);

  const breakLoss = (table: GainTable, atom: number, length: number, lastCell: number): number => {
    let loss = 0;
    let left = length;
    let cell = Math.floor(atom / atomsPerCell);
    let head = Math.min(left, atomsPerCell - (atom % atomsPerCell));
    while (left > 0 && cell < lastCell) {
      const row = rows[atomsPerCell - head] as number; // −1 where nothing is left of the cell, or where no break ever cuts it so
      loss += (table[fullRow + cell] as number) - (row < 0 ? 0 : (table[row * cells + cell] as number));
      left -= head;
      head = Math.min(left, atomsPerCell);
      cell += 1;
    }
    return loss;
  };

  /** What a break costs beside the people missed, by the price of an atom of break in each cell. */
  const extraLoss = (price: Float64Array, atom: number, length: number, lastCell: number): number => {
    let loss = 0;
    for (let at = atom; at < atom + length && at < lastCell * atomsPerCell; at += 1) loss += price[Math.floor(at / atomsPerCell)] as number;
    return loss;
  };

  const partial = (cell: number, atoms: number): number => {
    if (atoms === 0) return 0;
    const gain = current[(rows[atoms] as number) * cells + cell] as number;
    return presence === null ? gain : gain + (presence[cell] as number) * atoms;
  };

  /** Gain of being on line from one atom to another without a break. */
  const span = (from: number, to: number): number => {
    const first = Math.floor(from / atomsPerCell);
    const last = Math.floor(to / atomsPerCell);
    if (first === last) return partial(first, to - from);
    const phase = from % atomsPerCell;
    const firstFull = phase === 0 ? first : first + 1;
    const head = phase === 0 ? 0 : partial(first, atomsPerCell - phase);
    return head + (prefix[last - origin] as number) - (prefix[firstFull - origin] as number) + partial(last, to % atomsPerCell);
  };

  const place = (option: number, noise: (() => number) | null): number =>
    placeBreaks(layouts[options.layout[option] as number] as BreakLayout, options.startAtom[option] as number, losses, origin * atomsPerCell, scratch, noise);

  /** Least loss of one break on its own, remembered for all shifts with the same start and window. */
  const windowLoss = (window: number, start: number): number => {
    const slot = window * widest * atomsPerCell + start - origin * atomsPerCell;
    if (leastKnown[slot] === epoch) return slot;
    const { lengthIndex, positions } = windows[window] as BreakWindow;
    const loss = losses[lengthIndex] as Float64Array;
    const offset = start - origin * atomsPerCell;
    let least = Number.POSITIVE_INFINITY;
    let at = 0;
    for (let p = 0; p < positions.length; p += 1) {
      const value = loss[offset + (positions[p] as number)] as number;
      if (value < least) {
        least = value;
        at = positions[p] as number;
      }
    }
    leastLoss[slot] = least;
    leastAt[slot] = at;
    leastKnown[slot] = epoch;
    return slot;
  };

  /** Each break at its own best place; where two of these overlap, the exact chain decides. */
  const placeBest = (option: number): number => {
    const layout = options.layout[option] as number;
    const own = windowsOf[layout] as Int32Array;
    const start = options.startAtom[option] as number;
    const { due } = layouts[layout] as BreakLayout;
    let sum = 0;
    for (let b = 0; b < own.length; b += 1) {
      const slot = windowLoss(own[b] as number, start);
      const at = leastAt[slot] as number;
      sum += leastLoss[slot] as number;
      scratch.best[b] = at;
      const { lengthAtoms, workAfterAtoms = 0 } = due[b] as DueBreak;
      const end = at + lengthAtoms + workAfterAtoms;
      for (let other = 0; other < b; other += 1) {
        const otherAt = scratch.best[other] as number;
        if (at < otherAt + (due[other] as DueBreak).lengthAtoms + workAfterAtoms && otherAt < end) return place(option, null);
      }
    }
    return sum;
  };

  return {
    placed: scratch.best,
    prepare(table, day, breakPrice = null) {
      current = table;
      epoch += 1;
      origin = range.from[day] as number;
      const last = range.to[day] as number;
      presence = breakPrice === null ? null : breakPrice.presence;
      for (let cell = origin; cell < last; cell += 1) prefix[cell - origin + 1] = (prefix[cell - origin] as number) + partial(cell, atomsPerCell);
      for (let l = 0; l < breakLengths.length; l += 1) {
        const column = losses[l] as Float64Array;
        const length = breakLengths[l] as number;
        for (let atom = origin * atomsPerCell; atom < last * atomsPerCell; atom += 1)
          column[atom - origin * atomsPerCell] =
            breakLoss(table, atom, length, last) + (breakPrice === null ? 0 : extraLoss(breakPrice.pause, atom, length, last));
      }
    },
    value: (option) => span(options.startAtom[option] as number, options.endAtom[option] as number) - placeBest(option),
    place,
  };
}
