import type { History, QueueHistory } from '../core/index.js';
import { addDays, formatInstant } from '../time/index.js';
import { exactCell, joinRows, numberCell, textCell } from './csv-cells.js';

type Extra = { readonly name: string; readonly needed: (queue: QueueHistory) => boolean; readonly cell: (queue: QueueHistory, i: number) => string };

const EXTRAS: readonly Extra[] = [
  { name: 'handled', needed: ({ handled }) => handled.some((value) => value !== null), cell: ({ handled }, i) => exactCell(handled[i]) },
  {
    name: 'short_abandoned',
    needed: ({ shortAbandoned }) => shortAbandoned.some((value) => value !== null),
    cell: ({ shortAbandoned }, i) => exactCell(shortAbandoned[i]),
  },
  {
    name: 'mean_wait_seconds',
    needed: ({ meanWaitSeconds }) => meanWaitSeconds.some((value) => value !== null),
    cell: ({ meanWaitSeconds }, i) => numberCell(meanWaitSeconds[i], 3),
  },
  { name: 'channel', needed: ({ channel }) => channel !== 'voice', cell: ({ channel }) => channel },
  { name: 'reason', needed: ({ reason }) => reason !== undefined, cell: ({ reason }) => textCell(reason ?? '') },
  { name: 'site', needed: ({ site }) => site !== undefined, cell: ({ site }) => textCell(site ?? '') },
];

/**
 * Writes a history in its plain form: `queue,timestamp,volume,aht_seconds,abandoned`, closed and missing intervals left out.
 *
 * Columns `handled`, `short_abandoned`, `mean_wait_seconds`, `channel`, `reason` and `site` follow only where the history has them.
 *
 * @param history - Result of `readHistory`, or an object with its `queues`.
 * @returns CSV text; `timestamp` is local time with offset, or the local day for grains coarser than an interval; counts carry every digit, seconds up to 3 decimals.
 * @example
 * const history = await readHistory('timestamp,volume\n2026-01-05 08:00,22\n2026-01-05 08:30,31', { zone: 'UTC' });
 * historyToCsv(history).split('\n')[1]; // 'all,2026-01-05T08:00:00+00:00,22,,'
 */
export function historyToCsv(history: Pick<History, 'queues'>): string {
  const extras = EXTRAS.filter(({ needed }) => history.queues.some(needed));
  const rows = history.queues.flatMap((queue) =>
    queue.volume.flatMap((volume, i) =>
      volume === null
        ? []
        : [
            [
              textCell(queue.queue),
              stampOf(queue, i),
              exactCell(volume),
              numberCell(queue.ahtSeconds[i], 3),
              exactCell(queue.abandoned[i]),
              ...extras.map(({ cell }) => cell(queue, i)),
            ],
          ],
    ),
  );
  return joinRows(['queue', 'timestamp', 'volume', 'aht_seconds', 'abandoned', ...extras.map(({ name }) => name)], rows);
}

function stampOf(queue: QueueHistory, i: number): string {
  const startDay = queue.startDay ?? '1970-01-01';
  if (queue.grain === 'day') return addDays(startDay, i);
  if (queue.grain === 'week') return addDays(startDay, 7 * i);
  if (queue.grain === 'month') return monthAfter(startDay, i);
  return formatInstant(queue.zone, queue.startMs + i * (queue.intervalSeconds ?? 0) * 1000);
}

function monthAfter(day: string, months: number): string {
  const number = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}-01`;
}
