import type { PathFinder } from './best-path.js';
import { cellHours, type Prices } from './cover-rows.js';
import { changeCost } from './extras.js';
import { type DayValuer, type GainTable, levelRows } from './gains.js';
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

/**
 * Lagrangean bound: no roster costs less than this, whatever the prices. With the cover rows priced instead of kept, the cost becomes a sum over
 * people, and each person's cheapest schedule under these prices is found exactly, with every rule.
 */
export function lagrangeanBound(problem: Problem, finders: readonly PathFinder[], valuer: DayValuer, prices: Prices): number {
  const { people, horizon, options, demand, standing, cells, atomsPerCell, plan, groups } = problem;
  const idle = plan.surplusPerHour * cellHours(problem);
  const table = new Float64Array(problem.levels.length * cells);
  const fullRow = (levelRows(problem)[atomsPerCell] as number) * cells;
  let bound = prices.constant;
  for (const column of demand) for (let cell = 0; cell < cells; cell += 1) bound -= idle * (column[cell] as number);
  const days = horizon.days.length;
  const gain = new Float64Array(options.day.length);
  const cost = new Float64Array(options.day.length);
  groups.forEach((_, g) => {
    const members = people.filter((person) => person.group === g);
    priceTable(problem, g, prices, table);
    standing[g]?.forEach((atoms, cell) => {
      bound -= ((table[fullRow + cell] as number) * atoms) / atomsPerCell;
    });
    if (members.length === 0) return;
    const needed = new Set(members.map((person) => person.contract));
    for (let day = 0; day < days; day += 1) {
      valuer.prepare(table, day);
      for (const c of needed) for (const o of optionsOf(problem, c, day)) gain[o] = valuer.value(o);
    }
    const known = new Map<string, number>();
    for (const person of members) {
      let least = known.get(person.profile);
      if (least === undefined) {
        for (let day = 0; day < days; day += 1) {
          for (const o of person.allowed[day] as Int32Array) {
            const wish = person.workCost[day * plan.shifts.length + (options.rule[o] as number)] as number;
            const change = person.kept === undefined ? 0 : changeCost(person, day, o) - changeCost(person, day, -1);
            cost[o] = change + (person.payPerSecond[options.rule[o] as number] as number) * (options.paidSeconds[o] as number) + wish - (gain[o] as number);
          }
        }
        least = (finders[person.contract] as PathFinder).find(person, cost, person.offCost);
        for (let day = 0; day < days; day += 1) least += changeCost(person, day, -1);
        known.set(person.profile, least);
      }
      bound += least + person.lostWishes;
    }
  });
  return bound;
}
