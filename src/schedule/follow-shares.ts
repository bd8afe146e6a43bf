import { randomStream } from '../random/index.js';
import type { WorkClock } from './clock.js';
import type { Prices } from './cover-rows.js';
import { dayValuer, type GainTable } from './gains.js';
import type { ClassShare } from './master.js';
import { onlineAtoms } from './online-atoms.js';
import type { Person } from './person.js';
import { priceScale } from './price-scale.js';
import { priceTable } from './prices.js';
import type { Problem } from './problem.js';
import type { Search } from './search.js';

/** Price of the square of people too many or too few in a cell, and the noise that breaks ties, as shares of the price scale. */
const SQUARE = 0.25 / 32.5;
const NOISE = 0.3 / 32.5;
/** Times that everybody is placed again beside all others. */
const SWEEPS = 6;

/**
 * Makes a roster of whole people from the fractions of people in the master's solution. Everybody in random order takes the schedule, within all the rules, that is cheapest
 * under the prices of the bound and keeps those placed so far closest to their part of the solution: what one person rounds off, the next ones make up for, as in
 * error diffusion [FloydSteinberg1976]. Then everybody is placed again and again beside all others. Hours, days and cover come out as the solution has them, but for a
 * fraction of a person in each cell.
 */
export async function followShares(
  problem: Problem,
  search: Search,
  prices: Prices,
  shares: readonly ClassShare[],
  seed: number,
  clock: WorkClock,
): Promise<void> {
  const { options, groups, levels, cells, atomsPerCell, horizon } = problem;
  const days = horizon.days.length;
  const random = randomStream(seed, 'schedule/follow');
  const scale = priceScale(problem);
  const valuer = dayValuer(problem);
  const priced = groups.map((_, group) => priceTable(problem, group, prices, new Float64Array(levels.length * cells)));
  const table: GainTable = new Float64Array(levels.length * cells);
  const parts = partByPerson(problem, shares);
  /** People placed so far less their part of the solution, by group and cell. */
  const ahead = groups.map(() => new Float64Array(cells));
  const online = new Int32Array(cells + 1);
  let prepared = -1;

  const valueDay = (day: number): void => {
    if (prepared !== day) valuer.prepare(table, day);
    prepared = day;
  };

  const priceFor = (group: number): void => {
    const own = ahead[group] as Float64Array;
    levels.forEach((atoms, row) => {
      const part = atoms / atomsPerCell;
      for (let cell = 0; cell < cells; cell += 1) {
        const at = row * cells + cell;
        table[at] = (priced[group]?.[at] as number) - scale * SQUARE * part * (part + 2 * (own[cell] as number));
      }
    });
    prepared = -1;
  };

  /** Counts a shift in (1) or out (−1), its breaks at `breaks[offset…]`. */
  const count = (own: Float64Array, option: number, breaks: Int32Array, offset: number, sign: number): void => {
    const first = Math.floor((options.startAtom[option] as number) / atomsPerCell);
    const last = onlineAtoms(problem, option, breaks, offset, online);
    for (let cell = first; cell < last; cell += 1) own[cell] = (own[cell] as number) + (sign * (online[cell] as number)) / atomsPerCell;
  };

  const takeOut = (person: Person, own: Float64Array): void => {
    const { work, breaks, breaksPerShift } = search.state;
    for (let at = person.index * days; at < (person.index + 1) * days; at += 1)
      if ((work[at] as number) >= 0) count(own, work[at] as number, breaks, at * breaksPerShift, -1);
  };

  const place = (person: Person): void => {
    const own = ahead[person.group] as Float64Array;
    priceFor(person.group);
    search.follow(person, {
      cost: (day, option) => {
        valueDay(day);
        return search.state.costInWeek(person, day, option) - valuer.gain(option) + scale * NOISE * random.uniform();
      },
      offCost: (day) => person.offCost[day] as number,
      breaks: (option) => {
        valueDay(options.day[option] as number);
        valuer.value(option);
        count(own, option, valuer.placed, 0, 1);
        return valuer.placed;
      },
    });
  };

  for (let sweep = 0; sweep <= SWEEPS && clock.left() > 0; sweep += 1) {
    for (const person of search.shuffled()) {
      const own = ahead[person.group] as Float64Array;
      if (sweep > 0) takeOut(person, own);
      else
        parts.get(person)?.forEach((share, cell) => {
          own[cell] = (own[cell] as number) - share;
        });
      place(person);
      if (clock.isDue()) await clock.turn();
    }
  }
  search.state.settle();
}

/** Each person's part of their class's people on line, over all weeks. */
function partByPerson({ cells }: Problem, shares: readonly ClassShare[]): Map<Person, Float64Array> {
  const parts = new Map<Person, Float64Array>();
  for (const { members, online } of shares) {
    // a class has one share a week, with the same members each time
    const part = parts.get(members[0] as Person) ?? new Float64Array(cells);
    online.forEach((people, cell) => {
      part[cell] = (part[cell] as number) + people / members.length;
    });
    for (const person of members) parts.set(person, part);
  }
  return parts;
}
