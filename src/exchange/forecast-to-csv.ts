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
 * @param options.parts - True: also columns `part_level`, `part_weekday`, … `part_override`, factors that multiply to the volume.
 * @returns CSV text; `start` is local time with offset, bounds have up to 3 decimals.
 * @example
 * const csv = 'queue,start,interval_seconds,volume,aht_seconds\nbilling,2026-12-07T08:00:00+01:00,1800,12,300\n';
 * forecastToCsv(readForecast(csv, { zone: 'Europe/Berlin' })) === csv; // true
 */
export function forecastToCsv(forecast: Forecast, options: { readonly parts?: boolean | undefined } = {}): string {
  const { queues } = forecast;
  const levels = [...new Set(queues.flatMap((queue) => queue.bands.map((band) => band.level)))].sort((a, b) => a - b);
  const ahtLevels = levels.filter((level) => queues.some((queue) => queue.bands.some((band) => band.level === level && band.ahtLower !== undefined)));
  const dimensions = (['channel', 'reason', 'site'] as const).filter((name) =>
    queues.some((queue) => (queue[name] ?? '') !== (name === 'channel' ? 'voice' : '')),
  );
  const parts = options.parts === true ? partsOf(queues) : [];
  const header = [
    ...['queue', 'start', 'interval_seconds', 'volume'],
    ...levels.flatMap((level) => [`volume_lo${percent(level)}`, `volume_hi${percent(level)}`]),
    'aht_seconds',
    ...ahtLevels.flatMap((level) => [`aht_lo${percent(level)}`, `aht_hi${percent(level)}`]),
    ...dimensions,
    ...parts.map((part) => `part_${part}`),
  ];
  const rows = queues.flatMap((queue) => queueRows(queue, levels, ahtLevels, dimensions, parts));
  return joinRows(header, rows);
}

/** Factors of an interval: those of the statistical forecast, and what a planner made of it. */
const PARTS = ['level', 'weekday', 'month', 'season', 'event', 'shape', 'reconciliation', 'override'] as const;
type Part = (typeof PARTS)[number];

/** The last two only where some queue has them. */
function partsOf(queues: readonly QueueForecast[]): Part[] {
  return PARTS.filter((part) =>
    part === 'reconciliation'
      ? queues.some((queue) => queue.parts.reconciliation !== undefined)
      : part !== 'override' || queues.some((queue) => queue.statisticalVolume !== undefined),
  );
}

function partAt(queue: QueueForecast, part: Part, i: number): number | null {
  if (part === 'reconciliation') return queue.parts.reconciliation?.[i] ?? 1;
  if (part !== 'override') return queue.parts[part][i] ?? null;
  const statistical = queue.statisticalVolume?.[i] ?? queue.volume[i] ?? null;
  return statistical === null || !(statistical > 0) ? null : (queue.volume[i] ?? 0) / statistical;
}

function queueRows(
  queue: QueueForecast,
  levels: readonly number[],
  ahtLevels: readonly number[],
  dimensions: readonly ('channel' | 'reason' | 'site')[],
  parts: readonly Part[],
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
      ...parts.map((part) => exactCell(partAt(queue, part, i))),
    ]);
  });
  return rows;
}

function percent(level: number): string {
  return String(Number((level * 100).toPrecision(10)));
}
