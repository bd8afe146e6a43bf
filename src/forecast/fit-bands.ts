import { medianOf, normalQuantile, quantileOfSorted } from '../numeric/index.js';
import type { Panel } from './panel.js';
import { weightedQuantiles } from './weighted-quantiles.js';

const BLOCKS = 6;
const GRID = 200;
/** What a week-old error counts against one of the last day. */
const MEMORY = 0.8;
/** First open days ahead of the groups whose day factors are measured apart, and the backtest days that the spread of all together is worth. */
const LEADS: readonly number[] = [1, 3, 8, 15];
const LEAD_DAYS = 3;
/** How much wider than the group before a group without errors is taken. */
const UNSEEN_LEADS = 1.1;
/** Widest share of the errors that a band is read from while there are few. */
const WIDEST = 0.995;

/** How far reality strays from the forecast on the root scale; plain data. */
export type BandModel = {
  /** Standard deviation of the factor that moves a whole day (root scale), by open days ahead: 1–2, 3–7, 8–14, 15 on. */
  readonly dayDeviations: readonly number[];
  /** The same without the slot noise in it. */
  readonly sharedDeviation: number;
  /** Quantiles of the day factors ÷ their deviation, at shares 0, 1/200 … 1. */
  readonly dayQuantiles: readonly number[];
  /** Standard deviation of what is left, by block of slots. */
  readonly slotDeviations: readonly number[];
  /** Quantiles of the standardised errors by block, at shares 0, 1/200 … 1: half the block's own, half of all together. */
  readonly errorQuantiles: readonly (readonly number[])[];
  /** Backtest days behind it, as many equally weighted ones would say as much, and how many stretches of the horizon's length they hold that do not overlap; 1 or more. */
  readonly days: number;
  readonly stretches: number;
  /** Square of the robust deviation of all errors, for the way back from the root scale. */
  readonly variance: number;
};

/** Block of a slot: six equal stretches of the open day. */
export function blockOf(slot: number, slots: number): number {
  return Math.min(BLOCKS - 1, Math.floor((slot * BLOCKS) / slots));
}

/** Backtest days with their forecasts. */
export type BacktestDays = {
  readonly rows: readonly number[];
  /** Open days ahead, 1 = the first. */
  readonly leads: readonly number[];
  /** Root-scale forecasts, rows × slots. */
  readonly forecasts: Float64Array;
  /** Factor on all deviations, above 1 where the errors are those of a fit and not of forecasts. */
  readonly inflation: number;
  /** Stretches of the horizon's length, without overlap, that the days hold. */
  readonly stretches: number;
};

/**
 * Splits backtest errors into a day factor and slot noise and keeps their standardised quantiles (split conformal, by slot group). Recent errors count most: the world
 * drifts, and errors of one kind come in spells (conformal prediction beyond exchangeability).
 */
export function fitBands(panel: Panel, x: Float64Array, { rows, leads, forecasts, inflation, stretches }: BacktestDays): BandModel {
  const { slots } = panel;
  const eachCell = (visit: (i: number, error: number, q: number, block: number) => void): void => {
    rows.forEach((r, i) => {
      for (let s = 0; s < slots; s += 1) {
        const q = forecasts[i * slots + s] as number;
        if (panel.seen[r * slots + s] === 1) visit(i, (x[r * slots + s] as number) - q, q, blockOf(s, slots));
      }
    });
  };
  const products = new Float64Array(rows.length);
  const norms = new Float64Array(rows.length);
  eachCell((i, error, q) => {
    products[i] = (products[i] as number) + error * q;
    norms[i] = (norms[i] as number) + q * q;
  });
  const factors = products.map((product, i) => ((norms[i] as number) > 0 ? product / (norms[i] as number) : 0));
  const weights = recencyWeights(rows, panel.openWeekdays.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const limit = 4 * medianOf(factors.map(Math.abs));
  const clipped = factors.map((d) => (inflation * Math.min(Math.abs(d), limit)) ** 2);
  const dayVariance = Math.max(1e-6, clipped.reduce((sum, square, i) => sum + (weights[i] as number) * square, 0) / total);
  const dayDeviations = deviationsByLead(leads, clipped, weights, dayVariance);
  const deviationOf = (i: number): number => dayDeviations[leadBand(leads[i] as number)] as number;
  const squares = new Float64Array(BLOCKS);
  const counts = new Float64Array(BLOCKS);
  const sizes: number[] = [];
  eachCell((i, error, q, block) => {
    squares[block] = (squares[block] as number) + (error - (factors[i] as number) * q) ** 2;
    counts[block] = (counts[block] as number) + 1;
    sizes.push(Math.abs(error));
  });
  const slotDeviations = Array.from(squares, (sum, b) => Math.max(0.02, inflation * Math.sqrt(sum / Math.max(1, counts[b] as number))));
  const errors: BlockErrors[] = Array.from({ length: BLOCKS }, () => ({ values: [], weights: [] }));
  eachCell((i, error, q, block) => {
    (errors[block] as BlockErrors).weights.push(weights[i] as number);
    (errors[block] as BlockErrors).values.push((inflation * error) / Math.sqrt((q * deviationOf(i)) ** 2 + (slotDeviations[block] as number) ** 2));
  });
  // the part of the day factors that is only slot noise averaged over the day
  const slotVariance = slotDeviations.reduce((sum, d) => sum + d * d, 0) / BLOCKS;
  const norm = norms.reduce((sum, n) => sum + n, 0) / Math.max(1, rows.length);
  const shared = Math.max(0, dayVariance - (slots > 1 ? slotVariance : 0.25) / Math.max(norm, 1e-9));
  return {
    dayDeviations,
    sharedDeviation: Math.sqrt(shared),
    slotDeviations,
    errorQuantiles: blockQuantiles(errors),
    dayQuantiles: weightedQuantiles(
      factors.map((d, i) => (inflation * d) / deviationOf(i)),
      weights,
      GRID,
    ),
    days: total ** 2 / weights.reduce((sum, weight) => sum + weight ** 2, 0),
    stretches: Math.max(1, stretches),
    variance: sizes.length > 0 ? (medianOf(sizes) / 0.6745) ** 2 : 0,
  };
}

/** Group of an open day so far ahead. */
function leadBand(lead: number): number {
  return LEADS.filter((from) => lead >= from).length - 1;
}

/** Spread of the day factor by days ahead, pulled to that of all; further off than the backtest reached it goes on growing. */
function deviationsByLead(leads: readonly number[], squares: ArrayLike<number>, weights: readonly number[], variance: number): number[] {
  const sums = new Float64Array(LEADS.length).fill(LEAD_DAYS * variance);
  const totals = new Float64Array(LEADS.length).fill(LEAD_DAYS);
  leads.forEach((lead, i) => {
    const g = leadBand(lead);
    sums[g] = (sums[g] as number) + (weights[i] as number) * (squares[i] as number);
    totals[g] = (totals[g] as number) + (weights[i] as number);
  });
  const deviations: number[] = [];
  for (const [g, sum] of sums.entries()) {
    const seen = (totals[g] as number) > LEAD_DAYS;
    deviations.push(seen || g < 2 ? Math.sqrt(sum / (totals[g] as number)) : UNSEEN_LEADS * (deviations[g - 1] as number));
  }
  return deviations;
}

/** Weight of every backtest day by its age in open weeks. */
function recencyWeights(rows: readonly number[], perWeek: number): number[] {
  const last = rows.reduce((latest, r) => Math.max(latest, r), 0);
  return rows.map((r) => MEMORY ** ((last - r) / perWeek));
}

type BlockErrors = { readonly values: number[]; readonly weights: number[] };

function blockQuantiles(errors: readonly BlockErrors[]): number[][] {
  const pooled = weightedQuantiles(
    errors.flatMap(({ values }) => values),
    errors.flatMap(({ weights }) => weights),
    GRID,
  );
  return errors.map(({ values, weights }) => {
    const own = values.length > 0 ? weightedQuantiles(values, weights, GRID) : pooled;
    return own.map((value, i) => (value + (pooled[i] as number)) / 2);
  });
}

/** What the band of a day depends on beside its forecast. */
export type DayDistance = {
  /** Open days ahead, 1 = the first. */
  readonly lead: number;
  /** Deviation of the day's root, as a share, that comes on top of what the past shows: days of a kind that it does not hold. */
  readonly doubt: number;
};

/**
 * Deviation of the day factor, wider than measured: few days, and few stretches of the horizon's length that do not overlap, say little (about the ratio of Student's to normal
 * quantiles).
 */
function dayDeviation({ dayDeviations, days, stretches }: BandModel, { lead, doubt }: DayDistance): number {
  return Math.hypot(dayDeviations[leadBand(lead)] as number, doubt) * (1 + 0.8 / Math.sqrt(days)) * (1 + 0.75 / stretches);
}

/** Bounds of a root-scale forecast: conformal quantiles at level · (n + 1) / n of n days. */
export function rootBand(model: BandModel, root: number, block: number, at: DayDistance, level: number): [lower: number, upper: number] {
  const spread = Math.hypot(root * dayDeviation(model, at), model.slotDeviations[block] as number);
  const quantiles = model.errorQuantiles[block] as readonly number[];
  const half = Math.max(level, Math.min(WIDEST, level * (1 + 1 / model.days))) / 2;
  return [root + Math.min(0, quantileOfSorted(quantiles, 0.5 - half)) * spread, root + Math.max(0, quantileOfSorted(quantiles, 0.5 + half)) * spread];
}

/** Root-scale bounds of a whole day as factors on its root: the day factor's quantiles, half empirical, half normal. */
export function dayBand(model: BandModel, at: DayDistance, level: number): [lower: number, upper: number] {
  const deviation = dayDeviation(model, at) * (1 + 3 / model.days);
  const z = normalQuantile(0.5 + level / 2);
  const low = (quantileOfSorted(model.dayQuantiles, 0.5 - level / 2) - z) / 2;
  const high = (quantileOfSorted(model.dayQuantiles, 0.5 + level / 2) + z) / 2;
  return [Math.max(0, 1 + Math.min(0, low) * deviation), 1 + Math.max(0, high) * deviation];
}
