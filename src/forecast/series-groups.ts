import type { Channel } from '../core/index.js';

/** What a series can be told by. */
export type Dimension = 'queue' | 'channel' | 'reason' | 'site';

/** All of them, in the order in which names are put together. */
export const DIMENSIONS: readonly Dimension[] = ['queue', 'channel', 'reason', 'site'];

/** Identity of a series. */
export type SeriesName = { readonly queue: string; readonly channel: Channel; readonly reason?: string; readonly site?: string };

/** What names a series, and nothing else of it. */
export function seriesName({ queue, channel, reason, site }: SeriesName): SeriesName {
  return { queue, channel, ...(reason === undefined ? {} : { reason }), ...(site === undefined ? {} : { site }) };
}

/** Series that agree in some dimensions. */
export type SeriesGroup = {
  readonly by: readonly Dimension[];
  /** What the dimensions say, for example `billing, north`; `all` where there is none. */
  readonly name: string;
  /** Positions of the series. */
  readonly members: readonly number[];
};

/** Groups series by what some dimensions say, in the order of their first member. No dimension: one group of all. */
export function groupSeries(series: readonly SeriesName[], by: readonly Dimension[]): SeriesGroup[] {
  const groups = new Map<string, number[]>();
  series.forEach((one, i) => {
    const key = JSON.stringify(by.map((dimension) => one[dimension] ?? null));
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [i]);
    else list.push(i);
  });
  return [...groups.values()].map((members) => {
    const first = series[members[0] as number] as SeriesName;
    const words = by.map((dimension) => first[dimension]).filter((word) => word !== undefined);
    return { by, name: words.length > 0 ? words.join(', ') : 'all', members };
  });
}

/** Identity of a sum of series: what they share, and `all` for the queue where they differ in it. A sum over channels has that of its first member, and says so. */
export function sharedName(members: readonly SeriesName[]): SeriesName {
  const [first] = members as [SeriesName];
  const same = (dimension: Dimension): boolean => members.every((one) => one[dimension] === first[dimension]);
  const channels = same('channel') ? '' : ', all channels';
  return {
    queue: same('queue') ? `${first.queue}${channels}` : 'all',
    channel: first.channel,
    ...(first.reason !== undefined && same('reason') ? { reason: first.reason } : {}),
    ...(first.site !== undefined && same('site') ? { site: first.site } : {}),
  };
}

/**
 * One text per series that tells it from the others: its queue, and whatever else is needed to tell series of one queue apart.
 *
 * @param series - Series, or anything with their names.
 * @returns Texts in the same order.
 * @example
 * seriesLabels([{ queue: 'sales', channel: 'voice' }, { queue: 'sales', channel: 'chat' }, { queue: 'tech', channel: 'voice' }]); // ['sales (voice)', 'sales (chat)', 'tech']
 */
export function seriesLabels(series: readonly (Omit<SeriesName, 'channel'> & { readonly channel?: Channel })[]): string[] {
  const telling = DIMENSIONS.filter((dimension) => dimension !== 'queue').filter((dimension) =>
    series.some((one) => series.some((other) => other !== one && other.queue === one.queue && other[dimension] !== one[dimension])),
  );
  return series.map((one) => {
    const alone = series.every((other) => other === one || other.queue !== one.queue);
    const words = alone ? [] : telling.map((dimension) => one[dimension]).filter((word) => word !== undefined);
    return words.length > 0 ? `${one.queue} (${words.join(', ')})` : one.queue;
  });
}
