import type { CalendarEvent, DayRegressor, LongWorkOptions, Override, WeekHours } from '../core/index.js';

/** How far to forecast; give exactly one. */
export type ForecastHorizon = {
  /** Start of the last interval wanted, epoch milliseconds; it is included. */
  readonly untilMs?: number | undefined;
  /** Local days from the end of the history. */
  readonly days?: number | undefined;
  /** Local weeks from the end of the history. */
  readonly weeks?: number | undefined;
};

/** What may be known beside the history. */
export type FitOptions = {
  /** Past occurrences teach, future ones are applied; none by default. */
  readonly events?: readonly CalendarEvent[] | undefined;
  /** Opening hours by queue, in place of those that the history shows. */
  readonly openingHours?: Readonly<Record<string, WeekHours>> | undefined;
  /** Numbers by day whose past teaches an effect and whose future is applied; where the future is unknown their mean is used, and a warning says so. */
  readonly regressors?: readonly DayRegressor[] | undefined;
  /** Days ahead at which members are weighed and bands are measured; 28 by default. */
  readonly horizonDays?: number | undefined;
  /** Recorded in the provenance; the forecast itself draws no random number. Default 1. */
  readonly seed?: number | undefined;
};

/** Options of {@link forecastFrom}. */
export type ForecastFromOptions = ForecastHorizon & {
  /** Nominal coverages of the bands; 0.8 and 0.95 by default. */
  readonly levels?: readonly number[] | undefined;
  readonly overrides?: readonly Override[] | undefined;
};

/** Options of {@link forecast}. */
export type ForecastOptions = LongWorkOptions & Omit<FitOptions, 'horizonDays'> & ForecastFromOptions;
