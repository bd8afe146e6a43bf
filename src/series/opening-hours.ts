import { type ClockRange, InvalidInputError, type QueueHistory, WEEKDAYS, type WeekHours } from '../core/index.js';
import { type DaySlots, daySlots } from './day-slots.js';

/** Weeks looked back on: hours of a year ago may no longer hold. */
const RECENT_WEEKS = 8;
const FEW = 4;

/**
 * Infers a queue's regular weekly opening hours from the presence of known intervals in the last 8 weeks that have data.
 *
 * A weekday is open when it has data in more than half of those weeks, a slot when it is known on more than half of the weekday's days with data
 * (once is enough with fewer than 4).
 *
 * @param history - One series on an interval grid, as `readHistory` returns it (closed and missing intervals are null).
 * @returns Clock ranges by weekday, 0 = Monday; empty lists for days that are closed. Coarser grains count as open all day on every day.
 * @example
 * const { queues } = await readHistory('timestamp,volume\n2026-01-05 08:00,22\n2026-01-05 08:30,31', { zone: 'UTC' });
 * inferOpeningHours(queues[0])[0]; // [{ fromMinute: 480, toMinute: 540 }]
 */
export function inferOpeningHours(history: QueueHistory): WeekHours {
  if (history.intervalSeconds === null) return WEEKDAYS.map(() => [{ fromMinute: 0, toMinute: 1440 }]);
  const slots = daySlots(history.zone, history.startMs, history.intervalSeconds, history.volume.length);
  const { weeks, days, hits } = recentPresence(slots, history.volume);
  const minutesPerSlot = history.intervalSeconds / 60;
  return WEEKDAYS.map((_, weekday) => {
    const dayHits = days[weekday] as number;
    if (!isRegular(dayHits, weeks)) return [];
    const row = hits.subarray(weekday * slots.slotsPerDay, (weekday + 1) * slots.slotsPerDay);
    return joinSlots(row, (count) => isRegular(count, dayHits), minutesPerSlot);
  });
}

function isRegular(hits: number, of: number): boolean {
  return of < FEW ? hits > 0 : hits / of > 0.5;
}

type Presence = { readonly weeks: number; readonly days: Float64Array; readonly hits: Float64Array };

/** Counts over the last weeks with data: weeks, days with data per weekday, days with data per weekday and slot. */
function recentPresence(slots: DaySlots, volume: readonly (number | null)[]): Presence {
  const weekOf = (i: number): number => Math.floor(((slots.day[i] as number) + slots.firstWeekday) / 7);
  const weeks = new Set<number>();
  let from = volume.length;
  for (let i = volume.length - 1; i >= 0; i -= 1) {
    if (volume[i] === null) continue;
    if (!weeks.has(weekOf(i)) && weeks.size === RECENT_WEEKS) break;
    weeks.add(weekOf(i));
    from = i;
  }
  const days = new Float64Array(7);
  const hits = new Float64Array(7 * slots.slotsPerDay);
  let lastDay = -1;
  let lastCell = -1;
  for (let i = from; i < volume.length; i += 1) {
    if (volume[i] === null) continue;
    const weekday = slots.weekday[i] as number;
    const day = slots.day[i] as number;
    const cell = weekday * slots.slotsPerDay + (slots.slot[i] as number);
    if (day !== lastDay) days[weekday] = (days[weekday] as number) + 1;
    if (day !== lastDay || cell !== lastCell) hits[cell] = (hits[cell] as number) + 1; // a doubled hour has its slots twice
    lastDay = day;
    lastCell = cell;
  }
  return { weeks: weeks.size, days, hits };
}

function joinSlots(row: Float64Array, isOpen: (count: number) => boolean, minutesPerSlot: number): ClockRange[] {
  const ranges: { fromMinute: number; toMinute: number }[] = [];
  row.forEach((count, slot) => {
    if (!isOpen(count)) return;
    const fromMinute = slot * minutesPerSlot;
    const toMinute = Math.min(1440, fromMinute + minutesPerSlot);
    const last = ranges.at(-1);
    if (last !== undefined && last.toMinute === fromMinute) last.toMinute = toMinute;
    else ranges.push({ fromMinute, toMinute });
  });
  return ranges;
}

/**
 * Writes weekly opening hours the way plan.json spells them; days with equal hours share a key, closed days are left out.
 *
 * @example
 * const day = [{ fromMinute: 480, toMinute: 1200 }];
 * formatOpeningHours([day, day, day, day, day, [], []]); // { 'mon-fri': ['08:00-20:00'] }
 */
export function formatOpeningHours(hours: WeekHours): Record<string, string[]> {
  if (hours.length !== 7) throw new InvalidInputError(`formatOpeningHours: hours must have 7 weekdays, got ${hours.length}.`);
  const groups = new Map<string, number[]>();
  hours.forEach((ranges, weekday) => {
    if (ranges.length === 0) return;
    const text = ranges.map(({ fromMinute, toMinute }) => `${clock(fromMinute)}-${clock(toMinute > 1440 ? toMinute - 1440 : toMinute)}`).join(';');
    groups.set(text, [...(groups.get(text) ?? []), weekday]);
  });
  return Object.fromEntries([...groups].map(([text, weekdays]) => [dayNames(weekdays), text.split(';')]));
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(Math.floor(minute % 60)).padStart(2, '0')}`;
}

/** `mon-fri`, `sat`, `mon,wed,fri`: neighbouring days become ranges, others are listed. */
function dayNames(weekdays: readonly number[]): string {
  const name = (weekday: number): string => WEEKDAYS[weekday]?.slice(0, 3) ?? '';
  const names: string[] = [];
  for (let i = 0; i < weekdays.length; ) {
    let j = i;
    while (j + 1 < weekdays.length && weekdays[j + 1] === (weekdays[j] as number) + 1) j += 1;
    const first = weekdays[i] as number;
    const last = weekdays[j] as number;
    names.push(last > first ? `${name(first)}-${name(last)}` : name(first));
    i = j + 1;
  }
  return names.join(',');
}
