import { medianOf, quantileOfSorted } from '../numeric/index.js';
import type { Panel } from './panel.js';

const BLOCKS = 6;
const GRID = 200;

/** How far reality strays from the forecast on the root scale; plain data. */
export type BandModel = {
  /** Standard deviation of the factor that moves a whole day (root scale). */
  readonly dayDeviation: number;
  /** Standard deviation of what is left, by block of slots. */
  readonly slotDeviations: readonly number[];
  /** Quantiles of the standardised errors by block, at shares 0, 1/200 … 1: half the block's own, half of all together. */
  readonly errorQuantiles: readonly (readonly number[])[];
  /** Backtest days behind it. */
  readonly days: number;
  /** Square of the robust deviation of all errors, for the way back from the root scale. */
  readonly variance: number;
};

/** Block of a slot: six equal stretches of the open day. */
export function blockOf(slot: number, slots: number): number {
  return Math.min(BLOCKS - 1, Math.floor((slot * BLOCKS) / slots));
}

/**
 * Splits backtest errors into a day factor and slot noise and keeps their standardised quantiles (split conformal, by slot group).
 *
 * @param rows - Backtest rows; @param forecasts - root-scale forecasts of those rows, rows × slots.
 */
export function fitBands(panel: Panel, x: Float64Array, rows: readonly number[], forecasts: Float64Array): BandModel {
  const { slots } = panel;
  const factors = Float64Array.from(rows, (r, i) => {
    let product = 0;
    let squares = 0;
    for (let s = 0; s < slots; s += 1) {
      const q = forecasts[i * slots + s] as number;
      if (panel.seen[r * slots + s] === 0) continue;
      product += ((x[r * slots + s] as number) - q) * q;
      squares += q * q;
    }
    return squares > 0 ? product / squares : 0;
  });
  const limit = 4 * medianOf(factors.map(Math.abs));
  const dayDeviation = Math.max(1e-3, Math.sqrt(factors.reduce((sum, d) => sum + Math.min(Math.abs(d), limit) ** 2, 0) / factors.length));
  const squares = new Float64Array(BLOCKS);
  const counts = new Float64Array(BLOCKS);
  const sizes: number[] = [];
  const eachCell = (visit: (error: number, q: number, block: number, factor: number) => void): void => {
    rows.forEach((r, i) => {
      for (let s = 0; s < slots; s += 1) {
        if (panel.seen[r * slots + s] === 0) continue;
        const q = forecasts[i * slots + s] as number;
        visit((x[r * slots + s] as number) - q, q, blockOf(s, slots), factors[i] as number);
      }
    });
  };
  eachCell((error, q, block, factor) => {
    squares[block] = (squares[block] as number) + (error - factor * q) ** 2;
    counts[block] = (counts[block] as number) + 1;
    sizes.push(Math.abs(error));
  });
  const slotDeviations = Array.from(squares, (sum, b) => Math.max(0.02, Math.sqrt(sum / Math.max(1, counts[b] as number))));
  const errors: number[][] = Array.from({ length: BLOCKS }, () => []);
  eachCell((error, q, block) => {
    (errors[block] as number[]).push(error / Math.sqrt((q * dayDeviation) ** 2 + (slotDeviations[block] as number) ** 2));
  });
  const variance = (medianOf(sizes) / 0.6745) ** 2;
  return { dayDeviation, slotDeviations, errorQuantiles: blockQuantiles(errors), days: rows.length, variance };
}

function blockQuantiles(errors: readonly number[][]): number[][] {
  const pooled = Float64Array.from(errors.flat()).sort();
  return errors.map((list) => {
    const own = list.length > 0 ? Float64Array.from(list).sort() : pooled;
    return Array.from({ length: GRID + 1 }, (_, i) => (quantileOfSorted(own, i / GRID) + quantileOfSorted(pooled, i / GRID)) / 2);
  });
}

/** Bounds of a root-scale forecast; `far` widens the day factor from the eighth day on. */
export function rootBand(model: BandModel, root: number, slot: number, slots: number, far: boolean, level: number): [lower: number, upper: number] {
  const block = blockOf(slot, slots);
  const day = root * model.dayDeviation * (1 + 0.8 / Math.sqrt(model.days)) * (far ? 1.1 : 1);
  const spread = Math.sqrt(day ** 2 + (model.slotDeviations[block] as number) ** 2) * (1 + 3 / model.days);
  const quantiles = model.errorQuantiles[block] as readonly number[];
  return [root + Math.min(0, quantileOfSorted(quantiles, 0.5 - level / 2)) * spread, root + Math.max(0, quantileOfSorted(quantiles, 0.5 + level / 2)) * spread];
}
