import type { Context } from './free-part.js';
import { cellCost, countRows } from './roster.js';
import type { Row } from './stretch.js';

/** Which part of the roster to set free next. */
export type Neighbourhood = { readonly kind: 'days' | 'people' | 'block'; readonly people: readonly number[]; readonly first: number; readonly end: number };

type Random = () => number;

const below = (random: Random, count: number): number => Math.floor(random() * count);

/** People in random order. */
function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = below(random, i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/** A day on which something costs, drawn by cost; any day when nothing does. */
function costlyCell(context: Context, rows: readonly Row[], random: Random): number {
  const { compiled } = context;
  const counts = countRows(compiled, rows);
  let total = 0;
  const costs = Array.from(counts, (count, cell) => {
    const cost = Math.sqrt(cellCost(compiled, cell, count));
    total += cost;
    return cost;
  });
  if (total === 0) return below(random, Math.max(1, counts.length));
  let draw = random() * total;
  const at = costs.findIndex((cost) => {
    draw -= cost;
    return draw < 0;
  });
  return Math.max(0, at);
}

/** About `size` person-days: everybody over some days, some people over all days, or some over some, around a cell that costs. */
export function drawNeighbourhood(context: Context, rows: readonly Row[], kind: Neighbourhood['kind'], size: number, random: Random): Neighbourhood {
  const { days, shiftCount } = context.compiled;
  const everybody = rows.length;
  const cell = random() < 0.7 ? costlyCell(context, rows, random) : below(random, days * shiftCount);
  const day = Math.floor(cell / shiftCount);
  const length =
    kind === 'people'
      ? days
      : kind === 'days'
        ? Math.min(days, Math.max(4, Math.round(size / everybody)))
        : Math.min(days, Math.max(7, Math.round(days ** 0.75)));
  const first = Math.max(0, Math.min(days - length, day - below(random, length)));
  const count = kind === 'days' ? everybody : Math.min(everybody, Math.max(2, Math.round(size / length)));
  return { kind, people: choosePeople(context, rows, cell, count, random), first, end: first + length };
}

/** Half of them able to work the cell's shift, the others anybody. */
function choosePeople(context: Context, rows: readonly Row[], cell: number, count: number, random: Random): number[] {
  const order = shuffled(rows.length, random);
  if (count >= rows.length) return order.sort((a, b) => a - b);
  const shift = cell % context.compiled.shiftCount;
  const able = order.filter((p) => context.compiled.people[p]?.shifts.includes(shift) === true).slice(0, Math.ceil(count / 2));
  const rest = order.filter((p) => !able.includes(p)).slice(0, count - able.length);
  return [...able, ...rest].sort((a, b) => a - b);
}
