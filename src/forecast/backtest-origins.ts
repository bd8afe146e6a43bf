/**
 * Rows at which the past is forecast again: every week back from the end (every horizon where that is shorter), at most 26 or the last third of a long
 * history up to 52, none before enough days have been seen to learn from. Earliest first.
 */
export function backtestOrigins(rows: number, daysPerWeek: number, horizonRows: number): number[] {
  const step = Math.max(1, Math.min(horizonRows, daysPerWeek));
  const least = Math.max(3 * daysPerWeek, Math.min(Math.floor(0.35 * rows), 12 * daysPerWeek));
  const most = Math.min(52, Math.max(26, Math.floor(rows / daysPerWeek / 3)));
  const origins: number[] = [];
  for (let origin = rows - step; origin >= least && origins.length < most; origin -= step) origins.push(origin);
  return origins.reverse();
}
