import type { CalendarEvent, ForecastParts, QueueForecast } from '../core/index.js';
import { dayFromNumber, type GridClock, gridClock } from '../time/index.js';
import { actsOnHandleTime } from './aht-events.js';
import { ahtAt, ahtBand } from './aht-model.js';
import { countQuantile } from './count-quantile.js';
import type { LevelRule } from './day-level.js';
import { regressorWarnings } from './day-regressors.js';
import { blockOf, dayBand, rootBand } from './fit-bands.js';
import { LEVELS } from './fit-days.js';
import { LONGEST_BACKTEST } from './horizon.js';
import { effectsAt, intervalEffects, partDayKey } from './known-effects.js';
import { LEAD_GROUPS } from './lead-groups.js';
import { slotOfMinute, weekdayOfNumber } from './panel.js';
import { closureHints, DAY_PARTS, type DayPlan, planDays, slotMeans } from './plan-days.js';
import type { QueueModel } from './queue-model.js';
import { seriesName } from './series-groups.js';
import { SLOT_MEMBERS } from './slot-members.js';

const FAR_AHEAD = `More than ${LONGEST_BACKTEST / 7} weeks ahead nothing tells how far off forecasts are: bands there are those of nearer days, and too narrow.`;

type Column = (number | null)[];
type Band = { readonly level: number; readonly volumeLower: Column; readonly volumeUpper: Column; readonly ahtLower: Column; readonly ahtUpper: Column };

/** Interval columns while they are filled. */
type Columns = {
  readonly clock: GridClock;
  readonly volume: Column;
  readonly aht: Column;
  readonly parts: Record<Exclude<keyof ForecastParts, 'reconciliation'>, Column>;
  readonly bands: readonly Band[];
  readonly plans: ReadonlyMap<number, DayPlan>;
};

/** Forecasts one queue from its model up to an instant. */
export function forecastQueue(model: QueueModel, endMs: number, levels: readonly number[]): QueueForecast {
  const columns = emptyColumns(model, endMs, levels);
  const means = new Map<number, Float64Array>();
  for (const [day, plan] of columns.plans) means.set(day, slotMeans(model, plan, weekdayOfNumber(day)));
  const { clock, volume } = columns;
  for (let i = 0; i < volume.length; i += 1) {
    const day = clock.dayNumbers[i] as number;
    const plan = columns.plans.get(day);
    const s = slotAt(model, clock, i);
    if (plan === undefined || s < 0 || s >= model.slots || model.open[(clock.weekdays[i] as number) * model.slots + s] !== 1) continue;
    fillInterval(model, columns, i, s, plan, (means.get(day) as Float64Array)[s] as number);
  }
  const lastDay = volume.length > 0 ? (clock.dayNumbers[volume.length - 1] as number) : model.originDay - 1;
  const hints = [...closureHints(model, lastDay), ...(lastDay - model.originDay > LONGEST_BACKTEST ? [FAR_AHEAD] : [])];
  applyIntervalEffects(model, columns);
  fillAht(model, columns);
  return {
    ...seriesName(model),
    zone: model.zone,
    startMs: model.endMs,
    intervalSeconds: model.intervalSeconds,
    volume,
    ahtSeconds: columns.aht,
    bands: columns.bands.map(({ ahtLower, ahtUpper, ...band }) => (model.aht === null ? band : { ...band, ahtLower, ahtUpper })),
    days: dayTotals(model, columns, levels),
    dayFactorCv: 2 * model.bands.sharedDeviation,
    ...(model.dayErrors === null ? {} : { dayErrors: model.dayErrors }),
    parts: columns.parts,
    weights: weightRows(model),
    warnings: [...model.warnings, ...hints, ...regressorWarnings(model.regressions[0]?.rule.regressors ?? [], [...columns.plans.keys()])],
  };
}

function emptyColumns(model: QueueModel, endMs: number, levels: readonly number[]): Columns {
  const step = model.intervalSeconds * 1000;
  // days last 23 to 25 hours: their number is rounded, intervals that begin before the end all count
  const count = Math.max(0, model.daily ? Math.round((endMs - model.endMs) / step) : Math.ceil((endMs - model.endMs) / step));
  const clock = gridClock(model.zone, model.endMs, model.intervalSeconds, count);
  if (model.daily) {
    for (let i = 0; i < count; i += 1) {
      clock.dayNumbers[i] = model.originDay + i;
      clock.weekdays[i] = weekdayOfNumber(model.originDay + i);
    }
  }
  const empty = (): Column => new Array<number | null>(count).fill(null);
  return {
    clock,
    volume: empty(),
    aht: empty(),
    parts: { level: empty(), weekday: empty(), month: empty(), season: empty(), event: empty(), shape: empty() },
    bands: levels.map((level) => ({ level, volumeLower: empty(), volumeUpper: empty(), ahtLower: empty(), ahtUpper: empty() })),
    plans: planDays(model, count > 0 ? (clock.dayNumbers[count - 1] as number) : model.originDay - 1),
  };
}

/** Slot within the model's open window. */
function slotAt(model: QueueModel, clock: GridClock, i: number): number {
  return (model.daily ? 0 : slotOfMinute(clock.minutes[i] as number, model.intervalSeconds)) - model.firstSlot;
}

function fillInterval(model: QueueModel, { volume, parts, bands }: Columns, i: number, s: number, plan: DayPlan, mean: number): void {
  volume[i] = mean;
  let product = 1;
  for (const name of DAY_PARTS) {
    parts[name][i] = plan.factors[name];
    product *= plan.factors[name];
  }
  parts.shape[i] = mean / product;
  for (const band of bands) {
    const [lower, upper] = model.split === null ? continuousBand(model, plan, s, band.level) : countBand(model, mean, plan, band.level);
    band.volumeLower[i] = Math.min(mean, lower);
    band.volumeUpper[i] = Math.max(mean, upper);
  }
}

function continuousBand(model: QueueModel, plan: DayPlan, s: number, level: number): [lower: number, upper: number] {
  const [lower, upper] = rootBand(model.bands, plan.roots[s] as number, blockOf(s, model.slots), plan, level);
  return [Math.max(0, Math.max(0, lower) ** 2 - 0.25), Math.max(0, upper ** 2 - 0.25)];
}

/** Quantiles of a negative binomial: slot noise in multiples of Poisson, plus the factor that moves the whole day. */
function countBand(model: QueueModel, mean: number, { doubt }: DayPlan, level: number): [lower: number, upper: number] {
  const variance = mean * (model.split?.dispersion ?? 1) + (2 * Math.hypot(model.bands.sharedDeviation, doubt) * mean) ** 2;
  return [countQuantile(mean, variance, 0.5 - level / 2), countQuantile(mean, variance, 0.5 + level / 2)];
}

/** Closes, scales or adds under events that act on intervals. Bands move with the volume; the change is part of `event`. */
function applyIntervalEffects(model: QueueModel, columns: Columns): void {
  const { clock, volume } = columns;
  if (volume.length === 0) return;
  const effects = intervalEffects(model.events, clock.dayNumbers[0] as number, clock.dayNumbers[volume.length - 1] as number);
  if (effects.size === 0) return;
  const added = new Map<CalendarEvent, number[]>();
  for (let i = 0; i < volume.length; i += 1) {
    if (volume[i] === null) continue;
    for (const event of effectsAt(effects, clock.dayNumbers[i] as number, clock.minutes[i] as number)) {
      if (event.kind === 'closure') closeInterval(columns, i);
      else if (event.effect?.operation === 'scale') scaleInterval(columns, i, event.effect.factor);
      else if (event.effect?.operation === 'add') added.set(event, [...(added.get(event) ?? []), i]);
      else scaleInterval(columns, i, model.partDay[partDayKey(event)] ?? 1);
    }
  }
  for (const [event, intervals] of added) addContacts(columns, intervals, event);
}

function closeInterval({ volume, parts, bands }: Columns, i: number): void {
  volume[i] = null;
  for (const column of Object.values(parts)) column[i] = null;
  for (const band of bands) {
    band.volumeLower[i] = null;
    band.volumeUpper[i] = null;
  }
}

function scaleInterval({ volume, parts, bands }: Columns, i: number, factor: number): void {
  const scaled = (value: number | null | undefined): number | null => (value == null ? null : value * factor);
  volume[i] = scaled(volume[i]);
  parts.event[i] = scaled(parts.event[i]);
  for (const band of bands) {
    band.volumeLower[i] = scaled(band.volumeLower[i]);
    band.volumeUpper[i] = scaled(band.volumeUpper[i]);
  }
}

/** Spreads contacts over the intervals of an event in proportion to the forecast; over its days ahead only, when it began before. */
function addContacts(columns: Columns, intervals: readonly number[], event: CalendarEvent): void {
  const open = intervals.filter((i) => columns.volume[i] !== null);
  const before = open.reduce((sum, i) => sum + (columns.volume[i] ?? 0), 0);
  if (!(before > 0) || event.effect?.operation !== 'add') return;
  const days = new Set(open.map((i) => columns.clock.dayNumbers[i])).size;
  const length = (Date.parse(`${event.endDate}T00:00Z`) - Date.parse(`${event.date}T00:00Z`)) / 86_400_000 + 1;
  // a repeated event brings its contacts each time
  const contacts = event.repeats === null ? event.effect.contacts * Math.min(1, days / length) : (event.effect.contacts * days) / length;
  for (const i of open) scaleInterval(columns, i, Math.max(0, 1 + contacts / before));
}

function fillAht(model: QueueModel, { clock, volume, aht, bands }: Columns): void {
  if (model.aht === null || volume.length === 0) return;
  const effects = intervalEffects(model.events, clock.dayNumbers[0] as number, clock.dayNumbers[volume.length - 1] as number, actsOnHandleTime);
  for (let i = 0; i < volume.length; i += 1) {
    const expected = volume[i];
    if (expected == null) continue;
    const events = effectsAt(effects, clock.dayNumbers[i] as number, clock.minutes[i] as number);
    const time = ahtAt(model.aht, clock.weekdays[i] as number, slotAt(model, clock, i) + model.firstSlot, events);
    aht[i] = time.seconds;
    for (const band of bands) {
      const [lower, upper] = ahtBand(model.aht, time, expected, band.level);
      band.ahtLower[i] = lower;
      band.ahtUpper[i] = upper;
    }
  }
}

function dayTotals(model: QueueModel, { clock, volume, plans }: Columns, levels: readonly number[]): QueueForecast['days'] {
  const totals = new Map<number, number>();
  volume.forEach((value, i) => {
    const day = clock.dayNumbers[i] as number;
    if (value !== null) totals.set(day, (totals.get(day) ?? 0) + value);
  });
  return [...totals].map(([day, total]) => ({
    day: dayFromNumber(day),
    volume: total,
    bands: levels.map((level) => {
      const [volumeLower, volumeUpper] = dayBounds(model, total, plans.get(day) as DayPlan, level);
      return { level, volumeLower: Math.min(volumeLower, total), volumeUpper: Math.max(volumeUpper, total) };
    }),
  }));
}

function dayBounds(model: QueueModel, total: number, plan: DayPlan, level: number): [lower: number, upper: number] {
  if (model.split !== null) return countBand(model, total, plan, level);
  const [lower, upper] = dayBand(model.bands, plan, level);
  return [total * lower ** 2, total * upper ** 2];
}

function levelName({ share, weekday }: LevelRule): string {
  return `level share ${share}${weekday > 0 ? `, of weekdays ${weekday}` : ''}`;
}

/** Slot members that were scored stand there with weight 0 too: the user sees what was tried. */
function weightRows(model: QueueModel): QueueForecast['weights'] {
  return LEAD_GROUPS.flatMap(({ name }, g) => [
    ...(model.slotWeights[g] as readonly number[])
      .map((weight, m) => ({ method: SLOT_MEMBERS[m] as string, weight, wape: model.slotWapes[g]?.[m] ?? null, lead: name }))
      .filter(({ weight, wape }) => weight > 1e-4 || wape !== null),
    ...(model.dayWeights[g] as readonly number[])
      .map((weight, m) => ({
        method: `day score: ${model.regressions[Math.floor(m / LEVELS.length)]?.name}, ${levelName(LEVELS[m % LEVELS.length] as LevelRule)}`,
        weight,
        wape: model.dayWapes[g]?.[m] ?? null,
        lead: name,
      }))
      .filter(({ weight }) => weight > 1e-4),
  ]);
}
