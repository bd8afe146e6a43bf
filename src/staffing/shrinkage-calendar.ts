import { checkInteger, checkOpenShare, checkPositive, checkShareBelowOne, describeValue, InvalidInputError } from '../core/index.js';
import { gridClock } from '../time/index.js';

/** One kind of shrinkage: a share of paid or of present time not on line. */
export type ShrinkageKind = {
  readonly name: string;
  /** In [0, 1). */
  readonly share: number;
  /** Whether the time is paid; true by default. */
  readonly paid?: boolean | undefined;
  /** Known beforehand (training, leave) or not (sickness); false by default. */
  readonly planned?: boolean | undefined;
  /** Weekdays on which it applies, 0 = Monday; every day by default. */
  readonly weekdays?: readonly number[] | undefined;
  /** Minutes after local midnight between which it applies, the end left out; the whole day by default. */
  readonly fromMinute?: number | undefined;
  readonly toMinute?: number | undefined;
};

/** Result of {@link shrinkageCalendar}: shares per interval. */
export type ShrinkageCalendar = {
  /** All kinds together, 1 − Π(1 − s). */
  readonly total: readonly number[];
  readonly planned: readonly number[];
  readonly unplanned: readonly number[];
  readonly paid: readonly number[];
  readonly unpaid: readonly number[];
  /** People to schedule for one on line: 1 ÷ ((1 − total) × adherence). */
  readonly peoplePerAgent: readonly number[];
};

/**
 * Shrinkage by interval: kinds that hold on some weekdays or hours only, planned and unplanned, paid and unpaid, with adherence.
 *
 * @param input.kinds - Shares of time not on line; in each interval those that apply combine as 1 − Π(1 − s).
 * @param input.zone - IANA zone in which weekdays and minutes are meant.
 * @param input.startMs - Start of the first interval.
 * @param input.intervalSeconds - Length of an interval.
 * @param input.intervals - Number of intervals.
 * @param input.adherence - Share of scheduled time on line that people keep to, in (0, 1]; 1 by default.
 * @returns Shares per interval and people to schedule per agent on line. A kind applies where the interval starts.
 * @throws {@link InvalidInputError} for shares outside [0, 1) and wrong weekdays or minutes.
 * @example
 * const kinds = [{ name: 'leave', share: 0.1, planned: true }, { name: 'sick', share: 0.05 }, { name: 'team hour', share: 0.5, weekdays: [0], fromMinute: 540, toMinute: 600 }];
 * shrinkageCalendar({ kinds, zone: 'UTC', startMs: 345600000, intervalSeconds: 3600, intervals: 24 }).total[9]; // 0.5725…
 */
export function shrinkageCalendar(input: {
  readonly kinds: readonly ShrinkageKind[];
  readonly zone: string;
  readonly startMs: number;
  readonly intervalSeconds: number;
  readonly intervals: number;
  readonly adherence?: number | undefined;
}): ShrinkageCalendar {
  const where = 'shrinkageCalendar';
  const { kinds, zone, startMs, intervalSeconds, intervals, adherence = 1 } = input;
  checkPositive(`${where}: intervalSeconds`, intervalSeconds);
  checkInteger(`${where}: intervals`, intervals, 0);
  if (adherence !== 1) checkOpenShare(`${where}: adherence`, adherence);
  kinds.forEach((kind, k) => {
    checkKind(`${where}: kinds[${k}]`, kind);
  });
  const { weekdays, minutes } = gridClock(zone, startMs, intervalSeconds, intervals);
  const column = (counts: (kind: ShrinkageKind) => boolean): number[] =>
    Array.from({ length: intervals }, (_, i) => {
      const applying = kinds.filter((kind) => counts(kind) && applies(kind, weekdays[i] as number, minutes[i] as number));
      return 1 - applying.reduce((left, kind) => left * (1 - kind.share), 1);
    });
  const total = column(() => true);
  return {
    total,
    planned: column((kind) => kind.planned === true),
    unplanned: column((kind) => kind.planned !== true),
    paid: column((kind) => kind.paid !== false),
    unpaid: column((kind) => kind.paid === false),
    peoplePerAgent: total.map((share) => 1 / ((1 - share) * adherence)),
  };
}

function checkKind(at: string, { share, weekdays = [], fromMinute = 0, toMinute = 1440 }: ShrinkageKind): void {
  checkShareBelowOne(`${at}.share`, share);
  for (const day of weekdays)
    if (!Number.isInteger(day) || day < 0 || day > 6)
      throw new InvalidInputError(`${at}.weekdays must hold whole numbers from 0 (Monday) to 6, got ${describeValue(day)}.`);
  checkInteger(`${at}.fromMinute`, fromMinute, 0);
  if (!(toMinute > fromMinute && toMinute <= 1440))
    throw new InvalidInputError(`${at}.toMinute must be above fromMinute (${fromMinute}) and at most 1440, got ${describeValue(toMinute)}.`);
}

function applies({ weekdays, fromMinute = 0, toMinute = 1440 }: ShrinkageKind, weekday: number, minute: number): boolean {
  return (weekdays === undefined || weekdays.includes(weekday)) && minute >= fromMinute && minute < toMinute;
}
