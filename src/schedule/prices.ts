import type { PathFinder } from './best-path.js';
import { cellHours, coverOffset, type Prices } from './cover-rows.js';
import { changeCost } from './extras.js';
import { type DayValuer, type GainTable, levelRows } from './gains.js';
import { onlineAtoms } from './online-atoms.js';
import type { Person } from './person.js';
import { optionsOf, type Problem } from './problem.js';

/** Gain table of a group under prices, less what surplus costs. */
export function priceTable(problem: Problem, group: number, prices: Prices, table: GainTable): GainTable {
  const { cells, levels, atomsPerCell, plan } = problem;
  const gain = prices.gain[group] as Float64Array;
  levels.forEach((atoms, l) => {
    const idle = (plan.surplusPerHour * cellHours(problem) * atoms) / atomsPerCell;
    for (let i = l * cells; i < (l + 1) * cells; i += 1) table[i] = (gain[i] as number) - idle;
  });
  return table;
}

/** People of one group who have the same set of schedules at the same cost. */
type Profile = { readonly person: Person; readonly count: number };

/** Finds the cheapest schedule of everybody under prices. */
export type PriceResponse = {
  /** Different people: those who have the same schedules at the same cost count as one. */
  readonly profiles: number;
  /**
   * Lagrangean bound: no roster costs less than this, whatever the prices. With the cover rows priced instead of kept, the cost becomes a sum over
   * people, and each person's cheapest schedule under these prices is found exactly, with every rule. `supply` takes the people of each group who are
   * then there for so many atoms: [level × cells + cell].
   */
  bound(prices: Prices, supply?: readonly Float64Array[]): number;
};

/** Prepares bounds under one set of prices after another. */
export function priceResponse(problem: Problem, finders: readonly PathFinder[], valuer: DayValuer): PriceResponse {
  const { people, horizon, options, standing, cells, atomsPerCell, plan, groups, levels } = problem;
  const table = new Float64Array(levels.length * cells);
  const rows = rowsUpTo(problem);
  const fullRow = (rows[atomsPerCell] as number) * cells;
  const days = horizon.days.length;
  const gain = new Float64Array(options.day.length);
  const cost = new Float64Array(options.day.length);
  const breaksPerShift = valuer.placed.length;
  const placed = new Int32Array(options.day.length * breaksPerShift);
  const online = new Int32Array(cells + 1);
  const profiles = groups.map((_, g) => profilesOf(people.filter((person) => person.group === g)));
  const fixed = people.reduce((sum, person) => sum + person.lostWishes, 0) + coverOffset(problem, 0, cells);

  const valueShifts = (g: number): void => {
    const needed = new Set(profiles[g]?.map(({ person }) => person.contract));
    for (let day = 0; day < days; day += 1) {
      valuer.prepare(table, day);
      for (const c of needed) {
        for (const o of optionsOf(problem, c, day)) {
          gain[o] = valuer.value(o);
          for (let b = 0; b < breaksPerShift; b += 1) placed[o * breaksPerShift + b] = valuer.placed[b] as number;
        }
      }
    }
  };

  const cheapest = (person: Person): number => {
    for (let day = 0; day < days; day += 1) {
      for (const o of person.allowed[day] as Int32Array) {
        const wish = person.workCost[day * plan.shifts.length + (options.rule[o] as number)] as number;
        const change = person.kept === undefined ? 0 : changeCost(person, day, o) - changeCost(person, day, -1);
        cost[o] = change + (person.payPerSecond[options.rule[o] as number] as number) * (options.paidSeconds[o] as number) + wish - (gain[o] as number);
      }
    }
    let least = (finders[person.contract] as PathFinder).find(person, cost, person.offCost);
    for (let day = 0; day < days; day += 1) least += changeCost(person, day, -1);
    return least;
  };

  /** Counts the people of a schedule just found into the supply. */
  const count = ({ person, count: times }: Profile, out: Float64Array): void => {
    const { choice } = finders[person.contract] as PathFinder;
    for (let day = 0; day < days; day += 1) {
      const o = choice[day] as number;
      if (o < 0) continue;
      const last = onlineAtoms(problem, o, placed, o * breaksPerShift, online);
      for (let cell = Math.floor((options.startAtom[o] as number) / atomsPerCell); cell < last; cell += 1) {
        const row = rows[online[cell] as number] as number;
        if (row >= 0) out[row * cells + cell] = (out[row * cells + cell] as number) + times;
      }
    }
  };

  return {
    profiles: profiles.reduce((sum, own) => sum + own.length, 0),
    bound(prices, supply) {
      let bound = prices.constant + fixed;
      groups.forEach((_, g) => {
        priceTable(problem, g, prices, table);
        standing[g]?.forEach((atoms, cell) => {
          bound -= ((table[fullRow + cell] as number) * atoms) / atomsPerCell;
        });
        const own = profiles[g] as readonly Profile[];
        if (own.length === 0) return;
        valueShifts(g);
        for (const profile of own) {
          bound += profile.count * cheapest(profile.person);
          if (supply !== undefined) count(profile, supply[g] as Float64Array);
        }
      });
      return bound;
    },
  };
}

function profilesOf(people: readonly Person[]): Profile[] {
  const found = new Map<string, { readonly person: Person; count: number }>();
  for (const person of people) {
    const known = found.get(person.profile);
    if (known === undefined) found.set(person.profile, { person, count: 1 });
    else known.count += 1;
  }
  return [...found.values()];
}

/**
 * Row of the highest level reached by so many atoms, −1 below all. A cell cut twice (by two breaks, or by a break and an end) may hold a time that is no level of its own; it then
 * counts for a little less, which slows the search for prices but leaves the bound right, since that is proved by the gains alone.
 */
export function rowsUpTo(problem: Problem): Int32Array {
  const rows = levelRows(problem);
  for (let atoms = 1; atoms < rows.length; atoms += 1) if (rows[atoms] === -1) rows[atoms] = rows[atoms - 1] as number;
  return rows;
}
