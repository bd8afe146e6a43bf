import type { ForecastParts, QueueForecast } from '../core/index.js';
import { normalQuantile } from '../numeric/index.js';
import { dayFromNumber, gridClock } from '../time/index.js';
import { ahtAt, ahtBand } from './aht-model.js';
import { columnsOf, writeFeatures } from './day-features.js';
import { type EventCalendar, eventCalendar } from './event-calendar.js';
import { rootBand } from './fit-bands.js';
import { LEVEL_SHARES } from './fit-days.js';
import type { QueueModel } from './fit-queue.js';
import { usable } from './fit-slots.js';
import { LEAD_GROUPS, leadGroup } from './lead-groups.js';
import { slotOfMinute } from './panel.js';
import { SLOT_MEMBERS } from './slot-members.js';

const DAY_PARTS = ['level', 'weekday', 'month', 'season', 'event'] as const;
type DayPart = (typeof DAY_PARTS)[number];

/** Forecast of one local day on the root scale. */
type DayPlan = { readonly roots: Float64Array; readonly factors: Readonly<Record<DayPart, number>>; readonly far: boolean; readonly total: number };

type Column = (number | null)[];

/** Forecasts one queue from its model up to an instant. */
export function forecastQueue(model: QueueModel, endMs: number, levels: readonly number[]): QueueForecast {
  const step = model.intervalSeconds * 1000;
  const count = model.daily ? Math.max(0, Math.round((endMs - model.endMs) / step)) : Math.max(0, Math.ceil((endMs - model.endMs) / step));
  const clock = gridClock(model.zone, model.endMs, model.intervalSeconds, count);
  if (model.daily) {
    for (let i = 0; i < count; i += 1) {
      clock.dayNumbers[i] = model.originDay + i;
      clock.weekdays[i] = (((model.originDay + i + 3) % 7) + 7) % 7;
    }
  }
  const lastDay = count > 0 ? (clock.dayNumbers[count - 1] as number) : model.originDay;
  const plans = planDays(model, lastDay);
  const empty = (): Column => new Array<number | null>(count).fill(null);
  const volume = empty();
  const aht = empty();
  const parts = Object.fromEntries([...DAY_PARTS, 'shape'].map((name) => [name, empty()])) as Record<keyof ForecastParts, Column>;
  const bands = levels.map((level) => ({ level, volumeLower: empty(), volumeUpper: empty(), ahtLower: empty(), ahtUpper: empty() }));
  for (let i = 0; i < count; i += 1) {
    const plan = plans.get(clock.dayNumbers[i] as number);
    const slot = model.daily ? 0 : slotOfMinute(clock.minutes[i] as number, model.intervalSeconds);
    const s = slot - model.firstSlot;
    const w = clock.weekdays[i] as number;
    if (plan === undefined || s < 0 || s >= model.slots || model.open[w * model.slots + s] !== 1) continue;
    const root = plan.roots[s] as number;
    const mean = meanOf(model, root);
    volume[i] = mean;
    let product = 1;
    for (const name of DAY_PARTS) {
      parts[name][i] = plan.factors[name];
      product *= plan.factors[name];
    }
    parts.shape[i] = mean / product;
    const seconds = model.aht === null ? null : ahtAt(model.aht, w, slot);
    aht[i] = seconds;
    for (const band of bands) {
      const [lower, upper] = rootBand(model.bands, root, s, model.slots, plan.far, band.level);
      band.volumeLower[i] = Math.min(mean, Math.max(0, Math.max(0, lower) ** 2 - 0.25));
      band.volumeUpper[i] = Math.max(mean, upper ** 2 - 0.25);
      if (model.aht === null || seconds === null) continue;
      const [least, most] = ahtBand(model.aht, seconds, mean, band.level);
      band.ahtLower[i] = least;
      band.ahtUpper[i] = most;
    }
  }
  return {
    queue: model.queue,
    channel: model.channel,
    ...(model.reason === undefined ? {} : { reason: model.reason }),
    ...(model.site === undefined ? {} : { site: model.site }),
    zone: model.zone,
    startMs: model.endMs,
    intervalSeconds: model.intervalSeconds,
    volume,
    ahtSeconds: aht,
    bands: bands.map(({ ahtLower, ahtUpper, ...band }) => (model.aht === null ? band : { ...band, ahtLower, ahtUpper })),
    days: dayTotals(model, clock.dayNumbers, volume, levels),
    dayFactorCv: 2 * model.bands.dayDeviation,
    parts,
    weights: weightRows(model),
    warnings: model.warnings,
  };
}

/** Mean on the volume scale: the square of a mean root misses the variance of the root, at most the 1/4 of a Poisson count. */
function meanOf(model: QueueModel, root: number): number {
  return Math.max(0, root * root - 0.25 + Math.min(model.bands.variance, 0.25));
}

function dayTotals(model: QueueModel, dayNumbers: Int32Array, volume: Column, levels: readonly number[]): QueueForecast['days'] {
  const totals = new Map<number, number>();
  volume.forEach((value, i) => {
    if (value !== null) totals.set(dayNumbers[i] as number, (totals.get(dayNumbers[i] as number) ?? 0) + value);
  });
  const slotVariance = model.bands.slotDeviations.reduce((sum, d) => sum + d * d, 0) / model.bands.slotDeviations.length;
  return [...totals].map(([day, total]) => {
    // root-scale deviation of a day total: its factor, plus slot noise that averages out
    const deviation = Math.sqrt(model.bands.dayDeviation ** 2 + slotVariance / Math.max(total, 1));
    return {
      day: dayFromNumber(day),
      volume: total,
      bands: levels.map((level) => {
        const z = normalQuantile(0.5 + level / 2) * (1 + 0.8 / Math.sqrt(model.bands.days));
        return { level, volumeLower: total * Math.max(0, 1 - z * deviation) ** 2, volumeUpper: total * (1 + z * deviation) ** 2 };
      }),
    };
  });
}

function weightRows(model: QueueModel): QueueForecast['weights'] {
  return LEAD_GROUPS.flatMap(({ name }, g) => [
    ...(model.slotWeights[g] as readonly number[]).map((weight, m) => ({
      method: SLOT_MEMBERS[m] as string,
      weight,
      wape: model.slotWapes[g]?.[m] ?? null,
      lead: name,
    })),
    ...(model.dayWeights[g] as readonly number[]).map((weight, m) => ({
      method: `day score: ${model.regressions[Math.floor(m / LEVEL_SHARES.length)]?.name}, level share ${LEVEL_SHARES[m % LEVEL_SHARES.length]}`,
      weight,
      wape: model.dayWapes[g]?.[m] ?? null,
      lead: name,
    })),
  ]).filter(({ weight }) => weight > 1e-4);
}

/** Root-scale plan of every open day from the origin to `lastDay`. */
function planDays(model: QueueModel, lastDay: number): Map<number, DayPlan> {
  const calendar = eventCalendar(model.events, model.originDay, lastDay, model.busyWeekdays);
  const plans = new Map<number, DayPlan>();
  let lead = 0;
  let closedBefore = model.closedBefore === 1;
  for (let day = model.originDay; day <= lastDay; day += 1) {
    const weekday = (((day + 3) % 7) + 7) % 7;
    if (!model.openWeekdays.includes(weekday)) continue;
    lead += 1;
    const busy = model.busyWeekdays[weekday] === 1;
    if (calendar.closed.has(day)) {
      if (busy) closedBefore = true;
      continue;
    }
    const event = calendar.keys.get(day)?.some((key) => !key.includes(':')) === true;
    const plan = planDay(model, calendar, day, lead, busy && closedBefore && !event);
    plans.set(day, plan);
    if (busy) closedBefore = event && plan.factors.event < 0.6;
  }
  return plans;
}

function planDay(model: QueueModel, calendar: EventCalendar, day: number, lead: number, afterClosure: boolean): DayPlan {
  const { slots } = model;
  const weekday = (((day + 3) % 7) + 7) % 7;
  const group = leadGroup(lead);
  const logs = dayLogs(model, calendar, day, group, afterClosure);
  const score = Math.exp(DAY_PARTS.reduce((sum, name) => sum + logs[name], 0));
  const keys = calendar.keys.get(day) ?? [];
  const shape = shapeOf(model, keys, weekday, logs.event);
  const roots = shape.map((share) => score * share);
  const before = squares(roots);
  if (!afterClosure && keys.length === 0) {
    const weights = model.slotWeights[group] as readonly number[];
    const others = [model.cell.slice(weekday * slots, (weekday + 1) * slots), ...(lead <= 2 ? (model.near[lead - 1] ?? []) : [])];
    for (let s = 0; s < slots; s += 1) {
      const own = roots[s] as number;
      let sum = (weights[0] as number) * own;
      let total = weights[0] as number;
      others.forEach((other, m) => {
        sum += (weights[m + 1] as number) * usable(other[s] ?? 0, own);
        total += weights[m + 1] as number;
      });
      roots[s] = total > 0 ? sum / total : own;
    }
  }
  const after = squares(roots);
  const factors = Object.fromEntries(DAY_PARTS.map((name) => [name, Math.exp(2 * logs[name])])) as Record<DayPart, number>;
  // what the slot members say about the day as a whole belongs to its weekday
  if (before > 0 && after > 0) factors.weekday *= after / before;
  return { roots, factors, far: lead >= 8, total: after };
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** Parts of the day's log score: members weighed together. */
function dayLogs(model: QueueModel, calendar: EventCalendar, day: number, group: number, afterClosure: boolean): Record<DayPart, number> {
  const logs: Record<DayPart, number> = { level: 0, weekday: 0, month: 0, season: 0, event: 0 };
  const weights = model.dayWeights[group] as readonly number[];
  model.regressions.forEach((regression, k) => {
    let share = 0;
    LEVEL_SHARES.forEach((_, i) => {
      const weight = weights[k * LEVEL_SHARES.length + i] as number;
      share += weight;
      logs.level += weight * (regression.levels[i] as number);
    });
    if (share === 0) return;
    const columns = columnsOf(regression.rule);
    const row = new Float64Array(columns.length);
    writeFeatures(regression.rule, day, calendar, row, 0);
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
  const { slots } = model;
  const own = Float64Array.from(model.shapes.slice(weekday * slots, (weekday + 1) * slots));
  const kind = keys.find((key) => !key.includes(':') && !key.includes('/') && model.eventShapes[key] !== undefined);
  if (kind === undefined) return own;
  const past = model.eventShapes[kind] as readonly number[];
  const sunday = eventLog < Math.log(0.85) / 2 && model.openWeekdays.includes(6);
  const base = sunday ? Float64Array.from(model.shapes.slice(6 * slots, 7 * slots)) : own;
  const norm = Math.sqrt(past.reduce((sum, v) => sum + v * v, 0)) || 1;
  const mixed = own.map((share, s) => (share === 0 ? 0 : (past[s] as number) / norm + 0.5 * (base[s] as number)));
  const length = Math.sqrt(squares(mixed)) || 1;
  return mixed.map((value) => value / length);
}
