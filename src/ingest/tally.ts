/** What one row says about its interval. NaN = unknown. Times are sums, with the contacts they were summed over. */
export type Tally = {
  volume: number;
  handled: number;
  abandoned: number;
  shortAbandoned: number;
  handleSeconds: number;
  handleWeight: number;
  waitSeconds: number;
  waitWeight: number;
};

/** Figures in a tally, in the order in which {@link Bins} store them. */
const FIELDS = 8;

/** A tally that says nothing yet. */
export function emptyTally(): Tally {
  const unknown = Number.NaN;
  return {
    volume: unknown,
    handled: unknown,
    abandoned: unknown,
    shortAbandoned: unknown,
    handleSeconds: unknown,
    handleWeight: unknown,
    waitSeconds: unknown,
    waitWeight: unknown,
  };
}

/** Sum of two figures where unknown gives way to known. */
function addKnown(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : a + b;
}

/**
 * Tallies by time. Entry k has the key `keys[k]` and the figures `values[8k … 8k + 7]`, in the order of {@link Tally}.
 * Rows mostly come in order of time, so the index over keys is built only once a row does not.
 */
export type Bins = { size: number; keys: Float64Array; values: Float64Array; index: Map<number, number> | null };

/** Opens empty bins. */
export function createBins(): Bins {
  return { size: 0, keys: new Float64Array(16), values: new Float64Array(16 * FIELDS), index: null };
}

/** Adds a tally under a key; true when the key was there already. */
export function addToBins(bins: Bins, key: number, tally: Tally, weight = 1): boolean {
  const at = findKey(bins, key);
  if (at < 0) {
    append(bins, key, tally, weight);
    return false;
  }
  const { values } = bins;
  const base = at * FIELDS;
  values[base] = addKnown(values[base] as number, weight * tally.volume);
  values[base + 1] = addKnown(values[base + 1] as number, weight * tally.handled);
  values[base + 2] = addKnown(values[base + 2] as number, weight * tally.abandoned);
  values[base + 3] = addKnown(values[base + 3] as number, weight * tally.shortAbandoned);
  values[base + 4] = addKnown(values[base + 4] as number, weight * tally.handleSeconds);
  values[base + 5] = addKnown(values[base + 5] as number, weight * tally.handleWeight);
  values[base + 6] = addKnown(values[base + 6] as number, weight * tally.waitSeconds);
  values[base + 7] = addKnown(values[base + 7] as number, weight * tally.waitWeight);
  return true;
}

/** Whether a key is there with just these figures. */
export function holdsSame(bins: Bins, key: number, tally: Tally): boolean {
  const at = findKey(bins, key);
  if (at < 0) return false;
  const { volume, handled, abandoned, shortAbandoned, handleSeconds, handleWeight, waitSeconds, waitWeight } = tally;
  return [volume, handled, abandoned, shortAbandoned, handleSeconds, handleWeight, waitSeconds, waitWeight].every((value, f) =>
    Object.is(value, bins.values[at * FIELDS + f]),
  );
}

/** Position of a key, or −1. */
function findKey(bins: Bins, key: number): number {
  const { size, keys } = bins;
  if (bins.index === null) {
    const last = size === 0 ? Number.NEGATIVE_INFINITY : (keys[size - 1] as number);
    if (key > last) return -1;
    if (key === last) return size - 1;
    bins.index = new Map();
    for (let k = 0; k < size; k += 1) bins.index.set(keys[k] as number, k);
  }
  return bins.index.get(key) ?? -1;
}

function append(bins: Bins, key: number, tally: Tally, weight: number): void {
  if (bins.size === bins.keys.length) grow(bins);
  const { size, values } = bins;
  bins.keys[size] = key;
  bins.index?.set(key, size);
  const base = size * FIELDS;
  values[base] = weight * tally.volume;
  values[base + 1] = weight * tally.handled;
  values[base + 2] = weight * tally.abandoned;
  values[base + 3] = weight * tally.shortAbandoned;
  values[base + 4] = weight * tally.handleSeconds;
  values[base + 5] = weight * tally.handleWeight;
  values[base + 6] = weight * tally.waitSeconds;
  values[base + 7] = weight * tally.waitWeight;
  bins.size = size + 1;
}

function grow(bins: Bins): void {
  const size = Math.ceil(bins.keys.length * 1.5); // twice as much would leave a third of the memory idle
  const keys = new Float64Array(size);
  keys.set(bins.keys);
  const values = new Float64Array(size * FIELDS);
  values.set(bins.values);
  bins.keys = keys;
  bins.values = values;
}

/** Columns of `count` entries, one per figure of a tally; unknown until something is added. */
export function emptyColumns(count: number): Float64Array[] {
  return Array.from({ length: FIELDS }, () => new Float64Array(count).fill(Number.NaN));
}

/** Adds the figures of entry `k` of bins to position `at` of columns. */
export function addToColumns(columns: readonly Float64Array[], at: number, bins: Bins, k: number): void {
  for (let f = 0; f < FIELDS; f += 1) {
    const value = bins.values[k * FIELDS + f] as number;
    if (Number.isNaN(value)) continue;
    const column = columns[f] as Float64Array;
    const before = column[at] as number;
    column[at] = !Number.isNaN(before) ? before + value : value;
  }
}
