import { isBlankCell, type NumberStyle, parseNumberCell } from './cell-number.js';

/** How a duration cell was written: a bare number needs a unit from elsewhere, two-part clocks may be m:s or h:m. */
type DurationShape = 'blank' | 'number' | 'twoPart' | 'exact' | 'unreadable';

/** Value of a duration cell: seconds for exact shapes, minutes:seconds read as such for two-part clocks, the bare number otherwise. */
export type DurationCell = { readonly shape: DurationShape; readonly value: number };

const UNREADABLE: DurationCell = { shape: 'unreadable', value: Number.NaN };

const CLOCK = /^(?:(\d+)[. ](?=\d+:\d\d:\d\d))?(\d*):(\d{1,2})(?::(\d{1,2}))?(?:[.,](\d+))?$/;
const UNITS =
  /^(?:(\d+(?:[.,]\d+)?)\s*(d|days?|tage?)[\s,]*)?(?:(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|std|stunden?)[\s,]*)?(?:(\d+(?:[.,]\d+)?)\s*(?:m|mins?|minutes?|minuten)[\s,]*)?(?:(\d+(?:[.,]\d+)?)\s*(?:s|secs?|seconds?|sek|sekunden)\.?)?$/i;
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/i;
const MILLISECONDS = /^(\d+(?:[.,]\d+)?)\s*(?:ms|msec|millis(?:econds)?)$/i;

/**
 * Reads one duration in any spelling: `00:05:12`, `5:12`, `:45`, `75:30`, `1.02:00:00`, `4m 11s`, `PT4M11S`, `312`, `312,5`.
 */
export function parseDurationCell(text: string, style: NumberStyle): DurationCell {
  if (isBlankCell(text)) return { shape: 'blank', value: Number.NaN };
  const trimmed = text.trim();
  const clock = CLOCK.exec(trimmed);
  if (clock !== null) return trimmed.length > 24 ? UNREADABLE : readClock(clock);
  const number = parseNumberCell(trimmed, style);
  if (number !== null && number >= 0) return { shape: 'number', value: number };
  return trimmed.length > 40 ? UNREADABLE : readUnits(trimmed);
}

function readClock([, days, first, second, third, fraction]: RegExpExecArray): DurationCell {
  const part = (text: string | undefined): number => (text === undefined || text === '' ? 0 : Number(text));
  const tail = fraction === undefined ? 0 : Number(`0.${fraction}`);
  if (part(third ?? second) >= 60) return UNREADABLE;
  if (third === undefined) return { shape: first === '' || fraction !== undefined ? 'exact' : 'twoPart', value: part(first) * 60 + part(second) + tail };
  if (part(second) >= 60) return UNREADABLE;
  return { shape: 'exact', value: part(days) * 86_400 + part(first) * 3600 + part(second) * 60 + part(third) + tail };
}

function readUnits(text: string): DurationCell {
  const amount = (part: string | undefined): number => (part === undefined ? 0 : Number(part.replace(',', '.')));
  const small = MILLISECONDS.exec(text);
  if (small !== null) return { shape: 'exact', value: amount(small[1]) / 1000 };
  const iso = ISO.exec(text);
  if (iso !== null && /\d/.test(text)) return { shape: 'exact', value: amount(iso[1]) * 86_400 + amount(iso[2]) * 3600 + amount(iso[3]) * 60 + amount(iso[4]) };
  const units = UNITS.exec(text);
  if (units === null) return UNREADABLE;
  return { shape: 'exact', value: amount(units[1]) * 86_400 + amount(units[3]) * 3600 + amount(units[4]) * 60 + amount(units[5]) };
}
