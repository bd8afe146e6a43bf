import {
  type Channel,
  type DurationInput,
  type Forecast,
  InvalidPlanError,
  nearestName,
  type PlanConfig,
  parseDuration,
  type QueueConfig,
  type QueueForecast,
} from '../core/index.js';
import { poolSeries } from '../series/index.js';
import type { StaffConfig } from '../staffing/index.js';

/** Contacts of one queue that are answered out of turn, or later. */
export type QueueModel =
  | { readonly kind: 'callback'; readonly offerFromSeconds: number; readonly accepted: number }
  | { readonly kind: 'priority'; readonly share: number };

/** One queue as a scenario has it. */
export type CentreQueue = {
  readonly series: QueueForecast;
  readonly settings: QueueConfig;
  /** Queues of the plan whose people and contacts it has; more than one after pooling. */
  readonly members: readonly string[];
  /** Absent: answered in turn. */
  readonly model?: QueueModel;
};

/** What comes in, who takes it under which rules, and what it costs: the thing that levers change. */
export type Centre = {
  readonly config: StaffConfig & { readonly zone: string };
  readonly queues: readonly CentreQueue[];
  /** People who may take the contacts of several queues; null: nobody. */
  readonly flexible: { readonly queues: readonly string[]; readonly share: number } | null;
  readonly costPerHour: number;
  /** Running cost of levers, over the horizon. */
  readonly leverCost: number;
  /** Contacts that find nobody open, over the horizon, with their queues. */
  readonly turnedAway: Readonly<Record<string, number>>;
};

/** The plan as it is. Series of one queue and channel (reasons, sites) are taken together, as `staff` does. */
export function baseCentre(forecast: Pick<Forecast, 'queues'>, config: StaffConfig, costPerHour: number): Centre {
  const zone = config.zone ?? forecast.queues[0]?.zone ?? 'UTC';
  const { scenarios: _, ...rest } = config;
  const queues = poolSeries(forecast.queues).map((demand): CentreQueue => {
    const parts = forecast.queues.filter(({ queue, channel }) => queue === demand.queue && channel === demand.channel);
    return { series: joined(demand, parts), settings: config.queues?.[demand.queue] ?? {}, members: [demand.queue] };
  });
  return { config: { ...rest, zone }, queues, flexible: null, costPerHour, leverCost: 0, turnedAway: {} };
}

/** Several series as one; what moves their days is weighted by volume. */
export function joined(demand: ReturnType<typeof poolSeries>[number], parts: readonly QueueForecast[]): QueueForecast {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first as QueueForecast;
  const { reason: _, site: __, dayErrors: ___, ...rest } = first;
  const volumes = parts.map(totalVolume);
  const all = volumes.reduce((sum, volume) => sum + volume, 0);
  const dayFactorCv = all === 0 ? 0 : parts.reduce((sum, part, i) => sum + (part.dayFactorCv * (volumes[i] as number)) / all, 0);
  return { ...rest, ...demand, bands: [], days: [], dayFactorCv };
}

/** The scenario as a forecast and a plan, for the functions that staff. A queue that the plan does not name stays unnamed, for them to say so. */
export function planOf({ config, queues }: Centre): { forecast: Pick<Forecast, 'queues'>; config: StaffConfig } {
  const given = config.queues ?? {};
  const open = Object.keys(given).length === 0;
  const taken = new Set(queues.flatMap(({ members }) => members));
  const settings: Record<string, QueueConfig> = Object.fromEntries(Object.entries(given).filter(([name]) => !taken.has(name)));
  for (const { series, settings: own, members } of queues) if (open || members.some((member) => given[member] !== undefined)) settings[series.queue] = own;
  return { forecast: { queues: queues.map(({ series }) => series) }, config: { ...config, queues: settings } };
}

/** Contacts over all intervals. */
export function totalVolume({ volume }: QueueForecast): number {
  return volume.reduce<number>((sum, contacts) => sum + (contacts ?? 0), 0);
}

/** Seconds of a duration as plan.json writes it. */
export function secondsOf(duration: DurationInput): number {
  return typeof duration === 'number' ? duration : (parseDuration(duration) ?? 0);
}

/**
 * Patience of contacts that wait in one line: the one that gives up as fast, in the short waits that a line is staffed for, as the mix does (rates of
 * giving up add up by contacts; null = never) [Zeltyn2005]. Undefined where nobody gives up.
 */
export function patienceOfMix(parts: readonly { readonly contacts: number; readonly patienceSeconds: number | null }[]): number | undefined {
  const [first] = parts;
  // Alike: no rounding.
  if (first !== undefined && parts.every(({ patienceSeconds }) => patienceSeconds === first.patienceSeconds)) return first.patienceSeconds ?? undefined;
  let contacts = 0;
  let leaving = 0;
  for (const part of parts) {
    contacts += part.contacts;
    if (part.patienceSeconds !== null) leaving += part.contacts / part.patienceSeconds;
  }
  return leaving > 0 ? contacts / leaving : undefined;
}

/** A series with other volumes; bands move with them. */
export function withVolume(series: QueueForecast, volume: readonly (number | null)[]): QueueForecast {
  const scaled = (band: readonly (number | null)[]): (number | null)[] =>
    band.map((edge, i) => {
      const before = series.volume[i] ?? null;
      const after = volume[i] ?? null;
      if (after === null) return null;
      return edge === null || before === null || before === 0 ? after : before === after ? edge : (edge * after) / before;
    });
  const bands = series.bands.map((band) => ({ ...band, volumeLower: scaled(band.volumeLower), volumeUpper: scaled(band.volumeUpper) }));
  return { ...series, volume, bands };
}

/** Longer or shorter contacts: in the series, and where the plan says how long they are. `change` by seconds before. */
export function withHandleTime(queue: CentreQueue, change: (ahtSeconds: number) => number): CentreQueue {
  const { series, settings } = queue;
  const { aht, concurrency } = settings;
  return {
    ...queue,
    series: { ...series, ahtSeconds: series.ahtSeconds.map((seconds) => (seconds === null ? null : change(seconds))) },
    settings: {
      ...settings,
      ...(aht === undefined ? {} : { aht: change(secondsOf(aht)) }),
      ...(concurrency === undefined ? {} : { concurrency: { ...concurrency, ahtAt: concurrency.ahtAt.map((at) => change(secondsOf(at))) } }),
    },
  };
}

/** Whether a scenario's `queues` mean this queue; a pooled one answers to the names of its members too. */
export function isMeant({ series, members }: CentreQueue, names: readonly string[] | undefined): boolean {
  return names === undefined || names.includes(series.queue) || members.some((member) => names.includes(member));
}

/** Refuses names that no queue of the centre answers to. */
export function checkNames(path: string, names: readonly string[] | undefined, { queues }: Centre): void {
  const known = [...new Set(queues.flatMap(({ series, members }) => [series.queue, ...members]))];
  for (const name of names ?? []) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    const wayOut = nearest === null ? `Known: ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
    throw new InvalidPlanError(`plan.json: ${path}.queues names "${name}", which is not a queue of the forecast. ${wayOut}`, { path, queue: name, nearest });
  }
}

/** The channel that a queue is planned on. */
export function channelOf({ series, settings }: CentreQueue): Channel {
  return settings.channel ?? series.channel;
}

/** Price of a paid hour where none is given: the mean over the plan's contracts, or 20. */
export function usualCostPerHour({ contracts }: Partial<PlanConfig>): number {
  const prices = Object.values(contracts ?? {}).map(({ costPerHour = 20 }) => costPerHour);
  return prices.length === 0 ? 20 : prices.reduce((sum, price) => sum + price, 0) / prices.length;
}
