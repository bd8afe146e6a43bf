import { type AddedColumn, type HighsSession, openHighs } from '../optimize/index.js';
import { dayStartMs } from '../time/index.js';
import { cellStates } from './cell-states.js';
import { addColumn, addRow, type CoverRows, capPrices, cellHours, coverOffset, coverRows, type Prices, type Rows } from './cover-rows.js';
import type { DayValuer } from './gains.js';
import type { PathSpace } from './path-space.js';
import type { Person } from './person.js';
import { priceTable } from './prices.js';
import { optionsOf, type Problem } from './problem.js';

const DAYS_PER_WEEK = 7;
const COLUMNS_PER_CLASS_DAY = 3;
/** Rows of a master beyond which roundings are left out. */
const MOST_ROWS = 5000;
/** Share of the price caps that a week is worth until its master has been solved. */
const FIRST_SHARE = 0.35;
/** Reduced cost below which a column counts as better. */
const IMPROVES = -1e-7;

/** People who are alike but for leave, wishes and the past. */
type PeopleClass = {
  readonly contract: number;
  readonly group: number;
  readonly payPerSecond: Float64Array;
  readonly members: readonly Person[];
  /** Row that limits people working, by day of the week. */
  readonly dayRow: readonly number[];
  /** Row that ties shifts of one paid length to week patterns, by length. */
  readonly lengthRow: readonly number[];
  /** Distinct paid lengths, in units of the contract's space. */
  readonly lengths: readonly number[];
  /** Who shares a count of days that can be worked. */
  readonly teams: readonly Team[];
};

/** People of a class who can work up to `days` days of the week. */
type Team = { readonly days: number; readonly count: number; readonly row: number };

/** People of one class, and how many of them, in fractions, are on line in each cell of a solution of the master. */
export type ClassShare = { readonly members: readonly Person[]; readonly online: Float64Array };

/** A shift with its breaks that somebody of a class works. */
type ShiftColumn = AddedColumn & { readonly shift?: { readonly own: PeopleClass; readonly option: number; readonly breaks: Int32Array } };

/** The master problem of column generation, for one week. */
export type Master = {
  readonly session: HighsSession;
  /** What the master leaves out of its objective: surplus that the need uses up, and wishes that nobody can grant. */
  readonly constant: number;
  /** Prices of this week to begin with. */
  readonly firstPrices: Prices;
  /** Prices of cover from row duals, and columns that would improve the master under these duals: none at the optimum. */
  price(duals: readonly number[]): { readonly prices: Prices; readonly columns: readonly ShiftColumn[] };
  /** Adds columns that `price` found. */
  add(columns: readonly ShiftColumn[]): void;
  /** When a solution has the people on line. */
  shares(values: readonly number[]): readonly ClassShare[];
  /** Columns of a known roster, so that the master starts feasible. */
  seed(work: Int32Array, breaks: Int32Array, breaksPerShift: number): void;
};

/**
 * Opens the master of one week: people of a class × day × shift cover the need; a layer of week patterns (how many shifts of each paid length) carries days and
 * hours per week. Rest, runs, weekends and what ties weeks together are left to the bound. Its duals are what matters.
 * The cover is described by cuts and roundings, or `exactly` by states of whole people: slower, and sharper where people are few. Null where states are too many.
 */
export async function openMaster(
  problem: Problem,
  spaces: readonly PathSpace[],
  valuer: DayValuer,
  wasmUrl: string | undefined,
  week: number,
  exactly: boolean,
): Promise<Master | null> {
  const rows: Rows = { list: [], columns: [], entries: [] };
  const part = weekCells(problem, week);
  const { closedSets, isExact } = problem.cover;
  const isSmall = isExact && closedSets.length <= problem.groups.length + problem.queues.length;
  const cover = exactly ? cellStates(problem, rows, part) : coverRows(problem, rows, { ...part, sets: closedSets, isExact: isSmall, mostRows: MOST_ROWS });
  if (cover === null) return null;
  const firstDay = week * DAYS_PER_WEEK;
  const classes = peopleClasses(problem, spaces, rows, week);
  addWishColumns(classes, rows, firstDay);
  const list = rows.list.map((row) => ({ ...row, coefficients: [] as [number, number][] }));
  for (const [row, column, value] of rows.entries) list[row]?.coefficients.push([column, value]);
  const session = await openHighs({ columns: rows.columns, rows: list }, { wasmUrl, primal: true });
  const tables = problem.groups.map(() => new Float64Array(problem.levels.length * problem.cells));
  const shiftColumn = (own: PeopleClass, option: number, breaks: ArrayLike<number>): ShiftColumn => patternColumn(problem, spaces, cover, own, option, breaks);
  /** The shift of each column; none where it is something else. */
  const shiftOf: ShiftColumn['shift'][] = rows.columns.map(() => undefined);
  const add = (columns: readonly ShiftColumn[]): void => {
    for (const { shift } of columns) shiftOf.push(shift);
    session.addColumns(columns);
  };
  const known = new Set<string>();
  const addPattern = (own: PeopleClass, c: number, team: Team, counts: readonly number[], out: ShiftColumn[]): void => {
    const key = `${c}/${team.row}/${counts.join()}`;
    if (known.has(key)) return;
    known.add(key);
    const entries: [number, number][] = [[team.row, 1]];
    counts.forEach((count, l) => {
      if (count > 0) entries.push([own.lengthRow[l] as number, -count]);
    });
    out.push({ cost: 0, coefficients: entries });
  };
  return {
    session,
    constant: leftOut(problem, part, week),
    firstPrices: capPrices(problem, FIRST_SHARE, part),
    price(duals) {
      const { prices, columns } = cover.read(duals);
      const found: ShiftColumn[] = [...columns];
      problem.groups.forEach((_, g) => {
        priceTable(problem, g, prices, tables[g] as Float64Array);
      });
      for (let day = firstDay; day < firstDay + DAYS_PER_WEEK; day += 1) {
        for (let g = 0; g < problem.groups.length; g += 1) {
          const own = classes.filter((candidate) => candidate.group === g);
          if (own.length === 0) continue;
          valuer.prepare(tables[g] as Float64Array, day);
          for (const candidate of own) found.push(...bestShifts(problem, spaces, valuer, candidate, day, duals, shiftColumn));
        }
      }
      classes.forEach((own, c) => {
        for (const team of own.teams) {
          const counts = cheapestPattern(spaces[own.contract] as PathSpace, own, team, duals);
          if (counts !== null) addPattern(own, c, team, counts, found);
        }
      });
      // gains lifted to be safe, and shifts that cut a cell twice, make columns look better than they are
      return { prices, columns: found.filter((column) => reducedCost(column, duals) < IMPROVES) };
    },
    add,
    shares(values) {
      const online = new Map(classes.map((own) => [own, new Float64Array(problem.cells)]));
      shiftOf.forEach((shift, column) => {
        const people = values[column] ?? 0;
        if (shift === undefined || people <= 0) return;
        const own = online.get(shift.own) as Float64Array;
        for (const [cell, atoms] of onlineByCell(problem, shift.option, shift.breaks))
          own[cell] = (own[cell] as number) + (people * atoms) / problem.atomsPerCell;
      });
      return classes.map((own) => ({ members: own.members, online: online.get(own) as Float64Array }));
    },
    seed(work, breaks, breaksPerShift) {
      const found: ShiftColumn[] = [];
      const days = problem.horizon.days.length;
      const supply = problem.groups.map(() => new Int32Array(problem.cells));
      classes.forEach((own, c) => {
        const space = spaces[own.contract] as PathSpace;
        for (const person of own.members) {
          const counts = own.lengths.map(() => 0);
          let worked = 0;
          for (let day = firstDay; day < firstDay + DAYS_PER_WEEK; day += 1) {
            const at = person.index * days + day;
            const option = work[at] as number;
            if (option < 0) continue;
            const l = own.lengths.indexOf(space.units[option] as number);
            counts[l] = (counts[l] as number) + 1;
            worked += 1;
            const starts = breaks.subarray(at * breaksPerShift, (at + 1) * breaksPerShift);
            found.push(shiftColumn(own, option, starts));
            const column = supply[own.group] as Int32Array;
            for (const [cell, atoms] of onlineByCell(problem, option, starts)) column[cell] = (column[cell] as number) + atoms;
          }
          const team = own.teams.find((candidate) => candidate.days === daysOpen(space, person, week)) as Team;
          if (worked <= team.days) addPattern(own, c, team, counts, found);
        }
      });
      add([...found, ...cover.near(supply)]);
    },
  };
}

/** Cells of one week; the first and the last week take what lies outside the horizon. */
function weekCells(problem: Problem, week: number): { readonly from: number; readonly to: number } {
  const { horizon, plan, originMs, cells } = problem;
  const cellMs = cellHours(problem) * 3_600_000;
  const startOf = (day: number): number => Math.floor((dayStartMs(plan.zone, horizon.days[day] as string) - originMs) / cellMs);
  const next = (week + 1) * DAYS_PER_WEEK;
  return { from: week === 0 ? 0 : startOf(week * DAYS_PER_WEEK), to: next < horizon.days.length ? startOf(next) : cells };
}

function leftOut(problem: Problem, { from, to }: { readonly from: number; readonly to: number }, week: number): number {
  const wishes = week === 0 ? problem.people.reduce((sum, person) => sum + person.lostWishes, 0) : 0;
  return wishes + coverOffset(problem, from, to);
}

function reducedCost({ cost, coefficients }: AddedColumn, duals: readonly number[]): number {
  return coefficients.reduce((sum, [row, value]) => sum - value * (duals[row] as number), cost);
}

function daysOpen(space: PathSpace, person: Person, week: number): number {
  const open = person.allowed.slice(week * DAYS_PER_WEEK, (week + 1) * DAYS_PER_WEEK).filter((list) => list.length > 0).length;
  return Math.min(space.maximumDays, open);
}

function peopleClasses(problem: Problem, spaces: readonly PathSpace[], rows: Rows, week: number): PeopleClass[] {
  const members = new Map<string, Person[]>();
  for (const person of problem.people) {
    const key = `${person.contract}/${person.group}/${person.payPerSecond.join()}`;
    members.set(key, [...(members.get(key) ?? []), person]);
  }
  return [...members.values()].map((people) => {
    const { contract, group, payPerSecond } = people[0] as Person;
    const space = spaces[contract] as PathSpace;
    const all = (problem.byContract[contract] as readonly Int32Array[]).flatMap((list) => [...list]);
    const lengths = [...new Set(all.map((o) => space.units[o] as number))].sort((a, b) => a - b);
    const dayRow = Array.from({ length: DAYS_PER_WEEK }, (_, d) => {
      const day = week * DAYS_PER_WEEK + d;
      return addRow(rows, null, people.filter((person) => person.allowed[day]?.length !== 0 && !hasOffWish(person, day)).length);
    });
    const lengthRow = lengths.map(() => addRow(rows, 0, 0));
    const counts = new Map<number, number>();
    for (const person of people) counts.set(daysOpen(space, person, week), (counts.get(daysOpen(space, person, week)) ?? 0) + 1);
    const teams = [...counts].map(([days, count]) => ({ days, count, row: addRow(rows, count, count) }));
    return { contract, group, payPerSecond, members: people, dayRow, lengthRow, lengths, teams };
  });
}

function hasOffWish(person: Person, day: number): boolean {
  return offWish(person, day) > 0;
}

/** Least price of wishes when a person works a day, over being off. */
function offWish(person: Person, day: number): number {
  const families = person.workCost.length / person.offCost.length;
  return Math.max(0, Math.min(...person.workCost.subarray(day * families, (day + 1) * families)) - (person.offCost[day] as number));
}

/** People who would rather be off may work at the price of their wish. */
function addWishColumns(classes: readonly PeopleClass[], rows: Rows, firstDay: number): void {
  for (const own of classes) {
    own.dayRow.forEach((row, d) => {
      const day = firstDay + d;
      const weights = own.members.filter((person) => person.allowed[day]?.length !== 0 && hasOffWish(person, day)).map((person) => offWish(person, day));
      for (const weight of new Set(weights)) addColumn(rows, { cost: weight, upper: weights.filter((other) => other === weight).length }, [[row, -1]]);
    });
  }
}

function patternColumn(
  problem: Problem,
  spaces: readonly PathSpace[],
  cover: CoverRows,
  own: PeopleClass,
  option: number,
  breaks: ArrayLike<number>,
): ShiftColumn {
  const { options, plan, atomSeconds } = problem;
  const space = spaces[own.contract] as PathSpace;
  const day = options.day[option] as number;
  const coefficients: [number, number][] = [];
  let onlineAtoms = 0;
  for (const [cell, atoms] of onlineByCell(problem, option, breaks)) {
    onlineAtoms += atoms;
    for (const entry of cover.rowsOf(own.group, cell, atoms)) coefficients.push([...entry]);
  }
  coefficients.push([own.dayRow[day % DAYS_PER_WEEK] as number, 1], [own.lengthRow[own.lengths.indexOf(space.units[option] as number)] as number, 1]);
  const cost =
    (own.payPerSecond[options.rule[option] as number] as number) * (options.paidSeconds[option] as number) +
    (plan.surplusPerHour * onlineAtoms * atomSeconds) / 3600;
  return { cost, coefficients, shift: { own, option, breaks: Int32Array.from(breaks) } };
}

/** Atoms on line by cell of a shift with its breaks. */
export function onlineByCell(problem: Problem, option: number, breaks: ArrayLike<number>): Map<number, number> {
  const { options, layouts, atomsPerCell } = problem;
  const start = options.startAtom[option] as number;
  const online = new Map<number, number>();
  const add = (from: number, to: number, sign: 1 | -1): void => {
    for (let cell = Math.floor(from / atomsPerCell); cell * atomsPerCell < to; cell += 1) {
      const atoms = Math.min(to, (cell + 1) * atomsPerCell) - Math.max(from, cell * atomsPerCell);
      online.set(cell, (online.get(cell) ?? 0) + sign * atoms);
    }
  };
  add(start, options.endAtom[option] as number, 1);
  layouts[options.layout[option] as number]?.due.forEach((pause, b) => {
    add(start + (breaks[b] as number), start + (breaks[b] as number) + pause.lengthAtoms, -1);
  });
  for (const [cell, atoms] of online) if (atoms === 0) online.delete(cell);
  return online;
}

/** The few best shifts of a class on a day, one per paid length, whose reduced cost is negative. */
function bestShifts(
  problem: Problem,
  spaces: readonly PathSpace[],
  valuer: DayValuer,
  own: PeopleClass,
  day: number,
  duals: readonly number[],
  toColumn: (own: PeopleClass, option: number, breaks: ArrayLike<number>) => ShiftColumn,
): ShiftColumn[] {
  const { options } = problem;
  const space = spaces[own.contract] as PathSpace;
  const best = own.lengths.map(() => ({ option: -1, cost: -1e-7, breaks: new Int32Array(0) }));
  const dayDual = duals[own.dayRow[day % DAYS_PER_WEEK] as number] as number;
  for (const option of optionsOf(problem, own.contract, day)) {
    const l = own.lengths.indexOf(space.units[option] as number);
    const cost =
      (own.payPerSecond[options.rule[option] as number] as number) * (options.paidSeconds[option] as number) -
      valuer.value(option) -
      dayDual -
      (duals[own.lengthRow[l] as number] as number);
    const known = best[l] as (typeof best)[number];
    if (cost >= known.cost) continue;
    known.cost = cost;
    known.option = option;
    known.breaks = valuer.placed.slice();
  }
  return best
    .filter(({ option }) => option >= 0)
    .sort((a, b) => a.cost - b.cost)
    .slice(0, COLUMNS_PER_CLASS_DAY)
    .map(({ option, breaks }) => toColumn(own, option, breaks));
}

/** Week pattern of least dual cost (how many shifts of each length) within the contract's days and hours; null when none improves. */
function cheapestPattern(space: PathSpace, own: PeopleClass, team: Team, duals: readonly number[]): number[] | null {
  const values = own.lengths.map((_, l) => duals[own.lengthRow[l] as number] as number);
  const size = space.unitsCap + 1;
  const cost = Array.from({ length: team.days + 1 }, () => new Float64Array(size).fill(Number.POSITIVE_INFINITY));
  const choice = Array.from({ length: team.days + 1 }, () => new Int32Array(size).fill(-1));
  const before = Array.from({ length: team.days + 1 }, () => new Int32Array(size));
  (cost[0] as Float64Array)[0] = 0;
  for (let d = 0; d < team.days; d += 1) {
    for (let u = 0; u < size; u += 1) {
      const value = cost[d]?.[u] as number;
      if (value === Number.POSITIVE_INFINITY) continue;
      for (let l = 0; l < own.lengths.length; l += 1) {
        const next = u + (own.lengths[l] as number);
        if (next >= size && space.unitsLimited) continue;
        const to = Math.min(next, size - 1);
        if (value + (values[l] as number) >= (cost[d + 1]?.[to] as number)) continue;
        (cost[d + 1] as Float64Array)[to] = value + (values[l] as number);
        (choice[d + 1] as Int32Array)[to] = l;
        (before[d + 1] as Int32Array)[to] = u;
      }
    }
  }
  return readPattern(space, own, team, cost, choice, before, (duals[team.row] as number) - 1e-7);
}

function readPattern(
  space: PathSpace,
  own: PeopleClass,
  team: Team,
  cost: readonly Float64Array[],
  choice: readonly Int32Array[],
  before: readonly Int32Array[],
  threshold: number,
): number[] | null {
  let least = threshold;
  let [bestDays, bestUnits] = [-1, -1];
  for (let d = Math.min(space.minimumDays, team.days); d <= team.days; d += 1) {
    for (let u = Math.min(space.minimumUnits, space.unitsCap); u <= space.unitsCap; u += 1) {
      if ((cost[d]?.[u] as number) >= least) continue;
      least = cost[d]?.[u] as number;
      [bestDays, bestUnits] = [d, u];
    }
  }
  if (bestDays < 0) return null;
  const counts = own.lengths.map(() => 0);
  for (let d = bestDays, u = bestUnits; d > 0; d -= 1) {
    const l = choice[d]?.[u] as number;
    counts[l] = (counts[l] as number) + 1;
    u = before[d]?.[u] as number;
  }
  return counts;
}
