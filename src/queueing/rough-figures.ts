import { entropyExcess, erfcx } from '../numeric/index.js';
import { clampShare, type Figures, type QueuePoint } from './figures.js';

const SQRT_HALF_PI = Math.sqrt(Math.PI / 2);

/** η of Temme's expansion for the last μ given to {@link place}, and his first coefficient C₀ = 1/μ − 1/η there. */
const at = { eta: 0.5, correction: 0.5 };

function place(mu: number): void {
  const size = Math.sqrt(2 * entropyExcess(mu));
  const eta = mu < 0 ? -size : size;
  at.eta = eta;
  at.correction = size < 0.2 ? -1 / 3 + eta * (1 / 12 + eta * (-2 / 135 + eta / 864)) : 1 / mu - 1 / eta;
}

/** √(π s/2) and Γ*(s) [Gosper1978], which tends to the right limit for small s too. */
const root = (s: number): number => SQRT_HALF_PI * Math.sqrt(s);
const star = (s: number): number => Math.sqrt(1 + 1 / (6 * s));

/** eᵃ a⁻ⁿ Γ(n + 1, a) for n = s − 1, and M(y, x): the leading terms of [Temme1979] at the μ last placed. */
const upper = (s: number, ratio: number): number => ratio * star(s) * (root(s) * erfcx(at.eta * Math.sqrt(s / 2)) + at.correction);
const busy = (y: number): number => star(y) * (root(y) * erfcx(-at.eta * Math.sqrt(y / 2)) - at.correction);

/**
 * What the exact evaluations write, to about a thousandth and better the larger the queue (no ASA with patience): a line without limit at a tenth of
 * their cost, for searches to begin where they will end. NaN where exponents leave the range of numbers.
 */
export function roughFigures(out: Figures, point: QueuePoint, agents: number): void {
  out.blockProbability = 0;
  if (point.patienceSeconds === Number.POSITIVE_INFINITY) roughErlangC(out, point, agents);
  else roughErlangA(out, point, agents);
}

function roughErlangC(out: Figures, { offeredLoad, ahtSeconds, answerWithinSeconds }: QueuePoint, agents: number): void {
  const idle = agents - offeredLoad;
  place((offeredLoad - agents - 1) / (agents + 1));
  const wait = agents / (idle * upper(agents + 1, offeredLoad / (agents + 1)) + offeredLoad);
  const within = clampShare(1 - wait * Math.exp((-idle * answerWithinSeconds) / ahtSeconds));
  out.abandonProbability = 0;
  out.abandonedWithin = 0;
  out.served = 1;
  out.servedWithin = within;
  out.virtualWithin = within;
  out.waitsLonger = 1 - within;
  out.asaSeconds = (wait * ahtSeconds) / idle;
}

/** As evaluateErlangA, by the leading terms. */
function roughErlangA(out: Figures, { offeredLoad, ahtSeconds, patienceSeconds, answerWithinSeconds }: QueuePoint, agents: number): void {
  const ratio = patienceSeconds / ahtSeconds;
  const x = offeredLoad * ratio;
  const y = agents * ratio;
  const rho = offeredLoad / agents;
  const t = Math.max(0, answerWithinSeconds) / patienceSeconds;
  const left = Math.exp(-t);
  place(rho - 1);
  const epsilon = upper(agents, rho);
  const now = busy(y);
  const whole = epsilon + rho * now;
  place(rho * left - 1);
  const later = busy(y);
  const factor = Math.exp(x * (1 - left) - y * t);
  out.abandonProbability = clampShare((1 + (rho - 1) * now) / whole);
  out.served = 1 - out.abandonProbability;
  out.servedWithin = clampShare((epsilon + now - 1 - factor * (later - 1)) / whole);
  out.virtualWithin = clampShare(1 - (rho * factor * later) / whole);
  out.waitsLonger = (1 - out.virtualWithin) * left;
  out.abandonedWithin = clampShare(1 - out.servedWithin - out.waitsLonger);
}
