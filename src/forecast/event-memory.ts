import type { EventCalendar } from './event-calendar.js';
import type { Panel } from './panel.js';
import { isOwnKey } from './teaching-rows.js';

/** Sums of root-scale days by kind of event: the larger its days, the more each says about the shape. */
export function eventShapes(panel: Panel, x: Float64Array, calendar: EventCalendar): Record<string, number[]> {
  const shapes: Record<string, number[]> = {};
  for (let r = 0; r < panel.rows; r += 1) {
    if (panel.missing[r] === 1) continue;
    for (const key of calendar.keys.get(panel.rowDay[r] as number) ?? []) {
      if (!isOwnKey(key) || key.includes('/')) continue;
      const sum = shapes[key] ?? new Array<number>(panel.slots).fill(0);
      for (let s = 0; s < panel.slots; s += 1) sum[s] = (sum[s] as number) + (x[r * panel.slots + s] as number);
      shapes[key] = sum;
    }
  }
  return shapes;
}

/** On how many of its past days an event found the queue without a single contact recorded. */
export type ClosedCount = { readonly closed: number; readonly days: number };

/** Counts closed days of events, by kind and by kind/name. */
export function closedCounts(panel: Panel, calendar: EventCalendar): Record<string, ClosedCount> {
  const counts: Record<string, ClosedCount> = {};
  for (let r = 0; r < panel.rows; r += 1) {
    for (const key of calendar.keys.get(panel.rowDay[r] as number) ?? []) {
      if (!isOwnKey(key)) continue;
      const { closed, days } = counts[key] ?? { closed: 0, days: 0 };
      const empty = !panel.seen.subarray(r * panel.slots, (r + 1) * panel.slots).includes(1);
      counts[key] = { closed: closed + (empty ? 1 : 0), days: days + 1 };
    }
  }
  return counts;
}
