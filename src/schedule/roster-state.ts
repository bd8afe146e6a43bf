import type { BreakLayout } from './break-layout.js';
import { type Extras, openExtras } from './extras.js';
import type { GainTable } from './gains.js';
import { openPauses, type PausePrices } from './pauses.js';
import type { Person } from './person.js';
import type { Problem } from './problem.js';
import { openSupply } from './supply.js';

/** A roster in the making: who works what, and what that costs, kept exact after every change. */
export type RosterState = {
  /** Option by person and day, −1 = off: [person × days + day]. */
  readonly work: Int32Array;
  /** Starts of breaks from the start of the shift: [(person × days + day) × breaks + break]. */
  readonly breaks: Int32Array;
  readonly breaksPerShift: number;
  /** Cost of the cover: uncovered and surplus. */
  coverCost(): number;
  /** Everything, wishes and paid time included. */
  objective(): number;
  /** Cost of one person on one day doing an option (−1 = off), cover apart; on a day that is free now. */
  ownCost(person: Person, day: number, option: number): number;
  /** The same for a dynamic programme over the days of somebody who is off on all of them: it counts overtime itself. */
  costInWeek(person: Person, day: number, option: number): number;
  /** Costs that are no sums over days; null when the plan has none. */
  readonly extras: Extras | null;
  /** What one more person and their breaks do to the price of breaks at once, as things are; null when that has no price. */
  readonly breakPrice: PausePrices | null;
  /** Takes a person's shift of a day off the roster; does nothing on a day off. */
  clear(person: Person, day: number): void;
  /** Puts a shift with its breaks on a free day; option −1 does nothing. */
  put(person: Person, day: number, option: number, breakStarts: ArrayLike<number>, offset?: number): void;
  /** Exact change of the cover's cost, as a gain, of one more person of a group: fresh for the cells [from, to). */
  gains(group: number, from: number, to: number): GainTable;
  /** Sums every cost anew, so that rounding of millions of changes does not add up. */
  settle(): void;
};

/** An empty roster. */
export function emptyRoster(problem: Problem): RosterState {
  const { people, horizon, options, layouts, atomsPerCell, plan } = problem;
  const days = horizon.days.length;
  const families = plan.shifts.length;
  const breaksPerShift = Math.max(
    1,
    layouts.reduce((most, { due }) => Math.max(most, due.length), 0),
  );
  const work = new Int32Array(people.length * days).fill(-1);
  const breaks = new Int32Array(people.length * days * breaksPerShift);
  const supply = openSupply(problem);
  let ownTotal = people.reduce((sum, person) => sum + person.lostWishes, 0);

  /** Adds (+1) or removes (−1) one person's shift from the supply. */
  const apply = (person: Person, day: number, option: number, sign: 1 | -1): void => {
    if (pauses !== null) bookPauses(person, day, option, sign);
    supply.book(person.group, option, breaks, (person.index * days + day) * breaksPerShift, sign);
  };

  const extras = openExtras(problem, work);
  const pauses = openPauses(problem);

  /** Books who is there and who is on a break. */
  const bookPauses = (person: Person, day: number, option: number, sign: 1 | -1): void => {
    const { isThere, isCounted } = pauses?.counted[options.layout[option] as number] ?? { isThere: false, isCounted: [] };
    if (pauses === null || !isThere) return;
    const book = (from: number, to: number, isBreak: boolean): void => {
      for (let cell = Math.floor(from / atomsPerCell); cell * atomsPerCell < to; cell += 1) {
        const atoms = sign * (Math.min(to, (cell + 1) * atomsPerCell) - Math.max(from, cell * atomsPerCell));
        pauses.book(cell, isBreak ? 0 : atoms, isBreak ? atoms : 0);
      }
    };
    const start = options.startAtom[option] as number;
    book(start, options.endAtom[option] as number, false);
    (layouts[options.layout[option] as number] as BreakLayout).due.forEach(({ lengthAtoms }, b) => {
      const from = start + (breaks[(person.index * days + day) * breaksPerShift + b] as number);
      if (isCounted[b]) book(from, from + lengthAtoms, true);
    });
  };

  const dayCost = (person: Person, day: number, option: number): number =>
    option < 0
      ? (person.offCost[day] as number)
      : (person.payPerSecond[options.rule[option] as number] as number) * (options.paidSeconds[option] as number) +
        (person.workCost[day * families + (options.rule[option] as number)] as number);

  const ownCost = (person: Person, day: number, option: number): number =>
    extras === null || option < 0 ? dayCost(person, day, option) : dayCost(person, day, option) + extras.marginal(person, day, option);

  const costInWeek = (person: Person, day: number, option: number): number =>
    extras === null || option < 0 ? dayCost(person, day, option) : dayCost(person, day, option) + extras.marginalInWeek(person, day, option);

  for (const person of people) for (let day = 0; day < days; day += 1) ownTotal += dayCost(person, day, -1);
  if (extras !== null) ownTotal += extras.total();

  return {
    work,
    breaks,
    breaksPerShift,
    coverCost: supply.cost,
    objective: () => (pauses === null ? supply.cost() + ownTotal : supply.cost() + ownTotal + pauses.total()),
    ownCost,
    costInWeek,
    extras,
    breakPrice: pauses?.prices ?? null,
    clear(person, day) {
      const at = person.index * days + day;
      const option = work[at] as number;
      if (option < 0) return;
      apply(person, day, option, -1);
      work[at] = -1;
      extras?.note(person, day, option, -1);
      ownTotal += ownCost(person, day, -1) - ownCost(person, day, option);
    },
    put(person, day, option, breakStarts, offset = 0) {
      if (option < 0) return;
      const at = person.index * days + day;
      for (let b = 0; b < breaksPerShift; b += 1) breaks[at * breaksPerShift + b] = breakStarts[offset + b] ?? 0;
      ownTotal += ownCost(person, day, option) - ownCost(person, day, -1);
      extras?.note(person, day, option, 1);
      work[at] = option;
      apply(person, day, option, 1);
    },
    gains: supply.gains,
    settle() {
      pauses?.settle();
      supply.settle();
      ownTotal = 0;
      for (const person of people) {
        ownTotal += person.lostWishes;
        for (let day = 0; day < days; day += 1) ownTotal += dayCost(person, day, work[person.index * days + day] as number);
      }
      if (extras !== null) ownTotal += extras.total();
    },
  };
}
