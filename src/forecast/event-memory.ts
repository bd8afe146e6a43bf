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

/** Share of past days of an event on which nothing at all was recorded, by name, and by kind from five days on. */
export function closedShares(panel: Panel, calendar: EventCalendar): Record<string, number> {
  const days: Record<string, [closed: number, all: number]> = {};
  for (let r = 0; r < panel.rows; r += 1) {
    for (const key of calendar.keys.get(panel.rowDay[r] as number) ?? []) {
      if (!isOwnKey(key)) continue;
      const [closed, all] = days[key] ?? [0, 0];
      const empty = !panel.seen.subarray(r * panel.slots, (r + 1) * panel.slots).includes(1);
      days[key] = [closed + (empty ? 1 : 0), all + 1];
    }
  }
  // other events of the kind speak for a new one only when there are many: closing an open day is the worse error
  return Object.fromEntries(Object.entries(days).map(([key, [closed, all]]) => [key, key.includes('/') || all >= 5 ? closed / all : 0]));
}
