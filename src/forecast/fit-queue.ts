import { type CalendarEvent, type DayRegressor, InvalidInputError, type QueueHistory, UnusableInputError, type WeekHours } from '../core/index.js';
import { fitAht } from './aht-model.js';
import { backtestOrigins } from './backtest-origins.js';
import { dayErrors } from './day-errors.js';
import { regressorColumns, withoutExplained } from './day-regressors.js';
import { type EventCalendar, eventCalendar, eventsOfQueue } from './event-calendar.js';
import { closedCounts, eventShapes } from './event-memory.js';
import { type BacktestDays, type BandModel, fitBands } from './fit-bands.js';
import { type DayFitResult, fitDays } from './fit-days.js';
import { type FittedShapes, fitShapes } from './fit-shapes.js';
import { type BacktestTotals, type FittedSlots, fitSlots } from './fit-slots.js';
import { fitWarnings } from './fit-warnings.js';
import { type DayFlags, flagDays } from './flag-days.js';
import { LONGEST_BACKTEST } from './horizon.js';
import { type UnitDays, unitDays } from './intraday-shape.js';
import { levelSteps, withoutSteps } from './level-steps.js';
import { dayShares, dispersionOf, LOW_VOLUME, meanPerSlot, wholeDays } from './low-volume.js';
import { recurringMonthDays, withoutRecurring } from './month-days.js';
import { buildPanel, type Panel } from './panel.js';
import type { QueueModel, SplitModel, TotalsModel } from './queue-model.js';
import { type NamedRule, regressionRules } from './regression-rules.js';
import { seriesName } from './series-groups.js';
import { specialDays } from './special-days.js';
import { aloneRows, busyWeekdays, closedAtEnd, type Teaching, teachingRows } from './teaching-rows.js';

/** What a fit needs to know beside one queue's history. */
export type FitContext = {
  /** Common end of the whole history. */
  readonly endMs: number;
  readonly events: readonly CalendarEvent[];
  readonly hours: WeekHours | null;
  readonly horizonDays: number;
  readonly regressors?: readonly DayRegressor[];
};

/** Fits one queue. */
export function fitQueue(history: QueueHistory, context: FitContext): QueueModel {
  checkHours(history, context.hours);
  const events = eventsOfQueue(context.events, history.queue);
  const seen = enoughHistory(history, buildPanel(history, context.endMs, context.hours, events));
  const firstFlags = flagDays(seen);
  const steps = levelSteps(seen, firstFlags);
  const panel = withoutSteps(seen, steps);
  const rawFlags = steps.length > 0 ? flagDays(panel) : firstFlags;
  const busy = busyWeekdays(panel, rawFlags);
  const monthDays = recurringMonthDays(panel, rawFlags, busy);
  const { columns: regressors, idle } = regressorColumns(context.regressors ?? [], history.queue, panel);
  const flags = withoutExplained(panel, withoutRecurring(panel, rawFlags, monthDays, busy), regressors);
  const calendar = eventCalendar(events, panel.rowDay[0] as number, panel.originDay, busy);
  const teaching = teachingRows(panel, flags, calendar, busy);
  const low = panel.slots > 1 && meanPerSlot(panel, teaching.level) < LOW_VOLUME;
  const rules = regressionRules(panel, calendar, monthDays, Array.from(busy), regressors);
  const fit = fitMembers(low ? wholeDays(panel) : panel, calendar, teaching, rules, context.horizonDays);
  return {
    ...seriesName(history),
    zone: history.zone,
    intervalSeconds: panel.intervalSeconds,
    daily: panel.daily,
    endMs: panel.endMs,
    originDay: panel.originDay,
    slots: panel.slots,
    firstSlot: panel.firstSlot,
    openWeekdays: panel.openWeekdays,
    open: Array.from(panel.open),
    counts: panel.counts,
    split: low ? splitModel(panel, teaching.shape) : null,
    busyWeekdays: Array.from(busy),
    events,
    ...memberColumns(fit),
    eventShapes: eventShapes(fit.panel, fit.x, calendar),
    closedOn: closedCounts(panel, calendar),
    partDay: panel.partDay,
    specialDays: findSpecialDays(panel, calendar, fit.days, flags),
    tail: panel.tail === null ? null : Array.from(panel.tail, (value) => (Number.isNaN(value) ? null : value)),
    closedBefore: closedAtEnd(panel, flags, calendar, busy),
    bands: fit.bands,
    dayErrors: fit.dayErrors,
    aht: fitAht(history, events),
    warnings: [...fitWarnings({ panel, flags, calendar, steps, low }), ...idle],
  };
}

/** Throws for opening hours that end before they begin, or that meet nothing of the history. */
function checkHours({ queue, volume }: QueueHistory, hours: WeekHours | null): void {
  for (const [weekday, ranges] of (hours ?? []).entries()) {
    const wrong = ranges.find(({ fromMinute, toMinute }) => !(fromMinute < toMinute));
    if (wrong === undefined) continue;
    throw new InvalidInputError(
      `forecast: openingHours of queue ${JSON.stringify(queue)}, weekday ${weekday}, must open before they close, got minutes ${wrong.fromMinute} to ${wrong.toMinute}. Hours past midnight end after 1440: 22:00–06:00 is 1320 to 1800.`,
      { queue, weekday, fromMinute: wrong.fromMinute, toMinute: wrong.toMinute },
    );
  }
  if (hours?.every((ranges) => ranges.length === 0) === true && volume.some((value) => value !== null)) {
    throw new InvalidInputError(
      `forecast: openingHours of queue ${JSON.stringify(queue)} are closed on all seven weekdays. Give the hours, or leave the queue out.`,
      { queue },
    );
  }
}

/** Throws unless there are five days with data, or two weeks of a queue that opens less often. */
function enoughHistory(history: QueueHistory, panel: Panel | null): Panel {
  const days = panel === null ? [] : Array.from(panel.rowDay).filter((_, r) => panel.missing[r] === 0);
  const span = days.length > 0 ? (days.at(-1) as number) - (days[0] as number) + 1 : 0;
  if (panel !== null && (days.length >= 5 || (days.length >= 3 && span >= 14))) return panel;
  throw new UnusableInputError(
    `forecast: queue ${JSON.stringify(history.queue)} has ${days.length} day${days.length === 1 ? '' : 's'} with data; about 1 week is needed at least, 12 weeks or more show the cycle of the month too. Give more history.`,
    { queue: history.queue, days: days.length },
    'tooLittleHistory',
  );
}

/** Everything that is estimated from the roots of one table. */
type MemberFit = {
  readonly panel: Panel;
  readonly x: Float64Array;
  readonly days: DayFitResult;
  readonly totals: (BacktestTotals & { readonly model: TotalsModel }) | null;
  readonly shapes: FittedShapes;
  readonly slots: FittedSlots;
  readonly bands: BandModel;
  readonly dayErrors: QueueModel['dayErrors'];
};

function fitMembers(panel: Panel, calendar: EventCalendar, teaching: Teaching, rules: readonly NamedRule[], horizonDays: number): MemberFit {
  const perWeek = panel.openWeekdays.length;
  const x = rootScale(panel);
  const units = unitDays(x, panel.rows, panel.slots);
  const horizonRows = Math.max(1, Math.ceil((Math.min(horizonDays, LONGEST_BACKTEST) * perWeek) / 7));
  const origins = backtestOrigins(panel.rows, perWeek, horizonRows);
  const days = fitDays({ panel, x, units, calendar, teaching, origins, horizonRows, rules });
  // earlier origins had not yet learnt the month: they measure bands, with little weight, but weigh no members
  const weighed = horizonRows < perWeek ? 8 : 10;
  const { shape: teach, scored } = teaching;
  const shapes = fitShapes({ panel, x, unit: units.unit, teach, scored, origins, horizonRows });
  const totals =
    panel.slots > 1 ? fitTotals(panel, teaching, (whole) => fitDays({ ...whole, calendar, teaching, origins, horizonRows, rules }), origins) : null;
  const slots = fitSlots({
    panel,
    x,
    teach,
    scored,
    alone: aloneRows(panel, calendar, teaching),
    origins,
    weighed,
    scores: days.stacked,
    shapes: shapes.at,
    totals,
  });
  const backtest = backtestDays(panel, calendar, origins, slots.combined, horizonRows);
  const bands = fitBands(panel, x, backtest.rows.length >= 5 ? backtest : fittedDays(panel, teaching, days, shapes));
  return {
    panel,
    x,
    days,
    totals,
    shapes,
    slots,
    bands,
    dayErrors: dayErrors({ panel, calendar, origins, combined: slots.combined, variance: bands.variance }),
  };
}

/** Fits the day totals of a table, for the member that spreads them by shares. */
function fitTotals(
  panel: Panel,
  { shape: teach }: Teaching,
  fitAll: (whole: { readonly panel: Panel; readonly x: Float64Array; readonly units: UnitDays }) => DayFitResult,
  origins: readonly number[],
): BacktestTotals & { readonly model: TotalsModel } {
  const whole = wholeDays(panel);
  const x = rootScale(whole);
  const { regressions, weights, stacked } = fitAll({ panel: whole, x, units: unitDays(x, whole.rows, 1) });
  return {
    scores: stacked,
    shares: origins.map((origin) => dayShares(panel, teach, origin)),
    model: { regressions, dayWeights: weights.map((w) => Array.from(w)), shares: dayShares(panel, teach, panel.rows) },
  };
}

function splitModel(panel: Panel, teach: Uint8Array): SplitModel {
  const shares = dayShares(panel, teach, panel.rows);
  return { shares, dispersion: dispersionOf(panel, teach, shares) };
}

function memberColumns({ days, totals, shapes, slots }: MemberFit) {
  return {
    totals: totals?.model ?? null,
    regressions: days.regressions,
    dayWeights: days.weights.map((w) => Array.from(w)),
    dayWapes: days.wapes,
    slotWeights: slots.weights.map((w) => Array.from(w)),
    slotWapes: slots.wapes,
    shapes: Array.from(shapes.at.at(-1) as Float64Array),
    cell: Array.from(slots.cell),
    plain: slots.plain,
    near: slots.near.map((members) => members.map((member) => Array.from(member, (v) => (v > 0 ? v : null)))),
  };
}

/** √(N + 1/4) where open, 0 elsewhere: nearly constant noise at any volume [Brown2005]. */
function rootScale({ rows, slots, open, rowWeekday, y }: Panel): Float64Array {
  const x = new Float64Array(rows * slots);
  for (let r = 0; r < rows; r += 1) {
    for (let s = 0; s < slots; s += 1) if (open[(rowWeekday[r] as number) * slots + s] === 1) x[r * slots + s] = Math.sqrt((y[r * slots + s] as number) + 0.25);
  }
  return x;
}

/** Backtest forecasts of days that were open and observed; odd days count too, since bands have to hold on them. */
function backtestDays(panel: Panel, calendar: EventCalendar, origins: readonly number[], combined: readonly Float64Array[], horizonRows: number): BacktestDays {
  const { slots } = panel;
  const rows: number[] = [];
  const leads: number[] = [];
  const values: number[] = [];
  combined.forEach((forecasts, o) => {
    for (let h = 0; h * slots < forecasts.length; h += 1) {
      const r = (origins[o] as number) + h;
      if (panel.missing[r] === 1 || calendar.closed.has(panel.rowDay[r] as number)) continue;
      rows.push(r);
      leads.push(h + 1);
      for (let s = 0; s < slots; s += 1) values.push(forecasts[h * slots + s] as number);
    }
  });
  const stretches = rows.length > 0 ? ((rows.at(-1) as number) - (rows[0] as number) + 1) / horizonRows : 1;
  return { rows, leads, forecasts: Float64Array.from(values), inflation: 1, stretches };
}

/** Short histories: errors of the fit itself, widened for the parameters that it used up. */
function fittedDays(panel: Panel, teaching: Teaching, { residuals, scores }: DayFitResult, shapes: FittedShapes): BacktestDays {
  const { slots } = panel;
  const shape = shapes.at.at(-1) as Float64Array;
  const rows = Array.from({ length: panel.rows }, (_, r) => r).filter((r) => teaching.regression[r] === 1);
  const forecasts = new Float64Array(rows.length * slots);
  rows.forEach((r, i) => {
    // an error of at least 5 % of the root, 10 % of volume, stands in for what too short a history cannot show
    const sign = i % 2 === 0 ? 1 : -1;
    const score = (scores[r] as number) * Math.exp(-(residuals[r] as number)) * (1 + sign * Math.max(0, 0.05 - Math.abs(residuals[r] as number)));
    const base = (panel.rowWeekday[r] as number) * slots;
    for (let s = 0; s < slots; s += 1) forecasts[i * slots + s] = score * (shape[base + s] as number);
  });
  return { rows, leads: rows.map(() => 1), forecasts, inflation: 1, stretches: 2 };
}

function findSpecialDays(panel: Panel, calendar: EventCalendar, { residuals }: DayFitResult, flags: DayFlags): QueueModel['specialDays'] {
  // a day that opens again after a closure stands out because of that closure
  const explained = Uint8Array.from(panel.rowDay, (day, r) =>
    calendar.keys.has(day) || calendar.closed.has(day) || (r > 0 && flags.low[r - 1] === 1 && flags.low[r] === 0) ? 1 : 0,
  );
  return specialDays({ rowDay: panel.rowDay, residuals, missing: panel.missing, explained });
}
