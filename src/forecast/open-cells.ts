import type { WeekHours } from '../core/index.js';
import type { RawTable } from './panel.js';

/** Share of a weekday's usual number of days below which the weekday, or the slot, counts as closed. */
const REGULAR = 0.3;
const RECENT_DAYS = 84;
const LATEST_DAYS = 28;

export type OpenCells = { readonly open: Uint8Array; readonly firstSlot: number; readonly slots: number; readonly openWeekdays: readonly number[] };

/**
 * Finds the weekday × slot cells that history fills regularly (the last four and twelve weeks; all of it where data are thin), or takes the given hours.
 * Columns outside the earliest and latest open slot are dropped.
 */
export function openCells(raw: RawTable, intervalSeconds: number, hours: WeekHours | null): OpenCells {
  const mask = hours === null ? cellsSeen(raw) : cellsGiven(raw.slotsPerDay, intervalSeconds, hours);
  let firstSlot = raw.slotsPerDay;
  let lastSlot = -1;
  const openWeekdays = new Set<number>();
  for (let w = 0; w < 7; w += 1) {
    for (let s = 0; s < raw.slotsPerDay; s += 1) {
      if ((mask[w * raw.slotsPerDay + s] as number) === 0) continue;
      firstSlot = Math.min(firstSlot, s);
      lastSlot = Math.max(lastSlot, s);
      openWeekdays.add(w);
    }
  }
  const slots = Math.max(0, lastSlot - firstSlot + 1);
  const open = new Uint8Array(7 * slots);
  for (let w = 0; w < 7; w += 1) for (let s = 0; s < slots; s += 1) open[w * slots + s] = mask[w * raw.slotsPerDay + s + firstSlot] as number;
  return { open, firstSlot, slots, openWeekdays: [...openWeekdays].sort() };
}

function cellsGiven(slotsPerDay: number, intervalSeconds: number, hours: WeekHours): Uint8Array {
  const mask = new Uint8Array(7 * slotsPerDay);
  for (let w = 0; w < 7; w += 1) {
    for (let s = 0; s < slotsPerDay; s += 1) {
      const minute = (s * intervalSeconds) / 60;
      const today = (hours[w] ?? []).some((range) => minute >= range.fromMinute && minute < range.toMinute);
      const yesterday = (hours[(w + 6) % 7] ?? []).some((range) => minute + 1440 >= range.fromMinute && minute + 1440 < range.toMinute);
      if (today || yesterday) mask[w * slotsPerDay + s] = 1;
    }
  }
  return mask;
}

function cellsSeen(raw: RawTable): Uint8Array {
  const end = lastFilledRow(raw) + 1;
  const quarter = countCells(raw, Math.max(0, end - RECENT_DAYS), end);
  const used = quarter.median >= 0.5 && quarter.filledDays >= 7 ? quarter : countCells(raw, 0, end);
  const month = countCells(raw, Math.max(0, end - LATEST_DAYS), end);
  const mask = new Uint8Array(7 * raw.slotsPerDay);
  const thin = used.median < 0.5;
  for (let w = 0; w < 7; w += 1) {
    // where a weekday is seen so seldom that four weeks may well be without it, their silence says nothing
    const seldom = shareOf(used, w) * (month.calendarDays[w] as number) < 1;
    if (!isOpen(thin || seldom, shareOf(used, w) / used.fullestWeekday, month.days[w] as number, shareOf(month, w))) continue;
    for (let s = 0; s < raw.slotsPerDay; s += 1) {
      const cell = w * raw.slotsPerDay + s;
      const rate = (used.cells[cell] as number) / Math.max(1, used.days[w] as number);
      const latest = month.cells[cell] as number;
      const open = thin
        ? (used.slotTotals[s] as number) > 0.02 * used.fullestSlot
        : isOpen(seldom, rate, latest, latest / Math.max(1, month.days[w] as number));
      if (open) mask[cell] = 1;
    }
  }
  return mask;
}

/** Open: filled in half of the last four weeks, or regularly before and at least once since, so that changed opening hours are followed. */
function isOpen(thin: boolean, regular: number, latestCount: number, latestShare: number): boolean {
  if (thin) return regular >= REGULAR;
  return latestShare >= 0.5 || (regular >= REGULAR && latestCount >= 1);
}

type CellCounts = ReturnType<typeof countCells>;

/** Share of a weekday's calendar days that have any value. */
function shareOf(counts: CellCounts, w: number): number {
  return (counts.days[w] as number) / Math.max(1, counts.calendarDays[w] as number);
}

function lastFilledRow({ days, slotsPerDay, value }: RawTable): number {
  for (let cell = days * slotsPerDay - 1; cell >= 0; cell -= 1) if (!Number.isNaN(value[cell])) return Math.floor(cell / slotsPerDay);
  return -1;
}

/** How often each cell was filled from a day on; `median` over cells that ever were, per day with any value. */
function countCells(raw: RawTable, fromRow: number, toRow: number) {
  const cells = new Float64Array(7 * raw.slotsPerDay);
  const slotTotals = new Float64Array(raw.slotsPerDay);
  const days = new Float64Array(7);
  const calendarDays = new Float64Array(7);
  for (let row = fromRow; row < toRow; row += 1) {
    const w = (((raw.firstDay + row + 3) % 7) + 7) % 7;
    calendarDays[w] = (calendarDays[w] as number) + 1;
    let any = false;
    for (let s = 0; s < raw.slotsPerDay; s += 1) {
      if (Number.isNaN(raw.value[row * raw.slotsPerDay + s])) continue;
      any = true;
      cells[w * raw.slotsPerDay + s] = (cells[w * raw.slotsPerDay + s] as number) + 1;
      slotTotals[s] = (slotTotals[s] as number) + 1;
    }
    if (any) days[w] = (days[w] as number) + 1;
  }
  const rates = Array.from(cells, (count, i) => count / Math.max(1, days[Math.floor(i / raw.slotsPerDay)] as number)).filter((rate) => rate > 0);
  rates.sort((a, b) => a - b);
  return {
    cells,
    slotTotals,
    days,
    calendarDays,
    filledDays: days.reduce((sum, n) => sum + n, 0),
    fullestWeekday: Math.max(...Array.from(days, (n, w) => n / Math.max(1, calendarDays[w] as number))),
    fullestSlot: Math.max(...slotTotals),
    median: rates[rates.length >> 1] ?? 0,
  };
}
