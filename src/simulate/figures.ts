import { AGENT_COUNTER_COUNT, COUNTER_COUNT, COUNTERS, GROUP_COUNTER_COUNT, GROUP_COUNTERS, type Tally } from './tally.js';

const c = COUNTERS;

/** A ratio of sums of counters; what is listed under `less` is taken off the denominator. No denominator: per replication. */
type Ratio = { readonly of: readonly number[]; readonly to: readonly number[]; readonly less: readonly number[] };

function ratio(of: readonly number[], to: readonly number[], less: readonly number[] = []): Ratio {
  return { of, to, less };
}

/** Stands for the length of the stretch among the counters of a type. */
const SPAN: number = COUNTER_COUNT;

/** Names of the figures of a contact type. */
export type TypeRatio =
  | 'offered'
  | 'levelOffered'
  | 'levelAnswered'
  | 'levelExcluding'
  | 'levelIncluding'
  | 'abandonProbability'
  | 'abandonedWithinThreshold'
  | 'waitProbability'
  | 'blockProbability'
  | 'callbackProbability'
  | 'asaSeconds'
  | 'meanWaitSeconds'
  | 'meanQueue'
  | 'ahtSeconds'
  | 'unfinished'
  | 'selfServed';

/** Every figure of a contact type, in the order in which moments are kept. */
const TYPE_RATIOS: Readonly<Record<TypeRatio, Ratio>> = {
  offered: ratio([c.offered], []),
  levelOffered: ratio([c.answeredWithin], [c.offered], [c.calledBack]),
  levelAnswered: ratio([c.answeredWithin], [c.answered]),
  levelExcluding: ratio([c.answeredWithin], [c.offered], [c.calledBack, c.abandonedWithin]),
  levelIncluding: ratio([c.answeredWithin, c.abandonedWithin], [c.offered], [c.calledBack]),
  abandonProbability: ratio([c.abandoned], [c.offered]),
  abandonedWithinThreshold: ratio([c.abandonedWithin], [c.offered]),
  waitProbability: ratio([c.waited], [c.offered]),
  blockProbability: ratio([c.blocked], [c.offered]),
  callbackProbability: ratio([c.calledBack], [c.offered]),
  asaSeconds: ratio([c.waitAnswered], [c.answered]),
  meanWaitSeconds: ratio([c.waitAll], [c.answered, c.abandoned]),
  meanQueue: ratio([c.queueTime], [SPAN]),
  ahtSeconds: ratio([c.handleTime], [c.answered]),
  unfinished: ratio([c.unfinished], []),
  selfServed: ratio([c.solved], []),
};

export const TYPE_RATIO_NAMES: readonly TypeRatio[] = Object.keys(TYPE_RATIOS) as TypeRatio[];
const TYPE_LIST: readonly Ratio[] = Object.values(TYPE_RATIOS);
const TYPE_FIGURES: number = TYPE_LIST.length;
/** Of a group: occupancy, mean concurrency. Of a named agent: occupancy, contacts. */
const GROUP_FIGURES = 2;
const AGENT_FIGURES = 2;

/** Sums over replications from which a ratio of expectations and its variance follow: x, y, x², y², xy. */
export const MOMENTS = 5;

/** Time of each group's people on line, per cell, and of each named agent. */
export type Scheduled = { readonly groups: Float64Array; readonly agents: Float64Array };

/** Where the figures of the parts of a system lie. Cell −1 is the total; after the stretches come joined ones. */
export class FigureTable {
  readonly values: Float64Array;
  private readonly groupFrom: number;
  private readonly agentFrom: number;
  private readonly stretches: number;

  /** @param joined - Runs of stretches, first and one past the last, to report as one. */
  constructor(
    readonly types: number,
    readonly groups: number,
    readonly agents: number,
    readonly single: number,
    readonly joined: readonly (readonly [from: number, to: number])[],
  ) {
    this.stretches = single + joined.length;
    this.groupFrom = types * (this.stretches + 1) * TYPE_FIGURES;
    this.agentFrom = this.groupFrom + groups * (this.stretches + 1) * GROUP_FIGURES;
    this.values = new Float64Array((this.agentFrom + agents * AGENT_FIGURES) * MOMENTS);
  }

  ofType(type: number, cell: number, figure: number): number {
    return (type * (this.stretches + 1) + cell + 1) * TYPE_FIGURES + figure;
  }

  ofGroup(group: number, cell: number, figure: number): number {
    return this.groupFrom + (group * (this.stretches + 1) + cell + 1) * GROUP_FIGURES + figure;
  }

  ofAgent(agent: number, figure: number): number {
    return this.agentFrom + agent * AGENT_FIGURES + figure;
  }

  add(figure: number, x: number, y: number): void {
    const { values } = this;
    const at = figure * MOMENTS;
    values[at] = (values[at] as number) + x;
    values[at + 1] = (values[at + 1] as number) + y;
    values[at + 2] = (values[at + 2] as number) + x * x;
    values[at + 3] = (values[at + 3] as number) + y * y;
    values[at + 4] = (values[at + 4] as number) + x * y;
  }
}

/** Adds one replication to the moments; returns each type's totals, counter by counter. */
export function addReplication(table: FigureTable, tally: Tally, scheduled: Scheduled): Float64Array {
  const totals = new Float64Array(table.types * COUNTER_COUNT);
  for (let k = 0; k < table.types; k += 1) totals.set(addType(table, tally, k).subarray(0, COUNTER_COUNT), k * COUNTER_COUNT);
  for (let g = 0; g < table.groups; g += 1) addGroup(table, tally, scheduled, g);
  for (let agent = 0; agent < table.agents; agent += 1) {
    table.add(table.ofAgent(agent, 0), tally.agents[agent * AGENT_COUNTER_COUNT] as number, scheduled.agents[agent] as number);
    table.add(table.ofAgent(agent, 1), tally.agents[agent * AGENT_COUNTER_COUNT + 1] as number, 1);
  }
  return totals;
}

function addType(table: FigureTable, tally: Tally, k: number): Float64Array {
  const { warmUpSeconds, horizonSeconds, boundaries, cells } = tally.window;
  const rows: Float64Array[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const from = (k * cells + cell) * COUNTER_COUNT;
    const row = new Float64Array(COUNTER_COUNT + 1);
    row.set(tally.types.subarray(from, from + COUNTER_COUNT));
    if (cell < table.single) row[SPAN] = overlap(boundaries[cell] as number, boundaries[cell + 1] as number, warmUpSeconds, horizonSeconds);
    rows.push(row);
  }
  const total = sumRows(rows, COUNTER_COUNT + 1);
  total[SPAN] = horizonSeconds - warmUpSeconds;
  addRatios(table, k, -1, total);
  for (let cell = 0; cell < table.single; cell += 1) addRatios(table, k, cell, rows[cell] as Float64Array);
  table.joined.forEach(([from, to], i) => {
    addRatios(table, k, table.single + i, sumRows(rows.slice(from, to), COUNTER_COUNT + 1));
  });
  return total;
}

function sumRows(rows: readonly Float64Array[], width: number): Float64Array {
  const sum = new Float64Array(width);
  for (const row of rows) for (let i = 0; i < width; i += 1) sum[i] = (sum[i] as number) + (row[i] as number);
  return sum;
}

function overlap(from: number, to: number, windowFrom: number, windowTo: number): number {
  return Math.max(0, Math.min(to, windowTo) - Math.max(from, windowFrom));
}

function addRatios(table: FigureTable, k: number, cell: number, row: Float64Array): void {
  for (let figure = 0; figure < TYPE_FIGURES; figure += 1) {
    const { of, to, less } = TYPE_LIST[figure] as Ratio;
    table.add(table.ofType(k, cell, figure), sumOf(row, of), to.length === 0 ? 1 : sumOf(row, to) - sumOf(row, less));
  }
}

function sumOf(row: Float64Array, counters: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < counters.length; i += 1) sum += row[counters[i] as number] as number;
  return sum;
}

/** Numerator and denominator of a figure in one replication's totals. `spanSeconds`: length of the window. */
export function ratioParts(name: TypeRatio, totals: Float64Array, spanSeconds: number): [number, number] {
  const { of, to, less }: Ratio = TYPE_RATIOS[name];
  const row = new Float64Array(COUNTER_COUNT + 1);
  row.set(totals);
  row[SPAN] = spanSeconds;
  return [sumOf(row, of), to.length === 0 ? 1 : sumOf(row, to) - sumOf(row, less)];
}

function addGroup(table: FigureTable, tally: Tally, scheduled: Scheduled, g: number): void {
  const { cells } = tally.window;
  const rows = Array.from({ length: cells }, (_, cell) => {
    const at = (g * cells + cell) * GROUP_COUNTER_COUNT;
    const { groups } = tally;
    return Float64Array.of(
      groups[at + GROUP_COUNTERS.busy] as number,
      groups[at + GROUP_COUNTERS.contacts] as number,
      scheduled.groups[g * cells + cell] as number,
    );
  });
  addGroupRatios(table, g, -1, sumRows(rows, 3));
  for (let cell = 0; cell < table.single; cell += 1) addGroupRatios(table, g, cell, rows[cell] as Float64Array);
  table.joined.forEach(([from, to], i) => {
    addGroupRatios(table, g, table.single + i, sumRows(rows.slice(from, to), 3));
  });
}

function addGroupRatios(table: FigureTable, g: number, cell: number, row: Float64Array): void {
  const [busy, contacts, scheduled] = row as unknown as [number, number, number];
  table.add(table.ofGroup(g, cell, 0), busy, scheduled);
  table.add(table.ofGroup(g, cell, 1), contacts === 0 ? busy : contacts, busy);
}
