import { type BreakLayout, type PlacementScratch, placeBreaks, placementScratch } from './break-layout.js';
import { breakSlots } from './break-slots.js';
import type { PausePrices } from './pauses.js';
import type { Problem } from './problem.js';

/**
 * What one person on line brings, by level (atoms of the cell) and cell: `table[row × cells + cell]`, rows as in `problem.levels`.
 * The engine fills it with the exact change of the cover's cost; the bound with prices.
 */
export type GainTable = Float64Array;

/** Options of one day with where they start and end (in atoms of the day) and the slots of their breaks. */
export type PackedShifts = {
  readonly options: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly slot: Int32Array;
  /** Distinct slots. */
  readonly slots: Int32Array;
  /** True when some shift lies within one cell. */
  readonly isShort: boolean;
};

/** Values all shifts of a day against one gain table. */
export type DayValuer = {
  /** Starts (from the start of the shift) of the breaks placed last, in the order of the layout. */
  readonly placed: Int32Array;
  /** Reads the table for one day; call it again after the table changed. `breakPrice`: what being there and on a break brings and costs on top. */
  prepare(table: GainTable, day: number, breakPrice?: PausePrices | null): void;
  /** Packs a list of options of one day for `fill`. */
  pack(list: Int32Array): PackedShifts;
  /** Gain of working each option of a list with its breaks at their best places, into `out`. */
  fill(packed: PackedShifts, out: Float64Array): void;
  /** Gain of working one option with its breaks at their best places. */
  gain(option: number): number;
  /** The same; the places are left in `placed`. */
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

/** What a break of one length leaves of each cell that it touches, as rows of the gain table (−1 = nothing), by the atom of the cell in which it starts. */
function breakPartRows(length: number, atomsPerCell: number, rows: Int32Array): Int32Array[] {
  return Array.from({ length: atomsPerCell }, (_, phase) => {
    const left: number[] = [];
    for (let from = phase; from < phase + length; from += atomsPerCell - (from % atomsPerCell)) {
      const to = Math.min(phase + length, from + atomsPerCell - (from % atomsPerCell));
      left.push(rows[atomsPerCell - (to - from)] as number);
    }
    return Int32Array.from(left);
  });
}

/** Prepares the valuation of shifts of one problem. */
export function dayValuer(problem: Problem): DayValuer {
  const { options, layouts, atomsPerCell, cells, breakLengths, levels } = problem;
  const range = dayCells(problem);
  const rows = levelRows(problem);
  const fullRow = (rows[atomsPerCell] as number) * cells;
  const widest = range.to.reduce((most, to, d) => Math.max(most, to - (range.from[d] as number)), 0);
  /** Gains from the start of the day up to an atom, as a shift that ends there counts them, and as one that starts there must leave them out. */
  const until = new Float64Array(widest * atomsPerCell + 1);
  const since = new Float64Array(widest * atomsPerCell + 1);
  const losses = breakLengths.map(() => new Float64Array(widest * atomsPerCell));
  const partRows = breakLengths.map((length) => breakPartRows(length, atomsPerCell, rows));
  const scratch: PlacementScratch = placementScratch(
    layouts.reduce((most, { due }) => Math.max(most, due.length), 0),
    layouts.reduce((most, { due }) => due.reduce((long, { positions }) => Math.max(long, positions.length), most), 0),
  );
  const firstAtom = range.from.map((cell) => cell * atomsPerCell);
  const slots = breakSlots(problem, firstAtom, losses, scratch);
  const { slotOf, loss } = slots;
  const startOf = options.startAtom.map((atom, o) => atom - (firstAtom[options.day[o] as number] as number));
  const endOf = options.endAtom.map((atom, o) => atom - (firstAtom[options.day[o] as number] as number));
  /** Shifts within one cell, which no difference of sums describes; where their time is no level of its own, the difference takes its place: cut by cut, as with breaks. */
  const isWithinCell = startOf.map((from, o) => {
    const to = endOf[o] as number;
    return Math.floor(from / atomsPerCell) === Math.floor(to / atomsPerCell) && rows[to - from] !== -1 ? 1 : 0;
  });
  let current: GainTable = new Float64Array(0);
  let presence: Float64Array | null = null;
  let origin = 0;

  /** What breaks cost beside the people missed, by the price of an atom of break in each cell. */
  const addPauses = (price: Float64Array, column: Float64Array, length: number, atoms: number): void => {
    for (let atom = 0; atom < atoms; atom += 1) {
      let extra = 0;
      for (let at = atom; at < atom + length && at < atoms; at += 1) extra += price[origin + Math.floor(at / atomsPerCell)] as number;
      column[atom] = (column[atom] as number) + extra;
    }
  };

  const partial = (cell: number, level: number): number => {
    const gain = current[(rows[level] as number) * cells + cell] as number;
    return presence === null ? gain : gain + (presence[cell] as number) * level;
  };

  const addUp = (last: number): void => {
    let sum = 0;
    for (let cell = origin; cell < last; cell += 1) {
      const at = (cell - origin) * atomsPerCell;
      until[at] = sum;
      since[at] = sum;
      const next = sum + partial(cell, atomsPerCell);
      for (let l = 0; l < levels.length - 1; l += 1) {
        const level = levels[l] as number;
        const gain = partial(cell, level);
        until[at + level] = sum + gain;
        since[at + atomsPerCell - level] = next - gain;
      }
      sum = next;
    }
    until[(last - origin) * atomsPerCell] = sum;
  };

  const loseTo = (column: Float64Array, left: Int32Array, phase: number, last: number): void => {
    for (let cell = origin; cell < last; cell += 1) {
      let sum = 0;
      for (let i = 0; i < left.length && cell + i < last; i += 1) {
        const full = current[fullRow + cell + i] as number;
        const row = left[i] as number;
        sum += row < 0 ? full : full - (current[row * cells + cell + i] as number);
      }
      column[(cell - origin) * atomsPerCell + phase] = sum;
    }
  };

  const gain = (option: number): number => {
    const slot = slotOf[option] as number;
    slots.ask(slot);
    const [from, to] = [startOf[option] as number, endOf[option] as number];
    if (isWithinCell[option] === 1) return partial(origin + Math.floor(from / atomsPerCell), to - from) - (loss[slot] as number);
    return (until[to] as number) - (since[from] as number) - (loss[slot] as number);
  };

  return {
    placed: scratch.best,
    prepare(table, day, breakPrice = null) {
      current = table;
      slots.forget();
      origin = range.from[day] as number;
      const last = range.to[day] as number;
      presence = breakPrice === null ? null : breakPrice.presence;
      addUp(last);
      for (let l = 0; l < breakLengths.length; l += 1) {
        const column = losses[l] as Float64Array;
        (partRows[l] as readonly Int32Array[]).forEach((left, phase) => {
          loseTo(column, left, phase, last);
        });
        if (breakPrice !== null) addPauses(breakPrice.pause, column, breakLengths[l] as number, (last - origin) * atomsPerCell);
      }
    },
    pack: (list) => ({
      options: list,
      start: list.map((o) => startOf[o] as number),
      end: list.map((o) => endOf[o] as number),
      slot: list.map((o) => slotOf[o] as number),
      slots: Int32Array.from(new Set(list.map((o) => slotOf[o] as number))),
      isShort: list.some((o) => isWithinCell[o] === 1),
    }),
    fill({ options: list, start, end, slot, slots: own, isShort }, out) {
      for (let i = 0; i < own.length; i += 1) slots.ask(own[i] as number);
      if (isShort) for (let i = 0; i < list.length; i += 1) out[i] = gain(list[i] as number);
      else
        for (let i = 0; i < list.length; i += 1)
          out[i] = (until[end[i] as number] as number) - (since[start[i] as number] as number) - (loss[slot[i] as number] as number);
    },
    gain,
    value(option) {
      const value = gain(option);
      slots.read(slotOf[option] as number, scratch.best);
      return value;
    },
    place: (option, noise) => placeBreaks(layouts[options.layout[option] as number] as BreakLayout, startOf[option] as number, losses, 0, scratch, noise),
  };
}
