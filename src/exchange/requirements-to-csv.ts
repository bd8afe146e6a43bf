import type { Requirements } from '../core/index.js';
import { formatInstant } from '../time/index.js';
import { exactCell, joinRows, numberCell, textCell } from './csv-cells.js';

const HEADER = [
  ...['queue', 'start', 'interval_seconds', 'volume', 'aht_seconds', 'agents', 'agents_exact', 'agents_with_shrinkage'],
  ...['service_level', 'occupancy', 'asa_seconds', 'abandon_probability'],
];

/**
 * Writes requirements.csv: `queue,start,interval_seconds,volume,aht_seconds,agents,agents_exact,agents_with_shrinkage,service_level,occupancy,asa_seconds,abandon_probability`,
 * closed intervals left out.
 *
 * The three columns of agents carry every digit, so that a roster built from the file costs what one built from `requirements` does.
 *
 * @param requirements - Result of `staff` (or of `readRequirements`).
 * @returns CSV text; `start` is local time with offset; contacts and seconds have up to 3 decimals, shares up to 6.
 * @example
 * const csv = requirementsToCsv({ queues: [], totals: [], warnings: [] });
 * csv.startsWith('queue,start,interval_seconds,volume'); // true
 */
export function requirementsToCsv(requirements: Requirements): string {
  const channels = requirements.queues.some((queue) => queue.channel !== 'voice');
  const rows = requirements.queues.flatMap((queue) =>
    queue.status.flatMap((status, i) =>
      status === 'closed'
        ? []
        : [
            [
              textCell(queue.queue),
              formatInstant(queue.zone, queue.startMs + i * queue.intervalSeconds * 1000),
              String(queue.intervalSeconds),
              numberCell(queue.volume[i], 3),
              numberCell(queue.ahtSeconds[i], 3),
              exactCell(queue.agents[i]),
              exactCell(queue.agentsExact[i]),
              exactCell(queue.agentsWithShrinkage[i]),
              numberCell(queue.serviceLevel[i], 6),
              numberCell(queue.occupancy[i], 6),
              numberCell(queue.asaSeconds[i], 3),
              numberCell(queue.abandonProbability[i], 6),
              ...(channels ? [queue.channel] : []),
            ],
          ],
    ),
  );
  return joinRows(channels ? [...HEADER, 'channel'] : HEADER, rows);
}
