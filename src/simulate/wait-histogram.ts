const bitsOf: Float32Array = new Float32Array(1);
const wordOf: Int32Array = new Int32Array(bitsOf.buffer);

/** Bits of the mantissa that tell bins apart: 128 bins per doubling, each under 0.8 % wide. */
const SHIFT = 16;
/** Waits up to 2⁻⁷ s share the first bin; above 2²⁵ s (over a year) the last one. */
const FIRST = 120 << 7;
const BINS = 32 << 7;

/** Counts of waits in bins of equal ratio; the bin is read off the bits of a 32-bit number, without a logarithm. */
export class WaitHistogram {
  readonly counts: Float64Array = new Float64Array(BINS);
  /** Waits of exactly 0. */
  zeros = 0;

  add(seconds: number): void {
    if (seconds <= 0) {
      this.zeros += 1;
      return;
    }
    bitsOf[0] = seconds;
    const bin = ((wordOf[0] as number) >> SHIFT) - FIRST;
    const at = bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin;
    this.counts[at] = (this.counts[at] as number) + 1;
  }

  clear(): void {
    this.counts.fill(0);
    this.zeros = 0;
  }
}

/** Start of a bin in seconds. */
function binStart(bin: number): number {
  if (bin === 0) return 0;
  wordOf[0] = (bin + FIRST) << SHIFT;
  return bitsOf[0] as number;
}

/** A histogram as plain data: zeros, then pairs of bin and count. */
export type PackedHistogram = { readonly zeros: number; readonly bins: readonly number[]; readonly counts: readonly number[] };

/** The filled bins only. */
export function packHistogram(histogram: WaitHistogram): PackedHistogram {
  const bins: number[] = [];
  const counts: number[] = [];
  histogram.counts.forEach((count, bin) => {
    if (count === 0) return;
    bins.push(bin);
    counts.push(count);
  });
  return { zeros: histogram.zeros, bins, counts };
}

/** Smallest wait that this share does not exceed, straight between the ends of a bin; null without waits. */
export function histogramQuantile(parts: readonly PackedHistogram[], probability: number): number | null {
  const counts = new Float64Array(BINS);
  let total = 0;
  let zeros = 0;
  for (const part of parts) {
    zeros += part.zeros;
    part.bins.forEach((bin, i) => {
      counts[bin] = (counts[bin] as number) + (part.counts[i] as number);
    });
  }
  for (const count of counts) total += count;
  if (total + zeros === 0) return null;
  let left = probability * (total + zeros) - zeros;
  if (left <= 0) return 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const count = counts[bin] as number;
    if (count > 0 && left <= count) return binStart(bin) + (left / count) * (binStart(bin + 1) - binStart(bin));
    left -= count;
  }
  return binStart(BINS);
}
