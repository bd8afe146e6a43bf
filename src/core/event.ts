/** Kinds of calendar events; each kind learns its own effect from the history. */
export type EventKind = 'holiday' | 'closure' | 'campaign' | 'billing' | 'other';

/** All event kinds. */
export const EVENT_KINDS: readonly EventKind[] = ['holiday', 'closure', 'campaign', 'billing', 'other'];

/** A known effect in place of a learnt one: volume × factor, or + contacts over the whole event. */
export type EventEffect = { readonly operation: 'scale'; readonly factor: number } | { readonly operation: 'add'; readonly contacts: number };

/** One row of events.csv: a day or stretch of days, past or future, on which demand differs. */
export type CalendarEvent = {
  /** First local day, `YYYY-MM-DD`. */
  readonly date: string;
  /** Last local day, inclusive; equals `date` for one day. */
  readonly endDate: string;
  readonly name: string;
  readonly kind: EventKind;
  /** Local `HH:MM`; null means the whole day. */
  readonly startTime: string | null;
  readonly endTime: string | null;
  /** Null means every queue. */
  readonly queue: string | null;
  /** Null means: learn it from the history. */
  readonly effect: EventEffect | null;
  /** Known factor on the mean handle time, for example 1.2; null or absent means: learn it from the history. */
  readonly ahtFactor?: number | null;
  readonly repeats: 'yearly' | 'monthly' | 'weekly' | null;
};

/** One number per local day that may move the volume: letters sent, customers, appointments, temperature. */
export type DayRegressor = {
  readonly name: string;
  /** Queue that it concerns; every queue by default. */
  readonly queue?: string | null | undefined;
  /** Local day of the first value, `YYYY-MM-DD`. */
  readonly startDay: string;
  /** One per local day, past and future; null = unknown. */
  readonly values: readonly (number | null)[];
};

/** One row of overrides.csv: a planner's change, kept apart from the statistical forecast. */
export type Override = {
  /** Null means every queue. */
  readonly queue: string | null;
  /** First and last local day, inclusive. */
  readonly from: string;
  readonly to: string;
  /** Weekdays 0 (Monday) to 6 it applies to; all when null. */
  readonly weekdays: readonly number[] | null;
  readonly startTime: string | null;
  readonly endTime: string | null;
  readonly field: 'volume' | 'aht';
  /** `set` gives each interval the value, `scale` multiplies, `add` adds to each interval. */
  readonly operation: 'set' | 'scale' | 'add';
  readonly value: number;
  readonly note: string;
};
