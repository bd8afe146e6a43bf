import type { ForecastBand, QueueForecast, QueueHistory } from '../core/index.js';
import { dayFromNumber, dayNumber, gridClock, localDayOf } from '../time/index.js';
import { periodAfter } from './coarse-model.js';

/** One value beside what was forecast for it. */
export type Sample = {
  readonly day: number;
  readonly minute: number;
  readonly actual: number;
  readonly forecast: number;
  /** Before overrides; the forecast itself where there were none. */
  readonly statistical: number;
  /** Bounds at 0.025, 0.1, 0.9, 0.975; null where the forecast has no such band. */
  readonly bounds: readonly (number | null)[];
  /** Plain methods; null where the past before the origin does not reach. */
  readonly weekBefore: number | null;
  readonly fourWeeks: number | null;
};

/** One forecast of the past, from one origin. */
export type Fold = {
  /** First and last local day. */
  readonly from: string;
  readonly to: string;
  readonly firstDay: number;
  /** Mean absolute change against a week before, within the history: of intervals and of day totals. */
  readonly naiveError: number;
  readonly naiveDayError: number;
  readonly intervals: readonly Sample[];
  readonly days: readonly Sample[];
  /** Contacts × seconds that the handle time was off, and contacts × seconds that came; 0 where unknown. */
  readonly ahtMissed: number;
  readonly ahtCame: number;
  readonly weights: QueueForecast['weights'];
};

export type HistoryClock = { readonly dayNumbers: Int32Array; readonly minutes: Int32Array };

/** Days from one entry to the next where entries are no parts of days: a week counts as one, and so does a month, which keeps the arithmetic of folds. */
export const CLOCK_STEP = { interval: 0, day: 1, week: 7, month: 7 } as const;

/** Local day number and minute of every entry of a history; coarser ones than intervals step by calendar days, weeks or (as weeks) months. */
export function historyClock(queue: QueueHistory): HistoryClock {
  const clock = gridClock(queue.zone, queue.startMs, queue.intervalSeconds ?? 86_400, queue.volume.length);
  if (queue.grain === 'interval') return clock;
  const first = dayNumber(queue.startDay ?? localDayOf(queue.zone, queue.startMs));
  for (let i = 0; i < queue.volume.length; i += 1) {
    clock.dayNumbers[i] = first + CLOCK_STEP[queue.grain] * i;
    clock.minutes[i] = 0;
  }
  return clock;
}

/** Calendar day of a day number of that clock. */
export function clockDay({ grain, startDay = '' }: QueueHistory, day: number): string {
  return grain === 'month' ? periodAfter(startDay, grain, (day - dayNumber(startDay)) / 7) : dayFromNumber(day);
}

/** Days back to the value that seasonal naive repeats, on that clock: a week, or a year of weekly or monthly totals. */
const SEASON = { interval: 7, day: 7, week: 7 * 52, month: 7 * 12 } as const;

type Input = {
  readonly history: QueueHistory;
  readonly clock: HistoryClock;
  /** First entry that was not known when the forecast was made. */
  readonly cut: number;
  /** Local day that was the last one known, whole or in part. */
  readonly originDay: number;
  readonly firstDay: number;
  readonly ahead: QueueForecast;
  /** Entry of the history that the first entry of the forecast stands for. */
  readonly shift: number;
};

/** Puts a forecast beside what came. */
export function scoreFold({ history, clock, cut, originDay, firstDay, ahead, shift }: Input): Fold {
  const at = new Map<number, number>();
  for (let i = 0; i < cut; i += 1) {
    const value = history.volume[i];
    if (value != null) at.set((clock.dayNumbers[i] as number) * 1440 + (clock.minutes[i] as number), value);
  }
  const intervals: Sample[] = [];
  let [ahtMissed, ahtCame] = [0, 0];
  let last = firstDay;
  for (let i = Math.max(0, -shift, cut - shift); i < ahead.volume.length && shift + i < history.volume.length; i += 1) {
    const h = shift + i;
    last = Math.max(last, clock.dayNumbers[h] as number);
    const actual = history.volume[h];
    if (actual == null) continue;
    intervals.push(
      sampleAt(ahead, i, actual, { day: clock.dayNumbers[h] as number, minute: clock.minutes[h] as number }, { at, originDay, season: SEASON[history.grain] }),
    );
    const [seconds, expected] = [history.ahtSeconds[h] ?? null, ahead.ahtSeconds[i] ?? null];
    if (seconds === null || expected === null) continue;
    const contacts = history.handled[h] ?? actual;
    ahtMissed += contacts * Math.abs(expected - seconds);
    ahtCame += contacts * seconds;
  }
  const naive = naiveErrors(history, clock, cut, at);
  return {
    from: clockDay(history, firstDay),
    to: clockDay(history, last),
    firstDay,
    ...naive,
    intervals,
    // weeks and months have no days
    days: CLOCK_STEP[history.grain] > 1 ? intervals : daySamples(ahead, intervals),
    ahtMissed,
    ahtCame,
    weights: ahead.weights,
  };
}

function sampleAt(ahead: QueueForecast, i: number, actual: number, { day, minute }: { readonly day: number; readonly minute: number }, past: Past): Sample {
  const before = lastOnes(past, day, minute, 7);
  const forecast = ahead.volume[i] ?? 0;
  const bound = (level: number, side: 'volumeLower' | 'volumeUpper'): number | null => {
    const band = bandOf(ahead.bands, level);
    return band === undefined ? null : (band[side][i] ?? forecast);
  };
  return {
    day,
    minute,
    actual,
    forecast,
    statistical: ahead.statisticalVolume?.[i] ?? forecast,
    bounds: [bound(0.95, 'volumeLower'), bound(0.8, 'volumeLower'), bound(0.8, 'volumeUpper'), bound(0.95, 'volumeUpper')],
    weekBefore: lastOnes(past, day, minute, past.season)[0] ?? null,
    fourWeeks: before.length > 0 ? before.reduce((sum, value) => sum + value, 0) / before.length : null,
  };
}

function bandOf<T extends Pick<ForecastBand, 'level'>>(bands: readonly T[], level: number): T | undefined {
  return bands.find((band) => Math.abs(band.level - level) < 1e-9);
}

/** Day totals of samples. Bounds are those of the day where all that the forecast counts on it was observed. */
function daySamples(ahead: QueueForecast, intervals: readonly Sample[]): Sample[] {
  const days = new Map<number, Sample[]>();
  for (const sample of intervals) {
    const list = days.get(sample.day);
    if (list === undefined) days.set(sample.day, [sample]);
    else list.push(sample);
  }
  const totals = new Map(ahead.days.map((day) => [day.day, day]));
  return [...days].map(([day, list]) => {
    const sum = (pick: (sample: Sample) => number): number => list.reduce((total, sample) => total + pick(sample), 0);
    const total = totals.get(dayFromNumber(day));
    const forecast = sum((sample) => sample.forecast);
    const whole = total !== undefined && Math.abs(total.volume - forecast) <= 1e-6 * Math.max(1, forecast);
    const bound = (level: number, side: 'volumeLower' | 'volumeUpper'): number | null => (whole ? (bandOf(total.bands, level)?.[side] ?? null) : null);
    return {
      day,
      minute: 0,
      actual: sum((sample) => sample.actual),
      forecast,
      statistical: sum((sample) => sample.statistical),
      bounds: [bound(0.95, 'volumeLower'), bound(0.8, 'volumeLower'), bound(0.8, 'volumeUpper'), bound(0.95, 'volumeUpper')],
      weekBefore: list.some((sample) => sample.weekBefore !== null) ? sum((sample) => sample.weekBefore ?? sample.forecast) : null,
      fourWeeks: list.some((sample) => sample.fourWeeks !== null) ? sum((sample) => sample.fourWeeks ?? sample.forecast) : null,
    };
  });
}

/** What was known at the origin, by day × 1440 + minute. */
type Past = { readonly at: ReadonlyMap<number, number>; readonly originDay: number; readonly season: number };

/** Known values of the same slot, up to four, whole seasons back from the origin. */
function lastOnes({ at, originDay }: Past, day: number, minute: number, season: number): number[] {
  const found: number[] = [];
  let back = day - season * Math.ceil((day - originDay) / season);
  for (let tries = 0; tries < 8 && found.length < 4; tries += 1, back -= season) {
    const value = at.get(back * 1440 + minute);
    if (value !== undefined) found.push(value);
  }
  return found;
}

/** Mean absolute change against a week before, within the history: of intervals and of day totals. */
function naiveErrors(queue: QueueHistory, clock: HistoryClock, cut: number, at: ReadonlyMap<number, number>): { naiveError: number; naiveDayError: number } {
  let sum = 0;
  let count = 0;
  const totals = new Map<number, number>();
  for (let i = 0; i < cut; i += 1) {
    const value = queue.volume[i];
    if (value == null) continue;
    const day = clock.dayNumbers[i] as number;
    totals.set(day, (totals.get(day) ?? 0) + value);
    const before = at.get((day - 7) * 1440 + (clock.minutes[i] as number));
    if (before === undefined) continue;
    sum += Math.abs(value - before);
    count += 1;
  }
  let daySum = 0;
  let dayCount = 0;
  for (const [day, total] of totals) {
    const before = totals.get(day - 7);
    if (before === undefined) continue;
    daySum += Math.abs(total - before);
    dayCount += 1;
  }
  return { naiveError: count > 0 ? sum / count : 0, naiveDayError: dayCount > 0 ? daySum / dayCount : 0 };
}
