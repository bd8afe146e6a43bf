import type { CalendarEvent, QueueHistory } from '../core/index.js';
import { normalQuantile, quantileOfSorted } from '../numeric/index.js';
import { type AhtEffect, type AhtOccasion, actsOnHandleTime, ahtEffectOf, learnAhtEffects } from './aht-events.js';
import { effectsAt, intervalEffects } from './known-effects.js';
import { rawTable, weekdayOfNumber } from './panel.js';
import { weightedQuantiles } from './weighted-quantiles.js';

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
  /** Quantiles of the log errors ÷ the deviation that both make, at shares 0, 1/40 … 1. */
  readonly quantiles: readonly number[];
  /** What past events did, by kind and by kind/name. */
  readonly effects: Readonly<Record<string, AhtEffect>>;
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

/** Fits the handle-time model; null where the history carries no handle time. `events`: those of the queue. */
export function fitAht(history: QueueHistory, events: readonly CalendarEvent[]): AhtModel | null {
  const contactsColumn = handledContacts(history);
  const contacts = rawTable(history, contactsColumn);
  const work = rawTable(
    history,
    contactsColumn.map((n, i) => (n === null ? null : n * (history.ahtSeconds[i] as number))),
  );
  if (contacts === null || work === null || !work.value.some((seconds) => seconds > 0)) return null;
  const cells: Cells = { days: contacts.days, slots: contacts.slotsPerDay, firstDay: contacts.firstDay, work: work.value, contacts: contacts.value };
  const { plain, effects } = takeOutEvents(cells, eventCells(cells, (history.intervalSeconds ?? 86_400) / 60, events));
  const usual = fitCells(plain);
  const { level, ratios } = usual;
  const spread = ahtSpread(plain, usual);
  return { levelSeconds: level[cells.days] as number, slotsPerDay: cells.slots, ratios: Array.from(ratios), ...spread, effects };
}

/** Cells with contacts under the same events, day by day. */
type EventCells = { readonly events: readonly CalendarEvent[]; readonly own: number[] };

function eventCells({ days, slots, firstDay, contacts }: Cells, slotMinutes: number, events: readonly CalendarEvent[]): EventCells[] {
  const effects = intervalEffects(events, firstDay, firstDay + days - 1, actsOnHandleTime);
  return [...effects.keys()].flatMap((day) => {
    const today = new Map<string, EventCells>();
    for (let s = 0; s < slots; s += 1) {
      const cell = (day - firstDay) * slots + s;
      const active = (contacts[cell] as number) > 0 ? effectsAt(effects, day, Math.floor(s * slotMinutes)) : [];
      const key = active.map((event) => events.indexOf(event)).join();
      const same = today.get(key);
      if (same !== undefined) same.own.push(cell);
      else if (active.length > 0) today.set(key, { events: active, own: [cell] });
    }
    return [...today.values()];
  });
}

/** The cells as they would have been without events, and what those did. Events are judged by times without any. */
function takeOutEvents(cells: Cells, found: readonly EventCells[]): { readonly plain: Cells; readonly effects: AhtModel['effects'] } {
  const contacts = cells.contacts.slice();
  for (const { own } of found) for (const cell of own) contacts[cell] = 0;
  const effects = found.length > 0 && contacts.some((n) => n > 0) ? learnAhtEffects(occasionsOf(cells, { ...cells, contacts }, found)) : {};
  const work = cells.work.slice();
  for (const { events, own } of found) {
    const ratio = events.reduce((product, event) => product * ahtEffectOf(effects, event).ratio, 1);
    for (const cell of own) work[cell] = (work[cell] as number) / ratio;
  }
  return { plain: { ...cells, work }, effects };
}

function occasionsOf({ contacts, work, slots, firstDay }: Cells, without: Cells, found: readonly EventCells[]): AhtOccasion[] {
  const usual = fitCells(without);
  const { level, ratios } = usual;
  const { dayDeviation, contactCv } = ahtSpread(without, usual);
  return found.map(({ events, own }) => {
    let [n, came, expected] = [0, 0, 0];
    for (const cell of own) {
      const day = Math.floor(cell / slots);
      n += contacts[cell] as number;
      came += work[cell] as number;
      expected += (contacts[cell] as number) * (level[day] as number) * (ratios[weekdayOfNumber(firstDay + day) * slots + (cell % slots)] as number);
    }
    return { events, log: Math.log(Math.max(0.1, came / expected)), variance: dayDeviation ** 2 + contactCv ** 2 / n };
  });
}

type Usual = { readonly level: Float64Array; readonly ratios: Float64Array };

/** Level by day and ratios; a second time, with the mix of weekdays and hours taken out of the level. */
function fitCells(cells: Cells): Usual {
  return levelAndRatios(cells, levelAndRatios(cells, null).ratios);
}

function levelAndRatios(cells: Cells, mix: Float64Array | null): { level: Float64Array; ratios: Float64Array } {
  const { slots, firstDay, contacts } = cells;
  const weighed =
    mix === null
      ? cells
      : { ...cells, contacts: contacts.map((n, i) => n * (mix[weekdayOfNumber(firstDay + Math.floor(i / slots)) * slots + (i % slots)] as number)) };
  const level = meanOf(LEVEL_MEMORIES.map((memory) => dayLevels(weighed, memory)));
  return { level, ratios: meanOf(RATIO_MEMORIES.map((memory) => ahtRatios(cells, level, memory))) };
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
    const w = weekdayOfNumber(firstDay + d);
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

/** Days over which the level is taken to have been known when errors are measured: forecasts look a week ahead and more, not to the next day. */
const KNOWN_BEFORE = 7;
/** Days of errors that a normal distribution is worth beside them. */
const NORMAL_DAYS = 20;
const GRID = 40;
/** Weeks that the ratio of a weekday is made of at most, since it forgets. */
const MOST_WEEKS = 20;

/** Splits the error of interval means into a part shared by the day and a part that falls with the count, and keeps how errors spread in units of both. */
function ahtSpread(cells: Cells, { level, ratios }: Usual): Pick<AhtModel, 'dayDeviation' | 'contactCv' | 'quantiles'> {
  const { days, slots, firstDay, work, contacts } = cells;
  const dayErrors: number[] = [];
  const errors: { readonly ratio: number; readonly n: number }[] = [];
  let contactSquares = 0;
  for (let d = Math.max(0, days - 200); d < days; d += 1) {
    const known = level[Math.max(0, d - KNOWN_BEFORE)] as number;
    const sums = { work: 0, expected: 0, n: 0 };
    for (let s = 0; s < slots; s += 1) {
      const n = contacts[d * slots + s] as number;
      if (!(n > 0)) continue;
      const came = work[d * slots + s] as number;
      const expected = n * known * (ratios[weekdayOfNumber(firstDay + d) * slots + s] as number);
      contactSquares += Math.min(n * (came / expected - 1) ** 2, 25);
      errors.push({ ratio: came / expected, n });
      sums.work += came;
      sums.expected += expected;
      sums.n += n;
    }
    if (sums.n > 0) dayErrors.push(Math.min(1, sums.work / sums.expected - 1) ** 2 - 1 / sums.n);
  }
  const deviation = dayErrors.length > 0 ? Math.sqrt(Math.max(1e-4, dayErrors.reduce((sum, e) => sum + e, 0) / dayErrors.length)) : 0.1;
  const contactCv = errors.length > 0 ? Math.sqrt(Math.max(0.01, contactSquares / errors.length)) : 1;
  const scores = errors.map(({ ratio, n }) => Math.log(Math.max(0.01, ratio)) / Math.sqrt(deviation ** 2 + contactCv ** 2 / n));
  const share = dayErrors.length / (dayErrors.length + NORMAL_DAYS);
  const seen = weightedQuantiles(scores, new Float64Array(scores.length).fill(1), GRID);
  const quantiles = seen.map((z, i) => share * z + (1 - share) * normalQuantile(Math.min(0.995, Math.max(0.005, i / GRID))));
  // the ratio of a weekday has seen these very days: so much smaller are their errors than those of days to come
  const own = Math.min(0.5, 7 / days + 1 / MOST_WEEKS);
  const dayDeviation = (deviation * Math.sqrt(1 + own)) / (1 - own);
  return { dayDeviation, contactCv, quantiles };
}

/** Expected mean handle time of a weekday and slot of the local day under some events, and the variance that these bring to its log. */
export function ahtAt(
  model: AhtModel,
  weekday: number,
  slot: number,
  events: readonly CalendarEvent[],
): { readonly seconds: number; readonly variance: number } {
  let seconds = model.levelSeconds * (model.ratios[weekday * model.slotsPerDay + slot] as number);
  let variance = 0;
  for (const event of events) {
    const effect = ahtEffectOf(model.effects, event);
    seconds *= effect.ratio;
    variance += effect.variance;
  }
  return { seconds, variance };
}

/** Band of the mean handle time of `volume` contacts. */
export function ahtBand(model: AhtModel, { seconds, variance }: ReturnType<typeof ahtAt>, volume: number, level: number): [lower: number, upper: number] {
  const deviation = Math.sqrt(model.dayDeviation ** 2 + model.contactCv ** 2 / Math.max(1, volume) + variance);
  const bound = (share: number): number => seconds * Math.exp(quantileOfSorted(model.quantiles, share) * deviation);
  return [Math.min(seconds, bound(0.5 - level / 2)), Math.max(seconds, bound(0.5 + level / 2))];
}
