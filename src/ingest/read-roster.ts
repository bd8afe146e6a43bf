import type { Activity, AgentRoster, Shift } from '../core/index.js';
import { cellError, dayCell, instantCell, type PlainRow, type PlainTable, readPlainTable, type TextReaderOptions } from './plain-table.js';

/** Options of {@link readRoster}. */
export type RosterReaderOptions = TextReaderOptions & {
  /** Zone for times without offset; without it such times are refused. */
  readonly zone?: string | undefined;
  /** Activities that are not paid (unpaid breaks in plan.json); none by default. */
  readonly unpaidActivities?: readonly string[] | undefined;
};

/**
 * Reads roster.csv: `agent,date,shift,start,end,activity[,queue]`, one row per stretch of one activity.
 *
 * @param text - The file; `date` is the local day on which the shift starts. Rows may come in any order.
 * @returns One entry per agent in order of first appearance; shifts and activities in order of time. The file does not say which breaks are paid:
 *   `paidSeconds` counts everything but `unpaidActivities`.
 * @throws {@link UnusableInputError} naming row, column, value and need for anything that cannot be read, and for stretches of a shift that overlap or leave a gap.
 * @example
 * const csv = 'agent,date,shift,start,end,activity\nAnn,2026-12-07,day,2026-12-07T08:00:00+01:00,2026-12-07T16:00:00+01:00,online';
 * readRoster(csv)[0]?.shifts[0]?.paidSeconds; // 28800
 */
export function readRoster(text: string, options: RosterReaderOptions = {}): AgentRoster[] {
  const table = readPlainTable(text, ['agent', 'date', 'shift', 'start', 'end', 'activity'], ['queue'], options);
  const agents = new Map<string, Map<string, Stretch[]>>();
  for (const row of table.rows) {
    const agent = row.cell('agent');
    if (agent === '') throw cellError(table, row.row, 'agent', '', 'a name');
    const day = dayCell(table, row, 'date');
    if (day === null) throw cellError(table, row.row, 'date', '', 'a date such as 2026-12-07');
    const shifts = agents.get(agent) ?? new Map<string, Stretch[]>();
    agents.set(agent, shifts);
    const key = `${day}\n${row.cell('shift')}`;
    const stretches = shifts.get(key) ?? [];
    shifts.set(key, stretches);
    stretches.push({ row, activity: readActivity(table, row, options.zone ?? null) });
  }
  const unpaid = new Set(options.unpaidActivities ?? []);
  return [...agents].map(([agent, shifts]) => ({
    agent,
    shifts: [...shifts].map(([key, stretches]) => toShift(table, key, stretches, unpaid)).sort((a, b) => a.startMs - b.startMs),
  }));
}

type Stretch = { readonly row: PlainRow; readonly activity: Activity };

function readActivity(table: PlainTable, row: PlainRow, zone: string | null): Activity {
  const startMs = instantCell(table, row, 'start', zone);
  const endMs = instantCell(table, row, 'end', zone);
  if (endMs <= startMs) throw cellError(table, row.row, 'end', row.cell('end'), `later than the start ${row.cell('start')}`);
  const activity = row.cell('activity');
  if (activity === '') throw cellError(table, row.row, 'activity', '', '"online" or the name of a break, training or absence');
  const queue = row.cell('queue');
  return { activity, startMs, endMs, ...(queue === '' ? {} : { queue }) };
}

function toShift(table: PlainTable, key: string, stretches: Stretch[], unpaid: ReadonlySet<string>): Shift {
  const [day = '', shift = ''] = key.split('\n');
  stretches.sort((a, b) => a.activity.startMs - b.activity.startMs);
  stretches.forEach(({ row, activity }, i) => {
    const before = stretches[i - 1]?.activity;
    if (before !== undefined && before.endMs !== activity.startMs)
      throw cellError(table, row.row, 'start', row.cell('start'), 'the end of the stretch before it: the activities of a shift join without gap or overlap');
  });
  const activities = stretches.map((stretch) => stretch.activity);
  const paidMs = activities.reduce((sum, { activity, startMs, endMs }) => sum + (unpaid.has(activity) ? 0 : endMs - startMs), 0);
  return {
    day,
    shift,
    startMs: (activities[0] as Activity).startMs,
    endMs: (activities.at(-1) as Activity).endMs,
    paidSeconds: paidMs / 1000,
    activities,
  };
}
