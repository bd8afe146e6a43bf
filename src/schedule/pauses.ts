import type { AgentRoster, BreaksAtOnceRule, ShiftRule } from '../core/index.js';
import type { BreakLayout } from './break-layout.js';
import { ABSENCE } from './given-roster.js';
import type { Problem } from './problem.js';

/** What one more person does to the price of breaks at once, by cell and atom. */
export type PausePrices = {
  /** Gain of being there without a break: more people on shift may take more breaks. */
  readonly presence: Float64Array;
  /** Price of a break, beside being there without one. */
  readonly pause: Float64Array;
};

/** How many people are on a break at once, by cell, and what too many of them cost. */
export type Pauses = {
  /** As things are. */
  readonly prices: PausePrices;
  /** Which of a layout's breaks count, and whether its people are there at all. */
  readonly counted: readonly { readonly isThere: boolean; readonly isCounted: readonly boolean[] }[];
  /** Adds atoms of people there and of breaks to a cell. */
  book(cell: number, thereAtoms: number, breakAtoms: number): void;
  total(): number;
  /** Sums anew. */
  settle(): void;
};

/** Opens the count; null when the plan does not ask. */
export function openPauses({ plan, layouts, options, cells, atomsPerCell, atomSeconds }: Problem): Pauses | null {
  const rule = plan.roster?.breaksAtOnce ?? null;
  if (rule === null) return null;
  const familyOf = new Map<number, number>();
  options.layout.forEach((layout, o) => {
    familyOf.set(layout, options.rule[o] as number);
  });
  const counted = layouts.map(({ due }: BreakLayout, layout) => {
    const family = plan.shifts[familyOf.get(layout) as number];
    return { isThere: !due.some(({ name }) => name === ABSENCE), isCounted: due.map(({ name }) => isCounted(rule, family, name)) };
  });
  const pricePerAtom = (rule.extraPerHour * atomSeconds) / 3600;
  const there = new Int32Array(cells);
  const onBreak = new Int32Array(cells);
  const prices: PausePrices = { presence: new Float64Array(cells), pause: new Float64Array(cells) };
  const beyond = (cell: number): number => (onBreak[cell] as number) - rule.most * (there[cell] as number);
  let sum = 0;
  const refresh = (cell: number): void => {
    const now = beyond(cell) / atomsPerCell;
    prices.presence[cell] = pricePerAtom * (Math.max(0, now) - Math.max(0, now - rule.most));
    prices.pause[cell] = pricePerAtom * (Math.max(0, now - rule.most + 1) - Math.max(0, now - rule.most));
  };
  for (let cell = 0; cell < cells; cell += 1) refresh(cell);
  return {
    prices,
    counted,
    book(cell, thereAtoms, breakAtoms) {
      sum -= Math.max(0, beyond(cell));
      there[cell] = (there[cell] as number) + thereAtoms;
      onBreak[cell] = (onBreak[cell] as number) + breakAtoms;
      sum += Math.max(0, beyond(cell));
      refresh(cell);
    },
    total: () => pricePerAtom * sum,
    settle() {
      sum = 0;
      for (let cell = 0; cell < cells; cell += 1) sum += Math.max(0, beyond(cell));
    },
  };
}

function isCounted(rule: BreaksAtOnceRule, family: ShiftRule | undefined, name: string): boolean {
  return rule.breaks === null ? family?.breaks.some((pause) => pause.name === name) === true : rule.breaks.includes(name);
}

/** Price of too many breaks at once in a finished roster. */
export function pausesCost({ plan, originMs, atomSeconds, atomsPerCell, cells }: Problem, rosters: readonly AgentRoster[]): { readonly breaksAtOnce?: number } {
  const rule = plan.roster?.breaksAtOnce ?? null;
  if (rule === null) return {};
  const cellMs = atomSeconds * atomsPerCell * 1000;
  const beyond = new Float64Array(cells);
  const add = (fromMs: number, toMs: number, people: number): void => {
    for (let cell = Math.floor((fromMs - originMs) / cellMs); originMs + cell * cellMs < toMs; cell += 1)
      beyond[cell] =
        (beyond[cell] as number) + (people * (Math.min(toMs, originMs + (cell + 1) * cellMs) - Math.max(fromMs, originMs + cell * cellMs))) / cellMs;
  };
  for (const { shifts } of rosters) {
    for (const shift of shifts) {
      if (shift.activities.some((part) => part.activity === ABSENCE)) continue;
      const family = plan.shifts.find((own) => own.name === shift.shift);
      add(shift.startMs, shift.endMs, -rule.most);
      for (const part of shift.activities) if (isCounted(rule, family, part.activity)) add(part.startMs, part.endMs, 1);
    }
  }
  return { breaksAtOnce: beyond.reduce((sum, people) => sum + Math.max(0, people), 0) * (cellMs / 3_600_000) * rule.extraPerHour };
}
