import type { AgentRoster, BreaksAtOnceRule, ShiftRule } from '../core/index.js';
import type { BreakLayout } from './break-layout.js';
import { ABSENCE } from './given-roster.js';
import type { Problem } from './problem.js';

/** How many people are on a break at once, by cell, and what too many of them cost. */
export type Pauses = {
  /** About what one more atom of break costs in each cell, as things are. */
  readonly marginal: Float64Array;
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
  const marginal = new Float64Array(cells);
  const beyond = (cell: number): number => (onBreak[cell] as number) - rule.most * (there[cell] as number);
  let sum = 0;
  const refresh = (cell: number): void => {
    marginal[cell] = pricePerAtom * Math.max(0, Math.min(1, beyond(cell) / atomsPerCell + 1));
  };
  for (let cell = 0; cell < cells; cell += 1) refresh(cell);
  return {
    marginal,
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
