import type { Channel } from './history.js';

/** Where a result came from: enough to repeat it. */
export type Provenance = {
  readonly version: string;
  readonly seed: number;
  readonly method: string;
  readonly options: Readonly<Record<string, unknown>>;
};

/** Central prediction band; arrays as long as the forecast, null where closed. */
export type ForecastBand = {
  /** Nominal coverage, for example 0.8. */
  readonly level: number;
  readonly volumeLower: readonly (number | null)[];
  readonly volumeUpper: readonly (number | null)[];
  readonly ahtLower?: readonly (number | null)[];
  readonly ahtUpper?: readonly (number | null)[];
};

/** Total of one local day with bands of its own (day totals vary less than the sum of interval bands would say). */
export type DayForecast = {
  readonly day: string;
  readonly volume: number;
  readonly bands: readonly { readonly level: number; readonly volumeLower: number; readonly volumeUpper: number }[];
};

/**
 * How each forecast interval comes about, as factors that multiply back to `statisticalVolume`:
 * level × weekday × month × season × event × shape (× reconciliation). Arrays as long as the forecast; null where closed.
 */
export type ForecastParts = Readonly<Record<'level' | 'weekday' | 'month' | 'season' | 'event' | 'shape', readonly (number | null)[]>> & {
  /** Factor that made parts add up to wholes; only where a forecast was reconciled. */
  readonly reconciliation?: readonly (number | null)[];
};

/** One method in the combination, its weight and what it scored in the backtest. */
export type ForecastWeight = { readonly method: string; readonly weight: number; readonly wape: number | null; readonly lead: string };

/**
 * What the backtest forecast for whole days, and what came: ties the days of a horizon, and queues, together. Columns of equal length, one entry
 * per day of each rolling origin.
 */
export type DayErrors = {
  /** First day forecast from the origin, in days since 1970. */
  readonly origin: readonly number[];
  /** The day itself, in days since 1970. */
  readonly day: readonly number[];
  /** Contacts over the intervals of the day that were observed. */
  readonly forecast: readonly number[];
  readonly actual: readonly number[];
};

/** Forecast of one series. Interval columns have equal length; null = closed. */
export type QueueForecast = {
  readonly queue: string;
  readonly channel: Channel;
  readonly reason?: string;
  readonly site?: string;
  readonly zone: string;
  /** Present for weekly and monthly totals: entry i is the i-th calendar week or month, and `intervalSeconds` its nominal length. */
  readonly grain?: 'week' | 'month';
  readonly startMs: number;
  readonly intervalSeconds: number;
  /** Expected contacts offered per interval, overrides applied. */
  readonly volume: readonly (number | null)[];
  /** The same before overrides; present only when overrides changed something. */
  readonly statisticalVolume?: readonly (number | null)[];
  /** Expected mean handle time per interval; null where closed or when the history carries none. */
  readonly ahtSeconds: readonly (number | null)[];
  readonly bands: readonly ForecastBand[];
  readonly days: readonly DayForecast[];
  /** Coefficient of variation of the factor that moves a whole day up or down together. */
  readonly dayFactorCv: number;
  /** Absent where there was no backtest (short histories, forecasts read from a file). */
  readonly dayErrors?: DayErrors;
  readonly parts: ForecastParts;
  readonly weights: readonly ForecastWeight[];
  readonly warnings: readonly string[];
};

/** Result of `forecast`. */
export type Forecast = { readonly queues: readonly QueueForecast[]; readonly provenance: Provenance };

/** A stretch of time in which demand stands out against its normal. */
export type Peak = {
  readonly kind: 'peak' | 'trough';
  readonly scale: 'interval' | 'day' | 'week' | 'month' | 'year';
  readonly queue: string;
  /** Present where several series share the queue's name, as far as they tell them apart. */
  readonly channel?: Channel;
  readonly reason?: string;
  readonly site?: string;
  /** Present for dated ones; recurring patterns have `when` alone. */
  readonly startMs?: number;
  readonly endMs?: number;
  /** In words: `Mondays`, `10:00–10:30`, `day 1–3 of the month`, `2026-12-24 (Christmas Eve)`. */
  readonly when: string;
  /** Volume ÷ its normal − 1; 0.25 = a quarter above. */
  readonly relative: number;
  /** 0–1: share of past occurrences, or of forecast probability, on this side of the normal. */
  readonly confidence: number;
  readonly because: string;
};
