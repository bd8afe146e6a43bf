import { type Forecast, InvalidInputError, nearestName } from '../core/index.js';
import { poolSeries, type QueueDemand } from '../series/index.js';
import { formatInstant } from '../time/index.js';
import type { IntervalWork, MultiSkillRouting } from './routing.js';

/** Work of all queues on one grid. A queue's volume is null where it is closed or has no forecast. */
export type CommonGrid = {
  readonly zone: string;
  readonly startMs: number;
  readonly intervalSeconds: number;
  readonly intervals: readonly IntervalWork[];
  /** Per queue of the routing. */
  readonly volume: readonly (readonly (number | null)[])[];
};

/** Lays the forecasts of the routing's queues on one grid. */
export function commonGrid(where: string, forecast: Pick<Forecast, 'queues'>, { queues }: MultiSkillRouting): CommonGrid {
  const demands = poolSeries(forecast.queues);
  const [first] = demands;
  if (first === undefined) throw new InvalidInputError(`${where}: forecast must hold at least one queue, got none.`);
  demands.forEach((demand, i) => {
    checkDemand(where, demand, queues, first);
    if (demands.findIndex(({ queue }) => queue === demand.queue) !== i)
      throw new InvalidInputError(`${where}: queue "${demand.queue}" has a forecast on several channels; give each a name of its own.`, {
        queue: demand.queue,
      });
  });
  const stepMs = first.intervalSeconds * 1000;
  const startMs = Math.min(...demands.map((demand) => demand.startMs));
  const length = Math.max(...demands.map((demand) => (demand.startMs - startMs) / stepMs + demand.volume.length));
  const byQueue = queues.map(({ name }) => demands.find(({ queue }) => queue === name) ?? null);
  const cell = (demand: QueueDemand | null, i: number, column: 'volume' | 'ahtSeconds'): number | null =>
    demand?.[column][i - (demand.startMs - startMs) / stepMs] ?? null;
  const intervals = Array.from({ length }, (_, i) => ({
    perHour: byQueue.map((demand) => ((cell(demand, i, 'volume') ?? 0) * 3600) / first.intervalSeconds),
    ahtSeconds: byQueue.map((demand) => cell(demand, i, 'ahtSeconds') ?? meanAht(demand)),
  }));
  const volume = byQueue.map((demand) => Array.from({ length }, (_, i) => cell(demand, i, 'volume')));
  return { zone: first.zone, startMs, intervalSeconds: first.intervalSeconds, intervals, volume };
}

function checkDemand(where: string, demand: QueueDemand, queues: MultiSkillRouting['queues'], first: QueueDemand): void {
  const { queue, intervalSeconds, startMs } = demand;
  if (!queues.some(({ name }) => name === queue)) {
    const names = queues.map(({ name }) => name);
    const nearest = nearestName(queue, names);
    throw new InvalidInputError(
      `${where}: routing.queues must name every queue of the forecast, got none for "${queue}". ${nearest === null ? `Known: ${names.join(', ')}.` : `Did you mean "${nearest}"?`}`,
      { queue, nearest },
    );
  }
  if (intervalSeconds !== first.intervalSeconds || (startMs - first.startMs) % (intervalSeconds * 1000) !== 0)
    throw new InvalidInputError(`${where}: the forecasts must share one interval grid, got another one for queue "${queue}".`, { queue });
  demand.volume.forEach((contacts, i) => {
    if (contacts !== null && !(contacts >= 0 && contacts < Number.POSITIVE_INFINITY))
      throw new InvalidInputError(
        `${where}: volume of queue "${queue}" must be a finite number, 0 or more, or null, got ${contacts} at ${formatInstant(demand.zone, startMs + i * intervalSeconds * 1000)}.`,
        { queue, interval: i },
      );
  });
}

/** Handle time where an interval has none: the volume-weighted mean, for contacts that come from elsewhere. */
function meanAht(demand: QueueDemand | null): number | null {
  let work = 0;
  let contacts = 0;
  demand?.volume.forEach((count, i) => {
    const aht = demand.ahtSeconds[i] ?? null;
    if (count === null || aht === null) return;
    work += count * aht;
    contacts += count;
  });
  return contacts > 0 ? work / contacts : null;
}
