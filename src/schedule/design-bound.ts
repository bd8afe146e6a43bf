import { type AddedColumn, openHighs } from '../optimize/index.js';
import { solveInSlices } from './bound.js';
import type { WorkClock } from './clock.js';
import { type CoverRows, capPrices, cellHours, coverOffset, coverRows, needWithin, type Prices, priceCaps, type Rows } from './cover-rows.js';
import { type DayValuer, dayCells, dayValuer } from './gains.js';
import { onlineByCell } from './master.js';
import { priceTable } from './prices.js';
import { optionsOf, type Problem, type SkillGroup } from './problem.js';

const COLUMNS_PER_DAY = 8;
/** Rows of one part beyond which roundings are left out. */
const MOST_ROWS = 10_000;
const MOST_ROUNDS = 200;

/** Bound on anonymous shifts, and how many people a day the relaxation wants, by group (the people of one queue). */
export type DesignBound = { readonly bound: number; readonly peopleADay: readonly number[] };

/** Days whose shifts share cells, and the end of those cells. */
type DayBlock = { readonly first: number; last: number; to: number };

/** Days whose shifts share cells must be bounded together; days without shifts belong nowhere. */
function dayBlocks(problem: Problem): DayBlock[] {
  const { from, to } = dayCells(problem);
  const blocks: DayBlock[] = [];
  problem.horizon.days.forEach((_, day) => {
    const [begin, end] = [from[day] as number, to[day] as number];
    if (begin === end) return;
    const last = blocks.at(-1);
    if (last === undefined || begin >= last.to) blocks.push({ first: day, last: day, to: end });
    else Object.assign(last, { last: day, to: Math.max(last.to, end) });
  });
  return blocks;
}

/** Covers each queue on its own, block of days by block of days, as a linear programme with generated shifts; the sum of what is proved. */
export async function designBound(problem: Problem, pay: Float64Array, seconds: number, wasmUrl: string | undefined, clock: WorkClock): Promise<DesignBound> {
  const valuer = dayValuer(problem);
  const begin = clock.elapsed();
  const blocks = dayBlocks(problem);
  const peopleADay = problem.groups.map(() => 0);
  const parts = problem.groups.length * blocks.length;
  let bound = 0;
  let done = 0;
  for (let group = 0; group < problem.groups.length; group += 1) {
    let covered = 0;
    for (const [k, block] of blocks.entries()) {
      const from = covered;
      // cells between two blocks hold need that nobody can cover; they belong to the later block, the rest to the last
      const to = k === blocks.length - 1 ? problem.cells : block.to;
      covered = to;
      const limit = (seconds - (clock.elapsed() - begin)) / Math.max(1, parts - done);
      const part = await boundPart(problem, pay, group, block, from, to, limit, valuer, wasmUrl, clock);
      bound += part.bound;
      peopleADay[group] = Math.max(peopleADay[group] as number, part.peopleADay);
      done += 1;
      clock.report({ stage: 'bound', done, total: parts }, done === parts);
    }
  }
  return { bound, peopleADay };
}

async function boundPart(
  problem: Problem,
  pay: Float64Array,
  group: number,
  { first, last }: DayBlock,
  from: number,
  to: number,
  seconds: number,
  valuer: DayValuer,
  wasmUrl: string | undefined,
  clock: WorkClock,
): Promise<{ readonly bound: number; readonly peopleADay: number }> {
  const rows: Rows = { list: [], columns: [], entries: [] };
  const { queues } = problem.groups[group] as SkillGroup;
  const cover = coverRows(problem, rows, { from, to, sets: [queues], isExact: true, mostRows: MOST_ROWS });
  const offset = coverOffset(problem, from, to, queues);
  if (rows.list.length === 0) return { bound: 0, peopleADay: 0 };
  const list = rows.list.map((row) => ({ ...row, coefficients: [] as [number, number][] }));
  for (const [row, column, value] of rows.entries) list[row]?.coefficients.push([column, value]);
  const session = await openHighs({ columns: rows.columns, rows: list }, { wasmUrl, primal: true });
  const table = new Float64Array(problem.levels.length * problem.cells);
  const dayOfColumn: number[] = rows.columns.map(() => -1);
  const stop = clock.elapsed() + seconds;
  const atCaps = priceDays(problem, pay, group, [first, last], capPrices(problem, 1, { from, to }), table, valuer, cover.rowsOf);
  const caps = priceCaps(problem);
  const worth = queues.reduce((sum, q) => sum + needWithin(problem, q, from, to) * (caps[q] as number), 0);
  // costs are never below 0; dear need alone, scaled until no shift gains, proves something before the first solve
  let bound = Math.max(0, atCaps.scale * worth + offset);
  const rough = roughPeopleADay(problem, queues, [first, last]);
  let peopleADay = rough;
  try {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const answer = await solveInSlices(session, () => stop - clock.elapsed(), clock);
      if (answer.status !== 'optimal' || answer.duals === null || answer.values === null) break;
      const { prices } = cover.read(answer.duals);
      const found = priceDays(problem, pay, group, [first, last], prices, table, valuer, cover.rowsOf);
      bound = Math.max(bound, found.scale * prices.constant + offset);
      const wanted = mostADay(answer.values, dayOfColumn);
      // before the last round shifts are missing, in the first one all of them
      peopleADay = found.columns.length === 0 ? wanted : Math.max(wanted, rough);
      if (found.columns.length === 0 || clock.elapsed() > stop) break;
      session.addColumns(found.columns.map(({ column }) => column));
      dayOfColumn.push(...found.columns.map(({ day }) => day));
    }
  } finally {
    session.dispose();
  }
  return { bound, peopleADay };
}

/** A rough count of people per day: the busiest day's hours over the mean shift, and some. Stands in until a relaxation tells. */
function roughPeopleADay(problem: Problem, queues: readonly number[], [first, last]: readonly [number, number]): number {
  const { options, atomSeconds } = problem;
  const cells = dayCells(problem);
  let most = 0;
  for (let day = first; day <= last; day += 1) {
    const own = optionsOf(problem, 0, day);
    const shiftHours =
      own.reduce((sum, o) => sum + (options.endAtom[o] as number) - (options.startAtom[o] as number), 0) / Math.max(1, own.length) / (3600 / atomSeconds);
    const people = queues.reduce(
      (sum, q) => sum + (problem.queues[q]?.isNeed ? needWithin(problem, q, cells.from[day] as number, cells.to[day] as number) : 0),
      0,
    );
    const need = people * cellHours(problem);
    if (shiftHours > 0) most = Math.max(most, (1.3 * need) / shiftHours);
  }
  return most;
}

function mostADay(values: readonly number[], dayOfColumn: readonly number[]): number {
  const sums = new Map<number, number>();
  dayOfColumn.forEach((day, j) => {
    if (day >= 0) sums.set(day, (sums.get(day) ?? 0) + (values[j] as number));
  });
  return Math.max(0, ...sums.values());
}

type Priced = { readonly scale: number; readonly columns: { readonly column: AddedColumn; readonly day: number }[] };

/** Best new shifts under prices, and the share by which the prices must shrink so that no shift gains (Farley's bound). */
function priceDays(
  problem: Problem,
  pay: Float64Array,
  group: number,
  [first, last]: readonly [number, number],
  prices: Prices,
  table: Float64Array,
  valuer: DayValuer,
  rowsOf: CoverRows['rowsOf'],
): Priced {
  const { options, plan, atomSeconds } = problem;
  priceTable(problem, group, prices, table);
  const columns: Priced['columns'] = [];
  let scale = 1;
  for (let day = first; day <= last; day += 1) {
    valuer.prepare(table, day);
    const good: { option: number; reduced: number; breaks: Int32Array }[] = [];
    for (const option of optionsOf(problem, 0, day)) {
      const paid = (pay[options.rule[option] as number] as number) * (options.paidSeconds[option] as number);
      const reduced = paid - valuer.value(option);
      if (reduced < -1e-9) good.push({ option, reduced, breaks: valuer.placed.slice() });
    }
    good.sort((a, b) => a.reduced - b.reduced);
    for (const { option, reduced, breaks } of good) {
      let onlineAtoms = 0;
      const coefficients: [number, number][] = [];
      for (const [cell, atoms] of onlineByCell(problem, option, breaks)) {
        onlineAtoms += atoms;
        for (const entry of rowsOf(group, cell, atoms)) coefficients.push([...entry]);
      }
      const cost =
        (pay[options.rule[option] as number] as number) * (options.paidSeconds[option] as number) + (plan.surplusPerHour * onlineAtoms * atomSeconds) / 3600;
      scale = Math.min(scale, cost / (cost - reduced));
      if (columns.filter((own) => own.day === day).length < COLUMNS_PER_DAY && reduced < -1e-7) columns.push({ column: { cost, coefficients }, day });
    }
  }
  return { scale, columns };
}
