import type { QueueHistory, WeekHours } from '../core/index.js';
import { dayNumber, gridClock, instantOf, localDayOf, localMinuteOf } from '../time/index.js';
import { fillHoles } from './fill-holes.js';
import { openCells } from './open-cells.js';

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
export function isDaily(history: QueueHistory): boolean {
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
    if (v == null || day < 0) continue;
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
  const value = Float64Array.from(values.slice(skip), (v) => v ?? Number.NaN);
  return { firstDay: start + skip, days: value.length, slotsPerDay: 1, value };
}

/** End of a queue's history: the first instant that it does not cover. */
export function historyEndMs(history: QueueHistory): number {
  if (history.grain === 'day') {
    const day = history.startDay ?? localDayOf(history.zone, history.startMs);
    return instantOf(history.zone, day, 1440 * history.volume.length);
  }
  return history.startMs + history.volume.length * (history.intervalSeconds ?? 0) * 1000;
}

/** First grid instant of this queue at or after the common end of a history. */
function gridEndMs(history: QueueHistory, commonEndMs: number): number {
  if (history.grain === 'day') return instantOf(history.zone, localDayOf(history.zone, commonEndMs - 1), 1440);
  const step = (history.intervalSeconds ?? 0) * 1000;
  return history.startMs + Math.ceil((commonEndMs - history.startMs) / step) * step;
}

/** Builds the table of one queue; null when it has no value at all. */
export function buildPanel(history: QueueHistory, commonEndMs: number, hours: WeekHours | null): Panel | null {
  const raw = rawTable(history, history.volume);
  if (raw === null) return null;
  const daily = isDaily(history);
  const intervalSeconds = daily ? 86_400 : (history.intervalSeconds as number);
  const endMs = gridEndMs(history, commonEndMs);
  const endDay = dayNumber(localDayOf(history.zone, endMs));
  const endSlot = daily ? 0 : slotOfMinute(localMinuteOf(history.zone, endMs), intervalSeconds);
  const cells = openCells(raw, intervalSeconds, daily ? null : hours);
  const { open, firstSlot, slots, openWeekdays } = cells;
  const endWeekday = (((endDay + 3) % 7) + 7) % 7;
  let tailOpen = false;
  let tailDone = false;
  for (let s = 0; s < slots; s += 1) {
    if ((open[endWeekday * slots + s] as number) === 0) continue;
    if (s + firstSlot >= endSlot) tailOpen = true;
    else tailDone = true;
  }
  const originDay = tailDone && !tailOpen ? endDay + 1 : endDay;
  const rowDays: number[] = [];
  for (let day = raw.firstDay; day < originDay; day += 1) if (openWeekdays.includes((((day + 3) % 7) + 7) % 7)) rowDays.push(day);
  const rows = rowDays.length;
  const y = new Float64Array(rows * slots);
  const seen = new Uint8Array(rows * slots);
  const read = (day: number, s: number): number => {
    const row = day - raw.firstDay;
    return row < 0 || row >= raw.days ? Number.NaN : (raw.value[row * raw.slotsPerDay + s + firstSlot] as number);
  };
  for (let r = 0; r < rows; r += 1) {
    const day = rowDays[r] as number;
    const weekday = (((day + 3) % 7) + 7) % 7;
    for (let s = 0; s < slots; s += 1) {
      if ((open[weekday * slots + s] as number) === 0) continue;
      const v = read(day, s);
      if (Number.isNaN(v)) continue;
      y[r * slots + s] = v;
      seen[r * slots + s] = 1;
    }
  }
  const rowWeekday = Uint8Array.from(rowDays, (day) => (((day + 3) % 7) + 7) % 7);
  const missing = fillHoles({ rows, slots, rowWeekday, open, y, seen, daysPerWeek: openWeekdays.length });
  const tail = originDay === endDay && tailDone ? Float64Array.from({ length: slots }, (_, s) => (s + firstSlot < endSlot ? read(endDay, s) : Number.NaN)) : null;
  const rowDay = Int32Array.from(rowDays);
  return { zone: history.zone, intervalSeconds, daily, slots, firstSlot, openWeekdays, open, rows, rowDay, rowWeekday, y, seen, missing, originDay, tail, endMs };
}
