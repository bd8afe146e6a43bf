import { type CalendarEvent, type Channel, type QueueHistory, UnusableInputError, type WeekHours } from '../core/index.js';
import { medianOf } from '../numeric/index.js';
import { type AhtModel, fitAht } from './aht-model.js';
import { backtestOrigins } from './backtest-origins.js';
import { type BandModel, fitBands } from './fit-bands.js';
import type { FeatureRule } from './day-features.js';
import { weekdayOfRow } from './double-seasonal.js';
import { type EventCalendar, eventCalendar, eventsOfQueue } from './event-calendar.js';
import { fitDays, type RegressionModel, type Teaching } from './fit-days.js';
import { fitShapes } from './fit-shapes.js';
import { fitSlots } from './fit-slots.js';
import { type DayFlags, flagDays } from './flag-days.js';
import { unitDays } from './intraday-shape.js';
import { buildPanel, type Panel } from './panel.js';

/** Fitted model of one queue: plain data, enough to forecast any horizon. */
export type QueueModel = {
  readonly queue: string;
  readonly channel: Channel;
  readonly reason?: string;
  readonly site?: string;
  readonly zone: string;
  readonly intervalSeconds: number;
  /** One value per local day. */
  readonly daily: boolean;
  /** First instant after the history. */
  readonly endMs: number;
  /** First local day (days since 1970) that the forecast touches. */
  readonly originDay: number;
  readonly slots: number;
  readonly firstSlot: number;
  readonly openWeekdays: readonly number[];
  /** 1 = open, weekday × slot. */
  readonly open: readonly number[];
  /** 1 for weekdays with at least half the volume of the busiest. */
  readonly busyWeekdays: readonly number[];
  readonly events: readonly CalendarEvent[];
  readonly regressions: readonly RegressionModel[];
  /** By lead group: weights of regressions × level shares, then of the slot members. */
  readonly dayWeights: readonly (readonly number[])[];
  readonly dayWapes: readonly (readonly (number | null)[])[];
  readonly slotWeights: readonly (readonly number[])[];
  readonly slotWapes: readonly (readonly (number | null)[])[];
  /** Unit-length root-scale shape, weekday × slot. */
  readonly shapes: readonly number[];
  readonly eventShapes: Readonly<Record<string, readonly number[]>>;
  /** Recent weeks, weekday × slot, root scale. */
  readonly cell: readonly number[];
  /** Near members of the next two open days: day × member × slot; null = nothing to say. */
  readonly near: readonly (readonly (readonly (number | null)[])[])[];
  /** 1 when the last busy day before the forecast was closed or as good as closed. */
  readonly closedBefore: number;
  readonly bands: BandModel;
  readonly aht: AhtModel | null;
  readonly warnings: readonly string[];
};

export type FitContext = {
  readonly endMs: number;
  readonly events: readonly CalendarEvent[];
  readonly hours: WeekHours | null;
  readonly horizonDays: number;
};

/** Fits one queue. */
export function fitQueue(history: QueueHistory, context: FitContext): QueueModel {
  const panel = buildPanel(history, context.endMs, context.hours);
  const days = panel === null ? 0 : panel.missing.filter((flag) => flag === 0).length;
  if (panel === null || days < Math.min(7, panel.openWeekdays.length))
    throw new UnusableInputError(
      `forecast: queue ${JSON.stringify(history.queue)} has ${days} day${days === 1 ? '' : 's'} with data; at least 1 week is needed, 8 weeks or more make a good forecast.`,
      { queue: history.queue, days },
      'tooLittleHistory',
    );
  const { rows, slots } = panel;
  const x = rootScale(panel);
  const units = unitDays(x, rows, slots);
  const flags = flagDays(panel);
  const busy = busyWeekdays(panel, flags);
  const events = eventsOfQueue(context.events, history.queue);
  const calendar = eventCalendar(events, panel.rowDay[0] as number, panel.originDay, busy);
  const teaching = teachingRows(panel, flags, calendar, busy);
  const horizonRows = Math.max(1, Math.ceil((Math.min(context.horizonDays, 56) * panel.openWeekdays.length) / 7));
  const origins = backtestOrigins(rows, panel.openWeekdays.length, horizonRows);
  const dayFit = fitDays({ panel, x, units, calendar, teaching, origins, horizonRows, rules: regressionRules(panel, calendar) });
  const slotOrigins = origins.slice(horizonRows < panel.openWeekdays.length ? -8 : -10);
  const stacked = dayFit.stacked.slice(origins.length - slotOrigins.length);
  const shapes = fitShapes({ panel, x, unit: units.unit, teach: teaching.shape, scored: teaching.scored, origins: slotOrigins, horizonRows });
  const alone = aloneRows(panel, calendar, teaching);
  const slotFit = fitSlots({ panel, x, teach: teaching.shape, scored: teaching.scored, alone, origins: slotOrigins, scores: stacked, shapes: shapes.at });
  const backtestRows: number[] = [];
  const backtestValues: number[] = [];
  slotFit.combined.forEach((values, o) => {
    for (let h = 0; h * slots < values.length; h += 1) {
      const r = (slotOrigins[o] as number) + h;
      if (panel.missing[r] === 1 || calendar.closed.has(panel.rowDay[r] as number)) continue;
      backtestRows.push(r);
      for (let s = 0; s < slots; s += 1) backtestValues.push(values[h * slots + s] as number);
    }
  });
  const bands = fitBands(panel, x, backtestRows, Float64Array.from(backtestValues));
  return {
    queue: history.queue,
    channel: history.channel,
    ...(history.reason === undefined ? {} : { reason: history.reason }),
    ...(history.site === undefined ? {} : { site: history.site }),
    zone: history.zone,
    intervalSeconds: panel.intervalSeconds,
    daily: panel.daily,
    endMs: panel.endMs,
    originDay: panel.originDay,
    slots,
    firstSlot: panel.firstSlot,
    openWeekdays: panel.openWeekdays,
    open: Array.from(panel.open),
    busyWeekdays: Array.from(busy),
    events,
    regressions: dayFit.regressions,
    dayWeights: dayFit.weights.map((w) => Array.from(w)),
    dayWapes: dayFit.wapes,
    slotWeights: slotFit.weights.map((w) => Array.from(w)),
    slotWapes: slotFit.wapes,
    shapes: Array.from(shapes.at.at(-1) as Float64Array),
    eventShapes: eventShapes(panel, x, units.length, calendar),
    cell: Array.from(slotFit.cell),
    near: slotFit.near.map((members) => members.map((member) => Array.from(member, (v) => (v > 0 ? v : null)))),
    closedBefore: closedBeforeOrigin(panel, flags, calendar, busy),
    bands,
    aht: fitAht(history),
    warnings: [],
  };
}

/** √(N + 1/4) where open, 0 elsewhere: nearly constant noise at any volume (Anscombe, Brown et al.). */
function rootScale(panel: Panel): Float64Array {
  const { rows, slots, open, rowWeekday, y } = panel;
  const x = new Float64Array(rows * slots);
  for (let r = 0; r < rows; r += 1) {
    for (let s = 0; s < slots; s += 1) if (open[(rowWeekday[r] as number) * slots + s] === 1) x[r * slots + s] = Math.sqrt((y[r * slots + s] as number) + 0.25);
  }
  return x;
}

/** 1 for weekdays whose median is more than half of the largest. */
function busyWeekdays(panel: Panel, flags: DayFlags): Uint8Array {
  const medians = Array.from({ length: 7 }, (_, w) => {
    const totals: number[] = [];
    for (let r = 0; r < panel.rows; r += 1) if (panel.rowWeekday[r] === w && panel.missing[r] === 0) totals.push(flags.total[r] as number);
    return totals.length > 0 ? medianOf(totals) : 0;
  });
  const most = Math.max(...medians);
  return Uint8Array.from(medians, (median) => (median > 0.5 * most ? 1 : 0));
}

/** Decides which rows teach what. Odd days teach nothing but the effect of their event; days after a closure only that of the closure. */
function teachingRows(panel: Panel, flags: DayFlags, calendar: EventCalendar, busy: Uint8Array): Teaching {
  const { rows, rowDay, rowWeekday, missing } = panel;
  const event = new Uint8Array(rows);
  const afterClosure = new Uint8Array(rows);
  let closed = false;
  for (let r = 0; r < rows; r += 1) {
    const day = rowDay[r] as number;
    const keys = calendar.keys.get(day);
    if (calendar.closed.has(day) || keys?.some((key) => !key.includes(':'))) event[r] = 1;
    if (busy[rowWeekday[r] as number] === 0) continue;
    if (closed && missing[r] === 0 && event[r] === 0) afterClosure[r] = 1;
    closed = flags.low[r] === 1 || calendar.closed.has(day);
  }
  const rule = (allowed: (r: number) => boolean): Uint8Array => Uint8Array.from({ length: rows }, (_, r) => (missing[r] === 0 && allowed(r) ? 1 : 0));
  const ordinary = rule((r) => flags.odd[r] === 0);
  const count = ordinary.reduce((sum, flag) => sum + flag, 0);
  const present = missing.reduce((sum, flag) => sum + 1 - flag, 0);
  // where nearly everything looks odd, nothing is
  const usable = count < Math.max(7, 0.3 * present) ? rule(() => true) : ordinary;
  const plain = (r: number): boolean => usable[r] === 1 && event[r] === 0;
  return {
    regression: rule((r) => (usable[r] === 1 || event[r] === 1) && afterClosure[r] === 0 && !calendar.closed.has(rowDay[r] as number)),
    level: rule((r) => plain(r) && afterClosure[r] === 0),
    shape: rule(plain),
    scored: rule((r) => plain(r) && afterClosure[r] === 0),
    afterClosure,
  };
}

/** Rows of which only the day member knows: after a closure, at and around events. */
function aloneRows(panel: Panel, calendar: EventCalendar, teaching: Teaching): Uint8Array {
  return Uint8Array.from(panel.rowDay, (day, r) => (teaching.afterClosure[r] === 1 || calendar.keys.has(day) ? 1 : 0));
}

const YEARLY_SPAN = 548;
const MONTHLY_SPAN = 80;

/** Day regressions that the length of the history allows. */
function regressionRules(panel: Panel, calendar: EventCalendar): { name: string; rule: FeatureRule; memory: number }[] {
  const firstDay = panel.rowDay[0] as number;
  const span = panel.originDay - firstDay;
  const keys = new Set<string>();
  for (const day of panel.rowDay) for (const key of calendar.keys.get(day) ?? []) keys.add(key);
  const events = [...keys].sort();
  const month = { monthWaves: span >= MONTHLY_SPAN ? 6 : 0, firstDay, events };
  const plain = { name: 'weekday and day of month', memory: 0.985, rule: { ...month, yearWaves: 0, trend: false, bends: [] } };
  if (span < YEARLY_SPAN) return [plain];
  const bends: number[] = [];
  for (let at = 0.15; at <= span / 365.25 - 0.15; at += 0.15) bends.push(at);
  const yearly = (yearWaves: number) => ({ name: `with the year, ${yearWaves} waves, and trend`, memory: 0.995, rule: { ...month, yearWaves, trend: true, bends } });
  return [plain, yearly(4), yearly(10)];
}

/** Sum of root-scale days of each kind of event, plus one day of their usual size in the shape to shrink to, left to the forecast. */
function eventShapes(panel: Panel, x: Float64Array, length: Float64Array, calendar: EventCalendar): Record<string, number[]> {
  const shapes: Record<string, number[]> = {};
  const counts: Record<string, number> = {};
  for (let r = 0; r < panel.rows; r += 1) {
    if (panel.missing[r] === 1) continue;
    for (const key of calendar.keys.get(panel.rowDay[r] as number) ?? []) {
      if (key.includes(':') || key.includes('/')) continue;
      const sum = shapes[key] ?? new Array<number>(panel.slots).fill(0);
      for (let s = 0; s < panel.slots; s += 1) sum[s] = (sum[s] as number) + (x[r * panel.slots + s] as number);
      shapes[key] = sum;
      counts[key] = (counts[key] ?? 0) + (length[r] as number);
    }
  }
  return shapes;
}

function closedBeforeOrigin(panel: Panel, flags: DayFlags, calendar: EventCalendar, busy: Uint8Array): number {
  for (let r = panel.rows - 1; r >= 0; r -= 1) {
    if (busy[weekdayOfRow(panel, r)] === 1) return flags.low[r] === 1 || calendar.closed.has(panel.rowDay[r] as number) ? 1 : 0;
  }
  return 0;
}
