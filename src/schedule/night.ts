import type { NightRule } from '../core/index.js';
import { addDays, instantOf } from '../time/index.js';

const MINUTE_MS = 60_000;

/** True when a shift that starts on a local day lies in the night for long enough. Breaks are not taken off. */
export function isNightShift(night: NightRule, zone: string, day: string, startMs: number, endMs: number): boolean {
  let insideMs = 0;
  for (const offset of [-1, 0, 1]) {
    const first = addDays(day, offset);
    const fromMs = instantOf(zone, first, night.fromMinute % 1440) + Math.floor(night.fromMinute / 1440) * 1440 * MINUTE_MS;
    const toMs = instantOf(zone, night.toMinute > night.fromMinute ? first : addDays(first, 1), night.toMinute % 1440);
    insideMs += Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs));
  }
  return insideMs >= night.atLeastSeconds * 1000;
}
