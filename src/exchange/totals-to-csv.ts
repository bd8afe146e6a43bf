import type { PeriodTotals } from '../forecast/index.js';
import { exactCell, joinRows, numberCell, textCell } from './csv-cells.js';

/**
 * Writes totals of a forecast: `queue,from,to,whole,volume[,volume_lo80,volume_hi80,…],aht_seconds[,channel,reason,site]`, one row per day, week or month.
 *
 * @param totals - Result of `aggregateForecast`.
 * @returns CSV text; `whole` is `no` for a first or last period of which the forecast covers a part.
 * @example
 * const csv = 'queue,start,interval_seconds,volume,aht_seconds\na,2026-12-07T08:00:00Z,1800,12,300\n';
 * totalsToCsv(aggregateForecast(readForecast(csv, { zone: 'UTC' }), { per: 'month' })).split('\n')[1]; // 'a,2026-12-07,2026-12-07,no,12,300'
 */
export function totalsToCsv(totals: readonly PeriodTotals[]): string {
  const levels = [...new Set(totals.flatMap(({ bands }) => bands.map(({ level }) => level)))].sort((a, b) => a - b);
  const dimensions = (['channel', 'reason', 'site'] as const).filter((name) => totals.some((one) => (one[name] ?? '') !== (name === 'channel' ? 'voice' : '')));
  const percent = (level: number): string => String(Number((level * 100).toPrecision(10)));
  const header = [
    ...['queue', 'from', 'to', 'whole', 'volume'],
    ...levels.flatMap((level) => [`volume_lo${percent(level)}`, `volume_hi${percent(level)}`]),
    'aht_seconds',
    ...dimensions,
  ];
  const rows = totals.flatMap((one) =>
    one.from.map((from, i) => [
      textCell(one.queue),
      from,
      one.to[i] as string,
      one.whole[i] === true ? 'yes' : 'no',
      exactCell(one.volume[i]),
      ...levels.flatMap((level) => {
        const band = one.bands.find((candidate) => candidate.level === level);
        return [numberCell(band?.volumeLower[i], 3), numberCell(band?.volumeUpper[i], 3)];
      }),
      exactCell(one.ahtSeconds[i]),
      ...dimensions.map((name) => textCell(one[name] ?? '')),
    ]),
  );
  return joinRows(header, rows);
}
