import { type Forecast, InvalidInputError, type QueueForecast } from '../core/index.js';
import { withTimes, withVolume } from './apply-overrides.js';
import { matchSeries } from './score-forecasts.js';

/**
 * Takes over a forecast made elsewhere: its contacts, and its handle times where it has some, replace ours interval by interval. Longer intervals (hours, days) are spread
 * by our forecast's shape; ours stays in `statisticalVolume`, and bands and day totals move along.
 *
 * @param forecast - Our own forecast of the same queues and time.
 * @param given - The other one, for example of {@link readForecast}. Queues and intervals that it leaves out stay ours.
 * @returns A new forecast. Where ours has no contacts inside one of its intervals, open intervals share them equally; closed ones stay closed.
 * @throws {@link InvalidInputError} for a queue that we do not forecast, or shorter intervals than ours.
 * @example
 * const header = 'queue,start,interval_seconds,volume,aht_seconds\n';
 * const ours = readForecast(`${header}a,2026-12-07T08:00:00Z,1800,10,300\na,2026-12-07T08:30:00Z,1800,30,300\n`, { zone: 'UTC' });
 * const theirs = readForecast(`${header}a,2026-12-07T08:00:00Z,3600,60,\n`, { zone: 'UTC' });
 * adoptForecast(ours, theirs).queues[0].volume; // [15, 45]
 */
export function adoptForecast(forecast: Forecast, given: Forecast): Forecast {
  const theirs = new Map<QueueForecast, QueueForecast>();
  for (const other of given.queues) {
    const own = matchSeries(other, forecast.queues);
    if (own === null) {
      const names = [...new Set(forecast.queues.map(({ queue }) => queue))].join(', ');
      throw new InvalidInputError(`adoptForecast: queue must be one of ${names}, got ${JSON.stringify(other.queue)}.`, { queue: other.queue });
    }
    if (other.intervalSeconds < own.intervalSeconds)
      throw new InvalidInputError(
        `adoptForecast: queue ${JSON.stringify(other.queue)} has intervals of ${other.intervalSeconds} s, ours have ${own.intervalSeconds} s. Add them up first.`,
        { queue: other.queue },
      );
    theirs.set(own, other);
  }
  return { ...forecast, queues: forecast.queues.map((own) => adopted(own, theirs.get(own))) };
}

function adopted(own: QueueForecast, other: QueueForecast | undefined): QueueForecast {
  if (other === undefined) return own;
  const step = own.intervalSeconds * 1000;
  const longer = other.intervalSeconds * 1000;
  const volume = [...own.volume];
  const aht = [...own.ahtSeconds];
  let next = 0;
  other.volume.forEach((contacts, k) => {
    const fromMs = other.startMs + k * longer;
    while (next < own.volume.length && own.startMs + next * step < fromMs) next += 1;
    const inside: number[] = [];
    for (; next < own.volume.length && own.startMs + next * step < fromMs + longer; next += 1) if (own.volume[next] !== null) inside.push(next);
    if (contacts === null || inside.length === 0) return;
    // an interval of theirs that begins before our forecast counts for the part inside
    const part = Math.min(1, (fromMs + longer - Math.max(fromMs, own.startMs)) / longer);
    const total = inside.reduce((sum, i) => sum + (own.volume[i] ?? 0), 0);
    for (const i of inside) {
      const share = inside.length === 1 ? 1 : total > 0 ? (own.volume[i] as number) / total : 1 / inside.length;
      volume[i] = contacts * part * share;
      aht[i] = other.ahtSeconds[k] ?? aht[i] ?? null;
    }
  });
  return withVolume(withTimes(own, aht), volume);
}
