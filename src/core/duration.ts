import { InvalidInputError } from './errors.js';

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hr: 3600,
  hour: 3600,
  hours: 3600,
  d: 86400,
  day: 86400,
  days: 86400,
};

/**
 * Reads a duration as people write it in plan.json and on the command line: `20s`, `30min`, `5h30min`, `1.5h`.
 *
 * @param text - One or more number–unit pairs; a bare number counts as `bareUnitSeconds`.
 * @param bareUnitSeconds - Seconds that a bare number stands for; 1 by default, 60 after `--interval`.
 * @returns Seconds, or null when the text is no duration.
 * @example
 * parseDuration('5h30min'); // 19800
 */
export function parseDuration(text: string, bareUnitSeconds = 1): number | null {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * bareUnitSeconds;
  if (!/^(\d+(\.\d+)?\s*[a-z]+\s*)+$/.test(trimmed)) return null;
  let seconds = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const size = UNIT_SECONDS[unit ?? ''];
    if (size === undefined) return null;
    seconds += Number(amount) * size;
  }
  return seconds;
}

/**
 * Writes seconds the way {@link parseDuration} reads them, in the largest whole units.
 *
 * @example
 * formatDuration(19800); // '5h30min'
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) throw new InvalidInputError(`formatDuration: seconds must be a finite number, 0 or more, got ${seconds}.`);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds - hours * 3600) / 60);
  const rest = Number((seconds - hours * 3600 - minutes * 60).toFixed(3));
  const text = `${hours ? `${hours}h` : ''}${minutes ? `${minutes}min` : ''}${rest ? `${rest}s` : ''}`;
  return text === '' ? '0s' : text;
}
