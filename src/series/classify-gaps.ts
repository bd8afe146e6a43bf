import { type DaySlots, daySlots } from './day-slots.js';
import { silentSlots } from './silent-slots.js';

/** What an interval of a history is. */
export type IntervalState = 'known' | 'zero' | 'closed' | 'missing';

/** Same weekdays looked at on either side when an absent interval is judged. */
const NEIGHBOURS = 4;
/** With fewer neighbours than this, one occurrence is enough to call a slot regular. */
const FEW = 3;
/** A day without any contact is doubted (missing) when at least this many were to be expected. */
const SURELY_BUSY = 5;

/** An interval column before closed and missing are told apart. */
export type GapInput = {
  readonly zone: string;
  readonly startMs: number;
  readonly intervalSeconds: number;
  /** Null where the source says nothing. */
  readonly volume: readonly (number | null)[];
  /** True when the source has no rows for intervals without contacts (call records, exports that leave zeros out). */
  readonly sparse: boolean;
};

/**
 * Tells closed, missing and zero apart.
 *
 * An absent interval is closed when the same slot of the nearest same weekdays (4 before, 4 after, weeks without any data skipped) is mostly
 * absent too, otherwise missing. Looking nearby follows opening hours that change over the years. In sparse sources absent intervals within the
 * hours of activity are zeros. Rows that say 0 all along a stretch between abrupt ends, week after week, are closed as well.
 *
 * @example
 * const days = Array.from({ length: 28 * 24 }, (_, hour) => (hour % 24 < 8 || hour === 250 ? null : 5));
 * const states = classifyGaps({ zone: 'UTC', startMs: Date.parse('2026-01-05T00:00Z'), intervalSeconds: 3600, volume: days, sparse: false });
 * [states[7], states[8], states[250]]; // ['closed', 'known', 'missing']
 */
export function classifyGaps(input: GapInput): IntervalState[] {
  const slots = daySlots(input.zone, input.startMs, input.intervalSeconds, input.volume.length);
  const silent = input.sparse ? null : silentSlots(slots, input.volume, input.intervalSeconds);
  const volume = silent === null ? input.volume : input.volume.map((value, i) => (silent(i) && value === 0 ? null : value));
  const days = dayTable(slots, volume);
  const judge = input.sparse ? sparseJudge(days) : denseJudge(days);
  return volume.map((value, i) => {
    if (value !== null) return 'known';
    if (silent?.(i)) return 'closed';
    return judge(slots.day[i] as number, slots.slot[i] as number);
  });
}

type DayTable = {
  readonly slots: DaySlots;
  /** 1 where the day × slot has a row (sparse sources: a contact). */
  readonly present: Uint8Array;
  readonly contacts: Float64Array;
  readonly active: Uint8Array;
  /** Contacts of each day. */
  readonly totals: Float64Array;
  /** Nearest same weekdays of each day in weeks that have data. */
  readonly neighbours: readonly (readonly number[])[];
};

function dayTable(slots: DaySlots, volume: readonly (number | null)[]): DayTable {
  const present = new Uint8Array(slots.dayCount * slots.slotsPerDay);
  const contacts = new Float64Array(slots.dayCount * slots.slotsPerDay);
  const active = new Uint8Array(slots.dayCount);
  const totals = new Float64Array(slots.dayCount);
  volume.forEach((value, i) => {
    if (value === null) return;
    const day = slots.day[i] as number;
    const cell = day * slots.slotsPerDay + (slots.slot[i] as number);
    present[cell] = 1;
    active[day] = 1;
    contacts[cell] = (contacts[cell] as number) + value;
    totals[day] = (totals[day] as number) + value;
  });
  return { slots, present, contacts, active, totals, neighbours: nearestSameWeekdays(slots, active) };
}

/** For each day the nearest same weekdays before and after, in weeks that have data at all. */
function nearestSameWeekdays(slots: DaySlots, active: Uint8Array): number[][] {
  const weekOf = (day: number): number => Math.floor((day + slots.firstWeekday) / 7);
  const weekHasData = new Uint8Array(weekOf(Math.max(0, slots.dayCount - 1)) + 1);
  active.forEach((flag, day) => {
    if (flag === 1) weekHasData[weekOf(day)] = 1;
  });
  return Array.from({ length: slots.dayCount }, (_, day) => {
    const found: number[] = [];
    for (const step of [-7, 7]) {
      let taken = 0;
      for (let other = day + step; other >= 0 && other < slots.dayCount && taken < NEIGHBOURS; other += step) {
        if (weekHasData[weekOf(other)] !== 1) continue;
        found.push(other);
        taken += 1;
      }
    }
    return found;
  });
}

function isRegular(hits: number, of: number): boolean {
  return of < FEW ? hits > 0 : hits / of > 0.5;
}

function countWhere(days: readonly number[], test: (day: number) => boolean): number {
  let count = 0;
  for (const day of days) if (test(day)) count += 1;
  return count;
}

/** Judges absent intervals of sources that write a row for every open interval. */
function denseJudge(table: DayTable): (day: number, slot: number) => IntervalState {
  const { slots, present, active, neighbours } = table;
  const activeDays = neighbours.map((days) => days.filter((day) => active[day] === 1));
  return (day, slot) => {
    const same = neighbours[day] ?? [];
    if (
      active[day] === 0 &&
      !isRegular(
        countWhere(same, (other) => active[other] === 1),
        same.length,
      )
    )
      return 'closed';
    let compare = activeDays[day] ?? [];
    if (compare.length === 0) compare = nearestActiveDays(table, day);
    if (compare.length === 0) return 'missing'; // one day alone says nothing about hours
    const hits = countWhere(compare, (other) => present[other * slots.slotsPerDay + slot] === 1);
    return isRegular(hits, compare.length) ? 'missing' : 'closed';
  };
}

/** Active days of any weekday next to a day that has no same weekday to compare with. */
function nearestActiveDays({ slots, active }: DayTable, day: number): number[] {
  const found: number[] = [];
  for (let distance = 1; distance < 14 && found.length < 2 * NEIGHBOURS; distance += 1)
    for (const other of [day - distance, day + distance]) if (other >= 0 && other < slots.dayCount && active[other] === 1) found.push(other);
  return found;
}

/** Judges absent intervals of sources that only write what happened. */
function sparseJudge(table: DayTable): (day: number, slot: number) => IntervalState {
  const { slots, active, totals, neighbours } = table;
  const open = Array.from({ length: slots.dayCount }, (_, day) => {
    const days = [day, ...(neighbours[day] ?? [])].filter((other) => active[other] === 1);
    return sparseOpenSlots(table, days.length > 1 ? days : [...days, ...nearestActiveDays(table, day)]);
  });
  return (day, slot) => {
    const same = neighbours[day] ?? [];
    if (
      active[day] === 0 &&
      !isRegular(
        countWhere(same, (other) => active[other] === 1),
        same.length,
      )
    )
      return 'closed';
    if (open[day]?.[slot] !== 1) return 'closed';
    if (active[day] === 1) return 'zero';
    const expected = same.reduce((sum, other) => sum + (totals[other] as number), 0) / Math.max(1, same.length);
    return expected >= SURELY_BUSY ? 'missing' : 'zero';
  };
}

/** Expected contacts in a stretch without any, from which on chance no longer explains it (e⁻¹² ≈ 6·10⁻⁶). */
const BEYOND_CHANCE = 12;

/** Slots in which a sparse source is open: from the first to the last regular slot, without stretches that chance cannot leave empty. */
function sparseOpenSlots({ slots, contacts, present }: DayTable, days: readonly number[]): Uint8Array {
  const open = new Uint8Array(slots.slotsPerDay);
  const sums = new Float64Array(slots.slotsPerDay);
  const hits = new Float64Array(slots.slotsPerDay);
  for (const day of days) {
    for (let s = 0; s < slots.slotsPerDay; s += 1) {
      sums[s] = (sums[s] as number) + (contacts[day * slots.slotsPerDay + s] as number);
      hits[s] = (hits[s] as number) + (present[day * slots.slotsPerDay + s] as number);
    }
  }
  const [first, last] = regularSpan(hits, days.length);
  if (last < first) return open;
  open.fill(1, first, last + 1);
  const mean = sums.subarray(first, last + 1).reduce((sum, value) => sum + value, 0) / (last + 1 - first);
  for (let from = first; from <= last; from += 1) {
    let to = from;
    while (to <= last && sums[to] === 0) to += 1;
    if ((to - from) * mean >= BEYOND_CHANCE) open.fill(0, from, to);
    from = to;
  }
  return open;
}

/** First and last slot with contacts on at least a fifth of the days, in blocks wide enough for the volume. */
function regularSpan(hits: Float64Array, dayCount: number): [first: number, last: number] {
  for (let block = 1; block <= hits.length; block *= 2) {
    const blocks = Array.from({ length: Math.ceil(hits.length / block) }, (_, b) =>
      hits.subarray(b * block, (b + 1) * block).reduce((sum, value) => sum + value, 0),
    );
    const regular = blocks.map((count) => count >= Math.max(Math.min(2, dayCount), 0.2 * dayCount));
    const first = regular.indexOf(true);
    const last = regular.lastIndexOf(true);
    const filled = regular.filter(Boolean).length;
    if (first < 0 || filled < 0.5 * (last - first + 1)) continue;
    const positive = (s: number): boolean => (hits[s] as number) > 0;
    let from = first * block;
    let to = Math.min(hits.length, (last + 1) * block) - 1;
    while (from < to && !positive(from)) from += 1;
    while (to > from && !positive(to)) to -= 1;
    return [from, to];
  }
  return [hits.findIndex((count) => count > 0), hits.findLastIndex((count) => count > 0)];
}
