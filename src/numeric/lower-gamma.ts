import { entropyExcess } from './entropy.js';
import { erfcx } from './erfcx.js';
import { ASYMPTOTIC_FROM, digammaOfNext, gamma, gammaStar, lnGammaStarSlope } from './gamma.js';
import { fractionLevels, NEAR } from './gamma-fractions.js';
import { temmeSum, temmeSumWithSlopes } from './temme.js';

const SQRT_HALF_PI = Math.sqrt(Math.PI / 2);
const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

/** Where {@link kummer} writes its results, so that loops allocate nothing. */
export type KummerResult = {
  /** M(y, x) = ₁F₁(1; y + 1; x), divided by e^scale. */
  value: number;
  /** M − 1, divided by e^scale; without cancellation where y < 1, the only place where it is needed to all digits. */
  more: number;
  /** 1 + (x/y − 1) M, without cancellation, divided by e^scale. */
  excess: number;
  /** −∂M/∂y, divided by e^scale; only when asked for. */
  fall: number;
  /** 0, or for x well above y the exponent, taken out so that nothing overflows. */
  scale: number;
};

/** A fresh place for results of {@link kummer}. */
export function kummerResult(): KummerResult {
  return { value: 0.5, more: 0.5, excess: 0.5, fall: 0.5, scale: 0.5 };
}

const temme = new Float64Array(3);

/**
 * The exponent of the main term eᵉ of M(y, x): x − y − y ln(x/y) for y ≥ 40, x − y ln x below.
 *
 * @param mu - x/y − 1, as for {@link kummer}.
 */
export function kummerExponent(y: number, x: number, mu: number): number {
  return y < ASYMPTOTIC_FROM ? x - y * Math.log(x) : y * entropyExcess(mu, x / y);
}

/**
 * Kummer's M(y, x) = ₁F₁(1; y + 1; x) = 1 + x/(y+1) + x²/((y+1)(y+2)) + … = y eˣ x⁻ʸ γ(y, x): the busy half of Erlang A.
 *
 * @param out - Receives the results.
 * @param y - Above 0.
 * @param x - Above 0.
 * @param mu - x/y − 1, computed by the caller from whatever is exact.
 * @param withFall - Whether −∂M/∂y is wanted too.
 * @remarks Constant time: [Temme1979] near x = y, a continued fraction of positive terms below, Legendre's above, the
 * series for y under 40.
 */
export function kummer(out: KummerResult, y: number, x: number, mu: number, withFall: boolean): void {
  out.scale = 0;
  // Up to there the series has few terms, and asks for no logarithm.
  if (y < ASYMPTOTIC_FROM && (mu <= 0 || mu * mu * y <= 2 * NEAR * NEAR)) {
    series(out, y, x);
    return;
  }
  const half = entropyExcess(mu, x / y);
  const square = y * half;
  if (square > NEAR * NEAR) {
    if (mu < 0) below(out, y, x, y * mu, fractionLevels(Math.sqrt(square)), withFall);
    else above(out, y, x, mu, square, withFall);
  } else if (y < ASYMPTOTIC_FROM) series(out, y, x);
  else if (withFall) near(out, y, mu, half, square);
  else {
    const eta = mu < 0 ? -Math.sqrt(2 * half) : Math.sqrt(2 * half);
    const zeta = mu < 0 ? -Math.sqrt(square) : Math.sqrt(square);
    out.value = gammaStar(y) * (SQRT_HALF_PI * Math.sqrt(y) * erfcx(-zeta) - temmeSum(y, eta));
    out.more = out.value - 1;
    out.excess = 1 + mu * out.value;
  }
}

/** The sum itself, every term positive, two at a time so that divisions do not wait; −∂/∂y of a term is the term × Σ 1/(y + i). */
function series(out: KummerResult, y: number, x: number): void {
  let term = 1;
  let more = 0;
  let excess = 0;
  let harmonic = 0;
  let fall = 0;
  for (let k = 1; ; k += 2) {
    const first = 1 / (y + k);
    const second = 1 / (y + k + 1);
    const middle = term * (first * x);
    excess += k * (term * first) + (k + 1) * (middle * second);
    term *= first * x * (second * x);
    more += middle + term;
    fall += middle * (harmonic + first);
    harmonic += first + second;
    fall += term * harmonic;
    if (term * (k + 2) <= 1e-17 * more && y + k > x) break;
  }
  out.value = 1 + more;
  out.more = more;
  out.excess = (x / y) * excess;
  out.fall = fall;
}

/** Temme's expansion with its derivative by y at fixed x; ∂(y η²/2)/∂y = −ln(x/y). */
function near(out: KummerResult, y: number, mu: number, half: number, square: number): void {
  const eta = mu < 0 ? -Math.sqrt(2 * half) : Math.sqrt(2 * half);
  const zeta = mu < 0 ? -Math.sqrt(square) : Math.sqrt(square);
  temmeSumWithSlopes(temme, y, eta);
  const star = gammaStar(y);
  const root = SQRT_HALF_PI * Math.sqrt(y);
  const scaled = erfcx(-zeta);
  const value = star * (root * scaled - (temme[0] as number));
  // With w = −ζ: w′ = ln(x/y)/(2ζ) and η′ = −μ/(yη); both ratios tend to plain limits at x = y.
  const logRatio = Math.log1p(mu);
  const etaSlope = -(Math.abs(eta) < 1e-150 ? 1 : mu / eta) / y;
  const wSlope = Math.abs(zeta) < 1e-150 ? 1 / Math.sqrt(2 * y) : logRatio / (2 * zeta);
  const scaledSlope = -(2 * zeta * scaled + TWO_OVER_SQRT_PI) * wSlope;
  const sumSlope = (temme[1] as number) * etaSlope + (temme[2] as number);
  out.value = value;
  out.more = value - 1;
  out.excess = 1 + mu * value;
  out.fall = -(lnGammaStarSlope(y) * value + star * (root * (scaled / (2 * y) + scaledSlope) - sumSlope));
}

/** x well below y: y/M = y − x + x/(y + 1 − x + 2x/(y + 2 − x + …)), every term positive. */
function below(out: KummerResult, y: number, x: number, difference: number, levels: number, withFall: boolean): void {
  const last = levels - difference;
  let tail = (last + Math.sqrt(last * last + 4 * (levels + 1) * x)) / 2;
  let slope = last / (2 * tail - last);
  slope = (1 + slope) / 2;
  if (withFall) {
    for (let j = levels; j >= 2; j -= 1) {
      const step = (j * x) / tail;
      slope = 1 - (step / tail) * slope;
      tail = j - 1 - difference + step;
    }
    const first = x / tail;
    const whole = first - difference;
    out.value = y / whole;
    out.more = (x - first) / whole;
    out.excess = first / whole;
    out.fall = (x * (1 - 1 / tail - (y / tail) * (slope / tail))) / (whole * whole);
    return;
  }
  for (let j = levels; j >= 2; j -= 1) tail = j - 1 - difference + (j * x) / tail;
  const first = x / tail;
  const whole = first - difference;
  out.value = y / whole;
  out.more = (x - first) / whole;
  out.excess = first / whole;
}

/** x well above y: main term y Γ(y) eˣ x⁻ʸ, its exponent taken out, less Legendre's fraction for the upper part. */
function above(out: KummerResult, y: number, x: number, mu: number, square: number, withFall: boolean): void {
  const small = y < ASYMPTOTIC_FROM;
  const factor = small ? gamma(y + 1) : gammaStar(y) * 2 * SQRT_HALF_PI * Math.sqrt(y);
  out.scale = small ? kummerExponent(y, x, mu) : square;
  const unit = Math.exp(-out.scale);
  out.value = factor;
  if (withFall) out.fall = factor * (small ? Math.log(x) - digammaOfNext(y) : Math.log1p(mu) - 0.5 / y - lnGammaStarSlope(y));
  if (square < 45) subtractUpper(out, y, y * mu, unit, fractionLevels(Math.sqrt(square)));
  out.more = out.value - unit;
  out.excess = unit + mu * out.value;
}

/** Takes y U(y, x), U = eˣ x⁻ʸ Γ(y, x), from the value and its derivative from the fall, by Legendre's fraction. */
function subtractUpper(out: KummerResult, y: number, difference: number, unit: number, levels: number): void {
  let tail = difference + 2 * levels + 1;
  let slope = -1;
  for (let k = levels; k >= 1; k -= 1) {
    const top = k * (k - y);
    slope = -1 + (k + (top * slope) / tail) / tail;
    tail = difference + 2 * k - 1 - top / tail;
  }
  out.value -= (unit * y) / tail;
  out.fall += (unit * (1 - (y * slope) / tail)) / tail;
}
