/** A line behind which a contact joins, all agents being busy; rates per second. */
export type LineAhead = {
  /** Contacts that come later and go first. */
  readonly overtaking: number;
  /** All who join the line that the contact sees ahead of it, its own class included. */
  readonly joining: number;
  /** Services ended while all are busy: agents ÷ AHT. */
  readonly pace: number;
  /** 1 ÷ mean patience; 0 = nobody gives up. */
  readonly leaving: number;
  /** −1 = no threshold. */
  readonly withinSeconds: number;
};

/** What becomes of the contact. */
export type ServedWhenBehind = {
  /** Chance to be served at all. */
  readonly served: number;
  readonly servedWithin: number;
  /** Mean of wait × being served. */
  readonly servedWait: number;
  /** Mean time in line, served or not; infinite when the line grows without end. */
  readonly wait: number;
};

/**
 * A contact that finds all agents busy. Its position moves down with every end of service and with those ahead who give up, up with those who overtake:
 * a birth-death chain that ends at 0, or when the contact gives up itself.
 */
export function servedWhenBehind(line: LineAhead): ServedWhenBehind {
  const { joining, pace, leaving } = line;
  if (leaving > 0) return impatient(line, lengthsWithPatience(joining, pace, leaving));
  const busy = joining / pace;
  if (!(busy < 1)) return { served: 1, servedWithin: 0, servedWait: Number.POSITIVE_INFINITY, wait: Number.POSITIVE_INFINITY };
  const wait = 1 / ((1 - busy) * (pace - line.overtaking));
  return { served: 1, servedWithin: servedInTime(line, (q) => (1 - busy) * busy ** q, Number.POSITIVE_INFINITY), servedWait: wait, wait };
}

/** Chances of 0, 1, 2 … waiting while all are busy, with abandonment. */
function lengthsWithPatience(joining: number, pace: number, leaving: number): Float64Array {
  const weights = [1];
  let sum = 1;
  let from = 0;
  for (let q = 1; ; q += 1) {
    const weight = ((weights[q - 1] as number) * joining) / (pace + q * leaving);
    if (weight < 1e-17 * sum && joining < pace + q * leaving) break;
    weights.push(weight);
    sum += weight;
    if (sum > 1e200) {
      // What is smaller by so much has no weight any more.
      for (let k = from; k <= q; k += 1) weights[k] = (weights[k] as number) / sum;
      while (weights[from] === 0) from += 1;
      sum = 1;
    }
  }
  return Float64Array.from(weights, (weight) => weight / sum);
}

function impatient(line: LineAhead, lengths: Float64Array): ServedWhenBehind {
  const chances = servedFrom(line, lengths.length + margin(lengths.length));
  let served = 0;
  let servedWait = 0;
  for (let q = 0; q < lengths.length; q += 1) {
    served += (lengths[q] as number) * (chances.served[q + 1] as number);
    servedWait += (lengths[q] as number) * (chances.servedWait[q + 1] as number);
  }
  return {
    served,
    servedWithin: servedInTime(line, (q) => lengths[q] ?? 0, lengths.length),
    servedWait,
    wait: (1 - served) / line.leaving,
  };
}

/** From each position the chance g to be served, and E[wait; served] h: two tridiagonal systems, g = r g₋₁ and h = r h₋₁ + s from the far end back. */
function servedFrom({ overtaking, pace, leaving }: LineAhead, last: number): { served: Float64Array; servedWait: Float64Array } {
  const ratio = new Float64Array(last + 2);
  const added = new Float64Array(last + 2);
  const served = new Float64Array(last + 2);
  const servedWait = new Float64Array(last + 2);
  const down = (j: number): number => pace + (j - 1) * leaving;
  const bottom = (j: number): number => overtaking + down(j) + leaving - overtaking * (ratio[j + 1] as number);
  for (let j = last; j >= 1; j -= 1) ratio[j] = down(j) / bottom(j);
  served[0] = 1;
  for (let j = 1; j <= last; j += 1) served[j] = (ratio[j] as number) * (served[j - 1] as number);
  for (let j = last; j >= 1; j -= 1) added[j] = ((served[j] as number) + overtaking * (added[j + 1] as number)) / bottom(j);
  for (let j = 1; j <= last; j += 1) servedWait[j] = (ratio[j] as number) * (servedWait[j - 1] as number) + (added[j] as number);
  return { served, servedWait };
}

/** Weight at which a position, or all that still wait, no longer count. */
const NEGLIGIBLE = 1e-17;

/** Chance to be served within the threshold, by uniformisation. Positions that cannot come down in time are left out. */
function servedInTime(line: LineAhead, lengthShare: (waiting: number) => number, most: number): number {
  const { overtaking, pace, leaving, withinSeconds } = line;
  if (withinSeconds <= 0) return 0;
  const last = farthest(line, most);
  const rate = overtaking + pace + last * leaving;
  let chance = new Float64Array(last + 3);
  for (let j = 1; j <= last; j += 1) chance[j] = lengthShare(j - 1);
  let next = new Float64Array(last + 3);
  let top = last;
  const events = rate * withinSeconds;
  const [up, down, leave] = [overtaking / rate, pace / rate, leaving / rate];
  let served = 0;
  let lnWeight = -events;
  let given = 0;
  let within = 0;
  for (let k = 0; ; k += 1) {
    const weight = Math.exp(lnWeight);
    given += weight;
    within += weight * served;
    if (k > events && lnWeight < -45) break;
    while (top > 0 && (chance[top] as number) < NEGLIGIBLE) top -= 1;
    // Nobody waits any more: what is served stays so.
    if (top === 0) return Math.min(1, within + Math.max(0, 1 - given) * served);
    lnWeight += Math.log(events / (k + 1));
    served += (chance[1] as number) * down;
    chance[top + 1] = 0;
    top = Math.min(last, top + 1);
    chance[top + 1] = 0;
    let before = 0;
    for (let j = 1; j <= top; j += 1) {
      const own = chance[j] as number;
      next[j] = before * up + own * (1 - up - down - j * leave) + (chance[j + 1] as number) * (down + j * leave);
      before = own;
    }
    [chance, next] = [next, chance];
  }
  return Math.min(1, within);
}

/** Beyond this position nobody is served in time: more services and departures than will be. */
function farthest({ overtaking, pace, leaving, withinSeconds }: LineAhead, most: number): number {
  const ups = overtaking * withinSeconds;
  const full = most === Number.POSITIVE_INFINITY ? most : most + ups + margin(ups);
  // Of j ahead, a share 1 − e^(−θt) leaves; the rest must be served.
  const left = Math.exp(-leaving * withinSeconds);
  const downs = pace * withinSeconds;
  return Math.ceil(Math.min(full, (downs + margin(downs)) / left + margin(downs / left)));
}

function margin(mean: number): number {
  return Math.ceil(12 * Math.sqrt(mean) + 60);
}
