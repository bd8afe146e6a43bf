import { checkInteger, InvalidInputError } from '../core/index.js';
import { addDays, formatInstant, instantOf, localDayOf, localMinuteOf } from '../time/index.js';
import type { ForecastHorizon } from './options.js';

/** Longest horizon, in days, at which members are weighed and errors measured. */
export const LONGEST_BACKTEST = 56;

/** Throws unless exactly one way of saying the horizon is used, with a usable value. */
export function checkHorizon(where: string, horizon: ForecastHorizon): void {
  const given = [horizon.untilMs, horizon.days, horizon.weeks].filter((value) => value !== undefined).length;
  if (given !== 1)
    throw new InvalidInputError(`${where}: give the horizon once, as untilMs, days or weeks; got ${given} of them. Write for example { weeks: 4 }.`, { given });
  if (horizon.days !== undefined) checkInteger(`${where}: days`, horizon.days, 1);
  if (horizon.weeks !== undefined) checkInteger(`${where}: weeks`, horizon.weeks, 1);
  if (horizon.untilMs !== undefined && !Number.isFinite(horizon.untilMs))
    throw new InvalidInputError(`${where}: untilMs must be a finite number of epoch milliseconds, got ${horizon.untilMs}.`, {
      untilMs: String(horizon.untilMs),
    });
}

/** First instant after the horizon, for a queue whose history ends at `endMs`. */
export function horizonEndMs(where: string, horizon: ForecastHorizon, zone: string, endMs: number): number {
  if (horizon.untilMs !== undefined) {
    if (horizon.untilMs < endMs) {
      const end = formatInstant(zone, endMs);
      throw new InvalidInputError(`${where}: untilMs is ${formatInstant(zone, horizon.untilMs)}, but the history ends at ${end}. Ask for a later interval.`, {
        untilMs: horizon.untilMs,
        historyEndMs: endMs,
      });
    }
    return horizon.untilMs + 1;
  }
  const days = horizon.days ?? 7 * (horizon.weeks ?? 0);
  return instantOf(zone, addDays(localDayOf(zone, endMs), days), localMinuteOf(zone, endMs));
}
