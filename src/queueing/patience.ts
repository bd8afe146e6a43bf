import { checkNonNegative, checkPositive, describeValue, InvalidInputError } from '../core/index.js';

/** How long contacts are willing to wait. Shares of a mixture add up to 1. */
export type Patience =
  | { readonly kind: 'exponential'; readonly meanSeconds: number }
  /** Everybody leaves after exactly this long; 0 = leaves unless answered at once. */
  | { readonly kind: 'deterministic'; readonly meanSeconds: number }
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly share: number; readonly distribution: Patience }[] };

/** Patience as the formulas use it, times in units of one handle time. */
export type PatienceLaw = {
  /** Share still willing to wait after t. */
  survival(t: number): number;
  /** 1 − survival, exact for small t. */
  loss(t: number): number;
  /** ∫₀ᵗ survival. */
  integral(t: number): number;
  /** Where survival jumps, ascending, without 0. */
  readonly jumps: readonly number[];
  /** Shortest time scale on which survival bends. */
  readonly scale: number;
};

/** Checks a patience and flattens it into weighted exponentials and fixed times. */
export function patienceLaw(where: string, patience: Patience, unitSeconds: number): PatienceLaw {
  const parts: { share: number; mean: number; fixed: boolean }[] = [];
  flatten(where, patience, 1, unitSeconds, parts);
  const jumps = parts.filter((part) => part.fixed && part.mean > 0).map((part) => part.mean);
  return {
    survival: (t) => parts.reduce((sum, { share, mean, fixed }) => sum + share * (fixed ? (t < mean ? 1 : 0) : Math.exp(-t / mean)), 0),
    loss: (t) => parts.reduce((sum, { share, mean, fixed }) => sum + share * (fixed ? (t < mean ? 0 : 1) : -Math.expm1(-t / mean)), 0),
    integral: (t) => parts.reduce((sum, { share, mean, fixed }) => sum + share * (fixed ? Math.min(t, mean) : -mean * Math.expm1(-t / mean)), 0),
    jumps: [...new Set(jumps)].sort((a, b) => a - b),
    scale: Math.min(...parts.filter((part) => part.mean > 0).map((part) => part.mean)),
  };
}

function flatten(where: string, patience: Patience, weight: number, unitSeconds: number, parts: { share: number; mean: number; fixed: boolean }[]): void {
  if (patience?.kind === 'exponential') {
    checkPositive(`${where}.meanSeconds`, patience.meanSeconds);
    parts.push({ share: weight, mean: patience.meanSeconds / unitSeconds, fixed: false });
  } else if (patience?.kind === 'deterministic') {
    checkNonNegative(`${where}.meanSeconds`, patience.meanSeconds);
    parts.push({ share: weight, mean: patience.meanSeconds / unitSeconds, fixed: true });
  } else if (patience?.kind === 'mixture' && Array.isArray(patience.parts)) {
    const total = patience.parts.reduce((sum, { share }) => sum + share, 0);
    for (const { share } of patience.parts) checkNonNegative(`${where}.parts share`, share);
    if (!(Math.abs(total - 1) < 1e-9)) throw new InvalidInputError(`${where}.parts must have shares that add up to 1, got ${describeValue(total)}.`);
    for (const { share, distribution } of patience.parts) if (share > 0) flatten(where, distribution, weight * share, unitSeconds, parts);
  } else throw new InvalidInputError(`${where}.kind must be exponential, deterministic or mixture, got ${describeValue(patience?.kind)}.`);
}
