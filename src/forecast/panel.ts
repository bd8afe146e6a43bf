import type { CalendarEvent, QueueHistory, WeekHours } from '../core/index.js';
import { dayNumber, gridClock, instantOf, localDayOf, localMinuteOf } from '../time/index.js';
import { periodAfter } from './coarse-model.js';
import { fillHoles } from './fill-holes.js';
import { effectsAt, type IntervalEffects, intervalEffects, partDayKey } from './known-effects.js';
import { type OpenCells, openCells } from './open-cells.js';

/** Oldest history that still teaches anything; older days are left out. */
const MOST_DAYS = 1500;

/** History of one queue as a table: one row per open local day, one column per slot of the local clock. */
export type Panel = {
  readonly zone: string;
  readonly intervalSeconds: number;
  /** Daily totals: one column, rows are whole local days. */
  readonly daily: boolean;
  readonly slots: number;
  /** Slot of the day (from local midnight) of the first column. */
  readonly firstSlot: number;
  /** Weekdays (0 = Monday) on which the queue opens; rows exist for these only. */
  readonly openWeekdays: readonly number[];
  /** 1 where the queue opens; weekday × slot. */
  readonly open: Uint8Array;
  readonly rows: number;
  readonly rowDay: Int32Array;
  readonly rowWeekday: Uint8Array;
  /** Contacts, rows × slots; holes filled, 0 where closed. */
  readonly y: Float64Array;
  /** 1 where `y` was observed. */
  readonly seen: Uint8Array;
  /** 1 for days of which less than half of the usual slots was observed. */
  readonly missing: Uint8Array;
  /** First local day that is not complete; the forecast starts on it. */
  readonly originDay: number;
  /** What was already seen of that day (NaN = not seen), or null. */
  readonly tail: Float64Array | null;
  /** End of the history on this queue's own grid. */
  readonly endMs: number;
  /** Every value of the history is a whole number. */
  readonly counts: boolean;
  /** Learnt ratios of part-day events, by kind/name. */
  readonly partDay: Readonly<Record<string, number>>;
};

/** Grid columns of one queue before rows and open hours are known. */
export type RawTable = {
  readonly firstDay: number;
  readonly days: number;
  readonly slotsPerDay: number;
  /** Mean of the observations of a cell (two where the clock repeats an hour); NaN where none. */
  readonly value: Float64Array;
};

/** Slot of the local day that a minute falls into. */
export function slotOfMinute(minute: number, intervalSeconds: number): number {
  return Math.floor((minute * 60) / intervalSeconds);
}

/** True for histories of one value per local day. */
function isDaily(history: QueueHistory): boolean {
  return history.grain === 'day' || (history.intervalSeconds ?? 0) >= 86_400;
}

/** Spreads a history over local days and clock slots. `values` is any column of the history. */
export function rawTable(history: QueueHistory, values: readonly (number | null)[]): RawTable | null {
  const count = values.length;
  let from = 0;
  while (from < count && values[from] == null) from += 1;
  if (from === count) return null;
  if (isDaily(history)) return rawDays(history, values, from);
  const intervalSeconds = history.intervalSeconds as number;
  const clock = gridClock(history.zone, history.startMs, intervalSeconds, count);
  const lastDay = clock.dayNumbers[count - 1] as number;
  const firstDay = Math.max(clock.dayNumbers[from] as number, lastDay - MOST_DAYS + 1);
  const slotsPerDay = slotOfMinute(1439, intervalSeconds) + 1;
  const days = lastDay - firstDay + 1;
  const value = new Float64Array(days * slotsPerDay).fill(Number.NaN);
  const times = new Uint8Array(days * slotsPerDay);
  for (let i = from; i < count; i += 1) {
    const v = values[i];
    const day = (clock.dayNumbers[i] as number) - firstDay;
    if (v == null || !(v >= 0) || day < 0) continue;
    const cell = day * slotsPerDay + slotOfMinute(clock.minutes[i] as number, intervalSeconds);
    const n = times[cell] as number;
    value[cell] = n === 0 ? v : ((value[cell] as number) * n + v) / (n + 1);
    times[cell] = n + 1;
  }
  return { firstDay, days, slotsPerDay, value };
}

function rawDays(history: QueueHistory, values: readonly (number | null)[], from: number): RawTable {
  const start = dayNumber(history.startDay ?? localDayOf(history.zone, history.startMs));
  const skip = Math.max(from, values.length - MOST_DAYS);
  const value = Float64Array.from(values.slice(skip), (v) => (v != null && v >= 0 ? v : Number.NaN));
  return { firstDay: start + skip, days: value.length, slotsPerDay: 1, value };
}

/** End of a queue's history: the first instant that it does not cover. */
export function historyEndMs(history: QueueHistory): number {
  if (history.grain === 'day') {
    const day = history.startDay ?? localDayOf(history.zone, history.startMs);
    return instantOf(history.zone, day, 1440 * history.volume.length);
  }
  if (history.grain !== 'interval') return instantOf(history.zone, periodAfter(history.startDay ?? '', history.grain, history.volume.length), 0);
  return history.startMs + history.volume.length * (history.intervalSeconds ?? 0) * 1000;
}

/** First grid instant of this queue at or after the common end of a history. */
function gridEndMs(history: QueueHistory, commonEndMs: number): number {
  if (history.grain === 'day') return instantOf(history.zone, localDayOf(history.zone, commonEndMs - 1), 1440);
  const step = (history.intervalSeconds ?? 0) * 1000;
  return history.startMs + Math.ceil((commonEndMs - history.startMs) / step) * step;
}

/**
 * Builds the table of one queue; null when it has no value at all.
 *
 * @param events - Events of this queue; closed and part-day stretches count as not observed, known effects are taken out.
 */
export function buildPanel(history: QueueHistory, commonEndMs: number, hours: WeekHours | null, events: readonly CalendarEvent[] = []): Panel | null {
  const raw = rawTable(history, history.volume);
  if (raw === null) return null;
  const daily = isDaily(history);
  const intervalSeconds = daily ? 86_400 : (history.intervalSeconds as number);
  const endMs = gridEndMs(history, commonEndMs);
  const endDay = dayNumber(localDayOf(history.zone, endMs));
  const endSlot = daily ? 0 : slotOfMinute(localMinuteOf(history.zone, endMs), intervalSeconds);
  const cells = openCells(raw, intervalSeconds, daily ? null : hours);
  const originDay = firstIncompleteDay(cells, endDay, endSlot);
  const { open, firstSlot, slots, openWeekdays } = cells;
  const rowDay = Int32Array.from(openDays(raw.firstDay, originDay, openWeekdays));
  const rowWeekday = rowDay.map(weekdayOfNumber);
  const table = { rows: rowDay.length, slots, rowWeekday: Uint8Array.from(rowWeekday), open };
  const observed = readCells(raw, rowDay, cells);
  const effects = takeOutEvents(observed, rowDay, cells, intervalSeconds, intervalEffects(events, raw.firstDay, endDay));
  const { y, seen } = observed;
  const missing = fillHoles({ ...table, y, seen });
  const tailOpen = originDay === endDay && endSlot > firstSlot;
  const tail = tailOpen ? readTail(raw, endDay, endSlot, cells) : null;
  const counts = raw.value.every((value) => Number.isNaN(value) || Number.isInteger(value));
  const partDay = learnPartDays(effects, y, slots);
  return { ...table, zone: history.zone, intervalSeconds, daily, firstSlot, openWeekdays, rowDay, y, seen, missing, originDay, tail, endMs, counts, partDay };
}

/** Weekday of a day number, 0 = Monday. */
export function weekdayOfNumber(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function openDays(fromDay: number, toDay: number, openWeekdays: readonly number[]): number[] {
  return Array.from({ length: Math.max(0, toDay - fromDay) }, (_, i) => fromDay + i).filter((day) => openWeekdays.includes(weekdayOfNumber(day)));
}

/** The last day counts as complete when the queue has no open slot left on it. */
function firstIncompleteDay({ open, slots, firstSlot }: OpenCells, endDay: number, endSlot: number): number {
  const base = weekdayOfNumber(endDay) * slots;
  let begun = false;
  for (let s = 0; s < slots; s += 1) {
    if (open[base + s] === 0) continue;
    if (s + firstSlot >= endSlot) return endDay;
    begun = true;
  }
  return begun ? endDay + 1 : endDay;
}

type Observed = { readonly y: Float64Array; readonly seen: Uint8Array };

function readCells(raw: RawTable, rowDay: Int32Array, { open, slots, firstSlot }: OpenCells): Observed {
  const y = new Float64Array(rowDay.length * slots);
  const seen = new Uint8Array(rowDay.length * slots);
  rowDay.forEach((day, r) => {
    const base = weekdayOfNumber(day) * slots;
    for (let s = 0; s < slots; s += 1) {
      const value = rawValue(raw, day, s + firstSlot);
      if (open[base + s] === 0 || Number.isNaN(value)) continue;
      y[r * slots + s] = value;
      seen[r * slots + s] = 1;
    }
  });
  return { y, seen };
}

function rawValue(raw: RawTable, day: number, slot: number): number {
  const row = day - raw.firstDay;
  return row < 0 || row >= raw.days ? Number.NaN : (raw.value[row * raw.slotsPerDay + slot] as number);
}

function readTail(raw: RawTable, day: number, endSlot: number, { open, slots, firstSlot }: OpenCells): Float64Array {
  const base = weekdayOfNumber(day) * slots;
  return Float64Array.from({ length: slots }, (_, s) => (s + firstSlot < endSlot && open[base + s] === 1 ? rawValue(raw, day, s + firstSlot) : Number.NaN));
}

/** A past cell under a part-day event whose effect is to be learnt. */
type PartDayCell = { readonly key: string; readonly cell: number; readonly day: number; readonly value: number };

/** Changes `observed` in place: closed and part-day cells become holes, known effects are divided or taken out. */
function takeOutEvents({ y, seen }: Observed, rowDay: Int32Array, cells: OpenCells, intervalSeconds: number, effects: IntervalEffects): PartDayCell[] {
  const learnt: PartDayCell[] = [];
  if (effects.size === 0) return learnt;
  const added = new Map<CalendarEvent, number[]>();
  rowDay.forEach((day, r) => {
    if (!effects.has(day)) return;
    for (let s = 0; s < cells.slots; s += 1) {
      const cell = r * cells.slots + s;
      if (seen[cell] === 0) continue;
      for (const event of effectsAt(effects, day, Math.floor(((s + cells.firstSlot) * intervalSeconds) / 60))) {
        if (event.kind !== 'closure' && event.effect?.operation === 'scale' && event.effect.factor > 0) y[cell] = (y[cell] as number) / event.effect.factor;
        else if (event.kind !== 'closure' && event.effect?.operation === 'add') added.set(event, [...(added.get(event) ?? []), cell]);
        else {
          if (event.kind !== 'closure' && event.effect === null) learnt.push({ key: partDayKey(event), cell, day, value: y[cell] as number });
          seen[cell] = 0;
          y[cell] = 0;
        }
      }
    }
  });
  for (const [event, list] of added) takeOutContacts(y, list, event.effect?.operation === 'add' ? event.effect.contacts : 0);
  return learnt;
}

function takeOutContacts(y: Float64Array, cells: readonly number[], contacts: number): void {
  const total = cells.reduce((sum, cell) => sum + (y[cell] as number), 0);
  const keep = total > 0 ? Math.max(0, 1 - contacts / total) : 1;
  for (const cell of cells) y[cell] = (y[cell] as number) * keep;
}

/** Ratio of what came under part-day events to what is usual there, pulled to 1 by half a day's worth. */
function learnPartDays(cells: readonly PartDayCell[], y: Float64Array, slots: number): Record<string, number> {
  const sums: Record<string, { actual: number; usual: number; days: Set<number> }> = {};
  for (const { key, cell, day, value } of slots > 0 ? cells : []) {
    sums[key] ??= { actual: 0, usual: 0, days: new Set() };
    sums[key].actual += value;
    sums[key].usual += y[cell] as number;
    sums[key].days.add(day);
  }
  const ratios = Object.entries(sums).map(([key, { actual, usual, days }]) => {
    const prior = (0.5 * usual) / days.size;
    return [key, usual > 0 ? (actual + prior) / (usual + prior) : 1] as const;
  });
  return Object.fromEntries(ratios);
}
