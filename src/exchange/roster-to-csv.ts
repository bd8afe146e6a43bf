import type { AgentRoster } from '../core/index.js';
import { checkZone, formatInstant } from '../time/index.js';
import { joinRows, textCell } from './csv-cells.js';

/**
 * Writes roster.csv: `agent,date,shift,start,end,activity,queue`, one row per stretch of one activity.
 *
 * @param agents - People and their shifts, as `schedule` returns them in `agents`.
 * @param zone - Zone in which the times are written, with offset.
 * @returns CSV text; the column `queue` is there only when some activity names one.
 * @example
 * rosterToCsv([], 'Europe/Berlin'); // 'agent,date,shift,start,end,activity\n'
 */
export function rosterToCsv(agents: readonly AgentRoster[], zone: string): string {
  checkZone('rosterToCsv: zone', zone);
  const activities = agents.flatMap(({ agent, shifts }) => shifts.flatMap((shift) => shift.activities.map((activity) => ({ agent, shift, activity }))));
  const withQueue = activities.some(({ activity }) => activity.queue !== undefined);
  const rows = activities.map(({ agent, shift, activity }) => [
    textCell(agent),
    shift.day,
    textCell(shift.shift),
    formatInstant(zone, activity.startMs),
    formatInstant(zone, activity.endMs),
    textCell(activity.activity),
    ...(withQueue ? [textCell(activity.queue ?? '')] : []),
  ]);
  return joinRows(['agent', 'date', 'shift', 'start', 'end', 'activity', ...(withQueue ? ['queue'] : [])], rows);
}
