import { digammaOfNext, lnScaledUpperGamma, scaledUpperGamma } from '../numeric/index.js';
import { evaluateErlangA } from './erlang-a.js';
import { clampShare, type Figures } from './figures.js';
import { WaitTail } from './wait-tail.js';

const BIG = 1e250;

/** Weights below e^(−this) of the largest are no doubles any more. */
const UNDERFLOW = 745;

/** Sums over the waiting places, all on one scale. */
type Sums = {
  total: number;
  /** Of `total`, the line at its capacity. */
  full: number;
  noWait: number;
  waits: number;
  abandons: number;
  served: number;
  servedTime: number;
  queue: number;
  virtualInTime: number;
  inTime: number;
  leftInTime: number;
  waitsLonger: number;
};

/**
 * M/M/n/K+M: n agents, N > 0 waiting places, exponential patience g. Who finds j ahead is offered a wait of −g ln Beta(y, j+1),
 * y = n g/h; of those served, −g ln Beta(y+1, j+1) [Riordan1962]. The loop runs over the places that carry weight, at most
 * about 80 √(a g/h) of them.
 */
export function evaluateImpatientLine(
  out: Figures,
  offeredLoad: number,
  agents: number,
  places: number,
  ahtSeconds: number,
  patienceSeconds: number,
  answerWithinSeconds: number,
): void {
  const ratio = patienceSeconds / ahtSeconds;
  if (agents > 0 && places > lastPlace(offeredLoad * ratio, agents * ratio)) {
    evaluateErlangA(out, offeredLoad, agents, ahtSeconds, patienceSeconds, answerWithinSeconds, true, true);
    return;
  }
  const sums = sumPlaces(offeredLoad, agents, places, ratio, answerWithinSeconds < 0 ? -1 : answerWithinSeconds / patienceSeconds);
  const { total, noWait, waits, abandons } = sums;
  const answered = noWait + sums.served;
  const accepted = noWait + waits;
  out.waitProbability = clampShare(waits / total);
  out.blockProbability = clampShare(sums.full / total);
  out.abandonProbability = clampShare(abandons / total);
  out.served = clampShare(answered / total);
  out.servedWithin = clampShare((noWait + sums.inTime) / total);
  out.virtualWithin = clampShare((noWait + sums.virtualInTime) / total);
  out.abandonedWithin = clampShare(sums.leftInTime / total);
  out.waitsLonger = clampShare(sums.waitsLonger / total);
  out.asaSeconds = answered > 0 ? (sums.servedTime * patienceSeconds) / answered : Number.POSITIVE_INFINITY;
  out.meanWaitSeconds = accepted > 0 ? (abandons * patienceSeconds) / accepted : Number.POSITIVE_INFINITY;
  out.meanWaitOfWaitersSeconds = waits > 0 ? (abandons * patienceSeconds) / waits : Number.POSITIVE_INFINITY;
  out.meanQueue = sums.queue / total;
}

function sumPlaces(offeredLoad: number, agents: number, places: number, ratio: number, time: number): Sums {
  const y = agents * ratio;
  const x = offeredLoad * ratio;
  const timed = time >= 0;
  const first = firstPlace(x, y, places);
  const inverse = first > 0 ? 0 : scaledUpperGamma(agents, offeredLoad);
  const served = timed ? WaitTail.negativeBinomial(y + 1, time, first) : null;
  const virtual = timed && y > 0 ? WaitTail.negativeBinomial(y, time, first) : null;
  const left = timed ? Math.exp(-time) : 1;
  const noWait = first > 0 ? 0 : inverse < BIG ? inverse - 1 : 1;
  const sums: Sums = {
    total: noWait,
    full: 0,
    noWait,
    waits: 0,
    abandons: 0,
    served: 0,
    servedTime: 0,
    queue: 0,
    virtualInTime: 0,
    inTime: 0,
    leftInTime: 0,
    waitsLonger: 0,
  };
  let weight = inverse < BIG ? 1 : Math.exp(-lnScaledUpperGamma(agents, offeredLoad));
  let clock = first > 0 ? clockAt(y, first) : 0;
  for (let j = first; j < places && weight > 0; j += 1) {
    const rate = y + j + 1;
    const stays = y / rate;
    // Mean wait of those served from place j, in mean patiences.
    clock += 1 / rate;
    sums.total += weight;
    sums.waits += weight;
    sums.abandons += (weight * (j + 1)) / rate;
    sums.served += weight * stays;
    sums.servedTime += weight * stays * clock;
    sums.queue += weight * j;
    if (served !== null) {
      const tail = virtual === null ? 1 : virtual.at(j);
      const servedTail = served.at(j);
      sums.virtualInTime += weight * (1 - tail);
      sums.inTime += weight * stays * (1 - servedTail);
      sums.waitsLonger += weight * left * tail;
      sums.leftInTime += weight * (1 - stays - (left * tail - stays * servedTail));
    }
    weight *= x / rate;
    if (sums.total + weight > BIG) {
      const scale = 1 / (sums.total + weight);
      weight *= scale;
      shrink(sums, scale);
    }
  }
  sums.full = weight;
  sums.total += weight;
  sums.queue += weight * places;
  return sums;
}

/** Everything so far shrinks together; ratios stay. */
function shrink(sums: Sums, scale: number): void {
  sums.total *= scale;
  sums.noWait *= scale;
  sums.waits *= scale;
  sums.abandons *= scale;
  sums.served *= scale;
  sums.servedTime *= scale;
  sums.queue *= scale;
  sums.virtualInTime *= scale;
  sums.inTime *= scale;
  sums.leftInTime *= scale;
  sums.waitsLonger *= scale;
}

/** In overload the weights rise up to place x − y or the last one; the first place within e^745 of the largest. */
function firstPlace(x: number, y: number, places: number): number {
  const peak = Math.min(places - 1, Math.floor(x - y));
  if (peak <= 0) return 0;
  const rise = Math.log(x / (y + peak));
  const reach = Math.min(Math.sqrt(2 * UNDERFLOW * x), rise > 0 ? UNDERFLOW / rise : Number.POSITIVE_INFINITY);
  return Math.max(0, peak - Math.ceil(reach));
}

/** A place that is reached with a chance below e^(−745): a longer line is one without end. */
function lastPlace(x: number, y: number): number {
  return Math.max(0, x - y) + Math.sqrt(2 * UNDERFLOW * x) + 2 * UNDERFLOW;
}

/** Σ 1/(y + i + 1) over i < first. */
function clockAt(y: number, first: number): number {
  if (y < 40) return digammaOfNext(y + first) - digammaOfNext(y);
  const slope = (z: number): number => (0.5 - (1 / 12 - 1 / (120 * z * z)) / z) / z;
  return Math.log1p(first / y) + slope(y + first) - slope(y);
}
