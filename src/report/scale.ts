/** An axis from 0 (or below) to a round number at or above `most`, with the values worth a line. */
export type Ticks = { readonly from: number; readonly to: number; readonly values: readonly number[] };

/** Round steps: 1, 2, 2.5 or 5 times a power of ten. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough * 0.999) ?? 10;
  return factor * power;
}

/**
 * A linear axis from 0 up, with about `count` steps (at most two more) and the least empty room above `most`; `whole` keeps the steps whole
 * numbers.
 */
export function ticksFromZero(most: number, count: number, whole = false): Ticks {
  const top = Number.isFinite(most) && most > 0 ? most : 1;
  const axes = [count, count + 1, count + 2].map((aim) => {
    const raw = roundStep(top / aim);
    const step = whole ? Math.max(1, Math.ceil(raw)) : raw;
    return { step, steps: Math.max(1, Math.ceil(top / step - 1e-9)) };
  });
  const { step, steps } = axes.reduce((best, axis) => (axis.step * axis.steps < best.step * best.steps ? axis : best));
  return { from: 0, to: steps * step, values: Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12))) };
}

/** An axis around values that never come near 0, such as handle times; `leastStep` keeps neighbouring labels apart. */
export function ticksAround(least: number, most: number, count: number, leastStep = 0): Ticks {
  if (!(most > least)) return ticksFromZero(most, count);
  if (least < most * 0.5) return ticksFromZero(most, count);
  const step = Math.max(roundStep((most - least) / count), leastStep);
  const from = Math.max(0, Math.floor(least / step) * step);
  const steps = Math.max(1, Math.ceil((most - from) / step - 1e-9));
  return { from, to: from + steps * step, values: Array.from({ length: steps + 1 }, (_, i) => Number((from + i * step).toPrecision(12))) };
}

/** Largest finite entry of several columns, 0 when there is none. */
export function largest(...columns: readonly (readonly (number | null | undefined)[])[]): number {
  let most = 0;
  for (const column of columns) for (const value of column) if (value !== null && value !== undefined && value > most) most = value;
  return most;
}

/** Smallest entry of several columns, Infinity when there is none. */
export function smallest(...columns: readonly (readonly (number | null | undefined)[])[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const column of columns) for (const value of column) if (value !== null && value !== undefined && value < least) least = value;
  return least;
}
