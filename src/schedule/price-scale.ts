import type { Problem } from './problem.js';

/** Money that a cell's worth of one person moves between uncovered and surplus, on average. */
export function priceScale({ queues, plan, atomSeconds, atomsPerCell }: Problem): number {
  const mean = queues.reduce((sum, queue) => sum + queue.understaffedPerHour, 0) / Math.max(1, queues.length);
  return ((mean + plan.surplusPerHour) * atomSeconds * atomsPerCell) / 3600 || 1;
}
