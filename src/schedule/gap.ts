const ROUNDING = 1e-6;
/** Relative gap at which a roster counts as proved. */
export const PROVED = 1e-6;

/** Equal but for rounding. */
export function closeTo(a: number, b: number): boolean {
  return Math.abs(a - b) <= ROUNDING * Math.max(1, Math.abs(a));
}

/** (objective − bound) / objective, 0 when they meet. */
export function gapOf(objective: number, bound: number): number {
  return objective - bound <= PROVED * Math.abs(objective) ? 0 : (objective - bound) / objective;
}
