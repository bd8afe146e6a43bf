import * as v from 'valibot';
import { CLOCK_RANGE, DAY_SECONDS, durationSeconds, isCalendarDay } from './plan-values.js';

const DURATION = 'a duration such as "20s", "30min" or "5h30min"';

export const durationText: v.GenericSchema<string | number> = v.pipe(
  v.union([v.string(), v.number()], DURATION),
  v.check((value) => durationSeconds(value) !== null, DURATION),
);
export const positiveDuration: v.GenericSchema<string | number> = v.pipe(
  durationText,
  v.check((value) => (durationSeconds(value) ?? 0) > 0, 'a duration above 0'),
);
export const gridStep: v.GenericSchema<string | number> = v.pipe(
  positiveDuration,
  v.check((value) => DAY_SECONDS % (durationSeconds(value) ?? 0) === 0, 'a length that divides a day, such as "15min", "30min" or "1h"'),
);
export const clockTime: v.GenericSchema<string> = v.pipe(v.string(), v.regex(/^(([01]?\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day such as "08:30"'));
export const clockRange: v.GenericSchema<string> = v.pipe(v.string(), v.regex(CLOCK_RANGE, 'opening hours such as "08:00-20:00"'));
export const localDay: v.GenericSchema<string> = v.pipe(v.string(), v.check(isCalendarDay, 'a date such as "2026-12-07"'));
export const money: v.GenericSchema<number> = v.pipe(v.number('a number, 0 or more'), v.finite('a number, 0 or more'), v.minValue(0, 'a number, 0 or more'));
export const openShare: v.GenericSchema<number> = v.pipe(
  v.number('a share between 0 and 1'),
  v.gtValue(0, 'a share between 0 and 1'),
  v.ltValue(1, 'a share between 0 and 1'),
);
export const lossShare: v.GenericSchema<number> = v.pipe(
  v.number('a share, 0 or more and below 1'),
  v.minValue(0, 'a share, 0 or more and below 1'),
  v.ltValue(1, 'a share, 0 or more and below 1'),
);
export const count: v.GenericSchema<number> = v.pipe(
  v.number('a whole number, 0 or more'),
  v.integer('a whole number, 0 or more'),
  v.minValue(0, 'a whole number, 0 or more'),
);
export const positiveCount: v.GenericSchema<number> = v.pipe(
  v.number('a whole number, 1 or more'),
  v.integer('a whole number, 1 or more'),
  v.minValue(1, 'a whole number, 1 or more'),
);
