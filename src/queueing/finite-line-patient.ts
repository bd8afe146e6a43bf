import { lnScaledUpperGamma, scaledUpperGamma } from '../numeric/index.js';
import { clampShare, type Figures } from './figures.js';
import { WaitTail } from './wait-tail.js';

/**
 * M/M/n/K where nobody gives up, n > 0 agents and N > 0 waiting places. The waiting states weigh ρʲ, ρ = a/n, so that all but
 * the service level follow from Σ ρʲ and Σ (j + 1) ρʲ in closed form; times are in units of one handle time [Riordan1962].
 * Above ρ = 1 every weight is divided by ρᴺ.
 */
export function evaluatePatientLine(out: Figures, offeredLoad: number, agents: number, places: number, ahtSeconds: number, answerWithinSeconds: number): void {
  const rise = (offeredLoad - agents) / agents;
  const growth = Math.log1p(rise);
  const shift = Math.max(0, places * growth);
  const inverse = scaledUpperGamma(agents, offeredLoad);
  // Where no double holds 1/B the waiting states carry e^(−ln) instead.
  const unit = inverse < 1e250 ? 1 : Math.exp(-lnScaledUpperGamma(agents, offeredLoad));
  const noWait = inverse < 1e250 ? (inverse - 1) * Math.exp(-shift) : 1;
  const full = unit * Math.exp(places * growth - shift);
  const waits = unit * geometricSum(places, rise, growth, shift);
  const time = (unit * weightedSum(places, rise, growth, shift)) / agents;
  const total = noWait + waits + full;
  const accepted = noWait + waits;
  out.waitProbability = clampShare(waits / total);
  out.blockProbability = clampShare(full / total);
  out.abandonProbability = 0;
  out.served = clampShare(accepted / total);
  out.abandonedWithin = 0;
  out.asaSeconds = (time * ahtSeconds) / accepted;
  out.meanWaitSeconds = out.asaSeconds;
  out.meanWaitOfWaitersSeconds = waits > 0 ? (time * ahtSeconds) / waits : Number.POSITIVE_INFINITY;
  out.meanQueue = (offeredLoad * time) / total;
  const within = answerWithinSeconds < 0 ? 0 : unit * inTime(places, rise, growth, shift, (agents * answerWithinSeconds) / ahtSeconds);
  out.servedWithin = answerWithinSeconds < 0 ? 0 : clampShare((noWait + within) / total);
  out.virtualWithin = out.servedWithin;
  out.waitsLonger = Math.max(0, out.served - out.servedWithin);
}

/** Σ ρʲ over j < N, times e^(−shift). */
function geometricSum(places: number, rise: number, growth: number, shift: number): number {
  if (rise === 0) return places;
  return rise > 0 ? (-Math.expm1(-places * growth) * Math.exp(places * growth - shift)) / rise : Math.expm1(places * growth) / rise;
}

/** Σ (j + 1) ρʲ over j < N, times e^(−shift); near ρ = 1 as Σ k C(N+1, k+1) (ρ − 1)^(k−1), where the closed form cancels. */
function weightedSum(places: number, rise: number, growth: number, shift: number): number {
  if (places * Math.abs(rise) >= 1) {
    const last = places * rise;
    if (rise > 0) return (Math.expm1(-shift) + last) / (rise * rise);
    return (-Math.expm1(places * growth) + last * Math.exp(places * growth)) / (rise * rise);
  }
  let term = ((places + 1) * places) / 2;
  let sum = term;
  for (let k = 2; k <= places && Math.abs(k * term) > 1e-17 * sum; k += 1) {
    term *= ((places + 1 - k) / (k + 1)) * rise;
    sum += k * term;
  }
  return sum * Math.exp(-shift);
}

/**
 * Σ ρʲ P(Poisson(τ) > j) over j < N, times e^(−shift): who finds j ahead is answered after j + 1 completions. With more places
 * than completions can reach (e^((ρ−1)τ) − 1)/(ρ − 1), as in Erlang C; else a loop over the places that T decides about.
 */
function inTime(places: number, rise: number, growth: number, shift: number, time: number): number {
  const most = Math.max(time, time * (1 + rise));
  if (places >= most + 12 * Math.sqrt(most) + 100) {
    const exponent = rise * time;
    if (rise === 0) return time;
    return rise > 0 ? (Math.exp(exponent - shift) - Math.exp(-shift)) / rise : Math.expm1(exponent) / rise;
  }
  const spread = Math.sqrt(time);
  const first = Math.max(0, Math.floor(Math.min(places, time - 10 * spread - 60)));
  const last = Math.min(places, Math.ceil(time + 40 * spread + 800));
  const tail = WaitTail.poisson(time, first);
  let sum = first > 0 ? geometricSum(first, rise, growth, shift) : 0;
  for (let j = first; j < last; j += 1) sum += Math.exp(j * growth - shift) * (1 - tail.at(j));
  return sum;
}
