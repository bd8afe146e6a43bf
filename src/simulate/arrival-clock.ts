import type { VariateStream } from './variates.js';

/** Rates per second from each start on. */
export type RateSteps = { readonly starts: Float64Array; readonly rates: Float64Array };

/**
 * Arrivals of one contact type: unit-rate gaps carried through the integral of the rate (inversion), so that two scenarios with other
 * rates still share every gap.
 */
export class ArrivalClock {
  /** Next arrival; Infinity when none comes any more. */
  time = 0;
  private step = 0;
  private steps: RateSteps = { starts: new Float64Array(1), rates: new Float64Array(1) };
  private stopAt = Number.POSITIVE_INFINITY;

  constructor(private readonly gaps: VariateStream) {}

  restart(steps: RateSteps, stopAt: number): void {
    this.steps = steps;
    this.stopAt = stopAt;
    this.step = -1;
    this.time = 0;
    this.advance();
  }

  advance(): void {
    const { starts, rates } = this.steps;
    let left = this.gaps.next();
    let at = this.time;
    let step = this.step;
    for (;;) {
      const end = step + 1 < starts.length ? (starts[step + 1] as number) : Number.POSITIVE_INFINITY;
      const rate = step < 0 ? 0 : (rates[step] as number);
      const next = rate > 0 ? at + left / rate : Number.POSITIVE_INFINITY;
      if (next < end || end === Number.POSITIVE_INFINITY) {
        this.time = next < this.stopAt ? next : Number.POSITIVE_INFINITY;
        this.step = step;
        return;
      }
      left -= Math.max(0, end - at) * rate;
      if (end > at) at = end;
      step += 1;
    }
  }
}

const DAY_SECONDS = 86_400;

/** Steps times a factor for each day from 0; the last factor holds on. */
export function withDayFactors(steps: RateSteps, factors: readonly number[]): RateSteps {
  const starts: number[] = [];
  const rates: number[] = [];
  const days = factors.map((_, day) => day * DAY_SECONDS);
  const all = [...new Set([...steps.starts, ...days])].sort((a, b) => a - b);
  let step = -1;
  for (const start of all) {
    while (step + 1 < steps.starts.length && (steps.starts[step + 1] as number) <= start) step += 1;
    const day = Math.min(factors.length - 1, Math.max(0, Math.floor(start / DAY_SECONDS)));
    starts.push(start);
    rates.push(step < 0 ? 0 : (steps.rates[step] as number) * (factors[day] as number));
  }
  return { starts: Float64Array.from(starts), rates: Float64Array.from(rates) };
}
