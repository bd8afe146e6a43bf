import type { TransientState } from './transient-state.js';

/** A stretch that a waiting contact lives through. */
export type TaggedStretch = { readonly seconds: number; readonly level: number; readonly service: number };

/** Largest mean of a Poisson distribution summed over at once. */
const ROUND_MEAN = 400;

/** Contacts arriving now that still wait: `rows[e][q]`, e more busy than the level, q ahead in the line; and those already served. */
type Waiting = { rows: Float64Array[]; level: number; served: number };

/**
 * Chance that a contact arriving now is served within the stretches given, taken together, before it gives up.
 *
 * First come, first served: whoever comes later does not matter, so the line ahead only shrinks, by agents getting free (once no
 * more are busy than the level allows) and by people ahead giving up. Levels to come change it as they change the queue itself.
 */
export function servedWithin(state: TransientState, stretches: readonly TaggedStretch[], abandon: number): number {
  let at = tag(state);
  for (const stretch of stretches) {
    at = relevel(at, stretch.level);
    at = wait(at, stretch, abandon);
  }
  return at.served;
}

function tag(state: TransientState): Waiting {
  const { level, present, low, high, above, aboveHigh } = state;
  const most = Math.max(0, high - level, above.length > 0 ? aboveHigh : 0);
  let served = 0;
  for (let x = low; x < Math.min(level, high + 1); x += 1) served += present[x] as number;
  const first = new Float64Array(most + 1);
  for (let x = Math.max(level, low); x <= high; x += 1) first[x - level] = present[x] as number;
  const rows = [first];
  for (const row of above) {
    const copy = new Float64Array(most + 1);
    copy.set(row.subarray(0, Math.min(row.length, most + 1)));
    rows.push(copy);
  }
  return { rows, level, served };
}

/** A higher level starts people ahead, or the contact itself; under a lower one more are busy than it allows. */
function relevel(at: Waiting, level: number): Waiting {
  const step = level - at.level;
  if (step === 0) return at;
  const width = (at.rows[0] as Float64Array).length;
  const rows = Array.from({ length: Math.max(1, at.rows.length - step) }, () => new Float64Array(width));
  let served = at.served;
  at.rows.forEach((row, e) => {
    const freed = Math.max(0, step - e);
    const target = rows[Math.max(0, e - step)] as Float64Array;
    for (let q = 0; q < width; q += 1) {
      const p = row[q] as number;
      if (q < freed) served += p;
      else target[q - freed] = (target[q - freed] as number) + p;
    }
  });
  return { rows, level, served };
}

function wait(at: Waiting, stretch: TaggedStretch, abandon: number): Waiting {
  const { level } = at;
  const width = (at.rows[0] as Float64Array).length;
  const clock = (level + at.rows.length - 1) * stretch.service + width * abandon;
  if (clock === 0 || stretch.seconds === 0) return at;
  const rounds = Math.max(1, Math.ceil((clock * stretch.seconds) / ROUND_MEAN));
  const mean = (clock * stretch.seconds) / rounds;
  let now = at;
  for (let i = 0; i < rounds && !isEmpty(now); i += 1) now = waitRound(now, mean, clock, stretch.service, abandon);
  return now;
}

function waitRound(at: Waiting, mean: number, clock: number, service: number, abandon: number): Waiting {
  const { level } = at;
  if (at.rows.length === 1) return waitRow(at, mean, clock, service, abandon);
  const sums = at.rows.map((row) => new Float64Array(row.length));
  let now = at.rows;
  let next: Float64Array[] = at.rows.map((row) => new Float64Array(row.length));
  let weight = Math.exp(-mean);
  let cumulated = 0;
  let servedNow = at.served;
  let served = 0;
  for (let k = 0; ; k += 1) {
    cumulated += weight;
    served += weight * servedNow;
    now.forEach((row, e) => {
      const sum = sums[e] as Float64Array;
      for (let q = 0; q < row.length; q += 1) sum[q] = (sum[q] as number) + weight * (row[q] as number);
    });
    if (k > mean && (1 - cumulated < 1e-13 || weight < 1e-17)) break;
    servedNow += (((now[0] as Float64Array)[0] as number) * level * service) / clock;
    for (let e = 0; e < now.length; e += 1) stepRow(next[e] as Float64Array, now[e] as Float64Array, now[e + 1], level, e, clock, service, abandon);
    [now, next] = [next, now];
    weight *= mean / (k + 1);
  }
  return trimmed({ rows: sums, level, served: served / cumulated });
}

/** The same with nobody above the level, in place. */
function waitRow({ rows, level, served: before }: Waiting, mean: number, clock: number, service: number, abandon: number): Waiting {
  const now = rows[0] as Float64Array;
  const last = now.length - 1;
  const finish = (level * service) / clock;
  const leave = abandon / clock;
  let weight = Math.exp(-mean);
  const sum = now.map((p) => weight * p);
  let cumulated = 0;
  let servedNow = before;
  let served = 0;
  for (let k = 0; ; k += 1) {
    cumulated += weight;
    served += weight * servedNow;
    if (k > mean && (1 - cumulated < 1e-13 || weight < 1e-17)) break;
    let here = now[0] as number;
    servedNow += (here * level * service) / clock;
    weight *= mean / (k + 1);
    for (let q = 0; q <= last; q += 1) {
      const gone = (q + 1) * leave;
      let value = here * (1 - finish - gone);
      if (q < last) {
        here = now[q + 1] as number;
        value += here * (finish + gone);
      }
      now[q] = value;
      sum[q] = (sum[q] as number) + weight * value;
    }
  }
  return trimmed({ rows: [sum], level, served: served / cumulated });
}

/** Mass that may be left out at the far end of the line. */
const NEGLIGIBLE = 1e-15;

/** Whether nearly nobody waits any more. */
function isEmpty({ rows }: Waiting): boolean {
  return rows.length === 1 && (rows[0] as Float64Array).every((p) => p < NEGLIGIBLE);
}

/** Without rows and places that nearly nobody is in any more; what is left out counts as not served. */
function trimmed(at: Waiting): Waiting {
  const { rows } = at;
  const empty = (row: Float64Array): boolean => row.every((p) => p < NEGLIGIBLE);
  while (rows.length > 1 && empty(rows[rows.length - 1] as Float64Array)) rows.pop();
  let width = (rows[0] as Float64Array).length;
  while (width > 1 && rows.every((row) => (row[width - 1] as number) < NEGLIGIBLE)) width -= 1;
  return { ...at, rows: rows.map((row) => row.subarray(0, width)) };
}

function stepRow(
  next: Float64Array,
  now: Float64Array,
  above: Float64Array | undefined,
  level: number,
  excess: number,
  clock: number,
  service: number,
  abandon: number,
): void {
  const finish = ((level + excess) * service) / clock;
  const finishAbove = ((level + excess + 1) * service) / clock;
  const leave = abandon / clock;
  const start = excess === 0 ? finish : 0;
  for (let q = 0; q < now.length; q += 1) {
    let value = (now[q] as number) * (1 - finish - (q + 1) * leave);
    if (q + 1 < now.length) value += (now[q + 1] as number) * (start + (q + 1) * leave);
    if (above !== undefined) value += (above[q] as number) * finishAbove;
    next[q] = value;
  }
}
