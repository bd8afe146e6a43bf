import { checkNonNegative, checkPositive, describeValue, InvalidInputError } from '../core/index.js';

/** Contacts and handle times on a grid of equal intervals. */
export type MovingLoad = {
  /** Contacts per interval; null = closed. */
  readonly volume: readonly (number | null)[];
  readonly intervalSeconds: number;
  /** Mean handle time, one for all or per interval (null where there are no contacts). */
  readonly ahtSeconds: number | readonly (number | null)[];
};

/** Result of {@link offeredLoadPath}: erlangs per interval. */
export type OfferedLoadPath = {
  /** volume × AHT ÷ interval, as if each interval were a world of its own. */
  readonly stationary: readonly number[];
  /** Mean of the modified offered load over the interval. */
  readonly mean: readonly number[];
  /** Its largest value in the interval. */
  readonly largest: readonly number[];
};

/**
 * The load that a queue really carries when arrivals change: contacts in service were offered earlier (modified offered load,
 * the mean of M(t)/M/∞).
 *
 * @param input.volume - Contacts per interval, spread evenly inside it; null = closed, no arrivals.
 * @param input.ahtSeconds - Mean handle time, above 0; a contact in service ends at the rate of the interval it is in.
 * @param input.startLoad - Erlangs in service at the start; 0 by default.
 * @returns Stationary load, mean and largest modified load per interval.
 * @throws {@link InvalidInputError} for values outside their ranges, or contacts without handle time.
 * @remarks m' = λ(t) − m ÷ AHT, solved in closed form interval by interval. Source: [Jennings1996].
 * @example
 * offeredLoadPath({ volume: [60, 60], intervalSeconds: 1800, ahtSeconds: 600 }).largest[1]; // 19.950…
 */
export function offeredLoadPath(input: MovingLoad & { readonly startLoad?: number | undefined }): OfferedLoadPath {
  const { rates, startLoad } = { rates: movingRates('offeredLoadPath', input), startLoad: input.startLoad ?? 0 };
  checkNonNegative('offeredLoadPath: startLoad', startLoad);
  const path = { stationary: [] as number[], mean: [] as number[], largest: [] as number[] };
  let load = startLoad;
  for (const { arrival, aht } of rates) {
    const goal = arrival * aht;
    const left = Math.exp(-input.intervalSeconds / aht);
    const end = goal + (load - goal) * left;
    path.stationary.push(goal);
    path.mean.push(goal + ((load - goal) * (1 - left) * aht) / input.intervalSeconds);
    path.largest.push(Math.max(load, end));
    load = end;
  }
  return path;
}

/** Arrivals per second and handle time of one interval. */
export type MovingRate = { readonly arrival: number; readonly aht: number };

/** Checks a moving load; an interval without handle time keeps the one before (the first that comes, at the start). */
export function movingRates(where: string, { volume, intervalSeconds, ahtSeconds }: MovingLoad): MovingRate[] {
  checkPositive(`${where}: intervalSeconds`, intervalSeconds);
  if (!Array.isArray(volume)) throw new InvalidInputError(`${where}: volume must be a list with one entry per interval, got ${describeValue(volume)}.`);
  if (typeof ahtSeconds !== 'number' && (ahtSeconds as readonly unknown[] | undefined)?.length !== volume.length)
    throw new InvalidInputError(`${where}: ahtSeconds must be one number, or a list as long as volume (${volume.length}), got ${describeValue(ahtSeconds)}.`);
  const given = (i: number): number | null => (typeof ahtSeconds === 'number' ? ahtSeconds : (ahtSeconds[i] ?? null));
  let aht = volume.map((_, i) => given(i)).find((seconds) => seconds !== null) ?? 1;
  return volume.map((contacts, i) => {
    const own = given(i);
    if (own !== null) checkPositive(`${where}: ahtSeconds`, own);
    if (contacts !== null) checkNonNegative(`${where}: volume[${i}]`, contacts);
    if (own === null && (contacts ?? 0) > 0) throw new InvalidInputError(`${where}: ahtSeconds[${i}] must be given where there are contacts, got null.`);
    aht = own ?? aht;
    return { arrival: (contacts ?? 0) / intervalSeconds, aht };
  });
}

/** The modified offered load at the middles of `parts` equal parts of an interval, and at its end. */
export function loadInside(load: number, { arrival, aht }: MovingRate, seconds: number, parts: number): { middles: number[]; end: number } {
  const goal = arrival * aht;
  const at = (time: number): number => goal + (load - goal) * Math.exp(-time / aht);
  return { middles: Array.from({ length: parts }, (_, k) => at(((k + 0.5) * seconds) / parts)), end: at(seconds) };
}
