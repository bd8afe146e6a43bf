import type { CalendarEvent, Channel, DayErrors } from '../core/index.js';
import type { AhtModel } from './aht-model.js';
import type { ClosedCount } from './event-memory.js';
import type { BandModel } from './fit-bands.js';
import type { RegressionModel } from './fit-days.js';
import type { PlainMembers } from './plain-members.js';
import type { SpecialDay } from './special-days.js';

/** Queues with few contacts per slot: days are forecast as totals and split by shares, counts scatter as negative binomials. */
export type SplitModel = {
  /** Weekday × slot, each open weekday adding up to 1. */
  readonly shares: readonly number[];
  /** Variance of slot counts within a day, in multiples of a Poisson count's. */
  readonly dispersion: number;
};

/** Second day model: totals instead of scores, spread by shares instead of shapes. */
export type TotalsModel = {
  readonly regressions: readonly RegressionModel[];
  /** By lead group: weights of regressions × level shares. */
  readonly dayWeights: readonly (readonly number[])[];
  /** Weekday × slot, each open weekday adding up to 1. */
  readonly shares: readonly number[];
};

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
  /** Slots of the open day, and the slot of the local day of the first. */
  readonly slots: number;
  readonly firstSlot: number;
  readonly openWeekdays: readonly number[];
  /** 1 = open, weekday × slot. */
  readonly open: readonly number[];
  /** Every value of the history was a whole number. */
  readonly counts: boolean;
  /** Null: slots are forecast themselves. Otherwise the columns below have one slot, the day. */
  readonly split: SplitModel | null;
  /** 1 for weekdays with more than half the volume of the busiest. */
  readonly busyWeekdays: readonly number[];
  readonly events: readonly CalendarEvent[];
  readonly regressions: readonly RegressionModel[];
  /** By lead group: weights of regressions × level shares, then of the slot members. */
  readonly dayWeights: readonly (readonly number[])[];
  readonly dayWapes: readonly (readonly (number | null)[])[];
  readonly slotWeights: readonly (readonly number[])[];
  readonly slotWapes: readonly (readonly (number | null)[])[];
  /** Null for tables of one slot. */
  readonly totals: TotalsModel | null;
  /** Root-scale shapes of length 1, weekday × slot. */
  readonly shapes: readonly number[];
  /** Root-scale sums of past days by kind of event. */
  readonly eventShapes: Readonly<Record<string, readonly number[]>>;
  /** Past days of events by kind and kind/name, and how many of them were closed. */
  readonly closedOn: Readonly<Record<string, ClosedCount>>;
  /** Ratio under part-day events, by kind/name. */
  readonly partDay: Readonly<Record<string, number>>;
  readonly specialDays: readonly SpecialDay[];
  /** Recent weeks, weekday × slot, root scale. */
  readonly cell: readonly number[];
  /** Textbook methods beside them; null for tables of one slot. */
  readonly plain: PlainMembers | null;
  /** Near members of the next two open days, after one that has begun of two more: day × member × slot; null = nothing to say. */
  readonly near: readonly (readonly (readonly (number | null)[])[])[];
  /** Contacts of the first forecast day so far, by slot; null = not yet seen. Null as a whole when the day has not begun. */
  readonly tail: readonly (number | null)[] | null;
  /** 1 when the last busy day before the forecast was closed or as good as closed. */
  readonly closedBefore: number;
  readonly bands: BandModel;
  /** Null where the history is too short for a backtest. */
  readonly dayErrors: DayErrors | null;
  readonly aht: AhtModel | null;
  readonly warnings: readonly string[];
};
