import type { CalendarEvent } from '../core/index.js';
import { dayFromNumber, displayDay } from '../time/index.js';
import { columnsOf, writeFeatures } from './day-features.js';
import { type EventCalendar, eventCalendar } from './event-calendar.js';
import type { ClosedCount } from './event-memory.js';
import type { DayDistance } from './fit-bands.js';
import { LEVELS } from './fit-days.js';
import { usable } from './fit-slots.js';
import { leadGroup } from './lead-groups.js';
import { weekdayOfNumber } from './panel.js';
import { plainRoots, spreadRoot } from './plain-members.js';
import { poissonRootVariance } from './poisson-root.js';
import type { QueueModel } from './queue-model.js';
import { specialDayOn } from './special-days.js';
import { isOwnKey } from './teaching-rows.js';

/** Parts of the explanation that hold for a whole day. */
export const DAY_PARTS = ['level', 'weekday', 'month', 'season', 'event'] as const;
type DayPart = (typeof DAY_PARTS)[number];

/** Forecast of one open local day. */
export type DayPlan = {
  /** Root-scale forecast by slot; one entry, the day, for queues that are split. */
  readonly roots: Float64Array;
  readonly factors: Readonly<Record<DayPart, number>>;
} & DayDistance;

/** Deviation of the root that the days around the turn of the year have where the history holds none: holidays, and what surrounds them, move volume by some 40 %. */
const TURN_OF_YEAR = 0.2;

/** Volume below which a day counts as good as closed, against an ordinary day. */
const AS_GOOD_AS_CLOSED = 0.6;

/** Plans every open day from the origin to `lastDay`; days that are closed are left out. */
export function planDays(model: QueueModel, lastDay: number): Map<number, DayPlan> {
  const calendar = eventCalendar(model.events, model.originDay, lastDay, model.busyWeekdays);
  const plans = new Map<number, DayPlan>();
  let lead = 0;
  let closedBefore = model.closedBefore === 1;
  for (let day = model.originDay; day <= lastDay; day += 1) {
    const weekday = weekdayOfNumber(day);
    if (!model.openWeekdays.includes(weekday)) continue;
    lead += 1;
    const busy = model.busyWeekdays[weekday] === 1;
    if (isClosed(model, calendar, day)) {
      if (busy) closedBefore = true;
      continue;
    }
    const event = calendar.keys.get(day)?.some(isOwnKey) === true;
    const plan = planDay(model, calendar, day, lead, busy && closedBefore && !event);
    plans.set(day, lead === 1 && model.tail !== null ? learnFromTail(model, plan, model.tail) : plan);
    const doubtful = (calendar.events.get(day) ?? []).some((candidate) => maybeClosed(model, candidate));
    if (busy) closedBefore = doubtful || plan.factors.event < AS_GOOD_AS_CLOSED;
  }
  return plans;
}

function isClosed(model: QueueModel, calendar: EventCalendar, day: number): boolean {
  if (calendar.closed.has(day)) return true;
  if ((calendar.events.get(day) ?? []).some((event) => usuallyClosed(model, event))) return true;
  return !calendar.keys.has(day) && specialDayOn(model.specialDays, day)?.closed === true;
}

/** What the past says about an event: by name where the history knows it, else by kind. */
function pastOf(model: QueueModel, event: CalendarEvent): ClosedCount & { readonly byName: boolean } {
  const byName = model.closedOn[`${event.kind}/${event.name}`];
  const known = event.effect === null && event.startTime === null && event.endTime === null;
  return { ...((known ? (byName ?? model.closedOn[event.kind]) : undefined) ?? { closed: 0, days: 0 }), byName: byName !== undefined };
}

/** True for events on which the queue was closed before. Other events of the kind count only when there are many: closing an open day is the worse error. */
function usuallyClosed(model: QueueModel, event: CalendarEvent): boolean {
  const { closed, days, byName } = pastOf(model, event);
  return byName ? closed > 0.5 * days : closed === days && days >= 5;
}

/** True when the queue was closed on most comparable events, though that is not enough to close it. */
function maybeClosed(model: QueueModel, event: CalendarEvent): boolean {
  const { closed, days } = pastOf(model, event);
  return closed > 0.5 * days;
}

/** Asks the planner about events ahead that may well be closures. */
export function closureHints(model: QueueModel, lastDay: number): string[] {
  const calendar = eventCalendar(model.events, model.originDay, lastDay, model.busyWeekdays);
  const hints: string[] = [];
  for (let day = model.originDay; day <= lastDay; day += 1) {
    const event = (calendar.events.get(day) ?? []).find((candidate) => maybeClosed(model, candidate));
    if (event === undefined || !model.openWeekdays.includes(weekdayOfNumber(day)) || isClosed(model, calendar, day)) continue;
    const { closed, days } = pastOf(model, event);
    hints.push(
      `${displayDay(dayFromNumber(day))} (${event.name}) is forecast as open, but ${closed} of ${days} past days of this kind were closed. Declare a closure if it will be.`,
    );
  }
  return hints;
}

/** Slots of the model's own table: one for queues that are split. */
function modelSlots(model: QueueModel): number {
  return model.split === null ? model.slots : 1;
}

function planDay(model: QueueModel, calendar: EventCalendar, day: number, lead: number, afterClosure: boolean): DayPlan {
  const weekday = weekdayOfNumber(day);
  // a begun day is nearly over: the days after it are as near as others are after a whole one
  const group = leadGroup(model.tail !== null && lead > 1 ? lead - 1 : lead);
  const keys = calendar.keys.get(day) ?? [];
  const special = keys.some(isOwnKey) ? null : specialDayOn(model.specialDays, day);
  const logs = dayLogs(model, calendar, day, group, afterClosure && special === null);
  if (special !== null) logs.event += special.effect;
  const score = Math.exp(DAY_PARTS.reduce((sum, name) => sum + logs[name], 0));
  const own = shapeOf(model, keys, weekday, logs.event).map((share) => score * share);
  const alone = afterClosure || keys.length > 0 || special !== null;
  const roots = alone ? own : mixMembers(model, own, totalRoots(model, calendar, day, group, own), { weekday, group, lead, day });
  const factors = Object.fromEntries(DAY_PARTS.map((name) => [name, Math.exp(2 * logs[name])])) as Record<DayPart, number>;
  // what the slot members say about the day as a whole belongs to its weekday
  const before = squares(own);
  const after = squares(roots);
  if (before > 0 && after > 0) factors.weekday *= after / before;
  return { roots, factors, lead, doubt: keys.length === 0 && special === null ? doubtOf(model, day) : 0 };
}

/** Nobody can tell what 24 December to 1 January will bring who never saw them. */
function doubtOf(model: QueueModel, day: number): number {
  const date = dayFromNumber(day).slice(5);
  const seen = day - 365 >= (model.regressions[0]?.rule.firstDay ?? Number.NEGATIVE_INFINITY);
  return seen || (date < '12-24' && date > '01-01') ? 0 : TURN_OF_YEAR;
}

/** The day as the model of totals sees it; the day member itself where there is none. */
function totalRoots(model: QueueModel, calendar: EventCalendar, day: number, group: number, own: Float64Array): Float64Array {
  if (model.totals === null) return own;
  const logs = dayLogs(model.totals, calendar, day, group, false);
  const base = weekdayOfNumber(day) * own.length;
  const logRoot = DAY_PARTS.reduce((sum, name) => sum + logs[name], 0);
  return spreadRoot(logRoot, model.totals.shares.slice(base, base + own.length));
}

/** Weighted mean of the day member and what recent weeks and days say about each slot. */
function mixMembers(
  model: QueueModel,
  own: Float64Array,
  totals: Float64Array,
  at: { readonly weekday: number; readonly group: number; readonly lead: number; readonly day: number },
): Float64Array {
  const { weekday, group, lead, day } = at;
  const slots = own.length;
  const weights = model.slotWeights[group] as readonly number[];
  const ofWeekday = (values: readonly number[]): readonly number[] => values.slice(weekday * slots, (weekday + 1) * slots);
  const plain = model.plain === null || model.totals === null ? [] : plainRoots(model.plain, ofWeekday(model.totals.shares), weekday, lead, day);
  const others = [totals, ofWeekday(model.cell), ...plain, ...(model.near[lead - 1] ?? [])];
  return own.map((value, s) => {
    let sum = (weights[0] as number) * value;
    let total = weights[0] as number;
    others.forEach((other, m) => {
      sum += (weights[m + 1] as number) * usable(other[s] ?? 0, value);
      total += weights[m + 1] as number;
    });
    return total > 0 ? sum / total : value;
  });
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** Parts of the day's log score: members weighed together. */
function dayLogs(
  model: Pick<QueueModel, 'regressions' | 'dayWeights'>,
  calendar: EventCalendar,
  day: number,
  group: number,
  afterClosure: boolean,
): Record<DayPart, number> {
  const logs: Record<DayPart, number> = { level: 0, weekday: 0, month: 0, season: 0, event: 0 };
  const weights = model.dayWeights[group] as readonly number[];
  model.regressions.forEach((regression, k) => {
    let share = 0;
    regression.levels.forEach(({ level, weekdays }, i) => {
      const weight = weights[k * LEVELS.length + i] as number;
      share += weight;
      logs.level += weight * level;
      logs.weekday += weight * (weekdays[weekdayOfNumber(day)] as number);
    });
    if (share === 0) return;
    const columns = columnsOf(regression.rule);
    const row = new Float64Array(columns.length);
    writeFeatures(regression.rule, day, calendar, afterClosure, row, 0);
    logs.level += share * regression.centre;
    columns.forEach((column, j) => {
      logs[column.part] += share * (row[j] as number) * (regression.coefficients[j] as number);
    });
    if (afterClosure) logs.event += share * regression.afterClosure;
  });
  return logs;
}

/** Shape of a day: the weekday's own, or that of its kind of event shrunk to a Sunday (effects that lower demand) or the weekday. */
function shapeOf(model: QueueModel, keys: readonly string[], weekday: number, eventLog: number): Float64Array {
  const slots = modelSlots(model);
  const own = Float64Array.from(model.shapes.slice(weekday * slots, (weekday + 1) * slots));
  const kind = keys.find((key) => isOwnKey(key) && model.eventShapes[key] !== undefined);
  if (kind === undefined || slots === 1) return own;
  const past = model.eventShapes[kind] as readonly number[];
  const sunday = eventLog < Math.log(0.85) / 2 && model.openWeekdays.includes(6);
  const base = sunday ? Float64Array.from(model.shapes.slice(6 * slots, 7 * slots)) : own;
  const norm = Math.sqrt(past.reduce((sum, v) => sum + v * v, 0)) || 1;
  const mixed = own.map((share, s) => (share === 0 ? 0 : (past[s] as number) / norm + 0.5 * (base[s] as number)));
  const length = Math.sqrt(squares(mixed));
  return length > 0 ? mixed.map((value) => value / length) : own;
}

/** Moves a day by what its observed part says: posterior mean of the day factor, its prior variance against slot noise (Gaussian conditioning). */
function learnFromTail(model: QueueModel, plan: DayPlan, tail: readonly (number | null)[]): DayPlan {
  const means = slotMeans(model, plan, weekdayOfNumber(model.originDay));
  let expected = 0;
  let seen = 0;
  tail.forEach((value, s) => {
    if (value === null) return;
    expected += means[s] as number;
    seen += value;
  });
  if (!(expected > 0)) return plan;
  const { sharedDeviation, slotDeviations } = model.bands;
  const noise = model.split === null ? slotDeviations.reduce((sum, d) => sum + d * d, 0) / slotDeviations.length : model.split.dispersion / 4;
  const surprise = Math.sqrt((seen + 0.25) / (expected + 0.25)) - 1;
  const prior = sharedDeviation ** 2;
  const factor = 1 + surprise * (prior / (prior + noise / expected + 1e-12));
  return { ...plan, roots: plan.roots.map((root) => root * factor), factors: { ...plan.factors, level: plan.factors.level * factor * factor } };
}

/** Expected contacts of every slot of a day. */
export function slotMeans(model: QueueModel, plan: DayPlan, weekday: number): Float64Array {
  if (model.split === null) return plan.roots.map((root) => meanOfRoot(model, root));
  const total = meanOfRoot(model, plan.roots[0] as number);
  return Float64Array.from(model.split.shares.slice(weekday * model.slots, (weekday + 1) * model.slots), (share) => total * share);
}

/** Mean on the volume scale: the square of a mean root misses the variance of the root, at most that of a Poisson count. */
function meanOfRoot(model: QueueModel, root: number): number {
  const most = model.counts ? poissonRootVariance(root) : 0.25;
  return Math.max(0, root * root - 0.25 + Math.min(model.bands.variance, most));
}
