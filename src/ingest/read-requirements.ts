import type { QueueRequirement, QueueRule, Requirements } from '../core/index.js';
import { checkZone, localDayOf } from '../time/index.js';
import { cellError, numberCell, type PlainRow, type PlainTable, readPlainTable } from './plain-table.js';
import { channelCell, gridColumn, groupOnGrids, type RowGrid, type ZonedReaderOptions } from './read-forecast.js';

const FIGURES = ['volume', 'aht_seconds', 'agents', 'agents_with_shrinkage', 'service_level', 'occupancy', 'asa_seconds', 'abandon_probability'];
const HOURS_PER_FULL_TIME_DAY = 8;

/** Options of {@link readRequirements}. */
export type RequirementReaderOptions = ZonedReaderOptions & {
  /** What each queue is to reach, as `resolvePlan` gives it: intervals whose figures in the file miss it are `unreachable` instead of `met`. */
  readonly queues?: readonly Pick<QueueRule, 'queue' | 'target'>[] | undefined;
};

/** Figures in the file are rounded; misses by less than this are none. */
const ROUNDING = 1e-3;

/**
 * Reads requirements.csv: `queue,start,interval_seconds,volume,aht_seconds,agents,agents_exact,agents_with_shrinkage,service_level,occupancy,asa_seconds,abandon_probability`.
 *
 * @param text - The file. `agents_exact` is what counts (`agents` where it is not there); `agents` defaults to it rounded up, `agents_with_shrinkage` to `agents_exact`.
 * @param options - The zone; `queues`: targets to judge the figures of the file by; without them only intervals with contacts and nobody to take them count as missed.
 * @returns Requirements whose intervals that the file leaves out are closed: 0 agents, null figures. `status` is `unreachable` where the file's own figures
 *   miss the target: a plan with too few people, or a capacity that keeps it out of reach. Targets over a day, week or month say nothing about an interval.
 * @throws {@link UnusableInputError} naming row, column, value and need; also for intervals that overlap or lie off their queue's grid.
 * @example
 * const csv = 'queue,start,interval_seconds,agents_exact\nbilling,2026-12-07T08:00:00+01:00,1800,2.4';
 * readRequirements(csv, { zone: 'Europe/Berlin' }).queues[0]?.agents; // [3]
 */
export function readRequirements(text: string, options: RequirementReaderOptions): Requirements {
  checkZone('readRequirements: zone', options.zone);
  const table = readPlainTable(text, ['queue', 'start', 'interval_seconds', 'agents_exact'], [...FIGURES, 'channel'], options, undefined, {
    agents: 'agents_exact',
  });
  const grids = groupOnGrids(table, options.zone, (row) => JSON.stringify([row.cell('queue'), row.cell('channel')]));
  const queues = grids.map((grid) => toRequirement(table, grid, options));
  return { queues, totals: dayTotals(queues, options.zone), warnings: table.log.issues.map((issue) => issue.message) };
}

function toRequirement(table: PlainTable, grid: RowGrid, { zone, queues }: RequirementReaderOptions): QueueRequirement {
  const first = grid.rows.find((row) => row !== undefined) as PlainRow;
  const agentsExact = grid.rows.map((row) => (row === undefined ? 0 : exactAgents(table, row)));
  const agents = gridColumn(table, grid, 'agents').map((value, i) => value ?? Math.ceil(agentsExact[i] as number));
  const columns = {
    volume: gridColumn(table, grid, 'volume'),
    serviceLevel: gridColumn(table, grid, 'service_level'),
    occupancy: gridColumn(table, grid, 'occupancy'),
    asaSeconds: gridColumn(table, grid, 'asa_seconds'),
    abandonProbability: gridColumn(table, grid, 'abandon_probability'),
  };
  const target = queues?.find(({ queue }) => queue === first.cell('queue'))?.target;
  return {
    queue: first.cell('queue'),
    channel: channelCell(table, first),
    zone,
    startMs: grid.startMs,
    intervalSeconds: grid.intervalSeconds,
    ...columns,
    ahtSeconds: gridColumn(table, grid, 'aht_seconds'),
    agents,
    agentsExact,
    agentsWithShrinkage: gridColumn(table, grid, 'agents_with_shrinkage').map((value, i) => value ?? (agentsExact[i] as number)),
    status: grid.rows.map((row, i) => (row === undefined ? 'closed' : misses(columns, agentsExact[i] as number, target, i) ? 'unreachable' : 'met')),
  };
}

type Figures = Pick<QueueRequirement, 'volume' | 'serviceLevel' | 'occupancy' | 'asaSeconds' | 'abandonProbability'>;

/** True when the figures of an interval miss the target of its queue. */
function misses(figures: Figures, agents: number, target: QueueRule['target'] | undefined, i: number): boolean {
  const { volume, serviceLevel, occupancy, asaSeconds, abandonProbability } = figures;
  if (!((volume[i] ?? 0) > 0)) return false;
  if (agents === 0) return true;
  if (target === undefined) return false;
  const below = (value: number | null | undefined, least: number | undefined): boolean =>
    least !== undefined && value !== null && value !== undefined && value < least - ROUNDING;
  const above = (value: number | null | undefined, most: number | undefined): boolean =>
    most !== undefined && value !== null && value !== undefined && value > most + ROUNDING * Math.max(1, most);
  const isJudged = target.over === 'interval' || target.over === undefined;
  return (
    (isJudged && below(serviceLevel[i], target.serviceLevel)) ||
    above(occupancy[i], target.maxOccupancy) ||
    above(asaSeconds[i], target.asaSeconds) ||
    above(abandonProbability[i], target.abandonProbability)
  );
}

function exactAgents(table: PlainTable, row: PlainRow): number {
  const value = numberCell(table, row, 'agents_exact');
  if (value === null) throw cellError(table, row.row, 'agents_exact', '', 'a number, 0 or more');
  return value;
}

function dayTotals(queues: readonly QueueRequirement[], zone: string): Requirements['totals'] {
  const hours = new Map<string, number>();
  for (const queue of queues) {
    queue.agentsWithShrinkage.forEach((agents, i) => {
      if (queue.status[i] === 'closed') return;
      const day = localDayOf(zone, queue.startMs + i * queue.intervalSeconds * 1000);
      hours.set(day, (hours.get(day) ?? 0) + (agents * queue.intervalSeconds) / 3600);
    });
  }
  return [...hours].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, paidHours]) => ({ day, paidHours, fte: paidHours / HOURS_PER_FULL_TIME_DAY }));
}
