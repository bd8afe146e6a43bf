import type { Forecast } from '../core/index.js';
import { samplePaths } from '../forecast/index.js';
import type { SampledPaths } from '../simulate/index.js';

/** Futures of the forecast that rosters are repaired against. */
const SAMPLED_FUTURES = 400;

/** Sampled courses of the rates to play a roster against, where the forecast says how uncertain it is. */
export function ratePaths(forecast: Forecast, seed: number | undefined, count: number = SAMPLED_FUTURES): SampledPaths | undefined {
  return forecast.queues.every(({ bands }) => bands.length > 0) ? samplePaths(forecast, { count, seed, of: 'rates' }) : undefined;
}
