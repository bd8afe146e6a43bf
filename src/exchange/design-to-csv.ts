import type { AnonymousShift, ShiftDesign } from '../core/index.js';
import { checkZone, formatInstant } from '../time/index.js';
import { joinRows, numberCell, textCell } from './csv-cells.js';

const HEADER = ['date', 'shift', 'start', 'end', 'people', 'paid_hours', 'queues', 'breaks'];

/**
 * Writes shifts without names: `date,shift,start,end,people,paid_hours,queues,breaks`.
 *
 * @param design - Result of a plan without agents.
 * @param zone - Zone in which the times are written, with offset.
 * @returns CSV text; `paid_hours` is per person, `queues` are those these people may serve, breaks are written `lunch 12:00-12:30;break 15:00-15:15`.
 * @example
 * const empty = { status: 'optimal', objective: 0, bound: 0, gap: 0, costs: null, shifts: [], fte: 0, coverage: [], surplus: [], shortfalls: [], conflicts: [], warnings: [] };
 * designToCsv(empty, 'UTC'); // 'date,shift,start,end,people,paid_hours,queues,breaks\n'
 */
export function designToCsv(design: ShiftDesign, zone: string): string {
  checkZone('designToCsv: zone', zone);
  const rows = design.shifts.map((shift) => [
    shift.day,
    textCell(shift.shift),
    formatInstant(zone, shift.startMs),
    formatInstant(zone, shift.endMs),
    String(shift.count),
    numberCell(shift.paidSeconds / 3600, 4),
    textCell(shift.queues.join(';')),
    textCell(breaksOf(shift, zone)),
  ]);
  return joinRows(HEADER, rows);
}

function breaksOf(shift: AnonymousShift, zone: string): string {
  const clock = (instantMs: number): string => formatInstant(zone, instantMs).slice(11, 16);
  return shift.activities
    .filter(({ activity }) => activity !== 'online')
    .map(({ activity, startMs, endMs }) => `${activity} ${clock(startMs)}-${clock(endMs)}`)
    .join(';');
}
