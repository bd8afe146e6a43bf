import { InvalidInputError, isCalendarDay, nearestName, parseDuration } from '../core/index.js';
import { instantOf } from '../time/index.js';
import type { Options } from './context.js';

const DAY_SECONDS = 86_400;

/** Text of an option, or undefined when it was not given. */
export function textOption(options: Options, name: string): string | undefined {
  const value = options[camel(name)];
  if (value === '') throw new InvalidInputError(`--${name} is empty; give it a value or leave it out.`, { option: name });
  return typeof value === 'string' ? value : undefined;
}

/** Text of an option that must be given. */
export function neededOption(options: Options, name: string, example: string): string {
  const value = textOption(options, name);
  if (value === undefined) throw new InvalidInputError(`--${name} is missing; write for example --${name} ${example}.`, { option: name });
  return value;
}

/** All values of an option that may be repeated. */
export function listOption(options: Options, name: string): readonly string[] {
  const value = options[camel(name)];
  return Array.isArray(value) ? value : [];
}

/** Days of an option that may be repeated, each one of the calendar. */
export function dayOptions(options: Options, name: string): readonly string[] {
  const days = listOption(options, name);
  const wrong = days.find((day) => !isCalendarDay(day));
  if (wrong !== undefined) throw misused(name, 'a day of the calendar such as 2026-12-09', wrong);
  return days;
}

/** Seconds of a duration option. `bareUnitSeconds`: what a bare number counts, 60 after --interval. */
export function durationOption(options: Options, name: string, bareUnitSeconds = 1): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const seconds = parseDuration(text, bareUnitSeconds);
  if (seconds === null || !(seconds > 0)) throw misused(name, `a duration ${seconds === 0 ? 'above 0 ' : ''}such as 20s, 30min or 8h`, text);
  return seconds;
}

/** Seconds of --interval, which must divide a day. */
export function intervalOption(options: Options): number | undefined {
  const seconds = durationOption(options, 'interval', 60);
  if (seconds !== undefined && DAY_SECONDS % seconds !== 0)
    throw new InvalidInputError(`--interval must divide a day, such as 15min, 30min or 1h, got ${textOption(options, 'interval')}.`, { option: 'interval' });
  return seconds;
}

/** Number option of 0 or more; whole numbers only when `whole`. */
export function numberOption(options: Options, name: string, limits: { readonly whole?: boolean; readonly least?: number } = {}): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const least = limits.least ?? 0;
  const value = /^\d+(\.\d+)?(e\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value >= least) || !Number.isFinite(value) || (limits.whole && !Number.isSafeInteger(value)))
    throw misused(name, `a ${limits.whole ? 'whole ' : ''}number, ${least} or more`, text);
  return value;
}

/** Size option in bytes: `1MB`, `500kB`, `2GB`; a bare number counts bytes. */
export function sizeOption(options: Options, name: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmg]?)b?$/i.exec(text.trim()) ?? [];
  const bytes = Math.round(Number(digits) * (({ k: 1e3, m: 1e6, g: 1e9 } as Record<string, number>)[unit.toLowerCase()] ?? 1));
  if (!(bytes >= 1) || !Number.isSafeInteger(bytes)) throw misused(name, 'a size such as 500kB, 1MB or 2GB', text);
  return bytes;
}

/** Share option: `0.85` or `85%`. */
export function shareOption(options: Options, name: string): number | undefined {
  const text = textOption(options, name);
  return text === undefined ? undefined : parseShare(`--${name}`, text);
}

/** Reads `0.85` or `85%` into 0.85. A bare number over 1 is refused, since 80 may mean 80 % or a slip. */
export function parseShare(where: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text.trim());
  const value = match === null ? Number.NaN : match[2] === '%' ? Number(match[1]) / 100 : Number(match[1]);
  if (value >= 0 && value <= 1) return value;
  const wayOut = match !== null && match[2] === '' && value <= 100 ? ` Write ${match[1]}% or ${Number((value / 100).toPrecision(12))}.` : '';
  throw new InvalidInputError(`${where} must be a share such as 0.85 or 85%, got ${text}.${wayOut}`, { option: where, value: text });
}

/** A service level target: `80/20`, `0.8/20s`, `90%/1min`. The share may be a bare percentage here, since no other reading exists. */
export function parseTarget(text: string, option = 'target'): { readonly serviceLevel: number; readonly answerWithinSeconds: number } {
  const [share = '', within = '', ...rest] = text.split('/');
  const bare = /^\d+(\.\d+)?$/.test(share.trim()) ? Number(share) : Number.NaN;
  const serviceLevel = bare > 1 ? bare / 100 : parseShareOrNaN(share);
  const answerWithinSeconds = parseDuration(within);
  if (rest.length > 0 || !(serviceLevel > 0 && serviceLevel < 1) || answerWithinSeconds === null)
    throw misused(option, 'a share below 100 % and a time, such as 80/20 or 0.9/1min', text);
  return { serviceLevel, answerWithinSeconds };
}

function parseShareOrNaN(text: string): number {
  try {
    return parseShare('share', text);
  } catch {
    return Number.NaN;
  }
}

/** One of some names, with the nearest one in the error. */
export function choiceOption<Name extends string>(options: Options, name: string, choices: readonly Name[]): Name | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  const nearest = nearestName(text, choices);
  throw new InvalidInputError(`--${name} must be one of ${choices.join(', ')}, got ${text}.${nearest === null ? '' : ` Did you mean ${nearest}?`}`, {
    option: name,
    value: text,
  });
}

/** Seed option; 1 by default. */
export function seedOption(options: Options): number {
  return numberOption(options, 'seed', { whole: true }) ?? 1;
}

/** Coverage levels: `80,95`, `0.8,0.95` or `80%,95%`. */
export function levelsOption(options: Options): readonly number[] | undefined {
  const text = textOption(options, 'levels');
  if (text === undefined) return undefined;
  return text.split(',').map((part) => {
    const bare = /^\d+(\.\d+)?$/.test(part.trim()) ? Number(part) : Number.NaN;
    const level = bare > 1 ? bare / 100 : parseShareOrNaN(part);
    if (!(level > 0 && level < 1)) throw misused('levels', 'percentages below 100 such as 80,95', text);
    return level;
  });
}

/**
 * Instant of a local time such as `2026-12-07`, `2026-12-07T08:30` or `2026-12-07 08:30:00`; an offset at its end wins over the zone.
 */
export function parseLocalTime(where: string, text: string, zone: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text.trim());
  const [, day = '', hours = '0', minutes = '0', seconds = '0', offset] = match ?? [];
  if (match === null || !isCalendarDay(day) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59)
    throw new InvalidInputError(`${where} must be a local time such as 2026-12-07T08:30, got ${text}.`, { option: where, value: text });
  if (offset !== undefined) return Date.parse(`${day}T${hours.padStart(2, '0')}:${minutes}:${seconds}${offset}`);
  return instantOf(zone, day, Number(hours) * 60 + Number(minutes)) + Number(seconds) * 1000;
}

/** Error for an option whose value cannot be used. */
export function misused(name: string, need: string, value: string): InvalidInputError {
  return new InvalidInputError(`--${name} must be ${need}, got ${value === '' ? 'nothing' : value}.`, { option: name, value });
}

/** Whether an option was given at all. */
export function isGiven(options: Options, name: string): boolean {
  return options[camel(name)] !== undefined;
}

function camel(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
