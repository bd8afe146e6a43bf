import { type Forecast, type History, InvalidInputError, type LongWorkOptions, type PlanConfig, type QueueForecast, resolvePlan } from '../core/index.js';
import type { StaffConfig } from '../staffing/index.js';
import { checkZone } from '../time/index.js';
import { matchQueues } from './match-queues.js';
import { forecastPlan, settle } from './plan.js';
import { planHorizon } from './plan-horizon.js';
import { writeOutConfig } from './write-out-config.js';

/** The forecast that a what-if compares on: the one given, or that of a plan from a history, over the weeks that the plan rosters. */
export async function forecastOf(
  input: Pick<Forecast, 'queues'> | History,
  config: StaffConfig,
  options: LongWorkOptions & { readonly seed?: number | undefined },
): Promise<{ forecast: Pick<Forecast, 'queues'>; config: StaffConfig }> {
  if (!Array.isArray(input?.queues) || input.queues.length === 0)
    throw new InvalidInputError('whatIf: input must be a forecast or a history with at least one queue.');
  if (!isHistory(input)) return { forecast: input, config };
  const asked = resolvePlan(config as PlanConfig);
  checkZone('whatIf: zone', asked.zone);
  const matched = matchQueues(input, asked, config.interval === undefined ? null : asked.intervalSeconds);
  const horizon = planHorizon(matched.history, asked);
  const rules = settle(matched.history, asked, horizon, options);
  const { queues } = await forecastPlan(matched.history, rules, horizon, options);
  return { forecast: { queues: queues.map((series) => between(series, horizon.rosterStartMs, horizon.rosterEndMs)) }, config: writeOutConfig(rules) };
}

function isHistory(input: Pick<Forecast, 'queues'> | History): input is History {
  return 'bookedAt' in (input.queues[0] as object);
}

/** The intervals of a series that begin between two instants. */
function between(series: QueueForecast, fromMs: number, toMs: number): QueueForecast {
  const { startMs, intervalSeconds, bands, volume, ahtSeconds } = series;
  const from = Math.max(0, Math.ceil((fromMs - startMs) / (intervalSeconds * 1000)));
  const to = Math.max(from, Math.ceil((toMs - startMs) / (intervalSeconds * 1000)));
  const cut = bands.map((band) => ({ level: band.level, volumeLower: band.volumeLower.slice(from, to), volumeUpper: band.volumeUpper.slice(from, to) }));
  return { ...series, startMs: startMs + from * intervalSeconds * 1000, volume: volume.slice(from, to), ahtSeconds: ahtSeconds.slice(from, to), bands: cut };
}
