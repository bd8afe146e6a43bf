import type { QueueHistory } from '../core/index.js';
import { normalQuantile } from '../numeric/index.js';
import { rawTable } from './panel.js';

/**
 * Contacts that a ratio of 1 is worth: (variation of single contacts ÷ usual size of the effect)². Weekdays and hours differ by some 40 %,
 * what one hour of one weekday adds to both by some 0.3 %.
 */
const MAIN_PULL = 5;
const CELL_PULL = 100_000;
/** Memories per day; results are averaged over them. */
const LEVEL_MEMORIES: readonly number[] = [0.8, 0.9, 0.97];
const RATIO_MEMORIES: readonly number[] = [0.97, 0.985, 0.995];

/** Mean handle time as level × weekday × time of day; plain data. */
export type AhtModel = {
  readonly levelSeconds: number;
  readonly slotsPerDay: number;
  /** Ratio to the level by weekday × slot of the local day. */
  readonly ratios: readonly number[];
  /** Standard deviation of the log of a day's mean that no count explains. */
  readonly dayDeviation: number;
  /** Coefficient of variation of one contact's handle time, as seen in interval means. */
  readonly contactCv: number;
};

type Cells = { readonly days: number; readonly slots: number; readonly firstDay: number; readonly work: Float64Array; readonly contacts: Float64Array };

/** Contacts behind each mean: handled, else volume less abandoned, else volume. */
function handledContacts(history: QueueHistory): (number | null)[] {
  return history.ahtSeconds.map((aht, i) => {
    if (aht == null) return null;
    const volume = history.volume[i] ?? null;
    const handled = history.handled[i] ?? (volume === null ? null : Math.max(0, volume - (history.abandoned[i] ?? 0)));
    return handled === null ? 1 : handled;
  });
}

/** Fits the handle-time model; null where the history carries no handle time. */
export function fitAht(history: QueueHistory): AhtModel | null {
  const contactsColumn = handledContacts(history);
  const contacts = rawTable(history, contactsColumn);
  const work = rawTable(
    history,
    contactsColumn.map((n, i) => (n === null ? null : n * (history.ahtSeconds[i] as number))),
  );
  if (contacts === null || work === null || !contacts.value.some((n) => n > 0)) return null;
  const cells: Cells = { days: contacts.days, slots: contacts.slotsPerDay, firstDay: contacts.firstDay, work: work.value, contacts: contacts.value };
  const rough = levelAndRatios(cells, null);
  // a second time, with the mix of weekdays and hours taken out of the level
  const { level, ratios } = levelAndRatios(cells, rough.ratios);
  const spread = ahtSpread(cells, level, ratios);
  return { levelSeconds: level[cells.days] as number, slotsPerDay: cells.slots, ratios: Array.from(ratios), ...spread };
}

function levelAndRatios(cells: Cells, mix: Float64Array | null): { level: Float64Array; ratios: Float64Array } {
  const { slots, firstDay, contacts } = cells;
  const weighed =
    mix === null ? cells : { ...cells, contacts: contacts.map((n, i) => n * (mix[weekdayAt(firstDay, i, slots) * slots + (i % slots)] as number)) };
  const level = meanOf(LEVEL_MEMORIES.map((memory) => dayLevels(weighed, memory)));
  return { level, ratios: meanOf(RATIO_MEMORIES.map((memory) => ahtRatios(cells, level, memory))) };
}

function weekdayAt(firstDay: number, cell: number, slots: number): number {
  return (((firstDay + Math.floor(cell / slots) + 3) % 7) + 7) % 7;
}

function meanOf(lists: readonly Float64Array[]): Float64Array {
  return (lists[0] as Float64Array).map((_, i) => lists.reduce((sum, list) => sum + (list[i] as number), 0) / lists.length);
}

/** Level before each day, and after the last: exponentially weighted total work ÷ total contacts. */
function dayLevels({ days, slots, work, contacts }: Cells, memory: number): Float64Array {
  const level = new Float64Array(days + 1);
  let allWork = 0;
  let allContacts = 0;
  for (let i = 0; i < work.length; i += 1) {
    if (!((contacts[i] as number) > 0)) continue;
    allWork += work[i] as number;
    allContacts += contacts[i] as number;
  }
  // the mean of everything stands in before the first day, worth one average day
  let sumContacts = allContacts / days;
  let sumWork = (allWork / allContacts) * sumContacts;
  for (let d = 0; d < days; d += 1) {
    level[d] = sumWork / sumContacts;
    sumWork *= memory;
    sumContacts *= memory;
    for (let s = 0; s < slots; s += 1) {
      const n = contacts[d * slots + s] as number;
      if (!(n > 0)) continue;
      sumContacts += n;
      sumWork += work[d * slots + s] as number;
    }
  }
  level[days] = sumWork / sumContacts;
  return level;
}

type Key = (weekday: number, slot: number) => number;

/** Weekday and time-of-day ratios, then what each cell adds, all shrunk by the contacts behind them. */
function ahtRatios(cells: Cells, level: Float64Array, memory: number): Float64Array {
  const { slots } = cells;
  const weekday = new Float64Array(7).fill(1);
  const slot = new Float64Array(slots).fill(1);
  const ofWeekday: Key = (w) => weekday[w] as number;
  const ofSlot: Key = (_, s) => slot[s] as number;
  for (let pass = 0; pass < 2; pass += 1) {
    shrunkRatios(cells, level, memory, { ratios: weekday, key: (w) => w, other: ofSlot, pull: MAIN_PULL });
    shrunkRatios(cells, level, memory, { ratios: slot, key: (_, s) => s, other: ofWeekday, pull: MAIN_PULL });
  }
  const cell = new Float64Array(7 * slots).fill(1);
  const both: Key = (w, s) => ofWeekday(w, s) * ofSlot(w, s);
  shrunkRatios(cells, level, memory, { ratios: cell, key: (w, s) => w * slots + s, other: both, pull: CELL_PULL });
  return cell.map((value, i) => value * both(Math.floor(i / slots), i % slots));
}

/** Fills `ratios[key]` with work ÷ expected work, each key pulled to 1 by so many contacts. */
function shrunkRatios(
  { days, slots, firstDay, work, contacts }: Cells,
  level: Float64Array,
  memory: number,
  { ratios, key, other, pull }: { readonly ratios: Float64Array; readonly key: Key; readonly other: Key; readonly pull: number },
): void {
  const prior = pull * (level[days] as number);
  const seen = new Float64Array(ratios.length).fill(prior);
  const expected = new Float64Array(ratios.length).fill(prior);
  for (let d = 0; d < days; d += 1) {
    const w = (((firstDay + d + 3) % 7) + 7) % 7;
    const weight = memory ** (days - 1 - d);
    for (let s = 0; s < slots; s += 1) {
      const n = contacts[d * slots + s] as number;
      if (!(n > 0)) continue;
      const k = key(w, s);
      seen[k] = (seen[k] as number) + weight * (work[d * slots + s] as number);
      expected[k] = (expected[k] as number) + weight * n * (level[d] as number) * other(w, s);
    }
  }
  for (let k = 0; k < ratios.length; k += 1) ratios[k] = (seen[k] as number) / (expected[k] as number);
}

/** Splits the log error of interval means into a part shared by the day and a part that falls with the count. */
function ahtSpread(cells: Cells, level: Float64Array, ratios: Float64Array): { dayDeviation: number; contactCv: number } {
  const { days, slots, firstDay, work, contacts } = cells;
  let daySquares = 0;
  let dayCount = 0;
  let contactSquares = 0;
  let contactCount = 0;
  for (let d = Math.max(0, days - 200); d < days; d += 1) {
    const w = (((firstDay + d + 3) % 7) + 7) % 7;
    let dayWork = 0;
    let dayExpected = 0;
    let dayContacts = 0;
    for (let s = 0; s < slots; s += 1) {
      const n = contacts[d * slots + s] as number;
      if (!(n > 0)) continue;
      const expected = n * (level[d] as number) * (ratios[w * slots + s] as number);
      const error = ((work[d * slots + s] as number) - expected) / expected;
      contactSquares += Math.min(n * error * error, 25);
      contactCount += 1;
      dayWork += work[d * slots + s] as number;
      dayExpected += expected;
      dayContacts += n;
    }
    if (dayContacts === 0) continue;
    daySquares += Math.min(1, dayWork / dayExpected - 1) ** 2 - 1 / dayContacts;
    dayCount += 1;
  }
  return {
    dayDeviation: dayCount > 0 ? Math.sqrt(Math.max(1e-4, daySquares / dayCount)) : 0.1,
    contactCv: contactCount > 0 ? Math.sqrt(Math.max(0.01, contactSquares / contactCount)) : 1,
  };
}

/** Expected mean handle time of a weekday and slot of the local day. */
export function ahtAt(model: AhtModel, weekday: number, slot: number): number {
  return model.levelSeconds * (model.ratios[weekday * model.slotsPerDay + slot] as number);
}

/** Band of the mean handle time of `volume` contacts. */
export function ahtBand(model: AhtModel, ahtSeconds: number, volume: number, level: number): [lower: number, upper: number] {
  const z = normalQuantile(0.5 + level / 2);
  const deviation = Math.sqrt(model.dayDeviation ** 2 + model.contactCv ** 2 / Math.max(1, volume));
  return [ahtSeconds * Math.exp(-z * deviation), ahtSeconds * Math.exp(z * deviation)];
}
