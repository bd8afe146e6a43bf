import type { Forecast, ForecastBand, QueueForecast } from '../core/index.js';
import { forecastClock } from '../forecast/index.js';
import { dayFromNumber, dayStartMs, formatInstant } from '../time/index.js';
import { exactCell, joinRows, numberCell, textCell } from './csv-cells.js';

/** Decimals of the bands in forecast.csv. */
const DECIMALS = 3;

/**
 * Writes forecast.csv: `queue,start,interval_seconds,volume[,volume_lo80,volume_hi80,…],aht_seconds`, closed intervals left out.
 *
 * Columns `channel`, `reason` and `site` follow only where the forecast has more to say than voice queues.
 *
 * Volume and handle time carry every digit, so that the staff sized from the file are those sized from `forecast`.
 *
 * @param forecast - Result of `forecast` (or of `readForecast`).
 * @returns CSV text; `start` is local time with offset, bounds have up to 3 decimals.
 * @example
 * const csv = 'queue,start,interval_seconds,volume,aht_seconds\nbilling,2026-12-07T08:00:00+01:00,1800,12,300\n';
 * forecastToCsv(readForecast(csv, { zone: 'Europe/Berlin' })) === csv; // true
 */
export function forecastToCsv(forecast: Forecast): string {
  const { queues } = forecast;
  const levels = [...new Set(queues.flatMap((queue) => queue.bands.map((band) => band.level)))].sort((a, b) => a - b);
  const ahtLevels = levels.filter((level) => queues.some((queue) => queue.bands.some((band) => band.level === level && band.ahtLower !== undefined)));
  const dimensions = (['channel', 'reason', 'site'] as const).filter((name) =>
    queues.some((queue) => (queue[name] ?? '') !== (name === 'channel' ? 'voice' : '')),
  );
  const header = [
    ...['queue', 'start', 'interval_seconds', 'volume'],
    ...levels.flatMap((level) => [`volume_lo${percent(level)}`, `volume_hi${percent(level)}`]),
    'aht_seconds',
    ...ahtLevels.flatMap((level) => [`aht_lo${percent(level)}`, `aht_hi${percent(level)}`]),
    ...dimensions,
  ];
  const rows = queues.flatMap((queue) => queueRows(queue, levels, ahtLevels, dimensions));
  return joinRows(header, rows);
}

function queueRows(
  queue: QueueForecast,
  levels: readonly number[],
  ahtLevels: readonly number[],
  dimensions: readonly ('channel' | 'reason' | 'site')[],
): string[][] {
  const bandAt = (level: number): ForecastBand | undefined => queue.bands.find((band) => band.level === level);
  const bands = levels.map(bandAt);
  const ahtBands = ahtLevels.map(bandAt);
  const name = textCell(queue.queue);
  const labels = dimensions.map((dimension) => textCell(queue[dimension] ?? ''));
  const rows: string[][] = [];
  // days, weeks and months begin at local midnight, however long the ones before were
  const days = queue.intervalSeconds >= 86_400 ? forecastClock(queue).dayNumbers : null;
  queue.volume.forEach((volume, i) => {
    if (volume === null) return;
    rows.push([
      name,
      formatInstant(queue.zone, days === null ? queue.startMs + i * queue.intervalSeconds * 1000 : dayStartMs(queue.zone, dayFromNumber(days[i] as number))),
      String(queue.intervalSeconds),
      exactCell(volume),
      ...bands.flatMap((band) => [numberCell(band?.volumeLower[i], DECIMALS), numberCell(band?.volumeUpper[i], DECIMALS)]),
      exactCell(queue.ahtSeconds[i]),
      ...ahtBands.flatMap((band) => [numberCell(band?.ahtLower?.[i], DECIMALS), numberCell(band?.ahtUpper?.[i], DECIMALS)]),
      ...labels,
    ]);
  });
  return rows;
}

function percent(level: number): string {
  return String(Number((level * 100).toPrecision(10)));
}
