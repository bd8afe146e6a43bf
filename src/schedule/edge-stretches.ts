import type { QueueRule } from '../core/index.js';
import { addDays, weekdayOf } from '../time/index.js';
import { clockInstant } from './person-rules.js';

/** Time around openings and closings of a queue in which so many people must be on line. */
export function edgeStretches(
  queue: QueueRule,
  zone: string,
  days: readonly string[],
): { readonly fromMs: number; readonly toMs: number; readonly agents: number }[] {
  const { openingHours, atOpening, atClosing } = queue;
  if (openingHours === null || (atOpening === undefined && atClosing === undefined)) return [];
  const around = [addDays(days[0] as string, -1), ...days, addDays(days.at(-1) as string, 1)];
  const open = joined(
    around.flatMap((day) =>
      (openingHours[weekdayOf(day)] ?? []).map(({ fromMinute, toMinute }) => [clockInstant(zone, day, fromMinute), clockInstant(zone, day, toMinute)] as const),
    ),
  );
  // hours cut by the ends of the days looked at are no openings or closings
  const [first, last] = [clockInstant(zone, around[0] as string, 0), clockInstant(zone, addDays(around.at(-1) as string, 1), 0)];
  return open.flatMap(([fromMs, toMs]) => [
    ...(atOpening === undefined || fromMs <= first
      ? []
      : [{ fromMs: fromMs - atOpening.beforeSeconds * 1000, toMs: fromMs + atOpening.afterSeconds * 1000, agents: atOpening.agents }]),
    ...(atClosing === undefined || toMs >= last
      ? []
      : [{ fromMs: toMs - atClosing.beforeSeconds * 1000, toMs: toMs + atClosing.afterSeconds * 1000, agents: atClosing.agents }]),
  ]);
}

/** Stretches that touch become one. */
function joined(stretches: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const [fromMs, toMs] of stretches.toSorted((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last !== undefined && fromMs <= last[1]) last[1] = Math.max(last[1], toMs);
    else found.push([fromMs, toMs]);
  }
  return found;
}
