import { type Channel, InvalidInputError, type QueueForecast } from '../core/index.js';

/** Expected work of one queue on one channel: its series (reasons, sites) taken together. */
export type QueueDemand = {
  readonly queue: string;
  readonly channel: Channel;
  readonly zone: string;
  readonly startMs: number;
  readonly intervalSeconds: number;
  readonly volume: readonly (number | null)[];
  readonly ahtSeconds: readonly (number | null)[];
};

/** Takes together the series of each queue and channel: volumes add, handle times weigh by volume; closed only where all are. */
export function poolSeries(series: readonly QueueForecast[]): QueueDemand[] {
  const groups = new Map<string, QueueForecast[]>();
  for (const one of series) {
    const key = JSON.stringify([one.queue, one.channel]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].map((group) => (group.length === 1 ? (group[0] as QueueForecast) : addUp(group)));
}

function addUp(group: readonly QueueForecast[]): QueueDemand {
  const { queue, channel, zone, intervalSeconds } = group[0] as QueueForecast;
  const stepMs = intervalSeconds * 1000;
  const startMs = Math.min(...group.map((one) => one.startMs));
  const odd = group.find((one) => one.intervalSeconds !== intervalSeconds || (one.startMs - startMs) % stepMs !== 0);
  if (odd !== undefined)
    throw new InvalidInputError(
      `staff: the series of queue "${queue}" must share one interval grid, got ${intervalSeconds} s and ${odd.intervalSeconds} s steps.`,
      {
        queue,
      },
    );
  const length = Math.max(...group.map((one) => (one.startMs - startMs) / stepMs + one.volume.length));
  const volume = new Array<number | null>(length).fill(null);
  const work = new Float64Array(length);
  const timed = new Float64Array(length);
  for (const one of group) {
    const offset = (one.startMs - startMs) / stepMs;
    one.volume.forEach((contacts, i) => {
      if (contacts === null) return;
      const aht = one.ahtSeconds[i] ?? null;
      volume[offset + i] = (volume[offset + i] ?? 0) + contacts;
      if (aht === null) return;
      work[offset + i] = (work[offset + i] as number) + contacts * aht;
      timed[offset + i] = (timed[offset + i] as number) + contacts;
    });
  }
  const ahtSeconds = volume.map((_, i) => ((timed[i] as number) > 0 ? (work[i] as number) / (timed[i] as number) : null));
  return { queue, channel, zone, startMs, intervalSeconds, volume, ahtSeconds };
}
