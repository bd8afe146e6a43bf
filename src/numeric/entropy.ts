/**
 * μ − ln(1 + μ) without cancellation: half of η² in Temme's expansion, the rate at which Poisson tails fall.
 *
 * @param mu - Above −1.
 * @param ratio - 1 + μ, where the caller has it more exactly than the sum (μ near −1).
 * @returns 0 or more; about μ²/2 near 0. Relative error about 2e-16.
 * @example
 * entropyExcess(1e-9) / 1e-18; // 0.49999999966…
 */
export function entropyExcess(mu: number, ratio: number = 1 + mu): number {
  if (mu > 0.5 || mu < -0.35) return mu - Math.log(ratio);
  // With r = μ/(2 + μ): ln(1 + μ) = 2 atanh r and μ = 2r/(1 − r), so the leading terms cancel by hand.
  const r = mu / (2 + mu);
  const q = r * r;
  const p = q * q;
  const even = 1 / 3 + p * (1 / 7 + p * (1 / 11 + p * (1 / 15 + p * (1 / 19 + p * (1 / 23 + p / 27)))));
  const odd = 1 / 5 + p * (1 / 9 + p * (1 / 13 + p * (1 / 17 + p * (1 / 21 + p / 25))));
  const sum = even + q * odd;
  return r * (mu - 2 * q * sum);
}

/**
 * t − 1 + e^(−t) without cancellation.
 *
 * @param t - 0 or more.
 * @returns About t²/2 near 0. Relative error about 3e-16.
 */
export function exponentialExcess(t: number): number {
  if (t > 0.5) return t + Math.expm1(-t);
  let sum = 1 / 14;
  for (let k = 13; k >= 3; k -= 1) sum = (1 - t * sum) / k;
  return (t * t * (1 - t * sum)) / 2;
}

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * e^(s φ) with s φ = a − s + s ln(s/a), the exponent carried to twice the usual digits: for far tails, where an ordinary
 * exponent of 500 would cost three digits.
 *
 * @param s - Above 0.
 * @param a - Above 0, below s.
 */
export function tailExponential(s: number, a: number): number {
  splitTailExponent(s, a);
  return tail.high > 709 ? Number.POSITIVE_INFINITY : Math.exp(tail.high) * (1 + tail.low);
}

/** s φ + `more`, rounded once: the logarithm of {@link tailExponential} × e^more. */
export function tailExponent(s: number, a: number, more: number): number {
  splitTailExponent(s, a);
  return tail.high + (tail.low + more);
}

/** s φ = high + low. */
const tail = { high: 0.5, low: 0.5 };

function splitTailExponent(s: number, a: number): void {
  const power = Math.round(Math.log2(s / a));
  const c = a * 2 ** power;
  // ln(s/c) = 2 atanh w with w = (s − c)/(s + c) in two parts; s − c is exact.
  const sum = s + c;
  const sumLow = s - (sum - (sum - s)) + (c - (sum - s));
  const w = (s - c) / sum;
  const wLow = (s - c - w * sum - productLow(w, sum) - w * sumLow) / sum;
  const q = w * w;
  const series = q * w * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q * (1 / 13 + q * (1 / 15 + q * (1 / 17 + q * (1 / 19 + q / 21)))))))));
  const main = power * LN2_HIGH;
  const lead = main + 2 * w;
  const rest = main - lead + 2 * w + (power * LN2_LOW + 2 * (wLow + series));
  const log = lead + rest;
  const logLow = lead - log + rest;
  const difference = a - s;
  const differenceLow = a - (difference - (difference - a)) + (-s - (difference - a));
  const product = s * log;
  const exponent = difference + product;
  const back = exponent - difference;
  tail.high = exponent;
  tail.low = difference - (exponent - back) + (product - back) + productLow(s, log) + s * logLow + differenceLow;
}

/** What rounding leaves out of x × y, exactly [Dekker1971]. */
function productLow(x: number, y: number): number {
  const xs = x * 134217729;
  const ys = y * 134217729;
  const x1 = xs - (xs - x);
  const y1 = ys - (ys - y);
  const x2 = x - x1;
  const y2 = y - y1;
  return x2 * y2 - (x * y - x1 * y1 - x2 * y1 - x1 * y2);
}
