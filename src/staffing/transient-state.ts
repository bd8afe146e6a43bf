/** Mass that may be left out at either end of a distribution. */
const NEGLIGIBLE = 1e-14;

/** Mean of a Poisson distribution that one round of uniformisation sums over: as first guessed, and at most, so that e^(−mean) is a number. */
const ROUND_MEAN = 256;
const MOST_MEAN = 600;

/**
 * Distribution of a queue at one moment, exponential handle times and patience. Contacts present x give busy = min(x, level)
 * and x − busy waiting. After a drop of the level more may be busy than it allows: they finish and leave, and nobody waiting
 * is started meanwhile. Those states have a row each (`above[e − 1]`: level + e busy), indexed by the number waiting.
 */
export type TransientState = {
  level: number;
  /** Probability of x contacts present, busy at most the level; 0 outside `low`…`high`. */
  present: Float64Array;
  low: number;
  high: number;
  above: Float64Array[];
  /** Most that wait in any row of `above`. */
  aboveHigh: number;
};

/** What drives the queue over some stretch, per second. */
export type TransientRates = { readonly arrival: number; readonly service: number; readonly abandon: number };

/** Integrals over a stretch: expected number waiting × seconds, expected busy × seconds. */
export type TransientFlows = { waitingSeconds: number; busySeconds: number };

/** Certain start: so many waiting and in service; contacts start at once while the level allows. */
export function startState(level: number, inService: number, waiting: number): TransientState {
  const present = inService + waiting;
  const excess = inService - level;
  if (excess > 0) {
    const above = Array.from({ length: excess }, () => new Float64Array(waiting + 1));
    (above[excess - 1] as Float64Array)[waiting] = 1;
    return { level, present: new Float64Array(1), low: level, high: level - 1, above, aboveHigh: waiting };
  }
  const distribution = new Float64Array(present + 1);
  distribution[present] = 1;
  return { level, present: distribution, low: present, high: present, above: [], aboveHigh: 0 };
}

/** A copy that may be changed. */
export function copyState(state: TransientState): TransientState {
  return { ...state, present: state.present.slice(0, state.high + 1), above: state.above.map((row) => row.slice(0, state.aboveHigh + 1)) };
}

/** Largest difference in probability between two states of one level. */
export function stateDistance(a: TransientState, b: TransientState): number {
  if (a.level !== b.level || a.above.length !== b.above.length) return 1;
  let distance = 0;
  for (let x = Math.min(a.low, b.low); x <= Math.max(a.high, b.high); x += 1)
    distance += Math.abs((x <= a.high ? (a.present[x] ?? 0) : 0) - (x <= b.high ? (b.present[x] ?? 0) : 0));
  a.above.forEach((row, e) => {
    const other = b.above[e] as Float64Array;
    for (let q = 0; q <= Math.max(a.aboveHigh, b.aboveHigh); q += 1) distance += Math.abs((row[q] ?? 0) - (other[q] ?? 0));
  });
  return distance;
}

/** Expected number waiting and in service. */
export function meansOf(state: TransientState): { waiting: number; inService: number } {
  let waiting = 0;
  let inService = 0;
  for (let x = state.low; x <= state.high; x += 1) {
    const p = state.present[x] as number;
    waiting += p * Math.max(0, x - state.level);
    inService += p * Math.min(x, state.level);
  }
  state.above.forEach((row, e) => {
    for (let q = 0; q <= state.aboveHigh; q += 1) {
      waiting += (row[q] as number) * q;
      inService += (row[q] as number) * (state.level + e + 1);
    }
  });
  return { waiting, inService };
}

/** The same contacts under another level: when it rises, those waiting start at once; when it drops, busy agents finish first. */
export function withLevel(state: TransientState, level: number): TransientState {
  if (level === state.level) return state;
  const old = state.level;
  const aboveHigh = Math.max(state.high - old, state.above.length > 0 ? state.aboveHigh : 0, 0);
  const excess = Math.max(0, Math.max(Math.min(old, state.high), state.above.length > 0 ? old + state.above.length : 0) - level);
  const high = Math.max(state.high, state.above.length > 0 ? old + state.above.length + state.aboveHigh : 0);
  const next: TransientState = {
    level,
    present: new Float64Array(high + 1),
    low: 0,
    high,
    above: Array.from({ length: excess }, () => new Float64Array(aboveHigh + 1)),
    aboveHigh: excess > 0 ? aboveHigh : 0,
  };
  const put = (busy: number, waiting: number, p: number): void => {
    if (p === 0) return;
    const row = busy > level ? (next.above[busy - level - 1] as Float64Array) : next.present;
    const at = busy > level ? waiting : busy + waiting;
    row[at] = (row[at] as number) + p;
  };
  for (let x = state.low; x <= state.high; x += 1) put(Math.min(x, old), Math.max(0, x - old), state.present[x] as number);
  state.above.forEach((row, e) => {
    for (let q = 0; q <= state.aboveHigh; q += 1) put(old + e + 1, q, row[q] as number);
  });
  trim(next);
  return next;
}

/** Leaves out what is negligible at the ends, so that later steps are short. */
function trim(state: TransientState): void {
  const { present } = state;
  while (state.high > state.low && (present[state.high] as number) < NEGLIGIBLE) {
    present[state.high] = 0;
    state.high -= 1;
  }
  while (state.low < state.high && (present[state.low] as number) < NEGLIGIBLE) {
    present[state.low] = 0;
    state.low += 1;
  }
  while (state.above.length > 0 && sumOf(state.above[state.above.length - 1] as Float64Array) < NEGLIGIBLE) state.above.pop();
  if (state.above.length === 0) state.aboveHigh = 0;
  else while (state.aboveHigh > 0 && state.above.every((row) => (row[state.aboveHigh] as number) < NEGLIGIBLE)) state.aboveHigh -= 1;
}

function sumOf(row: Float64Array): number {
  let sum = 0;
  for (const p of row) sum += p;
  return sum;
}

/**
 * The distribution some seconds later, by uniformisation [Jensen1953]: exact but for mass of about 1e-13. Adds to `flows`.
 * The state given is used up.
 */
export function advance(state: TransientState, seconds: number, rates: TransientRates, flows: TransientFlows): TransientState {
  let left = seconds;
  let at = state;
  while (left > 0) {
    const round = roundOf(at, left, rates);
    at = playRound(at, round, rates, flows);
    left -= round.seconds;
    if (left < 1e-9 * seconds) break;
  }
  return at;
}

/** One stretch: how long, how far the queue may grow in it, and the rate of the uniformised clock. */
type Round = { readonly seconds: number; readonly high: number; readonly aboveHigh: number; readonly clock: number };

function roundOf(state: TransientState, left: number, { arrival, service, abandon }: TransientRates): Round {
  const { level, high } = state;
  const excess = state.above.length;
  const waiting = Math.max(0, high - level, excess > 0 ? state.aboveHigh : 0);
  const plain = arrival + (level + excess) * service + waiting * abandon;
  const seconds = plain > 0 ? Math.min(left, ROUND_MEAN / plain) : left;
  const drift = Math.max(0, arrival - level * service - waiting * abandon) * seconds;
  const reach = arrival > 0 ? Math.ceil(drift + 7 * Math.sqrt(2 * arrival * seconds) + 12) : 0;
  const rowHigh = excess > 0 ? state.aboveHigh + Math.ceil(arrival * seconds + 7 * Math.sqrt(arrival * seconds) + (arrival > 0 ? 12 : 0)) : 0;
  const top = Math.max(Math.max(high, 0) + reach, excess > 0 ? level + rowHigh : 0);
  const clock = arrival + (level + excess) * service + Math.max(top - level, rowHigh, 0) * abandon;
  // Those who may come to wait count in the clock: where they give up fast it is far from the guess.
  return { seconds: Math.min(seconds, MOST_MEAN / clock), high: top, aboveHigh: rowHigh, clock };
}

function playRound(state: TransientState, round: Round, rates: TransientRates, flows: TransientFlows): TransientState {
  const mean = round.clock * round.seconds;
  if (mean === 0) {
    const { waiting, inService } = meansOf(state);
    flows.waitingSeconds += waiting * round.seconds;
    flows.busySeconds += inService * round.seconds;
    return state;
  }
  const size = round.high + 1;
  let now: Float64Array = state.present.length >= size ? state.present : grown(state.present, size);
  let next: Float64Array = new Float64Array(size);
  const sum = new Float64Array(size);
  let rowsNow: Float64Array[] = state.above.map((row) => grown(row, round.aboveHigh + 1));
  let rowsNext: Float64Array[] = rowsNow.map(() => new Float64Array(round.aboveHigh + 1));
  const rowsSum = rowsNow.map(() => new Float64Array(round.aboveHigh + 1));
  const window = { low: Math.min(state.low, state.high < state.low ? state.level : state.low), high: Math.max(state.high, state.level) };
  if (rowsNow.length === 0) window.high = state.high;
  else window.low = Math.min(window.low, state.level);
  window.high = Math.min(window.high, round.high);
  let weight = Math.exp(-mean);
  let cumulated = 0;
  const out = { waiting: 0, busy: 0 };
  for (let k = 0; ; k += 1) {
    cumulated += weight;
    for (let x = window.low; x <= window.high; x += 1) sum[x] = (sum[x] as number) + weight * (now[x] as number);
    for (let e = 0; e < rowsNow.length; e += 1) addRow(rowsSum[e] as Float64Array, rowsNow[e] as Float64Array, weight);
    const last = k > mean && (1 - cumulated < 1e-13 || weight < 1e-17);
    stepPresent(next, now, rowsNow[0], state.level, window, round, rates, out);
    for (let e = 0; e < rowsNow.length; e += 1)
      stepRow(rowsNext[e] as Float64Array, rowsNow[e] as Float64Array, rowsNow[e + 1], state.level + e + 1, round, rates, out);
    const tail = Math.max(0, 1 - cumulated) / round.clock;
    flows.waitingSeconds += tail * out.waiting;
    flows.busySeconds += tail * out.busy;
    if (last) break;
    [now, next] = [next, now];
    [rowsNow, rowsNext] = [rowsNext, rowsNow];
    weight *= mean / (k + 1);
  }
  const result = { level: state.level, present: sum, low: window.low, high: window.high, above: rowsSum, aboveHigh: round.aboveHigh };
  for (let x = window.low; x <= window.high; x += 1) sum[x] = (sum[x] as number) / cumulated;
  trim(result);
  return result;
}

function grown(values: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size);
  out.set(values.length > size ? values.subarray(0, size) : values);
  return out;
}

function addRow(sum: Float64Array, row: Float64Array, weight: number): void {
  for (let q = 0; q < row.length; q += 1) sum[q] = (sum[q] as number) + weight * (row[q] as number);
}

/** One event of the uniformised clock for states at or below the level; sums up who waits and works before it. */
function stepPresent(
  next: Float64Array,
  now: Float64Array,
  firstAbove: Float64Array | undefined,
  level: number,
  window: { low: number; high: number },
  round: Round,
  { arrival, service, abandon }: TransientRates,
  out: { waiting: number; busy: number },
): void {
  const { clock } = round;
  const up = arrival / clock;
  let waiting = 0;
  let busy = 0;
  const { low: oldLow, high: oldHigh } = window;
  // The window follows the mass outwards; events that would lead out of it are held back.
  if (oldHigh < round.high && (now[oldHigh] as number) * up > 1e-18) {
    window.high += 1;
    now[window.high] = 0;
  }
  if (oldLow > 0 && (now[oldLow] as number) > 1e-18) {
    window.low -= 1;
    now[window.low] = 0;
  }
  const { low, high } = window;
  let before = 0;
  for (let x = low; x <= high; x += 1) {
    const p = now[x] as number;
    const working = Math.min(x, level);
    const line = x - working;
    waiting += p * line;
    busy += p * working;
    const down = x > low ? (working * service + line * abandon) / clock : 0;
    const inUp = x < high ? (Math.min(x + 1, level) * service + Math.max(0, x + 1 - level) * abandon) / clock : 0;
    next[x] = p * (1 - down - (x < high ? up : 0)) + before * up + (x < high ? (now[x + 1] as number) * inUp : 0);
    before = p;
  }
  if (firstAbove !== undefined) {
    const finish = ((level + 1) * service) / clock;
    for (let q = 0; q < firstAbove.length; q += 1) {
      const p = firstAbove[q] as number;
      if (p === 0) continue;
      const x = level + q;
      while (window.high < x) {
        window.high += 1;
        now[window.high] = 0;
        next[window.high] = 0;
      }
      next[x] = (next[x] as number) + p * finish;
    }
  }
  out.waiting = waiting;
  out.busy = busy;
}

/** The same for a row of states with more busy than the level allows. */
function stepRow(
  next: Float64Array,
  now: Float64Array,
  rowAbove: Float64Array | undefined,
  working: number,
  { clock }: Round,
  { arrival, service, abandon }: TransientRates,
  out: { waiting: number; busy: number },
): void {
  const last = now.length - 1;
  const up = arrival / clock;
  const finish = (working * service) / clock;
  const finishAbove = ((working + 1) * service) / clock;
  for (let q = 0; q <= last; q += 1) {
    const p = now[q] as number;
    out.waiting += p * q;
    out.busy += p * working;
    let value = p * (1 - finish - (q * abandon) / clock - (q < last ? up : 0));
    if (q > 0) value += (now[q - 1] as number) * up;
    if (q < last) value += ((now[q + 1] as number) * (q + 1) * abandon) / clock;
    if (rowAbove !== undefined) value += (rowAbove[q] as number) * finishAbove;
    next[q] = value;
  }
}
