import { entropyExcess, gammaStar } from '../numeric/index.js';
import { clampShare } from './figures.js';

const BIG = 1e250;

/** Standard deviations below its mean from which a distribution is summed; what lies below is less than 1e-20. */
const REACH = 10;

/** From this index on Stirling's series gives a single term. */
const LARGE = 40;

/**
 * P(wait > T | j ahead) for j = from, from + 1, … in turn: partial sums of Poisson terms (nobody gives up) or of negative
 * binomial terms (r)_i / i! · q^r (1 − q)^i, q = e^(−T/g). Begins where the terms begin to count; their exponent is kept
 * apart, so that a far tail does not underflow.
 */
export class WaitTail {
  private index: number;
  private term = 1;
  private sum = 1;
  private offset = 0;
  private factor = 1;

  private constructor(
    /** Infinity for Poisson terms. */
    private readonly shape: number,
    /** Mean of the Poisson distribution; else 1 − q. */
    private readonly growth: number,
    /** Exponent of the term at 0, sign turned. */
    offset: number,
    first: number,
    far: number,
    from: number,
  ) {
    if (from > far) {
      // Every term lies behind.
      this.index = from;
      this.term = 0;
    } else if (first >= LARGE && shape >= LARGE) {
      this.index = first;
      this.term = shape === Number.POSITIVE_INFINITY ? poissonTerm(growth, first) : negativeBinomialTerm(shape, growth, first);
      this.sum = this.term;
    } else {
      this.index = 0;
      this.offset = offset;
      this.factor = Math.exp(-offset);
    }
    while (this.index < from) this.advance();
  }

  /** Nobody gives up: `time` = T × agents ÷ AHT. */
  static poisson(time: number, from: number): WaitTail {
    const deviation = Math.sqrt(time);
    return new WaitTail(Number.POSITIVE_INFINITY, time, time, Math.floor(time - REACH * deviation), time + 40 * deviation + 800, from);
  }

  /** Patience: `shape` = y for the wait offered, y + 1 for that of the answered; `time` = T ÷ mean patience. */
  static negativeBinomial(shape: number, time: number, from: number): WaitTail {
    const success = Math.exp(-time);
    const failure = -Math.expm1(-time);
    const mean = (shape * failure) / success;
    const deviation = Math.sqrt(shape * failure) / success;
    const first = success > 0 ? Math.floor(mean - REACH * deviation) : 0;
    return new WaitTail(shape, failure, shape * time, first, mean + 60 * deviation + 60 / success, from);
  }

  /** The tail for this j; called with j ascending by 1. */
  at(j: number): number {
    if (this.index < j) this.advance();
    return this.index > j ? 0 : clampShare(this.sum * this.factor);
  }

  private advance(): void {
    this.index += 1;
    const i = this.index;
    this.term *= this.shape === Number.POSITIVE_INFINITY ? this.growth / i : ((this.shape + i - 1) * this.growth) / i;
    this.sum += this.term;
    if (this.sum > BIG) {
      this.offset -= Math.log(this.sum);
      this.term /= this.sum;
      this.sum = 1;
      this.factor = Math.exp(-this.offset);
    }
  }
}

/** e^(−m) m^i / i!, every part of the exponent free of cancellation. */
function poissonTerm(mean: number, i: number): number {
  return Math.exp(-i * entropyExcess((mean - i) / i, mean / i)) / (gammaStar(i) * Math.sqrt(2 * Math.PI * i));
}

/** (r)_i / i! · q^r (1 − q)^i in the same way, as r/(r + i) of a binomial term. */
function negativeBinomialTerm(r: number, failure: number, i: number): number {
  const all = r + i;
  const surplus = r * failure - i * (1 - failure);
  const exponent = i * entropyExcess(surplus / i, (all * failure) / i) + r * entropyExcess(-surplus / r, (all * (1 - failure)) / r);
  return (Math.exp(-exponent) * Math.sqrt(r / (2 * Math.PI * all * i)) * gammaStar(all)) / (gammaStar(r) * gammaStar(i));
}
